//! Waves: the times at which everybody is asked again, because consent is a process.

use std::collections::HashSet;

use askama::Template;
use trefoil_core::bind;
use trefoil_core::care::consent::{self, Gap, Wave};
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// The page.
#[derive(Template)]
#[template(path = "care/waves.html")]
struct WavesPage {
    frame: Frame,
    waves: Vec<Line>,
}

/// A wave as shown.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) wave: Wave,
    /// Whether it is the one under way.
    pub(super) under_way: bool,
    /// How many people answered something at it.
    pub(super) asked: i64,
    /// Who has not answered at it, while it is under way; who has left is not among them.
    pub(super) waiting: Vec<Participant>,
}

/// Shows the waves.
pub(super) async fn show(desk: Desk) -> Answer {
    let today = desk.today();
    let read = desk.look(Station::Care, "Waves", move |reader| lines(reader, &today));
    let (frame, waves) = read.await?;
    desk.page(&WavesPage { frame, waves })
}

/// All waves with who was asked at each.
pub(super) fn lines(reader: &Reader<'_>, today: &str) -> Result<Vec<Line>> {
    let under_way = consent::under_way(reader, today)?.map(|wave| wave.id);
    let missing = consent::missing(reader, today)?.into_iter();
    let waiting: HashSet<Id> = missing
        .filter(|one| one.gap == Gap::NotAskedAgain)
        .filter_map(|one| one.participant)
        .collect();
    let mut people = participant::list(reader)?;
    people.retain(|one| waiting.contains(&one.id));
    let mut lines = Vec::new();
    for wave in consent::waves(reader)? {
        let sql = "SELECT COUNT(DISTINCT participant) FROM consent WHERE wave = $1";
        let is_under_way = under_way == Some(wave.id);
        lines.push(Line {
            under_way: is_under_way,
            asked: reader.number(sql, bind![&*wave.name])?,
            waiting: if is_under_way { people.clone() } else { Vec::new() },
            wave,
        });
    }
    Ok(lines)
}
