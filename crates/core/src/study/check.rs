//! Checking a study: that its storage is whole and that everything it says hangs together.
//!
//! Looks at the engine's own integrity, every reference between rows, every text and passage word
//! for word, every segment, what is known of participants and sources, every recording byte by
//! byte, the codebook and the model for circles, and the history. Nothing is changed; what is found is listed with noun, id and what is wrong.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Study, tables};
use crate::bind;
use crate::care::redaction::{Decision, Redaction, bracketed};
use crate::coding::Passage;
use crate::corpus::attribute;
use crate::corpus::expectation::{self, Expectation};
use crate::corpus::media::Media;
use crate::corpus::source::Source;
use crate::error::Result;
use crate::id::Id;
use crate::memo::Memo;
use crate::span::{Ruler, Span};
use crate::storage::{Engine, Reader};
use crate::transcript::{Revision, Segment, landmark};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The noun.
    pub noun: String,
    /// Which one, when it is one.
    pub id: Option<Id>,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// What was looked at and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// How many rows were looked at.
    pub rows: i64,
    /// How many passages were compared with their text.
    pub passages: usize,
    /// How many recordings were read.
    pub media: usize,
    /// What is wrong; empty when nothing is.
    pub findings: Vec<Finding>,
}

impl Study {
    /// Checks everything; see the module.
    pub fn check(&self) -> Result<Checked> {
        self.read_whole(check)
    }
}

/// Checks everything inside one reading.
pub fn check(reader: &Reader<'_>) -> Result<Checked> {
    let mut checked = Checked { rows: 0, passages: 0, media: 0, findings: Vec::new() };
    storage(reader, &mut checked)?;
    references(reader, &mut checked)?;
    memos(reader, &mut checked)?;
    texts(reader, &mut checked)?;
    known(reader, &mut checked)?;
    media(reader, &mut checked)?;
    for (noun, links) in LINKS {
        for id in in_circles(reader, links)? {
            checked.found(noun, Some(id), "It lies in or behind a circle.");
        }
    }
    history(reader, &mut checked)?;
    Ok(checked)
}

impl Checked {
    fn found(&mut self, noun: &str, id: Option<Id>, message: impl Into<String>) {
        self.findings.push(Finding { noun: noun.to_owned(), id, message: message.into() });
    }
}

/// The engine's own look at its pages and indexes.
fn storage(reader: &Reader<'_>, checked: &mut Checked) -> Result<()> {
    if reader.connection().engine() == Engine::Sqlite {
        for row in reader.query("PRAGMA integrity_check", &[])? {
            let answer: String = row.get(0)?;
            if answer != "ok" {
                checked.found("storage", None, answer);
            }
        }
    }
    Ok(())
}

/// Every column that names a row of another table names one that is there.
fn references(reader: &Reader<'_>, checked: &mut Checked) -> Result<()> {
    for table in tables::ALL {
        checked.rows += reader.number(&format!("SELECT COUNT(*) FROM {}", table.name), &[])?;
        for column in table.columns {
            let Some(target) = column.references else { continue };
            let sql = format!(
                "SELECT t.id FROM {} t WHERE t.\"{}\" IS NOT NULL AND NOT EXISTS \
                 (SELECT 1 FROM {target} r WHERE r.id = t.\"{}\") ORDER BY t.id",
                table.name, column.name, column.name
            );
            for row in reader.query(&sql, &[])? {
                let message = format!("Its {} is not there.", column.name);
                checked.found(table.name, Some(row.get(0)?), message);
            }
        }
    }
    Ok(())
}

/// Memos name their target by noun and id, so the engine cannot guard them.
fn memos(reader: &Reader<'_>, checked: &mut Checked) -> Result<()> {
    for memo in reader.list::<Memo>("ORDER BY id", &[])? {
        let there = match tables::by_name(&memo.noun) {
            None => false,
            Some(table) => {
                let sql = format!("SELECT COUNT(*) FROM {} WHERE id = $1", table.name);
                reader.number(&sql, bind![memo.target])? > 0
            }
        };
        if !there {
            let message = format!("The {} that it is about is not there.", memo.noun);
            checked.found("memo", Some(memo.id), message);
        }
    }
    Ok(())
}

