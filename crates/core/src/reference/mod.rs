//! Finding a thing by what people call it: a name, a path, a label, an id or a piece of one.
//!
//! People say “Belonging”, `Team / Belonging`, `C4` or `P2`; scripts say ids. Names come first,
//! exactly as written and then without regard to capitals; then ids, whole or by an unambiguous
//! beginning or end of at least six digits. Ids made together begin alike, so their ends tell them
//! apart and [`short`] shows those. What is not found is refused with near matches, what could be
//! several things with all of them.

mod matching;
mod near;

pub use near::suggestion;

use std::collections::HashMap;

use crate::care::consent::waves;
use crate::codebook::Code;
use crate::condition::{Condition, Evidence, Indicator};
use crate::corpus::attribute::{self, AttributeNoun};
use crate::corpus::expectation::Expectation;
use crate::corpus::participant;
use crate::corpus::source::Source;
use crate::corpus::stream::Stream;
use crate::corpus::{name_rule, set};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Reader, Record};
use crate::study::{Person, tables};
use crate::theme::{Theme, rounds};
use crate::transcript::Speaker;
use matching::{Candidate, by_digits, choose, choose_row};

/// A thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its noun, such as `theme`.
    pub noun: &'static str,
    /// Its id.
    pub id: Id,
    /// What people call it; its id where it has no name.
    pub name: String,
}

/// An id as shown to people: its last eight digits, which tell apart what was made together.
pub fn short(id: Id) -> String {
    let digits = matching::digits(id);
    digits[digits.len() - 8..].to_owned()
}

/// A participant, by pseudonym.
pub fn participant(reader: &Reader<'_>, text: &str) -> Result<Id> {
    choose(reader, text, "participant", &participants(reader)?)
}

/// A source, by name or file name.
pub fn source(reader: &Reader<'_>, text: &str) -> Result<Id> {
    choose(reader, text, "source", &sources(reader)?)
}

/// A stream's word, by that word or by what the study calls the stream.
pub fn stream(reader: &Reader<'_>, text: &str) -> Result<String> {
    let all: Vec<Stream> = reader.list("ORDER BY position, id", &[])?;
    let called = |stream: &&Stream| stream.label.eq_ignore_ascii_case(text.trim());
    match all.iter().find(called) {
        Some(stream) => Ok(stream.name.clone()),
        None => Ok(crate::corpus::stream::find(reader, text)?.name),
    }
}

/// A speaker of one source, by name.
pub fn speaker(reader: &Reader<'_>, source: Id, text: &str) -> Result<Id> {
    let all = crate::transcript::speakers(reader, source)?;
    let called = |one: Speaker| Candidate::named(one.id, one.name);
    choose(reader, text, "speaker", &all.into_iter().map(called).collect::<Vec<_>>())
}

/// An attribute, by name; of participants or of sources alone where that is said. Where both have
/// one of the name, `participant Age` and `source Age` tell them apart.
pub fn attribute(reader: &Reader<'_>, noun: Option<AttributeNoun>, text: &str) -> Result<Id> {
    let all = attribute::list(reader)?.into_iter().map(|one| one.attribute);
    let wanted = all.filter(|one| noun.is_none_or(|noun| noun == one.noun));
    let called = wanted.map(|one| {
        let whole = format!("{} {}", one.noun, one.name);
        Candidate::named(one.id, one.name).or(whole)
    });
    choose(reader, text, "attribute", &called.collect::<Vec<_>>())
}

/// A set, by name.
pub fn set(reader: &Reader<'_>, text: &str) -> Result<Id> {
    let called =
        set::list(reader)?.into_iter().map(|one| Candidate::named(one.set.id, one.set.name));
    choose(reader, text, "source_set", &called.collect::<Vec<_>>())
}

/// An expectation, by id.
pub fn expectation(reader: &Reader<'_>, text: &str) -> Result<Id> {
    row::<Expectation>(reader, text)
}

