//! Acting: a form or a script names one of core's operations, and it is performed.
//!
//! `POST /study/{key}/do/{operation}` takes the operation's fields from a form or as JSON. From a
//! form the person is sent back to the page (`_back`) with what was done; a script gets it as
//! JSON. [`form`] turns fields into arguments by the operation's own schema, so a page can offer
//! any operation without code of its own.

pub(crate) mod form;

use axum::Json;
use axum::extract::{FromRequest, Path, Request};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use trefoil_core::bind;
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::study::{Performed, Person, State, Walked, operations};

use crate::desk::{Desk, wait_for};
use crate::pages::history;
use crate::security::{local_path, see_other};
use crate::session::Flash;
use crate::state::App;
use crate::trouble::{Answer, Trouble, path_of, wants_json};
use crate::words::short;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    operation: String,
}

/// Performs an operation.
pub(crate) async fn perform(desk: Desk, Path(named): Path<Named>, sent: Sent) -> Answer {
    perform_named(&desk, &named.operation, sent).await
}

/// Performs the operation of a name with what was sent.
pub(crate) async fn perform_named(desk: &Desk, name: &str, sent: Sent) -> Answer {
    let operation = operations::by_name(name)
        .ok_or_else(|| Error::not_found(format!("There is no operation “{name}”.")))?;
    let arguments = match &sent {
        Sent::Json(arguments) => arguments.clone(),
        Sent::Form(fields) => form::arguments(&operation.schema(), fields)?,
    };
    let acting = desk.acting();
    let done = wait_for(move || operation.perform(&acting, arguments)).await;
    let done = done.map_err(|error| refused(name, error, &sent))?;
    if done.settled.is_some() {
        desk.open.forget();
    }
    let can_undo = done.settled.is_none() && !operation.stands;
    Ok(told(desk, &sent, &done, can_undo))
}

/// What is told of an operation that was refused: with what was typed, but never a name. Where real
/// names are typed, nothing is shown again, nor quoted: the browser keeps it in the form.
pub(crate) fn refused(operation: &str, error: Error, sent: &Sent) -> Trouble {
    let noun = operation.split('.').next().unwrap_or_default();
    if noun == "pseudonym" {
        let quotes = error.to_string().starts_with("The arguments of");
        let said = || Error::invalid("What was sent does not fit. Nothing was changed.");
        return Trouble::from(if quotes { said() } else { error });
    }
    let hidden = names_in(noun);
    let shown = |(field, _): &(String, String)| !hidden.contains(&field.as_str());
    Trouble::from(error).with_typed(sent.typed().into_iter().filter(shown).collect())
}

/// The fields in which somebody may have typed a real name where a pseudonym belongs.
fn names_in(noun: &str) -> &'static [&'static str] {
    match noun {
        "participant" | "speaker" => &["name"],
        "source" => &["name", "sender"],
        "redaction" => &["places", "replacement"],
        _ => &[],
    }
}

/// What was done, in the form that was asked for.
pub(crate) fn tell(desk: &Desk, sent: &Sent, done: &Performed<Value>) -> Response {
    told(desk, sent, done, done.settled.is_none())
}

fn told(desk: &Desk, sent: &Sent, done: &Performed<Value>, can_undo: bool) -> Response {
    if wants_json(&desk.headers) {
        return Json(json!({
            "change": done.number, "act": done.act, "summary": done.summary,
            "notices": done.notices, "settled": done.settled, "outcome": done.outcome,
        }))
        .into_response();
    }
    let notices = done.notices.iter().cloned().chain(reworded(&done.outcome)).collect();
    // What erases is never undone, nor what stands: undo passes over both.
    let flash = Flash { said: done.summary.clone(), notices, undo: can_undo };
    desk.app.sessions().say(&desk.session, flash);
    let id = done.outcome.as_str().unwrap_or_default();
    see_other(&back(desk, sent).replace("{id}", id))
}

/// The passages whose own words a correction changed, with both wordings.
fn reworded(outcome: &Value) -> Vec<String> {
    /// More than these are better read in the text.
    const MOST: usize = 12;
    let all = outcome["reworded"].as_array().cloned().unwrap_or_default();
    let word = |one: &Value, name: &str| short(one[name].as_str().unwrap_or_default(), 160);
    let mut told: Vec<String> = all
        .iter()
        .take(MOST)
        .map(|one| {
            format!(
                "Coded words changed: “{}” is now “{}”.",
                word(one, "before"),
                word(one, "after")
            )
        })
        .collect();
    if all.len() > MOST {
        told.push(format!("The words of {} more passages changed.", all.len() - MOST));
    }
    told
}

/// Undoes the person's last act, if it is still the one that the page named.
pub(crate) async fn undo(desk: Desk, sent: Sent) -> Answer {
    still_last(&desk, &sent).await?;
    let (me, what) = (person_id(&desk).await?, next(&desk, State::Done).await?);
    let acting = desk.acting();
    let done = wait_for(move || acting.undo()).await?;
    go_on_as(&desk, me).await?;
    Ok(walked(&desk, &sent, done, what, "Undid", "undo"))
}

/// Does again what the person undid last.
pub(crate) async fn redo(desk: Desk, sent: Sent) -> Answer {
    let (me, what) = (person_id(&desk).await?, next(&desk, State::Undone).await?);
    let acting = desk.acting();
    let done = wait_for(move || acting.redo()).await?;
    go_on_as(&desk, me).await?;
    Ok(walked(&desk, &sent, done, what, "Did again", "do again"))
}

