//! Headings: from the outline of a file, or from larger letters.
//!
//! An entry of the outline counts where its words stand as a paragraph on the
//! page that it points to. Files without one have headings where a few short
//! paragraphs are clearly larger than most of the text.

use std::collections::HashMap;

use pdf_oxide::PdfDocument;
use pdf_oxide::object::{Object, ObjectRef};
use pdf_oxide::optional_content::decode_pdf_text_string;

use super::compose::{Composed, Paragraph};
use super::measure::{bucket, is_share};
use crate::{Landmark, LandmarkKind};

/// Longer outlines than this are cut.
const MOST_ENTRIES: usize = 5_000;
/// A heading of more letters than these is a paragraph.
const LONGEST_HEADING: usize = 200;
/// Deeper headings than this count as this deep.
const DEEPEST: u8 = 6;

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) title: String,
    pub(super) level: u8,
    pub(super) page: usize,
}

/// Reads the outline of a file.
pub(super) fn read(document: &PdfDocument, pages: usize) -> Vec<Entry> {
    let resolve =
        |object: Option<&Object>| -> Option<Object> { document.resolve_object(object?).ok() };
    let Some(catalog) = document.catalog().ok() else { return Vec::new() };
    let outlines = catalog.as_dict().and_then(|catalog| resolve(catalog.get("Outlines")));
    let first = outlines.as_ref().and_then(Object::as_dict).and_then(|dict| dict.get("First"));
    let Some(first) = first.and_then(Object::as_reference) else { return Vec::new() };
    let numbers = page_numbers(document, pages);
    let mut entries = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut waiting: Vec<(ObjectRef, u8)> = vec![(first, 1)];
    while let Some((reference, level)) = waiting.pop() {
        if entries.len() >= MOST_ENTRIES || !seen.insert(reference) {
            continue;
        }
        let Ok(item) = document.load_object(reference) else { continue };
        let Some(item) = item.as_dict() else { continue };
        let next = |name: &str| item.get(name).and_then(Object::as_reference);
        waiting.extend(next("Next").map(|next| (next, level)));
        waiting.extend(next("First").map(|first| (first, level.saturating_add(1).min(DEEPEST))));
        let title = resolve(item.get("Title"));
        let title = title.as_ref().and_then(Object::as_string).map(decode_pdf_text_string);
        let target = resolve(item.get("Dest")).or_else(|| {
            let action = resolve(item.get("A"))?;
            resolve(action.as_dict()?.get("D"))
        });
        let page = target.and_then(|target| page_of(document, target, &numbers));
        if let (Some(title), Some(page)) = (title, page) {
            entries.push(Entry { title, level, page });
        }
    }
    entries
}

fn page_numbers(document: &PdfDocument, pages: usize) -> HashMap<ObjectRef, usize> {
    let mut numbers = HashMap::new();
    let mut waiting: Vec<(ObjectRef, usize)> = Vec::new();
    let catalog = document.catalog().ok();
    let root = catalog.as_ref().and_then(Object::as_dict).and_then(|dict| dict.get("Pages"));
    waiting.extend(root.and_then(Object::as_reference).map(|root| (root, 0)));
    let mut seen = std::collections::HashSet::new();
    while let Some((reference, depth)) = waiting.pop() {
        if numbers.len() >= pages || depth > 32 || !seen.insert(reference) {
            continue;
        }
        let Ok(node) = document.load_object(reference) else { continue };
        let kids = node.as_dict().and_then(|node| node.get("Kids"));
        let kids = kids.and_then(|kids| document.resolve_object(kids).ok());
        match kids.as_ref().and_then(Object::as_array) {
            Some(kids) => waiting.extend(
                kids.iter().rev().filter_map(Object::as_reference).map(|kid| (kid, depth + 1)),
            ),
            None => {
                numbers.insert(reference, numbers.len());
            }
        }
    }
    numbers
}

fn page_of(
    document: &PdfDocument,
    target: Object,
    numbers: &HashMap<ObjectRef, usize>,
) -> Option<usize> {
    let target = match &target {
        Object::Name(name) => named(document, name.as_bytes())?,
        Object::String(name) => named(document, name)?,
        _ => target,
    };
    let target = match target.as_dict() {
        Some(dict) => document.resolve_object(dict.get("D")?).ok()?,
        None => target,
    };
    match target.as_array()?.first()? {
        Object::Reference(page) => numbers.get(page).copied(),
        Object::Integer(page) => usize::try_from(*page).ok(),
        _ => None,
    }
}

