//! Who may ask, and what a browser may do with an answer.
//!
//! Every request passes here first. The `Host` must be this server's own, which stops other names
//! that lead to loopback; a change must come from one of our own pages, by `Origin` and by
//! `Sec-Fetch-Site`; everything but the login link and the assets needs the session cookie. Every
//! answer carries the same strict headers, and pages a policy with a fresh nonce.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST, HeaderName, HeaderValue,
    LOCATION, ORIGIN, REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::session::{cookie_name, random};
use crate::state::App;
use crate::trouble::Trouble;

/// A page's nonce: scripts that carry it may run, and what they import; nothing else, so nothing
/// that is kept in a study can be a script.
#[derive(Debug, Clone)]
pub(crate) struct Nonce(pub(crate) String);

/// The secret of the browser that asks.
#[derive(Debug, Clone)]
pub(crate) struct SessionKey(pub(crate) String);

/// Guards every route.
pub(crate) async fn guard(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let nonce = random();
    request.extensions_mut().insert(Nonce(nonce.clone()));
    let answer = match check(&app, &mut request) {
        Ok(()) => next.run(request).await,
        Err(refusal) => *refusal,
    };
    with_headers(answer, &nonce)
}

fn check(app: &App, request: &mut Request) -> Result<(), Box<Response>> {
    let refuse = |status, words| Err(Box::new(plain(status, words)));
    if !is_own_host(request.headers(), app.address()) {
        return refuse(StatusCode::FORBIDDEN, "This address is not the server's own name.");
    }
    if !is_safe(request.method()) && !is_own_page(request.headers(), app.address()) {
        return refuse(StatusCode::FORBIDDEN, "Changes are taken from Trefoil's own pages only.");
    }
    let path = request.uri().path();
    if path == "/login" || path.starts_with("/assets/") {
        return Ok(());
    }
    let session = cookie(request.headers(), &cookie_name(app.port()));
    match session.filter(|session| app.sessions().knows(session)) {
        Some(session) => {
            request.extensions_mut().insert(SessionKey(session));
            Ok(())
        }
        None => refuse(
            StatusCode::UNAUTHORIZED,
            "This window has no session. Follow the link that the program printed; each link \
             works once, and ends with the program. `trefoil serve` prints a new one.",
        ),
    }
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Whether the request names this server, and not something that merely leads to it.
fn is_own_host(headers: &HeaderMap, address: SocketAddr) -> bool {
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return false };
    own_names(address).any(|name| name.eq_ignore_ascii_case(host))
}

/// The names under which browsers of this computer reach the server; any address of the loopback
/// network may be the one that it listens on.
fn own_names(address: SocketAddr) -> impl Iterator<Item = String> {
    let usual = ["127.0.0.1", "localhost", "[::1]"];
    let usual = usual.into_iter().map(move |name| format!("{name}:{}", address.port()));
    // Browsers leave the usual port away.
    usual
        .chain([address.to_string()])
        .map(|name| name.strip_suffix(":80").map(ToOwned::to_owned).unwrap_or(name))
}

/// Whether a change was asked for by one of our own pages. A browser always says one of the two.
fn is_own_page(headers: &HeaderMap, address: SocketAddr) -> bool {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text(&HeaderName::from_static("sec-fetch-site"));
    if site.is_some_and(|site| site != "same-origin") {
        return false;
    }
    match text(&ORIGIN) {
        Some(origin) => own_names(address).any(|name| origin == format!("http://{name}")),
        None => site == Some("same-origin"),
    }
}

/// The value of a cookie that a browser sent.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value.to_owned())
}

fn plain(status: StatusCode, words: &'static str) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response()
}

/// What every answer carries; a handler that needs a policy of its own has set it already.
fn with_headers(mut answer: Response<Body>, nonce: &str) -> Response {
    let headers = answer.headers_mut();
    let fixed = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "SAMEORIGIN"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), usb=(), payment=()",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if !headers.contains_key(CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&policy(nonce))
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    answer
}

fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; \
         img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; frame-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )
}

/// The words of a login link.
#[derive(Debug, Deserialize)]
pub(crate) struct Login {
    key: String,
    #[serde(default)]
    to: String,
}

/// Follows a login link: spends its key, sets the cookie and goes on to the page.
pub(crate) async fn login(
    State(app): State<App>,
    headers: HeaderMap,
    Query(login): Query<Login>,
) -> Response {
    let to = local_path(&login.to);
    let Some(session) = app.sessions().enter(&login.key) else {
        // A second click on the same link by the same browser is not an attack.
        let known = cookie(&headers, &cookie_name(app.port()))
            .is_some_and(|session| app.sessions().knows(&session));
        return if known {
            see_other(&to)
        } else {
            plain(
                StatusCode::FORBIDDEN,
                "This link was used already, or is not from this run of the program. Each link \
                 works once: go back to the window that has it open, or start the program again.",
            )
        };
    };
    let cookie =
        format!("{}={session}; Path=/; HttpOnly; SameSite=Strict", cookie_name(app.port()));
    let mut answer = see_other(&to);
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().insert(SET_COOKIE, cookie);
    }
    answer
}

/// A path on this server: never another site, however it is written.
pub(crate) fn local_path(to: &str) -> String {
    let fits = to.starts_with('/')
        && !to.starts_with("//")
        && !to.contains('\\')
        && to.chars().all(|c| !c.is_control());
    if fits { to.to_owned() } else { "/".to_owned() }
}

/// Sends the browser to a path on this server, with GET.
pub(crate) fn see_other(to: &str) -> Response {
    let place = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, place)]).into_response()
}

/// What is not there.
pub(crate) async fn nothing_here() -> Trouble {
    Trouble::from(trefoil_core::error::Error::not_found("There is no such page.").hint(
        "Go back, or begin from the overview. If a link brought you here, what it was about may \
         have been removed since.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_server_are_gone_to() {
        assert_eq!(local_path("/study/demo?a=1#b"), "/study/demo?a=1#b");
        for hostile in
            ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:x", "", "/\r\nX: y"]
        {
            assert_eq!(local_path(hostile), "/", "{hostile:?}");
        }
    }

    #[test]
    fn a_change_must_come_from_our_own_page() {
        let asks = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            is_own_page(&headers, SocketAddr::from(([127, 0, 0, 1], 4000)))
        };
        assert!(asks(&[("origin", "http://127.0.0.1:4000"), ("sec-fetch-site", "same-origin")]));
        assert!(asks(&[("origin", "http://localhost:4000")]));
        assert!(asks(&[("sec-fetch-site", "same-origin")]));
        assert!(!asks(&[]));
        assert!(!asks(&[("origin", "null"), ("sec-fetch-site", "same-origin")]));
        assert!(!asks(&[("origin", "http://127.0.0.1:4001")]));
        assert!(!asks(&[("origin", "http://127.0.0.1:4000"), ("sec-fetch-site", "same-site")]));
        assert!(!asks(&[("origin", "https://127.0.0.1:4000")]));
    }

    #[test]
    fn the_address_that_is_listened_on_is_a_name_of_its_own() {
        let knows = |listen: &str, host: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static(host));
            is_own_host(&headers, listen.parse().unwrap())
        };
        assert!(knows("127.0.0.2:4000", "127.0.0.2:4000"));
        assert!(knows("127.0.0.2:4000", "localhost:4000"));
        assert!(!knows("127.0.0.1:4000", "127.0.0.2:4000"));
        assert!(knows("[::1]:4000", "[::1]:4000"));
        assert!(knows("127.0.0.1:80", "127.0.0.1") && !knows("127.0.0.1:4000", "127.0.0.1"));
        assert!(knows("127.0.0.1:8080", "127.0.0.1:8080"));
    }
}
