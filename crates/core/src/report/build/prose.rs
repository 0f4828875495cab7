//! The sentences that people wrote, at the places of the report where they belong.
//!
//! Sentences are rows without paragraphs, so paragraphs are made here: each recommendation is one,
//! and elsewhere a new one begins where the subject changes once the last is long enough to stand.

use std::collections::HashMap;

use crate::error::Result;
use crate::id::Id;
use crate::report::{Citation, Place, Section, Sentence, Target};
use crate::sentence::{self, Cited, Support};
use crate::storage::Reader;

/// A paragraph of this many characters can end where the subject changes.
const LONG_ENOUGH: usize = 200;
/// A paragraph of this many characters ends in any case.
const TOO_LONG: usize = 800;

/// What readers see of the things that sentences cite.
#[derive(Debug, Default)]
pub(super) struct Labels {
    pub(super) themes: HashMap<Id, String>,
    pub(super) quotes: HashMap<Id, String>,
    pub(super) conditions: HashMap<Id, String>,
    /// The theme under which each quote is printed.
    pub(super) homes: HashMap<Id, Id>,
}

impl Labels {
    /// What a sentence cites; what the report cannot show is left out.
    fn citation(&self, support: Support) -> Option<Citation> {
        let (target, labels) = match support {
            Support::Theme(_) => (Target::Theme, &self.themes),
            Support::Passage(_) => (Target::Quote, &self.quotes),
            Support::Condition(_) => (Target::Condition, &self.conditions),
        };
        let label = labels.get(&support.id())?.clone();
        Some(Citation { target, id: support.id().to_string(), label })
    }

    /// What a sentence is about: the theme or condition that it cites, or that of its quote.
    fn subject(&self, cites: &[Support]) -> Option<Support> {
        cites.iter().find_map(|support| match support {
            Support::Passage(passage) => self.homes.get(passage).copied().map(Support::Theme),
            named => Some(*named),
        })
    }
}

/// All sentences, gathered into sections.
pub(super) fn sections(
    reader: &Reader<'_>,
    sentences: &[Cited],
    labels: &Labels,
) -> Result<Vec<Section>> {
    let unsupported = sentence::unsupported(reader)?.into_iter();
    let reasons: HashMap<Id, String> =
        unsupported.map(|one| (one.sentence.id, one.reason)).collect();
    let told = sentence::Section::ALL.iter().filter_map(|section| {
        let inside: Vec<_> =
            sentences.iter().filter(|one| one.sentence.section == *section).collect();
        (!inside.is_empty()).then(|| self::section(*section, &inside, labels, &reasons))
    });
    Ok(told.collect())
}

fn section(
    section: sentence::Section,
    inside: &[&Cited],
    labels: &Labels,
    reasons: &HashMap<Id, String>,
) -> Section {
    let mut long = 0;
    let mut subject = None;
    let sentences = inside.iter().map(|cited| {
        let about = labels.subject(&cited.cites);
        let turns = long >= LONG_ENOUGH && about.is_some() && about != subject;
        let each = section == sentence::Section::Recommendations;
        let begins_paragraph = each || long == 0 || turns || long >= TOO_LONG;
        let length = cited.sentence.text.chars().count();
        long = if begins_paragraph { length } else { long + length };
        subject = about.or(subject);
        Sentence {
            id: cited.sentence.id.to_string(),
            text: cited.sentence.text.clone(),
            begins_paragraph,
            leads_on: !section.needs_support(),
            by_program: false,
            lacks: reasons.get(&cited.sentence.id).cloned(),
            citations: cited.cites.iter().filter_map(|one| labels.citation(*one)).collect(),
        }
    });
    let sentences = sentences.collect();
    let (place, headed) = place(section);
    let heading = headed.then(|| section.label().to_owned());
    Section { id: section.word().to_owned(), place, heading, sentences }
}

/// Where the report sets a section, and whether it needs a heading there.
fn place(section: sentence::Section) -> (Place, bool) {
    match section {
        sentence::Section::Summary => (Place::Opening, false),
        sentence::Section::Findings => (Place::Findings, true),
        sentence::Section::Conditions => (Place::Model, false),
        sentence::Section::Recommendations | sentence::Section::Limits => (Place::Closing, true),
        sentence::Section::Method => (Place::Method, false),
    }
}
