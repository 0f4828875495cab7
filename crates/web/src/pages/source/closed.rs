//! A source that may not be looked at: who refused what and when, and nothing of its words.

use askama::Template;
use trefoil_core::corpus::source::Source;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::show::{neighbours, present, stream_label};
use crate::desk::Desk;
use crate::frame::Frame;
use crate::pages::care::{Marks, Why};
use crate::pages::media::Form;
use crate::trouble::Answer;

/// What may be told of a closed source.
#[derive(Debug)]
pub(crate) struct Closed {
    pub(super) source: Source,
    stream: String,
    present: Vec<String>,
    why: Vec<Why>,
    /// Where its recording is, when everybody agreed that it is listened to.
    sound: Option<Id>,
    form: Form,
    before: Option<(Id, String)>,
    after: Option<(Id, String)>,
}

/// The page.
#[derive(Template)]
#[template(path = "source/closed.html")]
struct ClosedPage {
    frame: Frame,
    room: Closed,
}

/// What may be told of a source, where it is closed.
pub(crate) fn closed(
    reader: &Reader<'_>,
    marks: &Marks,
    source: &Source,
) -> Result<Option<Closed>> {
    let why = marks.closed(source.id);
    if why.is_empty() {
        return Ok(None);
    }
    let (before, after) = neighbours(reader, source.id)?;
    let form = source.media.map(|media| Form::find(reader, media)).transpose()?;
    Ok(Some(Closed {
        form: form.unwrap_or(Form::Sound),
        stream: stream_label(reader, source)?,
        present: present(reader, source)?,
        why,
        sound: source.media.filter(|_| marks.silent(source.id).is_empty()),
        before,
        after,
        source: source.clone(),
    }))
}

/// Shows the page of a closed source.
pub(crate) fn page(desk: &Desk, frame: Frame, room: Closed) -> Answer {
    desk.page(&ClosedPage { frame, room })
}
