//! The reading room, asked as a browser does.

use axum::http::StatusCode;
use serde_json::{Value, json};
use trefoil_core::codebook::CodeAdd;
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::transcript::NewSegment;

use crate::testing::TestPages;

const TEXT: &str = "So 😀 I was the tea person.\nNobody asked.\n";

fn source(pages: &TestPages) -> Id {
    let person = ParticipantAdd {
        name: "P1".into(),
        note: String::new(),
        started_on: Some("2026-01-05".into()),
    };
    let participant = pages.study.session().perform(person).expect("a participant").outcome;
    let segment = |start, end, begin_ms, end_ms| NewSegment {
        start,
        end,
        speaker: Some("P1".into()),
        begin_ms: Some(begin_ms),
        end_ms: Some(end_ms),
    };
    let add = SourceAdd {
        name: "P1 voice note".into(),
        stream: "voice_note".into(),
        date: Some("2026-01-14T18:47".into()),
        participants: vec![participant],
        text: Some(TEXT.into()),
        segments: vec![segment(0, 26, 0, 2600), segment(27, 40, 3000, 4300)],
        format: "text".into(),
        ..SourceAdd::default()
    };
    pages.study.session().perform(add).expect("a source").outcome
}

fn said(told: &str) -> Value {
    serde_json::from_str(told).expect("JSON")
}

#[test]
fn the_room_of_a_study_without_sources_says_how_to_begin() {
    let pages = TestPages::new();
    assert!(pages.page("reading-room").words().contains("Nothing to read yet"));
}

#[test]
fn the_page_holds_the_text_as_it_is_and_says_whose_it_is() {
    let pages = TestPages::new();
    let id = source(&pages);
    let told = pages.page(&format!("sources/{id}"));
    let html = scraper::Html::parse_document(&told.body);
    let blocks = scraper::Selector::parse(".segment__text").expect("a selector");
    let text: String = html.select(&blocks).flat_map(|block| block.text()).collect();
    assert_eq!(text, TEXT);
    let words = told.words();
    assert!(words.contains("P1, week 1") && words.contains("14 January 2026, 18:47"), "{words}");
    assert_eq!(pages.get("reading-room").location(), pages.path(&format!("sources/{id}")));
}

#[test]
fn a_new_code_and_its_coding_are_one_act() {
    let pages = TestPages::new();
    let id = source(&pages);
    let before = pages.study.dump();
    let new = json!({ "revision": 1, "start": 5, "end": 25, "new_code": { "name": "Which hat" } });
    let told = pages.post_json(&format!("sources/{id}/coding"), &new);
    assert_eq!(told.status, StatusCode::OK, "{}", told.body);
    let painted = &said(&told.body)["painted"];
    assert_eq!(painted["passages"][0]["codings"][0]["name"], "Which hat");
    assert_eq!(painted["passages"][0]["codings"][0]["mine"], true);
    // Code points: the emoji is one.
    assert_eq!(painted["passages"][0]["start"], 5);
    assert_eq!(painted["passages"][0]["heard"], json!([500, 2500]));
    let text: String = pages
        .study
        .study()
        .read(move |reader| Ok(trefoil_core::coding::of_source(reader, id)?[0].text.clone()))
        .expect("it reads");
    assert_eq!(text, "I was the tea person");
    pages.post("undo", &[]);
    assert_eq!(pages.study.dump(), before);
}

