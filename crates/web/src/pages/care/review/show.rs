//! The finds of one source beside its text: the one that is looked at as a card, the others as a
//! list, and what was decided before.
//!
//! The address says from which code point on the next find is looked for, so that after a decision
//! the page goes on by itself, with scripts and without.

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;
use trefoil_core::bind;
use trefoil_core::care::pseudonym::{KeyAccess, Level};
use trefoil_core::care::redaction::{Decision, InSource, Open as Found, Redaction, Rule};
use trefoil_core::corpus::source::{self, Source};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::span::Span;
use trefoil_core::storage::Reader;
use trefoil_core::transcript;

use super::marked::{Bit, Kind, Stretch, apart, cut};
use super::queue;
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::care::Marks;
use crate::pages::care::key::Lock;
use crate::pages::source::blocks::blocks;
use crate::pages::source::closed::{self, Closed};
use crate::state::Open;
use crate::trouble::Answer;
use crate::words::lately;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// From which code point on the next find is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    from: i64,
}

/// The page.
#[derive(Template)]
#[template(path = "care/review/show.html")]
struct ShowPage {
    frame: Frame,
    room: Room,
}

/// What is shown of a source.
#[derive(Debug)]
struct Room {
    lock: Lock,
    source: Source,
    /// The finds that are open; nothing where there is no text.
    queue: Option<InSource>,
    /// Which of them is looked at.
    at: usize,
    blocks: Vec<Block>,
    decided: Vec<Decided>,
    /// The source after this one in which something is open.
    next: Option<(Id, String)>,
    now: i64,
}

/// A stretch of the text that is shown together.
#[derive(Debug)]
struct Block {
    speaker: Option<String>,
    heading: bool,
    bits: Vec<Bit>,
}

/// A decision that was made.
#[derive(Debug)]
struct Decided {
    row: Redaction,
    /// The words that stand there now.
    words: String,
    /// The rule in words.
    rule: &'static str,
}

impl Room {
    fn finds(&self) -> &[Found] {
        self.queue.as_ref().map_or(&[], |queue| &queue.finds)
    }

    /// The revision that positions count in.
    fn revision(&self) -> String {
        self.queue.as_ref().map(|one| one.revision.to_string()).unwrap_or_default()
    }

    fn current(&self) -> Option<&Found> {
        self.finds().get(self.at)
    }

    /// The find before the current one, and the one behind it, going round.
    fn before(&self) -> Option<i64> {
        let count = self.finds().len();
        (count > 1).then(|| self.finds()[(self.at + count - 1) % count].find.span.start)
    }

    fn after(&self) -> Option<i64> {
        let count = self.finds().len();
        (count > 1).then(|| self.finds()[(self.at + 1) % count].find.span.start)
    }

    fn done(&self) -> usize {
        self.queue.as_ref().map_or(0, |one| one.applied + one.standing + one.refused)
    }

    fn total(&self) -> usize {
        self.done() + self.finds().len()
    }

    /// The rules by which something is open here, with how many finds.
    fn rules(&self) -> Vec<(Rule, i64)> {
        let mut rules: std::collections::BTreeMap<Rule, i64> = std::collections::BTreeMap::new();
        for found in self.finds() {
            *rules.entry(found.find.rule).or_default() += 1;
        }
        rules.into_iter().collect()
    }

    fn levels(&self) -> &'static [Level] {
        &[Level::Direct, Level::Indirect, Level::Public]
    }

    /// How far accepting everywhere reaches.
    fn everywhere(&self, found: &Found) -> String {
        match found.alike {
            0 => "Accept, and in later imports".to_owned(),
            1 => "Accept everywhere: 1 more place".to_owned(),
            more => format!("Accept everywhere: {more} more places"),
        }
    }

    /// When a decision was made.
    fn when(&self, at: &i64) -> String {
        lately(at, &self.now)
    }
}

