//! The reading room: one source's words with everything painted on them, its sound, and memos.

use askama::Template;
use axum::extract::Path;
use serde::Deserialize;
use trefoil_core::bind;
use trefoil_core::care::pseudonym::KeyAccess;
use trefoil_core::clock::weeks_between;
use trefoil_core::corpus::participant::Participant;
use trefoil_core::corpus::source::{self, Source};
use trefoil_core::corpus::stream::Stream;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::memo::Memo;
use trefoil_core::storage::Reader;
use trefoil_core::transcript::{self, landmark};

use super::blocks::{Block, blocks};
use super::closed::{self, Closed};
use super::coding::{Painted, painted};
use super::landmarks::{self, Outline};
use super::leads::{Lead, leads};
use super::standing::Steps;
use super::timed::{Timed, Voice, voices};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::care::review::open_in;
use crate::pages::care::{Mark, Marks, Why};
use crate::pages::media::Form;
use crate::pages::transcription::{self, Told};
use crate::state::lock;
use crate::trouble::Answer;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// The page.
#[derive(Template)]
#[template(path = "source/show.html")]
struct ShowPage {
    frame: Frame,
    room: Room,
    /// The models that hear recordings on this computer.
    models: Vec<String>,
}

/// What the room holds.
#[derive(Debug)]
struct Room {
    source: Source,
    /// The recording, where it may be heard, and else why not.
    media: Option<Id>,
    /// What it is to whoever looks at it.
    form: Form,
    silent: Vec<Why>,
    /// What else may not be done with it, and what matters only where it is put to a use.
    marks: Vec<Mark>,
    others: Vec<&'static str>,
    /// How many finds nobody has looked at.
    open: usize,
    stream: String,
    /// The length of the recording in milliseconds; nothing without one.
    length: i64,
    /// Who is in it, with the weeks since they started.
    present: Vec<String>,
    blocks: Vec<Block>,
    outline: Outline,
    text: String,
    painted: Painted,
    timed: Timed,
    voices: Vec<Voice>,
    /// How the words came about.
    steps: Steps,
    /// What stands for words that nobody can make out.
    inaudible: String,
    /// The transcription that is asked for and not over.
    asked: Option<Told>,
    /// The one that ended last, while no other is asked for.
    ended: Option<Told>,
    /// Why no machine may hear it.
    unheard: Option<String>,
    /// How much of it this person has typed and not finished.
    typed: i64,
    memos: Vec<NamedMemo>,
    leads: Vec<Lead>,
    before: Option<(Id, String)>,
    after: Option<(Id, String)>,
}

impl Room {
    fn is_video(&self) -> bool {
        self.form == Form::Video
    }

    fn is_picture(&self) -> bool {
        self.form == Form::Picture
    }

    /// What lies beside or in the place of words: `recording`, `video`, `picture`.
    fn kind(&self) -> &'static str {
        match self.form {
            Form::Sound => "recording",
            Form::Video => "video",
            Form::Picture => "picture",
        }
    }

    /// Whether a machine could hear it, and a person type it.
    fn is_heard(&self) -> bool {
        self.media.is_some() && !self.is_picture() && self.length > 0
    }

    fn language(&self) -> &str {
        self.source.language.as_deref().unwrap_or_default()
    }

    /// Whether it is known when something was said.
    fn is_timed(&self) -> bool {
        self.timed.segments.iter().any(|one| one.begin.is_some() && one.start < one.end)
    }

    /// Whether there are segments to be corrected.
    fn is_segmented(&self) -> bool {
        !self.timed.segments.is_empty() && !self.is_note()
    }

    /// Whether it is a field note that its form can show whole.
    fn is_note(&self) -> bool {
        trefoil_core::corpus::field_note::parse(&self.text).is_some()
    }

    /// Whether nothing stands beside the text: neither who speaks nor when.
    fn is_plain(&self) -> bool {
        self.blocks.iter().all(|block| {
            block.speaker.is_none() && block.begin_ms.is_none() && block.pages.is_empty()
        })
    }
}

/// A memo with who wrote it and, where it is on a passage, its words in quotation marks or what it
/// is called.
#[derive(Debug)]
struct NamedMemo {
    memo: Memo,
    by: String,
    words: Option<String>,
}

/// Shows a source.
pub(super) async fn show(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let (person, access) = (desk.person.clone(), desk.key());
    let read = desk.look(Station::ReadingRoom, "Reading room", move |reader| {
        seen(reader, id, &person, access)
    });
    let (mut frame, seen) = read.await?;
    *lock(&desk.open.reading) = Some(id);
    match seen {
        Seen::Open(room) => {
            frame.title.clone_from(&room.source.name);
            let models = desk.app.models();
            desk.page(&ShowPage { frame, room: *room, models })
        }
        Seen::Closed(room) => {
            frame.title = format!("{} (closed)", room.source.name);
            closed::page(&desk, frame, *room)
        }
    }
}

/// What is seen of a source.
enum Seen {
    Open(Box<Room>),
    Closed(Box<Closed>),
}

fn seen(reader: &Reader<'_>, id: Id, person: &str, access: Option<KeyAccess>) -> Result<Seen> {
    let source: Source = reader.get(id)?;
    let marks = Marks::read(reader)?;
    if let Some(closed) = closed::closed(reader, &marks, &source)? {
        return Ok(Seen::Closed(Box::new(closed)));
    }
    let mut room = room(reader, source, &marks, person)?;
    room.open = open_in(reader, access, id)?;
    Ok(Seen::Open(Box::new(room)))
}

