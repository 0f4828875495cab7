//! E-mail addresses, web addresses and the names that people go by on the internet.
//!
//! Also as they are said aloud or hidden from machines: `jo at example dot org`, `jo [at] …`. A
//! web address names a person where it leads to a profile, and a place or service elsewhere.

use std::ops::Range;

use super::pattern::{Pattern, before, is_whole};
use super::{Confidence, Draft, Rule};
use crate::care::pseudonym::{Level, NameKind};

static EMAIL: Pattern = Pattern::new(
    r"[\p{L}\p{N}._%+\-'’]+@[\p{L}\p{N}][\p{L}\p{N}\-]*(?:\.[\p{L}\p{N}][\p{L}\p{N}\-]*)+",
);

static SAID_EMAIL: Pattern = Pattern::new(
    r"(?i)[a-z0-9_.\-]+(?: (?:dot|underscore|dash) [a-z0-9]+){0,4} ?(?:at|\[at\]|\(at\)) ?(?:[a-z0-9\-]+(?: dot | ?\[dot\] ?|\.)){1,3}(?:com|co|org|net|uk|ac|nhs|gov|edu|eu|de|info)(?:(?: dot |\.)uk)?",
);

static WEB: Pattern = Pattern::new(
    r#"(?:(?i:https?://|www\.)[^\s<>"“”\]\u{2068}\u{2069}]+|[A-Za-z0-9][A-Za-z0-9\-]*(?:\.[A-Za-z0-9\-]+)*\.(?:com|org|net|info|uk|eu|de|fr|ie|io|app|edu|scot|wales)(?:/[^\s<>"“”\]]*)?)"#,
);

static HANDLE: Pattern =
    Pattern::new(r"@(?:[\p{L}_][\p{L}\p{N}_.]{1,29}|\u{2068}[^\u{2069}\n]{1,40}\u{2069})");

static GOES_BY: Pattern = Pattern::new(
    r"(?i)(?:insta|instagram|snap|snapchat|tiktok|twitter|telegram|discord|skype|username|handle)(?: (?:handle|name|is|was|account|me|at|on|under|as))*[:,]? +((?:[a-z0-9]+[_.])+[a-z0-9_]+|[a-z]+[0-9]+)",
);

static PROFILE: Pattern = Pattern::new(
    "(?i)(?:facebook|fb|instagram|linkedin|twitter|x|tiktok|snapchat|youtube|threads|bsky|t|wa)\
     \\.(?:com|me|app|net)/",
);

/// Finds them.
pub(super) fn find(text: &str, finds: &mut Vec<Draft>) {
    for place in EMAIL.places(text) {
        let place = trimmed(text, place);
        finds.push(draft(place, Rule::Email, Level::Direct, "e-mail address", Confidence::Certain));
    }
    for place in SAID_EMAIL.places(text) {
        let spelled = &text[place.clone()];
        let hidden = spelled.contains("[at]") || spelled.contains("(at)");
        if is_whole(text, &place) && (hidden || spelled.contains(" dot ")) {
            let place = without_lead(text, place);
            finds.push(draft(
                place,
                Rule::Email,
                Level::Direct,
                "e-mail address",
                Confidence::Likely,
            ));
        }
    }
    for place in WEB.places(text) {
        let place = trimmed(text, place);
        if before(text, &place).is_some_and(|c| c.is_alphanumeric() || c == '@')
            || text[place.end..].starts_with(char::is_alphanumeric)
        {
            continue;
        }
        let personal = PROFILE.is_in(&text[place.clone()]);
        let level = if personal { Level::Direct } else { Level::Indirect };
        finds.push(draft(place, Rule::Web, level, "web address", Confidence::Certain));
    }
    for place in HANDLE.places(text) {
        if !before(text, &place).is_some_and(|c| c.is_alphanumeric() || c == '.') {
            let place = trimmed(text, place);
            finds.push(draft(place, Rule::Handle, Level::Direct, "user name", Confidence::Likely));
        }
    }
    for found in GOES_BY.groups(text) {
        let Some(place) = found.get(1) else { continue };
        if is_whole(text, &found.whole) {
            finds.push(draft(place, Rule::Handle, Level::Direct, "user name", Confidence::Likely));
        }
    }
}

fn draft(
    range: Range<usize>,
    rule: Rule,
    level: Level,
    replacement: &str,
    confidence: Confidence,
) -> Draft {
    let replacement = replacement.to_owned();
    Draft { range, rule, kind: NameKind::Other, level, replacement, confidence }
}

/// Without the full stop, bracket or quotation mark that the sentence put behind it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let open = words.contains('(');
    let kept = words.trim_end_matches(|c: char| {
        ".,;:!?'’*".contains(c) || (c == ')' && !open) || c == '\u{2026}'
    });
    let front = kept.len() - kept.trim_start_matches(['.', '\'', '’', '-', '%', '+']).len();
    range.start + front..range.start + kept.len()
}

/// An address that is said aloud has words before it that are none of it.
fn without_lead(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let cut = ["is ", "on ", "it's "].iter().filter_map(|lead| {
        words.get(..lead.len()).filter(|start| start.eq_ignore_ascii_case(lead)).map(str::len)
    });
    range.start + cut.max().unwrap_or(0)..range.end
}
