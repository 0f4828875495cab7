//! The queue, asked as a browser does; the engine here says what it is told to and breaks off.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::StatusCode;
use sha2::Digest as _;
use trefoil_core::care::consent::{Answer, ConsentDefaultSet, Use};
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::study::Study;
use trefoil_core::transcript::{Provenance, Spoken};
use trefoil_core::transcription::{Engine, Heard, Hearing, Settings, Task, list, work_off};

use crate::Listener;
use crate::testing::TestPages;

fn pages() -> TestPages {
    let pages = TestPages::new();
    pages.study.agree_to(Use::MachineTranscription);
    pages
}

fn recording(pages: &TestPages, name: &str) -> Id {
    recording_of(pages, name, Vec::new())
}

fn recording_of(pages: &TestPages, name: &str, participants: Vec<Id>) -> Id {
    let bytes = format!("the sound of {name}").into_bytes();
    let digest: [u8; 32] = sha2::Sha256::digest(&bytes).into();
    let bytes = Box::new(std::io::Cursor::new(bytes));
    let stored = pages.study.session().store_media(digest, "audio/ogg", bytes);
    let add = SourceAdd {
        name: name.into(),
        stream: "voice_note".into(),
        media: Some(stored.expect("bytes are stored").id),
        duration_ms: Some(60_000),
        participants,
        ..SourceAdd::default()
    };
    pages.study.session().perform(add).expect("a source").outcome
}

fn first(pages: &TestPages) -> String {
    pages.study.study().read(list).expect("the queue is read")[0].row.id.to_string()
}

/// Hears so much and is then broken off.
struct Half;

impl Engine for Half {
    fn prepare(&mut self, _: &Settings) -> Result<&mut dyn Hearing> {
        Ok(self)
    }
}

impl Hearing for Half {
    fn provenance(&self) -> Provenance {
        Provenance { engine: "a script".into(), model: "none".into(), ..Provenance::default() }
    }

    fn hear(
        &mut self,
        _: Task,
        tell: &mut dyn FnMut(Heard) -> ControlFlow<()>,
    ) -> Result<Vec<String>> {
        let text = "I got the badge today.".to_owned();
        let said = Spoken { begin_ms: 0, end_ms: 30_000, text, ..Spoken::default() };
        let _ = tell(Heard::Said(said, None));
        Ok(Vec::new())
    }
}

#[test]
fn an_empty_queue_says_what_to_do_and_where_models_come_from() {
    let pages = pages();
    let words = pages.page("transcriptions").words();
    assert!(words.contains("Nothing waits to be heard"), "{words}");
    assert!(words.contains("trefoil model fetch base"), "{words}");
    recording(&pages, "Walk");
    let words = pages.page("transcriptions").words();
    assert!(words.contains("1 recording has no words yet"), "{words}");
}

#[test]
fn a_recording_is_asked_for_paused_moved_and_stopped() {
    let pages = pages();
    let (walk, call) = (recording(&pages, "Walk"), recording(&pages, "Call"));
    assert!(pages.page(&format!("sources/{walk}")).words().contains("Transcribe on this computer"));
    for source in [walk, call] {
        let source = source.to_string();
        let fields = [("source", source.as_str()), ("language", "en"), ("word_times", "no")];
        let told = pages.post("transcriptions", &fields);
        assert_eq!(told.location(), pages.path("transcriptions"), "{}", told.words());
    }
    let words = pages.page("transcriptions").words();
    assert!(words.contains("0 %, 0:00 of 1:00 en, no times for single words"), "{words}");
    let line = "2 recordings wait to be heard.";
    assert!(pages.page("corpus").words().contains(line));
    assert!(pages.page("").words().contains(line));
    let room = pages.page(&format!("sources/{walk}")).words();
    assert!(room.contains("It is in the queue: waits for its turn"), "{room}");
    let id = first(&pages);
    pages.post("do/transcription.set", &[("transcription", &id), ("state", "paused")]);
    let words = pages.page("transcriptions").words();
    assert!(words.contains("Walk paused") && words.contains("Go on"), "{words}");
    assert!(!words.contains("Undo: Paused"), "undo passes over it: {words}");
    pages.post("do/transcription.stop", &[("transcription", &id)]);
    let words = pages.page("transcriptions").words();
    assert!(words.contains("Ended lately Walk stopped, today"), "{words}");
}

