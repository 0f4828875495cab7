//! Waves: the times at which everybody is asked again, because consent is a process.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Consent, Wave};
use crate::bind;
use crate::corpus::participant::day;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::Reader;
use crate::study::{Change, Operation, set};

/// All waves, in time.
pub fn waves(reader: &Reader<'_>) -> Result<Vec<Wave>> {
    reader.list("ORDER BY position, id", &[])
}

/// The wave under way on a day: the last that has begun, where one with a date has.
pub fn under_way(reader: &Reader<'_>, today: &str) -> Result<Option<Wave>> {
    let begun = |wave: &Wave| wave.begins_on.as_deref().is_some_and(|date| date <= today);
    Ok(waves(reader)?.into_iter().rev().find(begun))
}

/// Adds a wave: before those that begin later, or at the end.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaveAdd {
    /// The name, such as `Wave 2`; no two waves share one.
    pub name: String,
    /// The date on which it begins, `YYYY-MM-DD`.
    #[serde(default)]
    pub begins_on: Option<String>,
    /// A note.
    #[serde(default)]
    pub note: String,
}

impl Operation for WaveAdd {
    const NAME: &'static str = "wave.add";
    const SUMMARY: &'static str = "Adds a wave, a time at which everybody is asked again";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({ "name": self.name, "begins_on": self.begins_on })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let wave = Wave {
            id: change.new_id(),
            position: change.next_position::<Wave>("", &[])?,
            name: free_name(change, &self.name, None)?,
            begins_on: day(self.begins_on)?,
            note: self.note,
        };
        change.say(format!("Added the wave “{}”", wave.name));
        change.insert(&wave)?;
        let id = wave.id;
        put_in_time(change, wave)?;
        Ok(id)
    }
}

/// Changes a wave; absent fields stay, an empty date is taken away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaveSet {
    /// Which wave.
    pub wave: Id,
    /// The new name; answers given at the wave take it on.
    #[serde(default)]
    pub name: Option<String>,
    /// The date on which it begins; the wave takes its place in time.
    #[serde(default)]
    pub begins_on: Option<String>,
    /// The new note.
    #[serde(default)]
    pub note: Option<String>,
}

impl Operation for WaveSet {
    const NAME: &'static str = "wave.set";
    const SUMMARY: &'static str = "Changes a wave's name, date or note";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "wave": self.wave, "name": self.name, "begins_on": self.begins_on })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut wave: Wave = change.get(self.wave)?;
        if let Some(given) = self.name {
            let name = free_name(change, &given, Some(wave.id))?;
            for mut answer in change.list::<Consent>("WHERE wave = $1", bind![&*wave.name])? {
                answer.wave.clone_from(&name);
                change.update(&answer)?;
            }
            wave.name = name;
        }
        set(&mut wave.note, self.note);
        let moved = self.begins_on.is_some();
        if moved {
            wave.begins_on = day(self.begins_on)?;
        }
        change.say(format!("Changed the wave “{}”", wave.name));
        change.update(&wave)?;
        if moved { put_in_time(change, wave) } else { Ok(()) }
    }
}

/// Removes a wave; answers given at it stay, and keep its name.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaveRemove {
    /// Which wave.
    pub wave: Id,
}

impl Operation for WaveRemove {
    const NAME: &'static str = "wave.remove";
    const SUMMARY: &'static str = "Removes a wave; answers given at it stay";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let wave: Wave = change.get(self.wave)?;
        change.remove::<Wave>(wave.id)?;
        let left = waves(change)?;
        change.say(format!("Removed the wave “{}”", wave.name));
        number(change, left)
    }
}

/// The name of a wave as the study spells it; none when none was given.
pub(super) fn named_wave(reader: &Reader<'_>, name: &str) -> Result<String> {
    let name = name.trim();
    let waves = waves(reader)?;
    let same = |wave: &&Wave| wave.name.to_lowercase() == name.to_lowercase();
    match waves.iter().find(same) {
        _ if name.is_empty() => Ok(String::new()),
        Some(wave) => Ok(wave.name.clone()),
        None => Err(Error::not_found(format!("This study has no wave called “{name}”."))
            .hint("Add it first: `trefoil wave STUDY add NAME`.")),
    }
}

/// Puts a dated wave before the first that begins later; an undated one stays where it is.
fn put_in_time(change: &mut Change<'_>, wave: Wave) -> Result<()> {
    let Some(date) = wave.begins_on.clone() else { return Ok(()) };
    let mut row = waves(change)?;
    row.retain(|one| one.id != wave.id);
    let later = |one: &Wave| one.begins_on.as_ref().is_some_and(|other| *other > date);
    let at = row.iter().position(later).unwrap_or(row.len());
    row.insert(at, wave);
    number(change, row)
}

fn number(change: &mut Change<'_>, waves: Vec<Wave>) -> Result<()> {
    for (mut wave, position) in waves.into_iter().zip(1..) {
        wave.position = position;
        change.update(&wave)?;
    }
    Ok(())
}

fn free_name(reader: &Reader<'_>, name: &str, own: Option<Id>) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid("A wave needs a name, such as “Wave 2”."));
    }
    let same = |other: &Wave| other.name.to_lowercase() == name.to_lowercase();
    if waves(reader)?.iter().any(|other| same(other) && Some(other.id) != own) {
        return Err(Error::conflict(format!("There is already a wave “{name}”.")));
    }
    Ok(name.to_owned())
}
