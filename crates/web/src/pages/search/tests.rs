//! Searching, asked as a browser does.

use axum::http::StatusCode;
use scraper::{Html, Selector};
use trefoil_core::codebook::{self, CodeAdd};
use trefoil_core::coding;
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::transcript::SourceCorrect;
use trefoil_testkit::reads;

use crate::testing::TestPages;

fn source(pages: &TestPages, name: &str, stream: &str, text: &str) -> Id {
    let source = SourceAdd {
        name: name.into(),
        stream: stream.into(),
        text: Some(text.into()),
        ..SourceAdd::default()
    };
    pages.study.session().perform(source).unwrap().outcome
}

/// The values of the hits that a page offers.
fn hits(body: &str) -> Vec<String> {
    let selector = Selector::parse("input[name=hit]").expect("a selector");
    let html = Html::parse_document(body);
    html.select(&selector).filter_map(|hit| hit.attr("value")).map(Into::into).collect()
}

#[test]
fn an_empty_search_says_what_can_be_searched() {
    let pages = TestPages::new();
    assert!(pages.page("search").words().contains("There are no texts yet"));
    source(&pages, "Note", "field_note", "Tea at nine.");
    let words = pages.page("search").words();
    assert!(words.contains("1 text with 3 words can be searched"), "{words}");
    assert_eq!(pages.page("search?q=%20").words().matches("can be searched").count(), 1);
}

#[test]
fn hits_count_code_points_also_behind_emoji() {
    let pages = TestPages::new();
    let id = source(&pages, "Note", "field_note", "😀👩‍👩‍👧 First.\nÄ 🙂 kettle & <b> kettle.\n");
    let told = pages.page("search?q=kettle");
    let text = "😀👩‍👩‍👧 First.\nÄ 🙂 kettle & <b> kettle.\n";
    let at = |from: usize| {
        let byte = text[from..].find("kettle").expect("is there") + from;
        text[..byte].chars().count()
    };
    let row = text[..text.find('Ä').expect("is there")].chars().count();
    let first = at(0);
    let link = format!("sources/{id}?at={first}&amp;to={}#at-{row}", first + 6);
    let plain = told.body.replace("&#38;", "&amp;");
    assert!(plain.contains(&link), "{link}: {}", told.body);
    assert!(told.body.contains("<mark>kettle</mark>"), "{}", told.body);
    assert!(!told.body.contains("& <b>"), "what people wrote is escaped");
    assert!(told.words().contains("2 hits in 1 source"), "{}", told.words());
    let offered = hits(&told.body);
    assert!(offered[0].ends_with(&format!("/{first}/{}", first + 6)), "{offered:?}");
}

