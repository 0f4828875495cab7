//! Writing down what was done about a class of data, and how that is known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Class, Retention, RetentionAction, of_class};
use crate::bind;
use crate::care::erasure::{Scope, Withdrawal};
use crate::clock::moment;
use crate::corpus::participant::day;
use crate::error::{Error, Result};
use crate::study::{Change, Operation};

/// Writes down what was done about a class of data.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionDone {
    /// The class.
    pub class: Class,
    /// The date on which it was done; today where it is not said.
    #[serde(default)]
    pub done_on: Option<String>,
    /// What was done, and how that is known: who shredded what, which medium was wiped.
    pub note: String,
    /// The date of the next look, where there is one; the class is then not done with.
    #[serde(default)]
    pub next_review_on: Option<String>,
}

/// One thing that was done about a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The ISO date.
    pub on: String,
    /// What was to happen.
    pub action: RetentionAction,
    /// What was done, and how that is known.
    pub note: String,
    /// The operation that erased it from the study, where it is one that can be.
    pub operation: Option<String>,
    /// The change number of that operation, by which the history finds it.
    pub change: Option<i64>,
    /// The reference of that erasure, as its certificate says it.
    #[serde(default)]
    pub reference: Option<String>,
}

/// What erased a class.
#[derive(Debug, Default)]
struct Erased {
    operation: Option<String>,
    change: Option<i64>,
    reference: Option<String>,
}

impl Operation for RetentionDone {
    const NAME: &'static str = "retention.done";
    const SUMMARY: &'static str = "Writes down what was done about a class of data";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({
            "class": self.class, "done_on": self.done_on, "next_review_on": self.next_review_on,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let label = self.class.label();
        let Some(mut row) = of_class(change, self.class)? else {
            return Err(Error::conflict(format!("{label}: nothing was planned for them yet."))
                .hint("Say first how long they are kept: `trefoil retention STUDY set CLASS`."));
        };
        let note = self.note.trim().to_owned();
        if note.is_empty() {
            return Err(Error::invalid("Say what was done, and how that is known.")
                .hint("For example: “Disk wiped and checked by Sam; receipt 12 in the folder.”"));
        }
        let erased = match row.action {
            RetentionAction::Delete => erased(change, &row)?,
            RetentionAction::Review | RetentionAction::Archive => Erased::default(),
        };
        let today = || moment(change.now()).chars().take(10).collect();
        let on = day(self.done_on)?.unwrap_or_else(today);
        let next = day(self.next_review_on)?;
        let mut all = row.done()?;
        let action = row.action;
        let Erased { operation, change: number, reference } = erased;
        all.push(Done { on: on.clone(), action, note, operation, change: number, reference });
        row.proof = serde_json::to_string(&all)?;
        if let Some(next) = next {
            (row.review_on, row.done_on, row.done_by) = (Some(next), None, None);
        } else {
            (row.done_on, row.done_by) = (Some(on), Some(change.person()));
        }
        change.say(format!("Wrote down what was done about “{label}” ({action})"));
        change.update(&row)
    }
}

/// What erased a class that is said to be deleted. That a study says so is not enough where it
/// can do it itself.
fn erased(change: &Change<'_>, row: &Retention) -> Result<Erased> {
    let label = row.class.label();
    if row.hold {
        let message = format!("{label} are held ({}), so they stay.", row.hold_reason);
        return Err(Error::conflict(message)
            .hint("Release the hold first: `trefoil retention STUDY release CLASS`."));
    }
    let Some(operation) = row.class.erased_by() else { return Ok(Erased::default()) };
    if row.class == Class::Recordings {
        let kept = "SELECT COUNT(*) FROM source WHERE media IN (SELECT media FROM media_chunk)";
        let kept = change.number(kept, &[])?;
        if kept > 0 {
            return Err(Error::conflict(format!("{kept} recordings are still in the study."))
                .hint("Erase them first: `trefoil do STUDY erasure.recordings JSON`."));
        }
    }
    if row.class == Class::RawTexts {
        let earlier = "SELECT COUNT(*) FROM revision WHERE NOT EXISTS \
                       (SELECT 1 FROM source s WHERE s.revision = revision.id)";
        let earlier = change.number(earlier, &[])?;
        if earlier > 0 {
            let are = if earlier == 1 { "revision is" } else { "revisions are" };
            let message = format!("{earlier} earlier {are} still in the study.");
            return Err(Error::conflict(message).hint(
                "Erase them first, of all sources: `trefoil erase STUDY raw-texts`, or on the care pages.",
            ));
        }
    }
    let sql = "SELECT number FROM history WHERE operation = $1 ORDER BY number DESC LIMIT 1";
    match change.query(sql, bind![operation])?.first() {
        Some(found) => Ok(Erased {
            operation: Some(operation.to_owned()),
            change: Some(found.get(0)?),
            reference: reference(change, row.class)?,
        }),
        None => Err(Error::conflict(format!("{label} have not been erased from the study yet."))
            .hint(format!(
                "Erase them first, which comes with its own proof: `trefoil do STUDY {operation} \
                 JSON`, or on the care pages."
            ))),
    }
}

/// The reference of the last erasure of a class, where it has a certificate.
fn reference(change: &Change<'_>, class: Class) -> Result<Option<String>> {
    let scope = match class {
        Class::Recordings => Scope::Recordings,
        Class::RawTexts => Scope::RawTexts,
        _ => return Ok(None),
    };
    let rows: Vec<Withdrawal> =
        change.list("WHERE kind = $1 ORDER BY at DESC, id DESC LIMIT 1", bind![scope])?;
    Ok(rows.into_iter().next().map(|one| one.reference).filter(|text| !text.is_empty()))
}

impl Retention {
    /// What was done about it until now, first to last.
    pub fn done(&self) -> Result<Vec<Done>> {
        if self.proof.is_empty() {
            return Ok(Vec::new());
        }
        serde_json::from_str(&self.proof).map_err(|error| {
            let what = format!("What was done about {} cannot be read.", self.class.label());
            Error::damaged(what).because(error)
        })
    }
}
