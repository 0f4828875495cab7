//! `trefoil transcribe`: recordings become words, on this computer or on a server of one's own.
//!
//! Recordings are put into the study's queue, and the queue is worked off. Stopped in the middle,
//! even by a kill, the same command goes on where it was.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use serde::Serialize;
use trefoil_core::care::pseudonym::KeyAccess;
use trefoil_core::corpus::source::{self, Listed};
use trefoil_core::id::Id;
use trefoil_core::reference;
use trefoil_core::storage::Reader;
use trefoil_core::transcription::{
    self, Engine, Event, Local, Progress, Settings, Summary, TranscriptionAsk, Waiting,
    usual_threads, work_off,
};

use crate::args::At;
use crate::desk::{Desk, Open};
use crate::exit::{Code, Failure, Result};
use crate::output::{self, Page, counted, time};
use crate::{endpoint, models, progress};

/// Turns recordings into words, on this computer.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that can be typed")]
#[command(after_help = "Without a source, all recordings without a transcript whose participants \
    agreed are heard.\nStopped in the middle, the same command goes on where it was. A missing \
    model leaves them waiting\nand says how to get it; the exit code is then 1.")]
pub(crate) struct Transcribe {
    #[command(flatten)]
    at: At,
    /// The sources' names or file names; none goes on with the queue
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// The model, such as base or small; the one added last when not said. With a server, what that
    /// calls its model
    #[arg(long, value_name = "NAME")]
    model: Option<String>,
    /// A server of one's own that hears them instead, such as `http://127.0.0.1:8080`
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Another computer that recordings may be sent to, by its name
    #[arg(long, value_name = "HOST", requires = "endpoint")]
    allow_host: Vec<String>,
    /// The language, such as en; heard from the recording when not said
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Ask for fillers and false starts, as far as the model gives them
    #[arg(long)]
    verbatim: bool,
    /// How many wordings are followed side by side: 1 is fastest, 5 usual
    #[arg(long, value_name = "NUMBER")]
    beams: Option<usize>,
    /// How many stretches of 30 seconds are heard side by side: faster, but none knows what was
    /// said before
    #[arg(long, value_name = "NUMBER")]
    at_once: Option<usize>,
    /// What they are searched for voices with: earshot (built in), silero, or a detector's name; what
    /// the study says when not said
    #[arg(long, value_name = "NAME")]
    voices: Option<String>,
    /// Leave out when each word was said, which is faster
    #[arg(long)]
    without_word_times: bool,
    /// Compute with 32-bit numbers, which is slower
    #[arg(long)]
    exact: bool,
    /// Hear only from here, in seconds; for one source
    #[arg(long, value_name = "SECONDS")]
    from: Option<f64>,
    /// Hear only until here, in seconds
    #[arg(long, value_name = "SECONDS")]
    until: Option<f64>,
    /// Replace transcripts that are there; codings are carried along
    #[arg(long)]
    again: bool,
    /// Hear them although the key to the pseudonyms is sealed and not unlocked: names that only it
    /// knows are then not replaced
    #[arg(long)]
    without_key: bool,
    /// Put them into the queue and hear nothing yet
    #[arg(long)]
    later: bool,
    /// How many threads to work with
    #[arg(long, value_name = "NUMBER")]
    threads: Option<usize>,
    /// The folder of models
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
}

/// What came of it, for programs.
#[derive(Debug, Serialize)]
struct Answer {
    #[serde(flatten)]
    summary: Summary,
    /// Recordings that nobody asked to be heard because somebody did not agree.
    not_permitted: Vec<String>,
    transcriptions: Vec<Waiting>,
}

