//! The way a theme took through the areas, drawn from round to round, with its reasons.

use std::collections::HashMap;
use std::fmt::Write as _;

use trefoil_core::id::Id;
use trefoil_core::theme::{Area, RoundEnd};

use super::spark::real;
use super::way::{Ways, moment_day};

/// The areas from top to bottom, and how far apart.
const LANES: [Area; 4] = [Area::FirmUp, Area::FineTune, Area::Focus, Area::Unplaced];

/// The way of a theme.
pub(super) struct Movement {
    /// Every placement, first to last.
    pub(super) steps: Vec<Step>,
    /// The drawing; none for a theme that was never placed.
    pub(super) drawing: Option<Drawing>,
}

/// A placement.
pub(super) struct Step {
    pub(super) area: Area,
    pub(super) reason: String,
    /// The round, or nothing.
    pub(super) round: String,
    /// The day.
    pub(super) day: String,
    pub(super) who: String,
}

/// The drawing, ready to be printed.
pub(super) struct Drawing {
    pub(super) width: String,
    pub(super) wide: bool,
    /// The areas with the height of their line.
    pub(super) lanes: Vec<(Area, i64)>,
    pub(super) path: String,
    pub(super) arrows: String,
    /// Where the theme stood: area, place, and what is written beneath.
    pub(super) stops: Vec<(Area, i64, i64, String)>,
    pub(super) says: String,
}

/// Draws the way of a theme.
pub(super) fn movement(
    theme: Id,
    ways: &Ways,
    ends: &[RoundEnd],
    people: &HashMap<Id, String>,
) -> Movement {
    let way = ways.of(theme);
    let step = |placement: &trefoil_core::theme::Placement| Step {
        area: placement.area,
        reason: placement.reason.clone(),
        round: placement.round.map(|_| ways.when(placement)).unwrap_or_default(),
        day: moment_day(placement.at),
        who: people.get(&placement.person).cloned().unwrap_or_default(),
    };
    let stops = stops(theme, ways, ends);
    Movement {
        steps: way.iter().map(step).collect(),
        drawing: (!way.is_empty()).then(|| draw(&stops)),
    }
}

/// Where it stood at the end of each round, and now where that differs.
fn stops(theme: Id, ways: &Ways, ends: &[RoundEnd]) -> Vec<(Area, String)> {
    let way = ways.of(theme);
    if ends.is_empty() {
        return way.iter().map(|one| (one.area, moment_day(one.at))).collect();
    }
    let at_end = |end: &RoundEnd| end.themes.iter().find(|one| one.theme == theme).cloned();
    let mut stops: Vec<(Area, String)> = Vec::new();
    let mut last = None;
    for end in ends {
        let placed = at_end(end);
        let area = placed.as_ref().map_or(Area::Unplaced, |placed| placed.area);
        last = placed.and_then(|placed| placed.placement);
        stops.push((area, end.round.name.clone()));
    }
    if last.as_ref() != way.last() {
        stops.extend(way.last().map(|one| (one.area, "now".to_owned())));
    }
    stops
}

fn draw(stops: &[(Area, String)]) -> Drawing {
    let many = stops.len() as i64;
    let apart = if many > 4 { 140 } else { 190 };
    let placed: Vec<(Area, i64, i64, String)> = stops
        .iter()
        .zip(0..)
        .map(|((area, name), at)| (*area, 210 + apart * at, lane(*area), name.clone()))
        .collect();
    let (mut path, mut arrows) = (String::new(), String::new());
    for pair in placed.windows(2) {
        let [(_, x1, y1, _), (_, x2, y2, _)] = pair else { continue };
        let (from, to) = (x1 + 24, x2 - 26);
        let middle = f64::midpoint(real(from), real(to));
        let _ = write!(path, "M{from} {y1}C{middle} {y1} {middle} {y2} {to} {y2}");
        let _ = write!(arrows, "M{} {y2}l-8-4v8z", x2 - 22);
    }
    let told: Vec<String> =
        stops.iter().map(|(area, name)| format!("{name}: {}", area.label())).collect();
    Drawing {
        width: (210 + apart * (many - 1).max(0) + 70).max(560).to_string(),
        wide: many > 4,
        lanes: LANES.iter().map(|area| (*area, lane(*area))).collect(),
        path,
        arrows,
        stops: placed,
        says: told.join(", "),
    }
}

fn lane(area: Area) -> i64 {
    let at = LANES.iter().position(|one| *one == area).unwrap_or(3);
    26 + 40 * at as i64
}
