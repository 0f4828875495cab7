//! `trefoil new`: begins a study.

use clap::Args;
use serde_json::json;
use trefoil_core::error::Error;
use trefoil_core::storage::Place;
use trefoil_core::study::{Method, NewStudy, Study};

use crate::args::At;
use crate::ask::{self, NEW_PASSPHRASE, PASSPHRASE};
use crate::desk::{Desk, place, quoted};
use crate::exit::{Failure, Result};
use crate::output::{self, Page};

/// Begins a study.
#[derive(Debug, Args)]
pub(crate) struct New {
    #[command(flatten)]
    at: At,
    /// The title
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// How the analysis is done: reflexive, codebook or framework
    #[arg(long, value_name = "METHOD", default_value = "reflexive")]
    method: Method,
    /// Encrypt the file with a passphrase, which is asked for
    #[arg(long)]
    encrypt: bool,
    /// Say that everything in it is invented
    #[arg(long)]
    synthetic: bool,
}

pub(crate) fn run(command: New, desk: &Desk) -> Result {
    let place = place(&command.at.study)?;
    if command.encrypt {
        refuse_on_server(&place)?;
    }
    desk.manner.warn_of_risk(&place);
    let passphrase = match command.encrypt {
        // What is there already is refused before anybody thinks up a passphrase.
        true if place.file().is_some_and(std::path::Path::exists) => None,
        true => Some(ask::new_passphrase(&[NEW_PASSPHRASE, PASSPHRASE])?),
        false => None,
    };
    let new = NewStudy {
        title: command.title,
        method: command.method,
        passphrase,
        synthetic: command.synthetic,
    };
    let about = Study::create(&place, &new)?.about()?;
    if desk.manner.json {
        let method = about.method;
        return output::json(&json!({ "id": about.id, "title": about.title, "method": method }));
    }
    if desk.manner.quiet {
        return Ok(());
    }
    let mut page = Page::default();
    let encrypted = if command.encrypt { ", encrypted" } else { "" };
    page.line(format!("Began “{}” in {place}{encrypted}.", about.title));
    let study = quoted(&command.at.study.to_string_lossy());
    page.line(format!("Bring files in with `trefoil import {study} PATH…`."));
    page.print()
}

fn refuse_on_server(place: &Place) -> Result {
    if place.file().is_some() {
        return Ok(());
    }
    Err(Failure::Refused(
        Error::invalid("Trefoil does not encrypt a study on a server. Nothing was made.")
            .hint("Leave `--encrypt` out and use encrypted disks and TLS there, or make a file."),
    ))
}
