//! Pages and headings of a text, and what others wrote beside it.

use serde_json::json;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::memo::{self, Memo};
use trefoil_core::transcript::{SourceCorrect, landmark};
use trefoil_testkit::{TestStudy, does, reads, refused};

use super::{added, answer, counts, done, is_whole, person, told};

const TEXT: &str = "Beginnings\nI was teh tea person.\nEndings\nThen I left.";

/// A text with two headings on two pages.
fn source(study: &TestStudy, people: &[Id]) -> Id {
    let add: SourceAdd = told(json!({
        "name": "Diary", "stream": "document", "text": TEXT, "participants": people,
        "landmarks": [
            { "kind": "page", "label": "1", "start": 0, "end": 33 },
            { "kind": "heading", "level": 1, "start": 0, "end": 10 },
            { "kind": "page", "label": "2", "start": 33, "end": 53 },
            { "kind": "heading", "level": 1, "start": 33, "end": 40 },
        ],
        "comments": [
            { "start": 17, "end": 31, "title": "Comment in the file, by Sam", "text": "Spelling?" },
            { "start": 0, "end": 0, "text": "A good diary." },
        ],
    }));
    does(study, add).outcome
}

/// Kind, label and words of each landmark.
fn landmarks(study: &TestStudy, source: Id) -> Vec<(String, String, i64, i64)> {
    let all = reads(study, move |reader| landmark::list(reader, source));
    all.into_iter().map(|one| (one.kind, one.label, one.start, one.end)).collect()
}

#[test]
fn landmarks_are_carried_along_by_corrections() {
    for study in TestStudy::both() {
        let source = source(&study, &[]);
        let edit = json!([
            { "start": 17, "end": 20, "text": "always the" },
            { "start": 33, "end": 40, "text": "How it ended" },
        ]);
        does(&study, told::<SourceCorrect>(json!({ "source": source, "edits": edit })));
        let mut found = landmarks(&study, source);
        found.sort_by_key(|one| (one.2, one.3));
        let is =
            |kind: &str, label: &str, start, end| (kind.to_owned(), label.to_owned(), start, end);
        assert_eq!(
            found,
            [
                is("heading", "", 0, 10),
                is("page", "1", 0, 40),
                is("heading", "", 40, 52),
                is("page", "2", 40, 65),
            ]
        );
        is_whole(&study);
    }
}

#[test]
fn landmarks_that_lie_nowhere_are_refused() {
    for study in TestStudy::both() {
        for landmark in [
            json!({ "kind": "page", "start": 0, "end": 999 }),
            json!({ "kind": "page", "start": 5, "end": 2 }),
            json!({ "kind": "chapter", "start": 0, "end": 3 }),
        ] {
            let add: SourceAdd = told(json!({
                "name": "Diary", "stream": "document", "text": TEXT, "landmarks": [landmark],
            }));
            assert_eq!(refused(&study, add).0, Kind::Invalid);
        }
    }
}

#[test]
fn comments_become_memos_on_the_words_or_on_the_source() {
    for study in TestStudy::both() {
        let source = source(&study, &[]);
        let memos = reads(&study, memo::list);
        let [about_words, about_all] = memos.as_slice() else {
            unreachable!("two memos: {memos:?}")
        };
        let is = |memo: &Memo| (memo.noun.clone(), memo.title.clone(), memo.text.clone());
        assert_eq!(
            is(about_words),
            ("passage".into(), "Comment in the file, by Sam".into(), "Spelling?".into())
        );
        assert_eq!(is(about_all), ("source".into(), String::new(), "A good diary.".into()));
        assert_eq!(about_all.target, source);
        let passage = about_words.target;
        let words = reads(&study, move |reader| {
            Ok(reader.get::<trefoil_core::coding::Passage>(passage)?.text)
        });
        assert_eq!(words, "teh tea person");
        is_whole(&study);
    }
}

#[test]
fn landmarks_are_hidden_and_erased_with_the_text() {
    for study in TestStudy::both() {
        let one = person(&study, "P1");
        let diary = source(&study, &[one]);
        answer(&study, one, &["document"], "refused");
        assert_eq!(counts(&study, "landmark"), (0, 4));
        answer(&study, one, &["document"], "given");
        added(&study, "memo.add", json!({ "on": diary, "text": "To look at." }));
        done(&study, "erasure.source", json!({ "sources": [diary] }));
        assert_eq!(counts(&study, "landmark"), (0, 0));
        is_whole(&study);
    }
}
