//! Which of several things a text means: the first tier that has a match decides.
//!
//! Tiers, best first: the whole name or path as written; anything else it answers to as written;
//! either without regard to capitals; a piece of an id. A tier with several matches is ambiguous
//! and is never settled by guessing.

use super::near;
use crate::bind;
use crate::care::consent;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Reader, Table, Value, wall};
use crate::study::tables;

/// How many digits of an id are the fewest that count as one.
const FEWEST: usize = 6;

/// How many candidates a message lists at most.
pub(super) const MOST: usize = 12;

/// Something that could be meant.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) id: Id,
    /// The whole name or path.
    pub(super) shown: String,
    /// What else it answers to.
    also: Vec<String>,
}

impl Candidate {
    pub(super) fn named(id: Id, name: String) -> Self {
        Self { id, shown: name, also: Vec::new() }
    }

    /// Lets it answer to another text too.
    pub(super) fn or(mut self, other: String) -> Self {
        self.also.push(other);
        self
    }

    fn is_called(&self, wanted: &str, fold: fn(&str) -> String) -> bool {
        fold(&self.shown) == wanted || self.also.iter().any(|other| fold(other) == wanted)
    }
}

/// The one candidate that a text means.
pub(super) fn choose(
    reader: &Reader<'_>,
    text: &str,
    noun: &'static str,
    candidates: &[Candidate],
) -> Result<Id> {
    let named = by_name(text, candidates);
    match named.as_slice() {
        [one] => return Ok(one.id),
        [] => {}
        several => return Err(ambiguous(text, noun, several)),
    }
    let pieces = fragment(text);
    let fits = |one: &&Candidate| pieces.as_deref().is_some_and(|piece| has(one.id, piece));
    let by_id: Vec<&Candidate> = candidates.iter().filter(fits).collect();
    match by_id.as_slice() {
        [one] => Ok(one.id),
        [] => Err(missing(reader, text, noun, candidates)?),
        several => Err(ambiguous(text, noun, several)),
    }
}

/// The candidates that a text names, all from the best tier that has any.
pub(super) fn by_name<'c>(text: &str, candidates: &'c [Candidate]) -> Vec<&'c Candidate> {
    let (exact, folded) = (squeeze(text), fold(text));
    if exact.is_empty() {
        return Vec::new();
    }
    let tiers: [&dyn Fn(&Candidate) -> bool; 3] =
        [&|one| squeeze(&one.shown) == exact, &|one| one.is_called(&exact, squeeze), &|one| {
            one.is_called(&folded, fold)
        }];
    tiers
        .iter()
        .map(|tier| candidates.iter().filter(|one| tier(one)).collect::<Vec<_>>())
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The one row of a table whose id a text gives, whole or by a piece.
pub(super) fn choose_row(reader: &Reader<'_>, text: &str, table: &'static Table) -> Result<Id> {
    let found = by_digits(reader, text, table)?;
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(missing(reader, text, table.name, &[])?),
        several => {
            let listed: Vec<Candidate> =
                several.iter().map(|id| Candidate::named(*id, String::new())).collect();
            Err(ambiguous(text, table.name, &listed.iter().collect::<Vec<_>>()))
        }
    }
}

/// Why something that a text gives the id of is not there for this reader, when it is of a source
/// that is closed.
pub(super) fn closed(reader: &Reader<'_>, text: &str) -> Result<Option<Error>> {
    if !reader.is_walled() {
        return Ok(None);
    }
    let hidden = digits_among(reader, text, "closed_thing")?;
    let Some(first) = hidden.first() else { return Ok(None) };
    let Some(source) = wall::hidden(reader, *first)? else { return Ok(None) };
    consent::closed(reader, source).map(Some)
}

/// The rows of a table whose ids begin or end with the digits of a text.
pub(super) fn by_digits(reader: &Reader<'_>, text: &str, table: &Table) -> Result<Vec<Id>> {
    digits_among(reader, text, table.name)
}

fn digits_among(reader: &Reader<'_>, text: &str, table: &str) -> Result<Vec<Id>> {
    let Some(piece) = fragment(text) else { return Ok(Vec::new()) };
    let mut found = beginning(reader, &piece, table)?;
    // A whole id that nothing begins with ends nothing either.
    if found.is_empty() && piece.len() < 32 {
        let sql = format!("SELECT id FROM {table}");
        for row in reader.query(&sql, &[])? {
            let id: Id = row.get(0)?;
            found.extend(digits(id).ends_with(&piece).then_some(id));
        }
    }
    Ok(found)
}

/// A range of ids, so that the index answers.
fn beginning(reader: &Reader<'_>, piece: &str, table: &str) -> Result<Vec<Id>> {
    let bound = |filler: char| {
        let filled: String = piece.chars().chain(std::iter::repeat(filler)).take(32).collect();
        Value::Bytes(crate::storage::row_image::from_hexadecimal(&filled).unwrap_or_default())
    };
    let sql = format!("SELECT id FROM {table} WHERE id >= $1 AND id <= $2");
    reader.query(&sql, bind![bound('0'), bound('f')])?.iter().map(|row| row.get(0)).collect()
}

