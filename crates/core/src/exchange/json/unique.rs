//! What no two rows may share, told before the engine would refuse it without saying where.

use std::collections::HashMap;

use super::rows::{Placed, Spot};
use crate::error::Result;
use crate::storage::Value;

/// The columns that together say a row only once, by table; held against the schema by a test.
const UNIQUE: &[(&str, &[&str])] = &[
    ("stream", &["name"]),
    ("source_participant", &["source", "participant"]),
    ("revision", &["source", "number"]),
    ("speaker", &["source", "name"]),
    ("original", &["source"]),
    ("transcript_step", &["source", "number"]),
    ("attribute", &["noun", "name"]),
    ("attribute_value", &["attribute", "participant"]),
    ("attribute_value", &["attribute", "source"]),
    ("source_set", &["name"]),
    ("source_set_member", &["source_set", "source"]),
    ("name_rule", &["pattern"]),
    ("coding", &["passage", "code", "coder"]),
    ("theme_code", &["theme", "code"]),
    ("theme_passage", &["theme", "passage"]),
    ("placement", &["theme", "number"]),
    ("condition_need", &["condition", "needs"]),
    ("condition_state", &["condition", "number"]),
    ("condition_theme", &["condition", "theme"]),
    ("record_value", &["field", "position"]),
    ("consent_default", &["data_type", "purpose"]),
    ("wave", &["name"]),
    ("output_source", &["output", "source"]),
    ("retention", &["class"]),
];

/// The rows seen so far, by what they may not share.
#[derive(Default)]
pub(super) struct Uniques {
    seen: HashMap<(&'static str, &'static [&'static str], Vec<u8>), Spot>,
}

impl Uniques {
    /// Refuses a row that shares with an earlier one what it may not.
    pub(super) fn check(&mut self, placed: &Placed, values: &[Value]) -> Result<()> {
        let table = placed.row.table();
        for (_, columns) in UNIQUE.iter().filter(|(name, _)| *name == table.name) {
            self.check_columns(placed, values, columns)?;
        }
        Ok(())
    }

    fn check_columns(
        &mut self,
        placed: &Placed,
        values: &[Value],
        columns: &'static [&'static str],
    ) -> Result<()> {
        let table = placed.row.table();
        let mut key = Vec::new();
        for column in columns {
            match table.column(column).and_then(|at| values.get(at)) {
                Some(Value::Bytes(bytes)) => key.extend(bytes),
                Some(Value::Integer(number)) => key.extend(number.to_be_bytes()),
                Some(Value::Text(text)) => {
                    key.extend(text.as_bytes());
                    key.push(0);
                }
                // What is not there is shared with nobody.
                Some(Value::Null) => return Ok(()),
                _ => {}
            }
        }
        let Some(first) = self.seen.insert((table.name, columns, key), placed.spot) else {
            return Ok(());
        };
        let noun = table.name.replace('_', " ");
        Err(placed.spot.wrong(format_args!(
            "this {noun} is there already, in {first}: the same {}",
            columns.join(", ")
        )))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::error::Result;
    use crate::storage::{Place, Reader};
    use crate::study::{NewStudy, Study, tables};

    #[test]
    fn every_unique_column_of_the_schema_is_known_here() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::File(folder.path().join("a.trefoil"));
        let study = Study::create(&place, &NewStudy::titled("A")).expect("a study");
        // Readers see views in the place of some tables.
        let schema = study.read_whole(in_schema).expect("reads");
        let here: BTreeSet<(String, Vec<String>)> = UNIQUE
            .iter()
            .map(|(table, columns)| {
                ((*table).to_owned(), columns.iter().map(|name| (*name).to_owned()).collect())
            })
            .collect();
        assert_eq!(schema, here);
    }

    /// What SQLite says of its unique constraints; people have rules of their own.
    fn in_schema(reader: &Reader<'_>) -> Result<BTreeSet<(String, Vec<String>)>> {
        let mut found = BTreeSet::new();
        for table in tables::ALL.iter().filter(|table| table.name != "person") {
            let list =
                format!("SELECT name FROM pragma_index_list('{}') WHERE origin = 'u'", table.name);
            for index in reader.query(&list, &[])? {
                let index: String = index.get(0)?;
                let columns = format!("SELECT name FROM pragma_index_info('{index}')");
                let columns = reader.query(&columns, &[])?;
                let columns = columns.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
                found.insert((table.name.to_owned(), columns));
            }
        }
        Ok(found)
    }
}
