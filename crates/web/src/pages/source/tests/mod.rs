//! The reading room, asked as a browser does; typing to a recording is beside it.

mod typing;

use axum::http::StatusCode;
use serde_json::{Value, json};
use sha2::Digest as _;
use trefoil_core::codebook::CodeAdd;
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::transcript::landmark::NewLandmark;
use trefoil_core::transcript::{
    Doubt, NewSegment, Provenance, Spoken, SpokenWord, Standing, TranscriptWrite,
};

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

fn media(pages: &TestPages, mime: &str, duration_ms: Option<i64>) -> Id {
    let bytes = format!("the bytes of {mime}").into_bytes();
    let digest: [u8; 32] = sha2::Sha256::digest(&bytes).into();
    let bytes = Box::new(std::io::Cursor::new(bytes));
    let stored = pages.study.session().store_media(digest, mime, bytes).expect("bytes are stored");
    let add = SourceAdd {
        name: "The kitchen wall".into(),
        stream: "document".into(),
        media: Some(stored.id),
        duration_ms,
        ..SourceAdd::default()
    };
    pages.study.session().perform(add).expect("a source").outcome
}

#[test]
fn a_stretch_of_a_recording_is_coded_named_and_heard() {
    let pages = TestPages::new();
    let id = media(&pages, "audio/ogg", Some(60_000));
    let back = pages.path(&format!("sources/{id}#stretches"));
    let fields = [("from", "0:10"), ("until", "0:20.5"), ("code", ""), ("new_code", "Kettle")];
    assert_eq!(pages.post(&format!("sources/{id}/stretches"), &fields).location(), back);
    let told = pages.page(&format!("sources/{id}"));
    let seek = "data-seek=\"10000\" data-until=\"20500\"";
    assert!(told.body.contains(seek) && told.words().contains("0:10–0:20 Kettle"), "{}", told.body);
    let new = json!({ "stretch": [30_000, 31_000], "codes": [] });
    let told = pages.post_json(&format!("sources/{id}/coding"), &new);
    let painted = &said(&told.body)["painted"];
    assert_eq!(painted["passages"], json!([]), "{}", told.body);
    assert_eq!(painted["wordless"][0]["heard"], json!([10_000, 20_500]));
    assert_eq!(painted["wordless"][1]["called"], "0:30–0:31 of the recording");
    let code = painted["codes"][0]["id"].as_str().expect("an id").to_owned();
    let words = pages.page(&format!("codes/{code}")).words();
    assert!(words.contains("0:10–0:20 of the recording") && !words.contains("“”"), "{words}");
    let passage = painted["wordless"][0]["id"].as_str().expect("an id").to_owned();
    let trace = pages.page(&format!("trace/{passage}")).words();
    assert!(trace.contains("0:10–0:20 of the recording") && !trace.contains("“0:10"), "{trace}");
    pages.post("do/memo.add", &[("on", &passage), ("text", "It whistles.")]);
    let words = pages.page(&format!("sources/{id}")).words();
    assert!(words.contains("on 0:10–0:20 of the recording"), "{words}");
}

#[test]
fn a_stretch_that_is_refused_leaves_nothing_behind() {
    let pages = TestPages::new();
    let id = media(&pages, "audio/ogg", Some(60_000));
    let before = pages.study.dump();
    for (from, until) in [("0:20", "0:10"), ("0:50", "1:10"), ("", "0:10"), ("soon", "later")] {
        let fields = [("from", from), ("until", until), ("new_code", "Stray")];
        let told = pages.post(&format!("sources/{id}/stretches"), &fields);
        assert!(told.status.is_client_error(), "{from}–{until}: {}", told.status);
    }
    assert_eq!(pages.study.dump(), before);
}

