//! Columns and tables of a page.
//!
//! A page is divided along gutters: strips that several lines in a row leave
//! free. What lies on both sides of a gutter is read column by column when both
//! sides look like running text, and row by row, as a table, otherwise.

use super::fragment::{Fragment, runs_from_right};
use super::measure::{bucket, count, is_share, median};

/// Deeper divisions than this have no meaning.
const DEEPEST: usize = 12;
/// As many places for a gutter are tried.
const MOST_CANDIDATES: usize = 64;
/// An empty space of this many font heights ends columns and tables.
const WIDEST_BREAK: f32 = 4.5;
/// More fragments than these on one page are read line by line.
const MOST_FRAGMENTS: usize = 20_000;

/// What stands on one line of a block, from left to right.
pub(super) type Row = Vec<Fragment>;

/// A part of a page whose lines belong together.
#[derive(Debug)]
pub(super) struct Block {
    /// Its lines, from top to bottom.
    pub(super) rows: Vec<Row>,
    /// Whether they are rows of cells.
    pub(super) is_table: bool,
    /// What its lines cannot go beyond: the page, or the gutters beside a column.
    pub(super) bounds: Bounds,
}

/// A left and a right edge.
pub(super) type Bounds = (f32, f32);

/// Divides the fragments of a frame into blocks in reading order.
pub(super) fn divide(mut fragments: Vec<Fragment>) -> Vec<Block> {
    fragments.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x0.total_cmp(&b.x0)));
    let mut blocks = Vec::new();
    let depth = if fragments.len() > MOST_FRAGMENTS { DEEPEST } else { 0 };
    let page = (f32::NEG_INFINITY, f32::INFINITY);
    part(rows(fragments), page, depth, &mut blocks);
    blocks
}

fn part(rows: Vec<Row>, bounds: Bounds, depth: usize, blocks: &mut Vec<Block>) {
    if rows.is_empty() {
        return;
    }
    let gutter = if depth < DEEPEST { find_gutter(&rows) } else { None };
    let Some(gutter) = gutter else {
        blocks.push(Block { rows, is_table: false, bounds });
        return;
    };
    let mut above = rows;
    let mut band = above.split_off(gutter.from);
    let below = band.split_off(gutter.until - gutter.from);
    part(above, bounds, depth + 1, blocks);
    if gutter.is_table {
        blocks.push(Block { rows: band, is_table: true, bounds });
    } else {
        let (left, right): (Vec<_>, Vec<_>) =
            band.into_iter().flatten().partition(|fragment| middle(fragment) < gutter.x);
        // Columns of Arabic and Hebrew are read from the right.
        let is_rtl = runs_from_right(left.iter().chain(&right));
        let end = left.iter().map(|fragment| fragment.x1).fold(bounds.0, f32::max);
        let start = right.iter().map(|fragment| fragment.x0).fold(bounds.1, f32::min);
        let mut sides = [(left, (bounds.0, end)), (right, (start, bounds.1))];
        if is_rtl {
            sides.reverse();
        }
        for (side, bounds) in sides {
            part(self::rows(side), bounds, depth + 1, blocks);
        }
    }
    part(below, bounds, depth + 1, blocks);
}

fn middle(fragment: &Fragment) -> f32 {
    f32::midpoint(fragment.x0, fragment.x1)
}

