//! What has left a study, all of it or by source.

use std::collections::HashMap;

use serde::Serialize;

use super::{Output, OutputSource};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;
use crate::study::Person;

/// A report or an export, as listed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// What is kept of it.
    #[serde(flatten)]
    pub output: Output,
    /// The name of whoever made it.
    pub made_by: String,
    /// The sources whose words are in it; some may be gone since.
    pub sources: Vec<Id>,
}

/// Everything that has left the study, latest first.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Listed>> {
    told(reader, reader.list("ORDER BY change_number DESC, id DESC", &[])?)
}

/// What has left the study with words of a source, latest first.
pub fn of_source(reader: &Reader<'_>, source: Id) -> Result<Vec<Listed>> {
    let clause = "WHERE id IN (SELECT output FROM output_source WHERE source = $1) \
                  ORDER BY change_number DESC, id DESC";
    told(reader, reader.list(clause, bind![source])?)
}

fn told(reader: &Reader<'_>, outputs: Vec<Output>) -> Result<Vec<Listed>> {
    let people: Vec<Person> = reader.list("", &[])?;
    let people: HashMap<Id, String> =
        people.into_iter().map(|person| (person.id, person.name)).collect();
    let mut sources: HashMap<Id, Vec<Id>> = HashMap::new();
    for row in reader.list::<OutputSource>("ORDER BY id", &[])? {
        sources.entry(row.output).or_default().push(row.source);
    }
    let told = outputs.into_iter().map(|output| Listed {
        made_by: people.get(&output.person).cloned().unwrap_or_default(),
        sources: sources.remove(&output.id).unwrap_or_default(),
        output,
    });
    Ok(told.collect())
}
