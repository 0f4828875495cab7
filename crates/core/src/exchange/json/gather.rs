//! Gathering what belongs to a source, an attribute, a set, a theme, a condition or a sentence into one entry each.

use std::collections::HashMap;

use super::attribute::{Attribute, Set};
use super::bytes::Hex;
use super::care::Output;
use super::condition::Condition;
use super::link::{Joint, Link};
use super::report::Sentence;
use super::source::{Landmark, Revision, Segment, Source};
use super::theme::Theme;
use crate::bind;
use crate::care::output::{self, OutputSource};
use crate::clock::weeks_between;
use crate::condition::{
    self, ConditionGuidance, ConditionNeed, ConditionState, ConditionTheme, Evidence, Indicator,
    Standing,
};
use crate::corpus::attribute::{self, AttributeValue};
use crate::corpus::original::Original;
use crate::corpus::participant::Participant;
use crate::corpus::set::{self, SourceSetMember};
use crate::corpus::source::{self, SourceParticipant};
use crate::error::{Error, Result};
use crate::exchange::pages::each_by_id;
use crate::id::Id;
use crate::order;
use crate::sentence::{self, SentenceCitation};
use crate::storage::{Reader, Record};
use crate::theme::{self, Area, Placement, ThemeCode, ThemePassage};
use crate::transcript;

/// Rows by what they belong to.
type Owned<R> = HashMap<Id, Vec<R>>;

fn owned<R: Record>(
    reader: &Reader<'_>,
    order: &str,
    whose: impl Fn(&R) -> Id,
) -> Result<Owned<R>> {
    Ok(by_owner(reader.list(order, &[])?, whose))
}

fn by_owner<R>(rows: Vec<R>, whose: impl Fn(&R) -> Id) -> Owned<R> {
    let mut owned: Owned<R> = HashMap::new();
    for row in rows {
        owned.entry(whose(&row)).or_default().push(row);
    }
    owned
}

/// The entries that the rows of an owner are.
fn taken<R, N: From<R>>(owned: &mut Owned<R>, of: Id) -> Vec<N> {
    owned.remove(&of).unwrap_or_default().into_iter().map(N::from).collect()
}

/// Hands over all sources, some in memory at a time.
pub(super) fn sources(
    reader: &Reader<'_>,
    mut see: impl FnMut(Source) -> Result<()>,
) -> Result<()> {
    let everybody: Vec<Participant> = reader.list("", &[])?;
    let everybody: HashMap<Id, Participant> =
        everybody.into_iter().map(|participant| (participant.id, participant)).collect();
    let mut after: Vec<u8> = Vec::new();
    loop {
        let page: Vec<source::Source> =
            reader.list("WHERE id > $1 ORDER BY id LIMIT 64", bind![after])?;
        let (Some(first), Some(last)) = (page.first(), page.last()) else { return Ok(()) };
        let mut parts = Parts::read(reader, first.id, last.id)?;
        after = last.id.as_bytes().to_vec();
        for row in page {
            see(parts.source(row, &everybody)?)?;
        }
    }
}

/// What belongs to a page of sources.
struct Parts {
    participants: Owned<SourceParticipant>,
    revisions: Owned<transcript::Revision>,
    speakers: Owned<transcript::Speaker>,
    segments: Owned<transcript::Segment>,
    landmarks: Owned<transcript::Landmark>,
    originals: Owned<Original>,
    steps: Owned<transcript::TranscriptStep>,
}

