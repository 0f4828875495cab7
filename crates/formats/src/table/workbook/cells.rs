//! The cells of one sheet, gathered wherever they stand.
//!
//! A sheet may have one cell in its last corner: only rows and columns that hold
//! something take room, so that a far corner costs nothing.

use std::collections::BTreeSet;

use super::super::{
    Budget, Grid, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Merged, is_blank, too_many_cells,
    too_many_columns, too_many_rows,
};
use crate::{Notices, Trouble};

/// Cells by their places, as they come.
#[derive(Debug, Default)]
pub(super) struct Cells {
    found: Vec<(u32, u32, String)>,
    merged: Vec<Merged>,
    errors: usize,
    first_error: Option<String>,
}

impl Cells {
    /// Adds a cell; a blank one is nothing.
    pub(super) fn add(
        &mut self,
        row: u32,
        column: u32,
        text: String,
        budget: &mut Budget,
    ) -> Result<(), Trouble> {
        budget.spend(text.len())?;
        if !is_blank(&text) {
            self.found.push((row, column, text));
        }
        Ok(())
    }

    /// Notes that a formula failed here.
    pub(super) fn add_error(&mut self, row: u32, column: u32, error: &str) {
        self.errors += 1;
        self.first_error.get_or_insert_with(|| format!("{error} in {}", address(row, column)));
    }

    /// Notes that the cells from `first` to `last` are one.
    pub(super) fn merge(&mut self, first: (u32, u32), last: (u32, u32)) {
        let place = |(row, column): (u32, u32)| (row as usize, column as usize);
        self.merged.push(Merged { first: place(first), last: place(last) });
    }

    /// The grid of a sheet: rows and columns between those that hold something stay, so
    /// that they can be counted, unless they are too many to be meant.
    pub(super) fn into_grid(
        self,
        sheet: &str,
        notices: &mut Notices<'_>,
    ) -> Result<Option<Grid>, Trouble> {
        if let Some(first) = &self.first_error {
            let is_plural = if self.errors == 1 { "cell shows" } else { "cells show" };
            notices.add(format!(
                "{} {is_plural} an error instead of a value ({first} of the sheet “{sheet}”) and stay blank.",
                self.errors
            ));
        }
        let rows = Lines::of(self.found.iter().map(|cell| cell.0));
        let columns = Lines::of(self.found.iter().map(|cell| cell.1));
        if rows.count() > MOST_ROWS + 1 {
            return Err(too_many_rows());
        }
        if columns.count() > MOST_COLUMNS {
            return Err(too_many_columns());
        }
        if rows.count().saturating_mul(columns.count()) > MOST_CELLS {
            return Err(too_many_cells());
        }
        if rows.count() == 0 {
            return Ok(None);
        }
        let mut grid = vec![vec![String::new(); columns.count()]; rows.count()];
        for (row, column, text) in self.found {
            let row = rows.place(row).and_then(|row| grid.get_mut(row));
            if let Some(cell) = row.zip(columns.place(column)).and_then(|(row, at)| row.get_mut(at))
            {
                *cell = text;
            }
        }
        let merged = self.merged.iter().filter_map(|merged| {
            let first = (rows.among(merged.first.0)?, columns.among(merged.first.1)?);
            let last = (rows.last_among(merged.last.0)?, columns.last_among(merged.last.1)?);
            Some(Merged { first, last })
        });
        let merged = merged.collect();
        Ok(Some(Grid { sheet: Some(sheet.to_owned()), rows: grid, merged, is_delimited: false }))
    }
}

/// Rows or columns that take part: all between the first and the last, or, where that
/// would be mostly nothing, those that hold something.
struct Lines {
    used: Vec<u32>,
}

impl Lines {
    fn of(lines: impl Iterator<Item = u32>) -> Self {
        let used: BTreeSet<u32> = lines.collect();
        let (first, last) = (used.first().copied(), used.last().copied());
        let used = match first.zip(last) {
            Some((first, last)) if (last - first) as usize <= used.len() * 4 + 100 => {
                (first..=last).collect()
            }
            _ => used.into_iter().collect(),
        };
        Self { used }
    }

    fn count(&self) -> usize {
        self.used.len()
    }

    fn place(&self, line: u32) -> Option<usize> {
        self.used.binary_search(&line).ok()
    }

    /// The place of the first line from `line` on.
    fn among(&self, line: usize) -> Option<usize> {
        let place = self.used.partition_point(|used| (*used as usize) < line);
        (place < self.used.len()).then_some(place)
    }

    /// The place of the last line up to `line`.
    fn last_among(&self, line: usize) -> Option<usize> {
        self.used.partition_point(|used| *used as usize <= line).checked_sub(1)
    }
}

/// A cell's address as spreadsheets write it, `C5`.
fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    loop {
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        if left < 26 {
            break;
        }
        left = left / 26 - 1;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn addresses_are_those_of_spreadsheets() {
        let named: Vec<String> = [0, 25, 26, 51, 52, 701, 702, 16_383]
            .iter()
            .map(|column| address(4, *column))
            .collect();
        assert_eq!(named, ["A5", "Z5", "AA5", "AZ5", "BA5", "ZZ5", "AAA5", "XFD5"]);
    }
}
