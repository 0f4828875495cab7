//! Tests of the pages outside any study.

use std::path::PathBuf;

use axum::http::StatusCode;
use trefoil_core::study::{NewStudy, Secret};
use trefoil_testkit::TestStudy;

use crate::testing::{TestPages, Told};

fn file(pages: &TestPages) -> String {
    let path: PathBuf = pages.study.path().canonicalize().expect("the file is there");
    path.display().to_string()
}

fn encrypted() -> TestPages {
    let new = NewStudy {
        passphrase: Some(Secret::new("several plain words")),
        ..NewStudy::titled("In confidence")
    };
    TestPages::of(TestStudy::file_with(&new))
}

fn home(pages: &TestPages) -> Told {
    let told = pages.get_at("/");
    assert_eq!(told.status, StatusCode::OK, "{}", told.body);
    assert!(!told.body.contains(" style=") && !told.body.contains(" onclick="));
    told
}

#[test]
fn somebody_without_a_name_is_asked_for_it_first() {
    let pages = TestPages::nameless();
    let told = pages.get_at("/");
    assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, "/name?to=/"));
    let asked = pages.get_at("/name?to=/open");
    assert!(asked.words().contains("Who is at the screen?"));
    assert!(asked.body.contains("value=\"/open\""));
    let told = pages.post_at("/name", &[("name", "  "), ("to", "/open")]);
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.words().contains("A name is needed"));
    let told = pages.post_at("/name", &[("name", " Ada  Lovelace "), ("to", "//evil.test")]);
    assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(pages.app.person().as_deref(), Some("Ada Lovelace"));
}

#[test]
fn with_nothing_there_three_ways_to_begin_are_shown() {
    let pages = TestPages::new();
    pages.post_at("/close", &[("key", &pages.key)]);
    pages.post_at("/forget", &[("place", &file(&pages))]);
    let _said = home(&pages);
    let words = home(&pages).words();
    for way in ["Begin a study", "Open a study", "Look around in the demo", "How a study goes"] {
        assert!(words.contains(way), "{way}: {words}");
    }
}

#[test]
fn a_study_that_is_closed_is_known_and_can_be_opened_again() {
    let pages = TestPages::new();
    let words = home(&pages).words();
    assert!(words.contains("A study for a test") && words.contains("0 sources"), "{words}");
    pages.post_at("/close", &[("key", &pages.key)]);
    let words = home(&pages).words();
    assert!(words.contains("Closed “A study for a test”"), "{words}");
    assert!(words.contains("From before"), "{words}");
    assert_eq!(pages.get("codes").status, StatusCode::NOT_FOUND);
    let told = pages.post_at("/open", &[("place", &file(&pages))]);
    assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, &*pages.path("")));
    pages.page("codes");
}

#[test]
fn an_encrypted_study_asks_for_its_passphrase_and_never_in_an_address() {
    let pages = encrypted();
    let place = file(&pages);
    pages.post_at("/close", &[("key", &pages.key)]);
    let words = home(&pages).words();
    assert!(words.contains("encrypted") && !words.contains("In confidence 0"), "{words}");
    let told = pages.post_at("/open", &[("place", &place)]);
    assert!(told.location().starts_with("/unlock?place="), "{told:?}");
    let asked = pages.get_at(told.location());
    assert!(asked.words().contains("is encrypted"));
    let told = pages.post_at("/open", &[("place", &place), ("passphrase", "a wrong guess")]);
    assert_eq!(told.status, StatusCode::FORBIDDEN);
    assert!(told.words().contains("does not open with this passphrase"), "{}", told.words());
    assert!(!told.body.contains("a wrong guess"));
    let told = pages.post_at("/open", &[("place", &place), ("passphrase", "several plain words")]);
    assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, &*pages.path("")));
}

#[test]
fn what_is_not_there_or_no_study_is_refused_with_a_way_on() {
    let pages = TestPages::new();
    let told = pages.post_at("/open", &[("place", "gone.trefoil")]);
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.words().contains("There is no study at"), "{}", told.words());
    std::fs::write(pages.home.path().join("notes.trefoil"), "just some notes, and more").unwrap();
    let told = pages.post_at("/open", &[("place", "notes.trefoil")]);
    assert!(told.words().contains("is not a Trefoil study"), "{}", told.words());
    assert!(!told.words().contains("trefoil new"), "{}", told.words());
    let server = "postgres://ada:secret@127.0.0.1:1/x";
    let told = pages.post_at("/open", &[("place", server)]);
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!told.body.contains("secret"), "{}", told.words());
}

#[test]
fn folders_are_looked_into() {
    let pages = TestPages::new();
    std::fs::create_dir(pages.home.path().join("ward")).unwrap();
    std::fs::copy(pages.study.path(), pages.home.path().join("copy.trefoil")).unwrap();
    let told = pages.get_at("/open");
    assert!(told.words().contains("copy.trefoil") && told.words().contains("ward"));
    let told = pages.post_at("/open", &[("place", "ward")]);
    assert!(told.location().starts_with("/open?folder="), "{told:?}");
    assert!(pages.get_at(told.location()).words().contains("No studies lie in this folder"));
    let told = pages.get_at("/open?folder=/not/there");
    assert_eq!(told.status, StatusCode::NOT_FOUND);
    assert!(told.words().contains("The folder /not/there is not there."), "{}", told.words());
}

