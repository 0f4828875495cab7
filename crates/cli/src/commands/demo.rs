//! `trefoil demo`: makes the invented study where it is not there yet, and opens it.

use std::path::{Path, PathBuf};

use clap::Args;
use trefoil_core::error::Error;
use trefoil_core::storage::Place;
use trefoil_core::study::Study;

use crate::desk::Desk;
use crate::exit::Result;
use crate::{ask, progress};

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
    let folder = folder(command.dir);
    let file = folder.join(trefoil_demo::FILE_NAME);
    if command.reset && file.exists() {
        let what = format!("Make {} anew? What was changed in it is lost.", file.display());
        ask::agree(&what, desk.manner.yes)?;
        trefoil_demo::remove(&file)?;
    }
    let study = open_or_make(&file, desk)?;
    let running = super::serve::start(super::serve::loopback(command.port), desk)?;
    let page = format!("/study/{}", running.app().hold(study));
    super::serve::wait(running, &page, !command.no_browser, desk)
}

fn open_or_make(file: &Path, desk: &Desk) -> Result<Study> {
    let place = Place::File(file.to_owned());
    if file.exists() {
        return Ok(Study::open(&place, None)?);
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(Error::from)?;
    }
    desk.manner.note("Making the demo: an invented study, imported and coded as a person would.");
    let bar = progress::bar("Demo", desk);
    let study = trefoil_demo::make(&place, &mut |at| {
        bar.set_length(at.total as u64);
        bar.set_position(at.done as u64);
        bar.set_message(at.what.clone());
    })?;
    bar.finish_and_clear();
    Ok(study)
}
