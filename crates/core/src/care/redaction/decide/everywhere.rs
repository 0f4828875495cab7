//! The same word wherever else it stands, and in what will be imported: the key remembers it.
//!
//! Names are the same with another ending, case or apostrophe; other things when they are written
//! or dialled alike. Ages and dates are not remembered: the next “34” is somebody else's.

use std::collections::{BTreeMap, HashSet};

use super::super::find::{Known, Rule, Word, find, spelling};
use super::super::queue::Stretches;
use super::Place;
use crate::bind;
use crate::care::consent::{self, Medium};
use crate::care::pseudonym::{Hasher, Level, NameKind, Pseudonym, sealed_shut};
use crate::error::Result;
use crate::explore::search::Texts;
use crate::id::Id;
use crate::span::{Ruler, Span};
use crate::study::Change;
use crate::transcript::Revision;

/// A word that is decided about everywhere.
struct Wanted {
    words: String,
    rule: Rule,
    kind: NameKind,
    level: Level,
    replacement: String,
}

/// Adds every other place of the same words; answers how many words the key remembers now.
pub(super) fn spread(
    change: &mut Change<'_>,
    by_source: &mut BTreeMap<Id, Vec<Place>>,
) -> Result<usize> {
    let hasher = change.hasher()?;
    let wanted = wanted(change, by_source)?;
    let mut known = Known::default();
    for one in wanted.iter().filter(|one| by_word(one.rule)) {
        let (replacement, kind, level) = (one.replacement.clone(), one.kind, one.level);
        known = known.with(&one.words, Word { replacement, kind, level });
    }
    let texts = Texts::load(change)?;
    let mut closed = 0;
    for text in texts.all() {
        if consent::is_closed(change, text.source, Medium::Text)? {
            closed += 1;
            continue;
        }
        let decided = Stretches::of(change, text.source)?;
        let mut places = by_source.remove(&text.source).unwrap_or_default();
        let ruler = text.ruler();
        for one in find(text.text(), &known) {
            let words = ruler.words(one.span)?;
            let Some(like) = wanted.iter().find(|like| like.is(one.rule, words, hasher.as_ref()))
            else {
                continue;
            };
            let taken = places.iter().any(|place| place.span().overlaps(one.span));
            if !taken && !decided.covers(one.span) {
                places.push(like.at(text.source, text.revision, one.span));
            }
        }
        if !places.is_empty() {
            by_source.insert(text.source, places);
        }
    }
    if closed > 0 {
        change.notice(format!(
            "{closed} {} closed, because not everybody in {} agreed to analysis, and {} left out.",
            if closed == 1 { "text is" } else { "texts are" },
            if closed == 1 { "it" } else { "them" },
            if closed == 1 { "was" } else { "were" },
        ));
    }
    let mut remembered = 0;
    for one in wanted.iter().filter(|one| one.rule.is_lasting()) {
        remembered += usize::from(remember(change, hasher.as_ref(), one)?);
    }
    if hasher.is_none() {
        change.notice(
            "The key to the pseudonyms is not open, so later imports will not know these words.",
        );
    }
    Ok(remembered)
}

/// Remembers words as no names: they are found nowhere any more.
pub(super) fn never(change: &mut Change<'_>, words: &[String]) -> Result<usize> {
    let hasher = change.hasher()?.ok_or_else(sealed_shut)?;
    let mut remembered = 0;
    for words in words {
        let one = Wanted {
            words: words.clone(),
            rule: Rule::ByHand,
            kind: NameKind::NotAName,
            level: Level::Raw,
            replacement: String::new(),
        };
        remembered += usize::from(remember(change, Some(&hasher), &one)?);
    }
    Ok(remembered)
}

/// Whether a rule's finds are looked for as words, wherever they stand.
fn by_word(rule: Rule) -> bool {
    rule.is_name() || rule == Rule::ByHand
}

/// The different words among the places.
fn wanted(change: &Change<'_>, by_source: &BTreeMap<Id, Vec<Place>>) -> Result<Vec<Wanted>> {
    let (mut all, mut seen) = (Vec::new(), HashSet::new());
    for place in by_source.values().flatten() {
        let revision: Revision = change.get(place.revision)?;
        let words = Ruler::new(&revision.text).words(place.span())?.to_owned();
        if seen.insert((spelling(&words), place.rule)) {
            all.push(Wanted {
                words,
                rule: place.rule,
                kind: place.kind(),
                level: place.level,
                replacement: place.replacement.clone(),
            });
        }
    }
    Ok(all)
}

impl Wanted {
    /// Whether a find is this word.
    fn is(&self, rule: Rule, words: &str, hasher: Option<&Hasher>) -> bool {
        if by_word(self.rule) {
            return rule == Rule::Known && spelling(words) == spelling(&self.words);
        }
        let same = |hasher: &Hasher| hasher.hash(words) == hasher.hash(&self.words);
        rule == self.rule
            && (spelling(words) == spelling(&self.words)
                || self.rule.is_lasting() && hasher.is_some_and(same))
    }

    fn at(&self, source: Id, revision: Id, span: Span) -> Place {
        Place {
            source,
            revision,
            start: span.start,
            end: span.end,
            rule: self.rule,
            kind: Some(self.kind),
            level: self.level,
            replacement: self.replacement.clone(),
        }
    }
}

/// Writes a word into the key, by its hash; whether that was news.
fn remember(change: &mut Change<'_>, hasher: Option<&Hasher>, one: &Wanted) -> Result<bool> {
    let Some(hash) = hasher.map(|hasher| hasher.hash(&one.words)) else { return Ok(false) };
    let rows: Vec<Pseudonym> =
        change.list("WHERE keyed_hash = $1 ORDER BY id LIMIT 1", bind![hash.clone()])?;
    if let Some(mut row) = rows.into_iter().next() {
        // What stands for a participant is decided on the page of pseudonyms.
        if row.participant.is_some() {
            return Ok(false);
        }
        row.replacement.clone_from(&one.replacement);
        (row.kind, row.level) = (one.kind, one.level);
        change.update(&row)?;
        return Ok(true);
    }
    let id = change.new_id();
    let sealed = change.seal(id, &one.words)?;
    change.insert(&Pseudonym {
        id,
        participant: None,
        kind: one.kind,
        replacement: one.replacement.clone(),
        keyed_hash: Some(hash),
        sealed,
        level: one.level,
    })?;
    Ok(true)
}
