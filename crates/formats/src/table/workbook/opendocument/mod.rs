//! OpenDocument's workbooks, `.ods`.
//!
//! A row or cell may say that it stands there a million times, and mostly
//! nothing is in it: repetitions are counted against the limits while they are
//! made. Deleted cells of tracked changes, comments, drawings and copies of
//! other people's files (linked sheets) are not read.

mod cell;

use std::collections::HashSet;

use cell::Cell;

use super::super::{Budget, Grid};
use super::cells::Cells;
use super::damaged;
use crate::package::{Package, locked};
use crate::xml::{self, Element, Space, Visit};
use crate::{Notices, RefusalKind, Trouble};

/// Rows further down than a spreadsheet has are not believed.
const LAST_ROW: u32 = 1_048_576;
/// Nor are columns further right.
const LAST_COLUMN: u32 = 16_384;

/// Reads all sheets.
pub(super) fn read(
    bytes: &[u8],
    budget: &mut Budget,
    notices: &mut Notices<'_>,
) -> Result<Vec<Grid>, Trouble> {
    let mut package = Package::open(bytes, "OpenDocument workbook")?;
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.windows(15).any(|window| window == b"encryption-data") {
        return Err(locked());
    }
    let content = package.part("content.xml")?;
    let content = content.ok_or_else(|| damaged("its part content.xml is missing"))?;
    let mut walk = Walk::new(budget);
    xml::walk(&content, "content.xml", &mut walk)?;
    if let Some(trouble) = walk.trouble {
        return Err(trouble);
    }
    if !walk.is_spreadsheet {
        return Err(Trouble::new(
            RefusalKind::Mislabelled,
            "its name says workbook, but it holds a text, presentation or drawing: save it again as .ods.",
        ));
    }
    let hidden: Vec<String> = walk
        .sheets
        .iter()
        .filter(|sheet| sheet.style.as_ref().is_some_and(|style| walk.hidden.contains(style)))
        .map(|sheet| format!("“{}”", sheet.name))
        .collect();
    if !hidden.is_empty() {
        let word = if hidden.len() == 1 { "sheet" } else { "sheets" };
        notices.add(format!("The hidden {word} {} was read like the others.", hidden.join(", ")));
    }
    notices.count(walk.hidden_rows, "hidden row", "hidden rows", "read like the others");
    notices.count(walk.comments, "comment on a cell", "comments on cells", "left out");
    let mut grids = Vec::new();
    for sheet in walk.sheets {
        grids.extend(sheet.cells.into_grid(&sheet.name, notices)?);
    }
    Ok(grids)
}

/// A sheet as it is read.
#[derive(Default)]
struct Sheet {
    name: String,
    style: Option<String>,
    cells: Cells,
    is_linked: bool,
    row: u32,
}

/// A row as it is read, before it is repeated.
#[derive(Default)]
struct Row {
    repeated: u32,
    is_hidden: bool,
    column: u32,
    /// Places, repetitions and what they say.
    cells: Vec<(u32, u32, String)>,
}

struct Walk<'a> {
    budget: &'a mut Budget,
    trouble: Option<Trouble>,
    is_spreadsheet: bool,
    sheets: Vec<Sheet>,
    sheet: Option<Sheet>,
    row: Option<Row>,
    cell: Option<Cell>,
    style: Option<String>,
    hidden: HashSet<String>,
    hidden_rows: usize,
    comments: usize,
    depth: usize,
    /// Elements deeper than this are not read.
    skipped_from: Option<usize>,
}

impl<'a> Walk<'a> {
    fn new(budget: &'a mut Budget) -> Self {
        Self {
            budget,
            trouble: None,
            is_spreadsheet: false,
            sheets: Vec::new(),
            sheet: None,
            row: None,
            cell: None,
            style: None,
            hidden: HashSet::new(),
            hidden_rows: 0,
            comments: 0,
            depth: 0,
            skipped_from: None,
        }
    }

    fn is_skipping(&self) -> bool {
        self.skipped_from.is_some() || self.trouble.is_some()
    }

    fn skip(&mut self) {
        self.skipped_from.get_or_insert(self.depth);
    }

