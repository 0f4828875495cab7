//! Lists of themes: each with where it stands and how much it gathers, and the way it took.

use std::collections::HashMap;

use serde::Serialize;

use super::{Area, Placed, Placement, Theme, in_order};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// A theme as listed: with where it stands and how much it gathers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// The theme.
    #[serde(flatten)]
    pub theme: Theme,
    /// Where it stands.
    pub area: Area,
    /// The placement in force; none when it was never placed.
    pub placement: Option<Placement>,
    /// How many codes it gathers, not counting codes beneath them.
    pub codes: i64,
    /// How many passages it gathers, by themselves or through codes, each once.
    pub passages: i64,
    /// How many codings its codes and the codes beneath them have.
    pub codings: i64,
}

/// All themes, in their own order.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Listed>> {
    let mut counts: HashMap<Id, (i64, i64, i64)> = HashMap::new();
    for row in reader.query(include_str!("list.sql"), &[])? {
        counts.insert(row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?));
    }
    let listed = in_order(reader)?.into_iter().zip(board(reader)?);
    let listed = listed.map(|(theme, Placed { area, placement, .. })| {
        let (codes, passages, codings) = counts.remove(&theme.id).unwrap_or_default();
        Listed { theme, area, placement, codes, passages, codings }
    });
    Ok(listed.collect())
}

/// Where every theme stands now, in their own order; nothing is counted, so it is quick.
pub fn board(reader: &Reader<'_>) -> Result<Vec<Placed>> {
    let last = "WHERE number = (SELECT MAX(o.number) FROM placement o \
                WHERE o.theme = placement.theme)";
    let placements: Vec<Placement> = reader.list(last, &[])?;
    let mut current: HashMap<Id, Placement> =
        placements.into_iter().map(|placement| (placement.theme, placement)).collect();
    let themes = in_order(reader)?.into_iter();
    Ok(themes.map(|theme| Placed::new(theme.id, current.remove(&theme.id))).collect())
}

/// Where a theme was placed, first to last; the last is in force.
pub fn placements(reader: &Reader<'_>, theme: Id) -> Result<Vec<Placement>> {
    reader.list("WHERE theme = $1 ORDER BY number", bind![theme])
}
