//! How a transcription stands, in words.

use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::transcript::Spoken;
use trefoil_core::transcription::{self, Progress, Waiting};

use crate::words::{clock, counted, length};

/// A transcription with what was heard so far.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) waiting: Waiting,
    /// What was heard so far, while it is not stored.
    pub(crate) so_far: Vec<Spoken>,
}

impl Told {
    /// Reads what was heard so far as well, where that is not stored yet.
    pub(super) fn whole(reader: &Reader<'_>, waiting: Waiting) -> Result<Self> {
        let so_far = match waiting.parts {
            0 => Vec::new(),
            _ => transcription::said_so_far(reader, waiting.row.id)?,
        };
        Ok(Self { waiting, so_far })
    }

    /// Which part of a recording it is, where it is a stretch: `2:00–3:30`.
    pub(crate) fn stretch(&self) -> Option<String> {
        let row = &self.waiting.row;
        let (begin, end) = (row.begin_ms, row.end_ms);
        (begin.is_some() || end.is_some()).then(|| {
            let end = end.unwrap_or(row.total_ms);
            format!("{}–{}", clock(&begin.unwrap_or(0)), clock(&end))
        })
    }

    fn begin(&self) -> i64 {
        self.waiting.row.begin_ms.unwrap_or(0)
    }

    /// How much there is to hear, in milliseconds.
    pub(crate) fn all(&self) -> i64 {
        (self.waiting.row.total_ms - self.begin()).max(0)
    }

    /// How much of it was heard.
    pub(crate) fn heard(&self) -> i64 {
        (self.waiting.row.heard_ms - self.begin()).clamp(0, self.all().max(0))
    }

    /// The same in percent.
    pub(crate) fn percent(&self) -> i64 {
        match self.all() {
            0 => 0,
            all => self.heard() * 100 / all,
        }
    }

    /// `12:10 of 30:00`.
    pub(crate) fn so_much(&self) -> String {
        match self.all() {
            0 => clock(&self.heard()),
            all => format!("{} of {}", clock(&self.heard()), clock(&all)),
        }
    }

    /// How fast it goes: `3.2×`.
    pub(crate) fn speed(&self) -> Option<String> {
        self.waiting.speed.map(|speed| format!("{speed:.1}×"))
    }

    /// How long it still takes: `3 min left`.
    pub(crate) fn left(&self) -> Option<String> {
        self.waiting.left_ms.map(|left| format!("{} left", about(left)))
    }

    pub(crate) fn is(&self, word: &str) -> bool {
        self.waiting.row.state.word() == word
    }

    /// What was asked for, in a line: `en, model base, with every “um”`.
    pub(crate) fn asked(&self) -> String {
        let asked = &self.waiting.asked;
        let mut said = Vec::new();
        said.extend(asked.language.clone());
        said.extend(asked.model.as_ref().map(|name| format!("model {name}")));
        said.extend(asked.endpoint.as_ref().map(|address| format!("server {address}")));
        if asked.verbatim == Some(true) {
            said.push("with fillers and false starts".to_owned());
        }
        if asked.word_times == Some(false) {
            said.push("no times for single words".to_owned());
        }
        said.join(", ")
    }

    /// What there is to say to it. Where no model is on this computer the page itself says how one
    /// comes, once for all that waits for it.
    pub(crate) fn message(&self, models: &[String]) -> Option<&str> {
        let message = self.waiting.row.message.as_str();
        let waits_for_any = models.is_empty()
            && self.is("waiting")
            && self.waiting.asked.endpoint.is_none()
            && self.waiting.asked.model.is_none();
        (!message.is_empty() && !waits_for_any).then_some(message)
    }

    /// How it stands, in a few words.
    pub(crate) fn state(&self) -> &'static str {
        match self.waiting.row.state {
            Progress::Waiting if !self.waiting.row.message.is_empty() => "cannot begin yet",
            Progress::Waiting => "waits for its turn",
            Progress::Running => "is being heard",
            Progress::Paused => "paused",
            Progress::Done => "done",
            Progress::Stopped => "stopped",
            Progress::Failed => "failed",
            Progress::Typing => "is being typed",
        }
    }
}

/// A time to wait, no closer than anybody can say.
fn about(ms: i64) -> String {
    match ms / 1000 {
        0..60 => "less than a minute".to_owned(),
        seconds @ 60..3600 => format!("{} min", (seconds + 30) / 60),
        _ => length(&ms),
    }
}

/// How the queue stands, in a line for other pages; nothing where nothing is under way.
pub(crate) fn line(reader: &Reader<'_>) -> Result<Option<String>> {
    let all = transcription::list(reader)?;
    let of = |state: Progress| all.iter().filter(move |one| one.row.state == state);
    let (waiting, paused) = (of(Progress::Waiting).count(), of(Progress::Paused).count());
    let mut said = Vec::new();
    if waiting > 0 {
        let verb = if waiting == 1 { "waits to be heard" } else { "wait to be heard" };
        said.push(format!("{} {verb}", counted(&(waiting as i64), "recording", "recordings")));
    }
    if paused > 0 {
        said.push(format!("{paused} paused"));
    }
    let running: Vec<Told> =
        of(Progress::Running).map(|one| Told { waiting: one.clone(), so_far: vec![] }).collect();
    if let Some(first) = running.first() {
        let count = match (running.len(), said.is_empty()) {
            (1, true) => "1 recording is".to_owned(),
            (1, false) => "1 is".to_owned(),
            (many, _) => format!("{many} are"),
        };
        let left = first.left().map(|left| format!(", {left}")).unwrap_or_default();
        said.push(format!("{count} being heard: {} %{left}", first.percent()));
    }
    Ok((!said.is_empty()).then(|| format!("{}.", said.join(", "))))
}

/// The transcription of a source that is not over, else the one that ended last.
pub(crate) fn latest(reader: &Reader<'_>, source: Id) -> Result<Option<Told>> {
    let mine = |one: &Waiting| one.row.source == source;
    let found = transcription::list(reader)?.into_iter().find(mine);
    Ok(found.map(|waiting| Told { waiting, so_far: Vec::new() }))
}
