//! Recordings become words: the queue, what is kept while an engine hears, and what people do with
//! the transcript. The engine here says what a script tells it to.

mod by_hand;
mod engine;
mod queue;
mod turns;
mod typing;

use sha2::{Digest, Sha256};
use trefoil_core::care::consent::Use;
use trefoil_core::corpus::source::{self, SourceAdd};
use trefoil_core::id::Id;
use trefoil_core::transcript::{self, Segment, Spoken, SpokenWord, TranscriptWrite, Trust};
use trefoil_core::transcription::{Settings, TranscriptionAsk, Waiting};
use trefoil_testkit::{TestStudy, reads};

/// A study in which everybody agreed that machines hear them, with a recording of ten seconds.
fn with_recording(study: TestStudy) -> (TestStudy, Id) {
    study.agree_to(Use::MachineTranscription);
    let source = recording(&study, "P3, week 1");
    (study, source)
}

fn recording(study: &TestStudy, name: &str) -> Id {
    let bytes = format!("sound of {name}").into_bytes();
    let digest = Sha256::digest(&bytes).into();
    let media = study
        .session()
        .store_media(digest, "audio/ogg", Box::new(std::io::Cursor::new(bytes)))
        .expect("it is stored");
    let add = SourceAdd {
        name: name.into(),
        stream: "voice_note".into(),
        sender: Some("P3".into()),
        media: Some(media.id),
        duration_ms: Some(10_000),
        ..SourceAdd::default()
    };
    study.session().perform(add).expect("it is added").outcome
}

fn ask(source: Id) -> TranscriptionAsk {
    TranscriptionAsk { sources: vec![source], ..TranscriptionAsk::default() }
}

fn asked(study: &TestStudy, ask: TranscriptionAsk) -> Id {
    study.session().perform(ask).expect("it is asked for").outcome.transcriptions[0]
}

fn with_model(model: &str) -> Settings {
    Settings { model: Some(model.into()), ..Settings::default() }
}

/// What a machine heard, to be stored.
fn written(said: Vec<Spoken>, source: Id) -> TranscriptWrite {
    TranscriptWrite {
        source,
        said,
        begin_ms: None,
        end_ms: None,
        state: Trust::Machine,
        provenance: None,
        speaker: None,
    }
}

/// Something said for a second, each word of it for an equal time.
fn said(begin_ms: i64, text: &str) -> Spoken {
    let words: Vec<&str> = text.split_whitespace().collect();
    let each = 1_000 / words.len().max(1) as i64;
    Spoken {
        begin_ms,
        end_ms: begin_ms + 1_000,
        text: text.into(),
        words: (0..)
            .zip(&words)
            .map(|(at, word)| SpokenWord {
                text: (*word).to_owned(),
                begin_ms: begin_ms + at * each,
                end_ms: begin_ms + (at + 1) * each,
                probability: Some(0.9),
            })
            .collect(),
        confidence: Some(0.9),
        ..Spoken::default()
    }
}

fn text_of(study: &TestStudy, source: Id) -> Option<String> {
    reads(study, move |reader| source::text(reader, source)).map(|text| text.text)
}

fn segments(study: &TestStudy, source: Id) -> Vec<Segment> {
    reads(study, move |reader| transcript::segments(reader, source))
}

fn queue(study: &TestStudy) -> Vec<Waiting> {
    reads(study, trefoil_core::transcription::list)
}
