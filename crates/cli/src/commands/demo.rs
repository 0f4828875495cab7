//! `trefoil demo`: makes the invented study where it is not there yet, and opens it.

use std::path::PathBuf;

use clap::Args;

use crate::desk::Desk;
use crate::exit::Result;

/// Makes or reopens the invented study, and serves it.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The folder that holds it
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// The port to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Print the address and open no browser
    #[arg(long)]
    no_browser: bool,
    /// Make it anew: what was changed in it is lost
    #[arg(long)]
    reset: bool,
}

/// The folder of the demo study.
pub(crate) fn folder(given: Option<PathBuf>) -> PathBuf {
    given.unwrap_or_else(|| {
        directories::ProjectDirs::from("", "", "trefoil")
            .map_or_else(|| PathBuf::from("."), |folders| folders.data_dir().join("demo"))
    })
}

pub(crate) fn run(command: Demo, desk: &Desk) -> Result {
    let _ = (folder(command.dir), command.reset);
    let running = super::serve::start(super::serve::loopback(command.port), desk)?;
    super::serve::wait(running, "/", !command.no_browser, desk)
}
