//! Tables: each row of the page, or several that belong together, is one row.
//!
//! A line whose first column is empty goes on with the row above, as long as it
//! does not begin a list item or lie across the columns.

use super::fragment::{self, Fragment};
use super::line::{Item, Text, is_marker};
use super::measure::median;
use super::region::{self, Row};

/// A row of a table. Cells hold one text for each of their lines.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    pub(super) cells: Vec<Vec<Text>>,
    pub(super) size: f32,
}

/// Parts titles and footnotes, which are set in another size, from a table.
pub(super) fn trim(rows: &[Row]) -> (&[Row], &[Row], &[Row]) {
    let size = median(rows.iter().flatten().map(|fragment| fragment.size).collect());
    let is_inside =
        |row: &Row| row.iter().any(|fragment| (fragment.size - size).abs() <= 0.2 * size);
    let from = rows.iter().position(is_inside).unwrap_or_default();
    let until = rows.iter().rposition(is_inside).map_or(rows.len(), |last| last + 1);
    let (rows, after) = rows.split_at(until);
    let (before, inside) = rows.split_at(from);
    (before, inside, after)
}

/// Lays the rows of a table out.
pub(super) fn lay_out(rows: &[Row], angle: f32, keep_places: bool, items: &mut Vec<Item>) {
    let columns = region::columns(rows);
    let is_rtl = fragment::runs_from_right(rows.iter().flatten());
    let tops: Vec<f32> = rows
        .iter()
        .filter(|row| row.first().is_some_and(|first| column_of(first, &columns) == 0))
        .filter_map(|row| row.first())
        .map(|first| first.y)
        .collect();
    let pitch = median(
        tops.windows(2)
            .filter_map(|pair| match pair {
                [a, b] => Some(a - b),
                _ => None,
            })
            .collect(),
    );
    let mut current: Option<Cells> = None;
    let mut above = f32::INFINITY;
    for row in rows {
        let Some(first) = row.first() else { continue };
        let mut cells: Vec<Vec<Fragment>> = vec![Vec::new(); columns.len().max(1)];
        for fragment in row {
            if let Some(cell) = cells.get_mut(column_of(fragment, &columns)) {
                cell.push(fragment.clone());
            }
        }
        if is_rtl {
            cells.reverse();
        }
        let spans = row.iter().any(|fragment| spans_columns(fragment, &columns));
        if spans
            && let [first, others @ ..] = cells.as_mut_slice()
            && let [one] =
                others.iter_mut().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().as_mut_slice()
            && first.is_empty()
        {
            // A line of text below the table is no cell of it.
            std::mem::swap(first, *one);
        }
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let begins = cells.iter().find(|cell| !cell.is_empty());
        let begins =
            begins.map(|cell| Text::of(cell, is_rtl, angle, false).letters).unwrap_or_default();
        let gap = above - first.y;
        let is_close = gap < 1.5 * first.size && gap < 0.8 * pitch;
        let is_lower = begins.chars().next().is_some_and(char::is_lowercase);
        let goes_on = current.is_some()
            && !begins.split(' ').next().is_some_and(is_marker)
            && !spans
            && (is_close && is_lower
                || cells.first().is_some_and(Vec::is_empty)
                    && (filled * 2 <= columns.len() || gap < 0.8 * pitch));
        above = first.y;
        let texts = cells.iter().map(|cell| {
            if cell.is_empty() {
                Vec::new()
            } else {
                vec![Text::of(cell, is_rtl, angle, keep_places)]
            }
        });
        match &mut current {
            Some(current) if goes_on => {
                for (cell, more) in current.cells.iter_mut().zip(texts) {
                    cell.extend(more);
                }
            }
            _ => {
                items.extend(current.take().map(Item::Row));
                current = Some(Cells { cells: texts.collect(), size: first.size });
            }
        }
    }
    items.extend(current.map(Item::Row));
}

/// Whether a fragment lies across three columns or more.
fn spans_columns(fragment: &Fragment, columns: &[(f32, f32)]) -> bool {
    let touches = |column: &&(f32, f32)| {
        fragment.x1.min(column.1) - fragment.x0.max(column.0) > 0.5 * fragment.size
    };
    columns.iter().filter(touches).count() > 2
}

/// The column in which most of a fragment lies.
fn column_of(fragment: &Fragment, columns: &[(f32, f32)]) -> usize {
    let shared = |column: &(f32, f32)| fragment.x1.min(column.1) - fragment.x0.max(column.0);
    let best = columns.iter().enumerate().max_by(|a, b| shared(a.1).total_cmp(&shared(b.1)));
    // What lies across several columns stands in the first of them.
    let first = columns.iter().position(|column| shared(column) > 0.5 * fragment.size);
    match (first, best) {
        (Some(first), Some((best, column))) if shared(column) < 0.6 * fragment.width() => {
            first.min(best)
        }
        (_, Some((best, _))) => best,
        _ => 0,
    }
}
