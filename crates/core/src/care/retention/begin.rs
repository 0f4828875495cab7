//! Beginning with a row for each class of data, to be filled in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Class, RetentionAction, put, row};
use crate::error::Result;
use crate::study::{Change, Operation};

/// Adds a row for every class of data that has none, without a date: what is usual happens to it
/// then, and how long that is has to come from the policy of whoever is answerable.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionBegin {}

impl Operation for RetentionBegin {
    const NAME: &'static str = "retention.begin";
    const SUMMARY: &'static str = "Adds a row for every class of data that has none";
    /// How many were added.
    type Outcome = usize;

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        let mut added = 0;
        for class in Class::ALL {
            let (mut row, known) = row(change, *class)?;
            if known {
                continue;
            }
            let (action, note) = suggested(*class);
            row.action = action;
            note.clone_into(&mut row.note);
            put(change, &row, false)?;
            added += 1;
        }
        change.say(match added {
            0 => "Every class of data has a row already".to_owned(),
            1 => "Added a row for 1 class of data".to_owned(),
            many => format!("Added rows for {many} classes of data"),
        });
        change.notice(
            "None of them has a date yet. How long things are kept is for your organisation’s \
             policy to say; ten years for research data is often heard, and not known to hold for \
             you. This is not legal advice.",
        );
        Ok(added)
    }
}

/// What usually happens to a class, and what to think of.
fn suggested(class: Class) -> (RetentionAction, &'static str) {
    match class {
        Class::Contacts => (
            RetentionAction::Delete,
            "Once nobody is to be reached any more: after the last member check, unless somebody \
             agreed to be asked again.",
        ),
        Class::Key => (
            RetentionAction::Delete,
            "Once nobody can withdraw any more and nothing has to be looked up. Without it nobody \
             can tell who is who, and no single withdrawal can be found.",
        ),
        Class::Recordings => (
            RetentionAction::Delete,
            "Once the transcripts have been checked against them. A voice identifies its speaker.",
        ),
        Class::RawTexts => {
            (RetentionAction::Delete, "Once the replacements in all texts have been reviewed.")
        }
        Class::WorkingTexts => (
            RetentionAction::Review,
            "With the codes and memos on them. Some go to an archive, for those who agreed.",
        ),
        Class::ConsentForms => (
            RetentionAction::Review,
            "Usually for as long as what they allow is kept, apart from the data.",
        ),
        Class::Outputs => (
            RetentionAction::Archive,
            "What was published stays; copies that hold words of participants are looked through.",
        ),
    }
}
