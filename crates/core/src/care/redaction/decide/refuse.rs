//! Refusing: what was found points at nobody and stays.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::super::find::Rule;
use super::super::{Decision, Redaction};
use super::{by_hand, everywhere, seen};
use crate::bind;
use crate::care::pseudonym::Level;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::span::Ruler;
use crate::study::{Change, Operation};
use crate::theme::counted;

/// A stretch of a source's text that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// The source.
    pub source: Id,
    /// The revision that was looked at; refused if there is a newer one.
    pub revision: Id,
    /// The first code point.
    pub start: i64,
    /// The code point behind the last.
    pub end: i64,
    /// By which rule it was found.
    #[serde(default = "by_hand")]
    pub rule: Rule,
}

/// Decides that what was found points at nobody and stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedactionRefuse {
    /// The places.
    pub places: Vec<Kept>,
    /// Whether these words are not to be found anywhere any more.
    #[serde(default)]
    pub everywhere: bool,
}

/// What was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// How many places.
    pub refused: usize,
    /// How many words the key remembers as no names.
    pub remembered: usize,
    /// The decisions.
    pub redactions: Vec<Id>,
}

impl Operation for RedactionRefuse {
    const NAME: &'static str = "redaction.refuse";
    const SUMMARY: &'static str = "Decides that words point at nobody and stay";
    type Outcome = Refused;

    fn describe(&self) -> Json {
        serde_json::json!({ "places": self.places.len(), "everywhere": self.everywhere })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Refused> {
        if self.places.is_empty() {
            return Err(Error::invalid("Say which places stay as they are."));
        }
        let (mut redactions, mut words) = (Vec::new(), Vec::new());
        for place in &self.places {
            let (source, revision) = seen(change, place.source, place.revision)?;
            let ruler = Ruler::new(&revision.text);
            let word = ruler.words(crate::span::Span::new(place.start, place.end))?;
            words.push(word.to_owned());
            redactions.push(keep(change, &source.name, place)?);
        }
        words.sort();
        words.dedup();
        let remembered = if self.everywhere { everywhere::never(change, &words)? } else { 0 };
        let places = counted(redactions.len(), "find");
        change.say(if self.everywhere {
            format!("Refused {places}, and the same words everywhere")
        } else {
            format!("Refused {places}")
        });
        Ok(Refused { refused: redactions.len(), remembered, redactions })
    }
}

/// Writes one refusal down; a standing decision about the same place becomes one.
fn keep(change: &mut Change<'_>, name: &str, place: &Kept) -> Result<Id> {
    let same: Vec<Redaction> = change.list(
        "WHERE source = $1 AND \"start\" = $2 AND \"end\" = $3 ORDER BY id",
        bind![place.source, place.start, place.end],
    )?;
    for row in same {
        if row.state == Decision::Applied {
            return Err(Error::conflict(format!(
                "A place in “{name}” was replaced already; its words are not there any more."
            ))
            .hint("Undo it, or correct the text."));
        }
        change.remove::<Redaction>(row.id)?;
    }
    let row = Redaction {
        id: change.new_id(),
        source: place.source,
        revision: place.revision,
        start: place.start,
        end: place.end,
        rule: place.rule.word().to_owned(),
        level: Level::Raw,
        replacement: String::new(),
        state: Decision::Refused,
        keyed_hash: None,
        sealed: None,
        at: change.now(),
        person: change.person(),
    };
    change.insert(&row)?;
    Ok(row.id)
}