/// A rule for file names, by its pattern or its place in the order of trying.
pub fn name_rule(reader: &Reader<'_>, text: &str) -> Result<Id> {
    let called = name_rule::list(reader)?.into_iter().map(|one| {
        let place = one.position.to_string();
        Candidate::named(one.id, one.pattern).or(place)
    });
    choose(reader, text, "name_rule", &called.collect::<Vec<_>>())
}

/// A code, by name, by path or by the end of its path.
pub fn code(reader: &Reader<'_>, text: &str) -> Result<Id> {
    choose(reader, text, "code", &codes(reader)?)
}

/// A theme, by name.
pub fn theme(reader: &Reader<'_>, text: &str) -> Result<Id> {
    choose(reader, text, "theme", &themes(reader)?)
}

/// A round, by name.
pub fn round(reader: &Reader<'_>, text: &str) -> Result<Id> {
    let called = rounds(reader)?.into_iter().map(|one| Candidate::named(one.id, one.name));
    choose(reader, text, "round", &called.collect::<Vec<_>>())
}

/// A wave, by name.
pub fn wave(reader: &Reader<'_>, text: &str) -> Result<Id> {
    let called = waves(reader)?.into_iter().map(|one| Candidate::named(one.id, one.name));
    choose(reader, text, "wave", &called.collect::<Vec<_>>())
}

/// A condition, by name or by its number in the advised order, such as `C4`.
pub fn condition(reader: &Reader<'_>, text: &str) -> Result<Id> {
    choose(reader, text, "condition", &conditions(reader)?)
}

/// An indicator of a condition, by its words or its place among them, from 1; or any, by id.
pub fn indicator(reader: &Reader<'_>, condition: Option<Id>, text: &str) -> Result<Id> {
    let Some(condition) = condition else { return row::<Indicator>(reader, text) };
    let clause = "WHERE condition = $1 ORDER BY position, id";
    let all: Vec<Indicator> = reader.list(clause, crate::bind![condition])?;
    let called = |one: Indicator| {
        let place = one.position.to_string();
        Candidate::named(one.id, one.text).or(place)
    };
    choose(reader, text, "indicator", &all.into_iter().map(called).collect::<Vec<_>>())
}

/// A person who works in the study, by name.
pub fn person(reader: &Reader<'_>, text: &str) -> Result<Id> {
    let all: Vec<Person> = reader.list("ORDER BY name, id", &[])?;
    let called = all.into_iter().map(|one| Candidate::named(one.id, one.name));
    choose(reader, text, "person", &called.collect::<Vec<_>>())
}

/// An action, by its words.
pub fn action(reader: &Reader<'_>, text: &str) -> Result<Id> {
    let called = crate::action::list(reader)?.into_iter();
    let called: Vec<_> = called.map(|one| Candidate::named(one.id, one.text)).collect();
    choose(reader, text, "action", &called)
}

/// A piece of evidence, by id.
pub fn evidence(reader: &Reader<'_>, text: &str) -> Result<Id> {
    row::<Evidence>(reader, text)
}

/// A thing that has no name, by its id or a piece of it.
pub fn row<R: Record>(reader: &Reader<'_>, text: &str) -> Result<Id> {
    choose_row(reader, text, R::TABLE)
}

