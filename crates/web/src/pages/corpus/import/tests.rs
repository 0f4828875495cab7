//! Importing, asked as a browser asks: files sent, looked at, changed, stored, stopped.

use std::io::{Cursor, Write as _};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use trefoil_core::corpus::source::{self, Listed};
use zip::write::SimpleFileOptions;

use crate::testing::{TestPages, Told};

type Part<'p> = (&'p str, Option<&'p str>, &'p [u8]);

/// Sends a form with files as a browser does.
pub(in crate::pages::corpus) fn send(pages: &TestPages, path: &str, parts: &[Part<'_>]) -> Told {
    let edge = "----edge-of-a-part";
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head = format!("--{edge}\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{edge}--\r\n").as_bytes());
    let request = pages
        .request(Method::POST, &pages.path(path))
        .header("content-type", format!("multipart/form-data; boundary={edge}"))
        .body(Body::from(body));
    pages.ask(request.expect("a request"))
}

fn files<'p>(named: &[(&'p str, &'p str)]) -> Vec<Part<'p>> {
    named.iter().map(|(name, text)| ("files", Some(*name), text.as_bytes())).collect()
}

/// Sends files and answers the path of their import within the study.
fn begin(pages: &TestPages, parts: &[Part<'_>]) -> String {
    let told = send(pages, "corpus/import", parts);
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
    let job = told.location().rsplit('/').next().unwrap();
    let path = format!("corpus/import/{job}");
    settled(pages, &path);
    path
}

/// The page of an import, once it neither reads nor stores.
fn settled(pages: &TestPages, path: &str) -> Told {
    for _ in 0..600 {
        let told = pages.page(path);
        if !told.body.contains("data-behaviour=\"import-progress\"") {
            return told;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the import does not end");
}

/// Imports as the page stands: everything that is ticked.
fn run(pages: &TestPages, path: &str) -> Told {
    let fields = fields(&pages.page(path).body);
    let mut fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("_do", "run"));
    let told = pages.post(&format!("{path}/items"), &fields);
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
    settled(pages, path)
}

/// What the form of a page sends when nobody changes anything.
fn fields(html: &str) -> Vec<(String, String)> {
    let selector = |text| scraper::Selector::parse(text).unwrap();
    let (inputs, chosen) = (selector("#items input, #items select"), selector("option[selected]"));
    let html = scraper::Html::parse_document(html);
    let mut fields = Vec::new();
    for input in html.select(&inputs) {
        let name = input.attr("name").unwrap_or_default().to_owned();
        let value = match input.value().name() {
            "select" => input.select(&chosen).next().and_then(|one| one.attr("value")),
            _ if input.attr("type") == Some("checkbox") && input.attr("checked").is_none() => continue,
            _ => input.attr("value"),
        };
        fields.push((name, value.unwrap_or_default().to_owned()));
    }
    fields
}

fn with<'f>(fields: &'f [(String, String)], changes: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let kept = fields.iter().filter(|(name, _)| !changes.iter().any(|(one, _)| one == name));
    kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(changes.iter().copied()).collect()
}

fn sources(pages: &TestPages) -> Vec<Listed> {
    pages.study.study().read(source::list).unwrap()
}

fn names(pages: &TestPages) -> Vec<String> {
    sources(pages).into_iter().map(|listed| listed.source.name).collect()
}

fn zipped(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const CHAT: &str = "13/10/2025, 18:47 - Dana K: Hello\n13/10/2025, 18:49 - Study phone: Thank you\n\
                    14/10/2025, 08:00 - Dana K: PTT-20251014-WA0001.opus (file attached)\n";

#[test]
fn a_text_is_sent_looked_at_stored_and_taken_back() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("P1 interview 2025-09-03.txt", "I was the tea person.")]));
    let words = pages.page(&path).words();
    assert!(words.contains("1 file will come in"), "{words}");
    assert!(words.contains("plain text · 21 characters"), "{words}");
    assert!(sources(&pages).is_empty(), "looking stores nothing");
    assert!(pages.page("corpus").words().contains("wait for your decision"));
    let done = run(&pages, &path).words();
    assert!(done.contains("It is in the study 1 source came in."), "{done}");
    let listed = sources(&pages);
    assert_eq!(listed[0].source.name, "P1 interview 2025-09-03");
    assert_eq!(listed[0].source.date.as_deref(), Some("2025-09-03"));
    assert_eq!(listed[0].source.origin.as_deref(), Some("P1 interview 2025-09-03.txt"));
    assert!(done.contains("Take all of it back"), "{done}");
    pages.post("undo", &[]);
    assert!(sources(&pages).is_empty());
    assert!(pages.page(&path).words().contains("This import was taken back."));
}

