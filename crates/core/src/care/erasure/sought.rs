//! What the proof looks for: words and stretches of sound that are in the study now and must not
//! be afterwards.

use super::doomed::Doomed;
use super::texts;
use crate::bind;
use crate::care::phrase::Phrases;
use crate::corpus::media::CHUNK;
use crate::error::Result;
use crate::id::Id;
use crate::study::Change;

/// How many stretches of one text are looked for.
const OF_A_TEXT: usize = 12;

/// How many stretches are looked for in all.
const IN_ALL: usize = 4_000;

/// Notes in memory what is about to be erased.
pub(super) fn note(change: &mut Change<'_>, doomed: &Doomed) -> Result<()> {
    let mut words: Vec<String> = Vec::new();
    for text in &doomed.texts {
        words.extend(doomed.said.samples(text, OF_A_TEXT));
    }
    words.extend(written(change, doomed)?);
    words.extend(names(change, doomed)?);
    words.sort();
    words.dedup();
    words = spread(words, IN_ALL);
    let mut bytes = Vec::new();
    for media in &doomed.media {
        bytes.extend(stretches(change, *media)?);
    }
    for id in &doomed.pseudonyms {
        let sql = "SELECT keyed_hash, sealed FROM pseudonym WHERE id = $1";
        for row in change.query(sql, bind![*id])? {
            let both: [Option<Vec<u8>>; 2] = [row.get(0)?, row.get(1)?];
            bytes.extend(both.into_iter().flatten().filter(|one| one.len() >= 16));
        }
    }
    change.gone(|gone| {
        gone.words.extend(words);
        gone.bytes.extend(bytes);
    });
    Ok(())
}

fn spread(all: Vec<String>, most: usize) -> Vec<String> {
    let step = all.len().div_ceil(most).max(1);
    all.into_iter().step_by(step).collect()
}

/// What researchers wrote in memos and values that go, unless it also stands in a text that stays.
fn written(change: &Change<'_>, doomed: &Doomed) -> Result<Vec<String>> {
    let mut phrases = Phrases::default();
    let values = values(change, doomed)?;
    for value in &values {
        phrases.add(value, 3);
    }
    for memo in &doomed.memos {
        phrases.add(&memo.text, 3);
        phrases.add(&memo.title, 3);
    }
    if phrases.is_empty() {
        return Ok(Vec::new());
    }
    texts::each(change, &doomed.gone(), |written| phrases.leave_out(&written.text))?;
    let still: Vec<Id> = doomed.sources().collect();
    for row in change.query("SELECT source, text FROM revision ORDER BY id", &[])? {
        if !still.contains(&row.get(0)?) {
            phrases.leave_out(&row.get::<String>(1)?);
        }
    }
    for row in change.query("SELECT summary FROM history", &[])? {
        phrases.leave_out(&row.get::<String>(0)?);
    }
    let texts = doomed.memos.iter().map(|memo| &memo.text).chain(&values);
    Ok(texts.flat_map(|text| phrases.samples(text, OF_A_TEXT)).collect())
}

/// What was known of the person, or of sources that go.
fn values(change: &Change<'_>, doomed: &Doomed) -> Result<Vec<String>> {
    let mut values = Vec::new();
    for id in &doomed.values {
        for row in change.query("SELECT value FROM attribute_value WHERE id = $1", bind![*id])? {
            values.push(row.get(0)?);
        }
    }
    Ok(values)
}

/// The names of sources and files that go, where nothing that stays has them in it.
fn names(change: &Change<'_>, doomed: &Doomed) -> Result<Vec<String>> {
    const LONG_ENOUGH: usize = 8;
    let wholes = doomed.targets.iter().filter(|target| target.whole);
    let mut names: Vec<String> = wholes
        .flat_map(|target| [Some(target.source.name.clone()), target.source.file_name.clone()])
        .flatten()
        .filter(|name| name.chars().count() >= LONG_ENOUGH && !name.contains(['"', '\\']))
        .collect();
    let mut leave_out = |text: &str| names.retain(|name| !text.contains(name.as_str()));
    texts::each(change, &doomed.gone(), |written| leave_out(&written.text))?;
    let gone = doomed.gone();
    for row in change.query("SELECT id, name, file_name, origin, sender FROM source", &[])? {
        if !gone.contains(&row.get::<Id>(0)?) {
            for column in 1..5 {
                leave_out(&row.get::<Option<String>>(column)?.unwrap_or_default());
            }
        }
    }
    for (noun, column) in [
        ("output", "file_name"),
        ("code", "name"),
        ("theme", "name"),
        ("person", "name"),
        ("participant", "name"),
        ("speaker", "name"),
    ] {
        for row in change.query(&format!("SELECT {column} FROM {noun}"), &[])? {
            leave_out(&row.get::<String>(0)?);
        }
    }
    for row in change.query("SELECT source, text FROM revision", &[])? {
        if !doomed.targets.iter().any(|one| one.whole && Some(one.source.id) == row.get(0).ok()) {
            leave_out(&row.get::<String>(1)?);
        }
    }
    Ok(names)
}

/// A few stretches out of the middle of a recording; silence and padding tell nothing.
fn stretches(change: &Change<'_>, media: Id) -> Result<Vec<Vec<u8>>> {
    const LENGTH: usize = 48;
    const DIFFERENT: usize = 24;
    let pieces =
        change.number("SELECT COUNT(*) FROM media_chunk WHERE media = $1", bind![media])?;
    let mut found = Vec::new();
    for position in [0, pieces / 2, pieces - 1] {
        let sql = "SELECT content FROM media_chunk WHERE media = $1 AND position = $2";
        let rows = change.query(sql, bind![media, position])?;
        let Some(row) = rows.first() else { continue };
        let content: Vec<u8> = row.get(0)?;
        debug_assert!(content.len() <= CHUNK, "a piece is one mebibyte at most");
        let from = content.len() / 3;
        let varied = |stretch: &&[u8]| {
            stretch.iter().collect::<std::collections::HashSet<_>>().len() >= DIFFERENT
        };
        let mut windows = content[from..].chunks_exact(LENGTH);
        found.extend(windows.find(varied).map(<[u8]>::to_vec));
    }
    found.sort();
    found.dedup();
    Ok(found)
}
