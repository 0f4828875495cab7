//! What comes with a condition to work on it: sources, kinds of evidence, questions for the review.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::graph::Graph;
use super::{Condition, ConditionGuidance, Guidance};
use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Adds a source, a kind of evidence or a question to a condition, behind the others.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GuidanceAdd {
    /// Which condition.
    pub condition: Id,
    /// What it is.
    pub kind: Guidance,
    /// What it says.
    pub text: String,
    /// A DOI or web address.
    #[serde(default)]
    pub link: Option<String>,
}

impl Operation for GuidanceAdd {
    const NAME: &'static str = "guidance.add";
    const SUMMARY: &'static str = "Adds a source, a kind of evidence or a question to a condition";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({ "condition": self.condition, "kind": self.kind, "link": self.link })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let condition = change.get::<Condition>(self.condition)?.id;
        let text = self.text.trim().to_owned();
        if text.is_empty() {
            return Err(Error::invalid("Guidance needs words."));
        }
        let there = "WHERE condition = $1";
        let guidance = ConditionGuidance {
            id: change.new_id(),
            condition,
            position: change.next_position::<ConditionGuidance>(there, bind![condition])?,
            kind: self.kind,
            text,
            link: link(self.link)?,
        };
        change.insert(&guidance)?;
        let called = Graph::read(change)?.called(condition);
        change.say(format!("Added {} to {called}", thing(guidance.kind)));
        Ok(guidance.id)
    }
}

/// Removes a source, a kind of evidence or a question from a condition.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GuidanceRemove {
    /// Which piece of guidance.
    pub guidance: Id,
}

impl Operation for GuidanceRemove {
    const NAME: &'static str = "guidance.remove";
    const SUMMARY: &'static str =
        "Removes a source, a kind of evidence or a question from a condition";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let guidance: ConditionGuidance = change.get(self.guidance)?;
        let called = Graph::read(change)?.called(guidance.condition);
        change.remove_all::<ConditionGuidance>("WHERE id = $1", bind![guidance.id])?;
        change.say(format!("Removed {} from {called}", thing(guidance.kind)));
        Ok(())
    }
}

fn thing(kind: Guidance) -> &'static str {
    match kind {
        Guidance::Source => "a source",
        Guidance::Evidence => "a kind of evidence",
        Guidance::Question => "a review question",
    }
}

/// Checks a link, which pages will offer to follow: a DOI becomes its address, an empty one none.
fn link(text: Option<String>) -> Result<Option<String>> {
    let Some(text) = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let lower = text.to_lowercase();
    let bare = if lower.starts_with("doi:") { text[4..].trim_start() } else { &text };
    if bare.starts_with("10.") && bare.contains('/') && !bare.contains(char::is_whitespace) {
        return Ok(Some(format!("https://doi.org/{bare}")));
    }
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    if rest.is_some_and(|rest| !rest.is_empty()) && !text.contains(char::is_whitespace) {
        return Ok(Some(text));
    }
    Err(Error::invalid(format!("“{text}” is neither a DOI nor a web address."))
        .hint("Write it as 10.1007/s00127-021-02038-4 or https://example.org/guide."))
}

#[cfg(test)]
mod tests {
    use super::link;

    fn read(text: &str) -> Option<String> {
        link(Some(text.to_owned())).expect("it is a link or nothing")
    }

    #[test]
    fn a_doi_becomes_an_address_and_an_address_stays() {
        let doi = Some("https://doi.org/10.1007/s00127-021".to_owned());
        assert_eq!(read("10.1007/s00127-021"), doi);
        assert_eq!(read("DOI: 10.1007/s00127-021 "), doi);
        assert_eq!(read("https://example.org/a"), Some("https://example.org/a".to_owned()));
        assert_eq!(read("  "), None);
    }

    #[test]
    fn what_a_page_must_not_follow_is_refused() {
        for text in ["javascript:alert(1)", "https://", "imroc 17", "data:text/html,x", "10.1007"] {
            assert!(link(Some(text.to_owned())).is_err(), "{text}");
        }
    }
}