#[test]
fn every_guess_can_be_changed_and_a_file_left_out() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("a.txt", "One"), ("b.txt", "Two"), ("c.txt", "Three")]));
    let before = fields(&pages.page(&path).body);
    let changes = [
        ("name-0", "A walk"),
        ("stream-0", "field_note"),
        ("date-0", "2025-09-05 09:30"),
        ("participants-0", "P1, P2"),
        ("_do", "page:1"),
    ];
    let told = pages.post(&format!("{path}/items"), &with(&before, &changes));
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
    let words = pages.page(&path).words();
    assert!(words.contains("New participants are added: P1, P2 ."), "{words}");
    let kept = fields(&pages.page(&path).body);
    let left: Vec<_> = kept.iter().filter(|(name, _)| name != "keep-1").cloned().collect();
    let told = pages.post(&format!("{path}/items"), &with(&left, &[("_do", "run")]));
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
    let done = settled(&pages, &path).words();
    assert!(done.contains("2 sources came in, 1 was set aside."), "{done}");
    assert!(done.contains("Left out, as you chose."), "{done}");
    let listed = sources(&pages);
    let walk = listed.iter().find(|one| one.source.name == "A walk").unwrap();
    assert_eq!(walk.source.stream, "field_note");
    assert_eq!(walk.source.date.as_deref(), Some("2025-09-05T09:30:00"));
    assert_eq!(walk.participants.len(), 2);
}

#[test]
fn a_wrong_date_is_refused_with_the_file_named() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("a.txt", "One")]));
    let before = fields(&pages.page(&path).body);
    for (field, value, says) in [
        ("date-0", "last week", "a.txt: “last week” is not a date"),
        ("name-0", " ", "a.txt: a source needs a name."),
        ("stream-0", "rumour", "a.txt: “rumour” is not a stream."),
    ] {
        let told = pages.post(&format!("{path}/items"), &with(&before, &[(field, value), ("_do", "run")]));
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.words().contains(says), "{}", told.words());
    }
    assert!(sources(&pages).is_empty());
}

#[test]
fn a_zip_is_looked_through_and_its_chat_says_who_is_who() {
    let pages = TestPages::new();
    let zip = zipped(&[("WhatsApp Chat with Dana.txt", CHAT), ("notes/walk.md", "# A walk"), ("scan.pdf", "%PDF-1.7\n")]);
    let path = begin(&pages, &[("files", Some("chat.zip"), &zip)]);
    let words = pages.page(&path).words();
    assert!(words.contains("2 files will come in, 1 cannot be read"), "{words}");
    assert!(words.contains("Who is who in the chats") && words.contains("Dana K"), "{words}");
    assert!(words.contains("Missing media"), "{words}");
    let told = pages.post(
        &format!("{path}/wishes"),
        &[("sender", "Dana K"), ("who", "P7"), ("sender", "Study phone"), ("who", "")],
    );
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
    let words = settled(&pages, &path).words();
    assert!(words.contains("A new participant is added: P7 ."), "{words}");
    let done = run(&pages, &path).words();
    assert!(done.contains("2 sources came in, 1 could not be read."), "{done}");
    let listed = sources(&pages);
    let chat = listed.iter().find(|one| one.source.stream == "conversation").unwrap();
    assert_eq!(chat.participants.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["P7"]);
}

