//! Values separated by commas, semicolons, tabs or bars.
//!
//! There is one standard (RFC 4180) and many habits. The separator, and whether
//! a quotation mark is written `""` or `\"`, are recognised by reading the whole
//! file in each way and keeping the one in which the rows agree best about
//! their width. Excel's first line `sep=;` decides at once.

mod records;

use std::borrow::Cow;
use std::collections::HashMap;

use records::{Dialect, Quote, Records};

use super::{Budget, Grid, MOST_COLUMNS, MOST_ROWS, too_many_columns, too_many_rows};
use crate::{Notices, Trouble};

const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// Reads the cells of a text.
pub(super) fn read(
    text: &str,
    budget: &mut Budget,
    notices: &mut Notices<'_>,
) -> Result<Grid, Trouble> {
    let (declared, text) = declared(text);
    let dialect = match declared {
        Some(separator) => best(text, &[separator], budget)?,
        None => best(text, &SEPARATORS, budget)?,
    };
    let mut records = Records::new(text, dialect);
    let mut rows = Vec::new();
    while let Some(record) = records.next_record() {
        check(&record, rows.len())?;
        for cell in &record {
            budget.spend(cell.len())?;
        }
        rows.push(record.into_iter().map(Cow::into_owned).collect());
    }
    notices.count(
        records.unclosed,
        "quotation mark",
        "quotation marks",
        "never closed and read as a character like others. Please check the last columns",
    );
    Ok(Grid { rows, is_delimited: true, ..Grid::default() })
}

fn check(record: &[Cow<'_, str>], rows: usize) -> Result<(), Trouble> {
    if rows > MOST_ROWS {
        return Err(too_many_rows());
    }
    if record.len() > MOST_COLUMNS { Err(too_many_columns()) } else { Ok(()) }
}

/// Excel's own way to name the separator, in a line before all others.
fn declared(text: &str) -> (Option<char>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_matches('"');
    let separator =
        line.get(..4).filter(|begin| begin.eq_ignore_ascii_case("sep=")).and_then(|_| {
            let mut signs = line.chars().skip(4);
            let separator = signs.next()?;
            let is_alone = signs.all(|sign| SEPARATORS.contains(&sign));
            (is_alone && separator.is_ascii() && separator != '"').then_some(separator)
        });
    if separator.is_some() { (separator, rest) } else { (None, text) }
}

/// The way of reading in which most rows have the commonest width.
fn best(text: &str, separators: &[char], budget: &Budget) -> Result<Dialect, Trouble> {
    let quotes: &[Quote] =
        if text.contains("\\\"") { &[Quote::Doubled, Quote::Escaped] } else { &[Quote::Doubled] };
    let mut found: Option<(Agreement, Dialect)> = None;
    for separator in separators.iter().filter(|separator| text.contains(**separator)) {
        for quote in quotes {
            budget.look_at_the_clock()?;
            let dialect = Dialect { separator: *separator, quote: *quote };
            let agreement = agreement(text, dialect);
            if found.as_ref().is_none_or(|(best, _)| agreement.beats(best)) {
                found = Some((agreement, dialect));
            }
        }
    }
    let found = found.filter(|(agreement, _)| agreement.width > 1).map(|(_, dialect)| dialect);
    // A list of one column: commas in it are no separators. No text holds U+0000.
    Ok(found.unwrap_or(Dialect { separator: '\0', quote: Quote::Doubled }))
}

/// How well the rows of a text agree about their width.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Agreement {
    /// The commonest number of cells.
    width: usize,
    /// The share of the rows that have it.
    share: f64,
    /// Quotation marks that are never closed.
    unclosed: usize,
}

impl Agreement {
    fn beats(&self, other: &Self) -> bool {
        // A separator that most rows lack is none.
        let rank = |one: &Self| if one.width > 1 { one.share } else { 0.0 };
        let (one, two) = (rank(self), rank(other));
        // Among equals the one with fewer open quotation marks is right, then the finer one.
        let order = one.total_cmp(&two).then_with(|| other.unclosed.cmp(&self.unclosed));
        order.then_with(|| self.width.cmp(&other.width)).is_gt()
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share of rows needs no more digits")]
fn agreement(text: &str, dialect: Dialect) -> Agreement {
    let mut records = Records::new(text, dialect);
    let mut widths: HashMap<usize, usize> = HashMap::new();
    let (mut rows, mut widest) = (0_usize, 0);
    let mut is_prose = dialect.separator == ',' && !text.replace(", ", "").contains(',');
    while let Some(record) = records.next_record() {
        widest = widest.max(record.len());
        if record.iter().all(|cell| super::is_blank(cell)) {
            continue;
        }
        rows += 1;
        is_prose &= rows > 1 || record.len() == 1;
        *widths.entry(record.len()).or_default() += 1;
    }
    let commonest = widths.into_iter().max_by_key(|(width, count)| (*count, *width));
    let (width, count) = commonest.unwrap_or((widest, 0));
    // Below "Name" stands "Miller, Ann": such commas are punctuation.
    let width = if is_prose { 1 } else { width };
    Agreement { width, share: count as f64 / rows.max(1) as f64, unclosed: records.unclosed }
}
