//! The record: the bibliographic description of the study's outputs, for a repository.
//!
//! The record has the fields of [`FIELDS`], spelled as a repository labels them; each holds one
//! value or several ([`RecordValue`]). `fields.rs` is that table, `set.rs` holds the operation,
//! `completeness.rs` says what a deposit still needs.

mod completeness;
mod fields;
mod set;

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value as Json};

pub use completeness::{Completeness, Missing, completeness};
pub use fields::{FIELDS, Field, Holds, find};
pub use set::RecordSet;

use crate::error::Result;
use crate::id::Id;
use crate::storage::{Filing, Reader};

crate::record! {
    /// One value of one field of the record.
    pub struct RecordValue in "record_value", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The field.
        field: String,
        /// Its place among the values of that field, from 1.
        position: i64,
        /// The value.
        value: String,
    }
}

/// A field with its values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldValues {
    /// The field.
    #[serde(flatten)]
    pub field: &'static Field,
    /// Its values, in order; none when it is empty.
    pub values: Vec<String>,
}

/// The whole record: every field in the order of [`FIELDS`], empty ones too.
pub fn record(reader: &Reader<'_>) -> Result<Vec<FieldValues>> {
    let mut values: HashMap<String, Vec<String>> = HashMap::new();
    for row in reader.list::<RecordValue>("ORDER BY position, id", &[])? {
        values.entry(row.field).or_default().push(row.value);
    }
    let record = FIELDS
        .iter()
        .map(|field| FieldValues { field, values: values.remove(field.key).unwrap_or_default() });
    Ok(record.collect())
}

/// The record as JSON: each filled field by its key, a list where a field may hold several.
pub fn to_json(reader: &Reader<'_>) -> Result<Json> {
    let mut object = Map::new();
    for FieldValues { field, values } in record(reader)? {
        if field.repeatable && !values.is_empty() {
            object.insert(field.key.to_owned(), values.into());
        } else if let Some(value) = values.into_iter().next() {
            object.insert(field.key.to_owned(), value.into());
        }
    }
    Ok(object.into())
}
