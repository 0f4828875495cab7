//! An engine that says what a script tells it to, and what was asked of it.

use std::io::Read as _;
use std::ops::ControlFlow;

use trefoil_core::error::{Error, Result};
use trefoil_core::transcript::{Provenance, Spoken};
use trefoil_core::transcription::{Engine, Heard, Hearing, Settings, Task};

/// What it was asked to hear.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    pub(crate) sound: String,
    pub(crate) begin_ms: i64,
    pub(crate) end_ms: Option<i64>,
    pub(crate) before: String,
    pub(crate) vocabulary: String,
    pub(crate) language: Option<String>,
    pub(crate) bookmark: Option<String>,
}

/// The engine.
#[derive(Default)]
pub(crate) struct Scripted {
    pub(crate) script: Vec<Spoken>,
    pub(crate) calls: Vec<Call>,
    /// After so many things said it fails.
    pub(crate) fails_after: Option<usize>,
    /// After so many things said the program is killed.
    pub(crate) killed_after: Option<usize>,
    pub(crate) model_is_missing: bool,
    pub(crate) between: Option<Box<dyn FnMut(usize)>>,
}

impl Scripted {
    pub(crate) fn saying(script: Vec<Spoken>) -> Self {
        Self { script, ..Self::default() }
    }
}

impl Engine for Scripted {
    fn prepare(&mut self, _: &Settings) -> Result<&mut dyn Hearing> {
        if self.model_is_missing {
            return Err(Error::not_found("The model “base” is not on this computer.")
                .hint("Fetch it: trefoil model fetch base."));
        }
        Ok(self)
    }
}

impl Hearing for Scripted {
    fn provenance(&self) -> Provenance {
        Provenance {
            engine: "a script".into(),
            model: "micro".into(),
            model_sha256: "ab".repeat(32),
            ..Provenance::default()
        }
    }

    fn hear(
        &mut self,
        mut task: Task,
        tell: &mut dyn FnMut(Heard) -> ControlFlow<()>,
    ) -> Result<Vec<String>> {
        let mut sound = String::new();
        task.tape.read_to_string(&mut sound).map_err(|error| Error::conflict(error.to_string()))?;
        self.calls.push(Call {
            sound,
            begin_ms: task.begin_ms,
            end_ms: task.end_ms,
            before: task.before,
            vocabulary: task.vocabulary,
            language: task.language.clone(),
            bookmark: task.bookmark,
        });
        if task.language.is_none() && tell(Heard::Language("en".into())).is_break() {
            return Ok(Vec::new());
        }
        let due = |one: &&Spoken| {
            one.begin_ms >= task.begin_ms && task.end_ms.is_none_or(|end| one.begin_ms < end)
        };
        let script: Vec<Spoken> = self.script.iter().filter(due).cloned().collect();
        for (count, one) in script.into_iter().enumerate() {
            if self.fails_after == Some(count) {
                return Err(Error::conflict("The engine broke."));
            }
            if let Some(between) = &mut self.between {
                between(count);
            }
            let end = one.end_ms;
            if tell(Heard::Said(one, Some(format!("behind {end}")))).is_break()
                || tell(Heard::Until(end)).is_break()
            {
                return Ok(Vec::new());
            }
            assert!(self.killed_after != Some(count), "the program is killed");
        }
        Ok(Vec::new())
    }
}
