//! What every command works at: an open study, the person who acts, and how to answer.
//!
//! A reading command says what it reads and how that looks to people; `--json` prints the same
//! answer for programs. A changing command says which operation, built from what the study calls
//! things; it is performed through core's one door and told in a line.

use std::cell::OnceCell;
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::json;
use trefoil_core::care::pseudonym::{self, KeyAccess};
use trefoil_core::clock::moment;
use trefoil_core::error::Error;
use trefoil_core::id::Id;
use trefoil_core::reference::short;
use trefoil_core::storage::{Place, Reader};
use trefoil_core::study::{Operation, Performed, Secret, Session, Study};

use crate::args::{At, Manner};
use crate::ask;
use crate::exit::{Failure, Result};
use crate::name;
use crate::output::{self, Page};

/// Where a command works before any study is open.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) manner: Manner,
}

impl Desk {
    /// Opens a study, asking for its passphrase where it has one.
    pub(crate) fn open(&self, at: &At) -> Result<Open<'_>> {
        let place = place(&at.study)?;
        suggest_ending(&place)?;
        let passphrase = if Study::needs_passphrase(&place)? {
            ask::passphrase(&place.to_string())?
        } else {
            None
        };
        let study = Study::open(&place, passphrase.as_ref())?;
        let called = match &place {
            Place::File(_) => quoted(&at.study.to_string_lossy()),
            // An address may hold a password, which is not for the screen.
            Place::Server { .. } => "STUDY".to_owned(),
        };
        self.manner.say_if_invented(&study)?;
        let key = OnceCell::new();
        Ok(Open { manner: &self.manner, called, passphrase, study, key })
    }
}

impl Manner {
    /// Says something beside the answer, unless nothing is to be said.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            output::note(text);
        }
    }

    /// An invented study says so on every screen.
    fn say_if_invented(&self, study: &Study) -> Result {
        if std::io::stderr().is_terminal() && !self.quiet && study.about()?.synthetic {
            self.note("Synthetic: everything in this study is invented.");
        }
        Ok(())
    }

    /// Warns when a file lies where writing to it is risky.
    pub(crate) fn warn_of_risk(&self, place: &Place) {
        if let Some(risk) = place.risk() {
            self.note(&format!("Careful: {risk}"));
        }
    }
}

/// The place that was typed; a path may be no text at all.
pub(crate) fn place(typed: &OsStr) -> Result<Place> {
    match typed.to_str() {
        Some(text) => Ok(Place::parse(text)?),
        None => Ok(Place::File(PathBuf::from(typed))),
    }
}

/// `housing` is easily typed for `housing.trefoil`.
fn suggest_ending(place: &Place) -> Result {
    let Some(path) = place.file().filter(|path| !path.exists()) else { return Ok(()) };
    let mut ended = OsString::from(path);
    ended.push(".trefoil");
    let ended = PathBuf::from(ended);
    if !ended.is_file() {
        return Ok(());
    }
    Err(Failure::Refused(
        Error::not_found(format!("There is no study {}.", path.display()))
            .hint(format!("Did you mean {}?", ended.display())),
    ))
}

/// An open study on the desk.
#[derive(Debug)]
pub(crate) struct Open<'d> {
    pub(crate) manner: &'d Manner,
    /// The study, as it can be typed again.
    pub(crate) called: String,
    /// The passphrase that opened it, where it has one.
    pub(crate) passphrase: Option<Secret>,
    pub(crate) study: Study,
    /// What opens the key to the pseudonyms, once somebody gave it.
    key: OnceCell<KeyAccess>,
}

