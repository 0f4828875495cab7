//! Carrying a plan out: as a preview that stores nothing, or for good.
//!
//! Both go through `walk.rs`, which reads the files one by one; here is what becomes of each: the
//! source that it is already, the transcript that a recording lacked, or a source of its own.

use std::collections::BTreeMap;

use super::super::mask::parts;
use super::super::{Comment, Document, Kind, Landmark, LandmarkKind, Reading, Turn};
use super::gate::Gate;
use super::longer::{Export, Longer};
use super::plan::unknown;
use super::walk::Twin;
use super::walk::{Told, ToldRows, each};
use super::{Imported, Item, Noticed, Plan, Sender, Summary, Who};
use super::{belong, days, table};
use crate::corpus::participant::{self, Participant, ParticipantAdd};
use crate::corpus::sender::{KnownSender, SenderKeep};
use crate::corpus::source::{
    self, NewComment, Source, SourceAdd, SourceAttach, SourceLengthen, SourceSet,
};
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::id::Id;
use crate::storage::row_image::hexadecimal;
use crate::study::{Session, Study, job};
use crate::transcript::{NewLandmark, NewSegment};

/// Reads everything that is not set aside, and stores nothing.
///
/// `progress` is asked before each file whether to go on.
pub fn preview(study: &Study, plan: Plan, progress: Told<'_>) -> Result<Summary> {
    let (gate, renamed, chats) = (Gate::of(study)?, renamed(&plan), plan.options.chats);
    let see = |item: Item, reading: Reading, twin: Option<&Twin>, summary: &mut Summary| {
        let digest = reading.sha256;
        let known = study.read(move |reader| source::find_by_sha256(reader, &digest))?;
        let known = match known {
            None => heard_before(study, &item, &reading)?,
            known => known,
        };
        let known = known.map(|source| source.name).or_else(|| twin.map(|twin| twin.name.clone()));
        let told = told(&item, &reading, None);
        if let Some(name) = known {
            summary.known.push(Imported { name, ..told });
        } else if let Some(belongs) = item.recording() {
            let (name, source) = (belongs.name.clone(), Some(belongs.source));
            summary.attached.push(Imported { source, name, ..told });
        } else if let Some(longer) = longer(study, &renamed, &reading, item.format)? {
            tell_longer(told, &longer, summary);
        } else {
            summary.imported.push(told);
        }
        Ok::<(), Error>(())
    };
    each(plan, gate, progress, |item, reading, twin, _, summary| {
        for (item, reading) in days::parts(study, &renamed, chats, item, reading)? {
            see(item, reading, twin, summary)?;
        }
        Ok(())
    })
}

/// Stores everything that can be read, may come in and is not set aside, each file as soon as it
/// is read, as one act.
///
/// `progress` is asked before each file whether to go on; what was stored before a stop stays and
/// is one act to undo.
///
/// Errors: a closed key keeps people in chats and names of files from being known again, and nobody
/// said who they are.
pub fn run(session: &Session, plan: Plan, progress: Told<'_>) -> Result<Summary> {
    plan.check_people()?;
    let session = match &plan.key {
        Some(key) => session.with_key(key.clone()),
        None => session.clone(),
    };
    let (act, renamed) = (session.one_act(), renamed(&plan));
    let (keeps_originals, chats) = (!plan.without_originals, plan.options.chats);
    let files = format!("{} files", plan.items.len());
    let job = job::begin(&session, "import", &files, plan.items.len())?;
    let mut done = 0;
    let outcome = with_new_people(&act, &plan).and_then(|people| {
        keep_senders(&act, &plan)?;
        let gate = Gate::of(act.study())?;
        each(plan, gate, progress, |item, reading, _, rows, summary| {
            for part in days::parts(act.study(), &renamed, chats, item, reading)? {
                store(&act, &people, &renamed, keeps_originals, part, rows, summary)?;
            }
            done += 1;
            if done % 32 == 0 { job::step(&session, job, done) } else { Ok(()) }
        })
    });
    match &outcome {
        Ok(summary) => {
            let fate = if summary.stopped { job::Fate::Stopped } else { job::Fate::Done };
            job::end(&session, job, summary.imported.len(), fate, &summary.counts())?;
        }
        // What an error says can name files; its kind cannot.
        Err(error) => {
            let kind = format!("{:?}", error.kind()).to_lowercase();
            job::end(&session, job, done, job::Fate::Failed, &kind)?;
        }
    }
    outcome
}

