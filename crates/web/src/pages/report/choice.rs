//! What whoever makes the report decides, as it stands in the address.

use serde::Deserialize;
use trefoil_core::care::pseudonym::Level;
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
    /// Leave out quotes that may not be printed.
    pub(super) leave_out: String,
    /// How much is taken out of quotes; the most where nothing is said.
    pub(super) level: String,
}

/// The levels that can be chosen, from the most that is taken out, with what each means. Words as
/// they were said never leave in a report.
const LEVELS: [(Level, &str); 3] = [
    (Level::Public, "everything by which somebody could be known"),
    (Level::Indirect, "names, and facts that point at somebody together"),
    (Level::Direct, "names and numbers only"),
];

impl Choice {
    /// Whether participants' labels are left out.
    pub(super) fn unlabelled(&self) -> bool {
        !self.unlabelled.is_empty()
    }

    /// Whether the program picks quotes where nobody has.
    pub(super) fn sample(&self) -> bool {
        !self.sample.is_empty()
    }

    /// Whether quotes that may not be printed are left out.
    pub(super) fn leave_out(&self) -> bool {
        !self.leave_out.is_empty()
    }

    /// How much is taken out of quotes.
    pub(super) fn level(&self) -> Level {
        let asked = self.level.parse().unwrap_or(Level::Public);
        if asked == Level::Raw { Level::Public } else { asked }
    }

    /// The levels: word, meaning, whether it is chosen.
    pub(super) fn levels(&self) -> Vec<(&'static str, &'static str, bool)> {
        let chosen = self.level();
        LEVELS.iter().map(|(level, means)| (level.word(), *means, *level == chosen)).collect()
    }

    /// As the report wants them, made now.
    pub(super) fn options(&self, desk: &Desk) -> Options {
        Options {
            participant_labels: !self.unlabelled(),
            sample_quotes: self.sample(),
            leave_out_refused: self.leave_out(),
            level: self.level(),
            ..Options::at(desk.now())
        }
    }

    /// As they stand behind an address, with the question mark where something is chosen.
    pub(super) fn behind(&self) -> String {
        let chosen = [
            ("unlabelled", self.unlabelled()),
            ("sample", self.sample()),
            ("leave_out", self.leave_out()),
        ];
        let mut chosen: Vec<String> =
            chosen.iter().filter(|(_, on)| *on).map(|(name, _)| format!("{name}=yes")).collect();
        if self.level() != Level::Public {
            chosen.push(format!("level={}", self.level()));
        }
        if chosen.is_empty() { String::new() } else { format!("?{}", chosen.join("&")) }
    }
}
