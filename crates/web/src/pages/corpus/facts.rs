//! What is known of one source, and changing it.
//!
//! The words of a source are read in the reading room; here are its name, stream, date, people,
//! file, voices and revisions. Every change is one of the `source.` operations or `speaker.set`.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use serde::Deserialize;
use trefoil_core::bind;
use trefoil_core::corpus::attribute::AttributeNoun;
use trefoil_core::corpus::original;
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::corpus::source::{Listed, Source};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::Person;
use trefoil_core::transcript::{self, Speaker};

use super::change::Cost;
use super::{Streams, arrived};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::attribute::Values;
use crate::pages::care::marks::{CLOSED, SILENT};
use crate::pages::care::{Mark, Marks};
use crate::pages::media::Form;
use crate::pages::source::Steps;
use crate::trouble::Answer;
use crate::words;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    pub(super) id: Id,
}

/// The page.
#[derive(Template)]
#[template(path = "corpus/facts.html")]
struct FactsPage {
    frame: Frame,
    listed: Listed,
    streams: Streams,
    /// Everyone, and whether they are in this source.
    people: Vec<(Participant, bool)>,
    speakers: Vec<Voice>,
    revisions: Vec<Wording>,
    /// How the words came about.
    steps: Steps,
    /// What is known of the file it came from, as name and words.
    file: Vec<(&'static str, String)>,
    /// Where its file is sent from, behind the study's address, and what that is called.
    download: Option<&'static str>,
    /// What else is known of it.
    known: Values,
    /// What may not be done with it.
    marks: Vec<Mark>,
    /// What goes when it is removed, in one sentence.
    takes: String,
}

/// A voice in the source.
#[derive(Debug)]
struct Voice {
    speaker: Speaker,
    /// How many segments it speaks in.
    segments: i64,
}

impl Voice {
    fn is(&self, participant: &Participant) -> bool {
        self.speaker.participant == Some(participant.id)
    }
}

/// One revision of the text.
#[derive(Debug)]
struct Wording {
    number: i64,
    at: i64,
    by: String,
    reason: String,
    characters: i64,
}

impl FactsPage {
    /// Whether nothing of its words may be shown.
    fn is_closed(&self) -> bool {
        self.marks.iter().any(|mark| mark.word == CLOSED)
    }

    /// The date as people type it.
    fn date(&self) -> String {
        self.listed.source.date.as_deref().map(typed).unwrap_or_default()
    }

    fn language(&self) -> &str {
        self.listed.source.language.as_deref().unwrap_or_default()
    }

    fn sender(&self) -> &str {
        self.listed.source.sender.as_deref().unwrap_or_default()
    }
}

/// A date as a field shows it: a space before the time, and no seconds where there are none.
pub(super) fn typed(date: &str) -> String {
    let date = date.replace('T', " ");
    date.strip_suffix(":00").filter(|short| short.len() == 16).map(Into::into).unwrap_or(date)
}

/// Shows the facts of a source.
pub(super) async fn show(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let read = desk.look(Station::Corpus, "Facts", move |reader| {
        let people = participant::list(reader)?;
        let listed = arrived::one(reader, &people, id)?;
        let takes = Cost::of(reader, std::slice::from_ref(&listed))?.sentence();
        let marks = Marks::read(reader)?.of(&listed.source);
        let is_closed = marks.iter().any(|mark| mark.word == CLOSED);
        let wordings = if is_closed { Vec::new() } else { wordings(reader, id)? };
        let words = (voices(reader, id)?, (wordings, Steps::read(reader, id)?), takes);
        let known = Values::read(reader, AttributeNoun::Source, id)?;
        let download = download(reader, &listed.source, &marks)?;
        Ok((listed, (people, Streams::read(reader)?), words, marks, (known, download)))
    });
    let (mut frame, read) = read.await?;
    let (
        listed,
        (people, streams),
        (speakers, (revisions, steps), takes),
        marks,
        (known, download),
    ) = read;
    frame.title = format!("{} (facts)", listed.source.name);
    let is_in = |one: &Participant| listed.participants.iter().any(|there| there.id == one.id);
    let people = people
        .into_iter()
        .map(|one| {
            let there = is_in(&one);
            (one, there)
        })
        .collect();
    let file = file(&listed);
    desk.page(&FactsPage {
        frame,
        listed,
        streams,
        people,
        speakers,
        revisions,
        steps,
        file,
        download,
        known,
        marks,
        takes,
    })
}

fn voices(reader: &Reader<'_>, source: Id) -> Result<Vec<Voice>> {
    let sql = "SELECT COUNT(*) FROM segment WHERE speaker = $1";
    let voice =
        |speaker: Speaker| Ok(Voice { segments: reader.number(sql, bind![speaker.id])?, speaker });
    transcript::speakers(reader, source)?.into_iter().map(voice).collect()
}

fn wordings(reader: &Reader<'_>, source: Id) -> Result<Vec<Wording>> {
    let people: HashMap<Id, String> = reader
        .list::<Person>("", &[])?
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect();
    let revisions = transcript::revisions(reader, source)?.into_iter().rev();
    Ok(revisions
        .map(|revision| Wording {
            number: revision.number,
            at: revision.created_at,
            by: people.get(&revision.created_by).cloned().unwrap_or_default(),
            characters: revision.text.chars().count() as i64,
            reason: revision.reason,
        })
        .collect())
}

/// What the file is called that can be kept: the one its text was read from, or its recording.
fn download(reader: &Reader<'_>, source: &Source, marks: &[Mark]) -> Result<Option<&'static str>> {
    let is = |word| marks.iter().any(|mark| mark.word == word);
    if is(CLOSED) {
        return Ok(None);
    }
    if original::of_source(reader, source.id)?.is_some() {
        return Ok(Some("the file it came from"));
    }
    let Some(media) = source.media.filter(|_| !is(SILENT)) else { return Ok(None) };
    Ok(Some(match Form::find(reader, media)? {
        Form::Sound => "the recording",
        Form::Video => "the video",
        Form::Picture => "the picture",
    }))
}

fn file(listed: &Listed) -> Vec<(&'static str, String)> {
    let source = &listed.source;
    let digest = source.sha256.as_ref().map(|bytes| {
        bytes.iter().take(6).fold(String::new(), |digits, byte| format!("{digits}{byte:02x}")) + "…"
    });
    let facts = [
        ("File", source.file_name.clone()),
        (
            "Came from",
            source.origin.clone().filter(|origin| source.file_name.as_ref() != Some(origin)),
        ),
        ("Format", Some(source.format.clone()).filter(|format| !format.is_empty())),
        ("Size", source.bytes.map(size)),
        ("Length", source.duration_ms.map(|ms| words::length(&ms))),
        ("Digest", digest),
        ("In the study since", Some(words::stamp(&source.created_at))),
    ];
    facts.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect()
}

/// A number of bytes as people say it.
pub(super) fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => words::counted(&bytes, "byte", "bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => {
            format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)
        }
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_dates_read_as_people_write_them() {
        assert_eq!(size(1), "1 byte");
        assert_eq!(size(12_345), "12 kB");
        assert_eq!(size(12_345_678), "12.3 MB");
        assert_eq!(size(4_294_967_296), "4.2 GB");
        assert_eq!(typed("2025-10-13T18:47:00"), "2025-10-13 18:47");
        assert_eq!(typed("2025-10-13T18:47:21"), "2025-10-13 18:47:21");
        assert_eq!(typed("2025-10-13"), "2025-10-13");
    }
}
