//! Participants, asked as a browser asks.

use axum::http::StatusCode;
use trefoil_core::corpus::participant;
use trefoil_core::corpus::source::SourceAdd;

use crate::testing::TestPages;

fn add(pages: &TestPages, name: &str, started: &str) -> String {
    let fields = [("name", name), ("started_on", started), ("note", ""), ("_back", "/")];
    assert_eq!(pages.post("do/participant.add", &fields).status, StatusCode::SEE_OTHER);
    let people = pages.study.study().read(participant::list).unwrap();
    people.iter().find(|one| one.name == name).unwrap().id.to_string()
}

#[test]
fn people_are_added_listed_and_shown() {
    let pages = TestPages::new();
    let words = pages.page("participants").words();
    assert!(
        words.contains("Nobody yet") && words.contains("never asks for a real name"),
        "{words}"
    );
    let p1 = add(&pages, "P1", "2025-09-01");
    assert!(pages.page("participants").words().contains("1 September 2025"));
    let words = pages.page(&format!("participants/{p1}")).words();
    assert!(words.contains("Nothing came from P1 yet"), "{words}");
}

#[test]
fn what_came_from_somebody_is_drawn_and_listed() {
    let pages = TestPages::new();
    let p1 = add(&pages, "P1", "2025-09-01");
    let source = SourceAdd {
        name: "Hello in the kitchen".into(),
        stream: "voice_note".into(),
        date: Some("2025-09-17".into()),
        participants: vec![p1.parse().unwrap()],
        text: Some("words".into()),
        duration_ms: Some(84_000),
        ..SourceAdd::default()
    };
    pages.study.session().perform(source).unwrap();
    let told = pages.page(&format!("participants/{p1}"));
    assert!(told.body.contains("fig-voice"), "{}", told.body);
    let words = told.words();
    assert!(
        words.contains("Hello in the kitchen Voice note 17 September 2025 2 1:24 0"),
        "{words}"
    );
    assert!(words.contains("P1 is named in 1 source and cannot be removed"), "{words}");
}

#[test]
fn somebody_is_changed_and_removed() {
    let pages = TestPages::new();
    let p1 = add(&pages, "P1", "");
    let path = format!("participants/{p1}");
    let back = pages.path(&path);
    let fields = [
        ("participant", p1.as_str()),
        ("name", "Robin"),
        ("started_on", "2025-09-01"),
        ("ended_on", "2025-12-01"),
        ("note", "Works at the front desk."),
        ("_back", &back),
    ];
    assert_eq!(pages.post("do/participant.set", &fields).location(), back);
    let words = pages.page(&path).words();
    assert!(words.contains("Started 1 September 2025, ended 1 December 2025"), "{words}");
    assert!(words.contains("Works at the front desk."), "{words}");
    let list = pages.path("participants");
    pages.post("do/participant.remove", &[("participant", &p1), ("_back", &list)]);
    assert!(pages.page("participants").words().contains("Nobody yet"));
    assert_eq!(pages.get(&path).status, StatusCode::NOT_FOUND);
}

#[test]
fn two_people_do_not_share_a_pseudonym() {
    let pages = TestPages::new();
    add(&pages, "P1", "");
    let told = pages.post("do/participant.add", &[("name", "P1")]);
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.words().contains("already a participant called P1"), "{}", told.words());
}
