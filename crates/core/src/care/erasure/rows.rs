//! Taking rows away: with statements of their own, leaving no images.

use super::doomed::{Doomed, blanked};
use super::target::{Target, TextFate};
use super::texts::WRITTEN;
use super::{Scope, Wish};
use crate::bind;
use crate::care::redaction::{Cause, carry};
use crate::coding::Passage;
use crate::corpus::source::Source;
use crate::error::Result;
use crate::id::Id;
use crate::span::Ruler;
use crate::storage::Value;
use crate::study::Change;
use crate::transcript::{EditMap, Revision, landmark, segments};

/// Removes all rows of a noun that a clause leaves, and the memos on them.
pub(super) fn wipe(
    change: &mut Change<'_>,
    noun: &'static str,
    clause: &str,
    values: &[Value],
) -> Result<()> {
    let memos = format!("DELETE FROM memo WHERE target IN (SELECT id FROM {noun} {clause})");
    if change.write(&memos, values)? > 0 {
        change.touched("memo");
    }
    if change.write(&format!("DELETE FROM {noun} {clause}"), values)? > 0 {
        change.touched(noun);
    }
    Ok(())
}

fn wipe_each(change: &mut Change<'_>, noun: &'static str, ids: &[Id]) -> Result<()> {
    for id in ids {
        wipe(change, noun, "WHERE id = $1", bind![*id])?;
    }
    Ok(())
}

/// Takes everything away that an erasure takes from the tables of the study.
pub(super) fn remove(change: &mut Change<'_>, wish: &Wish, doomed: &Doomed) -> Result<()> {
    for passage in &doomed.passages {
        for noun in ["coding", "theme_passage", "sentence_citation", "evidence"] {
            wipe(change, noun, "WHERE passage = $1", bind![passage.id])?;
        }
        wipe(change, "passage", "WHERE id = $1", bind![passage.id])?;
    }
    let memos: Vec<Id> = doomed.memos.iter().map(|memo| memo.id).collect();
    wipe_each(change, "memo", &memos)?;
    wipe_each(change, "redaction", &doomed.redactions)?;
    wipe_each(change, "segment", &doomed.segments)?;
    wipe_each(change, "attribute_value", &doomed.values)?;
    wipe_each(change, "expectation", &doomed.expectations)?;
    for target in &doomed.targets {
        source(change, wish, target)?;
    }
    for media in &doomed.media {
        remove_media(change, *media)?;
    }
    blot(change, wish, doomed)
}

fn source(change: &mut Change<'_>, wish: &Wish, target: &Target) -> Result<()> {
    let id = target.source.id;
    if target.text != TextFate::Stays {
        // The file that the text was read from says all of it.
        wipe(change, "original", "WHERE source = $1", bind![id])?;
    }
    if target.text != TextFate::Stays || target.sound {
        // What a machine was asked to hear, and what it heard so far, says the same again.
        wipe(change, "transcription_part", "WHERE source = $1", bind![id])?;
        wipe(change, "transcription", "WHERE source = $1", bind![id])?;
    }
    match target.text {
        TextFate::Stays => {}
        TextFate::Earlier => forget_earlier(change, target)?,
        TextFate::Partly => {
            blank(change, target)?;
            if let Some(participant) = wish.participant.filter(|_| wish.scope.is_withdrawal()) {
                let theirs = "WHERE source = $1 AND participant = $2";
                wipe(change, "speaker", theirs, bind![id, participant])?;
                wipe(change, "source_participant", theirs, bind![id, participant])?;
            }
        }
        TextFate::Goes => {
            wipe(change, "speaker", "WHERE source = $1", bind![id])?;
            wipe(change, "landmark", "WHERE source = $1", bind![id])?;
            wipe(change, "transcript_step", "WHERE source = $1", bind![id])?;
            wipe(change, "revision", "WHERE source = $1", bind![id])?;
        }
    }
    if target.whole {
        for noun in ["output_source", "source_set_member", "transcript_step"] {
            wipe(change, noun, "WHERE source = $1", bind![id])?;
        }
        wipe(change, "source_participant", "WHERE source = $1", bind![id])?;
        // A source without text can still have voices, and decisions about none.
        wipe(change, "speaker", "WHERE source = $1", bind![id])?;
        return wipe(change, "source", "WHERE id = $1", bind![id]);
    }
    let mut source: Source = change.get(id)?;
    if target.text == TextFate::Goes {
        source.revision = None;
    }
    if target.sound {
        (source.media, source.duration_ms) = (None, None);
    }
    change.update(&source)
}

