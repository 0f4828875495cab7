//! What leaves a study: quotes, reports and tables, and who agreed to that.
//!
//! `choosing` asks what may be picked, `reporting` what a report prints and why it is not made,
//! `typed` words that were typed instead of chosen, `leaving` what exports hand out and what is
//! written down of them. [`Town`] is the small study they share: two voice notes, a talk of three
//! and a field note, with one theme over all.

mod choosing;
mod leaving;
mod reporting;
mod typed;

use serde_json::{Value, json};
use trefoil_core::error::Error;
use trefoil_core::id::Id;
use trefoil_core::report::{Options, Report, build};
use trefoil_core::study::{Performed, operations};
use trefoil_testkit::TestStudy;
use trefoil_testkit::study::BEGINNING;

/// Performs an operation that must work.
fn done(study: &TestStudy, name: &str, arguments: Value) -> Performed<Value> {
    attempt(study, name, arguments).expect("the operation is performed")
}

/// Performs an operation that must work, and answers the id it made.
fn made(study: &TestStudy, name: &str, arguments: Value) -> Id {
    let outcome = done(study, name, arguments).outcome;
    outcome.as_str().expect("an id").parse().expect("an id")
}

fn attempt(study: &TestStudy, name: &str, arguments: Value) -> Result<Performed<Value>, Error> {
    let operation = operations::by_name(name).expect("the operation is there");
    operation.perform(study.session(), arguments)
}

fn options() -> Options {
    Options { today: "2026-04-20".to_owned(), ..Options::at(BEGINNING) }
}

fn report(study: &TestStudy, options: Options) -> Result<Report, Error> {
    study.study().read(move |reader| build(reader, &options))
}

/// A small study: P1 and P5 with a voice note each, a talk of both with P2, a theme over all.
struct Town {
    study: TestStudy,
    one: Id,
    five: Id,
    note: Id,
    theirs: Id,
    both: Id,
    theme: Id,
}

impl Town {
    /// The town on each engine, where everybody agreed to be quoted unless they say otherwise.
    fn all() -> Vec<Self> {
        TestStudy::both().into_iter().map(|study| Self::of(study.agreed_to_quotation())).collect()
    }

    /// The town on each engine, where nobody was asked anything.
    fn unasked() -> Vec<Self> {
        TestStudy::both().into_iter().map(Self::of).collect()
    }

    fn of(study: TestStudy) -> Self {
        let person = |name: &str| made(&study, "participant.add", json!({ "name": name }));
        let (one, two, five) = (person("P1"), person("P2"), person("P5"));
        let add = |name: &str, stream: &str, people: &[Id], text: &str, segments: Value| {
            made(
                &study,
                "source.add",
                json!({ "name": name, "stream": stream, "participants": people, "text": text,
                    "date": "2026-02-02", "segments": segments }),
            )
        };
        let first = add("P1, week 3", "voice_note", &[one], "The kettle was on.", json!([]));
        let note = add("P5, week 3", "voice_note", &[five], "Which hat is it today?", json!([]));
        let voices = json!([
            { "start": 0, "end": 13, "speaker": "P1" },
            { "start": 14, "end": 26, "speaker": "P5" },
            { "start": 27, "end": 41, "speaker": "P2" },
        ]);
        let words = "I wear it so.\nI hang it up\nI lost it once";
        let talk = add("A talk", "interview", &[one, two, five], words, voices);
        for (name, id) in [("P1", one), ("P2", two), ("P5", five)] {
            let sql = "SELECT id FROM speaker WHERE name = $1";
            let name = name.to_owned();
            let speaker: Id = study
                .study()
                .read(move |reader| reader.query(sql, trefoil_core::bind![name])?[0].get(0))
                .expect("the speaker is there");
            done(&study, "speaker.set", json!({ "speaker": speaker, "participant": id }));
        }
        let code = made(&study, "code.add", json!({ "name": "Hats" }));
        let mark = |source: Id, text: &str| -> Id {
            let arguments = json!({ "source": source, "text": text, "codes": [code] });
            let coded = done(&study, "coding.add", arguments).outcome;
            coded["passage"].as_str().expect("an id").parse().expect("an id")
        };
        mark(first, "The kettle was on.");
        let theirs = mark(note, "Which hat is it today?");
        let both = mark(talk, "I hang it up");
        mark(talk, "I wear it so.");
        let theme = made(&study, "theme.add", json!({ "name": "Which hat am I wearing?" }));
        done(&study, "theme.gather", json!({ "theme": theme, "codes": [code] }));
        Self { study, one, five, note, theirs, both, theme }
    }

    /// Writes an answer of P5 down.
    fn five_says(&self, answer: &str, data_type: &str, purpose: &str) {
        done(
            &self.study,
            "consent.set",
            json!({ "participants": [self.five], "data_types": [data_type],
                "purposes": [purpose], "answer": answer, "version": "v2",
                "given_on": "2025-09-01" }),
        );
    }

    fn quote(&self, passage: Id) -> Result<Performed<Value>, Error> {
        let arguments = json!({ "theme": self.theme, "passage": passage, "quoted": true });
        attempt(&self.study, "theme.quote", arguments)
    }

    /// Writes a sentence that cites a passage.
    fn cite(&self, text: &str, passage: Id) -> Result<Performed<Value>, Error> {
        let arguments = json!({ "section": "findings", "text": text,
            "cites": { "passages": [passage] } });
        attempt(&self.study, "sentence.add", arguments)
    }
}
