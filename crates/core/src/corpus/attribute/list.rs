//! Attributes as listed, and what is known of somebody or something.

use std::collections::HashMap;

use serde::Serialize;

use super::{Attribute, AttributeKind, AttributeNoun, AttributeValue};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// An attribute as listed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// The attribute.
    #[serde(flatten)]
    pub attribute: Attribute,
    /// How many participants or sources have a value of it.
    pub values: i64,
}

/// A value as it is known of one participant or source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Known {
    /// The attribute.
    pub attribute: Id,
    /// What it is called.
    pub name: String,
    /// What its values are.
    pub kind: AttributeKind,
    /// The value.
    pub value: String,
}

/// All attributes: those of participants before those of sources, each in their own order.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Listed>> {
    let mut counts: HashMap<Id, i64> = HashMap::new();
    let sql = "SELECT attribute, COUNT(*) FROM attribute_value GROUP BY attribute";
    for row in reader.query(sql, &[])? {
        counts.insert(row.get(0)?, row.get(1)?);
    }
    let mut listed = Vec::new();
    for noun in AttributeNoun::ALL {
        listed.extend(super::in_order(reader, *noun)?.into_iter().map(|attribute| Listed {
            values: counts.get(&attribute.id).copied().unwrap_or(0),
            attribute,
        }));
    }
    Ok(listed)
}

/// All values of an attribute that may be seen.
pub fn values(reader: &Reader<'_>, attribute: Id) -> Result<Vec<AttributeValue>> {
    reader.list("WHERE attribute = $1 ORDER BY id", bind![attribute])
}

/// What is known of a participant or of a source, and may be seen, in the order of the attributes.
pub fn of(reader: &Reader<'_>, whose: Id) -> Result<Vec<Known>> {
    let sql = "SELECT a.id, a.name, a.kind, v.value FROM attribute_value v \
               JOIN attribute a ON a.id = v.attribute \
               WHERE v.participant = $1 OR v.source = $1 ORDER BY a.position, a.id";
    reader
        .query(sql, bind![whose])?
        .iter()
        .map(|row| {
            Ok(Known {
                attribute: row.get(0)?,
                name: row.get(1)?,
                kind: row.get(2)?,
                value: row.get(3)?,
            })
        })
        .collect()
}

/// Values that are of nobody or of two, of another noun than their attribute, or not as its kind
/// is written: each by its id, with what is wrong.
pub(crate) fn unreadable(reader: &Reader<'_>) -> Result<Vec<(Id, &'static str)>> {
    let sql = "SELECT v.id, v.participant, v.source, v.value, a.noun, a.kind \
               FROM attribute_value v JOIN attribute a ON a.id = v.attribute ORDER BY v.id";
    let mut wrong = Vec::new();
    for row in reader.query(sql, &[])? {
        let (participant, source): (Option<Id>, Option<Id>) = (row.get(1)?, row.get(2)?);
        let (value, noun, kind): (String, AttributeNoun, AttributeKind) =
            (row.get(3)?, row.get(4)?, row.get(5)?);
        let is_whole = match noun {
            AttributeNoun::Participant => participant.is_some() && source.is_none(),
            AttributeNoun::Source => source.is_some() && participant.is_none(),
        };
        if !is_whole {
            wrong.push((row.get(0)?, "It is not of exactly one of what its attribute is of."));
        }
        if kind.read(&value).as_ref() != Some(&value) {
            wrong.push((row.get(0)?, "It is not written as its attribute's kind is."));
        }
    }
    Ok(wrong)
}
