//! A study in which one person's words are closed, with everything that can hang on words.
//!
//! P9 refused analysis, or took it back, or was never asked where the study's answer is a no. Texts,
//! memos, decisions and the recording of P9 hold words that stand nowhere else, so that whatever
//! tells one of them has let it slip by. P1 agreed to everything.

use std::collections::BTreeMap;

use crate::TestStudy;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use trefoil_core::bind;
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::{Performed, operations, tables};

/// Stands in texts, notes, memos and decisions of the closed person, and nowhere else.
pub const PLANTED: &[&str] = &[
    "zwetschgen",
    "quincewright",
    "mopsydoodle",
    "brindlethwaite",
    "xylorhyme",
    "fennelgast",
    "wobbegong",
    "tarpaulette",
    "gloamingfold",
    "pimpernelle",
    "snicketwaite",
    "hollyhockle",
];

const NOTE: &str = "P9: The zwetschgen kettle stood in the yard, and quincewright was there.\n\
                    INT: And then?\nP9: Then the fennelgast came and took wobbegong away.";

const TALK: &str = "P9: My brindlethwaite said so. I called it tarpaulette for years.";

/// The nouns whose rows hold words, or hang on them.
const WORDED: &[&str] = &[
    "revision",
    "segment",
    "passage",
    "coding",
    "theme_passage",
    "evidence",
    "sentence_citation",
    "redaction",
    "memo",
    "attribute_value",
    "landmark",
    "original",
];

/// Why the words are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// They refused everything.
    Refused,
    /// They agreed once, and took analysis back.
    Withdrew,
    /// They were never asked, and the study's default is a no.
    Default,
}

impl Closing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Refused, Self::Withdrew, Self::Default];
}

/// The study.
pub struct ClosedStudy {
    /// The study; Ada works in it.
    pub study: TestStudy,
    /// The voice note and the interview of P9.
    pub closed: [Id; 2],
    /// The rows that hang on closed words, and everything else, by noun.
    pub ids: BTreeMap<&'static str, Vec<Id>>,
}

/// Performs an operation by name.
pub fn attempt(study: &TestStudy, name: &str, arguments: Json) -> Result<Performed<Json>> {
    let operation = operations::by_name(name).expect("the operation is there");
    operation.perform(study.session(), arguments)
}

/// Performs an operation that must work, and answers with its outcome.
pub fn done(study: &TestStudy, name: &str, arguments: Json) -> Json {
    attempt(study, name, arguments).expect("the operation is performed").outcome
}

fn added(study: &TestStudy, name: &str, arguments: Json) -> Id {
    let outcome = done(study, name, arguments);
    let id = outcome.as_str().or_else(|| outcome["passage"].as_str());
    id.expect("an id").parse().expect("an id")
}

/// A recording whose bytes are words.
fn recording(study: &TestStudy) -> Id {
    let bytes = PLANTED.join(" ").into_bytes();
    let digest = Sha256::digest(&bytes).into();
    let read = Box::new(std::io::Cursor::new(bytes));
    study.session().store_media(digest, "audio/ogg", read).expect("it is stored").id
}

/// The file that a text was read from, whose bytes are words too.
fn letter(study: &TestStudy) -> Id {
    let bytes = format!("A letter. {TALK} {}", PLANTED.join(", ")).into_bytes();
    let digest = Sha256::digest(&bytes).into();
    let read = Box::new(std::io::Cursor::new(bytes));
    study.session().store_media(digest, "text/plain", read).expect("it is stored").id
}

impl ClosedStudy {
    /// Makes it on an engine.
    pub fn make(study: TestStudy, closing: Closing) -> Self {
        done(&study, "consent.default", json!({ "answer": "given" }));
        let person = |name: &str| added(&study, "participant.add", json!({ "name": name }));
        let (one, nine) = (person("P1"), person("P9"));
        let closed = closed_sources(&study, nine);
        let open = added(
            &study,
            "source.add",
            json!({ "name": "A talk with P1", "stream": "interview", "participants": [one],
                "text": "P1: We planted broad beans behind the shed." }),
        );
        hang(&study, closed, open);
        know(&study, closed, [one, nine]);
        close(&study, closing, [one, nine]);
        let mut world = Self { study, closed, ids: BTreeMap::new() };
        world.ids =
            world.study.study().read_whole(move |reader| all(reader, closed)).expect("reads");
        world
    }

