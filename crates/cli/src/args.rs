//! The command line: every command, and the options that all of them share.
//!
//! Words for people stand in the doc comments; clap prints them as help. A command that is not
//! there yet is not mentioned.

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand};

use crate::commands::{
    action, attribute, backup, check, code, coding, condition, consent, copy, demo, duty, erase,
    evidence, expectation, export, guidance, history, import, indicator, key, memo, model,
    name_rule, new, operation, output, participant, passage, passphrase, person, policy, pseudonym,
    record, redact, report, retention, round, search, sentence, serve, set, source, speaker,
    status, stream, study, theme, trace, transcribe, transcript, transcription, walk, wave,
    withdraw,
};

/// Turns what people tell you into what to do next. Nothing leaves your computer.
#[derive(Debug, Parser)]
#[command(name = "trefoil", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(about = "Turns what people tell you into what to do next. Nothing leaves your computer.")]
#[command(after_help = "STUDY is a file such as housing.trefoil, or postgres://…?study=NAME.\n\
    Begin with `trefoil new housing.trefoil --title \"First year in supported housing\"`.")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) manner: Manner,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How to speak, and for whom.
#[derive(Debug, Clone, Args)]
pub(crate) struct Manner {
    #[arg(
        long = "as",
        value_name = "NAME",
        global = true,
        help_heading = "Everywhere",
        help = "Who is acting, for the history; also TREFOIL_AS"
    )]
    pub(crate) person: Option<String>,
    /// Print the answer as JSON
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub(crate) json: bool,
    /// Say yes beforehand to what would be asked
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub(crate) yes: bool,
    /// Print answers and errors only
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub(crate) quiet: bool,
}

/// The study that a command is about.
#[derive(Debug, Clone, Args)]
pub(crate) struct At {
    /// The study: a file, or `postgres://…?study=NAME`
    #[arg(value_name = "STUDY")]
    pub(crate) study: OsString,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Open the invented study that newcomers meet first, in the browser
    Demo(demo::Demo),
    /// Begin a study
    New(new::New),
    /// Bring files, folders and archives into the corpus
    Import(import::Import),
    /// The models of speech on this computer
    Model(model::Model),
    /// Count what is in a study
    Status(status::Status),
    /// See or change what the study says about itself
    Study(study::Study),
    /// The people whose words are in the corpus
    Participant(participant::Participant),
    /// What stands in texts in place of names
    Pseudonym(pseudonym::Pseudonym),
    /// The key to the pseudonyms: who is who
    Key(key::Key),
    /// The items of the corpus
    Source(source::Source),
    /// What points to people in texts: find it, replace it
    Redact(redact::Redact),
    /// The voices in a source
    Speaker(speaker::Speaker),
    /// What was said in a source, by whom and when, and who checked it
    Transcript(transcript::Transcript),
    /// Turn recordings into words, on this computer
    Transcribe(transcribe::Transcribe),
    /// The queue of recordings that a machine turns into words
    Transcription(transcription::Transcription),
    /// The kinds of source
    Stream(stream::Stream),
    /// What is known of participants and sources beside their words
    Attribute(attribute::Attribute),
    /// Sources put together, to look at together
    Set(set::Set),
    /// What is expected to come in, week by week
    Expectation(expectation::Expectation),
    /// What the parts of file names mean
    NameRule(name_rule::NameRule),
    /// The codebook
    Code(code::Code),
    /// The marked spans of the sources
    Passage(passage::Passage),
    /// The codes on passages
    Coding(coding::Coding),
    /// Notes on anything; the study's own are its journal
    Memo(memo::Memo),
    /// Claims that gather codes and passages, each placed in an area
    Theme(theme::Theme),
    /// Dated looks at all placements
    Round(round::Round),
    /// The model: what must be true, in which order
    Condition(condition::Condition),
    /// The signs by which a condition shows
    Indicator(indicator::Indicator),
    /// What shows that a condition is met
    Evidence(evidence::Evidence),
    /// Sources, kinds of evidence and questions that come with a condition
    Guidance(guidance::Guidance),
    /// What someone will do, by when
    Action(action::Action),
    /// The report's sentences and what each rests on
    Sentence(sentence::Sentence),
    /// The description of the study's outputs, for a repository
    Record(record::Record),
    /// The people who work in the study
    Person(person::Person),
    /// What participants agreed to, for each type of data and each use
    Consent(consent::Consent),
    /// The times at which everybody is asked again
    Wave(wave::Wave),
    /// Who is answerable for the data, and the dates that matter
    Policy(policy::Policy),
    /// Find words in the texts of all sources
    Search(search::Search),
    /// Walk from anything to what it rests on and what rests on it
    Trace(trace::Trace),
    /// Write the report
    Report(report::Report),
    /// Write the study for other programs
    Export(export::Export),
    /// What has left the study: reports and exports
    Output(output::Output),
    /// How long what is kept, what is held and what is due
    Retention(retention::Retention),
    /// Take back your last act
    Undo(walk::Undo),
    /// Do again what you took back last
    Redo(walk::Redo),
    /// Show who did what, and when
    History(history::History),
    /// Copy a study, also while it is open, to a file or a server
    Copy(copy::Copy),
    /// Set, change or remove the passphrase of a study file
    Passphrase(passphrase::Passphrase),
    /// See, take and restore backups
    Backup(backup::Backup),
    /// Do any operation by name, with its arguments as JSON
    Do(operation::Do),
    /// Open studies in the browser, on this computer only
    Serve(serve::Serve),
    /// Erase what a participant takes back, after showing it
    Withdraw(withdraw::Withdraw),
    /// Erase single sources, words, earlier wordings or recordings for good
    Erase(erase::Erase),
    /// What people still have to do after something was erased
    Duty(duty::DutyCommand),
    /// Check that the file is sound and every trace leads somewhere
    Check(check::Check),
}