#[test]
fn a_study_is_begun_and_an_existing_file_is_left_alone() {
    let pages = TestPages::new();
    assert!(pages.get_at("/new").words().contains("Reflexive thematic analysis"));
    let fields = [("title", "Ward visits, 2026"), ("method", "codebook")];
    let told = pages.post_at("/new", &fields);
    assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, "/study/ward-visits-2026"));
    let words = pages.get_at("/study/ward-visits-2026").words();
    assert!(words.contains("Began the study “Ward visits, 2026”"), "{words}");
    assert!(words.contains("Codebook thematic analysis"), "{words}");
    let told = pages.post_at("/new", &fields);
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.words().contains("is already there. It was not changed."), "{}", told.words());
    assert!(told.body.contains("value=\"Ward visits, 2026\""));
}

#[test]
fn a_study_is_not_begun_with_passphrases_that_differ_or_places_that_are_none() {
    let pages = TestPages::new();
    let refused = |fields: &[(&str, &str)], words: &str| {
        let told = pages.post_at("/new", fields);
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.words());
        assert!(told.words().contains(words), "{words}: {}", told.words());
        assert!(!told.body.contains("one phrase"), "a passphrase comes back");
    };
    refused(&[("title", " ")], "A study needs a title.");
    let differ = [("title", "One"), ("passphrase", "one phrase"), ("again", "another")];
    refused(&differ, "The two passphrases differ");
    refused(&[("title", "One"), ("folder", "/not/there")], "There is no folder /not/there.");
    refused(&[("title", "One"), ("file", "../one")], "cannot be the name of a file");
    refused(&[("title", "One"), ("server", "elsewhere")], "not the address of a server");
    let both = [
        ("title", "One"),
        ("server", "postgres://h/d?study=one"),
        ("passphrase", "one phrase"),
        ("again", "one phrase"),
    ];
    refused(&both, "cannot have a passphrase");
    assert!(
        pages
            .home
            .path()
            .read_dir()
            .unwrap()
            .flatten()
            .all(|entry| { entry.path().extension().is_none_or(|ending| ending != "trefoil") })
    );
}

#[test]
fn an_encrypted_study_is_begun() {
    let pages = TestPages::new();
    let fields = [
        ("title", "Kept"),
        ("file", "kept"),
        ("passphrase", "several plain words"),
        ("again", "several plain words"),
    ];
    assert_eq!(pages.post_at("/new", &fields).location(), "/study/kept");
    let start = std::fs::read(pages.home.path().join("kept.trefoil")).expect("the file is there");
    assert!(!start.starts_with(b"SQLite format 3"));
}

#[test]
fn how_pages_look_is_kept_in_a_cookie() {
    let pages = TestPages::new();
    let told =
        pages.post_at("/look", &[("theme", "dark"), ("contrast", "more"), ("_back", "/new")]);
    assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, "/new"));
    let cookie = told.headers.get("set-cookie").and_then(|cookie| cookie.to_str().ok());
    assert!(cookie.is_some_and(|cookie| cookie.starts_with("trefoil-look=dark-more;")));
    let told = pages.post_at("/look", &[("theme", "x;y"), ("_back", "//evil.test")]);
    assert_eq!(told.location(), "/");
}

#[test]
fn the_demo_is_opened_where_it_was_made_before() {
    let pages = TestPages::new();
    assert_eq!(pages.get_at("/demo").location(), "/");
    let folder = pages.home.path().join("demo");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(pages.study.path(), folder.join(trefoil_demo::FILE_NAME)).unwrap();
    assert!(home(&pages).words().contains("Go on in the demo"));
    let told = pages.post_at("/demo", &[]);
    assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, "/study/demo"));
}

#[test]
fn a_study_whose_file_was_taken_away_makes_place_for_another() {
    let pages = TestPages::new();
    let fields = [("title", "One"), ("file", "one")];
    assert_eq!(pages.post_at("/new", &fields).location(), "/study/one");
    let path = pages.home.path().join("one.trefoil");
    let taken = |path: &std::path::Path| {
        for end in ["", "-wal", "-shm", "-lock"] {
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
    };
    taken(&path);
    assert!(home(&pages).body.contains("/study/one"), "it is still listed, to be closed");
    let told = pages.post_at("/study/one/do/code.add", &[("name", "Lost")]);
    assert_eq!(told.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(told.words().contains("no longer there"), "{}", told.words());
    let fields = [("title", "Another"), ("file", "one")];
    assert_eq!(pages.post_at("/new", &fields).location(), "/study/one");
    assert!(pages.get_at("/study/one").words().contains("Another"));
    assert_eq!(pages.app.all().len(), 2, "the first study of the test, and the new one");
    taken(&path);
    let place = path.display().to_string();
    let told = pages.post_at("/open", &[("place", &place)]);
    assert!(told.words().contains("There is no study at"), "{}", told.words());
}

#[test]
fn a_study_that_is_open_is_found_under_any_spelling_and_asks_for_no_passphrase_again() {
    let pages = encrypted();
    let path = file(&pages);
    let (folder, name) = path.rsplit_once('/').expect("a whole path");
    let told = pages.post_at("/open", &[("place", &format!("{folder}/./{name}"))]);
    assert_eq!(told.location(), pages.path(""));
    let told = pages.post_at(
        "/open",
        &[("place", &format!("{folder}/../{}/{name}", folder.rsplit('/').next().unwrap()))],
    );
    assert_eq!(told.location(), pages.path(""));
    assert_eq!(pages.app.all().len(), 1);
}
