//! Lists of sentences, in the order in which the report is read.

use std::collections::HashMap;

use serde::Serialize;

use super::{Sentence, SentenceCitation, Support};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// A sentence with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cited {
    /// The sentence.
    #[serde(flatten)]
    pub sentence: Sentence,
    /// What it cites, in order.
    pub cites: Vec<Support>,
}

/// All sentences, section by section.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Cited>> {
    let mut supports: HashMap<Id, Vec<Support>> = HashMap::new();
    for citation in reader.list::<SentenceCitation>("ORDER BY position, id", &[])? {
        if let Some(support) = citation.support() {
            supports.entry(citation.sentence).or_default().push(support);
        }
    }
    let sentences = in_order(reader.list("", &[])?).into_iter().map(|sentence| {
        let cites = supports.remove(&sentence.id).unwrap_or_default();
        Cited { sentence, cites }
    });
    Ok(sentences.collect())
}

/// The sentences that cite something.
pub fn citing(reader: &Reader<'_>, support: Support) -> Result<Vec<Sentence>> {
    let clause = format!(
        "WHERE id IN (SELECT sentence FROM sentence_citation WHERE {} = $1)",
        support.noun()
    );
    Ok(in_order(reader.list(&clause, bind![support.id()])?))
}

/// The order of the sections is the report's, not the alphabet's.
fn in_order(mut sentences: Vec<Sentence>) -> Vec<Sentence> {
    sentences.sort_by_key(|sentence| (sentence.section, sentence.position, sentence.id));
    sentences
}
