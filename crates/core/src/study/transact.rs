//! The one door: every change of a study goes through here.
//!
//! A change first raises the study's change number, which makes it the only writer on either
//! engine, then lets its operation read and write rows, and records for each row what it said
//! before and by what digest it will be recognised afterwards. Row images, history and the change
//! itself are committed, and synced, together. Nothing else in the program begins a write.

use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::rc::Rc;

use serde_json::Value as Json;

use super::history::{self, State};
use super::operation::{Described, Operation, Performed};
use super::undo::{self, Image};
use super::{ChangeNotice, Session, erase, lock, person, tables};
use crate::bind;
use crate::care::consent;
use crate::care::erasure::Gone;
use crate::care::pseudonym::KeyAccess;
use crate::clock::Clock;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::memo::Memo;
use crate::storage::{
    Connection, Filing, Mode, Place, Reader, Record, Table, Value, row_image, wall,
};
use crate::transcript::Measured;

/// An open file can be taken away; what was written to it then would be kept nowhere.
fn still_there(place: &Place) -> Result<()> {
    match place.file() {
        Some(file) if !file.exists() => Err(Error::new(
            Kind::Io,
            format!("{} is no longer there, so nothing was changed.", file.display()),
        )
        .hint("If the file was moved or its drive taken off, put it back and try again.")),
        _ => Ok(()),
    }
}

impl Session {
    /// Performs one operation: acknowledged means synced to disk.
    pub fn perform<O: Operation>(&self, operation: O) -> Result<Performed<O::Outcome>> {
        if O::ERASES {
            return self.erase(operation);
        }
        let act = self.act;
        self.transact(move |change| {
            change.begin(O::NAME, act, O::STANDS)?;
            change.describe(&operation);
            let outcome = operation.apply(change)?;
            let summary = change.finish(O::SUMMARY)?;
            Ok((change.act, summary, outcome))
        })
        .map(|(number, notices, (act, summary, outcome))| Performed {
            number,
            act,
            summary,
            notices,
            settled: None,
            outcome,
        })
    }

    /// Performs several operations, given by name, as one change and one act: all or none.
    pub fn perform_all(&self, operations: Vec<(Described, Json)>) -> Result<Performed<Vec<Json>>> {
        let act = self.act;
        let count = operations.len();
        self.transact(move |change| {
            let mut outcomes = Vec::with_capacity(operations.len());
            for (at, (operation, arguments)) in operations.into_iter().enumerate() {
                if operation.erases {
                    return Err(numbered(&erase::alone(operation.name), at, operation.name));
                }
                change.begin(operation.name, act, operation.stands)?;
                let outcome = operation
                    .apply(arguments, change)
                    .map_err(|error| numbered(&error, at, operation.name))?;
                change.finish(operation.summary)?;
                outcomes.push(outcome);
            }
            Ok((change.act, outcomes))
        })
        .map(|(number, notices, (act, outcome))| Performed {
            number,
            act,
            summary: format!("{count} operations"),
            notices,
            settled: None,
            outcome,
        })
    }

    /// Writes what neither history nor undo speaks of, such as the bytes of media.
    pub(crate) fn write_quietly<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Change<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.transact(work).map(|(_, _, outcome)| outcome)
    }

    /// Runs `work` as the study's only writer and commits what it did.
    pub(super) fn transact<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Change<'_>) -> Result<T> + Send + 'static,
    ) -> Result<(i64, Vec<String>, T)> {
        still_there(&self.study.inner.place)?;
        self.study.back_up_daily()?;
        let (name, clock) = (self.person.clone(), self.study.inner.clock.clone());
        let (place, key) = (self.study.inner.place.clone(), self.key.clone());
        let (number, nouns, notices, outcome) = self.study.storage().write(move |connection| {
            connection
                .transaction(Mode::Write, |connection| {
                    let number = raise_change_number(connection)?;
                    lock::sign(&place, &name);
                    let mut change = Change::new(connection, number, clock);
                    change.key = key;
                    change.person = person::find_or_add(&mut change, &name)?;
                    let outcome = work(&mut change)?;
                    Ok((number, change.nouns, change.notices, outcome))
                })
                .map_err(|error| lock::name_holder(error, connection, &place))
        })?;
        self.study.tell(&ChangeNotice { number, nouns: nouns.into_iter().collect() });
        Ok((number, notices, outcome))
    }
}

