//! Actions: what someone will do about a theme or a condition, by when.

use crate::id::Id;
use crate::storage::Filing;

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
