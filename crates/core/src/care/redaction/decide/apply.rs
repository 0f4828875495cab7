//! Replacing: direct identifiers in the text, the others where words leave the study.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::super::{Cause, Decision, Redaction, bracketed};
use super::{Place, clean, everywhere, replacing, seen};
use crate::bind;
use crate::care::pseudonym::Level;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::span::{Ruler, Span};
use crate::study::{Change, Operation};
use crate::theme::counted;
use crate::transcript::{Edit, Revision, revise};

/// Replaces what points to people. At the level `direct` it is replaced in the text by a
/// correction; at `indirect` and `public` it stays and is replaced where words leave the study.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedactionApply {
    /// The places.
    pub places: Vec<Place>,
    /// Whether the same words are replaced wherever else they stand, and in what is imported later.
    #[serde(default)]
    pub everywhere: bool,
}

/// What was replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// How many stretches were replaced in texts.
    pub applied: usize,
    /// How many are replaced where words leave the study.
    pub standing: usize,
    /// In how many sources.
    pub sources: usize,
    /// How many passages have other words now.
    pub reworded: usize,
    /// How many words the key remembers from now on.
    pub remembered: usize,
    /// The decisions, by source and place.
    pub redactions: Vec<Id>,
}

impl Operation for RedactionApply {
    const NAME: &'static str = "redaction.apply";
    const SUMMARY: &'static str = "Replaces what points to people in texts";
    type Outcome = Applied;

    fn describe(&self) -> Json {
        serde_json::json!({ "places": self.places.len(), "everywhere": self.everywhere })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Applied> {
        if self.places.is_empty() {
            return Err(Error::invalid("Say which places are replaced."));
        }
        let mut by_source: BTreeMap<Id, Vec<Place>> = BTreeMap::new();
        for mut place in self.places {
            place.replacement = clean(&place.replacement)?;
            replacing(place.level)?;
            by_source.entry(place.source).or_default().push(place);
        }
        let mut remembered = 0;
        if self.everywhere {
            remembered = everywhere::spread(change, &mut by_source)?;
        }
        let mut done = Applied {
            applied: 0,
            standing: 0,
            sources: by_source.len(),
            reworded: 0,
            remembered,
            redactions: Vec::new(),
        };
        for (source, places) in by_source {
            in_source(change, source, places, &mut done)?;
        }
        change.say(said(&done));
        Ok(done)
    }
}

fn said(done: &Applied) -> String {
    let texts = counted(done.sources, "text");
    match (done.applied, done.standing) {
        (applied, 0) => format!(
            "Replaced {} in {texts}",
            counted(applied, "stretch").replace("stretchs", "stretches")
        ),
        (0, standing) => format!(
            "Decided on {} in {texts}, to be made where words leave the study",
            counted(standing, "replacement")
        ),
        (applied, standing) => format!(
            "Replaced {applied} and decided on {} in {texts}",
            counted(standing, "replacement")
        ),
    }
}

/// Makes the decisions about one source.
fn in_source(
    change: &mut Change<'_>,
    source: Id,
    mut places: Vec<Place>,
    done: &mut Applied,
) -> Result<()> {
    places.sort_by_key(|place| (place.start, place.end));
    places.dedup_by_key(|place| (place.start, place.end));
    let revision = places.first().map_or(Id::new(0), |place| place.revision);
    let (mut source, old) = seen(change, source, revision)?;
    let ruler = Ruler::new(&old.text);
    for pair in places.windows(2) {
        if pair[0].span().overlaps(pair[1].span()) {
            return Err(Error::invalid(format!(
                "Two of the places in “{}” overlap. Decide about one of them.",
                source.name
            )));
        }
    }
    for place in &places {
        seen(change, source.id, place.revision)?;
        ruler.words(place.span())?;
        make_room(change, &source.name, place)?;
    }
    let (direct, others): (Vec<_>, Vec<_>) =
        places.into_iter().partition(|place| place.level == Level::Direct);
    for place in &others {
        let span = place.span();
        let words = ruler.words(span)?;
        done.redactions.push(log(change, place, &old, span, Decision::Standing, words)?);
    }
    done.standing += others.len();
    done.applied += direct.len();
    if direct.is_empty() {
        return Ok(());
    }
    let edits: Vec<Edit> = direct
        .iter()
        .map(|place| Edit {
            start: place.start,
            end: place.end,
            text: bracketed(&place.replacement),
        })
        .collect();
    let reason = "What points to people was replaced.".to_owned();
    let corrected = revise(change, &mut source, &old, &edits, reason, Cause::Redaction)?;
    done.reworded += corrected.reworded.len();
    let new: Revision = change.get(corrected.revision)?;
    let mut shift = 0;
    for (place, edit) in direct.iter().zip(&edits) {
        let start = place.start + shift;
        let length = edit.text.chars().count() as i64;
        shift += length - place.span().length();
        let span = Span::new(start, start + length);
        let words = ruler.words(place.span())?;
        done.redactions.push(log(change, place, &new, span, Decision::Applied, words)?);
    }
    Ok(())
}

/// A later decision about the same place takes the earlier one's; what was replaced stays so.
fn make_room(change: &mut Change<'_>, name: &str, place: &Place) -> Result<()> {
    let rows: Vec<Redaction> = change.list(
        "WHERE source = $1 AND \"start\" < $2 AND \"end\" > $3 ORDER BY id",
        bind![place.source, place.end, place.start],
    )?;
    for row in rows {
        let (this, that) = (place.span(), row.span());
        let inside = this.start <= that.start && that.end <= this.end;
        match row.state {
            Decision::Applied if this == that || !inside => {
                return Err(Error::conflict(format!(
                    "A place in “{name}” was replaced already, or cuts through what was replaced."
                ))
                .hint("Change what stands there with redaction.set, or correct the text."));
            }
            Decision::Standing if this == that => change.remove::<Redaction>(row.id)?,
            Decision::Refused if inside => change.remove::<Redaction>(row.id)?,
            Decision::Applied | Decision::Standing | Decision::Refused => {}
        }
    }
    Ok(())
}

/// Writes one decision down.
fn log(
    change: &mut Change<'_>,
    place: &Place,
    revision: &Revision,
    span: Span,
    state: Decision,
    words: &str,
) -> Result<Id> {
    let id = change.new_id();
    let keyed_hash = change.hasher()?.map(|hasher| hasher.hash(words));
    let sealed = change.seal(id, words)?;
    change.insert(&Redaction {
        id,
        source: place.source,
        revision: revision.id,
        start: span.start,
        end: span.end,
        rule: place.rule.word().to_owned(),
        level: place.level,
        replacement: place.replacement.clone(),
        state,
        keyed_hash,
        sealed,
        at: change.now(),
        person: change.person(),
    })?;
    Ok(id)
}
