//! Opening a study: by its typed place, from a folder, or from the list of those known.
//!
//! An encrypted file leads on to a form of its own. The passphrase travels in the body of that
//! form and nowhere else: not in an address, not in a page that comes back.

use std::path::{Path, PathBuf};

use askama::Template;
use axum::extract::{Form, Query};
use axum::http::StatusCode;
use serde::Deserialize;
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::storage::Place;
use trefoil_core::study::{Secret, Study};

use super::door::{Around, Door, again, page};
use super::folder::{self, Folder};
use super::place::{home, typed, whole};
use super::shelf::without_password;
use crate::desk::wait_for;
use crate::security::see_other;
use crate::state::App;
use crate::trouble::Answer;
use crate::words::encode;

/// The page.
#[derive(Template)]
#[template(path = "start/open.html")]
struct OpenPage {
    around: Around,
    typed: String,
    folder: Folder,
}

/// The page that asks for a passphrase.
#[derive(Template)]
#[template(path = "start/unlock.html")]
struct UnlockPage {
    around: Around,
    place: String,
    name: String,
}

/// Where to look.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Where {
    folder: Option<String>,
    place: Option<String>,
}

/// What was typed. Not to be printed: it may hold a passphrase.
#[derive(Deserialize)]
pub(super) struct Typed {
    place: String,
    #[serde(default)]
    passphrase: String,
}

/// Shows a folder with its studies.
pub(super) async fn show(door: Door, Query(asked): Query<Where>) -> Answer {
    if let Some(asked) = door.asks_for_name() {
        return Ok(asked);
    }
    let typed = asked.place.unwrap_or_default();
    let offered = door.app.options().folder.clone();
    let wanted = asked.folder.filter(|path| !path.trim().is_empty());
    let path = wanted.map_or_else(|| offered.clone(), |path| whole(Path::new(&path), &offered));
    let read = wait_for(move || Ok((Folder::read(&path, &offered), nearest(&offered)))).await?;
    match read {
        (Ok(folder), _) => page(&OpenPage { around: door.around(), typed, folder }),
        (Err(error), folder) => {
            let shown = OpenPage { around: door.refusing(&error), typed, folder: folder? };
            again(StatusCode::NOT_FOUND, &shown)
        }
    }
}

/// The offered folder, or the first one above it that can be read.
fn nearest(offered: &Path) -> Result<Folder> {
    let ways = offered.ancestors().map(Path::to_owned).chain(home()).chain([PathBuf::from("/")]);
    let mut read = ways.map(|path| Folder::read(&path, offered));
    let first = read.find(Result::is_ok);
    first.unwrap_or_else(|| Err(Error::new(Kind::Io, "No folder of this computer can be read.")))
}

/// Asks for the passphrase of a file.
pub(super) async fn ask(door: Door, Query(asked): Query<Where>) -> Answer {
    let place = asked.place.unwrap_or_default();
    page(&unlock(door.around(), place))
}

fn unlock(around: Around, place: String) -> UnlockPage {
    let name = Path::new(&place).file_name().map(|name| name.to_string_lossy().into_owned());
    UnlockPage { around, name: name.unwrap_or_else(|| place.clone()), place }
}

/// What came of trying to open a study.
enum Opened {
    /// It is open under this key; what is risky about its place.
    Here(String, Vec<String>),
    /// Its file needs a passphrase.
    Locked(String),
    /// It is a folder to look into.
    Folder(String),
}

/// Opens a study.
pub(super) async fn open(door: Door, Form(sent): Form<Typed>) -> Answer {
    let app = door.app.clone();
    let (text, passphrase) = (sent.place.clone(), sent.passphrase.clone());
    let tried = wait_for(move || try_open(&app, &text, &passphrase)).await;
    match tried {
        Ok(Opened::Here(key, risks)) => {
            if !risks.is_empty() {
                door.say("Opened the study", risks);
            }
            Ok(see_other(&format!("/study/{key}")))
        }
        Ok(Opened::Locked(place)) => Ok(see_other(&format!("/unlock?place={}", encode(&place)))),
        Ok(Opened::Folder(path)) => Ok(see_other(&format!("/open?folder={}", encode(&path)))),
        Err(error) if !sent.passphrase.is_empty() => {
            let place = without_password(&sent.place);
            again(StatusCode::FORBIDDEN, &unlock(door.refusing(&error), place))
        }
        Err(error) => refuse(&door, &error, &sent.place).await,
    }
}

fn try_open(app: &App, text: &str, passphrase: &str) -> Result<Opened> {
    let place = typed(text, &app.options().folder)?;
    if let Some(path) = place.file() {
        if path.is_dir() {
            return Ok(Opened::Folder(path.to_string_lossy().into_owned()));
        }
        if !path.exists() {
            return Err(not_there(path));
        }
    }
    let already = app.open_at(&place).is_some();
    if !already && passphrase.is_empty() && Study::needs_passphrase(&place)? {
        return Ok(Opened::Locked(text.trim().to_owned()));
    }
    let secret = (!passphrase.is_empty()).then(|| Secret::new(passphrase));
    let key = app.open(&place, secret.as_ref()).map_err(|error| in_pages(error, &place))?;
    Ok(Opened::Here(key, place.risk().into_iter().collect()))
}

fn not_there(path: &Path) -> Error {
    Error::not_found(format!("There is no study at {}.", path.display())).hint(
        "Check the path, or look for the file in the folders below. If it lies on a drive \
               or a network folder, see that this is connected.",
    )
}

/// Says in the words of a page what the core says in those of the command line.
fn in_pages(error: Error, place: &Place) -> Error {
    match error.kind() {
        Kind::Denied if place.file().is_some() => {
            Error::new(Kind::Denied, "The study does not open with this passphrase.")
                .hint("Check capitals and the layout of the keyboard. Nothing was changed.")
                .because(error)
        }
        Kind::BadFile => {
            let message = error.to_string();
            Error::new(Kind::BadFile, message)
                .hint(
                    "To bring recordings or texts in, open or begin a study and import them \
                       into its corpus.",
                )
                .because(error)
        }
        _ => error,
    }
}

/// Shows the form again, with the folder in which the file was looked for.
async fn refuse(door: &Door, error: &Error, text: &str) -> Answer {
    let offered = door.app.options().folder.clone();
    let near = typed(text, &offered).ok().and_then(|place| place.file().map(folder::of));
    let path = near.unwrap_or_else(|| offered.clone());
    let read = move || Folder::read(&path, &offered).or_else(|_| nearest(&offered));
    let folder = wait_for(read).await?;
    let typed = without_password(text);
    again(
        StatusCode::UNPROCESSABLE_ENTITY,
        &OpenPage { around: door.refusing(error), typed, folder },
    )
}
