//! Changing what the study says about itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{About, Change, Method, Operation};
use crate::error::{Error, Result};
use crate::transcription::voices_named;

/// Changes the study's title, question and other words about itself; absent ones stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StudySet {
    /// The title.
    pub title: Option<String>,
    /// The research question.
    pub question: Option<String>,
    /// Where and with whom it takes place, in general words.
    pub setting: Option<String>,
    /// The method.
    pub method: Option<Method>,
    /// How data were gathered and worked on.
    pub approach: Option<String>,
    /// Whether everything in it is invented.
    pub synthetic: Option<bool>,
    /// Whether the model of conditions is still called tentative.
    pub tentative: Option<bool>,
    /// The smallest group about which a manager may see a count; at least 1.
    pub minimum_group: Option<i64>,
    /// The time zone that its days and hours are of, such as `Europe/London`.
    pub time_zone: Option<String>,
    /// From which silence on, in milliseconds, transcripts that a machine makes say that there is a
    /// pause, as `(3 s)`; 0 writes none.
    pub pauses_from_ms: Option<i64>,
    /// What stands in a transcript for words that nobody can make out; empty for the usual mark.
    pub inaudible: Option<String>,
    /// Words that an engine should expect, such as names of places and services.
    pub vocabulary: Option<String>,
    /// What recordings are searched for voices with, where nobody says so for one: `earshot`, or the
    /// name of a detector that was taken in; empty for `earshot`.
    pub voices: Option<String>,
}

impl Operation for StudySet {
    const NAME: &'static str = "study.set";
    const SUMMARY: &'static str = "Changes what the study says about itself";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut about: About = super::about(change)?;
        if let Some(title) = self.title {
            title.trim().clone_into(&mut about.title);
        }
        if about.title.is_empty() {
            return Err(Error::invalid("A study needs a title."));
        }
        set(&mut about.question, self.question);
        set(&mut about.setting, self.setting);
        set(&mut about.method, self.method);
        set(&mut about.approach, self.approach);
        set(&mut about.synthetic, self.synthetic);
        set(&mut about.tentative, self.tentative);
        set(&mut about.minimum_group, self.minimum_group);
        if about.minimum_group < 1 {
            return Err(Error::invalid("The minimum group size is at least 1."));
        }
        if let Some(name) = self.time_zone {
            about.time_zone = time_zone(&name)?;
        }
        if let Some(least) = self.pauses_from_ms {
            if !(0..=60_000).contains(&least) {
                return Err(Error::invalid(
                    "A pause is written from 1 to 60,000 milliseconds on; 0 writes none.",
                ));
            }
            about.pauses_from_ms = Some(least).filter(|least| *least > 0);
        }
        if let Some(mark) = self.inaudible {
            let mark = mark.trim().to_owned();
            if mark.contains('\n') {
                return Err(Error::invalid(
                    "What stands for inaudible words is a few characters in one line, such as \
                     [inaudible].",
                ));
            }
            about.inaudible = Some(mark).filter(|mark| !mark.is_empty());
        }
        if let Some(words) = self.vocabulary {
            about.vocabulary = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
        }
        if let Some(name) = self.voices {
            about.voices = voices_named(&name)?;
        }
        change.update(&about)
    }
}

/// Checks the name of a time zone and spells it as the database of zones does; an empty one is
/// none.
fn time_zone(name: &str) -> Result<Option<String>> {
    let name = name.trim();
    if name.is_empty() {
        return Ok(None);
    }
    let zone = jiff::tz::TimeZone::get(name).map_err(|_| {
        Error::invalid(format!("“{name}” is no time zone that this computer knows.")).hint(
            "Write a place as the zones are named after, such as Europe/London or Asia/Kolkata.",
        )
    })?;
    Ok(Some(zone.iana_name().unwrap_or(name).to_owned()))
}

/// Replaces a field where a new value was given.
pub(crate) fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}
