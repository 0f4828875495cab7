//! Changing what an attribute is called, means or holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::value::{self, Whose};
use super::{Attribute, AttributeKind, AttributeValue, name};
use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation, set};

/// Changes an attribute; absent fields stay. Its kind changes only when every value that there is
/// can be read as one of the new kind.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeSet {
    /// Which attribute.
    pub attribute: Id,
    /// The new name.
    #[serde(default)]
    pub name: Option<String>,
    /// What is meant by it.
    #[serde(default)]
    pub note: Option<String>,
    /// What its values are.
    #[serde(default)]
    pub kind: Option<AttributeKind>,
}

impl Operation for AttributeSet {
    const NAME: &'static str = "attribute.set";
    const SUMMARY: &'static str = "Changes an attribute";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "attribute": self.attribute, "name": self.name, "kind": self.kind })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut attribute: Attribute = change.get(self.attribute)?;
        if let Some(text) = self.name {
            attribute.name = name(change, attribute.noun, &text, Some(attribute.id))?;
        }
        set(&mut attribute.note, self.note.map(|note| note.trim().to_owned()));
        if let Some(kind) = self.kind.filter(|kind| *kind != attribute.kind) {
            read_again(change, &attribute, kind)?;
            attribute.kind = kind;
        }
        change.say(format!("Changed the attribute “{}”", attribute.name));
        change.update(&attribute)
    }
}

/// Writes every value as another kind does.
fn read_again(change: &mut Change<'_>, attribute: &Attribute, kind: AttributeKind) -> Result<()> {
    let rows: Vec<AttributeValue> =
        change.list("WHERE attribute = $1 ORDER BY id", bind![attribute.id])?;
    for mut row in rows {
        let Some(read) = kind.read(&row.value) else {
            return Err(refused(change, attribute, &row, kind)?);
        };
        if read != row.value {
            row.value = read;
            change.update(&row)?;
        }
    }
    Ok(())
}

/// Says whose value is in the way, and what it is unless it may not be looked at.
fn refused(
    change: &Change<'_>,
    attribute: &Attribute,
    row: &AttributeValue,
    kind: AttributeKind,
) -> Result<Error> {
    let whose = Whose::of(row)?;
    let called = whose.called(change)?;
    let what = match value::refuse_closed(change, whose) {
        Ok(()) => format!(", “{}”,", row.value),
        Err(_) => String::new(),
    };
    Ok(Error::conflict(format!(
        "The value of “{}” for {called}{what} cannot be read as {}. Nothing was changed.",
        attribute.name,
        kind.one()
    ))
    .hint("Change or clear that value first, or add another attribute of this kind."))
}
