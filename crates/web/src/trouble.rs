//! What went wrong, as a page or as JSON.
//!
//! A handler returns a core error; here its kind becomes a status, and the answer takes the form
//! that was asked for. The page says what happened, to which thing, and what can be done now; what
//! was typed is in it still, so nothing has to be typed again.

use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;
use trefoil_core::error::{Error, Kind};

use crate::assets;
use crate::look::Look;
use crate::security::Nonce;
use crate::state::App;

/// What went wrong on the way to an answer.
#[derive(Debug, Clone)]
pub struct Trouble {
    status: StatusCode,
    message: String,
    hint: String,
    /// What was typed, by field, for a form that was refused.
    typed: Vec<(String, String)>,
}

/// What a handler answers with.
pub(crate) type Answer = Result<Response, Trouble>;

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        let status = match error.kind() {
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Invalid | Kind::BadFile => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::Denied => StatusCode::FORBIDDEN,
            Kind::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Damaged | Kind::Io => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self {
            status,
            message: error.to_string(),
            hint: error.hint_text().unwrap_or_default().to_owned(),
            typed: Vec::new(),
        }
    }
}

impl From<askama::Error> for Trouble {
    fn from(error: askama::Error) -> Self {
        Error::new(Kind::Io, format!("The page could not be made: {error}.")).into()
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        Error::from(error).into()
    }
}

impl Trouble {
    /// Keeps what was typed.
    #[must_use]
    pub(crate) fn with_typed(mut self, typed: Vec<(String, String)>) -> Self {
        self.typed = typed;
        self
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut answer = self.status.into_response();
        answer.extensions_mut().insert(self);
        answer
    }
}

/// The page of what went wrong.
#[derive(Template)]
#[template(path = "layout/trouble.html")]
struct TroublePage {
    assets: &'static str,
    look: Look,
    nonce: String,
    trouble: Trouble,
    back: String,
}

/// Gives what went wrong the form that was asked for.
pub(crate) async fn tell(State(_): State<App>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let nonce = request.extensions().get::<Nonce>().map(|nonce| nonce.0.clone());
    let mut answer = next.run(request).await;
    let Some(trouble) = answer.extensions_mut().remove::<Trouble>() else { return answer };
    if wants_json(&headers) {
        let words = json!({ "error": trouble.message, "hint": trouble.hint });
        return (trouble.status, Json(words)).into_response();
    }
    let back = headers.get("referer").and_then(|from| from.to_str().ok());
    let back = back.and_then(path_of).unwrap_or_else(|| "/".to_owned());
    let status = trouble.status;
    let page = TroublePage {
        assets: assets::base(),
        look: Look::of(&headers),
        nonce: nonce.unwrap_or_default(),
        trouble,
        back,
    };
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => status.into_response(),
    }
}

/// The path of an address on this server.
pub(crate) fn path_of(address: &str) -> Option<String> {
    let rest = address.split_once("://")?.1;
    Some(crate::security::local_path(&rest[rest.find('/')?..]))
}

/// Whether a script asks, not a person.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("application/json"))
}
