//! Reading a document, knowing at each moment where in it.
//!
//! What is wrong is said with the section, the entry and the line: a cut-off file, a value of the
//! wrong type, JSON that is none. A refusal that arises on the way, such as a newer format, is
//! kept as it is and told instead of what the parser makes of it.

use std::cell::{Cell, RefCell};
use std::io::{BufRead, BufReader, Read};

use serde::de::DeserializeSeed;
use serde_json::error::Category;

use super::document::{Document, Whole};
use super::media::Media;
use super::rows::Spot;
use crate::error::{Error, Kind, Result};

/// What is done with each recording as soon as it was read.
type Keep<'k> = &'k mut dyn FnMut(Media, Spot) -> Result<Media>;

/// Whether the first bytes of a file are those of a document.
pub fn looks_like(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let opened = head.trim_ascii_start().strip_prefix(b"{");
    opened.is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\"trefoil\""))
}

/// Reads a document.
///
/// Errors: it is not JSON, breaks off, is of a newer format, or something in it has another type.
pub(super) fn read(input: impl Read, keep: Keep<'_>) -> Result<Document> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    if input.fill_buf().map_err(unreadable)?.starts_with(b"\xef\xbb\xbf") {
        input.consume(3);
    }
    let reading = Reading::new(keep);
    let mut json = serde_json::Deserializer::from_reader(input);
    Whole(&reading)
        .deserialize(&mut json)
        .and_then(|document| json.end().map(|()| document))
        .map_err(|error| reading.explain(error))
}

fn unreadable(error: std::io::Error) -> Error {
    let message = format!("The document cannot be read: {error}. Nothing was changed.");
    Error::new(Kind::Io, message).because(error)
}

/// Where reading has come to.
pub(super) struct Reading<'k> {
    spot: Cell<Spot>,
    keep: RefCell<Keep<'k>>,
    refusal: RefCell<Option<Error>>,
}

impl<'k> Reading<'k> {
    /// At the beginning.
    pub(super) fn new(keep: Keep<'k>) -> Self {
        Self { spot: Cell::default(), keep: RefCell::new(keep), refusal: RefCell::default() }
    }

    /// Begins a section; the empty name is for what lies between sections.
    pub(super) fn begin(&self, section: &'static str) {
        self.spot.set(Spot { section, entry: 0 });
    }

    /// Begins the next entry of the section.
    pub(super) fn next(&self) {
        let Spot { section, entry } = self.spot.get();
        self.spot.set(Spot { section, entry: entry + 1 });
    }

    /// Ends the entries of the section.
    pub(super) fn end(&self) {
        self.begin(self.spot.get().section);
    }

    /// Hands a recording on.
    pub(super) fn keep<E: serde::de::Error>(&self, media: Media) -> Result<Media, E> {
        let spot = self.spot.get();
        (self.keep.borrow_mut())(media, spot).map_err(|error| self.refuse(error))
    }

    /// Ends reading for a reason of our own.
    pub(super) fn refuse<E: serde::de::Error>(&self, error: Error) -> E {
        let told = E::custom(&error);
        *self.refusal.borrow_mut() = Some(error);
        told
    }

    /// Turns what the parser says into one line that says where.
    fn explain(&self, error: serde_json::Error) -> Error {
        if let Some(refusal) = self.refusal.take() {
            return refusal;
        }
        if error.classify() == Category::Io {
            return unreadable(error.into());
        }
        let (spot, line, column) = (self.spot.get(), error.line(), error.column());
        let message = match (error.classify(), spot.section) {
            (Category::Eof, _) if (line, column) <= (1, 0) => "The document is empty".to_owned(),
            (Category::Eof, "") => format!("The document breaks off on line {line}"),
            (Category::Eof, _) => format!("The document breaks off in {spot}, on line {line}"),
            (Category::Syntax, _) => {
                format!("This is not JSON: {} (line {line}, column {column})", bare(&error))
            }
            (_, "") => format!("This is no study from Trefoil: {}", bare(&error)),
            _ => format!("In {spot} (line {line}): {}", bare(&error)),
        };
        let told = Error::new(Kind::BadFile, format!("{message}. Nothing was changed."));
        let told = match error.classify() {
            Category::Eof => told.hint("It was cut short: export or copy it again."),
            _ => told,
        };
        told.because(error)
    }
}

/// The parser's words and ours.
const PLAIN: [(&str, &str); 7] = [
    ("expected i64", "expected a whole number"),
    ("expected u32", "expected a whole number"),
    ("expected a formatted UUID string", "expected an id"),
    ("UUID parsing failed", "this is no id"),
    ("invalid type: sequence", "invalid type: list"),
    ("invalid type: map", "invalid type: object"),
    ("unknown variant", "unknown word"),
];

/// What the parser says, without the place and in plain words.
fn bare(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&place).unwrap_or(&text).trim_end_matches('.');
    PLAIN.iter().fold(text.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours))
}

#[cfg(test)]
mod tests {
    use super::looks_like;

    #[test]
    fn a_document_is_known_by_its_first_words() {
        assert!(looks_like(b"{\n\"trefoil\": {"));
        assert!(looks_like(b"\xef\xbb\xbf{ \"trefoil\" :"));
        assert!(!looks_like(b"{\"codes\": []"));
        assert!(!looks_like(b"trefoil"));
    }
}
