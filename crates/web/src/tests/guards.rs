//! Who is let in, and from where: asked of pages, changes and assets alike.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};

use crate::testing::TestPages;

const OWN: &str = "127.0.0.1:4000";

fn request(method: Method, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut builder = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Body::empty()).expect("a request")
}

#[test]
fn without_a_session_nothing_of_a_study_is_told() {
    let pages = TestPages::new();
    for path in ["/", &pages.path(""), &pages.path("codes"), &pages.path("events"), "/nowhere"] {
        let told = pages.ask(request(Method::GET, path, &[("host", OWN)]));
        assert_eq!(told.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(!told.body.contains("A study for a test"), "{path}");
        let forged = [("host", OWN), ("cookie", "trefoil-4000=guessed")];
        assert_eq!(pages.ask(request(Method::GET, path, &forged)).status, StatusCode::UNAUTHORIZED);
    }
}

#[test]
fn another_name_for_this_computer_is_refused() {
    let pages = TestPages::new();
    for host in ["evil.test", "evil.test:4000", "127.0.0.1:4001", "localhost.evil.test:4000", ""] {
        let told = pages.ask(request(Method::GET, "/", &[("host", host)]));
        assert_eq!(told.status, StatusCode::FORBIDDEN, "{host}");
    }
    let told = pages.ask(request(Method::GET, "/", &[]));
    assert_eq!(told.status, StatusCode::FORBIDDEN, "no host at all");
    for host in ["localhost:4000", "[::1]:4000", OWN] {
        let told = pages.ask(request(Method::GET, "/", &[("host", host)]));
        assert_eq!(told.status, StatusCode::UNAUTHORIZED, "{host}");
    }
}

#[test]
fn a_change_from_another_page_is_refused_and_changes_nothing() {
    let pages = TestPages::new();
    let before = pages.study.dump();
    for (origin, site) in [
        ("http://evil.test", "cross-site"),
        ("http://127.0.0.1:4001", "same-site"),
        ("null", "cross-site"),
        ("http://127.0.0.1:4000", "cross-site"),
    ] {
        let mut builder = pages.request(Method::POST, &pages.path("do/code.add"));
        let headers = builder.headers_mut().expect("a request under way");
        headers.insert("origin", origin.parse().unwrap());
        headers.insert("sec-fetch-site", site.parse().unwrap());
        headers.insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
        let told = pages.ask(builder.body(Body::from("name=Forged")).unwrap());
        assert_eq!(told.status, StatusCode::FORBIDDEN, "{origin} {site}");
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::POST] {
        let mut builder = pages.request(method.clone(), &pages.path("codes"));
        builder.headers_mut().unwrap().remove("origin");
        builder.headers_mut().unwrap().remove("sec-fetch-site");
        let told = pages.ask(builder.body(Body::empty()).unwrap());
        assert_eq!(told.status, StatusCode::FORBIDDEN, "{method}");
    }
    assert_eq!(pages.study.dump(), before);
}

#[test]
fn a_login_link_works_once_and_leads_nowhere_else() {
    let pages = TestPages::new();
    let link = pages.app.sessions().link("/study/x?a=1");
    let follow = |link: &str| pages.ask(request(Method::GET, link, &[("host", OWN)]));
    let first = follow(&link);
    assert_eq!((first.status, first.location()), (StatusCode::SEE_OTHER, "/study/x?a=1"));
    let cookie = first.headers["set-cookie"].to_str().unwrap().to_owned();
    for word in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    let again = follow(&link);
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    assert!(again.headers.get("set-cookie").is_none());
    let key = pages.app.sessions().link("/");
    let elsewhere = key.replace("to=/", "to=https://evil.test/");
    assert_eq!(follow(&elsewhere).location(), "/");
    let key = pages.app.sessions().link("/");
    assert_eq!(follow(&key.replace("to=/", "to=//evil.test")).location(), "/");
}

#[test]
fn paths_do_not_leave_their_place() {
    let pages = TestPages::new();
    let base = crate::assets::base();
    for path in [
        "/assets/x/../../Cargo.toml",
        "/assets/x/..%2f..%2fCargo.toml",
        "/assets/x/%2e%2e/%2e%2e/src/lib.rs",
        "/assets/x//etc/passwd",
        "/assets/x/js/../../src/lib.rs",
        "/study/..%2f..%2fetc/codes",
        "/study/nothing/codes",
    ] {
        let told = pages.get_at(path);
        assert!(told.status.is_client_error(), "{path}: {}", told.status);
        assert!(!told.body.contains("[package]") && !told.body.contains("root:"), "{path}");
    }
    assert_eq!(pages.get_at(&format!("{base}/trefoil.css")).status, StatusCode::OK);
    assert_eq!(pages.get_at(&format!("{base}/js/main.js")).status, StatusCode::OK);
}

#[test]
fn a_page_to_go_back_to_is_never_another_site() {
    let pages = TestPages::new();
    let fields = [("name", "A code"), ("_back", "https://evil.test/")];
    assert_eq!(pages.post("do/code.add", &fields).location(), "/");
}

#[test]
fn a_script_of_a_participant_stays_words() {
    let pages = TestPages::new();
    let name = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    pages.post("do/code.add", &[("name", name), ("definition", name)]);
    for path in ["codes", "", "history"] {
        let body = pages.page(path).body;
        assert!(!body.contains("<script>alert") && !body.contains("<img src=x"), "{path}");
    }
}

#[test]
fn an_old_page_does_not_undo_what_was_done_elsewhere_since() {
    let pages = TestPages::new();
    pages.post("do/code.add", &[("name", "First")]);
    let words = "name=\"_last\" value=\"";
    let page = pages.page("codes").body;
    let last = page.split(words).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    assert!(last.contains("First"), "{last}");
    pages.post("do/code.add", &[("name", "Second")]);
    let before = pages.study.dump();
    let last = last.replace("&#34;", "\"");
    let told = pages.post("undo", &[("_last", last.as_str())]);
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.words().contains("You did something else since"), "{}", told.words());
    assert_eq!(pages.study.dump(), before);
    pages.post("undo", &[("_last", "Added the code “Second”")]);
    assert!(!pages.page("codes").body.contains("Second</a>"));
}
