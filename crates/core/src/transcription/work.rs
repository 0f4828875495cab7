//! The work on the queue: one recording after the other, each kept while it is heard.

use std::ops::ControlFlow;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::claim::{self, bookmark_of, parts_of, write_transcript};
use super::{Engine, Heard, Progress, Settings, Task, Transcription, permitted};
use crate::bind;
use crate::corpus::media::{Media, Tape};
use crate::corpus::source::Source;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::study::{Change, Operation, Session, about};

/// How often a row says how far it came, while nothing is said.
const BEAT: Duration = Duration::from_secs(2);

/// How often a program says that it still works, even when an engine tells nothing for long.
const PULSE: Duration = Duration::from_secs(5);

/// So many letters of what was said before are told to an engine that goes on.
const BEFORE: usize = 600;

/// What happens while the queue is worked off.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A recording is begun or gone on with: its name, and how far it was heard before.
    Begins(Transcription, String),
    /// It was heard so far.
    Heard(Transcription),
    /// It ended: done, paused, stopped, failed, or waiting on for what its message says.
    Ends(Transcription),
}

/// What came of the work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Transcripts that were stored.
    pub done: usize,
    /// Recordings that failed.
    pub failed: usize,
    /// Recordings that go on waiting, such as for a model.
    pub waiting: usize,
    /// Recordings that somebody paused or stopped meanwhile.
    pub left: usize,
}

/// Works the queue off until it is empty or `tell` breaks off; what was under way then goes on
/// waiting, with everything that was heard.
///
/// Errors: the study cannot be written to. A recording that cannot be heard fails alone.
pub fn work_off(
    session: &Session,
    engine: &mut dyn Engine,
    tell: &mut dyn FnMut(&Event) -> ControlFlow<()>,
) -> Result<Summary> {
    let worker = Id::new(session.study().clock().now());
    let (mut summary, mut tried) = (Summary::default(), Vec::new());
    while let Some(row) = claim::next(session, worker, &tried)? {
        tried.push(row.id);
        let mut turn = Turn { session, worker, row, broken_off: false, tell: &mut *tell };
        let outcome = turn.hear(engine);
        let broken_off = turn.broken_off;
        let row = turn.conclude(outcome)?;
        match row.as_ref().map(|row| row.state) {
            Some(Progress::Done) => summary.done += 1,
            Some(Progress::Failed) => summary.failed += 1,
            Some(Progress::Waiting) => summary.waiting += 1,
            _ => summary.left += 1,
        }
        let told = row.map_or(ControlFlow::Continue(()), |row| tell(&Event::Ends(row)));
        if broken_off || told.is_break() {
            break;
        }
    }
    Ok(summary)
}

/// One transcription while it is this program's turn.
struct Turn<'t> {
    session: &'t Session,
    worker: Id,
    row: Transcription,
    /// Whether the caller wants no more.
    broken_off: bool,
    tell: &'t mut dyn FnMut(&Event) -> ControlFlow<()>,
}

/// How hearing came to its end.
enum Ending {
    /// The recording was heard to its end, with remarks.
    Whole(Vec<String>),
    /// Somebody paused or stopped it, or the caller wants no more.
    Left,
}

