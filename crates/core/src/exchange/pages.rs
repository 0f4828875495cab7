//! All rows of a noun, some at a time.

use crate::bind;
use crate::error::Result;
use crate::storage::{Reader, Record};

/// How many rows are fetched at a time.
const PAGE: usize = 4096;

/// Hands over all rows of a noun in the order of their ids.
pub(super) fn each_by_id<R: Record>(
    reader: &Reader<'_>,
    mut see: impl FnMut(R) -> Result<()>,
) -> Result<()> {
    let clause = format!("WHERE id > $1 ORDER BY id LIMIT {PAGE}");
    let mut after: Vec<u8> = Vec::new();
    loop {
        let page: Vec<R> = reader.list(&clause, bind![after])?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id().as_bytes().to_vec();
        let count = page.len();
        page.into_iter().try_for_each(&mut see)?;
        if count < PAGE {
            return Ok(());
        }
    }
}
