//! The queue: nothing that was heard is lost, nobody is heard who did not agree.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::json;
use trefoil_core::care::consent::{Answer, ConsentDefaultSet, Use};
use trefoil_core::care::pseudonym::{KeyAccess, KeySeal};
use trefoil_core::clock::Clock;
use trefoil_core::coding::{self, CodingAdd};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::study::{Secret, Study, StudySet, operations};
use trefoil_core::transcript::{Doubt, Spoken, Trust, trust};
use trefoil_core::transcription::{
    Event, Progress, Settings, Summary, TranscriptionAsk, TranscriptionSet, TranscriptionStop,
    said_so_far, work_off,
};
use trefoil_testkit::{TestStudy, does, reads, refused};

use super::engine::Scripted;
use super::{ask, asked, queue, recording, said, segments, text_of, with_model, with_recording};

fn script() -> Vec<Spoken> {
    vec![said(0, "I got the badge today."), said(2_000, "Nobody asked me in."), said(9_000, "Bye.")]
}

fn go(study: &TestStudy, engine: &mut Scripted) -> Summary {
    work_off(study.session(), engine, &mut |_| ControlFlow::Continue(())).expect("it is worked off")
}

/// Goes on until so many things were told to have been heard.
fn go_until(study: &TestStudy, engine: &mut Scripted, mut count: usize) -> Summary {
    work_off(study.session(), engine, &mut |event| {
        count -= usize::from(matches!(event, Event::Heard(_)));
        if count == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .expect("it is worked off")
}

#[test]
fn what_is_heard_becomes_the_transcript_with_its_times_and_its_provenance() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        let vocabulary =
            StudySet { vocabulary: Some("Harbour House".into()), ..StudySet::default() };
        study.session().perform(vocabulary).expect("it is set");
        asked(&study, TranscriptionAsk { settings: with_model("micro"), ..ask(source) });
        let mut engine = Scripted::saying(script());
        assert_eq!(go(&study, &mut engine), Summary { done: 1, ..Summary::default() });
        assert_eq!(
            text_of(&study, source).as_deref(),
            Some("I got the badge today.\nNobody asked me in.\nBye.")
        );
        let all = segments(&study, source);
        assert_eq!((all[1].begin_ms, all[1].end_ms), (Some(2_000), Some(3_000)));
        assert_eq!(all[1].confidence, Some(0.9));
        let words = trefoil_core::transcript::words::read(&all[1]).expect("they are read");
        assert_eq!(words.len(), 4);
        assert_eq!((words[1].start, words[1].end, words[1].begin_ms), (7, 12, 2_250));
        assert_eq!(words[1].sure, Some(90));
        let speakers =
            reads(&study, move |reader| trefoil_core::transcript::speakers(reader, source));
        assert_eq!(speakers[0].name, "P3", "who sent a voice note is who speaks in it");
        let step = reads(&study, move |reader| trust(reader, source)).expect("there is one");
        let provenance = step.provenance().expect("a machine heard it");
        assert_eq!(step.state, Trust::Machine);
        assert_eq!((&provenance.model[..], &provenance.language[..]), ("micro", "en"));
        assert_eq!(provenance.model_sha256, "ab".repeat(32));
        let call = &engine.calls[0];
        assert_eq!(
            (&call.sound[..], &call.vocabulary[..]),
            ("sound of P3, week 1", "Harbour House")
        );
        let row = &queue(&study)[0];
        assert_eq!((row.row.state, row.row.heard_ms, row.parts), (Progress::Done, 10_000, 0));
        assert!(study.study().check().expect("it can be checked").findings.is_empty());
    }
}

#[test]
fn a_kill_loses_nothing_and_another_program_goes_on() {
    let (study, source) = with_recording(TestStudy::file());
    asked(&study, ask(source));
    let mut engine = Scripted { killed_after: Some(1), ..Scripted::saying(script()) };
    catch_unwind(AssertUnwindSafe(|| go(&study, &mut engine))).expect_err("it is killed");
    let row = &queue(&study)[0];
    assert_eq!((row.row.state, row.parts, row.row.heard_ms), (Progress::Running, 2, 3_000));
    assert_eq!(text_of(&study, source), None);
    let mut other = Scripted::saying(script());
    assert_eq!(go(&study, &mut other), Summary::default(), "somebody may still be at it");
    let later = Clock::ticking_from(trefoil_testkit::study::BEGINNING + 600_000);
    let again = Study::open_with(study.study().place(), None, later).expect("it opens");
    let summary = work_off(&again.session("Ben"), &mut other, &mut |_| ControlFlow::Continue(()));
    assert_eq!(summary.expect("it is worked off").done, 1);
    let call = &other.calls[0];
    assert_eq!(
        (call.begin_ms, &call.before[..]),
        (3_000, "I got the badge today. Nobody asked me in.")
    );
    assert_eq!(call.bookmark.as_deref(), Some("behind 3000"));
    assert_eq!(
        text_of(&study, source).as_deref(),
        Some("I got the badge today.\nNobody asked me in.\nBye.")
    );
}

