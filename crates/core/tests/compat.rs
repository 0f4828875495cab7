//! Yesterday's studies still open, and say what they said.
//!
//! `fixtures/studies/` holds a small study as each version of the schema wrote it. They are opened
//! from a copy, upgraded, checked and compared with what they said then.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::json;
use sha2::{Digest as _, Sha256};
use trefoil_core::clock::Clock;
use trefoil_core::storage::Place;
use trefoil_core::study::{NewStudy, Secret, Session, Study, dump, operations, set_passphrase};

const PASSPHRASE: &str = "lanternfield";

/// The newest version of the schema of which there is a study.
const WRITTEN: i64 = 4;

fn fixtures() -> PathBuf {
    trefoil_testkit::repository_root().join("fixtures/studies")
}

/// Performs an operation by name, as any caller from outside does.
fn perform(session: &Session, name: &str, arguments: serde_json::Value) -> serde_json::Value {
    let operation = operations::by_name(name).expect("the operation is there");
    operation.perform(session, arguments).expect("the operation is performed").outcome
}

/// A little of everything.
fn invent(session: &Session) {
    let one =
        perform(session, "participant.add", json!({ "name": "P1", "started_on": "2026-01-05" }));
    let source = perform(
        session,
        "source.add",
        json!({
            "name": "First talk", "stream": "interview", "date": "2026-01-12", "participants": [one],
            "text": "INT: How was the first week?\nP1: Honestly? I was teh tea person 🙂.",
            "segments": [
                { "start": 0, "end": 28, "speaker": "INT", "begin_ms": 0, "end_ms": 1800 },
                { "start": 29, "end": 66, "speaker": "P1", "begin_ms": 1800, "end_ms": 5200 }
            ]
        }),
    );
    let code = perform(session, "code.add", json!({ "name": "Which hat", "definition": "Role" }));
    let below = perform(session, "code.add", json!({ "name": "Tea", "parent": code }));
    let coded = perform(
        session,
        "coding.add",
        json!({ "source": source, "text": "I was teh tea person", "codes": [code, below] }),
    );
    perform(
        session,
        "source.correct",
        json!({ "source": source, "edits": [{ "start": 49, "end": 52, "text": "the" }], "reason": "typing" }),
    );
    perform(session, "memo.add", json!({ "on": coded["passage"], "text": "Said with a laugh." }));
    let theme = perform(
        session,
        "theme.add",
        json!({ "name": "Which hat am I wearing?", "idea": "The role is made in passing." }),
    );
    perform(session, "theme.gather", json!({ "theme": theme, "codes": [code] }));
    let round =
        perform(session, "round.add", json!({ "name": "Month 1", "held_on": "2026-02-02" }));
    perform(
        session,
        "theme.place",
        json!({ "theme": theme, "area": "fine_tune", "reason": "Nobody says it aloud.", "round": round }),
    );
    let conditions = perform(session, "model.begin", json!({ "template": "ten_conditions" }));
    perform(
        session,
        "condition.bear",
        json!({ "condition": conditions[3], "theme": theme, "bearing": "strains" }),
    );
    perform(
        session,
        "condition.mark",
        json!({ "condition": conditions[3], "state": "partly", "reason": "A draft exists." }),
    );
    perform(
        session,
        "sentence.add",
        json!({ "section": "findings", "text": "The role is not yet described.", "cites": { "themes": [theme] } }),
    );
    perform(session, "record.set", json!({ "field": "title", "values": ["An invented study"] }));
    agree(session, &one);
    know(session, &one, &source, &code);
    hear(session, &one);
}

/// What was agreed to, and by what rules the study goes.
fn agree(session: &Session, one: &serde_json::Value) {
    perform(session, "wave.add", json!({ "name": "Wave 1", "begins_on": "2026-01-01" }));
    perform(
        session,
        "consent.default",
        json!({ "purposes": ["analysis"], "answer": "given", "version": "v1", "note": "The sheet" }),
    );
    perform(
        session,
        "consent.set",
        json!({
            "participants": [one], "data_types": ["interview_transcript"],
            "purposes": ["quotation", "archive_open"], "answer": "refused", "version": "v2",
            "given_on": "2026-01-04", "route": "on paper", "witness": "Sam", "wave": "Wave 1"
        }),
    );
    perform(
        session,
        "policy.set",
        json!({ "controller": "An invented charity", "lock_on": "2026-06-01" }),
    );
}

/// What is known, put together, expected and coded without words.
fn know(
    session: &Session,
    one: &serde_json::Value,
    source: &serde_json::Value,
    code: &serde_json::Value,
) {
    perform(session, "study.set", json!({ "time_zone": "Europe/London" }));
    let attribute = |noun: &str, name: &str, kind: &str| {
        let note = "Asked at the start";
        let arguments = json!({ "noun": noun, "name": name, "kind": kind, "note": note });
        perform(session, "attribute.add", arguments)
    };
    let (hours, paid) = (
        attribute("participant", "Hours a week", "number"),
        attribute("participant", "First paid work", "yes_no"),
    );
    let checked = attribute("source", "Checked on", "date");
    perform(
        session,
        "attribute.values",
        json!({ "values": [
            { "attribute": hours, "participant": one, "value": "37.50" },
            { "attribute": paid, "participant": one, "value": "yes" },
            { "attribute": checked, "source": source, "value": "2026-02-03" },
        ] }),
    );
    perform(session, "set.add", json!({ "name": "Early ones", "sources": [source] }));
    perform(
        session,
        "expectation.add",
        json!({ "stream": "voice_note", "participant": one, "first_week": 1, "last_week": 12,
            "count": 2 }),
    );
    perform(session, "name_rule.add", json!({ "pattern": "{participant}_wk{week}_{stream}" }));
    let leaflet = perform(
        session,
        "source.add",
        json!({
            "name": "Leaflet", "stream": "document", "text": "Welcome\nAsk us anything.",
            "landmarks": [
                { "kind": "page", "label": "1", "start": 0, "end": 24 },
                { "kind": "heading", "level": 1, "start": 0, "end": 7 },
            ],
            "comments": [{ "start": 8, "end": 14, "title": "Sam", "text": "Whom?" }],
        }),
    );
    perform(session, "coding.add", json!({ "source": leaflet, "whole": true, "codes": [code] }));
}