/// Which person of the study somebody is.
async fn person_id(desk: &Desk) -> Result<Option<Id>> {
    let name = desk.person.clone();
    desk.read(move |reader| {
        let found: Vec<Person> = reader.list("WHERE name = $1", bind![name])?;
        Ok(found.first().map(|person| person.id))
    })
    .await
}

/// Goes on under the name that the study has now: undo may have taken back a change of one's own
/// name, and under the other one there would be nothing more to undo.
async fn go_on_as(desk: &Desk, me: Option<Id>) -> Result<()> {
    let Some(me) = me else { return Ok(()) };
    let name = desk.read(move |reader| Ok(reader.get::<Person>(me)?.name)).await?;
    if name != desk.person {
        let app = desk.app.clone();
        wait_for(move || {
            app.set_person(&name);
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// A page may be older than what the person did last in another window.
async fn still_last(desk: &Desk, sent: &Sent) -> Result<()> {
    let Some(named) = sent.field("_last").map(str::to_owned) else { return Ok(()) };
    match next(desk, State::Done).await? {
        Some(last) if last != named => Err(Error::conflict(format!(
            "You did something else since this page was shown: “{last}”. Nothing was undone."
        ))
        .hint("Look at the page again; its Undo then names what it takes back.")),
        _ => Ok(()),
    }
}

/// What is undone or done again next, as the page names it.
async fn next(desk: &Desk, state: State) -> Result<Option<String>> {
    let person = desk.person.clone();
    desk.read(move |reader| history::next(reader, &person, state)).await
}

fn walked(
    desk: &Desk,
    sent: &Sent,
    walked: Option<Walked>,
    what: Option<String>,
    said: &str,
    verb: &str,
) -> Response {
    let (done, words) = match &walked {
        None => (false, format!("There is nothing left to {verb}.")),
        Some(walked) => {
            let first = walked.summaries.first().map(String::as_str).unwrap_or_default();
            let more = match walked.summaries.len() {
                0 | 1 => String::new(),
                many => format!(" (and {} more)", many - 1),
            };
            // Another window may have gone on meanwhile; then the entries say what it was.
            let what = what.filter(|_| walked.summaries.len() > 1);
            (true, format!("{said}: {}", what.unwrap_or_else(|| format!("{first}{more}"))))
        }
    };
    if wants_json(&desk.headers) {
        let number = walked.map(|walked| walked.number);
        return Json(json!({ "done": done, "summary": words, "change": number })).into_response();
    }
    desk.app.sessions().say(&desk.session, Flash { said: words, ..Flash::default() });
    see_other(&back(desk, sent))
}

/// Where to go afterwards: what the form says, else where it was sent from.
fn back(desk: &Desk, sent: &Sent) -> String {
    let said = sent.field("_back").map(local_path);
    let from = || desk.headers.get("referer").and_then(|from| path_of(from.to_str().ok()?));
    said.or_else(from).unwrap_or_else(|| format!("/study/{}", desk.open.key))
}

/// What was sent: the fields of a form, or JSON.
#[derive(Debug, Clone)]
pub(crate) enum Sent {
    /// Fields in their order; names may stand more than once.
    Form(Vec<(String, String)>),
    /// A value.
    Json(Value),
}

impl Sent {
    /// A field of a form.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        match self {
            Self::Form(fields) => {
                fields.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
            }
            Self::Json(_) => None,
        }
    }

    /// All that a form says under a name.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        match self {
            Self::Form(fields) => {
                let same = fields.iter().filter(|(known, _)| known == name);
                same.map(|(_, text)| text.as_str()).collect()
            }
            Self::Json(_) => Vec::new(),
        }
    }

    /// Whether something was said in a field.
    pub(crate) fn has(&self, name: &str) -> bool {
        match self {
            Self::Form(fields) => {
                fields.iter().any(|(known, text)| known == name && !text.trim().is_empty())
            }
            Self::Json(value) => match &value[name] {
                Value::Array(all) => !all.is_empty(),
                other => !other.is_null(),
            },
        }
    }

    /// What a person typed, to be shown again.
    pub(crate) fn typed(&self) -> Vec<(String, String)> {
        match self {
            Self::Form(fields) => {
                let seen = |(name, value): &&(String, String)| {
                    !name.starts_with('_') && value.trim().len() > 1 && !is_id(value)
                };
                fields.iter().filter(seen).cloned().collect()
            }
            Self::Json(_) => Vec::new(),
        }
    }
}

fn is_id(text: &str) -> bool {
    text.parse::<Id>().is_ok()
}

impl FromRequest<App> for Sent {
    type Rejection = Trouble;

    async fn from_request(request: Request, app: &App) -> Result<Self, Trouble> {
        let unreadable = |why: String| {
            Trouble::from(Error::invalid(format!("What was sent cannot be read: {why}")))
        };
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if kind.is_some_and(|kind| kind.starts_with("application/json")) {
            let sent = Json::<Value>::from_request(request, app).await;
            return sent.map(|json| Self::Json(json.0)).map_err(|why| unreadable(why.body_text()));
        }
        let sent = axum::Form::<Vec<(String, String)>>::from_request(request, app).await;
        sent.map(|form| Self::Form(form.0)).map_err(|why| unreadable(why.body_text()))
    }
}
