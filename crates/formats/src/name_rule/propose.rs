//! Marking the parts of a name, so that a person only confirms.
//!
//! Participants that are known come first, then dates, weeks and words for
//! streams; of what is left the first part that looks like `P3`, or else a name
//! at the beginning, is taken for the participant.

use std::ops::Range;

use super::{Meaning, dates, is_separator, stem};

const WEEKS: &[&str] = &[
    "w",
    "wk",
    "wks",
    "week",
    "woche",
    "kw",
    "wo",
    "semaine",
    "sem",
    "semana",
    "settimana",
    "uke",
    "vecka",
    "uge",
];

/// Words for streams, and the stream that each usually means.
const STREAMS: &[(&str, &[&str])] = &[
    (
        "interview",
        &[
            "interview",
            "intv",
            "int",
            "iv",
            "itv",
            "entretien",
            "entrevista",
            "intervista",
            "gespräch",
            "transcript",
            "transkript",
            "interviews",
            "focusgroup",
            "fg",
            "focus",
        ],
    ),
    (
        "voice_note",
        &[
            "voice",
            "voicenote",
            "vn",
            "audio",
            "memo",
            "voicememo",
            "ptt",
            "sprachnachricht",
            "vocal",
            "diary",
            "audiodiary",
            "tagebuch",
            "rec",
            "recording",
            "aufnahme",
        ],
    ),
    (
        "field_note",
        &[
            "obs",
            "observation",
            "fieldnote",
            "fieldnotes",
            "field",
            "fn",
            "beobachtung",
            "feldnotiz",
            "note",
            "notes",
            "notiz",
            "notizen",
            "protokoll",
        ],
    ),
    ("conversation", &["chat", "whatsapp", "conversation", "wa", "messages"]),
    (
        "document",
        &["doc", "document", "letter", "brief", "policy", "report", "form", "consent", "survey"],
    ),
];

/// The stream that a word in a name usually means.
pub fn known_stream(word: &str) -> Option<&'static str> {
    let word: String =
        word.chars().filter(|sign| !is_separator(*sign)).flat_map(char::to_lowercase).collect();
    STREAMS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(stream, _)| *stream)
}

/// Guesses what the parts of a name mean, as ranges of bytes in the order of the name.
pub fn propose(example: &str, known_participants: &[String]) -> Vec<(Range<usize>, Meaning)> {
    let name = stem(example);
    if name.len() > super::LONGEST_NAME {
        return Vec::new();
    }
    let tokens = tokens(name);
    let mut found = Proposal { name, taken: Vec::new() };
    if let Some(range) = known(name, known_participants) {
        found.take(range, Meaning::Participant);
    }
    found.take_date();
    found.take_week(&tokens);
    found.take_stream(&tokens);
    if !found.has(Meaning::Participant) {
        found.take_participant(&tokens);
    }
    found.taken.sort_by_key(|(range, _)| range.start);
    found.taken
}

struct Proposal<'a> {
    name: &'a str,
    taken: Vec<(Range<usize>, Meaning)>,
}

