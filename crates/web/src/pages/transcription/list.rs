//! The page of the queue: what is heard, what waits and why, and what ended lately.

use askama::Template;
use trefoil_core::corpus::source::Source;
use trefoil_core::error::Result;
use trefoil_core::storage::Reader;
use trefoil_core::transcription;

use super::told::Told;
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// Of what ended, so many are told.
const LATELY: usize = 20;

/// The page.
#[derive(Template)]
#[template(path = "transcription/list.html")]
struct ListPage {
    frame: Frame,
    /// What is heard, waits or is paused.
    under_way: Vec<Told>,
    /// What ended, the latest first.
    ended: Vec<Told>,
    /// How many recordings have no words yet and are not asked for.
    wordless: i64,
    models: Vec<String>,
}

/// Shows the queue.
pub(super) async fn show(desk: Desk) -> Answer {
    let models = desk.app.models();
    let read = desk.look(Station::Corpus, "Transcriptions", read).await?;
    let (frame, (under_way, ended, wordless)) = read;
    desk.page(&ListPage { frame, under_way, ended, wordless, models })
}

fn read(reader: &Reader<'_>) -> Result<(Vec<Told>, Vec<Told>, i64)> {
    let (mut under_way, mut ended) = (Vec::new(), Vec::new());
    for waiting in transcription::list(reader)? {
        if waiting.row.ended_at.is_none() {
            under_way.push(Told::whole(reader, waiting)?);
        } else if ended.len() < LATELY {
            ended.push(Told::whole(reader, waiting)?);
        }
    }
    let sources: Vec<Source> =
        reader.list("WHERE media IS NOT NULL AND revision IS NULL AND duration_ms > 0", &[])?;
    let asked = |source: &Source| under_way.iter().any(|one| one.waiting.row.source == source.id);
    let wordless = sources.iter().filter(|source| !asked(source)).count();
    Ok((under_way, ended, i64::try_from(wordless).unwrap_or(i64::MAX)))
}
