//! Beginning a study: its title, its method, where it is kept, and whether it is encrypted.

use std::path::PathBuf;

use askama::Template;
use axum::extract::Form;
use axum::http::StatusCode;
use serde::Deserialize;
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::storage::Place;
use trefoil_core::study::{Method, NewStudy, Secret, Study};

use super::door::{Around, Door, again, page};
use super::place::{ENDING, file_name, whole};
use super::shelf::without_password;
use crate::desk::wait_for;
use crate::security::see_other;
use crate::state::App;
use crate::trouble::Answer;

/// The page.
#[derive(Template)]
#[template(path = "start/new.html")]
struct NewPage {
    around: Around,
    typed: Typed,
    methods: Vec<Way>,
}

/// A method to choose, explained.
struct Way {
    word: &'static str,
    name: &'static str,
    means: &'static str,
    chosen: bool,
}

/// What was typed. Not to be printed: it holds a passphrase.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    title: String,
    method: String,
    folder: String,
    file: String,
    server: String,
    passphrase: String,
    again: String,
}

/// The name of a method and what it means, in a line each.
fn explained(method: Method) -> (&'static str, &'static str) {
    match method {
        Method::Reflexive => (
            "Reflexive thematic analysis",
            "You make themes from close reading, and your own position is part of the work. \
             How far coders agree is not counted.",
        ),
        Method::Codebook => (
            "Codebook thematic analysis",
            "Codes are agreed early and used by several people, who may ask how far they agree.",
        ),
        Method::Framework => (
            "Framework method",
            "Every case is read for every theme, and what was found is written into a matrix.",
        ),
    }
}

/// The name of a method.
pub(crate) fn method_name(method: Method) -> &'static str {
    explained(method).0
}

fn methods(chosen: &str) -> Vec<Way> {
    let known = Method::ALL.iter().any(|method| method.word() == chosen);
    let chosen = if known { chosen } else { Method::Reflexive.word() };
    let way = |method: &Method| {
        let (name, means) = explained(*method);
        Way { word: method.word(), name, means, chosen: method.word() == chosen }
    };
    Method::ALL.iter().map(way).collect()
}

/// Shows the empty form.
pub(super) async fn show(door: Door) -> Answer {
    if let Some(asked) = door.asks_for_name() {
        return Ok(asked);
    }
    let folder = door.app.options().folder.display().to_string();
    let typed = Typed { folder, ..Typed::default() };
    page(&NewPage { around: door.around(), methods: methods(""), typed })
}

/// Begins the study and goes to its overview.
pub(super) async fn create(door: Door, Form(sent): Form<Typed>) -> Answer {
    let (app, wanted) = (door.app.clone(), sent.clone());
    match wait_for(move || begin(&app, &wanted)).await {
        Ok((key, risks)) => {
            door.say(format!("Began the study “{}”", sent.title.trim()), risks);
            Ok(see_other(&format!("/study/{key}")))
        }
        Err(error) => {
            let status = match error.kind() {
                Kind::Conflict => StatusCode::CONFLICT,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let methods = methods(&sent.method);
            let typed = Typed {
                passphrase: String::new(),
                again: String::new(),
                server: without_password(&sent.server),
                ..sent
            };
            again(status, &NewPage { around: door.refusing(&error), methods, typed })
        }
    }
}

fn begin(app: &App, wanted: &Typed) -> Result<(String, Vec<String>)> {
    if wanted.title.trim().is_empty() {
        return Err(Error::invalid("A study needs a title.")
            .hint("It can be changed later in the settings."));
    }
    let (place, passphrase) = (place(app, wanted)?, passphrase(wanted)?);
    if passphrase.is_some() && place.file().is_none() {
        return Err(Error::invalid("A study on a server cannot have a passphrase.").hint(
            "Leave the passphrase empty, or keep the study as a file. On a server its \
             administrator sees to encryption.",
        ));
    }
    let new = NewStudy {
        method: wanted.method.parse().unwrap_or(Method::Reflexive),
        passphrase,
        ..NewStudy::titled(wanted.title.trim())
    };
    let key = app.make(&place, || Study::create(&place, &new))?;
    Ok((key, place.risk().into_iter().collect()))
}

fn place(app: &App, wanted: &Typed) -> Result<Place> {
    if !wanted.server.trim().is_empty() {
        return match Place::parse(wanted.server.trim())? {
            server @ Place::Server { .. } => Ok(server),
            Place::File(_) => Err(Error::invalid("This is not the address of a server.")
                .hint("Write it as postgres://NAME@HOST/DATABASE?study=NAME.")),
        };
    }
    let offered = &app.options().folder;
    let folder = match wanted.folder.trim() {
        "" => offered.clone(),
        typed => whole(&PathBuf::from(typed), offered),
    };
    if !folder.is_dir() {
        return Err(Error::not_found(format!("There is no folder {}.", folder.display()))
            .hint("Make it first, or choose another one. Nothing was written."));
    }
    Ok(Place::File(folder.join(named(wanted)?)))
}

/// The file's own name, with its ending.
fn named(wanted: &Typed) -> Result<String> {
    let name = wanted.file.trim();
    if name.is_empty() {
        return Ok(file_name(&wanted.title));
    }
    if name.contains(['/', '\\']) || name.starts_with('.') {
        return Err(Error::invalid(format!("“{name}” cannot be the name of a file."))
            .hint("Write the folder in its own field, and only the name here."));
    }
    let has_ending = name.strip_suffix(ENDING).is_some_and(|stem| stem.ends_with('.'));
    Ok(if has_ending { name.to_owned() } else { format!("{name}.{ENDING}") })
}

fn passphrase(wanted: &Typed) -> Result<Option<Secret>> {
    if wanted.passphrase != wanted.again {
        return Err(Error::invalid("The two passphrases differ, so the study was not begun.")
            .hint("Type the same one twice."));
    }
    let given = !wanted.passphrase.is_empty();
    Ok(given.then(|| Secret::new(&wanted.passphrase)))
}
