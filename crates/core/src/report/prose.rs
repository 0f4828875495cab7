//! The report's own sentences, and what each of them rests on.
//!
//! A section has a place in the report and holds its sentences as rows, because it is the sentence,
//! not the paragraph, that a trace ends at. A sentence cites themes, quotes and conditions by id
//! with the label a reader sees. One that claims something and cites nothing is shown as such and
//! listed; a sentence that only leads the reader on can be marked as needing no support.

use std::fmt::Write;

use serde::Serialize;

use super::Area;

/// Where a section of prose belongs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub enum Place {
    /// Before everything else.
    Opening,
    /// Before the first area: what was found, taken together.
    Findings,
    /// Under an area, before its themes.
    Area(Area),
    /// Under the theme with this id.
    Theme(String),
    /// Before the drawing of the model of conditions.
    Model,
    /// Under the condition with this id.
    Condition(String),
    /// After themes and model: what should be done, what the study cannot say.
    Closing,
    /// At the very end, with the method and its sources.
    Method,
}

/// A run of prose at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Names the section.
    pub id: String,
    /// Where it belongs.
    pub place: Place,
    /// A heading of its own, when it has one.
    pub heading: Option<String>,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
}

/// One sentence of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// Names the sentence in a trace.
    pub id: String,
    /// The words.
    pub text: String,
    /// Whether a new paragraph begins here.
    pub begins_paragraph: bool,
    /// Whether it claims nothing, so that it needs no support ("The next part turns to…").
    pub leads_on: bool,
    /// Whether the program wrote it from what it counted, because nobody else has yet.
    pub by_program: bool,
    /// Why nothing holds it up, though it may cite something: "It cites only the theme…".
    pub lacks: Option<String>,
    /// What it rests on.
    pub citations: Vec<Citation>,
}

/// One thing a sentence rests on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Citation {
    /// What kind of thing it is.
    pub target: Target,
    /// The id of the theme, of the quote's passage or of the condition.
    pub id: String,
    /// What a reader sees: "T7", "Q13" or "C6".
    pub label: String,
}

/// The kinds of thing a sentence can cite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Target {
    /// A theme.
    Theme,
    /// A quote, by its passage.
    Quote,
    /// A condition.
    Condition,
}

impl Section {
    /// The sentences gathered into paragraphs.
    pub fn paragraphs(&self) -> Vec<&[Sentence]> {
        let same_paragraph = |_: &Sentence, next: &Sentence| !next.begins_paragraph;
        self.sentences.chunk_by(same_paragraph).collect()
    }

    /// Whether each of its sentences is a paragraph, so that it reads as a list.
    pub fn stands_apart(&self) -> bool {
        self.sentences.len() > 1 && self.sentences.iter().all(|sentence| sentence.begins_paragraph)
    }

    /// Whether the program wrote all of it.
    pub fn by_program(&self) -> bool {
        !self.sentences.is_empty() && self.sentences.iter().all(|sentence| sentence.by_program)
    }
}

impl Sentence {
    /// Whether the sentence claims something and rests on nothing.
    pub fn needs_support(&self) -> bool {
        !self.leads_on && (self.citations.is_empty() || self.lacks.is_some())
    }

    /// Why the sentence has no support, when it has none.
    pub fn reason(&self) -> &str {
        self.lacks.as_deref().unwrap_or("It cites nothing that this report can show.")
    }

    /// The name of the sentence on a page.
    pub fn anchor(&self) -> String {
        anchor("sentence", &self.id)
    }
}

impl Citation {
    /// The name on a page of the thing that is cited.
    pub fn anchor(&self) -> String {
        match self.target {
            Target::Theme => anchor("theme", &self.id),
            Target::Quote => anchor("quote", &self.id),
            Target::Condition => anchor("condition", &self.id),
        }
    }

    /// The kind, as a reader calls it.
    pub fn kind(&self) -> &'static str {
        match self.target {
            Target::Theme => "Theme",
            Target::Quote => "Quote",
            Target::Condition => "Condition",
        }
    }
}

/// Makes a name for use in a page from a kind and any id, different for different ids.
///
/// Letters, digits and hyphens stay as they are; everything else becomes its code point in hex
/// between underscores, since a space or a quote mark would break the name.
pub(super) fn anchor(kind: &str, id: &str) -> String {
    let mut name = format!("{kind}-");
    for letter in id.chars() {
        if letter.is_ascii_alphanumeric() || letter == '-' {
            name.push(letter);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(name, "_{:x}_", u32::from(letter));
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_safe_and_tell_ids_apart() {
        assert_eq!(anchor("theme", "0192-ab"), "theme-0192-ab");
        assert_eq!(anchor("theme", "a b"), "theme-a_20_b");
        assert_ne!(anchor("theme", "a b"), anchor("theme", "a_b"));
        assert_ne!(anchor("theme", "a_20_b"), anchor("theme", "a b"));
    }

    #[test]
    fn a_paragraph_begins_where_a_sentence_says_so() {
        let sentence = |begins_paragraph| Sentence { begins_paragraph, ..Sentence::default() };
        let sentences = vec![sentence(true), sentence(false), sentence(true), sentence(false)];
        let section =
            Section { id: String::new(), place: Place::Opening, heading: None, sentences };
        assert_eq!(section.paragraphs().iter().map(|p| p.len()).collect::<Vec<_>>(), [2, 2]);
    }
}
