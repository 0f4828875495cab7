//! What a transcript says, turn by turn, in words that may leave.

use std::collections::HashMap;

use super::{Format, without_times};
use crate::care::consent::{self, Medium};
use crate::care::output::Release;
use crate::corpus::source::{self, Source};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::span::{Ruler, Span};
use crate::storage::Reader;
use crate::study;
use crate::transcript::{self, Standing};

/// A transcript that leaves the study.
pub(super) struct Transcript {
    pub(super) study: String,
    pub(super) synthetic: bool,
    pub(super) name: String,
    pub(super) date: Option<String>,
    pub(super) participants: Vec<String>,
    pub(super) duration_ms: Option<i64>,
    pub(super) standing: Option<Standing>,
    /// How many segments are doubted.
    pub(super) doubted: usize,
    pub(super) turns: Vec<Turn>,
}

/// Something that was said without a break, or words that no segment covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) begin_ms: Option<i64>,
    pub(super) end_ms: Option<i64>,
    pub(super) speaker: Option<String>,
    pub(super) text: String,
}

/// Refuses what has nothing to write, before anything is written down.
pub(super) fn refuse_without_words(reader: &Reader<'_>, id: Id, format: Format) -> Result<()> {
    let source: Source = reader.get(id)?;
    consent::refuse_closed(reader, id, Medium::Text)?;
    if source.revision.is_none() {
        return Err(Error::conflict(format!("“{}” has no transcript yet.", source.name))
            .hint("Have it transcribed, type it or attach one. Nothing left the study."));
    }
    let timed = || -> Result<bool> {
        let segments = transcript::segments(reader, id)?;
        Ok(segments.iter().any(|one| one.begin_ms.is_some() && one.start < one.end))
    };
    if format.is_timed() && !timed()? {
        return Err(without_times(&source.name));
    }
    Ok(())
}

impl Transcript {
    pub(super) fn read(reader: &Reader<'_>, release: &Release, id: Id) -> Result<Self> {
        let about = study::about(reader)?;
        let listed = source::list(reader)?.into_iter().find(|one| one.source.id == id);
        let listed = listed.ok_or_else(|| Error::not_found("The source is not there any more."))?;
        let segments = transcript::segments(reader, id)?;
        Ok(Self {
            study: about.title,
            synthetic: about.synthetic,
            name: listed.source.name,
            date: listed.source.date,
            participants: listed.participants.into_iter().map(|one| one.name).collect(),
            duration_ms: listed.source.duration_ms,
            standing: transcript::standing(reader, id)?.map(|step| step.state),
            doubted: segments.iter().filter(|one| one.doubt.is_some()).count(),
            turns: turns(reader, release, id)?,
        })
    }

    /// What stands above the words: the name, what is known of the source, how far the words can be
    /// trusted.
    pub(super) fn head(&self) -> Vec<String> {
        let mut facts = vec![self.study.clone()];
        facts.extend(self.date.clone());
        facts.extend(self.duration_ms.map(length));
        facts.extend(self.participants.iter().cloned());
        let mut head = vec![self.name.clone(), facts.join(" · ")];
        head.extend(self.standing.map(|standing| match self.doubted {
            0 => format!("{}.", first_large(standing.told())),
            1 => format!("{}; 1 stretch is doubted.", first_large(standing.told())),
            many => format!("{}; {many} stretches are doubted.", first_large(standing.told())),
        }));
        if self.synthetic {
            head.push("Synthetic data for demonstration.".to_owned());
        }
        head
    }
}

/// Never as a moment, which a reader of transcripts would take for one of the text.
fn length(ms: i64) -> String {
    match ms / 1000 {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds => format!("{} min", (seconds + 30) / 60),
    }
}

fn first_large(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The segments of a text in order, and between them what lies in none.
fn turns(reader: &Reader<'_>, release: &Release, source: Id) -> Result<Vec<Turn>> {
    let text = source::text(reader, source)?.map(|text| text.text).unwrap_or_default();
    let names: HashMap<Id, String> =
        transcript::speakers(reader, source)?.into_iter().map(|one| (one.id, one.name)).collect();
    let ruler = Ruler::new(&text);
    let shown = |span: Span| -> Result<String> {
        Ok(release.words(source, span, ruler.words(span)?).trim().to_owned())
    };
    let beside = |text: String| Turn { begin_ms: None, end_ms: None, speaker: None, text };
    let (mut turns, mut done) = (Vec::new(), 0);
    for segment in transcript::segments(reader, source)? {
        if segment.start > done {
            turns.push(beside(shown(Span::new(done, segment.start))?));
        }
        if segment.end > done {
            turns.push(Turn {
                begin_ms: segment.begin_ms,
                end_ms: segment.end_ms,
                speaker: segment.speaker.and_then(|id| names.get(&id).cloned()),
                text: shown(Span::new(segment.start.max(done), segment.end))?,
            });
            done = segment.end;
        }
    }
    let end = text.chars().count() as i64;
    if end > done {
        turns.push(beside(shown(Span::new(done, end))?));
    }
    turns.retain(|turn| !turn.text.is_empty());
    Ok(turns)
}
