//! Assembling the report of a study.
//!
//! [`build`] reads one moment of the study and answers with a [`Report`] that is ready to be set in
//! any format. `corpus` knows whose words a passage holds, `gathered` counts what themes rest on,
//! `themes`, `quotes` and `conditions` tell of their nouns, `refused` of quotes that may not be
//! printed, and `typed` of words that were typed though they may not; `prose` puts the sentences in
//! their places and `opening` speaks where nobody has written yet; `wording` writes numbers and days
//! as people do. Each asks a fixed number of questions, whatever the size of the study; only what is
//! quoted, and what may not be, is looked up one by one.

mod choose;
mod conditions;
mod corpus;
mod gathered;
mod labels;
mod opening;
mod prose;
mod quotes;
mod refused;
mod themes;
mod typed;
mod wording;

use std::collections::HashMap;

use crate::care::pseudonym::Level;
use crate::care::quote::Clearing;
use crate::clock;
use crate::error::Result;
use crate::id::Id;
use crate::sentence;
use crate::storage::Reader;
use crate::study::{self, About};
use crate::theme;

use super::{Count, Made, Method, Report, Study, StudyCounts, Theme};
use corpus::Corpus;
use prose::Labels;
use quotes::Quotes;
use wording::{in_a_sentence, moment, period, plural, some};

/// What whoever makes a report decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The day on which the model of conditions is looked at, as an ISO date.
    pub today: String,
    /// When the report is made, in epoch milliseconds.
    pub made_at: i64,
    /// Whether quotes and counts say whose words they are. Without, what can tell colleagues who it
    /// was is left out too: names of sources, weeks and times of quotes.
    pub participant_labels: bool,
    /// Whether a theme for which no quote was chosen gets up to three of its earliest passages, by
    /// different participants.
    pub sample_quotes: bool,
    /// How much is taken out of quotes.
    pub level: Level,
    /// Whether words that may not be printed are left out, chosen or typed. Otherwise no report is made as long as
    /// there is one.
    pub leave_out_refused: bool,
}

impl Options {
    /// The usual report, made at a moment in epoch milliseconds.
    pub fn at(now: i64) -> Self {
        let today = clock::moment(now).chars().take(10).collect();
        Self {
            today,
            made_at: now,
            participant_labels: true,
            sample_quotes: false,
            level: Level::Public,
            leave_out_refused: false,
        }
    }
}

/// Assembles the report of a study from one moment of it.
///
/// Errors: words were chosen or typed that may not be quoted; each place is told with the reason.
pub fn build(reader: &Reader<'_>, options: &Options) -> Result<Report> {
    let about = study::about(reader)?;
    let corpus = Corpus::read(reader)?;
    let gathered = gathered::read(reader, &corpus)?;
    let sentences = sentence::list(reader)?;

    let mut themes = themes::read(reader, &corpus, &gathered, options.participant_labels)?;
    let clearing = Clearing::read(reader, options.level)?;
    let mut quotes = Quotes::read(reader, &corpus, &clearing, options.participant_labels)?;
    let other_quotes = quotes.put(&mut themes, &gathered, &sentences, options.sample_quotes)?;
    let labels = |themes: &[(Id, Theme)]| -> HashMap<Id, String> {
        themes.iter().map(|(id, theme)| (*id, theme.label.clone())).collect()
    };
    let model = conditions::model(reader, &about, &options.today)?;
    let labels = Labels {
        themes: labels(&themes),
        quotes: quotes.labels,
        homes: quotes.homes,
        conditions: model
            .conditions
            .iter()
            .filter_map(|one| Some((one.id.parse().ok()?, one.label.clone())))
            .collect(),
    };
    let mut report = Report {
        study: facts(reader, &about, &corpus)?,
        sections: prose::sections(reader, &sentences, &labels)?,
        themes: themes.into_iter().map(|(_, theme)| theme).collect(),
        other_quotes,
        model,
        actions: themes::actions(reader, |one| one.theme.or(one.condition))?
            .remove(&None)
            .unwrap_or_default(),
        method: method(reader, &about)?,
        made: Made {
            at: moment(options.made_at),
            by: concat!("Trefoil ", env!("CARGO_PKG_VERSION")).to_owned(),
        },
        remarks: quotes.remarks,
        sources: quotes.sources,
    };
    if sentences.is_empty() {
        report.sections = opening::sections(&report, &theme::rounds(reader)?);
    }
    let typed = typed::leave_out(reader, &clearing, &mut report)?;
    report.remarks.extend(refused::remarks(&typed));
    let left_out = [quotes.left_out, typed].concat();
    if !left_out.is_empty() && !options.leave_out_refused {
        return Err(refused::error(&left_out));
    }
    if !options.participant_labels {
        report.remarks.extend(labels::left_in(&report, &corpus.all_names()));
    }
    Ok(report)
}

/// What the study says of itself, and how much there is.
fn facts(reader: &Reader<'_>, about: &About, corpus: &Corpus) -> Result<Study> {
    let count = |noun: &str| -> Result<u64> {
        let count = reader.number(&format!("SELECT COUNT(*) FROM {noun}"), &[])?;
        Ok(u64::try_from(count).unwrap_or_default())
    };
    let streams = corpus.streams.iter().filter_map(|stream| {
        let inside = corpus.sources.iter().filter(|one| one.source.stream == stream.name);
        let count = inside.count() as u64;
        let name = in_a_sentence(&stream.label);
        let name = if count == 1 { name } else { plural(&name) };
        (count > 0).then_some(Count { name, count })
    });
    Ok(Study {
        title: about.title.trim().to_owned(),
        question: some(&about.question),
        setting: some(&about.setting),
        dates: corpus.dates().map(|(first, last)| period(first, last)),
        language: None,
        synthetic: about.synthetic,
        counts: StudyCounts {
            by_stream: streams.collect(),
            participants: corpus.participants() as u64,
            passages: count("passage")?,
            codes: count("code")?,
        },
    })
}

fn method(reader: &Reader<'_>, about: &About) -> Result<Method> {
    let named = match about.method {
        study::Method::Reflexive => "Reflexive thematic analysis",
        study::Method::Codebook => "Codebook thematic analysis",
        study::Method::Framework => "The framework method",
    };
    Ok(Method {
        named: Some(named.to_owned()),
        notes: about.approach.split("\n\n").filter_map(some).collect(),
        guidance: conditions::guidance(reader)?,
        ..Method::default()
    })
}
