//! Actions: what someone will do about a theme or a condition, by when.
//!
//! An [`Action`] has an owner and a day, and is done once it has a day on which it was. It may be
//! about a theme, about a condition, or about the work as a whole. `add.rs`, `set.rs` and
//! `remove.rs` hold the operations.

mod add;
mod remove;
mod set;

pub use add::ActionAdd;
pub use remove::ActionRemove;
pub use set::ActionSet;

use crate::bind;
use crate::condition::Condition;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader};
use crate::study::Change;
use crate::theme::Theme;

crate::record! {
    /// What someone will do.
    pub struct Action in "action", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The theme it is about.
        theme: Option<Id> => "theme",
        /// The condition it is about.
        condition: Option<Id> => "condition",
        /// What will be done.
        text: String,
        /// Who will do it.
        owner: String,
        /// The ISO date by which.
        due_on: Option<String>,
        /// The ISO date on which it was done.
        done_on: Option<String>,
        /// When it was added, in epoch milliseconds.
        created_at: i64,
        /// Who added it.
        created_by: Id => "person",
    }
}

/// All actions: those to be done first, soonest first, then those that are done.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Action>> {
    Ok(in_order(reader.list("", &[])?))
}

/// The actions about one theme or condition, in the same order.
pub fn about(reader: &Reader<'_>, target: Id) -> Result<Vec<Action>> {
    Ok(in_order(reader.list("WHERE theme = $1 OR condition = $1", bind![target])?))
}

/// What has no day comes behind what has one.
fn in_order(mut actions: Vec<Action>) -> Vec<Action> {
    let day = |day: &Option<String>| (day.is_none(), day.clone());
    actions.sort_by_key(|action| {
        let done = action.done_on.clone();
        (done.is_some(), done, day(&action.due_on), action.created_at, action.id)
    });
    actions
}

/// Takes a theme that goes out of the actions: those about it alone go with it.
pub(crate) fn forget_theme(change: &mut Change<'_>, theme: Id) -> Result<()> {
    for mut action in change.list::<Action>("WHERE theme = $1", bind![theme])? {
        if action.condition.is_some() {
            action.theme = None;
            change.update(&action)?;
        } else {
            change.remove_all::<Action>("WHERE id = $1", bind![action.id])?;
        }
    }
    Ok(())
}

/// Checks what an action is about, and says it: ` about the theme “…”`, or nothing.
fn subject(reader: &Reader<'_>, theme: Option<Id>, condition: Option<Id>) -> Result<String> {
    match (theme, condition) {
        (None, None) => Ok(String::new()),
        (Some(theme), None) => {
            Ok(format!(" about the theme “{}”", reader.get::<Theme>(theme)?.name))
        }
        (None, Some(condition)) => {
            Ok(format!(" about the condition “{}”", reader.get::<Condition>(condition)?.name))
        }
        (Some(_), Some(_)) => {
            Err(Error::invalid("An action is about a theme or about a condition, not both.")
                .hint("Add one action for each."))
        }
    }
}

/// Checks what will be done.
fn words(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid("An action needs words: what will be done?"));
    }
    Ok(text.to_owned())
}