#[test]
fn an_expression_that_cannot_be_read_is_explained_and_kept() {
    let pages = TestPages::new();
    source(&pages, "Note", "field_note", "Tea at nine.");
    let told = pages.page("search?q=%28tea&mode=regex");
    let words = told.words();
    assert!(words.contains("a ( is opened and never closed"), "{words}");
    assert!(told.body.contains(r#"name="q" value="(tea""#), "{}", told.body);
    let words = pages.page("search?q=t%5Cw%2B&mode=regex").words();
    assert!(words.contains("1 hit in 1 source"), "{words}");
}

#[test]
fn a_search_is_narrowed_by_stream_participant_case_and_code() {
    let pages = TestPages::new();
    let ada = pages.study.session();
    let participant = ParticipantAdd { name: "P1".into(), note: String::new(), started_on: None };
    let participant = ada.perform(participant).unwrap().outcome;
    let of = SourceAdd {
        name: "Interview".into(),
        stream: "interview".into(),
        participants: vec![participant],
        text: Some("Tea, and tea again.".into()),
        ..SourceAdd::default()
    };
    ada.perform(of).unwrap();
    source(&pages, "Note", "field_note", "tea");
    let said = |path: &str| pages.page(path).words();
    assert!(said("search?q=tea").contains("3 hits in 2 sources"));
    assert!(said("search?q=tea&stream=field_note").contains("1 hit in 1 source"));
    assert!(said(&format!("search?q=tea&participant={participant}")).contains("2 hits in 1"));
    assert!(said("search?q=Tea&case=1").contains("1 hit in 1 source"));
    assert!(said("search?q=te&mode=whole_word").contains("Nothing was found"));
    let code =
        ada.perform(CodeAdd { name: "Drinks".into(), ..CodeAdd::default() }).unwrap().outcome;
    let path = format!("search?q=tea&code={code}");
    assert!(said(&path).contains("No text holds this where you looked"));
    assert!(said("search?q=tea&stream=nonsense&participant=x&code=y&from=z").contains("Nothing"));
}

#[test]
fn chosen_hits_are_coded_in_one_act_and_taken_back_in_one() {
    let pages = TestPages::new();
    let id = source(&pages, "Note", "field_note", "Tea 🙂 tea tea.");
    let told = pages.page("search?q=tea");
    let offered = hits(&told.body);
    assert_eq!(offered.len(), 3);
    let before = pages.study.dump();
    let back = pages.path("search?q=tea");
    let fields = [
        ("hit", offered[1].as_str()),
        ("hit", offered[2].as_str()),
        ("code", ""),
        ("new_code", "Drinks"),
        ("_back", &back),
    ];
    let told = pages.post("search/code", &fields);
    assert_eq!(
        (told.status, told.location()),
        (StatusCode::SEE_OTHER, back.as_str()),
        "{}",
        told.body
    );
    assert!(pages.page("search?q=tea").words().contains("Coded 2 passages with “Drinks”"));
    let coded = reads(&pages.study, move |reader| coding::of_source(reader, id));
    let spans: Vec<(i64, i64)> = coded.iter().map(|one| (one.start, one.end)).collect();
    assert_eq!(spans, [(6, 9), (10, 13)]);
    assert!(coded.iter().all(|one| one.text == "tea"));
    pages.post("undo", &[]);
    assert_eq!(pages.study.dump(), before);
    assert!(reads(&pages.study, codebook::tree).is_empty(), "the new code went with them");
}

#[test]
fn a_hit_in_a_text_that_was_corrected_since_is_not_coded() {
    let pages = TestPages::new();
    let id = source(&pages, "Note", "field_note", "Tea at nine, tea at ten.");
    let offered = hits(&pages.page("search?q=tea").body);
    let correct = SourceCorrect {
        source: id,
        edits: Vec::new(),
        text: Some("At nine tea, tea at ten.".into()),
        revision: None,
        reason: String::new(),
    };
    pages.study.session().perform(correct).unwrap();
    let before = pages.study.dump();
    let told = pages.post("search/code", &[("hit", &offered[0]), ("new_code", "Drinks")]);
    assert_eq!(told.status, StatusCode::CONFLICT);
    let words = told.words();
    assert!(
        words.contains("was corrected since this search") && words.contains("Drinks"),
        "{words}"
    );
    assert_eq!(pages.study.dump(), before);
}

#[test]
fn coding_nothing_or_with_nothing_is_refused() {
    let pages = TestPages::new();
    source(&pages, "Note", "field_note", "Tea.");
    let hit = hits(&pages.page("search?q=tea").body).remove(0);
    let code = CodeAdd { name: "Drinks".into(), ..CodeAdd::default() };
    let code = pages.study.session().perform(code).unwrap().outcome.to_string();
    let both = [("hit", hit.as_str()), ("code", &code), ("new_code", "Other")];
    for (fields, why) in [
        (&[("code", code.as_str())][..], "No hit was chosen"),
        (&[("hit", hit.as_str())][..], "Say with which code"),
        (&both[..], "not both"),
        (&[("hit", "../../x"), ("code", code.as_str())][..], "does not name a hit"),
    ] {
        let told = pages.post("search/code", fields);
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        assert!(told.words().contains(why), "{why}: {}", told.words());
    }
    let told = pages.post("search/code", &[("hit", &hit), ("code", &code)]);
    assert_eq!(told.status, StatusCode::SEE_OTHER);
}

#[test]
fn many_hits_come_fifty_at_a_time() {
    let pages = TestPages::new();
    source(&pages, "Note", "field_note", &"tea ".repeat(120));
    let told = pages.page("search?q=tea");
    assert!(told.words().contains("120 hits in 1 source") && told.words().contains("1 to 50"));
    assert_eq!(hits(&told.body).len(), 50);
    let told = pages.page("search?q=tea&from=100");
    assert!(told.words().contains("101 to 120"), "{}", told.words());
    assert_eq!(hits(&told.body).len(), 20);
    assert!(!told.body.contains("data-results-more"));
    assert!(pages.page("search?q=tea&from=500").words().contains("Back to the hits before"));
}
