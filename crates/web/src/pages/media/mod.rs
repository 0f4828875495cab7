//! Media: recordings, videos and pictures by range, waveforms, and the files that texts came from.
//!
//! A recording lies in the study in pieces; a browser asks for ranges of it, and each answer reads
//! only the pieces it needs. `waveform.rs` decodes it once for the picture, and `heard.rs` for
//! browsers that cannot play it. All ask first whether
//! everybody who is heard agreed that it is listened to; what is in memory is no way around that.

mod heard;
mod original;
mod serve;
#[cfg(test)]
mod tests;
mod waveform;

use std::collections::HashSet;

use axum::Router;
use axum::routing::get;
use trefoil_core::bind;
use trefoil_core::care::consent::{self, Medium};
use trefoil_core::corpus::media::Media;
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use crate::state::App;

/// The routes of media.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/media/{id}", get(serve::serve))
        .route("/media/{id}/heard", get(heard::send))
        .route("/media/{id}/waveform", get(waveform::show))
        .route("/sources/{id}/original", get(original::send))
}

/// A recording that may be heard, or a picture that may be seen.
///
/// Errors: no source has it; somebody in one of its sources did not agree that it is heard.
fn audible(reader: &Reader<'_>, id: Id) -> Result<Media> {
    let media: Media = reader.get(id)?;
    let sources = reader.query("SELECT id FROM source WHERE media = $1 ORDER BY id", bind![id])?;
    if sources.is_empty() {
        // The file that a text came from is asked for by its source.
        return Err(Error::not_found("No source has this recording."));
    }
    for row in sources {
        consent::refuse_closed(reader, row.get(0)?, Medium::Sound)?;
    }
    Ok(media)
}

/// What the media of a source are to whoever looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// It is heard.
    Sound,
    /// It is heard and seen.
    Video,
    /// It is seen.
    Picture,
}

impl Form {
    /// By its media type.
    fn of(mime: &str) -> Self {
        match mime.split('/').next() {
            Some("image") => Self::Picture,
            Some("video") => Self::Video,
            _ => Self::Sound,
        }
    }

    /// By what lies in the study.
    pub(crate) fn find(reader: &Reader<'_>, media: Id) -> Result<Self> {
        Ok(Self::of(&reader.get::<Media>(media)?.mime))
    }
}

/// The media that are pictures: they can be looked at and not be played.
pub(crate) fn pictures(reader: &Reader<'_>) -> Result<HashSet<Id>> {
    let rows = reader.query("SELECT id FROM media WHERE mime LIKE 'image/%'", &[])?;
    rows.iter().map(|row| row.get(0)).collect()
}
