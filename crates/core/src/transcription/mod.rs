//! Transcription by machine: whose recordings may be turned into words by a program, the queue of
//! those that somebody asked for, and the work on it.
//!
//! An engine asks [`permitted`] for each source before it reads any of its sound, also where it
//! runs on this computer: people agreed, or refused, that a machine listens to them. Typing a
//! transcript to the recording, and importing one, are analysis. [`TranscriptionAsk`] puts
//! recordings into the queue; [`work_off`] takes one after the other, keeps each [`Part`] as soon
//! as it was heard, so that a kill or a full disk loses nothing, and at the end stores the
//! transcript by the same operation that a person would. It knows no engine: [`Engine`] is what
//! the program's own engine and endpoints both are.

mod ask;
mod claim;
mod elsewhere;
mod engine;
mod local;
mod queue;
mod settings;
mod stop;
mod typing;
mod work;

pub use ask::{Asked, TranscriptionAsk};
pub(crate) use claim::leave_queue;
pub use elsewhere::{Answer, Elsewhere, Piece, Server, Told};
pub use engine::{Engine, Heard, Hearing, Task};
pub use local::{Local, usual_threads};
pub use queue::{Waiting, list, said_so_far};
pub use settings::Settings;
pub use stop::{Stopped, TranscriptionSet, TranscriptionStop};
pub use typing::{Typed, finish_typed, forget_typed, keep_typed, kept_at, typed};
pub use work::{Event, Summary, work_off};

use crate::care::clip;
use crate::care::consent::Use;
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Filing, Reader};
use crate::transcript::Doubt;

crate::words! {
    /// How a transcription stands.
    pub enum Progress, "a state of a transcription" {
        /// It waits for its turn, or for a model.
        Waiting = "waiting",
        /// An engine is hearing it.
        Running = "running",
        /// Somebody laid it aside; it goes on where it was.
        Paused = "paused",
        /// The transcript is stored.
        Done = "done",
        /// Somebody stopped it.
        Stopped = "stopped",
        /// It ended with an error.
        Failed = "failed",
        /// No machine hears it: a person types it, and has not finished.
        Typing = "typing",
    }
}

crate::record! {
    /// A recording, or a stretch of one, that a machine is asked to turn into words.
    pub struct Transcription in "transcription", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The source.
        source: Id => "source",
        /// Its place in the queue; lower ones come first.
        position: i64,
        /// How it stands.
        state: Progress,
        /// Where the stretch begins, in milliseconds; none for the whole recording.
        begin_ms: Option<i64>,
        /// Where the stretch ends.
        end_ms: Option<i64>,
        /// What was asked for, as JSON of [`Settings`].
        settings: String,
        /// What hears it, as JSON of a `Provenance`; empty before it began.
        provenance: String,
        /// How far it was heard, in milliseconds of the recording.
        heard_ms: i64,
        /// How far there is to hear; 0 when nobody knows.
        total_ms: i64,
        /// How long engines have worked on it, in milliseconds.
        spent_ms: i64,
        /// Why it waits, failed, or what came of it.
        message: String,
        /// Which program works on it.
        worker: Option<Id>,
        /// When that program last said so, in epoch milliseconds.
        beat_at: Option<i64>,
        /// When it was asked for.
        asked_at: i64,
        /// Who asked for it.
        asked_by: Id => "person",
        /// When it ended.
        ended_at: Option<i64>,
    }
}

crate::record! {
    /// Something that was heard in a recording whose end was not reached yet.
    pub struct Part in "transcription_part", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The transcription.
        transcription: Id => "transcription",
        /// The source.
        source: Id => "source",
        /// Its place, from 1.
        position: i64,
        /// When it begins in the recording, in milliseconds.
        begin_ms: i64,
        /// When it ends.
        end_ms: i64,
        /// What was said.
        text: String,
        /// When each word was said, as JSON.
        words: Option<String>,
        /// How sure the engine was, from 0 to 1.
        confidence: Option<f64>,
        /// Why it is doubted.
        doubt: Option<Doubt>,
        /// What the engine needs to go on behind it as if it had not stopped; the last part's counts.
        bookmark: Option<String>,
    }
}

/// Asks whether a machine may transcribe the recording of a source: everybody in it is asked.
///
/// Errors: somebody did not agree.
pub fn permitted(reader: &Reader<'_>, source: Id) -> Result<()> {
    clip::ask(reader, source, Use::MachineTranscription, "cannot be transcribed by a machine")
}
