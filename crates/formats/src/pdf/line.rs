//! Blocks become lines that know their place.
//!
//! A [`Line`] carries what is needed to tell whether the next one goes on with
//! its paragraph: its edges, those of its block, and how far lines are apart.

use std::collections::HashMap;

use super::cell::{self, Cells};
use super::fragment::{self, Fragment};
use super::glyph::{Glyph, is_unspaced};
use super::measure::{bucket, is_share, median, quantile};
use super::page::Frame;
use super::region::{self, Bounds, Row};

/// A gap of this many font heights inside a line becomes a tab.
const TAB: f32 = 1.8;

/// Letters, and the places on the page of the signs that show them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Text {
    pub(super) letters: String,
    /// One for each letter, where they are needed; spaces have none (NaN).
    pub(super) places: Vec<(f32, f32)>,
}

impl Text {
    pub(super) fn of(fragments: &[Fragment], is_rtl: bool, angle: f32, keep_places: bool) -> Self {
        let mut text = Self::default();
        let y = fragments.first().map_or(0.0, |fragment| fragment.y + 0.3 * fragment.size);
        for (letter, x) in fragment::read(fragments, is_rtl) {
            text.letters.push(letter);
            if keep_places {
                text.places.push(Frame::on_page(angle, x, y));
            }
        }
        text
    }

    fn push(&mut self, separator: char, other: &Self, keep_places: bool) {
        self.letters.push(separator);
        self.letters.push_str(&other.letters);
        if keep_places {
            self.places.push((f32::NAN, f32::NAN));
            self.places.extend(&other.places);
        }
    }
}

/// One line of text.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the line")]
pub(super) struct Line {
    pub(super) text: Text,
    /// Where reading begins, and where it ends: from the right for Arabic.
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) is_bold: bool,
    pub(super) is_from_right: bool,
    /// The edges of the block it is in.
    pub(super) left: f32,
    pub(super) right: f32,
    /// What no line of the block can go beyond.
    pub(super) limit: f32,
    /// How far lines of a paragraph are apart here.
    pub(super) leading: f32,
    /// The width of its first word.
    pub(super) first_word: f32,
    /// How many lines the block has.
    pub(super) among: usize,
    /// Whether it is the first of a block, so that what is before is elsewhere.
    pub(super) is_first: bool,
    /// Whether a number in the margin says that a paragraph begins.
    pub(super) is_numbered: bool,
}

/// What a page says, in reading order.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Line(Line),
    Row(Cells),
}

/// Lays the fragments of a frame out.
pub(super) fn lay_out(
    fragments: Vec<Fragment>,
    angle: f32,
    numbered: &[f32],
    keep_places: bool,
) -> Vec<Item> {
    let mut items = Vec::new();
    for block in region::divide(fragments) {
        let lay = |rows: &[Row], items: &mut Vec<Item>| {
            lines(rows, block.bounds, angle, numbered, keep_places, items);
        };
        if block.is_table {
            let (before, inside, after) = cell::trim(&block.rows);
            lay(before, &mut items);
            cell::lay_out(inside, angle, keep_places, &mut items);
            lay(after, &mut items);
        } else {
            for rows in block.rows.chunk_by(|a, b| is_from_right(a) == is_from_right(b)) {
                lay(rows, &mut items);
            }
        }
    }
    items
}

/// Whether a row is of a text that runs from right to left, and not only holds some.
fn is_from_right(row: &Row) -> bool {
    let letters = || {
        row.iter()
            .flat_map(|fragment| &fragment.glyphs)
            .filter(|glyph| glyph.letter.is_alphabetic())
    };
    fragment::runs_from_right(row.iter())
        && letters().next().is_some_and(Glyph::is_rtl)
        && letters().next_back().is_some_and(Glyph::is_rtl)
}

