//! A spark: passages by week, one mark for each, told apart by stream.
//!
//! Interviews are blocks, voice notes rings, field notes ruled lines; marks of one week stand on
//! each other. Where there are many, a mark stands for several and a tick for several weeks: the
//! [`Scale`] is the same for every spark of a page, so that they can be compared.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::gathered::Gathered;
use super::places::Places;

/// The width of every spark.
const WIDTH: f64 = 294.0;
/// The most columns in which the marks of a spark still stand apart.
pub(super) const COLUMNS: i64 = 16;
/// The most marks on each other.
const HIGHEST: i64 = 9;
/// From one mark to the one above it.
const PITCH: f64 = 7.5;

/// What a mark and a column stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scale {
    /// The first week.
    first: i64,
    /// How many columns there are.
    columns: i64,
    /// How many weeks are one column.
    weeks: i64,
    /// How many passages are one mark.
    unit: i64,
}

/// A spark, ready to be printed.
#[derive(Debug, Clone)]
pub(crate) struct Spark {
    /// Its height in the units of its drawing.
    pub(crate) height: String,
    /// The axis with its ticks.
    pub(crate) axis: String,
    /// A class and a path for each stream that has marks.
    pub(crate) marks: Vec<(&'static str, String)>,
    /// Where a week is written, and which.
    pub(crate) labels: Vec<(String, i64)>,
    /// Where the labels stand.
    pub(crate) foot: String,
    /// The counts in words.
    pub(crate) says: String,
}

impl Scale {
    /// The scale in which all of these can be drawn in so many columns.
    pub(crate) fn of<'g>(
        places: &Places,
        all: impl Iterator<Item = &'g Gathered>,
        columns: i64,
    ) -> Self {
        let (first, last) = places.weeks().unwrap_or((0, 0));
        // The start belongs to every picture of time, unless nothing is near it.
        let first = if (0..=columns).contains(&first) { 0 } else { first };
        let many = (last - first + 1).max(1);
        let weeks = (many + columns - 1) / columns;
        let mut scale = Self { first, weeks, columns: (many + weeks - 1) / weeks, unit: 1 };
        let most = all.flat_map(|one| scale.columns_of(one).into_values()).max().unwrap_or(0);
        scale.unit = unit((most + HIGHEST - 1) / HIGHEST);
        scale
    }

