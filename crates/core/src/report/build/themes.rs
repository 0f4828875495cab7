//! Themes with where they are placed, where they stood before, and what they gather.

use std::collections::HashMap;

use crate::action;
use crate::error::Result;
use crate::id::Id;
use crate::order;
use crate::report::{Action, Area, Placement, Theme};
use crate::storage::Reader;
use crate::theme::{self, Round};

use super::corpus::Corpus;
use super::gathered::{self, Held};
use super::wording::{day, day_of, some};

/// Every theme in its own order, without quotes, beside the id it has in the study.
pub(super) fn read(
    reader: &Reader<'_>,
    corpus: &Corpus,
    gathered: &HashMap<Id, Vec<Held>>,
    labels: bool,
) -> Result<Vec<(Id, Theme)>> {
    let mut placements = placements(reader)?;
    let mut codes = codes(reader)?;
    let mut actions = actions(reader, |one| one.theme)?;
    let themes: Vec<theme::Theme> = reader.list("ORDER BY position, id", &[])?;
    let told = themes.into_iter().zip(1..).map(|(theme, number)| {
        let mut earlier = placements.remove(&theme.id).unwrap_or_default();
        let placement = earlier.pop();
        let held = gathered.get(&theme.id).map_or(&[][..], Vec::as_slice);
        let told = Theme {
            id: theme.id.to_string(),
            label: format!("T{number}"),
            idea: some(&theme.idea),
            area: placement.as_ref().map_or(Area::Unplaced, |placement| placement.area),
            placement,
            earlier,
            codes: codes.remove(&theme.id).unwrap_or_default(),
            counts: gathered::counts(corpus, held, labels),
            quotes: Vec::new(),
            sampled: false,
            actions: actions.remove(&Some(theme.id)).unwrap_or_default(),
            name: theme.name,
        };
        (theme.id, told)
    });
    Ok(told.collect())
}

/// Every placement of every theme, oldest first.
fn placements(reader: &Reader<'_>) -> Result<HashMap<Id, Vec<Placement>>> {
    let rounds: HashMap<Id, Round> =
        theme::rounds(reader)?.into_iter().map(|round| (round.id, round)).collect();
    let mut placements: HashMap<Id, Vec<Placement>> = HashMap::new();
    for one in reader.list::<theme::Placement>("ORDER BY number", &[])? {
        let round = one.round.and_then(|round| rounds.get(&round));
        // What was placed in a round counts for its day, whenever it was typed.
        let held_on = round.and_then(|round| round.held_on.as_deref());
        placements.entry(one.theme).or_default().push(Placement {
            area: one.area,
            reason: some(&one.reason),
            round: round.map(|round| round.name.clone()),
            date: Some(held_on.map_or_else(|| day_of(one.at), day)),
        });
    }
    Ok(placements)
}

fn codes(reader: &Reader<'_>) -> Result<HashMap<Id, Vec<String>>> {
    let mut codes: HashMap<Id, Vec<String>> = HashMap::new();
    for row in reader.query(include_str!("codes.sql"), &[])? {
        codes.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    for names in codes.values_mut() {
        names.sort_by(|a, b| order::by_name(a, b));
    }
    Ok(codes)
}

/// All actions by what they are about, those to be done first.
pub(super) fn actions<K: Eq + std::hash::Hash>(
    reader: &Reader<'_>,
    about: impl Fn(&action::Action) -> K,
) -> Result<HashMap<K, Vec<Action>>> {
    let mut actions: HashMap<K, Vec<Action>> = HashMap::new();
    for one in action::list(reader)? {
        actions.entry(about(&one)).or_default().push(Action {
            what: one.text,
            who: some(&one.owner),
            by: one.due_on.as_deref().map(day),
            done: one.done_on.is_some(),
        });
    }
    Ok(actions)
}
