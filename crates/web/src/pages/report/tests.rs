//! The report, asked as a browser does.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use scraper::{Html, Selector};
use sha2::{Digest, Sha256};
use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::sentence::{self, Section, SentenceAdd};
use trefoil_core::study::{NewStudy, StudySet};
use trefoil_core::theme::ThemeAdd;
use trefoil_testkit::{TestStudy, reads};

use crate::testing::{TestPages, Told};

fn header<'t>(told: &'t Told, name: &str) -> &'t str {
    told.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn theme(pages: &TestPages, name: &str) -> Id {
    let theme = ThemeAdd { name: name.into(), idea: String::new(), rivals: String::new() };
    pages.study.session().perform(theme).unwrap().outcome
}

fn sentence(pages: &TestPages, text: &str) -> Id {
    let cites = sentence::Cites::default();
    let sentence = SentenceAdd { section: Section::Findings, text: text.into(), cites };
    pages.study.session().perform(sentence).unwrap().outcome
}

#[test]
fn an_empty_study_has_a_report_and_files_already() {
    let pages = TestPages::new();
    let words = pages.page("report").words();
    assert!(words.contains("Nobody has written one yet"), "{words}");
    assert_eq!(pages.get("report/preview").status, StatusCode::OK);
    for (path, kind) in [
        ("report/file.html", "text/html; charset=utf-8"),
        ("report/study.json", "application/json"),
        ("report/study.json?recordings=yes", "application/json"),
        ("report/codings.csv", "text/csv; charset=utf-8"),
        ("report/extracts.csv", "text/csv; charset=utf-8"),
    ] {
        let told = pages.get(path);
        assert_eq!((told.status, header(&told, "content-type")), (StatusCode::OK, kind), "{path}");
        assert_eq!(header(&told, "content-length"), told.body.len().to_string(), "{path}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&pages.get("report/study.json").body).unwrap();
    assert_eq!(json["trefoil"]["format"], 2);
    assert!(pages.get("report/codings.csv").body.starts_with("\u{feff}source,stream,date"));
}

#[test]
fn the_preview_allows_its_own_style_sheet_and_nothing_else() {
    let pages = TestPages::new();
    sentence(&pages, "</style><script>alert(1)</script> & more");
    let told = pages.get("report/preview");
    let policy = header(&told, "content-security-policy");
    let style = told.body.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next());
    let digest = STANDARD.encode(Sha256::digest(style.expect("the report brings its style")));
    assert!(policy.contains(&format!("style-src 'sha256-{digest}';")), "{policy}");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("script-src 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe") && !policy.contains("nonce"), "{policy}");
    assert_eq!(told.body.matches("<style>").count(), 1, "what people wrote is escaped");
    let html = Html::parse_document(&told.body);
    for forbidden in ["script", "[style]", "link[rel=stylesheet]", "img", "iframe", "[onload]"] {
        let found = html.select(&Selector::parse(forbidden).unwrap()).count();
        assert_eq!(found, 0, "{forbidden}");
    }
    assert_eq!(header(&told, "x-frame-options"), "SAMEORIGIN");
}

#[test]
fn files_have_safe_names() {
    let mut new = NewStudy::titled("../“Tea”\r\n& <b> Tränen");
    new.title = "../“Tea” / & <b> Tränen".into();
    let pages = TestPages::of(TestStudy::file_with(&new));
    let set = StudySet { synthetic: Some(true), ..StudySet::default() };
    pages.study.session().perform(set).unwrap();
    for path in
        ["report/file.html", "report/study.json", "report/codings.csv", "record/record.json"]
    {
        let told = pages.get(path);
        let name = header(&told, "content-disposition");
        assert!(name.starts_with("attachment; filename=\"tea-b-tr_nen-"), "{name}");
        assert!(name.contains("-synthetic-2026-01-05."), "{name}");
        assert!(!name.contains(['/', '<', '\r', '\n']), "{name}");
        assert!(name.contains("filename*=UTF-8''tea-b-tr%C3%A4nen-"), "{name}");
    }
    assert!(pages.get("report/file.html").body.contains("Synthetic data for demonstration"));
    assert!(pages.page("report").words().contains("Synthetic data for demonstration"));
    assert!(pages.page("report").words().contains("Each file says that its data is synthetic"));
}

