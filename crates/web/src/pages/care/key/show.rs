//! The page of pseudonyms: who is written how, and how the key is kept.
//!
//! Lines that stand for the same are shown together. Names are on it only while this browser has
//! the key unlocked; otherwise it says whether a name is kept or only recognised.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;
use trefoil_core::care::pseudonym::{
    self, Entry, KeyAccess, KeyState, KeyStatus, Level, NameKind, status,
};
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::Lock;
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;
use crate::words::counted;

/// How many pseudonyms stand on one page.
const PAGE: usize = 200;

/// Which page is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    page: usize,
}

/// The page.
#[derive(Template)]
#[template(path = "care/key/show.html")]
struct ShowPage {
    frame: Frame,
    lock: Lock,
    status: KeyStatus,
    people: Vec<Participant>,
    written: Vec<Written>,
    /// The page that is shown, from 1, and how many there are.
    page: usize,
    pages: usize,
}

/// What is written in place of a name and its other spellings.
#[derive(Debug, Clone, PartialEq)]
struct Written {
    /// One of its lines.
    id: Id,
    replacement: String,
    kind: NameKind,
    level: Level,
    /// The participant, and what they are called.
    whose: Option<(Id, String)>,
    spellings: Vec<Entry>,
}

impl Written {
    /// What can be told of the words that it stands for, when the names are not shown.
    fn told(&self) -> String {
        let count = self.spellings.len() as i64;
        let kept = self.spellings.iter().filter(|one| one.kept).count() as i64;
        let known = self.spellings.iter().filter(|one| one.recognised).count() as i64;
        let words = counted(&count, "name", "names");
        match (known, kept) {
            (0, _) => format!("{words}, not recognised any more"),
            (_, 0) => format!("{words}, recognised and not kept"),
            (_, kept) if kept == count => format!("{words}, kept sealed"),
            (_, kept) => format!("{words}, {kept} kept sealed"),
        }
    }

    /// Whether a level is the chosen one.
    fn is_at(&self, level: &Level) -> bool {
        self.level == *level
    }

    fn is_kind(&self, kind: &NameKind) -> bool {
        self.kind == *kind
    }
}

/// What a kind of word is called.
fn kind_words(kind: &NameKind) -> &'static str {
    match kind {
        NameKind::Participant => "a participant",
        NameKind::Person => "somebody else",
        NameKind::Sender => "a sender in a chat",
        NameKind::Phone => "a telephone number",
        NameKind::Place => "a place",
        NameKind::Organisation => "an organisation",
        NameKind::NotAName => "no name",
        NameKind::Other => "something else",
    }
}

/// From which level on something is replaced, in words.
pub(crate) fn level_words(level: &Level) -> &'static str {
    match level {
        Level::Raw => "never",
        Level::Direct => "in the text itself",
        Level::Indirect => "in coarsened copies and quotes",
        Level::Public => "in public quotes only",
    }
}

impl ShowPage {
    fn levels(&self) -> &'static [Level] {
        &[Level::Direct, Level::Indirect, Level::Public]
    }

    fn kinds(&self) -> impl Iterator<Item = &'static NameKind> {
        NameKind::ALL.iter().filter(|kind| **kind != NameKind::NotAName)
    }

    fn state(&self) -> &'static str {
        match self.status.state {
            None => "No key yet",
            Some(KeyState::Open) => "Open",
            Some(KeyState::Sealed) if self.lock == Lock::Unlocked => "Sealed, and unlocked here",
            Some(KeyState::Sealed) => "Sealed",
            Some(KeyState::Destroyed) => "Destroyed",
        }
    }
}

/// Shows the page.
pub(super) async fn show(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let access = desk.key();
    let read = desk.look(Station::Care, "Pseudonyms and key", move |reader| {
        let (lock, access) = Lock::read(reader, access)?;
        let written = written(reader, access.as_ref())?;
        Ok((lock, status(reader)?, participant::list(reader)?, written))
    });
    let (frame, (lock, status, people, written)) = read.await?;
    let pages = written.len().div_ceil(PAGE).max(1);
    let page = asked.page.clamp(1, pages);
    let written = written.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
    desk.page(&ShowPage { frame, lock, status, people, written, page, pages })
}

/// All pseudonyms, lines that stand for the same together.
fn written(reader: &Reader<'_>, access: Option<&KeyAccess>) -> Result<Vec<Written>> {
    let mut all: Vec<Written> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for entry in pseudonym::entries(reader, access)? {
        let same = (entry.participant, entry.replacement.clone());
        let at = *places.entry(same).or_insert_with(|| {
            all.push(Written {
                id: entry.id,
                replacement: entry.replacement.clone(),
                kind: entry.kind,
                level: entry.level,
                whose: entry.participant.zip(entry.participant_name.clone()),
                spellings: Vec::new(),
            });
            all.len() - 1
        });
        all[at].spellings.push(entry);
    }
    Ok(all)
}
