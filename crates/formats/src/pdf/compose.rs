//! Lines become paragraphs, and paragraphs the text.
//!
//! One paragraph is one line of the text, wherever lines, columns and pages end
//! in the file. A line begins a paragraph when it is farther from the one before
//! than lines usually are, when it is set in or out, or when its first word would
//! have fitted on the line before, so that somebody must have ended that.

use std::collections::{HashMap, HashSet};

use super::cell::Cells;
use super::hyphen::{Joint, Vocabulary, ends_in_hyphen};
use super::line::{Item, Line, Text, is_label, is_marker};
use super::measure::is_share;

/// Shorter lines than this may well be said twice.
const FEWEST_DOUBLE: usize = 40;

/// A page, laid out.
#[derive(Debug)]
pub(super) struct Page {
    /// Its place in the file, from 0.
    pub(super) index: usize,
    pub(super) items: Vec<Item>,
}

/// A paragraph of the text, as a half-open range in code points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Paragraph {
    pub(super) start: u64,
    pub(super) end: u64,
    /// Where it begins.
    pub(super) page: usize,
    pub(super) size: f32,
    pub(super) is_row: bool,
    /// The bytes of the text that it takes.
    pub(super) from: usize,
    pub(super) until: usize,
}

/// Where a letter is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) page: usize,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) at: u64,
}

/// The text, and where everything in it comes from.
#[derive(Debug, Default)]
pub(super) struct Composed {
    pub(super) text: String,
    pub(super) count: u64,
    pub(super) paragraphs: Vec<Paragraph>,
    /// Where each page that has text begins.
    pub(super) pages: Vec<(usize, u64)>,
    /// In the order of pages; only of those whose letters have places.
    pub(super) spots: Vec<Spot>,
}

/// Puts the lines of all pages together.
pub(super) fn compose(pages: &[Page]) -> Composed {
    let vocabulary = learn(pages);
    let labels = frequent_labels(pages);
    let mut writer = Writer { vocabulary, labels, sets_in: sets_in(pages), ..Writer::default() };
    for page in pages {
        writer.page = Some(page.index);
        writer.current = page.index;
        for (at, item) in page.items.iter().enumerate() {
            match item {
                Item::Line(line) => {
                    let next = page.items.get(at + 1).and_then(|item| match item {
                        Item::Line(line) if !line.is_first => Some(line),
                        _ => None,
                    });
                    writer.line(line, next);
                }
                Item::Row(cells) => writer.row(cells),
            }
        }
    }
    writer.close();
    writer.composed
}

/// Some programs print a line that does not fit on a page on the next one too.
/// Leaves the second out and counts how many there were.
pub(super) fn leave_out_overlap(pages: &mut [Page]) -> usize {
    let mut count = 0;
    let mut before: Option<String> = None;
    for page in pages {
        if let (Some(before), Some(Item::Line(first))) = (&before, page.items.first()) {
            let text = &first.text.letters;
            if page.items.len() > 1 && text == before && text.chars().count() >= FEWEST_DOUBLE {
                page.items.remove(0);
                if let Some(Item::Line(line)) = page.items.first_mut() {
                    line.is_first = true;
                }
                count += 1;
            }
        }
        before = match page.items.last() {
            Some(Item::Line(last)) => Some(last.text.letters.clone()),
            _ => None,
        };
    }
    count
}

fn learn(pages: &[Page]) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    let mut is_cut = false;
    for item in pages.iter().flat_map(|page| &page.items) {
        match item {
            Item::Line(line) => {
                vocabulary.learn(&line.text.letters, is_cut);
                is_cut = ends_in_hyphen(&line.text.letters);
            }
            Item::Row(row) => {
                for cell in &row.cells {
                    let mut is_cut = false;
                    for text in cell {
                        vocabulary.learn(&text.letters, is_cut);
                        is_cut = ends_in_hyphen(&text.letters);
                    }
                }
            }
        }
    }
    vocabulary
}

/// Whether paragraphs are set in at their first line, and not at all others:
/// before a first line stands the short last line of another paragraph.
fn sets_in(pages: &[Page]) -> bool {
    let (mut first, mut other) = (0, 0);
    for page in pages {
        for pair in page.items.windows(2) {
            let [Item::Line(before), Item::Line(line)] = pair else { continue };
            if line.is_first || line.x0 < before.x0 + 0.8 * line.size {
                continue;
            }
            if is_full(before, line) { other += 1 } else { first += 1 }
        }
    }
    first >= other
}

