//! Sentences that claim something and rest on nothing.

use std::collections::HashMap;

use serde::Serialize;

use super::{Cited, Sentence, Support, list};
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// A sentence without support, and why it has none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unsupported {
    /// The sentence.
    #[serde(flatten)]
    pub sentence: Sentence,
    /// Why, in words.
    pub reason: String,
}

/// The sentences of the summary, the findings, the conditions and the recommendations that cite
/// nothing, or only themes without a passage of their own or through a code; in reading order.
pub fn unsupported(reader: &Reader<'_>) -> Result<Vec<Unsupported>> {
    let mut empty: HashMap<Id, String> = HashMap::new();
    for row in reader.query(include_str!("empty_themes.sql"), &[])? {
        empty.insert(row.get(0)?, row.get(1)?);
    }
    let claims = list(reader)?.into_iter().filter(|cited| cited.sentence.section.needs_support());
    let found = claims.filter_map(|cited| {
        let reason = reason(&cited, &empty)?;
        Some(Unsupported { sentence: cited.sentence, reason })
    });
    Ok(found.collect())
}

/// Why a sentence has no support; none when it has some. `empty` are themes that have none.
fn reason(cited: &Cited, empty: &HashMap<Id, String>) -> Option<String> {
    let mut only = Vec::new();
    for support in &cited.cites {
        match support {
            Support::Theme(theme) => only.push(format!("“{}”", empty.get(theme)?)),
            Support::Passage(_) | Support::Condition(_) => return None,
        }
    }
    Some(match &only[..] {
        [] => "It cites nothing.".to_owned(),
        [one] => format!("It cites only the theme {one}, which gathers no passage yet."),
        [rest @ .., last] => format!(
            "It cites only the themes {} and {last}, which gather no passages yet.",
            rest.join(", ")
        ),
    })
}
