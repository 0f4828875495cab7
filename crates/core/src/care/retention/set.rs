//! Saying how long a class of data is kept, and what happens then.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Class, RetentionAction, put, row};
use crate::corpus::participant::day;
use crate::error::Result;
use crate::study::{Change, Operation, set};

/// Says how long a class of data is kept; absent fields stay, an empty date is taken away. With a
/// new date, what was done once is to be done again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionSet {
    /// The class.
    pub class: Class,
    /// The policy or law that says so.
    #[serde(default)]
    pub basis: Option<String>,
    /// For how long, in words, such as “10 years after publication”.
    #[serde(default)]
    pub period: Option<String>,
    /// The date on which it is looked at, `YYYY-MM-DD`.
    #[serde(default)]
    pub review_on: Option<String>,
    /// What happens then.
    #[serde(default)]
    pub action: Option<RetentionAction>,
    /// A note.
    #[serde(default)]
    pub note: Option<String>,
}

impl Operation for RetentionSet {
    const NAME: &'static str = "retention.set";
    const SUMMARY: &'static str = "Says how long a class of data is kept, and what happens then";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({
            "class": self.class, "review_on": self.review_on, "action": self.action,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let (mut row, known) = row(change, self.class)?;
        set(&mut row.basis, self.basis);
        set(&mut row.period, self.period);
        set(&mut row.note, self.note);
        set(&mut row.action, self.action);
        if self.review_on.is_some() {
            let review_on = day(self.review_on)?;
            if review_on.is_some() && review_on != row.review_on {
                (row.done_on, row.done_by) = (None, None);
            }
            row.review_on = review_on;
        }
        let label = self.class.label();
        change.say(match &row.review_on {
            Some(day) => format!("Planned for “{label}”: {} on {day}", row.action),
            None => format!("Planned for “{label}”: {}, without a date", row.action),
        });
        put(change, &row, known)
    }
}