#[test]
fn days_outside_the_study_are_set_aside_and_can_be_kept() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("2025-09-03 in.txt", "One"), ("2026-09-03 out.txt", "Two")]));
    let fields_of = |extra: &[(&str, &str)]| pages.post(&format!("{path}/wishes"), extra);
    let wrong = fields_of(&[("from", "2025-12-01"), ("until", "2025-09-01")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.words().contains("last day"), "{}", wrong.words());
    fields_of(&[("from", "2025-09-01"), ("until", "2025-12-01")]);
    let words = settled(&pages, &path).words();
    assert!(words.contains("1 file will come in, 1 is set aside"), "{words}");
    assert!(words.contains("Set aside Dated on 3 September 2026"), "{words}");
    let before = fields(&pages.page(&path).body);
    pages.post(&format!("{path}/items"), &with(&before, &[("keep-1", "1"), ("_do", "page:1")]));
    let words = pages.page(&path).words();
    assert!(words.contains("2 files will come in") && words.contains("Kept all the same"), "{words}");
    // What is said about all files anew leaves what was said about one.
    fields_of(&[("until", "2025-12-01")]);
    assert!(settled(&pages, &path).words().contains("2 files will come in"));
    run(&pages, &path);
    assert_eq!(sources(&pages).len(), 2);
}

#[test]
fn another_date_can_set_a_file_aside_at_once() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("2025-09-03 in.txt", "One")]));
    pages.post(&format!("{path}/wishes"), &[("until", "2025-12-01")]);
    let before = fields(&settled(&pages, &path).body);
    let json = pages.request(Method::POST, &pages.path(&format!("{path}/items")))
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("item=0&keep-0=1&name-0=One&date-0=2026-01-31"));
    let told = pages.ask(json.unwrap());
    assert_eq!(told.body, r#"{"coming":0}"#);
    assert!(pages.page(&path).words().contains("Dated on 31 January 2026"));
    pages.post(&format!("{path}/items"), &with(&before, &[("_do", "page:1")]));
    assert!(pages.page(&path).words().contains("1 file will come in"), "changed back");
}

#[test]
fn names_of_files_lead_nowhere_else() {
    let pages = TestPages::new();
    let place = tempfile::Builder::new().prefix("outside-").tempdir().unwrap();
    let absolute = place.path().join("absolute.txt").display().to_string();
    let named = [
        ("../../up.txt", "Up"),
        (absolute.as_str(), "Absolute"),
        ("C:\\\\Users\\\\ada\\\\back.txt", "Back"),
        ("..%2f..%2fencoded.txt", "Encoded"),
        ("folder/twice.txt", "Twice"),
        ("folder/twice.txt", "Twice again"),
    ];
    let path = begin(&pages, &files(&named));
    let done = run(&pages, &path).words();
    assert!(done.contains("6 sources came in."), "{done}");
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0, "nothing lies outside");
    let stored = names(&pages);
    for name in ["up", "absolute", "back", "twice", "twice (2)"] {
        assert!(stored.iter().any(|one| one == name), "{name} of {stored:?}");
    }
}

#[test]
fn a_name_with_nul_is_cleaned_or_refused_whole() {
    let pages = TestPages::new();
    let told = send(&pages, "corpus/import", &files(&[("nul\0.txt", "Words")]));
    if told.status == StatusCode::SEE_OTHER {
        let path = format!("corpus/import/{}", told.location().rsplit('/').next().unwrap());
        assert!(!settled(&pages, &path).body.contains('\0'));
    } else {
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.words());
        assert!(told.words().contains("Nothing was kept."), "{}", told.words());
    }
    assert!(sources(&pages).is_empty());
}

