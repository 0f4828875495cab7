//! The list of sources: filtered, sorted, a hundred to a page.
//!
//! [`Filter`] is what the address asks for; [`List`] is the page that it leads to. The list is
//! made in memory, because sources are counted in hundreds and their words are not read: of the
//! lengths of texts only those that are shown, unless the list is sorted by them.

mod beside;
mod filter;

use std::cmp::Ordering;
use std::collections::HashMap;

use trefoil_core::bind;
use trefoil_core::corpus::source::{Listed, Source};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::order;
use trefoil_core::storage::Reader;

use super::{Lengths, arrived};
use crate::pages::care::{Mark, Marks};
use crate::pages::media;

pub(super) use beside::Beside;
pub(super) use filter::{Filter, Sort};

/// How many sources a page shows.
pub(super) const PAGE: usize = 100;

/// One page of the list.
#[derive(Debug)]
pub(super) struct List {
    pub(super) filter: Filter,
    /// What else it can be narrowed by.
    pub(super) beside: Beside,
    pub(super) lines: Vec<Line>,
    /// How many sources there are, and how many of them the filter leaves.
    pub(super) all: i64,
    pub(super) left: i64,
    /// The number of this page, from 1, and of the last.
    pub(super) page: usize,
    pub(super) pages: usize,
    /// The heads of the columns that can be sorted by.
    pub(super) heads: Vec<Head>,
}

/// The head of a column.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) name: &'static str,
    /// Where it leads; nothing when it cannot be sorted by.
    pub(super) query: Option<String>,
    /// `ascending`, `descending` or nothing.
    pub(super) sorted: &'static str,
    pub(super) is_number: bool,
}

/// One source in the list.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) listed: Listed,
    /// How long it lasts, where that is known.
    duration_ms: Option<i64>,
    /// How many characters its text has.
    characters: Option<i64>,
    is_picture: bool,
    /// What may not be done with it.
    pub(super) marks: Vec<Mark>,
}

impl Line {
    /// How long it is: of a recording its time, of a text its characters.
    pub(super) fn length(&self) -> String {
        match (self.duration_ms, self.characters) {
            (Some(ms), _) => crate::words::clock(&ms),
            (None, Some(characters)) => {
                format!("{} characters", crate::words::grouped(&characters))
            }
            (None, None) => String::new(),
        }
    }

    /// What there is of it.
    pub(super) fn form(&self) -> &'static str {
        form(&self.listed.source, self.is_picture)
    }

    /// The weeks in which it lies, of each participant in their order.
    pub(super) fn weeks(&self) -> String {
        let weeks = self.listed.participants.iter().filter_map(|one| one.week);
        let mut said: Vec<String> = weeks.map(|week| crate::words::grouped(&week)).collect();
        said.dedup();
        said.join(", ")
    }
}

/// What there is of a source.
fn form(source: &Source, is_picture: bool) -> &'static str {
    match (source.media.is_some(), source.revision.is_some()) {
        (true, _) if is_picture => "picture",
        (true, true) => "recording and text",
        (true, false) => "recording, no text yet",
        (false, true) => "text",
        (false, false) => "nothing",
    }
}

impl List {
    /// The page that a filter leads to.
    pub(super) fn of(
        reader: &Reader<'_>,
        sources: Vec<Listed>,
        durations: &Lengths,
        filter: Filter,
    ) -> Result<Self> {
        let all = sources.len() as i64;
        let (marks, pictures) = (Marks::read(reader)?, media::pictures(reader)?);
        let beside = Beside::read(reader, &sources, &filter)?;
        let is_let = |one: &Listed| filter.lets(one) && beside.lets(one, &filter, &marks);
        let mut sources: Vec<Listed> = sources.into_iter().filter(is_let).collect();
        if matches!(filter.sort, Sort::Passages | Sort::Codings) || filter.asks_for_codings() {
            arrived::count(reader, &mut sources)?;
            sources.retain(|listed| filter.lets_codings(listed));
        }
        let lengths = match filter.sort {
            Sort::Length => characters(reader, &sources)?,
            _ => HashMap::new(),
        };
        sources.sort_by(|a, b| compare(filter.sort, a, b, durations, &lengths));
        if filter.is_reversed {
            sources.reverse();
        }
        let left = sources.len();
        let pages = left.div_ceil(PAGE).max(1);
        let page = filter.page.clamp(1, pages);
        let mut shown: Vec<Listed> =
            sources.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
        arrived::count(reader, &mut shown)?;
        let lengths = characters(reader, &shown)?;
        let is_picture = |source: &Source| source.media.is_some_and(|one| pictures.contains(&one));
        let line = |listed: Listed| Line {
            duration_ms: durations.of(&listed.source),
            characters: lengths.get(&listed.source.id).copied(),
            is_picture: is_picture(&listed.source),
            marks: marks.of(&listed.source).into_iter().filter(Mark::is_first).collect(),
            listed,
        };
        let lines = shown.into_iter().map(line).collect();
        let heads = heads(&filter);
        let left = left as i64;
        Ok(Self { filter, beside, lines, all, left, page, pages, heads })
    }
}

