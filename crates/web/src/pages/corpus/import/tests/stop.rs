//! Imports that are left, wait for their turn or are stopped.

use std::time::Duration;

use axum::http::StatusCode;

use super::{begin, fields, files, settled, sources, with};
use crate::testing::TestPages;

#[test]
fn an_import_that_waits_can_be_left_and_one_that_runs_not() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("a.txt", "Words")]));
    let left = pages.post(&format!("{path}/abandon"), &[]);
    assert_eq!(left.location(), pages.path("corpus/import"));
    let gone = pages.get(&path);
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(gone.words().contains("This import is no longer here."), "{}", gone.words());
    assert!(pages.page("corpus/import").words().contains("nothing of it was stored"));
}

#[test]
fn one_import_stores_at_a_time_and_whoever_waits_can_stop() {
    let pages = TestPages::new();
    let open = pages.app.find(&pages.key).unwrap();
    let path = begin(&pages, &files(&[("a.txt", "Words")]));
    let turn = crate::state::lock(&open.imports.turn);
    let before = fields(&pages.page(&path).body);
    pages.post(&format!("{path}/items"), &with(&before, &[("_do", "run")]));
    let words = pages.page(&path).words();
    assert!(words.contains("Only one import stores at a time."), "{words}");
    let twice = pages.post(&format!("{path}/items"), &with(&before, &[("_do", "run")]));
    assert_eq!(twice.status, StatusCode::CONFLICT);
    let left = pages.post(&format!("{path}/abandon"), &[]);
    assert_eq!(left.status, StatusCode::CONFLICT);
    pages.post(&format!("{path}/stop"), &[]);
    let words = settled(&pages, &path).words();
    assert!(
        words.contains("Stopped") && words.contains("Nothing had been stored by then."),
        "{words}"
    );
    drop(turn);
    assert!(sources(&pages).is_empty());
}

#[test]
fn what_was_stored_before_a_stop_stays_as_one_act() {
    let pages = TestPages::new();
    let texts: Vec<(String, String)> = (0..400)
        .map(|number| (format!("{number}.txt"), format!("Words number {number}")))
        .collect();
    let named: Vec<(&str, &str)> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let path = begin(&pages, &files(&named));
    assert!(pages.page(&path).words().contains("Page 1 of 4"));
    let before = fields(&pages.page(&path).body);
    pages.post(&format!("{path}/items"), &with(&before, &[("_do", "run")]));
    while sources(&pages).len() < 3 {
        std::thread::sleep(Duration::from_millis(2));
    }
    pages.post(&format!("{path}/stop"), &[]);
    let words = settled(&pages, &path).words();
    let stored = sources(&pages).len();
    assert!((3..400).contains(&stored), "{stored} were stored");
    assert!(words.contains("Stopped") && words.contains("stays in the corpus"), "{words}");
    assert!(words.contains("were not reached"), "{words}");
    pages.post("undo", &[]);
    assert!(sources(&pages).is_empty(), "one undo takes all of it back");
}
