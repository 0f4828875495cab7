//! `trefoil study`: what the study says about itself.

use clap::{Args, Subcommand};
use trefoil_core::clock::moment;
use trefoil_core::study::{Method, StudySet};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::sentence_case;

/// See or change what the study says about itself.
#[derive(Debug, Args)]
pub(crate) struct Study {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show it
    Show,
    /// Change it; what is not given stays
    Set(Box<Set>),
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct Set {
    /// The title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The research question
    #[arg(long, value_name = "TEXT")]
    question: Option<String>,
    /// Where and with whom it takes place, in general words
    #[arg(long, value_name = "TEXT")]
    setting: Option<String>,
    /// How the analysis is done: reflexive, codebook or framework
    #[arg(long, value_name = "METHOD")]
    method: Option<Method>,
    /// How data were gathered and worked on, for the report
    #[arg(long, value_name = "TEXT")]
    approach: Option<String>,
    /// Whether everything in it is invented
    #[arg(long, value_name = "TRUE|FALSE")]
    synthetic: Option<bool>,
    /// Whether the model of conditions is called tentative
    #[arg(long, value_name = "TRUE|FALSE")]
    tentative: Option<bool>,
    /// The smallest group about which a manager may see a count
    #[arg(long, value_name = "NUMBER")]
    minimum_group: Option<i64>,
    /// The time zone of its days and hours, such as Europe/London
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// From which silence on, in milliseconds, transcripts say that there is a pause; 0 never
    #[arg(long, value_name = "MS")]
    pauses_from: Option<i64>,
    /// What stands in transcripts for words that nobody can make out
    #[arg(long, value_name = "TEXT")]
    inaudible: Option<String>,
    /// Words that an engine should expect, such as names of places and services
    #[arg(long, value_name = "TEXT")]
    vocabulary: Option<String>,
    /// What recordings are searched for voices with: earshot, or the name of a detector
    #[arg(long, value_name = "NAME")]
    voices: Option<String>,
}

pub(crate) fn run(command: Study, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::Show => open.answer(trefoil_core::study::about, |about, page| {
            page.fields(&[
                ("Title", about.title.clone()),
                ("Question", about.question.clone()),
                ("Setting", about.setting.clone()),
                ("Method", sentence_case(about.method.word())),
                ("Approach", about.approach.clone()),
                ("Model", if about.tentative { "Tentative" } else { "Settled" }.to_owned()),
                ("", about.model_notice.clone()),
                ("Invented", if about.synthetic { "Yes" } else { "No" }.to_owned()),
                ("Minimum group", about.minimum_group.to_string()),
                ("Time zone", about.time_zone.clone().unwrap_or_default()),
                ("Pauses", pauses(about.pauses_from_ms)),
                ("Inaudible", about.inaudible().to_owned()),
                ("Expected words", about.vocabulary().to_owned()),
                ("Voices", about.voices().to_owned()),
                ("Begun", moment(about.created_at)),
                ("Id", about.id.to_string()),
            ]);
        }),
        Verb::Set(set) => open.act(move |_| {
            Ok(StudySet {
                title: set.title,
                question: set.question,
                setting: set.setting,
                method: set.method,
                approach: set.approach,
                synthetic: set.synthetic,
                tentative: set.tentative,
                minimum_group: set.minimum_group,
                time_zone: set.time_zone,
                pauses_from_ms: set.pauses_from,
                inaudible: set.inaudible,
                vocabulary: set.vocabulary,
                voices: set.voices,
            })
        }),
    }
}

/// How pauses are written in transcripts that a machine makes.
fn pauses(from_ms: Option<i64>) -> String {
    match from_ms {
        None => "Not written".to_owned(),
        Some(least) => format!("Written from {least} ms on"),
    }
}
