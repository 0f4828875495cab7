//! Correcting a transcript: a new revision, with passages and segments carried along.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Edit, EditMap, Revision, landmark, segments, words};
use crate::bind;
use crate::care::consent::{self, Medium};
use crate::care::redaction::{self, Cause};
use crate::coding::Passage;
use crate::corpus::source::Source;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::span::{Ruler, Span};
use crate::study::{Change, Operation};

/// Corrects a source's text, by edits in code points of its current revision or by the whole new
/// text. Earlier revisions stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceCorrect {
    /// Which source.
    pub source: Id,
    /// The edits.
    #[serde(default)]
    pub edits: Vec<Edit>,
    /// The whole new text instead; the edits are then found.
    #[serde(default)]
    pub text: Option<String>,
    /// The number of the revision that was corrected; refused if there is a newer one.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// What a correction did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Corrected {
    /// The new revision.
    pub revision: Id,
    /// How many passages were carried along.
    pub carried: usize,
    /// The passages whose own words changed.
    pub reworded: Vec<Reworded>,
}

/// A passage whose words a correction changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reworded {
    /// The passage.
    pub passage: Id,
    /// What it said.
    pub before: String,
    /// What it says now.
    pub after: String,
}

impl Operation for SourceCorrect {
    const NAME: &'static str = "source.correct";
    const SUMMARY: &'static str = "Corrects a source's text and carries its codings along";
    type Outcome = Corrected;

    fn describe(&self) -> Json {
        serde_json::json!({ "source": self.source, "edits": self.edits.len() })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Corrected> {
        let mut source: Source = change.get(self.source)?;
        // Before anything, because the outcome tells both wordings of passages.
        consent::refuse_closed(change, source.id, Medium::Text)?;
        let old = source
            .revision
            .ok_or_else(|| Error::conflict(format!("“{}” has no text to correct.", source.name)))?;
        let old: Revision = change.get(old)?;
        if self.revision.is_some_and(|number| number != old.number) {
            return Err(Error::conflict(format!(
                "“{}” was corrected by someone else meanwhile. Look at the new wording first.",
                source.name
            )));
        }
        let edits = match &self.text {
            Some(text) => EditMap::between(&old.text, text),
            None => self.edits,
        };
        let corrected = revise(change, &mut source, &old, &edits, self.reason, Cause::Correction)?;
        let reworded = match (corrected.carried, corrected.reworded.len()) {
            (0, _) => String::new(),
            (carried, reworded) => format!(" ({reworded} of {carried} passages reworded)"),
        };
        change.say(format!("Corrected “{}”{reworded}", source.name));
        Ok(corrected)
    }
}

/// Gives a source's text its next revision and carries along all that lies in it.
pub(crate) fn revise(
    change: &mut Change<'_>,
    source: &mut Source,
    old: &Revision,
    edits: &[Edit],
    reason: String,
    cause: Cause,
) -> Result<Corrected> {
    let (text, map) = EditMap::apply(&old.text, edits)?;
    if text == old.text {
        return Err(Error::invalid("This changes nothing in the text."));
    }
    if text.trim().is_empty() {
        return Err(Error::invalid("A source's text cannot be empty; remove the source instead."));
    }
    if text.contains(['\r', '\0']) {
        return Err(Error::invalid("A text has LF line ends and no U+0000."));
    }
    let new = Revision {
        id: change.new_id(),
        source: source.id,
        number: old.number + 1,
        text,
        edits: serde_json::to_string(&map)?,
        reason,
        created_at: change.now(),
        created_by: change.person(),
    };
    change.insert(&new)?;
    source.revision = Some(new.id);
    change.update(source)?;
    carry_segments(change, source, old, &new, &map)?;
    landmark::carry(change, &new, &map)?;
    redaction::carry(change, old, &new, &map, cause)?;
    carry_passages(change, source, &new, &map)
}

fn carry_segments(
    change: &mut Change<'_>,
    source: &Source,
    old: &Revision,
    new: &Revision,
    map: &EditMap,
) -> Result<()> {
    let rulers = (Ruler::new(&old.text), Ruler::new(&new.text));
    for mut segment in segments(change, source.id)? {
        let span = map.carry(segment.span());
        words::carry(&mut segment, span, map, (&rulers.0, &rulers.1));
        (segment.start, segment.end, segment.revision) = (span.start, span.end, new.id);
        change.update(&segment)?;
    }
    Ok(())
}

fn carry_passages(
    change: &mut Change<'_>,
    source: &Source,
    new: &Revision,
    map: &EditMap,
) -> Result<Corrected> {
    let ruler = Ruler::new(&new.text);
    let sql = "WHERE source = $1 AND revision IS NOT NULL";
    let passages: Vec<Passage> = change.list(sql, bind![source.id])?;
    let mut corrected =
        Corrected { revision: new.id, carried: passages.len(), reworded: Vec::new() };
    for mut passage in passages {
        let span = map.carry(passage.span());
        let words = words_or_nothing(&ruler, span)?;
        if words != passage.text {
            corrected.reworded.push(Reworded {
                passage: passage.id,
                before: std::mem::replace(&mut passage.text, words.to_owned()),
                after: words.to_owned(),
            });
        }
        (passage.start, passage.end, passage.revision) = (span.start, span.end, Some(new.id));
        change.update(&passage)?;
    }
    Ok(corrected)
}

/// A passage can lose all its words to a correction; it then stands empty where they were.
fn words_or_nothing<'t>(ruler: &Ruler<'t>, span: Span) -> Result<&'t str> {
    if span.length() == 0 { Ok("") } else { ruler.words(span) }
}
