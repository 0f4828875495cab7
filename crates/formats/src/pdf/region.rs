//! Columns and tables of a page.
//!
//! A page is divided along gutters: strips that several lines in a row leave
//! free. What lies on both sides of a gutter is read column by column when both
//! sides look like running text, and row by row, as a table, otherwise.

use super::fragment::Fragment;
use super::measure::{bucket, count, is_share, median};

/// Deeper divisions than this have no meaning.
const DEEPEST: usize = 12;
/// As many places for a gutter are tried.
const MOST_CANDIDATES: usize = 64;
/// More fragments than these on one page are read line by line.
const MOST_FRAGMENTS: usize = 20_000;

/// What stands on one line of a block, from left to right.
pub(super) type Row = Vec<Fragment>;

/// A part of a page whose lines belong together, from top to bottom.
#[derive(Debug)]
pub(super) enum Block {
    /// Lines of running text, or whatever is no table.
    Text(Vec<Row>),
    /// Rows of cells.
    Table(Vec<Row>),
}

/// Divides the fragments of a frame into blocks in reading order.
pub(super) fn divide(mut fragments: Vec<Fragment>) -> Vec<Block> {
    fragments.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x0.total_cmp(&b.x0)));
    let mut blocks = Vec::new();
    let depth = if fragments.len() > MOST_FRAGMENTS { DEEPEST } else { 0 };
    part(fragments, depth, &mut blocks);
    blocks
}

fn part(fragments: Vec<Fragment>, depth: usize, blocks: &mut Vec<Block>) {
    if fragments.is_empty() {
        return;
    }
    let gutter = if depth < DEEPEST { find_gutter(&fragments) } else { None };
    let Some(gutter) = gutter else {
        blocks.push(Block::Text(rows(fragments)));
        return;
    };
    let mut above = fragments;
    let mut band = above.split_off(gutter.from);
    let below = band.split_off(gutter.until - gutter.from);
    part(above, depth + 1, blocks);
    if gutter.is_table {
        blocks.push(Block::Table(rows(band)));
    } else {
        let (left, right): (Vec<_>, Vec<_>) =
            band.into_iter().partition(|fragment| middle(fragment) < gutter.x);
        let is_rtl = reads_from_the_right(&left, &right);
        let (first, second) = if is_rtl { (right, left) } else { (left, right) };
        part(first, depth + 1, blocks);
        part(second, depth + 1, blocks);
    }
    part(below, depth + 1, blocks);
}

/// Columns of Arabic and Hebrew are read from the right.
fn reads_from_the_right(left: &[Fragment], right: &[Fragment]) -> bool {
    let glyphs = || left.iter().chain(right).flat_map(|fragment| &fragment.glyphs);
    glyphs().filter(|glyph| glyph.is_rtl()).count() * 2 > glyphs().count()
}

fn middle(fragment: &Fragment) -> f32 {
    f32::midpoint(fragment.x0, fragment.x1)
}

