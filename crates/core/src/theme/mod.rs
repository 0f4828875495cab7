//! Themes: claims with a central organising idea, made from codes and passages, placed in areas.
//!
//! A [`Theme`] gathers codes ([`ThemeCode`]) and single passages ([`ThemePassage`]). Where it
//! stands, firm up, fine tune, focus or not yet placed, is the last [`Placement`]; earlier ones
//! stay as its history, each with a written reason and, where there was one, its round.

use crate::id::Id;
use crate::storage::Filing;

crate::words! {
    /// Where a theme is placed.
    pub enum Area, "an area" {
        /// Broadly positive: good practice to keep.
        FirmUp = "firm_up",
        /// Needs refinement.
        FineTune = "fine_tune",
        /// Needs concentrated attention.
        Focus = "focus",
        /// Not yet placed.
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
