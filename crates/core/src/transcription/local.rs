//! The program's own engine: models of this computer, and nothing else.
//!
//! A model is opened once and kept for as long as the same one is asked for. The recording is
//! heard twice: once for where somebody speaks, then the speech itself, window by window.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use trefoil_speech::model_store::{ModelKind, ModelStore, StoreError, StoredModel};
use trefoil_speech::sound::Recording;
use trefoil_speech::transcribe::{self, Bookmark, Transcriber};
use trefoil_speech::voice::{Packing, Plan, Sensitivity, Window, observe};
use trefoil_speech::whisper::{Machine, Model};

use super::{Engine, Heard, Hearing, Settings, Task, Voices};
use crate::corpus::media::Tape;
use crate::error::{Error, Kind, Result};
use crate::transcript::{Doubt, Provenance, Spoken, SpokenWord};

/// An example of words as they are said, with everything that is said between them.
const VERBATIM: &str = "Umm, so, I- I mean, like, you know, uh, it was, er, hmm, it was fine.";

/// Samples of a millisecond.
const SAMPLES_PER_MS: u64 = trefoil_speech::sound::SAMPLE_RATE as u64 / 1000;

/// How many threads an engine works with where nobody says: all that the computer has, but one
/// where it has many, so that people can go on working.
pub fn usual_threads() -> usize {
    match thread::available_parallelism().map_or(1, usize::from) {
        few @ 1..=2 => few,
        many => many - 1,
    }
}

/// The program's own engine.
#[derive(Debug)]
pub struct Local {
    store: ModelStore,
    threads: usize,
    stop: Arc<AtomicBool>,
    open: Option<Open>,
}

/// A model that is open.
#[derive(Debug)]
struct Open {
    stored: StoredModel,
    voices: Voices,
    exact: bool,
    threads: usize,
    stop: Arc<AtomicBool>,
    model: Model,
}

impl Local {
    /// An engine with the models of a folder.
    pub fn new(models: &Path, threads: usize) -> Self {
        Self {
            store: ModelStore::new(models),
            threads: threads.max(1),
            stop: Arc::default(),
            open: None,
        }
    }

    /// Breaks off, between two tokens, as soon as this is true.
    #[must_use]
    pub fn until(mut self, stop: Arc<AtomicBool>) -> Self {
        self.stop = stop;
        self
    }

    fn find(&self, wanted: Option<&str>) -> Result<StoredModel> {
        let found = match wanted {
            Some(name) => self.store.find(name),
            None => self.newest(),
        };
        found.map_err(|error| refused(&error))
    }

    /// The model that was added last.
    fn newest(&self) -> std::result::Result<StoredModel, StoreError> {
        match self.store.list_of(ModelKind::Words)?.into_iter().next() {
            Some(newest) => Ok(newest),
            None => self.store.find("base"),
        }
    }
}

/// A model that is not there lets recordings wait; anything else is told as it is.
pub(super) fn refused(error: &StoreError) -> Error {
    let kind = match error {
        StoreError::Missing(_) | StoreError::Gone { .. } => Kind::NotFound,
        StoreError::Io { .. } | StoreError::Manifest { .. } => Kind::Io,
        _ => Kind::BadFile,
    };
    Error::new(kind, crate::error::sentence(&error))
}

impl Engine for Local {
    fn prepare(&mut self, settings: &Settings) -> Result<&mut dyn Hearing> {
        if let Some(endpoint) = &settings.endpoint {
            return Err(Error::new(
                Kind::NotFound,
                format!("It is to be heard by {endpoint}, not by this computer."),
            )
            .hint("Say so again: trefoil transcribe STUDY --endpoint URL."));
        }
        let stored = self.find(settings.model.as_deref())?;
        let voices = Voices::find(&self.store, settings.voices.as_deref())?;
        let exact = settings.exact.unwrap_or(false);
        let open = match self.open.take() {
            Some(open) if open.stored == stored && open.exact == exact => Open { voices, ..open },
            // The one before goes first: two models may be more than fits into memory.
            _ => {
                let mut file = self.store.open(&stored.name).map_err(|error| refused(&error))?;
                let mut machine = Machine::new(self.threads);
                if exact {
                    machine.precision = trefoil_speech::kernels::Precision::Float;
                }
                let model = Model::read(&mut file, &machine)
                    .map_err(|error| Error::new(Kind::BadFile, crate::error::sentence(&error)))?;
                Open {
                    stored,
                    voices,
                    exact,
                    threads: self.threads,
                    stop: self.stop.clone(),
                    model,
                }
            }
        };
        Ok(self.open.insert(open))
    }
}

impl Hearing for Open {
    fn provenance(&self) -> Provenance {
        let mut settings = std::collections::BTreeMap::new();
        let mut say = |name: &str, value: String| settings.insert(name.to_owned(), value);
        say("precision", if self.exact { "f32" } else { "int8" }.to_owned());
        say("weights", self.stored.precision.clone());
        say("instructions", self.model.machine().isa.to_string());
        say("threads", self.threads.to_string());
        self.voices.tell(&mut settings);
        Provenance {
            engine: concat!("Trefoil ", env!("CARGO_PKG_VERSION")).to_owned(),
            model: self.stored.name.clone(),
            model_sha256: self.stored.sha256.clone(),
            language: String::new(),
            settings,
        }
    }

