//! What whoever makes the report decides, as it stands in the address.

use serde::Deserialize;
use trefoil_core::report::Options;

use crate::desk::Desk;

/// The choices; a field that is absent or empty is not chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Choice {
    /// Leave participants' labels out, and what else could tell who it was.
    pub(super) unlabelled: String,
    /// Let the program pick quotes for themes that have none.
    pub(super) sample: String,
}

impl Choice {
    /// Whether participants' labels are left out.
    pub(super) fn unlabelled(&self) -> bool {
        !self.unlabelled.is_empty()
    }

    /// Whether the program picks quotes where nobody has.
    pub(super) fn sample(&self) -> bool {
        !self.sample.is_empty()
    }

    /// As the report wants them, made now.
    pub(super) fn options(&self, desk: &Desk) -> Options {
        Options {
            participant_labels: !self.unlabelled(),
            sample_quotes: self.sample(),
            ..Options::at(desk.now())
        }
    }

    /// As they stand behind an address, with the question mark where something is chosen.
    pub(super) fn behind(&self) -> String {
        let chosen = [("unlabelled", self.unlabelled()), ("sample", self.sample())];
        let chosen: Vec<String> =
            chosen.iter().filter(|(_, on)| *on).map(|(name, _)| format!("{name}=yes")).collect();
        if chosen.is_empty() { String::new() } else { format!("?{}", chosen.join("&")) }
    }
}