/// Whether a line had no room for the first word of the next one.
fn is_full(before: &Line, line: &Line) -> bool {
    let em = line.size.max(before.size);
    // A quotation is often set in on both sides.
    let inset = line.x0 - before.left;
    let is_quote = (line.x0 - before.x0).abs() < 0.3 * em && inset > 1.5 * em;
    let right = if is_quote { before.right - inset } else { before.right };
    before.x1 + 0.25 * em + line.first_word > right - 0.3 * em
}

/// Labels with which several lines begin: `Anna:`, or a time.
fn frequent_labels(pages: &[Page]) -> HashSet<String> {
    let mut found: HashMap<String, usize> = HashMap::new();
    for item in pages.iter().flat_map(|page| &page.items) {
        if let Item::Line(line) = item
            && let Some(label) = opening_label(&line.text.letters)
        {
            *found.entry(label).or_default() += 1;
        }
    }
    found.into_iter().filter(|(_, count)| *count >= 2).map(|(label, _)| label).collect()
}

/// What a line may be labelled with at its beginning.
fn opening_label(text: &str) -> Option<String> {
    let text = text.trim_start();
    let bare = text.trim_start_matches(['[', '(', '#']);
    let digits: String =
        bare.chars().take_while(|sign| sign.is_ascii_digit() || *sign == ':').collect();
    if digits.len() >= 4 && digits.contains(':') && !digits.ends_with(':') {
        return Some("time".into());
    }
    let (label, rest) = text.split_once(':')?;
    let is_name = label.chars().count() <= 32
        && label.split_whitespace().count() <= 4
        && label.chars().next().is_some_and(|sign| {
            sign.is_uppercase()
                || sign.is_numeric()
                || sign == '['
                || (sign.is_alphabetic() && !sign.is_lowercase())
        })
        && !label.contains(['?', '!', ',', ';'])
        && (rest.is_empty() || rest.starts_with(char::is_whitespace));
    is_name.then(|| label.to_owned())
}

#[derive(Debug, Default)]
struct Writer {
    composed: Composed,
    vocabulary: Vocabulary,
    labels: HashSet<String>,
    sets_in: bool,
    /// The page whose beginning was not written yet.
    page: Option<usize>,
    current: usize,
    open: Option<Open>,
}

/// A paragraph that may go on.
#[derive(Debug)]
struct Open {
    last: Line,
    lines: usize,
    has_marker: bool,
    /// Letters of its lines by size, to know the size of most.
    size: f32,
}

impl Writer {
    fn line(&mut self, line: &Line, next: Option<&Line>) {
        if line.text.letters.trim().is_empty() {
            return;
        }
        let opens = self.open.as_ref().is_none_or(|open| self.opens(open, line, next));
        if opens {
            self.close();
            self.begin(line.size, false);
            self.write(&line.text);
            let word = line.text.letters.split([' ', '\t']).next().unwrap_or_default();
            let has_marker = is_marker(word) || is_label(word) || line.text.letters.contains('\t');
            self.open = Some(Open { last: line.clone(), lines: 1, has_marker, size: line.size });
            return;
        }
        match self.vocabulary.joint(&self.composed.text, &line.text.letters) {
            Joint::Space => self.separate(' '),
            Joint::Nothing => {}
            Joint::Knit => self.take_back(),
        }
        self.write(&line.text);
        if let Some(open) = &mut self.open {
            open.last = line.clone();
            open.lines += 1;
        }
    }

    /// Whether a line begins a paragraph.
    fn opens(&self, open: &Open, line: &Line, next: Option<&Line>) -> bool {
        let before = &open.last;
        let text = line.text.letters.as_str();
        let em = line.size.max(before.size);
        let is_lower = text.chars().next().is_some_and(char::is_lowercase);
        if ends_in_hyphen(&before.text.letters)
            && is_lower
            && (open.size - line.size).abs() < 0.12 * em
        {
            return false;
        }
        let word = text.split([' ', '\t']).next().unwrap_or_default();
        let is_full = is_full(before, line);
        if line.is_numbered
            || line.is_from_right != before.is_from_right
            || (open.size - line.size).abs() > 0.12 * em
            || opening_label(text).is_some_and(|label| self.labels.contains(&label))
            || (is_marker(word)
                && (!is_full || word.chars().count() == 1 || ends_sentence(&before.text.letters)))
            || (before.is_bold != line.is_bold && !(is_lower && is_full))
            || !is_full
        {
            return true;
        }
        if line.is_first {
            let is_set_in = line.x0 > line.left + 0.8 * em
                && next.is_some_and(|next| next.x0 < line.x0 - 0.5 * em);
            // A short block does not tell how long its lines might have been.
            let is_unsure = before.among < 4 || line.among < 2;
            return !is_lower && (is_set_in || is_unsure);
        }
        let gap = before.y - line.y;
        if gap <= 0.0 || gap > 1.25 * before.leading.max(0.9 * em) {
            return true;
        }
        if line.x0 > before.x0 + 0.8 * em {
            let returns = next.is_none_or(|next| next.x0 < line.x0 - 0.5 * em);
            let hangs = open.lines == 1 && open.has_marker;
            return self.sets_in && !hangs && returns && ends_sentence(&before.text.letters);
        }
        line.x0 < before.x0 - 0.8 * em && open.lines > 1
    }