#[test]
fn a_picture_is_shown_with_its_name_and_coded_as_a_whole() {
    let pages = TestPages::new();
    let id = media(&pages, "image/png", None);
    let told = pages.page(&format!("sources/{id}"));
    assert!(told.body.contains("alt=\"The kitchen wall\"") && !told.body.contains("data-player"));
    let new = json!({ "whole": true, "new_code": { "name": "Notices" } });
    let told = pages.post_json(&format!("sources/{id}/coding"), &new);
    assert_eq!(said(&told.body)["painted"]["wordless"][0]["called"], "the whole picture");
    assert!(pages.page(&format!("sources/{id}")).words().contains("the whole picture Notices"));
}

#[test]
fn a_video_stands_in_the_place_of_the_sound() {
    let pages = TestPages::new();
    let id = media(&pages, "video/mp4", Some(60_000));
    let body = pages.page(&format!("sources/{id}")).body;
    assert!(
        body.contains("<video") && !body.contains("<audio") && body.contains("data-player-play")
    );
}

#[test]
fn pages_stand_beside_the_text_and_headings_lead_to_it() {
    let pages = TestPages::new();
    let landmark = |kind: &str, level, label: &str, start, end| NewLandmark {
        kind: kind.into(),
        level,
        label: label.into(),
        start,
        end,
    };
    let add = SourceAdd {
        name: "A policy".into(),
        stream: "document".into(),
        text: Some("Tea rounds\nWho makes it.\n".into()),
        landmarks: vec![landmark("page", 0, "12", 0, 24), landmark("heading", 1, "", 0, 10)],
        ..SourceAdd::default()
    };
    let id = pages.study.session().perform(add).expect("a source").outcome;
    let told = pages.page(&format!("sources/{id}"));
    assert!(told.body.contains("<a href=\"#at-0\">Tea rounds</a>"), "{}", told.body);
    assert!(told.body.contains("segment--heading") && told.body.contains("segment__page"));
    let new = json!({ "revision": 1, "start": 11, "end": 14, "codes": [] });
    let told = pages.post_json(&format!("sources/{id}/coding"), &new);
    let passage = said(&told.body)["painted"]["passages"][0].clone();
    assert_eq!(passage["page"], "12");
    let id = passage["id"].as_str().expect("an id");
    assert!(pages.page(&format!("trace/{id}")).words().contains("page 12"));
}

/// A recording that a machine heard: one unsure word, and a stretch that it doubts.
fn heard(pages: &TestPages) -> Id {
    let id = media(pages, "audio/ogg", Some(60_000));
    let word = |text: &str, begin_ms, end_ms, sure| SpokenWord {
        text: text.into(),
        begin_ms,
        end_ms,
        probability: Some(sure),
    };
    let first = Spoken {
        begin_ms: 1_000,
        end_ms: 3_000,
        text: "The kettle hums.".into(),
        speaker: Some("P1".into()),
        words: vec![
            word("The", 1_000, 1_200, 0.9),
            word("kettle", 1_300, 2_000, 0.41),
            word("hums.", 2_100, 2_900, 0.8),
        ],
        ..Spoken::default()
    };
    let second = Spoken {
        begin_ms: 4_000,
        end_ms: 9_000,
        text: "Thanks. Thanks. Thanks.".into(),
        doubt: Some(Doubt::Repeated),
        ..Spoken::default()
    };
    let write = TranscriptWrite {
        source: id,
        said: vec![first, second],
        begin_ms: None,
        end_ms: None,
        state: Standing::Machine,
        provenance: Some(Provenance { model: "base".into(), ..Provenance::default() }),
        speaker: None,
    };
    pages.study.session().perform(write).expect("it is stored");
    id
}

#[test]
fn what_a_machine_doubts_is_marked_and_counted() {
    let pages = TestPages::new();
    let id = heard(&pages);
    let told = pages.page(&format!("sources/{id}"));
    let unsure = "<span class=\"unsure\" title=\"The machine was 41 % sure of this\">kettle</span>";
    assert!(told.body.contains(unsure), "{}", told.body);
    assert!(told.body.contains("title=\"Listen to this: said again and again\""));
    assert!(told.words().contains("2 doubts left"), "{}", told.words());
    let segments = pages
        .study
        .study()
        .read(move |reader| trefoil_core::transcript::segments(reader, id))
        .expect("they are read");
    let checked = json!({ "segments": [segments[0].id, segments[1].id], "checked": true });
    let done = pages.post_json("do/segment.set", &checked);
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(pages.page(&format!("sources/{id}")).words().contains("No doubts left"));
}

