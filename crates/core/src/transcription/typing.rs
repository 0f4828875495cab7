//! Typing a transcript to its recording: what was typed is kept while somebody types.
//!
//! What is typed every few seconds is neither a revision nor an entry of the history: a transcript
//! of an hour would leave hundreds of both, each with all earlier words in it. Nor does it stay in
//! the browser, which would keep words of participants in the clear outside the study. It is kept
//! quietly in the study, where the parts of unfinished transcriptions are: encrypted with it, behind
//! the wall, and gone with an erasure. [`finish`] makes a transcript of it, as one act that can be
//! undone. Each person has their own; nobody overwrites what somebody else types, nor one window what
//! the same person typed in another ([`kept_at`]).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Part, Progress, Settings, Transcription};
use crate::bind;
use crate::care::consent::{self, Medium};
use crate::corpus::source::{Source, replaced};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::Reader;
use crate::study::{Change, Operation, Performed, Session};
use crate::transcript::{Spoken, Standing, TranscriptWrite, Written};

/// A paragraph that somebody typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// When it begins in the recording, in milliseconds.
    pub begin_ms: i64,
    /// Who speaks; empty where nobody was named.
    #[serde(default)]
    pub speaker: String,
    /// The words.
    #[serde(default)]
    pub text: String,
}

/// What a person has typed of a source and not finished, in order.
pub fn typed(reader: &Reader<'_>, source: Id, person: &str) -> Result<Vec<Typed>> {
    let sql = "WHERE transcription IN (SELECT t.id FROM transcription t \
               JOIN person p ON p.id = t.asked_by \
               WHERE t.source = $1 AND t.state = 'typing' AND p.name = $2) ORDER BY position";
    let parts: Vec<Part> = reader.list(sql, bind![source, person])?;
    Ok(parts.iter().map(read).collect())
}

/// When a person's typing was kept last; none where nothing is kept. Whoever goes on says it, so that
/// what was typed in another window meanwhile is not overwritten.
pub fn kept_at(reader: &Reader<'_>, source: Id, person: &str) -> Result<Option<i64>> {
    let sql = "SELECT t.beat_at FROM transcription t JOIN person p ON p.id = t.asked_by \
               WHERE t.source = $1 AND t.state = 'typing' AND p.name = $2";
    let rows = reader.query(sql, bind![source, person])?;
    rows.first().map_or(Ok(None), |row| row.get(0))
}

/// Keeps what was typed so far, instead of what was kept at `known`; answers when it was kept now.
///
/// Errors: the source has a text already, has no recording, or is closed; something else was kept
/// since `known`.
pub fn keep_typed(
    session: &Session,
    source: Id,
    lines: Vec<Typed>,
    known: Option<i64>,
) -> Result<i64> {
    session.write_quietly(move |change| {
        let source: Source = change.get(source)?;
        refuse(change, &source)?;
        let lines = masked(change, in_order(lines))?;
        let found = mine(change, source.id)?;
        refuse_unknown(&source, found.as_ref(), known)?;
        let mut row = match found {
            Some(row) => row,
            None => begin(change, &source)?,
        };
        // Two keeps of one millisecond are told apart as well.
        let at = known.map_or(change.now(), |known| change.now().max(known + 1));
        row.beat_at = Some(at);
        change.update(&row)?;
        let mut kept: Vec<Part> =
            change.list("WHERE transcription = $1 ORDER BY position", bind![row.id])?;
        for gone in kept.drain(lines.len().min(kept.len())..) {
            change.remove::<Part>(gone.id)?;
        }
        for (place, line) in lines.iter().enumerate() {
            match kept.get(place) {
                Some(part) if read(part) == *line => {}
                Some(part) => change.update(&Part { id: part.id, ..store(&row, place, line) })?,
                None => {
                    let id = change.new_id();
                    change.insert(&Part { id, ..store(&row, place, line) })?;
                }
            }
        }
        Ok(at)
    })
}

/// Throws away what a person typed of a source and did not finish.
pub fn forget_typed(session: &Session, source: Id) -> Result<()> {
    session.write_quietly(move |change| match mine(change, source)? {
        Some(row) => clear(change, row.id),
        None => Ok(()),
    })
}

/// Makes the transcript of what was typed; `known` says when that was kept, where it was.
///
/// Errors: nothing was typed, something else was kept since `known`, the source has a text meanwhile,
/// or it is closed. What was kept stays.
pub fn finish_typed(
    session: &Session,
    source: Id,
    lines: Vec<Typed>,
    known: Option<i64>,
) -> Result<Performed<Written>> {
    session.perform(Finish { source, lines, known })
}

/// Refuses what was typed without having seen what was kept since.
fn refuse_unknown(
    source: &Source,
    found: Option<&Transcription>,
    known: Option<i64>,
) -> Result<()> {
    if found.and_then(|row| row.beat_at) == known {
        return Ok(());
    }
    let message = format!(
        "“{}” was typed, finished or thrown away in another window meanwhile.",
        source.name
    );
    Err(Error::conflict(message).hint(
        "What stands in this window since is not kept, and what is kept is as that window left it. \
         Copy what is missing there, then load this page again.",
    ))
}

fn refuse(change: &Change<'_>, source: &Source) -> Result<()> {
    consent::refuse_closed(change, source.id, Medium::Text)?;
    consent::refuse_closed(change, source.id, Medium::Sound)?;
    if source.media.is_none() {
        return Err(Error::conflict(format!("“{}” has no recording to type from.", source.name)));
    }
    if source.revision.is_some() {
        return Err(Error::conflict(format!("“{}” has a transcript already.", source.name))
            .hint("Correct that one. What you typed was kept until then and stays here."));
    }
    Ok(())
}

