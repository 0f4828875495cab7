//! From the fields of a form to the arguments of an operation, by its schema.
//!
//! Every field is text; the schema says what it stands for. An empty field that stands for an id,
//! a number, one of several words or one of a list is left out; other empty text stays, because it
//! takes words away. Names that begin with an underscore are the form's own. [`fits`] is what tests
//! ask of every form on every page.

use serde_json::{Map, Value};
use trefoil_core::error::{Error, Result};

type Fields = [(String, String)];

/// What a field stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Words.
    Text,
    /// An id, a date or one of several words: empty means absent.
    Choice,
    /// A whole number.
    Number,
    /// A number that may have a fraction.
    Fraction,
    /// Yes or no.
    Flag,
    /// Several of these.
    List,
    /// JSON.
    Structure,
}

/// The arguments that the fields of a form give.
///
/// Errors: a number that is none, a structure that is not JSON.
pub(crate) fn arguments(schema: &Value, fields: &Fields) -> Result<Value> {
    let mut arguments = Map::new();
    for (name, text) in fields.iter().filter(|(name, _)| !name.starts_with('_')) {
        let property = &schema["properties"][name.as_str()];
        if kind(schema, property) == Kind::List {
            let items = resolve(schema, &property["items"]);
            let list = arguments.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()));
            // A field that was left open beside others says nothing.
            if text.trim().is_empty() {
                continue;
            }
            if let (Some(value), Value::Array(list)) = (value(schema, items, name, text)?, list) {
                list.push(value);
            }
        } else if let Some(value) = value(schema, property, name, text)? {
            arguments.insert(name.clone(), value);
        }
    }
    Ok(Value::Object(arguments))
}

fn value(schema: &Value, property: &Value, name: &str, text: &str) -> Result<Option<Value>> {
    let wrong = |what: &str| Error::invalid(format!("“{text}” is not {what} (in “{name}”)."));
    let trimmed = text.trim();
    Ok(match kind(schema, property) {
        Kind::Text => Some(Value::String(text.replace("\r\n", "\n"))),
        Kind::Flag => Some(Value::Bool(matches!(trimmed, "on" | "true" | "yes" | "1"))),
        _ if trimmed.is_empty() => None,
        Kind::Choice | Kind::List => Some(Value::String(trimmed.to_owned())),
        Kind::Number => Some(trimmed.parse::<i64>().map_err(|_| wrong("a whole number"))?.into()),
        Kind::Fraction => Some(trimmed.parse::<f64>().map_err(|_| wrong("a number"))?.into()),
        Kind::Structure => Some(serde_json::from_str(trimmed).map_err(|_| wrong("JSON"))?),
    })
}

fn kind(schema: &Value, property: &Value) -> Kind {
    let property = resolve(schema, property);
    if property.get("enum").is_some() || property.get("oneOf").is_some() {
        return Kind::Choice;
    }
    if let Some(any) = property["anyOf"].as_array() {
        let real = any.iter().find(|one| one["type"] != "null");
        return real.map_or(Kind::Text, |one| kind(schema, one));
    }
    let is = |word: &str| match &property["type"] {
        Value::String(one) => one == word,
        Value::Array(several) => several.iter().any(|one| one == word),
        _ => false,
    };
    if is("array") {
        Kind::List
    } else if is("boolean") {
        Kind::Flag
    } else if is("integer") {
        Kind::Number
    } else if is("number") {
        Kind::Fraction
    } else if is("object") {
        Kind::Structure
    } else if property["format"] == "uuid" {
        Kind::Choice
    } else {
        Kind::Text
    }
}

fn resolve<'s>(schema: &'s Value, property: &'s Value) -> &'s Value {
    match property["$ref"].as_str().and_then(|name| name.strip_prefix('#')) {
        Some(pointer) => schema.pointer(pointer).unwrap_or(property),
        None => property,
    }
}

/// What keeps a form with these names from being an operation's: unknown names, missing ones.
#[cfg(test)]
pub(crate) fn misfits(schema: &Value, names: &[String]) -> Vec<String> {
    let unknown = names
        .iter()
        .filter(|name| !name.starts_with('_') && schema["properties"].get(name.as_str()).is_none())
        .map(|name| format!("no field {name}"));
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let missing = required
        .iter()
        .filter_map(Value::as_str)
        .filter(|name| !names.iter().any(|one| one == name))
        .map(|name| format!("{name} is missing"));
    unknown.chain(missing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use trefoil_core::study::operations;

    fn from(operation: &str, fields: &[(&str, &str)]) -> Value {
        let schema = operations::by_name(operation).expect("is an operation").schema();
        let fields: Vec<_> =
            fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        arguments(&schema, &fields).expect("the fields fit")
    }

    #[test]
    fn an_empty_choice_is_left_out_and_empty_words_stay() {
        let made = from("code.set", &[("code", "x"), ("definition", ""), ("_back", "/")]);
        assert_eq!(made, serde_json::json!({ "code": "x", "definition": "" }));
        let made = from("code.move", &[("code", "x"), ("parent", "")]);
        assert_eq!(made, serde_json::json!({ "code": "x" }));
    }

    #[test]
    fn numbers_lists_and_flags_become_what_they_stand_for() {
        let made =
            from("coding.add", &[("start", "4"), ("codes", "a"), ("codes", "b"), ("end", "")]);
        assert_eq!(made, serde_json::json!({ "start": 4, "codes": ["a", "b"] }));
        let made = from("pseudonym.add", &[("names", "Marisa"), ("names", ""), ("names", " ")]);
        assert_eq!(made, serde_json::json!({ "names": ["Marisa"] }));
        let made = from("theme.quote", &[("quoted", "on")]);
        assert_eq!(made, serde_json::json!({ "quoted": true }));
        let made = from("condition.mark", &[("state", "in_place"), ("reason", "a\r\nb")]);
        assert_eq!(made, serde_json::json!({ "state": "in_place", "reason": "a\nb" }));
    }

    #[test]
    fn a_number_that_is_none_is_named() {
        let schema = operations::by_name("coding.add").unwrap().schema();
        let error = arguments(&schema, &[("start".into(), "four".into())]).unwrap_err();
        assert!(error.to_string().contains("“four” is not a whole number"), "{error}");
    }

    #[test]
    fn a_form_that_does_not_fit_is_told() {
        let schema = operations::by_name("theme.place").unwrap().schema();
        let names = ["theme".to_owned(), "areas".to_owned(), "_back".to_owned()];
        assert_eq!(misfits(&schema, &names), ["no field areas", "area is missing"]);
    }
}
