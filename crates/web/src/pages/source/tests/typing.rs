//! Typing to a recording: what is kept, finished and thrown away, also from two windows.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{media, said};
use crate::testing::TestPages;

#[test]
fn what_is_typed_is_kept_shown_again_and_finished() {
    let pages = TestPages::new();
    let id = media(&pages, "audio/ogg", Some(60_000));
    let path = format!("sources/{id}/typing");
    assert!(pages.page(&path).words().contains("Who speaks"));
    let lines = json!([
        { "begin_ms": 0, "speaker": "P1", "text": "The kettle hums." },
        { "begin_ms": 5_000, "speaker": "", "text": "It stops." },
    ]);
    let kept = pages.post_json(&path, &json!({ "lines": lines }));
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
    assert!(pages.page(&path).body.contains("The kettle hums."));
    let words = pages.page(&format!("sources/{id}")).words();
    assert!(words.contains("Go on typing, 2 paragraphs so far"), "{words}");
    let told = pages.post(&format!("{path}/finish"), &[("lines", &lines.to_string())]);
    assert_eq!(told.location(), pages.path(&format!("sources/{id}")), "{}", told.words());
    let words = pages.page(&format!("sources/{id}")).words();
    assert!(words.contains("typed by a person") && words.contains("P1 0:00 The kettle"), "{words}");
    assert_eq!(pages.get(&path).location(), pages.path(&format!("sources/{id}")));
}

#[test]
fn what_was_typed_is_thrown_away_when_that_is_said() {
    let pages = TestPages::new();
    let id = media(&pages, "audio/ogg", Some(60_000));
    let path = format!("sources/{id}/typing");
    let lines = json!({ "lines": [{ "begin_ms": 0, "text": "The kettle hums." }] });
    pages.post_json(&path, &lines);
    pages.post(&format!("{path}/forget"), &[]);
    assert!(!pages.page(&path).body.contains("The kettle hums."));
    let told = pages.post(&format!("{path}/finish"), &[("lines", "[]")]);
    assert!(told.words().contains("Nothing was typed yet"), "{}", told.words());
}

#[test]
fn two_windows_that_type_the_same_recording_do_not_overwrite_each_other() {
    let pages = TestPages::new();
    let id = media(&pages, "audio/ogg", Some(60_000));
    let keep = |text: &str, known: Value| {
        let lines = json!([{ "begin_ms": 0, "speaker": "P1", "text": text }]);
        let kept = json!({ "lines": lines, "known": known });
        pages.post_json(&format!("sources/{id}/typing"), &kept)
    };
    let first = said(&keep("One", Value::Null).body)["known"].clone();
    assert!(first.is_i64(), "{first}");
    let page = pages.page(&format!("sources/{id}/typing")).body;
    assert!(page.contains(&format!("\"known\":{first}")), "{page}");
    assert_eq!(keep("One more", first.clone()).status, StatusCode::OK);
    let stale = keep("Other", first.clone());
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let told = said(&stale.body)["error"].to_string();
    assert!(told.contains("in another window"), "{told}");
    let lines = r#"[{"begin_ms":0,"speaker":"P1","text":"Other"}]"#;
    let fields = [("lines", lines), ("known", &first.to_string())];
    let finish = pages.post(&format!("sources/{id}/typing/finish"), &fields);
    assert_eq!(finish.status, StatusCode::CONFLICT, "{}", finish.words());
    assert!(pages.page(&format!("sources/{id}/typing")).body.contains("One more"));
}
