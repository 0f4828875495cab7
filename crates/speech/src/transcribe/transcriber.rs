//! The driver: window after window, decoded until it is consumed, segment after segment.

use std::collections::VecDeque;
use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::time::Instant;

use super::excerpt::{Heard, Hearing, Understood, hear_ahead, hear_excerpt};
use super::placing::Excerpt;
use super::{Bookmark, Engine, Language, Progress, SAMPLES_PER_MS, Segment, Settings};
use super::{SettingsError, to_ms};
use crate::decode::DecodeError;
use crate::decoding::{Interrupted, Stop, Vocabulary};
use crate::sound::Recording;
use crate::voice::{Window, hear_windows};

/// What remains of a window is not heard again when it is shorter than this: 0.4 seconds, half
/// of which is the room that every stretch of speech has at its end.
const LEAST_SAMPLES: u64 = 400 * SAMPLES_PER_MS;

/// What a transcriber tells while it works.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The next segment, and where to go on when it has been saved.
    Segment(Box<Segment>, Box<Bookmark>),
    /// Some sound has been heard to its end.
    Progress(Progress),
}

/// To whom a transcriber tells what happens; they can break off.
pub type Tell<'t> = &'t mut dyn FnMut(Event) -> ControlFlow<()>;

/// How a transcription ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Whether everything was heard; otherwise it was broken off.
    pub is_whole: bool,
    /// Where to go on.
    pub bookmark: Bookmark,
    /// The code of the language that was given or settled on.
    pub language: Option<String>,
    /// How likely the model held each language when it was last asked, likeliest first.
    pub language_probabilities: Vec<(String, f64)>,
    /// One sentence for each oddity of the recording.
    pub remarks: Vec<String>,
}

/// Transcribes a recording, window by window.
pub struct Transcriber<'t> {
    engine: &'t mut dyn Engine,
    vocabulary: &'t dyn Vocabulary,
    settings: Settings,
    hotwords: Vec<u32>,
    stop: Stop<'t>,
    /// What is known at the beginning of the sound that is heard now.
    state: Bookmark,
    /// Where this run began, and when.
    begun: (u64, Instant),
}

impl<'t> Transcriber<'t> {
    /// Gets ready to transcribe a recording from its beginning.
    ///
    /// # Errors
    /// When the model cannot follow the settings.
    pub fn new(
        engine: &'t mut dyn Engine,
        vocabulary: &'t dyn Vocabulary,
        settings: Settings,
    ) -> Result<Self, SettingsError> {
        settings.check(vocabulary.specials())?;
        let state = Bookmark::beginning(tokens_of(&settings.prompt, vocabulary));
        let hotwords = tokens_of(&settings.hotwords, vocabulary);
        let begun = (0, Instant::now());
        Ok(Self { engine, vocabulary, settings, hotwords, stop: &|| false, state, begun })
    }

    /// Goes on from a bookmark instead.
    #[must_use]
    pub fn going_on_from(mut self, bookmark: Bookmark) -> Self {
        self.begun.0 = bookmark.begin_ms();
        self.state = bookmark;
        self
    }

    /// Breaks off as soon as `stop` asks for it, which is asked before each token: no segment that
    /// is in work is told.
    #[must_use]
    pub fn until(mut self, stop: Stop<'t>) -> Self {
        self.stop = stop;
        self
    }

    /// Where to go on after all that has been told.
    pub fn bookmark(&self) -> &Bookmark {
        &self.state
    }

    /// Transcribes the windows of a recording that lasts `total_ms`. Only what is still to be
    /// heard is decoded, a few windows at a time, so memory does not grow with the recording.
    ///
    /// # Errors
    /// When the recording cannot be decoded.
    pub fn transcribe<S>(
        &mut self,
        recording: &mut Recording<'_, S>,
        windows: &[Window],
        total_ms: u64,
        tell: Tell<'_>,
    ) -> Result<Outcome, DecodeError>
    where
        S: Read + Seek + Send + Sync,
    {
        let done = windows.partition_point(|window| window.span().end <= self.state.sample);
        let windows = &windows[done..];
        let mut remarks = Vec::new();
        let mut heard = 0;
        if !windows.is_empty() {
            let mut waiting = Vec::new();
            let decoded = hear_windows(recording, windows, |number, samples| {
                waiting.push((&windows[number], samples.to_vec()));
                let is_last = number + 1 == windows.len();
                if waiting.len() < self.settings.windows_at_once && !is_last {
                    return ControlFlow::Continue(());
                }
                let flow = self.hear_all(&waiting, total_ms, tell);
                if flow.is_continue() {
                    heard += waiting.len();
                }
                waiting.clear();
                flow
            })?;
            remarks = decoded.remarks;
        }
        let is_whole = heard == windows.len();
        if is_whole {
            self.state.sample = self.state.sample.max(total_ms.saturating_mul(SAMPLES_PER_MS));
            // Nothing is left that could be broken off.
            let _ = tell(Event::Progress(self.progress(total_ms)));
        }
        Ok(Outcome {
            is_whole,
            language: self.language(),
            language_probabilities: self.state.language_probabilities.clone(),
            bookmark: self.state.clone(),
            remarks,
        })
    }

