//! The walk over a plan's files, the same for a preview and for an import.
//!
//! It asks between files whether to go on, sets aside what does not belong, lists what cannot be
//! read, draws the veil over what was read, asks at the gate whether it may come in, and recognises
//! what came before in the same import. What becomes of a file that was read is for whoever walks
//! to say.

use std::collections::HashMap;
use std::ops::ControlFlow;

use std::sync::Arc;

use super::super::{Options, Reading};
use super::aside::Rules;
use super::gate::Gate;
use super::veil::Veil;
use super::{Aside, Item, Noticed, Plan, Progress, Refused, Summary};
use crate::error::{Error, Kind, Result};

/// Is told before each file how far the work is, and answers whether to go on.
pub(super) type Told<'p> = &'p mut dyn FnMut(&Progress) -> ControlFlow<()>;

/// Is told of a table which row comes next, from 1, and of how many; answers whether to go on.
pub(super) type ToldRows<'r> = &'r mut dyn FnMut(usize, usize) -> ControlFlow<()>;

/// Reads one item after the other and hands each on; what cannot be read, or may not come in, is
/// listed.
pub(super) fn each(
    mut plan: Plan,
    gate: Gate,
    progress: Told<'_>,
    mut take: impl FnMut(Item, Reading, Option<&Twin>, ToldRows<'_>, &mut Summary) -> Result<()>,
) -> Result<Summary> {
    let items = std::mem::take(&mut plan.items);
    let total = items.len();
    let mut walk = Walk::begin(plan, gate);
    for (done, mut item) in items.into_iter().enumerate() {
        let mut at = Progress { done, total, file: item.file.clone(), row: None };
        let mut is_stopped = progress(&at).is_break();
        if !is_stopped && let Some(reading) = walk.read(&mut item) {
            let mut rows = |row, of| {
                at.row = Some((row, of));
                let flow = progress(&at);
                is_stopped |= flow.is_break();
                flow
            };
            walk.hand_on(item, reading, &mut rows, &mut take)?;
        }
        if is_stopped {
            (walk.summary.stopped, walk.summary.not_reached) = (true, total - done);
            return Ok(walk.summary);
        }
    }
    // There is nothing left to stop.
    let _ = progress(&Progress { done: total, total, file: String::new(), row: None });
    Ok(walk.summary)
}

/// An import under way.
struct Walk {
    options: Options,
    rules: Rules,
    gate: Gate,
    veil: Arc<Veil>,
    summary: Summary,
    seen: HashMap<[u8; 32], Twin>,
}

/// A file of this import, by which a later one with the same bytes is recognised.
pub(super) struct Twin {
    file: String,
    pub(super) name: String,
}

impl Walk {
    fn begin(plan: Plan, gate: Gate) -> Self {
        let summary = Summary {
            refused: plan.refused,
            notices: plan.notices,
            skipped: plan.skipped,
            ..Summary::default()
        };
        Self {
            options: plan.options,
            rules: plan.rules,
            gate,
            veil: plan.veil,
            summary,
            seen: HashMap::new(),
        }
    }

    /// Reads an item; nothing when it is set aside, cannot be read or may not come in, which is
    /// listed.
    fn read(&mut self, item: &mut Item) -> Option<Reading> {
        // Asked again, because the person may have changed what the plan said.
        let concern = self.rules.concern(item);
        if self.set_aside(item, concern) {
            return None;
        }
        let mut reading = match item.candidate.read(self.options) {
            Ok(reading) => reading,
            Err(refusal) => {
                self.summary.refused.push(self.veil.refusal(&refusal));
                return None;
            }
        };
        // From here on there are no real names.
        let (notices, names_people) = self.veil.draw(&item.candidate, &mut reading);
        item.names_people = names_people;
        let concern = self.rules.concern_when_read(&reading);
        if self.set_aside(item, concern) {
            return None;
        }
        match self.gate.pass(item, &mut reading) {
            Ok(said) => {
                self.note(item, notices.into_iter().chain(said).collect());
                Some(reading)
            }
            Err(reason) => {
                self.summary.refused.push(Refused {
                    file: item.file.clone(),
                    reason,
                    denied: true,
                });
                None
            }
        }
    }

    /// Lists an item that does not come in: a person's decision goes before the reason.
    fn set_aside(&mut self, item: &Item, concern: Option<String>) -> bool {
        let reason = match item.keep {
            Some(true) => None,
            Some(false) => Some(concern.unwrap_or_else(|| "Left out, as you chose.".to_owned())),
            None => concern,
        };
        let aside = reason.map(|reason| Aside::of(item, reason));
        let is_aside = aside.is_some();
        self.summary.aside.extend(aside);
        is_aside
    }

    fn hand_on(
        &mut self,
        item: Item,
        reading: Reading,
        rows: ToldRows<'_>,
        take: &mut impl FnMut(Item, Reading, Option<&Twin>, ToldRows<'_>, &mut Summary) -> Result<()>,
    ) -> Result<()> {
        let digest = reading.sha256;
        let this = Twin { file: item.file.clone(), name: item.name.clone() };
        let (twin, known) = (self.seen.get(&digest), self.summary.known.len());
        match take(item, reading, twin, rows, &mut self.summary) {
            Ok(()) => {}
            // The study's own trouble ends the import; a file's trouble ends with it.
            Err(error) if is_the_files(&error) => {
                let denied = error.kind() == Kind::Denied;
                let reason = error.to_string();
                self.summary.refused.push(Refused { file: this.file, reason, denied });
                return Ok(());
            }
            Err(error) => return Err(error),
        }
        if let Some(twin) = twin {
            let twice = self.summary.known.iter_mut().skip(known);
            twice.for_each(|one| one.same_as = Some(twin.file.clone()));
        } else {
            self.seen.insert(digest, this);
        }
        Ok(())
    }

    fn note(&mut self, item: &Item, notices: Vec<Noticed>) {
        self.summary.notices.extend(notices);
        let doubt = self.rules.doubt(item).map(str::to_owned);
        let doubt = doubt.map(|message| Noticed { file: item.file.clone(), message });
        self.summary.notices.extend(doubt);
    }
}

fn is_the_files(error: &Error) -> bool {
    match error.kind() {
        Kind::Invalid | Kind::BadFile | Kind::Conflict | Kind::NotFound | Kind::Denied => true,
        Kind::Busy | Kind::Damaged | Kind::Io => false,
    }
}
