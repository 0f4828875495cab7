//! Looking for words everywhere that a study keeps anything.

use std::fs;
use std::path::Path;

use trefoil_core::storage::{Engine, Value};
use trefoil_testkit::TestStudy;

/// Whether bytes hold a word, in any case.
pub(crate) fn holds(bytes: &[u8], word: &str) -> bool {
    String::from_utf8_lossy(bytes).to_lowercase().contains(&word.to_lowercase())
}

/// Every place of a study that holds one of the words.
pub(crate) fn found(study: &TestStudy, words: &[&str]) -> Vec<String> {
    let mut places = in_tables(study, words);
    if study.engine() == "sqlite" {
        // Written into the file as well, so that it holds what the log held.
        places.extend(in_folder(study.path().parent().expect("a folder"), words));
    }
    places
}

fn in_tables(study: &TestStudy, words: &[&str]) -> Vec<String> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    study
        .study()
        .read(move |reader| {
            let sql = match reader.engine() {
                Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
                Engine::Postgres => {
                    "SELECT table_name::TEXT FROM information_schema.tables \
                     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
                }
            };
            let mut places = Vec::new();
            let tables = reader.query(sql, &[])?;
            assert!(tables.len() > 20, "{} tables", tables.len());
            for table in tables {
                let table: String = table.get(0)?;
                if table.starts_with("sqlite_") {
                    continue;
                }
                for row in reader.query(&format!("SELECT * FROM {table}"), &[])? {
                    for value in row.into_values() {
                        let bytes = match &value {
                            Value::Text(text) => text.as_bytes(),
                            Value::Bytes(bytes) => bytes,
                            _ => continue,
                        };
                        let here = words.iter().filter(|word| holds(bytes, word));
                        places.extend(here.map(|word| {
                            format!("{table}: {word} in {}", String::from_utf8_lossy(bytes))
                        }));
                    }
                }
            }
            Ok(places)
        })
        .expect("every table can be read")
}

fn in_folder(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut places = Vec::new();
    for entry in fs::read_dir(folder).expect("is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            places.extend(in_folder(&path, words));
            continue;
        }
        let bytes = fs::read(&path).expect("can be read");
        let here = words.iter().filter(|word| holds(&bytes, word));
        places.extend(here.map(|word| format!("{}: {word}", path.display())));
    }
    places
}
