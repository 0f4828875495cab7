//! Themes as a report tells them: the claim, where it is placed and why, and what it rests on.
//!
//! A quote is a passage whose speaker agreed to be quoted; its label, source and time may each be
//! missing, because some readers may not see them. Counts say how much there is and from where, and
//! are never sorted by size.

use serde::Serialize;

use super::prose::anchor;
use super::{Action, Area};
use crate::care::quote::Cleared;

/// A theme: a claim with a central idea, and what it gathers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// Names the theme in a trace.
    pub id: String,
    /// What a reader sees beside it: "T7".
    pub label: String,
    /// The name.
    pub name: String,
    /// The central organising idea.
    pub idea: Option<String>,
    /// Where it is placed now.
    pub area: Area,
    /// Why, when and in which round it was placed there.
    pub placement: Option<Placement>,
    /// Where it was placed in earlier rounds, oldest first.
    pub earlier: Vec<Placement>,
    /// The names of the codes it gathers.
    pub codes: Vec<String>,
    /// How much it rests on.
    pub counts: Counts,
    /// The quotes chosen for the report.
    pub quotes: Vec<Quote>,
    /// Whether the program picked the quotes, because nobody has chosen any.
    pub sampled: bool,
    /// What someone will do about it.
    pub actions: Vec<Action>,
}

/// One decision to place a theme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Placement {
    /// The area chosen.
    pub area: Area,
    /// The reason written down.
    pub reason: Option<String>,
    /// The round it was made in: "Round 3".
    pub round: Option<String>,
    /// The day it was made.
    pub date: Option<String>,
}

/// How many passages a theme gathers, and where they come from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All passages.
    pub passages: u64,
    /// Passages by stream, named in the singular: ("voice note", 11).
    pub by_stream: Vec<Count>,
    /// Passages by participant; empty when the reader may not see them.
    pub by_participant: Vec<Count>,
    /// The first and last week in which it was heard.
    pub weeks: Option<Weeks>,
    /// Passages by week since the start, for weeks that have any; may be left empty.
    pub by_week: Vec<(i64, u64)>,
}

/// A number of things of one name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// What is counted.
    pub name: String,
    /// How many.
    pub count: u64,
}

/// A range of weeks since the start, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Weeks {
    /// The first week.
    pub first: i64,
    /// The last week.
    pub last: i64,
}

/// A participant's own words, chosen for the report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The id of its passage: what sentences cite and a trace begins at.
    pub id: String,
    /// What a reader sees beside it: "Q13".
    pub label: String,
    /// The words, cleared to be printed.
    pub words: Cleared,
    /// The language of the words, as a tag, when it is not the report's.
    pub language: Option<String>,
    /// The pseudonym of who said them.
    pub speaker: Option<String>,
    /// The kind of source: "voice note".
    pub stream: Option<String>,
    /// The week since the start.
    pub week: Option<i64>,
    /// The name of the source.
    pub source: Option<String>,
    /// The time in the recording: "5:11 to 5:17".
    pub time: Option<String>,
    /// What `trefoil trace` is given to walk the chain.
    pub trace: Option<String>,
}

impl Theme {
    /// The name of the theme on a page.
    pub fn anchor(&self) -> String {
        anchor("theme", &self.id)
    }
}

impl Quote {
    /// The name of the quote on a page.
    pub fn anchor(&self) -> String {
        anchor("quote", &self.id)
    }

    /// Who said it, where and when, as far as the reader may know: "P3", "voice note", "week 6".
    pub fn origin(&self) -> Vec<String> {
        let week = self.week.map(|week| format!("week {week}"));
        [self.speaker.clone(), self.stream.clone(), week].into_iter().flatten().collect()
    }

    /// Whether the reader may know where it comes from.
    pub fn has_origin(&self) -> bool {
        self.source.is_some() || self.time.is_some() || self.trace.is_some()
    }
}

impl std::fmt::Display for Weeks {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first == self.last {
            write!(formatter, "week {}", self.first)
        } else {
            write!(formatter, "weeks {} to {}", self.first, self.last)
        }
    }
}