/// Labels that stood for somebody who has another now.
fn renamed(plan: &Plan) -> BTreeMap<String, String> {
    let was = plan.senders.iter().filter_map(|one| Some((one.was.clone()?, one.label.clone())));
    was.collect()
}

/// Keeps by what those who write in the chats that come in are known again.
fn keep_senders(act: &Session, plan: &Plan) -> Result<()> {
    let coming = plan.items.iter().filter(|item| item.comes_in());
    let chats: Vec<usize> = coming.filter_map(|item| item.candidate.chat).collect();
    let senders: Vec<KnownSender> =
        plan.veil.writing(&chats).into_iter().map(|sender| known_sender(&sender)).collect();
    // Nobody is written down again who is known already.
    if senders.is_empty() || plan.is_sealed || plan.veil.all_known(&chats) {
        return Ok(());
    }
    act.perform(SenderKeep { senders }).map(|_| ())
}

fn known_sender(sender: &Sender) -> KnownSender {
    let (participant, is_somebody) = match &sender.who {
        Who::Participant(name) => (Some(name.clone()), true),
        Who::Role(_) => (None, true),
        Who::Neutral => (None, false),
    };
    let parts = if is_somebody { parts(&sender.name) } else { Vec::new() };
    KnownSender {
        name: sender.name.clone(),
        participant,
        replacement: sender.label.clone(),
        parts: parts.into_iter().map(str::to_owned).collect(),
    }
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
    renamed: &BTreeMap<String, String>,
    keeps_originals: bool,
    (item, reading): (Item, Reading),
    rows: ToldRows<'_>,
    summary: &mut Summary,
) -> Result<()> {
    let digest = reading.sha256;
    let same = act.study().read(move |reader| source::find_by_sha256(reader, &digest))?;
    if let Some(same) = same {
        return attach(act, &same, &item, reading, summary);
    }
    if let Some(known) = heard_before(act.study(), &item, &reading)? {
        let told = told(&item, &reading, Some(known.id));
        summary.known.push(Imported { name: known.name, ..told });
        return Ok(());
    }
    if let Some(recording) = waiting_for(act, &item)?
        && reading.document.is_some()
    {
        return attach(act, &recording, &item, reading, summary);
    }
    if item.table.is_some() {
        let done = table::store(act, &item, &reading, rows, summary)?;
        if done.rows > 0 {
            let told = told(&item, &reading, None);
            summary.imported.push(Imported { rows: Some(done.rows), ..told });
        }
        return Ok(());
    }
    if let Some(longer) = longer(act.study(), renamed, &reading, item.format)? {
        return lengthen(act, people, longer, &item, &reading, summary);
    }
    let is_heard = reading.recording.is_some() || reading.picture.is_some();
    // Of what can be heard or seen and may not be, nothing is kept.
    let is_text = !item.candidate.kind.is_recording() && item.candidate.kind != Kind::Picture;
    // What was replaced in the words still stands in the file.
    let is_kept = is_heard || (keeps_originals && is_text && !item.names_people);
    if keeps_originals && is_text && item.names_people && !item.is_chat() {
        let message = "The file itself was not kept beside its text, because it names people.";
        let (file, message) = (item.file.clone(), message.to_owned());
        summary.notices.push(Noticed { file, message });
    }
    let media = if is_kept { store_bytes(act, &item, &reading)? } else { None };
    let mut told = told(&item, &reading, None);
    let add = SourceAdd {
        participants: present(people, &item),
        name: item.name,
        stream: item.stream,
        date: item.date,
        sender: item.sender,
        file_name: Some(item.kept.file_name),
        origin: Some(item.kept.origin),
        // The file is not that of one of its days.
        sha256: (item.format != days::DAY).then(|| hexadecimal(&digest)),
        bytes: i64::try_from(reading.bytes).ok().filter(|_| item.format != days::DAY),
        language: reading.language.map(str::to_owned),
        format: item.format.to_owned(),
        media: media.filter(|_| is_heard),
        original: media.filter(|_| !is_heard),
        duration_ms: told.duration_ms,
        ..with_words(reading)
    };
    told.source = Some(act.perform(add)?.outcome);
    summary.imported.push(told);
    Ok(())
}