impl Turn<'_> {
    fn hear(&mut self, engine: &mut dyn Engine) -> Result<Ending> {
        let (id, source) = (self.row.id, self.row.source);
        let ((source, media, style), (said, bookmark)) =
            self.session.study().read(move |reader| {
                permitted(reader, source)?;
                let source: Source = reader.get(source)?;
                let media = source
                    .media
                    .ok_or_else(|| Error::conflict("It has no recording any longer."))?;
                let media: Media = reader.get(media)?;
                Ok((
                    (source, media, about(reader)?),
                    (parts_of(reader, id)?, bookmark_of(reader, id)?),
                ))
            })?;
        if (self.tell)(&Event::Begins(self.row.clone(), source.name.clone())).is_break() {
            self.broken_off = true;
            return Ok(Ending::Left);
        }
        let settings = Settings::read(&self.row.settings)?;
        let hearing = engine.prepare(&settings)?;
        let mut provenance = hearing.provenance();
        provenance.settings.extend(settings.told());
        let begin_ms = self.row.begin_ms.unwrap_or(0);
        let from = said.last().map_or(begin_ms, |last| last.end_ms).max(begin_ms);
        let language = settings.language.clone().or(source.language.clone());
        if let Some(language) = &language {
            provenance.language.clone_from(language);
        }
        self.row.provenance = serde_json::to_string(&provenance)?;
        let task = Task {
            tape: Tape::new(self.session.study().clone(), &media),
            mime: media.mime,
            duration_ms: source.duration_ms,
            from_ms: begin_ms,
            begin_ms: from.max(self.row.heard_ms),
            end_ms: self.row.end_ms,
            settings,
            language,
            vocabulary: style.vocabulary().to_owned(),
            before: tail(&said.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(" ")),
            bookmark,
        };
        let mut watch = Watch { last: Instant::now(), spent_ms: self.row.spent_ms };
        let mut failure = None;
        let pulse = (self.session.clone(), self.row.id, self.worker);
        let remarks = while_beating(pulse, || {
            hearing.hear(task, &mut |heard| match self.take(heard, &mut provenance, &mut watch) {
                Ok(true) => ControlFlow::Continue(()),
                Ok(false) => ControlFlow::Break(()),
                Err(error) => {
                    failure = Some(error);
                    ControlFlow::Break(())
                }
            })
        });
        match (failure, self.broken_off || self.row.worker.is_none()) {
            (Some(error), _) => Err(error),
            (None, true) => Ok(Ending::Left),
            (None, false) => remarks.map(Ending::Whole),
        }
    }

    /// Keeps what was heard; answers whether to go on.
    fn take(
        &mut self,
        heard: Heard,
        provenance: &mut crate::transcript::Provenance,
        watch: &mut Watch,
    ) -> Result<bool> {
        let (said, until) = match heard {
            Heard::Said(said, bookmark) => {
                let until = said.end_ms;
                (Some((said, bookmark)), until)
            }
            Heard::Until(until) if watch.last.elapsed() < BEAT => {
                self.row.heard_ms = self.row.heard_ms.max(until);
                return Ok(self.report());
            }
            Heard::Until(until) => (None, until),
            Heard::Language(language) => {
                provenance.language = language;
                self.row.provenance = serde_json::to_string(provenance)?;
                return Ok(true);
            }
        };
        self.row.heard_ms = self.row.heard_ms.max(until);
        watch.count();
        self.row.spent_ms = watch.spent_ms;
        let mine = self.row.clone();
        let still = claim::change(self.session, mine.id, self.worker, move |change, row| {
            row.heard_ms = mine.heard_ms;
            row.spent_ms = mine.spent_ms;
            row.provenance = mine.provenance;
            match said {
                Some((said, bookmark)) => {
                    // Asked while it is heard, too: somebody may withdraw at any moment.
                    permitted(change, row.source)?;
                    claim::keep(change, row, said, bookmark)
                }
                None => Ok(()),
            }
        })?;
        if !still {
            self.row.worker = None;
            return Ok(false);
        }
        Ok(self.report())
    }

    /// Tells the caller how far it came; answers whether to go on.
    fn report(&mut self) -> bool {
        let told = (self.tell)(&Event::Heard(self.row.clone()));
        self.broken_off |= told.is_break();
        !self.broken_off
    }

    /// Writes down how it ended; answers the row as it is then, none when it is gone.
    fn conclude(self, outcome: Result<Ending>) -> Result<Option<Transcription>> {
        let (id, worker) = (self.row.id, self.worker);
        match outcome {
            Ok(Ending::Whole(remarks)) => {
                let finish = Finish { transcription: id, worker, remarks };
                if let Err(error) = self.session.perform(finish) {
                    self.set_aside(Progress::Failed, &error)?;
                }
            }
            Ok(Ending::Left) => {
                claim::change(self.session, id, worker, |_, row| {
                    row.state = Progress::Waiting;
                    row.worker = None;
                    Ok(())
                })?;
            }
            Err(error) if error.kind() == Kind::NotFound => {
                self.set_aside(Progress::Waiting, &error)?;
            }
            Err(error) => self.set_aside(Progress::Failed, &error)?,
        }
        self.session.study().read_whole(move |reader| {
            Ok(reader.list::<Transcription>("WHERE id = $1", bind![id])?.pop())
        })
    }

    fn set_aside(&self, state: Progress, error: &Error) -> Result<()> {
        let mut message = error.to_string();
        if let Some(hint) = error.hint_text() {
            message = format!("{message} {hint}");
        }
        claim::change(self.session, self.row.id, self.worker, move |change, row| {
            row.state = state;
            row.worker = None;
            row.message = message;
            row.ended_at = (state == Progress::Failed).then(|| change.now());
            Ok(())
        })
        .map(|_| ())
    }
}

