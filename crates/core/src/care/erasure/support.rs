//! What themes, conditions and sentences rest on, before an erasure and after it.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::Serialize;

use crate::bind;
use crate::condition;
use crate::error::Result;
use crate::id::Id;
use crate::sentence::{self, Support};
use crate::storage::Reader;
use crate::theme::{self, Theme};

use super::texts::beginning;

/// Fewer passages than this are thin support.
pub const THIN: i64 = 3;

crate::words! {
    /// How well something is supported.
    pub enum Footing, "a footing" {
        /// By enough passages of several participants.
        Held = "held",
        /// By fewer than three passages, or by one participant only.
        Thin = "thin",
        /// By nothing.
        Unsupported = "unsupported",
    }
}

/// How much something rests on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Rests {
    /// Passages, each once.
    pub passages: i64,
    /// Participants whose words they are.
    pub participants: i64,
}

impl Rests {
    /// How well that supports something.
    pub fn footing(self) -> Footing {
        match self.passages {
            0 => Footing::Unsupported,
            few if few < THIN || self.participants < 2 => Footing::Thin,
            _ => Footing::Held,
        }
    }
}

/// A theme or a condition that loses passages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// Its id.
    pub id: Id,
    /// What it is called; for a condition with its number.
    pub name: String,
    /// What it rests on now.
    pub before: Rests,
    /// What it will rest on.
    pub after: Rests,
    /// How well that will support it.
    pub footing: Footing,
}

/// A sentence of the report that loses a citation or is left without support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentenceLoss {
    /// The sentence.
    pub id: Id,
    /// The section it stands in, and its place there.
    pub place: String,
    /// How it begins.
    pub text: String,
    /// How many of the passages that it cites go.
    pub citations: usize,
    /// Whether it is left resting on nothing.
    pub unsupported: bool,
}

/// What is lost, by noun.
#[derive(Debug, Default)]
pub(super) struct Losses {
    pub(super) themes: Vec<Loss>,
    pub(super) conditions: Vec<Loss>,
    pub(super) sentences: Vec<SentenceLoss>,
}

/// Passages with the participants whose words they are.
type Held = HashMap<Id, Vec<String>>;

fn rests(held: &Held, gone: &HashSet<Id>) -> Rests {
    let left = held.iter().filter(|(passage, _)| !gone.contains(passage));
    let people: BTreeSet<&String> = left.clone().flat_map(|(_, people)| people).collect();
    Rests { passages: left.count() as i64, participants: people.len() as i64 }
}

fn loss(id: Id, name: String, held: &Held, gone: &HashSet<Id>) -> Option<Loss> {
    let (before, after) = (rests(held, &HashSet::new()), rests(held, gone));
    (after.passages < before.passages).then(|| Loss {
        id,
        name,
        before,
        after,
        footing: after.footing(),
    })
}

/// What is lost when these passages go; `today` is an ISO date.
pub(super) fn losses(reader: &Reader<'_>, gone: &HashSet<Id>, today: &str) -> Result<Losses> {
    let mut losses = Losses::default();
    if gone.is_empty() {
        return Ok(losses);
    }
    let mut themes: HashMap<Id, Held> = HashMap::new();
    for theme in theme::list(reader)? {
        let Theme { id, name, .. } = theme.theme;
        let held = theme::evidence(reader, id)?;
        let held: Held = held.into_iter().map(|one| (one.passage, one.participants)).collect();
        losses.themes.extend(loss(id, name, &held, gone));
        themes.insert(id, held);
    }
    losses.conditions = conditions(reader, &themes, gone, today)?;
    losses.sentences = sentences(reader, &themes, gone)?;
    Ok(losses)
}

/// A condition rests on the passages of the themes that bear on it, and on its own evidence.
fn conditions(
    reader: &Reader<'_>,
    themes: &HashMap<Id, Held>,
    gone: &HashSet<Id>,
    today: &str,
) -> Result<Vec<Loss>> {
    let mut losses = Vec::new();
    let evidence = "SELECT e.passage, a.name FROM evidence e \
                    JOIN passage p ON p.id = e.passage \
                    LEFT JOIN source_participant m ON m.source = p.source \
                    LEFT JOIN participant a ON a.id = m.participant WHERE e.condition = $1";
    for listed in condition::list(reader, today)? {
        let mut held = Held::new();
        for theme in &listed.themes {
            for (passage, people) in themes.get(&theme.id).into_iter().flatten() {
                held.entry(*passage).or_insert_with(|| people.clone());
            }
        }
        for row in reader.query(evidence, bind![listed.condition.id])? {
            let people = held.entry(row.get(0)?).or_default();
            people.extend(row.get::<Option<String>>(1)?);
        }
        let name = format!("{} {}", listed.label, listed.condition.name);
        losses.extend(loss(listed.condition.id, name, &held, gone));
    }
    Ok(losses)
}

fn sentences(
    reader: &Reader<'_>,
    themes: &HashMap<Id, Held>,
    gone: &HashSet<Id>,
) -> Result<Vec<SentenceLoss>> {
    let stays = |support: &Support| match support {
        Support::Passage(passage) => !gone.contains(passage),
        Support::Condition(_) => true,
        Support::Theme(theme) => {
            themes.get(theme).is_some_and(|held| held.keys().any(|one| !gone.contains(one)))
        }
    };
    let had = |support: &Support| match support {
        Support::Theme(theme) => themes.get(theme).is_some_and(|held| !held.is_empty()),
        Support::Passage(_) | Support::Condition(_) => true,
    };
    let lost = |support: &&Support| matches!(support, Support::Passage(id) if gone.contains(id));
    let mut losses = Vec::new();
    for cited in sentence::list(reader)? {
        let citations = cited.cites.iter().filter(lost).count();
        let unsupported = cited.sentence.section.needs_support()
            && cited.cites.iter().any(had)
            && !cited.cites.iter().any(stays);
        if citations > 0 || unsupported {
            losses.push(SentenceLoss {
                id: cited.sentence.id,
                place: format!("{} {}", cited.sentence.section.label(), cited.sentence.position),
                text: beginning(&cited.sentence.text),
                citations,
                unsupported,
            });
        }
    }
    Ok(losses)
}
