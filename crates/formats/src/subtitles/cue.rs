//! Finding cues in a subtitle file.
//!
//! A cue is a line with two times and the lines below it, up to a blank line or
//! the next times. This holds for WebVTT, SRT and SBV, in files by careful and by
//! careless programs alike; what stands outside of a cue is a header, a note, a
//! number, or text that lost its time.

use super::Format;
use crate::Notices;

/// One cue as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cue {
    /// When it begins, in milliseconds.
    pub(super) begin: u64,
    /// When it ends, unless that is before it begins.
    pub(super) end: Option<u64>,
    /// Its lines, tags and all.
    pub(super) lines: Vec<String>,
}

/// Finds all cues of a file.
pub(super) fn find(text: &str, format: Format, notices: &mut Notices<'_>) -> Vec<Cue> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut cues = Vec::new();
    let mut at = 0;
    if format == Format::WebVtt {
        at = skip_header(&lines, notices);
    }
    while let Some(line) = lines.get(at) {
        if line.trim().is_empty() {
            at += 1;
        } else if has_times(line, format) {
            at = take_cue(&lines, at, format, &mut cues, notices);
        } else {
            let end = end_of_block(&lines, at, format);
            if goes_on(&lines, at, end, format) {
                continue_cue(lines.get(at..end).unwrap_or_default(), &mut cues);
                at = end;
            } else {
                at = skip_block(&lines, at, end, format, notices);
            }
        }
    }
    cues
}

/// What stands between two times; Word and its like make one sign of `-->`.
const ARROWS: [&str; 5] = ["-->", "–>", "—>", "->", "→"];

/// Whether a line is the first of a cue.
fn has_times(line: &str, format: Format) -> bool {
    line.contains("-->")
        || (format == Format::Sbv && is_pair(line))
        || (line.len() < 200
            && line.trim_start().starts_with(|sign: char| sign.is_ascii_digit())
            && ARROWS.iter().any(|arrow| line.contains(arrow))
            && times(line, format).is_some())
}

/// Whether a line is `0:00:01.000,0:00:02.000`, even with a slip in it.
fn is_pair(line: &str) -> bool {
    let line = line.trim();
    let is_time = |text: &str| {
        text.starts_with(|sign: char| sign.is_ascii_digit()) && text.matches(':').count() > 1
    };
    line.len() < 60
        && !line.contains(char::is_whitespace)
        && line.split_once(',').is_some_and(|(begin, end)| is_time(begin) && is_time(end))
}

/// Whether the beginning of a text is that of a subtitle file without a header.
pub(crate) fn looks_like(sample: &str) -> Option<Format> {
    let mut lines = sample.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next()?;
    let second = if is_number(first) { lines.next()? } else { first };
    if second.contains("-->") && times(second, Format::Srt).is_some() {
        return Some(Format::Srt);
    }
    (is_pair(first) && times(first, Format::Sbv).is_some()).then_some(Format::Sbv)
}

/// Whether a block belongs to the SRT cue above it, which has a blank line in
/// it: the block has no number of its own, and no times.
fn goes_on(lines: &[&str], at: usize, end: usize, format: Format) -> bool {
    format == Format::Srt
        && lines.get(at).is_some_and(|line| !is_number(line))
        && !lines.get(end).is_some_and(|line| has_times(line, format))
        && lines.get(..at).is_some_and(|before| {
            let block = before.iter().rev().skip_while(|line| line.trim().is_empty());
            block.take(16).take_while(|line| !line.is_empty()).any(|line| has_times(line, format))
        })
}

/// Adds the lines of a block to the last cue.
fn continue_cue(block: &[&str], cues: &mut [Cue]) {
    if let Some(cue) = cues.last_mut() {
        let lines = block.iter().filter(|line| !line.trim().is_empty());
        cue.lines.extend(lines.map(|line| (*line).to_owned()));
    }
}

/// Where a run of lines ends: before a blank line or the next times.
fn end_of_block(lines: &[&str], at: usize, format: Format) -> usize {
    let length =
        lines.iter().skip(at).take_while(|line| !line.is_empty() && !has_times(line, format));
    at + length.count()
}

/// The header ends at the first blank line or the first cue.
fn skip_header(lines: &[&str], notices: &mut Notices<'_>) -> usize {
    if !lines.first().is_some_and(|line| line.starts_with("WEBVTT")) {
        notices
            .add("The first line is not WEBVTT as it should be; the file was read all the same.");
        return 0;
    }
    lines.iter().position(|line| line.is_empty() || line.contains("-->")).unwrap_or(lines.len())
}

fn take_cue(
    lines: &[&str],
    at: usize,
    format: Format,
    cues: &mut Vec<Cue>,
    notices: &mut Notices<'_>,
) -> usize {
    let end = end_of_block(lines, at + 1, format);
    let mut body: Vec<&str> = lines.get(at + 1..end).unwrap_or_default().to_vec();
    // Without a blank line between them, the next cue's number looks like text.
    let runs_into_next = lines.get(end).is_some_and(|line| has_times(line, format));
    if runs_into_next && body.last().is_some_and(|line| is_number(line)) {
        body.pop();
    }
    body.retain(|line| !line.trim().is_empty());
    let times = lines.get(at).and_then(|line| times(line, format));
    match times {
        None => notices.add(format!(
            "Line {}: the time “{}” cannot be read, so this cue was left out{}.",
            at + 1,
            lines.get(at).map_or("", |line| line.trim()),
            quoted(&body),
        )),
        Some(_) if body.is_empty() => {}
        Some((begin, end)) => {
            let ends_after = end >= begin;
            if !ends_after {
                notices.add(format!(
                    "Line {}: this cue ends before it begins; its end was left out.",
                    at + 1
                ));
            }
            let lines = body.into_iter().map(str::to_owned).collect();
            cues.push(Cue { begin, end: ends_after.then_some(end), lines });
        }
    }
    end
}

