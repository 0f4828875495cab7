//! Templates: models of conditions to start from.
//!
//! A template is data (`ten_conditions.json`), read once and then copied into a study, where every
//! word of it may be changed; this module only says what a template holds and keeps it honest. The
//! one that ships is composed from published guidance and says so in its `notice`: nothing in it is
//! taken from Wilson (2024), whose paper is cited for the form alone. Each condition names its
//! sources, and a source shows only what is known of it: an unknown title or year stays empty.

use serde::{Deserialize, Serialize};

/// A model of conditions to start from, with the sources it was composed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Names the template in a study that was started from it.
    pub key: String,
    /// Counts up whenever the wording changes, so that a study can be compared with what it copied.
    pub version: u32,
    /// What a person sees in the list of templates.
    pub name: String,
    /// What the template is for, in two sentences.
    pub about: String,
    /// Where the wording comes from, to be shown wherever the template is.
    pub notice: String,
    /// The work whose form, not whose content, the template follows.
    pub form_after: FormAfter,
    /// How to take the labels of the indicators: their domain and their level.
    pub labels_note: String,
    /// The conditions, from the ground up; what a condition needs always stands before it.
    pub conditions: Vec<TemplateCondition>,
    /// Every source the conditions cite, once.
    pub sources: Vec<TemplateSource>,
}

/// The work whose form a template follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormAfter {
    /// The full citation.
    pub citation: String,
    /// The DOI, without a resolver's address.
    pub doi: String,
    /// What was taken from it, and what was not.
    pub why: String,
}

/// One condition of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateCondition {
    /// `C1` to `C10`: how other conditions of the template name this one.
    pub key: String,
    /// The place in the order, from 1 at the ground.
    pub order: u32,
    /// The short name.
    pub name: String,
    /// What must be so for the condition to hold: read it after "true when".
    pub statement: String,
    /// Why it matters, in a sentence or two.
    pub why: String,
    /// The keys of the conditions that should hold first.
    pub needs: Vec<String>,
    /// Whether it belongs to what should be ready before anyone starts.
    pub before_start: bool,
    /// What one would see if the condition held.
    pub indicators: Vec<TemplateIndicator>,
    /// The kinds of evidence that could show it.
    pub evidence: Vec<String>,
    /// Questions to ask at a review.
    pub questions: Vec<String>,
    /// What the condition was composed from.
    pub sources: Vec<TemplateCitation>,
}

/// One thing to look for, labelled by where it sits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateIndicator {
    /// What one would see.
    pub text: String,
    /// The domain of the Consolidated Framework for Implementation Research.
    #[serde(default)]
    pub domain: Option<Domain>,
    /// Whether it is about society, the organisation or the people.
    #[serde(default)]
    pub level: Option<Level>,
    /// Whether it should be ready before anyone starts, though its condition need not be.
    #[serde(default)]
    pub before_start: bool,
}

/// A domain of the Consolidated Framework for Implementation Research.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Domain {
    /// What is being brought in: here, peer support itself.
    #[serde(rename = "innovation")]
    Innovation,
    /// What surrounds the organisation: policy, funding, partners.
    #[serde(rename = "outer setting")]
    OuterSetting,
    /// The organisation: its culture, money, meetings and rules.
    #[serde(rename = "inner setting")]
    InnerSetting,
    /// The people and what they know, feel and can do.
    #[serde(rename = "individuals")]
    Individuals,
    /// How the change is carried out.
    #[serde(rename = "implementation process")]
    ImplementationProcess,
}

/// Where an indicator sits: society, organisation or people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Society, law and money.
    Macro,
    /// The organisation and its teams.
    Meso,
    /// People and what passes between them.
    Micro,
}

/// A source as one condition cites it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateCitation {
    /// The key of the source in [`Template::sources`].
    pub source: String,
    /// The part that bears on the condition, where one is known.
    pub part: Option<String>,
}

/// A published work, with only what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateSource {
    /// How conditions name it.
    pub key: String,
    /// Who and when, or what it is, on one line.
    pub short: String,
    /// Its title, where known word for word.
    pub title: Option<String>,
    /// The year of publication, where known.
    pub year: Option<u16>,
    /// The DOI, without a resolver's address.
    pub doi: Option<String>,
    /// Where it was read, when it has no DOI.
    pub url: Option<String>,
    /// Another published identifier, such as the number of a report.
    pub identifier: Option<String>,
}

impl Template {
    /// The condition with this key.
    pub fn condition(&self, key: &str) -> Option<&TemplateCondition> {
        self.conditions.iter().find(|condition| condition.key == key)
    }

