//! What may open a turn in each line of a text.
//!
//! Each line is looked at once, and only at its two ends, so that a text of any
//! shape is read in linear time. Nothing is decided here: an [`Opening`] says
//! what a line would be if the document turns out to be a transcript.

mod trim;

use std::collections::HashMap;

use trim::{sender, split_time, tidy};

use crate::turns::label;
use crate::turns::stamp::{self, Stamp};

/// How far into a line a label and its times may reach, in bytes.
const REACH: usize = 240;

/// How a label is told from the words after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// `Ana: words`, also with a time beside the label.
    Colon,
    /// A label and a time, alone on their line.
    Header,
    /// `[Ana] words`, `<Ana> words` or `**Ana** words`.
    Bracket,
    /// A label and a tab.
    Tab,
    /// `Ana - words`.
    Dash,
    /// `Q. words`.
    Dot,
    /// A label alone on its line, without any mark.
    Bare,
    /// A time without a label.
    Time,
}

/// What a line opens, if it opens anything. Places are in bytes.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent answers")]
pub(super) struct Opening {
    /// Where the line begins.
    pub(super) line: u32,
    /// Where its words begin.
    pub(super) words: u32,
    /// Where its words begin when what looked like a label is none.
    pub(super) timed: u32,
    /// Where the line ends, without blanks at its end.
    pub(super) end: u32,
    /// The number of the label in [`Sheet::labels`].
    pub(super) label: Option<u32>,
    pub(super) form: Form,
    pub(super) stamp: Option<Stamp>,
    /// Whether nothing but blank lines, or nothing at all, stands before it.
    pub(super) after_blank: bool,
    /// Whether the line before it is a bare number, as of a paragraph.
    pub(super) after_number: bool,
    /// Whether more than one word follows on the line.
    pub(super) speaks: bool,
    /// Whether the words end as sentences do.
    pub(super) ends_well: bool,
}

/// A time at the end of a line, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail {
    pub(super) at: u32,
    pub(super) end: u32,
    pub(super) stamp: Stamp,
}

/// A text, looked through.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub(super) text: &'a str,
    /// Everything that could be a label, and how often it stands there.
    pub(super) labels: Vec<&'a str>,
    pub(super) counts: Vec<u32>,
    pub(super) openings: Vec<Opening>,
    pub(super) tails: Vec<Tail>,
    /// Lines that are not blank.
    pub(super) lines: usize,
    /// Runs of such lines between blank ones.
    pub(super) blocks: usize,
    /// Whether the text closes tags, as markup does.
    pub(super) is_markup: bool,
}

/// Looks through a text.
pub(super) fn read(text: &str) -> Sheet<'_> {
    let mut sheet = Sheet {
        text,
        labels: Vec::new(),
        counts: Vec::new(),
        openings: Vec::new(),
        tails: Vec::new(),
        lines: 0,
        blocks: 0,
        is_markup: text.contains("</"),
    };
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut at = 0;
    let mut after_blank = true;
    let mut after_number = false;
    for line in text.split('\n') {
        let begin = at;
        at += line.len() + 1;
        let line = line.trim_end();
        if line.is_empty() {
            after_blank = true;
            continue;
        }
        sheet.lines += 1;
        sheet.blocks += usize::from(after_blank);
        let is_number = is_number(line);
        let mut from = 0;
        if !is_number {
            if let Some(found) = opening(line) {
                from = found.words.max(found.timed);
                let label = found.label.map(|label| {
                    let next = place(sheet.labels.len());
                    let number = *known.entry(label).or_insert(next);
                    if let Some(count) = sheet.counts.get_mut(number as usize) {
                        *count += 1;
                    } else {
                        sheet.labels.push(label);
                        sheet.counts.push(1);
                    }
                    number
                });
                let words = line.get(found.words..).unwrap_or_default();
                sheet.openings.push(Opening {
                    line: place(begin),
                    words: place(begin + found.words),
                    timed: place(begin + found.timed),
                    end: place(begin + line.len()),
                    label,
                    form: found.form,
                    stamp: found.stamp,
                    after_blank,
                    after_number,
                    speaks: words.contains(|sign: char| sign == ' ' || !sign.is_ascii()),
                    ends_well: ends_well(words),
                });
            }
            if let Some((stamp, tail)) = stamp::trail(line).filter(|(_, tail)| *tail >= from) {
                let (tail, end) = (place(begin + tail), place(begin + line.len()));
                sheet.tails.push(Tail { at: tail, end, stamp });
            }
        }
        after_blank = false;
        after_number = is_number;
    }
    sheet
}

