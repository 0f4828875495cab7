//! Storing a table's rows.
//!
//! A row is recognised by what stands in it, so that a longer export of the same survey brings only
//! what is new. Values that are none of their kind are left out and told.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};
use trefoil_formats::table::{self, AttributeKind as Written};

use super::{ColumnPlan, ColumnRole, RowsAre, SheetPlan};
use crate::corpus::attribute::{
    Attribute, AttributeAdd, AttributeKind, AttributeNoun, AttributeValuesSet, NewValue,
};
use crate::corpus::import::store::walk::ToldRows;
use crate::corpus::import::store::{Item, Noticed, Summary};
use crate::corpus::import::{Reading, Table};
use crate::corpus::participant::{self, Participant, ParticipantAdd};
use crate::corpus::source::{self, SourceAdd};
use crate::error::{Kind, Result};
use crate::id::Id;
use crate::storage::row_image::hexadecimal;
use crate::study::Session;
use crate::transcript::NewLandmark;

/// Values are stored in parcels of this many.
const PARCEL: usize = 500;

/// How far it is is told every so many rows.
const STEP: usize = 20;

/// What came of a table.
#[derive(Debug, Default)]
pub(in crate::corpus::import::store) struct Stored {
    /// How many rows became sources.
    pub(in crate::corpus::import::store) sources: usize,
    /// How many rows came in, as sources or as participants.
    pub(in crate::corpus::import::store) rows: usize,
    /// How many rows were there already.
    known: usize,
    nameless: usize,
    wordless: usize,
    denied: usize,
    /// Of each column how many values are none of its kind, and the first.
    unreadable: BTreeMap<String, (usize, String)>,
}

/// How many rows would come in, as far as can be said without storing.
pub(in crate::corpus::import::store) fn count(item: &Item) -> usize {
    let sheets = item.table.iter().flat_map(|plan| &plan.sheets);
    sheets.filter(|sheet| sheet.keep).map(|sheet| sheet.rows).sum()
}

/// Stores the rows of a table as its plan says, as far as it is not stopped.
pub(in crate::corpus::import::store) fn store(
    act: &Session,
    item: &Item,
    reading: &Reading,
    told: ToldRows<'_>,
    summary: &mut Summary,
) -> Result<Stored> {
    let (mut stored, mut at, of) = (Stored::default(), 0, count(item));
    let sheets = item.table.iter().flat_map(|plan| &plan.sheets);
    'sheets: for (sheet, table) in sheets.zip(&reading.tables).filter(|(sheet, _)| sheet.keep) {
        let mut storing = Storing::begin(act, item, sheet)?;
        let mut twins: HashMap<[u8; 32], usize> = HashMap::new();
        for row in &table.rows {
            if at % STEP == 0 && told(at + 1, of).is_break() {
                storing.flush()?;
                break 'sheets;
            }
            storing.row(row, &mut twins, &mut stored)?;
            at += 1;
        }
        storing.flush()?;
    }
    stored.tell(item, summary);
    Ok(stored)
}

struct Storing<'s> {
    act: &'s Session,
    item: &'s Item,
    sheet: &'s SheetPlan,
    people: Vec<Participant>,
    /// The attributes of its columns.
    attributes: Vec<Option<Id>>,
    values: Vec<NewValue>,
}

impl<'s> Storing<'s> {
    fn begin(act: &'s Session, item: &'s Item, sheet: &'s SheetPlan) -> Result<Self> {
        let people = act.study().read(participant::list)?;
        let noun = match sheet.rows_are {
            RowsAre::Participants => AttributeNoun::Participant,
            RowsAre::Sources => AttributeNoun::Source,
        };
        let known: Vec<Attribute> =
            act.study().read(|reader| reader.list("ORDER BY position, id", &[]))?;
        let mut attributes = Vec::with_capacity(sheet.columns.len());
        for column in &sheet.columns {
            let Some(kind) = column.role.attribute() else {
                attributes.push(None);
                continue;
            };
            let name = column.name.trim();
            let same = known.iter().find(|one| one.noun == noun && one.name == name);
            attributes.push(Some(match same {
                Some(same) => same.id,
                None => add(act, noun, name, kind)?,
            }));
        }
        Ok(Self { act, item, sheet, people, attributes, values: Vec::new() })
    }

