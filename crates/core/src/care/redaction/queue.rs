//! What nobody has decided about yet: the finds of each source, with the words around them.
//!
//! A find that lies inside of a decided stretch is decided. [`queue`] is what a person works
//! through; [`Review`] answers, for whatever shows words, how much in them is still open.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;

use super::find::{Find, Known, Rule, kept, spelling};
use super::{Decision, Redaction};
use crate::bind;
use crate::care::pseudonym::Hasher;
use crate::coding::Passage;
use crate::corpus::source::Source;
use crate::error::Result;
use crate::explore::search::Texts;
use crate::id::Id;
use crate::span::{Ruler, Span};
use crate::storage::Reader;
use crate::transcript::Revision;

/// How many characters are shown on either side of a find.
const AROUND: i64 = 60;

/// The open finds of a study.
#[derive(Debug, Clone, Serialize)]
pub struct Queue {
    /// Whether the key was open, so that names it knows were found.
    pub recognises: bool,
    /// How many finds are open.
    pub open: usize,
    /// How many by each rule.
    pub by_rule: BTreeMap<Rule, usize>,
    /// The sources that have a text, by participant and date.
    pub sources: Vec<InSource>,
}

/// The open finds of one source.
#[derive(Debug, Clone, Serialize)]
pub struct InSource {
    /// The source.
    pub source: Id,
    /// Its name.
    pub name: String,
    /// The revision in which the finds are.
    pub revision: Id,
    /// How many decided stretches were replaced in the text.
    pub applied: usize,
    /// How many are replaced where words leave the study.
    pub standing: usize,
    /// How many stay as they are.
    pub refused: usize,
    /// The finds, in order.
    pub finds: Vec<Open>,
}

/// A find that nobody has decided about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Open {
    /// The find.
    #[serde(flatten)]
    pub find: Find,
    /// Its words.
    pub words: String,
    /// What stands before it.
    pub before: String,
    /// What stands behind it.
    pub after: String,
    /// In how many other places of the study the same word is open.
    pub alike: usize,
}

/// The open finds of all sources, or of some.
pub fn queue(reader: &Reader<'_>, hasher: Option<Hasher>, sources: &[Id]) -> Result<Queue> {
    let known = Known::read(reader, hasher)?;
    queue_in(reader, &Texts::load(reader)?, &known, sources)
}

/// The same in texts that were read already, at the reader's moment.
pub fn queue_in(
    reader: &Reader<'_>,
    texts: &Texts,
    known: &Known,
    sources: &[Id],
) -> Result<Queue> {
    let stamp = known.stamp();
    let mut decided = Decided::read(reader)?;
    let mut all = Vec::new();
    for text in texts.all() {
        let finds = kept(text.revision, text.text(), known, stamp);
        let of_source = decided.take(text.source);
        let ruler = text.ruler();
        let open = finds.iter().filter(|find| !of_source.covers(find.span));
        all.push(InSource {
            source: text.source,
            name: text.name.clone(),
            revision: text.revision,
            applied: of_source.count(Decision::Applied),
            standing: of_source.count(Decision::Standing),
            refused: of_source.count(Decision::Refused),
            finds: open.map(|find| opened(&ruler, find)).collect::<Result<_>>()?,
        });
    }
    count_alike(&mut all);
    all.retain(|one| sources.is_empty() || sources.contains(&one.source));
    let mut by_rule: BTreeMap<Rule, usize> = BTreeMap::new();
    for find in all.iter().flat_map(|one| &one.finds) {
        *by_rule.entry(find.find.rule).or_default() += 1;
    }
    let open = by_rule.values().sum();
    Ok(Queue { recognises: known.recognises(), open, by_rule, sources: all })
}

/// Everything that is found in one source's current text, decided or not, in order.
pub fn find_in(reader: &Reader<'_>, source: Id, known: &Known) -> Result<Arc<[Find]>> {
    let source: Source = reader.get(source)?;
    let Some(revision) = source.revision else { return Ok(Arc::new([])) };
    let revision: Revision = reader.get(revision)?;
    Ok(kept(revision.id, &revision.text, known, known.stamp()))
}

