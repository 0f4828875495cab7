//! The commands: one file for each, and the way from the command line to them.

pub(crate) mod action;
pub(crate) mod attribute;
pub(crate) mod backup;
mod browser;
pub(crate) mod check;
pub(crate) mod code;
pub(crate) mod coding;
pub(crate) mod condition;
pub(crate) mod consent;
pub(crate) mod copy;
pub(crate) mod demo;
pub(crate) mod duty;
pub(crate) mod erase;
mod erasing;
pub(crate) mod evidence;
pub(crate) mod expectation;
pub(crate) mod export;
pub(crate) mod guidance;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod indicator;
pub(crate) mod key;
pub(crate) mod memo;
pub(crate) mod model;
pub(crate) mod name_rule;
pub(crate) mod new;
pub(crate) mod operation;
pub(crate) mod output;
pub(crate) mod participant;
pub(crate) mod passage;
pub(crate) mod passphrase;
pub(crate) mod person;
pub(crate) mod policy;
pub(crate) mod pseudonym;
pub(crate) mod record;
pub(crate) mod redact;
pub(crate) mod report;
pub(crate) mod retention;
pub(crate) mod round;
pub(crate) mod search;
pub(crate) mod sentence;
pub(crate) mod serve;
pub(crate) mod set;
pub(crate) mod source;
pub(crate) mod speaker;
pub(crate) mod status;
pub(crate) mod stream;
pub(crate) mod study;
pub(crate) mod theme;
pub(crate) mod trace;
pub(crate) mod transcribe;
pub(crate) mod transcript;
pub(crate) mod transcription;
pub(crate) mod turns;
pub(crate) mod walk;
pub(crate) mod wave;
pub(crate) mod withdraw;

use crate::args::{Cli, Command};
use crate::desk::Desk;
use crate::exit::Result;

/// Runs the command that was typed.
pub(crate) fn run(cli: Cli) -> Result {
    let desk = Desk { manner: cli.manner };
    match cli.command {
        Command::Demo(command) => demo::run(command, &desk),
        Command::New(command) => new::run(command, &desk),
        Command::Import(command) => import::run(command, &desk),
        Command::Model(command) => model::run(command, &desk),
        Command::Status(command) => status::run(&command, &desk),
        Command::Study(command) => study::run(command, &desk),
        Command::Participant(command) => participant::run(command, &desk),
        Command::Pseudonym(command) => pseudonym::run(command, &desk),
        Command::Key(command) => key::run(command, &desk),
        Command::Source(command) => source::run(command, &desk),
        Command::Speaker(command) => speaker::run(command, &desk),
        Command::Transcript(command) => transcript::run(command, &desk),
        Command::Transcribe(command) => transcribe::run(&command, &desk),
        Command::Transcription(command) => transcription::run(command, &desk),
        Command::Stream(command) => stream::run(command, &desk),
        Command::Attribute(command) => attribute::run(command, &desk),
        Command::Set(command) => set::run(command, &desk),
        Command::Expectation(command) => expectation::run(command, &desk),
        Command::NameRule(command) => name_rule::run(command, &desk),
        Command::Code(command) => code::run(command, &desk),
        Command::Passage(command) => passage::run(command, &desk),
        Command::Coding(command) => coding::run(command, &desk),
        Command::Memo(command) => memo::run(command, &desk),
        Command::Theme(command) => theme::run(command, &desk),
        Command::Round(command) => round::run(command, &desk),
        Command::Condition(command) => condition::run(command, &desk),
        Command::Indicator(command) => indicator::run(command, &desk),
        Command::Evidence(command) => evidence::run(command, &desk),
        Command::Guidance(command) => guidance::run(command, &desk),
        Command::Action(command) => action::run(command, &desk),
        Command::Sentence(command) => sentence::run(command, &desk),
        Command::Record(command) => record::run(command, &desk),
        Command::Person(command) => person::run(command, &desk),
        Command::Redact(command) => redact::run(command, &desk),
        Command::Consent(command) => consent::run(command, &desk),
        Command::Wave(command) => wave::run(command, &desk),
        Command::Policy(command) => policy::run(command, &desk),
        Command::Search(command) => search::run(command, &desk),
        Command::Trace(command) => trace::run(command, &desk),
        Command::Report(command) => report::run(command, &desk),
        Command::Export(command) => export::run(&command, &desk),
        Command::Output(command) => output::run(command, &desk),
        Command::Retention(command) => retention::run(command, &desk),
        Command::Undo(command) => walk::undo(&command, &desk),
        Command::Redo(command) => walk::redo(&command, &desk),
        Command::History(command) => history::run(&command, &desk),
        Command::Copy(command) => copy::run(&command, &desk),
        Command::Passphrase(command) => passphrase::run(&command, &desk),
        Command::Backup(command) => backup::run(&command, &desk),
        Command::Do(command) => operation::run(command, &desk),
        Command::Serve(command) => serve::run(command, &desk),
        Command::Withdraw(command) => withdraw::run(command, &desk),
        Command::Erase(command) => erase::run(command, &desk),
        Command::Duty(command) => duty::run(command, &desk),
        Command::Check(command) => check::run(&command, &desk),
    }
}