/// Looks a named destination up.
fn named(document: &PdfDocument, name: &[u8]) -> Option<Object> {
    let catalog = document.catalog().ok()?;
    let catalog = catalog.as_dict()?;
    let resolve = |object: &Object| document.resolve_object(object).ok();
    if let Some(old) = catalog.get("Dests").and_then(resolve) {
        let name = String::from_utf8_lossy(name);
        if let Some(found) = old.as_dict().and_then(|dict| dict.get(name.as_ref())) {
            return resolve(found);
        }
    }
    let names = resolve(catalog.get("Names")?)?;
    let mut waiting = vec![(resolve(names.as_dict()?.get("Dests")?)?, 0)];
    let mut left = 2_000;
    while let Some((node, depth)) = waiting.pop() {
        left -= 1;
        if left == 0 || depth > 16 {
            return None;
        }
        let dict = node.as_dict()?;
        if let Some(pairs) = dict.get("Names").and_then(resolve) {
            let pairs = pairs.as_array()?;
            for pair in pairs.chunks(2) {
                if let [key, value] = pair
                    && resolve(key).as_ref().and_then(Object::as_string) == Some(name)
                {
                    return resolve(value);
                }
            }
        }
        if let Some(kids) = dict.get("Kids").and_then(resolve) {
            for kid in kids.as_array()? {
                let Some(kid) = resolve(kid) else { continue };
                let limits = kid.as_dict().and_then(|kid| kid.get("Limits")).and_then(resolve);
                let reaches = limits.as_ref().and_then(Object::as_array).is_none_or(|limits| {
                    match limits.as_slice() {
                        [Object::String(low), Object::String(high)] => {
                            low.as_slice() <= name && name <= high.as_slice()
                        }
                        _ => true,
                    }
                });
                if reaches {
                    waiting.push((kid, depth + 1));
                }
            }
        }
    }
    None
}

/// Finds the headings of a text.
pub(super) fn headings(composed: &Composed, entries: &[Entry]) -> Vec<Landmark> {
    let mut found = by_outline(composed, entries);
    if found.is_empty() {
        found = by_size(composed).unwrap_or_default();
    }
    found.sort_by_key(|landmark| landmark.start);
    found.dedup_by_key(|landmark| landmark.start);
    found
}

fn landmark(paragraph: &Paragraph, level: u8) -> Landmark {
    Landmark {
        kind: LandmarkKind::Heading(level),
        label: String::new(),
        start: paragraph.start,
        end: paragraph.end,
    }
}

fn by_outline(composed: &Composed, entries: &[Entry]) -> Vec<Landmark> {
    let bare = |text: &str| -> String {
        let text = text.trim_start_matches(|sign: char| !sign.is_alphabetic());
        text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let mut by_page: HashMap<usize, Vec<(String, &Paragraph)>> = HashMap::new();
    for paragraph in composed.paragraphs.iter().filter(|paragraph| !paragraph.is_row) {
        let text = composed.text.get(paragraph.from..paragraph.until).unwrap_or_default();
        if text.len() <= 4 * LONGEST_HEADING {
            by_page.entry(paragraph.page).or_default().push((bare(text), paragraph));
        }
    }
    entries
        .iter()
        .filter_map(|entry| {
            let title = bare(&entry.title);
            let pages = [entry.page, entry.page + 1];
            let mut paragraphs = pages.iter().filter_map(|page| by_page.get(page)).flatten();
            let (_, paragraph) =
                paragraphs.find(|(text, _)| !title.is_empty() && *text == title)?;
            Some(landmark(paragraph, entry.level))
        })
        .collect()
}

fn by_size(composed: &Composed) -> Option<Vec<Landmark>> {
    let body = composed.body_size()?;
    let key = |paragraph: &Paragraph| bucket(paragraph.size + 0.25, 0.5);
    let text = |paragraph: &Paragraph| {
        composed.text.get(paragraph.from..paragraph.until).unwrap_or_default()
    };
    // A size in which there is running text is no size of headings.
    let mut longest: HashMap<i32, usize> = HashMap::new();
    let mut letters: HashMap<i32, usize> = HashMap::new();
    for paragraph in &composed.paragraphs {
        let length = text(paragraph).chars().count();
        let known = longest.entry(key(paragraph)).or_default();
        *known = length.max(*known);
        *letters.entry(key(paragraph)).or_default() += length;
    }
    let all: usize = letters.values().sum();
    let is_for_headings = |size: &i32| {
        longest.get(size).is_some_and(|longest| *longest <= LONGEST_HEADING)
            && letters.get(size).is_some_and(|letters| is_share(all, *letters, 8.0))
    };
    let large: Vec<&Paragraph> = composed
        .paragraphs
        .iter()
        .filter(|paragraph| {
            !paragraph.is_row
                && paragraph.size > 1.15 * body
                && is_for_headings(&key(paragraph))
                && text(paragraph).chars().any(char::is_alphabetic)
        })
        .collect();
    let is_reliable = composed.paragraphs.len() >= large.len() + 3
        && is_share(composed.paragraphs.len(), large.len(), 2.0);
    if !is_reliable {
        return None;
    }
    let mut sizes: Vec<i32> = large.iter().map(|paragraph| key(paragraph)).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes.dedup();
    let level = |paragraph: &Paragraph| {
        let place = sizes.iter().position(|size| *size == key(paragraph)).unwrap_or_default();
        u8::try_from(place + 1).unwrap_or(DEEPEST).min(DEEPEST)
    };
    Some(large.into_iter().map(|paragraph| landmark(paragraph, level(paragraph))).collect())
}
