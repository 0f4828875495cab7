//! Hits as shown: gathered by source, each with the words around it and the way to its place.

use std::collections::HashMap;

use trefoil_core::explore::search::{Found, Hit, SourceText, Texts};
use trefoil_core::id::Id;

use crate::words::{clock, day, grouped, short};

/// How much of a hit's own words is shown; an expression may find pages.
const LONGEST: usize = 400;

/// The hits in one source.
#[derive(Debug)]
pub(super) struct InSource {
    pub(super) source: Id,
    pub(super) name: String,
    /// Its stream, its date and who is in it.
    pub(super) about: String,
    pub(super) hits: Vec<Shown>,
}

/// A hit as shown.
#[derive(Debug)]
pub(super) struct Shown {
    /// Its number among all hits, from 1.
    pub(super) number: usize,
    /// Names it in a form.
    pub(super) value: String,
    /// Where it is read in its place, behind the study's address.
    pub(super) address: String,
    /// When it is heard, or where it stands.
    pub(super) place: String,
    pub(super) before: String,
    pub(super) matched: String,
    pub(super) after: String,
}

/// Gathers the hits from one on by their sources; they come in that order already.
pub(super) fn gather(
    found: &Found,
    from: usize,
    texts: &Texts,
    streams: &HashMap<String, String>,
) -> Vec<InSource> {
    let hits: Vec<(usize, &Hit)> = found.hits.iter().enumerate().skip(from).collect();
    let of_one = hits.chunk_by(|(_, one), (_, other)| one.source == other.source);
    of_one
        .filter_map(|of_one| {
            let (_, first) = of_one.first()?;
            let text = texts.get(first.source);
            Some(InSource {
                source: first.source,
                name: first.source_name.clone(),
                about: about(first, text, streams),
                hits: of_one.iter().map(|(at, hit)| show(at + 1, hit, text)).collect(),
            })
        })
        .collect()
}

fn about(hit: &Hit, text: Option<&SourceText>, streams: &HashMap<String, String>) -> String {
    let mut parts = vec![streams.get(&hit.stream).unwrap_or(&hit.stream).clone()];
    for one in text.map(|text| text.participants.as_slice()).unwrap_or_default() {
        parts.push(match one.week {
            Some(week) => format!("{}, week {week}", one.name),
            None => one.name.clone(),
        });
    }
    parts.extend(hit.date.as_deref().map(day));
    parts.join(" · ")
}

fn show(number: usize, hit: &Hit, text: Option<&SourceText>) -> Shown {
    let (start, end) = (hit.span.start, hit.span.end);
    let length = |words: &str| words.chars().count() as i64;
    let last = text.map_or(i64::MAX, |text| text.ruler().length());
    let more = |is_more: bool| if is_more { "…" } else { "" };
    let line = text.and_then(|text| line(text, start)).unwrap_or(start);
    Shown {
        number,
        value: format!("{}/{}/{start}/{end}", hit.source, hit.revision),
        address: format!("sources/{}?at={start}&to={end}#at-{line}", hit.source),
        place: match hit.begin_ms {
            Some(ms) => clock(&ms),
            None => format!("character {}", grouped(&(start + 1))),
        },
        before: format!("{}{}", more(start > length(&hit.before)), hit.before),
        matched: short(&hit.matched, LONGEST),
        after: format!("{}{}", hit.after, more(end + length(&hit.after) < last)),
    }
}

/// The first code point of the line in which something stands: the reading room names its blocks
/// so, and a browser without scripts gets near.
fn line(text: &SourceText, start: i64) -> Option<i64> {
    let byte = text.ruler().byte_of(start)?;
    let begin = text.text().get(..byte)?.rfind('\n').map_or(0, |at| at + 1);
    text.ruler().point_of_byte(begin)
}