impl Proposal<'_> {
    fn take(&mut self, range: Range<usize>, meaning: Meaning) {
        self.taken.push((range, meaning));
    }

    fn has(&self, meaning: Meaning) -> bool {
        self.taken.iter().any(|(_, other)| *other == meaning)
    }

    fn is_free(&self, range: &Range<usize>) -> bool {
        self.taken.iter().all(|(other, _)| other.end <= range.start || range.end <= other.start)
    }

    fn text(&self, range: &Range<usize>) -> &str {
        self.name.get(range.clone()).unwrap_or_default()
    }

    /// The longest date that begins where a number or word begins.
    fn take_date(&mut self) {
        let begins = |at: usize| {
            let before = self.name.get(..at).and_then(|before| before.chars().next_back());
            let first = self.name.get(at..).and_then(|rest| rest.chars().next());
            let is_digit = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_digit());
            let is_letter = |sign: Option<char>| sign.is_some_and(char::is_alphabetic);
            (is_digit(first) && !is_digit(before))
                || (is_letter(first) && !before.is_some_and(char::is_alphanumeric))
        };
        let starts = self.name.char_indices().map(|(at, _)| at).filter(|at| begins(*at));
        let mut dated = Vec::new();
        for at in starts {
            let rest = self.name.get(at..).unwrap_or_default();
            let ends = rest.char_indices().map(|(end, sign)| end + sign.len_utf8()).take(20);
            let best = ends.filter(|end| {
                let after = rest.get(*end..).and_then(|after| after.chars().next());
                let is_whole = !after.is_some_and(|sign| sign.is_ascii_digit());
                *end >= 6
                    && is_whole
                    && rest.get(..*end).is_some_and(|text| dates::order(text).is_some())
            });
            dated.extend(best.max().map(|end| at..at + end));
        }
        if let Some(range) = dated.into_iter().find(|range| self.is_free(range)) {
            self.take(range, Meaning::Date);
        }
    }

    /// Digits behind a word for weeks, with a separator between them or none.
    fn take_week(&mut self, tokens: &[Range<usize>]) {
        let week = tokens.windows(2).find_map(|pair| {
            let [word, number] = pair else { return None };
            let is_week = WEEKS.contains(&self.text(word).to_lowercase().as_str());
            let between = self.text(&(word.end..number.start));
            let digits = self.text(number);
            let is_number = digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
            (is_week && is_number && between.chars().count() <= 2 && self.is_free(number))
                .then(|| number.clone())
        });
        if let Some(range) = week {
            self.take(range, Meaning::Week);
        }
    }

    /// A word for a stream, or two: `field_note`.
    fn take_stream(&mut self, tokens: &[Range<usize>]) {
        let pairs = tokens.windows(2).filter_map(|pair| match pair {
            [one, two] if one.end < two.start => Some(one.start..two.end),
            _ => None,
        });
        let ranges: Vec<Range<usize>> = pairs.chain(tokens.iter().cloned()).collect();
        let is_stream = |range: &&Range<usize>| {
            self.is_free(range)
                && self.stands_alone(range)
                && known_stream(self.text(range)).is_some()
        };
        if let Some(range) = ranges.iter().find(is_stream) {
            self.take(range.clone(), Meaning::Stream);
        }
    }

    /// Whether no letter or digit touches it: `int` is no stream in `Saint`, nor in `int3`.
    fn stands_alone(&self, range: &Range<usize>) -> bool {
        let before = self.name.get(..range.start).and_then(|before| before.chars().next_back());
        let after = self.name.get(range.end..).and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    }

    fn take_participant(&mut self, tokens: &[Range<usize>]) {
        let is_digits =
            |range: &Range<usize>| self.text(range).bytes().all(|byte| byte.is_ascii_digit());
        let is_week =
            |range: &Range<usize>| WEEKS.contains(&self.text(range).to_lowercase().as_str());
        // `P3`, `TN04`, `P-3`, `Participant 12`: a word, perhaps a separator, digits.
        let numbered = tokens.windows(2).find_map(|pair| {
            let [word, number] = pair else { return None };
            let whole = word.start..number.end;
            let between = self.text(&(word.end..number.start)).chars().count();
            let is_short = self.text(word).chars().count() <= if between == 0 { 12 } else { 4 };
            let is_who = is_short || is_word_for_people(self.text(word));
            (!is_digits(word)
                && is_digits(number)
                && between <= 1
                && is_who
                && !is_week(word)
                && self.text(number).len() <= 5
                && self.is_free(&whole)
                && self.stands_alone(&whole))
            .then_some(whole)
        });
        let first_word = || {
            tokens
                .iter()
                .find(|range| {
                    !is_digits(range)
                        && !is_week(range)
                        && self.is_free(range)
                        && self.stands_alone(range)
                })
                .cloned()
        };
        let first_digits = || {
            tokens
                .iter()
                .find(|range| is_digits(range) && self.is_free(range) && self.stands_alone(range))
                .cloned()
        };
        if let Some(range) = numbered.or_else(first_word).or_else(first_digits) {
            self.take(range, Meaning::Participant);
        }
    }
}

fn is_word_for_people(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "participant"
            | "part"
            | "respondent"
            | "person"
            | "proband"
            | "teilnehmer"
            | "teilnehmerin"
            | "interviewee"
            | "subject"
            | "case"
            | "fall"
            | "student"
            | "speaker"
    )
}

/// Where a known participant stands, the longest name first; whole words only.
fn known(name: &str, participants: &[String]) -> Option<Range<usize>> {
    let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<String>();
    let mut participants: Vec<&String> =
        participants.iter().filter(|participant| !participant.trim().is_empty()).collect();
    participants.sort_by_key(|participant| std::cmp::Reverse(participant.len()));
    let is_edge = |sign: Option<char>| !sign.is_some_and(char::is_alphanumeric);
    participants.into_iter().find_map(|participant| {
        let wanted = lower(participant.trim());
        let length = participant.trim().chars().count();
        name.char_indices().map(|(at, _)| at).find_map(|at| {
            let rest = name.get(at..)?;
            let end = rest.char_indices().nth(length).map_or(rest.len(), |(end, _)| end);
            let is_whole = is_edge(name.get(..at)?.chars().next_back())
                && is_edge(rest.get(end..)?.chars().next());
            (is_whole && lower(rest.get(..end)?) == wanted).then_some(at..at + end)
        })
    })
}

/// Runs of letters and runs of digits.
fn tokens(name: &str) -> Vec<Range<usize>> {
    let kind = |sign: char| {
        if sign.is_ascii_digit() { 1 } else { 2 * u8::from(sign.is_alphanumeric()) }
    };
    let mut tokens: Vec<(u8, Range<usize>)> = Vec::new();
    for (at, sign) in name.char_indices() {
        let end = at + sign.len_utf8();
        match tokens.last_mut() {
            Some((last, range)) if *last == kind(sign) && range.end == at => range.end = end,
            _ if kind(sign) > 0 => tokens.push((kind(sign), at..end)),
            _ => {}
        }
    }
    tokens.into_iter().map(|(_, range)| range).collect()
}
