//! The report's sentences: rows that each cite the themes, passages and conditions they rest on.
//!
//! A [`Sentence`] stands in a [`Section`] and rests on what its [`SentenceCitation`]s name, so
//! that every claim of the report leads back to words in the corpus. `add.rs`, `set.rs`,
//! `cite.rs`, `arrange.rs` (move) and `remove.rs` hold the operations; `list.rs` lists sentences
//! with what they cite, and `support.rs` finds those that claim something and rest on nothing.

mod add;
mod arrange;
mod cite;
mod list;
mod remove;
mod set;
mod support;

pub use add::SentenceAdd;
pub use arrange::SentenceMove;
pub(crate) use cite::drop_citations;
pub use cite::{Cites, SentenceCite, SentenceUncite};
pub use list::{Cited, citing, list};
pub use remove::SentenceRemove;
pub use set::SentenceSet;
pub use support::{Unsupported, unsupported};

use serde::Serialize;

use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader};
use crate::study::Change;

crate::words! {
    /// Where in the report a sentence stands.
    pub enum Section, "a section of the report" {
        /// What the report comes to.
        Summary = "summary",
        /// Where, with whom and how the study was done.
        Method = "method",
        /// What was found.
        Findings = "findings",
        /// What the model of conditions says.
        Conditions = "conditions",
        /// What should be done.
        Recommendations = "recommendations",
        /// What the study cannot say.
        Limits = "limits",
    }
}

impl Section {
    /// The heading as shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Method => "Method",
            Self::Findings => "Findings",
            Self::Conditions => "Conditions",
            Self::Recommendations => "Recommendations",
            Self::Limits => "Limits",
        }
    }

    /// Whether its sentences claim something that must rest on the corpus.
    pub fn needs_support(self) -> bool {
        match self {
            Self::Summary | Self::Findings | Self::Conditions | Self::Recommendations => true,
            Self::Method | Self::Limits => false,
        }
    }
}

crate::record! {
    /// One sentence, or one short paragraph, of the report.
    pub struct Sentence in "sentence", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// Where it stands.
        section: Section,
        /// Its place in that section.
        position: i64,
        /// What it says.
        text: String,
    }
}

crate::record! {
    /// What a sentence rests on: one theme, one passage or one condition.
    pub struct SentenceCitation in "sentence_citation", filed Filing::Through("passage"); {
        /// Its id.
        id: Id,
        /// The sentence.
        sentence: Id => "sentence",
        /// The theme.
        theme: Option<Id> => "theme",
        /// The passage.
        passage: Option<Id> => "passage",
        /// The condition.
        condition: Option<Id> => "condition",
        /// Its place among the citations of that sentence.
        position: i64,
    }
}

/// One thing that a sentence can rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// A theme.
    Theme(Id),
    /// A passage.
    Passage(Id),
    /// A condition.
    Condition(Id),
}

impl Support {
    /// The noun, which is also the column of a citation.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Theme(_) => "theme",
            Self::Passage(_) => "passage",
            Self::Condition(_) => "condition",
        }
    }

    /// The id.
    pub fn id(self) -> Id {
        match self {
            Self::Theme(id) | Self::Passage(id) | Self::Condition(id) => id,
        }
    }
}

impl SentenceCitation {
    /// What it names.
    pub fn support(&self) -> Option<Support> {
        self.theme
            .map(Support::Theme)
            .or(self.passage.map(Support::Passage))
            .or(self.condition.map(Support::Condition))
    }
}

/// The sentences of a section, in order.
fn in_section(reader: &Reader<'_>, section: Section) -> Result<Vec<Sentence>> {
    reader.list("WHERE section = $1 ORDER BY position, id", bind![section])
}

/// Numbers the sentences of one section from 1 again, in the order given.
fn number(change: &mut Change<'_>, sentences: Vec<Sentence>) -> Result<()> {
    for (mut sentence, position) in sentences.into_iter().zip(1..) {
        sentence.position = position;
        change.update(&sentence)?;
    }
    Ok(())
}

/// Checks a sentence's words.
fn words(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid("A sentence needs words.")
            .hint("To take a sentence out of the report, remove it."));
    }
    Ok(text.to_owned())
}
