//! A text becomes messages that are dated but not yet understood.
//!
//! A message goes on until the next line that begins one. One phone writes all
//! its headers in one style, so a line in another is a quotation, unless
//! two exports were put one after the other. iPhones end messages with CR LF and
//! lines inside messages with LF alone: a line behind such an LF that goes back in
//! time is a quotation, too.

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use super::attachment;
use super::dates::{self, Order};
use super::half::{Half, Halves};
use super::header::{self, Header, Style};
use crate::options::DateOrder;
use crate::{Notices, RefusalKind, Trouble};

/// A message before it is known whether a person wrote it.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) header: Header<'a>,
    pub(super) at: DateTime,
    /// Everything behind the time, up to the next message.
    pub(super) whole: &'a str,
}

/// What [`drafts`] found.
pub(super) struct Drafts<'a> {
    pub(super) list: Vec<Draft<'a>>,
    /// Whether it is certain which number of the dates is the month.
    pub(super) is_sure: bool,
}

/// A line that looks like the beginning of a message.
struct Line<'a> {
    header: Header<'a>,
    /// Where the line begins in the text.
    start: usize,
    /// Where the words behind the time begin.
    rest: usize,
    /// Whether the line before it ends with CR LF.
    follows_crlf: bool,
}

/// Fewer lines than these in a style of their own are not a second export.
const FEWEST_OF_A_SECOND_EXPORT: usize = 3;

/// Gathers lines into messages and dates them.
pub(super) fn drafts<'a>(
    text: &'a str,
    wish: Option<DateOrder>,
    notices: &mut Notices<'_>,
) -> Result<Drafts<'a>, Trouble> {
    let mut lines = lines(text);
    let first = lines.first().map_or(text.len(), |line| line.start);
    let styles = styles(&lines);
    lines.retain(|line| styles.contains(&line.header.style));
    let mut is_sure = true;
    let mut read: BTreeMap<Style, (Order, Halves)> = BTreeMap::new();
    let mut showing = Vec::new();
    for style in styles {
        if quotations_show(&lines, style) {
            showing.push(style);
        }
        let (order, halves, sure) = decide(&lines, style, wish, notices);
        is_sure &= sure;
        read.insert(style, (order, halves));
    }
    refuse_islamic(&lines, &read)?;
    let mut dated: Vec<(Line, DateTime)> = Vec::with_capacity(lines.len());
    for line in lines {
        let Some((order, halves)) = read.get(&line.header.style) else { continue };
        let Some(at) = line.header.at(*order, halves.of(&line.header)) else { continue };
        let goes_back = || dated.last().is_some_and(|(_, before)| at < *before);
        if line.follows_crlf || !showing.contains(&line.header.style) || !goes_back() {
            dated.push((line, at));
        }
    }
    let begin = dated.first().map_or(text.len(), |(line, _)| line.start).max(first);
    let before = text.get(..begin).unwrap_or_default();
    let before = before.lines().filter(|line| !line.trim().is_empty()).count();
    notices.count(
        before,
        "line before the first message",
        "lines before the first message",
        "left out",
    );
    let ends: Vec<usize> =
        dated.iter().skip(1).map(|(line, _)| line.start).chain([text.len()]).collect();
    let list = dated
        .into_iter()
        .zip(ends)
        .map(|((line, at), end)| {
            let whole = text.get(line.rest..end).unwrap_or_default();
            Draft { header: line.header, at, whole }
        })
        .collect();
    Ok(Drafts { list, is_sure })
}

/// All lines that look like the beginning of a message.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut follows_crlf) = (0, true);
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end_matches(['\n', '\r']);
        if let Some(header) = header::parse(line) {
            let rest = start + line.len() - header.rest.len();
            lines.push(Line { header, start, rest, follows_crlf });
        }
        start += raw.len();
        follows_crlf = raw.ends_with("\r\n");
    }
    lines
}

/// The style of the file, and of others that were put before or after it.
fn styles(lines: &[Line<'_>]) -> Vec<Style> {
    let mut met: BTreeMap<Style, (usize, usize, usize)> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let (count, _, last) = met.entry(line.header.style).or_insert((0, at, at));
        (*count, *last) = (*count + 1, at);
    }
    let mut met: Vec<(Style, (usize, usize, usize))> = met.into_iter().collect();
    met.sort_by_key(|(_, (count, first, _))| (usize::MAX - count, *first));
    let mut taken: Vec<(Style, (usize, usize))> = Vec::new();
    for (style, (count, first, last)) in met {
        let is_apart = taken.iter().all(|(_, (from, to))| last < *from || first > *to);
        let is_alone = count == last - first + 1;
        if taken.is_empty() || (is_apart && is_alone && count >= FEWEST_OF_A_SECOND_EXPORT) {
            taken.push((style, (first, last)));
        }
    }
    taken.into_iter().map(|(style, _)| style).collect()
}

/// Whether line ends tell messages from quotations in a style.
fn quotations_show(lines: &[Line<'_>], style: Style) -> bool {
    let of_style = lines.iter().filter(|line| line.header.style == style);
    let (mut all, mut crlf) = (0_usize, 0_usize);
    for line in of_style {
        all += 1;
        crlf += usize::from(line.follows_crlf);
    }
    crlf < all && crlf * 10 >= all * 9
}

fn decide(
    lines: &[Line<'_>],
    style: Style,
    wish: Option<DateOrder>,
    notices: &mut Notices<'_>,
) -> (Order, Halves, bool) {
    let headers: Vec<Header> =
        lines.iter().map(|line| line.header).filter(|header| header.style == style).collect();
    let seen: Vec<dates::Seen> =
        headers.iter().map(|header| (header.date, attachment::date_in(header.rest))).collect();
    let decision = dates::decide(&seen, wish);
    if let Some(doubt) = decision.doubt {
        notices.add(doubt);
    }
    let halves = Halves::learn(&headers);
    if halves.is_unsure {
        notices.add(
            "The words beside its times are not known, so morning and afternoon may be \
             exchanged: please check a time you know.",
        );
    }
    (decision.order, halves, decision.is_sure)
}

/// Days of the Islamic calendar have no certain date in another.
fn refuse_islamic(
    lines: &[Line<'_>],
    read: &BTreeMap<Style, (Order, Halves)>,
) -> Result<(), Trouble> {
    let is_undated = |line: &&Line| {
        line.header.date.is_islamic()
            && read
                .get(&line.header.style)
                .is_some_and(|(order, _)| line.header.at(*order, Half::Unsaid).is_none())
    };
    let islamic = lines.iter().filter(is_undated).count();
    if islamic * 2 <= lines.len() {
        return Ok(());
    }
    Err(Trouble::new(
        RefusalKind::Unsupported,
        "its dates are those of the Islamic calendar, which cannot be turned into others without \
         guessing: set the phone to the Gregorian calendar and export the chat again.",
    ))
}