pub(crate) fn run(command: &Transcribe, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let stop = Arc::new(AtomicBool::new(false));
    let mut engine = command.engine(stop.clone())?;
    let session = open.session()?;
    let (sources, not_permitted) = command.find(&open)?;
    if !sources.is_empty() {
        session.perform(command.ask(sources)?)?;
    }
    for name in &not_permitted {
        desk.manner.note(&format!("“{name}” is left out: not everybody agreed to it."));
    }
    let summary = if command.later {
        Summary::default()
    } else {
        // Without it, what is heard waits, unless somebody said that it need not.
        let key = if command.without_key { open.key() } else { open.unlock_or_go_on()? };
        work(&open, &session, key, engine.as_mut(), &stop, desk)?
    };
    let transcriptions = open.read(transcription::list)?;
    let waits = summary.waiting > 0;
    let answer = Answer { summary, not_permitted, transcriptions };
    open.print(&answer, |answer, page| tell(answer, command.later, page))?;
    match (answer.summary.failed, waits) {
        // Nothing but consent stood in the way.
        (0, false) if answer.summary.done == 0 && !answer.not_permitted.is_empty() => {
            Err(Failure::Said(Code::NotAllowed))
        }
        (0, false) => Ok(()),
        (0, true) => Err(Failure::Said(Code::No)),
        _ => Err(Failure::Said(Code::BadFile)),
    }
}

impl Transcribe {
    fn engine(&self, stop: Arc<AtomicBool>) -> Result<Box<dyn Engine>> {
        let threads = self.threads.unwrap_or_else(usual_threads);
        if threads == 0 || threads > 256 {
            return Err(crate::exit::usage("From 1 to 256 threads can work."));
        }
        let models = models::folder(self.models.clone());
        Ok(match &self.endpoint {
            Some(address) => {
                let reach = endpoint::reach(&self.allow_host);
                Box::new(endpoint::engine(address, &reach, &models)?)
            }
            None => Box::new(Local::new(&models, threads).until(stop)),
        })
    }

    fn settings(&self) -> Settings {
        Settings {
            model: self.model.clone(),
            endpoint: self.endpoint.clone(),
            language: self.language.clone(),
            beams: self.beams,
            at_once: self.at_once,
            verbatim: self.verbatim.then_some(true),
            word_times: self.without_word_times.then_some(false),
            voices: self.voices.clone(),
            without_key: self.without_key.then_some(true),
            exact: self.exact.then_some(true),
        }
    }

    fn ask(&self, sources: Vec<Id>) -> Result<TranscriptionAsk> {
        Ok(TranscriptionAsk {
            sources,
            begin_ms: self.from.map(milliseconds).transpose()?,
            end_ms: self.until.map(milliseconds).transpose()?,
            settings: self.settings(),
            again: self.again,
            first: false,
        })
    }

    /// The sources that are meant, and the names of those that nobody may have heard.
    fn find(&self, open: &Open<'_>) -> Result<(Vec<Id>, Vec<String>)> {
        let typed = self.sources.clone();
        if typed.is_empty() {
            let stretch = self.from.is_some() || self.until.is_some();
            if stretch || self.again {
                return Err(crate::exit::usage("Name the source that is to be heard again."));
            }
            return open.read(unheard);
        }
        open.read(move |reader| {
            let ids = typed.iter().map(|source| reference::source(reader, source));
            Ok((ids.collect::<trefoil_core::error::Result<_>>()?, Vec::new()))
        })
    }
}

/// Recordings without a transcript that are not in the queue, and the names of those that nobody
/// may have heard by a machine.
fn unheard(reader: &Reader<'_>) -> trefoil_core::error::Result<(Vec<Id>, Vec<String>)> {
    let queued = transcription::list(reader)?;
    let waits =
        |id: Id| queued.iter().any(|one| one.row.source == id && one.row.ended_at.is_none());
    let done = |id: Id| {
        let heard = |one: &Waiting| one.row.source == id && one.row.state == Progress::Done;
        queued.iter().any(heard)
    };
    let (mut ids, mut refused) = (Vec::new(), Vec::new());
    for Listed { source, .. } in source::list(reader)? {
        let is_sound = source.duration_ms.is_some();
        let has_words = source.revision.is_some();
        if source.media.is_none() || !is_sound || has_words || waits(source.id) || done(source.id) {
            continue;
        }
        match transcription::permitted(reader, source.id) {
            Ok(()) => ids.push(source.id),
            Err(_) => refused.push(source.name),
        }
    }
    Ok((ids, refused))
}