#[test]
fn words_of_an_older_wording_are_not_coded() {
    let pages = TestPages::new();
    let id = source(&pages);
    let fields = [("source", id.to_string()), ("text", TEXT.replace("tea", "coffee"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(pages.post("do/source.correct", &fields).status, StatusCode::SEE_OTHER);
    let new = json!({ "revision": 1, "start": 5, "end": 25, "codes": [] });
    let told = pages.post_json(&format!("sources/{id}/coding"), &new);
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.body.contains("was corrected since"), "{}", told.body);
    let told = pages.get(&format!("sources/{id}/coding"));
    assert_eq!(said(&told.body)["revision"], 2);
    assert_eq!(said(&told.body)["passages"], json!([]));
}

#[test]
fn a_span_outside_the_text_is_refused_in_words() {
    let pages = TestPages::new();
    let id = source(&pages);
    for (start, end) in [(5, 5000), (9, 9), (-1, 3), (20, 10)] {
        let new = json!({ "revision": 1, "start": start, "end": end, "codes": [] });
        let told = pages.post_json(&format!("sources/{id}/coding"), &new);
        assert!(told.status.is_client_error(), "{start}..{end}: {}", told.body);
        assert!(!said(&told.body)["error"].as_str().unwrap_or_default().is_empty());
    }
}

#[test]
fn a_family_counts_what_lies_beneath_it() {
    let pages = TestPages::new();
    let id = source(&pages);
    let ada = pages.study.session();
    let role = CodeAdd { name: "The role".into(), ..CodeAdd::default() };
    let role = ada.perform(role).expect("a code").outcome;
    let hat = CodeAdd { name: "Which hat".into(), parent: Some(role), ..CodeAdd::default() };
    let hat = ada.perform(hat).expect("a code").outcome;
    let new = json!({ "revision": 1, "start": 5, "end": 25, "codes": [hat] });
    pages.post_json(&format!("sources/{id}/coding"), &new);
    let painted = said(&pages.get(&format!("sources/{id}/coding")).body);
    let codings = |at: usize| painted["codes"][at]["codings"].clone();
    assert_eq!((codings(0), codings(1)), (json!(1), json!(1)));
    assert_eq!(painted["codes"][0]["family"], painted["codes"][1]["family"]);
}

#[test]
fn a_recording_is_sent_by_range_and_drawn() {
    let pages = TestPages::demo();
    let media = pages
        .study
        .study()
        .read(|reader| {
            let rows = reader.query(
                "SELECT media FROM source WHERE media IS NOT NULL ORDER BY date LIMIT 1",
                &[],
            )?;
            rows[0].get::<Id>(0)
        })
        .expect("the demo has recordings");
    let path = pages.path(&format!("media/{media}"));
    let whole = pages.get_at(&path);
    assert_eq!(whole.status, StatusCode::OK);
    assert_eq!(whole.headers["accept-ranges"], "bytes");
    let request = pages
        .request(axum::http::Method::GET, &path)
        .header("range", "bytes=0-3")
        .body(axum::body::Body::empty());
    let part = pages.ask(request.expect("a request"));
    assert_eq!((part.status, part.body.as_str()), (StatusCode::PARTIAL_CONTENT, "OggS"));
    assert!(part.headers["content-range"].to_str().unwrap_or_default().starts_with("bytes 0-3/"));
    let drawn = said(&pages.get(&format!("media/{media}/waveform")).body);
    assert!(drawn["duration_ms"].as_i64().unwrap_or(0) > 20_000, "{drawn}");
    let peaks = drawn["peaks"].as_array().expect("a list");
    assert_eq!(peaks.len(), 400);
    assert!(peaks.iter().any(|peak| peak.as_i64() == Some(255)));
}

#[test]
fn a_span_that_is_refused_leaves_no_code_behind() {
    let pages = TestPages::new();
    let id = source(&pages);
    let before = pages.study.dump();
    let new = json!({ "revision": 1, "start": 5, "end": 5000, "new_code": { "name": "Stray" } });
    let told = pages.post_json(&format!("sources/{id}/coding"), &new);
    assert!(told.status.is_client_error(), "{}", told.body);
    assert_eq!(pages.study.dump(), before);
}

#[test]
fn the_text_says_which_revision_its_positions_count_in() {
    let pages = TestPages::new();
    let id = source(&pages);
    let revision = |number: i64| format!("data-revision=\"{number}\"");
    assert!(pages.page(&format!("sources/{id}")).body.contains(&revision(1)));
    let fields = [("source", id.to_string()), ("text", TEXT.replace("tea", "coffee"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    pages.post("do/source.correct", &fields);
    assert!(pages.page(&format!("sources/{id}")).body.contains(&revision(2)));
}

#[test]
fn a_correction_tells_which_coded_words_changed_and_how() {
    let pages = TestPages::new();
    let id = source(&pages);
    let new = json!({ "revision": 1, "start": 5, "end": 25, "new_code": { "name": "Which hat" } });
    pages.post_json(&format!("sources/{id}/coding"), &new);
    let back = pages.path(&format!("sources/{id}"));
    let (id, text) = (id.to_string(), TEXT.replace("tea", "coffee"));
    let fields = [("source", id.as_str()), ("text", text.as_str()), ("_back", back.as_str())];
    assert_eq!(pages.post("do/source.correct", &fields).location(), back);
    let words = pages.get_at(&back).words();
    let told = "Coded words changed: “I was the tea person” is now “I was the coffee person”.";
    assert!(words.contains(told), "{words}");
}