impl Open<'_> {
    /// Today as an ISO date.
    pub(crate) fn today(&self) -> String {
        moment(self.study.clock().now()).chars().take(10).collect()
    }

    /// Reads from one moment of the study.
    pub(crate) fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> trefoil_core::error::Result<T> + Send + 'static,
    ) -> Result<T> {
        Ok(self.study.read(work)?)
    }

    /// Reads an answer and prints it, for people or as JSON.
    pub(crate) fn answer<T: Serialize + Send + 'static>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> trefoil_core::error::Result<T> + Send + 'static,
        tell: impl FnOnce(&T, &mut Page),
    ) -> Result {
        let answer = self.read(work)?;
        self.print(&answer, tell)
    }

    /// Prints an answer, for people or as JSON.
    pub(crate) fn print<T: Serialize>(
        &self,
        answer: &T,
        tell: impl FnOnce(&T, &mut Page),
    ) -> Result {
        if self.manner.json {
            return output::json(answer);
        }
        let mut page = Page::default();
        tell(answer, &mut page);
        page.print()
    }

    /// The person at work, with a warning where writing is risky.
    pub(crate) fn session(&self) -> Result<Session> {
        self.manner.warn_of_risk(self.study.place());
        let session = self.study.session(&name::find(self.manner)?);
        Ok(match self.key() {
            Some(key) => session.with_key(key),
            None => session,
        })
    }

    /// What opens the key to the pseudonyms, as far as it was given already; nobody is asked.
    pub(crate) fn key(&self) -> Option<KeyAccess> {
        if self.key.get().is_none()
            && let Some(secret) = ask::passphrase_from(ask::KEY_PASSPHRASE)
        {
            self.give_key(KeyAccess::new(secret));
        }
        self.key.get().cloned()
    }

    /// Works from now on with this access to the key.
    pub(crate) fn give_key(&self, key: KeyAccess) {
        let _ = self.key.set(key);
    }

    /// Opens the key to the pseudonyms where it is sealed: asks for its passphrase and checks it.
    pub(crate) fn unlock(&self) -> Result<Option<KeyAccess>> {
        if !self.read(pseudonym::needs_passphrase)? {
            return Ok(self.key());
        }
        if self.key().is_none() {
            let of = format!("the key in {}", self.study.place());
            match ask::passphrase_of(ask::KEY_PASSPHRASE, &of)? {
                Some(secret) => self.give_key(KeyAccess::new(secret)),
                None => return Err(Failure::Refused(pseudonym::sealed_shut())),
            }
        }
        let Some(key) = self.key() else { return Ok(None) };
        let checked = key.clone();
        self.read(move |reader| pseudonym::check_access(reader, &checked))?;
        Ok(Some(key))
    }

    /// Opens the key where it is sealed, and goes on without it where nobody can be asked or they
    /// give nothing: what comes in then says that the key was not used.
    ///
    /// Errors: the passphrase is wrong.
    pub(crate) fn unlock_or_go_on(&self) -> Result<Option<KeyAccess>> {
        if !self.read(pseudonym::needs_passphrase)? {
            return Ok(self.key());
        }
        if self.key().is_none()
            && ask::somebody_is_there()
            && !self.manner.yes
            && let Some(key) = ask::key_passphrase()?
        {
            self.give_key(key);
        }
        let Some(key) = self.key() else { return Ok(None) };
        let checked = key.clone();
        self.read(move |reader| pseudonym::check_access(reader, &checked))?;
        Ok(Some(key))
    }

    /// Builds an operation from what the study calls things, performs it and says so.
    pub(crate) fn perform<O: Operation>(
        &self,
        build: impl FnOnce(&Reader<'_>) -> trefoil_core::error::Result<O> + Send + 'static,
    ) -> Result<Performed<O::Outcome>> {
        let operation = self.read(build)?;
        let done = self.session()?.perform(operation)?;
        if self.manner.json {
            output::json(&as_json(&done)?)?;
            return Ok(done);
        }
        for notice in &done.notices {
            self.manner.note(&format!("Note: {notice}"));
        }
        let adds = O::NAME.split_once('.').is_some_and(|(_, verb)| verb == "add");
        let added = if adds { id(&done.outcome)? } else { None };
        let id = added.map(|id| format!(" Id {}.", short(id))).unwrap_or_default();
        let line = format!("{}.{id}", done.summary);
        match done.settled {
            None if !O::STANDS => self.tell_line(&line)?,
            // What erases or stands is never undone.
            _ => self.tell_done(&line)?,
        }
        Ok(done)
    }

    /// The same, for those who do not need the outcome.
    pub(crate) fn act<O: Operation>(
        &self,
        build: impl FnOnce(&Reader<'_>) -> trefoil_core::error::Result<O> + Send + 'static,
    ) -> Result {
        self.perform(build).map(|_| ())
    }

    /// Prints what was done and cannot be taken back.
    pub(crate) fn tell_done(&self, line: &str) -> Result {
        if self.manner.quiet {
            return Ok(());
        }
        let mut page = Page::default();
        page.line(line);
        page.print()
    }

    /// Prints what was done, and to a person how to take it back.
    pub(crate) fn tell_line(&self, line: &str) -> Result {
        if self.manner.quiet {
            return Ok(());
        }
        let mut page = Page::default();
        page.line(line);
        if std::io::stdout().is_terminal() {
            page.line(format!("Undo with `trefoil undo {}`.", self.called));
        }
        page.print()
    }
}

/// What was done, for programs.
pub(crate) fn as_json<T: Serialize>(done: &Performed<T>) -> Result<serde_json::Value> {
    let mut said = json!({
        "change": done.number,
        "act": done.act,
        "summary": done.summary,
        "notices": done.notices,
        "outcome": serde_json::to_value(&done.outcome)?,
    });
    if let Some(settled) = &done.settled {
        said["settled"] = serde_json::to_value(settled)?;
    }
    Ok(said)
}

/// The id of what an operation added, by which things without a name are called from then on.
fn id(outcome: &impl Serialize) -> Result<Option<Id>> {
    let outcome = serde_json::to_value(outcome)?;
    let id = outcome.as_str().or_else(|| outcome.get("passage")?.as_str());
    Ok(id.and_then(|text| text.parse().ok()))
}

/// A word as it can be typed in a shell again.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-./:@=+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_a_shell_would_read_otherwise_is_quoted() {
        assert_eq!(quoted("studies/housing.trefoil"), "studies/housing.trefoil");
        assert_eq!(quoted("my study.trefoil"), "'my study.trefoil'");
        assert_eq!(quoted("postgres://h/d?study=x"), "'postgres://h/d?study=x'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
