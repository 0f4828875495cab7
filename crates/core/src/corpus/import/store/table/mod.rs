//! Tables: surveys and lists of participants, row by row.
//!
//! A [`TablePlan`] says of each sheet what its rows are and of each column what it is for; all of it
//! is guessed, with a reason, and a person's to change. `rows.rs` carries it out: answers in
//! people's own words become texts, all else what is known of the participant or the source.

mod rows;

use std::collections::HashSet;

use serde::Serialize;
use trefoil_formats::DateOrder;
use trefoil_formats::table::{self, AsWhat, AttributeKind as Written, Role};

pub(super) use rows::{bare, count, each_cell, store};

use super::super::Table;
use crate::corpus::attribute::AttributeKind;

crate::words! {
    /// What the rows of a table are.
    pub enum RowsAre, "what rows are" {
        /// Each row describes somebody: it becomes what is known of a participant.
        Participants = "participants",
        /// Each row is what somebody answered: it becomes a source.
        Sources = "sources",
    }
}

crate::words! {
    /// What a column of a table is for.
    pub enum ColumnRole, "what a column is for" {
        /// It says who.
        Participant = "participant",
        /// It says when.
        Date = "date",
        /// Answers in people's own words, which become texts.
        Open = "open",
        /// Values that are words.
        Text = "text",
        /// Values that are numbers.
        Number = "number",
        /// Values that are days.
        Day = "day",
        /// Values that are yes or no.
        YesNo = "yes_no",
        /// Left out.
        Skip = "skip",
    }
}

/// What a table will become.
#[derive(Debug, Clone, Serialize)]
pub struct TablePlan {
    /// Its sheets; a file of separated values has one.
    pub sheets: Vec<SheetPlan>,
}

/// What one sheet will become.
#[derive(Debug, Clone, Serialize)]
pub struct SheetPlan {
    /// Its name, in a workbook.
    pub sheet: Option<String>,
    /// Whether it comes in.
    pub keep: bool,
    /// What its rows are.
    pub rows_are: RowsAre,
    /// Why that was guessed.
    pub reason: String,
    /// How many rows it has.
    pub rows: usize,
    /// Its columns.
    pub columns: Vec<ColumnPlan>,
}

/// What one column is for.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnPlan {
    /// Its name.
    pub name: String,
    /// What for.
    pub role: ColumnRole,
    /// Why that was guessed.
    pub reason: String,
    /// Whether the guess is certain.
    pub is_sure: bool,
    /// Some of its values, to be looked at.
    pub values: Vec<String>,
    /// Of a column that says who: everybody in it, each once.
    #[serde(skip)]
    pub people: Vec<String>,
    #[serde(skip)]
    pub(super) written: table::Written,
}

impl ColumnRole {
    /// What its values are as an attribute, if it is one.
    pub fn attribute(self) -> Option<AttributeKind> {
        match self {
            Self::Text => Some(AttributeKind::Text),
            Self::Number => Some(AttributeKind::Number),
            Self::Day => Some(AttributeKind::Date),
            Self::YesNo => Some(AttributeKind::YesNo),
            Self::Participant | Self::Date | Self::Open | Self::Skip => None,
        }
    }
}

impl ColumnPlan {
    /// Which number of its dates comes first, as far as it was guessed or said.
    pub fn date_order(&self) -> DateOrder {
        self.written.dates
    }

    /// Sets which number of its dates comes first.
    pub fn set_day_first(&mut self, day_first: bool) {
        self.written.dates = if day_first { DateOrder::DayFirst } else { DateOrder::MonthFirst };
        self.is_sure = true;
    }
}

impl TablePlan {
    /// Guesses what tables are for.
    pub(super) fn of(tables: &[Table]) -> Self {
        Self { sheets: tables.iter().map(SheetPlan::of).collect() }
    }
}

/// So many values of a column are shown.
const SHOWN: usize = 4;

impl SheetPlan {
    fn of(table: &Table) -> Self {
        let guessed = table::guess(table);
        let columns = table.columns.iter().zip(guessed.columns).enumerate();
        let columns = columns.map(|(at, (name, guess))| {
            let mut values = guess.values;
            if values.is_empty() {
                let cells = table.rows.iter().filter_map(|row| row.get(at));
                values = cells.filter(|cell| !cell.is_empty()).take(SHOWN).cloned().collect();
            }
            ColumnPlan {
                name: name.clone(),
                role: role(guess.role),
                reason: guess.reason,
                is_sure: guess.is_sure,
                values,
                people: people(guess.role, table, at),
                written: guess.written,
            }
        });
        Self {
            sheet: table.sheet.clone(),
            keep: true,
            rows_are: match guessed.what {
                AsWhat::Participants => RowsAre::Participants,
                AsWhat::Sources => RowsAre::Sources,
            },
            reason: guessed.reason,
            rows: table.rows.len(),
            columns: columns.collect(),
        }
    }
}

impl TablePlan {
    /// Everybody whom its rows are of, as far as the columns were guessed to say so.
    pub fn people(&self) -> impl Iterator<Item = &String> {
        let kept = self.sheets.iter().filter(|sheet| sheet.keep);
        kept.flat_map(|sheet| {
            let who = sheet.columns.iter().find(|column| column.role == ColumnRole::Participant);
            who.into_iter().flat_map(|column| &column.people)
        })
    }
}

/// Who stands in a column that says who.
fn people(role: Role, table: &Table, at: usize) -> Vec<String> {
    if role != Role::Participant {
        return Vec::new();
    }
    let cells = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim());
    let mut seen = HashSet::new();
    cells.filter(|cell| !cell.is_empty() && seen.insert(*cell)).map(str::to_owned).collect()
}

fn role(guess: Role) -> ColumnRole {
    match guess {
        Role::Participant => ColumnRole::Participant,
        Role::Date => ColumnRole::Date,
        Role::Open => ColumnRole::Open,
        Role::Closed(Written::Text) => ColumnRole::Text,
        Role::Closed(Written::Number) => ColumnRole::Number,
        Role::Closed(Written::Date) => ColumnRole::Day,
        Role::Closed(Written::YesNo) => ColumnRole::YesNo,
        Role::Skip => ColumnRole::Skip,
    }
}