/// A place in a text, which is known to be shorter than four gigabytes.
pub(super) fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether a line is the number of a paragraph or a page and nothing else.
pub(super) fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.len() < 6 && line.bytes().all(|byte| byte.is_ascii_digit())
}

fn ends_well(words: &str) -> bool {
    words.ends_with([
        '.', '?', '!', '…', '。', '？', '！', '؟', '"', '”', '»', ')', ']', '-', '–', '।',
    ])
}

/// A finding in one line; places are in bytes from its beginning.
struct Found<'a> {
    words: usize,
    timed: usize,
    label: Option<&'a str>,
    form: Form,
    stamp: Option<Stamp>,
}

/// A line on its way from the left to the right.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// What is left of the part of the line that is looked at.
    fn rest(&self) -> &'a str {
        let rest = self.line.get(self.at..).unwrap_or_default();
        rest.get(..rest.floor_char_boundary(REACH)).unwrap_or_default()
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.line.len()
    }

    /// Passes over signs for which a rule holds.
    fn skip(&mut self, rule: impl Fn(char) -> bool) -> bool {
        let rest = self.line.get(self.at..).unwrap_or_default();
        let length = rest.find(|sign| !rule(sign)).unwrap_or(rest.len());
        self.at += length;
        length > 0
    }

    fn skip_blanks(&mut self) -> bool {
        self.skip(is_blank)
    }

    /// Passes over blanks and the marks of emphasis that Markdown writes.
    fn skip_emphasis(&mut self) {
        self.skip(|sign| is_blank(sign) || matches!(sign, '*' | '_'));
    }

    /// Passes over what may stand between a time and what follows it.
    fn skip_separator(&mut self) {
        self.skip_blanks();
        let before = *self;
        if self.skip(|sign| matches!(sign, '-' | '–' | '—' | '|' | ':' | ','))
            && !(self.skip_blanks() || self.is_at_end() || self.rest().starts_with('*'))
        {
            *self = before;
        }
        self.skip_emphasis();
    }

    fn take_stamp(&mut self) -> Option<Stamp> {
        let rest = self.rest();
        let (stamp, length) = stamp::lead(rest)?;
        let next = rest.get(length..)?.chars().next();
        let ends = next.is_none_or(|sign| {
            is_blank(sign) || matches!(sign, '-' | '–' | '—' | '|' | ':' | ',' | '*' | '_')
        });
        let closed = !rest.starts_with(|sign: char| sign.is_ascii_digit());
        (ends || closed).then(|| {
            self.at += length;
            stamp
        })
    }
}

/// Blanks, and marks that only steer the direction of writing.
pub(super) fn is_blank(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn opening(line: &str) -> Option<Found<'_>> {
    let mut cursor = Cursor { line, at: 0 };
    skip_front(&mut cursor);
    let mut stamp = cursor.take_stamp();
    if let Some(first) = stamp.as_mut() {
        cursor.skip_separator();
        // Some programs write when it begins and when it ends in two columns.
        if let Some(second) = cursor.take_stamp() {
            first.end = first.end.or(Some(second.begin)).filter(|end| *end >= first.begin);
            cursor.skip_separator();
        }
    }
    let timed = cursor.at;
    let found = labelled(cursor, stamp, timed);
    found.or_else(|| {
        stamp.map(|stamp| Found {
            words: timed,
            timed,
            label: None,
            form: Form::Time,
            stamp: Some(stamp),
        })
    })
}

