//! Themes with their placements, and rounds, as they stand in the document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::link::Joint;
use super::noun::{Noun, noun, single_rows};
use super::rows::Rows;
use crate::error::Result;
use crate::id::Id;
use crate::theme::{self, Area, ThemeCode, ThemePassage};

/// A theme.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Theme {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) position: i64,
    #[serde(default)]
    pub(super) idea: String,
    /// The area of the last placement.
    pub(super) area: Option<Area>,
    /// Told for readers, and not read back: the reason of the last placement.
    #[serde(skip_deserializing)]
    pub(super) rationale: Option<String>,
    #[serde(default)]
    pub(super) rivals: String,
    #[serde(default)]
    pub(super) codes: Vec<Id>,
    #[serde(default)]
    pub(super) passages: Vec<Id>,
    /// Those of the passages that were chosen as quotes.
    #[serde(default)]
    pub(super) quotes: Vec<Id>,
    #[serde(default)]
    pub(super) placements: Vec<Placement>,
    pub(super) created_at: i64,
    pub(super) created_by: Id,
}

noun! {
    /// Where a theme was placed, and why.
    Placement of theme::Placement, under theme; {
        id: Id,
        number: i64,
        round: Option<Id>,
        area: Area,
        #[serde(default)]
        reason: String,
        at: i64,
        person: Id,
    }
}

noun! {
    /// A round.
    Round of theme::Round; {
        id: Id,
        name: String,
        position: i64,
        held_on: Option<String>,
        #[serde(default)]
        note: String,
    }
}

single_rows!(Round);

impl Noun for Theme {
    fn rows(&self, rows: &mut Rows) -> Result<()> {
        rows.push(theme::Theme {
            id: self.id,
            position: self.position,
            name: self.name.clone(),
            idea: self.idea.clone(),
            rivals: self.rivals.clone(),
            created_at: self.created_at,
            created_by: self.created_by,
        });
        for code in &self.codes {
            let id = rows.link(Joint::ThemeCode, self.id, *code);
            rows.push(ThemeCode { id, theme: self.id, code: *code });
        }
        for passage in &self.passages {
            let id = rows.link(Joint::ThemePassage, self.id, *passage);
            let quoted = self.quotes.contains(passage);
            rows.push(ThemePassage { id, theme: self.id, passage: *passage, quoted });
        }
        if self.quotes.iter().any(|quote| !self.passages.contains(quote)) {
            return Err(rows.spot().wrong("one of its `quotes` is not one of its `passages`"));
        }
        for placement in &self.placements {
            rows.push(placement.clone().row(self.id));
        }
        let last = self.placements.iter().max_by_key(|placement| placement.number);
        let placed = last.map_or(Area::Unplaced, |placement| placement.area);
        match self.area {
            Some(area) if area != placed => Err(rows.spot().wrong(format_args!(
                "`area` says {area}, but by its last placement it is {placed}"
            ))),
            _ => Ok(()),
        }
    }
}
