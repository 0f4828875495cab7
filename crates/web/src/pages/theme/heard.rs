//! A passage of a theme as its page shows it: whose words, from when, where to read and hear them.

use std::collections::HashSet;

use trefoil_core::bind;
use trefoil_core::codebook;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::theme::{ThemeCode, ThemeEvidence, ThemePassage};
use trefoil_core::trace::heard_at;

use super::places::Places;
use crate::words::{clock, short};

/// The last letter takes its time too, in milliseconds.
const TAIL: i64 = 150;

/// A passage that a theme gathers.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    pub(super) passage: Id,
    pub(super) source: Id,
    pub(super) source_name: String,
    /// `P3, voice note, week 6`.
    pub(super) from: String,
    /// When it is heard: `1:47 to 1:56`.
    pub(super) time: Option<String>,
    /// Where it can be heard.
    pub(super) play: Option<Play>,
    pub(super) text: String,
    /// What it is called where it has no words.
    pub(super) called: Option<String>,
    /// Its first words, to tell its buttons from those of others.
    pub(super) begins: String,
    /// Whether a researcher wrote it.
    pub(super) pen: bool,
    pub(super) quoted: bool,
    /// Why these words may not be quoted; empty where they may.
    pub(super) refusal: String,
    /// The codes through which the theme gathers it.
    pub(super) through: Vec<String>,
}

/// A stretch of a recording, in milliseconds; it ends at 0 where its end is not known.
#[derive(Debug, Clone)]
pub(super) struct Play {
    pub(super) media: Id,
    pub(super) from: i64,
    pub(super) to: i64,
}

impl Heard {
    /// Whether releasing it takes it out of the theme.
    pub(super) fn by_itself(&self) -> bool {
        self.through.is_empty()
    }

    /// Whether it may be chosen as a quote.
    pub(super) fn can_be_chosen(&self) -> bool {
        self.refusal.is_empty() && !self.quoted && self.called.is_none()
    }
}

/// What a theme gathers by its codes, read once for all its passages.
pub(super) struct Gathers {
    /// The codes, and the codes beneath them.
    codes: HashSet<Id>,
    /// The codes alone, as they were gathered.
    pub(super) own: Vec<Id>,
    /// The passages it gathers by themselves.
    pub(super) passages: HashSet<Id>,
}

impl Gathers {
    pub(super) fn read(reader: &Reader<'_>, theme: Id) -> Result<Self> {
        let rows: Vec<ThemeCode> = reader.list("WHERE theme = $1", bind![theme])?;
        let own: Vec<Id> = rows.iter().map(|row| row.code).collect();
        let mut codes = HashSet::new();
        for code in &own {
            codes.extend(codebook::with_descendants(reader, *code)?);
        }
        let held: Vec<ThemePassage> = reader.list("WHERE theme = $1", bind![theme])?;
        Ok(Self { codes, own, passages: held.into_iter().map(|row| row.passage).collect() })
    }

    /// The names of the codes through which a passage comes.
    fn through(&self, reader: &Reader<'_>, passage: Id) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT c.id, c.name FROM coding k JOIN code c ON c.id = k.code \
                   WHERE k.passage = $1 ORDER BY c.name, c.id";
        let mut names = Vec::new();
        for row in reader.query(sql, bind![passage])? {
            if self.codes.contains(&row.get(0)?) {
                names.push(row.get(1)?);
            }
        }
        Ok(names)
    }
}

/// Sets a passage; asks for its time and its codes, so it is for those that are shown.
pub(super) fn set(
    reader: &Reader<'_>,
    places: &Places,
    gathers: &Gathers,
    one: &ThemeEvidence,
) -> Result<Heard> {
    let (begin, end) = match (one.stretch, &one.called) {
        (Some((begin, end)), _) => (Some(begin), Some(end)),
        (None, Some(_)) => (None, None),
        (None, None) => (
            heard_at(reader, one.source, one.start)?,
            heard_at(reader, one.source, (one.end - 1).max(one.start))?,
        ),
    };
    let time = begin.map(|begin| match end.map(|end| clock(&end)) {
        Some(end) if end != clock(&begin) => format!("{} to {end}", clock(&begin)),
        _ => clock(&begin),
    });
    let media = places.of(one.source).and_then(|lies| lies.media);
    Ok(Heard {
        passage: one.passage,
        source: one.source,
        source_name: one.source_name.clone(),
        from: from(places, one),
        // What is called by its times does not say them twice.
        time: time.filter(|_| one.called.is_none()),
        play: media.map(|media| Play {
            media,
            from: begin.unwrap_or(0),
            to: end.map_or(0, |end| end + TAIL),
        }),
        begins: one.called.clone().unwrap_or_else(|| short(&one.text, 40)),
        called: one.called.clone(),
        text: one.text.clone(),
        pen: one.stream == "field_note",
        quoted: one.quoted,
        refusal: one.refusal.clone(),
        through: gathers.through(reader, one.passage)?,
    })
}

/// Whose words, in which stream, when.
fn from(places: &Places, one: &ThemeEvidence) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !one.participants.is_empty() {
        parts.push(one.participants.join(" and "));
    }
    if let Some(stream) = places.stream(one.source) {
        let lowered = stream.label.to_lowercase();
        parts.push(if parts.is_empty() { stream.label.clone() } else { lowered });
    }
    match places.of(one.source).and_then(|lies| lies.week) {
        Some(week) => parts.push(format!("week {week}")),
        None => parts.extend(one.date.as_deref().map(crate::words::day)),
    }
    parts.join(", ")
}