    fn open_table(&mut self, element: &Element<'_>) {
        match element.name {
            "table" if self.sheet.is_some() => self.skip(),
            "tracked-changes" | "shapes" | "dde-links" | "forms" => self.skip(),
            "table" => {
                self.sheet = Some(Sheet {
                    name: element.attribute("name").unwrap_or_default(),
                    style: element.attribute("style-name"),
                    ..Sheet::default()
                });
            }
            "table-source" => {
                if let Some(sheet) = self.sheet.as_mut() {
                    sheet.is_linked = true;
                }
            }
            "table-row" => {
                self.row = Some(Row {
                    repeated: count(element, "number-rows-repeated"),
                    is_hidden: matches!(
                        element.attribute("visibility").as_deref(),
                        Some("collapse" | "filter")
                    ),
                    ..Row::default()
                });
            }
            "table-cell" | "covered-table-cell" => self.cell = Some(Cell::new(element)),
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        let (Some(cell), Some(row), Some(sheet)) =
            (self.cell.take(), self.row.as_mut(), self.sheet.as_mut())
        else {
            return;
        };
        let (place, repeated) = ((sheet.row, row.column), cell.repeated);
        if let Some(error) = cell.error() {
            sheet.cells.add_error(place.0, place.1, error);
        } else {
            let text = cell.text();
            if !text.is_empty() {
                row.cells.push((place.1, repeated, text));
            }
        }
        if let Some((down, right)) = cell.spans() {
            sheet.cells.merge(place, (place.0.saturating_add(down), place.1.saturating_add(right)));
        }
        row.column = row.column.saturating_add(repeated);
    }

    fn close_row(&mut self) {
        let (Some(row), Some(sheet)) = (self.row.take(), self.sheet.as_mut()) else {
            return;
        };
        if !row.cells.is_empty() {
            if row.is_hidden {
                self.hidden_rows += row.repeated as usize;
            }
            if let Err(trouble) = repeat(&row, sheet, self.budget) {
                self.trouble = Some(trouble);
            }
        }
        sheet.row = sheet.row.saturating_add(row.repeated);
    }
}

/// Adds a row's cells as many times as it says, within the limits.
fn repeat(row: &Row, sheet: &mut Sheet, budget: &mut Budget) -> Result<(), Trouble> {
    let rows = sheet.row..sheet.row.saturating_add(row.repeated).min(LAST_ROW);
    let columns =
        |column: u32, repeated: u32| column..column.saturating_add(repeated).min(LAST_COLUMN);
    let (mut cells, mut size) = (0_usize, 0_usize);
    for (column, repeated, text) in &row.cells {
        let times = columns(*column, *repeated).len().saturating_mul(rows.len());
        cells = cells.saturating_add(times);
        size = size.saturating_add(times.saturating_mul(text.len()));
    }
    budget.has_room_for(cells, size)?;
    for at in rows {
        for (column, repeated, text) in &row.cells {
            for column in columns(*column, *repeated) {
                sheet.cells.add(at, column, text.clone(), budget)?;
            }
        }
    }
    Ok(())
}

/// How often something stands there, once when it does not say.
fn count(element: &Element<'_>, attribute: &str) -> u32 {
    element.attribute(attribute).and_then(|value| value.trim().parse().ok()).unwrap_or(1).max(1)
}

impl Visit for Walk<'_> {
    fn open(&mut self, element: &Element<'_>) {
        self.depth += 1;
        if self.is_skipping() {
            return;
        }
        match element.space {
            Space::Table => self.open_table(element),
            Space::Office if element.name == "spreadsheet" => self.is_spreadsheet = true,
            Space::Office if element.name == "annotation" => {
                self.comments += 1;
                self.skip();
            }
            Space::Draw => self.skip(),
            Space::Text => {
                if let Some(cell) = self.cell.as_mut() {
                    cell.open(element);
                }
            }
            Space::Style if element.name == "style" => self.style = element.attribute("name"),
            // A sheet is hidden by its style.
            Space::Style
                if element.name == "table-properties"
                    && element.attribute("display").as_deref() == Some("false") =>
            {
                self.hidden.extend(self.style.clone());
            }
            _ => {}
        }
    }

    fn close(&mut self, space: Space, name: &str) {
        let is_end = self.skipped_from == Some(self.depth);
        self.depth = self.depth.saturating_sub(1);
        if is_end {
            self.skipped_from = None;
            return;
        }
        if self.is_skipping() || space != Space::Table {
            return;
        }
        match name {
            "table-cell" | "covered-table-cell" => self.close_cell(),
            "table-row" => self.close_row(),
            "table" => {
                self.sheets.extend(self.sheet.take().filter(|sheet| !sheet.is_linked));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_skipping() {
            return;
        }
        if let Some(cell) = self.cell.as_mut() {
            cell.add(text);
        }
    }
}