/// What is known of participants and sources, and what is expected.
fn known(reader: &Reader<'_>, checked: &mut Checked) -> Result<()> {
    for (id, message) in attribute::unreadable(reader)? {
        checked.found("attribute_value", Some(id), message);
    }
    for one in reader.list::<Expectation>("ORDER BY id", &[])? {
        if expectation::check(&one).is_err() {
            checked.found("expectation", Some(one.id), "Its weeks or its count cannot be.");
        }
    }
    Ok(())
}

/// Texts, passages and segments of one source at a time.
fn texts(reader: &Reader<'_>, checked: &mut Checked) -> Result<()> {
    for source in reader.list::<Source>("ORDER BY id", &[])? {
        let revisions: Vec<Revision> =
            reader.list("WHERE source = $1 ORDER BY number", bind![source.id])?;
        for (revision, number) in revisions.iter().zip(1..) {
            if revision.number != number {
                checked.found("revision", Some(revision.id), "A revision before it is missing.");
            }
            if revision.text.contains(['\r', '\0']) || revision.text.starts_with('\u{feff}') {
                let message = "Its text has CR line ends, U+0000 or a byte order mark.";
                checked.found("revision", Some(revision.id), message);
            }
        }
        let current = revisions.last();
        if source.revision != current.map(|revision| revision.id) {
            checked.found("source", Some(source.id), "It does not name its newest revision.");
        }
        wordless(reader, &source, checked)?;
        let Some(current) = current else { continue };
        let ruler = Ruler::new(&current.text);
        landmarks(reader, current, &ruler, checked)?;
        passages(reader, &source, current, &ruler, checked)?;
        segments(reader, &source, current, &ruler, checked)?;
        redactions(reader, current, &ruler, checked)?;
    }
    Ok(())
}

fn passages(
    reader: &Reader<'_>,
    source: &Source,
    current: &Revision,
    ruler: &Ruler<'_>,
    checked: &mut Checked,
) -> Result<()> {
    let sql = "WHERE source = $1 AND revision IS NOT NULL";
    for passage in reader.list::<Passage>(sql, bind![source.id])? {
        checked.passages += 1;
        if passage.revision != Some(current.id) {
            let message = "It counts in a revision that is not its source's newest.";
            checked.found("passage", Some(passage.id), message);
            continue;
        }
        let empty = passage.start == passage.end
            && (0..=ruler.length()).contains(&passage.start)
            && passage.text.is_empty();
        if !empty && ruler.words(passage.span()).ok() != Some(&passage.text) {
            let message = format!(
                "Its words are not those from {} to {} of “{}”.",
                passage.start, passage.end, source.name
            );
            checked.found("passage", Some(passage.id), message);
        }
    }
    Ok(())
}

/// Passages that are no words: stretches of the recording, or the source as a whole.
fn wordless(reader: &Reader<'_>, source: &Source, checked: &mut Checked) -> Result<()> {
    let sql = "WHERE source = $1 AND revision IS NULL";
    for passage in reader.list::<Passage>(sql, bind![source.id])? {
        checked.passages += 1;
        let (begin, end) = (passage.begin_ms.unwrap_or(0), passage.end_ms.unwrap_or(0));
        if begin < 0 || end < begin || passage.begin_ms.is_some() != passage.end_ms.is_some() {
            checked.found("passage", Some(passage.id), "It ends before it begins.");
        }
        if passage.start != 0 || passage.end != 0 || !passage.text.is_empty() {
            checked.found("passage", Some(passage.id), "It has words, but of no revision.");
        }
    }
    Ok(())
}

fn landmarks(
    reader: &Reader<'_>,
    current: &Revision,
    ruler: &Ruler<'_>,
    checked: &mut Checked,
) -> Result<()> {
    for landmark in landmark::list(reader, current.source)? {
        if landmark.revision != current.id {
            let message = "It counts in a revision that is not the newest.";
            checked.found("landmark", Some(landmark.id), message);
        } else if !inside(ruler, landmark.span()) {
            checked.found("landmark", Some(landmark.id), "It reaches beyond its source's text.");
        }
    }
    Ok(())
}

fn segments(
    reader: &Reader<'_>,
    source: &Source,
    current: &Revision,
    ruler: &Ruler<'_>,
    checked: &mut Checked,
) -> Result<()> {
    for segment in crate::transcript::segments(reader, source.id)? {
        let Segment { id, start, end, begin_ms, end_ms, revision, .. } = segment;
        if revision != current.id {
            checked.found("segment", Some(id), "It counts in a revision that is not the newest.");
        }
        if !inside(ruler, Span::new(start, end)) {
            checked.found("segment", Some(id), "It reaches beyond its source's text.");
        }
        if begin_ms.zip(end_ms).is_some_and(|(begin, end)| end < begin) {
            checked.found("segment", Some(id), "It ends before it begins.");
        }
    }
    Ok(())
}

