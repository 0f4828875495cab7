//! Excel's workbooks, `.xlsx` and `.xlsm`, by calamine, cell by cell.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::super::{Budget, Grid};
use super::cells::Cells;
use super::number::Looks;
use super::{damaged, moment, number};
use crate::package::locked;
use crate::{Notices, RefusalKind, Trouble};

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads all sheets. The library is trusted with neither panics nor memory.
pub(super) fn read(
    bytes: &[u8],
    budget: &mut Budget,
    notices: &mut Notices<'_>,
) -> Result<Vec<Grid>, Trouble> {
    let result = catch_unwind(AssertUnwindSafe(|| sheets(bytes, budget, notices)));
    result.unwrap_or_else(|_| Err(damaged("its parts contradict each other")))
}

fn sheets(
    bytes: &[u8],
    budget: &mut Budget,
    notices: &mut Notices<'_>,
) -> Result<Vec<Grid>, Trouble> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| trouble_of(&error))?;
    let mut grids = Vec::new();
    let mut hidden = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        budget.look_at_the_clock()?;
        if sheet.typ != SheetType::WorkSheet {
            notices
                .add(format!("The sheet “{}” has no cells, only a chart or the like.", sheet.name));
            continue;
        }
        let mut cells = Cells::default();
        match read_cells(&mut book, &sheet.name, &mut cells, budget)? {
            Ok(()) => {}
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(trouble_of(&error)),
        }
        if let Ok(regions) = book.merge_cells_by_sheet_name(&sheet.name) {
            for region in regions {
                cells.merge(region.start, region.end);
            }
        }
        let grid = cells.into_grid(&sheet.name, notices)?;
        if sheet.visible != SheetVisible::Visible && grid.is_some() {
            hidden.push(format!("“{}”", sheet.name));
        }
        grids.extend(grid);
    }
    match hidden.as_slice() {
        [] => {}
        [one] => notices.add(format!("The hidden sheet {one} was read like the others.")),
        more => {
            notices
                .add(format!("The hidden sheets {} were read like the others.", more.join(", ")));
        }
    }
    Ok(grids)
}

/// The outer result is about our limits, the inner one about the file.
fn read_cells(
    book: &mut Book<'_>,
    sheet: &str,
    cells: &mut Cells,
    budget: &mut Budget,
) -> Result<Result<(), XlsxError>, Trouble> {
    let mut reader = match book.worksheet_cells_reader(sheet) {
        Ok(reader) => reader,
        Err(error) => return Ok(Err(error)),
    };
    let looks: Vec<Looks> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref())
        .map(|format| {
            format.map_or_else(Looks::default, |format| Looks::of_code(&format.format_code))
        })
        .collect();
    loop {
        let (cell, style) = match reader.next_cell_with_style_id() {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(Ok(())),
            Err(error) => return Ok(Err(error)),
        };
        let (row, column) = cell.get_position();
        let looks = looks.get(style).copied().unwrap_or_default();
        let text = match cell.get_value() {
            // Blank cells with a border cost time only.
            DataRef::Empty => String::new(),
            DataRef::Error(error) => {
                cells.add_error(row, column, &error.to_string());
                continue;
            }
            DataRef::SharedString(text) => tidy(text),
            DataRef::String(text) => tidy(text),
            DataRef::Bool(value) => value.to_string(),
            DataRef::Int(value) => value.to_string(),
            DataRef::Float(value) => number::write(*value, looks),
            DataRef::DateTime(value) => moment::of_excel(value),
            DataRef::DateTimeIso(text) => moment::of_iso(text),
            DataRef::DurationIso(text) => moment::of_iso_duration(text),
        };
        cells.add(row, column, text, budget)?;
    }
}

/// LF line ends, and no U+0000.
fn tidy(text: &str) -> String {
    if text.contains(['\r', '\0']) {
        text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "")
    } else {
        text.to_owned()
    }
}

fn trouble_of(error: &XlsxError) -> Trouble {
    match error {
        XlsxError::Password => locked(),
        XlsxError::FileNotFound(part) if part.contains("workbook") => Trouble::new(
            RefusalKind::Mislabelled,
            "its name says workbook, but it holds something else: save it again as .xlsx.",
        ),
        other => damaged(&other.to_string()),
    }
}
