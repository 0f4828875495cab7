//! The rows that a document is, in the order in which they are added, each with its place.
//!
//! Whatever the noun, a row can be held against the others and added to a study: what it names,
//! what must be unique and where it stood in the document are all that is needed for it.

use std::collections::HashMap;

use super::link::Joint;
use super::noun::Noun;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::storage::{Record, Table, Value};
use crate::study::Change;

/// A place in the document: a section and the number of an entry in it, from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) section: &'static str,
    pub(super) entry: usize,
}

impl Spot {
    /// Says what is wrong in this place.
    pub(super) fn wrong(self, what: impl std::fmt::Display) -> Error {
        Error::new(Kind::BadFile, format!("In {self}: {what}. Nothing was changed."))
    }
}

impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.entry {
            0 => write!(f, "`{}`", self.section),
            entry => write!(f, "`{}`, entry {entry}", self.section),
        }
    }
}

/// A row of any noun.
pub(super) trait AnyRow: Send {
    fn id(&self) -> Id;
    fn table(&self) -> &'static Table;
    fn values(&self) -> Vec<Value>;
    fn insert(&self, change: &mut Change<'_>) -> Result<()>;
    /// Names other people and media than the document does.
    fn rename(&mut self, others: &HashMap<Id, Id>) -> Result<()>;
}

impl<R: Record + Send> AnyRow for R {
    fn id(&self) -> Id {
        Record::id(self)
    }

    fn table(&self) -> &'static Table {
        R::TABLE
    }

    fn values(&self) -> Vec<Value> {
        self.to_values()
    }

    fn insert(&self, change: &mut Change<'_>) -> Result<()> {
        change.insert(self)
    }

    fn rename(&mut self, others: &HashMap<Id, Id>) -> Result<()> {
        let mut values = self.to_values();
        for (column, value) in R::TABLE.columns.iter().zip(&mut values) {
            let may = matches!(column.references, Some("person" | "media"))
                || (R::TABLE.name == "memo" && column.name == "target");
            if may
                && let Some(id) = named(value)
                && let Some(other) = others.get(&id)
            {
                *value = Value::Bytes(other.as_bytes().to_vec());
            }
        }
        *self = R::from_values(values)?;
        Ok(())
    }
}

/// The id that a value is.
pub(super) fn named(value: &Value) -> Option<Id> {
    match value {
        Value::Bytes(bytes) => Id::from_slice(bytes),
        _ => None,
    }
}

/// A row and where it stands in the document.
pub(super) struct Placed {
    pub(super) row: Box<dyn AnyRow>,
    pub(super) spot: Spot,
}

/// The rows of a document.
pub(super) struct Rows {
    pub(super) all: Vec<Placed>,
    /// The ids of rows that only join two others, by noun and by what they join.
    pub(super) links: HashMap<(Joint, Id, Id), Id>,
    spot: Spot,
    now: i64,
}

impl Rows {
    /// No rows yet; new ids will be of this moment.
    pub(super) fn new(now: i64) -> Self {
        Self { all: Vec::new(), links: HashMap::new(), spot: Spot::default(), now }
    }

    /// Adds the rows of every noun of a section.
    pub(super) fn section<N: Noun>(&mut self, section: &'static str, nouns: &[N]) -> Result<()> {
        for (noun, entry) in nouns.iter().zip(1..) {
            self.at(Spot { section, entry });
            noun.rows(self)?;
        }
        Ok(())
    }

    /// Adds a row of the noun whose turn it is.
    pub(super) fn push<R: Record + Send + 'static>(&mut self, row: R) {
        self.all.push(Placed { row: Box::new(row), spot: self.spot });
    }

    /// The id of the row that joins two others: the document's own, or a new one.
    pub(super) fn link(&self, noun: Joint, from: Id, to: Id) -> Id {
        let known = self.links.get(&(noun, from, to)).copied();
        known.unwrap_or_else(|| Id::new(self.now))
    }

    /// Says where the noun stands whose turn it is.
    pub(super) fn at(&mut self, spot: Spot) {
        self.spot = spot;
    }

    /// Where the noun stands whose turn it is.
    pub(super) fn spot(&self) -> Spot {
        self.spot
    }
}
