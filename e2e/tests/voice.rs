//! From sound to words: a transcript is corrected by keyboard alone, another one is typed, and the
//! queue is watched while a recording is heard.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::support::{add, empty, silence};
use trefoil_core::care::consent::{Answer, ConsentDefaultSet, Use};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::study::Study;
use trefoil_core::transcript::{Doubt, Provenance, Spoken, SpokenWord, Standing, TranscriptWrite};
use trefoil_core::transcription::{
    Engine, Heard, Hearing, Settings, Task, TranscriptionAsk, work_off,
};
use trefoil_e2e::Journey;
use trefoil_web::Running;

const AUDIO: &str = "document.querySelector('[data-player-audio]')";

fn study(running: &Running) -> Study {
    running.app().find("housing").expect("the study is open").study.clone()
}

/// Something said, each of its words for an equal time, with how sure the machine was of each.
fn said(begin_ms: i64, end_ms: i64, speaker: &str, words: &[(&str, f64)]) -> Spoken {
    let each = (end_ms - begin_ms) / words.len() as i64;
    let timed = (0..).zip(words).map(|(at, (word, sure))| SpokenWord {
        text: (*word).to_owned(),
        begin_ms: begin_ms + at * each,
        end_ms: begin_ms + (at + 1) * each,
        probability: Some(*sure),
    });
    Spoken {
        begin_ms,
        end_ms,
        text: words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" "),
        speaker: Some(speaker.into()),
        words: timed.collect(),
        ..Spoken::default()
    }
}

fn script() -> Vec<Spoken> {
    let sure = |text: &'static str| -> Vec<(&str, f64)> {
        text.split(' ').map(|word| (word, 0.9)).collect()
    };
    let mut first = sure("In the first week I was mostly the tea person.");
    first.extend([("The", 0.9), ("cattle", 0.38), ("was", 0.9), ("mine.", 0.8)]);
    let second = sure("And did anybody say what the role was? Not really, no.");
    let third = Spoken {
        doubt: Some(Doubt::Repeated),
        ..said(12_000, 15_000, "P1", &sure("Thanks. Thanks. Thanks. Thanks."))
    };
    vec![said(500, 5_500, "P1", &first), said(6_000, 11_000, "Interviewer", &second), third]
}

fn transcribed(study: &Study) -> Id {
    let yard = add(study, "P1, week 1", "audio/wav", silence(20), Some(20_000));
    let settings = [("beams".to_owned(), "5".to_owned())].into();
    let provenance = Provenance {
        engine: "trefoil 0.1.0".into(),
        model: "base".into(),
        model_sha256: "60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe".into(),
        language: "en".into(),
        settings,
    };
    let write = TranscriptWrite {
        source: yard,
        said: script(),
        begin_ms: None,
        end_ms: None,
        state: Standing::Machine,
        provenance: Some(provenance),
        speaker: None,
    };
    study.session("Ada").perform(write).expect("the transcript is stored");
    yard
}

async fn looks(journey: &Journey, name: &str) {
    journey.keeps_picture(&format!("{name}-light")).await;
    journey.value("document.documentElement.dataset.theme = 'dark'").await;
    journey.is_accessible(&format!("{name}, dark")).await;
    journey.keeps_picture(&format!("{name}-dark")).await;
    journey.value("document.documentElement.dataset.theme = 'light'").await;
    for width in [400, 320] {
        journey.sizes_to(width, 800).await;
        assert!(journey.too_wide().await <= 0, "{name} at {width}");
        journey.keeps_picture(&format!("{name}-{width}")).await;
    }
    journey.is_accessible(&format!("{name}, narrow")).await;
    journey.sizes_to(1440, 900).await;
}

