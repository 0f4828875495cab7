//! The door: one request outside any study.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use trefoil_core::clock::Clock;
use trefoil_core::error::Error;

use crate::assets;
use crate::look::Look;
use crate::security::{Nonce, SessionKey, see_other};
use crate::session::Flash;
use crate::state::App;
use crate::trouble::Answer;
use crate::words::encode;

/// One request outside any study.
#[derive(Debug, Clone)]
pub(super) struct Door {
    /// The server.
    pub(super) app: App,
    /// The headers that came.
    pub(super) headers: HeaderMap,
    session: String,
    nonce: String,
    path: String,
}

/// What a page outside any study has around it.
#[derive(Debug, Clone)]
pub(super) struct Around {
    /// What the addresses of assets begin with.
    pub(super) assets: &'static str,
    /// The page's nonce.
    pub(super) nonce: String,
    /// How it looks.
    pub(super) look: Look,
    /// Who sits before the screen, where that is known.
    pub(super) person: String,
    /// What this page shall say first.
    pub(super) said: Option<Flash>,
    /// What was refused, when a form comes back.
    pub(super) refusal: Option<Refusal>,
    /// The moment now, in epoch milliseconds.
    pub(super) now: i64,
}

/// Why something was not done.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    /// What happened, to which thing.
    pub(super) message: String,
    /// What can be done now.
    pub(super) hint: String,
}

impl FromRequestParts<App> for Door {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let extension = |key: Option<&SessionKey>| key.map(|key| key.0.clone()).unwrap_or_default();
        Ok(Self {
            app: app.clone(),
            headers: parts.headers.clone(),
            session: extension(parts.extensions.get()),
            nonce: parts.extensions.get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default(),
            path: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        })
    }
}

impl Door {
    /// What the page has around it; takes what it shall say first.
    pub(super) fn around(&self) -> Around {
        // A form that looks ahead in the background must not swallow what was not seen yet.
        let ahead = crate::desk::looks_ahead(&self.headers);
        Around {
            assets: assets::base(),
            nonce: self.nonce.clone(),
            look: Look::of(&self.headers),
            person: self.app.person().unwrap_or_default(),
            said: if ahead { None } else { self.app.sessions().take(&self.session) },
            refusal: None,
            now: now(),
        }
    }

    /// What a page has around it that shows a form again, with why it was refused.
    pub(super) fn refusing(&self, error: &Error) -> Around {
        let refusal = Refusal {
            message: error.to_string(),
            hint: error.hint_text().unwrap_or_default().to_owned(),
        };
        Around { refusal: Some(refusal), ..self.around() }
    }

    /// Where a person without a name is sent first.
    pub(super) fn asks_for_name(&self) -> Option<Response> {
        let nobody = self.app.person().is_none();
        nobody.then(|| see_other(&format!("/name?to={}", encode(&self.path))))
    }

    /// Keeps what the next page shall say.
    pub(super) fn say(&self, said: impl Into<String>, notices: Vec<String>) {
        let flash = Flash { said: said.into(), notices, undo: false };
        self.app.sessions().say(&self.session, flash);
    }
}

/// Renders a page.
pub(super) fn page(page: &impl Template) -> Answer {
    Ok(Html(page.render()?).into_response())
}

/// Renders a page that shows a form again.
pub(super) fn again(status: StatusCode, page: &impl Template) -> Answer {
    Ok((status, Html(page.render()?)).into_response())
}

/// The moment now, in epoch milliseconds.
pub(super) fn now() -> i64 {
    Clock::System.now()
}
