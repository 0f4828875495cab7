//! The trace, asked as a browser does.

use axum::http::StatusCode;
use sha2::{Digest, Sha256};
use trefoil_core::care::Use;
use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::condition::{Bearing, ConditionAdd, ConditionBear};
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::sentence::{Cites, Section, SentenceAdd};
use trefoil_core::theme::{RoundAdd, ThemeAdd, ThemeGather};
use trefoil_core::transcript::NewSegment;

use crate::testing::TestPages;

const WORDS: &str = "I was the tea person";

/// A chain from a participant to a sentence, the words being heard from second 2 to 4.
struct Chain {
    participant: Id,
    source: Id,
    passage: Id,
    code: Id,
    theme: Id,
    sentence: Id,
}

fn chain(pages: &TestPages) -> Chain {
    let ada = pages.study.session();
    let start = Some("2026-01-01".to_owned());
    let participant = ParticipantAdd { name: "P1".into(), note: String::new(), started_on: start };
    let participant = ada.perform(participant).unwrap().outcome;
    let bytes = b"not really sound".to_vec();
    let digest: [u8; 32] = Sha256::digest(&bytes).into();
    let media =
        ada.store_media(digest, "audio/ogg", Box::new(std::io::Cursor::new(bytes))).unwrap().id;
    let segment = |start, end, begin, stop| NewSegment {
        speaker: None,
        start,
        end,
        begin_ms: Some(begin),
        end_ms: Some(stop),
    };
    let source = SourceAdd {
        name: "A voice note".into(),
        stream: "voice_note".into(),
        date: Some("2026-01-20".into()),
        participants: vec![participant],
        text: Some(format!("Well then.\n{WORDS}\n")),
        segments: vec![segment(0, 10, 0, 2000), segment(11, 31, 2000, 4000)],
        media: Some(media),
        duration_ms: Some(4000),
        ..SourceAdd::default()
    };
    let source = ada.perform(source).unwrap().outcome;
    let code = ada.perform(CodeAdd { name: "Tea".into(), ..CodeAdd::default() }).unwrap().outcome;
    let coding = CodingAdd {
        source: Some(source),
        text: Some(WORDS.into()),
        codes: vec![code],
        ..CodingAdd::default()
    };
    let passage = ada.perform(coding).unwrap().outcome.passage;
    let theme = ThemeAdd { name: "Kettles <b>".into(), idea: String::new(), rivals: String::new() };
    let theme = ada.perform(theme).unwrap().outcome;
    ada.perform(ThemeGather { theme, codes: vec![code], passages: Vec::new() }).unwrap();
    let cites = Cites { themes: vec![theme], ..Cites::default() };
    let sentence =
        SentenceAdd { section: Section::Findings, text: "It began with tea.".into(), cites };
    let sentence = ada.perform(sentence).unwrap().outcome;
    Chain { participant, source, passage, code, theme, sentence }
}

#[test]
fn an_empty_study_says_that_there_is_nothing_to_trace() {
    let pages = TestPages::new();
    let words = pages.page("trace").words();
    assert!(words.contains("Nothing to trace yet"), "{words}");
    let words = pages.page("trace?find=nobody").words();
    assert!(words.contains("Nothing in this study is called “nobody”."), "{words}");
}

