//! What an erasure takes: rows, words, and copies of those words elsewhere.
//!
//! The dry run and the act ask this one place, so that what is shown is what goes.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::target::{Target, TextFate, targets};
use super::texts::{self, Written};
use super::{Scope, Wish};
use crate::bind;
use crate::care::DataType;
use crate::care::consent::Medium;
use crate::care::phrase::{Phrases, REMOVED};
use crate::coding::{Coding, Passage};
use crate::error::Result;
use crate::id::Id;
use crate::memo::Memo;
use crate::span::Span;
use crate::storage::{Reader, Value};
use crate::transcript::{Edit, EditMap, Revision, Segment};

/// How much goes, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Sources that go as a whole.
    pub sources: i64,
    /// Recordings, with videos.
    pub recordings: i64,
    /// Pictures, and files that texts were read from.
    pub files: i64,
    /// Texts of which all or some words go.
    pub texts: i64,
    /// Revisions of texts.
    pub revisions: i64,
    /// Passages.
    pub passages: i64,
    /// Codings.
    pub codings: i64,
    /// Chosen quotes and citations of passages in sentences.
    pub quotes: i64,
    /// Memos.
    pub memos: i64,
    /// Pieces of evidence for conditions.
    pub evidence: i64,
    /// Decisions about what points to people.
    pub redactions: i64,
    /// Texts elsewhere from which copied words are taken out.
    pub copies: i64,
    /// Entries of the key that lead to the person.
    pub pseudonyms: i64,
    /// Values of attributes, of the person and of sources that go as a whole.
    pub values: i64,
}

/// Everything that goes.
#[derive(Debug, Default)]
pub(super) struct Doomed {
    pub(super) targets: Vec<Target>,
    /// Sources that are only left in what can be undone.
    pub(super) dead: Vec<Id>,
    pub(super) passages: Vec<Passage>,
    pub(super) codings: Vec<Coding>,
    /// Passages that stay and lose some of their words.
    pub(super) reworded: Vec<Passage>,
    pub(super) memos: Vec<Memo>,
    pub(super) segments: Vec<Id>,
    pub(super) redactions: Vec<Id>,
    pub(super) evidence: Vec<Id>,
    pub(super) pseudonyms: Vec<Id>,
    /// What is known of the person, and of sources that go as a whole.
    pub(super) values: Vec<Id>,
    /// What is expected from the person.
    pub(super) expectations: Vec<Id>,
    /// What participants said and is said nowhere else.
    pub(super) said: Phrases,
    /// What was said, and what researchers wrote about it, to be looked for.
    pub(super) texts: Vec<String>,
    /// Texts elsewhere that repeat what was said.
    pub(super) copies: Vec<Written>,
    /// Recordings, pictures and files that no other source has.
    pub(super) media: Vec<Id>,
    /// How many of them are no recordings.
    files: i64,
    /// How many quotes and citations go.
    pub(super) quotes: i64,
    revisions: i64,
}

/// Finds everything that a wish takes.
pub(super) fn find(reader: &Reader<'_>, wish: &Wish) -> Result<Doomed> {
    let mut doomed = Doomed { targets: targets(reader, wish)?, ..Doomed::default() };
    doomed.find_dead(reader, wish)?;
    for at in 0..doomed.targets.len() {
        doomed.find_rows(reader, wish, at)?;
    }
    doomed.find_media(reader)?;
    doomed.find_beside(reader, wish)?;
    doomed.find_memos(reader, wish)?;
    doomed.find_words(reader, wish)?;
    Ok(doomed)
}

pub(super) fn ids(reader: &Reader<'_>, sql: &str, values: &[Value]) -> Result<Vec<Id>> {
    reader.query(sql, values)?.iter().map(|row| row.get(0)).collect()
}