    /// Everything that hangs on the closed words, row by row, with the nouns told apart.
    pub fn behind(&self) -> BTreeMap<&'static str, Vec<String>> {
        let closed = self.closed;
        self.study.study().read_whole(move |reader| behind(reader, closed)).expect("reads")
    }

    /// A thing by its noun: of nouns that hang on words, a closed one.
    pub fn id(&self, noun: &str) -> Id {
        self.ids[noun][0]
    }

    /// The sources that nobody may read.
    pub fn shut(&self) -> Vec<Id> {
        use trefoil_core::care::Medium;
        use trefoil_core::care::consent::is_closed;
        let closed = self.closed;
        self.study
            .study()
            .read_whole(move |reader| {
                let mut shut = Vec::new();
                for source in closed {
                    if is_closed(reader, source, Medium::Text)? {
                        shut.push(source);
                    }
                }
                Ok(shut)
            })
            .expect("reads")
    }
}

fn closed_sources(study: &TestStudy, nine: Id) -> [Id; 2] {
    let media = recording(study);
    let note = added(
        study,
        "source.add",
        json!({ "name": "P9 voice note", "stream": "voice_note", "participants": [nine],
            "note": "Gloamingfold says so", "sender": "Pimpernelle",
            "media": media, "duration_ms": 9000, "text": NOTE,
            "segments": [
                { "start": 0, "end": 72, "speaker": "P9", "begin_ms": 0, "end_ms": 4000 },
                { "start": 73, "end": 87, "speaker": "INT", "begin_ms": 4000, "end_ms": 5000 },
            ] }),
    );
    let talk = added(
        study,
        "source.add",
        json!({ "name": "P9 interview", "stream": "interview", "participants": [nine],
            "text": TALK, "original": letter(study),
            "landmarks": [{ "kind": "page", "label": "hollyhockle", "start": 0, "end": 30 }] }),
    );
    [note, talk]
}

/// Passages, codings, memos, quotes, evidence, sentences and decisions on the closed words.
fn hang(study: &TestStudy, [note, talk]: [Id; 2], open: Id) {
    let code = added(study, "code.add", json!({ "name": "Things that stand" }));
    done(study, "round.add", json!({ "name": "Month one" }));
    done(study, "wave.add", json!({ "name": "Later", "begins_on": "2026-02-01" }));
    let theme = added(study, "theme.add", json!({ "name": "Time", "idea": "It passes." }));
    let condition = added(study, "condition.add", json!({ "name": "A room", "statement": "Is." }));
    done(study, "indicator.add", json!({ "condition": condition, "text": "A door" }));
    done(
        study,
        "guidance.add",
        json!({ "condition": condition, "kind": "question", "text": "Is it?" }),
    );
    done(study, "action.add", json!({ "theme": theme, "text": "Ask for a room" }));
    done(study, "pseudonym.add", json!({ "names": ["Samira"], "replacement": "colleague" }));
    done(study, "theme.gather", json!({ "theme": theme, "codes": [code] }));
    let coded = |source: Id, words: &str| {
        added(study, "coding.add", json!({ "source": source, "text": words, "codes": [code] }))
    };
    coded(open, "broad beans");
    for (source, words) in [(note, "zwetschgen kettle"), (talk, "brindlethwaite said so")] {
        let passage = coded(source, words);
        done(study, "theme.gather", json!({ "theme": theme, "passages": [passage] }));
        done(study, "theme.quote", json!({ "theme": theme, "passage": passage, "quoted": true }));
        done(
            study,
            "sentence.add",
            json!({ "section": "findings", "text": "So it is.",
            "cites": { "passages": [passage], "themes": [theme] } }),
        );
        done(
            study,
            "evidence.add",
            json!({ "condition": condition, "passage": passage,
            "text": "Seen." }),
        );
        for on in [source, passage] {
            done(
                study,
                "memo.add",
                json!({ "on": on, "title": "On mopsydoodle",
                "text": "I think of mopsydoodle and the zwetschgen." }),
            );
        }
    }
    redact(study, note);
    done(
        study,
        "source.correct",
        json!({ "source": talk, "reason": "Heard tarpaulette again",
        "edits": [{ "start": 0, "end": 2, "text": "P9" }, { "start": 4, "end": 6, "text": "Our" }] }),
    );
}