fn lines(
    rows: &[Row],
    bounds: Bounds,
    angle: f32,
    numbered: &[f32],
    keep_places: bool,
    items: &mut Vec<Item>,
) {
    let is_rtl = rows.first().is_some_and(is_from_right);
    if rows.is_empty() {
        return;
    }
    let mut lines: Vec<Line> =
        rows.iter().filter_map(|row| line(row, angle, is_rtl, keep_places)).collect();
    let edges = |value: fn(&Line) -> f32| lines.iter().map(value).collect::<Vec<f32>>();
    let left = edges(|line| line.x0).into_iter().fold(f32::INFINITY, f32::min);
    let right = outermost_but_one(edges(|line| line.x1));
    let leading = leading(&lines);
    let among = lines.len();
    for line in &mut lines {
        line.among = among;
        line.limit = if is_rtl { -bounds.0 } else { bounds.1 };
        (line.left, line.right, line.leading) = (left, right, leading);
        line.is_numbered = numbered.iter().any(|y| (y - line.y).abs() < 0.5 * line.size);
    }
    if let Some(line) = lines.first_mut() {
        line.is_first = true;
    }
    items.extend(lines.into_iter().map(Item::Line));
}

fn line(row: &Row, angle: f32, is_rtl: bool, keep_places: bool) -> Option<Line> {
    let size = median(row.iter().map(|fragment| fragment.size).collect());
    // In a line that was drawn out to the margin all gaps are wide.
    let usual = usual_gap(row);
    let mut parts: Vec<&[Fragment]> =
        row.chunk_by(|a, b| b.x0 - a.x1 <= (TAB * a.size.min(b.size)).max(2.0 * usual)).collect();
    if is_rtl {
        parts.reverse();
    }
    let mut text = Text::default();
    for part in parts {
        let next = Text::of(part, is_rtl, angle, keep_places);
        if text.letters.is_empty() {
            text = next;
        } else {
            let separator = if is_label(&text.letters) { ' ' } else { '\t' };
            text.push(separator, &next, keep_places);
        }
    }
    let (left, right) = (row.first()?.x0, row.last()?.x1);
    let (x0, x1) = if is_rtl { (-right, -left) } else { (left, right) };
    let glyphs = || row.iter().flat_map(|fragment| &fragment.glyphs);
    let is_bold = is_share(glyphs().filter(|glyph| glyph.bold).count(), glyphs().count(), 0.9);
    let y = row.first()?.y;
    let first_word = first_word(row, is_rtl, size);
    Some(Line {
        text,
        x0,
        x1,
        y,
        size,
        is_bold,
        is_from_right: is_rtl,
        left: x0,
        right: x1,
        limit: f32::INFINITY,
        leading: 1.2 * size,
        first_word,
        among: 1,
        is_first: false,
        is_numbered: false,
    })
}

/// The usual gap between the words of a row; zero where there are too few of them.
fn usual_gap(row: &Row) -> f32 {
    let glyphs: Vec<_> = row
        .iter()
        .flat_map(|fragment| fragment.glyphs.iter().enumerate())
        .map(|(at, glyph)| (glyph, at == 0 || glyph.spaced))
        .collect();
    let gaps: Vec<f32> = glyphs
        .windows(2)
        .filter_map(|pair| match pair {
            [(a, _), (b, true)] => Some(b.x0 - a.x1),
            _ => None,
        })
        .collect();
    if gaps.len() < 3 { 0.0 } else { median(gaps) }
}

/// Whether a text is a label for what stands beside it: `Anna:`, `•`, `3.`, `(b)`.
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim();
    let signs = text.chars().count();
    (text.ends_with(':') && signs <= 40) || (signs <= 5 && is_marker(text))
}

/// Whether a text is nothing but the sign or number of a list.
pub(super) fn is_marker(text: &str) -> bool {
    let mut signs = text.chars();
    if let (Some(sign), None) = (signs.next(), signs.next()) {
        return "•◦▪■□●○‣⁃-–*➢✓☐☒☑→o·◆❖".contains(sign);
    }
    let bare = text.trim_start_matches('(').trim_end_matches(['.', ')', ':']);
    bare.len() < text.len()
        && !bare.is_empty()
        && (bare.chars().all(|sign| sign.is_ascii_digit() || sign == '.')
            || bare.chars().count() == 1
            || bare.chars().all(|sign| matches!(sign, 'i' | 'v' | 'x')))
}

