//! Sending the file that a source came from, to be kept and not to be looked at here.
//!
//! It leaves as it came, in pieces, under the name it had. A text's file is asked of the consent to
//! its words, a recording or a picture of the consent to hear or see it.

use axum::extract::Path;
use axum::http::header::{
    CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::IntoResponse;
use serde::Deserialize;
use trefoil_core::care::consent::{self, Medium};
use trefoil_core::corpus::media::Media;
use trefoil_core::corpus::original;
use trefoil_core::corpus::source::Source;
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::serve::{is_plain, stream};
use crate::desk::Desk;
use crate::trouble::Answer;
use crate::words::encode;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// Sends the file of a source.
pub(super) async fn send(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let (source, media) = desk.read(move |reader| find(reader, id)).await?;
    let size = u64::try_from(media.bytes).unwrap_or(0);
    let mime = if is_plain(&media.mime) { media.mime } else { "application/octet-stream".into() };
    let headers = [
        (CONTENT_TYPE, mime),
        (CONTENT_LENGTH, size.to_string()),
        (CONTENT_DISPOSITION, disposition(source.file_name.as_deref().unwrap_or(&source.name))),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, stream(desk, media.id, 0..size)).into_response())
}

/// The source and the bytes of its file.
///
/// Errors: the source is closed, and why; none was kept.
fn find(reader: &Reader<'_>, id: Id) -> Result<(Source, Media)> {
    let source: Source = reader.get(id)?;
    consent::refuse_closed(reader, id, Medium::Text)?;
    if let Some(original) = original::of_source(reader, id)? {
        return Ok((source, reader.get(original.media)?));
    }
    let media = source.media.ok_or_else(|| {
        Error::not_found(format!("The file of “{}” was not kept.", source.name))
            .hint("Its text is in the study, and can be read and exported.")
    })?;
    Ok((source, super::audible(reader, media)?))
}

/// Says that it is a file to be kept, under its name without its folders.
fn disposition(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let name = if last.is_empty() { "file" } else { last };
    format!("attachment; filename*=UTF-8''{}", encode(name))
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_brings_neither_folders_nor_signs() {
        let of = |name| disposition(name).replace("attachment; filename*=UTF-8''", "");
        assert_eq!(of("notes/Tea “round”.docx"), "Tea%20%E2%80%9Cround%E2%80%9D.docx");
        assert_eq!(of("a\r\nSet-Cookie: b;\"c"), "a%0D%0ASet-Cookie%3A%20b%3B%22c");
        assert_eq!(of("../"), "file");
    }
}
