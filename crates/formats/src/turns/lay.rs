//! Cutting a text into turns once it is known what opens them.
//!
//! A turn reaches from the words behind its label to the next opening or
//! heading. A time opens a passage of its own, of the same speaker; a time at
//! the end of a line closes one.

use super::decide::Verdict;
use super::line::{Form, Opening, Sheet, is_blank, is_number, place};
use super::stamp::Stamp;

/// A turn in bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) speaker: Option<usize>,
    pub(super) stamp: Option<Stamp>,
}

/// The turns, and how many of them have a label of their own.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub(super) turns: Vec<Cut>,
    pub(super) labelled: usize,
}

/// Where a passage begins.
#[derive(Debug, Clone, Copy)]
struct Event {
    line: u32,
    words: u32,
    line_end: u32,
    speaker: Option<usize>,
    /// Whether a label says who speaks, rather than a turn that goes on.
    labelled: bool,
    stamp: Option<Stamp>,
}

/// Lays a text out; `headings` are ranges in bytes that nobody speaks.
pub(super) fn out(sheet: &Sheet<'_>, verdict: &Verdict<'_>, headings: &[(u32, u32)]) -> Laid {
    let events = events(sheet, verdict);
    let mut laid = Laid::default();
    let mut heading = 0;
    let mut tail = 0;
    let mut last = None;
    for (number, event) in events.iter().enumerate() {
        let mut end = events.get(number + 1).map_or(place(sheet.text.len()), |next| next.line);
        if verdict.lines_only {
            end = end.min(event.line_end);
        }
        while headings.get(heading).is_some_and(|(_, to)| *to <= event.words) {
            heading += 1;
        }
        if let Some((from, _)) = headings.get(heading).filter(|(from, _)| *from >= event.words) {
            end = end.min(*from);
        }
        let piece = Cut { start: event.words, end, speaker: event.speaker, stamp: event.stamp };
        let before = laid.turns.len();
        if verdict.tails {
            split(sheet, verdict, piece, &mut tail, &mut last, &mut laid.turns);
        } else {
            laid.turns.extend(trim(sheet.text, piece, verdict.numbered));
        }
        laid.labelled += usize::from(event.labelled && laid.turns.len() > before);
    }
    laid
}

/// All openings that count, those without words joined to the next.
fn events(sheet: &Sheet<'_>, verdict: &Verdict<'_>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::with_capacity(sheet.openings.len());
    if verdict.form == Form::Time && !verdict.leads {
        let end = place(sheet.text.len());
        let start =
            Event { line: 0, words: 0, line_end: end, speaker: None, labelled: false, stamp: None };
        events.push(start);
        return events;
    }
    let mut speaker = None;
    for opening in sheet.openings.iter().skip(verdict.header) {
        let Some(mut event) = event(opening, verdict) else { continue };
        if event.labelled {
            speaker = event.speaker;
        } else {
            event.speaker = speaker;
        }
        join(sheet.text, &mut events, event);
    }
    events
}

fn event(opening: &Opening, verdict: &Verdict<'_>) -> Option<Event> {
    let stamp = opening.stamp.filter(|stamp| {
        (verdict.loose || !stamp.loose || opening.form != Form::Time) && !verdict.lines_only
    });
    let speaker = opening
        .label
        .filter(|_| counts(opening, verdict.form))
        .and_then(|label| verdict.speakers.get(label as usize).copied().flatten());
    let words = match (speaker, stamp) {
        (Some(_), _) => opening.words,
        (None, Some(_)) if verdict.leads && !is_beside(opening) => opening.timed,
        _ => return None,
    };
    Some(Event {
        line: opening.line,
        words,
        line_end: opening.end,
        speaker,
        labelled: speaker.is_some(),
        stamp,
    })
}

/// Whether its time stands beside or behind what turned out to be no label.
fn is_beside(opening: &Opening) -> bool {
    opening.form != Form::Time && opening.timed == opening.line
}

/// Marks that are strong count beside the form that was decided on.
fn counts(opening: &Opening, form: Form) -> bool {
    match opening.form {
        Form::Colon | Form::Header => true,
        Form::Bracket | Form::Tab => opening.form == form || form != Form::Bare,
        other => other == form,
    }
}

/// Adds an opening, or completes the one before it when that has no words: a
/// time on a line of its own, or a label.
fn join(text: &str, events: &mut Vec<Event>, event: Event) {
    let Some(before) = events.last_mut() else {
        events.push(event);
        return;
    };
    let between = text.get(before.words as usize..event.line as usize).unwrap_or_default();
    let is_empty = between.len() < 64
        && between.chars().all(|sign| is_blank(sign) || matches!(sign, '*' | '_'));
    if is_empty && before.labelled && !event.labelled && before.stamp.is_none() {
        before.words = event.words;
        before.line_end = event.line_end;
        before.stamp = event.stamp;
    } else if is_empty && !before.labelled && event.labelled {
        let stamp = event.stamp.or(before.stamp);
        *before = Event { line: before.line, stamp, ..event };
    } else {
        events.push(event);
    }
}

/// Cuts a piece at the times that close its lines.
fn split(
    sheet: &Sheet<'_>,
    verdict: &Verdict<'_>,
    piece: Cut,
    tail: &mut usize,
    last: &mut Option<u32>,
    turns: &mut Vec<Cut>,
) {
    let mut start = piece.start;
    let mut own = piece.stamp;
    while let Some(next) = sheet.tails.get(*tail).filter(|next| next.at < piece.end) {
        *tail += 1;
        if next.at < start || next.stamp.loose {
            continue;
        }
        let begin = own.map_or_else(|| last.unwrap_or(0), |own| own.begin);
        let stamp = Stamp { begin, end: Some(next.stamp.begin), loose: false, of_day: false };
        let cut = Cut { start, end: next.at, speaker: piece.speaker, stamp: Some(stamp) };
        turns.extend(trim(sheet.text, cut, verdict.numbered));
        *last = Some(next.stamp.begin);
        own = None;
        start = next.end;
    }
    let begin = (*last).map(|begin| Stamp { begin, end: None, loose: false, of_day: false });
    let rest = Cut { start, stamp: own.or(begin), ..piece };
    turns.extend(trim(sheet.text, rest, verdict.numbered));
}

/// Takes off what is not spoken at both ends; nothing when no words are left.
fn trim(text: &str, cut: Cut, numbered: bool) -> Option<Cut> {
    let whole = text.get(cut.start as usize..cut.end as usize)?;
    let words = whole.trim_start_matches(is_blank);
    let start = cut.start as usize + whole.len() - words.len();
    let mut words = words.trim_end_matches(is_blank);
    while let Some((before, line)) = words.rsplit_once('\n') {
        let is_rule = line
            .trim()
            .chars()
            .all(|sign| matches!(sign, '-' | '*' | '_' | '=' | '#' | '~' | '>' | '|'));
        let is_over = line.ends_with(" stopped transcription");
        if is_rule || is_over || (numbered && is_number(line)) {
            words = before.trim_end_matches(is_blank);
        } else {
            break;
        }
    }
    // Emphasis that opened before the label may close behind the words.
    if words.is_empty()
        || words.chars().all(|sign| matches!(sign, '*' | '_'))
        || (numbered && is_number(words))
    {
        return None;
    }
    Some(Cut { start: place(start), end: place(start + words.len()), ..cut })
}
