//! What is said about places of a text: comments, headings, pages.
//!
//! A reader asks [`Remarks`] for a number, sets the two [`Mark`]s of that number
//! while it lays out the text, and says here what they mean. When the text is
//! finished, [`Remarks::place`] turns marks into spans of code points, puts them
//! in order and joins tracked changes that one person made in one go.

use std::collections::{HashMap, HashSet};

use crate::marked::{Mark, Marked};
use crate::{Comment, Landmark, LandmarkKind};

/// What happened to words whose change was tracked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Inserted,
    Deleted,
    MovedHere,
    MovedAway,
}

impl Change {
    fn words(self, author: Option<&str>, is_break: bool) -> String {
        let done = match self {
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
            Self::MovedHere => "moved here",
            Self::MovedAway => "moved away",
        };
        let what = if is_break { "Paragraph break " } else { "" };
        let by = author.map(|author| format!(" by {author}")).unwrap_or_default();
        let sentence = format!("{what}{done}{by}.");
        let mut signs = sentence.chars();
        signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
    }
}

/// Who said or did something, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct By {
    pub(crate) author: Option<String>,
    pub(crate) date: Option<String>,
}

/// What the places of a text mean.
#[derive(Debug, Default)]
pub(crate) struct Remarks {
    numbers: u32,
    comments: Vec<(u32, By, String)>,
    changes: Vec<TrackedChange>,
    headings: Vec<(u32, u8)>,
    pages: Vec<(u32, String)>,
    /// Where the last page ends.
    end_of_pages: u32,
}

#[derive(Debug)]
struct TrackedChange {
    number: u32,
    change: Change,
    by: By,
    is_break: bool,
}

/// What came of [`Remarks`] once the text was finished.
#[derive(Debug, Default)]
pub(crate) struct Placed {
    pub(crate) landmarks: Vec<Landmark>,
    pub(crate) comments: Vec<Comment>,
    /// Comments whose place is not in the text.
    pub(crate) lost: usize,
}

impl Remarks {
    /// A number for the marks of something new.
    pub(crate) fn number(&mut self) -> u32 {
        self.numbers = self.numbers.saturating_add(1);
        self.numbers
    }

    pub(crate) fn add_comment(&mut self, number: u32, by: By, text: String) {
        self.comments.push((number, by, text));
    }

    /// Notes a tracked change; one of a paragraph's end is a mere point.
    pub(crate) fn add_change(&mut self, number: u32, change: Change, by: By, is_break: bool) {
        self.changes.push(TrackedChange { number, change, by, is_break });
    }

    pub(crate) fn add_heading(&mut self, number: u32, level: u8) {
        self.headings.push((number, level));
    }

    /// Notes a page, as printed; pages are told in the order of the text.
    pub(crate) fn add_page(&mut self, number: u32, label: String) {
        self.pages.push((number, label));
    }

    /// Says which mark is the end of the last page.
    pub(crate) fn end_pages(&mut self, number: u32) {
        self.end_of_pages = number;
    }

    /// Turns marks into spans of the finished text.
    pub(crate) fn place(self, text: &Marked) -> Placed {
        let places = Places::of(text);
        let mut told = Placed::default();
        for (number, level) in self.headings {
            if let Some((start, end)) = places.words(number) {
                let kind = LandmarkKind::Heading(level);
                told.landmarks.push(Landmark { kind, label: String::new(), start, end });
            }
        }
        place_pages(self.pages, self.end_of_pages, &places, &mut told.landmarks);
        told.landmarks.sort_by_key(|landmark| (landmark.start, landmark.end));
        for (number, by, words) in self.comments {
            match places.span(number) {
                Some((start, end)) => told.comments.push(comment(by, words, start, end)),
                None => told.lost += 1,
            }
        }
        place_changes(self.changes, &places, &mut told.comments);
        told.comments.sort_by_key(|comment| comment.start);
        told
    }
}

fn comment(by: By, text: String, start: u64, end: u64) -> Comment {
    Comment { author: by.author, date: by.date, text, start, end }
}