#[test]
fn whoever_did_not_agree_is_not_heard() {
    for study in TestStudy::both() {
        let source = recording(&study, "P3, week 1");
        let perform = |name: &str, arguments| {
            let operation = operations::by_name(name).expect("there is one");
            operation.perform(study.session(), arguments).expect("it is accepted").outcome
        };
        let participant = perform("participant.add", json!({ "name": "P3" }));
        perform("source.set", json!({ "source": source, "participants": [participant] }));
        let (kind, message) = refused(&study, ask(source));
        assert_eq!(kind, Kind::Denied);
        assert!(message.contains("P3 was not asked about machine transcription"), "{message}");
        study.agree_to(Use::MachineTranscription);
        asked(&study, ask(source));
        // Refused while the engine hears: nothing more is kept, and nothing becomes a transcript.
        let session = study.session_of("Ben");
        let refuse = move |count| {
            if count == 1 {
                let answer = ConsentDefaultSet {
                    data_types: Vec::new(),
                    purposes: vec![Use::MachineTranscription],
                    answer: Answer::Refused,
                    version: "v2".into(),
                    note: String::new(),
                };
                session.perform(answer).expect("it is set");
            }
        };
        let mut engine = Scripted { between: Some(Box::new(refuse)), ..Scripted::saying(script()) };
        assert_eq!(go(&study, &mut engine), Summary { failed: 1, ..Summary::default() });
        let row = &queue(&study)[0];
        assert!(row.row.message.contains("cannot be transcribed by a machine"), "{row:?}");
        assert_eq!((row.parts, text_of(&study, source)), (1, None));
        let on = TranscriptionSet {
            transcription: row.row.id,
            state: Some(Progress::Waiting),
            first: false,
            without_key: false,
        };
        assert_eq!(refused(&study, on).0, Kind::Denied);
    }
}

#[test]
fn a_missing_model_lets_recordings_wait_and_says_what_to_do() {
    let (study, source) = with_recording(TestStudy::file());
    asked(&study, ask(source));
    let mut engine = Scripted { model_is_missing: true, ..Scripted::default() };
    assert_eq!(go(&study, &mut engine), Summary { waiting: 1, ..Summary::default() });
    let row = &queue(&study)[0];
    assert_eq!(row.row.state, Progress::Waiting);
    assert_eq!(
        row.row.message,
        "The model “base” is not on this computer. Fetch it: trefoil model fetch base."
    );
    assert_eq!(go(&study, &mut Scripted::saying(script())).done, 1);
}

#[test]
fn one_that_fails_keeps_what_was_heard_and_lets_the_next_one_in() {
    for study in TestStudy::both() {
        let (study, first) = with_recording(study);
        let second = recording(&study, "P3, week 2");
        asked(&study, TranscriptionAsk { sources: vec![first, second], ..Default::default() });
        let mut engine = Scripted { fails_after: Some(2), ..Scripted::saying(script()) };
        assert_eq!(go(&study, &mut engine), Summary { failed: 2, ..Summary::default() });
        let row = queue(&study).into_iter().find(|row| row.row.source == first).expect("there");
        assert_eq!(
            (row.row.state, row.parts, &row.row.message[..]),
            (Progress::Failed, 2, "The engine broke.")
        );
        let on = TranscriptionSet {
            transcription: row.row.id,
            state: Some(Progress::Waiting),
            first: false,
            without_key: false,
        };
        study.session().perform(on).expect("it is tried again");
        let mut engine = Scripted::saying(script());
        assert_eq!(go(&study, &mut engine).done, 1);
        assert_eq!(engine.calls[0].begin_ms, 3_000);
        assert_eq!(segments(&study, first).len(), 3);
        assert_eq!(text_of(&study, second), None);
    }
}

