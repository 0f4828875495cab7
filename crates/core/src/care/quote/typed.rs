//! Words that somebody said and that were typed where a report prints them.
//!
//! A sentence, an idea or a reason can repeat what a participant said without being marked as a
//! quote. [`Barred`] knows every run of eight words that may not be quoted, because whoever said
//! them did not agree or because their source is closed, and finds them in any text, whatever its
//! capitals and punctuation. It looks behind the wall and answers with places and names of sources,
//! never with words. Words that somebody who agreed said as well are theirs to give.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Clearing;
use crate::bind;
use crate::care::consent::{Medium, Refusal, Use};
use crate::care::phrase::runs;
use crate::care::pseudonym::Level;
use crate::corpus::source::Source;
use crate::error::Result;
use crate::id::Id;
use crate::span::Span;
use crate::storage::{Reader, wall};

/// How many words in a row are a quote.
const RUN: usize = 8;

/// What may not be quoted, by runs of words.
#[derive(Debug, Default)]
pub struct Barred {
    runs: HashMap<u64, usize>,
    sources: Vec<BarredSource>,
}

/// A source of which some words may not be quoted.
#[derive(Debug)]
pub struct BarredSource {
    /// Its name.
    pub name: String,
    /// Who did not agree.
    pub reasons: Vec<Refusal>,
}

/// A stretch of a text that repeats what may not be quoted.
#[derive(Debug)]
pub struct Repeat<'b> {
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// Whose words it repeats.
    pub source: &'b BarredSource,
}

/// A stretch of a text in which one voice speaks, in code points.
struct Voice {
    start: usize,
    end: usize,
    participant: Option<Id>,
}

/// The words of a source, apart by whether they may be quoted.
#[derive(Default)]
struct Parted {
    barred: Vec<String>,
    free: Vec<String>,
}

impl Barred {
    /// Takes in the words of everybody who did not agree to be quoted. Where everybody did, nothing
    /// is read.
    pub fn read(reader: &Reader<'_>, clearing: &Clearing) -> Result<Self> {
        let mut barred = Self::default();
        for source in reader.list::<Source>("ORDER BY date, name, id", &[])? {
            let Some(reasons) = refusals(clearing, source.id) else { continue };
            let place = barred.sources.len();
            for words in parted(reader, clearing, source.id, &reasons)?.barred {
                for (_, run) in runs(&words, RUN) {
                    barred.runs.entry(run).or_insert(place);
                }
            }
            barred.sources.push(BarredSource { name: source.name, reasons });
        }
        Ok(barred)
    }

    /// Whether there is nothing that may not be quoted.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Forgets what these texts repeat and somebody who agreed, or nobody who is asked, said too.
    pub fn spare(
        &mut self,
        reader: &Reader<'_>,
        clearing: &Clearing,
        texts: &[String],
    ) -> Result<()> {
        let told = texts.iter().flat_map(|text| runs(text, RUN)).map(|(_, run)| run);
        let met: HashSet<u64> = told.filter(|run| self.runs.contains_key(run)).collect();
        if met.is_empty() {
            return Ok(());
        }
        for source in reader.list::<Source>("", &[])? {
            let reasons = refusals(clearing, source.id).unwrap_or_default();
            for words in parted(reader, clearing, source.id, &reasons)?.free {
                for (_, run) in runs(&words, RUN) {
                    if met.contains(&run) {
                        self.runs.remove(&run);
                    }
                }
            }
        }
        Ok(())
    }

    /// The stretches of a text that repeat what may not be quoted, in order and apart.
    pub fn repeats(&self, text: &str) -> Vec<Repeat<'_>> {
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        if self.is_empty() {
            return Vec::new();
        }
        for (at, run) in runs(text, RUN) {
            let Some(source) = self.runs.get(&run) else { continue };
            match found.last_mut() {
                Some((last, _)) if at.start <= last.end => last.end = at.end,
                _ => found.push((at, *source)),
            }
        }
        let told = found.into_iter();
        told.map(|(at, source)| Repeat { at, source: &self.sources[source] }).collect()
    }
}