impl Decided {
    fn state(&self) -> &'static str {
        match self.row.state {
            Decision::Applied => "replaced in the text",
            Decision::Standing => "replaced in what leaves the study",
            Decision::Refused => "refused: it stays",
        }
    }

    /// Whether it can be taken back here: what changed the text is undone or corrected.
    fn can_be_taken_back(&self) -> bool {
        self.row.state != Decision::Applied
    }
}

/// What is seen of a source.
enum Seen {
    Open(Box<Room>),
    Closed(Box<Closed>),
}

/// Shows the finds of a source beside its text.
pub(super) async fn show(
    desk: Desk,
    Path(Of { id }): Path<Of>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (open, access, now) = (desk.open.clone(), desk.key(), desk.now());
    let read = desk.look(Station::Care, "Review", move |reader| {
        let source: Source = reader.get(id)?;
        let marks = Marks::read(reader)?;
        if let Some(closed) = closed::closed(reader, &marks, &source)? {
            return Ok(Seen::Closed(Box::new(closed)));
        }
        let mut room = room(reader, &open, access, source, asked.from)?;
        room.now = now;
        Ok(Seen::Open(Box::new(room)))
    });
    let (mut frame, seen) = read.await?;
    match seen {
        Seen::Open(room) => {
            frame.title = format!("Review of {}", room.source.name);
            desk.page(&ShowPage { frame, room: *room })
        }
        Seen::Closed(room) => {
            frame.title = "Review of a closed source".into();
            closed::page(&desk, frame, *room)
        }
    }
}

fn room(
    reader: &Reader<'_>,
    open: &Open,
    access: Option<KeyAccess>,
    source: Source,
    from: i64,
) -> Result<Room> {
    let (lock, access) = Lock::read(reader, access)?;
    let mut all = queue(reader, open, access.as_ref(), &[])?.sources;
    let place = all.iter().position(|one| one.source == source.id);
    let is_open = |one: &&InSource| one.source != source.id && !one.finds.is_empty();
    let next = place.and_then(|place| {
        let later = all[place + 1..].iter().chain(&all[..place]).find(is_open);
        later.map(|one| (one.source, one.name.clone()))
    });
    let queue = place.map(|place| all.swap_remove(place));
    let finds: Vec<Span> =
        queue.iter().flat_map(|one| &one.finds).map(|found| found.find.span).collect();
    let at = finds.iter().position(|span| span.start >= from).unwrap_or(0);
    let text = source::text(reader, source.id)?.map(|text| text.text).unwrap_or_default();
    let rows: Vec<Redaction> =
        reader.list("WHERE source = $1 ORDER BY \"start\", id", bind![source.id])?;
    let stretches = apart(&finds, rows.iter().map(stretch).collect());
    let blocks = laid_out(reader, &source, &text, &stretches)?;
    let decided = decided(&text, rows);
    Ok(Room { lock, source, queue, at, blocks, decided, next, now: 0 })
}

fn stretch(row: &Redaction) -> Stretch {
    let kind = match row.state {
        Decision::Applied => Kind::Applied,
        Decision::Standing => Kind::Standing,
        Decision::Refused => Kind::Refused,
    };
    (row.span(), kind)
}

fn laid_out(
    reader: &Reader<'_>,
    source: &Source,
    text: &str,
    stretches: &[Stretch],
) -> Result<Vec<Block>> {
    let segments = transcript::segments(reader, source.id)?;
    let speakers = transcript::speakers(reader, source.id)?;
    let laid = blocks(text, &segments, &speakers).into_iter().map(|block| {
        let words: String = block.pieces.iter().map(|piece| piece.text.as_str()).collect();
        Block {
            bits: cut(block.start, &words, stretches),
            speaker: block.speaker,
            heading: block.heading,
        }
    });
    Ok(laid.collect())
}

fn decided(text: &str, rows: Vec<Redaction>) -> Vec<Decided> {
    let ruler = trefoil_core::span::Ruler::new(text);
    rows.into_iter()
        .map(|row| Decided {
            words: ruler.words(row.span()).map(ToOwned::to_owned).unwrap_or_default(),
            rule: row.rule.parse().map_or("", Rule::words),
            row,
        })
        .collect()
}
