//! What a table becomes: a person says it of its sheets and columns, in fields of the item's form.
//!
//! `shown` makes the rows of the page, `said` reads the fields back. A field that is not in the
//! form says nothing: of a table with very many columns the page shows the first.

use std::collections::BTreeMap;

use trefoil_core::corpus::import::DateOrder;
use trefoil_core::corpus::import::store::{ColumnPlan, ColumnRole, Item, RowsAre, SheetPlan};
use trefoil_core::error::{Error, Result};

use super::decision::{ColumnEdit, Edit, SheetEdit};
use super::wishes::{DAY_FIRST, MONTH_FIRST};
use crate::words;

/// More columns than this of a sheet are not shown; they stay as they were guessed.
const MOST_COLUMNS: usize = 120;

/// So many values of a column are shown.
const MOST_VALUES: usize = 6;

/// What columns can be for, with the words of the page.
const ROLES: [(ColumnRole, &str); 8] = [
    (ColumnRole::Participant, "says who, by pseudonym"),
    (ColumnRole::Date, "says when"),
    (ColumnRole::Open, "answers in own words, to be read and coded"),
    (ColumnRole::Text, "words, known beside the text"),
    (ColumnRole::Number, "numbers"),
    (ColumnRole::Day, "days"),
    (ColumnRole::YesNo, "yes or no"),
    (ColumnRole::Skip, "left out"),
];

/// A table on the page.
#[derive(Debug)]
pub(super) struct Becomes {
    pub(super) sheets: Vec<Sheet>,
    /// Whether something about it is not certain, or cannot be as it stands.
    pub(super) needs_look: bool,
    /// How many rows come in.
    pub(super) rows: usize,
}

/// A sheet on the page.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) at: usize,
    /// What it is called, where there are several.
    pub(super) name: String,
    pub(super) keep: bool,
    pub(super) are_participants: bool,
    pub(super) reason: String,
    pub(super) rows: String,
    pub(super) columns: Vec<Column>,
    /// How many columns are not shown.
    pub(super) more: usize,
    /// What would keep its rows from coming in.
    pub(super) trouble: Option<&'static str>,
}

/// A column on the page.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) at: usize,
    pub(super) name: String,
    pub(super) values: Vec<String>,
    pub(super) reason: String,
    pub(super) is_sure: bool,
    /// Each role: its word, what it is called, whether it is chosen.
    pub(super) roles: Vec<(&'static str, &'static str, bool)>,
    /// Whether its values are days whose order is open, or was said.
    pub(super) is_dated: bool,
    /// Which order of day and month was guessed, in words.
    pub(super) guessed: &'static str,
    /// Which order of day and month was said.
    pub(super) order: &'static str,
}

/// A table as the page shows it; nothing where the item is none.
pub(super) fn shown(item: &Item, edit: Option<&Edit>) -> Option<Becomes> {
    let table = item.table.as_ref()?;
    let said = |at: usize| edit.and_then(|edit| edit.sheets.get(&at));
    let sheets = table.sheets.iter().enumerate();
    let sheets: Vec<Sheet> = sheets.map(|(at, plan)| sheet(at, plan, said(at))).collect();
    let is_open = |sheet: &Sheet| {
        sheet.keep && (sheet.trouble.is_some() || sheet.columns.iter().any(|one| !one.is_sure))
    };
    Some(Becomes {
        needs_look: sheets.iter().any(is_open),
        rows: table.sheets.iter().filter(|sheet| sheet.keep).map(|sheet| sheet.rows).sum(),
        sheets,
    })
}

fn sheet(at: usize, plan: &SheetPlan, said: Option<&SheetEdit>) -> Sheet {
    let of = |at: usize| said.and_then(|said| said.columns.get(&at));
    let columns = plan.columns.iter().enumerate().take(MOST_COLUMNS);
    Sheet {
        at,
        name: plan.sheet.clone().unwrap_or_default(),
        keep: plan.keep,
        are_participants: plan.rows_are == RowsAre::Participants,
        reason: plan.reason.clone(),
        rows: words::counted(&(plan.rows as i64), "row", "rows"),
        columns: columns.map(|(at, plan)| column(at, plan, of(at))).collect(),
        more: plan.columns.len().saturating_sub(MOST_COLUMNS),
        trouble: trouble(plan),
    }
}

