//! Typing a transcript to its recording: one paragraph after the other, each with its moment.
//!
//! What was typed is sent every few seconds and kept by `trefoil_core::transcription::keep_typed`,
//! outside history and undo; why it is kept there and not in the browser is said in that module.
//! Finishing makes a transcript of it, which is one act. Without scripts a whole text is typed on
//! the page of facts.

use askama::Template;
use axum::Json;
use axum::extract::Path;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use serde_json::json;
use trefoil_core::care::consent::{self, Medium};
use trefoil_core::corpus::source::Source;
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::about;
use trefoil_core::transcription::{Typed, finish_typed, forget_typed, keep_typed, kept_at, typed};

use super::coding::Of;
use super::show::{present, stream_label};
use crate::act::Sent;
use crate::desk::{Desk, looks_ahead, wait_for};
use crate::frame::{Frame, Station};
use crate::pages::media::Form;
use crate::security::see_other;
use crate::session::Flash;
use crate::state::lock;
use crate::trouble::Answer;

/// The page.
#[derive(Template)]
#[template(path = "source/typing.html")]
struct TypingPage {
    frame: Frame,
    room: Desktop,
}

/// What stands on the page.
#[derive(Debug)]
struct Desktop {
    source: Source,
    media: Id,
    form: Form,
    stream: String,
    present: Vec<String>,
    length: i64,
    /// What was typed before.
    lines: Vec<Typed>,
    /// When that was kept.
    known: Option<i64>,
    /// Names that are offered for whoever speaks.
    voices: Vec<String>,
    /// What stands for words that nobody can make out.
    inaudible: String,
}

impl Desktop {
    fn is_video(&self) -> bool {
        self.form == Form::Video
    }
}

/// What scripts know of it.
#[derive(Debug, Serialize)]
struct Begun<'d> {
    lines: &'d [Typed],
    known: Option<i64>,
    voices: &'d [String],
    inaudible: &'d str,
}

impl Desktop {
    fn begun(&self) -> Begun<'_> {
        let Self { lines, known, voices, inaudible, .. } = self;
        Begun { lines, known: *known, voices, inaudible }
    }
}

/// Shows what was typed so far, to go on; what has words already is read in the room.
pub(super) async fn show(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let person = desk.person.clone();
    let read = desk.look(Station::ReadingRoom, "Typing", move |reader| read(reader, id, &person));
    let (mut frame, room) = read.await?;
    let Some(room) = room else { return Ok(see_other(&desk.at(&format!("sources/{id}")))) };
    if !looks_ahead(&desk.headers) {
        *lock(&desk.open.reading) = Some(id);
    }
    frame.title = format!("{} (typing)", room.source.name);
    desk.page(&TypingPage { frame, room })
}

fn read(reader: &Reader<'_>, id: Id, person: &str) -> Result<Option<Desktop>> {
    let source: Source = reader.get(id)?;
    consent::refuse_closed(reader, id, Medium::Text)?;
    consent::refuse_closed(reader, id, Medium::Sound)?;
    let (Some(media), None) = (source.media, source.revision) else { return Ok(None) };
    let form = Form::find(reader, media)?;
    if form == Form::Picture {
        return Ok(None);
    }
    let lines = typed(reader, id, person)?;
    Ok(Some(Desktop {
        media,
        form,
        stream: stream_label(reader, &source)?,
        present: present(reader, &source)?,
        length: source.duration_ms.unwrap_or(0),
        voices: voices(reader, &source, &lines)?,
        known: kept_at(reader, id, person)?,
        inaudible: about(reader)?.inaudible().to_owned(),
        lines,
        source,
    }))
}

/// Who is known to be in the recording, and whoever was named while typing.
fn voices(reader: &Reader<'_>, source: &Source, lines: &[Typed]) -> Result<Vec<String>> {
    let sql = "SELECT p.name FROM participant p JOIN source_participant s ON s.participant = p.id \
               WHERE s.source = $1 ORDER BY p.name";
    let mut names: Vec<String> = Vec::new();
    for row in reader.query(sql, trefoil_core::bind![source.id])? {
        names.push(row.get(0)?);
    }
    let typed_names = lines.iter().map(|line| &line.speaker).filter(|name| !name.is_empty());
    for name in typed_names.chain(source.sender.iter()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    Ok(names)
}

/// What was typed so far.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    lines: Vec<Typed>,
    /// When that was kept which it goes on from.
    #[serde(default)]
    known: Option<i64>,
}

/// Keeps what was typed so far.
pub(super) async fn keep(
    desk: Desk,
    Path(Of { id }): Path<Of>,
    Json(Kept { lines, known }): Json<Kept>,
) -> Answer {
    let acting = desk.acting();
    let known = wait_for(move || keep_typed(&acting, id, lines, known)).await?;
    Ok(Json(json!({ "known": known })).into_response())
}

/// Makes a transcript of it.
pub(super) async fn finish(desk: Desk, Path(Of { id }): Path<Of>, sent: Sent) -> Answer {
    let told = sent.field("lines").unwrap_or("[]");
    let lines: Vec<Typed> = serde_json::from_str(told)
        .map_err(|error| Error::invalid("What was typed could not be read.").because(error))?;
    let known = sent.field("known").and_then(|known| known.parse().ok());
    let (acting, person) = (desk.acting(), desk.person.clone());
    let done = wait_for(move || {
        let lines = if lines.is_empty() {
            // Sent without scripts: what was kept last is meant.
            acting.study().read(move |reader| typed(reader, id, &person))?
        } else {
            lines
        };
        finish_typed(&acting, id, lines, known)
    })
    .await?;
    let flash = Flash { said: done.summary, notices: done.notices, undo: true };
    desk.app.sessions().say(&desk.session, flash);
    Ok(see_other(&desk.at(&format!("sources/{id}"))))
}

/// Throws away what was typed.
pub(super) async fn forget(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let acting = desk.acting();
    wait_for(move || forget_typed(&acting, id)).await?;
    let said = "Threw away what was typed and not finished".to_owned();
    desk.app.sessions().say(&desk.session, Flash { said, ..Flash::default() });
    Ok(see_other(&desk.at(&format!("sources/{id}"))))
}