impl Parts {
    fn read(reader: &Reader<'_>, first: Id, last: Id) -> Result<Self> {
        const PAGE: &str = "WHERE source >= $1 AND source <= $2 ORDER BY source";
        let ends = bind![first, last];
        Ok(Self {
            participants: by_owner(reader.list(&format!("{PAGE}, id"), ends)?, |row| row.source),
            revisions: by_owner(reader.list(&format!("{PAGE}, number"), ends)?, |row| row.source),
            speakers: by_owner(reader.list(&format!("{PAGE}, id"), ends)?, |row| row.source),
            segments: by_owner(reader.list(&format!("{PAGE}, position, id"), ends)?, |row| {
                row.source
            }),
            landmarks: by_owner(reader.list(&format!("{PAGE}, \"start\", id"), ends)?, |row| {
                row.source
            }),
            originals: by_owner(reader.list(&format!("{PAGE}, id"), ends)?, |row| row.source),
            steps: by_owner(reader.list(&format!("{PAGE}, number"), ends)?, |row| row.source),
        })
    }

    fn source(
        &mut self,
        row: source::Source,
        everybody: &HashMap<Id, Participant>,
    ) -> Result<Source> {
        let rows = self.participants.remove(&row.id).unwrap_or_default();
        let mut present: Vec<&Participant> =
            rows.iter().filter_map(|row| everybody.get(&row.participant)).collect();
        present.sort_by(|a, b| order::by_name(&a.name, &b.name).then_with(|| a.id.cmp(&b.id)));
        let (text, revisions) = self.words(&row)?;
        let speakers = self.speakers.remove(&row.id).unwrap_or_default();
        let segments = self.segments(&row, &speakers);
        // A closed source has facts and no words: not in its note, and not who sent it.
        let closed = text.is_none() && row.revision.is_some();
        Ok(Source {
            revision: text.as_ref().and(row.revision),
            participant: pseudonyms(&present),
            participants: present.iter().map(|participant| participant.id).collect(),
            week: week(&row, &present),
            text,
            revisions,
            speakers: speakers.into_iter().map(Into::into).collect(),
            segments,
            steps: {
                let steps = self.steps.remove(&row.id).unwrap_or_default();
                steps.into_iter().map(Into::into).collect()
            },
            landmarks: self
                .landmarks
                .remove(&row.id)
                .unwrap_or_default()
                .into_iter()
                .map(landmark)
                .collect(),
            original: self.originals.remove(&row.id).unwrap_or_default().pop().map(Into::into),
            id: row.id,
            name: row.name,
            stream: row.stream,
            date: row.date,
            sender: row.sender.filter(|_| !closed),
            file_name: row.file_name,
            origin: row.origin,
            sha256: row.sha256.map(Hex),
            bytes: row.bytes,
            format: row.format,
            language: row.language,
            media: row.media,
            duration_ms: row.duration_ms,
            note: if closed { String::new() } else { row.note },
            created_at: row.created_at,
            created_by: row.created_by,
        })
    }

    /// The current words, and the revisions, of which the current one leaves them out.
    fn words(&mut self, row: &source::Source) -> Result<(Option<String>, Vec<Revision>)> {
        let (mut current, mut revisions) = (None, Vec::new());
        for revision in self.revisions.remove(&row.id).unwrap_or_default() {
            let mut text = Some(revision.text);
            if Some(revision.id) == row.revision {
                current = text.take();
            }
            let edits = serde_json::from_str(&revision.edits).map_err(|error| {
                let what = format!("The edits of a revision of “{}” cannot be read.", row.name);
                Error::damaged(what).because(error)
            })?;
            revisions.push(Revision {
                id: revision.id,
                number: revision.number,
                text,
                edits,
                reason: revision.reason,
                created_at: revision.created_at,
                created_by: revision.created_by,
            });
        }
        Ok((current, revisions))
    }

    fn segments(&mut self, row: &source::Source, speakers: &[transcript::Speaker]) -> Vec<Segment> {
        let name = |id: Id| speakers.iter().find(|speaker| speaker.id == id);
        let rows = self.segments.remove(&row.id).unwrap_or_default();
        let segments = rows.into_iter().map(|segment| Segment {
            id: segment.id,
            position: segment.position,
            speaker: segment.speaker.and_then(name).map(|speaker| speaker.name.clone()),
            start: segment.start,
            end: segment.end,
            begin_ms: segment.begin_ms,
            end_ms: segment.end_ms,
            confidence: segment.confidence,
            doubt: segment.doubt,
            words: transcript::words::read(&segment).unwrap_or_default(),
            revision: Some(segment.revision).filter(|one| Some(*one) != row.revision),
        });
        segments.collect()
    }
}

