//! A small study with three people, and questions that the tests ask of it.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use trefoil_core::bind;
use trefoil_core::care::erasure::{DryRun, Wish, dry_run};
use trefoil_core::care::retention::{Retention, RetentionAction};
use trefoil_core::error::Error;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::dump::logical;
use trefoil_core::study::{Change, Operation, Performed, operations};
use trefoil_testkit::TestStudy;

pub(crate) const FOUR: &str = "P4: The ward clock stopped at ten past four and nobody minded it.\n\
                               INT: Did you say so?\nP4: I told the porter about the frozen hands.";
pub(crate) const ONE: &str = "P1: We planted broad beans behind the bicycle shed in early March.";
pub(crate) const BOTH: &str = "P1: The garden was mine to begin with, all of it.\n\
                               P4: My cousin painted the gate in purple stripes one night.\n\
                               P1: And then everybody wanted to help us with it.";

/// The study, and what is in it by name.
pub(crate) struct World {
    pub(crate) study: TestStudy,
    pub(crate) one: Id,
    pub(crate) four: Id,
    pub(crate) note: Id,
    pub(crate) other: Id,
    pub(crate) group: Id,
    pub(crate) code: Id,
    pub(crate) theme: Id,
}

/// Performs an operation by name.
pub(crate) fn perform(study: &TestStudy, name: &str, arguments: Value) -> Performed<Value> {
    attempt(study, name, arguments).expect("the operation is performed")
}

pub(crate) fn attempt(
    study: &TestStudy,
    name: &str,
    arguments: Value,
) -> Result<Performed<Value>, Error> {
    let operation = operations::by_name(name).expect("the operation is there");
    operation.perform(study.session(), arguments)
}

/// The id of what an operation added.
pub(crate) fn added(study: &TestStudy, name: &str, arguments: Value) -> Id {
    let outcome = perform(study, name, arguments).outcome;
    let text = outcome.as_str().or_else(|| outcome["passage"].as_str()).expect("an id");
    text.parse().expect("an id")
}

/// Stores a recording.
pub(crate) fn recording(study: &TestStudy, seed: u8) -> Id {
    let bytes: Vec<u8> =
        (0..40_000_u32).map(|at| (at * 7 + at / 251).to_le_bytes()[0] ^ seed).collect();
    let digest = Sha256::digest(&bytes).into();
    let read = Box::new(std::io::Cursor::new(bytes));
    study.session().store_media(digest, "audio/ogg", read).expect("it is stored").id
}

/// One study with everything in it, on each engine.
pub(crate) fn worlds() -> Vec<World> {
    TestStudy::both().into_iter().map(World::in_study).collect()
}

impl World {
    pub(crate) fn in_study(study: TestStudy) -> Self {
        perform(&study, "consent.default", json!({ "answer": "given" }));
        let person = |name: &str| added(&study, "participant.add", json!({ "name": name }));
        let (one, four) = (person("P1"), person("P4"));
        let (sound, music) = (recording(&study, 1), recording(&study, 2));
        let note = added(
            &study,
            "source.add",
            json!({ "name": "P4 voice note of week three", "stream": "voice_note",
                "participants": [four], "media": sound, "duration_ms": 9000, "text": FOUR,
                "file_name": "PTT-20260112-WA0004.opus",
                "segments": [{ "start": 0, "end": 64, "speaker": "P4" }] }),
        );
        let other = added(
            &study,
            "source.add",
            json!({ "name": "P1 interview", "stream": "interview", "participants": [one],
                "text": ONE }),
        );
        let turns = turns(BOTH);
        let group = added(
            &study,
            "source.add",
            json!({ "name": "In the garden", "stream": "interview", "participants": [one, four],
                "media": music, "text": BOTH, "segments": turns }),
        );
        let code = added(&study, "code.add", json!({ "name": "Things that stop" }));
        let theme = added(&study, "theme.add", json!({ "name": "Time", "idea": "It passes." }));
        perform(&study, "theme.gather", json!({ "theme": theme, "codes": [code] }));
        Self { study, one, four, note, other, group, code, theme }
    }