#[test]
fn the_way_is_shown_from_anything_to_anything() {
    let pages = TestPages::new();
    let chain = chain(&pages);
    let told = pages.page(&format!("trace/{}", chain.sentence));
    let words = told.words();
    for said in [
        "1 participant P1",
        "Voice note · P1, week 2 · 20 January 2026",
        "coded Tea",
        WORDS,
        "Kettles <b>",
        "Not yet placed",
        "nothing rests on it",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(!told.body.contains("Kettles <b>"), "names are escaped");
    let at = |path: String| format!("href=\"{}\"", pages.path(&path));
    for link in [
        at(format!("participants/{}", chain.participant)),
        at(format!("sources/{}", chain.source)),
        at(format!("sources/{}?passage={}#passage-{}", chain.source, chain.passage, chain.passage)),
        at(format!("codes/{}", chain.code)),
        at(format!("themes/{}", chain.theme)),
        at(format!("report#sentence-{}", chain.sentence)),
        at(format!("trace/{}", chain.theme)),
    ] {
        assert!(told.body.contains(&link), "{link}");
    }
    let words = pages.page(&format!("trace/{}", chain.participant)).words();
    assert!(words.contains("It began with tea.") && words.contains("rests on nothing"), "{words}");
}

#[test]
fn a_passage_in_a_recording_can_be_played() {
    let pages = TestPages::new();
    let chain = chain(&pages);
    let told = pages.page(&format!("trace/{}", chain.passage));
    assert!(told.body.contains(r#"data-behaviour="play-span""#), "{}", told.body);
    assert!(told.body.contains(r#"data-from="2000""#), "{}", told.body);
    assert!(told.body.contains("#t=2.000,"), "{}", told.body);
    let words = told.words();
    assert!(words.contains("Play 0:02 to 0:04") && words.contains("by Ada"), "{words}");
}

#[test]
fn a_thing_is_found_by_its_name_and_several_are_offered() {
    let pages = TestPages::new();
    let chain = chain(&pages);
    let told = pages.get("trace?find=kettles%20%3Cb%3E");
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    assert_eq!(told.location(), pages.path(&format!("trace/{}", chain.theme)));
    let told = pages.get("trace/Tea");
    assert_eq!(told.location(), pages.path("trace?find=Tea"));
    let other = ThemeAdd { name: "Tea".into(), idea: String::new(), rivals: String::new() };
    let other = pages.study.session().perform(other).unwrap().outcome;
    let told = pages.page("trace?find=Tea");
    assert!(told.words().contains("“Tea” could be 2 things."), "{}", told.words());
    for id in [chain.code, other] {
        assert!(told.body.contains(&format!("href=\"{}\"", pages.path(&format!("trace/{id}")))));
    }
}

#[test]
fn what_is_not_there_and_what_is_not_on_the_way_is_explained() {
    let pages = TestPages::new();
    chain(&pages);
    let told = pages.get(&format!("trace/{}", Id::new(1)));
    assert_eq!(told.status, StatusCode::NOT_FOUND);
    assert!(told.words().contains("Or begin here"), "{}", told.words());
    let round = RoundAdd { name: "Month 1".into(), held_on: None, note: String::new() };
    let round = pages.study.session().perform(round).unwrap().outcome;
    let words = pages.page(&format!("trace/{round}")).words();
    assert!(words.contains("does not lie on the way"), "{words}");
}

#[test]
fn a_long_list_is_cut_and_shown_whole_when_asked() {
    let pages = TestPages::new();
    let chain = chain(&pages);
    let lines: Vec<String> = (0..12).map(|n| format!("Tea number {n:02}.")).collect();
    let text = lines.join("\n");
    let source = SourceAdd {
        name: "Long".into(),
        stream: "field_note".into(),
        text: Some(text),
        ..SourceAdd::default()
    };
    let source = pages.study.session().perform(source).unwrap().outcome;
    for n in 0..12 {
        let coding = CodingAdd {
            source: Some(source),
            text: Some(format!("Tea number {n:02}.")),
            codes: vec![chain.code],
            ..CodingAdd::default()
        };
        pages.study.session().perform(coding).unwrap();
    }
    let path = format!("trace/{}", chain.theme);
    let told = pages.page(&path);
    assert!(told.words().contains("13 passages") && told.words().contains("Show all 13"));
    assert!(!told.words().contains("Tea number 11"), "{}", told.words());
    let words = pages.page(&format!("{path}?group=passage&most=13")).words();
    assert!(words.contains("Tea number 11") && !words.contains("Show all"), "{words}");
    // Nonsense in the address shows the page as it is.
    pages.page(&format!("{path}?group=%00&most=many"));
}

#[test]
fn a_thing_is_cited_from_its_trace() {
    let pages = TestPages::new();
    let chain = chain(&pages);
    let path = format!("trace/{}", chain.passage);
    let words = pages.page(&path).words();
    assert!(words.contains("not for quotation P1 was not asked about quotation"), "{words}");
    assert!(!words.contains("Cite it in a sentence"), "what may not be quoted is not offered");
    pages.study.agree_to(Use::Quotation);
    assert!(pages.page(&path).words().contains("Findings: It began with tea."));
    let cites = format!(r#"{{"passages":["{}"]}}"#, chain.passage);
    let (sentence, back) = (chain.sentence.to_string(), pages.path(&path));
    let fields = [("sentence", sentence.as_str()), ("cites", cites.as_str()), ("_back", &back)];
    let told = pages.post("do/sentence.cite", &fields);
    assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, back.as_str()));
    assert!(!pages.page(&path).words().contains("Cite it in a sentence"), "it cites it now");
}

#[test]
fn a_condition_without_a_theme_says_what_to_do() {
    let pages = TestPages::new();
    let chain = chain(&pages);
    let ada = pages.study.session();
    let condition = ConditionAdd { name: "An hour".into(), ..ConditionAdd::default() };
    let condition = ada.perform(condition).unwrap().outcome;
    let words = pages.page(&format!("trace/{condition}")).words();
    assert!(words.contains("No theme bears on this condition yet"), "{words}");
    assert!(words.contains("not started"), "{words}");
    let bear =
        ConditionBear { condition, theme: chain.theme, bearing: Bearing::Strains, note: None };
    ada.perform(bear).unwrap();
    let words = pages.page(&format!("trace/{condition}")).words();
    assert!(words.contains("Kettles <b>") && words.contains("P1"), "{words}");
}
