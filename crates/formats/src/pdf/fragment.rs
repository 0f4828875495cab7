//! Drawn signs become stretches of a line.
//!
//! A [`Fragment`] is what stands on one base line without a wide gap. Signs that
//! were drawn twice to look bold count once, raised and lowered signs join the
//! words they belong to, and spaces come from the gaps, because many programs
//! draw none.

use std::collections::HashMap;

use super::glyph::{Glyph, is_rtl};
use super::measure::{bucket, median};

/// A gap of this many font heights parts two fragments.
const WIDE_GAP: f32 = 0.7;
/// A gap of this many font heights is a space, even if none was drawn.
const SPACE: f32 = 0.15;

/// Signs on one base line without a wide gap between them.
#[derive(Debug, Clone)]
pub(super) struct Fragment {
    /// From left to right.
    pub(super) glyphs: Vec<Glyph>,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// The base line.
    pub(super) y: f32,
    /// The height of most of its signs.
    pub(super) size: f32,
}

impl Fragment {
    fn of(glyphs: Vec<Glyph>) -> Self {
        let fold = |start: f32, pick: fn(f32, f32) -> f32, value: fn(&Glyph) -> f32| {
            glyphs.iter().map(value).fold(start, pick)
        };
        let x0 = fold(f32::INFINITY, f32::min, |glyph| glyph.x0);
        let x1 = fold(f32::NEG_INFINITY, f32::max, |glyph| glyph.x1);
        let size = median(glyphs.iter().map(|glyph| glyph.size).collect());
        let y = median(glyphs.iter().map(|glyph| glyph.y).collect());
        Self { glyphs, x0, x1, y, size }
    }

    /// Its letters as they stand, from left to right.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for glyph in &self.glyphs {
            if glyph.spaced && !text.is_empty() {
                text.push(' ');
            }
            text.extend(glyph.letters());
        }
        text
    }

    pub(super) fn width(&self) -> f32 {
        self.x1 - self.x0
    }
}

/// Puts the signs of a frame together.
pub(super) fn gather(glyphs: Vec<Glyph>) -> Vec<Fragment> {
    let mut glyphs = once(glyphs);
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x0.total_cmp(&b.x0)));
    let mut fragments = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    let mut base: Option<(f32, f32)> = None;
    for glyph in glyphs {
        let belongs = base.is_some_and(|(y, size)| y - glyph.y <= 0.12 * size.min(glyph.size));
        if !belongs {
            split(std::mem::take(&mut row), &mut fragments);
            base = Some((glyph.y, glyph.size));
        }
        row.push(glyph);
    }
    split(row, &mut fragments);
    join_raised(fragments)
}

/// Removes signs that were drawn more than once at the same place.
fn once(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut seen: HashMap<(char, i32, i32), Vec<(f32, f32)>> = HashMap::new();
    let mut kept = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        if glyph.letter.is_whitespace() {
            kept.push(glyph);
            continue;
        }
        let cell = 4.0;
        let (column, line) = (bucket(glyph.x0, cell), bucket(glyph.y, cell));
        let near = |(x, y): &(f32, f32)| {
            (x - glyph.x0).abs() < 0.3 * glyph.width().max(0.1 * glyph.size)
                && (y - glyph.y).abs() < 0.2 * glyph.size
        };
        let is_known = (-1..=1).any(|dx| {
            (-1..=1).any(|dy| {
                seen.get(&(glyph.letter, column + dx, line + dy))
                    .is_some_and(|places| places.iter().any(near))
            })
        });
        if !is_known {
            seen.entry((glyph.letter, column, line)).or_default().push((glyph.x0, glyph.y));
            kept.push(glyph);
        }
    }
    kept
}

/// Splits what stands on one base line at wide gaps.
fn split(mut row: Vec<Glyph>, fragments: &mut Vec<Fragment>) {
    row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let row = settle_marks(row);
    let mut current: Vec<Glyph> = Vec::new();
    let mut space = false;
    let mut edge = f32::NEG_INFINITY;
    for mut glyph in row {
        if glyph.letter.is_whitespace() {
            space = true;
            continue;
        }
        if !current.is_empty() {
            let gap = glyph.x0 - edge;
            let size = current.last().map_or(glyph.size, |last| last.size.min(glyph.size));
            // A ligature often takes more room than the file says.
            let ligature = current.last().filter(|last| !space && last.more.is_some());
            let gap = gap - ligature.map_or(0.0, Glyph::width);
            if gap > WIDE_GAP * size {
                fragments.push(Fragment::of(std::mem::take(&mut current)));
                edge = f32::NEG_INFINITY;
            } else {
                glyph.spaced = gap > SPACE * size || (space && gap > 0.04 * size);
            }
        }
        space = false;
        edge = edge.max(glyph.x1);
        current.push(glyph);
    }
    if !current.is_empty() {
        fragments.push(Fragment::of(current));
    }
}