    /// Codes words of a source.
    pub(crate) fn coded(&self, source: Id, words: &str) -> Id {
        let arguments = json!({ "source": source, "text": words, "codes": [self.code] });
        added(&self.study, "coding.add", arguments)
    }

    /// Says that the voice called P4 in the group is P4, and the other one P1.
    pub(crate) fn say_who_speaks(&self) {
        let group = self.group;
        let voices: Vec<(Id, String)> = self
            .study
            .study()
            .read(move |reader| {
                let sql = "SELECT id, name FROM speaker WHERE source = $1";
                reader
                    .query(sql, bind![group])?
                    .iter()
                    .map(|row| Ok((row.get(0)?, row.get(1)?)))
                    .collect()
            })
            .expect("reads");
        for (id, name) in voices {
            let who = if name.ends_with("P4") { self.four } else { self.one };
            perform(&self.study, "speaker.set", json!({ "speaker": id, "participant": who }));
        }
    }

    pub(crate) fn plan(&self, wish: Wish) -> DryRun {
        dry_run(self.study.study(), wish).expect("it can be planned")
    }

    /// How many rows a noun has, closed ones included.
    pub(crate) fn count(&self, noun: &'static str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {noun}");
        self.study.study().read_whole(move |reader| reader.number(&sql, &[])).expect("counts")
    }

    /// Everything that any table says, images, history and jobs included.
    pub(crate) fn everything(&self) -> String {
        self.study.study().read_whole(everything).expect("it can be read")
    }

    /// Nothing is wrong with the study.
    pub(crate) fn is_sound(&self, when: &str) {
        let checked = self.study.study().check().expect("checks");
        assert!(
            checked.findings.is_empty(),
            "{when}, on {:?}: {:#?}",
            self.study,
            checked.findings
        );
    }

    /// Undoes all that can be undone; a refusal ends it.
    pub(crate) fn undo_all(&self) -> usize {
        let mut undone = 0;
        while let Ok(Some(_)) = self.study.session().undo() {
            undone += 1;
        }
        undone
    }
}

fn everything(reader: &Reader<'_>) -> Result<String, Error> {
    let mut all = logical(reader)?;
    for sql in [
        "SELECT operation, summary, description FROM history ORDER BY number, position",
        "SELECT noun, before, '' FROM undo_image WHERE before IS NOT NULL ORDER BY history, position",
        "SELECT kind, description, outcome FROM job ORDER BY id",
        "SELECT name, '', '' FROM person ORDER BY id",
    ] {
        for row in reader.query(sql, &[])? {
            for column in 0..3 {
                all.push_str(&row.get::<String>(column)?);
                all.push('\n');
            }
        }
    }
    Ok(all)
}

/// One segment for each line, spoken by what stands before the colon.
fn turns(text: &str) -> Vec<Value> {
    let mut turns = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let length = line.chars().count();
        let speaker = format!("Voice of {}", line.split(':').next().unwrap_or_default());
        turns.push(json!({ "start": start, "end": start + length, "speaker": speaker }));
        start += length + 1;
    }
    turns
}

/// Puts a class of data on hold.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub(crate) struct Held {
    pub(crate) class: String,
    pub(crate) reason: String,
}

impl Operation for Held {
    const NAME: &'static str = "test.held";
    const SUMMARY: &'static str = "Puts a class of data on hold";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<(), Error> {
        change.insert(&Retention {
            id: change.new_id(),
            class: self.class.parse()?,
            basis: String::new(),
            period: String::new(),
            review_on: None,
            action: RetentionAction::Review,
            note: String::new(),
            hold: true,
            hold_reason: self.reason,
            done_on: None,
            done_by: None,
            proof: String::new(),
        })
    }
}
