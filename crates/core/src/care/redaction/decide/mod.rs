//! Deciding: replacing, refusing, changing and taking back, one place at a time or many at once.
//!
//! Finds are no rows. A decision names its place by source, revision and span, and is refused if
//! the text is no longer the one that was looked at. What was replaced is logged by keyed hash, and
//! sealed where the key has a passphrase; no history, notice or outcome holds the word.

mod apply;
mod everywhere;
mod refuse;
mod remove;
mod set;

pub use apply::{Applied, RedactionApply};
pub use refuse::{Kept, RedactionRefuse, Refused};
pub use remove::RedactionRemove;
pub use set::RedactionSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::find::Rule;
use crate::care::pseudonym::{Level, NameKind};
use crate::corpus::source::Source;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::span::Span;
use crate::study::Change;
use crate::transcript::Revision;

/// A stretch of a source's text as somebody saw it, and what is to stand in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
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
    /// What kind of word it is; by default what the rule finds.
    #[serde(default)]
    pub kind: Option<NameKind>,
    /// The level from which on it is replaced; `direct` replaces it in the text itself.
    pub level: Level,
    /// What stands in its place, without brackets.
    pub replacement: String,
}

fn by_hand() -> Rule {
    Rule::ByHand
}

impl Place {
    /// Where it is.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// What kind of word it is.
    fn kind(&self) -> NameKind {
        self.kind.unwrap_or(match self.rule {
            Rule::Phone => NameKind::Phone,
            Rule::Postcode | Rule::Address => NameKind::Place,
            rule if rule.is_name() || rule == Rule::ByHand => NameKind::Person,
            _ => NameKind::Other,
        })
    }
}

/// A source with the text that decisions about it were made on.
fn seen(change: &Change<'_>, source: Id, revision: Id) -> Result<(Source, Revision)> {
    let source: Source = change.get(source)?;
    match source.revision {
        None => Err(Error::conflict(format!("“{}” has no text.", source.name))),
        Some(current) if current != revision => Err(Error::conflict(format!(
            "“{}” was corrected meanwhile, so the places in it may be others. Nothing was changed.",
            source.name
        ))
        .hint("Look for what points to people in it again.")),
        Some(current) => Ok((source, change.get(current)?)),
    }
}

/// What may stand in a text in place of words.
fn clean(replacement: &str) -> Result<String> {
    const LONGEST: usize = 120;
    let plain = replacement.trim();
    let plain = plain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(plain);
    let plain = plain.trim();
    if plain.is_empty() {
        return Err(Error::invalid("Say what stands in place of the words, such as “name”."));
    }
    if plain.chars().count() > LONGEST
        || plain.contains(['[', ']'])
        || plain.contains(char::is_control)
    {
        return Err(Error::invalid(format!(
            "What stands in place of words is one line of at most {LONGEST} characters, without \
             brackets.",
        )));
    }
    Ok(plain.to_owned())
}

/// A level at which something is replaced at all.
fn replacing(level: Level) -> Result<Level> {
    if level == Level::Raw {
        return Err(Error::invalid("At the level raw nothing is replaced.")
            .hint("Choose direct, indirect or public; or refuse the find, and it stays."));
    }
    Ok(level)
}
