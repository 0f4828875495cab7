//! Whether the record says enough for a deposit.

use serde::Serialize;

use super::record;
use crate::error::Result;
use crate::storage::Reader;

/// What the record lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Completeness {
    /// Whether everything that a deposit needs is there.
    pub complete: bool,
    /// The empty fields that a deposit needs, in the order of the record.
    pub missing: Vec<Missing>,
}

/// An empty field that a deposit needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The field's key.
    pub key: &'static str,
    /// The field's name as shown.
    pub label: &'static str,
    /// Why it is needed.
    pub why: &'static str,
}

/// Which fields a deposit needs and the record leaves empty.
pub fn completeness(reader: &Reader<'_>) -> Result<Completeness> {
    let empty = record(reader)?.into_iter().filter(|field| field.values.is_empty());
    let missing: Vec<Missing> = empty
        .filter_map(|empty| {
            let why = empty.field.needed?;
            Some(Missing { key: empty.field.key, label: empty.field.label, why })
        })
        .collect();
    Ok(Completeness { complete: missing.is_empty(), missing })
}
