//! Quotes that may not be printed: where they were chosen, and why not.
//!
//! Every place is told, so that one look at the list is enough to mend a report. Behind the wall
//! lie choices from sources that were closed since; they are told as well, by theme and sentence.

use std::collections::HashMap;

use crate::care::consent::Refusal;
use crate::care::quote::{self, Hidden};
use crate::error::{Error, Kind};
use crate::id::Id;
use crate::report::Theme;
use crate::sentence::{Cited, Support};

use super::gathered::Held;
use super::wording::counted;

/// How much of a sentence is shown, in characters.
const SHOWN: usize = 60;

/// Words that were chosen and may not be printed.
#[derive(Debug)]
pub(super) struct Refused {
    /// The name of their source.
    pub(super) source: String,
    /// Who did not agree.
    pub(super) reasons: Vec<Refusal>,
}

/// What was refused: passages, and choices that readers do not see.
#[derive(Debug, Default)]
pub(super) struct AllRefused {
    pub(super) passages: HashMap<Id, Refused>,
    pub(super) hidden: Vec<(Hidden, Refused)>,
}

impl AllRefused {
    /// Every place at which something refused was chosen, themes as they are read, then sentences.
    pub(super) fn places<'t>(
        &self,
        themes: impl Iterator<Item = &'t (Id, Theme)>,
        gathered: &HashMap<Id, Vec<Held>>,
        sentences: &[Cited],
    ) -> Vec<String> {
        let mut places = Vec::new();
        for (id, theme) in themes {
            let called = format!("Theme {} “{}”", theme.label, theme.name);
            let held = gathered.get(id).into_iter().flatten().filter(|one| one.quoted);
            let chosen = held.filter_map(|one| self.passages.get(&one.passage));
            places.extend(
                chosen
                    .chain(self.behind(|one| one.theme == Some(*id)))
                    .map(|refused| refused.at(&called)),
            );
        }
        for cited in sentences {
            let called = format!("Sentence “{}”", brief(&cited.sentence.text));
            let passages = cited.cites.iter().filter_map(|support| match support {
                Support::Passage(passage) => self.passages.get(passage),
                Support::Theme(_) | Support::Condition(_) => None,
            });
            let hidden = self.behind(|one| one.sentence == Some(cited.sentence.id));
            places.extend(passages.chain(hidden).map(|refused| refused.at(&called)));
        }
        places
    }

    fn behind(&self, which: impl Fn(&Hidden) -> bool) -> impl Iterator<Item = &Refused> {
        self.hidden.iter().filter(move |(hidden, _)| which(hidden)).map(|(_, refused)| refused)
    }
}

impl Refused {
    fn at(&self, called: &str) -> String {
        format!("{called}, quote from “{}”: {}", self.source, quote::reasons(&self.reasons))
    }
}

fn brief(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown = format!("{}…", shown.trim_end());
    }
    shown
}

/// Why no report is made: every place, each on a line of its own.
pub(super) fn error(places: &[String]) -> Error {
    let many = counted(places.len() as u64, "quote");
    let lines = places.join(".\n");
    Error::new(
        Kind::Denied,
        format!("No report was made: it would print {many} without consent.\n{lines}."),
    )
    .hint(
        "Choose others, or leave these out (`--leave-out`, or the choice beside the report). What \
         people agreed to is in the consent ledger (Care, or `trefoil consent STUDY list`).",
    )
}

/// What whoever makes the report is told of quotes that were left out.
pub(super) fn remarks(places: &[String]) -> impl Iterator<Item = String> {
    places.iter().map(|place| format!("Left out: {place}."))
}