/// Passes over notes, styles and identifiers; says so when words are lost.
fn skip_block(
    lines: &[&str],
    at: usize,
    end: usize,
    format: Format,
    notices: &mut Notices<'_>,
) -> usize {
    let is_comment = format == Format::WebVtt
        && lines.get(at).is_some_and(|line| {
            ["NOTE", "STYLE", "REGION"].iter().any(|word| {
                line.strip_prefix(word)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
            })
        });
    let blank = lines.iter().skip(at).position(|line| line.is_empty());
    let end = if is_comment { blank.map_or(lines.len(), |blank| at + blank) } else { end };
    let block = lines.get(at..end).unwrap_or_default();
    let leads_to_cue = lines.get(end).is_some_and(|line| has_times(line, format));
    let is_identifier =
        (leads_to_cue && block.len() == 1) || block.iter().all(|line| is_number(line));
    if !is_comment && !is_identifier {
        notices.add(format!(
            "Line {}: these words have no time and were left out{}.",
            at + 1,
            quoted(block.strip_prefix(&["WEBVTT"]).unwrap_or(block)),
        ));
    }
    end.max(at + 1)
}

fn quoted(lines: &[&str]) -> String {
    let words = lines.join(" ");
    let short: String = words.chars().take(60).collect();
    match short.trim() {
        "" => String::new(),
        short => format!(": “{short}{}”", if words.chars().count() > 60 { "…" } else { "" }),
    }
}

fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// Both times of a cue's first line; settings after them are ignored.
fn times(line: &str, format: Format) -> Option<(u64, u64)> {
    let arrow = ARROWS.iter().find_map(|arrow| line.split_once(arrow));
    let comma = || line.split_once(',').filter(|_| format == Format::Sbv);
    let (begin, rest) = arrow.or_else(comma)?;
    let first = rest.split_whitespace().next()?;
    let begin_of = |text: &str| time(&text.split_whitespace().collect::<String>());
    // Careless hands write `00: 00: 01, 500`.
    Some((begin_of(begin)?, time(first).or_else(|| begin_of(rest))?))
}

/// A time such as `01:02:03.450`, `02:03,45`, `1:02:03` or `01:02:03:450`, in
/// milliseconds.
pub(super) fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = match text.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, fraction),
        None if text.matches(':').count() == 3 => text.rsplit_once(':')?,
        None => (text, ""),
    };
    let mut parts = clock.split(':').rev();
    let seconds = digits(parts.next()?)?;
    let minutes = digits(parts.next()?)?;
    let hours = parts.next().map_or(Some(0), digits)?;
    if parts.next().is_some() || seconds > 59 || (minutes > 59 && clock.matches(':').count() > 1) {
        return None;
    }
    let thousandths = match fraction.len() {
        0 => 0,
        1 => digits(fraction)? * 100,
        2 => digits(fraction)? * 10,
        3 => digits(fraction)?,
        _ => digits(fraction.get(..3)?)?,
    };
    hours
        .checked_mul(3_600_000)?
        .checked_add(minutes.checked_mul(60_000)?)?
        .checked_add(seconds * 1000 + thousandths)
}

fn digits(text: &str) -> Option<u64> {
    let all_digits =
        !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits { text.parse().ok() } else { None }
}

/// Removes what roll-up captions, as `YouTube` writes them, say twice: each cue
/// repeats the last lines of the one before it. Ordinary captions, in which
/// people may well repeat themselves, are left alone.
pub(super) fn drop_repeated_lines(cues: &mut Vec<Cue>) {
    let has_word_times = cues.iter().flat_map(|cue| &cue.lines).any(|line| {
        line.match_indices('<')
            .any(|(at, _)| line[at + 1..].starts_with(|sign: char| sign.is_ascii_digit()))
    });
    let overlapping = cues
        .windows(2)
        .filter(
            |pair| matches!(pair, [one, next] if next.lines.len() > 1 && overlap(one, next) > 0),
        )
        .count();
    if !has_word_times && overlapping < 3 {
        return;
    }
    let shown = cues.clone();
    for (cue, pair) in cues.iter_mut().skip(1).zip(shown.windows(2)) {
        if let [one, next] = pair {
            cue.lines.drain(..overlap(one, next).min(cue.lines.len()));
        }
    }
    // The last moment of a cue that only lingered belongs to the one before.
    let mut kept: Vec<Cue> = Vec::with_capacity(cues.len());
    for cue in cues.drain(..) {
        match kept.last_mut() {
            Some(last) if cue.lines.is_empty() => last.end = last.end.max(cue.end),
            _ => kept.push(cue),
        }
    }
    *cues = kept;
}

/// Captions show a few lines at a time.
const MOST_REPEATED: usize = 8;

/// How many lines at the beginning of a cue repeat the end of the one before it.
fn overlap(one: &Cue, next: &Cue) -> usize {
    let touching = one.end.is_some_and(|end| next.begin <= end.saturating_add(100));
    if !touching {
        return 0;
    }
    let plain = |cue: &Cue| -> Vec<String> {
        let lines = cue.lines.iter().map(|line| super::words::without_tags(line).trim().to_owned());
        lines.filter(|line| !line.is_empty()).collect()
    };
    let (one, next) = (plain(one), plain(next));
    let longest = one.len().min(next.len()).min(MOST_REPEATED);
    (1..=longest).rev().find(|count| one[one.len() - count..] == next[..*count]).unwrap_or(0)
}
