//! What stands on pages beside their text.
//!
//! Running heads, printed page numbers and watermarks are on most pages at the
//! same place. None of them is what somebody said, so they are left out, and that
//! is told. Numbers of lines are looked for in `numbering.rs`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::fragment::Fragment;
use super::measure::{bucket, is_share};
use crate::Notices;

/// How many rows from the top and from the bottom may be running heads.
const OUTER_ROWS: usize = 3;
/// A page whose first frame is looked at.
pub(super) trait Margins {
    /// The fragments of its main text, from top to bottom.
    fn main(&self) -> &[Fragment];
    /// Text in each other direction.
    fn others(&self) -> Vec<String>;
    /// Takes fragments of the main text out.
    fn leave_out(&mut self, places: &HashSet<usize>);
    /// Takes text in another direction out.
    fn leave_out_other(&mut self, text: &str);
    /// Remembers the height of numbers in the margin that count paragraphs.
    fn begins_at(&mut self, heights: Vec<f32>);
}

/// A fragment near the top or the bottom of a page.
struct Outer {
    page: usize,
    y: f32,
    shown: String,
    place: usize,
}

/// Leaves out what repeats on most pages at the same place.
pub(super) fn leave_out_repeated(pages: &mut [impl Margins], notices: &mut Notices<'_>) {
    let written: Vec<usize> = (0..pages.len())
        .filter(|page| pages.get(*page).is_some_and(|page| !page.main().is_empty()))
        .collect();
    let mut gone: BTreeMap<usize, HashSet<usize>> = BTreeMap::new();
    let mut examples: BTreeSet<String> = BTreeSet::new();
    let mut has_numbers = false;
    for (pattern, mut found) in outer(pages) {
        found.sort_by(|a, b| a.y.total_cmp(&b.y));
        for group in found.chunk_by(|a, b| b.y - a.y < 3.0) {
            let is_number = is_page_number(&pattern);
            let on: BTreeSet<usize> = group.iter().map(|row| row.page).collect();
            if !repeats(&on, &written, is_number) || (is_number && !counts_pages(group)) {
                continue;
            }
            has_numbers |= is_number;
            if !is_number {
                examples.extend(group.first().map(|row| shorten(&row.shown)));
            }
            for row in group {
                gone.entry(row.page).or_default().insert(row.place);
            }
        }
    }
    if are_copies(pages) {
        return;
    }
    let emptied = gone.iter().filter(|(page, places)| {
        pages.get(**page).is_some_and(|page| page.main().len() <= places.len())
    });
    if emptied.count() * 2 > written.len() {
        // Pages that say nothing else, such as copies of one form, say this.
        return;
    }
    for (page, places) in &gone {
        if let Some(page) = pages.get_mut(*page) {
            page.leave_out(places);
        }
    }
    let mut names: Vec<String> = examples.iter().take(3).map(|text| format!("“{text}”")).collect();
    if has_numbers {
        names.push("page numbers".into());
    }
    if !names.is_empty() {
        notices.add(format!(
            "What repeats at the top or bottom of the pages was left out: {}.",
            names.join(", ")
        ));
    }
    leave_out_watermarks(pages, written.len(), notices);
}

/// Whether most pages say much the same at the same places, as filled-in forms do.
fn are_copies(pages: &[impl Margins]) -> bool {
    let words: Vec<BTreeSet<(i32, String)>> = pages
        .iter()
        .map(|page| {
            let word = |fragment: &Fragment| (bucket(fragment.y, 4.0), pattern(&fragment.text()));
            page.main().iter().map(word).collect()
        })
        .filter(|words: &BTreeSet<_>| !words.is_empty())
        .collect();
    let alike = words.windows(2).filter(|pair| match pair {
        [a, b] => is_share(a.intersection(b).count(), a.len().max(b.len()), 0.4),
        _ => false,
    });
    words.len() > 1 && is_share(alike.count(), words.len() - 1, 0.5)
}

/// What stands in the outer rows of all pages, by its pattern.
fn outer(pages: &[impl Margins]) -> BTreeMap<String, Vec<Outer>> {
    let mut found: BTreeMap<String, Vec<Outer>> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        let fragments = page.main();
        let rows = row_places(fragments);
        let last = rows.len().saturating_sub(OUTER_ROWS);
        for (at, row) in rows.into_iter().enumerate() {
            if at >= OUTER_ROWS && at < last {
                continue;
            }
            for place in row {
                let Some(fragment) = fragments.get(place) else { continue };
                let shown = fragment.text();
                let y = fragment.y;
                let key = pattern(&shown);
                found.entry(key).or_default().push(Outer { page: number, y, shown, place });
            }
        }
    }
    found
}