fn milliseconds(seconds: f64) -> Result<i64> {
    if !(0.0..=1e9).contains(&seconds) {
        return Err(crate::exit::usage("Write seconds as a number, such as 12.5."));
    }
    #[expect(clippy::cast_possible_truncation, reason = "less than 10^12")]
    let milliseconds = (seconds * 1000.0).round() as i64;
    Ok(milliseconds)
}

/// Works the queue off with a bar; an interrupt from the keyboard lets the engine finish nothing
/// more and leaves the rest waiting.
fn work(
    open: &Open<'_>,
    session: &trefoil_core::study::Session,
    key: Option<KeyAccess>,
    engine: &mut dyn Engine,
    stop: &Arc<AtomicBool>,
    desk: &Desk,
) -> Result<Summary> {
    let asked = stop.clone();
    // Without it, stopping is a kill: that loses nothing either, but takes longer to go on from.
    let _ = ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed));
    let bar = progress::bar("Hearing", desk);
    let session = match key {
        Some(key) => session.clone().with_key(key),
        None => session.clone(),
    };
    let mut all = Summary::default();
    let mut told = false;
    loop {
        let summary = work_off(&session, engine, &mut |event| {
            show(&bar, event, desk);
            if stop.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })?;
        all.done += summary.done;
        all.failed += summary.failed;
        all.left += summary.left;
        all.waiting = summary.waiting;
        let elsewhere = open
            .read(transcription::list)?
            .into_iter()
            .find(|one| one.row.state == Progress::Running);
        let Some(elsewhere) = elsewhere.filter(|_| !stop.load(Ordering::Relaxed)) else { break };
        if !told {
            told = true;
            let name = elsewhere.name;
            let words = "is being heard by another program, or was until that was killed. Waiting \
                         for it.";
            bar.suspend(|| desk.manner.note(&format!("“{name}” {words}")));
        }
        thread::sleep(Duration::from_millis(500));
    }
    bar.finish_and_clear();
    Ok(all)
}

fn show(bar: &ProgressBar, event: &Event, desk: &Desk) {
    let seconds = |ms: i64| u64::try_from(ms / 1000).unwrap_or(0);
    match event {
        Event::Begins(row, name) => {
            bar.set_length(seconds(row.total_ms));
            bar.set_position(seconds(row.heard_ms));
            bar.set_message(output::tame(name));
        }
        Event::Heard(row) => bar.set_position(seconds(row.heard_ms)),
        Event::Ends(row) if matches!(row.state, Progress::Failed | Progress::Waiting) => {
            if !row.message.is_empty() {
                bar.suspend(|| desk.manner.note(&row.message));
            }
        }
        Event::Ends(_) => {}
    }
}

fn tell(answer: &Answer, later: bool, page: &mut Page) {
    let waiting = answer.transcriptions.iter().filter(|one| one.row.ended_at.is_none()).count();
    if later {
        let count = i64::try_from(waiting).unwrap_or(i64::MAX);
        page.line(format!("{} in the queue.", counted(count, "recording", "recordings")));
        return;
    }
    let Summary { done, failed, waiting, left } = answer.summary;
    if done + failed + waiting + left == 0 {
        page.line("Nothing waits to be transcribed.");
        return;
    }
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    page.line(format!("{} transcribed.", counted(number(done), "recording", "recordings")));
    for (count, what) in [(failed, "failed"), (waiting, "still waiting"), (left, "laid aside")] {
        if count > 0 {
            page.line(format!("{count} {what}."));
        }
    }
    for one in &answer.transcriptions {
        if one.row.state == Progress::Failed {
            page.line(format!("{}: {}", one.name, one.row.message));
        }
    }
    let heard = answer.transcriptions.iter().filter(|one| one.row.state == Progress::Done);
    let (sound, work) = heard.fold((0, 0), |(sound, work), one| {
        (sound + one.row.heard_ms - one.row.begin_ms.unwrap_or(0), work + one.row.spent_ms)
    });
    if work > 0 && done > 0 {
        page.line(format!("{} of sound in all, heard in {}.", time(sound), time(work)));
    }
}