#[test]
fn an_upload_with_nothing_in_it_says_so() {
    let pages = TestPages::new();
    let none = send(&pages, "corpus/import", &[("files", Some(""), b""), ("paths", None, b"\r\n ")]);
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.words().contains("No file was chosen."), "{}", none.words());
    let empty = begin(&pages, &files(&[("empty.txt", "")]));
    let words = pages.page(&empty).words();
    assert!(words.contains("There is nothing new to import here"), "{words}");
    assert!(words.contains("Cannot be read") && words.contains("empty.txt"), "{words}");
    let run = pages.post(&format!("{empty}/items"), &[("_do", "run")]);
    assert!(run.words().contains("No file is left to import."), "{}", run.words());
}

#[test]
fn an_upload_that_breaks_off_keeps_nothing() {
    let pages = TestPages::new();
    let body = "--edge\r\ncontent-disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nhalf";
    let request = pages
        .request(Method::POST, &pages.path("corpus/import"))
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    let told = pages.ask(request.unwrap());
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.words().contains("did not arrive whole"), "{}", told.words());
    assert!(!pages.page("corpus").words().contains("wait for your decision"));
}

#[test]
fn files_are_read_where_they_lie() {
    let pages = TestPages::new();
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("P1.txt"), "Words").unwrap();
    let written = format!("\"{}\"\r\n", place.path().display());
    let path = begin(&pages, &[("files", Some(""), b""), ("paths", None, written.as_bytes())]);
    run(&pages, &path);
    assert_eq!(names(&pages), ["P1"]);
    assert!(place.path().join("P1.txt").exists(), "what lies there stays there");
    for (wrong, says) in [("interviews", "does not say where"), ("/nowhere/at/all", "There is nothing there")] {
        let told = send(&pages, "corpus/import", &[("paths", None, wrong.as_bytes())]);
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.words().contains(says), "{}", told.words());
    }
}

#[test]
fn what_is_there_already_comes_in_once() {
    let pages = TestPages::new();
    let first = begin(&pages, &files(&[("a.txt", "The same words")]));
    run(&pages, &first);
    let second = begin(&pages, &files(&[("b.txt", "The same words"), ("c.txt", "New"), ("d.txt", "New")]));
    let words = pages.page(&second).words();
    assert!(words.contains("b.txt in the study already, as “a”"), "{words}");
    assert!(words.contains("d.txt the same bytes as c.txt"), "{words}");
    let done = run(&pages, &second).words();
    assert!(done.contains("1 source came in, 2 were there already."), "{done}");
    assert_eq!(sources(&pages).len(), 2);
}

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
    assert!(words.contains("Stopped") && words.contains("Nothing had been stored by then."), "{words}");
    drop(turn);
    assert!(sources(&pages).is_empty());
}

#[test]
fn what_was_stored_before_a_stop_stays_as_one_act() {
    let pages = TestPages::new();
    let texts: Vec<(String, String)> =
        (0..400).map(|number| (format!("{number}.txt"), format!("Words number {number}"))).collect();
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

#[test]
fn wishes_that_cannot_be_do_not_lose_the_files() {
    let pages = TestPages::new();
    let mut parts = files(&[("a.txt", "Words")]);
    parts.push(("date", None, b"next week"));
    let path = begin(&pages, &parts);
    let words = pages.page(&path).words();
    assert!(words.contains("1 file will come in"), "{words}");
}

#[test]
fn a_script_is_told_where_to_go_and_how_far_it_is() {
    let pages = TestPages::new();
    let edge = "--edge\r\ncontent-disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nWords\r\n--edge--\r\n";
    let request = pages
        .request(Method::POST, &pages.path("corpus/import"))
        .header("content-type", "multipart/form-data; boundary=edge")
        .header("accept", "application/json")
        .body(Body::from(edge));
    let told = pages.ask(request.unwrap());
    let to = serde_json::from_str::<serde_json::Value>(&told.body).unwrap()["to"].as_str().unwrap().to_owned();
    let path = to.trim_start_matches(&pages.path("")).trim_start_matches('/').to_owned();
    settled(&pages, &path);
    let progress = pages.get(&format!("{path}/progress"));
    assert!(progress.body.contains("\"under_way\":false"), "{}", progress.body);
}
