//! Pausing, going on, changing the order and stopping.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::claim::{parts_of, write_transcript};
use super::{Progress, Settings, Transcription};
use crate::bind;
use crate::corpus::source::Source;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Pauses a transcription, lets it go on, tries a failed one again, or moves it in the queue.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TranscriptionSet {
    /// Which transcription.
    pub transcription: Id,
    /// `paused` lays it aside, `waiting` lets it go on.
    #[serde(default)]
    pub state: Option<Progress>,
    /// Whether it comes before all others that wait.
    #[serde(default)]
    pub first: bool,
    /// Whether it goes on although the key to the pseudonyms is sealed: names that only the key knows
    /// are then not replaced.
    #[serde(default)]
    pub without_key: bool,
}

impl Operation for TranscriptionSet {
    const NAME: &'static str = "transcription.set";
    const SUMMARY: &'static str = "Pauses a transcription, or lets it go on";
    const STANDS: bool = true;
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut row: Transcription = change.get(self.transcription)?;
        let source: Source = change.get(row.source)?;
        refuse_typing(&row, &source)?;
        match self.state {
            None => {}
            Some(Progress::Paused)
                if matches!(row.state, Progress::Waiting | Progress::Running) =>
            {
                row.state = Progress::Paused;
                row.worker = None;
            }
            Some(Progress::Waiting) if !matches!(row.state, Progress::Done | Progress::Running) => {
                super::permitted(change, row.source)?;
                row.state = Progress::Waiting;
                (row.ended_at, row.worker) = (None, None);
                row.message.clear();
            }
            Some(state) => {
                return Err(Error::conflict(format!(
                    "The transcription of “{}” is {}; it cannot become {state}.",
                    source.name, row.state
                )));
            }
        }
        if self.without_key {
            let settings = Settings { without_key: Some(true), ..Settings::read(&row.settings)? };
            row.settings = serde_json::to_string(&settings)?;
            row.message.clear();
        }
        if self.first {
            let least = "SELECT COALESCE(MIN(position), 1) - 1 FROM transcription";
            row.position = change.number(least, &[])?;
        }
        change.update(&row)?;
        change.say(match self.state {
            Some(Progress::Paused) => format!("Paused the transcription of “{}”", source.name),
            Some(_) => format!("Let the transcription of “{}” go on", source.name),
            None if self.without_key => {
                format!("Let the transcription of “{}” go on without the key", source.name)
            }
            None => format!("Moved the transcription of “{}” in the queue", source.name),
        });
        Ok(())
    }
}

/// What a person types is theirs, and no machine's.
fn refuse_typing(row: &Transcription, source: &Source) -> Result<()> {
    if row.state != Progress::Typing {
        return Ok(());
    }
    Err(Error::conflict(format!("“{}” is being typed by a person.", source.name)))
}

/// Stops a transcription, and keeps what was heard until then where that is wanted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TranscriptionStop {
    /// Which transcription.
    pub transcription: Id,
    /// Whether what was heard until now becomes the transcript.
    #[serde(default)]
    pub keep: bool,
}

/// What became of what was heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stopped {
    /// How many things that were said are kept.
    pub kept: usize,
}

impl Operation for TranscriptionStop {
    const NAME: &'static str = "transcription.stop";
    const SUMMARY: &'static str = "Stops a transcription";
    type Outcome = Stopped;

    fn apply(self, change: &mut Change<'_>) -> Result<Stopped> {
        let row: Transcription = change.get(self.transcription)?;
        let source: Source = change.get(row.source)?;
        refuse_typing(&row, &source)?;
        if matches!(row.state, Progress::Done | Progress::Stopped) {
            return Err(Error::conflict(format!(
                "The transcription of “{}” is {} already.",
                source.name, row.state
            )));
        }
        let mut kept = 0;
        if self.keep {
            let parts = parts_of(change, row.id)?;
            kept = parts.len();
            if kept > 0 {
                // Only as far as it was heard: what comes behind is not touched.
                let until = (row.begin_ms.unwrap_or(0), row.heard_ms);
                write_transcript(change, &row, parts, Some(until))?;
            }
        }
        let message = match kept {
            0 => String::new(),
            kept => format!("Stopped; {kept} segments that were heard until then are kept."),
        };
        // Quietly: undoing takes a transcript away again, and puts nothing back into the queue.
        change.write("DELETE FROM transcription_part WHERE transcription = $1", bind![row.id])?;
        let sql = "UPDATE transcription SET state = $2, ended_at = $3, worker = NULL, \
                   message = $4 WHERE id = $1";
        change.write(sql, bind![row.id, Progress::Stopped, change.now(), message])?;
        change.touched("transcription");
        change.say(format!("Stopped the transcription of “{}”", source.name));
        Ok(Stopped { kept })
    }
}
