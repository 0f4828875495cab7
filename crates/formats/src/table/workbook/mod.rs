//! Workbooks of Excel and OpenDocument.
//!
//! Before anything else every part of the package is unpacked once and counted
//! (`bounds.rs`), so that nothing swells later. Excel's files are then read by
//! calamine, cell by cell; OpenDocument's by `opendocument/`, because repeated
//! cells must be bounded while they are repeated. `cells.rs` gathers what both
//! find, and `number.rs` and `moment.rs` write it as a person would see it.

mod bounds;
mod cells;
mod excel;
mod moment;
mod number;
mod opendocument;

use super::{Budget, Grid};
use crate::package::{Package, locked};
use crate::{Notices, RefusalKind, Trouble};

const SAVE: &str = "open the workbook in a spreadsheet program and save it";

/// Reads the cells of all sheets.
pub(super) fn read(
    bytes: &[u8],
    budget: &mut Budget,
    notices: &mut Notices<'_>,
) -> Result<Vec<Grid>, Trouble> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(locked());
    }
    let package = Package::open(bytes, "workbook")?;
    let is_opendocument = package.holds("content.xml") && !package.holds("xl/");
    drop(package);
    let seen = bounds::look(bytes, budget)?;
    if is_opendocument {
        return opendocument::read(bytes, budget, notices);
    }
    let grids = excel::read(bytes, budget, notices)?;
    notices.count(seen.hidden_rows, "hidden row", "hidden rows", "read like the others");
    notices.count(seen.hidden_columns, "hidden column", "hidden columns", "read like the others");
    match seen.uncalculated {
        0 => {}
        1 => notices
            .add(format!("1 cell is blank because its formula was never calculated: {SAVE}.")),
        count => notices.add(format!(
            "{count} cells are blank because their formulas were never calculated: {SAVE}."
        )),
    }
    Ok(grids)
}

/// A workbook that cannot be read, and why.
fn damaged(cause: &str) -> Trouble {
    let cause: String = cause.chars().filter(|sign| !sign.is_control()).take(120).collect();
    Trouble::new(
        RefusalKind::Damaged,
        format!(
            "this workbook is damaged ({cause}): open it in a spreadsheet program and save it again."
        ),
    )
}
