//! Asking for transcriptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Progress, Settings, Transcription, permitted, voices_named};
use crate::bind;
use crate::corpus::source::Source;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation, about};

/// Puts recordings, or a stretch of one, into the queue of what a machine turns into words.
/// Consent is asked now, and again before anything is heard.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TranscriptionAsk {
    /// Which sources.
    pub sources: Vec<Id>,
    /// Where a stretch begins, in milliseconds; for one source.
    pub begin_ms: Option<i64>,
    /// Where it ends.
    pub end_ms: Option<i64>,
    /// How it is to be heard.
    pub settings: Settings,
    /// Whether a transcript that is there is to be replaced. Passages are carried along as in any
    /// correction.
    pub again: bool,
    /// Whether it comes before everything that waits.
    pub first: bool,
}

/// What was put into the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The transcriptions, in the order of the sources.
    pub transcriptions: Vec<Id>,
}

impl Operation for TranscriptionAsk {
    const NAME: &'static str = "transcription.ask";
    const SUMMARY: &'static str = "Asks a machine to transcribe recordings";
    // What an engine does in the meantime is not undone; it is stopped.
    const STANDS: bool = true;
    type Outcome = Asked;

    fn describe(&self) -> Json {
        serde_json::json!({
            "sources": self.sources, "begin_ms": self.begin_ms, "end_ms": self.end_ms,
            "again": self.again,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Asked> {
        self.settings.check()?;
        let stretch = self.begin_ms.is_some() || self.end_ms.is_some();
        if self.sources.is_empty() || (stretch && self.sources.len() > 1) {
            return Err(Error::invalid("Name the sources; a stretch is of one source alone."));
        }
        let mut settings = self.settings.clone();
        // Said now, so that a recording that is heard in two goes is searched with one and the same.
        settings.voices = match settings.voices {
            Some(name) => voices_named(&name)?,
            None => about(change)?.voices,
        };
        let settings = serde_json::to_string(&settings)?;
        let mut ids = Vec::with_capacity(self.sources.len());
        let mut last = String::new();
        for (position, id) in (self.place(change)?..).zip(&self.sources) {
            let source: Source = change.get(*id)?;
            self.check(change, &source)?;
            let row = Transcription {
                id: change.new_id(),
                source: source.id,
                position,
                state: Progress::Waiting,
                begin_ms: self.begin_ms,
                end_ms: self.end_ms,
                settings: settings.clone(),
                provenance: String::new(),
                heard_ms: self.begin_ms.unwrap_or(0),
                total_ms: self.end_ms.or(source.duration_ms).unwrap_or(0),
                spent_ms: 0,
                message: String::new(),
                worker: None,
                beat_at: None,
                asked_at: change.now(),
                asked_by: change.person(),
                ended_at: None,
            };
            change.insert(&row)?;
            ids.push(row.id);
            last = source.name;
        }
        change.say(match ids.len() {
            1 => format!("Asked for a transcript of “{last}”"),
            count => format!("Asked for transcripts of {count} recordings"),
        });
        Ok(Asked { transcriptions: ids })
    }
}

impl TranscriptionAsk {
    /// The place of the first one in the queue.
    fn place(&self, change: &Change<'_>) -> Result<i64> {
        if !self.first {
            return change.next_position::<Transcription>("", &[]);
        }
        let first = change.number("SELECT COALESCE(MIN(position), 1) FROM transcription", &[])?;
        Ok(first - self.sources.len() as i64)
    }

    fn check(&self, change: &Change<'_>, source: &Source) -> Result<()> {
        let name = &source.name;
        if source.media.is_none() {
            return Err(Error::conflict(format!("“{name}” has no recording to be heard.")));
        }
        permitted(change, source.id)?;
        let whole = self.begin_ms.is_none() && self.end_ms.is_none();
        if whole && source.revision.is_some() && !self.again {
            return Err(Error::conflict(format!("“{name}” has a transcript already.")).hint(
                "Say that it is to be heard again if it is to be replaced; codings are carried \
                 along.",
            ));
        }
        let (begin, end) = (self.begin_ms.unwrap_or(0), self.end_ms.unwrap_or(i64::MAX));
        if begin < 0 || end <= begin || source.duration_ms.is_some_and(|length| begin >= length) {
            return Err(Error::invalid(format!("“{name}” has no such stretch to be heard.")));
        }
        let same = "SELECT COUNT(*) FROM transcription WHERE source = $1 \
                    AND state IN ('waiting', 'running', 'paused') \
                    AND COALESCE(begin_ms, 0) < $3 AND COALESCE(end_ms, $4) > $2";
        if change.number(same, bind![source.id, begin, end, i64::MAX])? > 0 {
            return Err(Error::conflict(format!("“{name}” is in the queue already."))
                .hint("Stop that transcription first, or wait until it is done."));
        }
        Ok(())
    }
}