/// The recording that a file is the transcript of since an earlier import.
fn heard_before(study: &Study, item: &Item, reading: &Reading) -> Result<Option<Source>> {
    let Some(text) = reading.document.as_ref().map(|document| document.text.clone()) else {
        return Ok(None);
    };
    let item = item.clone();
    study.read(move |reader| belong::attached_before(reader, &item, &text))
}

/// The recording that a file becomes the transcript of, while it still has no words.
fn waiting_for(act: &Session, item: &Item) -> Result<Option<Source>> {
    let Some(source) = item.recording().map(|belongs| belongs.source) else { return Ok(None) };
    let found = act.study().read(move |reader| reader.find::<Source>(source))?;
    Ok(found.filter(|one| one.media.is_some() && one.revision.is_none()))
}

/// Gives a recording that is in the study the transcript it lacks; otherwise it is known.
fn attach(
    act: &Session,
    same: &Source,
    item: &Item,
    reading: Reading,
    summary: &mut Summary,
) -> Result<()> {
    let told = Imported { name: same.name.clone(), ..told(item, &reading, Some(same.id)) };
    match words(reading) {
        Some((text, segments)) if same.revision.is_none() => {
            act.perform(SourceAttach { source: same.id, text, segments })?;
            summary.attached.push(told);
        }
        _ => {
            redate(act, same, item)?;
            summary.known.push(told);
        }
    }
    Ok(())
}

/// Sets the date of a voice note right whose day and month an earlier export left open.
fn redate(act: &Session, same: &Source, item: &Item) -> Result<()> {
    let (Some(was), Some(now)) = (same.date.as_deref(), item.date.as_deref()) else {
        return Ok(());
    };
    let moment = |text: &str| text.parse::<jiff::civil::DateTime>().ok();
    let turned = moment(was).map(super::longer::swapped);
    if item.candidate.sender.is_none()
        || !item.candidate.date_is_sure
        || was == now
        || turned.is_none()
        || turned != moment(now)
    {
        return Ok(());
    }
    let day = |text: &str| text.get(..10).map(str::to_owned).unwrap_or_default();
    let name = same.name.replace(&day(was), &day(now));
    let (date, name) = (Some(now.to_owned()), Some(name));
    act.perform(SourceSet {
        source: same.id,
        name,
        date,
        stream: None,
        participants: None,
        sender: None,
        language: None,
        note: None,
    })
    .map(|_| ())
}

/// Stores the bytes of a recording, a video or a picture, and those that a text was read from; of a
/// chat none are kept.
fn store_bytes(act: &Session, item: &Item, reading: &Reading) -> Result<Option<Id>> {
    let mime = match (&reading.recording, &reading.picture) {
        (Some(recording), _) => recording.mime,
        (_, Some(picture)) => picture.mime,
        _ if item.is_chat() => return Ok(None),
        _ => item.candidate.kind.mime(),
    };
    let bytes = item
        .candidate
        .open_bytes()
        .map_err(|refusal| Error::new(ErrorKind::BadFile, refusal.message))?;
    Ok(Some(act.store_media(reading.sha256, mime, bytes)?.id))
}

/// The participants of an item.
fn present(people: &[Participant], item: &Item) -> Vec<Id> {
    let named = |one: &&Participant| item.participants.iter().any(|name| name.trim() == one.name);
    people.iter().filter(named).map(|one| one.id).collect()
}

/// The conversation that a chat, or a day of one, goes on with.
pub(super) fn longer(
    study: &Study,
    renamed: &BTreeMap<String, String>,
    reading: &Reading,
    format: &'static str,
) -> Result<Option<Longer>> {
    if reading.messages.is_empty() {
        return Ok(None);
    }
    let (messages, renamed) = (reading.messages.clone(), renamed.clone());
    let (is_sure, sha256, bytes) = (reading.is_sure, reading.sha256, reading.bytes);
    study.read(move |reader| {
        let export = Export { messages: &messages, is_sure, renamed: &renamed, sha256, bytes };
        super::longer::find(reader, &export, format)
    })
}

/// Goes on with a conversation, or finds that all of it is there.
fn lengthen(
    act: &Session,
    people: &[Participant],
    mut longer: Longer,
    item: &Item,
    reading: &Reading,
    summary: &mut Summary,
) -> Result<()> {
    if let Some(lengthen) = longer.act.take() {
        let participants = present(people, item);
        act.perform(SourceLengthen { participants, ..lengthen.clone() })?;
        longer.act = Some(lengthen);
    }
    tell_longer(told(item, reading, Some(longer.source.id)), &longer, summary);
    Ok(())
}