    fn hear(
        &mut self,
        task: Task,
        tell: &mut dyn FnMut(Heard) -> ControlFlow<()>,
    ) -> Result<Vec<String>> {
        let extension = task.mime.rsplit_once('/').map(|(_, kind)| kind.to_owned());
        let tape = &task.tape;
        let open = || -> io::Result<Tape> { Ok(tape.rewound()) };
        let mut recording = Recording::new(open, extension.as_deref());
        let mut broken_off = false;
        let unreadable = |error: &dyn std::fmt::Display| {
            Error::new(Kind::BadFile, format!("The recording cannot be heard: {error}"))
        };
        let (activity, heard) = observe(&mut recording, self.voices.listen(), |_| {
            // Nothing is told yet, and still somebody may want no more.
            let flow = tell(Heard::Until(task.begin_ms));
            broken_off |= flow.is_break();
            flow
        })
        .map_err(|error| unreadable(&error))?;
        if broken_off {
            return Ok(Vec::new());
        }
        let total_ms = heard.duration_ms;
        let plan = Plan::new(&activity, &Sensitivity::default(), &Packing::default());
        let end_ms = task.end_ms.and_then(|end| u64::try_from(end).ok()).unwrap_or(total_ms);
        let begin_ms = u64::try_from(task.begin_ms).unwrap_or(0);
        // Where hearing goes on from a bookmark, windows stay what they were, so that the rest is
        // what it would have been.
        let from_ms = if task.bookmark.is_some() { task.from_ms } else { task.begin_ms };
        let windows = within(&plan.windows, from_ms, i64::try_from(end_ms).unwrap_or(i64::MAX));
        let settings = settings_for(&task);
        let bookmark = task.bookmark.as_deref().and_then(|text| serde_json::from_str(text).ok());
        let (ears, vocabulary) = self.model.parts();
        let stop = self.stop.clone();
        let stop = move || stop.load(Ordering::Relaxed);
        let mut transcriber = Transcriber::new(ears, vocabulary, settings)
            .map_err(|error| Error::invalid(crate::error::sentence(&error)))?
            .until(&stop);
        transcriber = match bookmark {
            Some(bookmark) => transcriber.going_on_from(bookmark),
            None => transcriber.going_on_from(Bookmark::at(begin_ms, &task.before, vocabulary)),
        };
        let mut language = task.language.clone();
        let outcome = transcriber
            .transcribe(&mut recording, &windows, end_ms, &mut |event| match event {
                transcribe::Event::Segment(segment, bookmark) => {
                    if language.as_deref() != Some(&segment.language) {
                        language = Some(segment.language.clone());
                        tell(Heard::Language(segment.language.clone()))?;
                    }
                    let said = spoken(&segment);
                    if said.text.is_empty() && said.doubt == Some(Doubt::Silence) {
                        // Nobody speaks there after all: there is nothing to be marked.
                        return tell(Heard::Until(said.end_ms));
                    }
                    tell(Heard::Said(said, serde_json::to_string(&bookmark).ok()))
                }
                transcribe::Event::Progress(progress) => {
                    tell(Heard::Until(i64::try_from(progress.done_ms).unwrap_or(i64::MAX)))
                }
            })
            .map_err(|error| unreadable(&error))?;
        Ok(outcome.remarks)
    }
}

/// The parts of windows that lie in a stretch, given in milliseconds.
pub(super) fn within(windows: &[Window], begin_ms: i64, end_ms: i64) -> Vec<Window> {
    let sample = |ms: i64| u64::try_from(ms).unwrap_or(0).saturating_mul(SAMPLES_PER_MS);
    let stretch = sample(begin_ms)..sample(end_ms);
    let clip = |window: &Window| {
        let parts = window.recorded().filter_map(|part| {
            let (start, end) = (part.start.max(stretch.start), part.end.min(stretch.end));
            (start < end).then_some(start..end)
        });
        Window::of_parts(parts)
    };
    windows.iter().map(clip).filter(|window| window.length() > 0).collect()
}

/// What a task means for the engine.
fn settings_for(task: &Task) -> transcribe::Settings {
    let mut settings = transcribe::Settings {
        word_times: task.settings.word_times.unwrap_or(true),
        windows_at_once: task.settings.at_once.unwrap_or(1),
        hotwords: task.vocabulary.clone(),
        ..transcribe::Settings::default()
    };
    if let Some(language) = &task.language {
        // Models know languages and no regions: `pt-BR` is `pt` to them.
        let language = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        settings.language = transcribe::Language::Given(language);
    }
    if let Some(beams) = task.settings.beams {
        settings.options.beam_size = beams;
        settings.options.best_of = beams;
    }
    if task.settings.verbatim == Some(true) {
        // A model writes as what it read before was written; this sets an example and promises
        // nothing.
        VERBATIM.clone_into(&mut settings.prompt);
    }
    settings
}

fn spoken(segment: &transcribe::Segment) -> Spoken {
    let ms = |time: u64| i64::try_from(time).unwrap_or(i64::MAX);
    let words: Vec<SpokenWord> = segment
        .words
        .iter()
        .map(|word| SpokenWord {
            text: word.text.trim().to_owned(),
            begin_ms: ms(word.begin_ms),
            end_ms: ms(word.end_ms),
            probability: Some(word.probability),
        })
        .collect();
    Spoken {
        begin_ms: ms(segment.begin_ms),
        end_ms: ms(segment.end_ms),
        text: segment.text.trim().to_owned(),
        speaker: None,
        words,
        confidence: Some(segment.average_log_probability.exp().clamp(0.0, 1.0)),
        doubt: segment.doubt.map(doubt),
    }
}

fn doubt(doubt: transcribe::Doubt) -> Doubt {
    match doubt {
        transcribe::Doubt::Unlikely => Doubt::Unsure,
        transcribe::Doubt::Loop => Doubt::Repeated,
        transcribe::Doubt::Failed => Doubt::Missing,
        transcribe::Doubt::NoSpeech | transcribe::Doubt::Invented => Doubt::Silence,
    }
}
