//! What is known of a source, and its words.

use clap::Args;
use serde::Serialize;
use trefoil_core::clock::moment;
use trefoil_core::corpus::attribute::{self, Known};
use trefoil_core::corpus::original;
use trefoil_core::corpus::source::{self, Listed};
use trefoil_core::error::Error;
use trefoil_core::id::Id;
use trefoil_core::memo::{self, Memo};
use trefoil_core::reference;
use trefoil_core::span::Ruler;
use trefoil_core::storage::Reader;
use trefoil_core::transcript::{self, Segment, Speaker};

use super::super::attribute::tell_known;
use super::super::memo::tell_memos;
use crate::desk::Open;
use crate::exit::Result;
use crate::output::{self, Page, counted, time, words};

/// Prints a source's words.
#[derive(Debug, Args)]
pub(crate) struct TextOf {
    /// The name or file name
    source: String,
    /// An earlier wording, by its number
    #[arg(long, value_name = "NUMBER")]
    revision: Option<i64>,
    /// Print who speaks when before each segment
    #[arg(long, conflicts_with = "revision")]
    segments: bool,
}

/// A source with all that is known of it but its words.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    listed: Listed,
    segments: usize,
    speakers: Vec<Speaker>,
    revisions: Vec<Wording>,
    /// The bytes of the file that its text was read from.
    original: Option<Id>,
    known: Vec<Known>,
    memos: Vec<Memo>,
    #[serde(skip)]
    voices: Vec<String>,
}

/// One wording, without its words.
#[derive(Debug, Serialize)]
struct Wording {
    id: Id,
    number: i64,
    reason: String,
    created_at: i64,
}

pub(super) fn show(open: &Open<'_>, text: String) -> Result {
    open.answer(move |reader| find(reader, &text), tell)
}

fn find(reader: &Reader<'_>, text: &str) -> trefoil_core::error::Result<Shown> {
    let id = reference::source(reader, text)?;
    let listed = source::list(reader)?.into_iter().find(|one| one.source.id == id);
    let listed = listed.ok_or_else(|| Error::not_found("The source is gone."))?;
    let wording = |one: transcript::Revision| Wording {
        id: one.id,
        number: one.number,
        reason: one.reason,
        created_at: one.created_at,
    };
    let speakers = transcript::speakers(reader, id)?;
    let mut voices = Vec::new();
    for speaker in &speakers {
        voices.push(match speaker.participant {
            Some(id) => {
                let known: trefoil_core::corpus::participant::Participant = reader.get(id)?;
                if known.name == speaker.name {
                    known.name
                } else {
                    format!("{} (participant {})", speaker.name, known.name)
                }
            }
            None => speaker.name.clone(),
        });
    }
    Ok(Shown {
        listed,
        segments: transcript::segments(reader, id)?.len(),
        speakers,
        revisions: transcript::revisions(reader, id)?.into_iter().map(wording).collect(),
        original: original::of_source(reader, id)?.map(|one| one.media),
        known: attribute::of(reader, id)?,
        memos: memo::on(reader, id)?,
        voices,
    })
}

fn tell(shown: &Shown, page: &mut Page) {
    let source = &shown.listed.source;
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let text = match (source.revision.is_some(), shown.segments) {
        (false, _) => "None yet".to_owned(),
        (true, 0) => "Yes".to_owned(),
        (true, segments) => counted(segments as i64, "segment", "segments"),
    };
    page.fields(&[
        ("Name", source.name.clone()),
        ("Stream", source.stream.replace('_', " ")),
        ("Date", optional(&source.date)),
        ("Participants", super::participants(&shown.listed)),
        ("Sender", optional(&source.sender)),
        ("Text", text),
        ("Speakers", shown.voices.join(", ")),
        ("Recording", source.duration_ms.map(time).unwrap_or_default()),
        ("Passages", shown.listed.passages.to_string()),
        ("Codings", shown.listed.codings.to_string()),
        ("Format", source.format.clone()),
        ("File", optional(&source.file_name)),
        ("Original", shown.original.map_or("", |_| "Kept").to_owned()),
        ("From", optional(&source.origin)),
        ("Language", optional(&source.language)),
        ("Note", source.note.clone()),
        ("Added", moment(source.created_at)),
        ("Id", source.id.to_string()),
    ]);
    tell_known(&shown.known, page);
    if shown.revisions.len() > 1 {
        page.heading("Wordings");
        for one in &shown.revisions {
            page.line(format!("{}  {}  {}", one.number, moment(one.created_at), one.reason));
        }
    }
    tell_memos(&shown.memos, page);
}

/// The words of a source with who says them.
#[derive(Debug, Serialize)]
struct Wordings {
    source: Id,
    revision: i64,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    segments: Option<Vec<Said>>,
}

/// One segment.
#[derive(Debug, Serialize)]
struct Said {
    #[serde(flatten)]
    segment: Segment,
    speaker_name: Option<String>,
    text: String,
}

pub(super) fn text(open: &Open<'_>, command: TextOf) -> Result {
    let answer = open.read(move |reader| {
        let source = reference::source(reader, &command.source)?;
        let (revision, text) = wording(reader, source, command.revision)?;
        let segments = if command.segments { Some(said(reader, source, &text)?) } else { None };
        Ok(Wordings { source, revision, text, segments })
    })?;
    if open.manner.json {
        return output::json(&answer);
    }
    let Some(segments) = answer.segments else {
        let end = if answer.text.ends_with('\n') { "" } else { "\n" };
        return words(&format!("{}{end}", answer.text));
    };
    let mut page = Page::default();
    for one in segments {
        let begin = one.segment.begin_ms.map(time);
        let who = [begin, one.speaker_name].into_iter().flatten().collect::<Vec<_>>().join("  ");
        page.heading(if who.is_empty() { "–" } else { &who });
        page.line(one.text);
    }
    page.print()
}

fn wording(
    reader: &Reader<'_>,
    source: Id,
    number: Option<i64>,
) -> trefoil_core::error::Result<(i64, String)> {
    let Some(number) = number else {
        let text = source::text(reader, source)?;
        return text.map(|text| (text.number, text.text)).ok_or_else(|| {
            Error::not_found("This source has no text yet.")
                .hint("`trefoil source STUDY attach SOURCE FILE` gives a recording its transcript.")
        });
    };
    let all = transcript::revisions(reader, source)?;
    let found = all.into_iter().find(|one| one.number == number);
    found
        .map(|one| (one.number, one.text))
        .ok_or_else(|| Error::not_found(format!("This source has no wording number {number}.")))
}

fn said(reader: &Reader<'_>, source: Id, text: &str) -> trefoil_core::error::Result<Vec<Said>> {
    let speakers = transcript::speakers(reader, source)?;
    let ruler = Ruler::new(text);
    let segments = transcript::segments(reader, source)?;
    let name = |id: Id| speakers.iter().find(|one| one.id == id).map(|one| one.name.clone());
    let said = |segment: Segment| Said {
        speaker_name: segment.speaker.and_then(name),
        text: ruler.words(segment.span()).unwrap_or_default().to_owned(),
        segment,
    };
    Ok(segments.into_iter().map(said).collect())
}
