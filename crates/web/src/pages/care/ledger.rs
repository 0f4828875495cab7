//! The consent ledger: participants × types of data × uses, the study's own answers first.
//!
//! Each type of data is a table of its own, so that a table has few columns and says its answers
//! in words; a narrow window stacks them. Tables are read from one ledger, a page of people at a
//! time.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;
use trefoil_core::care::consent::{Ledger, Standing};
use trefoil_core::care::{Answer as Given, DataType, Use};
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::questions::{AnswerForm, Ticked, types, uses};
use super::told::{self, capital, question};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// How many people a page shows.
const PAGE: usize = 60;

/// What is in the address.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The type of data that alone is shown.
    r#type: String,
    /// Behind how many people the page begins.
    from: String,
}

/// The page.
#[derive(Template)]
#[template(path = "care/ledger.html")]
struct LedgerPage {
    frame: Frame,
    grid: Grid,
    form: AnswerForm,
}

/// What is shown.
#[derive(Debug)]
struct Grid {
    /// The types that can be chosen, and whether one is.
    types: Vec<(DataType, String, bool)>,
    /// Whether all of them are shown.
    is_whole: bool,
    tables: Vec<Table>,
    /// How many people there are, and which of them are shown.
    people: usize,
    range: (usize, usize),
    before: Option<usize>,
    after: Option<usize>,
    /// What stands behind the address of another page of people.
    chosen: String,
}

/// The answers about one type of data.
#[derive(Debug)]
struct Table {
    data_type: DataType,
    name: String,
    uses: Vec<Use>,
    defaults: Vec<Cell>,
    rows: Vec<Row>,
}

/// One participant's answers about one type of data.
#[derive(Debug)]
struct Row {
    participant: Id,
    name: String,
    cells: Vec<Cell>,
}

/// One answer.
#[derive(Debug)]
struct Cell {
    purpose: Use,
    /// The answer as markup without anybody's words.
    mark: String,
    /// The whole of it in words: `P5, quotation of interview transcripts: refused`.
    says: String,
}

/// Shows the ledger.
pub(super) async fn show(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let today = desk.today();
    let read = desk.look(Station::Care, "Consent ledger", move |reader| {
        let grid = Grid::read(reader, &asked)?;
        let only = grid.types.iter().find(|(_, _, chosen)| *chosen).map(|one| one.0);
        let ticked = Ticked { data_type: only, ..Ticked::default() };
        Ok((grid, AnswerForm::read(reader, &today, &ticked)?))
    });
    let (frame, (grid, form)) = read.await?;
    desk.page(&LedgerPage { frame, grid, form })
}

impl Grid {
    fn read(reader: &Reader<'_>, asked: &Asked) -> Result<Self> {
        let only: Option<DataType> = asked.r#type.parse().ok();
        let known = types(reader)?;
        let shown: Vec<DataType> = only.map_or_else(|| known.clone(), |only| vec![only]);
        let people = participant::list(reader)?;
        let (from, page) = page(&people, asked.from.parse().unwrap_or(0));
        let ledger = Ledger::read(reader)?;
        let table = |data_type: &DataType| table(&ledger, page, *data_type);
        let offered = known.iter().chain(only.iter().filter(|only| !known.contains(only)));
        Ok(Self {
            types: offered.map(|one| (*one, capital(one.words()), only == Some(*one))).collect(),
            is_whole: only.is_none(),
            tables: shown.iter().map(table).collect(),
            range: (from + 1, from + page.len()),
            before: (from > 0).then(|| from.saturating_sub(PAGE)),
            after: (from + page.len() < people.len()).then(|| from + page.len()),
            people: people.len(),
            chosen: only.map(|only| format!("type={only}&")).unwrap_or_default(),
        })
    }
}

/// The people of a page, and how many come before them.
fn page(people: &[Participant], from: usize) -> (usize, &[Participant]) {
    let from = if from < people.len() { from } else { 0 };
    let to = people.len().min(from + PAGE);
    (from, &people[from..to])
}

fn table(ledger: &Ledger, people: &[Participant], data_type: DataType) -> Table {
    let uses = uses(data_type);
    let row = |one: &Participant| Row {
        participant: one.id,
        name: one.name.clone(),
        cells: uses
            .iter()
            .map(|purpose| {
                let standing = ledger.standing(one.id, data_type, *purpose);
                cell(&one.name, data_type, *purpose, &standing)
            })
            .collect(),
    };
    let default = |purpose: &Use| {
        let set = ledger.default_of(data_type, *purpose).answer;
        let said = if set == Given::NotAsked { "not set" } else { told::word(set) };
        let mark = if set == Given::NotAsked {
            "<span class=\"answer answer--unset\">not set</span>".to_owned()
        } else {
            told::mark(set, false)
        };
        Cell {
            purpose: *purpose,
            mark,
            says: format!("Study default, {}: {said}", question(data_type, *purpose)),
        }
    };
    Table {
        data_type,
        name: capital(data_type.words()),
        defaults: uses.iter().map(default).collect(),
        rows: people.iter().map(row).collect(),
        uses: uses.clone(),
    }
}

fn cell(name: &str, data_type: DataType, purpose: Use, standing: &Standing) -> Cell {
    let says = format!("{name}, {}: {}", question(data_type, purpose), told::said(standing));
    Cell { purpose, mark: told::standing(standing), says }
}
