//! Erasure: withdrawal and removal for good, with a dry run before and a proof afterwards.
//!
//! Erasing removes rows, recordings, revisions and undo images, takes words out of the history,
//! rewrites the file so that no free page keeps them, and removes the backups that hold them.

mod carry_out;
mod certificate;
mod doomed;
mod duty;
mod elsewhere;
mod gone;
mod plan;
pub mod proof;
mod remembered;
mod rows;
mod sought;
mod support;
mod target;
mod texts;
mod wish;

pub use carry_out::{
    CarriedOut, ErasureForgetRaw, ErasurePassage, ErasureRecordings, ErasureSource,
    WithdrawalCarryOut,
};
pub use certificate::{Certificate, RemovedLine, certificate};
pub use doomed::Counts;
pub use duty::{DueDuty, DutyDone, duties, withdrawals};
pub use elsewhere::NewDuty;
pub(crate) use gone::Gone;
pub use plan::{DryRun, MemoLine, OutputLine, PassageLine, QuoteLine, SourceLine, dry_run, plan};
pub use proof::{Proof, Words};
pub use support::{Footing, Loss, Rests, SentenceLoss, THIN};
pub use target::{Named, TextFate};
pub use texts::Mention;
pub use wish::{Shared, Wish};

use crate::id::Id;
use crate::storage::Filing;

crate::words! {
    /// What is asked for.
    pub enum Scope, "a scope" {
        /// Nothing new is taken in; what there is stays.
        StopNew = "stop_new",
        /// Chosen types of data are removed.
        Types = "types",
        /// Everything of the participant is removed.
        All = "all",
        /// One source is removed.
        Source = "source",
        /// Words of one passage are removed.
        Passage = "passage",
        /// Earlier revisions of texts are removed.
        RawTexts = "raw_texts",
        /// Recordings are removed, texts stay.
        Recordings = "recordings",
    }
}

impl Scope {
    /// Whether it is a participant's own withdrawal.
    pub fn is_withdrawal(self) -> bool {
        matches!(self, Self::StopNew | Self::Types | Self::All)
    }
}

crate::words! {
    /// How far the study had come.
    pub enum Phase, "a phase" {
        /// Before the date on which the analysis is locked.
        BeforeLock = "before_lock",
        /// The analysis is locked: its aggregated wording stays.
        AfterLock = "after_lock",
        /// Data or outputs were deposited.
        AfterDeposit = "after_deposit",
    }
}

crate::record! {
    /// A withdrawal, or another removal for good, without any content.
    pub struct Withdrawal in "withdrawal", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The participant, where it is one's.
        participant: Option<Id> => "participant",
        /// What was asked for.
        kind: Scope,
        /// The types of data, separated by commas.
        data_types: String,
        /// How far the study had come.
        phase: Phase,
        /// The ISO date on which it was asked for.
        asked_on: Option<String>,
        /// How it was asked for.
        route: String,
        /// What was removed, as JSON of counts.
        counts: String,
        /// What the proof said, as JSON.
        proof: String,
        /// The reference on the certificate.
        reference: String,
        /// When it was carried out, in epoch milliseconds.
        at: i64,
        /// Who carried it out.
        person: Id => "person",
    }
}

crate::record! {
    /// Something that people still have to do, such as telling a repository.
    pub struct Duty in "duty", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The withdrawal it comes from.
        withdrawal: Option<Id> => "withdrawal",
        /// What kind of thing it is: `repository`, `output`, `server_backups` …
        kind: String,
        /// What is to be done, without people's words.
        text: String,
        /// By when, as an ISO date.
        due_on: Option<String>,
        /// When it was done, as an ISO date.
        done_on: Option<String>,
        /// Who did it.
        done_by: Option<Id> => "person",
    }
}
