//! What people do with a transcript: correct it, split it, name who speaks, and say that it is right.

use trefoil_core::care::erasure::ErasureSource;
use trefoil_core::error::Kind;
use trefoil_core::study::StudySet;
use trefoil_core::transcript::{
    Doubt, Edit, SegmentJoin, SegmentSet, SegmentSplit, SourceCorrect, Spoken, TranscriptMark,
    Trust, steps, words,
};
use trefoil_core::transcription::{Progress, TranscriptionSet};
use trefoil_testkit::{TestStudy, does, reads, refused};

use super::{ask, asked, queue, said, segments, text_of, with_recording, written};

fn two_turns() -> Vec<Spoken> {
    let unsure =
        Spoken { doubt: Some(Doubt::Unsure), ..said(2_000, "Nobody asked me 🙂 in then.") };
    vec![said(0, "I got the badge today."), unsure]
}

#[test]
fn correcting_a_word_keeps_its_time_and_ends_the_doubt_in_its_segment_alone() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        does(&study, written(two_turns(), source));
        let before = segments(&study, source);
        let start = before[1].start;
        let edit = Edit { start, end: start + 6, text: "Somebody".into() };
        let correct = SourceCorrect {
            source,
            edits: vec![edit],
            text: None,
            revision: Some(1),
            reason: String::new(),
        };
        does(&study, correct);
        let after = segments(&study, source);
        assert_eq!((after[1].doubt, after[1].confidence), (None, None));
        assert_eq!((after[0].confidence, &after[0].words), (Some(0.9), &before[0].words));
        let (old, new) = (words::read(&before[1]), words::read(&after[1]));
        let (old, new) = (old.expect("reads"), new.expect("reads"));
        assert_eq!((new[0].start, new[0].end, new[0].sure), (0, 8, None));
        assert_eq!(new[0].begin_ms, old[0].begin_ms);
        assert_eq!((new[1].start, new[1].sure), (old[1].start + 2, Some(90)));
    }
}

#[test]
fn segments_are_split_at_a_word_and_joined_again() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        does(&study, written(two_turns(), source));
        let before = segments(&study, source);
        let text = text_of(&study, source).expect("there is one");
        let at = text.chars().count() as i64 - "in then.".chars().count() as i64;
        let split = SegmentSplit {
            segment: before[1].id,
            at,
            at_ms: None,
            speaker: Some("Interviewer".into()),
        };
        does(&study, split);
        let halves = segments(&study, source);
        assert_eq!(halves.len(), 3);
        assert_eq!((halves[1].end, halves[2].start), (at - 1, at));
        let late = words::read(&halves[2]).expect("reads");
        assert_eq!((late[0].start, late.len()), (0, 2));
        assert_eq!(
            (halves[1].end_ms, halves[2].begin_ms),
            (Some(late[0].begin_ms), Some(late[0].begin_ms))
        );
        assert_eq!(halves.iter().map(|one| one.position).collect::<Vec<_>>(), [1, 2, 3]);
        assert_ne!(halves[1].speaker, halves[2].speaker);
        does(&study, SegmentJoin { segment: halves[1].id });
        let whole = segments(&study, source);
        assert_eq!(whole.len(), 2);
        assert_eq!((&whole[1].words, whole[1].span()), (&before[1].words, before[1].span()));
        assert_eq!(text_of(&study, source).as_deref(), Some(&text[..]), "no word was changed");
        let at_its_edge =
            SegmentSplit { segment: whole[1].id, at: whole[1].start, at_ms: None, speaker: None };
        assert_eq!(refused(&study, at_its_edge).0, Kind::Invalid);
        assert_eq!(refused(&study, SegmentJoin { segment: whole[1].id }).0, Kind::Conflict);
    }
}

#[test]
fn speakers_are_named_and_segments_checked_by_hand() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        does(&study, written(two_turns(), source));
        let ids: Vec<_> = segments(&study, source).iter().map(|one| one.id).collect();
        let name = SegmentSet {
            segments: ids.clone(),
            speaker: Some("P3".into()),
            ..SegmentSet::default()
        };
        does(&study, name);
        let checked = SegmentSet { segments: vec![ids[1]], checked: true, ..SegmentSet::default() };
        does(&study, checked);
        let after = segments(&study, source);
        assert!(after.iter().all(|one| one.speaker.is_some() && one.speaker == after[0].speaker));
        assert_eq!((after[1].doubt, after[1].confidence), (None, None));
        let timed = SegmentSet {
            segments: vec![ids[1]],
            begin_ms: Some(2_100),
            end_ms: Some(2_000),
            ..SegmentSet::default()
        };
        assert_eq!(refused(&study, timed).0, Kind::Invalid);
    }
}

#[test]
fn a_transcript_says_who_checked_it_and_when() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        let mark = |state| TranscriptMark { sources: vec![source], state, note: "Twice".into() };
        assert!(refused(&study, mark(Trust::Checked)).1.contains("no transcript yet"));
        does(&study, written(two_turns(), source));
        does(&study, mark(Trust::Checked));
        study.session_of("Ben").perform(mark(Trust::Approved)).expect("it is marked");
        let all = reads(&study, move |reader| steps(reader, source));
        let states: Vec<Trust> = all.iter().map(|step| step.state).collect();
        assert_eq!(states, [Trust::Machine, Trust::Checked, Trust::Approved]);
        assert_ne!(all[1].person, all[2].person);
        assert_eq!(all[1].note, "Twice");
    }
}

#[test]
fn pauses_are_written_as_the_study_writes_them() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        let style = StudySet {
            pauses_from_ms: Some(800),
            inaudible: Some("(?)".into()),
            ..StudySet::default()
        };
        does(&study, style);
        let lost = Spoken { begin_ms: 3_200, end_ms: 4_000, ..Spoken::default() };
        let mut said = two_turns();
        said.push(lost);
        does(&study, written(said, source));
        assert_eq!(
            text_of(&study, source).as_deref(),
            Some("I got the badge today. (1 s)\nNobody asked me 🙂 in then.\n(?)")
        );
        let all = segments(&study, source);
        assert_eq!(all[0].end + 1, all[1].start);
        let minute = StudySet { pauses_from_ms: Some(90_000), ..StudySet::default() };
        assert_eq!(refused(&study, minute).0, Kind::Invalid);
    }
}

#[test]
fn what_was_said_in_the_wrong_order_is_refused() {
    let (study, source) = with_recording(TestStudy::file());
    let mut said = two_turns();
    said.reverse();
    assert_eq!(refused(&study, written(said, source)).0, Kind::Invalid);
    let sure = Spoken { confidence: Some(1.5), ..said_nothing() };
    assert_eq!(refused(&study, written(vec![sure], source)).0, Kind::Invalid);
    assert_eq!(refused(&study, written(Vec::new(), source)).0, Kind::Conflict);
}

fn said_nothing() -> Spoken {
    Spoken { begin_ms: 0, end_ms: 1, text: "Hm.".into(), ..Spoken::default() }
}

#[test]
fn erasing_a_source_takes_it_out_of_the_queue() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        let id = asked(&study, ask(source));
        let pause = TranscriptionSet {
            transcription: id,
            state: Some(Progress::Paused),
            first: false,
            without_key: false,
        };
        study.session().perform(pause).expect("it is paused");
        let erase = ErasureSource {
            sources: vec![source],
            asked_on: None,
            route: String::new(),
            digest: None,
        };
        study.session().perform(erase).expect("it is erased");
        assert!(queue(&study).is_empty());
    }
}
