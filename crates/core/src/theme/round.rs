//! Rounds: dated looks at all placements.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Placement, Round};
use crate::bind;
use crate::corpus::participant::day;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::Reader;
use crate::study::{Change, Operation, set};

/// All rounds, in time.
pub fn rounds(reader: &Reader<'_>) -> Result<Vec<Round>> {
    reader.list("ORDER BY position, id", &[])
}

/// Adds a round: before those held later, or at the end.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundAdd {
    /// The name, such as `Month 1`; no two rounds share one.
    pub name: String,
    /// The date on which it was held, `YYYY-MM-DD`.
    #[serde(default)]
    pub held_on: Option<String>,
    /// A note.
    #[serde(default)]
    pub note: String,
}

impl Operation for RoundAdd {
    const NAME: &'static str = "round.add";
    const SUMMARY: &'static str = "Adds a round, a dated look at all placements";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({ "name": self.name, "held_on": self.held_on })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let round = Round {
            id: change.new_id(),
            position: change.next_position::<Round>("", &[])?,
            name: name(change, &self.name, None)?,
            held_on: day(self.held_on)?,
            note: self.note,
        };
        change.say(format!("Added the round “{}”", round.name));
        change.insert(&round)?;
        let id = round.id;
        put_in_time(change, round)?;
        Ok(id)
    }
}

/// Changes a round; absent fields stay, an empty date is taken away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundSet {
    /// Which round.
    pub round: Id,
    /// The new name.
    #[serde(default)]
    pub name: Option<String>,
    /// The date on which it was held; the round takes its place in time.
    #[serde(default)]
    pub held_on: Option<String>,
    /// The new note.
    #[serde(default)]
    pub note: Option<String>,
}

impl Operation for RoundSet {
    const NAME: &'static str = "round.set";
    const SUMMARY: &'static str = "Changes a round's name, date or note";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "round": self.round, "name": self.name, "held_on": self.held_on })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut round: Round = change.get(self.round)?;
        if let Some(given) = self.name {
            round.name = name(change, &given, Some(round.id))?;
        }
        set(&mut round.note, self.note);
        let moved = self.held_on.is_some();
        if moved {
            round.held_on = day(self.held_on)?;
        }
        change.say(format!("Changed the round “{}”", round.name));
        change.update(&round)?;
        if moved { put_in_time(change, round) } else { Ok(()) }
    }
}

/// Removes a round; what was placed in it stays placed, without a round.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundRemove {
    /// Which round.
    pub round: Id,
}

impl Operation for RoundRemove {
    const NAME: &'static str = "round.remove";
    const SUMMARY: &'static str = "Removes a round; what was placed in it stays placed";
    /// How many placements no longer have a round.
    type Outcome = usize;

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        let round: Round = change.get(self.round)?;
        let placed: Vec<Placement> = change.list("WHERE round = $1", bind![round.id])?;
        let count = placed.len();
        for mut placement in placed {
            placement.round = None;
            change.update(&placement)?;
        }
        change.remove_all::<Round>("WHERE id = $1", bind![round.id])?;
        let left = rounds(change)?;
        number(change, left)?;
        change.say(format!("Removed the round “{}”", round.name));
        Ok(count)
    }
}

/// Puts a dated round before the first that was held later; an undated one stays where it is.
fn put_in_time(change: &mut Change<'_>, round: Round) -> Result<()> {
    let Some(date) = round.held_on.clone() else {
        return Ok(());
    };
    let mut row = rounds(change)?;
    row.retain(|one| one.id != round.id);
    let later = |one: &Round| one.held_on.as_ref().is_some_and(|other| *other > date);
    let at = row.iter().position(later).unwrap_or(row.len());
    row.insert(at, round);
    number(change, row)
}

fn number(change: &mut Change<'_>, rounds: Vec<Round>) -> Result<()> {
    for (mut round, position) in rounds.into_iter().zip(1..) {
        round.position = position;
        change.update(&round)?;
    }
    Ok(())
}

fn name(reader: &Reader<'_>, name: &str, own: Option<Id>) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid("A round needs a name, such as “Month 1”."));
    }
    if rounds(reader)?.iter().any(|other| other.name == name && Some(other.id) != own) {
        return Err(Error::conflict(format!("There is already a round “{name}”.")));
    }
    Ok(name.to_owned())
}
