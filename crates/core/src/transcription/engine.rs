//! What turns sound into words, as far as the queue knows it.

use std::ops::ControlFlow;

use super::Settings;
use crate::corpus::media::Tape;
use crate::error::Result;
use crate::transcript::{Provenance, Spoken};

/// Something that can hear: the program's own engine with its models, or a server.
pub trait Engine {
    /// Makes ready for what was asked for, such as by opening the model.
    ///
    /// Errors: of the kind `NotFound` when a model is missing: the transcription then goes on
    /// waiting and says why.
    fn prepare(&mut self, settings: &Settings) -> Result<&mut dyn Hearing>;
}

/// An engine that is ready.
pub trait Hearing {
    /// What its words come from; the language is as far as it is known.
    fn provenance(&self) -> Provenance;

    /// Hears a recording and tells what it hears in the order of time, until the end or until
    /// `tell` breaks off.
    ///
    /// Errors: the recording cannot be heard, or the engine fails; what was told until then stays.
    fn hear(
        &mut self,
        task: Task,
        tell: &mut dyn FnMut(Heard) -> ControlFlow<()>,
    ) -> Result<Vec<String>>;
}

/// What an engine is asked to hear.
#[derive(Debug)]
pub struct Task {
    /// The recording.
    pub tape: Tape,
    /// Its media type, such as `audio/ogg`.
    pub mime: String,
    /// How long it is in milliseconds, where that is known.
    pub duration_ms: Option<i64>,
    /// Where the stretch begins that was asked for, in milliseconds; 0 for the whole.
    pub from_ms: i64,
    /// From where on it is heard now, in milliseconds: what comes before was heard already.
    pub begin_ms: i64,
    /// Until where; none for its end.
    pub end_ms: Option<i64>,
    /// How it is to be heard.
    pub settings: Settings,
    /// The language, where the source or the settings say it.
    pub language: Option<String>,
    /// Words that are to be expected.
    pub vocabulary: String,
    /// What was said before, where hearing goes on.
    pub before: String,
    /// What the engine said itself that it needs to go on.
    pub bookmark: Option<String>,
}

/// What an engine tells while it hears.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// Something was said; with what the engine needs to go on behind it as if it had not stopped,
    /// in words of its own.
    Said(Spoken, Option<String>),
    /// So far it came, in milliseconds of the recording.
    Until(i64),
    /// The recording is in this language, as a BCP 47 tag.
    Language(String),
}
