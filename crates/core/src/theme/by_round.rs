//! How the board looked at the end of each round.

use std::cmp::Reverse;

use serde::Serialize;

use super::{Area, Placement, Round, Theme, in_order, rounds};
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// The board at the end of a round.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoundEnd {
    /// The round.
    #[serde(flatten)]
    pub round: Round,
    /// All themes, in their own order.
    pub themes: Vec<Placed>,
}

/// Where a theme stands, or stood at the end of a round.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placed {
    /// The theme.
    pub theme: Id,
    /// The area; not yet placed when it has no placement.
    pub area: Area,
    /// The placement in force.
    pub placement: Option<Placement>,
}

impl Placed {
    pub(super) fn new(theme: Id, placement: Option<Placement>) -> Self {
        let area = placement.as_ref().map_or(Area::Unplaced, |placement| placement.area);
        Self { theme, area, placement }
    }
}

/// The area of each theme at the end of each round, first round to last.
///
/// A theme that was not placed in a round stands where it stood before. A placement without a
/// round counts in the first round that ended after it was made; a round ends when the last
/// theme is placed in it.
pub fn by_round(reader: &Reader<'_>) -> Result<Vec<RoundEnd>> {
    let (themes, rounds) = (in_order(reader)?, rounds(reader)?);
    let placements: Vec<Placement> = reader.list("ORDER BY theme, number", &[])?;
    let ends = ends(&rounds, &placements);
    let mut dated: Vec<(usize, Placement)> = placements
        .into_iter()
        .filter_map(|placement| Some((round_of(&placement, &rounds, &ends)?, placement)))
        .collect();
    dated.sort_by_key(|(round, placement)| Reverse((*round, placement.number)));
    let board = |at: usize| themes.iter().map(|theme| placed(theme, at, &dated)).collect();
    let boards: Vec<Vec<Placed>> = (0..rounds.len()).map(board).collect();
    let ended = rounds.into_iter().zip(boards).map(|(round, themes)| RoundEnd { round, themes });
    Ok(ended.collect())
}

/// The last moment at which something was placed in each round or in one before it.
fn ends(rounds: &[Round], placements: &[Placement]) -> Vec<Option<i64>> {
    let mut latest = None;
    let end = |round: &Round| {
        let inside = placements.iter().filter(|placement| placement.round == Some(round.id));
        latest = latest.max(inside.map(|placement| placement.at).max());
        latest
    };
    rounds.iter().map(end).collect()
}

/// The round that a placement counts in; none when it was made after the last one.
fn round_of(placement: &Placement, rounds: &[Round], ends: &[Option<i64>]) -> Option<usize> {
    match placement.round {
        Some(round) => rounds.iter().position(|one| one.id == round),
        None => ends.iter().position(|end| end.is_some_and(|end| placement.at <= end)),
    }
}

/// The first that fits is the latest: `dated` is ordered from the last round to the first.
fn placed(theme: &Theme, at: usize, dated: &[(usize, Placement)]) -> Placed {
    let found = dated.iter().find(|(round, placement)| *round <= at && placement.theme == theme.id);
    Placed::new(theme.id, found.map(|(_, placement)| placement.clone()))
}
