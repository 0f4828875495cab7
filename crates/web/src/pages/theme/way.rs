//! The way a theme took: where it stands, since when, and where it stood before.

use std::collections::HashMap;

use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::theme::{Area, Placement, Round};

use crate::words::day;

/// All placements of all themes, with what is said of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ways {
    placements: HashMap<Id, Vec<Placement>>,
    rounds: HashMap<Id, String>,
}

impl Ways {
    /// Reads them.
    pub(crate) fn read(reader: &Reader<'_>, rounds: &[Round]) -> Result<Self> {
        let mut placements: HashMap<Id, Vec<Placement>> = HashMap::new();
        for placement in reader.list::<Placement>("ORDER BY theme, number", &[])? {
            placements.entry(placement.theme).or_default().push(placement);
        }
        let rounds = rounds.iter().map(|round| (round.id, round.name.clone())).collect();
        Ok(Self { placements, rounds })
    }

    /// Where a theme was placed, first to last.
    pub(crate) fn of(&self, theme: Id) -> &[Placement] {
        self.placements.get(&theme).map_or(&[], Vec::as_slice)
    }

    /// When it was placed: the round, or else the day.
    pub(crate) fn when(&self, placement: &Placement) -> String {
        let round = placement.round.and_then(|round| self.rounds.get(&round));
        round.cloned().unwrap_or_else(|| moment_day(placement.at))
    }

    /// How many themes were placed in a round.
    pub(crate) fn placed_in(&self, round: Id) -> i64 {
        let all = self.placements.values().flatten();
        all.filter(|placement| placement.round == Some(round)).count() as i64
    }

    /// `from Focus, Month 3`; `unmoved since Month 1`.
    pub(crate) fn moved(&self, theme: Id) -> String {
        let way = self.of(theme);
        let Some(last) = way.last() else { return "not placed yet".to_owned() };
        let same = way.iter().rev().take_while(|one| one.area == last.area).count();
        let (before, here) = way.split_at(way.len() - same);
        let since = here.first().map(|first| self.when(first)).unwrap_or_default();
        match before.last() {
            Some(before) => format!("from {}, {since}", before.area.label()),
            None if last.area == Area::Unplaced => "not placed yet".to_owned(),
            None => format!("unmoved since {since}"),
        }
    }

    /// The whole of it, for whoever is about to move it.
    pub(crate) fn stands(&self, theme: Id) -> String {
        let Some(last) = self.of(theme).last() else {
            return "It has not been placed yet.".to_owned();
        };
        let (area, when) = (last.area.label(), self.when(last));
        match last.reason.as_str() {
            "" => format!("It stands in {area} since {when}."),
            reason => format!("It stands in {area} since {when}: “{reason}”"),
        }
    }
}

/// The day of an epoch moment, as people write it.
pub(crate) fn moment_day(at: i64) -> String {
    day(&trefoil_core::clock::moment(at))
}