/// A page reaches to where the next begins; none is told when they are out of order.
fn place_pages(
    pages: Vec<(u32, String)>,
    end: u32,
    places: &Places,
    landmarks: &mut Vec<Landmark>,
) {
    let starts: Option<Vec<u64>> =
        pages.iter().map(|(number, _)| places.span(*number).map(|span| span.0)).collect();
    let Some(starts) = starts.filter(|starts| starts.is_sorted()) else { return };
    let end = places.span(end).map_or(0, |span| span.1);
    let ends = starts.iter().skip(1).copied().chain([end]);
    for (((_, label), start), end) in pages.into_iter().zip(starts.iter().copied()).zip(ends) {
        if start < end {
            landmarks.push(Landmark { kind: LandmarkKind::Page, label, start, end });
        }
    }
}

/// One change is often cut into pieces, at each change of font for instance.
fn place_changes(changes: Vec<TrackedChange>, places: &Places, comments: &mut Vec<Comment>) {
    let mut found: Vec<(u64, u64, TrackedChange)> = changes
        .into_iter()
        .filter_map(|change| {
            let (start, end) = places.span(change.number)?;
            (start < end || change.is_break).then_some((start, end, change))
        })
        .collect();
    found.sort_by_key(|(start, end, _)| (*start, *end));
    let mut joined: Vec<(u64, u64, TrackedChange)> = Vec::new();
    for (start, end, change) in found {
        let before = joined.iter_mut().rev().take(4).find(|(_, until, before)| {
            let gap = u64::from(places.is_line_end(*until));
            before.change == change.change && before.by == change.by && start <= *until + gap
        });
        match before {
            Some((_, until, before)) => {
                before.is_break &= change.is_break;
                *until = end.max(*until);
            }
            None => joined.push((start, end, change)),
        }
    }
    comments.extend(joined.into_iter().map(|(start, end, change)| {
        let words = change.change.words(change.by.author.as_deref(), change.is_break);
        comment(change.by, words, start, end)
    }));
}

/// Where the marks are in the finished text.
struct Places<'a> {
    text: &'a str,
    /// Bytes by mark.
    bytes: HashMap<Mark, usize>,
    /// Code points by byte, for the bytes that matter.
    points: HashMap<usize, u64>,
    ends_of_lines: HashSet<u64>,
}

impl<'a> Places<'a> {
    fn of(marked: &'a Marked) -> Self {
        let text = marked.text();
        let mut bytes = HashMap::new();
        for (byte, mark) in marked.marks() {
            // The first place counts where a broken file sets a mark twice.
            bytes.entry(*mark).or_insert((*byte).min(text.len()));
        }
        let mut places =
            Self { text, bytes, points: HashMap::new(), ends_of_lines: HashSet::new() };
        let wanted: Vec<u32> = places
            .bytes
            .keys()
            .map(|mark| match mark {
                Mark::Begin(number) | Mark::End(number) => *number,
            })
            .collect();
        let mut needed: Vec<usize> = wanted
            .into_iter()
            .filter_map(|number| places.raw(number))
            .flat_map(|(start, end)| {
                let (first, last) = places.trimmed(start, end);
                [start, end, first, last]
            })
            .collect();
        needed.sort_unstable();
        needed.dedup();
        places.count(&needed);
        places
    }

    /// Counts code points up to each of the bytes, in one go.
    fn count(&mut self, needed: &[usize]) {
        let (mut at, mut points) = (0, 0);
        for byte in needed {
            points += crate::code_points(self.text.get(at..*byte).unwrap_or_default());
            at = *byte;
            self.points.insert(at, points);
            if self.text.as_bytes().get(at) == Some(&b'\n') {
                self.ends_of_lines.insert(points);
            }
        }
    }

    /// The bytes between the two marks of a number; line ends at the end are no part.
    fn raw(&self, number: u32) -> Option<(usize, usize)> {
        let begin = self.bytes.get(&Mark::Begin(number)).copied();
        let end = self.bytes.get(&Mark::End(number)).copied();
        let start = begin.or(end)?;
        let end = end.unwrap_or(start).max(start);
        let words = self.text.get(start..end)?;
        Some((start, start + words.trim_end_matches('\n').len()))
    }