fn opened(ruler: &Ruler<'_>, find: &Find) -> Result<Open> {
    let around = |start: i64, end: i64| {
        let span = Span::new(start.max(0), end.min(ruler.length()));
        if span.length() > 0 { ruler.words(span) } else { Ok("") }
    };
    Ok(Open {
        find: find.clone(),
        words: ruler.words(find.span)?.to_owned(),
        before: around(find.span.start - AROUND, find.span.start)?.to_owned(),
        after: around(find.span.end, find.span.end + AROUND)?.to_owned(),
        alike: 0,
    })
}

/// Counts for each find in how many other places the same word is open.
fn count_alike(all: &mut [InSource]) {
    let word = |find: &Open| (find.find.rule.is_name(), spelling(&find.words));
    let mut counts: HashMap<(bool, String), usize> = HashMap::new();
    for find in all.iter().flat_map(|one| &one.finds) {
        *counts.entry(word(find)).or_default() += 1;
    }
    for find in all.iter_mut().flat_map(|one| &mut one.finds) {
        find.alike = counts.get(&word(find)).map_or(0, |count| count - 1);
    }
}

/// What was decided, by source.
#[derive(Debug, Default)]
struct Decided {
    by_source: HashMap<Id, Stretches>,
}

/// What was decided in one source, in order.
#[derive(Debug, Default)]
pub(super) struct Stretches(Vec<(Span, Decision)>);

impl Decided {
    fn read(reader: &Reader<'_>) -> Result<Self> {
        let mut decided = Self::default();
        for row in reader.list::<Redaction>("ORDER BY source, \"start\", id", &[])? {
            let stretches = decided.by_source.entry(row.source).or_default();
            stretches.0.push((row.span(), row.state));
        }
        Ok(decided)
    }

    fn take(&mut self, source: Id) -> Stretches {
        self.by_source.remove(&source).unwrap_or_default()
    }
}

impl Stretches {
    /// Reads those of one source.
    pub(super) fn of(reader: &Reader<'_>, source: Id) -> Result<Self> {
        let rows: Vec<Redaction> =
            reader.list("WHERE source = $1 ORDER BY \"start\", id", bind![source])?;
        Ok(Self(rows.iter().map(|row| (row.span(), row.state)).collect()))
    }

    /// Whether a stretch lies inside of one that was decided about.
    pub(super) fn covers(&self, span: Span) -> bool {
        // Sorted by where they begin: what begins behind the stretch cannot hold it.
        let until = self.0.partition_point(|(one, _)| one.start <= span.start);
        self.0[..until].iter().any(|(one, _)| span.end <= one.end)
    }

    fn count(&self, decision: Decision) -> usize {
        self.0.iter().filter(|(_, one)| *one == decision).count()
    }
}

/// How much in the words that are shown nobody has looked at.
#[derive(Debug, Clone, Default)]
pub struct Review {
    open: HashMap<Id, Vec<Span>>,
    recognises: bool,
}

impl Review {
    /// Looks through some sources; those of a report's quotes are enough for it.
    pub fn read(reader: &Reader<'_>, hasher: Option<Hasher>, sources: &[Id]) -> Result<Self> {
        let known = Known::read(reader, hasher)?;
        let mut review = Self { recognises: known.recognises(), ..Self::default() };
        for source in sources {
            if review.open.contains_key(source) {
                continue;
            }
            let decided = Stretches::of(reader, *source)?;
            let finds = find_in(reader, *source, &known)?;
            let open = finds.iter().map(|find| find.span).filter(|span| !decided.covers(*span));
            review.open.insert(*source, open.collect());
        }
        Ok(review)
    }

    /// How many finds in a passage nobody decided about.
    pub fn in_passage(&self, passage: &Passage) -> usize {
        self.within(passage.source, passage.span())
    }

    /// How many finds in a stretch of a source nobody decided about.
    pub fn within(&self, source: Id, span: Span) -> usize {
        self.of(source).iter().filter(|open| open.overlaps(span)).count()
    }

    /// How many finds in a source nobody decided about.
    pub fn in_source(&self, source: Id) -> usize {
        self.of(source).len()
    }

    /// Whether the key was open, so that names it knows were found.
    pub fn recognises(&self) -> bool {
        self.recognises
    }

    fn of(&self, source: Id) -> &[Span] {
        self.open.get(&source).map_or(&[], Vec::as_slice)
    }
}