#[test]
fn a_sentence_is_added_moved_and_taken_out_again() {
    let pages = TestPages::new();
    let theme = theme(&pages, "Kettles");
    let back = pages.path("report?new={id}#sentence-{id}");
    let cites = format!(r#"{{"themes":["{theme}"]}}"#);
    let fields = [
        ("text", "It began with tea."),
        ("section", "findings"),
        ("cites", &cites),
        ("_back", &back),
    ];
    let told = pages.post("do/sentence.add", &fields);
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    let all = reads(&pages.study, sentence::list);
    let id = all[0].sentence.id;
    assert_eq!(told.location(), pages.path(&format!("report?new={id}#sentence-{id}")));
    let second = sentence(&pages, "And it went on.");
    let body = pages.page(&format!("report?new={id}")).body;
    assert!(body.contains(&format!("id=\"sentence-{id}\"")) && body.contains("line--new"));
    assert!(body.contains(&pages.path(&format!("trace/{id}"))), "it leads to its trace");
    let words = pages.page("report").words();
    assert!(
        words.contains("It cites only the theme “Kettles”, which gathers no passage yet."),
        "{words}"
    );
    assert!(words.contains("2 sentences claim something and rest on nothing"), "{words}");
    let fields = [("sentence", second.to_string()), ("before", id.to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, id)| (*name, id.as_str())).collect();
    assert_eq!(pages.post("do/sentence.move", &fields).status, StatusCode::SEE_OTHER);
    assert_eq!(reads(&pages.study, sentence::list)[0].sentence.id, second);
    pages.post("do/sentence.remove", &[("sentence", &second.to_string())]);
    assert_eq!(pages.get(&format!("report/sentences/{second}")).status, StatusCode::NOT_FOUND);
}

#[test]
fn a_refused_sentence_says_why() {
    let pages = TestPages::new();
    let told =
        pages.post("do/sentence.add", &[("text", " "), ("section", "findings"), ("cites", "")]);
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.words().contains("A sentence needs words."), "{}", told.words());
}

#[test]
fn support_is_found_by_words_and_cited() {
    let pages = TestPages::new();
    let ada = pages.study.session();
    let source = SourceAdd {
        name: "A voice note".into(),
        stream: "voice_note".into(),
        text: Some("I was the Tea person. Nobody asked.".into()),
        ..SourceAdd::default()
    };
    let source = ada.perform(source).unwrap().outcome;
    let code = ada.perform(CodeAdd { name: "Tea".into(), ..CodeAdd::default() }).unwrap().outcome;
    let coding = CodingAdd {
        source: Some(source),
        text: Some("I was the Tea person.".into()),
        codes: vec![code],
        ..CodingAdd::default()
    };
    let passage = ada.perform(coding).unwrap().outcome.passage;
    let id = sentence(&pages, "It began with tea.");
    let path = format!("report/sentences/{id}");
    let words = pages.page(&path).words();
    assert!(words.contains("It claims something and rests on nothing"), "{words}");
    assert!(words.contains("No passage is chosen as a quote"), "{words}");
    assert!(
        pages
            .page(&format!("{path}?find=coffee"))
            .words()
            .contains("No marked passage holds “coffee”")
    );
    let words = pages.page(&format!("{path}?find=tea%20PERSON")).words();
    assert!(words.contains("“I was the Tea person.” A voice note"), "{words}");
    let cites = format!(r#"{{"passages":["{passage}"]}}"#);
    let fields = [("sentence", id.to_string()), ("cites", cites)];
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(pages.post("do/sentence.cite", &fields).status, StatusCode::SEE_OTHER);
    let words = pages.page(&path).words();
    assert!(!words.contains("rests on nothing") && words.contains("Take off"), "{words}");
    let words = pages.page("report").words();
    assert!(words.contains("Q1 “I was the Tea person.”"), "{words}");
    assert_eq!(pages.post("do/sentence.uncite", &fields).status, StatusCode::SEE_OTHER);
    assert!(pages.page(&path).words().contains("rests on nothing"));
}

#[test]
fn choices_are_in_the_address_of_the_preview_and_of_the_file() {
    let pages = TestPages::new();
    let body = pages.page("report?unlabelled=yes&sample=yes").body.replace("&#38;", "&amp;");
    assert!(body.contains("report/preview?unlabelled=yes&amp;sample=yes&amp;change="), "{body}");
    assert!(body.contains("report/file.html?unlabelled=yes&amp;sample=yes\""), "{body}");
    assert!(body.contains(r#"name="unlabelled" value="yes" checked"#), "{body}");
    assert!(pages.page("report").body.contains("report/preview?change="));
}
