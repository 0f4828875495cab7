//! Everyone who is in the study.

use std::collections::HashMap;

use askama::Template;
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::corpus::source::{self, Listed};
use trefoil_core::id::Id;

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
    let read = desk.look(Station::Corpus, "Participants", |reader| {
        Ok((participant::list(reader)?, source::list(reader)?))
    });
    let (frame, (people, sources)) = read.await?;
    desk.page(&ListPage { frame, lines: lines(people, &sources) })
}

fn lines(people: Vec<Participant>, sources: &[Listed]) -> Vec<Line> {
    let mut counts: HashMap<Id, (i64, i64)> = HashMap::new();
    for listed in sources {
        for one in &listed.participants {
            let (sources, passages) = counts.entry(one.id).or_default();
            (*sources, *passages) = (*sources + 1, *passages + listed.passages);
        }
    }
    let line = |participant: Participant| {
        let (sources, passages) = counts.get(&participant.id).copied().unwrap_or_default();
        Line { participant, sources, passages }
    };
    people.into_iter().map(line).collect()
}