#[test]
fn a_transcript_is_corrected_by_keyboard_alone() {
    empty("a_transcript_is_corrected_by_keyboard_alone", async |running, chromium, _folder| {
        let source = transcribed(&study(&running));
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study("housing");
        journey.goes_to(&format!("sources/{source}")).await;
        journey.finds("[data-ready]").await;
        journey.sees("2 doubts left").await;
        journey.is_accessible("a transcript with doubts").await;
        looks(&journey, "doubts").await;

        // To the word that the machine was not sure of, hear it, and set it right.
        journey.presses("d").await;
        let chosen = "getSelection().toString()";
        assert_eq!(journey.value(chosen).await, "cattle");
        journey.until("the recording", &format!("{AUDIO}.readyState > 0")).await;
        journey.presses("w").await;
        journey.until("the word", &format!("{AUDIO}.currentTime > 3")).await;
        journey.until("the word is lit", "CSS.highlights.get('spoken').size > 0").await;
        journey.keeps_picture("heard-word").await;
        journey.presses(" ").await;
        journey.until("the pause", &format!("{AUDIO}.paused")).await;
        let blocks = "document.querySelectorAll('.segment')";
        journey.value(&format!("window.others = {blocks}[1]")).await;
        journey.presses("e").await;
        // It is heard again without leaving the field, by the keys of typing.
        journey.presses("F8").await;
        journey.until("it plays", &format!("!{AUDIO}.paused")).await;
        journey.presses("F8").await;
        journey.until("the pause", &format!("{AUDIO}.paused")).await;
        journey.types("kettle").await;
        journey.presses("Ctrl+Enter").await;
        journey.sees("The kettle was mine.").await;
        // Nothing else of the text was put in place anew.
        journey.until("the same block", &format!("window.others === {blocks}[1]")).await;
        journey.sees("1 doubt left").await;

        // The stretch that was said again and again is right after all.
        journey.presses("d").await;
        journey.until("the stretch", &format!("{chosen}.startsWith('Thanks')")).await;
        journey.presses("v").await;
        journey.sees("No doubts left").await;

        // Two voices in one segment: split in front of a word, and say who speaks.
        journey.value("getSelection().removeAllRanges()").await;
        journey.presses("k").await;
        journey.until("the second block", &format!("{chosen}.startsWith('And did')")).await;
        for _ in 0..8 {
            journey.presses(".").await;
        }
        assert_eq!(journey.value(chosen).await, "Not");
        journey.presses("s").await;
        journey
            .until("two segments", "document.querySelectorAll('[data-begin]').length === 4")
            .await;
        journey.until("the same word", &format!("{chosen} === 'Not'")).await;
        journey.presses("1").await;
        journey.until("its own block", "[...document.querySelectorAll('.segment__text')].some((one) => one.textContent.startsWith('Not really'))").await;
        journey.until("the same word", &format!("{chosen} === 'Not'")).await;
        journey.presses("k").await;
        journey.presses("Shift+S").await;
        journey.until("joined", "document.querySelectorAll('[data-begin]').length === 3").await;

        // What cannot be made out, and the state of the whole.
        journey.presses(".").await;
        let word = journey.value(chosen).await;
        journey.clicks(".correct__names summary").await;
        journey.presses("h").await;
        journey.sees("[inaudible]").await;
        journey.until("the mark is selected", &format!("{chosen} === '[inaudible]'")).await;
        let places = "(() => { let at = 0; return [...document.querySelectorAll('.segment__text')].every((one) => { const right = Number(one.dataset.start) === at && one.closest('.segment').id === `at-${at}`; at += [...one.textContent].length; return right; }); })()";
        journey.until("each block knows its place", places).await;
        journey.no_longer_sees(&format!("{} [inaudible]", word.as_str().unwrap_or("-"))).await;
        journey.tabs_to("#standing summary").await;
        journey.presses("Enter").await;
        journey.tabs_to("#standing button").await;
        journey.presses("Enter").await;
        journey.sees("Checked against the recording").await;
        let file = "fetch(`${location.pathname}/transcript?format=vtt`).then((one) => one.text()).then((text) => { window.file = text; })";
        journey.value(file).await;
        journey.until("the file", "window.file?.includes('<v P1>In the first week')").await;
        journey.value("scrollTo(0, 300)").await;
        journey.keeps_picture("checked").await;
        journey.end().await;
    });
}

