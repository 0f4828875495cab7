//! Arguments for every operation, by chance, from what the study holds at the moment.

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::record::FIELDS;
use trefoil_core::study::Session;
use trefoil_core::transcription::TranscriptionAsk;
use trefoil_testkit::Random;

use super::world::World;
use super::{care, known, voice};

/// What the mark of a text begins with; as many digits follow.
pub(crate) const MARK: &str = "Mark";

/// How many digits a mark has.
pub(crate) const DIGITS: usize = 12;

const TEXT: &str = "INT: How was it?\nP1: I were tired, honestly 🙂. Then I slept. Nobody asked me in, \
                    and nobody asked me out either.\nINT: And the week after?\nP1: Better – they learnt my name.";

/// A recording that waits to be heard, and so that there is something to attach a transcript to.
pub(crate) fn record_something(session: &Session) {
    let bytes = b"not really a recording".to_vec();
    let digest = Sha256::digest(&bytes).into();
    let media = session
        .store_media(digest, "audio/wav", Box::new(std::io::Cursor::new(bytes)))
        .expect("stores");
    let add = SourceAdd {
        name: "A recording".into(),
        stream: "voice_note".into(),
        media: Some(media.id),
        duration_ms: Some(9_000),
        ..SourceAdd::default()
    };
    let source = session.perform(add).expect("it is added").outcome;
    // Asking stands and is not among what is played, and what waits can be stopped.
    let ask = TranscriptionAsk { sources: vec![source], ..TranscriptionAsk::default() };
    session.perform(ask).expect("it is asked for");
}

pub(crate) fn word(random: &mut Random) -> String {
    const WORDS: &[&str] = &[
        "Tea",
        "Belonging",
        "Which hat",
        "Ünïcode 🙂",
        "مرحبا",
        "a \"quoted\" one",
        "",
        "Night shift",
    ];
    let word = random.pick(WORDS).expect("there are words");
    if random.chance(60) { format!("{word} {}", random.below(1000)) } else { (*word).to_owned() }
}

pub(crate) fn day(random: &mut Random) -> Json {
    match random.below(6) {
        0 => Json::Null,
        1 => json!(""),
        2 => json!("soon"),
        _ => json!(format!("2026-0{}-1{}", 1 + random.below(9), random.below(10))),
    }
}

pub(crate) fn choice(random: &mut Random, words: &[&str]) -> Json {
    json!(random.pick(words).expect("there are words"))
}

pub(crate) fn maybe_word(random: &mut Random) -> Json {
    if random.chance(40) { Json::Null } else { json!(word(random)) }
}

