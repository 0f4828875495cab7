//! From files to sources: what each file will become, and making it so.
//!
//! [`plan()`] surveys the files and says for each what it will be: name, stream, date, participants,
//! and whether it is set aside. Each of these guesses is a public field of an [`Item`], so that a
//! person can change it first. [`preview`] then reads them all and stores nothing; [`run`] stores
//! each as soon as it is read, as one act. A kill or a stop leaves what was stored; importing the
//! same files again goes on where it stopped, because a file that is in the study already is
//! recognised by its digest. `aside.rs` holds the rules by which files are set
//! aside, `walk.rs` the reading that a preview and an import have in common. Real names and numbers
//! stop at `veil.rs`; `gate.rs` asks whether those whose words a file holds agreed; `longer.rs`
//! recognises a longer export of a chat that is in the study, `days.rs` takes a chat day by day, and
//! `belong.rs` finds the recording of a transcript that comes alone, and
//! `table/` stores the rows of surveys and lists of participants.

mod aside;
mod belong;
mod days;
mod gate;
mod longer;
mod plan;
mod run;
mod summary;
mod table;
mod veil;
mod walk;

pub use super::who::{Because, Sender, Who};
pub use belong::Belongs;
pub use plan::{Item, Plan, Unsure, Wishes, plan};
pub use run::{preview, run};
pub use summary::{Aside, Imported, Noticed, Progress, Refused, Summary};
pub use table::{ColumnPlan, ColumnRole, RowsAre, SheetPlan, TablePlan};

/// The date that a name says, for those who plan.
pub fn date_in_name(name: &str) -> Option<String> {
    super::guess::date_in(name)
}