/// What is known of the closed person and of the closed sources, sets that these are in, and what is
/// expected of whom.
fn know(study: &TestStudy, closed: [Id; 2], [one, nine]: [Id; 2]) {
    let role = added(
        study,
        "attribute.add",
        json!({ "noun": "participant", "name": "Role before", "kind": "text" }),
    );
    let place =
        added(study, "attribute.add", json!({ "noun": "source", "name": "Where", "kind": "text" }));
    done(
        study,
        "attribute.values",
        json!({ "values": [
            { "attribute": role, "participant": nine, "value": "Snicketwaite of the yard" },
            { "attribute": role, "participant": one, "value": "Volunteer" },
            { "attribute": place, "source": closed[0], "value": "By the hollyhockle shed" },
            { "attribute": place, "source": closed[1], "value": "Where the snicketwaite was" },
        ] }),
    );
    done(study, "set.add", json!({ "name": "To read again", "sources": closed }));
    done(
        study,
        "expectation.add",
        json!({ "stream": "voice_note", "participant": nine, "first_week": 1, "last_week": 4,
            "count": 2 }),
    );
    done(study, "name_rule.add", json!({ "pattern": "{participant}_{stream}" }));
}

/// A standing decision, a refused one, and one that is in the text.
fn redact(study: &TestStudy, note: Id) {
    let at = |words: &str| {
        let revision = study
            .study()
            .read(move |reader| {
                let rows =
                    reader.query("SELECT revision FROM source WHERE id = $1", bind![note])?;
                rows[0].get::<Id>(0)
            })
            .expect("reads");
        let start = NOTE[..NOTE.find(words).expect("stands there")].chars().count();
        json!({ "source": note, "revision": revision, "start": start,
            "end": start + words.chars().count() })
    };
    let mut standing = at("quincewright");
    (standing["replacement"], standing["level"]) = (json!("xylorhyme"), json!("public"));
    done(study, "redaction.apply", json!({ "places": [standing] }));
    done(study, "redaction.refuse", json!({ "places": [at("fennelgast")] }));
    let mut applied = at("wobbegong");
    (applied["replacement"], applied["level"]) = (json!("xylorhyme"), json!("direct"));
    done(study, "redaction.apply", json!({ "places": [applied] }));
}

fn close(study: &TestStudy, closing: Closing, [one, nine]: [Id; 2]) {
    match closing {
        Closing::Refused => {
            done(study, "consent.set", json!({ "participants": [nine], "answer": "refused" }));
        }
        Closing::Withdrew => {
            done(
                study,
                "consent.set",
                json!({ "participants": [nine], "purposes": ["analysis"],
                "answer": "withdrawn" }),
            );
        }
        Closing::Default => {
            done(study, "consent.default", json!({ "answer": "refused" }));
            done(study, "consent.set", json!({ "participants": [one], "answer": "given" }));
        }
    }
}

/// Of nouns that hang on words the closed rows; of all others every row.
fn all(reader: &Reader<'_>, closed: [Id; 2]) -> Result<BTreeMap<&'static str, Vec<Id>>> {
    let mut all = BTreeMap::new();
    for table in tables::ALL {
        let rows = match hangs(table.name) {
            Some(condition) => {
                let sql = format!("SELECT id FROM {} WHERE {condition}", table.name);
                reader.query(&sql, bind![closed[0], closed[1]])?
            }
            None => reader.query(&format!("SELECT id FROM {}", table.name), &[])?,
        };
        let ids: Vec<Id> = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
        all.insert(table.name, ids);
    }
    Ok(all)
}

/// The condition under which a row hangs on the closed sources `$1` and `$2`.
fn hangs(noun: &str) -> Option<&'static str> {
    match noun {
        "revision" | "segment" | "passage" | "redaction" | "memo" | "speaker"
        | "attribute_value" | "landmark" | "original" => Some("source IN ($1, $2)"),
        "coding" | "theme_passage" | "evidence" | "sentence_citation" => {
            Some("passage IN (SELECT id FROM passage WHERE source IN ($1, $2))")
        }
        "source" => Some("id IN ($1, $2)"),
        _ => None,
    }
}

fn behind(
    reader: &Reader<'_>,
    closed: [Id; 2],
) -> std::result::Result<BTreeMap<&'static str, Vec<String>>, Error> {
    let mut rows_of = BTreeMap::new();
    for noun in WORDED {
        let table = tables::by_name(noun).expect("is a noun");
        let columns: Vec<String> =
            table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let condition = hangs(noun).expect("hangs on words");
        let sql =
            format!("SELECT {} FROM {noun} WHERE {condition} ORDER BY id", columns.join(", "));
        let rows = reader.query(&sql, bind![closed[0], closed[1]])?;
        rows_of.insert(*noun, rows.iter().map(|row| format!("{row:?}")).collect());
    }
    Ok(rows_of)
}