#[test]
fn a_selection_is_heard_when_its_words_were_said() {
    let pages = TestPages::new();
    let id = heard(&pages);
    let new = json!({ "revision": 1, "start": 4, "end": 10, "codes": [] });
    let told = pages.post_json(&format!("sources/{id}/coding"), &new);
    assert_eq!(said(&told.body)["painted"]["passages"][0]["heard"], json!([1_300, 2_000]));
}

#[test]
fn a_split_inside_a_line_is_shown_with_its_speaker() {
    let pages = TestPages::new();
    let id = heard(&pages);
    let segments = pages
        .study
        .study()
        .read(move |reader| trefoil_core::transcript::segments(reader, id))
        .expect("they are read");
    let split = json!({ "segment": segments[0].id, "at": 11, "speaker": "R" });
    let done = pages.post_json("do/segment.split", &split);
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let told = pages.page(&format!("sources/{id}"));
    assert!(told.body.contains("id=\"at-11\"") && told.body.contains(">R</span>"), "{}", told.body);
    let html = scraper::Html::parse_document(&told.body);
    let blocks = scraper::Selector::parse(".segment__text").expect("a selector");
    let text: String = html.select(&blocks).flat_map(|block| block.text()).collect();
    assert_eq!(text, "The kettle hums.\nThanks. Thanks. Thanks.");
}

#[test]
fn the_state_of_a_transcript_is_told_and_the_next_one_said() {
    let pages = TestPages::new();
    let id = heard(&pages).to_string();
    let path = format!("sources/{id}");
    let words = pages.page(&path).words();
    assert!(words.contains("heard by a machine, not checked") && words.contains("Model base"));
    let fields = [("sources", id.as_str()), ("state", "checked"), ("note", "With headphones")];
    assert_eq!(pages.post("do/transcript.mark", &fields).status, StatusCode::SEE_OTHER);
    let words = pages.page(&path).words();
    assert!(words.contains("checked against the recording"), "{words}");
    assert!(words.contains("With headphones"), "{words}");
}

#[test]
fn a_transcript_is_sent_as_a_file_and_what_has_no_times_not_as_subtitles() {
    let pages = TestPages::new();
    let id = heard(&pages);
    let page = pages.page(&format!("sources/{id}")).words();
    assert!(page.contains("The transcript as a file") && page.contains("WebVTT"), "{page}");
    let told = pages.get(&format!("sources/{id}/transcript?format=vtt&for=analysis"));
    assert_eq!(told.status, StatusCode::OK, "{}", told.words());
    assert!(told.body.starts_with("WEBVTT\n\nNOTE\n"), "{}", told.body);
    assert!(told.body.contains("-->") && told.body.contains("Heard by a machine"), "{}", told.body);
    let header = |name: &str| {
        let value = told.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    assert_eq!(header("content-type"), "text/vtt; charset=utf-8");
    assert!(header("content-disposition").contains("-transcript-"), "it has a name of its own");
    let note = SourceAdd {
        name: "Note".into(),
        stream: "document".into(),
        text: Some("Words.".into()),
        ..SourceAdd::default()
    };
    let note = pages.study.session().perform(note).expect("a source").outcome;
    assert!(!pages.page(&format!("sources/{note}")).words().contains("WebVTT"));
    let refused = pages.get(&format!("sources/{note}/transcript?format=srt"));
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.words().contains("does not say when"), "{}", refused.words());
    let text = pages.get(&format!("sources/{note}/transcript?format=txt"));
    assert!(text.body.ends_with("\n\nWords.\n"), "{}", text.body);
}
