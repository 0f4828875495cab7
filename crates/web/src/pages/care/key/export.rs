//! The key as a file: sealed under a passphrase of its own, or a table in the clear.
//!
//! It is made for one answer and lies on no disk here. What browsers keep of a download is the
//! person's own affair, and the page says so.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Form;
use axum::response::IntoResponse;
use trefoil_core::care::output::note_key;
use trefoil_core::care::pseudonym::{KeyAccess, file};
use trefoil_core::clock::moment;
use trefoil_core::error::{Error, Result};
use trefoil_core::exchange::csv;
use trefoil_core::study::{Secret, Session};

use super::Typed;
use crate::desk::{Desk, wait_for};
use crate::pages::report::{attached, file_name};
use crate::trouble::Answer;

/// Sends the names that the key keeps.
pub(super) async fn export(desk: Desk, Form(typed): Form<Typed>) -> Answer {
    let is_plain = !typed.plain.is_empty();
    let sealing =
        if is_plain { typed.is_sure().map(|()| None)? } else { Some(typed.new_passphrase()?) };
    let (session, access) = (desk.acting(), typed.access(desk.key()));
    let (today, at) = (desk.today(), moment(desk.now()));
    let (name, bytes) = wait_for(move || write(&session, access, sealing, &today, &at)).await?;
    let kind = if is_plain { "text/csv; charset=utf-8" } else { "application/json" };
    Ok(attached(&name, kind, bytes).into_response())
}

fn write(
    session: &Session,
    access: Option<KeyAccess>,
    sealing: Option<Secret>,
    today: &str,
    at: &str,
) -> Result<(String, Vec<u8>)> {
    let study = session.study();
    let (key, _) = study.read(move |reader| file::gather(reader, access.as_ref()))?;
    if key.names.is_empty() {
        return Err(Error::conflict(
            "The key keeps no names yet, so there is nothing to hand out.",
        )
        .hint("Give it names on the page of pseudonyms."));
    }
    let ending = if sealing.is_some() { "trefoil-key" } else { "csv" };
    let name = file_name(&key.title, "key", today, key.synthetic, ending);
    let bytes = if let Some(passphrase) = sealing {
        file::seal(&key, study.about()?.id, at, &passphrase)?.into_bytes()
    } else {
        let table = Shared::default();
        let options = csv::Options { mark: true, guard: true };
        csv::key(&key, options, Box::new(table.clone()))?;
        table.take()
    };
    // Written down first: the file is out of reach from here on.
    note_key(session, if ending == "csv" { "key_csv" } else { "key" }, &name)?;
    Ok((name, bytes))
}

/// A file in memory.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