fn column(at: usize, plan: &ColumnPlan, said: Option<&ColumnEdit>) -> Column {
    Column {
        at,
        name: plan.name.clone(),
        values: plan.values.iter().take(MOST_VALUES).map(|value| words::short(value, 60)).collect(),
        reason: plan.reason.clone(),
        is_sure: plan.is_sure,
        roles: ROLES.iter().map(|(role, name)| (role.word(), *name, *role == plan.role)).collect(),
        is_dated: matches!(plan.role, ColumnRole::Date | ColumnRole::Day)
            && (!plan.is_sure || said.is_some()),
        guessed: match plan.date_order() {
            DateOrder::DayFirst => "day first, as guessed",
            DateOrder::MonthFirst => "month first, as guessed",
            DateOrder::YearFirst => "year first, as guessed",
        },
        order: match said.and_then(|said| said.day_first) {
            None => "",
            Some(true) => DAY_FIRST,
            Some(false) => MONTH_FIRST,
        },
    }
}

/// Why no row of a sheet would come in.
fn trouble(plan: &SheetPlan) -> Option<&'static str> {
    let has = |role: ColumnRole| plan.columns.iter().any(|column| column.role == role);
    match plan.rows_are {
        RowsAre::Participants if !has(ColumnRole::Participant) => {
            Some("No column says who, so no row can come in: choose the one that does.")
        }
        RowsAre::Sources if !has(ColumnRole::Open) => Some(
            "No column holds answers in people’s own words, so no row can come in: choose one, or \
             let each row describe a participant.",
        ),
        RowsAre::Participants | RowsAre::Sources => None,
    }
}

/// What the fields of a form say of an item's table, where it differs from what was guessed.
///
/// Errors: a word that is none of the choices.
pub(super) fn said<'f>(
    item: &Item,
    field: &dyn Fn(&str) -> Option<&'f str>,
) -> Result<BTreeMap<usize, SheetEdit>> {
    let mut said = BTreeMap::new();
    let sheets = item.table.iter().flat_map(|table| &table.sheets);
    for (at, plan) in sheets.enumerate() {
        let id = format!("{}-{at}", item.id);
        // Without it the sheet is not in the form, and a tick that is missing says nothing.
        if field(&format!("sheet-{id}")).is_none() {
            continue;
        }
        let is_kept = field(&format!("rows-come-{id}")).is_some();
        let rows_are = field(&format!("rows-are-{id}")).map(rows_are).transpose()?;
        let mut sheet = SheetEdit {
            keep: (is_kept != plan.keep).then_some(is_kept),
            rows_are: rows_are.filter(|rows_are| *rows_are != plan.rows_are),
            columns: BTreeMap::new(),
        };
        for (at, plan) in plan.columns.iter().enumerate().take(MOST_COLUMNS) {
            let column = column_said(plan, &|name| field(&format!("{name}-{id}-{at}")))?;
            if column != ColumnEdit::default() {
                sheet.columns.insert(at, column);
            }
        }
        if sheet.is_something() {
            said.insert(at, sheet);
        }
    }
    Ok(said)
}

fn column_said<'f>(
    plan: &ColumnPlan,
    field: &dyn Fn(&str) -> Option<&'f str>,
) -> Result<ColumnEdit> {
    let role = field("role").map(role).transpose()?;
    let day_first = match field("order") {
        Some(DAY_FIRST) => Some(true),
        Some(MONTH_FIRST) => Some(false),
        _ => None,
    };
    Ok(ColumnEdit { role: role.filter(|role| *role != plan.role), day_first })
}

fn rows_are(word: &str) -> Result<RowsAre> {
    word.parse::<RowsAre>().map_err(|_| unknown(word))
}

fn role(word: &str) -> Result<ColumnRole> {
    word.parse::<ColumnRole>().map_err(|_| unknown(word))
}

fn unknown(word: &str) -> Error {
    Error::invalid(format!("“{word}” is none of the choices for a table."))
        .hint("Look at the page again and choose from its lists. Nothing was stored.")
}
