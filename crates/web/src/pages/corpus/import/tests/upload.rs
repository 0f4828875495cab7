//! Files that come in by a browser or lie on this computer, and what is tried with their names.

use axum::body::Body;
use axum::http::{Method, StatusCode};

use super::{begin, files, names, run, send, settled, sources};
use crate::testing::TestPages;

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
    let none =
        send(&pages, "corpus/import", &[("files", Some(""), b""), ("paths", None, b"\r\n ")]);
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
    let body =
        "--edge\r\ncontent-disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nhalf";
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
    for (wrong, says) in
        [("interviews", "does not say where"), ("/nowhere/at/all", "There is nothing there")]
    {
        let told = send(&pages, "corpus/import", &[("paths", None, wrong.as_bytes())]);
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.words().contains(says), "{}", told.words());
    }
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
    let to = serde_json::from_str::<serde_json::Value>(&told.body).unwrap()["to"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = to.trim_start_matches(&pages.path("")).trim_start_matches('/').to_owned();
    settled(&pages, &path);
    let progress = pages.get(&format!("{path}/progress"));
    assert!(progress.body.contains("\"under_way\":false"), "{}", progress.body);
}