/// The row under which somebody's typing is kept.
fn mine(change: &mut Change<'_>, source: Id) -> Result<Option<Transcription>> {
    let sql = "WHERE source = $1 AND state = 'typing' AND asked_by = $2";
    Ok(change.list(sql, bind![source, change.person()])?.pop())
}

fn begin(change: &mut Change<'_>, source: &Source) -> Result<Transcription> {
    let row = Transcription {
        id: change.new_id(),
        source: source.id,
        position: 0,
        state: Progress::Typing,
        begin_ms: None,
        end_ms: None,
        settings: serde_json::to_string(&Settings::default())?,
        provenance: String::new(),
        heard_ms: 0,
        total_ms: source.duration_ms.unwrap_or(0),
        spent_ms: 0,
        message: String::new(),
        worker: None,
        beat_at: None,
        asked_at: change.now(),
        asked_by: change.person(),
        ended_at: None,
    };
    change.insert(&row)?;
    Ok(row)
}

fn clear(change: &mut Change<'_>, row: Id) -> Result<()> {
    // Quietly: undoing a transcript must not bring its drafts back.
    change.write("DELETE FROM transcription_part WHERE transcription = $1", bind![row])?;
    change.write("DELETE FROM transcription WHERE id = $1", bind![row])?;
    change.touched("transcription");
    Ok(())
}

/// Paragraphs in one line each, none of which begins before the one in front of it.
fn in_order(lines: Vec<Typed>) -> Vec<Typed> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut before = 0;
    lines
        .into_iter()
        .map(|line| {
            before = line.begin_ms.max(before);
            Typed { begin_ms: before, speaker: one_line(&line.speaker), text: one_line(&line.text) }
        })
        .collect()
}

/// The same without what the key knows to name somebody: all at once, so that it is told once.
fn masked(change: &mut Change<'_>, lines: Vec<Typed>) -> Result<Vec<Typed>> {
    let all: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let all = all.join("\n");
    if all.trim().is_empty() {
        return Ok(lines);
    }
    let (clean, _) = replaced(change, all, Vec::new())?;
    if clean.split('\n').count() != lines.len() {
        return Ok(lines);
    }
    let clean = clean.split('\n').map(ToOwned::to_owned);
    Ok(lines.into_iter().zip(clean).map(|(line, text)| Typed { text, ..line }).collect())
}

/// A part keeps who speaks in front of the words, parted by a tab, which no typed word holds.
fn store(row: &Transcription, at: usize, line: &Typed) -> Part {
    Part {
        id: row.id,
        transcription: row.id,
        source: row.source,
        position: i64::try_from(at + 1).unwrap_or(i64::MAX),
        begin_ms: line.begin_ms,
        end_ms: line.begin_ms,
        text: format!("{}\t{}", line.speaker, line.text),
        words: None,
        confidence: None,
        doubt: None,
        bookmark: None,
    }
}

fn read(part: &Part) -> Typed {
    let (speaker, text) = part.text.split_once('\t').unwrap_or(("", &part.text));
    Typed { begin_ms: part.begin_ms, speaker: speaker.to_owned(), text: text.to_owned() }
}

/// Stores what was typed as the transcript and takes the draft away, in one change. No person calls
/// this by name: it is `transcript.write`, and undone like it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct Finish {
    source: Id,
    lines: Vec<Typed>,
    #[serde(default)]
    known: Option<i64>,
}

impl Operation for Finish {
    const NAME: &'static str = "transcript.write";
    const SUMMARY: &'static str = "Stores what was heard of a recording";
    type Outcome = Written;

    fn describe(&self) -> Json {
        serde_json::json!({ "source": self.source, "segments": self.lines.len() })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Written> {
        let source: Source = change.get(self.source)?;
        refuse(change, &source)?;
        if self.known.is_some() {
            refuse_unknown(&source, mine(change, source.id)?.as_ref(), self.known)?;
        }
        let mut lines = in_order(self.lines);
        lines.retain(|line| !line.text.is_empty());
        if lines.is_empty() {
            return Err(Error::invalid(
                "Nothing was typed yet, so there is no transcript to make.",
            )
            .hint("Type at least one paragraph. The recording stays as it is."));
        }
        let written = TranscriptWrite {
            source: source.id,
            said: said(&lines, source.duration_ms),
            begin_ms: None,
            end_ms: None,
            state: Standing::Typed,
            provenance: None,
            speaker: None,
        }
        .apply(change)?;
        change.say(format!("Typed the transcript of “{}”", source.name));
        if let Some(row) = mine(change, source.id)? {
            clear(change, row.id)?;
        }
        Ok(written)
    }
}

/// Each paragraph lasts until the next one begins.
fn said(lines: &[Typed], duration_ms: Option<i64>) -> Vec<Spoken> {
    let ends = lines.iter().skip(1).map(|next| Some(next.begin_ms));
    lines
        .iter()
        .zip(ends.chain([duration_ms]))
        .map(|(line, end)| Spoken {
            begin_ms: line.begin_ms,
            end_ms: end.unwrap_or(line.begin_ms).max(line.begin_ms),
            text: line.text.clone(),
            speaker: Some(line.speaker.clone()).filter(|name| !name.is_empty()),
            ..Spoken::default()
        })
        .collect()
}
