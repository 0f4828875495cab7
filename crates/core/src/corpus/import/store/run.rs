//! Carrying a plan out: as a preview that stores nothing, or for good.
//!
//! Both go through `walk.rs`, which reads the files one by one; here is what becomes of each: the
//! source that it is already, the transcript that a recording lacked, or a source of its own.

use super::super::{Kind, Reading};
use super::plan::unknown;
use super::walk::{Told, each};
use super::{Imported, Item, Plan, Summary};
use crate::corpus::participant::{self, Participant, ParticipantAdd};
use crate::corpus::source::{self, Source, SourceAdd, SourceAttach};
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::id::Id;
use crate::storage::row_image::hexadecimal;
use crate::study::{Session, Study, job};
use crate::transcript::NewSegment;

/// Reads everything that is not set aside, and stores nothing.
///
/// `progress` is asked before each file whether to go on.
pub fn preview(study: &Study, plan: Plan, progress: Told<'_>) -> Result<Summary> {
    each(plan, progress, |item, reading, twin, summary| {
        let digest = reading.sha256;
        let known = study.read(move |reader| source::find_by_sha256(reader, &digest))?;
        let known = known.map(|source| source.name).or_else(|| twin.map(|twin| twin.name.clone()));
        let told = told(&item, &reading, None);
        match known {
            Some(name) => summary.known.push(Imported { name, ..told }),
            None => summary.imported.push(told),
        }
        Ok(())
    })
}

/// Stores everything that can be read and is not set aside, each file as soon as it is read, as
/// one act.
///
/// `progress` is asked before each file whether to go on; what was stored before a stop stays and
/// is one act to undo.
pub fn run(session: &Session, plan: Plan, progress: Told<'_>) -> Result<Summary> {
    let act = session.one_act();
    let job =
        job::begin(session, "import", &format!("{} files", plan.items.len()), plan.items.len())?;
    let people = with_new_people(&act, &plan)?;
    let mut done = 0;
    let outcome = each(plan, progress, |item, reading, _, summary| {
        store(&act, &people, item, reading, summary)?;
        done += 1;
        if done % 32 == 0 { job::step(session, job, done) } else { Ok(()) }
    });
    match &outcome {
        Ok(summary) => {
            let refused = serde_json::to_string(&summary.refused)?;
            let fate = if summary.stopped { job::Fate::Stopped } else { job::Fate::Done };
            job::end(session, job, summary.imported.len(), fate, &refused)?;
        }
        Err(error) => job::end(session, job, done, job::Fate::Failed, &error.to_string())?,
    }
    outcome
}

/// Adds the participants that the person named, for all files or for one; answers everyone.
fn with_new_people(act: &Session, plan: &Plan) -> Result<Vec<Participant>> {
    let people = act.study().read(participant::list)?;
    let coming = plan.items.iter().filter(|item| item.comes_in());
    let names = plan.new_participants.iter().chain(coming.flat_map(|item| &item.participants));
    let new = unknown(&people, names);
    if new.is_empty() {
        return Ok(people);
    }
    for name in new {
        act.perform(ParticipantAdd { name, note: String::new(), started_on: None })?;
    }
    act.study().read(participant::list)
}

fn store(
    act: &Session,
    people: &[Participant],
    item: Item,
    reading: Reading,
    summary: &mut Summary,
) -> Result<()> {
    let digest = reading.sha256;
    let same = act.study().read(move |reader| source::find_by_sha256(reader, &digest))?;
    if let Some(same) = same {
        return attach(act, same, &item, reading, summary);
    }
    let media = store_recording(act, &item, &reading)?;
    let mut told = told(&item, &reading, None);
    let add = SourceAdd {
        participants: present(people, &item, &reading),
        name: item.name,
        stream: item.stream,
        date: item.date,
        sender: item.sender,
        file_name: Some(item.candidate.file_name),
        origin: Some(item.file),
        sha256: Some(hexadecimal(&digest)),
        bytes: i64::try_from(reading.bytes).ok(),
        format: item.format.to_owned(),
        media,
        duration_ms: told.duration_ms,
        ..with_words(reading)
    };
    told.source = Some(act.perform(add)?.outcome);
    summary.imported.push(told);
    Ok(())
}

/// Gives a recording that is in the study the transcript it lacks; otherwise it is known.
fn attach(
    act: &Session,
    same: Source,
    item: &Item,
    reading: Reading,
    summary: &mut Summary,
) -> Result<()> {
    let told = Imported { name: same.name, ..told(item, &reading, Some(same.id)) };
    match words(reading) {
        Some((text, segments)) if same.revision.is_none() => {
            act.perform(SourceAttach { source: same.id, text, segments })?;
            summary.attached.push(told);
        }
        _ => summary.known.push(told),
    }
    Ok(())
}

fn store_recording(act: &Session, item: &Item, reading: &Reading) -> Result<Option<Id>> {
    let Some(recording) = &reading.recording else { return Ok(None) };
    let bytes = item
        .candidate
        .open_bytes()
        .map_err(|refusal| Error::new(ErrorKind::BadFile, refusal.message))?;
    Ok(Some(act.store_media(reading.sha256, recording.mime, bytes)?.id))
}

/// The participants of an item; of the people whom the person named for a chat, those who write
/// in it.
fn present(people: &[Participant], item: &Item, reading: &Reading) -> Vec<Id> {
    let is_sender = |name: &String| item.senders.iter().any(|(_, who)| who == name);
    let writes = |name: &String| {
        item.senders.iter().any(|(as_sent, who)| who == name && reading.senders.contains(as_sent))
    };
    let silent =
        |name: &String| item.candidate.kind == Kind::WhatsApp && is_sender(name) && !writes(name);
    let named = |one: &&Participant| {
        item.participants.iter().any(|name| name.trim() == one.name) && !silent(&one.name)
    };
    people.iter().filter(named).map(|one| one.id).collect()
}

fn told(item: &Item, reading: &Reading, source: Option<Id>) -> Imported {
    let document = reading.document.as_ref().or_else(|| {
        reading.transcript.as_ref().and_then(|transcript| transcript.document.as_ref())
    });
    let recording = reading.recording.as_ref();
    Imported {
        item: item.id,
        file: item.file.clone(),
        source,
        name: item.name.clone(),
        stream: item.stream.clone(),
        date: item.date.clone(),
        duration_ms: recording.and_then(|recording| i64::try_from(recording.duration_ms).ok()),
        characters: document.map(|document| document.text.chars().count()),
        same_as: None,
    }
}

/// The words of an item: its own, or those of the transcript beside its recording.
fn words(reading: Reading) -> Option<(String, Vec<NewSegment>)> {
    let document = match (reading.document, reading.transcript) {
        (Some(document), _) => document,
        (None, transcript) => transcript?.document?,
    };
    let point = |at: u64| i64::try_from(at).unwrap_or(i64::MAX);
    let segments = document
        .segments
        .into_iter()
        .map(|turn| NewSegment {
            start: point(turn.start),
            end: point(turn.end),
            speaker: turn.speaker,
            begin_ms: turn.begin_ms.map(point),
            end_ms: turn.end_ms.map(point),
        })
        .collect();
    Some((document.text, segments))
}

fn with_words(reading: Reading) -> SourceAdd {
    let (text, segments) =
        words(reading).map_or((None, Vec::new()), |(text, segments)| (Some(text), segments));
    SourceAdd { text, segments, ..SourceAdd::default() }
}
