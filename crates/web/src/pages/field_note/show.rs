//! The form of a field note.

use askama::Template;
use axum::extract::Path;
use serde::Deserialize;
use trefoil_core::corpus::field_note::{self, FieldNote, NOT_TO_WRITE_DOWN};
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::corpus::source::{self, Source};
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::corpus::Streams;
use crate::trouble::Answer;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// The page.
#[derive(Template)]
#[template(path = "field_note/write.html")]
struct WritePage {
    frame: Frame,
    /// What the study calls field notes.
    called: String,
    form: Form,
    /// Everyone, and whether they were observed.
    people: Vec<(Participant, bool)>,
}

/// What the form holds.
#[derive(Debug, Default)]
pub(super) struct Form {
    pub(super) source: Option<Id>,
    pub(super) revision: Option<i64>,
    pub(super) note: FieldNote,
    pub(super) participants: Vec<Id>,
    /// Why it could not be kept, and what can be done.
    pub(super) problem: Option<(String, String)>,
}

impl WritePage {
    fn present(&self) -> String {
        self.form.note.present.join("\n")
    }

    /// The moment as a field for dates and times shows it.
    fn when(&self) -> String {
        match self.form.note.when.len() {
            10 => format!("{}T00:00", self.form.note.when),
            _ => self.form.note.when.get(..16).unwrap_or_default().to_owned(),
        }
    }

    #[expect(clippy::unused_self, reason = "templates ask the page")]
    fn reminders(&self) -> &'static [&'static str] {
        &NOT_TO_WRITE_DOWN
    }
}

/// An empty form, for now.
pub(super) async fn new(desk: Desk) -> Answer {
    let note = FieldNote { is_jottings: true, ..FieldNote::default() };
    page(desk, Form { note, ..Form::default() }).await
}

/// The form of a note that is there.
pub(super) async fn edit(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let study = desk.study();
    let form = crate::desk::wait_for(move || study.read(move |reader| filled(reader, id))).await?;
    page(desk, form).await
}

/// The form with what it holds.
pub(super) async fn page(desk: Desk, form: Form) -> Answer {
    let read = desk.look(Station::Corpus, "Field note", |reader| {
        Ok((participant::list(reader)?, Streams::read(reader)?.label("field_note").clone()))
    });
    let (mut frame, (people, called)) = read.await?;
    frame.title.clone_from(&called);
    let people = people
        .into_iter()
        .map(|one| {
            let is_there = form.participants.contains(&one.id);
            (one, is_there)
        })
        .collect();
    desk.page(&WritePage { frame, called, form, people })
}

fn filled(reader: &Reader<'_>, id: Id) -> Result<Form> {
    let source: Source = reader.get(id)?;
    let beyond = || {
        Error::conflict(format!("“{}” is not a note that the form can show.", source.name))
            .hint("Read it in the reading room, and correct its text there.")
    };
    let text = source::text(reader, id)?.ok_or_else(beyond)?;
    let note = field_note::parse(&text.text).ok_or_else(beyond)?;
    let rows = reader.query(
        "SELECT participant FROM source_participant WHERE source = $1",
        trefoil_core::bind![id],
    )?;
    let participants = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    let revision = Some(text.number);
    Ok(Form { source: Some(id), revision, note, participants, problem: None })
}