/// Anything at all: by id, or by the name of a participant, source, code, theme or condition.
pub fn anything(reader: &Reader<'_>, text: &str) -> Result<Found> {
    let named: [(&'static str, Vec<Candidate>); 5] = [
        ("participant", participants(reader)?),
        ("source", sources(reader)?),
        ("code", codes(reader)?),
        ("theme", themes(reader)?),
        ("condition", conditions(reader)?),
    ];
    let mut found = Vec::new();
    for (noun, candidates) in &named {
        let chosen = matching::by_name(text, candidates);
        found.extend(chosen.into_iter().map(|one| Found {
            noun,
            id: one.id,
            name: one.shown.clone(),
        }));
    }
    if found.is_empty() {
        for table in tables::ALL.iter().copied() {
            found.extend(by_digits(reader, text, table)?.into_iter().map(|id| Found {
                noun: table.name,
                id,
                name: named_as(&named, id).unwrap_or_else(|| short(id)),
            }));
        }
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(match matching::closed(reader, text)? {
            Some(error) => error,
            None => nothing(text, &named),
        }),
        _ => Err(several(text, &found)),
    }
}

fn named_as(named: &[(&'static str, Vec<Candidate>)], id: Id) -> Option<String> {
    let mut all = named.iter().flat_map(|(_, candidates)| candidates);
    all.find(|one| one.id == id).map(|one| one.shown.clone())
}

fn nothing(text: &str, named: &[(&'static str, Vec<Candidate>)]) -> Error {
    let all = named.iter().flat_map(|(_, candidates)| candidates);
    let shown: Vec<&str> = all.map(|one| one.shown.as_str()).collect();
    let error = Error::not_found(format!("Nothing in this study is called “{}”.", text.trim()));
    match near::suggestion(text, &shown) {
        Some(suggestion) => error.hint(suggestion),
        None => error.hint("Give a name, or an id as the lists show it."),
    }
}

fn several(text: &str, found: &[Found]) -> Error {
    let lines: Vec<String> = found
        .iter()
        .take(matching::MOST)
        .map(|one| format!("  {} {}  {}", one.noun.replace('_', " "), one.name, one.id))
        .collect();
    Error::conflict(format!("“{}” could be {} things.", text.trim(), found.len()))
        .hint(format!("Say which by its id:\n{}", lines.join("\n")))
}

fn participants(reader: &Reader<'_>) -> Result<Vec<Candidate>> {
    let all = participant::list(reader)?.into_iter();
    Ok(all.map(|one| Candidate::named(one.id, one.name)).collect())
}

/// The few columns of a source that people call it by.
fn sources(reader: &Reader<'_>) -> Result<Vec<Candidate>> {
    let sql = format!("SELECT id, name, file_name FROM {} ORDER BY name, id", Source::TABLE.name);
    let rows = reader.query(&sql, &[])?;
    rows.iter()
        .map(|row| {
            let candidate = Candidate::named(row.get(0)?, row.get(1)?);
            Ok(match row.get::<Option<String>>(2)? {
                Some(file_name) => candidate.or(file_name),
                None => candidate,
            })
        })
        .collect()
}

/// A code answers to its path and to every end of it, the bare name being the shortest.
fn codes(reader: &Reader<'_>) -> Result<Vec<Candidate>> {
    let all: Vec<Code> = reader.list("ORDER BY position, id", &[])?;
    let known: HashMap<Id, &Code> = all.iter().map(|code| (code.id, code)).collect();
    let candidates = all.iter().map(|code| {
        let mut path = vec![code.name.as_str()];
        let mut above = code.parent;
        while let Some(parent) = above.and_then(|parent| known.get(&parent)) {
            path.insert(0, &parent.name);
            above = parent.parent;
        }
        let candidate = Candidate::named(code.id, path.join(" / "));
        (1..path.len()).fold(candidate, |candidate, from| candidate.or(path[from..].join(" / ")))
    });
    Ok(candidates.collect())
}

fn themes(reader: &Reader<'_>) -> Result<Vec<Candidate>> {
    let all: Vec<Theme> = reader.list("ORDER BY position, id", &[])?;
    Ok(all.into_iter().map(|one| Candidate::named(one.id, one.name)).collect())
}

fn conditions(reader: &Reader<'_>) -> Result<Vec<Candidate>> {
    let all: Vec<Condition> = reader.list("ORDER BY position, id", &[])?;
    let numbered = all
        .into_iter()
        .zip(1..)
        .map(|(one, number)| Candidate::named(one.id, one.name).or(format!("C{number}")));
    Ok(numbered.collect())
}