/// Adds vowel signs and accents to the sign that they are drawn over.
fn settle_marks(row: Vec<Glyph>) -> Vec<Glyph> {
    let (marks, mut base): (Vec<Glyph>, Vec<Glyph>) = row.into_iter().partition(Glyph::is_mark);
    for mark in marks {
        let at = base.partition_point(|glyph| glyph.x0 <= mark.middle());
        let from = at.saturating_sub(3);
        let until = (at + 2).min(base.len());
        let distance = |glyph: &Glyph| (glyph.middle() - mark.middle()).abs();
        let host = base
            .get_mut(from..until)
            .into_iter()
            .flatten()
            .filter(|glyph| !glyph.letter.is_whitespace())
            .min_by(|a, b| distance(a).total_cmp(&distance(b)));
        match host {
            Some(host) if distance(host) < host.size => {
                let letters: Vec<char> = mark.letters().collect();
                for letter in letters {
                    host.append(letter);
                }
            }
            _ => base.insert(at, mark),
        }
    }
    base
}

/// Joins small signs above or below a base line to the line.
fn join_raised(fragments: Vec<Fragment>) -> Vec<Fragment> {
    let mut hosts: Vec<Fragment> = Vec::with_capacity(fragments.len());
    let mut small: Vec<Fragment> = Vec::new();
    let usual = median(
        fragments
            .iter()
            .flat_map(|fragment| fragment.glyphs.iter().map(|glyph| glyph.size))
            .collect(),
    );
    for fragment in fragments {
        let is_small = fragment.size < 0.85 * usual && fragment.glyphs.len() <= 12;
        if is_small { small.push(fragment) } else { hosts.push(fragment) }
    }
    // Fragments are in order from top to bottom.
    let mut left: Vec<Fragment> = Vec::new();
    for fragment in small {
        let from = hosts.partition_point(|host| host.y > fragment.y + 0.9 * usual);
        let reach = hosts.get_mut(from..).unwrap_or_default().iter_mut();
        let host = reach
            .take_while(|host| host.y > fragment.y - 0.9 * host.size.max(usual))
            .filter(|host| {
                let raised = fragment.y - host.y;
                fragment.size < 0.85 * host.size
                    && (-0.35 * host.size..0.65 * host.size).contains(&raised)
                    && fragment.x0 > host.x0 - 0.3 * host.size
                    && fragment.x0 < host.x1 + 0.3 * host.size
                    && has_room(host, &fragment)
            })
            .min_by(|a, b| (a.y - fragment.y).abs().total_cmp(&(b.y - fragment.y).abs()));
        match host {
            Some(host) => merge(host, fragment),
            None => left.push(fragment),
        }
    }
    hosts.append(&mut left);
    hosts.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x0.total_cmp(&b.x0)));
    hosts
}

/// Whether nothing of a line is drawn where the small signs stand.
fn has_room(host: &Fragment, small: &Fragment) -> bool {
    let inside = (small.x0 + 0.25 * small.width(), small.x1 - 0.25 * small.width());
    !host.glyphs.iter().any(|glyph| glyph.middle() > inside.0 && glyph.middle() < inside.1)
}

fn merge(host: &mut Fragment, small: Fragment) {
    let (y, size) = (host.y, host.size);
    let mut glyphs = std::mem::take(&mut host.glyphs);
    glyphs.extend(small.glyphs.into_iter().map(|glyph| Glyph { y, ..glyph }));
    glyphs.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut before = (f32::INFINITY, false);
    for glyph in &mut glyphs {
        let is_small = glyph.size < 0.85 * size;
        if is_small || before.1 {
            // What was a gap of the line is filled now.
            glyph.spaced = glyph.x0 - before.0 > SPACE * size;
        }
        before = (glyph.x1, is_small);
    }
    *host = Fragment { y, size, ..Fragment::of(glyphs) };
}

