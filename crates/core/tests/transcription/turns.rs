//! Turns of voices: who may hear for them, and what taking them over changes.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use serde_json::json;
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::study::operations;
use trefoil_core::transcript::{Piece, SegmentSet, speakers, suggest, take_over};
use trefoil_core::transcription::suggest_turns;
use trefoil_speech::speakers::Turn;
use trefoil_testkit::{TestStudy, does, reads};

use super::{recording, said, segments, with_recording, written};

/// Adds P3 to the study.
fn participant(study: &TestStudy) -> Id {
    let add = ParticipantAdd { name: "P3".into(), note: String::new(), started_on: None };
    study.session().perform(add).expect("P3 is added").outcome
}

fn turn(voice: usize, begin_ms: u64, end_ms: u64) -> Turn {
    Turn { begin_ms, end_ms, voice, is_unsure: false }
}

fn pieces(study: &TestStudy, source: Id, turns: &[Turn]) -> Vec<Piece> {
    let all = segments(study, source);
    all.iter().flat_map(|segment| suggest::pieces(segment, turns).expect("readable")).collect()
}

/// Who speaks in each segment, and when it begins.
fn spoken(study: &TestStudy, source: Id) -> Vec<(Option<String>, Option<i64>)> {
    let names = reads(study, move |reader| speakers(reader, source));
    let name = |id| names.iter().find(|one| Some(one.id) == id).map(|one| one.name.clone());
    let all = segments(study, source);
    all.iter().map(|segment| (name(segment.speaker), segment.begin_ms)).collect()
}

#[test]
fn taking_turns_over_splits_segments_and_names_speakers_as_one_act() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        participant(&study);
        let both = "How was that? It was all right.";
        does(&study, written(vec![said(0, both), said(2_000, "I got the badge.")], source));
        // Seven words in a second; the fourth begins after 426 milliseconds.
        let turns = [turn(0, 0, 430), turn(1, 430, 1_000), turn(1, 2_000, 3_000)];
        let pieces = pieces(&study, source, &turns);
        let voices: Vec<_> = pieces.iter().map(|piece| (piece.number, piece.voice)).collect();
        assert_eq!(voices, [(1, Some(0)), (1, Some(1)), (2, Some(1))]);

        let names = BTreeMap::from([(0, "Interviewer".to_owned()), (1, "P3".to_owned())]);
        let before = study.dump();
        let operations = take_over(&pieces, &names).expect("operations");
        study.session().perform_all(operations).expect("they are taken over");
        let name = |name: &str| Some(name.to_owned());
        let expected =
            [(name("Interviewer"), Some(0)), (name("P3"), Some(426)), (name("P3"), Some(2_000))];
        assert_eq!(spoken(&study, source), expected);
        let known = reads(&study, move |reader| speakers(reader, source));
        assert!(known.iter().any(|one| one.name == "P3" && one.participant.is_some()));
        study.session().undo().expect("it is undone");
        assert_eq!(study.dump(), before, "{study:?}");
    }
}

#[test]
fn voices_that_nobody_named_change_nothing() {
    let (study, source) = with_recording(TestStudy::file());
    let all = vec![said(0, "One two three four."), said(2_000, "And five.")];
    does(&study, written(all, source));
    let ids: Vec<_> = segments(&study, source).iter().map(|segment| segment.id).collect();
    let speaker = Some("Somebody".to_owned());
    does(&study, SegmentSet { segments: ids, speaker, ..SegmentSet::default() });
    let turns = [turn(0, 0, 500), turn(1, 500, 1_000), turn(2, 2_000, 3_000)];
    let pieces = pieces(&study, source, &turns);
    assert!(take_over(&pieces, &BTreeMap::new()).expect("operations").is_empty());
    let names = BTreeMap::from([(1, "P3".to_owned())]);
    let operations = take_over(&pieces, &names).expect("operations");
    study.session().perform_all(operations).expect("they are taken over");
    let found: Vec<_> = spoken(&study, source).into_iter().filter_map(|(name, _)| name).collect();
    assert_eq!(found, ["Somebody", "P3", "Somebody"]);
}

#[test]
fn turns_are_heard_only_where_a_machine_may_listen() {
    let study = TestStudy::file();
    let source = recording(&study, "P3, week 2");
    let set = operations::by_name("source.set").expect("there is one");
    let arguments = json!({ "source": source, "participants": [participant(&study)] });
    set.perform(study.session(), arguments).expect("P3 is in it");
    let heard = |study: &TestStudy| {
        let go_on = &mut |_| ControlFlow::Continue(());
        let nowhere = Path::new("no-such-network.onnx");
        suggest_turns(study.study(), source, nowhere, 2, go_on).expect_err("it cannot be heard")
    };
    assert_eq!(heard(&study).kind(), Kind::Denied);
    study.agree_to(trefoil_core::care::consent::Use::MachineTranscription);
    let error = heard(&study);
    assert_eq!(error.kind(), Kind::BadFile);
    assert!(error.to_string().starts_with("no-such-network.onnx: "), "{error}");
}
