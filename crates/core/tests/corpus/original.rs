//! The file that a text was read from: seen, hidden and erased with the text.

use serde_json::json;
use trefoil_core::care::erasure::Words;
use trefoil_core::care::erasure::proof::prove;
use trefoil_core::corpus::source::SourceRemove;
use trefoil_core::corpus::{media, original};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_testkit::{TestStudy, does, reads};

use super::{added, answer, bytes, counts, done, is_whole, person, told};

/// Stands in the file, and nowhere in what was read from it.
const WORDS: &str = "brindlethwaite in the margin";

fn letter(study: &TestStudy, people: &[Id]) -> Id {
    let content = format!("A letter.\n{WORDS}\n{}", "All sorts of other things. ".repeat(40));
    let file = bytes(study, content.as_bytes(), "text/plain");
    let add = json!({
        "name": "Letter", "stream": "document", "participants": people, "text": "A letter.",
        "original": file,
    });
    added(study, "source.add", add)
}

/// Where the words are found.
fn places(study: &TestStudy) -> usize {
    let words = Words::of_lines(WORDS).expect("they mean something");
    let proof = prove(study.study(), &words, |_| ()).expect("it can be looked for");
    proof.found.len()
}

#[test]
fn the_file_is_there_and_goes_and_comes_back_with_its_source() {
    for study in TestStudy::both() {
        let source = letter(&study, &[]);
        let kept = reads(&study, move |reader| original::of_source(reader, source));
        let file = kept.expect("it is kept").media;
        let content = reads(&study, move |reader| media::read(reader, file, 0, 1 << 20));
        assert!(String::from_utf8(content).expect("is text").contains(WORDS));
        does(&study, told::<SourceRemove>(json!({ "source": source })));
        assert_eq!(counts(&study, "original"), (0, 0));
        study.session().undo().expect("undo works");
        assert!(reads(&study, move |reader| original::of_source(reader, source)).is_some());
        is_whole(&study);
    }
}

#[test]
fn the_file_is_hidden_when_its_text_is_closed() {
    for study in TestStudy::both() {
        let one = person(&study, "P1");
        let source = letter(&study, &[one]);
        let file = reads(&study, move |reader| original::of_source(reader, source));
        let file = file.expect("it is kept").media;
        answer(&study, one, &["document"], "refused");
        assert_eq!(reads(&study, move |reader| original::of_source(reader, source)), None);
        let content = reads(&study, move |reader| Ok(media::read(reader, file, 0, 1 << 20).ok()));
        let content = content.unwrap_or_default();
        assert!(!String::from_utf8_lossy(&content).contains("brindlethwaite"));
        answer(&study, one, &["document"], "given");
        assert!(reads(&study, move |reader| original::of_source(reader, source)).is_some());
    }
}

/// The file is in the study before an erasure, and afterwards nothing of it is found.
fn gone_by(erase: impl Fn(&TestStudy, Id, Id)) {
    for study in TestStudy::both() {
        let one = person(&study, "P1");
        done(&study, "consent.default", json!({ "answer": "given" }));
        let source = letter(&study, &[one]);
        assert!(places(&study) > 0, "the proof finds it in {study:?}");
        erase(&study, source, one);
        assert_eq!(counts(&study, "original"), (0, 0));
        assert_eq!((counts(&study, "media"), counts(&study, "media_chunk")), ((0, 0), (0, 0)));
        assert_eq!(places(&study), 0, "{study:?}");
        is_whole(&study);
    }
}

#[test]
fn erasing_the_source_erases_the_file() {
    gone_by(|study, source, _| {
        done(study, "erasure.source", json!({ "sources": [source] }));
    });
}

#[test]
fn a_withdrawal_erases_the_file() {
    gone_by(|study, _, one| {
        done(study, "withdrawal.carry_out", json!({ "participant": one, "scope": "all" }));
    });
}

#[test]
fn forgetting_earlier_wordings_erases_the_file_and_keeps_the_text() {
    gone_by(|study, source, _| {
        let edits = json!([{ "start": 2, "end": 8, "text": "note" }]);
        done(study, "source.correct", json!({ "source": source, "edits": edits }));
        done(study, "erasure.forget_raw", json!({ "sources": [source] }));
        assert_eq!(counts(study, "revision"), (1, 1));
    });
}

#[test]
fn a_file_that_is_not_in_the_study_is_refused() {
    for study in TestStudy::both() {
        let add = trefoil_core::study::operations::by_name("source.add").expect("is there");
        let nothing = "01890000-0000-7000-8000-000000000001";
        let arguments = json!({
            "name": "Letter", "stream": "document", "text": "A letter.", "original": nothing,
        });
        let error = add.perform(study.session(), arguments).expect_err("is not there");
        assert_eq!(error.kind(), Kind::NotFound);
    }
}
