//! Everyone who is in the study.

use std::collections::HashMap;

use askama::Template;
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// The page.
#[derive(Template)]
#[template(path = "participant/list.html")]
struct ListPage {
    frame: Frame,
    lines: Vec<Line>,
}

/// A participant, and how much came from them.
#[derive(Debug)]
struct Line {
    participant: Participant,
    sources: i64,
    passages: i64,
}

/// Shows the participants.
pub(super) async fn list(desk: Desk) -> Answer {
    let read = desk
        .look(Station::Corpus, "Participants", |reader| lines(reader, participant::list(reader)?));
    let (frame, lines) = read.await?;
    desk.page(&ListPage { frame, lines })
}

fn lines(reader: &Reader<'_>, people: Vec<Participant>) -> Result<Vec<Line>> {
    let sources = counts(
        reader,
        "SELECT participant, COUNT(*) FROM source_participant GROUP BY participant",
    )?;
    let passages = counts(
        reader,
        "SELECT sp.participant, COUNT(*) FROM source_participant sp \
         JOIN passage p ON p.source = sp.source GROUP BY sp.participant",
    )?;
    let line = |participant: Participant| Line {
        sources: sources.get(&participant.id).copied().unwrap_or(0),
        passages: passages.get(&participant.id).copied().unwrap_or(0),
        participant,
    };
    Ok(people.into_iter().map(line).collect())
}

fn counts(reader: &Reader<'_>, sql: &str) -> Result<HashMap<Id, i64>> {
    reader.query(sql, &[])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