#[test]
fn what_was_heard_so_far_is_shown_with_how_much_and_can_be_kept() {
    let pages = pages();
    let walk = recording(&pages, "Walk");
    pages.post("transcriptions", &[("source", &walk.to_string())]);
    let session = pages.study.session();
    work_off(session, &mut Half, &mut |event| match event {
        trefoil_core::transcription::Event::Heard(_) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    })
    .expect("it is worked off");
    let words = pages.page("transcriptions").words();
    assert!(words.contains("50 %, 0:30 of 1:00"), "{words}");
    assert!(words.contains("0:00 I got the badge today."), "{words}");
    let id = first(&pages);
    pages.post("do/transcription.stop", &[("transcription", &id), ("keep", "true")]);
    let room = pages.page(&format!("sources/{walk}")).words();
    assert!(room.contains("I got the badge today."), "{room}");
    assert!(room.contains("heard by a machine, not checked"), "{room}");
    assert!(room.contains("Program a script"), "{room}");
    let facts = pages.page(&format!("sources/{walk}/facts")).words();
    assert!(facts.contains("How these words came about"), "{facts}");
}

#[test]
fn a_stretch_is_heard_again_and_a_wrong_time_is_said() {
    let pages = pages();
    let walk = recording(&pages, "Walk").to_string();
    let ask = |until| {
        let fields =
            [("source", walk.as_str()), ("again", "1"), ("from", "0:10"), ("until", until)];
        pages.post("transcriptions", &fields)
    };
    let told = ask("soon");
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.words().contains("“soon” is no time in a recording"), "{}", told.words());
    assert_eq!(ask("0:20.5").status, StatusCode::SEE_OTHER);
    assert!(pages.page("transcriptions").words().contains("Walk 0:10–0:20"));
}

#[test]
fn ticked_recordings_are_asked_for_and_what_has_words_is_left() {
    let pages = pages();
    let walk = recording(&pages, "Walk").to_string();
    let add = SourceAdd {
        name: "Notes".into(),
        stream: "document".into(),
        text: Some("Words.".into()),
        ..SourceAdd::default()
    };
    let notes = pages.study.session().perform(add).expect("a source").outcome.to_string();
    assert!(pages.page("corpus?view=list").words().contains("Transcribe them"));
    let none = [("source", notes.as_str()), ("_do", "transcribe")];
    let told = pages.post("corpus/change", &none);
    assert!(told.words().contains("None of the ticked sources is a recording"), "{}", told.words());
    let both = [("source", notes.as_str()), ("source", walk.as_str()), ("_do", "transcribe")];
    let told = pages.post("corpus/change", &both);
    assert_eq!(told.location(), pages.path("transcriptions"), "{}", told.words());
    let words = pages.page("transcriptions").words();
    assert!(words.contains("1 source was left as it is"), "{words}");
}

#[test]
fn who_refused_a_machine_is_named_and_typing_is_left() {
    let pages = pages();
    let person = ParticipantAdd { name: "P1".into(), note: String::new(), started_on: None };
    let person = pages.study.session().perform(person).expect("a participant").outcome;
    let walk = recording_of(&pages, "Walk", vec![person]);
    let refuse = ConsentDefaultSet {
        data_types: Vec::new(),
        purposes: vec![Use::MachineTranscription],
        answer: Answer::Refused,
        version: "v1".to_owned(),
        note: String::new(),
    };
    pages.study.session().perform(refuse).expect("a default is set");
    let words = pages.page(&format!("sources/{walk}")).words();
    assert!(
        words.contains("Not for a machine") && words.contains("cannot be transcribed by a machine"),
        "{words}"
    );
    assert!(words.contains("Type it") && !words.contains("Transcribe it"), "{words}");
    let told = pages.post("transcriptions", &[("source", &walk.to_string())]);
    assert!(told.words().contains("cannot be transcribed by a machine"), "{}", told.words());
    let told = pages.post("corpus/change", &[("source", &walk.to_string()), ("_do", "transcribe")]);
    assert!(told.words().contains("cannot be transcribed by a machine"), "{}", told.words());
}

