//! Coding a passage, named by its span or by its exact words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Coding, Passage};
use crate::bind;
use crate::care::consent::{self, Medium};
use crate::codebook::Code;
use crate::corpus::source::Source;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::span::{Ruler, Span};
use crate::study::{Change, Operation};

/// Marks a passage and puts codes on it. Give `start` and `end` in code points, or the exact
/// `text` and, where that stands more than once, which `occurrence` is meant.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodingAdd {
    /// The source.
    pub source: Option<Id>,
    /// A passage that exists already; then nothing else is needed to find it.
    #[serde(default)]
    pub passage: Option<Id>,
    /// The first code point of the span.
    #[serde(default)]
    pub start: Option<i64>,
    /// The code point behind the last.
    #[serde(default)]
    pub end: Option<i64>,
    /// The exact words instead of a span.
    #[serde(default)]
    pub text: Option<String>,
    /// Which one, from 1, when the words stand more than once.
    #[serde(default)]
    pub occurrence: Option<usize>,
    /// Of a stretch of a recording instead of words: where it begins, in milliseconds.
    #[serde(default)]
    pub begin_ms: Option<i64>,
    /// Where the stretch ends, in milliseconds.
    #[serde(default)]
    pub end_ms: Option<i64>,
    /// Whether the source as a whole is meant, such as a picture.
    #[serde(default)]
    pub whole: bool,
    /// The codes; none marks the passage alone.
    #[serde(default)]
    pub codes: Vec<Id>,
}

/// The passage and the codings on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Added {
    /// The passage.
    pub passage: Id,
    /// The codings, in the order of the codes.
    pub codings: Vec<Id>,
}

impl Operation for CodingAdd {
    const NAME: &'static str = "coding.add";
    const SUMMARY: &'static str = "Marks a passage and puts codes on it";
    type Outcome = Added;

