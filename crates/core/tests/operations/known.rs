//! Arguments for attributes with their values, sets, expectations and rules for names, and what
//! comes with a new text.

use serde_json::{Value as Json, json};
use trefoil_testkit::Random;

use super::makers::{choice, maybe_word, word};
use super::world::World;

const KINDS: &[&str] = &["text", "text", "number", "date", "yes_no"];

/// A value that fits some kind; now and then none.
fn value(r: &mut Random) -> Json {
    match r.below(6) {
        0 => Json::Null,
        1 => json!(word(r)),
        2 => json!(format!("{}.50", r.below(100))),
        3 => json!(format!("2026-0{}-1{}", 1 + r.below(9), r.below(10))),
        _ => choice(r, &["yes", "No", "12", " 7 "]),
    }
}

/// A value of a participant or a source, mostly of what the attribute is of.
fn one_value(world: &World, r: &mut Random) -> Json {
    let Some((attribute, noun)) = world.attribute(r) else {
        return json!({ "attribute": world.one("attribute", r), "value": value(r) });
    };
    let noun = if r.chance(95) { noun } else { "source".to_owned() };
    let mut arguments = json!({ "attribute": attribute, "value": value(r) });
    arguments[&noun] = world.one(if noun == "source" { "source" } else { "participant" }, r);
    arguments
}

pub(crate) fn arguments(name: &str, world: &World, r: &mut Random) -> Json {
    let attribute = world.one("attribute", r);
    match name {
        "attribute.add" => json!({
            "noun": choice(r, &["participant", "source"]), "name": word(r),
            "kind": choice(r, KINDS), "note": word(r),
        }),
        "attribute.set" => {
            let kind = if r.chance(40) { Json::Null } else { choice(r, KINDS) };
            json!({
                "attribute": attribute, "name": maybe_word(r), "note": maybe_word(r), "kind": kind,
            })
        }
        "attribute.move" => json!({ "attribute": attribute, "to": r.below(5) }),
        "attribute.remove" => json!({ "attribute": attribute }),
        "attribute.value" => one_value(world, r),
        "attribute.values" => {
            let count = r.below(4);
            let values: Vec<Json> = (0..count).map(|_| one_value(world, r)).collect();
            json!({ "values": values })
        }
        "set.add" => {
            json!({ "name": word(r), "note": word(r), "sources": world.some("source", r) })
        }
        "set.set" => json!({
            "set": world.one("source_set", r), "name": maybe_word(r), "note": maybe_word(r),
        }),
        "set.put" => {
            json!({ "set": world.one("source_set", r), "sources": world.some("source", r) })
        }
        "set.take" => match world.member(r) {
            Some((set, source)) if r.chance(80) => json!({ "set": set, "sources": [source] }),
            _ => json!({ "set": world.one("source_set", r), "sources": world.some("source", r) }),
        },
        "set.remove" => json!({ "set": world.one("source_set", r) }),
        _ => expected(name, world, r),
    }
}

fn expected(name: &str, world: &World, r: &mut Random) -> Json {
    let expectation = world.one("expectation", r);
    let first = r.below(12);
    match name {
        "expectation.add" => json!({
            "stream": choice(r, &["interview", "voice note", "diary"]),
            "participant": world.maybe("participant", r), "first_week": first,
            "last_week": first + r.below(6), "count": r.below(4),
        }),
        "expectation.set" => json!({
            "expectation": expectation, "everybody": r.chance(20),
            "participant": world.maybe("participant", r),
            "first_week": if r.chance(50) { Json::Null } else { json!(first) },
            "count": 1 + r.below(3),
        }),
        "expectation.remove" => json!({ "expectation": expectation }),
        "field_note.write" => json!({
            "source": if r.chance(60) { Json::Null } else { world.one("source", r) },
            "note": {
                "is_jottings": r.chance(50), "description": word(r), "speech": word(r),
                "when": choice(r, &["", "soon", "2026-03-18"]),
            },
        }),
        "name_rule.add" => {
            let part = choice(r, &["{stream}", "{participant}", "{week}", ""]);
            json!({ "pattern": format!("{}{}", part.as_str().unwrap_or_default(), r.below(30)) })
        }
        "name_rule.move" => {
            json!({ "name_rule": world.one("name_rule", r), "to": r.below(4) })
        }
        "name_rule.remove" => json!({ "name_rule": world.one("name_rule", r) }),
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}

/// Pages and headings of a text.
pub(crate) fn landmarks(r: &mut Random) -> Json {
    if r.chance(50) {
        return json!([]);
    }
    json!([
        { "kind": "page", "label": "1", "start": 0, "end": 60 },
        { "kind": choice(r, &["heading", "heading", "chapter"]), "level": 1 + r.below(3),
          "start": 17, "end": 40 + r.below(30) },
    ])
}

/// What others wrote beside a text.
pub(crate) fn comments(r: &mut Random) -> Json {
    if r.chance(60) {
        return json!([]);
    }
    json!([
        { "start": 17, "end": 30 + r.below(20), "title": word(r), "text": "Is this so?" },
        { "start": 0, "end": 0, "text": "About all of it" },
    ])
}
