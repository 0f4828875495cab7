//! Importing, asked as a browser asks: files sent, looked at, changed, stored, stopped.

mod asks;
mod belong;
mod key;
mod learn;
mod stop;
mod table;
mod upload;

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
        let head =
            format!("--{edge}\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
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
            _ if input.attr("type") == Some("checkbox") && input.attr("checked").is_none() => {
                continue;
            }
            _ => input.attr("value"),
        };
        fields.push((name, value.unwrap_or_default().to_owned()));
    }
    fields
}

fn with<'f>(
    fields: &'f [(String, String)],
    changes: &[(&'f str, &'f str)],
) -> Vec<(&'f str, &'f str)> {
    let kept = fields.iter().filter(|(name, _)| !changes.iter().any(|(one, _)| one == name));
    kept.map(|(name, value)| (name.as_str(), value.as_str()))
        .chain(changes.iter().copied())
        .collect()
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
    assert!(words.contains("2 new participants are added: P1, P2 ."), "{words}");
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
        let told =
            pages.post(&format!("{path}/items"), &with(&before, &[(field, value), ("_do", "run")]));
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.words().contains(says), "{}", told.words());
    }
    assert!(sources(&pages).is_empty());
}

#[test]
fn a_zip_is_looked_through_and_its_chat_says_who_is_who() {
    let pages = TestPages::new();
    let zip = zipped(&[
        ("WhatsApp Chat with Dana.txt", CHAT),
        ("notes/walk.md", "# A walk"),
        ("scan.pdf", "%PDF-1.7\n"),
    ]);
    let path = begin(&pages, &[("files", Some("chat.zip"), &zip)]);
    let words = pages.page(&path).words();
    assert!(words.contains("2 files will come in, 1 cannot be read"), "{words}");
    assert!(words.contains("Who is who in the chats") && words.contains("Dana K"), "{words}");
    assert!(words.contains("Missing media"), "{words}");
    assert!(words.contains("becomes Sender 1 , nobody said who this is"), "{words}");
    let said = [
        ("sender", "Dana K"),
        ("who", "new"),
        ("named", "P7"),
        ("sender", "Study phone"),
        ("who", "role"),
        ("named", ""),
    ];
    let told = pages.post(&format!("{path}/wishes"), &said);
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.words().contains("A role was chosen"), "{}", told.words());
    let said: Vec<_> = said[..5].iter().copied().chain([("named", "researcher")]).collect();
    let told = pages.post(&format!("{path}/wishes"), &said);
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
    let shown = settled(&pages, &path);
    let words = shown.words();
    assert!(words.contains("A new participant is added: P7 ."), "{words}");
    assert!(words.contains("becomes P7 , as you said"), "{words}");
    assert!(shown.body.contains("value=\"WhatsApp Chat with P7\""), "{}", shown.body);
    let done = run(&pages, &path).words();
    assert!(done.contains("2 sources came in, 1 could not be read."), "{done}");
    let listed = sources(&pages);
    let chat = listed.iter().find(|one| one.source.stream == "conversation").unwrap();
    assert_eq!(chat.participants.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["P7"]);
    assert_eq!(chat.source.origin.as_deref(), Some("chat.zip › WhatsApp Chat with P7.txt"));
    let after = pages.page(&path).words() + &pages.page("corpus/import").words();
    assert!(!after.contains("Dana"), "{after}");
}

#[test]
fn a_longer_export_is_told_before_it_goes_on() {
    let pages = TestPages::new();
    let first = begin(&pages, &files(&[("chat.txt", CHAT)]));
    run(&pages, &first);
    let longer = format!("{CHAT}15/10/2025, 08:00 - Dana K: And again\n");
    let second = begin(&pages, &files(&[("chat.txt", &longer)]));
    let words = pages.page(&second).words();
    assert!(words.contains("which goes on: 1 new message."), "{words}");
    assert!(words.contains("known from an earlier import"), "{words}");
    let done = run(&pages, &second).words();
    assert!(done.contains("1 conversation went on."), "{done}");
    assert!(done.contains("Went on") && done.contains("1 new message from"), "{done}");
    assert_eq!(sources(&pages).len(), 1);
    pages.post("undo", &[]);
    assert!(pages.page(&second).words().contains("This import was taken back."));
}

#[test]
fn only_so_many_imports_wait_at_once() {
    let pages = TestPages::new();
    let paths: Vec<String> =
        (0..super::MOST_WAITING).map(|_| begin(&pages, &files(&[("a.txt", "Words")]))).collect();
    let told = send(&pages, "corpus/import", &files(&[("b.txt", "More words")]));
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.words().contains("8 imports wait for a decision"), "{}", told.words());
    pages.post(&format!("{}/abandon", paths[0]), &[]);
    begin(&pages, &files(&[("b.txt", "More words")]));
}

#[test]
fn days_outside_the_study_are_set_aside_and_can_be_kept() {
    let pages = TestPages::new();
    let path =
        begin(&pages, &files(&[("2025-09-03 in.txt", "One"), ("2026-09-03 out.txt", "Two")]));
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
    assert!(
        words.contains("2 files will come in") && words.contains("Kept all the same"),
        "{words}"
    );
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
    let json = pages
        .request(Method::POST, &pages.path(&format!("{path}/items")))
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
fn what_is_there_already_comes_in_once() {
    let pages = TestPages::new();
    let first = begin(&pages, &files(&[("a.txt", "The same words")]));
    run(&pages, &first);
    let second =
        begin(&pages, &files(&[("b.txt", "The same words"), ("c.txt", "New"), ("d.txt", "New")]));
    let words = pages.page(&second).words();
    assert!(words.contains("b.txt in the study already, as “a”"), "{words}");
    assert!(words.contains("d.txt the same bytes as c.txt"), "{words}");
    let done = run(&pages, &second).words();
    assert!(
        done.contains("1 source came in, 1 was there already, 1 came a second time."),
        "{done}"
    );
    assert_eq!(sources(&pages).len(), 2);
}

#[test]
fn an_import_that_is_taken_back_is_called_what_it_was() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("a.txt", "One"), ("b.txt", "Two")]));
    run(&pages, &path);
    let back = pages.path(&path);
    pages.post("undo", &[("_back", &back)]);
    let words = pages.page(&path).words();
    assert!(words.contains("Undid: Imported 2 sources"), "{words}");
    assert!(words.contains("It was taken back"), "{words}");
}
