//! Retention: how long each class of data is kept, when that is looked at, and what happens then.

use crate::id::Id;
use crate::storage::Filing;

crate::words! {
    /// A class of data that is kept for a time.
    pub enum Class, "a class of data" {
        /// Names, addresses and telephone numbers of participants.
        Contacts = "contacts",
        /// The key to the pseudonyms.
        Key = "key",
        /// Recordings.
        Recordings = "recordings",
        /// Texts as they were before names were taken out.
        RawTexts = "raw_texts",
        /// The texts that were worked with, with codes and memos.
        WorkingTexts = "working_texts",
        /// Forms on which people consented.
        ConsentForms = "consent_forms",
        /// Reports, exports and deposits.
        Outputs = "outputs",
    }
}

crate::words! {
    /// What happens when the time has come.
    pub enum RetentionAction, "an action" {
        /// Somebody looks and decides.
        Review = "review",
        /// It is deleted.
        Delete = "delete",
        /// It goes to an archive.
        Archive = "archive",
    }
}

crate::record! {
    /// How long a class of data is kept.
    pub struct Retention in "retention", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The class.
        class: Class,
        /// The policy or law that says so.
        basis: String,
        /// For how long, in words.
        period: String,
        /// The ISO date on which it is looked at.
        review_on: Option<String>,
        /// What happens then.
        action: RetentionAction,
        /// A note.
        note: String,
        /// Whether a legal hold keeps it.
        hold: bool,
        /// Why it is held.
        hold_reason: String,
        /// When it was done, as an ISO date.
        done_on: Option<String>,
        /// Who did it.
        done_by: Option<Id> => "person",
        /// The proof of deletion, as JSON.
        proof: String,
    }
}