    fn trimmed(&self, start: usize, end: usize) -> (usize, usize) {
        let words = self.text.get(start..end).unwrap_or_default();
        let front = words.len() - words.trim_start().len();
        (start + front, start + words.trim_end().len().max(front))
    }

    fn point(&self, byte: usize) -> Option<u64> {
        self.points.get(&byte).copied()
    }

    fn span(&self, number: u32) -> Option<(u64, u64)> {
        let (start, end) = self.raw(number)?;
        Some((self.point(start)?, self.point(end)?))
    }

    /// The span without white space around it; none where no words are.
    fn words(&self, number: u32) -> Option<(u64, u64)> {
        let (start, end) = self.raw(number)?;
        let (start, end) = self.trimmed(start, end);
        if start < end { Some((self.point(start)?, self.point(end)?)) } else { None }
    }

    fn is_line_end(&self, point: u64) -> bool {
        self.ends_of_lines.contains(&point)
    }
}

/// Checks what holds of the places of every document.
#[cfg(test)]
pub(crate) fn assert_places(document: &crate::Document) {
    let length = crate::code_points(&document.text);
    for comment in &document.comments {
        assert!(comment.start <= comment.end && comment.end <= length, "{comment:?}");
    }
    for (index, landmark) in document.landmarks.iter().enumerate() {
        assert!(landmark.start < landmark.end && landmark.end <= length, "{landmark:?}");
        let mut later = document.landmarks.iter().skip(index + 1);
        let next = later.find(|later| later.kind == landmark.kind);
        assert!(next.is_none_or(|next| next.start >= landmark.end), "{landmark:?} {next:?}");
    }
    assert!(document.comments.is_sorted_by_key(|comment| comment.start));
    assert!(document.landmarks.is_sorted_by_key(|landmark| landmark.start));
    assert!(!document.text.contains(['\0', '\r']) && !document.text.starts_with('\u{feff}'));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(author: &str) -> By {
        By { author: Some(author.to_owned()), date: None }
    }

    #[test]
    fn spans_count_code_points_and_end_with_words() {
        let mut remarks = Remarks::default();
        let mut text = Marked::from("Grüße ");
        let number = remarks.number();
        text.mark(Mark::Begin(number));
        text.push("öffentlich\n");
        text.mark(Mark::End(number));
        remarks.add_comment(number, by("Ada"), "why".to_owned());
        let nowhere = remarks.number();
        remarks.add_comment(nowhere, by("Ada"), "lost".to_owned());
        let placed = remarks.place(&text);
        assert_eq!((placed.comments[0].start, placed.comments[0].end, placed.lost), (6, 16, 1));
    }

    #[test]
    fn pieces_of_one_change_are_told_once() {
        let mut remarks = Remarks::default();
        let mut text = Marked::from("a ");
        for (words, author) in [("b ", "Ada"), ("c", "Ada"), ("d", "Bo")] {
            let number = remarks.number();
            text.mark(Mark::Begin(number));
            text.push(words);
            text.mark(Mark::End(number));
            remarks.add_change(number, Change::Inserted, by(author), false);
        }
        let placed = remarks.place(&text);
        let told: Vec<_> = placed
            .comments
            .iter()
            .map(|comment| (comment.start, comment.end, comment.text.as_str()))
            .collect();
        assert_eq!(told, [(2, 5, "Inserted by Ada."), (5, 6, "Inserted by Bo.")]);
    }

    #[test]
    fn a_page_reaches_to_the_next() {
        let mut remarks = Remarks::default();
        let mut text = Marked::default();
        for (label, words) in [("1", "one\n"), ("2", "two\n")] {
            let number = remarks.number();
            text.mark(Mark::Begin(number));
            text.push(words);
            remarks.add_page(number, label.to_owned());
        }
        let end = remarks.number();
        text.mark(Mark::End(end));
        remarks.end_pages(end);
        let pages = remarks.place(&text).landmarks;
        let told: Vec<_> = pages.iter().map(|page| (page.start, page.end)).collect();
        assert_eq!(told, [(0, 4), (4, 8)]);
    }
}
