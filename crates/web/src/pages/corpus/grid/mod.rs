//! Participants by weeks: what arrived from each of them in each week since they started.
//!
//! [`read_from`] reads a moment of the study and lays the drawing out as plain data, which
//! `templates/corpus/_grid.html` turns into a figure and its table. Places along the weeks are
//! percentages, so that the drawing is as wide as its page while its words keep their size.
//! `marks.rs` says how a source looks in its week, `table.rs` says the same in words.

mod axis;
mod marks;
mod states;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use trefoil_core::clock::weeks_between;
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::corpus::source::Listed;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::{Lengths, arrived};

use axis::Axis;
pub(crate) use axis::Week;
pub(crate) use marks::{Mark, Shape};
pub(crate) use states::{Missing, States};
pub(crate) use table::Told;

/// How many participants are drawn at once.
const MOST_PEOPLE: usize = 25;
/// Longer lists of names beneath the drawing help nobody.
const MOST_NAMES: usize = 12;
/// The height of a participant's row.
pub(crate) const ROW: usize = 76;

/// What arrived, and when, laid out for drawing.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    /// The weeks from left to right.
    pub(crate) weeks: Vec<Week>,
    /// The width of a week, in percent.
    pub(crate) week_width: String,
    /// How many sixteens of weeks there are: the drawing is made wider by it.
    pub(crate) span: i64,
    /// The participants who have a start date.
    pub(crate) rows: Vec<Row>,
    /// Whether any week is marked as quiet.
    pub(crate) has_quiet: bool,
    /// Whether conversations, documents and the like are drawn.
    pub(crate) has_others: bool,
    /// Whether an interview is drawn of which nobody knows how long it was.
    pub(crate) has_unmeasured: bool,
    /// Which signs are drawn: recordings without a text, what is coded, what consent withholds, what
    /// is late, and what is awaited.
    pub(crate) has: Signs,
    /// What cannot be placed.
    pub(crate) beneath: Beneath,
    /// The place of the first participant to show in the pages before and after this one.
    pub(crate) before: Option<usize>,
    pub(crate) after: Option<usize>,
    /// How many participants could be drawn in all.
    pub(crate) people: usize,
}

/// Which signs a drawing has.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the legend")]
pub(crate) struct Signs {
    pub(crate) textless: bool,
    pub(crate) coded: bool,
    pub(crate) withheld: bool,
    pub(crate) late: bool,
    pub(crate) awaited: bool,
}

/// One participant in the drawing.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: Id,
    pub(crate) name: String,
    /// How much came from them, in few words.
    pub(crate) notes: String,
    /// The upper edge.
    pub(crate) top: usize,
    pub(crate) cells: Vec<Cell>,
    /// Where their time in the study ended, in percent.
    pub(crate) ended: Option<String>,
    /// The same in words.
    pub(crate) told: Told,
}

/// One week of one participant.
#[derive(Debug)]
pub(crate) struct Cell {
    /// Its left edge, in percent.
    pub(crate) edge: String,
    pub(crate) marks: Vec<Mark>,
    /// Whether nothing came where something had come before and came again.
    pub(crate) is_quiet: bool,
    /// What was expected and is not there.
    pub(crate) missing: Vec<Missing>,
}

/// What has no place in the drawing.
#[derive(Debug, Default)]
pub(crate) struct Beneath {
    /// Participants without a start date.
    pub(crate) unstarted: Names,
    /// Sources without a date.
    pub(crate) undated: Names,
    /// Dated sources in which no participant is named.
    pub(crate) nobodys: Names,
    /// How many sources lie before or after the weeks that are drawn.
    pub(crate) outside: i64,
}

/// Some names, and how many more there are.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) first: Vec<(Id, String)>,
    pub(crate) more: i64,
}

impl Grid {
    /// Whether there is nothing to draw.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The height of the rows.
    pub(crate) fn height(&self) -> usize {
        self.rows.len() * ROW
    }
}

impl Beneath {
    /// Whether everything has its place.
    pub(crate) fn is_empty(&self) -> bool {
        let (unstarted, undated) = (&self.unstarted, &self.undated);
        unstarted.first.is_empty()
            && undated.first.is_empty()
            && self.nobodys.first.is_empty()
            && self.outside == 0
    }
}

impl Names {
    fn of(mut all: Vec<(Id, String)>) -> Self {
        let more = all.len().saturating_sub(MOST_NAMES) as i64;
        all.truncate(MOST_NAMES);
        Self { first: all, more }
    }
}

/// Reads the grid as it stands on a day, from one participant on, by their place among those who
/// have started.
pub(crate) fn read_from(reader: &Reader<'_>, today: &str, from: usize) -> Result<Grid> {
    let people = participant::list(reader)?;
    let (lengths, states) = (Lengths::read(reader)?, States::read(reader, today)?);
    Ok(draw(&people, &arrived(reader, &people)?, &lengths, &states, from))
}

