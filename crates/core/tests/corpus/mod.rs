//! The corpus: participants, streams and sources, what is known of them, sets, what is expected,
//! landmarks, originals, and passages that are no words.

mod attribute;
mod closed;
mod expectation;
mod landmark;
mod name_rule;
mod original;
mod set;
mod sources;
mod wordless;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use trefoil_core::id::Id;
use trefoil_core::study::{Operation, operations};
use trefoil_testkit::TestStudy;

/// An operation from its arguments.
fn told<O: Operation>(arguments: Value) -> O {
    serde_json::from_value(arguments).expect("the arguments fit")
}

/// Performs an operation by name and answers with its outcome.
fn done(study: &TestStudy, name: &str, arguments: Value) -> Value {
    let operation = operations::by_name(name).expect("the operation is there");
    operation.perform(study.session(), arguments).expect("the operation is performed").outcome
}

/// The id of what an operation added.
fn added(study: &TestStudy, name: &str, arguments: Value) -> Id {
    let outcome = done(study, name, arguments);
    let id = outcome.as_str().or_else(|| outcome["passage"].as_str());
    id.expect("an id").parse().expect("an id")
}

fn person(study: &TestStudy, name: &str) -> Id {
    added(study, "participant.add", json!({ "name": name }))
}

/// A document with a text, of these participants.
fn text(study: &TestStudy, name: &str, people: &[Id], text: &str) -> Id {
    let arguments =
        json!({ "name": name, "stream": "document", "participants": people, "text": text });
    added(study, "source.add", arguments)
}

/// Bytes in the study that no source names yet.
fn bytes(study: &TestStudy, content: &[u8], mime: &str) -> Id {
    let digest = Sha256::digest(content).into();
    let read = Box::new(std::io::Cursor::new(content.to_vec()));
    study.session().store_media(digest, mime, read).expect("they are stored").id
}

/// Somebody's answer about the analysis of every type of data, or of one.
fn answer(study: &TestStudy, who: Id, data_types: &[&str], answer: &str) {
    let arguments = json!({
        "participants": [who], "data_types": data_types, "purposes": ["analysis"],
        "answer": answer,
    });
    done(study, "consent.set", arguments);
}

/// How many rows of a noun a reader sees, and how many there are.
fn counts(study: &TestStudy, noun: &str) -> (i64, i64) {
    let sql = format!("SELECT COUNT(*) FROM {noun}");
    let whole = sql.clone();
    let seen = study.study().read(move |reader| reader.number(&sql, &[])).expect("counts");
    let all = study.study().read_whole(move |reader| reader.number(&whole, &[])).expect("counts");
    (seen, all)
}

fn is_whole(study: &TestStudy) {
    let findings = study.study().check().expect("checks").findings;
    assert!(findings.is_empty(), "{findings:#?}");
}
