//! Dates and births: full dates in figures and words, a month of a year, a year of birth.
//!
//! A date becomes a season, so that what happened keeps its place in the year. The time that a
//! chat or transcript puts before what was said is not a date that somebody mentioned. A month or
//! a weekday alone, and a year without a birth, point at nobody.

use std::ops::Range;

use super::pattern::{Groups, Pattern, is_whole, lead};
use super::{Confidence, Draft, Rule};
use crate::care::pseudonym::{Level, NameKind};

/// Months by the beginning of their names in English, German, French and Spanish.
const MONTHS: &[(&str, u32)] = &[
    ("jan", 1),
    ("ene", 1),
    ("feb", 2),
    ("fév", 2),
    ("fev", 2),
    ("mar", 3),
    ("mär", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("may", 5),
    ("mai", 5),
    ("juin", 6),
    ("jun", 6),
    ("jul", 7),
    ("juil", 7),
    ("aug", 8),
    ("aoû", 8),
    ("ago", 8),
    ("sep", 9),
    ("oct", 10),
    ("okt", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
    ("déc", 12),
    ("dic", 12),
];

macro_rules! month {
    () => {
        r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
    };
}

macro_rules! weekday {
    () => {
        r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,?[ \u{a0}]+(?:the[ \u{a0}]+)?)?"
    };
}

macro_rules! year {
    () => {
        r"((?:19|20)\d\d|['’]\d\d)"
    };
}

static DAY_FIRST: Pattern = Pattern::new(concat!(
    "(?i)",
    weekday!(),
    r"(\d{1,2})(st|nd|rd|th)?[ \u{a0}\-]+(?:of[ \u{a0}]+)?",
    month!(),
    r"(?:,?[ \u{a0}\-]+(?:of[ \u{a0}]+)?",
    year!(),
    ")?"
));

static MONTH_FIRST: Pattern = Pattern::new(concat!(
    "(?i)",
    weekday!(),
    month!(),
    r"[ \u{a0}]+(?:the[ \u{a0}]+)?(\d{1,2})(st|nd|rd|th)?(?:,?[ \u{a0}]+",
    year!(),
    ")?"
));

static MONTH_OF_YEAR: Pattern =
    Pattern::new(concat!("(?i)", month!(), r",?[ \u{a0}]+(?:of[ \u{a0}]+)?", year!()));

static SPELLED: Pattern = Pattern::new(concat!(
    "(?i)(?:the[ ]+)?(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|\
     eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|\
     eighteenth|nineteenth|twentieth|thirtieth)[ ]+of[ ]+",
    month!(),
    r"(?:,?[ ]+",
    year!(),
    ")?"
));

static ABROAD: Pattern = Pattern::new(
    r"(?i)(\d{1,2})(?:\.|er)?[ \u{a0}]+(?:de )?(januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)(?:[ \u{a0}]+(?:de )?((?:19|20)\d\d))?",
);

static FIGURES: Pattern =
    Pattern::new(r"(\d{1,2})(?:/(\d{1,2})/|\.(\d{1,2})\.|-(\d{1,2})-)((?:19|20)\d\d|\d\d)");

static YEAR_FIRST: Pattern =
    Pattern::new(r"((?:19|20)\d\d)(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.)(\d{1,2})");

/// The time before what was said in a chat.
static LEAD: Pattern = Pattern::new(
    r"(?m)^[\u{200e}\u{200f}\u{feff} \t]*\[?\d{1,4}[./\-]\d{1,2}[./\-]\d{2,4},?[ \u{a0}\u{202f}]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u{a0}\u{202f}]?[AaPp]\.?[Mm]\.?)?",
);

static BIRTH_YEAR: Pattern = Pattern::new(concat!(
    "(?i)(?:born|birthday|birth|geboren|geb\\.|jahrgang|née?)(?:[ ]+(?:back|in|around|about|was|year|of|me|him|her|is|",
    "im|jahr|en|the|",
    "winter|spring|summer|autumn))*[ :]+",
    year!()
));

static ABOUT_BIRTH: Pattern = Pattern::new(
    r"(?i)(?:\bborn|birthday|birth ?date|date of birth|d\.?o\.?b\.?|geboren|geb\.)[^.!?\n]{0,24}$",
);

/// Finds them.
pub(super) fn find(text: &str, finds: &mut Vec<Draft>) {
    let leads: Vec<Range<usize>> = LEAD.places(text).collect();
    let mut dates: Vec<(Range<usize>, Date)> = Vec::new();
    for found in DAY_FIRST.groups(text) {
        let month = found.words(text, 3).unwrap_or_default();
        let sure = found.get(2).is_some() || found.get(4).is_some();
        if sure || !is_a_word(month) {
            dates.extend(worded(text, &found, 1, 3, 4));
        }
    }
    for found in MONTH_FIRST.groups(text) {
        let month = found.words(text, 1).unwrap_or_default();
        let sure = found.get(3).is_some() || found.get(4).is_some();
        if sure || (!is_a_word(month) && !month.eq_ignore_ascii_case("may")) {
            dates.extend(worded(text, &found, 2, 1, 4));
        }
    }
    dates.extend(MONTH_OF_YEAR.groups(text).filter_map(|one| worded(text, &one, 0, 1, 2)));
    dates.extend(SPELLED.groups(text).filter_map(|one| worded(text, &one, 0, 1, 2)));
    dates.extend(ABROAD.groups(text).filter_map(|one| worded(text, &one, 1, 2, 3)));
    dates.extend(FIGURES.groups(text).filter_map(|found| figures(text, &found)));
    dates.extend(YEAR_FIRST.groups(text).filter_map(|found| year_first(text, &found)));
    // Of places that overlap the longest is the date.
    dates.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut done = 0;
    for (range, date) in dates {
        let in_lead = leads.iter().any(|lead| lead.start <= range.start && range.end <= lead.end);
        if range.start >= done && !in_lead {
            done = range.end;
            finds.push(draft(text, range, &date));
        }
    }
    births(text, finds);
}

/// When something was; the month is not known where day and month could change places.
struct Date {
    year: Option<i32>,
    month: Option<u32>,
    sure: bool,
}

impl Date {
    /// What it becomes: `date in autumn 2025`.
    fn coarse(&self) -> String {
        let season = match self.month {
            Some(3..=5) => "spring",
            Some(6..=8) => "summer",
            Some(9..=11) => "autumn",
            Some(_) => "winter",
            None => "",
        };
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        let parts: Vec<&str> =
            [season, &year].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { "date".to_owned() } else { format!("date in {}", parts.join(" ")) }
    }
}

fn draft(text: &str, range: Range<usize>, date: &Date) -> Draft {
    let birth = ABOUT_BIRTH.is_in(lead(text, range.start, 40));
    let confidence = if date.sure { Confidence::Certain } else { Confidence::Likely };
    let (rule, level, replacement) = if birth {
        (Rule::Birth, Level::Direct, "date of birth".to_owned())
    } else {
        (Rule::Date, Level::Indirect, date.coarse())
    };
    Draft { range, rule, kind: NameKind::Other, level, replacement, confidence }
}

/// `may`, `march` and `mar` in small letters are mostly something else.
fn is_a_word(month: &str) -> bool {
    ["may", "march", "mar", "dec", "jan", "sept"].contains(&month)
}

fn month_of(name: &str) -> Option<u32> {
    let name = name.to_lowercase();
    let fits = MONTHS.iter().filter(|(start, _)| name.starts_with(start));
    fits.max_by_key(|(start, _)| start.len()).map(|(_, month)| *month)
}

fn year_of(words: &str) -> Option<i32> {
    let digits = words.trim_start_matches(['\'', '’']);
    let year: i32 = digits.parse().ok()?;
    Some(match (digits.len(), year) {
        (2, 0..=39) => 2000 + year,
        (2, _) => 1900 + year,
        _ => year,
    })
}

/// A date with the name of a month.
fn worded(
    text: &str,
    found: &Groups,
    day: usize,
    month: usize,
    year: usize,
) -> Option<(Range<usize>, Date)> {
    if !is_whole(text, &found.whole) || text[..found.whole.start].ends_with(['.', ':', '£', '$']) {
        return None;
    }
    if day > 0 {
        let day: u32 = found.words(text, day)?.parse().ok()?;
        if !(1..=31).contains(&day) {
            return None;
        }
    }
    let month = month_of(found.words(text, month)?)?;
    let year = found.words(text, year).and_then(year_of);
    let mut range = found.whole.clone();
    // A full stop behind a month that ends the find belongs to the sentence.
    if text[range.clone()].ends_with(['.', ',']) {
        range.end -= 1;
    }
    Some((range, Date { year, month: Some(month), sure: true }))
}

/// A date in figures, in the order of Britain unless only the other fits.
fn figures(text: &str, found: &Groups) -> Option<(Range<usize>, Date)> {
    let range = found.whole.clone();
    let joined = |c: char| "./-".contains(c);
    let longer = text[range.end..].starts_with(joined)
        && text[range.end + 1..].starts_with(|c: char| c.is_ascii_digit());
    if !is_whole(text, &range) || text[..range.start].ends_with(joined) || longer {
        return None;
    }
    let first: u32 = found.words(text, 1)?.parse().ok()?;
    let middle = (2..=4).find_map(|group| found.words(text, group))?;
    let second: u32 = middle.parse().ok()?;
    let year = found.words(text, 5)?;
    // 1.2.25 is a version, 20-45-67 a sort code; 1/2/25 is a date.
    let short = year.len() == 2;
    let padded = found.words(text, 1)?.len() == 2 && middle.len() == 2;
    if short && !text[range.clone()].contains('/') && !(padded && text[range.clone()].contains('.'))
    {
        return None;
    }
    let year = year_of(year);
    let month = match (first, second) {
        (0 | 32.., _) | (_, 0 | 32..) | (13.., 13..) => return None,
        (1..=12, 13..) => Some(first),
        (13.., _) => Some(second),
        _ if season_of(first) == season_of(second) => Some(second),
        _ => None,
    };
    Some((range, Date { year, month, sure: month.is_some() && !short }))
}

fn season_of(month: u32) -> u32 {
    month % 12 / 3
}

fn year_first(text: &str, found: &Groups) -> Option<(Range<usize>, Date)> {
    let month: u32 = (2..=4).find_map(|group| found.words(text, group))?.parse().ok()?;
    let day: u32 = found.words(text, 5)?.parse().ok()?;
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
    let year = found.words(text, 1).and_then(year_of);
    (fits && is_whole(text, &found.whole))
        .then(|| (found.whole.clone(), Date { year, month: Some(month), sure: true }))
}

fn births(text: &str, finds: &mut Vec<Draft>) {
    for found in BIRTH_YEAR.groups(text) {
        let Some(range) = found.get(1) else { continue };
        let known =
            finds.iter().any(|one| one.range.start < range.end && range.start < one.range.end);
        if is_whole(text, &found.whole) && !known {
            finds.push(Draft {
                range,
                rule: Rule::Birth,
                kind: NameKind::Other,
                level: Level::Indirect,
                replacement: "year of birth".to_owned(),
                confidence: Confidence::Certain,
            });
        }
    }
}
