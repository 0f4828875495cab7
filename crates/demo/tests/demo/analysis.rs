//! The analysis as the tests need it: which code is whose.

use serde_json::Value as Json;

/// The whole of it, as it lies beside the scripts.
pub(crate) fn whole() -> Json {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/study/analysis.json");
    let text = std::fs::read_to_string(path).expect("the analysis is there");
    serde_json::from_str(&text).expect("the analysis is JSON")
}

/// The words of a field of an object.
pub(crate) fn word(object: &Json, field: &str) -> String {
    object[field].as_str().unwrap_or_else(|| unreachable!("{field} of {object}")).to_owned()
}

/// The label of the theme to which each slug belongs.
pub(crate) fn theme_of(analysis: &Json, slug: &str) -> String {
    let themes = analysis["themes"].as_array().expect("themes");
    let holds =
        |theme: &&Json| theme["slugs"].as_array().is_some_and(|all| all.contains(&slug.into()));
    let own: Vec<&Json> = themes.iter().filter(holds).collect();
    let [theme] = own[..] else { unreachable!("“{slug}” belongs to {} themes", own.len()) };
    word(theme, "id")
}
