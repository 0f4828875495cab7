//! Corrections: earlier wordings stay, codings are carried along, changed words are listed.

use trefoil_core::coding::{self, CodingAdd};
use trefoil_core::corpus::source::{self, SourceAdd, SourceAttach};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::transcript::{self, Edit, NewSegment, SourceCorrect, SpeakerSet};
use trefoil_testkit::TestStudy;

const TEXT: &str = "INT: How was it?\nP1: I were tired, honestly 🙂. Then I slept.";

fn talk(study: &TestStudy) -> Id {
    let at = |words: &str| {
        let byte = TEXT.find(words).expect("the words are there");
        TEXT[..byte].chars().count() as i64
    };
    let end = TEXT.chars().count() as i64;
    let segment = |start, end, speaker: &str, begin_ms, end_ms| NewSegment {
        start,
        end,
        speaker: Some(speaker.into()),
        begin_ms: Some(begin_ms),
        end_ms: Some(end_ms),
    };
    let add = SourceAdd {
        name: "First talk".into(),
        stream: "interview".into(),
        text: Some(TEXT.into()),
        segments: vec![
            segment(0, at("\nP1"), "INT", 0, 900),
            segment(at("P1"), end, "P1", 900, 5000),
        ],
        ..SourceAdd::default()
    };
    study.session().perform(add).expect("adds").outcome
}

fn mark(study: &TestStudy, source: Id, words: &str) -> Id {
    let add = CodingAdd { source: Some(source), text: Some(words.into()), ..CodingAdd::default() };
    study.session().perform(add).expect("marks").outcome.passage
}

fn correct(source: Id, text: &str) -> SourceCorrect {
    SourceCorrect {
        source,
        edits: Vec::new(),
        text: Some(text.into()),
        revision: None,
        reason: "heard again".into(),
    }
}

#[test]
fn a_correction_adds_a_revision_and_carries_passages_and_segments() {
    for study in TestStudy::both() {
        let source = talk(&study);
        let (before, changed) =
            (mark(&study, source, "How was it?"), mark(&study, source, "I were tired"));
        let after = mark(&study, source, "Then I slept.");
        let dump = study.dump();
        let new = TEXT.replace("were", "was so very");
        let done = study.session().perform(correct(source, &new)).expect("corrects").outcome;
        assert_eq!(done.carried, 3);
        assert_eq!(done.reworded.len(), 1);
        assert_eq!(done.reworded[0].passage, changed);
        assert_eq!(
            (&done.reworded[0].before[..], &done.reworded[0].after[..]),
            ("I were tired", "I was so very tired")
        );
        let (passages, revisions, segments, heard) = study
            .study()
            .read(move |reader| {
                let start = coding::of_source(reader, source)?[2].start;
                Ok((
                    coding::of_source(reader, source)?,
                    transcript::revisions(reader, source)?,
                    transcript::segments(reader, source)?,
                    trefoil_core::trace::heard_at(reader, source, start)?,
                ))
            })
            .expect("reads");
        let said: Vec<_> = passages.iter().map(|one| (one.id, &one.text[..])).collect();
        assert_eq!(
            said,
            [(before, "How was it?"), (changed, "I was so very tired"), (after, "Then I slept.")]
        );
        assert_eq!(revisions.len(), 2);
        assert_eq!((&revisions[0].text[..], &revisions[1].text[..]), (TEXT, &new[..]));
        assert_eq!(segments[1].end, new.chars().count() as i64);
        assert!((900..5000).contains(&heard.expect("the passage is heard")));
        assert!(study.study().check().expect("checks").findings.is_empty());
        study.session().undo().expect("undo works").expect("there is something");
        assert_eq!(study.dump(), dump);
    }
}

#[test]
fn a_correction_of_a_wording_that_is_no_longer_the_newest_is_refused() {
    let study = TestStudy::file();
    let source = talk(&study);
    study.session().perform(correct(source, &TEXT.replace("were", "was"))).expect("corrects");
    let late = SourceCorrect { revision: Some(1), ..correct(source, "Something else") };
    let error = study.session().perform(late).expect_err("someone was faster");
    assert_eq!(error.kind(), Kind::Conflict);
    let same = correct(source, &TEXT.replace("were", "was"));
    assert_eq!(study.session().perform(same).expect_err("no change").kind(), Kind::Invalid);
    let far = SourceCorrect {
        edits: vec![Edit { start: 5, end: 999, text: String::new() }],
        text: None,
        ..correct(source, "")
    };
    assert_eq!(study.session().perform(far).expect_err("too far").kind(), Kind::Invalid);
}

#[test]
fn words_that_go_altogether_leave_an_empty_passage_that_is_listed() {
    let study = TestStudy::file();
    let source = talk(&study);
    let gone = mark(&study, source, "tired");
    let done = study
        .session()
        .perform(correct(source, &TEXT.replace(" tired", "")))
        .expect("corrects")
        .outcome;
    assert_eq!((done.reworded[0].passage, &done.reworded[0].after[..]), (gone, ""));
    assert!(study.study().check().expect("checks").findings.is_empty());
}

#[test]
fn words_that_stand_twice_need_to_be_told_apart() {
    for study in TestStudy::both() {
        let source = talk(&study);
        let add = |occurrence| CodingAdd {
            source: Some(source),
            text: Some("I".into()),
            occurrence,
            ..CodingAdd::default()
        };
        let error = study.session().perform(add(None)).expect_err("which one?");
        assert_eq!(error.kind(), Kind::Conflict);
        assert!(error.hint_text().is_some_and(|hint| hint.contains("occurrence")));
        study.session().perform(add(Some(2))).expect("the second one");
        assert_eq!(
            study.session().perform(add(Some(9))).expect_err("no ninth").kind(),
            Kind::NotFound
        );
    }
}

#[test]
fn a_voice_that_is_called_like_a_participant_is_that_participant() {
    let study = TestStudy::file();
    let add = trefoil_core::corpus::participant::ParticipantAdd {
        name: "P1".into(),
        note: String::new(),
        started_on: None,
    };
    let participant = study.session().perform(add).expect("adds").outcome;
    let source = talk(&study);
    let speakers =
        study.study().read(move |reader| transcript::speakers(reader, source)).expect("lists");
    assert_eq!(speakers[0].participant, None);
    assert_eq!(speakers[1].participant, Some(participant));
    let set = SpeakerSet {
        speaker: speakers[0].id,
        name: Some("P1".into()),
        participant: None,
        nobody: false,
    };
    assert_eq!(study.session().perform(set).expect_err("taken").kind(), Kind::Conflict);
}

#[test]
fn a_text_is_attached_once_and_then_corrected() {
    let study = TestStudy::file();
    let source = talk(&study);
    let attach = SourceAttach { source, text: "Another".into(), segments: Vec::new() };
    assert_eq!(study.session().perform(attach).expect_err("has one").kind(), Kind::Conflict);
    let listed = study.study().read(source::list).expect("lists");
    assert_eq!(listed.len(), 1);
}