#[test]
fn a_recording_is_typed_with_keys_and_nothing_is_lost() {
    empty(
        "a_recording_is_typed_with_keys_and_nothing_is_lost",
        async |running, chromium, _folder| {
            let source = add(&study(&running), "Yard", "audio/wav", silence(20), Some(20_000));
            let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
            journey.in_study("housing");
            journey.goes_to(&format!("sources/{source}")).await;
            journey.finds("[data-ready]").await;
            journey.is_accessible("a recording without words").await;
            looks(&journey, "no-words").await;
            journey.presses("t").await;
            journey.finds(".typing-page[data-ready]").await;
            journey.until("the recording", &format!("{AUDIO}.readyState > 0")).await;
            journey.types("P1: ").await;
            journey.types("The kettle hums.").await;
            journey.presses("F8").await;
            journey.until("three seconds", &format!("{AUDIO}.currentTime > 3")).await;
            journey.presses("F8").await;
            journey
                .until("a little back", &format!("{AUDIO}.paused && {AUDIO}.currentTime < 2.5"))
                .await;
            journey.presses("F9").await;
            journey.presses("Enter").await;
            journey.until("the moment", "/^0:0[5-7]$/.test(document.querySelectorAll('[data-line-time]')[1]?.textContent)").await;
            journey.types("Interviewer: ").await;
            journey.types("Whose is it? ").await;
            journey.presses("Alt+I").await;
            journey.presses("Enter").await;
            journey.presses("Alt+1").await;
            journey.types("Mine, they say.").await;
            journey.sees("Everything is kept.").await;
            journey.is_accessible("typing").await;
            looks(&journey, "typing").await;

            // Another key for the pedal.
            journey.clicks("[data-typing-key=toggle]").await;
            journey.presses("F4").await;
            journey.sees("F4 does this now.").await;
            journey.clicks("[data-typing-set=rewind]").await;
            journey.presses("F4").await;
            journey.until("it plays", &format!("!{AUDIO}.paused")).await;
            journey.presses("F4").await;

            // The page is closed, and opened again.
            journey.goes_to(&format!("sources/{source}")).await;
            journey.sees("Go on typing, 3 paragraphs so far").await;
            journey.clicks_words("Go on typing, 3 paragraphs so far").await;
            journey.finds(".typing-page[data-ready]").await;
            let typed = "[...document.querySelectorAll('[data-line-words]')].map((one) => one.value).join('|')";
            let expected = "The kettle hums.|Whose is it? [inaudible]|Mine, they say.";
            assert_eq!(journey.value(typed).await, expected);
            journey.clicks_words("Finish: make it the transcript").await;
            journey.sees("Typed the transcript of “Yard”").await;
            journey.sees("typed by a person").await;
            journey.finds("[data-ready]").await;
            journey.is_accessible("what was typed").await;
            journey.keeps_picture("typed").await;
            journey.end().await;
        },
    );
}

/// Hears a little at a time.
struct Slow;

impl Engine for Slow {
    fn prepare(&mut self, _: &Settings) -> Result<&mut dyn Hearing> {
        Ok(self)
    }
}

impl Hearing for Slow {
    fn provenance(&self) -> Provenance {
        Provenance { engine: "a script".into(), ..Provenance::default() }
    }

    fn hear(
        &mut self,
        _: Task,
        tell: &mut dyn FnMut(Heard) -> ControlFlow<()>,
    ) -> Result<Vec<String>> {
        for said in script() {
            std::thread::sleep(Duration::from_millis(1_200));
            if tell(Heard::Said(said, None)).is_break() {
                break;
            }
        }
        std::thread::sleep(Duration::from_millis(1_500));
        Ok(Vec::new())
    }
}

#[test]
fn the_queue_shows_what_is_heard_while_it_is_heard() {
    empty("the_queue_shows_what_is_heard_while_it_is_heard", async |running, chromium, _folder| {
        let study = study(&running);
        let agree = ConsentDefaultSet {
            data_types: Vec::new(),
            purposes: vec![Use::MachineTranscription],
            answer: Answer::Given,
            version: "v1".to_owned(),
            note: String::new(),
        };
        study.session("Ada").perform(agree).expect("a default is set");
        let sources: Vec<Id> = ["Yard", "Kitchen", "Stairs"]
            .iter()
            .zip(20..)
            .map(|(name, seconds)| {
                add(&study, name, "audio/wav", silence(seconds), Some(i64::from(seconds) * 1000))
            })
            .collect();
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study("housing");
        journey.goes_to("transcriptions").await;
        journey.sees("Nothing waits to be heard").await;
        looks(&journey, "queue-empty").await;
        journey.goes_to("corpus?view=list").await;
        journey.ticks("[data-choose-all]").await;
        journey.clicks_words("Transcribe them").await;
        journey.sees("Asked for transcripts of 3 recordings").await;
        let session = study.session("Ada");
        let worker = std::thread::spawn(move || {
            work_off(&session, &mut Slow, &mut |_| ControlFlow::Continue(()))
        });
        journey.sees("is being heard").await;
        journey.sees("What was heard so far").await;
        journey.clicks(".hearing__words summary").await;
        journey.sees("tea person").await;
        looks(&journey, "queue").await;
        journey.goes_to("corpus").await;
        journey.sees("being heard:").await;
        journey.goes_to("transcriptions").await;
        journey.sees("Ended lately").await;
        journey.sees("3 segments were heard.").await;
        worker.join().expect("it ends").expect("it is worked off");
        let again = TranscriptionAsk { sources, again: true, ..TranscriptionAsk::default() };
        study.session("Ada").perform(again).expect("it is asked for again");
        journey.sees("waits for its turn").await;
        journey.end().await;
    });
}