    fn describe(&self) -> Json {
        serde_json::json!({
            "source": self.source, "passage": self.passage,
            "start": self.start, "end": self.end, "codes": self.codes,
            "begin_ms": self.begin_ms, "end_ms": self.end_ms, "whole": self.whole,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Added> {
        let codes: Vec<Code> =
            self.codes.iter().map(|code| change.get(*code)).collect::<Result<_>>()?;
        let passage = match self.passage {
            Some(passage) => change.get(passage)?,
            None => self.find_or_mark(change)?,
        };
        let mut codings = Vec::with_capacity(codes.len());
        for code in &codes {
            codings.push(put(change, &passage, code)?);
        }
        change.say(match &codes[..] {
            [] => "Marked a passage".to_owned(),
            [one] => format!("Coded a passage with “{}”", one.name),
            [first, rest @ ..] => {
                format!("Coded a passage with “{}” and {} more", first.name, rest.len())
            }
        });
        Ok(Added { passage: passage.id, codings })
    }
}

impl CodingAdd {
    fn find_or_mark(&self, change: &mut Change<'_>) -> Result<Passage> {
        let source = self.source.ok_or_else(|| {
            Error::invalid("Say which source the passage is in, or which passage it is.")
        })?;
        let source: Source = change.get(source)?;
        if self.whole || self.begin_ms.is_some() || self.end_ms.is_some() {
            return self.find_or_mark_wordless(change, &source);
        }
        // Before anything, because whether and how often words stand in a text is told.
        consent::refuse_closed(change, source.id, Medium::Text)?;
        let revision = source.revision.ok_or_else(|| {
            Error::conflict(format!(
                "“{}” has no text yet, so nothing in it can be coded.",
                source.name
            ))
            .hint(
                "Attach a transcript first, or code a stretch of it (`begin_ms`, `end_ms`) or all \
                 of it (`whole`).",
            )
        })?;
        let given = match (self.start, self.end) {
            (Some(start), Some(end)) => Some(Span::new(start, end)),
            _ => None,
        };
        let marked = given.map(|span| at(change, source.id, revision, span)).transpose()?;
        // With the words given too, they are compared before the passage is trusted.
        if let (Some(Some(passage)), None) = (marked.clone(), &self.text) {
            return Ok(passage);
        }
        let measured = change.measured(revision)?;
        let (revision, ruler) = (&measured.revision, measured.ruler());
        let span = match (given, &self.text) {
            (Some(span), _) => span,
            (None, Some(words)) => {
                find_words(&ruler, &revision.text, words, self.occurrence, &source.name)?
            }
            (None, None) => {
                return Err(Error::invalid(
                    "Say where the passage is: `start` and `end`, or `text`.",
                ));
            }
        };
        let words = ruler.words(span)?;
        if let (Some(_), Some(expected)) = (given, &self.text)
            && expected != words
        {
            return Err(Error::conflict(format!(
                "The words from {} to {} of “{}” are not the ones given; the text may have been \
                 corrected since.",
                span.start, span.end, source.name
            )));
        }
        let marked = match marked {
            Some(known) => known,
            None => at(change, source.id, revision.id, span)?,
        };
        if let Some(passage) = marked {
            return Ok(passage);
        }
        let passage = Passage {
            id: change.new_id(),
            source: source.id,
            revision: Some(revision.id),
            start: span.start,
            end: span.end,
            text: words.to_owned(),
            created_at: change.now(),
            created_by: change.person(),
            begin_ms: None,
            end_ms: None,
        };
        change.insert(&passage)?;
        Ok(passage)
    }

    /// A stretch of the recording, or the source as a whole.
    fn find_or_mark_wordless(&self, change: &mut Change<'_>, source: &Source) -> Result<Passage> {
        if self.start.is_some() || self.end.is_some() || self.text.is_some() {
            return Err(Error::invalid(
                "A passage is either words, or a stretch of a recording, or all of a source.",
            ));
        }
        consent::refuse_closed(change, source.id, Medium::Text)?;
        consent::refuse_closed(change, source.id, Medium::Sound)?;
        let stretch = match (self.begin_ms, self.end_ms, self.whole) {
            (None, None, true) => None,
            (Some(begin), Some(end), false) => Some(Self::stretch(source, begin, end)?),
            _ => {
                return Err(Error::invalid(
                    "Say where the stretch begins and ends (`begin_ms`, `end_ms`), or `whole`.",
                ));
            }
        };
        let (begin_ms, end_ms) = stretch.unzip();
        let clause = "WHERE source = $1 AND revision IS NULL ORDER BY id";
        let known: Vec<Passage> = change.list(clause, bind![source.id])?;
        let same = |one: &Passage| (one.begin_ms, one.end_ms) == (begin_ms, end_ms);
        if let Some(passage) = known.into_iter().find(same) {
            return Ok(passage);
        }
        let passage = Passage {
            id: change.new_id(),
            source: source.id,
            revision: None,
            start: 0,
            end: 0,
            text: String::new(),
            created_at: change.now(),
            created_by: change.person(),
            begin_ms,
            end_ms,
        };
        change.insert(&passage)?;
        Ok(passage)
    }

    fn stretch(source: &Source, begin: i64, end: i64) -> Result<(i64, i64)> {
        let Some(length) = source.duration_ms else {
            return Err(Error::conflict(format!("“{}” has no recording.", source.name)));
        };
        if begin < 0 || end <= begin || end > length {
            return Err(Error::invalid(format!(
                "A stretch of “{}” lies between 0 and {length} milliseconds and ends after it \
                 begins.",
                source.name
            )));
        }
        Ok((begin, end))
    }
}

/// The passage with exactly this span.
fn at(change: &Change<'_>, source: Id, revision: Id, span: Span) -> Result<Option<Passage>> {
    let clause = "WHERE source = $1 AND \"start\" = $2 AND \"end\" = $3 AND revision = $4 \
                  ORDER BY id LIMIT 1";
    let values = bind![source, span.start, span.end, revision];
    Ok(change.list(clause, values)?.into_iter().next())
}

/// The span of exact words.
fn find_words(
    ruler: &Ruler<'_>,
    text: &str,
    words: &str,
    occurrence: Option<usize>,
    source: &str,
) -> Result<Span> {
    if words.is_empty() {
        return Err(Error::invalid("The words to code are empty."));
    }
    let mut found = Vec::new();
    let mut from = 0;
    // Occurrences may overlap: “aa” stands twice in “aaa”.
    while let Some(at) = text[from..].find(words).map(|at| from + at) {
        found.push(at);
        from = at + text[at..].chars().next().map_or(1, char::len_utf8);
    }
    let chosen = match (found.len(), occurrence) {
        (0, _) => {
            return Err(Error::not_found(format!("These words do not stand in “{source}”."))
                .hint("They must be exact, with capitals, punctuation and line breaks."));
        }
        (_, Some(which)) => which.checked_sub(1).and_then(|which| found.get(which)).copied(),
        (1, None) => found.first().copied(),
        (count, None) => {
            return Err(Error::conflict(format!("These words stand {count} times in “{source}”."))
                .hint("Say which one with `occurrence`, from 1, or give `start` and `end`."));
        }
    };
    chosen.and_then(|at| ruler.span_of_bytes(at..at + words.len())).ok_or_else(|| {
        Error::not_found(format!("These words stand only {} times in “{source}”.", found.len()))
    })
}

/// Puts a code on a passage; a coding that this person made before is that coding.
fn put(change: &mut Change<'_>, passage: &Passage, code: &Code) -> Result<Id> {
    let clause = "WHERE passage = $1 AND code = $2 AND coder = $3";
    let same: Vec<Coding> = change.list(clause, bind![passage.id, code.id, change.person()])?;
    if let Some(coding) = same.first() {
        change.notice(format!("This passage already has the code “{}”.", code.name));
        return Ok(coding.id);
    }
    let coding = Coding {
        id: change.new_id(),
        passage: passage.id,
        code: code.id,
        coder: change.person(),
        at: change.now(),
    };
    change.insert(&coding)?;
    Ok(coding.id)
}