/// Only the current wording stays; it is the first from now on.
fn forget_earlier(change: &mut Change<'_>, target: &Target) -> Result<()> {
    let of_it = bind![target.source.id];
    let newest = "(SELECT MAX(number) FROM revision WHERE source = $1)";
    let earlier = format!("WHERE source = $1 AND number < {newest}");
    wipe(change, "revision", &earlier, of_it)?;
    let sql = "UPDATE revision SET number = 1, edits = '[]', reason = '' WHERE source = $1";
    change.write(sql, of_it).map(|_| ())
}

/// Some words are replaced in a new wording, which is the only one from then on.
fn blank(change: &mut Change<'_>, target: &Target) -> Result<()> {
    let Some(revision) = target.source.revision else { return Ok(()) };
    let old: Revision = change.get(revision)?;
    let (text, map) = blanked(&old.text, &target.spans)?;
    let new = Revision {
        id: change.new_id(),
        number: old.number + 1,
        text,
        edits: "[]".to_owned(),
        reason: String::new(),
        created_at: change.now(),
        created_by: change.person(),
        ..old.clone()
    };
    change.insert(&new)?;
    let mut source: Source = change.get(target.source.id)?;
    source.revision = Some(new.id);
    change.update(&source)?;
    for mut segment in segments(change, source.id)? {
        let span = map.carry(segment.span());
        (segment.start, segment.end, segment.revision) = (span.start, span.end, new.id);
        change.update(&segment)?;
    }
    landmark::carry(change, &new, &map)?;
    carry_passages(change, &new, &map)?;
    carry(change, &old, &new, &map, Cause::Redaction)?;
    forget_earlier(change, target)
}

fn carry_passages(change: &mut Change<'_>, new: &Revision, map: &EditMap) -> Result<()> {
    let ruler = Ruler::new(&new.text);
    let sql = "WHERE source = $1 AND revision IS NOT NULL";
    for mut passage in change.list::<Passage>(sql, bind![new.source])? {
        let span = map.carry(passage.span());
        let words = if span.length() == 0 { "" } else { ruler.words(span)? };
        words.clone_into(&mut passage.text);
        (passage.start, passage.end, passage.revision) = (span.start, span.end, Some(new.id));
        change.update(&passage)?;
    }
    Ok(())
}

/// Removes a recording to the last byte.
pub(super) fn remove_media(change: &mut Change<'_>, media: Id) -> Result<()> {
    change.write("DELETE FROM media_chunk WHERE media = $1", bind![media])?;
    change.write("DELETE FROM media WHERE id = $1", bind![media])?;
    change.touched("source");
    Ok(())
}

/// Takes words out of texts elsewhere that repeat them.
fn blot(change: &mut Change<'_>, wish: &Wish, doomed: &Doomed) -> Result<()> {
    if wish.scope == Scope::RawTexts {
        return Ok(());
    }
    for copy in &doomed.copies {
        let Some(text) = doomed.said.blot(&copy.text) else { continue };
        if copy.noun == "attribute_value" && !is_text(change, copy.id)? {
            // A number or a date with a mark in it would be neither.
            wipe(change, "attribute_value", "WHERE id = $1", bind![copy.id])?;
            continue;
        }
        debug_assert!(WRITTEN.iter().any(|(noun, _)| *noun == copy.noun), "a known text");
        let sql = format!("UPDATE {} SET \"{}\" = $2 WHERE id = $1", copy.noun, copy.column);
        change.write(&sql, bind![copy.id, text])?;
        change.touched(copy.noun);
    }
    Ok(())
}

/// Whether a value is of an attribute that holds words.
fn is_text(change: &Change<'_>, value: Id) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM attribute_value v JOIN attribute a ON a.id = v.attribute \
               WHERE v.id = $1 AND a.kind = 'text'";
    Ok(change.number(sql, bind![value])? > 0)
}