    fn row(&mut self, row: &Cells) {
        let filled = row.cells.iter().rposition(|cell| !cell.is_empty());
        let Some(last) = filled else { return };
        self.close();
        self.begin(row.size, true);
        // The items of a list begin where they begin; the columns of a table count.
        let first = row.cells.iter().position(|cell| !cell.is_empty()).unwrap_or_default();
        let opening = row.cells.get(first).and_then(|cell| cell.first());
        let is_item =
            opening.is_some_and(|text| text.letters.split(' ').next().is_some_and(is_marker));
        let first = if is_item { first } else { 0 };
        let mut label = false;
        for (number, cell) in row.cells.iter().enumerate().take(last + 1).skip(first) {
            if number > first {
                self.separate(if label { ' ' } else { '\t' });
            }
            label = number == first && matches!(cell.as_slice(), [text] if is_label(&text.letters));
            for (at, text) in cell.iter().enumerate() {
                if at > 0 {
                    match self.vocabulary.joint(&self.composed.text, &text.letters) {
                        Joint::Space => self.separate(' '),
                        Joint::Nothing => {}
                        Joint::Knit => self.take_back(),
                    }
                }
                self.write(text);
            }
        }
        self.open = None;
        self.end_paragraph();
    }

    fn begin(&mut self, size: f32, is_row: bool) {
        if !self.composed.text.is_empty() {
            self.separate('\n');
        }
        self.turn_page();
        let (start, from) = (self.composed.count, self.composed.text.len());
        let page = self.current;
        let paragraph = Paragraph { start, end: start, page, size, is_row, from, until: from };
        self.composed.paragraphs.push(paragraph);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.end_paragraph();
        }
    }

    fn end_paragraph(&mut self) {
        if self.composed.text.ends_with('\u{ad}') {
            self.composed.text.pop();
            self.composed.text.push('-');
        }
        let (end, until) = (self.composed.count, self.composed.text.len());
        if let Some(paragraph) = self.composed.paragraphs.last_mut() {
            (paragraph.end, paragraph.until) = (end, until);
        }
    }

    fn separate(&mut self, sign: char) {
        self.composed.text.push(sign);
        self.composed.count += 1;
    }

    /// Takes a hyphen back.
    fn take_back(&mut self) {
        if self.composed.text.pop().is_some() {
            self.composed.count -= 1;
        }
    }

    /// Remembers where a page begins, before its first sign is written.
    fn turn_page(&mut self) {
        if let Some(page) = self.page.take() {
            self.composed.pages.push((page, self.composed.count));
        }
    }

    fn write(&mut self, text: &Text) {
        self.turn_page();
        let composed = &mut self.composed;
        let last = text.letters.chars().count().saturating_sub(1);
        let mut places = text.places.iter();
        for (number, letter) in text.letters.chars().enumerate() {
            let letter = if letter == '\u{ad}' && number < last { '-' } else { letter };
            composed.text.push(letter);
            if let Some((x, y)) = places.next().filter(|(x, _)| x.is_finite()) {
                let (page, at) = (self.current, composed.count);
                composed.spots.push(Spot { page, x: *x, y: *y, at });
            }
            composed.count += 1;
        }
    }
}

fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    bare.ends_with(['.', '?', '!', '…', ':', '。', '？', '！', '؟'])
}

impl Composed {
    /// The size in which most of the text is set, where most is set in one.
    pub(super) fn body_size(&self) -> Option<f32> {
        let mut sizes: HashMap<i32, usize> = HashMap::new();
        let length = |paragraph: &Paragraph| paragraph.until - paragraph.from;
        for paragraph in &self.paragraphs {
            let key = super::measure::bucket(paragraph.size + 0.25, 0.5);
            *sizes.entry(key).or_default() += length(paragraph);
        }
        let (key, most) = sizes.into_iter().max_by_key(|(key, count)| (*count, *key))?;
        let all: usize = self.paragraphs.iter().map(length).sum();
        let near = self
            .paragraphs
            .iter()
            .find(|paragraph| super::measure::bucket(paragraph.size + 0.25, 0.5) == key)?;
        is_share(most, all, 0.5).then_some(near.size)
    }
}