#[test]
fn breaking_off_pausing_and_stopping_keep_what_was_heard() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        let id = asked(&study, ask(source));
        go_until(&study, &mut Scripted::saying(script()), 2);
        assert_eq!(queue(&study)[0].row.state, Progress::Waiting);
        assert!(queue(&study)[0].parts > 0);
        let pause = move |state| TranscriptionSet {
            transcription: id,
            state: Some(state),
            first: false,
            without_key: false,
        };
        study.session().perform(pause(Progress::Paused)).expect("it is paused");
        assert_eq!(go(&study, &mut Scripted::saying(script())), Summary::default());
        study.session().perform(pause(Progress::Waiting)).expect("it goes on");
        // Paused by somebody else while the engine hears.
        let session = study.session_of("Ben");
        let lay_aside = move |count| {
            if count == 0 {
                session.perform(pause(Progress::Paused)).expect("it is paused");
            }
        };
        let mut engine =
            Scripted { between: Some(Box::new(lay_aside)), ..Scripted::saying(script()) };
        assert_eq!(go(&study, &mut engine).left, 1);
        let row = &queue(&study)[0];
        assert_eq!((row.row.state, row.parts), (Progress::Paused, 1));
        let stop = does(&study, TranscriptionStop { transcription: id, keep: true });
        assert_eq!(stop.outcome.kept, 1);
        assert_eq!(text_of(&study, source).as_deref(), Some("I got the badge today."));
        assert_eq!(queue(&study)[0].parts, 0);
    }
}

#[test]
fn undoing_a_transcript_leaves_the_recording_and_no_second_hearing() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        asked(&study, ask(source));
        go(&study, &mut Scripted::saying(script()));
        study.session().undo().expect("it is undone");
        assert_eq!(text_of(&study, source), None);
        assert_eq!(queue(&study)[0].row.state, Progress::Done);
        study.session().redo().expect("it is redone");
        assert_eq!(segments(&study, source).len(), 3);
    }
}

#[test]
fn a_stretch_heard_again_replaces_its_words_alone_and_carries_codings() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        asked(&study, ask(source));
        go(&study, &mut Scripted::saying(script()));
        let mark = |words: &str| {
            let add = CodingAdd {
                source: Some(source),
                text: Some(words.into()),
                ..CodingAdd::default()
            };
            study.session().perform(add).expect("it is marked").outcome.passage
        };
        let (kept, reworded) = (mark("the badge today"), mark("asked me in"));
        let stretch =
            TranscriptionAsk { begin_ms: Some(1_500), end_ms: Some(4_000), ..ask(source) };
        asked(&study, stretch);
        let mut engine = Scripted::saying(vec![said(2_000, "Nobody had asked me in.")]);
        assert_eq!(go(&study, &mut engine).done, 1);
        assert_eq!((engine.calls[0].begin_ms, engine.calls[0].end_ms), (1_500, Some(4_000)));
        assert_eq!(
            text_of(&study, source).as_deref(),
            Some("I got the badge today.\nNobody had asked me in.\nBye.")
        );
        let words = move |passage: Id| {
            reads(&study, move |reader| coding::of_source(reader, source))
                .into_iter()
                .find(|one| one.id == passage)
                .map(|one| one.text)
        };
        assert_eq!(words(kept).as_deref(), Some("the badge today"));
        assert_eq!(words(reworded).as_deref(), Some("asked me in"));
    }
}

#[test]
fn taking_a_recording_back_takes_it_out_of_the_queue() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        asked(&study, ask(source));
        go_until(&study, &mut Scripted::saying(script()), 2);
        assert!(queue(&study)[0].parts > 0);
        study.session().undo().expect("adding the recording is undone");
        assert!(queue(&study).is_empty());
        study.session().redo().expect("it is redone");
        asked(&study, ask(source));
    }
}

