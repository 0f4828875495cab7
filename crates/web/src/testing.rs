//! Pages in tests: a study, a session, and answers without a network.
//!
//! [`TestPages`] asks the real router, guards included. [`TestPages::forms`] reads the forms of a
//! page, so that tests can hold each to the operation it is sent to.

use std::net::SocketAddr;
use std::sync::OnceLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use scraper::{Html, Selector};
use tempfile::TempDir;
use tokio_stream::StreamExt as _;
use tower::ServiceExt;
use trefoil_core::storage::Place;
use trefoil_core::study::operations;
use trefoil_testkit::TestStudy;

use crate::act::form;
use crate::router::router;
use crate::session::cookie_name;
use crate::state::{App, Options};

const PORT: u16 = 4000;

/// A study with its pages.
pub(crate) struct TestPages {
    pub(crate) study: TestStudy,
    pub(crate) key: String,
    pub(crate) app: App,
    /// The folder in which new studies are offered a place.
    pub(crate) home: tempfile::TempDir,
    router: Router,
    cookie: String,
    runtime: tokio::runtime::Runtime,
}

/// What a request answered.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// What was sent, as far as it is text.
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
}

impl Told {
    /// Where a redirect leads.
    pub(crate) fn location(&self) -> &str {
        self.headers.get("location").and_then(|place| place.to_str().ok()).unwrap_or_default()
    }

    /// The words of the page without its tags, spaces made one.
    pub(crate) fn words(&self) -> String {
        let html = Html::parse_document(&self.body);
        let text: Vec<&str> = html.root_element().text().collect();
        text.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A form on a page.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) action: String,
    /// The names of its fields, and of its buttons.
    pub(crate) names: Vec<String>,
}

impl TestPages {
    /// A small study in a file.
    pub(crate) fn new() -> Self {
        Self::of(TestStudy::file())
    }

    /// A small study, and nobody has said yet who they are.
    pub(crate) fn nameless() -> Self {
        Self::with(TestStudy::file(), None)
    }

    /// The demo, with something of everything in it.
    pub(crate) fn demo() -> Self {
        /// Made once and copied: each test works in a copy of its own.
        static MADE: OnceLock<TempDir> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let folder = tempfile::tempdir().expect("a temporary folder can be made");
            let place = Place::File(folder.path().join(trefoil_demo::FILE_NAME));
            trefoil_demo::make(&place, &mut |_| ()).expect("the demo can be made");
            folder
        });
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let name = trefoil_demo::FILE_NAME;
        std::fs::copy(made.path().join(name), folder.path().join(name)).expect("a copy");
        Self::of(TestStudy::opened(folder, name))
    }

    /// The pages of a study.
    pub(crate) fn of(study: TestStudy) -> Self {
        Self::with(study, Some("Ada".into()))
    }

    fn with(study: TestStudy, person: Option<String>) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        let folder = home.path().to_owned();
        let options = Options {
            listen: SocketAddr::from(([127, 0, 0, 1], PORT)),
            person,
            suggested: None,
            remember: |_| {},
            folder: folder.clone(),
            demo: folder.join("demo"),
            shelf: Some(folder.join("studies.json")),
        };
        let app = App::new(options, SocketAddr::from(([127, 0, 0, 1], PORT)));
        let key = app.hold(study.study().clone());
        let link = app.sessions().link("/");
        let secret = link.split(['=', '&']).nth(1).and_then(|key| app.sessions().enter(key));
        let cookie = format!("{}={}", cookie_name(PORT), secret.expect("a fresh link works"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime can be made");
        Self { study, key, home, router: router(app.clone()), app, cookie, runtime }
    }

    /// A path within the study.
    pub(crate) fn path(&self, path: &str) -> String {
        if path.is_empty() {
            format!("/study/{}", self.key)
        } else {
            format!("/study/{}/{path}", self.key)
        }
    }

    /// Sends any request.
    pub(crate) fn ask(&self, request: Request<Body>) -> Told {
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.expect("the router answers");
            let (parts, body) = answer.into_parts();
            let body = to_bytes(body, usize::MAX).await.expect("the body can be read");
            Told {
                status: parts.status,
                headers: parts.headers,
                body: String::from_utf8_lossy(&body).into_owned(),
                bytes: body.into(),
            }
        })
    }

    /// What an answer begins with that may never end, such as a stream of events.
    pub(crate) fn begins(&self, path: &str) -> String {
        let request = self.request(Method::GET, &self.path(path)).body(Body::empty());
        let request = request.expect("a request");
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.expect("the router answers");
            let mut body = answer.into_body().into_data_stream();
            let mut begun = String::new();
            let wait = std::time::Duration::from_millis(300);
            while let Ok(Some(Ok(piece))) = tokio::time::timeout(wait, body.next()).await {
                begun.push_str(&String::from_utf8_lossy(&piece));
            }
            begun
        })
    }

    /// A request as a browser with a session makes it.
    pub(crate) fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header("host", format!("127.0.0.1:{PORT}"))
            .header("origin", format!("http://127.0.0.1:{PORT}"))
            .header("sec-fetch-site", "same-origin")
            .header("cookie", &self.cookie)
    }

    /// Gets a page of the study.
    pub(crate) fn get(&self, path: &str) -> Told {
        self.get_at(&self.path(path))
    }

    /// Gets any page.
    pub(crate) fn get_at(&self, path: &str) -> Told {
        self.ask(self.request(Method::GET, path).body(Body::empty()).expect("a request"))
    }

    /// Sends a form.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Told {
        self.post_at(&self.path(path), fields)
    }

    /// Sends a form to any address.
    pub(crate) fn post_at(&self, path: &str, fields: &[(&str, &str)]) -> Told {
        let encode = |text: &str| crate::words::encode(text).replace('/', "%2F");
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let request = self
            .request(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")));
        self.ask(request.expect("a request"))
    }

    /// Sends JSON and wants JSON.
    pub(crate) fn post_json(&self, path: &str, body: &serde_json::Value) -> Told {
        let request = self
            .request(Method::POST, &self.path(path))
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .body(Body::from(body.to_string()));
        self.ask(request.expect("a request"))
    }

    /// Gets a page that must be there, and holds each of its forms to its operation.
    pub(crate) fn page(&self, path: &str) -> Told {
        let told = self.get(path);
        assert_eq!(told.status, StatusCode::OK, "{path}: {}", told.body);
        let misfits = misfits(&forms(&told.body));
        assert!(misfits.is_empty(), "{path}: {misfits:?}");
        assert!(!told.body.contains(" style="), "{path} has a style attribute");
        assert!(!told.body.contains(" onclick="), "{path} has an inline script");
        told
    }
}

