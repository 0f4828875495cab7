//! What somebody asks to have erased.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Scope;
use crate::care::DataType;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::span::Span;

crate::words! {
    /// What is done with the words of a source in which others speak as well.
    #[derive(Default)]
    pub enum Shared, "a way with shared sources" {
        /// Only this person's own turns are removed; where nobody knows which those are, nothing
        /// is done until somebody says.
        #[default]
        Turns = "turns",
        /// All words of the source go.
        Whole = "whole",
    }
}

/// What is to be erased, how it was asked for and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// How much.
    pub scope: Scope,
    /// The participant, of a withdrawal.
    #[serde(default)]
    pub participant: Option<Id>,
    /// The types of data, where only some are withdrawn.
    #[serde(default)]
    pub data_types: Vec<DataType>,
    /// The sources, where it is about some; for raw texts and recordings none means all.
    #[serde(default)]
    pub sources: Vec<Id>,
    /// The passage whose words are removed.
    #[serde(default)]
    pub passage: Option<Id>,
    /// Where the words stand in the one source, when nobody marked them.
    #[serde(default)]
    pub span: Option<Span>,
    /// Whether a person says that the recording does not hold the words of the passage.
    #[serde(default)]
    pub keep_recording: bool,
    /// What is done with sources in which others speak as well.
    #[serde(default)]
    pub shared: Shared,
    /// The ISO date on which it was asked for.
    #[serde(default)]
    pub asked_on: Option<String>,
    /// How it was asked for: by telephone, in a letter …
    #[serde(default)]
    pub route: String,
}

impl Wish {
    /// A wish with nothing said but how much.
    pub fn of(scope: Scope) -> Self {
        Self {
            scope,
            participant: None,
            data_types: Vec::new(),
            sources: Vec::new(),
            passage: None,
            span: None,
            keep_recording: false,
            shared: Shared::Turns,
            asked_on: None,
            route: String::new(),
        }
    }

    /// Everything of a participant.
    pub fn all_of(participant: Id) -> Self {
        Self { participant: Some(participant), ..Self::of(Scope::All) }
    }

    /// Some types of a participant's data.
    pub fn types_of(participant: Id, data_types: &[DataType]) -> Self {
        Self {
            participant: Some(participant),
            data_types: data_types.to_vec(),
            ..Self::of(Scope::Types)
        }
    }

    /// The types of data that it is about.
    pub(super) fn types(&self) -> &[DataType] {
        match self.scope {
            Scope::All => DataType::ALL,
            Scope::Types => &self.data_types,
            _ => &[],
        }
    }

    /// Checks that it says what its scope needs, and dates as the calendar writes them.
    pub(super) fn checked(mut self) -> Result<Self> {
        self.asked_on = crate::corpus::participant::day(self.asked_on)?;
        self.route = self.route.trim().into();
        let missing = match self.scope {
            Scope::StopNew | Scope::All | Scope::Types if self.participant.is_none() => {
                "Say whose data are withdrawn."
            }
            Scope::Types if self.data_types.is_empty() => {
                "Say which types of data are withdrawn; everything is the scope `all`."
            }
            Scope::Source if self.sources.is_empty() => "Say which source is to be erased.",
            Scope::Passage
                if self.passage.is_none() && (self.span.is_none() || self.sources.len() != 1) =>
            {
                "Say which passage is to be erased, or a source and where in it the words stand."
            }
            _ => return Ok(self),
        };
        Err(Error::invalid(missing))
    }
}
