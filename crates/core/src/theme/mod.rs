//! Themes: claims with a central organising idea, made from codes and passages, placed in areas.
//!
//! A [`Theme`] gathers codes ([`ThemeCode`]) and single passages ([`ThemePassage`]). Where it
//! stands, firm up, fine tune, focus or not yet placed, is the last [`Placement`]; earlier ones
//! stay as its history, each with a written reason and, where there was one, its [`Round`].
//! `add.rs`, `set.rs`, `gather.rs`, `quote.rs`, `place.rs`, `arrange.rs` (move), `merge.rs`,
//! `remove.rs` and `round.rs` hold the operations; `list.rs`, `evidence.rs`, `by_round.rs` and
//! `by_source.rs` the questions people ask of themes.

mod add;
mod arrange;
mod by_round;
mod by_source;
mod evidence;
mod gather;
mod list;
mod merge;
mod place;
mod quote;
mod remove;
mod round;
mod set;

pub use add::ThemeAdd;
pub use arrange::ThemeMove;
pub use by_round::{Placed, RoundEnd, by_round};
pub use by_source::{InSource, by_source, of_source};
pub use evidence::{ThemeEvidence, evidence};
pub use gather::{ThemeGather, ThemeRelease};
pub use list::{Listed, board, list, placements};
pub use merge::ThemeMerge;
pub use place::ThemePlace;
pub use quote::ThemeQuote;
pub use remove::ThemeRemove;
pub use round::{RoundAdd, RoundRemove, RoundSet, rounds};
pub use set::ThemeSet;

use crate::coding::{self, Passage};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader};
use crate::study::Change;

crate::words! {
    /// Where a theme is placed.
    #[derive(Default)]
    pub enum Area, "an area" {
        /// Broadly positive: good practice to keep.
        FirmUp = "firm_up",
        /// Needs refinement.
        FineTune = "fine_tune",
        /// Needs concentrated attention.
        Focus = "focus",
        /// Not yet placed.
        #[default]
        Unplaced = "unplaced",
    }
}

impl Area {
    /// The name as shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::FirmUp => "Firm up",
            Self::FineTune => "Fine tune",
            Self::Focus => "Focus",
            Self::Unplaced => "Not yet placed",
        }
    }

    /// What the name stands for.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::FirmUp => "Good practice",
            Self::FineTune => "Needs refinement",
            Self::Focus => "Needs concentrated attention",
            Self::Unplaced => "No area has been chosen",
        }
    }

    /// The name as pages and style sheets spell it.
    pub fn key(self) -> &'static str {
        match self {
            Self::FirmUp => "firm-up",
            Self::FineTune => "fine-tune",
            Self::Focus => "focus",
            Self::Unplaced => "unplaced",
        }
    }
}

crate::record! {
    /// A claim with a central organising idea.
    pub struct Theme in "theme", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// Its place among the themes.
        position: i64,
        /// The name.
        name: String,
        /// The central organising idea.
        idea: String,
        /// Rival explanations that were considered.
        rivals: String,
        /// When it was made, in epoch milliseconds.
        created_at: i64,
        /// Who made it.
        created_by: Id => "person",
    }
}

crate::record! {
    /// A code that a theme gathers.
    pub struct ThemeCode in "theme_code", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The theme.
        theme: Id => "theme",
        /// The code.
        code: Id => "code",
    }
}

crate::record! {
    /// A passage that a theme gathers by itself, or that was chosen as a quote for it.
    pub struct ThemePassage in "theme_passage", filed Filing::Through("passage"); {
        /// Its id.
        id: Id,
        /// The theme.
        theme: Id => "theme",
        /// The passage.
        passage: Id => "passage",
        /// Whether it is a chosen quote for the report.
        quoted: bool,
    }
}

crate::record! {
    /// A dated look at all placements.
    pub struct Round in "round", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// Its place in time among the rounds.
        position: i64,
        /// The name, such as `Month 1`.
        name: String,
        /// The ISO date on which it was held.
        held_on: Option<String>,
        /// A note.
        note: String,
    }
}

crate::record! {
    /// Where a theme was placed, by whom, when and why.
    pub struct Placement in "placement", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The theme.
        theme: Id => "theme",
        /// The round in which it was placed.
        round: Option<Id> => "round",
        /// Counts the theme's placements from 1; the highest is in force.
        number: i64,
        /// The area.
        area: Area,
        /// Why.
        reason: String,
        /// When, in epoch milliseconds.
        at: i64,
        /// Who.
        person: Id => "person",
    }
}

/// All themes, in their own order.
fn in_order(reader: &Reader<'_>) -> Result<Vec<Theme>> {
    reader.list("ORDER BY position, id", &[])
}

/// Numbers the themes from 1 again, in the order given.
fn number(change: &mut Change<'_>, themes: Vec<Theme>) -> Result<()> {
    for (mut theme, position) in themes.into_iter().zip(1..) {
        theme.position = position;
        change.update(&theme)?;
    }
    Ok(())
}

/// Checks a name that no other theme may have.
fn name(reader: &Reader<'_>, name: &str, own: Option<Id>) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid("A theme needs a name."));
    }
    if in_order(reader)?.iter().any(|other| other.name == name && Some(other.id) != own) {
        return Err(Error::conflict(format!("There is already a theme “{name}”."))
            .hint("Choose another name, or merge the two themes."));
    }
    Ok(name.to_owned())
}

/// Lets go of passages that a theme or a sentence held; those that nothing else holds are no longer marked.
pub(crate) fn let_go(change: &mut Change<'_>, passages: &[Id]) -> Result<()> {
    let mut gone = 0;
    for passage in passages {
        coding::drop_if_unheld(change, *passage)?;
        if change.find::<Passage>(*passage)?.is_none() {
            gone += 1;
        }
    }
    match gone {
        0 => {}
        1 => change.notice("1 passage that nothing else holds is no longer marked."),
        more => {
            change.notice(format!("{more} passages that nothing else holds are no longer marked."));
        }
    }
    Ok(())
}

/// A number with its noun: `1 code`, `2 codes`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