    /// Transcribes the next windows with their sound, side by side where the settings and the model
    /// allow it; what a bookmark says is done is passed over.
    pub fn hear_all(
        &mut self,
        windows: &[(&Window, Vec<f32>)],
        total_ms: u64,
        tell: Tell<'_>,
    ) -> ControlFlow<()> {
        let mut ahead = VecDeque::new();
        for (place, (window, samples)) in windows.iter().enumerate() {
            if ahead.is_empty() {
                match self.look_ahead(&windows[place..]) {
                    Ok(understood) => ahead.extend(understood),
                    Err(Interrupted) => return ControlFlow::Break(()),
                }
            }
            self.hear(window, samples, ahead.pop_front(), total_ms, tell)?;
        }
        ControlFlow::Continue(())
    }

    /// Lets the model hear windows side by side, if nobody has to know what is said in the first of
    /// them for the others.
    fn look_ahead(
        &mut self,
        windows: &[(&Window, Vec<f32>)],
    ) -> Result<Vec<Understood>, Interrupted> {
        let is_begun =
            windows.first().is_some_and(|(first, _)| self.state.place_in(first) != Some(0));
        let is_told = self.settings.tells_text_before() || !self.state.previous.is_empty();
        if windows.len() < 2 || is_begun || is_told {
            return Ok(Vec::new());
        }
        let sounds: Vec<_> = windows
            .iter()
            .map(|(window, samples)| (window.when_begun(0), samples.as_slice()))
            .collect();
        let (engine, hearing) = self.hearing();
        hear_ahead(engine, &hearing, &sounds)
    }

    /// Transcribes the next window, whose sound is `samples` and of which the model has perhaps heard
    /// ahead.
    fn hear(
        &mut self,
        window: &Window,
        samples: &[f32],
        mut ahead: Option<Understood>,
        total_ms: u64,
        tell: Tell<'_>,
    ) -> ControlFlow<()> {
        let length = (samples.len() as u64).min(window.length());
        let mut from = self.state.place_in(window).unwrap_or(length);
        if from == 0 && self.settings.language == Language::DetectEach {
            self.state.language = None;
        }
        while length.saturating_sub(from) >= LEAST_SAMPLES {
            self.state.sample = window.when_begun(from);
            let rest = &samples[usize::try_from(from).unwrap_or(samples.len())..];
            let excerpt = Excerpt { window, from };
            let heard = match ahead.take() {
                Some(understood) => understood.place(&self.hearing().1, excerpt),
                None => match self.hear_rest(excerpt, rest) {
                    Ok(heard) => heard,
                    Err(Interrupted) => return ControlFlow::Break(()),
                },
            };
            self.tell_segments(heard.segments, tell)?;
            self.state = heard.state_after;
            from += heard.samples;
            self.state.sample =
                if from < length { window.when_begun(from) } else { window.span().end };
            tell(Event::Progress(self.progress(total_ms)))?;
        }
        self.state.sample = self.state.sample.max(window.span().end);
        ControlFlow::Continue(())
    }

    /// Hears what remains of a window once; twice where the text before led into a loop.
    fn hear_rest(&mut self, excerpt: Excerpt<'_>, rest: &[f32]) -> Result<Heard, Interrupted> {
        let (engine, mut hearing) = self.hearing();
        let heard = hear_excerpt(engine, &mut hearing, excerpt, rest)?;
        if heard.repeats && !hearing.state.previous.is_empty() && hearing.state.told == 0 {
            hearing.state.previous.clear();
            return hear_excerpt(engine, &mut hearing, excerpt, rest);
        }
        Ok(heard)
    }

    /// The model, and what hearing needs to know.
    fn hearing(&mut self) -> (&mut dyn Engine, Hearing<'_>) {
        let hearing = Hearing {
            vocabulary: self.vocabulary,
            settings: &self.settings,
            hotwords: &self.hotwords,
            stop: self.stop,
            state: &mut self.state,
        };
        (&mut *self.engine, hearing)
    }

    /// Tells the segments that have not been told, each with the bookmark behind it.
    fn tell_segments(&mut self, segments: Vec<Segment>, tell: Tell<'_>) -> ControlFlow<()> {
        for segment in segments.into_iter().skip(self.state.told) {
            self.state.told += 1;
            tell(Event::Segment(Box::new(segment), Box::new(self.state.clone())))?;
        }
        ControlFlow::Continue(())
    }

    fn language(&self) -> Option<String> {
        match &self.settings.language {
            Language::Given(code) => Some(code.clone()),
            Language::Detect | Language::DetectEach => self.state.language.clone(),
        }
    }

    fn progress(&self, total_ms: u64) -> Progress {
        let (from_ms, when) = self.begun;
        Progress::of(to_ms(self.state.sample).min(total_ms), total_ms, from_ms, when.elapsed())
    }
}

/// The tokens of a text that goes before; none for an empty one.
pub(super) fn tokens_of(text: &str, vocabulary: &dyn Vocabulary) -> Vec<u32> {
    let text = text.trim();
    // Words within a text begin with a space.
    if text.is_empty() { Vec::new() } else { vocabulary.encode(&format!(" {text}")) }
}
