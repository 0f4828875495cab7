//! What a passage without words is called: a stretch of a recording, or the whole of a source.
//!
//! Lists of passages show words in quotation marks; what has none is named in plain words instead.

use std::collections::HashMap;

use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Reader, Row};
use crate::trace::clock_time;

/// What a stretch or the whole of a source is called: `0:10–0:20 of the recording`,
/// `the whole picture`. The media type is that of the source's recording or picture.
pub fn name_wordless(stretch: Option<(i64, i64)>, mime: Option<&str>) -> String {
    let kind = mime.and_then(|mime| mime.split('/').next());
    let what = match kind {
        Some("image") => "picture",
        Some("video") => "video",
        Some(_) => "recording",
        None if stretch.is_some() => "recording",
        None => "source",
    };
    match stretch {
        Some((begin, end)) => format!("{}–{} of the {what}", exact(begin, end), exact(end, begin)),
        None => format!("the whole {what}"),
    }
}

/// A time with its tenths where the two would otherwise read alike.
fn exact(ms: i64, other: i64) -> String {
    match clock_time(ms) {
        same if same == clock_time(other) => format!("{same}.{}", ms.max(0) / 100 % 10),
        clock => clock,
    }
}

/// What every passage without words is called, by its id.
pub fn wordless(reader: &Reader<'_>) -> Result<HashMap<Id, String>> {
    let rows = reader.query(&asked("p.revision IS NULL"), &[])?;
    rows.iter().map(|row| Ok((row.get(0)?, named(row)?))).collect()
}

/// What a passage is called where it has no words.
pub fn called(reader: &Reader<'_>, passage: Id) -> Result<Option<String>> {
    let rows = reader.query(&asked("p.revision IS NULL AND p.id = $1"), bind![passage])?;
    rows.first().map(named).transpose()
}

fn asked(which: &str) -> String {
    format!(
        "SELECT p.id, p.begin_ms, p.end_ms, m.mime FROM passage p \
         JOIN source s ON s.id = p.source LEFT JOIN media m ON m.id = s.media WHERE {which}"
    )
}

fn named(row: &Row) -> Result<String> {
    let (begin, end): (Option<i64>, Option<i64>) = (row.get(1)?, row.get(2)?);
    Ok(name_wordless(begin.zip(end), row.get::<Option<String>>(3)?.as_deref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_words_is_named_by_what_it_is() {
        let named = |stretch, mime| name_wordless(stretch, mime);
        assert_eq!(named(Some((10_000, 20_000)), Some("audio/ogg")), "0:10–0:20 of the recording");
        assert_eq!(named(Some((10_000, 20_000)), Some("video/mp4")), "0:10–0:20 of the video");
        assert_eq!(named(Some((10_200, 10_900)), None), "0:10.2–0:10.9 of the recording");
        assert_eq!(named(None, Some("image/png")), "the whole picture");
        assert_eq!(named(None, None), "the whole source");
    }
}