/// Puts fragments into rows, from top to bottom.
pub(super) fn rows(mut fragments: Vec<Fragment>) -> Vec<Row> {
    fragments.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Row> = Vec::new();
    for fragment in fragments {
        let fits = rows
            .last()
            .and_then(|row| row.first())
            .is_some_and(|first| first.y - fragment.y <= 0.4 * first.size.min(fragment.size));
        match rows.last_mut() {
            Some(row) if fits => row.push(fragment),
            _ => rows.push(vec![fragment]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    rows
}

/// A strip that the rows `from..until` leave free.
#[derive(Debug, Clone, Copy)]
struct Gutter {
    x: f32,
    from: usize,
    until: usize,
    is_table: bool,
    weight: usize,
}

fn find_gutter(rows: &[Row]) -> Option<Gutter> {
    let em = median(rows.iter().flatten().map(|fragment| fragment.size).collect());
    let mut best: Option<Gutter> = None;
    for x in candidates(rows, em) {
        for band in bands(rows, x, em) {
            let band = without_heading(rows, band, x, em);
            if let Some(gutter) = judge(rows, band, x, em) {
                // Columns of text go before tables, wherever both are possible.
                let rank = |gutter: &Gutter| (!gutter.is_table, gutter.weight);
                if best.as_ref().is_none_or(|best| rank(&gutter) > rank(best)) {
                    best = Some(gutter);
                }
            }
        }
    }
    best
}

/// Places just beside edges that several fragments share.
fn candidates(rows: &[Row], em: f32) -> Vec<f32> {
    let step = (0.25 * em).max(0.5);
    let mut edges: Vec<(i32, f32)> = Vec::new();
    for fragment in rows.iter().flatten() {
        edges.push((bucket(fragment.x0, step), fragment.x0 - 0.3 * em));
        edges.push((bucket(fragment.x1, step), fragment.x1 + 0.3 * em));
    }
    edges.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut shared: Vec<(usize, f32)> = edges
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() >= 3)
        .filter_map(|group| Some((group.len(), group.get(group.len() / 2)?.1)))
        .collect();
    shared.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    shared.truncate(MOST_CANDIDATES);
    shared.into_iter().map(|(_, x)| x).collect()
}

/// The longest runs of rows in which nothing lies across `x`.
fn bands(rows: &[Row], x: f32, em: f32) -> Vec<(usize, usize)> {
    let room = 0.2 * em;
    let crosses = |fragment: &Fragment| fragment.x0 < x - room && fragment.x1 > x + room;
    let mut bands = Vec::new();
    let mut from = 0;
    let mut above = f32::INFINITY;
    for (at, row) in rows.iter().enumerate() {
        let y = row.first().map_or(above, |first| first.y);
        if row.iter().any(crosses) {
            bands.push((from, at));
            from = at + 1;
        } else if above.is_finite() && above - y > WIDEST_BREAK * em {
            bands.push((from, at));
            from = at;
        }
        above = y;
    }
    bands.push((from, rows.len()));
    bands.retain(|(from, until)| *until >= from + 3);
    bands
}

/// Ends a band before a heading that stands below one of two columns, where the
/// other has ended: it belongs to what comes next.
fn without_heading(rows: &[Row], band: (usize, usize), x: f32, em: f32) -> (usize, usize) {
    let inside = rows.get(band.0..band.1).unwrap_or_default();
    let on_right = |row: &Row| row.iter().any(|fragment| middle(fragment) >= x);
    let Some(last) = inside.iter().rposition(on_right) else { return band };
    let is_heading = |row: &Row| row.iter().all(|fragment| fragment.size > 1.12 * em);
    let after = inside.iter().enumerate().skip(last + 1);
    let heading = after.filter(|(_, row)| is_heading(row)).map(|(at, _)| at).next();
    heading.map_or(band, |at| (band.0, band.0 + at))
}

/// One side of a gutter.
struct Side<'a> {
    rows: Vec<Vec<&'a Fragment>>,
}

impl<'a> Side<'a> {
    fn of(rows: &'a [Row], keep: impl Fn(&Fragment) -> bool) -> Self {
        let side = |row: &'a Row| row.iter().filter(|fragment| keep(fragment)).collect::<Vec<_>>();
        Self { rows: rows.iter().map(side).filter(|row| !row.is_empty()).collect() }
    }

    fn ys(&self) -> Vec<f32> {
        self.rows.iter().filter_map(|row| row.first()).map(|fragment| fragment.y).collect()
    }

    /// Whether its lines look like running text: full, of several words, one
    /// below the other.
    fn is_prose(&self) -> bool {
        let edge = |row: &Vec<&Fragment>| Some((row.first()?.x0, row.last()?.x1));
        let edges: Vec<(f32, f32)> = self.rows.iter().filter_map(edge).collect();
        let left = edges.iter().map(|edge| edge.0).fold(f32::INFINITY, f32::min);
        let right = edges.iter().map(|edge| edge.1).fold(f32::NEG_INFINITY, f32::max);
        let width = right - left;
        let full = edges.iter().filter(|edge| edge.1 > right - 0.25 * width).count();
        let begun = edges.iter().filter(|edge| edge.0 < left + 0.25 * width).count();
        let wordy = self.rows.iter().filter(|row| is_wordy(row)).count();
        let ys = self.ys();
        let size = self.rows.first().and_then(|row| row.first()).map_or(1.0, |first| first.size);
        let close =
            ys.windows(2).filter(|pair| matches!(pair, [a, b] if a - b < 1.9 * size)).count();
        let parts: usize = self.rows.iter().map(Vec::len).sum();
        let all = self.rows.len();
        is_share(full, all, 0.5)
            && is_share(begun, all, 0.8)
            && is_share(wordy, all, 0.6)
            && is_share(close, all.saturating_sub(1), 0.6)
            && count(parts) <= 2.0 * count(all)
    }
}

/// Whether a line holds several words, and not only numbers.
fn is_wordy(row: &[&Fragment]) -> bool {
    let glyphs = || row.iter().flat_map(|fragment| &fragment.glyphs);
    let signs = glyphs().count();
    let letters = glyphs().filter(|glyph| glyph.letter.is_alphabetic()).count();
    let words = glyphs().filter(|glyph| glyph.spaced).count() + row.len();
    let is_unspaced = glyphs().any(|glyph| super::glyph::is_unspaced(glyph.letter));
    is_share(letters, signs, 0.5)
        && (signs >= 12 && words >= 3 || signs >= 36 || is_unspaced && signs >= 8)
}

fn judge(rows: &[Row], band: (usize, usize), x: f32, em: f32) -> Option<Gutter> {
    let inside = rows.get(band.0..band.1)?;
    let left = Side::of(inside, |fragment| middle(fragment) < x);
    let right = Side::of(inside, |fragment| middle(fragment) >= x);
    let fewer = left.rows.len().min(right.rows.len());
    if fewer < 3 {
        return None;
    }
    let (left_ys, right_ys) = (left.ys(), right.ys());
    let reach = |ys: &[f32]| Some((*ys.first()?, *ys.last()?));
    let ((left_top, left_end), (right_top, right_end)) = (reach(&left_ys)?, reach(&right_ys)?);
    let shared = left_top.min(right_top) - left_end.max(right_end);
    let shorter = (left_top - left_end).min(right_top - right_end);
    let gutter = |is_table: bool, weight: usize| {
        Some(Gutter { x, from: band.0, until: band.1, is_table, weight })
    };
    if shared > 0.5 * shorter && fewer >= 4 && left.is_prose() && right.is_prose() {
        return gutter(false, fewer);
    }
    let beside = |y: &f32| {
        let at = right_ys.partition_point(|other| *other > y + 0.4 * em);
        right_ys.get(at).is_some_and(|other| (other - y).abs() <= 0.4 * em)
    };
    let both = left_ys.iter().filter(|y| beside(y)).count();
    if both >= 3 && is_share(both, fewer, 0.6) {
        return gutter(true, both);
    }
    None
}

/// The columns of a table, as the left and right edges of what stands in them.
/// Where nearly no row has anything, one column ends and the next begins.
pub(super) fn columns(rows: &[Row]) -> Vec<(f32, f32)> {
    let few = if rows.len() < 6 { 0 } else { 1 + rows.len() / 25 };
    let mut edges: Vec<(f32, bool)> = rows
        .iter()
        .flatten()
        .flat_map(|fragment| [(fragment.x0, true), (fragment.x1, false)])
        .collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut columns: Vec<(f32, f32)> = Vec::new();
    let mut covered = 0_usize;
    for (x, begins) in edges {
        let before = covered > few;
        covered = if begins { covered + 1 } else { covered.saturating_sub(1) };
        match (before, covered > few) {
            (false, true) => columns.push((x, x)),
            (true, false) => {
                if let Some(column) = columns.last_mut() {
                    column.1 = x;
                }
            }
            _ => {}
        }
    }
    columns
}
