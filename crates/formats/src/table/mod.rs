//! Tables: surveys and lists of participants, from `.csv`, `.xlsx` and `.ods`.
//!
//! [`read`] turns a file into [`Table`]s: one header row, then rows of equal
//! length, every cell a text as a person would see it. `delimited/` and
//! `workbook/` fetch the cells, `shape/` finds the header and tidies.
//! [`guess`] then proposes what each column is for, with a reason that a person
//! can weigh, and [`value`] brings a cell into the form in which it is stored.
//! Nothing is decided here that a person could not change.

mod delimited;
mod guess;
mod shape;
#[cfg(test)]
mod tests;
mod value;
mod workbook;

use std::time::{Duration, Instant};

use crate::{Kind, Notices, RefusalKind, Trouble, text};

pub use guess::{AsWhat, ColumnGuess, Guessed, Role, guess};
pub use value::{AttributeKind, Decimal, Unreadable, Written, value};
pub(crate) use value::{Dated, Number, date_of_text, day, month_of_word};

/// More rows than this are refused; a sheet of Excel has hardly more.
const MOST_ROWS: usize = 1_000_000;
/// More columns than this no spreadsheet has.
const MOST_COLUMNS: usize = 16_384;
/// More cells than this are refused, in all sheets together.
const MOST_CELLS: usize = 20_000_000;
/// More text than this in all cells together is refused.
const MOST_TEXT: usize = 256 * 1024 * 1024;
/// How long the reading of one file may take.
const LONGEST: Duration = Duration::from_mins(2);

/// A table as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The sheet's name, of a workbook.
    pub sheet: Option<String>,
    /// The names of its columns, each once; `Column 3` where a column has none.
    pub columns: Vec<String>,
    /// Its rows, each as long as `columns`; what is not there is empty.
    pub rows: Vec<Vec<String>>,
}

/// Reads the tables of a file: one of a `.csv`, one for each sheet with cells of a workbook.
pub(crate) fn read(
    bytes: &[u8],
    kind: Kind,
    notices: &mut Notices<'_>,
) -> Result<Vec<Table>, Trouble> {
    let mut budget = Budget::new();
    let grids = if kind == Kind::Sheet {
        workbook::read(bytes, &mut budget, notices)?
    } else {
        let text = text::decode(bytes, notices)?;
        vec![delimited::read(&text, &mut budget, notices)?]
    };
    let is_book = grids.len() > 1;
    let tables: Vec<Table> =
        grids.into_iter().filter_map(|grid| shape::table(grid, is_book, notices)).collect();
    if tables.is_empty() {
        return Err(Trouble::new(RefusalKind::Empty, "there are no cells with anything in them."));
    }
    Ok(tables)
}

/// The cells of one sheet before it is known which row names the columns.
#[derive(Debug, Default)]
struct Grid {
    sheet: Option<String>,
    /// Rows of any length.
    rows: Vec<Vec<String>>,
    /// Cells that were merged, as rows and columns of `rows`.
    merged: Vec<Merged>,
    /// Whether rows shorter than others are worth a word: those of a workbook are not.
    is_delimited: bool,
}

/// A stretch of merged cells, both ends included; only its first cell holds a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Merged {
    first: (usize, usize),
    last: (usize, usize),
}

/// What may still be read of one file.
#[derive(Debug)]
struct Budget {
    cells: usize,
    text: usize,
    until: Instant,
}

impl Budget {
    fn new() -> Self {
        Self { cells: MOST_CELLS, text: MOST_TEXT, until: Instant::now() + LONGEST }
    }

    /// Takes one cell and what it says.
    fn spend(&mut self, text: usize) -> Result<(), Trouble> {
        self.cells = self.cells.checked_sub(1).ok_or_else(too_many_cells)?;
        self.text = self.text.checked_sub(text).ok_or_else(too_much_text)?;
        if self.cells.is_multiple_of(4096) { self.look_at_the_clock() } else { Ok(()) }
    }

    /// Whether there is room for so many cells with so much text, before they are made.
    fn has_room_for(&self, cells: usize, text: usize) -> Result<(), Trouble> {
        if cells > self.cells {
            return Err(too_many_cells());
        }
        if text > self.text { Err(too_much_text()) } else { Ok(()) }
    }

    fn look_at_the_clock(&self) -> Result<(), Trouble> {
        if Instant::now() <= self.until {
            return Ok(());
        }
        Err(Trouble::new(
            RefusalKind::TooLarge,
            "it takes too long to read: save the sheet that you need as .csv and import that.",
        ))
    }
}

fn too_much_text() -> Trouble {
    Trouble::new(
        RefusalKind::TooLarge,
        format!(
            "its cells swell to more than {} MiB of text: save a part of it as .csv.",
            MOST_TEXT / 1024 / 1024
        ),
    )
}

fn too_many_cells() -> Trouble {
    Trouble::new(
        RefusalKind::TooLarge,
        format!("it has more than {} million cells: import it in parts.", MOST_CELLS / 1_000_000),
    )
}

fn too_many_rows() -> Trouble {
    Trouble::new(
        RefusalKind::TooLarge,
        format!("it has more than {MOST_ROWS} rows: import it in parts."),
    )
}

fn too_many_columns() -> Trouble {
    Trouble::new(
        RefusalKind::TooLarge,
        format!("it has more than {MOST_COLUMNS} columns: import it in parts."),
    )
}

/// Whether there is nothing to be seen in a cell.
fn is_blank(cell: &str) -> bool {
    cell.chars().all(|sign| sign.is_whitespace() || matches!(sign, '\u{feff}' | '\u{200b}'))
}