/// The digits of an id without hyphens.
pub(super) fn digits(id: Id) -> String {
    crate::storage::row_image::hexadecimal(id.as_bytes())
}

/// The digits of a text that can be an id or a piece of one.
fn fragment(text: &str) -> Option<String> {
    let digits: String = text.trim().chars().filter(|c| *c != '-').collect();
    let fits = (FEWEST..=32).contains(&digits.len());
    (fits && digits.bytes().all(|b| b.is_ascii_hexdigit())).then(|| digits.to_ascii_lowercase())
}

fn has(id: Id, piece: &str) -> bool {
    let digits = digits(id);
    digits.starts_with(piece) || digits.ends_with(piece)
}

/// A text with single spaces, and with a space on either side of each `/`.
fn squeeze(text: &str) -> String {
    let parts = text.split('/').map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    parts.collect::<Vec<_>>().join(" / ").trim().to_owned()
}

fn fold(text: &str) -> String {
    squeeze(text).to_lowercase()
}

/// A noun as people say it, and as the command that lists it is called.
fn spoken(noun: &str) -> (String, &str) {
    match noun {
        "source_set" => ("set".to_owned(), "set"),
        "name_rule" => ("rule for file names".to_owned(), "name-rule"),
        _ => (noun.replace('_', " "), noun),
    }
}

fn missing(
    reader: &Reader<'_>,
    text: &str,
    noun: &'static str,
    candidates: &[Candidate],
) -> Result<Error> {
    let (text, (said, command)) = (text.trim(), spoken(noun));
    if let Some(error) = closed(reader, text)? {
        return Ok(error);
    }
    if let Ok(id) = text.parse::<Id>() {
        let other = tables::holding(reader, id)?.filter(|table| table.name != noun);
        return Ok(Error::not_found(match other {
            Some(table) => {
                format!("{id} is no {said}; that id belongs to: {}.", table.name.replace('_', " "))
            }
            None => format!("This study has no {said} with the id {id}."),
        }));
    }
    let names: Vec<&str> = candidates.iter().map(|one| one.shown.as_str()).collect();
    if names.is_empty() && reader.number(&format!("SELECT COUNT(*) FROM {noun}"), &[])? > 0 {
        let error = Error::not_found(format!("This study has no {said} “{text}”."));
        return Ok(error.hint("Give the id, or at least six digits of it, as the lists show it."));
    }
    let error = Error::not_found(format!("This study has no {said} called “{text}”."));
    Ok(match near::suggestion(text, &names) {
        Some(suggestion) => error.hint(suggestion),
        None if names.is_empty() => error.hint("There is none yet."),
        None => error.hint(format!("`trefoil {command} STUDY list` shows them.")),
    })
}

fn ambiguous(text: &str, noun: &str, several: &[&Candidate]) -> Error {
    let mut lines: Vec<String> = several
        .iter()
        .take(MOST)
        .map(|one| match one.shown.as_str() {
            "" => format!("  {}", one.id),
            shown => format!("  {shown}  {}", one.id),
        })
        .collect();
    if several.len() > MOST {
        lines.push(format!("  … and {} more", several.len() - MOST));
    }
    let (text, (said, _)) = (text.trim(), spoken(noun));
    Error::conflict(format!("“{text}” could be {} things.", several.len()))
        .hint(format!("Say which {said} by its id:\n{}", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(names: &[&str]) -> Vec<Candidate> {
        let one = |(name, at): (&&str, i64)| Candidate::named(Id::new(at), (*name).to_owned());
        names.iter().zip(1..).map(one).collect()
    }

    fn called(text: &str, all: &[Candidate]) -> Vec<String> {
        by_name(text, all).into_iter().map(|one| one.shown.clone()).collect()
    }

    #[test]
    fn a_name_as_written_wins_over_one_with_other_capitals() {
        let all = candidates(&["Trust", "trust", "Trust "]);
        assert_eq!(called("trust", &all), ["trust"]);
        assert_eq!(called("TRUST", &all).len(), 3);
        assert!(called("  ", &all).is_empty());
    }

    #[test]
    fn a_whole_path_wins_over_the_end_of_another() {
        let mut all = candidates(&["Team", "Work / Team"]);
        all[1].also.push("Team".to_owned());
        assert_eq!(called("Team", &all), ["Team"]);
        assert_eq!(called("work/team", &all), ["Work / Team"]);
    }

    #[test]
    fn six_digits_can_be_a_piece_of_an_id_and_five_cannot() {
        assert_eq!(fragment(" 0199-AB "), Some("0199ab".to_owned()));
        assert_eq!(fragment("0199a"), None);
        assert_eq!(fragment("people"), None);
        let id = Id::new(1_767_603_600_000);
        let all = digits(id);
        assert!(has(id, &all[..8]) && has(id, &all[24..]) && has(id, &all));
        assert!(!has(id, "ffffff"));
    }
}