/// Arguments for an operation that often fit.
pub(crate) fn arguments(name: &str, world: &World, random: &mut Random) -> Json {
    let r = random;
    let (noun, _) = name.split_once('.').unwrap_or((name, ""));
    match noun {
        "study" | "person" | "stream" | "participant" => people(name, world, r),
        "source" | "speaker" | "sender" => sources(name, world, r),
        "code" | "coding" | "passage" | "memo" => coding(name, world, r),
        "theme" | "round" => themes(name, world, r),
        "model" | "condition" | "indicator" | "evidence" | "guidance" => conditions(name, world, r),
        "action" | "sentence" | "record" => report(name, world, r),
        "segment" | "transcript" | "transcription" => voice::voice(name, world, r),
        "redaction" => care::redactions(name, world, r),
        "retention" => care::retention(name, r),
        "pseudonym" => care::pseudonyms(name, world, r),
        "attribute" | "set" | "expectation" | "name_rule" | "field_note" => {
            known::arguments(name, world, r)
        }
        "consent" | "wave" | "policy" => care::consent(name, world, r),
        "output" | "duty" | "key" | "withdrawal" | "erasure" => care::lasting(name, world, r),
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}

fn people(name: &str, world: &World, r: &mut Random) -> Json {
    match name {
        "study.set" => json!({
            "title": maybe_word(r), "question": maybe_word(r), "setting": maybe_word(r),
            "method": choice(r, &["reflexive", "codebook", "framework"]), "approach": maybe_word(r),
            "synthetic": r.chance(50), "tentative": r.chance(50), "minimum_group": r.below(9),
        }),
        // Names stay: whoever acts is found by name.
        "person.set" => json!({
            "person": world.one("person", r),
            "role": choice(r, &["researcher", "co_researcher", "manager"]),
        }),
        "stream.set" => json!({
            "stream": choice(r, &["interview", "field_note", "voice_note", "diary"]), "label": word(r),
        }),
        "participant.add" => json!({ "name": word(r), "note": word(r), "started_on": day(r) }),
        "participant.set" => json!({
            "participant": world.one("participant", r), "name": maybe_word(r), "note": maybe_word(r),
            "started_on": day(r), "ended_on": day(r),
        }),
        "participant.remove" => json!({ "participant": world.one("participant", r) }),
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}

/// A text that ends with a mark of its own.
fn text(r: &mut Random) -> String {
    let number = r.number() % 1_000_000_000_000;
    format!("{TEXT} {MARK}{number:0DIGITS$}")
}

fn segments(r: &mut Random) -> Json {
    if r.chance(40) {
        return json!([]);
    }
    json!([
        { "start": 0, "end": 16, "speaker": "INT", "begin_ms": 0, "end_ms": 900 },
        { "start": 17, "end": 60, "speaker": "P1", "begin_ms": 900 },
    ])
}

fn sources(name: &str, world: &World, r: &mut Random) -> Json {
    let source = world.one("source", r);
    match name {
        "source.add" => {
            let recording = r.chance(40);
            let media = if recording {
                r.pick(&world.media).map_or(Json::Null, |id| json!(id))
            } else {
                Json::Null
            };
            let text = (!recording).then(|| text(r));
            json!({
                "name": word(r), "stream": choice(r, &["interview", "field_note", "voice_note"]),
                "date": day(r), "participants": world.some("participant", r), "text": text,
                "segments": if recording { json!([]) } else { segments(r) },
                "duration_ms": recording.then_some(9_000),
                "landmarks": if recording { json!([]) } else { known::landmarks(r) },
                "comments": if recording { json!([]) } else { known::comments(r) },
                "original": if recording || r.chance(60) {
                    Json::Null
                } else {
                    r.pick(&world.media).map_or(Json::Null, |id| json!(id))
                },
                "media": media,
            })
        }
        "source.attach" => json!({
            "source": world.source(false, r), "text": text(r), "segments": segments(r),
        }),
        "source.set" => json!({
            "source": source, "name": maybe_word(r), "date": day(r), "note": maybe_word(r),
            "participants": world.some("participant", r), "sender": maybe_word(r),
        }),
        "source.correct" => {
            let (start, gone) = (r.below(150), r.below(20));
            json!({
                "source": source, "reason": word(r),
                "edits": [{ "start": start, "end": start + gone, "text": word(r) }],
            })
        }
        "source.lengthen" => json!({
            "source": source, "revision": 1 + r.below(2), "bytes": 40,
            "edits": [{ "start": 0, "end": 0, "text": "P2: Hi\n" }],
            "segments": [{ "start": 4, "end": 6, "speaker": "P2" }],
            "participants": world.some("participant", r),
            "renamed": if r.chance(30) { json!([{ "from": "P1", "to": "INT" }]) } else { json!([]) },
            "sha256": format!("{:064x}", r.below(1_000_000)),
        }),
        "sender.keep" => json!({ "senders": [{
            "name": word(r), "replacement": word(r), "parts": [word(r)],
        }] }),
        "source.remove" => json!({ "source": source }),
        "speaker.set" => json!({
            "speaker": world.one("speaker", r), "name": maybe_word(r),
            "participant": world.maybe("participant", r), "nobody": r.chance(20),
        }),
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}

fn coding(name: &str, world: &World, r: &mut Random) -> Json {
    let code = world.one("code", r);
    match name {
        "code.add" => json!({
            "name": word(r), "parent": world.maybe("code", r), "definition": word(r),
            "colour": choice(r, &["#aa00ff", "", "red"]),
        }),
        "code.set" => json!({ "code": code, "name": maybe_word(r), "include": maybe_word(r) }),
        "code.move" => {
            json!({ "code": code, "parent": world.maybe("code", r), "before": world.maybe("code", r) })
        }
        "code.merge" => json!({ "code": code, "into": world.one("code", r) }),
        "code.remove" => json!({ "code": code }),
        "coding.add" if r.chance(30) => {
            json!({ "passage": world.one("passage", r), "codes": world.some("code", r) })
        }
        "coding.add" if r.chance(20) => {
            // A stretch of a recording, or a source as a whole.
            let (source, begin) = (world.one("source", r), r.below(8_000));
            if r.chance(40) {
                json!({ "source": source, "whole": true, "codes": world.some("code", r) })
            } else {
                json!({
                    "source": source, "begin_ms": begin, "end_ms": begin + r.below(2_000),
                    "codes": world.some("code", r),
                })
            }
        }
        "coding.add" => {
            let start = r.below(120);
            json!({
                "source": world.source(true, r), "start": start, "end": start + r.below(30),
                "codes": world.some("code", r),
            })
        }
        "coding.remove" => json!({ "coding": world.one("coding", r) }),
        "passage.remove" => json!({ "passage": world.one("passage", r) }),
        "memo.add" => {
            let noun = *r
                .pick(&[
                    "source",
                    "code",
                    "theme",
                    "passage",
                    "condition",
                    "placement",
                    "memo",
                    "participant",
                ])
                .expect("there are nouns");
            json!({ "on": world.maybe(noun, r), "title": word(r), "text": word(r) })
        }
        "memo.set" => {
            json!({ "memo": world.one("memo", r), "title": maybe_word(r), "text": maybe_word(r) })
        }
        "memo.remove" => json!({ "memo": world.one("memo", r) }),
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}

fn themes(name: &str, world: &World, r: &mut Random) -> Json {
    let theme = world.one("theme", r);
    match name {
        "theme.add" => json!({ "name": word(r), "idea": word(r), "rivals": word(r) }),
        "theme.set" => json!({ "theme": theme, "name": maybe_word(r), "idea": maybe_word(r) }),
        "theme.release" if r.chance(40) => {
            let (theme, code) = world.linked("theme_code", ("theme", "code"), r);
            json!({ "theme": theme, "codes": [code] })
        }
        "theme.release" if r.chance(70) => {
            let (theme, passage) = world.linked("theme_passage", ("theme", "passage"), r);
            json!({ "theme": theme, "passages": [passage] })
        }
        "theme.gather" | "theme.release" => json!({
            "theme": theme, "codes": world.some("code", r), "passages": world.some("passage", r),
        }),
        "theme.quote" => {
            json!({ "theme": theme, "passage": world.one("passage", r), "quoted": r.chance(70) })
        }
        "theme.place" => json!({
            "theme": theme, "area": choice(r, &["firm_up", "fine_tune", "focus", "unplaced"]),
            "reason": word(r), "round": world.maybe("round", r),
        }),
        "theme.move" => json!({ "theme": theme, "before": world.maybe("theme", r) }),
        "theme.merge" => json!({ "theme": theme, "into": world.one("theme", r) }),
        "theme.remove" => json!({ "theme": theme }),
        "round.add" => json!({ "name": word(r), "held_on": day(r), "note": word(r) }),
        "round.set" => {
            json!({ "round": world.one("round", r), "name": maybe_word(r), "held_on": day(r) })
        }
        "round.remove" => json!({ "round": world.one("round", r) }),
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}

fn conditions(name: &str, world: &World, r: &mut Random) -> Json {
    let condition = world.one("condition", r);
    match name {
        "model.begin" => {
            json!({ "template": choice(r, &["ten_conditions", "ten_conditions", "blank"]) })
        }
        "condition.add" => json!({
            "name": word(r), "statement": word(r), "why": word(r), "needs": world.some("condition", r),
        }),
        "condition.set" => json!({
            "condition": condition, "name": maybe_word(r), "owner": maybe_word(r), "review_due": day(r),
        }),
        "condition.unneed" if r.chance(80) => {
            let any = ("condition", "condition");
            let (condition, needed) = world.linked("condition_need", any, r);
            json!({ "condition": condition, "needs": [needed] })
        }
        "condition.needs" | "condition.unneed" => json!({
            "condition": condition, "needs": world.some("condition", r),
        }),
        "condition.mark" => json!({
            "condition": condition, "reason": word(r),
            "state": choice(r, &["not_started", "partly", "in_place", "lapsed", "not_applicable"]),
        }),
        "condition.bear" => json!({
            "condition": condition, "theme": world.one("theme", r),
            "bearing": choice(r, &["supports", "strains"]), "note": maybe_word(r),
        }),
        "condition.unbear" => {
            let (condition, theme) = world.linked("condition_theme", ("condition", "theme"), r);
            json!({ "condition": condition, "theme": theme })
        }
        "condition.move" => {
            json!({ "condition": condition, "before": world.maybe("condition", r) })
        }
        "condition.remove" => json!({ "condition": condition }),
        "indicator.add" => json!({ "condition": condition, "text": word(r) }),
        "indicator.set" => json!({
            "indicator": world.one("indicator", r), "text": maybe_word(r), "seen": r.chance(50),
            "seen_on": day(r),
        }),
        "indicator.move" => json!({
            "indicator": world.one("indicator", r), "before": world.maybe("indicator", r),
        }),
        "indicator.remove" => json!({ "indicator": world.one("indicator", r) }),
        "evidence.add" => json!({
            "condition": condition, "indicator": world.maybe("indicator", r),
            "passage": world.maybe("passage", r), "text": word(r), "date": day(r),
        }),
        "evidence.remove" => json!({ "evidence": world.one("evidence", r) }),
        "guidance.add" => json!({
            "condition": condition, "kind": choice(r, &["source", "evidence", "question"]), "text": word(r),
        }),
        "guidance.remove" => json!({ "guidance": world.one("condition_guidance", r) }),
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}

fn report(name: &str, world: &World, r: &mut Random) -> Json {
    let (sentence, action) = (world.one("sentence", r), world.one("action", r));
    match name {
        "action.add" => {
            let about_theme = r.chance(50);
            json!({
                "theme": if about_theme { world.maybe("theme", r) } else { Json::Null },
                "condition": if about_theme { Json::Null } else { world.maybe("condition", r) },
                "text": word(r), "owner": word(r), "due_on": day(r),
            })
        }
        "action.set" => json!({ "action": action, "text": maybe_word(r), "done_on": day(r) }),
        "action.remove" => json!({ "action": action }),
        "sentence.add" => json!({
            "section": choice(r, &["summary", "findings", "limits"]), "text": word(r), "cites": world.cites(r),
        }),
        "sentence.set" => json!({
            "sentence": sentence, "text": maybe_word(r), "section": choice(r, &["summary", "method"]),
        }),
        "sentence.uncite" if r.chance(80) && !world.citations.is_empty() => {
            let one = r.pick(&world.citations).expect("there is one");
            let list = |id: Option<Id>| id.into_iter().collect::<Vec<_>>();
            json!({
                "sentence": one.sentence,
                "cites": {
                    "themes": list(one.theme), "passages": list(one.passage),
                    "conditions": list(one.condition),
                },
            })
        }
        "sentence.cite" | "sentence.uncite" => {
            json!({ "sentence": sentence, "cites": world.cites(r) })
        }
        "sentence.move" => json!({ "sentence": sentence, "before": world.maybe("sentence", r) }),
        "sentence.remove" => json!({ "sentence": sentence }),
        "record.set" => {
            let field = r.pick(FIELDS).expect("there are fields").key;
            let values: Vec<String> = (0..r.below(3)).map(|_| word(r)).collect();
            json!({ "field": field, "values": values })
        }
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}
