//! Every page that links lead to, in a study with something of everything.
//!
//! A page that nobody thought of here is found all the same, as soon as something leads to it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::StatusCode;
use scraper::{Html, Selector};

use crate::testing::{TestPages, Told, forms, links, misfits};

/// Of addresses that differ only in their ids, so many are visited.
const OF_A_KIND: usize = 4;

/// Visits everything that can be reached from the first pages; of addresses that differ only in
/// their ids so many.
pub(super) fn crawl(
    pages: &TestPages,
    of_a_kind: usize,
    mut each: impl FnMut(&str, &Told),
) -> usize {
    let mut waiting: VecDeque<String> = ["/".to_owned(), pages.path("")].into();
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut visited = 0;
    while let Some(path) = waiting.pop_front() {
        if path.ends_with("/events") {
            continue;
        }
        let visits = kinds.entry(kind(&path)).or_default();
        *visits += 1;
        if *visits > of_a_kind {
            continue;
        }
        let told = pages.get_at(&path);
        visited += 1;
        each(&path, &told);
        let found = if is_page(&told) { links(&told.body) } else { Vec::new() };
        let moved = Some(told.location().to_owned()).filter(|to| !to.is_empty());
        for link in found.into_iter().chain(moved) {
            let link = link.split('#').next().unwrap_or_default().to_owned();
            let link = if link.starts_with('?') {
                format!("{}{link}", path.split('?').next().unwrap_or_default())
            } else {
                link
            };
            if link.starts_with('/') && seen.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
    }
    visited
}

fn is_page(told: &Told) -> bool {
    let kind = told.headers.get("content-type").and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// An address without its ids and values.
fn kind(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts = path
        .split('/')
        .map(|part| if part.parse::<trefoil_core::id::Id>().is_ok() { "{id}" } else { part });
    let names = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    format!("{}?{}", parts.collect::<Vec<_>>().join("/"), names.collect::<Vec<_>>().join("&"))
}

#[test]
fn every_page_that_a_link_leads_to_is_there_sound_and_guarded() {
    let pages = TestPages::demo();
    let mut troubles = Vec::new();
    let visited = crawl(&pages, OF_A_KIND, |path, told| {
        if !matches!(told.status, StatusCode::OK | StatusCode::SEE_OTHER) {
            troubles.push(format!("{path}: {} {}", told.status, told.words()));
        }
        troubles.extend(unguarded(told).map(|header| format!("{path}: no {header}")));
        if is_page(told) {
            troubles
                .extend(misfits(&forms(&told.body)).into_iter().map(|m| format!("{path}: {m}")));
            troubles.extend(unsound(told).into_iter().map(|m| format!("{path}: {m}")));
        }
    });
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
    assert!(visited > 60, "only {visited} addresses were found: links are missing");
}

/// The headers that an answer lacks.
fn unguarded(told: &Told) -> impl Iterator<Item = &'static str> + '_ {
    [
        "content-security-policy",
        "x-content-type-options",
        "x-frame-options",
        "referrer-policy",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "permissions-policy",
        "cache-control",
    ]
    .into_iter()
    .filter(|header| !told.headers.contains_key(*header))
}

/// What no page may have: other sites' things, styles and scripts of its own, ids twice, no title.
fn unsound(told: &Told) -> Vec<String> {
    let html = Html::parse_document(&told.body);
    let select = |text: &str| Selector::parse(text).expect("a selector");
    let mut found = Vec::new();
    let is_report = told.body.contains("<meta name=\"generator\"");
    if !is_report {
        for element in html.select(&select("[style], [onclick], [onload], style")) {
            found.push(format!("has {}", element.html().chars().take(80).collect::<String>()));
        }
    }
    for element in html.select(&select("[src], link[href], form[action]")) {
        let to = ["src", "href", "action"].iter().find_map(|name| element.attr(name)).unwrap_or("");
        if to.contains("//") {
            found.push(format!("loads from elsewhere: {to}"));
        }
    }
    let policy = told.headers.get("content-security-policy").and_then(|p| p.to_str().ok());
    let nonce = policy.and_then(|policy| policy.split("'nonce-").nth(1)?.split('\'').next());
    for script in html.select(&select("script:not([type='application/json'])")) {
        if script.attr("nonce") != nonce || script.attr("src").is_none() {
            found.push("a script that the policy does not know".to_owned());
        }
    }
    let mut ids = BTreeSet::new();
    for element in html.select(&select("[id]")) {
        let id = element.attr("id").unwrap_or_default();
        if !ids.insert(id.to_owned()) {
            found.push(format!("the id {id} stands twice"));
        }
    }
    if html.select(&select("h1")).count() != 1 {
        found.push(format!("{} first headings", html.select(&select("h1")).count()));
    }
    found
}

#[test]
fn an_invented_study_says_so_on_every_page() {
    let pages = TestPages::demo();
    let root = pages.path("");
    crawl(&pages, OF_A_KIND, |path, told| {
        if path.starts_with(&root) && is_page(told) && told.status == StatusCode::OK {
            assert!(told.body.to_lowercase().contains("synthetic"), "{path}");
        }
    });
}
