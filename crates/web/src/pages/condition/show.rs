//! One condition on a page of its own: what shows it, what it needs, what will be done.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;
use trefoil_core::condition::{self, Listed};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::Person;
use trefoil_core::theme::Theme;

use super::model::Marking;
use super::panel::{Named, Panel, named};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::theme::{Found, MOST, find};
use crate::trouble::Answer;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// What is asked of the page.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    /// Words of passages to give as evidence.
    find: Option<String>,
    /// The state of an open dialog.
    mark: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "condition/show.html")]
struct ShowPage {
    frame: Frame,
    shown: Whole,
    today: String,
}

/// All that the page shows.
struct Whole {
    panel: Panel,
    mark: Marking,
    /// The conditions around it on the ladder.
    below: Option<Named>,
    above: Option<Named>,
    /// Conditions that it does not need yet.
    other_needs: Vec<Named>,
    /// All the others, in the advised order.
    others: Vec<Named>,
    /// Themes that do not bear on it yet, by number.
    other_themes: Vec<(String, Theme)>,
    find: String,
    found: Vec<Found>,
    more_found: bool,
    people: HashMap<Id, String>,
}

/// Shows a condition.
pub(super) async fn show(
    desk: Desk,
    Path(Of { id }): Path<Of>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let (today, now) = (desk.today(), desk.today());
    let back = desk.at(&format!("conditions/{id}"));
    let read = desk.look(Station::Conditions, "Condition", move |reader| {
        read(reader, id, &wanted, &now, back)
    });
    let (mut frame, shown) = read.await?;
    let listed = shown.panel.listed();
    frame.title = format!("{} {}", listed.label, listed.condition.name);
    desk.page(&ShowPage { frame, shown, today })
}

fn read(reader: &Reader<'_>, id: Id, wanted: &Wanted, today: &str, back: String) -> Result<Whole> {
    let model = condition::list(reader, today)?;
    let panel = Panel::read(reader, &model, id, today)?;
    let find = wanted.find.clone().unwrap_or_default();
    let mut found = self::find(reader, &find)?;
    let more_found = found.len() > MOST;
    found.truncate(MOST);
    let people: Vec<Person> = reader.list("", &[])?;
    let (below, above) = around(&model, id);
    let others: Vec<Id> =
        model.iter().map(|one| one.condition.id).filter(|one| *one != id).collect();
    let others = named(&model, &others);
    let needed = |one: &Named| panel.listed().needs.contains(&one.id);
    Ok(Whole {
        mark: Marking::of(Some(&panel), wanted.mark.as_deref(), back),
        below,
        above,
        other_needs: others.iter().filter(|one| !needed(one)).cloned().collect(),
        others,
        other_themes: other_themes(reader, &panel)?,
        find,
        found,
        more_found,
        people: people.into_iter().map(|one| (one.id, one.name)).collect(),
        panel,
    })
}

/// The conditions just below and above one.
fn around(model: &[Listed], id: Id) -> (Option<Named>, Option<Named>) {
    let Some(at) = model.iter().position(|one| one.condition.id == id) else { return (None, None) };
    let neighbour = |at: Option<usize>| {
        let id = model.get(at?)?.condition.id;
        named(model, &[id]).pop()
    };
    (neighbour(at.checked_sub(1)), neighbour(Some(at + 1)))
}

fn other_themes(reader: &Reader<'_>, panel: &Panel) -> Result<Vec<(String, Theme)>> {
    let themes: Vec<Theme> = reader.list("ORDER BY position, id", &[])?;
    let numbered = themes.into_iter().zip(1..).map(|(theme, at)| (format!("T{at}"), theme));
    let bears = |theme: &Theme| panel.themes.iter().any(|one| one.id == theme.id);
    Ok(numbered.filter(|(_, theme)| !bears(theme)).collect())
}
