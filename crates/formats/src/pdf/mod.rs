//! PDF documents that hold text.
//!
//! A PDF says where signs are drawn and nothing of words, lines and paragraphs;
//! those are found here. `fetch.rs` reads pages within bounds and `page.rs` their
//! signs, `fragment.rs` puts signs into words, `region.rs` finds columns and
//! tables, `margin.rs` leaves out what is no text, `compose.rs` joins lines into
//! paragraphs. Pages, headings, comments and highlights keep their places.

mod cell;
mod compose;
mod fetch;
mod fragment;
mod glyph;
mod guard;
mod hyphen;
mod line;
mod margin;
mod measure;
mod note;
mod numbering;
mod outline;
mod page;
mod region;

use std::collections::{HashMap, HashSet};

use crate::flow::LONGEST_TEXT;
use crate::{Comment, Document, Landmark, LandmarkKind, Notices, RefusalKind, Trouble};
use compose::{Composed, Page};
use fetch::{Fault, Fetched, Limits, Sheet};
use fragment::Fragment;
use line::Item;
use margin::Margins;

/// Reads a PDF document.
pub(crate) fn read(bytes: &[u8], file: &str) -> Result<Document, Trouble> {
    read_within(bytes, file, Limits::default())
}

fn read_within(bytes: &[u8], file: &str, limits: Limits) -> Result<Document, Trouble> {
    if bytes.is_empty() {
        return Err(Trouble::new(RefusalKind::Empty, "the file is empty: nothing to import."));
    }
    guard::check(bytes)?;
    let mut fetched = fetch::fetch(bytes, limits)?;
    let mut notices = Notices::about(file);
    refuse_wordless(&fetched)?;
    margin::leave_out_repeated(&mut fetched.sheets, &mut notices);
    numbering::leave_out(&mut fetched.sheets, &mut notices);
    let mut pages: Vec<Page> = fetched.sheets.iter_mut().map(lay_out).collect();
    let twice = compose::leave_out_overlap(&mut pages);
    line::settle(pages.iter_mut().flat_map(|page| &mut page.items).filter_map(|item| match item {
        Item::Line(line) => Some(line),
        Item::Row(_) => None,
    }));
    let mut composed = compose::compose(&pages);
    if composed.text.len() > LONGEST_TEXT {
        return Err(Trouble::new(
            RefusalKind::TooLarge,
            "its text is longer than 64 MiB: import it in parts.",
        ));
    }
    if composed.text.trim().is_empty() {
        return Err(Trouble::new(RefusalKind::Empty, "there are no words in it."));
    }
    composed.text.push('\n');
    composed.count += 1;
    tell(&fetched, &composed.text, &mut notices);
    let what = "printed at the end of a page and again on the next, and kept once";
    notices.count(twice, "line", "lines", what);
    Ok(Document {
        landmarks: landmarks(&composed, &fetched),
        comments: comments(&composed, &fetched.sheets),
        text: composed.text,
        notices: notices.list,
        ..Document::default()
    })
}

fn lay_out(sheet: &mut Sheet) -> Page {
    let keep_places = !sheet.notes.is_empty();
    let mut items = Vec::new();
    for (number, (angle, fragments)) in std::mem::take(&mut sheet.frames).into_iter().enumerate() {
        let numbered = if number == 0 { sheet.numbered.as_slice() } else { &[] };
        items.extend(line::lay_out(fragments, angle, numbered, keep_places));
    }
    Page { index: sheet.index, items }
}

impl Margins for Sheet {
    fn main(&self) -> &[Fragment] {
        self.frames.first().map(|(_, fragments)| fragments.as_slice()).unwrap_or_default()
    }

    fn others(&self) -> Vec<String> {
        let others = self.frames.iter().skip(1);
        others.map(|(_, fragments)| words(fragments)).collect()
    }

    fn leave_out(&mut self, places: &HashSet<usize>) {
        if let Some((_, fragments)) = self.frames.first_mut() {
            let mut place = 0;
            fragments.retain(|_| {
                place += 1;
                !places.contains(&(place - 1))
            });
        }
    }

    fn leave_out_other(&mut self, text: &str) {
        let mut is_main = true;
        self.frames
            .retain(|(_, fragments)| std::mem::take(&mut is_main) || words(fragments) != text);
    }

    fn begins_at(&mut self, heights: Vec<f32>) {
        self.numbered = heights;
    }
}

fn words(fragments: &[Fragment]) -> String {
    fragments.iter().map(Fragment::text).collect::<Vec<_>>().join(" ")
}

/// Refuses files in which nothing is written.
fn refuse_wordless(fetched: &Fetched) -> Result<(), Trouble> {
    if fetched.sheets.iter().any(|sheet| !sheet.frames.is_empty()) {
        return Ok(());
    }
    let refuse = |kind: RefusalKind, message: &str| Err(Trouble::new(kind, message));
    if fetched.sheets.iter().any(|sheet| sheet.has_picture) {
        refuse(
            RefusalKind::Empty,
            "its pages are pictures of text (scanned or photographed): let a scanner program \
             recognise the text (OCR), and import what that saves.",
        )
    } else if fetched.sheets.iter().any(|sheet| sheet.fault.is_some()) {
        refuse(
            RefusalKind::Damaged,
            "none of its pages can be read: copy or export it again from where it came.",
        )
    } else {
        refuse(RefusalKind::Empty, "there are no words in it.")
    }
}