fn raise_change_number(connection: &Connection) -> Result<i64> {
    let sql = "UPDATE change_number SET number = number + 1 RETURNING number";
    let rows = connection.query(sql, &[])?;
    rows.first().ok_or_else(|| Error::damaged("The study has lost its change number."))?.get(0)
}

fn numbered(error: &Error, at: usize, name: &str) -> Error {
    let message = format!("Operation {} ({name}) was refused, so none was done: {error}", at + 1);
    let numbered = Error::new(error.kind(), message);
    match error.hint_text() {
        Some(hint) => numbered.hint(hint),
        None => numbered,
    }
}

/// A change under way: reads like a [`Reader`], writes rows and remembers what they were.
#[derive(Debug)]
pub struct Change<'c> {
    reader: Reader<'c>,
    clock: Clock,
    pub(super) number: i64,
    pub(super) act: Id,
    pub(super) person: Id,
    pub(super) nouns: BTreeSet<&'static str>,
    /// What opens the key to the pseudonyms, where the person at work gave it.
    pub(crate) key: Option<KeyAccess>,
    notices: Vec<String>,
    position: i64,
    forgot_undone: bool,
    entry: Option<Under>,
    filings: HashMap<Id, Filed>,
    texts: HashMap<Id, Rc<Measured>>,
    /// Only while an operation erases: what it takes away, to be looked for.
    pub(super) gone: Option<Gone>,
}

/// The operation under way.
#[derive(Debug)]
struct Under {
    history: Id,
    name: &'static str,
    description: Json,
    summary: Option<String>,
    images: Vec<Image>,
    rows: HashMap<Id, usize>,
    nouns: BTreeSet<&'static str>,
    /// Sources whose words were written, each once; asked about before anything is kept.
    worded: BTreeSet<Id>,
    /// Whether undo passes over it.
    stands: bool,
    /// Whether it brings a study back as it was, what is closed included.
    brings_back: bool,
}

/// To whom a row's image belongs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Filed {
    pub(super) source: Option<Id>,
    pub(super) participant: Option<Id>,
}

