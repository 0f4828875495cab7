//! Arguments for the operations of care: consent, waves, policy, outputs, the key, redactions,
//! retention and erasures.

use serde_json::{Value as Json, json};
use trefoil_core::id::Id;
use trefoil_testkit::Random;

use super::makers::{choice, day, maybe_word, word};
use super::world::World;

const TYPES: &[&str] = &[
    "interview_audio",
    "interview_transcript",
    "voice_note_audio",
    "voice_note_transcript",
    "observation_note",
    "chat_metadata",
    "document",
];

const USES: &[&str] =
    &["analysis", "quotation", "clip", "member_check", "archive_open", "machine_transcription"];

fn several(random: &mut Random, words: &[&str]) -> Json {
    (0..random.below(3)).map(|_| choice(random, words)).collect()
}

/// Questions and their answer. Nearly all are a yes, often to many questions at once; a no is to one
/// question, or soon every source would be closed and nobody could do anything any more.
fn answered(random: &mut Random, noes: &[&str]) -> Json {
    if random.chance(80) {
        return json!({
            "data_types": several(random, TYPES), "purposes": several(random, USES),
            "answer": "given",
        });
    }
    // What closes a source is a no to its analysis.
    let purpose = if random.chance(70) { json!("analysis") } else { choice(random, USES) };
    json!({
        "data_types": [choice(random, TYPES)], "purposes": [purpose],
        "answer": choice(random, noes),
    })
}

/// These arguments, with others beside them.
fn with(mut arguments: Json, others: Json) -> Json {
    if let (Some(all), Json::Object(others)) = (arguments.as_object_mut(), others) {
        all.extend(others);
    }
    arguments
}

/// Arguments for consent, waves and the policy.
pub(crate) fn consent(name: &str, world: &World, r: &mut Random) -> Json {
    let wave = world.one("wave", r);
    match name {
        "consent.set" => with(
            answered(r, &["refused", "withdrawn", "not_asked"]),
            json!({
                "participants": [world.one("participant", r)], "version": word(r),
                "given_on": day(r), "route": word(r), "witness": word(r), "wave": world.wave(r),
            }),
        ),
        "consent.default" => with(
            answered(r, &["refused", "not_asked"]),
            json!({ "version": word(r), "note": word(r) }),
        ),
        "wave.add" => json!({ "name": word(r), "begins_on": day(r), "note": word(r) }),
        "wave.set" => json!({
            "wave": wave, "name": maybe_word(r), "begins_on": day(r), "note": maybe_word(r),
        }),
        "wave.remove" => json!({ "wave": wave }),
        "policy.set" => json!({
            "controller": maybe_word(r), "contact": maybe_word(r), "lawful_basis": maybe_word(r),
            "lock_on": day(r), "deposited_on": day(r), "repository": maybe_word(r),
        }),
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}

/// Arguments for what stands or erases.
pub(crate) fn lasting(name: &str, world: &World, r: &mut Random) -> Json {
    match name {
        "output.note" => json!({
            "kind": choice(r, &["report", "export"]), "format": word(r), "file_name": word(r),
            "purpose": choice(r, &["quotation", "analysis", "archive_open"]),
            "level": choice(r, &["raw", "direct", "public"]), "sources": world.some("source", r),
        }),
        "duty.done" => json!({ "duty": world.one("duty", r), "done_on": day(r) }),
        "key.seal" | "key.unseal" | "key.change" | "key.destroy" => json!({}),
        "withdrawal.carry_out" => json!({
            "participant": world.one("participant", r), "data_types": several(r, TYPES),
            "scope": choice(r, &["stop_new", "types", "all", "all"]),
            "shared": choice(r, &["turns", "whole"]), "asked_on": day(r), "route": word(r),
        }),
        "erasure.source" => {
            json!({ "sources": [world.one("source", r)], "asked_on": day(r), "route": word(r) })
        }
        "erasure.passage" => {
            json!({ "passage": world.one("passage", r), "keep_recording": r.chance(50) })
        }
        "erasure.forget_raw" | "erasure.recordings" => {
            json!({ "sources": world.some("source", r) })
        }
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}

/// Arguments for what is kept how long.
pub(crate) fn retention(name: &str, r: &mut Random) -> Json {
    const CLASSES: &[&str] = &["contacts", "key", "recordings", "consent_forms", "outputs"];
    let class = choice(r, CLASSES);
    match name {
        "retention.begin" => json!({}),
        "retention.set" => json!({
            "class": class, "period": maybe_word(r), "review_on": day(r),
            "action": choice(r, &["review", "archive", "delete"]),
        }),
        "retention.hold" | "retention.release" => json!({ "class": class, "reason": word(r) }),
        "retention.done" => {
            json!({ "class": class, "note": word(r), "done_on": day(r), "next_review_on": day(r) })
        }
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}

/// Arguments for what stands in place of names.
pub(crate) fn pseudonyms(name: &str, world: &World, r: &mut Random) -> Json {
    let level = choice(r, &["direct", "indirect", "public", "raw"]);
    match name {
        "pseudonym.add" => json!({
            "names": [word(r), word(r)], "parts": r.chance(30), "replacement": maybe_word(r),
            "level": level, "participant": world.maybe("participant", r),
        }),
        "pseudonym.set" => json!({
            "pseudonym": world.one("pseudonym", r), "alone": r.chance(50), "level": level,
            "replacement": maybe_word(r), "participant": world.maybe("participant", r),
            "nobody": r.chance(20), "kind": choice(r, &["person", "place", "not_a_name"]),
        }),
        "pseudonym.remove" => json!({
            "pseudonym": world.one("pseudonym", r), "spellings": r.chance(30),
        }),
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}

/// Arguments for decisions about what points to people.
pub(crate) fn redactions(name: &str, world: &World, r: &mut Random) -> Json {
    let level = choice(r, &["direct", "indirect", "public", "raw"]);
    match name {
        "redaction.apply" => {
            let count = 1 + r.below(2);
            let places: Vec<Json> = (0..count)
                .map(|_| {
                    let mut place = stretch(world, r);
                    place["level"] = level.clone();
                    place["replacement"] = json!(word(r));
                    place
                })
                .collect();
            json!({ "places": places, "everywhere": r.chance(30) })
        }
        "redaction.refuse" => json!({ "places": [stretch(world, r)], "everywhere": r.chance(30) }),
        "redaction.set" => json!({
            "redaction": world.one("redaction", r), "level": level, "replacement": maybe_word(r),
        }),
        "redaction.remove" => json!({ "redaction": world.one("redaction", r) }),
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}

/// A stretch of a text.
fn stretch(world: &World, r: &mut Random) -> Json {
    let (source, revision) = *r.pick(&world.texts).unwrap_or(&(Id::new(1), Id::new(1)));
    let start = r.below(120);
    let rule = choice(r, &["by_hand", "given_name", "phone", "age"]);
    json!({
        "source": source, "revision": revision, "start": start, "end": start + 1 + r.below(12),
        "rule": rule,
    })
}