/// Does something long, and says meanwhile that this program is still at it.
fn while_beating<T>((session, id, worker): (Session, Id, Id), work: impl FnOnce() -> T) -> T {
    let (going, gone) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            while gone.recv_timeout(PULSE) == Err(RecvTimeoutError::Timeout) {
                // A beat that is missed is made up for by the next.
                let _ = claim::beat(&session, id, worker);
            }
        });
        let done = work();
        drop(going);
        done
    })
}

/// How long an engine has worked, kept from beat to beat.
struct Watch {
    last: Instant,
    spent_ms: i64,
}

impl Watch {
    fn count(&mut self) {
        self.spent_ms += i64::try_from(self.last.elapsed().as_millis()).unwrap_or(0);
        self.last = Instant::now();
    }
}

/// The end of a text that an engine needs to go on from.
fn tail(text: &str) -> String {
    let skip = text.chars().count().saturating_sub(BEFORE);
    text.chars().skip(skip).collect()
}

/// Stores a transcript whose recording was heard to its end. No person calls this: it is
/// `transcript.write` with the queue's row in one change, and can be undone like it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct Finish {
    transcription: Id,
    worker: Id,
    remarks: Vec<String>,
}

impl Operation for Finish {
    const NAME: &'static str = "transcript.write";
    const SUMMARY: &'static str = "Stores what was heard of a recording";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "transcription": self.transcription })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let row: Transcription = change.get(self.transcription)?;
        if row.worker != Some(self.worker) {
            return Err(Error::conflict("Somebody else took this transcription over."));
        }
        permitted(change, row.source)?;
        let said = parts_of(change, row.id)?;
        let count = said.len();
        let stretch = (row.begin_ms.is_some() || row.end_ms.is_some())
            .then(|| (row.begin_ms.unwrap_or(0), row.end_ms.unwrap_or(i64::MAX)));
        let mut message = match count {
            0 => "No words were heard.".to_owned(),
            1 => "One segment was heard.".to_owned(),
            count => format!("{count} segments were heard."),
        };
        for remark in &self.remarks {
            message.push(' ');
            message.push_str(remark);
        }
        if count > 0 {
            write_transcript(change, &row, said, stretch)?;
        } else {
            let source: Source = change.get(row.source)?;
            change.say(format!("Heard no words in “{}”", source.name));
        }
        // Quietly: undoing the transcript must not put it back into the queue.
        change.write("DELETE FROM transcription_part WHERE transcription = $1", bind![row.id])?;
        let sql = "UPDATE transcription SET state = 'done', worker = NULL, message = $2, \
                   ended_at = $3, heard_ms = CASE WHEN total_ms > 0 THEN total_ms ELSE heard_ms END \
                   WHERE id = $1";
        change.write(sql, bind![row.id, message, change.now()])?;
        change.touched("transcription");
        Ok(())
    }
}