fn room(reader: &Reader<'_>, source: Source, marks: &Marks, person: &str) -> Result<Room> {
    let id = source.id;
    let silent = if source.media.is_some() { marks.silent(id) } else { Vec::new() };
    let segments = transcript::segments(reader, id)?;
    let speakers = transcript::speakers(reader, id)?;
    let text = source::text(reader, id)?.map(|text| text.text).unwrap_or_default();
    let painted = painted(reader, &source, &segments, person)?;
    let (before, after) = neighbours(reader, id)?;
    let mut marks = marks.of(&source);
    // Why it cannot be heard stands where the player would be.
    marks.retain(|mark| !mark.closes());
    let (marks, others): (Vec<Mark>, Vec<Mark>) = marks.into_iter().partition(Mark::is_first);
    let mut blocks = blocks(&text, &segments, &speakers);
    let unheard = trefoil_core::transcription::permitted(reader, id).err();
    let outline = landmarks::mark(&text, &mut blocks, &landmark::list(reader, id)?);
    let asked = transcription::latest(reader, id)?;
    let (ended, asked): (Option<Told>, Option<Told>) =
        asked.map_or((None, None), |told| match told.waiting.row.ended_at {
            Some(_) => (Some(told), None),
            None => (None, Some(told)),
        });
    let form = source.media.map(|media| Form::find(reader, media)).transpose()?;
    Ok(Room {
        form: form.unwrap_or(Form::Sound),
        outline,
        stream: stream_label(reader, &source)?,
        media: source.media.filter(|_| silent.is_empty()),
        silent,
        marks,
        open: 0,
        others: others.iter().map(|mark| mark.word).collect(),
        length: source.duration_ms.unwrap_or(0),
        present: present(reader, &source)?,
        blocks,
        timed: Timed::of(&segments),
        voices: voices(speakers, &segments),
        steps: Steps::read(reader, id)?,
        inaudible: trefoil_core::study::about(reader)?.inaudible().to_owned(),
        asked,
        ended,
        unheard: unheard.filter(|_| source.media.is_some()).map(|error| whole(&error)),
        typed: trefoil_core::transcription::typed(reader, id, person)?.len() as i64,
        memos: memos(reader, id, &painted, &text)?,
        leads: leads(reader, id)?,
        text,
        painted,
        source,
        before,
        after,
    })
}

/// A refusal with what can be done about it.
fn whole(error: &trefoil_core::error::Error) -> String {
    error.hint_text().map_or_else(|| error.to_string(), |hint| format!("{error} {hint}"))
}

/// What the study calls the stream of a source.
pub(super) fn stream_label(reader: &Reader<'_>, source: &Source) -> Result<String> {
    let stream: Vec<Stream> = reader.list("WHERE name = $1", bind![source.stream.as_str()])?;
    Ok(stream.first().map_or(source.stream.clone(), |stream| stream.label.clone()))
}

/// Who is in a source, with the weeks since they started.
pub(super) fn present(reader: &Reader<'_>, source: &Source) -> Result<Vec<String>> {
    let clause = "WHERE id IN (SELECT participant FROM source_participant WHERE source = $1)";
    let mut people: Vec<Participant> = reader.list(clause, bind![source.id])?;
    people.sort_by(|a, b| trefoil_core::order::by_name(&a.name, &b.name));
    let week =
        |one: &Participant| weeks_between(one.started_on.as_deref()?, source.date.as_deref()?);
    Ok(people
        .iter()
        .map(|one| match week(one) {
            Some(week) => format!("{}, week {week}", one.name),
            None => one.name.clone(),
        })
        .collect())
}

fn memos(reader: &Reader<'_>, source: Id, painted: &Painted, text: &str) -> Result<Vec<NamedMemo>> {
    let memos: Vec<Memo> = reader.list("WHERE source = $1 ORDER BY at DESC, id", bind![source])?;
    let mut named = Vec::with_capacity(memos.len());
    for memo in memos {
        let by = reader.query("SELECT name FROM person WHERE id = $1", bind![memo.person])?;
        let by = by.first().map(|row| row.get::<String>(0)).transpose()?.unwrap_or_default();
        let mut all = painted.passages.iter().chain(&painted.wordless);
        let words = all.find(|passage| passage.id == memo.target).map(|passage| {
            if let Some(called) = &passage.called {
                return called.clone();
            }
            let length = usize::try_from(passage.end - passage.start).unwrap_or(0);
            let start = usize::try_from(passage.start).unwrap_or(0);
            let words: String = text.chars().skip(start).take(length).collect();
            format!("“{}”", crate::words::short(&words, 60))
        });
        named.push(NamedMemo { memo, by, words });
    }
    Ok(named)
}

/// A source beside this one.
pub(super) type Neighbour = Option<(Id, String)>;

/// The sources before and after this one, by date.
pub(super) fn neighbours(reader: &Reader<'_>, id: Id) -> Result<(Neighbour, Neighbour)> {
    let mut rows: Vec<(Option<String>, String, Id)> = reader
        .query("SELECT date, name, id FROM source", &[])?
        .iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .collect::<Result<_>>()?;
    rows.sort_by(|a, b| {
        (a.0.is_none(), &a.0)
            .cmp(&(b.0.is_none(), &b.0))
            .then_with(|| trefoil_core::order::by_name(&a.1, &b.1))
            .then_with(|| a.2.cmp(&b.2))
    });
    let at = rows.iter().position(|row| row.2 == id);
    let named =
        |at: Option<usize>| at.and_then(|at| rows.get(at)).map(|row| (row.2, row.1.clone()));
    Ok((named(at.and_then(|at| at.checked_sub(1))), named(at.map(|at| at + 1))))
}
