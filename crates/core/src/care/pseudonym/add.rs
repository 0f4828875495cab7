//! Giving names to the key.
//!
//! A name goes in as an argument and stays nowhere as it is: the row holds its keyed hash and,
//! where the key has a passphrase, the name sealed; the history is told how many there were.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{Hasher, KeyState, Level, NameKind, Pseudonym, key, normal};
use crate::bind;
use crate::corpus::participant::{self, Participant};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// More names at once are a mistake.
const MOST_NAMES: usize = 10_000;

/// The longest name, and the longest replacement, in characters.
const LONGEST: usize = 200;

/// Gives the key a name, with its spellings and parts, and what is written in its place.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PseudonymAdd {
    /// The name and its other spellings, such as `Samira Okoro`, `Sam`, `Sammy`.
    pub names: Vec<String>,
    /// Whether each word of a name of several words stands for the person too.
    #[serde(default)]
    pub parts: bool,
    /// What is written in its place, without brackets; the participant's pseudonym when absent.
    #[serde(default)]
    pub replacement: Option<String>,
    /// What kind of word it is; found out when absent.
    #[serde(default)]
    pub kind: Option<NameKind>,
    /// The level from which on it is replaced; direct when absent.
    #[serde(default)]
    pub level: Option<Level>,
    /// The participant who is meant.
    #[serde(default)]
    pub participant: Option<Id>,
}

// A name is not for logs.
impl std::fmt::Debug for PseudonymAdd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PseudonymAdd({} names)", self.names.len())
    }
}

/// What came of giving names to the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Added {
    /// The pseudonyms that are new.
    pub added: Vec<Id>,
    /// Those that the key knew already, as the same.
    pub known: Vec<Id>,
}

impl Operation for PseudonymAdd {
    const NAME: &'static str = "pseudonym.add";
    const SUMMARY: &'static str = "Gives the key a name and what is written in its place";
    type Outcome = Added;