    /// The sources one condition cites, each with the part that bears on it.
    pub fn sources_of<'a>(
        &'a self,
        condition: &'a TemplateCondition,
    ) -> impl Iterator<Item = (&'a TemplateSource, Option<&'a str>)> {
        condition.sources.iter().filter_map(|citation| {
            let source = self.sources.iter().find(|source| source.key == citation.source)?;
            Some((source, citation.part.as_deref()))
        })
    }
}

/// Returns the ten conditions that ship with the program.
pub fn ten_conditions() -> Template {
    serde_json::from_str(include_str!("ten_conditions.json"))
        .expect("the template is compiled in, and a test reads it on every build")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// The strings of a value that hold nothing but white space.
    fn empty_strings(value: &serde_json::Value) -> usize {
        match value {
            serde_json::Value::String(text) => usize::from(text.trim().is_empty()),
            serde_json::Value::Array(items) => items.iter().map(empty_strings).sum(),
            serde_json::Value::Object(fields) => fields.values().map(empty_strings).sum(),
            _ => 0,
        }
    }

    #[test]
    fn there_are_ten_in_order() {
        let template = ten_conditions();
        let keys: Vec<_> = template.conditions.iter().map(|c| c.key.as_str()).collect();
        assert_eq!(keys, ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10"]);
        let orders: Vec<_> = template.conditions.iter().map(|c| c.order).collect();
        assert_eq!(orders, (1..=10).collect::<Vec<_>>());
    }

    #[test]
    fn what_a_condition_needs_is_as_proposed_and_stands_before_it() {
        let template = ten_conditions();
        let expected: [&[&str]; 10] = [
            &[],
            &["C1"],
            &["C1", "C2"],
            &["C1", "C3"],
            &["C2", "C4"],
            &["C4", "C5"],
            &["C2", "C4", "C5"],
            &["C4", "C6", "C7"],
            &["C3", "C7"],
            &["C8", "C9"],
        ];
        // Every need stands earlier in the order, which also rules out a cycle.
        let mut before = HashSet::new();
        for (condition, needs) in template.conditions.iter().zip(expected) {
            assert_eq!(condition.needs, needs, "{}", condition.key);
            assert!(condition.needs.iter().all(|need| before.contains(need)), "{}", condition.key);
            before.insert(condition.key.clone());
        }
    }

    #[test]
    fn every_condition_can_be_looked_for_and_asked_about() {
        for condition in ten_conditions().conditions {
            let key = &condition.key;
            assert!((4..=6).contains(&condition.indicators.len()), "{key}");
            assert!(condition.indicators.iter().all(|i| i.domain.is_some() && i.level.is_some()));
            assert!(!condition.evidence.is_empty(), "{key}");
            assert!(condition.questions.iter().all(|q| q.ends_with('?')), "{key}");
            assert!(!condition.questions.is_empty(), "{key}");
        }
    }

    #[test]
    fn every_citation_finds_its_source_and_every_source_is_cited() {
        let template = ten_conditions();
        let mut cited = HashSet::new();
        for condition in &template.conditions {
            let found: Vec<_> = template.sources_of(condition).collect();
            assert!(!found.is_empty(), "{}", condition.key);
            assert_eq!(found.len(), condition.sources.len(), "{}", condition.key);
            cited.extend(found.into_iter().map(|(source, _)| source.key.clone()));
        }
        let listed: Vec<_> = template.sources.iter().map(|source| source.key.clone()).collect();
        assert_eq!(listed.len(), cited.len());
        assert_eq!(listed.into_iter().collect::<HashSet<_>>(), cited);
    }

    #[test]
    fn nothing_is_left_empty() {
        let template = ten_conditions();
        let value = serde_json::to_value(&template).expect("a template is plain data");
        assert_eq!(empty_strings(&value), 0);
    }

    #[test]
    fn it_says_where_it_comes_from() {
        let template = ten_conditions();
        let notice = "Composed from published guidance; not the model of Wilson (2024)";
        assert_eq!(template.notice, notice);
        assert_eq!(template.form_after.doi, "10.1332/20408056Y2024D000000022");
        assert!(template.sources.iter().all(|source| !source.short.contains("Wilson")));
        assert!(template.sources.iter().flat_map(|s| &s.doi).all(|doi| doi.starts_with("10.")));
    }

    #[test]
    fn what_must_be_ready_before_anyone_starts_is_marked() {
        let template = ten_conditions();
        let early: Vec<_> = template.conditions.iter().filter(|c| c.before_start).collect();
        assert_eq!(early.iter().map(|c| c.order).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        let supervision = template.condition("C7").expect("the template has ten conditions");
        assert!(supervision.indicators.iter().any(|i| i.before_start));
    }
}
