//! Arguments for the operations of care: consent, waves, policy, outputs, the key and erasures.

use serde_json::{Value as Json, json};
use trefoil_testkit::Random;

use crate::makers::{World, choice, day, maybe_word, word};

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

/// An answer; most are a yes, or soon nobody could do anything any more.
fn answer(random: &mut Random, others: &[&str]) -> Json {
    if random.chance(75) { json!("given") } else { choice(random, others) }
}

/// Arguments for consent, waves and the policy.
pub(crate) fn consent(name: &str, world: &World, r: &mut Random) -> Json {
    let wave = world.one("wave", r);
    match name {
        "consent.set" => json!({
            "participants": [world.one("participant", r)], "data_types": several(r, TYPES),
            "purposes": several(r, USES), "answer": answer(r, &["refused", "withdrawn", "not_asked"]),
            "version": word(r), "given_on": day(r), "route": word(r), "witness": word(r),
            "wave": world.wave(r),
        }),
        "consent.default" => json!({
            "data_types": several(r, TYPES), "purposes": several(r, USES),
            "answer": answer(r, &["refused", "not_asked"]), "version": word(r), "note": word(r),
        }),
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
