//! The making of the demo, from the first day to the last.
//!
//! [`Making`] holds what has come about so far, by the names that the analysis uses. Its verbs lie
//! beside their nouns: `consent.rs` writes down who agreed to what, `corpus.rs` brings sources in, `codebook.rs` and `coding.rs` work on them,
//! `themes.rs` holds the rounds, `model.rs` fills the model of conditions, `writing.rs` writes
//! memos, actions, the report and the record.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::id::Id;
use trefoil_core::study::{Session, Study, StudySet};

use crate::RESEARCHER;
use crate::analysis::{Analysis, Quote};
use crate::calendar::Calendar;
use crate::progress::Teller;
use crate::script::{Script, letters};

/// The first day of the study, on which the five began.
pub(crate) const FIRST_DAY: &str = "2025-09-01";
/// Its last day; what is dated later does not belong.
pub(crate) const LAST_DAY: &str = "2025-12-07";
/// The day on which the model of conditions was filled.
pub(crate) const FILLED: &str = "2025-12-10";

/// The demo as far as it is made.
pub(crate) struct Making<'a> {
    pub(crate) study: &'a Study,
    pub(crate) calendar: Calendar,
    pub(crate) teller: Teller<'a>,
    pub(crate) scripts: &'a [Script],
    pub(crate) analysis: &'a Analysis,
    /// Sources by name.
    pub(crate) sources: HashMap<String, Id>,
    /// The names of the sources that are coded.
    pub(crate) coded: HashSet<String>,
    /// Codes by slug.
    pub(crate) codes: HashMap<String, Id>,
    /// Passages by the name of their source and their letters.
    pub(crate) passages: HashMap<(String, String), Id>,
    /// Themes by label.
    pub(crate) themes: HashMap<String, Id>,
    /// Conditions by their keys in the template.
    pub(crate) conditions: BTreeMap<String, Id>,
    /// The marks (a condition's key, and which of its marks) that were made.
    pub(crate) marked: HashSet<(String, usize)>,
    /// The memos that were written, by their place in the analysis.
    pub(crate) written: HashSet<usize>,
    /// How many of the answers about consent were written down.
    pub(crate) answered: usize,
}

/// How many steps the making has, as far as anybody watches.
pub(crate) fn steps(scripts: &[Script], analysis: &Analysis) -> usize {
    // Each source comes in and is coded; unpacking, beginning, the codebook, actions, the record.
    2 * scripts.len() + analysis.rounds.len() + analysis.conditions.len() + SECTIONS + 5
}

/// The sections of the report.
const SECTIONS: usize = trefoil_core::sentence::Section::ALL.len();

impl<'a> Making<'a> {
    pub(crate) fn new(
        study: &'a Study,
        calendar: Calendar,
        teller: Teller<'a>,
        scripts: &'a [Script],
        analysis: &'a Analysis,
    ) -> Self {
        Self {
            study,
            calendar,
            teller,
            scripts,
            analysis,
            sources: HashMap::new(),
            coded: HashSet::new(),
            codes: HashMap::new(),
            passages: HashMap::new(),
            themes: HashMap::new(),
            conditions: BTreeMap::new(),
            marked: HashSet::new(),
            written: HashSet::new(),
            answered: 0,
        }
    }

    /// Writes everything, month by month; `paths` is what is imported.
    pub(crate) fn write(mut self, paths: &[PathBuf]) -> Result<()> {
        let analysis = self.analysis;
        self.begin()?;
        for (round, number) in analysis.rounds.iter().zip(1..) {
            self.catch_up_until(&round.held_on)?;
            let last = number == analysis.rounds.len();
            self.bring_in(paths, round, last)?;
            if number == 1 {
                self.write_codebook()?;
            }
            self.code_what_came()?;
            self.hold_round(round)?;
        }
        self.catch_up_until(FILLED)?;
        self.fill_model()?;
        self.write_memos_until(None)?;
        self.plan_actions()?;
        self.choose_quotes()?;
        self.look_at_quotes()?;
        self.write_report()?;
        self.fill_record()?;
        self.keep_for_a_time()?;
        self.teller.finish();
        Ok(())
    }

    /// The first morning: what the study is, who takes part, where the model begins.
    fn begin(&mut self) -> Result<()> {
        self.teller.step("Beginning the study");
        let about = &self.analysis.study;
        self.act().perform(StudySet {
            question: Some(about.question.clone()),
            setting: Some(about.setting.clone()),
            approach: Some(about.approach.clone()),
            ..StudySet::default()
        })?;
        self.add_participants()?;
        self.begin_care()?;
        self.write_answers_until(Some("2025-09-02"))?;
        self.begin_model()
    }

    /// What was marked and written before a day, each on its own.
    fn catch_up_until(&mut self, day: &str) -> Result<()> {
        self.mark_conditions_until(day)?;
        self.write_answers_until(Some(day))?;
        self.write_memos_until(Some(day))
    }

    /// A session in which the next operations are one act.
    pub(crate) fn act(&self) -> Session {
        self.study.session(RESEARCHER).one_act()
    }

    /// The source of this name.
    pub(crate) fn source(&self, name: &str) -> Result<Id> {
        named(&self.sources, name, "source")
    }

    /// The code with this slug.
    pub(crate) fn code(&self, slug: &str) -> Result<Id> {
        named(&self.codes, slug, "code")
    }

    /// The theme with this label.
    pub(crate) fn theme(&self, label: &str) -> Result<Id> {
        named(&self.themes, label, "theme")
    }

    /// The condition with this key.
    pub(crate) fn condition(&self, key: &str) -> Result<Id> {
        self.conditions.get(key).copied().ok_or_else(|| unknown("condition", key))
    }

    /// The passage that is marked with these words.
    pub(crate) fn passage(&self, quote: &Quote) -> Result<Id> {
        let key = (quote.source.clone(), letters(&quote.text).collect());
        self.passages.get(&key).copied().ok_or_else(|| {
            let begins: String = quote.text.chars().take(60).collect();
            unknown("passage", &format!("{begins}…” in “{}", quote.source))
        })
    }
}

fn named(known: &HashMap<String, Id>, name: &str, noun: &str) -> Result<Id> {
    known.get(name).copied().ok_or_else(|| unknown(noun, name))
}

/// The analysis names something that the demo does not hold.
pub(crate) fn unknown(noun: &str, name: &str) -> Error {
    Error::new(
        Kind::BadFile,
        format!("The demo’s analysis names a {noun} that is not there: “{name}”."),
    )
}