/// Every decision counts in the newest wording, and what was replaced stands there.
fn redactions(
    reader: &Reader<'_>,
    current: &Revision,
    ruler: &Ruler<'_>,
    checked: &mut Checked,
) -> Result<()> {
    let rows: Vec<Redaction> =
        reader.list("WHERE source = $1 ORDER BY id", bind![current.source])?;
    for row in rows {
        if row.revision != current.id {
            let message = "It counts in a revision that is not the newest.";
            checked.found("redaction", Some(row.id), message);
        } else if !inside(ruler, row.span()) || row.start == row.end {
            checked.found("redaction", Some(row.id), "It covers no words of its source's text.");
        } else if row.state == Decision::Applied
            && ruler.words(row.span()).ok() != Some(&*bracketed(&row.replacement))
        {
            checked.found("redaction", Some(row.id), "Its replacement does not stand in the text.");
        }
    }
    Ok(())
}

fn inside(ruler: &Ruler<'_>, span: Span) -> bool {
    0 <= span.start && span.start <= span.end && span.end <= ruler.length()
}

/// Every recording is there to the last byte and is the one it was.
fn media(reader: &Reader<'_>, checked: &mut Checked) -> Result<()> {
    for media in reader.list::<Media>("ORDER BY id", &[])? {
        checked.media += 1;
        let (mut digest, mut bytes, mut position) = (Sha256::new(), 0, 0_i64);
        loop {
            let sql = "SELECT content FROM media_chunk WHERE media = $1 AND position = $2";
            let rows = reader.query(sql, bind![media.id, position])?;
            let Some(row) = rows.first() else { break };
            let chunk: Vec<u8> = row.get(0)?;
            bytes += chunk.len() as i64;
            digest.update(&chunk);
            position += 1;
        }
        if bytes != media.bytes || digest.finalize()[..] != media.sha256[..] {
            checked.found("media", Some(media.id), "Its bytes are not the ones that were stored.");
        }
    }
    Ok(())
}

/// Nouns whose links must not go in a circle, and the links.
pub(super) const LINKS: &[(&str, &str)] = &[
    ("code", "SELECT id, parent FROM code WHERE parent IS NOT NULL"),
    ("condition", "SELECT condition, needs FROM condition_need"),
];

/// What lies in or behind a circle of links, in order of ids.
pub(super) fn in_circles(reader: &Reader<'_>, links: &str) -> Result<Vec<Id>> {
    let mut next: HashMap<Id, Vec<Id>> = HashMap::new();
    let mut open: HashMap<Id, usize> = HashMap::new();
    for row in reader.query(links, &[])? {
        let (from, to): (Id, Id) = (row.get(0)?, row.get(1)?);
        next.entry(from).or_default().push(to);
        *open.entry(to).or_default() += 1;
        open.entry(from).or_default();
    }
    // Take away whatever nothing points at, again and again; what stays is in a circle.
    let mut free: Vec<Id> =
        open.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
    let mut left: HashSet<Id> = open.keys().copied().collect();
    while let Some(id) = free.pop() {
        left.remove(&id);
        for to in next.get(&id).into_iter().flatten() {
            if let Some(count) = open.get_mut(to) {
                *count -= 1;
                if *count == 0 {
                    free.push(*to);
                }
            }
        }
    }
    let mut left: Vec<Id> = left.into_iter().collect();
    left.sort();
    Ok(left)
}

/// The history can be walked: its images name nouns that exist and can be read.
fn history(reader: &Reader<'_>, checked: &mut Checked) -> Result<()> {
    for row in reader.query("SELECT DISTINCT noun FROM undo_image ORDER BY noun", &[])? {
        let noun: String = row.get(0)?;
        if tables::by_name(&noun).is_none() {
            checked.found("history", None, format!("It names an unknown noun, {noun}."));
        }
    }
    let beyond = "SELECT h.id FROM history h WHERE h.number > (SELECT number FROM change_number)";
    for row in reader.query(beyond, &[])? {
        checked.found("history", Some(row.get(0)?), "It is newer than the study's change number.");
    }
    Ok(())
}