impl Doomed {
    /// The sources whose undo images go: all that are touched, and those only left in images.
    pub(super) fn sources(&self) -> impl Iterator<Item = Id> + '_ {
        self.targets.iter().map(|target| target.source.id).chain(self.dead.iter().copied())
    }

    pub(super) fn counts(&self) -> Counts {
        let count = |wanted: &dyn Fn(&Target) -> bool| {
            self.targets.iter().filter(|target| wanted(target)).count() as i64
        };
        Counts {
            sources: count(&|target| target.whole),
            recordings: self.media.len() as i64 - self.files,
            files: self.files,
            texts: count(&|target| matches!(target.text, TextFate::Goes | TextFate::Partly)),
            revisions: self.revisions,
            passages: self.passages.len() as i64,
            codings: self.codings.len() as i64,
            quotes: self.quotes,
            memos: self.memos.len() as i64,
            evidence: self.evidence.len() as i64,
            redactions: self.redactions.len() as i64,
            copies: self.copies.len() as i64,
            pseudonyms: self.pseudonyms.len() as i64,
            values: self.values.len() as i64,
        }
    }

    /// The ids of everything that goes, as a set.
    pub(super) fn gone(&self) -> HashSet<Id> {
        let wholes = self.targets.iter().filter(|one| one.whole).map(|one| one.source.id);
        let rows = self.passages.iter().map(|one| one.id);
        let rows = rows.chain(self.codings.iter().map(|one| one.id));
        let rows = rows.chain(self.memos.iter().map(|one| one.id)).chain(wholes);
        let rows = rows.chain(self.segments.iter().copied());
        let rows = rows.chain(self.redactions.iter().copied());
        let rows = rows.chain(self.pseudonyms.iter().copied());
        let rows = rows.chain(self.values.iter().chain(&self.expectations).copied());
        rows.chain(self.evidence.iter().copied()).chain(self.dead.iter().copied()).collect()
    }

    /// Sources that were removed and could still be brought back by undoing.
    fn find_dead(&mut self, reader: &Reader<'_>, wish: &Wish) -> Result<()> {
        let nowhere = "source IS NOT NULL AND source NOT IN (SELECT id FROM source)";
        self.dead = match (wish.scope, wish.participant) {
            (Scope::All | Scope::Types, Some(participant)) => {
                let sql = format!(
                    "SELECT DISTINCT source FROM undo_image WHERE participant = $1 AND {nowhere}"
                );
                let mut dead = ids(reader, &sql, bind![participant])?;
                if wish.scope == Scope::Types {
                    let mut kept = Vec::new();
                    for source in dead {
                        if was_of_types(reader, source, wish.types())? {
                            kept.push(source);
                        }
                    }
                    dead = kept;
                }
                dead
            }
            (Scope::RawTexts | Scope::Recordings, _) if wish.sources.is_empty() => {
                let sql = format!("SELECT DISTINCT source FROM undo_image WHERE {nowhere}");
                ids(reader, &sql, &[])?
            }
            _ => Vec::new(),
        };
        Ok(())
    }

    fn find_rows(&mut self, reader: &Reader<'_>, wish: &Wish, at: usize) -> Result<()> {
        let target = &self.targets[at];
        let of_it = bind![target.source.id];
        let revisions = reader.number("SELECT COUNT(*) FROM revision WHERE source = $1", of_it)?;
        match target.text {
            TextFate::Stays => return Ok(()),
            TextFate::Earlier => {
                self.revisions += revisions - 1;
                return Ok(());
            }
            TextFate::Partly | TextFate::Goes => self.revisions += revisions,
        }
        let passages = reader.list::<Passage>("WHERE source = $1 ORDER BY \"start\", id", of_it)?;
        for passage in passages {
            if target.takes(passage.span()) {
                self.passages.push(passage);
            } else if target.cuts(passage.span()) {
                self.reworded.push(passage);
            }
        }
        // Where only words are taken out, who spoke when stays.
        if wish.scope != Scope::Passage {
            let segments = reader.list::<Segment>("WHERE source = $1", of_it)?;
            let taken = |segment: &&Segment| target.takes(segment.span());
            self.segments.extend(segments.iter().filter(taken).map(|one| one.id));
        }
        let sql = "SELECT id, \"start\", \"end\" FROM redaction WHERE source = $1";
        for row in reader.query(sql, of_it)? {
            if target.takes(Span::new(row.get(1)?, row.get(2)?)) {
                self.redactions.push(row.get(0)?);
            }
        }
        Ok(())
    }

    /// A recording that a source which keeps it has as well stays.
    fn find_media(&mut self, reader: &Reader<'_>) -> Result<()> {
        let silent: HashSet<Id> =
            self.targets.iter().filter(|one| one.sound).map(|one| one.source.id).collect();
        let mut media: Vec<Id> = self
            .targets
            .iter()
            .filter(|target| target.sound)
            .filter_map(|target| target.source.media)
            .collect();
        // The file that a text was read from goes with the text, and with a wording of it.
        let wordless: HashSet<Id> = self
            .targets
            .iter()
            .filter(|one| one.text != TextFate::Stays)
            .map(|one| one.source.id)
            .collect();
        for source in &wordless {
            media.extend(ids(
                reader,
                "SELECT media FROM original WHERE source = $1",
                bind![*source],
            )?);
        }
        media.sort_unstable();
        media.dedup();
        for media in media {
            let heard = ids(reader, "SELECT id FROM source WHERE media = $1", bind![media])?;
            let read = ids(reader, "SELECT source FROM original WHERE media = $1", bind![media])?;
            if heard.iter().all(|user| silent.contains(user))
                && read.iter().all(|user| wordless.contains(user))
            {
                self.media.push(media);
                let sql = "SELECT COUNT(*) FROM media WHERE id = $1 \
                           AND mime NOT LIKE 'audio/%' AND mime NOT LIKE 'video/%'";
                self.files += reader.number(sql, bind![media])?;
            }
        }
        Ok(())
    }

    /// What hangs on the passages that go, what is known of the person and of what goes, and the
    /// person's entries of the key.
    fn find_beside(&mut self, reader: &Reader<'_>, wish: &Wish) -> Result<()> {
        for passage in &self.passages {
            let of_it = bind![passage.id];
            self.codings.extend(reader.list::<Coding>("WHERE passage = $1 ORDER BY id", of_it)?);
            self.evidence.extend(ids(
                reader,
                "SELECT id FROM evidence WHERE passage = $1 ORDER BY id",
                of_it,
            )?);
            self.quotes += reader.number(
                "SELECT (SELECT COUNT(*) FROM theme_passage WHERE passage = $1 AND quoted = 1) \
                 + (SELECT COUNT(*) FROM sentence_citation WHERE passage = $1)",
                of_it,
            )?;
        }
        for target in self.targets.iter().filter(|target| target.whole) {
            let sql = "SELECT id FROM attribute_value WHERE source = $1 ORDER BY id";
            self.values.extend(ids(reader, sql, bind![target.source.id])?);
        }
        let Some(participant) = wish.participant else { return Ok(()) };
        if wish.scope == Scope::All {
            let theirs = "WHERE participant = $1 ORDER BY id";
            let sql = format!("SELECT id FROM attribute_value {theirs}");
            self.values.extend(ids(reader, &sql, bind![participant])?);
            let sql = format!("SELECT id FROM expectation {theirs}");
            self.expectations = ids(reader, &sql, bind![participant])?;
        }
        let sql = match wish.scope {
            Scope::All => "SELECT id FROM pseudonym WHERE participant = $1 ORDER BY id",
            Scope::Types if wish.types().contains(&DataType::ContactDetails) => {
                "SELECT id FROM pseudonym WHERE participant = $1 AND kind IN ('phone', 'sender') \
                 ORDER BY id"
            }
            _ => return Ok(()),
        };
        self.pseudonyms = ids(reader, sql, bind![participant])?;
        Ok(())
    }

    fn find_memos(&mut self, reader: &Reader<'_>, wish: &Wish) -> Result<()> {
        let gone = self.gone();
        let wholly: HashSet<Id> = self
            .targets
            .iter()
            .filter(|target| target.whole || target.text == TextFate::Goes)
            .map(|target| target.source.id)
            .collect();
        let person = wish.participant.filter(|_| wish.scope == Scope::All);
        self.memos = reader.list::<Memo>("ORDER BY at, id", &[])?;
        self.memos.retain(|memo| {
            memo.source.is_some_and(|source| wholly.contains(&source))
                || gone.contains(&memo.target)
                || (person.is_some() && memo.participant == person)
        });
        Ok(())
    }

    fn find_words(&mut self, reader: &Reader<'_>, wish: &Wish) -> Result<()> {
        const SHORTEST: usize = 3;
        let mut kept: BTreeMap<Id, String> = BTreeMap::new();
        let mut said = Vec::new();
        let mut very_words = Vec::new();
        for target in &self.targets {
            if target.text == TextFate::Stays {
                continue;
            }
            let clause = "WHERE source = $1 ORDER BY number";
            let revisions: Vec<Revision> = reader.list(clause, bind![target.source.id])?;
            let current = revisions.last().map(|one| one.text.clone()).unwrap_or_default();
            match target.text {
                TextFate::Earlier => {
                    kept.insert(target.source.id, current);
                }
                TextFate::Partly => {
                    let ruler = crate::span::Ruler::new(&current);
                    for span in &target.spans {
                        very_words.push(ruler.words(*span)?.to_owned());
                    }
                    kept.insert(target.source.id, blanked(&current, &target.spans)?.0);
                }
                TextFate::Goes | TextFate::Stays => {
                    kept.insert(target.source.id, String::new());
                }
            }
            said.extend(revisions.into_iter().map(|one| one.text));
        }
        said.extend(self.passages.iter().map(|one| one.text.clone()));
        said.extend(self.remembered(reader)?);
        for text in &said {
            self.said.add(text, SHORTEST);
        }
        // The very words that somebody asked to take out count however few they are.
        for words in &very_words {
            self.said.add(words, 1);
        }
        said.extend(very_words);
        self.leave_out_kept(reader, &kept)?;
        let gone = self.gone();
        let mut copies = Vec::new();
        let said_here = &self.said;
        texts::each(reader, &gone, |written| {
            if said_here.stand_in(&written.text) {
                copies.push(written);
            }
        })?;
        if wish.scope == Scope::RawTexts {
            // An earlier wording may only have had a slip of the pen: people look at those.
            for copy in &copies {
                self.said.leave_out(&copy.text);
            }
        }
        self.copies = copies;
        self.texts = said;
        self.texts.extend(self.memos.iter().map(|memo| memo.text.clone()));
        Ok(())
    }

    /// Texts of these sources that are only left in what can be undone.
    fn remembered(&self, reader: &Reader<'_>) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let texts_of: HashSet<Id> = self
            .targets
            .iter()
            .filter(|target| target.text != TextFate::Stays)
            .map(|target| target.source.id)
            .chain(self.dead.iter().copied())
            .collect();
        for source in texts_of {
            let sql = "SELECT before FROM undo_image WHERE source = $1 AND before IS NOT NULL \
                       AND noun IN ('revision', 'passage') ORDER BY history, position";
            for row in reader.query(sql, bind![source])? {
                let image: Json = serde_json::from_str(&row.get::<String>(0)?)?;
                found.extend(image.get("text").and_then(Json::as_str).map(str::to_owned));
            }
        }
        Ok(found)
    }

    /// What stays in other sources, or in what is left of these, is not only theirs.
    fn leave_out_kept(&mut self, reader: &Reader<'_>, kept: &BTreeMap<Id, String>) -> Result<()> {
        for text in kept.values() {
            self.said.leave_out(text);
        }
        if self.said.is_empty() {
            return Ok(());
        }
        for source in ids(reader, "SELECT DISTINCT source FROM revision ORDER BY source", &[])? {
            if kept.contains_key(&source) {
                continue;
            }
            for row in reader.query("SELECT text FROM revision WHERE source = $1", bind![source])? {
                self.said.leave_out(&row.get::<String>(0)?);
            }
        }
        Ok(())
    }
}

/// A text without some of its words, and how positions change by that.
pub(super) fn blanked(text: &str, spans: &[Span]) -> Result<(String, EditMap)> {
    let edits: Vec<Edit> = spans
        .iter()
        .map(|span| Edit { start: span.start, end: span.end, text: REMOVED.to_owned() })
        .collect();
    EditMap::apply(text, &edits)
}

/// Whether a source that is only left in images was of one of these types.
fn was_of_types(reader: &Reader<'_>, source: Id, types: &[DataType]) -> Result<bool> {
    let sql = "SELECT before FROM undo_image WHERE row_id = $1 AND noun = 'source' \
               AND before IS NOT NULL";
    let rows = reader.query(sql, bind![source])?;
    for row in &rows {
        let image: Json = serde_json::from_str(&row.get::<String>(0)?)?;
        let stream = image.get("stream").and_then(Json::as_str).unwrap_or_default();
        let either = [Medium::Text, Medium::Sound];
        if either.iter().any(|medium| types.contains(&DataType::of(stream, *medium))) {
            return Ok(true);
        }
    }
    // What cannot be told is not kept.
    Ok(rows.is_empty())
}
