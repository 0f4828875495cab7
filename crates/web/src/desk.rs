//! The desk: one request's view of one study.
//!
//! A handler takes a [`Desk`] and what is in the address. [`Desk::look`] reads one consistent
//! moment for the page and its frame together; [`Desk::page`] renders. Everything that waits for
//! the disk runs on a thread that may wait.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::{Html, IntoResponse, Response};
use trefoil_core::care::pseudonym::KeyAccess;
use trefoil_core::clock::moment;
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::storage::Reader;
use trefoil_core::study::{Session, Study};

use crate::assets;
use crate::frame::{Frame, Station};
use crate::look::Look;
use crate::security::{Nonce, SessionKey, see_other};
use crate::state::{App, Open};
use crate::trouble::{Answer, Trouble, wants_json};
use crate::words::encode;

/// One request's view of one study.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The server.
    pub app: App,
    /// The study.
    pub open: Arc<Open>,
    /// Who sits before the screen.
    pub person: String,
    /// The headers that came.
    pub headers: HeaderMap,
    pub(crate) session: String,
    nonce: String,
    path: String,
}

impl FromRequestParts<App> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let names = Path::<HashMap<String, String>>::from_request_parts(parts, app).await;
        let key = names.ok().and_then(|mut names| names.remove("key")).unwrap_or_default();
        let open = app.find(&key).map_err(|error| Trouble::from(error).into_response())?;
        let path = whole_path(&key, parts);
        let Some(person) = app.person() else {
            return Err(see_other(&format!("/name?to={}", encode(&path))));
        };
        let session = extension::<SessionKey>(parts).map(|key| key.0).unwrap_or_default();
        if somebody_acts(parts) {
            app.keyring().used(&session, &key, open.study.clock().now());
        }
        if parts.method == Method::GET && !looks_ahead(&parts.headers) {
            app.sessions().visit(&session, path.split('?').next().unwrap_or_default());
        }
        Ok(Self {
            app: app.clone(),
            open,
            person,
            headers: parts.headers.clone(),
            session,
            nonce: extension::<Nonce>(parts).map(|nonce| nonce.0).unwrap_or_default(),
            path,
        })
    }
}

/// The address that was asked for. Nested routes see only what comes behind the study's key.
fn whole_path(key: &str, parts: &Parts) -> String {
    let rest = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let rest = match rest.strip_prefix('/') {
        Some(query) if query.is_empty() || query.starts_with('?') => query,
        _ => rest,
    };
    format!("/study/{key}{rest}")
}

/// Whether a script fetches the page in the background, and nobody looks at it yet.
pub(crate) fn looks_ahead(headers: &HeaderMap) -> bool {
    ["x-refresh", "x-form"].iter().any(|name| headers.contains_key(*name))
}

/// Whether a person asks, and not a window that keeps itself fresh.
fn somebody_acts(parts: &Parts) -> bool {
    let streams = parts.uri.path().ends_with("/events");
    let asks = parts.method == Method::GET && wants_json(&parts.headers);
    !streams && !asks && !parts.headers.contains_key("x-refresh")
}

fn extension<T: Clone + Send + Sync + 'static>(parts: &Parts) -> Option<T> {
    parts.extensions.get::<T>().cloned()
}

/// Runs what waits for the disk on a thread that may wait.
pub(crate) async fn wait_for<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(Error::new(
            Kind::Io,
            "Something in the program went wrong. What was acknowledged before is safe.",
        )
        .because(error)),
    }
}

impl Desk {
    /// The study.
    pub fn study(&self) -> Study {
        self.open.study.clone()
    }

    /// A session in which this person acts, with the key to the pseudonyms where it is unlocked.
    pub fn acting(&self) -> Session {
        let session = self.open.study.session(&self.person);
        match self.key() {
            Some(access) => session.with_key(access),
            None => session,
        }
    }

    /// The key to the pseudonyms, where this browser unlocked it.
    pub(crate) fn key(&self) -> Option<KeyAccess> {
        self.app.keyring().access(&self.session, &self.open.key, self.now())
    }

    /// The moment now, in epoch milliseconds.
    pub fn now(&self) -> i64 {
        self.open.study.clock().now()
    }

    /// Today as an ISO date.
    pub fn today(&self) -> String {
        moment(self.now()).chars().take(10).collect()
    }

    /// An address within the study.
    pub fn at(&self, path: &str) -> String {
        format!("/study/{}/{path}", self.open.key)
    }

    /// Reads one moment of the study.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let study = self.study();
        wait_for(move || study.read(work)).await
    }

    /// Reads one moment of the study for a page and its frame.
    pub async fn look<T: Send + 'static>(
        &self,
        station: Station,
        title: impl Into<String>,
        work: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
    ) -> Result<(Frame, T)> {
        let mut frame = self.frame(station, title.into());
        self.read(move |reader| {
            frame.fill(reader)?;
            Ok((frame, work(reader)?))
        })
        .await
    }

    fn frame(&self, station: Station, title: String) -> Frame {
        // What is fetched in the background must not swallow what the person has not seen yet.
        let flash =
            if looks_ahead(&self.headers) { None } else { self.app.sessions().take(&self.session) };
        Frame {
            assets: assets::base(),
            nonce: self.nonce.clone(),
            look: Look::of(&self.headers),
            title,
            station,
            key: self.open.key.clone(),
            root: format!("/study/{}", self.open.key),
            path: self.path.clone(),
            study: String::new(),
            synthetic: false,
            tentative: true,
            person: self.person.clone(),
            sent_to: self.open.sending.hosts(),
            last: None,
            undone: None,
            flash,
            change: 0,
            now: self.now(),
        }
    }

    /// Renders a page.
    pub fn page(&self, page: &impl Template) -> Answer {
        Ok(Html(page.render()?).into_response())
    }
}
