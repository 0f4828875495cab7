//! The name under which a person works: asked once, before anything else.

use askama::Template;
use axum::extract::{Form, Query};
use axum::http::StatusCode;
use serde::Deserialize;
use trefoil_core::error::Error;

use super::door::{Around, Door, again, page};
use crate::security::{local_path, see_other};
use crate::trouble::Answer;

/// The longest name that is taken.
const LONGEST: usize = 80;

/// The page.
#[derive(Template)]
#[template(path = "start/name.html")]
struct NamePage {
    around: Around,
    /// What stands in the field.
    typed: String,
    to: String,
    /// Whether somebody has a name already and changes it.
    changing: bool,
}

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub(super) struct Then {
    #[serde(default)]
    to: String,
}

/// Asks for the name.
pub(super) async fn show(door: Door, Query(then): Query<Then>) -> Answer {
    let known = door.app.person();
    let changing = known.is_some();
    let typed = known.or_else(|| door.app.options().suggested.clone()).unwrap_or_default();
    page(&NamePage { around: door.around(), typed, to: local_path(&then.to), changing })
}

/// What was typed.
#[derive(Debug, Deserialize)]
pub(super) struct Typed {
    name: String,
    #[serde(default)]
    to: String,
}

/// Takes the name and goes on.
pub(super) async fn set(door: Door, Form(typed): Form<Typed>) -> Answer {
    let to = local_path(&typed.to);
    let name = match cleaned(&typed.name) {
        Ok(name) => name,
        Err(error) => {
            let changing = door.app.person().is_some();
            let around = door.refusing(&error);
            let shown = NamePage { around, typed: typed.name, to, changing };
            return again(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    let app = door.app.clone();
    crate::desk::wait_for(move || {
        app.set_person(&name);
        Ok(())
    })
    .await?;
    Ok(see_other(&to))
}

/// A person's name as it is kept: with single spaces, on one line.
///
/// Errors: no name, or one that is too long.
pub(crate) fn cleaned(typed: &str) -> Result<String, Error> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Error::invalid("A name is needed before you begin.")
            .hint("Initials are enough: colleagues should know whom they stand for."));
    }
    if name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        return Err(Error::invalid(format!("A name has at most {LONGEST} letters.")));
    }
    Ok(name)
}