/// Tells what a longer export brings, and what it has otherwise than the study.
fn tell_longer(told: Imported, longer: &Longer, summary: &mut Summary) {
    let told = Imported { name: longer.source.name.clone(), ..told };
    let mut note = |message: String| {
        summary.notices.push(Noticed { file: told.file.clone(), message });
    };
    let count = |count: usize| match count {
        1 => "1 message is".to_owned(),
        more => format!("{more} messages are"),
    };
    if longer.reworded > 0 {
        note(format!(
            "{} worded differently in this export; what is in the study stays as it is.",
            count(longer.reworded)
        ));
    }
    if longer.gone > 0 {
        note(format!(
            "{} no longer in this export, perhaps because they were deleted; in the study they \
             stay. Look whether they should.",
            count(longer.gone)
        ));
    }
    if longer.is_redated {
        note("Day and month were the other way round in the study; they are set right.".to_owned());
    }
    match longer.act {
        Some(_) => {
            summary.continued.push(Imported { new_messages: Some(longer.added), ..told });
        }
        None => summary.known.push(told),
    }
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
        new_messages: None,
        messages: (!reading.messages.is_empty()).then_some(reading.messages.len()),
        rows: item.table.is_some().then(|| table::count(item)),
        language: reading.language.or_else(|| reading.transcript.as_ref()?.language),
    }
}

/// The words of an item: its own, or those of the transcript beside its recording.
fn document(reading: Reading) -> Option<Document> {
    match (reading.document, reading.transcript) {
        (Some(document), _) => Some(document),
        (None, transcript) => transcript?.document,
    }
}

fn point(at: u64) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

fn words(reading: Reading) -> Option<(String, Vec<NewSegment>)> {
    let document = document(reading)?;
    Some((document.text, segments(document.segments)))
}

fn segments(turns: Vec<Turn>) -> Vec<NewSegment> {
    turns
        .into_iter()
        .map(|turn| NewSegment {
            start: point(turn.start),
            end: point(turn.end),
            speaker: turn.speaker,
            begin_ms: turn.begin_ms.map(point),
            end_ms: turn.end_ms.map(point),
        })
        .collect()
}

/// The text of an item with its turns, its landmarks and what was written beside it.
fn with_words(reading: Reading) -> SourceAdd {
    let Some(document) = document(reading) else { return SourceAdd::default() };
    SourceAdd {
        text: Some(document.text),
        segments: segments(document.segments),
        landmarks: document.landmarks.into_iter().map(landmark).collect(),
        comments: document.comments.into_iter().map(comment).collect(),
        ..SourceAdd::default()
    }
}

fn landmark(found: Landmark) -> NewLandmark {
    let (kind, level) = match found.kind {
        LandmarkKind::Page => ("page", 0),
        LandmarkKind::Heading(level) => ("heading", i64::from(level)),
    };
    NewLandmark {
        kind: kind.to_owned(),
        level,
        label: found.label,
        start: point(found.start),
        end: point(found.end),
    }
}

/// A moment as a file writes it, such as `2016-05-09T16:13:00Z`, as a day and a minute.
fn day_and_minute(written: &str) -> String {
    let moment = written.trim_end_matches('Z').parse::<jiff::civil::DateTime>();
    moment.map_or_else(|_| written.to_owned(), |at| at.strftime("%Y-%m-%d %H:%M").to_string())
}

fn comment(found: Comment) -> NewComment {
    let by = found.author.filter(|author| !author.trim().is_empty());
    let title = match (by, found.date.as_deref().map(day_and_minute)) {
        (Some(by), Some(date)) => format!("Comment in the file, by {by}, {date}"),
        (Some(by), None) => format!("Comment in the file, by {by}"),
        (None, Some(date)) => format!("Comment in the file, {date}"),
        (None, None) => "Comment in the file".to_owned(),
    };
    NewComment { start: point(found.start), end: point(found.end), title, text: found.text }
}

#[cfg(test)]
mod tests {
    use super::day_and_minute;

    #[test]
    fn the_moment_of_a_comment_is_a_day_and_a_minute() {
        assert_eq!(day_and_minute("2016-05-09T16:13:00Z"), "2016-05-09 16:13");
        assert_eq!(day_and_minute("2016-05-09T16:13:00"), "2016-05-09 16:13");
        assert_eq!(day_and_minute("in May"), "in May");
    }
}
