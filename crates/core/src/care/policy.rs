//! The study's policy: who is answerable for the data, on what basis, and the dates that matter.

use crate::id::Id;
use crate::storage::Filing;

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