    fn describe(&self) -> Json {
        json!({
            "names": self.names.len(),
            "kind": self.kind,
            "level": self.level,
            "participant": self.participant,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Added> {
        let hasher = hasher(change)?;
        let participants = participant::list(change)?;
        let whose = self.participant.map(|id| change.get::<Participant>(id)).transpose()?;
        let words = spellings(&self.names, self.parts)?;
        let kind = self.kind.unwrap_or_else(|| guess(&words, whose.is_some()));
        let row = Pseudonym {
            id: change.new_id(),
            participant: self.participant,
            kind,
            replacement: replacement(self.replacement, whose.as_ref(), kind)?,
            keyed_hash: None,
            sealed: None,
            level: level(self.level.unwrap_or(Level::Direct))?,
        };
        refuse_names_within(&row, &words)?;
        let mut outcome = Added { added: Vec::new(), known: Vec::new() };
        for word in &words {
            refuse_pseudonym_of_participant(&hasher, &participants, kind, word)?;
            give(change, &hasher, &row, word, &mut outcome)?;
        }
        tell(change, &row, &words, &outcome)?;
        Ok(outcome)
    }
}

/// The hasher, or the reason why the key takes no names.
fn hasher(change: &mut Change<'_>) -> Result<Hasher> {
    if let Some(hasher) = change.hasher()? {
        return Ok(hasher);
    }
    Err(if super::needs_passphrase(change)? { super::sealed_shut() } else { super::destroyed() })
}

/// All spellings, each once however it is written.
fn spellings(names: &[String], parts: bool) -> Result<Vec<String>> {
    if names.len() > MOST_NAMES {
        return Err(Error::invalid(format!("At most {MOST_NAMES} names are given at once.")));
    }
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for name in names {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if normal::normal(&name).is_empty() {
            return Err(Error::invalid("A name that is given to the key cannot be empty."));
        }
        if name.chars().count() > LONGEST {
            return Err(Error::invalid(format!("A name has at most {LONGEST} characters.")));
        }
        let words = name.split(' ').filter(|word| parts && is_part(&name, word));
        let words: Vec<String> = words.map(Into::into).collect();
        for word in std::iter::once(name).chain(words) {
            if seen.insert(normal::normal(&word)) {
                all.push(word);
            }
        }
    }
    if all.is_empty() {
        return Err(Error::invalid("Give the key at least one name."));
    }
    Ok(all)
}

/// Whether a word of a name stands for the person by itself: no initial, no `van`, no number.
fn is_part(name: &str, word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && !word.ends_with('.')
        && !word.chars().any(|c| c.is_ascii_digit())
        && (!word.starts_with(char::is_lowercase) || !name.chars().any(char::is_uppercase))
}

fn guess(words: &[String], of_participant: bool) -> NameKind {
    let is_number = |word: &String| normal::normal(word).chars().all(|c| c.is_ascii_digit());
    match of_participant {
        _ if words.iter().all(is_number) => NameKind::Phone,
        true => NameKind::Participant,
        false => NameKind::Person,
    }
}

/// What is written in a name's place: given, or the participant's pseudonym.
fn replacement(
    given: Option<String>,
    whose: Option<&Participant>,
    kind: NameKind,
) -> Result<String> {
    match (given.filter(|text| !text.trim().is_empty()), whose) {
        (Some(given), _) => tidy(&given),
        (None, Some(participant)) => tidy(&participant.name),
        (None, None) if kind == NameKind::NotAName => Ok(String::new()),
        (None, None) => Err(Error::invalid("Say what is written in place of the name.")
            .hint("Name the participant, or a role such as “colleague, team lead”.")),
    }
}

/// A replacement without the brackets that stand around it in texts.
pub(super) fn tidy(text: &str) -> Result<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let text = inner.unwrap_or(&text).trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(Error::invalid(format!(
            "What is written in place of a name has between 1 and {LONGEST} characters."
        )));
    }
    if text.contains(['[', ']']) || text.chars().any(char::is_control) {
        return Err(Error::invalid("What is written in place of a name holds no brackets itself.")
            .hint("In texts it is put between [ and ] anyway."));
    }
    Ok(text.to_owned())
}

/// A word is replaced from some level on, never in the raw text.
pub(super) fn level(level: Level) -> Result<Level> {
    if level == Level::Raw {
        return Err(Error::invalid("In the raw text nothing is replaced.")
            .hint("Choose direct, indirect or public."));
    }
    Ok(level)
}

/// `Samira (colleague)` in place of `Samira` would hide nothing.
fn refuse_names_within(row: &Pseudonym, words: &[String]) -> Result<()> {
    if row.kind == NameKind::NotAName || row.kind == NameKind::Sender {
        return Ok(());
    }
    let replacement = format!(" {} ", between_spaces(&row.replacement));
    let within = |word: &String| replacement.contains(&format!(" {} ", between_spaces(word)));
    if words.iter().any(within) {
        return Err(Error::invalid("What is written in place of a name would name it again.")
            .hint("Use the participant's pseudonym or a role."));
    }
    Ok(())
}

fn between_spaces(text: &str) -> String {
    let spaced: String =
        normal::normal(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Somebody entered under their own name would be shown wherever the pseudonym is.
fn refuse_pseudonym_of_participant(
    hasher: &Hasher,
    participants: &[Participant],
    kind: NameKind,
    word: &str,
) -> Result<()> {
    let people = [NameKind::Participant, NameKind::Person];
    let hash = hasher.hash(word);
    if people.contains(&kind) && participants.iter().any(|one| hasher.hash(&one.name) == hash) {
        return Err(Error::conflict(
            "A participant is called in this study what would be given to the key as a name.",
        )
        .hint("Give the participant another pseudonym first: `trefoil participant STUDY set`."));
    }
    Ok(())
}

/// Stores one word, or finds that the key has it.
fn give(
    change: &mut Change<'_>,
    hasher: &Hasher,
    like: &Pseudonym,
    word: &str,
    outcome: &mut Added,
) -> Result<()> {
    let hash = hasher.hash(word);
    let known: Vec<Pseudonym> =
        change.list("WHERE keyed_hash = $1 ORDER BY id", bind![hash.clone()])?;
    let Some(mut known) = known.into_iter().next() else {
        let row = nameless(change, like)?;
        let id = row.as_ref().map_or_else(|| change.new_id(), |row| row.id);
        let sealed = change.seal(id, word)?;
        let new = Pseudonym { id, keyed_hash: Some(hash), sealed, ..like.clone() };
        match row {
            Some(_) => change.update(&new)?,
            None => change.insert(&new)?,
        }
        outcome.added.push(id);
        return Ok(());
    };
    if known.replacement != like.replacement || known.participant != like.participant {
        return Err(Error::conflict(format!(
            "One of these names is in the key already: [{}] stands for it. Nothing was changed.",
            known.replacement
        ))
        .hint("Change that one with `trefoil pseudonym STUDY set`, or remove it first."));
    }
    outcome.known.push(known.id);
    if known.sealed.is_none() {
        known.sealed = change.seal(known.id, word)?;
        change.update(&known)?;
    }
    Ok(())
}

/// A line that lost its word, such as in a study that came back from a document: it gets one again.
fn nameless(change: &Change<'_>, like: &Pseudonym) -> Result<Option<Pseudonym>> {
    let clause = "WHERE keyed_hash IS NULL AND sealed IS NULL AND replacement = $1 AND kind = $2 \
                  ORDER BY id";
    let all: Vec<Pseudonym> = change.list(clause, bind![like.replacement.clone(), like.kind])?;
    Ok(all.into_iter().find(|one| one.participant == like.participant))
}

/// Tells history and person what was done, without any name.
fn tell(change: &mut Change<'_>, row: &Pseudonym, words: &[String], outcome: &Added) -> Result<()> {
    let names =
        |count: usize| if count == 1 { "1 name".to_owned() } else { format!("{count} names") };
    let kind = row.kind.word().replace('_', " ");
    change.say(format!("Gave the key {} ({kind})", names(outcome.added.len())));
    if !outcome.known.is_empty() {
        change.notice(format!("The key had {} of these already.", names(outcome.known.len())));
    }
    let of_people = matches!(row.kind, NameKind::Participant | NameKind::Person);
    if of_people && words.iter().all(|word| word.contains(' ')) {
        change.notice(
            "Only the whole name is recognised. Give its parts and short forms too, where people \
             use them.",
        );
    }
    if key::row(change)?.is_some_and(|key| key.state == KeyState::Open) {
        change.notice(
            "The key has no passphrase of its own, so the name is recognised from now on but not \
             kept.",
        );
    }
    Ok(())
}
