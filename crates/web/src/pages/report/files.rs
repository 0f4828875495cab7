//! Files to take away: the whole study as JSON, and its codings and extracts as tables.
//!
//! That it leaves the study is written down first, with the sources whose words are in it. A file is written whole before anything of it is sent, so that what goes wrong is told on a
//! page and never a download that ends early. It lies in a temporary file that has no name, and is
//! gone when it was sent.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Query;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::sync::mpsc::Sender;
use trefoil_core::care::Use;
use trefoil_core::care::output::{Asked, Holds, Release, usual_level};
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::exchange::{csv, json};
use trefoil_core::study::Session;

use super::name::{disposition, file_name};
use crate::desk::{Desk, wait_for};
use crate::trouble::Answer;

/// How much of a file is read at a time.
const PIECE: usize = 256 << 10;

/// What is to be in the JSON.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Holding {
    /// Whether recordings are in it.
    recordings: String,
}

/// What a table is for, and how much is taken out of its words.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Leaving {
    /// The use; analysis where it is not said.
    r#for: String,
    /// The level; what is usual for the use where it is not said.
    level: String,
}

/// Sends the whole study.
pub(super) async fn study(desk: Desk, Query(holding): Query<Holding>) -> Answer {
    let media = !holding.recordings.is_empty();
    send(&desk, "study", "json", "application/json", move |session, name, out| {
        json::export(session, name, json::Options { media }, out).map(drop)
    })
    .await
}

/// Sends the table of codings.
pub(super) async fn codings(desk: Desk, Query(leaving): Query<Leaving>) -> Answer {
    send(&desk, "codings", "csv", "text/csv; charset=utf-8", move |session, name, out| {
        let release = leaving.release(session, name, Holds::Codings)?;
        csv::codings(session.study(), release, csv::Options::default(), out).map(drop)
    })
    .await
}

/// Sends the table of extracts.
pub(super) async fn extracts(desk: Desk, Query(leaving): Query<Leaving>) -> Answer {
    send(&desk, "extracts", "csv", "text/csv; charset=utf-8", move |session, name, out| {
        let release = leaving.release(session, name, Holds::Passages)?;
        csv::extracts(session.study(), release, csv::Options::default(), out).map(drop)
    })
    .await
}

impl Leaving {
    /// What may leave, once it is written down that it does.
    fn release(&self, session: &Session, name: &str, holds: Holds) -> Result<Arc<Release>> {
        let chosen = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let purpose = chosen(&self.r#for).map_or(Ok(Use::Analysis), |text| text.parse())?;
        let level = chosen(&self.level).map_or(Ok(usual_level(purpose)), |text| text.parse())?;
        let (format, file_name) = ("csv".to_owned(), name.to_owned());
        Release::make(session, Asked { format, file_name, purpose, level, holds })
    }
}

async fn send(
    desk: &Desk,
    what: &'static str,
    ending: &'static str,
    kind: &'static str,
    write: impl FnOnce(&Session, &str, Box<dyn Write + Send>) -> Result<()> + Send + 'static,
) -> Answer {
    let (session, today) = (desk.acting(), desk.today());
    let (name, file, length) = wait_for(move || {
        let about = session.study().about()?;
        let name = file_name(&about.title, what, &today, about.synthetic, ending);
        let mut file = tempfile::tempfile().map_err(unwritable)?;
        write(&session, &name, Box::new(file.try_clone().map_err(unwritable)?))?;
        let length = file.seek(SeekFrom::End(0)).map_err(unwritable)?;
        file.rewind().map_err(unwritable)?;
        Ok((name, file, length))
    })
    .await?;
    let mut answer = attached(&name, kind, stream(file));
    answer.headers_mut().insert(CONTENT_LENGTH, length.into());
    Ok(answer)
}

/// An answer that a browser keeps as a file.
pub(crate) fn attached(name: &str, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut answer = ([(CONTENT_TYPE, kind)], body.into()).into_response();
    answer.headers_mut().insert(CONTENT_DISPOSITION, disposition(name));
    answer
}

fn unwritable(error: std::io::Error) -> Error {
    Error::new(Kind::Io, format!("The file could not be made: {error}. The study is as it was."))
        .hint("It is put together in the folder for temporary files: see whether there is space.")
        .because(error)
}

/// Reads a file as the browser takes it.
fn stream(file: File) -> Body {
    let (sender, receiver) = tokio::sync::mpsc::channel(2);
    tokio::task::spawn_blocking(move || read(file, &sender));
    Body::from_stream(tokio_stream::wrappers::ReceiverStream::new(receiver))
}

fn read(mut file: File, sender: &Sender<std::io::Result<Vec<u8>>>) {
    loop {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).map(|read| {
            piece.truncate(read);
            piece
        });
        let ended = read.as_ref().is_ok_and(Vec::is_empty);
        let failed = read.is_err();
        // An error is handed on as well: the browser is to know that the file is not whole.
        if ended || sender.blocking_send(read).is_err() || failed {
            return;
        }
    }
}
