//! The board: three areas side by side, what is not yet placed above them, rounds beneath.
//!
//! With `?round=` it is shown as it stood at the end of a round, to be read and not to be moved;
//! with `?view=compare` the rounds stand side by side.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::{self, Method};
use trefoil_core::theme::{self, Area, Placed, Round, RoundEnd, Theme};

use super::compare;
use super::gathered::{Gathered, gathered};
use super::place::Placing;
use super::places::{Places, plural};
use super::spark::{COLUMNS, Scale, Spark, class, mark};
use super::way::Ways;
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;
use crate::words::counted;

/// What is asked of the page.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    round: Option<String>,
    view: Option<String>,
    place: Option<String>,
    area: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "theme/board.html")]
struct BoardPage {
    frame: Frame,
    board: Board,
}

/// What stands on the board.
struct Board {
    /// The three areas with their themes.
    columns: Vec<Column>,
    /// What is not yet placed.
    tray: Vec<Entry>,
    themes: usize,
    rounds: Vec<RoundRow>,
    /// The round at whose end the board is shown; none for now.
    chosen: Option<Round>,
    legend: Vec<(&'static str, String, String)>,
    scale: String,
    placing: Placing,
    reflexive: bool,
}

/// An area on the board.
struct Column {
    area: Area,
    means: &'static str,
    entries: Vec<Entry>,
}

/// A theme on the board.
pub(super) struct Entry {
    /// `T6`: its place among the themes.
    pub(super) number: String,
    pub(super) theme: Theme,
    pub(super) area: Area,
    spark: Option<Spark>,
    /// How much it gathers and where it stood before, in words.
    foot: String,
    /// Where it stands and why.
    stands: String,
    /// What its name or idea might still need.
    remark: Option<&'static str>,
}

/// A round in the list.
struct RoundRow {
    round: Round,
    placed: String,
    held: String,
}

/// Shows the board.
pub(super) async fn board(desk: Desk, Query(wanted): Query<Wanted>) -> Answer {
    if wanted.view.as_deref() == Some("compare") {
        return compare::compare(desk).await;
    }
    let back = desk.at("themes");
    let read = desk.look(Station::Themes, "Themes", move |reader| read(reader, &wanted, back));
    let (mut frame, board) = read.await?;
    if let Some(round) = &board.chosen {
        frame.title = format!("Themes at the end of {}", round.name);
    }
    desk.page(&BoardPage { frame, board })
}

fn read(reader: &Reader<'_>, wanted: &Wanted, back: String) -> Result<Board> {
    let (places, rounds) = (Places::read(reader)?, theme::rounds(reader)?);
    let (ways, counts) = (Ways::read(reader, &rounds)?, gathered(reader, &places)?);
    let scale = Scale::of(&places, counts.values(), COLUMNS);
    let chosen = wanted.round.as_deref().and_then(|id| id.parse::<Id>().ok());
    let chosen = chosen.and_then(|id| rounds.iter().find(|round| round.id == id)).cloned();
    let ends = if chosen.is_some() { theme::by_round(reader)? } else { Vec::new() };
    let then = chosen.as_ref().and_then(|round| ends.iter().position(|end| end.round == *round));
    let themes: Vec<Theme> = reader.list("ORDER BY position, id", &[])?;
    let count = themes.len();
    let standing = match then {
        Some(at) => ends[at].themes.clone(),
        None => theme::board(reader)?,
    };
    let nothing = Gathered::default();
    let entries = themes.into_iter().zip(standing).zip(1..).map(|((theme, placed), number)| {
        let counts = counts.get(&theme.id).unwrap_or(&nothing);
        let moved = match then {
            Some(at) => moved_until(&ends, at, &placed),
            None => ways.moved(theme.id),
        };
        entry(
            theme,
            &placed,
            number,
            &Counted { places: &places, scale: &scale, counts },
            &moved,
            &ways,
        )
    });
    let entries: Vec<Entry> = entries.collect();
    let placing = placing(&entries, wanted, Placing::closed(&rounds, back), &ways);
    let (columns, tray) = columns(entries);
    Ok(Board {
        columns,
        tray,
        themes: count,
        rounds: rounds.into_iter().map(|round| row(round, &ways)).collect(),
        chosen,
        legend: legend(&places),
        scale: scale.explained(places.from_first),
        placing,
        reflexive: study::about(reader)?.method == Method::Reflexive,
    })
}

/// What an entry's spark is drawn from.
struct Counted<'a> {
    places: &'a Places,
    scale: &'a Scale,
    counts: &'a Gathered,
}

