//! Legal holds: what is kept whatever its date says, until somebody releases it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Class, of_class, put, row};
use crate::error::{Error, Kind, Result};
use crate::storage::Reader;
use crate::study::{Change, Operation};

/// Holds a class of data: nothing erases it until it is released.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionHold {
    /// The class.
    pub class: Class,
    /// Why, such as a complaint under way.
    pub reason: String,
}

/// Releases a class of data that was held.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionRelease {
    /// The class.
    pub class: Class,
    /// Why it need not be held any more.
    pub reason: String,
}

impl Operation for RetentionHold {
    const NAME: &'static str = "retention.hold";
    const SUMMARY: &'static str = "Holds a class of data: nothing erases it until it is released";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "class": self.class })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let reason = reason(&self.reason)?;
        let (mut row, known) = row(change, self.class)?;
        (row.hold, row.hold_reason) = (true, reason);
        change.say(format!("Put a hold on “{}”", self.class.label()));
        put(change, &row, known)
    }
}

impl Operation for RetentionRelease {
    const NAME: &'static str = "retention.release";
    const SUMMARY: &'static str = "Releases a class of data that was held";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "class": self.class })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let reason = reason(&self.reason)?;
        let (mut row, known) = row(change, self.class)?;
        if !row.hold {
            let message = format!("{} are not held. Nothing was changed.", self.class.label());
            return Err(Error::conflict(message));
        }
        row.hold = false;
        row.hold_reason = format!("{}; released: {reason}", row.hold_reason);
        change.say(format!("Released the hold on “{}”", self.class.label()));
        put(change, &row, known)
    }
}

fn reason(text: &str) -> Result<String> {
    match text.trim() {
        "" => Err(Error::invalid("A hold, and its release, need a written reason.")),
        reason => Ok(reason.to_owned()),
    }
}

/// Why a class is held, where it is.
pub fn held(reader: &Reader<'_>, class: Class) -> Result<Option<String>> {
    Ok(of_class(reader, class)?.filter(|row| row.hold).map(|row| row.hold_reason))
}

/// Refuses to erase classes of which one is held.
pub fn refuse_held(reader: &Reader<'_>, classes: &[Class]) -> Result<()> {
    let mut all = Vec::new();
    for class in classes {
        if let Some(reason) = held(reader, *class)? {
            all.push(format!("{} ({reason})", class.label()));
        }
    }
    if all.is_empty() {
        return Ok(());
    }
    Err(Error::new(
        Kind::Denied,
        format!("Nothing was erased: there is a legal hold on {}.", all.join(" and ")),
    )
    .hint("Release the hold first, with a reason: `trefoil retention STUDY release CLASS`."))
}

/// Refuses an operation that erases a whole class which is held.
pub(crate) fn refuse_operation(reader: &Reader<'_>, name: &str) -> Result<()> {
    let erased = |class: &&Class| class.erased_by() == Some(name);
    let classes: Vec<Class> = Class::ALL.iter().filter(erased).copied().collect();
    refuse_held(reader, &classes)
}