impl<'c> Deref for Change<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl<'c> Change<'c> {
    fn new(connection: &'c Connection, number: i64, clock: Clock) -> Self {
        let nobody = Id::new(0);
        Self {
            reader: Reader::new(connection),
            clock,
            number,
            act: nobody,
            person: nobody,
            nouns: BTreeSet::new(),
            key: None,
            notices: Vec::new(),
            position: 0,
            forgot_undone: false,
            entry: None,
            filings: HashMap::new(),
            texts: HashMap::new(),
            gone: None,
        }
    }

    /// The moment now, in epoch milliseconds.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// An id for a new row.
    pub fn new_id(&self) -> Id {
        Id::new(self.clock.now())
    }

    /// The change number to which it raises the study.
    pub fn change_number(&self) -> i64 {
        self.number
    }

    /// Who makes the change.
    pub fn person(&self) -> Id {
        self.person
    }

    /// Says in one sentence, for the history, what is being done.
    pub fn say(&mut self, summary: impl Into<String>) {
        if let Some(entry) = &mut self.entry {
            entry.summary = Some(summary.into());
        }
    }

    /// Tells the person something that was noticed on the way.
    pub fn notice(&mut self, message: impl Into<String>) {
        self.notices.push(message.into());
    }

    /// Adds a row.
    pub fn insert<R: Record>(&mut self, row: &R) -> Result<()> {
        let values = self.without_nul(R::TABLE, row.to_values());
        self.reader.connection().execute(&R::TABLE.insert(), &values)?;
        self.remember(R::TABLE, row.id(), None, Some(&values))
    }

    /// Replaces the row that has this row's id.
    pub fn update<R: Record>(&mut self, row: &R) -> Result<()> {
        let before = self.current(R::TABLE, row.id())?.ok_or_else(|| missing::<R>(row.id()))?;
        let values = self.without_nul(R::TABLE, row.to_values());
        if before == values {
            return Ok(());
        }
        self.reader.connection().execute(&R::TABLE.update(), &values)?;
        self.remember(R::TABLE, row.id(), Some(&before), Some(&values))
    }

    /// Removes the row with this id, and the memos on it.
    pub fn remove<R: Record>(&mut self, id: Id) -> Result<()> {
        for row in self.query("SELECT id FROM memo WHERE target = $1 ORDER BY id", bind![id])? {
            self.remove::<Memo>(row.get(0)?)?;
        }
        let before = self.current(R::TABLE, id)?.ok_or_else(|| missing::<R>(id))?;
        // Filed before it is gone, while what it hangs on can still be followed.
        self.filed(R::TABLE, id, &before)?;
        self.delete(R::TABLE, id)?;
        self.remember(R::TABLE, id, Some(&before), None)
    }

    /// Removes all rows of a noun that a clause leaves, and the memos on them; answers how many.
    pub fn remove_all<R: Record>(&mut self, clause: &str, values: &[Value]) -> Result<usize> {
        let rows: Vec<R> = self.list(clause, values)?;
        for row in &rows {
            self.remove::<R>(row.id())?;
        }
        Ok(rows.len())
    }

    /// A revision with its text measured, read once however often this change asks for it.
    pub fn measured(&mut self, revision: Id) -> Result<Rc<Measured>> {
        /// How many texts are kept; some are long.
        const KEPT: usize = 256;
        if let Some(known) = self.texts.get(&revision) {
            return Ok(known.clone());
        }
        if self.texts.len() >= KEPT {
            self.texts.clear();
        }
        let measured = Rc::new(Measured::new(self.get(revision)?));
        self.texts.insert(revision, measured.clone());
        Ok(measured)
    }

    /// The next free position among the rows of a noun that a clause leaves.
    pub fn next_position<R: Record>(&self, clause: &str, values: &[Value]) -> Result<i64> {
        let sql = format!("SELECT COALESCE(MAX(position), 0) + 1 FROM {} {clause}", R::TABLE.name);
        self.number(&sql, values)
    }

    pub(super) fn current(&self, table: &Table, id: Id) -> Result<Option<Vec<Value>>> {
        Ok(self.query(&table.find(), bind![id])?.pop().map(crate::storage::Row::into_values))
    }

    pub(crate) fn write(&self, sql: &str, values: &[Value]) -> Result<u64> {
        self.reader.connection().execute(sql, values)
    }

    /// Says that a noun was changed by statements of its own, which leave no images.
    pub(crate) fn touched(&mut self, noun: &'static str) {
        let nouns = self.entry.as_mut().map_or(&mut self.nouns, |entry| &mut entry.nouns);
        nouns.insert(noun);
    }

    pub(super) fn delete(&self, table: &Table, id: Id) -> Result<()> {
        self.write(&format!("DELETE FROM {} WHERE id = $1", table.name), bind![id]).map(|_| ())
    }

    /// U+0000 cannot be stored by both engines, and nobody ever typed it on purpose.
    fn without_nul(&mut self, table: &Table, mut values: Vec<Value>) -> Vec<Value> {
        for value in &mut values {
            if let Value::Text(text) = value
                && text.contains('\0')
            {
                *text = text.replace('\0', "");
                self.notices.push(format!(
                    "Characters U+0000 were removed from a {}: no text can hold them.",
                    table.name.replace('_', " ")
                ));
            }
        }
        values
    }

    pub(super) fn begin(
        &mut self,
        name: &'static str,
        act: Option<Id>,
        stands: bool,
    ) -> Result<()> {
        if self.position == 0 {
            self.act = act.unwrap_or_else(|| self.new_id());
        }
        if !stands && !self.forgot_undone {
            self.forgot_undone = true;
            undo::forget_undone(self)?;
        }
        self.position += 1;
        self.entry = Some(Under {
            history: self.new_id(),
            name,
            description: Json::Null,
            summary: None,
            images: Vec::new(),
            rows: HashMap::new(),
            nouns: BTreeSet::new(),
            worded: BTreeSet::new(),
            stands,
            brings_back: false,
        });
        Ok(())
    }

    pub(super) fn describe<O: Operation>(&mut self, operation: &O) {
        if let Some(entry) = &mut self.entry {
            entry.description = operation.describe();
        }
    }

    /// Says that this operation brings a study back as it was, what is closed included.
    pub(crate) fn bring_back(&mut self) {
        if let Some(entry) = &mut self.entry {
            entry.brings_back = true;
        }
    }

    pub(super) fn finish(&mut self, summary: &str) -> Result<String> {
        let Some(entry) = self.entry.take() else { return Ok(summary.to_owned()) };
        let erases = self.gone.is_some();
        if !erases && !entry.brings_back {
            consent::refuse_words(self, &entry.worded)?;
        }
        let summary = entry.summary.unwrap_or_else(|| summary.to_owned());
        let nouns: Vec<_> = entry.nouns.iter().copied().collect();
        history::add(
            self,
            &history::Row {
                id: entry.history,
                number: self.number,
                position: self.position,
                // Undoing the act that it was done with must not touch what stands.
                act: if entry.stands { self.new_id() } else { self.act },
                person: self.person,
                at: self.now(),
                operation: entry.name.to_owned(),
                description: entry.description.to_string(),
                summary: summary.clone(),
                nouns: nouns.join(","),
                state: if erases || entry.stands { State::Fixed } else { State::Done },
                target: None,
            },
        )?;
        for (position, image) in entry.images.iter().enumerate() {
            image.store(self, entry.history, position)?;
        }
        self.nouns.extend(entry.nouns);
        Ok(summary)
    }

    fn remember(
        &mut self,
        table: &'static Table,
        id: Id,
        before: Option<&[Value]>,
        after: Option<&[Value]>,
    ) -> Result<()> {
        let filed = match after.or(before) {
            Some(values) => self.filed(table, id, values)?,
            None => Filed::default(),
        };
        let Some(entry) = &mut self.entry else { return Ok(()) };
        entry.nouns.insert(table.name);
        let words = if before.is_none() { wall::WORDS } else { wall::TEXT };
        if after.is_some() && words.contains(&table.name) {
            entry.worded.extend(filed.source);
        }
        if self.gone.is_some() || entry.stands {
            // What erases, or stands, leaves no images.
            return Ok(());
        }
        let digest = after.map(|values| row_image::digest(&row_image::write(table, values)));
        if let Some(&at) = entry.rows.get(&id) {
            // Seen before in this operation: what it was at first stays, what it is now is new.
            entry.images[at].after = digest;
            return Ok(());
        }
        entry.rows.insert(id, entry.images.len());
        entry.images.push(Image::new(table, id, before, digest, filed));
        Ok(())
    }

    /// To whom the image of a row belongs: by its own columns or by what it hangs on.
    pub(super) fn filed(&mut self, table: &Table, id: Id, values: &[Value]) -> Result<Filed> {
        if let Some(known) = self.filings.get(&id) {
            return Ok(*known);
        }
        let own = |name: &str| -> Option<Id> {
            match values.get(table.column(name)?)? {
                Value::Bytes(bytes) => Id::from_slice(bytes),
                _ => None,
            }
        };
        let filed = match table.filing {
            Filing::Study => Filed::default(),
            Filing::Itself if table.name == "participant" => {
                Filed { source: None, participant: Some(id) }
            }
            Filing::Itself => Filed { source: Some(id), participant: None },
            Filing::Own => Filed { source: own("source"), participant: own("participant") },
            Filing::Through(column) => match (own(column), tables::referenced(table, column)) {
                (Some(above), Some(parent)) => match self.filings.get(&above) {
                    Some(known) => *known,
                    None => match self.current(parent, above)? {
                        Some(row) => self.filed(parent, above, &row)?,
                        None => Filed::default(),
                    },
                },
                _ => Filed::default(),
            },
        };
        self.filings.insert(id, filed);
        Ok(filed)
    }
}

fn missing<R: Record>(id: Id) -> Error {
    let noun = R::TABLE.name.replace('_', " ");
    Error::not_found(format!("This study has no {noun} with the id {id}."))
}
