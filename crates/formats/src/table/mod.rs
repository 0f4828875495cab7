//! Tables: surveys and lists of participants, from `.csv` and `.xlsx`.

use crate::{Kind, Notices, RefusalKind, Trouble};

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
    _bytes: &[u8],
    _kind: Kind,
    _notices: &mut Notices<'_>,
) -> Result<Vec<Table>, Trouble> {
    Err(Trouble::new(RefusalKind::Unsupported, "tables cannot be read yet."))
}
