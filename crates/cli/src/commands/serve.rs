//! `trefoil serve`: opens the pages for the browser, on this computer only.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use trefoil_core::study::Study;
use trefoil_web::{Options, Running};

use super::browser;
use crate::args::At;
use crate::ask;
use crate::desk::{Desk, place};
use crate::exit::Result;
use crate::listener::Ears;
use crate::models;
use crate::name;
use crate::output::Page;

/// Opens a study in the browser; without one, the page on which one is chosen.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The studies: files, or `postgres://…?study=NAME`
    #[arg(value_name = "STUDY")]
    studies: Vec<std::ffi::OsString>,
    /// Where to listen, on this computer
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Print the address and open no browser
    #[arg(long)]
    no_browser: bool,
}

pub(crate) fn run(command: Serve, desk: &Desk) -> Result {
    let running = start(command.listen, desk)?;
    let mut keys = Vec::new();
    for typed in command.studies {
        let at = At { study: typed };
        let place = place(&at.study)?;
        let passphrase = if Study::needs_passphrase(&place)? {
            ask::passphrase(&place.to_string())?
        } else {
            None
        };
        desk.manner.warn_of_risk(&place);
        keys.push(running.app().open(&place, passphrase.as_ref())?);
    }
    let page = match &keys[..] {
        [one] => format!("/study/{one}"),
        _ => "/".to_owned(),
    };
    wait(running, &page, !command.no_browser, desk)
}

/// Starts the server with what the command line knows.
pub(crate) fn start(listen: SocketAddr, desk: &Desk) -> Result<Running> {
    let options = Options {
        listen,
        person: name::known(&desk.manner),
        suggested: name::suggested(),
        remember: name::remember_quietly,
        folder: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
        demo: super::demo::folder(None),
        shelf: name::shelf(),
    };
    let running = trefoil_web::serve(options)?;
    running.app().listen_with(Arc::new(Ears::new(models::folder(None))));
    Ok(running)
}

/// An address on this computer.
pub(crate) fn loopback(port: u16) -> SocketAddr {
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
}

/// Prints the address, opens the browser where there is one, and serves until told to stop.
pub(crate) fn wait(running: Running, page: &str, open_browser: bool, desk: &Desk) -> Result {
    let link = running.link(page);
    let mut told = Page::default();
    told.line(&link);
    told.print()?;
    desk.manner.note("Open this address in a browser; it works once. Ctrl-C stops.");
    if open_browser && !browser::open(&running.link(page)) {
        desk.manner.note("No browser could be opened from here.");
    }
    running.wait();
    Ok(())
}
