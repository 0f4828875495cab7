//! Choosing which quotes a report prints, and under which theme.
//!
//! Printed are the passages chosen for a theme and those that sentences cite. A cited passage that
//! nobody chose stands under a theme that gathers it, one that the sentence names if it can, or
//! else behind all themes. A theme without any gets none, unless a sample is asked for: then the
//! earliest passages of different people, as far as it is known who said them and they agreed to be
//! quoted.

use std::collections::{HashMap, HashSet};

use crate::care::quote::Cleared;
use crate::coding::Passage;
use crate::error::Result;
use crate::id::Id;
use crate::sentence::{Cited, Support};
use crate::storage::Reader;

use super::corpus::{Corpus, Stretch};
use super::gathered::Held;
use super::quotes::Said;

/// How many quotes a sample takes for one theme.
const SAMPLE: usize = 3;

/// What is to be printed.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// The passages to print under each theme.
    pub(super) under: HashMap<Id, HashSet<Id>>,
    /// The themes whose passages nobody chose.
    pub(super) sampled: HashSet<Id>,
    /// The passages that stand behind all themes, in the order in which they are cited.
    pub(super) others: Vec<Id>,
    /// How many passages a sample passed over, because they may not be quoted.
    pub(super) passed_over: HashMap<Id, u64>,
}

/// The words of every passage that is chosen or cited.
pub(super) fn words(reader: &Reader<'_>) -> Result<HashMap<Id, Passage>> {
    let clause = "WHERE id IN (SELECT passage FROM theme_passage WHERE quoted = 1 UNION \
                  SELECT passage FROM sentence_citation WHERE passage IS NOT NULL)";
    let passages: Vec<Passage> = reader.list(clause, &[])?;
    Ok(passages.into_iter().map(|passage| (passage.id, passage)).collect())
}

/// Chooses among the passages whose `words` are known; `order` is that of the themes as read.
pub(super) fn choose(
    order: &[Id],
    gathered: &HashMap<Id, Vec<Held>>,
    sentences: &[Cited],
    words: &HashMap<Id, Said>,
) -> Chosen {
    let mut chosen = Chosen::default();
    let mut holders: HashMap<Id, Vec<Id>> = HashMap::new();
    for theme in order {
        for one in gathered.get(theme).into_iter().flatten() {
            if words.contains_key(&one.passage) {
                holders.entry(one.passage).or_default().push(*theme);
                if one.quoted {
                    chosen.under.entry(*theme).or_default().insert(one.passage);
                }
            }
        }
    }
    let mut placed: HashSet<Id> = chosen.under.values().flatten().copied().collect();
    for cited in sentences {
        for support in &cited.cites {
            let Support::Passage(passage) = *support else { continue };
            if !words.contains_key(&passage) || !placed.insert(passage) {
                continue;
            }
            let themes = holders.get(&passage).map_or(&[][..], Vec::as_slice);
            let named = themes.iter().find(|theme| cited.cites.contains(&Support::Theme(**theme)));
            match named.or(themes.first()) {
                Some(theme) => drop(chosen.under.entry(*theme).or_default().insert(passage)),
                None => chosen.others.push(passage),
            }
        }
    }
    chosen
}

/// Adds a sample for every theme that has nothing to print.
pub(super) fn add_samples(
    reader: &Reader<'_>,
    corpus: &Corpus,
    gathered: &HashMap<Id, Vec<Held>>,
    chosen: &mut Chosen,
    words: &mut HashMap<Id, Said>,
    clear: impl Fn(&Passage, &Stretch) -> Option<Cleared>,
) -> Result<()> {
    for (theme, held) in gathered {
        if chosen.under.contains_key(theme) {
            continue;
        }
        let mut heard: HashSet<Vec<Id>> = HashSet::new();
        let mut sample = HashSet::new();
        for one in held {
            let people = corpus.speakers(&one.at);
            if people.is_empty() || heard.contains(&people) {
                continue;
            }
            let passage: Passage = reader.get(one.passage)?;
            if passage.text.trim().is_empty() {
                continue;
            }
            let Some(cleared) = clear(&passage, &one.at) else {
                *chosen.passed_over.entry(*theme).or_default() += 1;
                continue;
            };
            heard.insert(people);
            sample.insert(passage.id);
            words.insert(passage.id, Said { passage, words: cleared });
            if sample.len() == SAMPLE {
                break;
            }
        }
        if !sample.is_empty() {
            chosen.sampled.insert(*theme);
            chosen.under.insert(*theme, sample);
        }
    }
    Ok(())
}
