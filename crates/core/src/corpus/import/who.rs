//! Who is who in the chats of an import: whoever wrote, and what will stand in their place.
//!
//! A person says it, the key recognises the sender of an earlier import by a keyed hash, or the
//! sender is called as a participant is; whoever is left gets a neutral label. The names in here
//! are shown to whoever imports and are stored nowhere.

use std::collections::HashMap;
use std::fmt;

use serde::Serialize;

use super::mask::{same, telephone, telling};
use super::survey::Heard;
use super::whatsapp::clean_name;
use crate::care::pseudonym::{Hasher, NameKind, Pseudonym};
use crate::corpus::participant::Participant;
use crate::error::{Error, Result};
use crate::id::Id;

/// What a role is written after, where participants and roles are written alike.
const ROLE: &str = "role:";
/// The word for whoever nobody knows.
const NEUTRAL: &str = "neutral";
/// What a neutral label begins with; a number follows.
const SENDER: &str = "Sender";

/// Who somebody in a chat is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A participant, by pseudonym; new ones are added.
    Participant(String),
    /// Somebody who is no participant, by their role: `researcher`, `colleague 1`.
    Role(String),
    /// Somebody who is only told apart from others: `Sender 1`.
    Neutral,
}

impl From<&str> for Who {
    fn from(text: &str) -> Self {
        let text = text.trim();
        match text.get(..ROLE.len()) {
            Some(begin) if begin.eq_ignore_ascii_case(ROLE) => {
                Self::Role(text[ROLE.len()..].trim().to_owned())
            }
            _ if text.is_empty() || text.eq_ignore_ascii_case(NEUTRAL) => Self::Neutral,
            _ => Self::Participant(text.to_owned()),
        }
    }
}

impl From<String> for Who {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Participant(name) => f.write_str(name),
            Self::Role(role) => write!(f, "{ROLE}{role}"),
            Self::Neutral => f.write_str(NEUTRAL),
        }
    }
}

/// Why somebody is taken for who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// A person said so.
    Said,
    /// The key knows them from an earlier import.
    Known,
    /// They are called as a participant is.
    Named,
    /// Nobody knows.
    Unsaid,
}

/// Somebody who wrote in a chat, and who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sender {
    /// The name or number as the chat gives it. It is shown to whoever imports, and never stored.
    pub name: String,
    /// Who they are.
    pub who: Who,
    /// What stands in their place.
    pub label: String,
    /// Why.
    pub because: Because,
    /// How many messages they wrote.
    pub messages: usize,
    /// What stood in their place before, where the study knows them by another label.
    #[serde(skip)]
    pub(super) was: Option<String>,
    /// Whether the key holds exactly this already.
    #[serde(skip)]
    pub(super) is_kept: bool,
}

/// What the study knows about senders.
pub(super) struct Knowing<'k> {
    pub(super) people: &'k [Participant],
    pub(super) rows: &'k [Pseudonym],
    pub(super) hasher: Option<&'k Hasher>,
}

/// Everybody who writes in some chats, each once, and who they are.
///
/// Errors: a role without words, or with those of a participant.
pub(super) fn everybody(
    chats: &[Heard],
    said: &[(String, Who)],
    knowing: &Knowing<'_>,
) -> Result<Vec<Sender>> {
    let known = knowing.by_hash();
    let mut neutral = Neutral::after(knowing.rows);
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut senders: Vec<Sender> = Vec::new();
    for (name, messages) in chats.iter().flat_map(|chat| &chat.senders) {
        if let Some(sender) = places.get(&told_apart(name)).and_then(|at| senders.get_mut(*at)) {
            sender.messages += messages;
            continue;
        }
        places.insert(told_apart(name), senders.len());
        let row = knowing.hasher.and_then(|hasher| known.get(&hasher.hash(name)).copied());
        let (who, because) = knowing.who(name, said, row);
        let label = match &who {
            Who::Participant(name) => name.clone(),
            Who::Role(role) => knowing.role(role)?,
            Who::Neutral => match row.filter(|row| is_neutral(&row.replacement)) {
                Some(row) => row.replacement.clone(),
                None => neutral.next(),
            },
        };
        let row = row.filter(|row| row.kind == NameKind::Sender);
        let was = row.filter(|row| row.replacement != label).map(|row| row.replacement.clone());
        let is_kept = row.is_some_and(|row| {
            let person = row.participant.and_then(|id| knowing.person(id)).map(|one| &one.name);
            let meant = matches!(&who, Who::Participant(name) if person == Some(name));
            was.is_none() && meant == matches!(who, Who::Participant(_))
        });
        let (name, messages) = (name.clone(), *messages);
        senders.push(Sender { name, who, label, because, messages, was, is_kept });
    }
    Ok(senders)
}

/// How many of the names that a person gave are in none of the chats.
pub(super) fn unmet(senders: &[Sender], said: &[(String, Who)]) -> usize {
    let met = |name: &String| senders.iter().any(|sender| are_one(&sender.name, name));
    said.iter().filter(|(name, _)| !met(name)).count()
}

