//! Whose words a passage holds, which is who is asked before it is quoted.

use std::collections::HashMap;

use crate::bind;
use crate::coding::Passage;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// Whose words a passage holds: in a source with one participant theirs, otherwise of those who
/// speak in it, or of everybody in the source where the transcript does not say.
pub fn whose(reader: &Reader<'_>, passage: &Passage) -> Result<Vec<Id>> {
    let Passage { source, revision, start, end, .. } = *passage;
    let present = "SELECT participant FROM source_participant WHERE source = $1";
    let everybody = ids(reader, present, bind![source])?;
    if everybody.len() < 2 {
        return Ok(everybody);
    }
    let speaking = ids(reader, include_str!("speaking.sql"), bind![revision, start, end])?;
    Ok(if speaking.is_empty() { everybody } else { speaking })
}

fn ids(reader: &Reader<'_>, sql: &str, values: &[crate::storage::Value]) -> Result<Vec<Id>> {
    reader.query(sql, values)?.iter().map(|row| row.get(0)).collect()
}

/// Whose words every marked passage holds, asked for once.
#[derive(Debug, Default)]
pub struct People {
    present: HashMap<Id, Vec<Id>>,
    speaking: HashMap<Id, Vec<Id>>,
}

impl People {
    /// Reads who is in each source and who speaks in each passage.
    pub fn read(reader: &Reader<'_>) -> Result<Self> {
        let pairs = |sql: &str| -> Result<HashMap<Id, Vec<Id>>> {
            let mut pairs: HashMap<Id, Vec<Id>> = HashMap::new();
            for row in reader.query(sql, &[])? {
                pairs.entry(row.get(0)?).or_default().push(row.get(1)?);
            }
            Ok(pairs)
        };
        Ok(Self {
            present: pairs("SELECT source, participant FROM source_participant")?,
            speaking: pairs(include_str!("speaking_in_all.sql"))?,
        })
    }

    /// Whose words a passage of a source holds.
    pub fn of(&self, passage: Id, source: Id) -> &[Id] {
        let everybody = self.present.get(&source).map_or(&[][..], Vec::as_slice);
        match self.speaking.get(&passage) {
            Some(speaking) if everybody.len() > 1 => speaking,
            _ => everybody,
        }
    }
}