fn compare(
    sort: Sort,
    a: &Listed,
    b: &Listed,
    durations: &Lengths,
    lengths: &HashMap<Id, i64>,
) -> Ordering {
    let of = |listed: &Listed| lengths.get(&listed.source.id).copied().unwrap_or(0);
    match sort {
        // As the core lists them: by date and name, without a date last.
        Sort::Date => Ordering::Equal,
        Sort::Name => order::by_name(&a.source.name, &b.source.name),
        Sort::Length => {
            // Time and characters cannot be compared: recordings come after texts.
            (durations.of(&a.source), of(a)).cmp(&(durations.of(&b.source), of(b)))
        }
        Sort::Passages => a.passages.cmp(&b.passages),
        Sort::Codings => a.codings.cmp(&b.codings),
        Sort::Stream => a.source.stream.cmp(&b.source.stream),
        Sort::Participants => {
            let names = |one: &Listed| -> Vec<String> {
                one.participants.iter().map(|present| present.name.clone()).collect()
            };
            let (first, second) = (names(a), names(b));
            // Where nobody is named it comes last.
            first.is_empty().cmp(&second.is_empty()).then_with(|| {
                let pairs = first.iter().zip(&second);
                let apart = pairs.map(|(a, b)| order::by_name(a, b)).find(|order| order.is_ne());
                apart.unwrap_or_else(|| first.len().cmp(&second.len()))
            })
        }
        Sort::Week => {
            let week = |one: &Listed| one.participants.iter().filter_map(|one| one.week).min();
            (week(a).is_none(), week(a)).cmp(&(week(b).is_none(), week(b)))
        }
        Sort::Form => form(&a.source, false).cmp(form(&b.source, false)),
    }
}

/// The lengths of the texts of some sources, which are counted where they lie.
fn characters(reader: &Reader<'_>, sources: &[Listed]) -> Result<HashMap<Id, i64>> {
    let sql = "SELECT CAST(LENGTH(text) AS BIGINT) FROM revision WHERE id = $1";
    let mut lengths = HashMap::with_capacity(sources.len());
    for listed in sources {
        let Some(revision) = listed.source.revision else { continue };
        // A text that is closed has no length for whoever reads.
        if let Some(row) = reader.query(sql, bind![revision])?.first() {
            lengths.insert(listed.source.id, row.get(0)?);
        }
    }
    Ok(lengths)
}

fn heads(filter: &Filter) -> Vec<Head> {
    let columns: [(&'static str, Option<Sort>, bool); 9] = [
        ("Name", Some(Sort::Name), false),
        ("Stream", Some(Sort::Stream), false),
        ("Participants", Some(Sort::Participants), false),
        ("Date", Some(Sort::Date), false),
        ("Week", Some(Sort::Week), true),
        ("Length", Some(Sort::Length), true),
        ("What there is", Some(Sort::Form), false),
        ("Passages", Some(Sort::Passages), true),
        ("Codings", Some(Sort::Codings), true),
    ];
    let head = |(name, sort, is_number): (&'static str, Option<Sort>, bool)| {
        let is_this = sort == Some(filter.sort);
        let sorted = match (is_this, filter.is_reversed) {
            (false, _) => "",
            (true, false) => "ascending",
            (true, true) => "descending",
        };
        let query = sort.map(|sort| filter.sorted_by(sort).query());
        Head { name, query, sorted, is_number }
    };
    columns.map(head).into()
}
