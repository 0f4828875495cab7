//! Conditions that are said to be met while nothing in the study shows it.

use serde::Serialize;

use super::Standing;
use super::graph::Graph;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// A condition that rests on nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Thin {
    /// The condition.
    pub condition: Id,
    /// Its number in the advised order: `C1`.
    pub label: String,
    /// Its name.
    pub name: String,
    /// The state it was marked with.
    pub state: Standing,
}

/// The conditions marked partly or in place without any evidence, indicator seen or theme.
pub fn thin(reader: &Reader<'_>) -> Result<Vec<Thin>> {
    let graph = Graph::read(reader)?;
    let rows = reader.query(include_str!("thin.sql"), &[])?;
    rows.iter()
        .map(|row| {
            let condition = row.get(0)?;
            let label = graph.label(condition);
            Ok(Thin { condition, label, name: row.get(1)?, state: row.get(2)? })
        })
        .collect()
}
