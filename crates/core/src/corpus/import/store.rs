//! From files to sources: what each file will become, and making it so.
//!
//! [`plan`] surveys the files and says for each what it will be: name, stream, date, participants.
//! [`preview`] reads them all and stores nothing; [`run`] stores each as soon as it is read, as
//! one act. A kill leaves what was stored; importing the same files again goes on where it
//! stopped, because a file that is in the study already is recognised by its digest.

use std::path::PathBuf;

use serde::Serialize;

use super::guess::{Guess, date_in};
use super::{Candidate, Kind, Notice, Reading, Refusal, survey};
use crate::corpus::participant::{self, Participant, ParticipantAdd};
use crate::corpus::source::{self, SourceAdd, SourceAttach};
use crate::corpus::stream;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::id::Id;
use crate::storage::row_image::hexadecimal;
use crate::study::{Session, Study, job};
use crate::transcript::NewSegment;

/// What the person said about the files as a whole.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The stream of all of them.
    pub stream: Option<String>,
    /// The pseudonyms of the participants in all of them; unknown ones are added.
    pub participants: Vec<String>,
    /// The date of all of them.
    pub date: Option<String>,
    /// Which name in a chat is which participant.
    pub senders: Vec<(String, String)>,
}

/// What one file will become.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// The file as shown.
    pub file: String,
    /// What it was recognised as.
    pub format: &'static str,
    /// The name of the source.
    pub name: String,
    /// Its stream.
    pub stream: String,
    /// Its date, where one is known.
    pub date: Option<String>,
    /// The pseudonyms of its participants.
    pub participants: Vec<String>,
    /// The file that is attached as its transcript.
    pub transcript: Option<String>,
    #[serde(skip)]
    senders: Vec<(String, String)>,
    #[serde(skip)]
    candidate: Candidate,
}

/// What an import will do.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// What will become sources, in order.
    pub items: Vec<Item>,
    /// What cannot be imported, and why.
    pub refused: Vec<Refused>,
    /// What was noticed.
    pub notices: Vec<Noticed>,
    /// How many files of operating systems were passed over.
    pub skipped: usize,
    /// Participants that the person named and that will be added.
    pub new_participants: Vec<String>,
}

/// A file that was not imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The file as shown.
    pub file: String,
    /// Why, in one line.
    pub reason: String,
}

/// Something that was noticed about a file that was imported all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Noticed {
    /// The file as shown.
    pub file: String,
    /// What was noticed, in one line.
    pub message: String,
}

/// A file that became a source, or was one already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// The file as shown.
    pub file: String,
    /// The source; none in a preview.
    pub source: Option<Id>,
    /// The name of the source.
    pub name: String,
    /// Its stream.
    pub stream: String,
    /// Its date.
    pub date: Option<String>,
    /// The length of its recording, in milliseconds.
    pub duration_ms: Option<i64>,
    /// How many characters its text has.
    pub characters: Option<usize>,
}

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// What became a source.
    pub imported: Vec<Imported>,
    /// Recordings in the study that got the transcript they lacked.
    pub attached: Vec<Imported>,
    /// What was in the study already.
    pub known: Vec<Imported>,
    /// What was not imported, and why.
    pub refused: Vec<Refused>,
    /// What was noticed.
    pub notices: Vec<Noticed>,
    /// How many files of operating systems were passed over.
    pub skipped: usize,
}

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Files done.
    pub done: usize,
    /// Files in all.
    pub total: usize,
    /// The file that comes next.
    pub file: String,
}

/// Surveys files and folders and says what each will become.
///
/// Errors: a stream or date among the wishes that cannot be.
pub fn plan(study: &Study, paths: &[PathBuf], wishes: &Wishes) -> Result<Plan> {
    let survey = survey(paths);
    let (wanted, day) = (wishes.stream.clone(), wishes.date.clone());
    let (people, stream) = study.read(move |reader| {
        let stream = wanted.map(|name| stream::find(reader, &name)).transpose()?;
        Ok((participant::list(reader)?, stream.map(|stream| stream.name)))
    })?;
    let date = participant::day(day)?;
    let guess = Guess { people: &people, wishes, stream, date };
    let mut new_participants: Vec<String> = Vec::new();
    let named = wishes.participants.iter().chain(wishes.senders.iter().map(|(_, name)| name));
    for name in named.map(|name| name.trim().to_owned()) {
        let known = people.iter().any(|one| one.name == name) || new_participants.contains(&name);
        if !known && !name.is_empty() {
            new_participants.push(name);
        }
    }
    Ok(Plan {
        items: survey.candidates.into_iter().map(|candidate| item(&guess, candidate)).collect(),
        refused: survey.refusals.into_iter().map(Refused::from).collect(),
        notices: survey.notices.into_iter().map(Noticed::from).collect(),
        skipped: survey.skipped,
        new_participants,
    })
}

fn item(guess: &Guess<'_>, candidate: Candidate) -> Item {
    let participants = guess.participants(&candidate);
    let date = guess.date(&candidate);
    Item {
        file: candidate.file.clone(),
        format: candidate.kind.name(),
        name: Guess::name(&candidate, &participants, date.as_deref()),
        stream: guess.stream(&candidate),
        date,
        participants,
        transcript: candidate.transcript.as_ref().map(|transcript| transcript.file.clone()),
        senders: guess.senders(),
        candidate,
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self { file: refusal.file, reason: refusal.message }
    }
}

impl From<Notice> for Noticed {
    fn from(notice: Notice) -> Self {
        Self { file: notice.file, message: notice.message }
    }
}