/// Whether numbers at one height grow with the pages, as page numbers do.
fn counts_pages(group: &[Outer]) -> bool {
    let mut offsets: BTreeMap<i64, usize> = BTreeMap::new();
    for outer in group {
        let digits: String = outer
            .shown
            .chars()
            .skip_while(|sign| !sign.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        let page = i64::try_from(outer.page).unwrap_or_default();
        let number = digits.parse::<i64>().ok().or_else(|| roman(&outer.shown));
        *offsets.entry(number.unwrap_or(-1_000_000 * page) - page).or_default() += 1;
    }
    let most = offsets.values().copied().max().unwrap_or_default();
    is_share(most, group.len(), 0.6)
}

fn roman(text: &str) -> Option<i64> {
    let value = |sign: char| match sign.to_ascii_lowercase() {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let text = text.trim_matches(|sign: char| !sign.is_alphanumeric());
    let values = text.chars().map(value).collect::<Option<Vec<i64>>>()?;
    let mut sum = 0;
    for (at, value) in values.iter().enumerate() {
        let before_larger = values.get(at + 1).is_some_and(|next| next > value);
        sum += if before_larger { -value } else { *value };
    }
    (sum > 0).then_some(sum)
}

fn leave_out_watermarks(pages: &mut [impl Margins], written: usize, notices: &mut Notices<'_>) {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        for text in page.others().into_iter().collect::<BTreeSet<_>>() {
            *found.entry(text).or_default() += 1;
        }
    }
    for (text, count) in found {
        if count >= 3 && count * 2 > written {
            for page in pages.iter_mut() {
                page.leave_out_other(&text);
            }
            notices.add(format!(
                "What is printed across the pages was left out: “{}”.",
                shorten(&text)
            ));
        }
    }
}

/// The fragments of each row, as places in the list, from top to bottom.
pub(super) fn row_places(fragments: &[Fragment]) -> Vec<Vec<usize>> {
    let mut rows: Vec<(f32, Vec<usize>)> = Vec::new();
    for (place, fragment) in fragments.iter().enumerate() {
        match rows.last_mut() {
            Some((y, row)) if *y - fragment.y <= 0.4 * fragment.size => row.push(place),
            _ => rows.push((fragment.y, vec![place])),
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// A text with its numbers left open, so that page numbers look alike.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let bare = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        if !bare.is_empty() && is_roman(bare) {
            out.push('#');
            continue;
        }
        let mut in_number = false;
        for sign in word.chars() {
            if !sign.is_numeric() {
                out.extend(sign.to_lowercase());
            } else if !in_number {
                out.push('#');
            }
            in_number = sign.is_numeric();
        }
    }
    out
}

fn is_roman(word: &str) -> bool {
    let lower = word.chars().all(|sign| matches!(sign, 'i' | 'v' | 'x' | 'l' | 'c'));
    let upper = word.chars().all(|sign| matches!(sign, 'I' | 'V' | 'X' | 'L' | 'C'));
    (lower || upper) && word.len() <= 8
}

/// Whether a pattern is nothing but the number of a page.
fn is_page_number(pattern: &str) -> bool {
    let rest: String = pattern
        .split(|sign: char| !sign.is_alphabetic())
        .filter(|word| {
            !matches!(
                *word,
                "page"
                    | "pages"
                    | "of"
                    | "p"
                    | "pg"
                    | "seite"
                    | "von"
                    | "página"
                    | "pagina"
                    | "de"
                    | "di"
                    | "sur"
                    | "sida"
                    | "side"
                    | "av"
                    | "af"
                    | "strona"
                    | "z"
            )
        })
        .collect();
    pattern.contains('#') && rest.is_empty()
}

/// Whether a row is on most pages, or on most pages of one side of the paper.
fn repeats(on: &BTreeSet<usize>, written: &[usize], is_number: bool) -> bool {
    let most = |among: Vec<usize>, share: f32| {
        let count = among.iter().filter(|page| on.contains(page)).count();
        let fewest = if is_number || written.len() == 2 { 2 } else { 3 };
        count >= fewest && is_share(count, among.len(), share)
    };
    let side = |rest: usize| -> Vec<usize> {
        written.iter().copied().filter(|page| page % 2 == rest).collect()
    };
    most(written.to_vec(), 0.51) || most(side(0), 0.8) || most(side(1), 0.8)
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_owned();
    }
    text.chars().take(39).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_look_alike_and_are_known() {
        for text in ["12", "- 3 -", "Page 4 of 17", "iv", "Seite 2 von 9", "3/5", "[7]"] {
            assert!(is_page_number(&pattern(text)), "{text}");
        }
        for text in ["Chapter 3", "Interview 12", "", "mild"] {
            assert!(!is_page_number(&pattern(text)), "{text}");
        }
        assert_eq!((roman("xiv"), roman("- IX -"), roman("vim")), (Some(14), Some(9), None));
        assert_eq!(pattern("Interview 7, 12 March"), pattern("INTERVIEW 10, 3 March"));
    }

    #[test]
    fn most_pages_are_needed_or_most_of_one_side() {
        let on = |pages: &[usize]| pages.iter().copied().collect::<BTreeSet<_>>();
        let written: Vec<usize> = (0..10).collect();
        assert!(repeats(&on(&[1, 2, 3, 4, 5, 6, 7]), &written, false));
        assert!(repeats(&on(&[1, 3, 5, 7, 9]), &written, false));
        assert!(!repeats(&on(&[1, 2, 5, 8]), &written, false));
        assert!(!repeats(&on(&[0, 1]), &[0, 1, 2, 3], false));
        assert!(repeats(&on(&[0, 1]), &[0, 1], false));
        assert!(repeats(&on(&[0, 1]), &[0, 1], true));
    }
}