/// Puts fragments, sorted from top to bottom, into rows.
pub(super) fn rows(fragments: Vec<Fragment>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for fragment in fragments {
        let fits = rows.last().and_then(|row| row.first()).is_some_and(|first| {
            first.y - fragment.y <= 0.4 * first.size.min(fragment.size)
        });
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

/// A strip that the fragments `from..until` leave free.
#[derive(Debug, Clone, Copy)]
struct Gutter {
    x: f32,
    from: usize,
    until: usize,
    is_table: bool,
    weight: usize,
}

fn find_gutter(fragments: &[Fragment]) -> Option<Gutter> {
    let em = median(fragments.iter().map(|fragment| fragment.size).collect());
    let mut best: Option<Gutter> = None;
    for x in candidates(fragments, em) {
        for band in bands(fragments, x, em) {
            if let Some(gutter) = judge(fragments, band, x, em) {
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
fn candidates(fragments: &[Fragment], em: f32) -> Vec<f32> {
    let step = (0.25 * em).max(0.5);
    let mut edges: Vec<(i32, f32)> = Vec::new();
    for fragment in fragments {
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

/// The longest runs of fragments, from top to bottom, that do not lie across `x`.
fn bands(fragments: &[Fragment], x: f32, em: f32) -> Vec<(usize, usize)> {
    let room = 0.2 * em;
    let crosses = |fragment: &Fragment| fragment.x0 < x - room && fragment.x1 > x + room;
    let mut bands = Vec::new();
    let mut from = 0;
    let mut blocked_at = f32::INFINITY;
    for (at, fragment) in fragments.iter().enumerate() {
        if crosses(fragment) {
            if at > from {
                bands.push((from, at));
            }
            from = at + 1;
            blocked_at = fragment.y;
        } else if at == from && blocked_at - fragment.y < 0.4 * fragment.size {
            // It stands on the line of the fragment that lies across.
            from = at + 1;
        }
    }
    if fragments.len() > from {
        bands.push((from, fragments.len()));
    }
    bands.retain(|(from, until)| until - from >= 6);
    bands
}

/// One side of a gutter.
struct Side<'a> {
    rows: Vec<Vec<&'a Fragment>>,
}

impl<'a> Side<'a> {
    fn of(fragments: impl Iterator<Item = &'a Fragment>) -> Self {
        let mut rows: Vec<Vec<&Fragment>> = Vec::new();
        for fragment in fragments {
            match rows.last_mut() {
                Some(row)
                    if row.first().is_some_and(|first| {
                        first.y - fragment.y <= 0.4 * first.size.min(fragment.size)
                    }) =>
                {
                    row.push(fragment);
                }
                _ => rows.push(vec![fragment]),
            }
        }
        Self { rows }
    }

    fn ys(&self) -> Vec<f32> {
        self.rows.iter().filter_map(|row| row.first()).map(|fragment| fragment.y).collect()
    }

    fn edges(row: &[&Fragment]) -> (f32, f32) {
        let left = row.iter().map(|fragment| fragment.x0).fold(f32::INFINITY, f32::min);
        let right = row.iter().map(|fragment| fragment.x1).fold(f32::NEG_INFINITY, f32::max);
        (left, right)
    }

    /// Whether its lines look like running text: full, of several words, one
    /// below the other.
    fn is_prose(&self) -> bool {
        let edges: Vec<(f32, f32)> = self.rows.iter().map(|row| Self::edges(row)).collect();
        let left = edges.iter().map(|edge| edge.0).fold(f32::INFINITY, f32::min);
        let right = edges.iter().map(|edge| edge.1).fold(f32::NEG_INFINITY, f32::max);
        let width = right - left;
        let full = edges.iter().filter(|edge| edge.1 > right - 0.25 * width);
        let begun = edges.iter().filter(|edge| edge.0 < left + 0.25 * width);
        let wordy = self.rows.iter().filter(|row| {
            let signs = row.iter().map(|fragment| fragment.glyphs.len()).sum::<usize>();
            let spaces = row.iter().flat_map(|fragment| &fragment.glyphs);
            let words = spaces.filter(|glyph| glyph.spaced).count() + row.len();
            signs >= 12 && (words >= 3 || signs > 3 * 12)
                || row.iter().flat_map(|fragment| &fragment.glyphs).any(|glyph| {
                    super::glyph::is_unspaced(glyph.letter) && signs >= 8
                })
        });
        let ys = self.ys();
        let size = self.rows.first().and_then(|row| row.first()).map_or(1.0, |first| first.size);
        let close = ys.windows(2).filter(|pair| matches!(pair, [a, b] if a - b < 1.9 * size));
        let all = self.rows.len();
        is_share(full.count(), all, 0.5)
            && is_share(begun.count(), all, 0.8)
            && is_share(wordy.count(), all, 0.6)
            && is_share(close.count(), all.saturating_sub(1), 0.6)
    }
}

fn judge(fragments: &[Fragment], band: (usize, usize), x: f32, em: f32) -> Option<Gutter> {
    let inside = fragments.get(band.0..band.1)?;
    let left = Side::of(inside.iter().filter(|fragment| middle(fragment) < x));
    let right = Side::of(inside.iter().filter(|fragment| middle(fragment) >= x));
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
pub(super) fn columns(rows: &[Row]) -> Vec<(f32, f32)> {
    // A heading across the table must not make one column of all.
    let most = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut spans: Vec<(f32, f32)> = rows
        .iter()
        .filter(|row| count(row.len()) >= 0.5 * count(most) || row.len() > 2)
        .flatten()
        .map(|fragment| (fragment.x0, fragment.x1))
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f32, f32)> = Vec::new();
    for (x0, x1) in spans {
        match columns.last_mut() {
            Some(last) if x0 < last.1 => last.1 = last.1.max(x1),
            _ => columns.push((x0, x1)),
        }
    }
    columns
}
