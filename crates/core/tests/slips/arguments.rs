//! Arguments for any operation, made from its JSON schema and the ids of closed things.

use serde_json::{Map, Value as Json, json};
use trefoil_core::id::Id;
use trefoil_testkit::Random;

use trefoil_testkit::closed::ClosedStudy as World;

/// Arguments that fit the schema of an operation.
pub(crate) fn make(world: &World, operation: &str, schema: &Json, random: &mut Random) -> Json {
    let noun = operation.split('.').next().unwrap_or_default();
    let maker = Maker { world, schema, noun };
    maker.value(schema, noun, random)
}

struct Maker<'t> {
    world: &'t World,
    schema: &'t Json,
    noun: &'t str,
}

impl Maker<'_> {
    /// A value that fits; `name` is the property it is for.
    fn value(&self, schema: &Json, name: &str, random: &mut Random) -> Json {
        if let Some(path) = schema["$ref"].as_str() {
            let definition = path.trim_start_matches('#');
            return self.value(
                self.schema.pointer(definition).unwrap_or(&Json::Null),
                name,
                random,
            );
        }
        for one_of in ["anyOf", "oneOf", "allOf"] {
            if let Some(choices) = schema[one_of].as_array() {
                let nothing = |one: &&Json| one["type"] != "null";
                let something: Vec<&Json> = choices.iter().filter(nothing).collect();
                if something.len() < choices.len() && random.chance(30) {
                    return Json::Null;
                }
                let chosen = random.pick(&something).copied().unwrap_or(&Json::Null);
                return self.value(chosen, name, random);
            }
        }
        if !schema["const"].is_null() {
            return schema["const"].clone();
        }
        if let Some(words) = schema["enum"].as_array() {
            return random.pick(words).cloned().unwrap_or_default();
        }
        self.of_type(schema, name, random)
    }

    fn of_type(&self, schema: &Json, name: &str, random: &mut Random) -> Json {
        let mut kind = schema["type"].as_str();
        if let Some(kinds) = schema["type"].as_array() {
            if random.chance(30) {
                return Json::Null;
            }
            kind = kinds.iter().filter_map(Json::as_str).find(|kind| *kind != "null");
        }
        match kind {
            Some("object") => self.object(schema, random),
            Some("array") => {
                let count = 1 + random.below(2);
                (0..count).map(|_| self.value(&schema["items"], name, random)).collect()
            }
            Some("boolean") => json!(random.chance(50)),
            Some("integer" | "number") if name == "end" => json!(12 + random.below(20)),
            Some("integer" | "number") => json!(random.below(12)),
            Some("string") if schema["format"] == "uuid" => json!(self.id(name, random)),
            Some("string") => json!(text(name, random)),
            _ => json!({}),
        }
    }

    fn object(&self, schema: &Json, random: &mut Random) -> Json {
        let mut object = Map::new();
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let needed = required.iter().any(|one| one == name.as_str());
            if needed || random.chance(65) {
                object.insert(name.clone(), self.value(property, name, random));
            }
        }
        Json::Object(object)
    }

    /// Something closed of the noun that a property is about; sometimes anything closed.
    fn id(&self, name: &str, random: &mut Random) -> Id {
        let singular = name.strip_suffix('s').unwrap_or(name);
        let noun = match name {
            "into" | "before" | "parent" => self.noun,
            "needs" => "condition",
            "guidance" => "condition_guidance",
            "set" => "source_set",
            "on" => *random.pick(&["source", "passage", "coding", "memo"]).expect("there are some"),
            _ if self.world.ids.contains_key(name) => name,
            _ => singular,
        };
        let any: Vec<Id> = self.world.ids.values().flatten().copied().collect();
        let of_noun = self.world.ids.get(noun).filter(|ids| !ids.is_empty());
        let pool = if random.chance(5) { &any } else { of_noun.unwrap_or(&any) };
        *random.pick(pool).expect("the study is not empty")
    }
}

/// Words that stand in no closed text, and dates where a date is wanted.
fn text(name: &str, random: &mut Random) -> String {
    let words: &[&str] = match name {
        _ if name.ends_with("_on") || name == "date" => &["2026-02-01", "2025-09-01"],
        "colour" => &["#aa00ff"],
        "value" => &["12", "2026-02-01", "yes", "Something else"],
        "pattern" => &["{participant}", "{week}_{stream}"],
        "stream" => &["interview", "voice_note", "field_note"],
        "field" => &["title", "description", "creator"],
        "section" => &["summary", "findings", "limits"],
        "template" => &["ten_conditions"],
        _ => &["Something else", "", "kettle", "the", "somebody"],
    };
    let word = random.pick(words).expect("there are words");
    if random.chance(30) && *word == "Something else" {
        return format!("{word} {}", random.below(1000));
    }
    (*word).to_owned()
}