fn entry(
    theme: Theme,
    placed: &Placed,
    number: i64,
    counted: &Counted<'_>,
    moved: &str,
    ways: &Ways,
) -> Entry {
    let Counted { places, scale, counts } = counted;
    let spark = (!counts.weeks.is_empty()).then(|| scale.draw(places, counts));
    let silence = counts.silence(places).map(|silence| format!(", {silence}")).unwrap_or_default();
    let gathers = match counts.passages {
        0 => "gathers nothing yet".to_owned(),
        passages => crate::words::counted(&passages, "passage", "passages"),
    };
    Entry {
        number: format!("T{number}"),
        area: placed.area,
        spark,
        foot: format!("{gathers}{silence}; {moved}"),
        stands: ways.stands(theme.id),
        remark: remark(&theme),
        theme,
    }
}

/// A theme is a claim; what does not look like one yet is told so, gently.
pub(super) fn remark(theme: &Theme) -> Option<&'static str> {
    if theme.idea.trim().is_empty() {
        return Some("No central idea yet: what is it that holds this together?");
    }
    let one_word = theme.name.split_whitespace().count() == 1;
    one_word.then_some("One word names a topic. What does it claim about it?")
}

/// Where a theme stood one round earlier.
fn moved_until(ends: &[RoundEnd], at: usize, placed: &Placed) -> String {
    let area_at = |at: usize| {
        let found = ends[at].themes.iter().find(|one| one.theme == placed.theme);
        found.map_or(Area::Unplaced, |one| one.area)
    };
    match at.checked_sub(1) {
        Some(before) if area_at(before) == placed.area => {
            format!("as in {}", ends[before].round.name)
        }
        Some(before) => format!("from {}", area_at(before).label()),
        None if placed.area == Area::Unplaced => "not placed yet".to_owned(),
        None => "first placed here".to_owned(),
    }
}

/// The dialog, open about the theme that the address names.
fn placing(entries: &[Entry], wanted: &Wanted, closed: Placing, ways: &Ways) -> Placing {
    let theme = wanted.place.as_deref().and_then(|id| id.parse::<Id>().ok());
    let named = theme.and_then(|id| entries.iter().find(|entry| entry.theme.id == id));
    match named {
        None => closed,
        Some(entry) => closed
            .about(entry.theme.id, &entry.number, &entry.theme.name, ways)
            .opened(wanted.area.as_deref()),
    }
}

fn columns(entries: Vec<Entry>) -> (Vec<Column>, Vec<Entry>) {
    let column = |area, means| Column { area, means, entries: Vec::new() };
    let mut columns = vec![
        column(Area::FirmUp, "Good practice. Keep it, name it, protect it."),
        column(Area::FineTune, "Needs refinement. Right in kind, not yet in fit."),
        column(Area::Focus, "Needs concentrated attention, and needs it first."),
    ];
    let mut tray = Vec::new();
    for entry in entries {
        match columns.iter_mut().find(|column| column.area == entry.area) {
            Some(column) => column.entries.push(entry),
            None => tray.push(entry),
        }
    }
    (columns, tray)
}

fn row(round: Round, ways: &Ways) -> RoundRow {
    let held = round.held_on.as_deref().map(crate::words::day).unwrap_or_default();
    let placed = counted(&ways.placed_in(round.id), "placement", "placements");
    RoundRow { round, placed, held }
}

/// A mark of each stream, drawn as in the sparks, with its name.
pub(super) fn legend(places: &Places) -> Vec<(&'static str, String, String)> {
    let drawn = |stream: &trefoil_core::corpus::stream::Stream| {
        let class = class(&stream.name);
        (class, mark(class, 12.0, 8.0), plural(stream))
    };
    places.streams.iter().map(drawn).collect()
}
