//! The whole model: as a ladder with one condition beside it, as a table, against the template.
//!
//! An organisation that only considers peer workers begins here with no corpus at all, so an empty
//! model offers the template and says what it is composed from.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;
use trefoil_core::condition::template::{self, Template as Model};
use trefoil_core::condition::{self, Listed};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study;
use trefoil_core::theme::Area;

use super::diff::{Diff, diff};
use super::ladder::{Arcs, arcs};
use super::panel::{Panel, named, numbers};
use super::wording::Piece;
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// What is asked of the page.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    /// `table` or `template`; otherwise the ladder.
    view: Option<String>,
    /// The condition beside the ladder.
    condition: Option<String>,
    /// The state of an open dialog.
    mark: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "condition/model.html")]
struct ModelPage {
    frame: Frame,
    whole: Whole,
}

/// All that the page shows.
struct Whole {
    view: View,
    rungs: Vec<Rung>,
    arcs: Arcs,
    panel: Option<Panel>,
    template: Model,
    diff: Option<Diff>,
    /// Where the model was composed from, while any of it is in the model.
    notice: String,
    mark: Marking,
}

/// How the model is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Ladder,
    Table,
    Template,
}

/// A condition in the model.
struct Rung {
    listed: Listed,
    /// `C4 and C5`: what it is marked ahead of.
    ahead: String,
    /// The labels of what it needs first.
    needs: Vec<String>,
    themes: Vec<Leaf>,
    stands: String,
    held: bool,
}

/// A theme as a rung shows it.
struct Leaf {
    id: Id,
    number: String,
    area: Area,
    bearing: &'static str,
}

/// The dialog in which a condition is marked.
pub(super) struct Marking {
    pub(super) open: bool,
    pub(super) condition: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) stands: String,
    pub(super) state: condition::Standing,
    pub(super) back: String,
}

impl Marking {
    /// The dialog about a condition, or about nothing yet; open with a state where one is named.
    pub(super) fn of(panel: Option<&Panel>, state: Option<&str>, back: String) -> Self {
        let listed = panel.map(Panel::listed);
        let marked = listed.map(|one| one.marked).unwrap_or_default();
        Self {
            open: state.is_some() && panel.is_some(),
            condition: listed.map(|one| one.condition.id.to_string()).unwrap_or_default(),
            number: listed.map(|one| one.label.clone()).unwrap_or_default(),
            name: listed.map(|one| one.condition.name.clone()).unwrap_or_default(),
            stands: panel.map(|panel| panel.stands.clone()).unwrap_or_default(),
            state: state.and_then(|state| state.parse().ok()).unwrap_or(marked),
            back,
        }
    }
}

/// Shows the model.
pub(super) async fn model(desk: Desk, Query(wanted): Query<Wanted>) -> Answer {
    let (today, back) = (desk.today(), desk.at("conditions"));
    let read = desk.look(Station::Conditions, "Conditions", move |reader| {
        read(reader, &wanted, &today, &back)
    });
    let (frame, whole) = read.await?;
    desk.page(&ModelPage { frame, whole })
}

fn read(reader: &Reader<'_>, wanted: &Wanted, today: &str, back: &str) -> Result<Whole> {
    let model = condition::list(reader, today)?;
    let view = match wanted.view.as_deref() {
        Some("table") => View::Table,
        Some("template") => View::Template,
        _ => View::Ladder,
    };
    let template = template::ten_conditions();
    let diff = match view {
        View::Template => Some(diff(reader, &model, &template)?),
        View::Ladder | View::Table => None,
    };
    let chosen = if view == View::Ladder { chosen(&model, wanted) } else { None };
    let panel = chosen.map(|id| Panel::read(reader, &model, id, today)).transpose()?;
    let composed = model.iter().any(|one| one.condition.template.is_some());
    let back = match chosen {
        Some(id) => format!("{back}?condition={id}"),
        None => back.to_owned(),
    };
    let (arcs, numbers) = (arcs(&model, chosen), numbers(reader)?);
    let rungs = rungs(model, &numbers, chosen);
    Ok(Whole {
        view,
        arcs,
        rungs,
        mark: Marking::of(panel.as_ref(), wanted.mark.as_deref(), back),
        panel,
        template,
        diff,
        notice: if composed { study::about(reader)?.model_notice } else { String::new() },
    })
}

/// The condition beside the ladder: the one asked for, else the first that has a warning.
fn chosen(model: &[Listed], wanted: &Wanted) -> Option<Id> {
    let asked = wanted.condition.as_deref().and_then(|id| id.parse::<Id>().ok());
    let asked = asked.filter(|id| model.iter().any(|one| one.condition.id == *id));
    let warned = || model.iter().find(|one| !one.warnings.is_empty()).or(model.first());
    asked.or_else(|| warned().map(|one| one.condition.id))
}

/// The rungs from the highest to the ground, as they are read on a page.
fn rungs(model: Vec<Listed>, numbers: &HashMap<Id, String>, chosen: Option<Id>) -> Vec<Rung> {
    let ahead = |one: &Listed| {
        let about = one.warnings.iter().filter(|one| one.concern == condition::Concern::AheadOf);
        let ids: Vec<Id> = about.flat_map(|one| one.conditions.clone()).collect();
        let labels: Vec<String> = named(&model, &ids).into_iter().map(|one| one.label).collect();
        labels.join(", ")
    };
    let needs = |one: &Listed| named(&model, &one.needs).into_iter().map(|one| one.label).collect();
    let told: Vec<(String, Vec<String>)> =
        model.iter().map(|one| (ahead(one), needs(one))).collect();
    let mut rungs: Vec<Rung> = model
        .into_iter()
        .zip(told)
        .map(|(listed, (ahead, needs))| Rung {
            ahead,
            needs,
            themes: leaves(&listed, numbers),
            stands: super::panel::stands(&listed),
            held: chosen == Some(listed.condition.id),
            listed,
        })
        .collect();
    rungs.reverse();
    rungs
}

fn leaves(listed: &Listed, numbers: &HashMap<Id, String>) -> Vec<Leaf> {
    let leaf = |theme: &condition::BearingTheme| Leaf {
        id: theme.id,
        number: numbers.get(&theme.id).cloned().unwrap_or_default(),
        area: theme.area,
        bearing: theme.bearing.word(),
    };
    listed.themes.iter().map(leaf).collect()
}
