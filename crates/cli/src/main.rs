//! The command line of Trefoil: the only crate that prints and exits.
//!
//! Each command is one file under `commands/`; each noun of the glossary is a command whose verbs
//! are core's operations. `desk.rs` is what every command works at: it opens the study, knows who
//! acts and says what was done. `output.rs` sets lines and tables, `ask.rs` asks people, and
//! `exit.rs` turns what went wrong into words and an exit code.

mod args;
mod ask;
mod commands;
mod desk;
mod endpoint;
mod exit;
mod listener;
mod models;
mod name;
mod output;
mod progress;
mod target;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let outcome = match args::Cli::try_parse() {
        Ok(cli) => commands::run(cli),
        Err(help) => Err(exit::Failure::from(help)),
    };
    exit::code(outcome)
}