/// The grid of some people and the sources they are in, from one participant on, by their place.
pub(crate) fn draw(
    people: &[Participant],
    sources: &[Listed],
    lengths: &Lengths,
    states: &States,
    from: usize,
) -> Grid {
    let started: Vec<&Participant> = people.iter().filter(|one| one.started_on.is_some()).collect();
    let from = if from < started.len() { from } else { 0 };
    let drawn = &started[from..started.len().min(from + MOST_PEOPLE)];
    let found = gather(sources);
    let of_drawn = |place: &Place| drawn.iter().any(|one| one.id == place.who);
    let numbers = found.keys().filter(|place| of_drawn(place)).map(|place| place.week);
    let late = drawn.iter().flat_map(|one| states.late_weeks(one.id));
    let axis = Axis::of(&numbers.chain(late).collect::<Vec<i64>>());
    let scale = marks::Scale::of(sources, lengths, states);
    let mut rows: Vec<Row> = Vec::with_capacity(drawn.len());
    for one in drawn {
        rows.push(row(one, rows.len() * ROW, &axis, &scale, &found));
    }
    let any = |test: fn(&Mark) -> bool| {
        rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.marks).any(test)
    };
    let missing = |is_late: bool| {
        let mut all = rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.missing);
        all.any(|one| one.is_late == is_late)
    };
    let has = Signs {
        textless: any(|mark| mark.state.is_textless),
        coded: any(|mark| mark.state.is_coded),
        withheld: any(|mark| mark.state.withheld.is_some()),
        late: missing(true),
        awaited: missing(false),
    };
    let page = from + drawn.len();
    Grid {
        weeks: axis.weeks(),
        week_width: axis.percent(1.0),
        span: (axis.count() + 15) / 16,
        has_quiet: rows.iter().flat_map(|row| &row.cells).any(|cell| cell.is_quiet),
        has_others: any(|mark| matches!(mark.shape, Shape::Other { .. })),
        has_unmeasured: any(|mark| matches!(mark.shape, Shape::Bar { is_hollow: true, .. })),
        has,
        beneath: beneath(people, sources, &axis),
        before: (from > 0).then(|| from.saturating_sub(MOST_PEOPLE)),
        after: (page < started.len()).then_some(page),
        people: started.len(),
        rows,
    }
}

/// Where a source lies: with whom, in which of their weeks.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    who: Id,
    week: i64,
}

type Found<'s> = BTreeMap<Place, Vec<&'s Listed>>;

fn gather(sources: &[Listed]) -> Found<'_> {
    let mut found = Found::new();
    for listed in sources {
        for one in &listed.participants {
            if let Some(week) = one.week {
                found.entry(Place { who: one.id, week }).or_default().push(listed);
            }
        }
    }
    found
}

fn row(
    one: &Participant,
    top: usize,
    axis: &Axis,
    scale: &marks::Scale<'_>,
    found: &Found<'_>,
) -> Row {
    let mine: BTreeMap<i64, &Vec<&Listed>> = found
        .range(Place { who: one.id, week: i64::MIN }..=Place { who: one.id, week: i64::MAX })
        .map(|(place, sources)| (place.week, sources))
        .collect();
    let quiet = marks::quiet_weeks(&mine);
    let mut missing = scale.states.missing(one.id, axis);
    let mut cells: Vec<Cell> = Vec::new();
    for week in axis.first..=axis.last {
        let marks = mine.get(&week).map(|sources| scale.marks(sources)).unwrap_or_default();
        let missing = missing.remove(&week).unwrap_or_default();
        // What was expected says more of a week than that it was quiet.
        let is_quiet = quiet.contains(&week) && missing.is_empty();
        if is_quiet || !marks.is_empty() || !missing.is_empty() {
            cells.push(Cell { edge: axis.place(week, 0.0), marks, is_quiet, missing });
        }
    }
    let ended = one.started_on.as_deref().zip(one.ended_on.as_deref());
    let ended = ended.and_then(|(started, ended)| weeks_between(started, ended));
    let told = Told::of(&mine, &quiet, scale, &cells);
    Row {
        id: one.id,
        name: one.name.clone(),
        notes: told.notes(),
        top,
        cells,
        ended: ended.filter(|week| axis.holds(*week)).map(|week| axis.place(week, 1.0)),
        told,
    }
}

fn beneath(people: &[Participant], sources: &[Listed], axis: &Axis) -> Beneath {
    let unstarted = people.iter().filter(|one| one.started_on.is_none());
    let named = |listed: &Listed| (listed.source.id, listed.source.name.clone());
    let undated = sources.iter().filter(|listed| listed.source.date.is_none());
    let nobodys = sources
        .iter()
        .filter(|listed| listed.source.date.is_some() && listed.participants.is_empty());
    let is_outside = |listed: &&Listed| {
        let mut weeks = listed.participants.iter().filter_map(|one| one.week).peekable();
        weeks.peek().is_some() && weeks.all(|week| !axis.holds(week))
    };
    Beneath {
        unstarted: Names::of(unstarted.map(|one| (one.id, one.name.clone())).collect()),
        undated: Names::of(undated.map(named).collect()),
        nobodys: Names::of(nobodys.map(named).collect()),
        outside: sources.iter().filter(is_outside).count() as i64,
    }
}
