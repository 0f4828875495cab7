//! From loose cells to a table: which row names the columns, and what is nothing.
//!
//! Titles above the header are left out with a notice, blank rows and columns
//! are dropped and counted, and each column gets a name of its own. Survey tools
//! that write more than one header row are recognised in `header.rs`. Values
//! that were merged over several rows are repeated in each of them.

mod header;

use std::collections::{HashMap, HashSet};

use super::{Grid, Merged, Table, is_blank};
use crate::Notices;

/// Makes a table of a grid; nothing when no cell holds anything.
pub(super) fn table(grid: Grid, is_book: bool, notices: &mut Notices<'_>) -> Option<Table> {
    let Grid { sheet, rows: mut grid, merged, is_delimited } = grid;
    let width = grid.iter().map(|row| filled_width(row)).max().unwrap_or(0);
    if width == 0 {
        return None;
    }
    let of = match &sheet {
        Some(name) if is_book => format!(" of the sheet “{name}”"),
        _ => String::new(),
    };
    let top = header::find(&grid, width);
    announce_titles(&grid, top, &of, notices);
    let header = header::read(&mut grid, top, &merged, notices);
    let body = header.body;
    let repeated = repeat_merged(&mut grid, &merged, body);
    notices.count(
        repeated,
        "merged cell",
        "merged cells",
        &format!("repeated in all rows{of} that were merged"),
    );
    if is_delimited {
        announce_ragged(&grid, header.names.len(), body, notices);
    }
    let rows: Vec<Vec<String>> = grid.into_iter().skip(body).collect();
    let keep = columns_to_keep(&header.names, &rows, width);
    notices.count(width - keep.len(), "blank column", "blank columns", &format!("left out{of}"));
    let names: Vec<String> =
        keep.iter().map(|column| header.names.get(*column).cloned().unwrap_or_default()).collect();
    let columns = name_columns(&names, &keep, &of, notices);
    announce_numbers(&names, rows.first().map(|row| pick(row.clone(), &keep)), &of, notices);
    let last = rows.iter().rposition(|row| filled_width(row) > 0).map_or(0, |row| row + 1);
    let blank = rows.iter().take(last).filter(|row| filled_width(row) == 0).count();
    notices.count(blank, "blank row", "blank rows", &format!("left out{of}"));
    let rows = rows.into_iter().filter(|row| filled_width(row) > 0).map(|row| pick(row, &keep));
    Some(Table { sheet, columns, rows: rows.collect() })
}

/// How many cells a row has up to the last one that is not blank.
fn filled_width(row: &[String]) -> usize {
    row.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1)
}

fn announce_titles(grid: &[Vec<String>], top: usize, of: &str, notices: &mut Notices<'_>) {
    let lines = grid.iter().take(top).filter(|row| filled_width(row) > 0);
    let titles: Vec<String> = lines
        .map(|row| row.iter().filter(|cell| !is_blank(cell)).cloned().collect::<Vec<_>>().join(" "))
        .map(|title| header::in_one_line(&title))
        .collect();
    if let Some(title) = titles.first() {
        let shown: String = title.chars().take(80).collect();
        let message = match titles.len() {
            1 => format!("1 line above the header{of} was left out: “{shown}”."),
            count => format!("{count} lines above the header{of} were left out: “{shown}” …"),
        };
        notices.add(message);
    }
}

/// A header of numbers is perhaps none.
fn announce_numbers(
    names: &[String],
    first: Option<Vec<String>>,
    of: &str,
    notices: &mut Notices<'_>,
) {
    let given = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
    let is_value = |name: &&str| {
        name.starts_with(|sign: char| sign.is_ascii_digit() || sign == '-')
            && name.chars().all(|sign| sign.is_ascii_digit() || "-./,: ".contains(sign))
    };
    let (values, count) = (given.clone().filter(is_value).count(), given.count());
    // "P1" above "P2" and "34" above "29" name nothing either.
    let is_alike = first.is_some_and(|first| {
        let shapes = || names.iter().zip(&first).map(|(name, cell)| (shape(name), shape(cell)));
        shapes().all(|(name, cell)| name == cell) && shapes().any(|(name, _)| name.contains('9'))
    });
    if values * 2 > count || is_alike {
        notices.add(format!(
            "The first row{of} was taken for the names of the columns, but looks like values: if it is, put a \
             row of names above it."
        ));
    }
}

