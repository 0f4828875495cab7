//! How pages look: the choice is kept in a cookie of this browser.

use axum::extract::Form;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use serde::Deserialize;

use super::door::Door;
use crate::look::{COOKIE, Look};
use crate::security::{local_path, see_other};
use crate::trouble::{Answer, path_of};

/// What was chosen.
#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    theme: String,
    #[serde(default)]
    contrast: String,
    #[serde(rename = "_back")]
    back: Option<String>,
}

/// Keeps the choice for a year.
pub(super) async fn set(door: Door, Form(chosen): Form<Chosen>) -> Answer {
    let look = Look::parse(&format!("{}-{}", chosen.theme, chosen.contrast));
    let cookie =
        format!("{COOKIE}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict", look.word());
    let from = || path_of(door.headers.get("referer")?.to_str().ok()?);
    let back = chosen.back.as_deref().map(local_path).or_else(from);
    let mut answer = see_other(back.as_deref().unwrap_or("/"));
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(answer)
}
