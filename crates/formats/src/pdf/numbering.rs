//! Numbers of lines and paragraphs in a margin.
//!
//! They stand in a column of their own and count upwards, from page to page or
//! on each page anew. Numbers that count paragraphs tell where those begin.

use super::fragment::Fragment;
use super::margin::{Margins, row_places};
use super::measure::{count, is_share, median, quantile};
use crate::Notices;

/// Fewer numbers than these in a margin may mean something.
const FEWEST_LINE_NUMBERS: usize = 10;
/// Fewer numbers than these are not believed to count paragraphs.
const FEWEST_PARAGRAPH_NUMBERS: usize = 15;

/// Numbers in the margin of one page.
struct Column {
    page: usize,
    places: Vec<(usize, u32, f32)>,
    is_even: bool,
    rows: usize,
}

/// Leaves out numbers of lines or paragraphs that stand in a column of their own.
pub(super) fn leave_out(pages: &mut [impl Margins], notices: &mut Notices<'_>) {
    let columns: Vec<Column> =
        pages.iter().enumerate().filter_map(|(page, sheet)| column(page, sheet.main())).collect();
    let mut chain: Option<u32> = None;
    let mut counted: Vec<&Column> = Vec::new();
    for column in &columns {
        let (Some(first), Some(last)) = (column.places.first(), column.places.last()) else {
            continue;
        };
        // Numbers beside a paragraph that goes on may stand on both pages.
        let goes_on =
            chain.is_some_and(|chain| (chain.saturating_sub(2)..=chain + 1).contains(&first.1));
        if goes_on || first.1 <= 5 && column.places.len() >= 3 {
            counted.push(column);
            chain = Some(last.1);
        }
    }
    let numbers: usize = counted.iter().map(|column| column.places.len()).sum();
    let even: usize =
        counted.iter().filter(|column| column.is_even).map(|column| column.places.len()).sum();
    let count_lines = even * 2 > numbers;
    let fewest = if count_lines { FEWEST_LINE_NUMBERS } else { FEWEST_PARAGRAPH_NUMBERS };
    let is_sparse = counted.iter().any(|column| column.places.len() * 10 < column.rows);
    if numbers < fewest || (is_sparse && numbers < 2 * fewest) {
        return;
    }
    for column in counted {
        if let Some(page) = pages.get_mut(column.page) {
            if !count_lines {
                page.begins_at(column.places.iter().map(|(_, _, y)| *y).collect());
            }
            page.leave_out(&column.places.iter().map(|(place, _, _)| *place).collect());
        }
    }
    let what = if count_lines { "lines" } else { "paragraphs" };
    notices.add(format!("The numbers of {what} in the margin were left out."));
}

/// Finds numbers that count upwards to the left or to the right of all other text.
fn column(page: usize, fragments: &[Fragment]) -> Option<Column> {
    let number = |fragment: &Fragment| -> Option<u32> {
        let text = fragment.text();
        (text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse().ok())?
    };
    let words = || fragments.iter().filter(|fragment| number(fragment).is_none());
    let left = quantile(words().map(|fragment| fragment.x0).collect(), 0.02);
    let right = quantile(words().map(|fragment| fragment.x1).collect(), 0.98);
    for is_left in [true, false] {
        let places: Vec<(usize, u32, f32)> = fragments
            .iter()
            .enumerate()
            .filter(|(_, fragment)| if is_left { fragment.x1 < left } else { fragment.x0 > right })
            .filter_map(|(place, fragment)| Some((place, number(fragment)?, fragment.y)))
            .collect();
        let steps: Vec<u32> = places
            .windows(2)
            .filter_map(|pair| match pair {
                [(_, a, _), (_, b, _)] => b.checked_sub(*a),
                _ => None,
            })
            .collect();
        let step = steps.iter().copied().max().unwrap_or(1).max(1);
        let regular = steps.iter().filter(|found| **found == step).count();
        let is_regular = steps.len() + 1 == places.len()
            && matches!(step, 1 | 2 | 5 | 10)
            && is_share(regular, steps.len(), 0.9);
        let rows = row_places(fragments);
        let others = median(
            rows.iter()
                .map(|row| {
                    row.iter().filter(|place| !places.iter().any(|found| found.0 == **place))
                })
                .map(|row| count(row.count()))
                .collect(),
        );
        if places.is_empty() || !is_regular || others > 1.5 {
            continue;
        }
        let gaps: Vec<f32> = places
            .windows(2)
            .filter_map(|pair| match pair {
                [(_, _, a), (_, _, b)] => Some(a - b),
                _ => None,
            })
            .collect();
        let usual = median(gaps.clone());
        let even = gaps.iter().filter(|gap| (*gap - usual).abs() < 0.2 * usual).count();
        let is_even = is_share(even, gaps.len(), 0.85);
        return Some(Column { page, places, is_even, rows: rows.len() });
    }
    None
}