/// Runs of digits as `9`, of letters as `a`, other signs as they are.
fn shape(cell: &str) -> String {
    let mut shape = String::new();
    for sign in cell.trim().chars() {
        let kind = match sign {
            sign if sign.is_numeric() => '9',
            sign if sign.is_alphabetic() => 'a',
            sign => sign,
        };
        if !shape.ends_with(kind) {
            shape.push(kind);
        }
    }
    shape
}

/// Rows of a text file that have more or fewer cells than the header.
fn announce_ragged(grid: &[Vec<String>], names: usize, body: usize, notices: &mut Notices<'_>) {
    let rows = || grid.iter().skip(body).filter(|row| filled_width(row) > 0);
    let short = rows().filter(|row| row.len() < names).count();
    let long = rows().filter(|row| filled_width(row) > names).count();
    notices.count(short, "row", "rows", "shorter than the header and filled up with blank cells");
    notices.count(
        long,
        "row",
        "rows",
        "longer than the header; what is too much has columns of its own. Please check the last columns",
    );
}

/// Fills cells that a merged cell covers downwards, below the header.
fn repeat_merged(grid: &mut [Vec<String>], merged: &[Merged], body: usize) -> usize {
    let mut count = 0;
    for Merged { first, last } in merged.iter().filter(|merged| merged.first.0 >= body) {
        let value = grid.get(first.0).and_then(|row| row.get(first.1)).cloned();
        let Some(value) = value.filter(|value| last.0 > first.0 && !is_blank(value)) else {
            continue;
        };
        count += 1;
        for row in grid.iter_mut().take(last.0 + 1).skip(first.0 + 1) {
            if row.len() <= first.1 {
                row.resize(first.1 + 1, String::new());
            }
            if let Some(cell) = row.get_mut(first.1).filter(|cell| is_blank(cell)) {
                cell.clone_from(&value);
            }
        }
    }
    count
}

/// Columns with a name or with anything in them.
fn columns_to_keep(names: &[String], rows: &[Vec<String>], width: usize) -> Vec<usize> {
    let mut keep = vec![false; width];
    for row in std::iter::once(names).chain(rows.iter().map(Vec::as_slice)) {
        for (keep, cell) in keep.iter_mut().zip(row) {
            *keep = *keep || !is_blank(cell);
        }
    }
    keep.iter().enumerate().filter(|(_, keep)| **keep).map(|(column, _)| column).collect()
}

/// Gives each column a name that no other has.
fn name_columns(
    names: &[String],
    keep: &[usize],
    of: &str,
    notices: &mut Notices<'_>,
) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut reached: HashMap<String, usize> = HashMap::new();
    let (mut unnamed, mut again) = (0, 0);
    let mut columns = Vec::with_capacity(names.len());
    let plain: HashSet<String> = names.iter().map(|name| header::in_one_line(name)).collect();
    for (name, position) in names.iter().zip(keep) {
        let name = header::in_one_line(name);
        let base = if name.is_empty() {
            unnamed += 1;
            format!("Column {}", position + 1)
        } else {
            name.clone()
        };
        let mut unique = base.clone();
        // All numbers below were tried for an earlier column of this name.
        let number = reached.entry(base.clone()).or_insert(1);
        if *number > 1 {
            unique = format!("{base} ({number})");
        }
        while taken.contains(&unique) || (unique != name && plain.contains(&unique)) {
            *number += 1;
            unique = format!("{base} ({number})");
        }
        again += usize::from(*number > 1);
        taken.insert(unique.clone());
        columns.push(unique);
    }
    notices.count(unnamed, "column", "columns", &format!("without a name{of} and got one"));
    notices.count(
        again,
        "column",
        "columns",
        &format!("named like another{of} and got a number: “Age (2)”"),
    );
    columns
}

fn pick(mut row: Vec<String>, keep: &[usize]) -> Vec<String> {
    keep.iter().map(|column| row.get_mut(*column).map(std::mem::take).unwrap_or_default()).collect()
}