/// Counts how often it was woken.
#[derive(Debug, Default)]
struct Counting(AtomicUsize);

impl Listener for Counting {
    fn models(&self) -> Vec<String> {
        vec!["base".into(), "small".into()]
    }

    fn wake(&self, _: &Study) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn whoever_listens_is_woken_and_says_which_models_there_are() {
    let pages = pages();
    let listener = Arc::new(Counting::default());
    pages.app.listen_with(listener.clone());
    let before = listener.0.load(Ordering::SeqCst);
    assert_eq!(before, 1, "what waited already is looked at");
    let walk = recording(&pages, "Walk");
    let words = pages.page(&format!("sources/{walk}")).words();
    assert!(words.contains("Model base small") && !words.contains("No model"), "{words}");
    pages.post("transcriptions", &[("source", &walk.to_string()), ("model", "small")]);
    for _ in 0..100 {
        if listener.0.load(Ordering::SeqCst) > before {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("nobody was woken");
}

/// Says that a model is missing, as the program's own engine does.
struct Deaf;

impl Engine for Deaf {
    fn prepare(&mut self, _: &Settings) -> Result<&mut dyn Hearing> {
        Err(trefoil_core::error::Error::not_found("The model base is not in /models."))
    }
}

#[test]
fn without_a_model_its_two_commands_are_told_once_and_not_for_each_recording() {
    let pages = pages();
    let all: Vec<String> =
        ["Walk", "Call"].iter().map(|name| recording(&pages, name).to_string()).collect();
    for source in &all {
        pages.post("transcriptions", &[("source", source)]);
    }
    let _ = work_off(pages.study.session(), &mut Deaf, &mut |_| ControlFlow::Continue(()));
    let queue = pages.page("transcriptions").words();
    assert_eq!(queue.matches("trefoil model fetch base").count(), 1, "{queue}");
    assert!(!queue.contains("/models"), "{queue}");
    let room = pages.page(&format!("sources/{}", all[0])).words();
    assert!(room.contains("trefoil model add FILE"), "{room}");
}

/// Hears that nobody speaks.
struct Quiet;

impl Engine for Quiet {
    fn prepare(&mut self, _: &Settings) -> Result<&mut dyn Hearing> {
        Ok(self)
    }
}

impl Hearing for Quiet {
    fn provenance(&self) -> Provenance {
        Provenance { engine: "a script".into(), ..Provenance::default() }
    }

    fn hear(
        &mut self,
        _: Task,
        _: &mut dyn FnMut(Heard) -> ControlFlow<()>,
    ) -> Result<Vec<String>> {
        Ok(Vec::new())
    }
}

#[test]
fn a_recording_in_which_no_words_were_heard_says_so() {
    let pages = pages();
    let walk = recording(&pages, "Walk").to_string();
    assert!(!pages.page(&format!("sources/{walk}")).words().contains("This computer listened"));
    pages.post("transcriptions", &[("source", &walk)]);
    work_off(pages.study.session(), &mut Quiet, &mut |_| ControlFlow::Continue(()))
        .expect("it is worked off");
    let room = pages.page(&format!("sources/{walk}")).words();
    assert!(room.contains("This computer listened today"), "{room}");
    assert!(room.contains("No words were heard.") && room.contains("Transcribe it"), "{room}");
}