fn landmark(row: transcript::Landmark) -> Landmark {
    let transcript::Landmark { id, kind, level, label, start, end, .. } = row;
    Landmark { id, kind, level, label, start, end }
}

fn pseudonyms(present: &[&Participant]) -> Option<String> {
    let names: Vec<&str> = present.iter().map(|participant| participant.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Whole weeks since the participants started, where that is the same for all who did.
fn week(row: &source::Source, present: &[&Participant]) -> Option<i64> {
    let date = row.date.as_deref()?;
    let mut weeks = present
        .iter()
        .filter_map(|participant| weeks_between(participant.started_on.as_deref()?, date));
    let first = weeks.next()?;
    weeks.all(|week| week == first).then_some(first)
}

/// All attributes, in their own order.
pub(super) fn attributes(reader: &Reader<'_>) -> Result<Vec<Attribute>> {
    let rows: Vec<attribute::Attribute> = reader.list("ORDER BY noun, position, id", &[])?;
    let mut values = owned(reader, "ORDER BY id", |row: &AttributeValue| row.attribute)?;
    let taken = |row: attribute::Attribute| (taken(&mut values, row.id), row);
    Ok(rows.into_iter().map(taken).map(|(values, row)| Attribute::of(row, values)).collect())
}

/// All sets, in their own order.
pub(super) fn sets(reader: &Reader<'_>) -> Result<Vec<Set>> {
    let rows: Vec<set::SourceSet> = reader.list("ORDER BY position, id", &[])?;
    let mut members = owned(reader, "ORDER BY id", |row: &SourceSetMember| row.source_set)?;
    let sets = rows.into_iter().map(|row| {
        let members = members.remove(&row.id).unwrap_or_default();
        Set::of(row, members.iter().map(|one| one.source).collect())
    });
    Ok(sets.collect())
}

/// All themes, in their own order.
pub(super) fn themes(reader: &Reader<'_>) -> Result<Vec<Theme>> {
    let themes: Vec<theme::Theme> = reader.list("ORDER BY position, id", &[])?;
    let mut codes = owned(reader, "ORDER BY id", |row: &ThemeCode| row.theme)?;
    let mut passages = owned(reader, "ORDER BY id", |row: &ThemePassage| row.theme)?;
    let mut placements = owned(reader, "ORDER BY number", |row: &Placement| row.theme)?;
    let themes = themes.into_iter().map(|row| {
        let placed = placements.remove(&row.id).unwrap_or_default();
        let passages = passages.remove(&row.id).unwrap_or_default();
        let codes = codes.remove(&row.id).unwrap_or_default();
        Theme {
            area: Some(placed.last().map_or(Area::Unplaced, |last| last.area)),
            rationale: placed.last().map(|last| last.reason.clone()),
            codes: codes.iter().map(|row| row.code).collect(),
            quotes: passages.iter().filter(|row| row.quoted).map(|row| row.passage).collect(),
            passages: passages.iter().map(|row| row.passage).collect(),
            placements: placed.into_iter().map(Into::into).collect(),
            id: row.id,
            name: row.name,
            position: row.position,
            idea: row.idea,
            rivals: row.rivals,
            created_at: row.created_at,
            created_by: row.created_by,
        }
    });
    Ok(themes.collect())
}

/// All conditions, in the advised order.
pub(super) fn conditions(reader: &Reader<'_>) -> Result<Vec<Condition>> {
    const IN_ORDER: &str = "ORDER BY position, id";
    let conditions: Vec<condition::Condition> = reader.list(IN_ORDER, &[])?;
    let mut needs = owned(reader, "ORDER BY id", |row: &ConditionNeed| row.condition)?;
    let mut states = owned(reader, "ORDER BY number", |row: &ConditionState| row.condition)?;
    let mut themes = owned(reader, "ORDER BY id", |row: &ConditionTheme| row.condition)?;
    let mut indicators = owned(reader, IN_ORDER, |row: &Indicator| row.condition)?;
    let mut evidence = owned(reader, "ORDER BY id", |row: &Evidence| row.condition)?;
    let mut guidance = owned(reader, IN_ORDER, |row: &ConditionGuidance| row.condition)?;
    let conditions = conditions.into_iter().map(|row| {
        let marked = states.remove(&row.id).unwrap_or_default();
        let needed = needs.remove(&row.id).unwrap_or_default();
        Condition {
            needs: needed.iter().map(|row| row.needs).collect(),
            state: Some(marked.last().map_or(Standing::NotStarted, |last| last.state)),
            states: marked.into_iter().map(Into::into).collect(),
            themes: taken(&mut themes, row.id),
            indicators: taken(&mut indicators, row.id),
            evidence: taken(&mut evidence, row.id),
            guidance: taken(&mut guidance, row.id),
            id: row.id,
            name: row.name,
            position: row.position,
            statement: row.statement,
            why: row.why,
            owner: row.owner,
            review_due: row.review_due,
            template: row.template,
            created_at: row.created_at,
            created_by: row.created_by,
        }
    });
    Ok(conditions.collect())
}

/// All sentences of the report, as they stand in the table: by place, then section by section.
pub(super) fn sentences(reader: &Reader<'_>) -> Result<Vec<Sentence>> {
    let mut sentences: Vec<sentence::Sentence> = reader.list("", &[])?;
    sentences.sort_by_key(|row| (row.section, row.position, row.id));
    let order = "ORDER BY position, id";
    let mut citations = owned(reader, order, |row: &SentenceCitation| row.sentence)?;
    let sentences = sentences.into_iter().map(|row| Sentence {
        citations: taken(&mut citations, row.id),
        id: row.id,
        section: row.section,
        position: row.position,
        text: row.text,
    });
    Ok(sentences.collect())
}

/// All outputs, oldest first, each with the sources whose words are in it.
pub(super) fn outputs(reader: &Reader<'_>) -> Result<Vec<Output>> {
    let mut sources = owned(reader, "ORDER BY id", |row: &OutputSource| row.output)?;
    let outputs: Vec<output::Output> = reader.list("ORDER BY id", &[])?;
    Ok(outputs
        .into_iter()
        .map(|row| (taken(&mut sources, row.id), row))
        .map(|(within, row)| Output::of(row, within))
        .collect())
}

/// Hands over the ids of all rows that do nothing but join two others.
pub(super) fn links(reader: &Reader<'_>, mut see: impl FnMut(Link) -> Result<()>) -> Result<()> {
    each_by_id(reader, |row: SourceParticipant| {
        see(Link {
            noun: Joint::SourceParticipant,
            id: row.id,
            from: row.source,
            to: row.participant,
        })
    })?;
    each_by_id(reader, |row: SourceSetMember| {
        see(Link { noun: Joint::SourceSetMember, id: row.id, from: row.source_set, to: row.source })
    })?;
    each_by_id(reader, |row: ThemeCode| {
        see(Link { noun: Joint::ThemeCode, id: row.id, from: row.theme, to: row.code })
    })?;
    each_by_id(reader, |row: ThemePassage| {
        see(Link { noun: Joint::ThemePassage, id: row.id, from: row.theme, to: row.passage })
    })?;
    each_by_id(reader, |row: ConditionNeed| {
        see(Link { noun: Joint::ConditionNeed, id: row.id, from: row.condition, to: row.needs })
    })
}
