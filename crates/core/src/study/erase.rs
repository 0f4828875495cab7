//! The door for what erases: one act of its own, without images, settled after its commit.
//!
//! What an erasing operation takes away is noted in memory ([`Gone`]), looked for before the commit
//! and, once the study is settled, not found any more. Nothing of it is ever stored.

use super::operation::{Operation, Performed};
use super::transact::Change;
use super::{Session, settle};
use crate::care::erasure::Gone;
use crate::care::retention;
use crate::error::{Error, Result};

impl Session {
    /// Performs an operation that erases: always an act of its own, which cannot be undone. What
    /// it takes away is looked for before the commit; the study is settled after it.
    pub(super) fn erase<O: Operation>(&self, operation: O) -> Result<Performed<O::Outcome>> {
        let study = self.study.clone();
        let (number, mut notices, (act, summary, outcome, sought)) =
            self.transact(move |change| {
                change.begin(O::NAME, None, false)?;
                retention::refuse_operation(change, O::NAME)?;
                change.gone = Some(Gone::default());
                change.describe(&operation);
                let outcome = operation.apply(change)?;
                let summary = change.finish(O::SUMMARY)?;
                let gone = change.gone.take().unwrap_or_default();
                settle::note_due(change)?;
                Ok((change.act, summary, outcome, settle::seek(&study, change, &gone)?))
            })?;
        let settled = self.study.settle(self, sought);
        notices.extend(settled.notices.iter().cloned());
        let settled = Some(Box::new(settled));
        Ok(Performed { number, act, summary, notices, settled, outcome })
    }
}

impl Change<'_> {
    /// Keeps, in memory only, what is being erased, so that the proof can look for it. Does nothing
    /// while nothing erases.
    #[cfg_attr(not(test), allow(dead_code, reason = "the operations that erase come next"))]
    pub(crate) fn gone(&mut self, note: impl FnOnce(&mut Gone)) {
        if let Some(gone) = &mut self.gone {
            note(gone);
        }
    }
}

/// What erases is never done on the way of something else.
pub(super) fn alone(name: &str) -> Error {
    Error::invalid(format!("{name} erases for good, so it is done alone."))
        .hint(format!("Do it by itself: `trefoil do STUDY {name} JSON`."))
}