/// The letters of a row in the order in which they are read, each with the
/// middle of the sign that shows it. Gaps between fragments become spaces.
/// `from_right` tells in which direction the text around it runs.
pub(super) fn read(fragments: &[Fragment], from_right: bool) -> Vec<(char, f32)> {
    let mut signs: Vec<Option<&Glyph>> = Vec::new();
    for (number, fragment) in fragments.iter().enumerate() {
        if number > 0 {
            signs.push(None);
        }
        for glyph in &fragment.glyphs {
            if glyph.spaced && !matches!(signs.last(), None | Some(None)) {
                signs.push(None);
            }
            signs.push(Some(glyph));
        }
    }
    let rtl = signs.iter().flatten().filter(|glyph| glyph.is_rtl()).count();
    if rtl > 0 {
        reorder(&mut signs, from_right);
    }
    let mut letters: Vec<(char, f32)> = Vec::with_capacity(signs.len());
    for sign in signs {
        match sign {
            None => letters.push((' ', f32::NAN)),
            Some(glyph) => letters.extend(glyph.letters().map(|letter| (letter, glyph.middle()))),
        }
    }
    if rtl > 0 {
        mirror(&mut letters);
    }
    letters
}

/// Whether most letters are of a script that runs from right to left.
pub(super) fn runs_from_right<'a>(fragments: impl Iterator<Item = &'a Fragment>) -> bool {
    let (mut right, mut left) = (0, 0);
    for glyph in fragments.flat_map(|fragment| &fragment.glyphs) {
        right += usize::from(glyph.is_rtl());
        left += usize::from(is_ltr(glyph.letter));
    }
    right > left
}

fn is_ltr(letter: char) -> bool {
    letter.is_alphabetic() && !is_rtl(letter)
}

/// Turns a row from the order of its looks into the order of reading.
fn reorder(part: &mut [Option<&Glyph>], is_rtl_line: bool) {
    if is_rtl_line {
        part.reverse();
    }
    // Runs of the other direction are turned; what is neutral goes with a run
    // only between two signs of it.
    let runs_on = |sign: Option<&Glyph>| -> Option<bool> {
        let letter = sign?.letter;
        if is_rtl(letter) {
            Some(!is_rtl_line)
        } else if is_ltr(letter) {
            Some(is_rtl_line)
        } else if is_digit(letter) && is_rtl_line {
            // Among letters from left to right, a number goes with what is around it.
            Some(true)
        } else {
            None
        }
    };
    let mut at = 0;
    while at < part.len() {
        if part.get(at).and_then(|sign| runs_on(*sign)) != Some(true) {
            at += 1;
            continue;
        }
        let mut last = at;
        let mut next = at + 1;
        while let Some(sign) = part.get(next) {
            match runs_on(*sign) {
                Some(true) => last = next,
                Some(false) => break,
                None => {}
            }
            next += 1;
        }
        if let Some(run) = part.get_mut(at..=last) {
            run.reverse();
            if !is_rtl_line {
                turn_numbers(run);
            }
        }
        at = last + 1;
    }
}

/// Numbers are read from left to right in every script.
fn turn_numbers(run: &mut [Option<&Glyph>]) {
    let in_number = |sign: Option<&Glyph>| {
        sign.is_some_and(|glyph| is_digit(glyph.letter) || matches!(glyph.letter, '.' | ',' | ':'))
    };
    for number in run.chunk_by_mut(|a, b| in_number(*a) == in_number(*b)) {
        if number.iter().all(|sign| in_number(*sign)) && number.len() > 1 {
            number.reverse();
        }
    }
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '\u{0660}'..='\u{0669}' | '\u{06f0}'..='\u{06f9}')
}

/// Brackets are stored as they look; where the first of a row closes, all of
/// them are meant the other way round.
fn mirror(letters: &mut [(char, f32)]) {
    let pair = |letter: char| match letter {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '«' => '»',
        '»' => '«',
        other => other,
    };
    let first = letters.iter().map(|(letter, _)| *letter).find(|letter| pair(*letter) != *letter);
    if matches!(first, Some(')' | ']' | '}' | '»')) {
        for (letter, _) in letters.iter_mut() {
            *letter = pair(*letter);
        }
    }
}