/// Who in a source did not agree to be quoted, or has closed it.
fn refusals(clearing: &Clearing, source: Id) -> Option<Vec<Refusal>> {
    let closed = clearing.closed(source);
    if !closed.is_empty() {
        return Some(closed);
    }
    clearing.ledger.ask_source(source, Medium::Text, Use::Quotation).err()
}

/// The words of a source, apart by whether whoever said them is among those who refused. Where that
/// is not known, they may not be quoted.
fn parted(
    reader: &Reader<'_>,
    clearing: &Clearing,
    source: Id,
    reasons: &[Refusal],
) -> Result<Parted> {
    let mut parted = Parted::default();
    let text = reader.query(&wall::text_behind(reader.connection()), bind![source])?;
    let Some(text) = text.first().map(|row| row.get::<String>(0)).transpose()? else {
        return Ok(parted);
    };
    if reasons.is_empty() {
        parted.free.push(text);
        return Ok(parted);
    }
    let voices = voices(reader, source)?;
    let present = clearing.ledger.people_in(source);
    let is_free = free(&voices, present, reasons, !clearing.closed(source).is_empty());
    let signs: Vec<char> = text.chars().collect();
    let mut speech = String::new();
    let mut done = 0;
    for voice in &voices {
        let (start, end) = (voice.start.min(signs.len()), voice.end.min(signs.len()));
        // What stands between two voices is nobody's that is known: a heading, perhaps.
        parted.barred.push(signs[done.min(start)..start].iter().collect());
        let said: String = signs[start..end.max(start)].iter().collect();
        if is_free(voice) {
            parted.barred.push(std::mem::take(&mut speech));
            parted.free.push(said);
        } else {
            if let Some(shown) = shown(clearing, source, start..end, &said) {
                parted.barred.push(shown);
            }
            speech.push_str(&said);
            speech.push('\n');
        }
        done = end.max(done);
    }
    let rest: String = signs[done.min(signs.len())..].iter().collect();
    if let Some(shown) = shown(clearing, source, done..signs.len(), &rest) {
        parted.barred.push(shown);
    }
    parted.barred.extend([speech, rest]);
    Ok(parted)
}

/// Words as a quote would show them, where that differs.
fn shown(clearing: &Clearing, source: Id, at: Range<usize>, words: &str) -> Option<String> {
    let span = Span::new(i64::try_from(at.start).ok()?, i64::try_from(at.end).ok()?);
    let shown = clearing.redactions.shown_words(source, span, words, Level::Public);
    (shown != words).then_some(shown)
}

/// Whether a voice's words may be quoted: it is somebody's who agreed, or, where everybody in the
/// source has a voice of their own, that of somebody who is not asked, such as an interviewer.
/// Nobody's who is asked is free in a source that is closed.
fn free(
    voices: &[Voice],
    present: &[Id],
    reasons: &[Refusal],
    is_closed: bool,
) -> impl Fn(&Voice) -> bool {
    let heard: HashSet<Id> = voices.iter().filter_map(|voice| voice.participant).collect();
    let told_apart = present.iter().all(|one| heard.contains(one));
    let refused: HashSet<Id> = reasons.iter().map(|one| one.participant).collect();
    move |voice| match voice.participant {
        Some(one) => !is_closed && !refused.contains(&one),
        None => told_apart,
    }
}

fn voices(reader: &Reader<'_>, source: Id) -> Result<Vec<Voice>> {
    let rows = reader.query(&wall::voices_behind(reader.connection()), bind![source])?;
    rows.iter()
        .map(|row| {
            let at = |column| -> Result<usize> {
                Ok(usize::try_from(row.get::<i64>(column)?).unwrap_or_default())
            };
            Ok(Voice { start: at(0)?, end: at(1)?, participant: row.get(2)? })
        })
        .collect()
}
