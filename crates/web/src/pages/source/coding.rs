//! What the coding surface asks: what is coded in a source, and a new coding with its code.
//!
//! Positions are code points of the current revision. A new code and the coding that needed it are
//! one act, so one undo takes both back.

use std::collections::HashMap;

use axum::Json;
use axum::extract::Path;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use trefoil_core::bind;
use trefoil_core::codebook::{self, CodeAdd, Listed};
use trefoil_core::coding::{self, CodedPassage, CodingAdd};
use trefoil_core::corpus::source::Source;
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::span::{Ruler, Span};
use trefoil_core::storage::Reader;
use trefoil_core::transcript::{self, Revision, Segment, landmark};

use super::heard::heard;
use super::stretch::Place;
use crate::desk::{Desk, wait_for};
use crate::pages::code::{Families, families};
use crate::trouble::Answer;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    pub(super) id: Id,
}

/// Everything that is painted on a text.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Painted {
    /// The number of the revision that positions count in; none where there is no text.
    pub(super) revision: Option<i64>,
    /// The passages, in the order of the text.
    pub(super) passages: Vec<PaintedPassage>,
    /// The passages without words: stretches of the recording, and the whole.
    pub(super) wordless: Vec<PaintedPassage>,
    /// The codebook, in tree order.
    pub(super) codes: Vec<PaintedCode>,
}

/// A passage as painted.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PaintedPassage {
    pub(super) id: Id,
    pub(super) start: i64,
    pub(super) end: i64,
    /// When it is heard, in milliseconds.
    pub(super) heard: Option<(i64, i64)>,
    /// The number of its page, as printed.
    pub(super) page: Option<String>,
    /// What it is called where it has no words.
    pub(super) called: Option<String>,
    /// How many memos are on it.
    pub(super) memos: i64,
    pub(super) codings: Vec<PaintedCoding>,
}

impl PaintedPassage {
    /// From when to when it is heard, where it has no words: `0:10–0:20`.
    pub(super) fn times(&self) -> &str {
        let called = self.called.as_deref().unwrap_or_default();
        called.split(' ').next().unwrap_or_default()
    }
}

/// A coding as painted.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PaintedCoding {
    pub(super) id: Id,
    pub(super) code: Id,
    pub(super) name: String,
    pub(super) family: usize,
    pub(super) coder: String,
    pub(super) mine: bool,
}

/// A code as offered.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PaintedCode {
    pub(super) id: Id,
    pub(super) name: String,
    /// The names of the codes above it.
    pub(super) above: String,
    pub(super) family: usize,
    pub(super) depth: usize,
    /// How many codings it has, those of the codes beneath it included.
    pub(super) codings: i64,
}

/// Reads what is painted on a source.
pub(super) fn painted(
    reader: &Reader<'_>,
    source: &Source,
    segments: &[Segment],
    person: &str,
) -> Result<Painted> {
    let tree = codebook::tree(reader)?;
    let families = families(&tree);
    let revision = match source.revision {
        Some(revision) => Some(number_of(reader, revision)?),
        None => None,
    };
    let memos = memos(reader, source.id)?;
    let passages = coding::of_source(reader, source.id)?;
    let landmarks = landmark::list(reader, source.id)?;
    let (passages, mut wordless): (Vec<CodedPassage>, Vec<CodedPassage>) =
        passages.into_iter().partition(|passage| passage.is_words);
    // The whole before its stretches, in the order of time.
    wordless.sort_by_key(|passage| (passage.stretch, passage.id));
    let paint = |passage: CodedPassage| {
        let page = landmark::page_at(&landmarks, passage.start).filter(|_| passage.is_words);
        let page = page.map(ToOwned::to_owned);
        PaintedPassage { page, ..paint(passage, segments, &families, &memos, person) }
    };
    let passages = passages.into_iter().map(paint).collect();
    let wordless = wordless.into_iter().map(paint).collect();
    let totals = totals(&tree);
    let codes = tree
        .into_iter()
        .zip(totals)
        .map(|(listed, codings)| PaintedCode {
            id: listed.code.id,
            family: families.of(&listed.code.id),
            above: listed.path[..listed.depth].join(" › "),
            name: listed.code.name,
            depth: listed.depth,
            codings,
        })
        .collect();
    Ok(Painted { revision, passages, wordless, codes })
}

/// The codings of each code with those beneath it, in tree order.
fn totals(tree: &[Listed]) -> Vec<i64> {
    let beneath = |at: usize| {
        let deeper = tree[at + 1..].iter().take_while(move |one| one.depth > tree[at].depth);
        deeper.map(|one| one.codings).sum::<i64>()
    };
    (0..tree.len()).map(|at| tree[at].codings + beneath(at)).collect()
}

