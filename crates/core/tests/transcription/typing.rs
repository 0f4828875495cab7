//! Typing to a recording: what is typed is kept without a trace in the history, and one act makes a
//! transcript of it.

use trefoil_core::care::erasure::ErasureSource;
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::transcript::{Standing, standing};
use trefoil_core::transcription::{Typed, finish_typed, forget_typed, keep_typed, kept_at, typed};
use trefoil_testkit::{TestStudy, reads};

use super::{queue, recording, segments, text_of};

fn line(begin_ms: i64, speaker: &str, text: &str) -> Typed {
    Typed { begin_ms, speaker: speaker.into(), text: text.into() }
}

fn kept(study: &TestStudy, source: Id) -> Vec<Typed> {
    let person = study.session().person().to_owned();
    reads(study, move |reader| typed(reader, source, &person))
}

fn entries(study: &TestStudy) -> i64 {
    reads(study, |reader| reader.number("SELECT COUNT(*) FROM history", &[]))
}

#[test]
fn what_is_typed_is_kept_and_leaves_no_trace_in_the_history() {
    for study in TestStudy::both() {
        let source = recording(&study, "P3, week 1");
        let before = entries(&study);
        let first = vec![line(0, "P3", "I got the badge"), line(2_000, "", "Nobody  asked.")];
        let known = keep_typed(study.session(), source, first, None).expect("it is kept");
        let second = vec![line(0, "P3", "I got the badge today.")];
        keep_typed(study.session(), source, second.clone(), Some(known)).expect("it is kept");
        assert_eq!(kept(&study, source), second);
        assert_eq!((entries(&study), text_of(&study, source)), (before, None));
        assert!(queue(&study).is_empty(), "it waits for no machine");
        // Somebody else has their own.
        keep_typed(&study.session_of("Ben"), source, vec![line(0, "", "Mine.")], None)
            .expect("kept");
        assert_eq!(kept(&study, source), second);
        forget_typed(study.session(), source).expect("it is forgotten");
        assert_eq!(kept(&study, source), []);
    }
}

#[test]
fn finishing_makes_a_transcript_that_is_typed_and_can_be_undone() {
    for study in TestStudy::both() {
        let source = recording(&study, "P3, week 1");
        let lines =
            vec![line(0, "P3", "I got the badge."), line(4_000, "R", "When?"), line(3_000, "", "")];
        let known = keep_typed(study.session(), source, lines.clone(), None).expect("it is kept");
        finish_typed(study.session(), source, lines, Some(known)).expect("it is finished");
        assert_eq!(text_of(&study, source).as_deref(), Some("I got the badge.\nWhen?"));
        let all = segments(&study, source);
        let times: Vec<_> = all.iter().map(|one| (one.begin_ms, one.end_ms)).collect();
        assert_eq!(times, [(Some(0), Some(4_000)), (Some(4_000), Some(10_000))]);
        assert_ne!(all[0].speaker, all[1].speaker);
        let state = reads(&study, move |reader| standing(reader, source));
        assert_eq!(state.map(|step| step.state), Some(Standing::Typed));
        assert_eq!(kept(&study, source), []);
        let refused = keep_typed(study.session(), source, vec![line(0, "", "More.")], None);
        assert_eq!(refused.map_err(|error| error.kind()), Err(Kind::Conflict));
        study.session().undo().expect("it is undone");
        assert_eq!(text_of(&study, source), None);
    }
}

#[test]
fn two_windows_do_not_overwrite_each_other() {
    for study in TestStudy::both() {
        let source = recording(&study, "P3, week 1");
        let keep = |text: &str, known| {
            let kept = keep_typed(study.session(), source, vec![line(0, "P3", text)], known);
            kept.map_err(|error| error.kind())
        };
        let begun = keep("I got", None).expect("it is kept");
        let person = study.session().person().to_owned();
        let told = reads(&study, move |reader| kept_at(reader, source, &person));
        assert_eq!(told, Some(begun));
        let there = keep("I got the badge today.", Some(begun)).expect("it is kept");
        assert!(there > begun);
        assert_eq!(keep("I got it", Some(begun)), Err(Kind::Conflict));
        assert_eq!(keep("I", None), Err(Kind::Conflict));
        let lines = vec![line(0, "P3", "I got it")];
        let stale = finish_typed(study.session(), source, lines, Some(begun));
        assert_eq!(stale.map(|_| ()).map_err(|error| error.kind()), Err(Kind::Conflict));
        assert_eq!(kept(&study, source), [line(0, "P3", "I got the badge today.")]);
        forget_typed(study.session(), source).expect("it is forgotten");
        assert_eq!(keep("I got it", Some(there)), Err(Kind::Conflict));
    }
}

#[test]
fn nothing_is_made_of_nothing() {
    let study = TestStudy::file();
    let source = recording(&study, "P3, week 1");
    let empty = finish_typed(study.session(), source, vec![line(0, "P3", " ")], None);
    assert_eq!(empty.map(|_| ()).map_err(|error| error.kind()), Err(Kind::Invalid));
}

#[test]
fn what_is_erased_takes_its_typing_along() {
    for study in TestStudy::both() {
        let source = recording(&study, "P3, week 1");
        keep_typed(study.session(), source, vec![line(0, "", "Quillwort.")], None)
            .expect("it is kept");
        let erase = ErasureSource {
            sources: vec![source],
            asked_on: None,
            route: String::new(),
            digest: None,
        };
        study.session().perform(erase).expect("it is erased");
        let left = "SELECT COUNT(*) FROM transcription_part";
        assert_eq!(reads(&study, move |reader| reader.number(left, &[])), 0);
    }
}