/// Whether two names are of the same sender.
fn are_one(one: &str, other: &str) -> bool {
    told_apart(one) == told_apart(other)
}

/// What two senders never share: their number, or their name in one writing.
fn told_apart(name: &str) -> String {
    let name = clean_name(name);
    match telephone(&name) {
        Some(digits) => telling(&digits).to_owned(),
        None => same(&name),
    }
}

/// Whether a label is one that nobody chose.
fn is_neutral(label: &str) -> bool {
    number_of(label).is_some()
}

fn number_of(label: &str) -> Option<u64> {
    label.strip_prefix(SENDER)?.strip_prefix(' ')?.parse().ok()
}

/// Numbers for those whom nobody knows.
struct Neutral(u64);

impl Neutral {
    fn after(rows: &[Pseudonym]) -> Self {
        Self(rows.iter().filter_map(|row| number_of(&row.replacement)).max().unwrap_or(0))
    }

    fn next(&mut self) -> String {
        self.0 += 1;
        format!("{SENDER} {}", self.0)
    }
}

impl<'k> Knowing<'k> {
    fn by_hash(&self) -> HashMap<Vec<u8>, &'k Pseudonym> {
        let senders = self.rows.iter().filter(|row| {
            matches!(row.kind, NameKind::Sender | NameKind::Participant | NameKind::Phone)
        });
        let mut known: HashMap<Vec<u8>, &Pseudonym> = HashMap::new();
        for row in senders {
            let Some(hash) = row.keyed_hash.clone() else { continue };
            // What an import wrote goes before what was written for other places.
            if known.get(&hash).is_none_or(|old| old.kind != NameKind::Sender) {
                known.insert(hash, row);
            }
        }
        known
    }

    fn who(&self, name: &str, said: &[(String, Who)], row: Option<&Pseudonym>) -> (Who, Because) {
        if let Some((_, who)) = said.iter().find(|(one, _)| are_one(one, name)) {
            return (who.clone(), Because::Said);
        }
        if let Some(row) = row {
            let person = row.participant.and_then(|id| self.person(id));
            let who = match person {
                Some(person) => Who::Participant(person.name.clone()),
                None if is_neutral(&row.replacement) => Who::Neutral,
                None => Who::Role(row.replacement.clone()),
            };
            return (who, Because::Known);
        }
        match self.people.iter().find(|one| one.name == name) {
            Some(same) => (Who::Participant(same.name.clone()), Because::Named),
            None => (Who::Neutral, Because::Unsaid),
        }
    }

    fn person(&self, id: Id) -> Option<&'k Participant> {
        self.people.iter().find(|one| one.id == id)
    }

    fn role(&self, role: &str) -> Result<String> {
        if role.is_empty() {
            return Err(Error::invalid("A role needs words, such as role:researcher."));
        }
        if self.people.iter().any(|one| one.name.eq_ignore_ascii_case(role)) {
            return Err(Error::invalid(format!("{role} is a participant, not a role."))
                .hint("Give the participant's name without “role:”, or another role."));
        }
        Ok(role.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(names: &[&str]) -> Heard {
        let senders = names.iter().map(|name| ((*name).to_owned(), 2)).collect();
        Heard { file: "chat.txt".into(), senders, ..Heard::default() }
    }

    fn labels(chats: &[Heard], said: &[(&str, &str)]) -> Vec<(String, Because)> {
        let said: Vec<(String, Who)> =
            said.iter().map(|(name, who)| ((*name).to_owned(), (*who).into())).collect();
        let knowing = Knowing { people: &[], rows: &[], hasher: None };
        let senders = everybody(chats, &said, &knowing).expect("everybody is somebody");
        senders.into_iter().map(|one| (one.label, one.because)).collect()
    }

    #[test]
    fn whoever_nobody_knows_is_told_apart_by_a_number() {
        let chats = [heard(&["Samira Okoro", "+44 7700 900123", "Théo"]), heard(&["THEO", "Ada"])];
        assert_eq!(
            labels(&chats, &[("07700 900123", "P5"), ("~ ada", "role: researcher")]),
            [
                ("Sender 1".to_owned(), Because::Unsaid),
                ("P5".to_owned(), Because::Said),
                ("Sender 2".to_owned(), Because::Unsaid),
                ("researcher".to_owned(), Because::Said),
            ]
        );
    }

    #[test]
    fn roles_and_participants_are_written_apart() {
        for (text, who) in [
            ("P4", Who::Participant("P4".into())),
            ("Role: colleague 1", Who::Role("colleague 1".into())),
            ("neutral", Who::Neutral),
            (" ", Who::Neutral),
        ] {
            assert_eq!(Who::from(text), who);
        }
        assert_eq!(Who::Role("researcher".into()).to_string(), "role:researcher");
    }
}
