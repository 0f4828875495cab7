//! Duties: what people still have to do after an erasure, and that they did it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Duty, Withdrawal};
use crate::clock::moment;
use crate::corpus::participant::day;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;
use crate::study::{Change, Operation};

/// A duty with where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DueDuty {
    /// The duty.
    #[serde(flatten)]
    pub duty: Duty,
    /// The reference of the withdrawal it comes from.
    pub reference: Option<String>,
    /// Whether it is not done although its day has passed.
    pub overdue: bool,
}

/// All duties, those that are not done first, by day; `today` is an ISO date.
pub fn duties(reader: &Reader<'_>, today: &str) -> Result<Vec<DueDuty>> {
    let withdrawals = withdrawals(reader)?;
    let mut all: Vec<Duty> = reader.list("", &[])?;
    all.sort_by(|a, b| {
        let key = |duty: &Duty| (duty.done_on.is_some(), duty.due_on.clone(), duty.id);
        key(a).cmp(&key(b))
    });
    let told = all.into_iter().map(|duty| DueDuty {
        reference: withdrawals
            .iter()
            .find(|row| Some(row.id) == duty.withdrawal)
            .map(|row| row.reference.clone()),
        overdue: duty.done_on.is_none() && duty.due_on.as_deref().is_some_and(|due| due < today),
        duty,
    });
    Ok(told.collect())
}

/// All withdrawals and other erasures, newest first.
pub fn withdrawals(reader: &Reader<'_>) -> Result<Vec<Withdrawal>> {
    reader.list("ORDER BY at DESC, id DESC", &[])
}

/// Notes that a duty was done, or that it is open again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyDone {
    /// Which duty.
    pub duty: Id,
    /// The day on which it was done, `YYYY-MM-DD`; today when absent, an empty one opens it again.
    #[serde(default)]
    pub done_on: Option<String>,
}

impl Operation for DutyDone {
    const NAME: &'static str = "duty.done";
    const SUMMARY: &'static str = "Notes that a duty was done, or is open again";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut duty: Duty = change.get(self.duty)?;
        duty.done_on = match self.done_on {
            None => Some(moment(change.now())[..10].to_owned()),
            given => day(given)?,
        };
        duty.done_by = duty.done_on.is_some().then(|| change.person());
        let kind = duty.kind.replace('_', " ");
        change.say(match duty.done_on {
            Some(_) => format!("Noted a duty as done ({kind})"),
            None => format!("Opened a duty again ({kind})"),
        });
        change.update(&duty)
    }
}
