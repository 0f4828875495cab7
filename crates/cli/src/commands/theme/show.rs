//! How themes are listed and shown.

use std::collections::HashMap;

use serde::Serialize;
use trefoil_core::action::{self, Action};
use trefoil_core::bind;
use trefoil_core::clock::moment;
use trefoil_core::error::{Error, Result as Found};
use trefoil_core::id::Id;
use trefoil_core::memo::{self, Memo};
use trefoil_core::reference::{self, short};
use trefoil_core::storage::Reader;
use trefoil_core::theme::{
    self, Area, Listed, Placement, ThemeCode, ThemeEvidence, placements, rounds,
};

use crate::commands::action::tell_actions;
use crate::commands::memo::tell_memos;
use crate::desk::Open;
use crate::exit::Result;
use crate::output::{Page, Table, counted};

pub(super) fn tell_list(all: &[Listed], page: &mut Page) {
    let mut table = Table::new(&["Area", "Theme", "#Codes", "#Passages", "#Codings", "Id"]);
    for area in Area::ALL {
        for one in all.iter().filter(|one| one.area == *area) {
            table.row([
                area.label().to_owned(),
                one.theme.name.clone(),
                one.codes.to_string(),
                one.passages.to_string(),
                one.codings.to_string(),
                short(one.theme.id),
            ]);
        }
    }
    page.table(&table, "No themes yet.");
}

/// A theme with everything it rests on.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    listed: Listed,
    gathers: Vec<Gathered>,
    evidence: Vec<ThemeEvidence>,
    placements: Vec<Placement>,
    actions: Vec<Action>,
    memos: Vec<Memo>,
    #[serde(skip)]
    rounds: HashMap<Id, String>,
}

/// A code that the theme gathers.
#[derive(Debug, Serialize)]
struct Gathered {
    code: Id,
    path: Vec<String>,
}

pub(super) fn show(open: &Open<'_>, text: String) -> Result {
    open.answer(move |reader| find(reader, &text), tell)
}

fn find(reader: &Reader<'_>, text: &str) -> Found<Shown> {
    let id = reference::theme(reader, text)?;
    let listed = theme::list(reader)?.into_iter().find(|one| one.theme.id == id);
    let rows: Vec<ThemeCode> = reader.list("WHERE theme = $1", bind![id])?;
    let tree = trefoil_core::codebook::tree(reader)?.into_iter();
    let gathered = tree.filter(|one| rows.iter().any(|row| row.code == one.code.id));
    Ok(Shown {
        listed: listed.ok_or_else(|| Error::not_found("The theme is gone."))?,
        gathers: gathered.map(|one| Gathered { code: one.code.id, path: one.path }).collect(),
        evidence: theme::evidence(reader, id)?,
        placements: placements(reader, id)?,
        actions: action::about(reader, id)?,
        memos: memo::on(reader, id)?,
        rounds: rounds(reader)?.into_iter().map(|round| (round.id, round.name)).collect(),
    })
}

fn tell(shown: &Shown, page: &mut Page) {
    let one = &shown.listed.theme;
    let codes = shown.gathers.iter().map(|one| one.path.join(" / "));
    page.fields(&[
        ("Theme", one.name.clone()),
        ("Idea", one.idea.clone()),
        ("Area", shown.listed.area.label().to_owned()),
        ("Rivals", one.rivals.clone()),
        ("Codes", codes.collect::<Vec<_>>().join("\n")),
        ("Id", one.id.to_string()),
    ]);
    if !shown.placements.is_empty() {
        page.heading("Placements");
    }
    for one in &shown.placements {
        let round = one.round.and_then(|round| shown.rounds.get(&round));
        let round = round.map(|name| format!(" ({name})")).unwrap_or_default();
        let reason = if one.reason.is_empty() { "" } else { ": " };
        page.line(format!("{}  {}{round}{reason}{}", moment(one.at), one.area.label(), one.reason));
    }
    page.heading(counted(shown.evidence.len() as i64, "passage", "passages"));
    for one in &shown.evidence {
        tell_evidence(one, page);
    }
    tell_actions(&shown.actions, page);
    tell_memos(&shown.memos, page);
}

fn tell_evidence(one: &ThemeEvidence, page: &mut Page) {
    let who = one.participants.join(", ");
    let from = [who.as_str(), &one.source_name, one.date.as_deref().unwrap_or("")];
    let from: Vec<&str> = from.into_iter().filter(|part| !part.is_empty()).collect();
    let quoted = if one.quoted { "  quoted" } else { "" };
    page.line(format!("{}  {}{quoted}", short(one.passage), from.join(", ")));
    for line in one.in_words().lines() {
        page.line(format!("  {line}"));
    }
}