/// Passes over list marks, quotation marks of mail, and the number of a line.
fn skip_front(cursor: &mut Cursor<'_>) {
    cursor.skip_blanks();
    cursor.skip(|sign| sign == '>');
    cursor.skip_blanks();
    let marks = cursor.rest().trim_start_matches('#');
    if marks.len() < cursor.rest().len() && marks.starts_with(' ') {
        cursor.skip(|sign| sign == '#');
        cursor.skip_blanks();
    }
    if ["- ", "* ", "+ ", "• ", "– ", "— "].iter().any(|mark| cursor.rest().starts_with(mark))
    {
        cursor.skip(|sign| matches!(sign, '-' | '*' | '+' | '•' | '–' | '—'));
        cursor.skip_blanks();
    }
    let before = *cursor;
    let digits = cursor.rest().bytes().take_while(u8::is_ascii_digit).count();
    if (1..=5).contains(&digits) {
        cursor.at += digits;
        cursor.skip(|sign| matches!(sign, '.' | ')'));
        if !cursor.skip_blanks() || cursor.is_at_end() {
            *cursor = before;
        }
    }
    // `*CHI:` is a label of its own, `**Ana:**` is emphasis.
    if ["**", "__", "_"].iter().any(|mark| cursor.rest().starts_with(mark))
        || (cursor.rest().starts_with('*') && cursor.rest().matches('*').count() > 1)
    {
        cursor.skip_emphasis();
    }
}

fn labelled(cursor: Cursor<'_>, stamp: Option<Stamp>, timed: usize) -> Option<Found<'_>> {
    let rest = cursor.rest();
    let first = rest.chars().next()?;
    if matches!(first, '[' | '<' | '(' | '【' | '{') {
        return bracketed(cursor, stamp, timed);
    }
    if !(first.is_alphanumeric() || first == '*') {
        return None;
    }
    match separator(rest) {
        Some((at, length, sign)) => {
            let form = if sign == '\t' { Form::Tab } else { Form::Colon };
            let raw = rest.get(..at)?;
            let found = after_label(cursor, raw, at + length, form, stamp, timed);
            let loose = matches!(sign, ':') && !can_follow(rest.get(at + 1..)?);
            found.filter(|_| !loose).or_else(|| dashed(cursor, stamp, timed))
        }
        None => dashed(cursor, stamp, timed).or_else(|| alone(cursor, stamp, timed)),
    }
}

/// What may follow the colon of a label: not `//`, as in an address.
fn can_follow(rest: &str) -> bool {
    rest.chars().next().is_none_or(|sign| {
        is_blank(sign) || sign.is_alphabetic() || "*_-–—.…([{#\"“„«'‘¿¡".contains(sign)
    })
}

/// The first colon that is not within a time, or the first tab.
fn separator(rest: &str) -> Option<(usize, usize, char)> {
    let mut before = ' ';
    for (at, sign) in rest.char_indices() {
        match sign {
            '：' | '﹕' | '︰' | '꞉' | '∶' => return Some((at, sign.len_utf8(), sign)),
            '\t' => return Some((at, 1, sign)),
            ':' => {
                let next = rest.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit);
                if !(before.is_ascii_digit() && next) {
                    return Some((at, 1, sign));
                }
            }
            '?' | '!' | '"' | '“' | '。' | '？' => return None,
            _ => {}
        }
        before = sign;
    }
    None
}

/// A label that ends `length` bytes into the rest of the line, separator included.
fn after_label<'a>(
    mut cursor: Cursor<'a>,
    raw: &'a str,
    length: usize,
    form: Form,
    stamp: Option<Stamp>,
    timed: usize,
) -> Option<Found<'a>> {
    let (label, beside) = split_time(raw);
    let label = sender(tidy(label));
    if !label::is_possible(label) {
        return None;
    }
    let mut stamp = stamp.or(beside);
    cursor.at += length;
    let before = cursor.at;
    // Emphasis of the label may close here; that of the words stays.
    cursor.skip(|sign| matches!(sign, '*' | '_'));
    cursor.skip_blanks();
    // `Ana:- words` is a habit of some, `Ana: – words` of others.
    if cursor.skip(|sign| matches!(sign, '-' | '–' | '—'))
        && !cursor.skip_blanks()
        && cursor.at > before + 1
    {
        cursor.at = before;
        cursor.skip_blanks();
    }
    let here = cursor;
    if let Some(after) = cursor.take_stamp() {
        // "Ana: 10:30 is fine" says a time of day.
        if after.loose && !cursor.is_at_end() && !cursor.rest().starts_with('\t') {
            cursor = here;
        } else {
            stamp = stamp.or(Some(after));
            cursor.skip_separator();
        }
    }
    Some(Found { words: cursor.at, timed, label: Some(label), form, stamp })
}

