//! The model as people see it: each condition with its state, what it needs and what it rests on.
//!
//! Nothing here holds a participant's words, so a manager may see it; [`super::show`] goes deeper.
//! Five questions are asked whatever the size of the model.

use std::collections::HashMap;

use serde::Serialize;

use super::graph::Graph;
use super::warning::{self, Warning};
use super::{Bearing, Condition, Standing};
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Reader, Record, Row};
use crate::theme::Area;

/// A condition as listed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// The condition.
    #[serde(flatten)]
    pub condition: Condition,
    /// Its number in the advised order: `C1`.
    pub label: String,
    /// The state as shown: in place becomes lapsed when the review is past due.
    pub state: Standing,
    /// The state it was marked with last; not started when nobody marked it.
    pub marked: Standing,
    /// Whether it shows as lapsed only because its review is past due.
    pub lapsed: bool,
    /// Every mark, oldest first.
    pub history: Vec<Mark>,
    /// What it needs first, in the advised order.
    pub needs: Vec<Id>,
    /// What needs it, in the advised order.
    pub needed_by: Vec<Id>,
    /// How many indicators it has.
    pub indicators_total: i64,
    /// How many of them were seen.
    pub indicators_seen: i64,
    /// How many pieces of evidence it has.
    pub evidence_count: i64,
    /// How many actions are about it.
    pub actions_total: i64,
    /// How many of them are done.
    pub actions_done: i64,
    /// The themes that bear on it.
    pub themes: Vec<BearingTheme>,
    /// How many of those themes stand in each area.
    pub areas: Areas,
    /// What is worth a second look.
    pub warnings: Vec<Warning>,
}

/// A state that a condition was marked with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// The state.
    pub state: Standing,
    /// Why.
    pub reason: String,
    /// When, in epoch milliseconds.
    pub at: i64,
    /// Who.
    pub person: String,
}

/// A theme that bears on a condition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BearingTheme {
    /// The theme.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Whether it supports or strains the condition.
    pub bearing: Bearing,
    /// A note on how.
    pub note: String,
    /// Where the theme stands now.
    pub area: Area,
}

/// How many themes stand in each area.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Areas {
    /// In firm up.
    pub firm_up: usize,
    /// In fine tune.
    pub fine_tune: usize,
    /// In focus.
    pub focus: usize,
    /// Not yet placed.
    pub unplaced: usize,
}

impl Areas {
    fn of(themes: &[BearingTheme]) -> Self {
        let count = |area| themes.iter().filter(|theme| theme.area == area).count();
        Self {
            firm_up: count(Area::FirmUp),
            fine_tune: count(Area::FineTune),
            focus: count(Area::Focus),
            unplaced: count(Area::Unplaced),
        }
    }
}

/// The whole model in the advised order, as it stands on a day given as an ISO date.
pub fn list(reader: &Reader<'_>, today: &str) -> Result<Vec<Listed>> {
    let graph = Graph::read(reader)?;
    let mut marks = gather(reader, include_str!("states.sql"), mark)?;
    let mut themes = gather(reader, include_str!("themes.sql"), theme)?;
    let mut model = Vec::new();
    for row in reader.query(include_str!("list.sql"), &[])? {
        let id = row.get(0)?;
        let (history, themes) =
            (marks.remove(&id).unwrap_or_default(), themes.remove(&id).unwrap_or_default());
        model.push(listed(row, &graph, history, themes, today)?);
    }
    warning::add(&mut model, &graph);
    Ok(model)
}

fn listed(
    row: Row,
    graph: &Graph,
    history: Vec<Mark>,
    themes: Vec<BearingTheme>,
    today: &str,
) -> Result<Listed> {
    // The counts follow the columns of the condition itself.
    let count = |at: usize| row.get::<i64>(Condition::TABLE.columns.len() + at);
    let (indicators_total, indicators_seen, evidence_count) = (count(0)?, count(1)?, count(2)?);
    let (actions_total, actions_done) = (count(3)?, count(4)?);
    let condition = Condition::from_values(row.into_values())?;
    let marked = history.last().map_or(Standing::NotStarted, |mark| mark.state);
    let state = marked.shown(condition.review_due.as_deref(), today);
    Ok(Listed {
        label: graph.label(condition.id),
        state,
        marked,
        lapsed: state != marked,
        history,
        needs: graph.needs_of(condition.id),
        needed_by: graph.needed_by(condition.id),
        indicators_total,
        indicators_seen,
        evidence_count,
        actions_total,
        actions_done,
        areas: Areas::of(&themes),
        themes,
        warnings: Vec::new(),
        condition,
    })
}

/// What a query tells of each condition, which it names in its first column.
fn gather<T>(
    reader: &Reader<'_>,
    sql: &str,
    read: fn(&Row) -> Result<T>,
) -> Result<HashMap<Id, Vec<T>>> {
    let mut gathered: HashMap<Id, Vec<T>> = HashMap::new();
    for row in reader.query(sql, &[])? {
        gathered.entry(row.get(0)?).or_default().push(read(&row)?);
    }
    Ok(gathered)
}

fn mark(row: &Row) -> Result<Mark> {
    Ok(Mark { state: row.get(1)?, reason: row.get(2)?, at: row.get(3)?, person: row.get(4)? })
}

fn theme(row: &Row) -> Result<BearingTheme> {
    let area: Option<Area> = row.get(5)?;
    Ok(BearingTheme {
        id: row.get(1)?,
        name: row.get(2)?,
        bearing: row.get(3)?,
        note: row.get(4)?,
        area: area.unwrap_or(Area::Unplaced),
    })
}