/// What was heard of a recording, and what waits to be heard.
fn hear(session: &Session, one: &serde_json::Value) {
    perform(
        session,
        "study.set",
        json!({ "pauses_from_ms": 3000, "inaudible": "(…)", "vocabulary": "Harbour House" }),
    );
    perform(
        session,
        "consent.default",
        json!({ "purposes": ["machine_transcription"], "answer": "given", "version": "v1" }),
    );
    let bytes = b"the sound of an invented voice note".to_vec();
    let digest = Sha256::digest(&bytes).into();
    let media = session
        .store_media(digest, "audio/ogg", Box::new(std::io::Cursor::new(bytes)))
        .expect("it is stored");
    let note = perform(
        session,
        "source.add",
        json!({
            "name": "P1, week 2", "stream": "voice_note", "participants": [one],
            "media": media.id, "duration_ms": 9000,
        }),
    );
    perform(
        session,
        "transcript.write",
        json!({
            "source": note,
            "said": [
                { "begin_ms": 0, "end_ms": 1500, "text": "I got the badge.", "confidence": 0.9,
                  "words": [{ "text": "badge.", "begin_ms": 900, "end_ms": 1500,
                              "probability": 0.5 }] },
                { "begin_ms": 6000, "end_ms": 8000, "doubt": "missing" },
            ],
            "provenance": {
                "engine": "Trefoil 0.1.0", "model": "base", "language": "en",
                "settings": { "voice activity": "earshot" },
            },
        }),
    );
    perform(
        session,
        "transcript.mark",
        json!({ "sources": [note], "state": "checked", "note": "Twice" }),
    );
    let ask = json!({ "sources": [note], "again": true, "settings": { "language": "en" } });
    perform(session, "transcription.ask", ask);
}

#[test]
fn todays_studies_are_written_when_asked_for() {
    if std::env::var_os("TREFOIL_WRITE_FIXTURES").is_none() {
        return;
    }
    let migrations = trefoil_testkit::repository_root().join("crates/core/src/storage/migrations");
    let current = fs::read_dir(migrations).expect("the migrations are there").count();
    assert_eq!(i64::try_from(current), Ok(WRITTEN), "a study is written by its own version alone");
    let version = WRITTEN;
    let path = fixtures().join(format!("version-{version}.trefoil"));
    let encrypted = fixtures().join(format!("version-{version}-encrypted.trefoil"));
    for path in [&path, &encrypted] {
        let _ = fs::remove_file(path);
    }
    let clock = Clock::ticking_from(trefoil_testkit::study::BEGINNING);
    let new = NewStudy { synthetic: true, ..NewStudy::titled("An invented study") };
    let study = Study::create_with(&Place::File(path.clone()), &new, clock)
        .expect("a study can be made")
        .without_daily_backups();
    invent(&study.session("Ada"));
    let said = study.read(dump::logical).expect("dumps");
    drop(study);
    fs::write(fixtures().join(format!("version-{version}.txt")), said).expect("writes");
    fs::copy(&path, &encrypted).expect("copies");
    set_passphrase(&encrypted, None, Some(&Secret::new(PASSPHRASE))).expect("encrypts");
}

#[test]
fn every_study_ever_written_opens_and_says_what_it_said() {
    let mut seen = BTreeSet::new();
    for entry in fs::read_dir(fixtures()).expect("the fixtures are there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "trefoil") {
            continue;
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let folder = tempfile::tempdir().expect("a folder");
        let copy = folder.path().join("old.trefoil");
        fs::copy(&path, &copy).expect("copies");
        let secret = Secret::new(PASSPHRASE);
        let study = Study::open(&Place::File(copy), Some(&secret)).expect("an old study opens");
        let checked = study.check().expect("checks");
        assert!(checked.findings.is_empty(), "{name}: {:#?}", checked.findings);
        let plain = name.trim_end_matches("-encrypted");
        let said = fs::read_to_string(fixtures().join(format!("{plain}.txt"))).expect("reads");
        assert!(study.read(dump::logical).expect("dumps") == said, "{name} says something else");
        let session = study.session("Ada");
        while session.undo().expect("its history can be walked").is_some() {}
        assert!(study.check().expect("checks").findings.is_empty());
        seen.insert(name);
    }
    let expected = (1..=WRITTEN)
        .flat_map(|version| [format!("version-{version}"), format!("version-{version}-encrypted")]);
    assert_eq!(seen, expected.collect(), "a plain and an encrypted study of each version");
}