/// The number alone: a revision holds the whole text.
fn number_of(reader: &Reader<'_>, revision: Id) -> Result<i64> {
    reader.number("SELECT number FROM revision WHERE id = $1", bind![revision])
}

fn paint(
    passage: CodedPassage,
    segments: &[Segment],
    families: &Families,
    memos: &HashMap<Id, i64>,
    person: &str,
) -> PaintedPassage {
    PaintedPassage {
        id: passage.id,
        start: passage.start,
        end: passage.end,
        heard: if passage.is_words {
            heard(segments, Span::new(passage.start, passage.end))
        } else {
            passage.stretch
        },
        page: None,
        called: passage.called,
        memos: memos.get(&passage.id).copied().unwrap_or(0),
        codings: passage
            .codings
            .into_iter()
            .map(|mark| PaintedCoding {
                id: mark.id,
                code: mark.code,
                family: families.of(&mark.code),
                name: mark.name,
                mine: mark.coder == person,
                coder: mark.coder,
            })
            .collect(),
    }
}

/// How many memos are on each passage of a source.
fn memos(reader: &Reader<'_>, source: Id) -> Result<HashMap<Id, i64>> {
    let sql = "SELECT target, COUNT(*) FROM memo WHERE source = $1 AND noun = 'passage' \
               GROUP BY target";
    reader.query(sql, bind![source])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Answers with what is painted.
pub(super) async fn list(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    Ok(Json(now(&desk, id).await?).into_response())
}

async fn now(desk: &Desk, id: Id) -> Result<Painted> {
    let person = desk.person.clone();
    desk.read(move |reader| {
        let source: Source = reader.get(id)?;
        let segments = transcript::segments(reader, id)?;
        painted(reader, &source, &segments, &person)
    })
    .await
}

/// A coding as the surface sends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Marked {
    /// The revision that the positions count in.
    #[serde(default)]
    revision: i64,
    #[serde(default)]
    start: i64,
    #[serde(default)]
    end: i64,
    /// Of a stretch of the recording: where it begins and ends, in milliseconds.
    #[serde(default)]
    stretch: Option<(i64, i64)>,
    /// Whether the source as a whole is meant.
    #[serde(default)]
    whole: bool,
    #[serde(default)]
    codes: Vec<Id>,
    /// A code that is not there yet.
    #[serde(default)]
    new_code: Option<NewCode>,
}

impl Marked {
    /// The place that it marks, where that has no words.
    fn place(&self) -> Option<Place> {
        let stretch = self.stretch.map(|(begin, end)| Place::Stretch(begin, end));
        stretch.or(self.whole.then_some(Place::Whole))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCode {
    name: String,
    #[serde(default)]
    parent: Option<Id>,
}

/// What came of it.
#[derive(Debug, Serialize)]
struct Added {
    passage: Id,
    change: i64,
    summary: String,
    notices: Vec<String>,
    painted: Painted,
}

/// Codes a span.
pub(super) async fn add(desk: Desk, Path(Of { id }): Path<Of>, Json(new): Json<Marked>) -> Answer {
    let act = desk.acting().one_act();
    let done = wait_for(move || {
        let place = new.place();
        let span = Span::new(new.start, new.end);
        let words = act.study().read(move |reader| match place {
            Some(place) => place.check(reader, id).map(|()| String::new()),
            None => words_at(reader, id, new.revision, span),
        })?;
        let mut codes = new.codes;
        if let Some(code) = new.new_code {
            let add = CodeAdd { name: code.name, parent: code.parent, ..CodeAdd::default() };
            codes.push(act.perform(add)?.outcome);
        }
        if let Some(place) = place {
            return act.perform(place.with_codes(id, codes));
        }
        act.perform(CodingAdd {
            source: Some(id),
            start: Some(new.start),
            end: Some(new.end),
            // Compared once more when it is written: a correction may come in between.
            text: Some(words),
            codes,
            ..CodingAdd::default()
        })
    })
    .await?;
    let added = Added {
        passage: done.outcome.passage,
        change: done.number,
        summary: done.summary,
        notices: done.notices,
        painted: now(&desk, id).await?,
    };
    Ok(Json(added).into_response())
}

/// The words of a span. A position counts in one revision only, and what is wrong about it is told
/// before a code is made for it.
fn words_at(reader: &Reader<'_>, source: Id, number: i64, span: Span) -> Result<String> {
    let source: Source = reader.get(source)?;
    let current = source.revision.map(|id| reader.get::<Revision>(id)).transpose()?;
    if let Some(revision) = current.filter(|revision| revision.number == number) {
        return Ok(Ruler::new(&revision.text).words(span)?.to_owned());
    }
    Err(Error::conflict(format!(
        "“{}” was corrected since this page was shown, so nothing was coded.",
        source.name
    ))
    .hint("The page shows the new wording in a moment. Select the words again."))
}