/// Tells what was not read.
fn tell(fetched: &Fetched, text: &str, notices: &mut Notices<'_>) {
    let label = |sheet: &&Sheet| label(fetched, sheet.index);
    let named = |chosen: &dyn Fn(&Sheet) -> bool| -> Vec<String> {
        fetched.sheets.iter().filter(|sheet| chosen(sheet)).map(|sheet| label(&sheet)).collect()
    };
    let scanned = named(&|sheet| sheet.signs == 0 && sheet.has_picture && sheet.fault.is_none());
    if !scanned.is_empty() {
        notices.add(format!(
            "{} a picture without words (a scan or a photo) and could not be read.",
            pages_are(&scanned)
        ));
    }
    for (fault, why) in [
        (Fault::Damaged, "damaged and could not be read."),
        (Fault::Slow, "left out, because reading took too long."),
        (Fault::Overfull, "left out, because there are more signs than anybody reads."),
    ] {
        let faulty = named(&|sheet| sheet.fault == Some(fault));
        if !faulty.is_empty() {
            notices.add(format!("{} {why}", pages_are(&faulty)));
        }
    }
    if let Some(cut) = fetched.cut_at {
        notices.add(format!(
            "Reading took too long: everything from page {} on is missing. Split the file and \
             import its parts.",
            self::label(fetched, cut)
        ));
    }
    let unknown: usize = fetched.sheets.iter().map(|sheet| sheet.unknown).sum();
    let signs: usize = fetched.sheets.iter().map(|sheet| sheet.signs).sum();
    if unknown * 5 > signs || is_jumble(text) {
        notices.add(
            "The fonts of this file do not say which letters they show: its text is probably \
             unreadable. Text recognition (OCR) may help.",
        );
    } else {
        notices.count(unknown, "sign", "signs", "of unknown meaning and kept as stored");
    }
    let with_text = fetched.sheets.iter().filter(|sheet| sheet.signs > 0);
    let pictures: HashSet<_> = with_text.flat_map(|sheet| &sheet.pictures).collect();
    notices.count(pictures.len(), "picture", "pictures", "left out");
    if fetched.cover.has_attachments {
        notices.add("Files attached to it were not read.");
    }
}

/// Whether letters come from more scripts than anybody writes in: their codes
/// then mean something else.
fn is_jumble(text: &str) -> bool {
    let mut scripts: HashMap<u32, usize> = HashMap::new();
    let mut letters = 0;
    for letter in text.chars().filter(|letter| letter.is_alphabetic()) {
        letters += 1;
        let code = u32::from(letter);
        if !matches!(code, 0x2e80..0xa000 | 0xac00..0xd800 | 0xf900..0xfb00 | 0x20000..) {
            *scripts.entry(code / 256).or_default() += 1;
        }
    }
    scripts.values().filter(|count| **count * 200 > letters).count() > 9
}

fn pages_are(labels: &[String]) -> String {
    match labels {
        [one] => format!("Page {one} is"),
        [some @ .., last] if labels.len() <= 12 => {
            format!("Pages {} and {last} are each", some.join(", "))
        }
        _ => format!(
            "{} pages, from {} to {}, are each",
            labels.len(),
            labels.first().map(String::as_str).unwrap_or_default(),
            labels.last().map(String::as_str).unwrap_or_default()
        ),
    }
}

fn label(fetched: &Fetched, index: usize) -> String {
    let label = fetched.cover.labels.get(index).filter(|label| !label.trim().is_empty());
    label.cloned().unwrap_or_else(|| (index + 1).to_string())
}

/// Pages and headings, in the order of the text.
fn landmarks(composed: &Composed, fetched: &Fetched) -> Vec<Landmark> {
    let ends = composed.pages.iter().skip(1).map(|(_, start)| *start).chain([composed.count]);
    let pages = composed.pages.iter().zip(ends).filter(|((_, start), end)| start < end);
    let mut landmarks: Vec<Landmark> = pages
        .map(|((index, start), end)| Landmark {
            kind: LandmarkKind::Page,
            label: label(fetched, *index),
            start: *start,
            end,
        })
        .collect();
    landmarks.extend(outline::headings(composed, &fetched.cover.outline));
    landmarks.sort_by_key(|landmark| landmark.start);
    landmarks
}

fn comments(composed: &Composed, sheets: &[Sheet]) -> Vec<Comment> {
    let mut comments: Vec<Comment> = Vec::new();
    for sheet in sheets {
        comments.extend(note::comments(composed, sheet.index, &sheet.notes));
    }
    comments.sort_by_key(|comment| (comment.start, comment.end));
    comments
}

#[cfg(test)]
mod paper;
#[cfg(test)]
mod tests;
