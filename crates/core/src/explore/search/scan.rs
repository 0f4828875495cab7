//! The scan: every text that a query asks for, on every processor there is.

use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use regex_automata::meta::Cache;

use super::coded::Coded;
use super::context::around;
use super::pattern::Pattern;
use super::query::Query;
use super::texts::{SourceText, Texts};
use super::wording;
use super::{Found, Hit};
use crate::error::Result;

/// How much text is worth a thread of its own, in bytes.
const A_THREADS_WORTH: usize = 256 << 10;

/// How long a search may take before it is stopped.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the words are in one text: how often, and the first places in bytes.
#[derive(Debug, Default)]
struct Places {
    count: usize,
    first: Vec<Range<usize>>,
}

/// What all threads work on.
struct Job<'j> {
    texts: Vec<&'j SourceText>,
    pattern: &'j Pattern,
    coded: Option<&'j Coded>,
    limit: usize,
    /// The next text that nobody has taken.
    next: AtomicUsize,
    until: Instant,
}

/// Finds the words of a query.
pub(super) fn scan(
    texts: &Texts,
    query: &Query,
    pattern: &Pattern,
    coded: Option<&Coded>,
) -> Result<Found> {
    let asked = texts.all().iter().filter(|text| is_asked_for(text, query, coded));
    let job = Job {
        texts: asked.collect(),
        pattern,
        coded,
        limit: query.limit,
        next: AtomicUsize::new(0),
        until: Instant::now() + PATIENCE,
    };
    let places = job.run()?;
    let total = places.iter().map(|(_, places)| places.count).sum();
    let hits: Vec<Hit> = places
        .iter()
        .flat_map(|(at, places)| places.first.iter().map(|place| (job.texts[*at], place)))
        .take(query.limit)
        .filter_map(|(text, place)| hit(text, place))
        .collect();
    Ok(Found { capped: hits.len() < total, hits, total, sources: places.len() })
}

fn is_asked_for(text: &SourceText, query: &Query, coded: Option<&Coded>) -> bool {
    fn any<T: PartialEq>(wanted: &[T], one: &T) -> bool {
        wanted.is_empty() || wanted.contains(one)
    }
    let mut there = text.participants.iter().filter(|one| any(&query.participants, &one.id));
    any(&query.streams, &text.stream)
        && any(&query.sources, &text.source)
        && coded.is_none_or(|coded| coded.touches(text))
        && if query.weeks.is_empty() {
            query.participants.is_empty() || there.next().is_some()
        } else {
            there.any(|one| one.week.is_some_and(|week| query.weeks.contains(&week)))
        }
}

impl Job<'_> {
    /// Shares the texts out; answers those with places, by their position, in order.
    fn run(&self) -> Result<Vec<(usize, Places)>> {
        let bytes: usize = self.texts.iter().map(|text| text.text().len()).sum();
        let processors = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = processors.min(bytes / A_THREADS_WORTH);
        if threads < 2 {
            return self.work();
        }
        let parts = thread::scope(|scope| {
            let working: Vec<_> = (0..threads).map(|_| scope.spawn(|| self.work())).collect();
            let done = working.into_iter().map(|one| match one.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            done.collect::<Result<Vec<_>>>()
        })?;
        let mut all: Vec<_> = parts.into_iter().flatten().collect();
        all.sort_unstable_by_key(|(at, _)| *at);
        Ok(all)
    }

    /// Takes texts until none is left.
    fn work(&self) -> Result<Vec<(usize, Places)>> {
        let (mut room, mut all) = (self.pattern.room(), Vec::new());
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(text) = self.texts.get(at) else { return Ok(all) };
            let places = self.look(&mut room, text)?;
            if places.count > 0 {
                all.push((at, places));
            }
        }
    }

    /// Looks through one text.
    fn look(&self, room: &mut Cache, text: &SourceText) -> Result<Places> {
        let (mut places, words) = (Places::default(), text.text());
        let whole = || std::iter::once(0..words.len()).collect();
        let ranges = self.coded.map_or_else(whole, |coded| coded.within(text));
        for range in ranges {
            let keep = |place| self.keep(&mut places, place);
            if self.is_late() || self.pattern.each(room, words, &range, keep).is_break() {
                return Err(wording::too_slow());
            }
        }
        Ok(places)
    }

    fn keep(&self, places: &mut Places, place: Range<usize>) -> ControlFlow<()> {
        places.count += 1;
        if places.first.len() < self.limit {
            places.first.push(place);
        }
        // Some expressions look through the rest of a text for each place.
        let stops = places.count.is_multiple_of(256) && self.is_late();
        if stops { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn is_late(&self) -> bool {
        Instant::now() > self.until
    }
}

/// A place with what is told of it; when it is heard is looked up later.
fn hit(text: &SourceText, place: &Range<usize>) -> Option<Hit> {
    let (before, after) = around(text.text(), place);
    Some(Hit {
        source: text.source,
        source_name: text.name.clone(),
        stream: text.stream.clone(),
        date: text.date.clone(),
        revision: text.revision,
        span: text.ruler().span_of_bytes(place.clone())?,
        begin_ms: None,
        before,
        matched: text.text()[place.clone()].to_owned(),
        after,
    })
}
