//! Writing answers down: the forms of the ledger and of the study's own answers.
//!
//! To the operations an empty list of types or uses means all of them. On a page nobody who ticked
//! nothing means everything, so here something has to be ticked before anything is written.

use axum::extract::Path;
use serde::Deserialize;
use trefoil_core::error::Error;

use crate::act::{self, Sent};
use crate::desk::Desk;
use crate::trouble::{Answer, Trouble};

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    operation: String,
}

/// What has to be ticked for each operation that is taken here: the field, and its name.
fn needed(operation: &str) -> Option<&'static [(&'static str, &'static str)]> {
    const QUESTIONS: &[(&str, &str)] = &[("data_types", "type of data"), ("purposes", "use")];
    const ANSWERS: &[(&str, &str)] =
        &[("participants", "participant"), ("data_types", "type of data"), ("purposes", "use")];
    match operation {
        "consent.set" => Some(ANSWERS),
        "consent.default" => Some(QUESTIONS),
        _ => None,
    }
}

/// Writes an answer down.
pub(super) async fn write(
    desk: Desk,
    Path(Named { operation }): Path<Named>,
    sent: Sent,
) -> Answer {
    let needed = needed(&operation)
        .ok_or_else(|| Error::not_found(format!("“{operation}” is not written down here.")))?;
    if let Some((_, what)) = needed.iter().find(|(field, _)| !sent.has(field)) {
        let error = Error::invalid(format!("No {what} is ticked."))
            .hint("Go back and tick what was asked about. Nothing was written down.");
        return Err(Trouble::from(error).with_typed(sent.typed()));
    }
    act::perform_named(&desk, &operation, sent).await
}
