//! Filling in the record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{RecordValue, find};
use crate::bind;
use crate::error::{Error, Result};
use crate::study::{Change, Operation};

/// Replaces the values of one field of the record; no values, or empty ones, clear it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordSet {
    /// The field's key, such as `title` or `issue_date`.
    pub field: String,
    /// Its values, in order.
    pub values: Vec<String>,
}

impl Operation for RecordSet {
    const NAME: &'static str = "record.set";
    const SUMMARY: &'static str = "Replaces the values of one field of the record";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "field": self.field })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let field = find(&self.field)?;
        let given = self.values.iter().filter(|value| !value.trim().is_empty());
        let values: Vec<String> = given.map(|value| field.check(value)).collect::<Result<_>>()?;
        if values.len() > 1 && !field.repeatable {
            return Err(Error::invalid(format!(
                "“{}” holds one value, but {} were given. Nothing was changed.",
                field.label,
                values.len()
            )));
        }
        change.say(match values.len() {
            0 => format!("Cleared “{}” in the record", field.label),
            _ => format!("Filled in “{}” in the record", field.label),
        });
        replace(change, field.key, values)
    }
}

/// Rows keep their ids where a value stands in the same place as before.
fn replace(change: &mut Change<'_>, field: &str, values: Vec<String>) -> Result<()> {
    let clause = "WHERE field = $1 ORDER BY position";
    let mut before = change.list::<RecordValue>(clause, bind![field])?.into_iter();
    for (value, position) in values.into_iter().zip(1..) {
        if let Some(row) = before.next() {
            change.update(&RecordValue { position, value, ..row })?;
        } else {
            let (id, field) = (change.new_id(), field.to_owned());
            change.insert(&RecordValue { id, field, position, value })?;
        }
    }
    for row in before {
        change.remove::<RecordValue>(row.id)?;
    }
    Ok(())
}