    /// How many passages stand in each column.
    fn columns_of(&self, gathered: &Gathered) -> BTreeMap<i64, i64> {
        let mut columns = BTreeMap::new();
        for ((week, _), number) in &gathered.weeks {
            *columns.entry(self.column(*week)).or_default() += number;
        }
        columns
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> i64 {
        self.columns
    }

    /// How many marks so many passages are.
    pub(super) fn marks(&self, passages: i64) -> i64 {
        (passages + self.unit - 1) / self.unit
    }

    /// The column of a week.
    pub(super) fn column(&self, week: i64) -> i64 {
        ((week - self.first) / self.weeks).clamp(0, self.columns - 1)
    }

    /// The sentence that explains marks and columns.
    pub(crate) fn explained(&self, from_first: bool) -> String {
        let mark = match self.unit {
            1 => "one mark is one passage".to_owned(),
            unit => format!("one mark is up to {unit} passages"),
        };
        let last = self.first + self.columns * self.weeks - 1;
        let since = if from_first { " since the first source" } else { "" };
        let by = match self.weeks {
            1 => "by week".to_owned(),
            weeks => format!("by {weeks} weeks"),
        };
        format!("{mark}, {by}{since}, {} to {last}", self.first)
    }

    /// Draws what a theme gathers.
    pub(crate) fn draw(&self, places: &Places, gathered: &Gathered) -> Spark {
        let step = WIDTH / real(self.columns);
        let mut marks: Vec<(&'static str, String)> =
            places.streams.iter().map(|stream| (class(&stream.name), String::new())).collect();
        let stacks = self.stacks(gathered);
        let base = PITCH * real(self.tallest(&stacks).max(2)) + 8.0;
        let mut heights: BTreeMap<i64, i64> = BTreeMap::new();
        for (column, stream, number) in stacks {
            let height = heights.entry(column).or_default();
            for _ in 0..self.marks(number) {
                let (x, y) = (step * (real(column) + 0.5), base - 5.0 - PITCH * real(*height));
                if let Some((class, path)) = marks.get_mut(stream) {
                    path.push_str(&mark(class, x, y));
                }
                *height += 1;
            }
        }
        marks.retain(|(_, path)| !path.is_empty());
        Spark {
            height: format!("{:.1}", base + 18.0),
            axis: self.axis(base, step),
            marks,
            labels: self.labels(step, 0.0),
            foot: format!("{:.1}", base + 16.0),
            says: gathered.says(places),
        }
    }

    /// The columns with their streams, in the order in which marks are put on each other.
    pub(super) fn stacks(&self, gathered: &Gathered) -> Vec<(i64, usize, i64)> {
        let mut stacks: BTreeMap<(usize, i64), i64> = BTreeMap::new();
        for ((week, stream), number) in &gathered.weeks {
            *stacks.entry((*stream, self.column(*week))).or_default() += number;
        }
        stacks.into_iter().map(|((stream, column), number)| (column, stream, number)).collect()
    }

    /// How many marks stand on each other at most.
    pub(super) fn tallest(&self, stacks: &[(i64, usize, i64)]) -> i64 {
        let mut heights: BTreeMap<i64, i64> = BTreeMap::new();
        for (column, _, number) in stacks {
            *heights.entry(*column).or_default() += self.marks(*number);
        }
        heights.into_values().max().unwrap_or(0)
    }

    fn axis(&self, base: f64, step: f64) -> String {
        let mut path = format!("M0 {base:.1}H{WIDTH}");
        for column in 0..=self.columns {
            let tick = if column % 4 == 0 || column == self.columns { 5 } else { 3 };
            let _ = write!(path, "M{:.1} {base:.1}v{tick}", step * real(column));
        }
        path
    }

    /// Every fourth column is named, and the last where there is room.
    pub(super) fn labels(&self, step: f64, from: f64) -> Vec<(String, i64)> {
        let last = self.columns - 1;
        let named = |column: &i64| column % 4 == 0 && last - column >= 2 || *column == last;
        let end = from + step * real(self.columns);
        let label = |column: i64| {
            let week = self.first + column * self.weeks;
            // A long number under the last column would stand out of the drawing.
            let half = 4.2 * real(i64::from(week.abs().max(1).ilog10()) + 1);
            let x = (from + step * (real(column) + 0.5)).min(end - half);
            (format!("{x:.1}"), week)
        };
        (0..self.columns).filter(named).map(label).collect()
    }
}

/// The next number that people like to count in: 1, 2, 5, 10, 20, 50 …
fn unit(least: i64) -> i64 {
    let mut ten = 1;
    loop {
        if let Some(unit) = [ten, 2 * ten, 5 * ten].into_iter().find(|unit| *unit >= least) {
            return unit;
        }
        ten *= 10;
    }
}

/// The class by which a stream's marks are drawn.
pub(crate) fn class(stream: &str) -> &'static str {
    match stream {
        "interview" => "spark__i",
        "field_note" => "spark__o",
        "voice_note" => "spark__v",
        "conversation" => "spark__c",
        _ => "spark__d",
    }
}

/// One mark around a point.
pub(crate) fn mark(class: &str, x: f64, y: f64) -> String {
    match class {
        "spark__i" => format!("M{:.1} {:.1}h6v5.2h-6z", x - 3.0, y - 2.6),
        "spark__o" => format!("M{:.1} {:.1}h6.8m-6.8 2.8h6.8", x - 3.4, y - 1.4),
        "spark__v" => {
            format!("M{:.1} {y:.1}a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0-4.6 0", x - 2.3)
        }
        "spark__c" => format!("M{:.1} {:.1}h5.2v4.4h-5.2z", x - 2.6, y - 2.2),
        _ => format!("M{x:.1} {:.1}l3 5h-6z", y - 2.6),
    }
}

/// A small whole number as a coordinate.
pub(crate) fn real(number: i64) -> f64 {
    f64::from(i32::try_from(number).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_for_a_number_that_people_count_in() {
        let units = [0, 1, 2, 3, 9, 10, 11, 4321].map(unit);
        assert_eq!(units, [1, 1, 2, 5, 10, 10, 20, 5000]);
    }

    #[test]
    fn weeks_fall_into_columns_and_what_is_outside_into_the_nearest() {
        let scale = Scale { first: 0, columns: 13, weeks: 4, unit: 1 };
        assert_eq!([0, 3, 4, 51, 99, -3].map(|week| scale.column(week)), [0, 0, 1, 12, 12, 0]);
        assert_eq!(scale.explained(false), "one mark is one passage, by 4 weeks, 0 to 51");
    }
}
