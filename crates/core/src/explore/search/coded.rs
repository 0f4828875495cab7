//! Where codes are: the stretches of each text within which a query looks.

use std::collections::HashMap;
use std::ops::Range;

use super::texts::SourceText;
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::span::Span;
use crate::storage::Reader;

/// What is coded with any of some codes, by revision: spans in order that neither overlap nor
/// touch.
#[derive(Debug)]
pub(super) struct Coded(HashMap<Id, Vec<Span>>);

impl Coded {
    /// Reads where codes are; `None` when a query names no code and so looks everywhere.
    pub(super) fn read(reader: &Reader<'_>, codes: &[Id], below: bool) -> Result<Option<Self>> {
        if codes.is_empty() {
            return Ok(None);
        }
        let mut spans: HashMap<Id, Vec<Span>> = HashMap::new();
        for code in codes {
            for row in reader.query(include_str!("coded.sql"), bind![*code, below])? {
                let span = Span::new(row.get(1)?, row.get(2)?);
                spans.entry(row.get(0)?).or_default().push(span);
            }
        }
        Ok(Some(Self(spans.into_iter().map(|(id, spans)| (id, joined(spans))).collect())))
    }

    /// Whether anything of a text is coded.
    pub(super) fn touches(&self, text: &SourceText) -> bool {
        self.0.contains_key(&text.revision)
    }

    /// The coded stretches of a text, in bytes.
    pub(super) fn within(&self, text: &SourceText) -> Vec<Range<usize>> {
        let Some(spans) = self.0.get(&text.revision) else { return Vec::new() };
        let ruler = text.ruler();
        let bytes = |span: &Span| Some(ruler.byte_of(span.start)?..ruler.byte_of(span.end)?);
        spans.iter().filter_map(bytes).collect()
    }
}

/// Spans put together where they overlap or touch, so that a stretch is scanned once.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}
