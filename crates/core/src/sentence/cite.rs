//! Saying what a sentence rests on, and taking that back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Sentence, SentenceCitation, Support};
use crate::bind;
use crate::care::quote;
use crate::coding::Passage;
use crate::condition::Condition;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};
use crate::theme::{self, Theme};

/// What a sentence rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Cites {
    /// Themes.
    pub themes: Vec<Id>,
    /// Passages.
    pub passages: Vec<Id>,
    /// Conditions.
    pub conditions: Vec<Id>,
}

impl Cites {
    /// Each of them: themes, then passages, then conditions.
    pub fn each(&self) -> impl Iterator<Item = Support> + '_ {
        let themes = self.themes.iter().copied().map(Support::Theme);
        let passages = self.passages.iter().copied().map(Support::Passage);
        let conditions = self.conditions.iter().copied().map(Support::Condition);
        themes.chain(passages).chain(conditions)
    }

    /// Refuses to do something with nothing.
    fn some(&self) -> Result<()> {
        match self.each().next() {
            Some(_) => Ok(()),
            None => Err(Error::invalid("Say which themes, passages or conditions are meant.")),
        }
    }
}

/// Adds to what a sentence rests on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SentenceCite {
    /// Which sentence.
    pub sentence: Id,
    /// What it rests on as well; what it cites already is cited once.
    pub cites: Cites,
}

impl Operation for SentenceCite {
    const NAME: &'static str = "sentence.cite";
    const SUMMARY: &'static str = "Adds to what a sentence rests on";
    /// How many citations are new.
    type Outcome = usize;

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        let sentence: Sentence = change.get(self.sentence)?;
        self.cites.some()?;
        let added = add(change, sentence.id, &self.cites)?;
        change.say(format!("Cited more in a sentence under “{}”", sentence.section.label()));
        Ok(added)
    }
}

/// Takes away from what a sentence rests on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SentenceUncite {
    /// Which sentence.
    pub sentence: Id,
    /// What it no longer rests on.
    pub cites: Cites,
}

impl Operation for SentenceUncite {
    const NAME: &'static str = "sentence.uncite";
    const SUMMARY: &'static str = "Takes away from what a sentence rests on";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let sentence: Sentence = change.get(self.sentence)?;
        self.cites.some()?;
        for support in self.cites.each() {
            remove(change, &sentence, support)?;
        }
        change.say(format!("Cited less in a sentence under “{}”", sentence.section.label()));
        theme::let_go(change, &self.cites.passages)
    }
}

/// Adds citations behind those that a sentence has; answers how many were new.
///
/// Errors: the report would quote a cited passage, and those whose words it is did not agree.
pub(super) fn add(change: &mut Change<'_>, sentence: Id, cites: &Cites) -> Result<usize> {
    let rows: Vec<SentenceCitation> =
        change.list("WHERE sentence = $1 ORDER BY position, id", bind![sentence])?;
    let mut supports: Vec<Support> = rows.iter().filter_map(SentenceCitation::support).collect();
    let mut position = rows.last().map_or(0, |last| last.position);
    let before = supports.len();
    for support in cites.each() {
        if supports.contains(&support) {
            continue;
        }
        match support {
            Support::Theme(theme) => drop(change.get::<Theme>(theme)?),
            Support::Passage(passage) => quote::allow(change, &change.get::<Passage>(passage)?)?,
            Support::Condition(condition) => drop(change.get::<Condition>(condition)?),
        }
        position += 1;
        supports.push(support);
        let citation = citation(change.new_id(), sentence, support, position);
        change.insert(&citation)?;
    }
    Ok(supports.len() - before)
}

fn citation(id: Id, sentence: Id, support: Support, position: i64) -> SentenceCitation {
    let mut citation =
        SentenceCitation { id, sentence, theme: None, passage: None, condition: None, position };
    match support {
        Support::Theme(theme) => citation.theme = Some(theme),
        Support::Passage(passage) => citation.passage = Some(passage),
        Support::Condition(condition) => citation.condition = Some(condition),
    }
    citation
}

fn remove(change: &mut Change<'_>, sentence: &Sentence, support: Support) -> Result<()> {
    let clause = format!("WHERE sentence = $1 AND {} = $2", support.noun());
    let values = bind![sentence.id, support.id()];
    if change.remove_all::<SentenceCitation>(&clause, values)? > 0 {
        return Ok(());
    }
    Err(Error::conflict(format!(
        "This sentence under “{}” does not cite the {} {}. Nothing was changed.",
        sentence.section.label(),
        support.noun(),
        support.id()
    )))
}

/// Takes something that goes out of all sentences and says how many lost it; answers that number.
pub(crate) fn drop_citations(change: &mut Change<'_>, support: Support) -> Result<usize> {
    let losing = super::citing(change, support)?;
    let clause = format!("WHERE {} = $1", support.noun());
    change.remove_all::<SentenceCitation>(&clause, bind![support.id()])?;
    let mut bare = 0;
    for sentence in &losing {
        let left = "SELECT COUNT(*) FROM sentence_citation WHERE sentence = $1";
        bare += usize::from(change.number(left, bind![sentence.id])? == 0);
    }
    if !losing.is_empty() {
        let noun = support.noun();
        let many = match losing.len() {
            1 => format!("1 sentence of the report lost the support of this {noun}"),
            more => format!("{more} sentences of the report lost the support of this {noun}"),
        };
        change.notice(match bare {
            0 => format!("{many}; none is left without any."),
            1 => format!("{many}; 1 now cites nothing."),
            more => format!("{many}; {more} now cite nothing."),
        });
    }
    Ok(losing.len())
}
