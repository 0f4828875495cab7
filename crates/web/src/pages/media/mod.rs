//! Media: recordings by range, and their waveforms.
//!
//! A recording lies in the study in pieces; a browser asks for ranges of it, and each answer reads
//! only the pieces it needs. `waveform.rs` decodes it once for the picture. Both ask first whether
//! everybody who is heard agreed that it is listened to; what is in memory is no way around that.

mod serve;
mod waveform;

use axum::Router;
use axum::routing::get;
use trefoil_core::bind;
use trefoil_core::care::consent::{self, Medium};
use trefoil_core::corpus::media::Media;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use crate::state::App;

/// The routes of media.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/media/{id}", get(serve::serve))
        .route("/media/{id}/waveform", get(waveform::show))
}

/// A recording that may be heard.
///
/// Errors: it is not in the study; somebody in one of its sources did not agree that it is heard.
fn audible(reader: &Reader<'_>, id: Id) -> Result<Media> {
    let media: Media = reader.get(id)?;
    for row in reader.query("SELECT id FROM source WHERE media = $1 ORDER BY id", bind![id])? {
        consent::refuse_closed(reader, row.get(0)?, Medium::Sound)?;
    }
    Ok(media)
}