fn first_word(row: &Row, is_rtl: bool, size: f32) -> f32 {
    let glyphs: Vec<_> = row.iter().flat_map(|fragment| &fragment.glyphs).collect();
    if glyphs.first().is_some_and(|glyph| is_unspaced(glyph.letter)) {
        return 2.0 * size;
    }
    let is_end = |at: usize| {
        let glyph = glyphs.get(at)?;
        let before = glyphs.get(at.checked_sub(1)?)?;
        Some(glyph.spaced || glyph.x0 - before.x1 > 0.6 * size)
    };
    if is_rtl {
        let begin = (1..glyphs.len()).rev().find(|at| is_end(*at) == Some(true)).unwrap_or(0);
        let (Some(first), Some(last)) = (glyphs.get(begin), glyphs.last()) else { return 0.0 };
        return last.x1 - first.x0;
    }
    let end = (1..glyphs.len()).find(|at| is_end(*at) == Some(true)).unwrap_or(glyphs.len());
    let (Some(first), Some(last)) = (glyphs.first(), glyphs.get(end.saturating_sub(1))) else {
        return 0.0;
    };
    last.x1 - first.x0
}

/// The right edge of a block: one line may stick out.
fn outermost_but_one(mut edges: Vec<f32>) -> f32 {
    edges.sort_by(f32::total_cmp);
    let from_end = if edges.len() >= 5 { 2 } else { 1 };
    edges.len().checked_sub(from_end).and_then(|at| edges.get(at)).copied().unwrap_or_default()
}

/// How far lines are apart: the smallest distance that is frequent.
fn leading(lines: &[Line]) -> f32 {
    let gaps: Vec<f32> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if (a.size - b.size).abs() < 0.5 => Some(a.y - b.y),
            _ => None,
        })
        .filter(|gap| *gap > 0.0)
        .collect();
    frequent(gaps)
}

fn frequent(mut gaps: Vec<f32>) -> f32 {
    if gaps.len() < 6 {
        return 0.0;
    }
    gaps.sort_by(f32::total_cmp);
    let groups = gaps.chunk_by(|a, b| b - a < 0.04 * a);
    let mut large = groups.filter(|group| is_share(group.len(), gaps.len(), 0.2));
    large.next().map_or(0.0, |group| median(group.to_vec()))
}

/// Fills in from the whole file what one block is too short to tell.
pub(super) fn settle<'a>(lines: impl Iterator<Item = &'a mut Line>) {
    let mut lines: Vec<&mut Line> = lines.collect();
    let mut edges: HashMap<(i32, i32), Vec<f32>> = HashMap::new();
    let mut leadings: HashMap<i32, Vec<f32>> = HashMap::new();
    let mut wraps: HashMap<(i32, i32), (usize, usize)> = HashMap::new();
    let key = |line: &Line| (bucket(line.left, 6.0), bucket(line.size + 0.25, 0.5));
    for line in &lines {
        edges.entry(key(line)).or_default().push(line.x1);
        let wrap = wraps.entry(key(line)).or_default();
        match line.text.letters.chars().next() {
            Some(sign) if sign.is_uppercase() => wrap.0 += 1,
            Some(sign) if sign.is_lowercase() => wrap.1 += 1,
            _ => {}
        }
        if line.leading > 0.0 {
            leadings.entry(key(line).1).or_default().push(line.leading);
        }
    }
    let edges: HashMap<(i32, i32), f32> = edges
        .into_iter()
        .filter(|(_, edges)| edges.len() >= 10)
        .map(|(key, edges)| (key, quantile(edges, 0.97)))
        .collect();
    let leadings: HashMap<i32, f32> =
        leadings.into_iter().map(|(size, found)| (size, median(found))).collect();
    for line in &mut lines {
        let key = key(line);
        if let Some(edge) = edges.get(&key) {
            line.right = line.right.max(edge.min(line.limit));
        }
        // Where many lines begin in capitals and none does otherwise, none goes on.
        if wraps.get(&key).is_some_and(|(upper, lower)| *upper >= 8 && *lower == 0) {
            line.right = f32::INFINITY;
        }
        if line.leading <= 0.0 {
            line.leading = leadings.get(&key.1).copied().unwrap_or(1.35 * line.size);
        }
    }
}
