//! The study's policy: who is answerable for the data, on what basis, and the dates that matter.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::corpus::participant::day;
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Filing, Reader};
use crate::study::{Change, Operation, set};

crate::record! {
    /// Who is answerable, and the dates that matter; a study has at most one row of it.
    pub struct Policy in "policy", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The controller of the data.
        controller: String,
        /// Whom participants can ask.
        contact: String,
        /// The lawful basis, such as public task.
        lawful_basis: String,
        /// The condition for special category data, such as Article 9(2)(j).
        art9_condition: String,
        /// The version of the privacy notice.
        notice_version: String,
        /// The ISO date from which on the analysis is locked.
        lock_on: Option<String>,
        /// The ISO date on which data or outputs were deposited.
        deposited_on: Option<String>,
        /// The repository they were deposited in.
        repository: String,
    }
}

/// The study's policy, where it has written one down.
pub fn policy(reader: &Reader<'_>) -> Result<Option<Policy>> {
    Ok(reader.list("ORDER BY id", &[])?.pop())
}

/// Changes the study's policy; absent fields stay, an empty date is taken away.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PolicySet {
    /// The controller of the data.
    pub controller: Option<String>,
    /// Whom participants can ask.
    pub contact: Option<String>,
    /// The lawful basis, such as public task; consent to take part is normally not it.
    pub lawful_basis: Option<String>,
    /// The condition for special category data, such as Article 9(2)(j).
    pub art9_condition: Option<String>,
    /// The version of the privacy notice.
    pub notice_version: Option<String>,
    /// The date from which on the analysis is locked, `YYYY-MM-DD`.
    pub lock_on: Option<String>,
    /// The date on which data or outputs were deposited.
    pub deposited_on: Option<String>,
    /// The repository they were deposited in.
    pub repository: Option<String>,
}

impl Operation for PolicySet {
    const NAME: &'static str = "policy.set";
    const SUMMARY: &'static str =
        "Changes who is answerable for the data, and the dates that matter";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "lock_on": self.lock_on, "deposited_on": self.deposited_on })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let known = policy(change)?;
        let mut row = known.clone().unwrap_or_else(|| Policy {
            id: change.new_id(),
            controller: String::new(),
            contact: String::new(),
            lawful_basis: String::new(),
            art9_condition: String::new(),
            notice_version: String::new(),
            lock_on: None,
            deposited_on: None,
            repository: String::new(),
        });
        set(&mut row.controller, self.controller);
        set(&mut row.contact, self.contact);
        set(&mut row.lawful_basis, self.lawful_basis);
        set(&mut row.art9_condition, self.art9_condition);
        set(&mut row.notice_version, self.notice_version);
        set(&mut row.repository, self.repository);
        if self.lock_on.is_some() {
            row.lock_on = day(self.lock_on)?;
        }
        if self.deposited_on.is_some() {
            row.deposited_on = day(self.deposited_on)?;
        }
        change.say("Changed the study's policy");
        if known.is_some() { change.update(&row) } else { change.insert(&row) }
    }
}