/// Reads everything and stores nothing.
pub fn preview(study: &Study, plan: Plan, progress: &mut dyn FnMut(&Progress)) -> Result<Summary> {
    let mut digests: Vec<[u8; 32]> = Vec::new();
    each(plan, progress, |item, reading, summary| {
        let digest = reading.sha256;
        let known = study
            .read(move |reader| source::find_by_sha256(reader, &digest))?
            .map(|source| source.name)
            .or_else(|| digests.contains(&digest).then(|| item.name.clone()));
        digests.push(digest);
        let told = told(&item, &reading, None);
        match known {
            Some(name) => summary.known.push(Imported { name, ..told }),
            None => summary.imported.push(told),
        }
        Ok(())
    })
}

/// Stores everything that can be read, each file as soon as it is read, as one act.
pub fn run(session: &Session, plan: Plan, progress: &mut dyn FnMut(&Progress)) -> Result<Summary> {
    let act = session.one_act();
    let job =
        job::begin(session, "import", &format!("{} files", plan.items.len()), plan.items.len())?;
    for name in &plan.new_participants {
        act.perform(ParticipantAdd { name: name.clone(), note: String::new(), started_on: None })?;
    }
    let people = session.study().read(participant::list)?;
    let mut done = 0;
    let outcome = each(plan, progress, |item, reading, summary| {
        store(&act, &people, item, reading, summary)?;
        done += 1;
        if done % 32 == 0 { job::step(session, job, done) } else { Ok(()) }
    });
    match &outcome {
        Ok(summary) => {
            let refused = serde_json::to_string(&summary.refused)?;
            job::end(session, job, summary.imported.len(), job::Fate::Done, &refused)?;
        }
        Err(error) => job::end(session, job, done, job::Fate::Failed, &error.to_string())?,
    }
    outcome
}

/// Reads one item after the other and hands each on; what cannot be read is listed.
fn each(
    plan: Plan,
    progress: &mut dyn FnMut(&Progress),
    mut take: impl FnMut(Item, Reading, &mut Summary) -> Result<()>,
) -> Result<Summary> {
    let total = plan.items.len();
    let mut summary = Summary {
        refused: plan.refused,
        notices: plan.notices,
        skipped: plan.skipped,
        ..Summary::default()
    };
    for (done, item) in plan.items.into_iter().enumerate() {
        progress(&Progress { done, total, file: item.file.clone() });
        let file = item.file.clone();
        match item.candidate.read() {
            Err(refusal) => summary.refused.push(refusal.into()),
            Ok(mut reading) => {
                let notices = std::mem::take(&mut reading.notices);
                summary.notices.extend(notices.into_iter().map(Noticed::from));
                match take(item, reading, &mut summary) {
                    Ok(()) => {}
                    // The study's own trouble ends the import; a file's trouble ends with it.
                    Err(error) if is_the_files(&error) => {
                        summary.refused.push(Refused { file, reason: error.to_string() });
                    }
                    Err(error) => return Err(error),
                }
            }
        }
    }
    progress(&Progress { done: total, total, file: String::new() });
    Ok(summary)
}

fn is_the_files(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Invalid | ErrorKind::BadFile | ErrorKind::Conflict | ErrorKind::NotFound => true,
        ErrorKind::Denied | ErrorKind::Busy | ErrorKind::Damaged | ErrorKind::Io => false,
    }
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
        let told = Imported { name: same.name, ..told(&item, &reading, Some(same.id)) };
        match words(reading) {
            Some((text, segments)) if same.revision.is_none() => {
                act.perform(SourceAttach { source: same.id, text, segments })?;
                summary.attached.push(told);
            }
            _ => summary.known.push(told),
        }
        return Ok(());
    }
    let media = match &reading.recording {
        None => None,
        Some(recording) => {
            let bytes = item
                .candidate
                .open_bytes()
                .map_err(|refusal| Error::new(ErrorKind::BadFile, refusal.message))?;
            Some(act.store_media(reading.sha256, recording.mime, bytes)?.id)
        }
    };
    let mut told = told(&item, &reading, None);
    // Of the people the person named for a chat, those who write in it.
    let silent = |name: &String| {
        item.candidate.kind == Kind::WhatsApp
            && item.senders.iter().any(|(_, who)| who == name)
            && !item
                .senders
                .iter()
                .any(|(as_sent, who)| who == name && reading.senders.contains(as_sent))
    };
    let participants = people
        .iter()
        .filter(|one| item.participants.contains(&one.name) && !silent(&one.name))
        .map(|one| one.id)
        .collect();
    let add = SourceAdd {
        name: item.name,
        stream: item.stream,
        date: item.date,
        participants,
        sender: item.candidate.sender.clone(),
        file_name: Some(item.candidate.file_name.clone()),
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

fn told(item: &Item, reading: &Reading, source: Option<Id>) -> Imported {
    let document = reading.document.as_ref().or_else(|| {
        reading.transcript.as_ref().and_then(|transcript| transcript.document.as_ref())
    });
    Imported {
        file: item.file.clone(),
        source,
        name: item.name.clone(),
        stream: item.stream.clone(),
        date: item.date.clone(),
        duration_ms: reading
            .recording
            .as_ref()
            .and_then(|recording| i64::try_from(recording.duration_ms).ok()),
        characters: document.map(|document| document.text.chars().count()),
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

/// The date that a name says, for those who plan.
pub fn date_in_name(name: &str) -> Option<String> {
    date_in(name)
}

/// Whether an item is a recording; pages show a player for it.
impl Item {
    /// Whether this is a recording.
    pub fn is_recording(&self) -> bool {
        self.candidate.kind == Kind::Audio
    }
}
