//! Where recordings are sent when a server of one's own is to hear them.
//!
//! The pages open no connection: who does is the [`crate::Listener`]. Here a person says to which
//! address, and by its name to which other computer. That holds while the program runs, for this
//! study; a recording that still waits afterwards is sent when somebody says so again.

use axum::extract::Path;
use serde::Deserialize;
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::id::Id;
use trefoil_core::transcription::{Settings, Transcription};

use crate::act::Sent;
use crate::desk::Desk;
use crate::listener::{self, Sending};
use crate::security::see_other;
use crate::session::Flash;
use crate::trouble::Answer;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// Asks where an address leads, and whether a person allowed that by its name.
///
/// Errors: it is no address, or leads to another computer than was named.
pub(super) fn allowed(desk: &Desk, address: &str, named: Option<&str>) -> Result<Sending> {
    let listener = desk.app.listener().ok_or_else(|| {
        Error::conflict("Nobody hears recordings here. Nothing was asked for.")
            .hint("Serve the study with: trefoil serve.")
    })?;
    let Some(host) = listener.other_computer(address)? else { return Ok(Sending::Here) };
    if named.is_some_and(|named| named.eq_ignore_ascii_case(&host)) {
        return Ok(Sending::Elsewhere(host));
    }
    Err(Error::new(
        Kind::Denied,
        format!("“{host}” is another computer, and recordings stay on this one. Nothing was sent."),
    )
    .hint(format!(
        "If that server is yours, or is trusted with people's voices, type its name, {host}, into \
         “Name of the other computer”."
    )))
}

/// Lets a recording that waits for it be sent.
pub(super) async fn send(desk: Desk, Path(Of { id }): Path<Of>, sent: Sent) -> Answer {
    let row = desk.read(move |reader| reader.get::<Transcription>(id)).await?;
    let address = Settings::read(&row.settings)?.endpoint.ok_or_else(|| {
        Error::conflict("It is heard on this computer, and sent nowhere. Nothing was changed.")
    })?;
    let sending = allowed(&desk, &address, sent.field("allow_host").map(str::trim))?;
    let said = match &sending {
        Sending::Here => format!("Recordings are sent to {address}, on this computer"),
        Sending::Elsewhere(host) => format!("Recordings are sent to {host}, until Trefoil ends"),
    };
    grant(&desk, &address, sending);
    desk.app.sessions().say(&desk.session, Flash { said, ..Flash::default() });
    Ok(see_other(&desk.at("transcriptions")))
}

/// Lets recordings of this study be sent to an address while the program runs.
pub(super) fn grant(desk: &Desk, address: &str, sending: Sending) {
    desk.open.sending.allow(address, sending);
    listener::wake(&desk.open);
}
