//! Sentences that claim something and rest on nothing.

use std::collections::HashMap;

use serde::Serialize;

use super::{Cited, Sentence, Support, list};
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;
use crate::theme::{self, Listed};

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
    let themes: HashMap<Id, Listed> = theme::list(reader)?
        .into_iter()
        .map(|listed| (listed.theme.id, listed))
        .collect();
    let claims = list(reader)?
        .into_iter()
        .filter(|cited| cited.sentence.section.needs_support());
    let found = claims.filter_map(|cited| {
        let reason = reason(&cited, &themes)?;
        Some(Unsupported {
            sentence: cited.sentence,
            reason,
        })
    });
    Ok(found.collect())
}

/// Why a sentence has no support; none when it has some.
fn reason(cited: &Cited, themes: &HashMap<Id, Listed>) -> Option<String> {
    let mut empty = Vec::new();
    for support in &cited.cites {
        match support {
            Support::Passage(_) | Support::Condition(_) => return None,
            Support::Theme(theme) => match themes.get(theme) {
                Some(listed) if listed.passages > 0 => return None,
                Some(listed) => empty.push(format!("“{}”", listed.theme.name)),
                None => {}
            },
        }
    }
    Some(match &empty[..] {
        [] => "It cites nothing.".to_owned(),
        [one] => format!("It cites only the theme {one}, which gathers no passage yet."),
        [rest @ .., last] => format!(
            "It cites only the themes {} and {last}, which gather no passages yet.",
            rest.join(", ")
        ),
    })
}