/// `[Ana] words`, `<Ana> words`, or either with a colon.
fn bracketed(cursor: Cursor<'_>, stamp: Option<Stamp>, timed: usize) -> Option<Found<'_>> {
    let rest = cursor.rest();
    let opener = rest.chars().next()?;
    let closer = match opener {
        '[' => ']',
        '<' => '>',
        '【' => '】',
        '{' => '}',
        _ => ')',
    };
    let inside = rest.get(opener.len_utf8()..)?;
    let end = inside.find(closer)?;
    let raw = inside.get(..end)?;
    if label::is_sound(raw) {
        return None;
    }
    let after = inside.get(end + closer.len_utf8()..)?;
    let gap = after.len() - after.trim_start_matches([' ', '*', '_']).len();
    let has_colon = after.get(gap..)?.starts_with([':', '：']);
    let inner = raw.trim_end_matches([':', '：']);
    let length = rest.len() - after.len();
    if has_colon {
        let colon = after.get(gap..)?.chars().next().map_or(0, char::len_utf8);
        return after_label(cursor, inner, length + gap + colon, Form::Colon, stamp, timed);
    }
    if opener == '(' {
        return None;
    }
    after_label(cursor, inner, length, Form::Bracket, stamp, timed)
}

/// `Ana - words`, `Ana.- words`, `Q. words`, `**Ana** words`.
fn dashed(cursor: Cursor<'_>, stamp: Option<Stamp>, timed: usize) -> Option<Found<'_>> {
    let rest = cursor.rest();
    let line_before = cursor.line.get(..cursor.at)?;
    if line_before.ends_with("**") || line_before.ends_with("__") {
        let end = rest.find("**").or_else(|| rest.find("__"))?;
        return after_label(cursor, rest.get(..end)?, end + 2, Form::Bracket, stamp, timed);
    }
    let mut letters = rest.chars();
    let is_letter = letters.next().is_some_and(char::is_uppercase) && letters.next() == Some('.');
    if is_letter && letters.next().is_some_and(is_blank) {
        let at = rest.find('.')?;
        return after_label(cursor, rest.get(..at)?, at + 1, Form::Dot, stamp, timed);
    }
    let limit = rest.floor_char_boundary(label::LONGEST);
    let near = rest.get(..limit)?;
    let beside = [" [", " ("].iter().filter_map(|mark| near.find(mark)).min();
    if let Some((at, (_, length))) =
        beside.and_then(|at| Some((at, stamp::lead(rest.get(at + 1..)?)?)))
    {
        let length = at + 1 + length;
        return after_label(cursor, rest.get(..length)?, length, Form::Header, stamp, timed);
    }
    if !near.contains(['-', '–', '—']) {
        return None;
    }
    let (at, mark) = [" - ", " – ", " — ", ".- ", ".-", ".– ", ".— "]
        .into_iter()
        .filter_map(|mark| near.find(mark).map(|at| (at, mark)))
        .min_by_key(|(at, mark)| (*at, usize::MAX - mark.len()))?;
    // Two blanks before the dash are columns, as in lists of references.
    let raw = rest.get(..at).filter(|raw| !raw.ends_with(' '))?;
    after_label(cursor, raw, at + mark.len(), Form::Dash, stamp, timed)
}

/// A label alone on its line, with or without a time.
fn alone(cursor: Cursor<'_>, stamp: Option<Stamp>, timed: usize) -> Option<Found<'_>> {
    let rest = cursor.line.get(cursor.at..)?;
    // Most lines of prose end here: a small letter, then many words.
    let is_prose = rest.starts_with(|sign: char| sign.is_ascii_lowercase())
        && rest.bytes().filter(|byte| *byte == b' ').count() > 3;
    if rest.len() > label::LONGEST * 2 || is_prose {
        return None;
    }
    let (label, beside) = split_time(rest);
    let label = tidy(label);
    let closes = label.ends_with(['.', ',', '-', '–']) && !label.ends_with("S.");
    if closes
        || !label::is_possible(label)
        || label.starts_with(char::is_lowercase) && !is_short(label)
    {
        return None;
    }
    let stamp = stamp.or(beside);
    let form = if stamp.is_some() { Form::Header } else { Form::Bare };
    let end = cursor.line.len();
    let timed = if beside.is_some() { end } else { timed };
    Some(Found { words: end, timed, label: Some(label), form, stamp })
}

fn is_short(label: &str) -> bool {
    label.split_whitespace().count() < 3
}
