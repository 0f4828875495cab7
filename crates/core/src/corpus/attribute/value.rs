//! Saying what is known of a participant or a source, one by one or many at once.
//!
//! Values never stand in the history. Nothing is said of a closed source, nor of somebody who
//! refused everything.

use std::collections::{BTreeSet, HashMap};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::kind::checked;
use super::{Attribute, AttributeNoun, AttributeValue};
use crate::bind;
use crate::care::consent::{self, Medium};
use crate::corpus::participant::Participant;
use crate::corpus::source::Source;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};
use crate::theme::counted;

/// Sets what is known of a participant or of a source, or clears it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeValueSet {
    /// Which attribute.
    pub attribute: Id,
    /// Of whom, where it is an attribute of participants.
    #[serde(default)]
    pub participant: Option<Id>,
    /// Of what, where it is an attribute of sources.
    #[serde(default)]
    pub source: Option<Id>,
    /// The value, as its kind is written: `12.5`, `2026-01-31`, `yes`; none clears it.
    #[serde(default)]
    pub value: Option<String>,
}

impl Operation for AttributeValueSet {
    const NAME: &'static str = "attribute.value";
    const SUMMARY: &'static str = "Sets or clears what is known of a participant or a source";
    type Outcome = ();

    fn describe(&self) -> Json {
        // What is known of somebody is not for the history.
        serde_json::json!({
            "attribute": self.attribute, "participant": self.participant, "source": self.source,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let attribute: Attribute = change.get(self.attribute)?;
        let whose = Whose::named(&attribute, self.participant, self.source)?;
        let called = whose.called(change)?;
        refuse_closed(change, whose)?;
        let value = checked(attribute.kind, &attribute.name, self.value.as_deref())?;
        change.say(match &value {
            Some(_) => format!("Set “{}” of {called}", attribute.name),
            None => format!("Cleared “{}” of {called}", attribute.name),
        });
        put(change, &attribute, whose, value).map(|_| ())
    }
}

/// Sets what is known of many participants or sources at once: all of it or nothing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeValuesSet {
    /// The values; a later one of the same attribute and the same participant or source counts.
    pub values: Vec<NewValue>,
}

/// One of many values.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewValue {
    /// Which attribute.
    pub attribute: Id,
    /// Of whom, where it is an attribute of participants.
    #[serde(default)]
    pub participant: Option<Id>,
    /// Of what, where it is an attribute of sources.
    #[serde(default)]
    pub source: Option<Id>,
    /// The value, as its kind is written; none clears it.
    #[serde(default)]
    pub value: Option<String>,
}

impl Operation for AttributeValuesSet {
    const NAME: &'static str = "attribute.values";
    const SUMMARY: &'static str = "Sets what is known of many participants or sources";
    /// How many values are others than before.
    type Outcome = usize;

    fn describe(&self) -> Json {
        let attributes: BTreeSet<Id> = self.values.iter().map(|one| one.attribute).collect();
        serde_json::json!({ "attributes": attributes, "values": self.values.len() })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        if self.values.is_empty() {
            return Err(Error::invalid("Say which values shall be set: there are none."));
        }
        let mut attributes: HashMap<Id, Attribute> = HashMap::new();
        let mut open: BTreeSet<Whose> = BTreeSet::new();
        let mut changed = 0;
        for one in &self.values {
            let attribute = match attributes.get(&one.attribute) {
                Some(known) => known.clone(),
                None => change.get(one.attribute)?,
            };
            let whose = Whose::named(&attribute, one.participant, one.source)?;
            if open.insert(whose) {
                whose.called(change)?;
                refuse_closed(change, whose)?;
            }
            let value = checked(attribute.kind, &attribute.name, one.value.as_deref());
            let value = match value {
                Ok(value) => value,
                Err(error) => return Err(named(&error, &whose.called(change)?)),
            };
            changed += usize::from(put(change, &attribute, whose, value)?);
            attributes.insert(attribute.id, attribute);
        }
        change.say(format!(
            "Set {} of {}",
            counted(self.values.len(), "value"),
            counted(attributes.len(), "attribute")
        ));
        Ok(changed)
    }
}

/// An error that says of whom a value was to be.
fn named(error: &Error, called: &str) -> Error {
    let told = Error::new(error.kind(), format!("Of {called}: {error}"));
    match error.hint_text() {
        Some(hint) => told.hint(hint),
        None => told,
    }
}

/// Of whom or what a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whose {
    Participant(Id),
    Source(Id),
}

impl Whose {
    /// Checks that what was named is what the attribute is of.
    fn named(attribute: &Attribute, participant: Option<Id>, source: Option<Id>) -> Result<Self> {
        match (attribute.noun, participant, source) {
            (AttributeNoun::Participant, Some(id), None) => Ok(Self::Participant(id)),
            (AttributeNoun::Source, None, Some(id)) => Ok(Self::Source(id)),
            (noun, _, _) => Err(Error::invalid(format!(
                "“{}” is an attribute of {noun}s: name one {noun}, and nothing else. Nothing was \
                 changed.",
                attribute.name
            ))),
        }
    }

    /// Of whom or what a value of the study is.
    pub(super) fn of(row: &AttributeValue) -> Result<Self> {
        let participant = row.participant.map(Self::Participant);
        let source = row.source.map(Self::Source);
        participant.or(source).ok_or_else(|| {
            Error::damaged(format!("The value {} is of nobody and of nothing.", row.id))
        })
    }

    /// What people call them.
    pub(super) fn called(self, change: &Change<'_>) -> Result<String> {
        Ok(match self {
            Self::Participant(id) => change.get::<Participant>(id)?.name,
            Self::Source(id) => format!("“{}”", change.get::<Source>(id)?.name),
        })
    }
}

/// Refuses to look at, or to say, anything of somebody or something that is closed.
pub(super) fn refuse_closed(change: &Change<'_>, whose: Whose) -> Result<()> {
    match whose {
        Whose::Participant(id) => consent::refuse_closed_participant(change, id),
        Whose::Source(id) => consent::refuse_closed(change, id, Medium::Text),
    }
}

/// Puts a value in the place of the one before; answers whether anything changed.
fn put(
    change: &mut Change<'_>,
    attribute: &Attribute,
    whose: Whose,
    value: Option<String>,
) -> Result<bool> {
    let (column, id) = match whose {
        Whose::Participant(id) => ("participant", id),
        Whose::Source(id) => ("source", id),
    };
    let clause = format!("WHERE attribute = $1 AND {column} = $2");
    let known: Option<AttributeValue> = change.list(&clause, bind![attribute.id, id])?.pop();
    match (known, value) {
        (None, None) => Ok(false),
        (Some(known), None) => change.remove::<AttributeValue>(known.id).map(|()| true),
        (Some(known), Some(value)) if known.value == value => Ok(false),
        (Some(known), Some(value)) => {
            change.update(&AttributeValue { value, ..known }).map(|()| true)
        }
        (None, Some(value)) => {
            let (participant, source) = match whose {
                Whose::Participant(id) => (Some(id), None),
                Whose::Source(id) => (None, Some(id)),
            };
            let id = change.new_id();
            let row = AttributeValue { id, attribute: attribute.id, participant, source, value };
            change.insert(&row).map(|()| true)
        }
    }
}
