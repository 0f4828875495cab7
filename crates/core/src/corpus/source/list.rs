//! Lists of sources, and a source's words.

use std::collections::HashMap;

use serde::Serialize;

use super::Source;
use crate::bind;
use crate::clock::weeks_between;
use crate::error::Result;
use crate::id::Id;
use crate::order;
use crate::storage::Reader;
use crate::transcript::Revision;

/// A participant in a source, and where in their time it lies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Present {
    /// The participant.
    pub id: Id,
    /// The pseudonym.
    pub name: String,
    /// Whole weeks since they started, when both dates are known; negative before.
    pub week: Option<i64>,
}

/// A source as listed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// The source.
    #[serde(flatten)]
    pub source: Source,
    /// Who is in it.
    pub participants: Vec<Present>,
    /// How many passages are marked in it.
    pub passages: i64,
    /// How many codings are on them.
    pub codings: i64,
}

/// All sources by date and name; those without a date last.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Listed>> {
    let sources: Vec<Source> = reader.list("", &[])?;
    let mut present = participants(reader)?;
    let passages = counts(reader, "SELECT source, COUNT(*) FROM passage GROUP BY source")?;
    let codings = counts(
        reader,
        "SELECT p.source, COUNT(*) FROM coding k JOIN passage p ON p.id = k.passage \
         GROUP BY p.source",
    )?;
    let mut listed: Vec<Listed> = sources
        .into_iter()
        .map(|source| {
            let mut participants = present.remove(&source.id).unwrap_or_default();
            for (one, started) in &mut participants {
                one.week = started
                    .as_deref()
                    .zip(source.date.as_deref())
                    .and_then(|(started, date)| weeks_between(started, date));
            }
            let mut participants: Vec<Present> =
                participants.into_iter().map(|(one, _)| one).collect();
            participants.sort_by(|a, b| order::by_name(&a.name, &b.name));
            Listed {
                participants,
                passages: passages.get(&source.id).copied().unwrap_or(0),
                codings: codings.get(&source.id).copied().unwrap_or(0),
                source,
            }
        })
        .collect();
    listed.sort_by(|a, b| {
        let (a, b) = (&a.source, &b.source);
        (a.date.is_none(), &a.date)
            .cmp(&(b.date.is_none(), &b.date))
            .then_with(|| order::by_name(&a.name, &b.name))
            .then_with(|| a.id.cmp(&b.id))
    });
    Ok(listed)
}

type Started = (Present, Option<String>);

fn participants(reader: &Reader<'_>) -> Result<HashMap<Id, Vec<Started>>> {
    let mut present: HashMap<Id, Vec<Started>> = HashMap::new();
    let rows = reader.query(
        "SELECT sp.source, p.id, p.name, p.started_on FROM source_participant sp \
         JOIN participant p ON p.id = sp.participant",
        &[],
    )?;
    for row in rows {
        let one = Present { id: row.get(1)?, name: row.get(2)?, week: None };
        present.entry(row.get(0)?).or_default().push((one, row.get(3)?));
    }
    Ok(present)
}

fn counts(reader: &Reader<'_>, sql: &str) -> Result<HashMap<Id, i64>> {
    reader.query(sql, &[])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// A source's current words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Text {
    /// The revision.
    pub revision: Id,
    /// Its number.
    pub number: i64,
    /// The text.
    pub text: String,
}

/// The current text of a source, when it has one.
///
/// Errors: the source is closed, and why.
pub fn text(reader: &Reader<'_>, source: Id) -> Result<Option<Text>> {
    let source: Source = reader.get(source)?;
    let Some(revision) = source.revision else { return Ok(None) };
    let revision: Revision = reader.get(revision)?;
    Ok(Some(Text { revision: revision.id, number: revision.number, text: revision.text }))
}

/// The source that came from a file with this digest.
pub fn find_by_sha256(reader: &Reader<'_>, sha256: &[u8]) -> Result<Option<Source>> {
    Ok(reader.list("WHERE sha256 = $1 ORDER BY id", bind![sha256.to_vec()])?.into_iter().next())
}
