//! The weeks along the drawing, and where each lies.

/// How many weeks are drawn; what lies outside is told beneath.
const MOST_WEEKS: i64 = 156;
/// Fewer weeks than these would be drawn too wide.
const FEWEST_WEEKS: i64 = 8;

/// A week of the drawing.
#[derive(Debug)]
pub(crate) struct Week {
    /// Its number.
    pub(crate) number: i64,
    /// Its left edge and its middle, in percent.
    pub(crate) edge: String,
    pub(crate) middle: String,
    /// Whether its number is written.
    pub(crate) is_named: bool,
}

/// The weeks that are drawn.
#[derive(Debug)]
pub(super) struct Axis {
    pub(super) first: i64,
    pub(super) last: i64,
}

impl Axis {
    /// From the first week in which something came, or the start, to the last.
    pub(super) fn of(weeks: &[i64]) -> Self {
        // Something very long before or after the rest is a wrong date more often than a source, and
        // must not spread the others apart.
        let first = weeks.iter().copied().filter(|week| *week >= -MOST_WEEKS / 3).min();
        let first = first.unwrap_or(0).min(0);
        let near = weeks.iter().copied().filter(|week| *week < first + MOST_WEEKS);
        let last = near.max().unwrap_or(0);
        Self { first, last: last.max(first + FEWEST_WEEKS - 1) }
    }

    pub(super) fn count(&self) -> i64 {
        self.last - self.first + 1
    }

    pub(super) fn holds(&self, week: i64) -> bool {
        (self.first..=self.last).contains(&week)
    }

    /// A length of so many weeks, in percent.
    pub(super) fn percent(&self, weeks: f64) -> String {
        let count = i32::try_from(self.count()).unwrap_or(i32::MAX);
        percent(weeks * 100.0 / f64::from(count))
    }

    /// Where a week begins, or a part of it later.
    pub(super) fn place(&self, week: i64, part: f64) -> String {
        let before = i32::try_from(week - self.first).unwrap_or(0);
        self.percent(f64::from(before) + part)
    }

    pub(super) fn weeks(&self) -> Vec<Week> {
        // Numbers stand at every week, or at every fourth where they would touch.
        let step = if self.count() > 60 { 4 } else { 1 };
        let week = |number: i64| Week {
            number,
            edge: self.place(number, 0.0),
            middle: self.place(number, 0.5),
            is_named: number.rem_euclid(step) == 0,
        };
        (self.first..=self.last).map(week).collect()
    }
}

/// A percentage with as few digits as place a pixel.
pub(super) fn percent(number: f64) -> String {
    let text = format!("{number:.2}");
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}