#[test]
fn asking_is_refused_where_it_makes_no_sense() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        let nothing = TranscriptionAsk::default();
        assert_eq!(refused(&study, nothing).0, Kind::Invalid);
        let late = TranscriptionAsk { begin_ms: Some(10_000), ..ask(source) };
        assert!(refused(&study, late).1.contains("no such stretch"));
        asked(&study, ask(source));
        assert!(refused(&study, ask(source)).1.contains("in the queue already"));
        go(&study, &mut Scripted::saying(script()));
        assert!(refused(&study, ask(source)).1.contains("has a transcript already"));
        asked(&study, TranscriptionAsk { again: true, ..ask(source) });
        let other = recording(&study, "other");
        let beams = |number| Settings { beams: Some(number), ..Settings::default() };
        let at_once = |number| Settings { at_once: Some(number), ..Settings::default() };
        for settings in [beams(0), beams(17), at_once(0), at_once(17)] {
            let none = TranscriptionAsk { settings, ..ask(other) };
            assert_eq!(refused(&study, none).0, Kind::Invalid);
        }
    }
}

#[test]
fn silence_gives_no_transcript_and_missing_words_are_marked() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        asked(&study, ask(source));
        assert_eq!(go(&study, &mut Scripted::default()).done, 1);
        assert_eq!(text_of(&study, source), None);
        assert_eq!(queue(&study)[0].row.message, "No words were heard.");
        asked(&study, ask(source));
        let lost = Spoken { begin_ms: 3_000, end_ms: 5_000, ..Spoken::default() };
        go(&study, &mut Scripted::saying(vec![said(0, "Hello."), lost]));
        assert_eq!(text_of(&study, source).as_deref(), Some("Hello.\n[inaudible]"));
        assert_eq!(segments(&study, source)[1].doubt, Some(Doubt::Missing));
    }
}

#[test]
fn the_first_in_the_queue_is_heard_first() {
    let (study, first) = with_recording(TestStudy::file());
    let second = recording(&study, "P3, week 2");
    asked(&study, ask(first));
    asked(&study, TranscriptionAsk { first: true, ..ask(second) });
    let mut engine = Scripted::saying(script());
    go(&study, &mut engine);
    let sounds: Vec<&str> = engine.calls.iter().map(|call| &call.sound[..]).collect();
    assert_eq!(sounds, ["sound of P3, week 2", "sound of P3, week 1"]);
}

#[test]
fn while_the_key_is_sealed_nobody_is_written_down_unless_somebody_says_so() {
    for study in TestStudy::both() {
        let (study, source) = with_recording(study);
        let key = || KeyAccess::new(Secret::new("heather"));
        let unlocked = study.session().with_key(key());
        unlocked.perform(KeySeal {}).expect("the key is sealed");
        let name = json!({ "names": ["Quimby"], "replacement": "colleague" });
        operations::by_name("pseudonym.add")
            .expect("it is there")
            .perform(&unlocked, name)
            .expect("a name");
        let id = asked(&study, ask(source));
        let script = || vec![said(0, "I met Quimby today.")];
        let mut engine = Scripted::saying(script());
        assert_eq!(go(&study, &mut engine), Summary { waiting: 1, ..Summary::default() });
        assert!(engine.calls.is_empty(), "nothing is heard before");
        let row = &queue(&study)[0].row;
        assert_eq!(row.state, Progress::Waiting);
        assert!(row.message.contains("names that only it knows would not be replaced"), "{row:?}");

        let on = |event: &Event| match event {
            Event::Heard(_) => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        work_off(&unlocked, &mut engine, &mut |event| on(event)).expect("it is worked off");
        let parts = reads(&study, move |reader| said_so_far(reader, id));
        assert_eq!(parts[0].text, "I met [colleague] today.");
        // Locked again in the middle, it waits again, with what was heard.
        assert_eq!(go(&study, &mut engine).waiting, 1);
        work_off(&unlocked, &mut engine, &mut |_| ControlFlow::Continue(())).expect("it goes on");
        assert_eq!(text_of(&study, source).as_deref(), Some("I met [colleague] today."));

        let other = recording(&study, "P3, week 2");
        let id = asked(&study, ask(other));
        assert_eq!(go(&study, &mut Scripted::saying(script())).waiting, 1);
        let set =
            TranscriptionSet { transcription: id, state: None, first: false, without_key: true };
        study.session().perform(set).expect("it may go on");
        assert_eq!(go(&study, &mut Scripted::saying(script())).done, 1);
        assert_eq!(text_of(&study, other).as_deref(), Some("I met Quimby today."));
        let step = reads(&study, move |reader| trust(reader, other)).expect("there is one");
        assert_eq!(step.provenance().expect("heard").settings["without the key"], "true");
    }
}
