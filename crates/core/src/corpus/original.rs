//! The files that texts were read from, kept as they came.
//!
//! Chats have none: only what was chosen of them is kept.

use std::io::Write;

use super::media;
use super::source::Source;
use crate::bind;
use crate::care::consent::{self, Medium, Use};
use crate::care::output::{self, OutputNote};
use crate::care::pseudonym::Level;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader};
use crate::study::Session;

crate::record! {
    /// The file that a source's text was read from.
    pub struct Original in "original", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The source.
        source: Id => "source",
        /// Its bytes.
        media: Id => "media",
    }
}

/// The file that a source's text was read from, where it is kept and may be seen.
pub fn of_source(reader: &Reader<'_>, source: Id) -> Result<Option<Original>> {
    Ok(reader.list("WHERE source = $1", bind![source])?.pop())
}

/// Writes the file that a source's text was read from; answers how many bytes it has. That it leaves
/// is written down first, with the name of its new file.
///
/// Errors: the source is closed, no file is kept of it, or the file cannot be written to where it
/// goes.
pub fn write(
    session: &Session,
    source: Id,
    file_name: &str,
    mut out: Box<dyn Write + Send>,
) -> Result<u64> {
    let original = session.study().read(move |reader| {
        consent::refuse_closed(reader, source, Medium::Text)?;
        of_source(reader, source)?.map_or_else(|| Err(none(reader, source)), Ok)
    })?;
    let note = OutputNote {
        kind: output::Kind::Export,
        format: "original".to_owned(),
        file_name: file_name.to_owned(),
        purpose: Use::Analysis,
        level: Level::Raw,
        sources: vec![source],
    };
    output::note(session, note)?;
    session.study().read(move |reader| {
        let mut written = 0;
        loop {
            let piece = media::read(reader, original.media, written, media::CHUNK)?;
            if piece.is_empty() {
                return out.flush().map(|()| written).map_err(unwritable);
            }
            out.write_all(&piece).map_err(unwritable)?;
            written += piece.len() as u64;
        }
    })
}

fn none(reader: &Reader<'_>, source: Id) -> Error {
    let name = reader.get::<Source>(source).map_or_else(|_| String::new(), |one| one.name);
    Error::not_found(format!("The study keeps no file that the text of “{name}” was read from."))
        .hint("Files are kept with what is imported from now on; of chats none are kept.")
}

fn unwritable(error: std::io::Error) -> Error {
    Error::new(Kind::Io, format!("The file cannot be written: {error}.")).because(error)
}