    fn row(
        &mut self,
        row: &[String],
        twins: &mut HashMap<[u8; 32], usize>,
        stored: &mut Stored,
    ) -> Result<()> {
        let who = self.cell(row, ColumnRole::Participant).map(bare).map(str::to_owned);
        if self.sheet.rows_are == RowsAre::Participants && who.is_none() {
            stored.nameless += 1;
            return Ok(());
        }
        let (text, landmarks) = self.words(row);
        if self.sheet.rows_are == RowsAre::Sources && text.is_empty() {
            stored.wordless += 1;
            return Ok(());
        }
        let participant = who.as_deref().map(|who| self.participant(who)).transpose()?;
        let mut source = None;
        if !text.is_empty() {
            let digest = digest(&self.item.name, self.sheet, row, twins);
            let wanted = digest;
            let same =
                self.act.study().read(move |reader| source::find_by_sha256(reader, &wanted))?;
            source = if let Some(same) = same {
                stored.known += 1;
                Some(same.id)
            } else {
                let number = stored.rows + stored.known + 1;
                let added =
                    self.add(row, number, who.as_deref(), participant, digest, text, landmarks);
                match added {
                    Err(error) if error.kind() == Kind::Denied => {
                        stored.denied += 1;
                        return Ok(());
                    }
                    added => {
                        stored.sources += 1;
                        Some(added?)
                    }
                }
            };
        }
        stored.rows += 1;
        self.know(row, participant, source, stored);
        if self.values.len() >= PARCEL { self.flush() } else { Ok(()) }
    }

    /// The cell of the first column with a role, when something stands in it.
    fn cell<'r>(&self, row: &'r [String], role: ColumnRole) -> Option<&'r str> {
        let at = self.sheet.columns.iter().position(|column| column.role == role)?;
        row.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// The answers in people's own words, each under its question.
    fn words(&self, row: &[String]) -> (String, Vec<NewLandmark>) {
        let (mut text, mut headings, mut at) = (String::new(), Vec::new(), 0);
        let open = self.sheet.columns.iter().zip(row);
        let answered: Vec<(&ColumnPlan, &str)> = open
            .filter(|(column, _)| column.role == ColumnRole::Open)
            .map(|(column, cell)| (column, cell.trim()))
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        for (column, cell) in answered {
            let gap = if text.is_empty() { "" } else { "\n" };
            let start = at + gap.len() as i64;
            let end = start + column.name.chars().count() as i64;
            headings.push(NewLandmark {
                kind: "heading".to_owned(),
                level: 1,
                label: String::new(),
                start,
                end,
            });
            let piece = format!("{gap}{}\n{cell}\n", column.name);
            at += piece.chars().count() as i64;
            text.push_str(&piece);
        }
        (text, headings)
    }

    fn participant(&mut self, name: &str) -> Result<Id> {
        if let Some(known) = self.people.iter().find(|one| one.name == name) {
            return Ok(known.id);
        }
        let add = ParticipantAdd { name: name.to_owned(), note: String::new(), started_on: None };
        let id = self.act.perform(add)?.outcome;
        self.people = self.act.study().read(participant::list)?;
        Ok(id)
    }

    #[expect(clippy::too_many_arguments, reason = "each is a part of the one row that is stored")]
    fn add(
        &self,
        row: &[String],
        number: usize,
        who: Option<&str>,
        participant: Option<Id>,
        digest: [u8; 32],
        text: String,
        landmarks: Vec<NewLandmark>,
    ) -> Result<Id> {
        let date = self.sheet.columns.iter().position(|one| one.role == ColumnRole::Date);
        let date = date.and_then(|at| {
            let (cell, column) = (row.get(at)?, self.sheet.columns.get(at)?);
            table::value(Written::Date, cell, column.written).ok().flatten()
        });
        let name = match who {
            Some(who) => format!("{}, {who}", self.item.name),
            None => format!("{}, row {number}", self.item.name),
        };
        let add = SourceAdd {
            name,
            stream: self.item.stream.clone(),
            date: date.or_else(|| self.item.date.clone()),
            participants: participant.into_iter().collect(),
            file_name: Some(self.item.kept.file_name.clone()),
            origin: Some(self.item.kept.origin.clone()),
            sha256: Some(hexadecimal(&digest)),
            format: "row of a table".to_owned(),
            text: Some(text),
            landmarks,
            ..SourceAdd::default()
        };
        Ok(self.act.perform(add)?.outcome)
    }

    /// Gathers what a row says beside its words.
    fn know(
        &mut self,
        row: &[String],
        participant: Option<Id>,
        source: Option<Id>,
        stored: &mut Stored,
    ) {
        let of_people = self.sheet.rows_are == RowsAre::Participants;
        let (participant, source) = if of_people { (participant, None) } else { (None, source) };
        if participant.is_none() && source.is_none() {
            return;
        }
        for ((column, attribute), cell) in self.sheet.columns.iter().zip(&self.attributes).zip(row)
        {
            let (Some(attribute), Some(kind)) = (attribute, column.role.attribute()) else {
                continue;
            };
            match table::value(written(kind), cell, column.written) {
                Ok(None) => {}
                Ok(value) => {
                    self.values.push(NewValue {
                        attribute: *attribute,
                        participant,
                        source,
                        value,
                    });
                }
                Err(error) => {
                    let seen = stored.unreadable.entry(column.name.clone()).or_default();
                    if seen.0 == 0 {
                        seen.1 = error.to_string();
                    }
                    seen.0 += 1;
                }
            }
        }
    }

    fn flush(&mut self) -> Result<()> {
        let values = std::mem::take(&mut self.values);
        if values.is_empty() {
            return Ok(());
        }
        self.act.perform(AttributeValuesSet { values }).map(|_| ())
    }
}

