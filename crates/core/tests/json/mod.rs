//! The study as JSON: everything goes out, everything comes back, and nothing broken gets in.

mod broken;
mod care;
mod contract;
mod odd_texts;
mod people;
mod recordings;
mod restoring;
mod rich;

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::Value as Json;
use trefoil_core::error::{Error, Result};
use trefoil_core::exchange::json::{self, Counts, Options, Summary};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::{Performed, Person, Session};
use trefoil_testkit::TestStudy;

/// Somewhere to write to that can be looked at afterwards.
#[derive(Clone, Default)]
struct Sheet(Arc<Mutex<Vec<u8>>>);

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A study as text, and what the export says of it.
#[expect(clippy::disallowed_methods, reason = "nothing leaves; that it did would change the study")]
fn exported_with(study: &TestStudy, options: Options) -> (String, Summary) {
    let sheet = Sheet::default();
    let summary = json::write(study.study(), options, Box::new(sheet.clone()))
        .expect("a study can be exported");
    let bytes = sheet.0.lock().expect("nobody panicked").clone();
    (String::from_utf8(bytes).expect("JSON is UTF-8"), summary)
}

/// A study as text.
fn exported(study: &TestStudy) -> String {
    exported_with(study, Options::default()).0
}

/// A study as a value that can be changed.
fn value(study: &TestStudy) -> Json {
    serde_json::from_str(&exported(study)).expect("it is JSON")
}

/// Brings a study in, as Ada.
fn imported(study: &TestStudy, document: &str) -> Performed<Counts> {
    json::import(study.session(), document.as_bytes()).expect("the document is whole")
}

/// What a document is refused with; checks that nothing was changed.
fn refused(session: &Session, study: &TestStudy, document: &str) -> Error {
    let (before, media) = (study.dump(), count(study, "media"));
    let error = json::import(session, document.as_bytes()).expect_err("it is not whole");
    assert_eq!(study.dump(), before, "{error}");
    assert_eq!(count(study, "media"), media, "{error}");
    error
}

/// What a reading answers.
fn reads<T: Send + 'static>(
    study: &TestStudy,
    work: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
) -> T {
    study.study().read(work).expect("the study can be read")
}

fn count(study: &TestStudy, table: &'static str) -> i64 {
    reads(study, move |reader| reader.number(&format!("SELECT COUNT(*) FROM {table}"), &[]))
}

/// Everybody who works in a study, by name.
fn everybody(study: &TestStudy) -> Vec<Person> {
    let mut all: Vec<Person> = reads(study, |reader| reader.list("", &[]));
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// The id that an entry of a list has.
fn id_of(document: &Json, section: &str, entry: usize) -> Id {
    let id = document[section][entry]["id"].as_str().expect("every entry has an id");
    id.parse().expect("ids are UUIDs")
}
