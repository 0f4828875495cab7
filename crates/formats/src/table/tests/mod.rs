//! Tables written here, as survey tools and people write them.

mod delimited;
mod headers;
mod workbooks;

use super::*;

fn read_as(kind: Kind, bytes: &[u8]) -> Result<(Vec<Table>, Vec<String>), Trouble> {
    let mut notices = Notices::about("table");
    let tables = read(bytes, kind, &mut notices)?;
    Ok((tables, notices.list.into_iter().map(|notice| notice.message).collect()))
}

fn csv(text: &str) -> (Table, Vec<String>) {
    let (mut tables, notices) = read_as(Kind::Csv, text.as_bytes()).expect("a table");
    assert_eq!(tables.len(), 1);
    (tables.remove(0), notices)
}

/// A table in one line: columns, then rows.
fn shown(table: &Table) -> String {
    let rows = std::iter::once(&table.columns).chain(&table.rows);
    rows.map(|row| row.join("|")).collect::<Vec<_>>().join(" / ")
}
