//! What an operation is, one named, serialisable change of a study, and what comes of it.
//!
//! A page, a command and the undo list all speak of the same operations. The type's fields are
//! the arguments; their JSON schema is what `trefoil do --list` prints.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::settle::Settled;
use super::{Change, Session};
use crate::error::{Error, Result};
use crate::id::Id;

/// One named change.
pub trait Operation: Serialize + DeserializeOwned + JsonSchema + Send + 'static {
    /// The name, `noun.verb`.
    const NAME: &'static str;
    /// What it does, in one sentence that begins with a verb.
    const SUMMARY: &'static str;
    /// Whether it erases: it cannot be undone, leaves no images, and once it is acknowledged the
    /// study is rewritten, its backups are removed and the proof is made (`study::settle`).
    const ERASES: bool = false;
    /// Whether it stands: it is told in the history and leaves no images, so undo passes over it, and
    /// what can be redone stays so. It writes down what happened outside the study.
    const STANDS: bool = false;
    /// What it answers with.
    type Outcome: Serialize + Send + 'static;

    /// The description kept in the history. Operations that carry people's words leave them out.
    fn describe(&self) -> Json {
        serde_json::to_value(self).unwrap_or(Json::Null)
    }

    /// Makes the change.
    fn apply(self, change: &mut Change<'_>) -> Result<Self::Outcome>;
}

/// What came of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Performed<T> {
    /// The change number that it raised the study to.
    pub number: i64,
    /// The act it belongs to, by which it is undone.
    pub act: Id,
    /// What the history says of it.
    pub summary: String,
    /// What was noticed on the way.
    pub notices: Vec<String>,
    /// What became of what was erased, where something was.
    pub settled: Option<Box<Settled>>,
    /// What it answers with.
    pub outcome: T,
}

impl<T> Performed<T> {
    /// Turns the outcome into something else.
    pub fn try_map<U>(self, turn: impl FnOnce(T) -> Result<U>) -> Result<Performed<U>> {
        Ok(Performed {
            number: self.number,
            act: self.act,
            summary: self.summary,
            notices: self.notices,
            settled: self.settled,
            outcome: turn(self.outcome)?,
        })
    }
}

/// What a caller that knows an operation only by name can do with it.
#[derive(Debug, Clone, Copy)]
pub struct Described {
    /// The name, `noun.verb`.
    pub name: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// Whether it erases for good.
    pub erases: bool,
    /// Whether it stands, so that undo passes over it.
    pub stands: bool,
    schema: fn() -> Json,
    perform: fn(&Session, Json) -> Result<Performed<Json>>,
    apply: fn(Json, &mut Change<'_>) -> Result<Json>,
}

impl Described {
    /// Describes an operation.
    pub const fn of<O: Operation>() -> Self {
        Self {
            name: O::NAME,
            summary: O::SUMMARY,
            erases: O::ERASES,
            stands: O::STANDS,
            schema: schema::<O>,
            perform: perform::<O>,
            apply: apply::<O>,
        }
    }

    /// The JSON schema of the arguments.
    pub fn schema(&self) -> Json {
        (self.schema)()
    }

    /// Performs the operation with arguments as JSON.
    pub fn perform(&self, session: &Session, arguments: Json) -> Result<Performed<Json>> {
        (self.perform)(session, arguments)
    }

    /// Makes the change inside a transaction that has begun.
    pub(crate) fn apply(&self, arguments: Json, change: &mut Change<'_>) -> Result<Json> {
        (self.apply)(arguments, change)
    }
}

fn schema<O: Operation>() -> Json {
    schemars::schema_for!(O).to_value()
}

fn read<O: Operation>(arguments: Json) -> Result<O> {
    serde_json::from_value(arguments).map_err(|error| {
        Error::invalid(format!("The arguments of {} do not fit: {error}.", O::NAME))
            .hint(format!("`trefoil do --list {}` prints their schema.", O::NAME))
            .because(error)
    })
}

fn perform<O: Operation>(session: &Session, arguments: Json) -> Result<Performed<Json>> {
    session.perform(read::<O>(arguments)?)?.try_map(|outcome| Ok(serde_json::to_value(outcome)?))
}

fn apply<O: Operation>(arguments: Json, change: &mut Change<'_>) -> Result<Json> {
    let operation = read::<O>(arguments)?;
    change.describe(&operation);
    Ok(serde_json::to_value(operation.apply(change)?)?)
}
