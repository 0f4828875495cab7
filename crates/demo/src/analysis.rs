//! What the researcher of the demo wrote: the shape of `study/analysis.json`.
//!
//! Passages are named by their source and their words, codes by slugs, themes by their labels
//! (`T6`), conditions by their keys in the template (`C7`).

use std::collections::BTreeMap;

use serde::Deserialize;
use trefoil_core::care::retention::{Class, RetentionAction};
use trefoil_core::care::{Answer, DataType, Use};
use trefoil_core::condition::{Bearing, Standing};
use trefoil_core::sentence::Section;
use trefoil_core::theme::Area;

/// The whole of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Analysis {
    pub(crate) study: About,
    pub(crate) participants: Vec<Person>,
    pub(crate) care: Care,
    pub(crate) codes: Vec<Group>,
    #[serde(default)]
    pub(crate) second_codings: Vec<SecondCoding>,
    pub(crate) themes: Vec<Theme>,
    pub(crate) rounds: Vec<Round>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) actions: Vec<Action>,
    pub(crate) memos: Vec<Memo>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) record: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct About {
    pub(crate) title: String,
    pub(crate) question: String,
    pub(crate) setting: String,
    pub(crate) approach: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) note: String,
    pub(crate) started_on: String,
}

/// What was agreed to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Care {
    pub(crate) policy: Policy,
    pub(crate) waves: Vec<Wave>,
    pub(crate) answers: Vec<Answered>,
    pub(crate) retention: Vec<Kept>,
    /// What was looked at in words that are quoted, and points at nobody.
    pub(crate) kept: Vec<Quote>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    pub(crate) controller: String,
    pub(crate) contact: String,
    pub(crate) lawful_basis: String,
    pub(crate) art9_condition: String,
    pub(crate) notice_version: String,
    pub(crate) lock_on: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wave {
    pub(crate) name: String,
    pub(crate) begins_on: String,
    #[serde(default)]
    pub(crate) note: String,
}

/// One answer of some of the five to some questions, in the order of their days.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answered {
    pub(crate) on: String,
    pub(crate) who: Vec<String>,
    pub(crate) data_types: Vec<DataType>,
    pub(crate) purposes: Vec<Use>,
    pub(crate) answer: Answer,
    #[serde(default)]
    pub(crate) version: String,
    #[serde(default)]
    pub(crate) route: String,
    #[serde(default)]
    pub(crate) witness: String,
    #[serde(default)]
    pub(crate) wave: String,
}

/// How long a class of data is kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    pub(crate) class: Class,
    pub(crate) basis: String,
    pub(crate) period: String,
    pub(crate) review_on: String,
    pub(crate) action: RetentionAction,
    #[serde(default)]
    pub(crate) note: String,
}

/// A code that only holds others.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) definition: String,
    pub(crate) codes: Vec<Code>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    pub(crate) slug: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) definition: String,
    #[serde(default)]
    pub(crate) include: String,
    #[serde(default)]
    pub(crate) exclude: String,
    #[serde(default)]
    pub(crate) example: String,
}

/// A passage by its source and its words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quote {
    pub(crate) source: String,
    pub(crate) text: String,
}

/// One more code on a passage that has one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecondCoding {
    pub(crate) source: String,
    pub(crate) text: String,
    pub(crate) slug: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Theme {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) idea: String,
    #[serde(default)]
    pub(crate) rivals: String,
    pub(crate) slugs: Vec<String>,
    pub(crate) placements: Vec<Placement>,
    #[serde(default)]
    pub(crate) quotes: Vec<Quote>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Placement {
    pub(crate) round: i64,
    pub(crate) area: Area,
    #[serde(default)]
    pub(crate) reason: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Round {
    pub(crate) number: i64,
    pub(crate) name: String,
    pub(crate) held_on: String,
    #[serde(default)]
    pub(crate) note: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Condition {
    pub(crate) key: String,
    #[serde(default)]
    pub(crate) owner: Option<String>,
    #[serde(default)]
    pub(crate) review_due: Option<String>,
    #[serde(default)]
    pub(crate) marks: Vec<Mark>,
    #[serde(default)]
    pub(crate) seen: Vec<Seen>,
    #[serde(default)]
    pub(crate) evidence: Vec<Evidence>,
    #[serde(default)]
    pub(crate) themes: Vec<Bears>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mark {
    pub(crate) state: Standing,
    #[serde(default)]
    pub(crate) reason: String,
    /// The day on which it was made; with the others at the end when it does not say.
    #[serde(default)]
    pub(crate) date: Option<String>,
}

/// An indicator, counted from 1, and the day on which it was seen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seen {
    pub(crate) indicator: usize,
    pub(crate) on: String,
}

/// Something outside the corpus (`text` alone) or a passage (`source` and `text`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evidence {
    #[serde(default)]
    pub(crate) source: Option<String>,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) date: Option<String>,
    #[serde(default)]
    pub(crate) indicator: Option<usize>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bears {
    pub(crate) theme: String,
    pub(crate) bearing: Bearing,
    #[serde(default)]
    pub(crate) note: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Action {
    #[serde(default)]
    pub(crate) theme: Option<String>,
    #[serde(default)]
    pub(crate) condition: Option<String>,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) owner: String,
    #[serde(default)]
    pub(crate) due: Option<String>,
    #[serde(default)]
    pub(crate) done: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Memo {
    pub(crate) on: On,
    #[serde(default)]
    pub(crate) title: String,
    pub(crate) text: String,
    /// The day on which it was written; while reading its source, or at the end, when it does not
    /// say.
    #[serde(default)]
    pub(crate) date: Option<String>,
}

/// What a memo is about.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum On {
    /// `journal`, `theme T6`, `source P3 voice note week 6`, `code which-hat`, `condition C4`.
    Named(String),
    /// A passage.
    Passage(Quote),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sentence {
    pub(crate) section: Section,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) cites: Vec<Cite>,
}

/// One thing that a sentence rests on.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Cite {
    /// A theme.
    Theme { theme: String },
    /// A condition.
    Condition { condition: String },
    /// A passage.
    Passage(Quote),
}