impl Stored {
    fn tell(&self, item: &Item, summary: &mut Summary) {
        let mut note = |message: String| {
            summary.notices.push(Noticed { file: item.file.clone(), message });
        };
        let rows = |count: usize| match count {
            1 => "1 row".to_owned(),
            more => format!("{more} rows"),
        };
        if self.known > 0 {
            note(format!("{} of it were in the study already.", rows(self.known)));
        }
        if self.nameless > 0 {
            note(format!("{} named nobody and were left out.", rows(self.nameless)));
        }
        if self.wordless > 0 {
            note(format!("{} had no answer in words and were left out.", rows(self.wordless)));
        }
        if self.denied > 0 {
            note(format!(
                "{} were left out, because of what those who answered said about consent.",
                rows(self.denied)
            ));
        }
        for (column, (count, first)) in &self.unreadable {
            note(format!("{column}: {count} values were left out: {first}"));
        }
    }
}

fn add(act: &Session, noun: AttributeNoun, name: &str, kind: AttributeKind) -> Result<Id> {
    let add = AttributeAdd { noun, name: name.to_owned(), kind, note: String::new() };
    Ok(act.perform(add)?.outcome)
}

fn written(kind: AttributeKind) -> Written {
    match kind {
        AttributeKind::Text => Written::Text,
        AttributeKind::Number => Written::Number,
        AttributeKind::Date => Written::Date,
        AttributeKind::YesNo => Written::YesNo,
    }
}

/// A pseudonym without the brackets in which the mask puts it.
pub(in crate::corpus::import::store) fn bare(cell: &str) -> &str {
    cell.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(cell)
}

/// By what a row is known again: its cells, and which one it is of several that are alike.
fn digest(
    table: &str,
    sheet: &SheetPlan,
    row: &[String],
    twins: &mut HashMap<[u8; 32], usize>,
) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in [table, sheet.sheet.as_deref().unwrap_or_default()] {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    for cell in row {
        digest.update((cell.len() as u64).to_le_bytes());
        digest.update(cell);
    }
    let plain: [u8; 32] = digest.clone().finalize().into();
    let number = twins.entry(plain).or_default();
    *number += 1;
    digest.update((*number as u64).to_le_bytes());
    digest.finalize().into()
}

/// A table's cells, each through a function.
pub(in crate::corpus::import::store) fn each_cell(
    table: &mut Table,
    mut change: impl FnMut(&str) -> Option<String>,
) {
    for cell in table.rows.iter_mut().flatten() {
        if let Some(new) = change(cell) {
            *cell = new;
        }
    }
}
