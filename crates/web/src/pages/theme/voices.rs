//! Who said it, where and when: a theme's passages by participant, stream and week.
//!
//! The figure has a row for each participant and a mark for each passage; the table beneath it
//! counts by stream and leads to the passages. Where there is nothing it says so: silence is not
//! disagreement. Whether streams agree is for people to judge; here they are counted.

use std::collections::BTreeMap;

use trefoil_core::corpus::participant::Participant;
use trefoil_core::order;
use trefoil_core::theme::ThemeEvidence;

use super::gathered::Gathered;
use super::places::{Places, plural};
use super::spark::{Scale, class, mark, real};

/// The most participants who all have a row; beyond, only those who said something do.
const ROWS: usize = 40;
/// The most rows that are shown without scrolling.
const TALL: usize = 16;
/// The most weeks that have a column of their own.
const COLUMNS: i64 = 28;
/// Where the weeks begin, beside the names.
const LEFT: f64 = 120.0;
/// How wide the figure is.
const WIDTH: f64 = 640.0;
/// From one mark to the one above it.
const PITCH: f64 = 7.5;
/// The most marks that a cell of the table shows beside its number.
const MARKS: i64 = 10;

/// Passages by participant, stream and week.
pub(super) struct Voices {
    /// The streams: what each is called, and how many passages come from it.
    pub(super) streams: Vec<(String, String, i64)>,
    pub(super) rows: Vec<Voice>,
    /// How many participants are silent and have no row.
    pub(super) unseen: usize,
    pub(super) figure: Option<Figure>,
    /// What a mark and a column stand for.
    pub(super) scale: String,
}

impl Voices {
    /// Whether there are so many rows that they scroll in a place of their own.
    pub(super) fn is_tall(&self) -> bool {
        self.rows.len() > TALL
    }
}

/// One participant's row.
pub(super) struct Voice {
    /// The pseudonym; nothing for passages of which nobody is known to be the speaker.
    pub(super) name: String,
    pub(super) cells: Vec<Cell>,
}

/// What one participant said in one stream.
pub(super) struct Cell {
    pub(super) passages: i64,
    /// The width of its marks, their class and their path.
    pub(super) marks: (String, &'static str, String),
}

/// The figure, ready to be printed.
pub(super) struct Figure {
    pub(super) height: String,
    /// A line for each row: where it lies, and whose it is.
    pub(super) lines: Vec<(String, String, String)>,
    pub(super) marks: Vec<(&'static str, String)>,
    pub(super) labels: Vec<(String, i64)>,
    pub(super) foot: String,
    pub(super) says: String,
}

/// Sets who said what.
pub(super) fn voices(
    places: &Places,
    people: &[Participant],
    evidence: &[ThemeEvidence],
) -> Voices {
    let mut said: BTreeMap<String, Gathered> = BTreeMap::new();
    let mut all = Gathered::default();
    for one in evidence {
        all.add(places, one.source, 1);
        let nobody = [String::new()];
        let names = if one.participants.is_empty() { &nobody[..] } else { &one.participants };
        for name in names {
            said.entry(name.clone()).or_default().add(places, one.source, 1);
        }
    }
    let few = people.len() <= ROWS;
    let mut names: Vec<String> = people.iter().map(|one| one.name.clone()).collect();
    names.retain(|name| few || said.contains_key(name));
    let unseen = people.len() - names.len();
    names.extend(said.keys().filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>());
    names.sort_by(|a, b| (a.is_empty().cmp(&b.is_empty())).then_with(|| order::by_name(a, b)));
    let scale = Scale::of(places, said.values(), COLUMNS);
    let nothing = Gathered::default();
    let counted: Vec<(&str, &Gathered)> =
        names.iter().map(|name| (name.as_str(), said.get(name).unwrap_or(&nothing))).collect();
    let stream = |(place, stream): (usize, &trefoil_core::corpus::stream::Stream)| {
        let number = all.streams.get(&place).copied().unwrap_or(0);
        (stream.name.clone(), plural(stream), number)
    };
    Voices {
        streams: places.streams.iter().enumerate().map(stream).collect(),
        figure: (!all.weeks.is_empty()).then(|| figure(places, &scale, &counted)),
        rows: counted.iter().map(|(name, counts)| voice(places, name, counts)).collect(),
        unseen,
        scale: scale.explained(places.from_first),
    }
}

fn voice(places: &Places, name: &str, counts: &Gathered) -> Voice {
    let cell = |(place, stream): (usize, &trefoil_core::corpus::stream::Stream)| {
        let passages = counts.streams.get(&place).copied().unwrap_or(0);
        let (class, shown) = (class(&stream.name), passages.min(MARKS));
        let path = (0..shown).map(|at| mark(class, 5.0 + 9.0 * real(at), 8.0)).collect();
        Cell { passages, marks: (format!("{}", 2 + 9 * shown), class, path) }
    };
    Voice { name: name.to_owned(), cells: places.streams.iter().enumerate().map(cell).collect() }
}

fn figure(places: &Places, scale: &Scale, counted: &[(&str, &Gathered)]) -> Figure {
    let step = (WIDTH - LEFT) / real(scale.width());
    let mut marks: Vec<(&'static str, String)> =
        places.streams.iter().map(|stream| (class(&stream.name), String::new())).collect();
    let (mut lines, mut base) = (Vec::new(), 0.0);
    for (name, counts) in counted {
        let mut heights: BTreeMap<i64, i64> = BTreeMap::new();
        let stacks = scale.stacks(counts);
        base += PITCH * real(scale.tallest(&stacks).max(2)) + 10.0;
        for (column, stream, number) in stacks {
            let height = heights.entry(column).or_default();
            for _ in 0..scale.marks(number) {
                let x = LEFT + step * (real(column) + 0.5);
                if let Some((class, path)) = marks.get_mut(stream) {
                    path.push_str(&mark(class, x, base - 5.0 - PITCH * real(*height)));
                }
                *height += 1;
            }
        }
        lines.push((format!("{base:.1}"), format!("{:.1}", base - 3.0), called(name)));
    }
    marks.retain(|(_, path)| !path.is_empty());
    let told =
        counted.iter().map(|(name, counts)| format!("{}: {}", called(name), counts.says(places)));
    Figure {
        height: format!("{:.1}", base + 24.0),
        lines,
        marks,
        labels: scale.labels(step, LEFT),
        foot: format!("{:.1}", base + 18.0),
        says: told.collect::<Vec<_>>().join(". "),
    }
}

/// What a row is called.
pub(crate) fn called(name: &str) -> String {
    if name.is_empty() { "Nobody named".to_owned() } else { name.to_owned() }
}
