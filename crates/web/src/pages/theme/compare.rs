//! The rounds side by side: where each theme stood at the end of each, and what moved.

use askama::Template;
use trefoil_core::error::Result;
use trefoil_core::storage::Reader;
use trefoil_core::theme::{self, Area, Placed, Round, Theme};

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;
use crate::words::counted;

/// The page.
#[derive(Template)]
#[template(path = "theme/compare.html")]
struct ComparePage {
    frame: Frame,
    rounds: Vec<Round>,
    rows: Vec<Row>,
    /// What moved, in a sentence for each step.
    moved: Vec<String>,
}

/// A theme through the rounds.
struct Row {
    number: String,
    theme: Theme,
    /// One cell for each round, and one for now.
    cells: Vec<Cell>,
}

/// Where a theme stood.
struct Cell {
    area: Area,
    /// Where it had stood before, when it moved.
    from: Option<&'static str>,
    /// Why, when it was placed since the round before.
    reason: String,
}

/// Shows the rounds side by side.
pub(super) async fn compare(desk: Desk) -> Answer {
    let (frame, (rounds, rows)) = desk.look(Station::Themes, "Rounds compared", read).await?;
    let moved = (1..=rounds.len()).filter_map(|at| moved(&rows, &rounds, at)).collect();
    desk.page(&ComparePage { frame, rounds, rows, moved })
}

fn read(reader: &Reader<'_>) -> Result<(Vec<Round>, Vec<Row>)> {
    let ends = theme::by_round(reader)?;
    let now = theme::board(reader)?;
    let themes: Vec<Theme> = reader.list("ORDER BY position, id", &[])?;
    let rows = themes.into_iter().enumerate().map(|(at, theme)| {
        let mut boards: Vec<&Placed> = ends.iter().filter_map(|end| end.themes.get(at)).collect();
        boards.extend(now.get(at));
        let number = format!("T{}", at + 1);
        Row { number, theme, cells: cells(&boards) }
    });
    let rows = rows.collect();
    Ok((ends.into_iter().map(|end| end.round).collect(), rows))
}

fn cells(boards: &[&Placed]) -> Vec<Cell> {
    let cell = |(at, placed): (usize, &&Placed)| {
        let before = at.checked_sub(1).and_then(|before| boards.get(before));
        let same = |one: &&&Placed| one.placement == placed.placement;
        let reason = match (&placed.placement, before.filter(same)) {
            (Some(placement), None) => placement.reason.clone(),
            _ => String::new(),
        };
        let from = before.filter(|one| one.area != placed.area).map(|one| one.area.label());
        Cell { area: placed.area, from, reason }
    };
    boards.iter().enumerate().map(cell).collect()
}

/// `From Month 1 to Month 2, 2 of 9 themes moved: T6 and T9.`
fn moved(rows: &[Row], rounds: &[Round], at: usize) -> Option<String> {
    let to = rounds.get(at).map_or("now", |round| round.name.as_str());
    let from = &rounds.get(at - 1)?.name;
    let moved = rows.iter().filter(|row| row.cells.get(at).is_some_and(|cell| cell.from.is_some()));
    let moved: Vec<&str> = moved.map(|row| row.number.as_str()).collect();
    let all = counted(&(rows.len() as i64), "theme", "themes");
    Some(match moved.len() {
        0 if at == rounds.len() => return None,
        0 => format!("From {from} to {to}, nothing moved."),
        many => format!("From {from} to {to}, {many} of {all} moved: {}.", moved.join(", ")),
    })
}