/// The forms of a page.
pub(crate) fn forms(html: &str) -> Vec<Form> {
    let selector = |text| Selector::parse(text).expect("a selector");
    let (forms, fields, actions) = (
        selector("form[method=post]"),
        selector("input[name], select[name], textarea[name], button[name]"),
        selector("[formaction]"),
    );
    let html = Html::parse_document(html);
    let mut found = Vec::new();
    for form in html.select(&forms) {
        let names: Vec<String> =
            form.select(&fields).filter_map(|field| field.attr("name")).map(Into::into).collect();
        let own = form.attr("action").unwrap_or_default().to_owned();
        let others = form.select(&actions).filter_map(|button| button.attr("formaction"));
        for action in std::iter::once(own).chain(others.map(Into::into)) {
            found.push(Form { action, names: names.clone() });
        }
    }
    found
}

/// What does not fit between forms and the operations they are sent to.
pub(crate) fn misfits(forms: &[Form]) -> Vec<String> {
    let mut misfits = Vec::new();
    for found in forms {
        let Some((_, name)) = found.action.split_once("/do/") else { continue };
        match operations::by_name(name) {
            None => misfits.push(format!("no operation {name}")),
            Some(operation) => {
                let wrong = form::misfits(&operation.schema(), &found.names);
                misfits.extend(wrong.into_iter().map(|why| format!("{name}: {why}")));
            }
        }
    }
    misfits
}

/// The addresses that a page leads to: links, pictures, frames, scripts, and forms that only ask.
pub(crate) fn links(html: &str) -> Vec<String> {
    let html = Html::parse_document(html);
    let mut found = Vec::new();
    for (selector, attribute) in [
        ("a[href]", "href"),
        ("link[href]", "href"),
        ("[src]", "src"),
        ("form:not([method=post])[action]", "action"),
    ] {
        let selector = Selector::parse(selector).expect("a selector");
        found.extend(html.select(&selector).filter_map(|one| one.attr(attribute)).map(Into::into));
    }
    found
}
