//! The current texts of all sources, in memory.
//!
//! [`Texts`] is read at one moment of the study and knows its change number. At a later moment it
//! reads only the texts whose current revision is another one; a revision never changes, so its id
//! is enough to tell. A clone shares all texts with what it was cloned from.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::clock::weeks_between;
use crate::corpus::source::Present;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::order;
use crate::span::{Marks, Ruler};
use crate::storage::{Parameter, Reader, Value};
use crate::study::Study;

/// How many texts are fetched at a time.
const BATCH: usize = 64;

/// The current texts of all sources of one study that have one, by participant and date.
///
/// The default holds nothing and belongs to no moment yet.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    change: Option<i64>,
    all: Arc<[SourceText]>,
}

/// A source's current text, with what searches are restricted by.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// The source.
    pub source: Id,
    /// Its name.
    pub name: String,
    /// Its stream's word.
    pub stream: String,
    /// Its date.
    pub date: Option<String>,
    /// Who is in it, by name.
    pub participants: Vec<Present>,
    /// The revision.
    pub revision: Id,
    words: Arc<Words>,
}

/// A text, and the marks of it once somebody asks about its code points.
struct Words {
    text: String,
    marks: OnceLock<Marks>,
}

impl Texts {
    /// Reads all texts.
    pub fn load(reader: &Reader<'_>) -> Result<Self> {
        Self::default().at(reader)
    }

    /// Brings them to the study's present moment.
    pub fn refresh(&mut self, study: &Study) -> Result<()> {
        let before = self.clone();
        *self = study.read(move |reader| before.at(reader))?;
        Ok(())
    }

    /// The texts at a moment of the same study; what is unchanged is shared and not read again.
    pub fn at(&self, reader: &Reader<'_>) -> Result<Self> {
        let change = reader.number("SELECT number FROM change_number", &[])?;
        if self.change == Some(change) {
            return Ok(self.clone());
        }
        let known = self.all.iter().map(|one| (one.revision, one.words.clone()));
        let mut words: HashMap<Id, Arc<Words>> = known.collect();
        let mut present = participants(reader)?;
        let rows = reader.query(include_str!("sources.sql"), &[])?;
        let current = rows.iter().map(|row| row.get(4)).collect::<Result<Vec<Id>>>()?;
        let missing: Vec<Id> = current.into_iter().filter(|id| !words.contains_key(id)).collect();
        fetch(reader, &missing, &mut words)?;
        let mut all = Vec::with_capacity(rows.len());
        for mut row in rows {
            let (source, name): (Id, String) = (row.take(0)?, row.take(1)?);
            let (date, revision): (Option<String>, Id) = (row.take(3)?, row.take(4)?);
            let words = words.get(&revision).cloned().ok_or_else(|| lost(&name))?;
            let participants = weeks(present.remove(&source).unwrap_or_default(), date.as_deref());
            let stream = row.take(2)?;
            all.push(SourceText { source, name, stream, date, participants, revision, words });
        }
        all.sort_by(|a, b| {
            (a.participants.is_empty().cmp(&b.participants.is_empty()))
                .then_with(|| order::by_name(a.first(), b.first()))
                .then_with(|| (a.date.is_none(), &a.date).cmp(&(b.date.is_none(), &b.date)))
                .then_with(|| order::by_name(&a.name, &b.name))
                .then_with(|| a.source.cmp(&b.source))
        });
        Ok(Self { change: Some(change), all: all.into() })
    }

    /// The study's change number at their moment.
    pub fn change(&self) -> Option<i64> {
        self.change
    }

    /// All of them: by the name of the first participant, then by date and name. Those without
    /// participants come last, and of one participant's those without a date.
    pub fn all(&self) -> &[SourceText] {
        &self.all
    }

    /// That of one source.
    pub fn get(&self, source: Id) -> Option<&SourceText> {
        self.all.iter().find(|one| one.source == source)
    }
}

impl SourceText {
    /// The text.
    pub fn text(&self) -> &str {
        &self.words.text
    }

    /// Converts positions in it; only the first asking walks through the text.
    pub fn ruler(&self) -> Ruler<'_> {
        Ruler::with(self.text(), self.words.marks.get_or_init(|| Marks::of(self.text())))
    }

    fn first(&self) -> &str {
        self.participants.first().map_or("", |one| &one.name)
    }
}

impl fmt::Debug for Words {
    /// People's words do not belong in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.text.len())
    }
}

fn lost(name: &str) -> Error {
    Error::damaged(format!("The text of “{name}” is not where the source says it is."))
        .hint("`trefoil check STUDY` looks at the whole study.")
}

/// A participant, and the day on which they started.
type Started = (Present, Option<String>);

/// Who is in which source, and when they started.
fn participants(reader: &Reader<'_>) -> Result<HashMap<Id, Vec<Started>>> {
    let mut present: HashMap<Id, Vec<Started>> = HashMap::new();
    for mut row in reader.query(include_str!("participants.sql"), &[])? {
        let one = Present { id: row.take(1)?, name: row.take(2)?, week: None };
        present.entry(row.take(0)?).or_default().push((one, row.take(3)?));
    }
    Ok(present)
}

/// Participants by name, with the week in which a date lies.
fn weeks(present: Vec<Started>, date: Option<&str>) -> Vec<Present> {
    let counted = present.into_iter().map(|(one, started)| {
        let week =
            started.as_deref().zip(date).and_then(|(start, date)| weeks_between(start, date));
        Present { week, ..one }
    });
    let mut counted: Vec<Present> = counted.collect();
    counted.sort_by(|a, b| order::by_name(&a.name, &b.name));
    counted
}

/// Fetches the texts of revisions, some at a time: a study may hold hundreds of megabytes.
fn fetch(reader: &Reader<'_>, ids: &[Id], words: &mut HashMap<Id, Arc<Words>>) -> Result<()> {
    let places: Vec<String> = (1..=BATCH).map(|number| format!("${number}")).collect();
    let sql = format!("SELECT id, text FROM revision WHERE id IN ({})", places.join(", "));
    for batch in ids.chunks(BATCH) {
        // The last batch is filled up with an id of its own, so that all are one statement.
        let filled = batch.iter().chain(std::iter::repeat(&batch[0])).take(BATCH);
        let values: Vec<Value> = filled.map(Parameter::bind).collect();
        for mut row in reader.query(&sql, &values)? {
            let one = Words { text: row.take(1)?, marks: OnceLock::new() };
            words.insert(row.take(0)?, Arc::new(one));
        }
    }
    Ok(())
}
