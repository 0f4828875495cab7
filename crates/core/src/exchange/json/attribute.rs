//! Attributes with their values, sets, expectations and rules for names, as they stand in the
//! document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::Document;
use super::link::Joint;
use super::noun::{Noun, noun, single_rows};
use super::rows::{Rows, Spot};
use crate::corpus::attribute::{self, AttributeKind, AttributeNoun};
use crate::corpus::set::{self, SourceSetMember};
use crate::corpus::{expectation, name_rule};
use crate::error::Result;
use crate::id::Id;

/// Something that can be known of every participant, or of every source.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Attribute {
    pub(super) id: Id,
    pub(super) noun: AttributeNoun,
    pub(super) name: String,
    pub(super) kind: AttributeKind,
    #[serde(default)]
    pub(super) note: String,
    pub(super) position: i64,
    #[serde(default)]
    pub(super) values: Vec<Known>,
}

noun! {
    /// What is known of one participant, or of one source.
    Known of attribute::AttributeValue, under attribute; {
        id: Id,
        participant: Option<Id>,
        source: Option<Id>,
        value: String,
    }
}

impl Attribute {
    /// An attribute with its values.
    pub(super) fn of(row: attribute::Attribute, values: Vec<Known>) -> Self {
        Self {
            id: row.id,
            noun: row.noun,
            name: row.name,
            kind: row.kind,
            note: row.note,
            position: row.position,
            values,
        }
    }
}

impl Noun for Attribute {
    fn rows(&self, rows: &mut Rows) -> Result<()> {
        let this = self.clone();
        rows.push(attribute::Attribute {
            id: this.id,
            noun: this.noun,
            name: this.name,
            kind: this.kind,
            note: this.note,
            position: this.position,
        });
        for value in this.values {
            rows.push(value.row(self.id));
        }
        Ok(())
    }
}

/// A named set of sources.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Set {
    pub(super) id: Id,
    pub(super) name: String,
    #[serde(default)]
    pub(super) note: String,
    pub(super) position: i64,
    #[serde(default)]
    pub(super) sources: Vec<Id>,
}

impl Set {
    /// A set with the sources in it.
    pub(super) fn of(row: set::SourceSet, sources: Vec<Id>) -> Self {
        Self { id: row.id, name: row.name, note: row.note, position: row.position, sources }
    }
}

impl Noun for Set {
    fn rows(&self, rows: &mut Rows) -> Result<()> {
        rows.push(set::SourceSet {
            id: self.id,
            name: self.name.clone(),
            note: self.note.clone(),
            position: self.position,
        });
        for source in &self.sources {
            let id = rows.link(Joint::SourceSetMember, self.id, *source);
            rows.push(SourceSetMember { id, source_set: self.id, source: *source });
        }
        Ok(())
    }
}

noun! {
    /// How many sources of a stream are expected each week.
    Expectation of expectation::Expectation; {
        id: Id,
        stream: String,
        participant: Option<Id>,
        first_week: i64,
        last_week: i64,
        count: i64,
    }
}

noun! {
    /// A rule for file names.
    NameRule of name_rule::NameRule; {
        id: Id,
        pattern: String,
        position: i64,
    }
}

single_rows!(Expectation, NameRule);

/// Refuses values that are not of what their attribute is of or not written as its kind is, weeks
/// that cannot be, and what has no name.
pub(super) fn check(document: &Document) -> Result<()> {
    for (attribute, entry) in document.attributes.iter().zip(1..) {
        let spot = Spot { section: "attributes", entry };
        if attribute.name.trim().is_empty() {
            return Err(spot.wrong("an attribute needs a name"));
        }
        for value in &attribute.values {
            check_value(attribute, value, spot)?;
        }
    }
    for (set, entry) in document.sets.iter().zip(1..) {
        if set.name.trim().is_empty() {
            return Err(Spot { section: "sets", entry }.wrong("a set needs a name"));
        }
    }
    for (one, entry) in document.expectations.iter().zip(1..) {
        if expectation::check(&one.clone().row()).is_err() {
            let spot = Spot { section: "expectations", entry };
            return Err(spot.wrong(format_args!(
                "weeks go from 0 to {} at most, the last is not before the first, and at least one \
                 source is expected",
                expectation::LAST_WEEK
            )));
        }
    }
    for (rule, entry) in document.name_rules.iter().zip(1..) {
        if name_rule::pattern(&rule.pattern).is_err() {
            let spot = Spot { section: "name_rules", entry };
            return Err(spot.wrong("its `pattern` is none that a rule for file names can have"));
        }
    }
    Ok(())
}

fn check_value(attribute: &Attribute, value: &Known, spot: Spot) -> Result<()> {
    let (participant, source) = (value.participant.is_some(), value.source.is_some());
    let is_whole = match attribute.noun {
        AttributeNoun::Participant => participant && !source,
        AttributeNoun::Source => source && !participant,
    };
    if !is_whole {
        return Err(spot.wrong(format_args!("each of its `values` names one {}", attribute.noun)));
    }
    if attribute.kind.read(&value.value).as_ref() != Some(&value.value) {
        let (one, written) = (attribute.kind.one(), attribute.kind.written());
        return Err(spot.wrong(format_args!("one of its `values` is not {one}, written {written}")));
    }
    Ok(())
}
