//! Field notes, written as a browser writes them.

use axum::http::StatusCode;
use trefoil_core::corpus::source;

use crate::testing::TestPages;

const JOTTED: &[(&str, &str)] = &[
    ("state", "jottings"),
    ("when", "2026-03-18T09:30"),
    ("place", "community centre"),
    ("activity", "drop-in"),
    ("present", "team lead\r\ntwo visitors"),
    ("description", "Rain; nobody came until ten."),
];

#[test]
fn a_note_is_jotted_down_and_written_out() {
    let pages = TestPages::new();
    assert!(pages.get("field-notes/new").body.contains("Do not write down"));
    let answer = pages.post("field-notes", JOTTED);
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let study = pages.study.study();
    let listed = study.read(source::list).unwrap();
    let [one] = listed.as_slice() else { panic!("one source") };
    assert_eq!((one.source.name.as_str(), one.source.stream.as_str()), ("drop-in", "field_note"));
    assert_eq!(one.source.date.as_deref(), Some("2026-03-18T09:30:00"));
    let id = one.source.id;
    let form = pages.get(&format!("sources/{id}/field-note")).body;
    assert!(
        form.contains("team lead\ntwo visitors") && form.contains("2026-03-18T09:30"),
        "{form}"
    );
    assert!(pages.get(&format!("sources/{id}")).body.contains("Write it out"));
    let more = [
        ("source", id.to_string()),
        ("revision", "1".into()),
        ("reflections", "Long wait.".into()),
    ];
    let fields: Vec<(&str, &str)> = JOTTED
        .iter()
        .copied()
        .filter(|(name, _)| *name != "state")
        .chain(more.iter().map(|(name, value)| (*name, value.as_str())))
        .chain([("state", "full")])
        .collect();
    assert_eq!(pages.post("field-notes", &fields).status, StatusCode::SEE_OTHER);
    let text = study.read(move |reader| source::text(reader, id)).unwrap().unwrap();
    assert_eq!(text.number, 2);
    assert!(text.text.contains("field note: full") && text.text.contains("Long wait."));
    // A form that was opened before somebody wrote on is refused, with what was typed.
    let late = pages.post("field-notes", &fields);
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("someone else") && late.body.contains("Long wait."));
}

#[test]
fn an_empty_note_is_not_kept() {
    let pages = TestPages::new();
    let answer = pages.post("field-notes", &[("state", "jottings"), ("place", "a hall")]);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Nothing is written") && answer.body.contains("a hall"));
    assert!(pages.study.study().read(source::list).unwrap().is_empty());
}
