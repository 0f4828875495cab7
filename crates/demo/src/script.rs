//! The scripts: what people say in the demo, with the passages that the study codes marked.
//!
//! A script is a header of `key: value` lines, a blank line and a body in which a passage stands as
//! `[[slug: words]]`. The material that is imported shows no marks and breaks its lines elsewhere,
//! so a mark counts in letters, that is in characters that are no white space; [`Script::spans_in`]
//! finds the same letters again in the text of a source.

use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::span::Span;

/// What a script becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stream {
    /// A conversation with the researcher.
    Interview,
    /// A message spoken into a phone.
    VoiceNote,
    /// What the researcher wrote after going along.
    FieldNote,
}

impl Stream {
    /// The word by which the study knows it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Interview => "interview",
            Self::VoiceNote => "voice_note",
            Self::FieldNote => "field_note",
        }
    }
}

/// A passage that is marked in a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The code it gets, by its slug.
    pub slug: String,
    /// The first letter.
    pub start: usize,
    /// The letter behind the last.
    pub end: usize,
}

/// One file of the folder `script`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// The name of the source that it becomes.
    pub name: String,
    /// Whose words they are.
    pub participant: String,
    /// What it becomes.
    pub stream: Stream,
    /// When it was said or written: `2025-09-22 18:47`.
    pub date: String,
    /// The week of work it is from.
    pub week: i64,
    /// The words without marks and without the names of speakers, line by line.
    pub words: String,
    /// The passages, in the order in which they begin.
    pub marks: Vec<Mark>,
}

impl Script {
    /// Reads a script; `stem` is the name of its file without the ending.
    ///
    /// Errors: a header that lacks something, a mark that is not closed.
    pub fn read(stem: &str, text: &str) -> Result<Self> {
        let wrong = |what: &str| wrong(stem, what);
        let (head, body) = text.split_once("\n\n").ok_or_else(|| wrong("has no body"))?;
        let field = |key: &str| {
            let line = head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
            line.map(str::trim).ok_or_else(|| wrong(&format!("does not say its {key}")))
        };
        let stream = match field("stream")? {
            "interview" => Stream::Interview,
            "voice-note" => Stream::VoiceNote,
            "field-note" => Stream::FieldNote,
            _ => return Err(wrong("is of no known stream")),
        };
        let week = field("week")?.parse().map_err(|_| wrong("has no number for its week"))?;
        let participant = field("participant")?.to_owned();
        let (words, marks) = read_body(stream, body).ok_or_else(|| wrong("has a broken mark"))?;
        Ok(Self {
            name: name(&participant, stream, stem, week),
            date: field("date")?.to_owned(),
            participant,
            stream,
            week,
            words,
            marks,
        })
    }

    /// The letters: every character that is no white space.
    pub fn letters(&self) -> impl Iterator<Item = char> + '_ {
        letters(&self.words)
    }

    /// The letters of a mark, by which what was written about it finds it.
    pub fn letters_of(&self, mark: &Mark) -> String {
        self.letters().skip(mark.start).take(mark.end - mark.start).collect()
    }

    /// Where each mark lies in the text of the source that this became.
    ///
    /// Errors: the text does not end with exactly the letters of the script.
    pub fn spans_in(&self, text: &str) -> Result<Vec<Span>> {
        let places: Vec<(i64, char)> =
            (0..).zip(text.chars()).filter(|(_, sign)| !sign.is_whitespace()).collect();
        let letters: Vec<char> = self.letters().collect();
        let lead = places.len().checked_sub(letters.len());
        let own = lead.and_then(|lead| places.get(lead..)).unwrap_or_default();
        // A field note begins with a heading that is not in the script; nothing else may.
        let leads = self.stream == Stream::FieldNote || lead == Some(0);
        if !leads || !own.iter().map(|(_, sign)| sign).eq(&letters) {
            return Err(wrong(&self.name, "does not say what its source says"));
        }
        let point = |at: usize| own.get(at).map(|(point, _)| *point);
        let span =
            |mark: &Mark| Some(Span::new(point(mark.start)?, point(mark.end.checked_sub(1)?)? + 1));
        let spans: Option<Vec<Span>> = self.marks.iter().map(span).collect();
        spans.ok_or_else(|| wrong(&self.name, "has an empty mark"))
    }
}

/// The characters of a text that are no white space.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|sign| !sign.is_whitespace())
}

fn wrong(script: &str, what: &str) -> Error {
    Error::new(Kind::BadFile, format!("The script “{script}” of the demo {what}."))
}

/// `P1 interview 1`, `P3 voice note week 6 (2)`, `P1 field note week 3`.
fn name(participant: &str, stream: Stream, stem: &str, week: i64) -> String {
    match stream {
        Stream::Interview => {
            let number = stem.rsplit_once('-').map_or(stem, |(_, number)| number);
            format!("{participant} interview {number}")
        }
        Stream::FieldNote => format!("{participant} field note week {week}"),
        Stream::VoiceNote if stem.ends_with('b') => {
            format!("{participant} voice note week {week} (2)")
        }
        Stream::VoiceNote => format!("{participant} voice note week {week}"),
    }
}

/// Takes marks and speakers out of a body; nothing when a mark is not opened or not closed.
fn read_body(stream: Stream, body: &str) -> Option<(String, Vec<Mark>)> {
    let mut lines = Vec::new();
    let (mut marks, mut open) = (Vec::new(), Vec::new());
    let mut letters = 0;
    for line in body.trim_matches('\n').lines() {
        let spoken = if stream == Stream::Interview {
            line.split_once(": ").map_or(line, |(_, words)| words)
        } else {
            line
        };
        lines.push(read_line(spoken, &mut letters, &mut open, &mut marks)?);
    }
    marks.sort_by_key(|mark: &Mark| (mark.start, std::cmp::Reverse(mark.end)));
    open.is_empty().then(|| (lines.join("\n"), marks))
}

fn read_line(
    line: &str,
    letters: &mut usize,
    open: &mut Vec<(String, usize)>,
    marks: &mut Vec<Mark>,
) -> Option<String> {
    let (mut words, mut rest) = (String::new(), line);
    while let Some(sign) = rest.chars().next() {
        if let Some(inside) = rest.strip_prefix("[[") {
            let (slug, after) = inside.split_once(':')?;
            open.push((slug.to_owned(), *letters));
            rest = after.strip_prefix(' ').unwrap_or(after);
        } else if let Some(after) = rest.strip_prefix("]]") {
            let (slug, start) = open.pop()?;
            marks.push(Mark { slug, start, end: *letters });
            rest = after;
        } else {
            *letters += usize::from(!sign.is_whitespace());
            words.push(sign);
            rest = rest.get(sign.len_utf8()..).unwrap_or_default();
        }
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTERVIEW: &str = "participant: P1\nstream: interview\ndate: 2025-09-04 14:10\nweek: 0\n\n\
        R: Shall we start?\nP1: Well. [[a-good-start: It was [[which-hat: Tuesday]], I think.\n\
        P1: So.]] Yes: so.\n";

    #[test]
    fn marks_count_letters_and_may_nest() {
        let script = Script::read("interview-1", INTERVIEW).expect("a script");
        assert_eq!(script.name, "P1 interview 1");
        let words = "Shall we start?\nWell. It was Tuesday, I think.\nSo. Yes: so.";
        assert_eq!(script.words, words);
        let marks: Vec<_> =
            script.marks.iter().map(|mark| (&mark.slug[..], script.letters_of(mark))).collect();
        let expected = [
            ("a-good-start", "ItwasTuesday,Ithink.So.".to_owned()),
            ("which-hat", "Tuesday".to_owned()),
        ];
        assert_eq!(marks, expected);
    }

    #[test]
    fn spans_are_found_where_lines_break_elsewhere() {
        let script = Script::read("interview-1", INTERVIEW).expect("a script");
        let text = "Shall we start?\nWell.\nIt was Tuesday, I think.\nSo.\nYes: so.\n";
        let spans = script.spans_in(text).expect("the words are there");
        let ruler = trefoil_core::span::Ruler::new(text);
        let words: Vec<_> = spans.iter().map(|span| ruler.words(*span).expect("words")).collect();
        assert_eq!(words, ["It was Tuesday, I think.\nSo.", "Tuesday"]);
        let error = script.spans_in("Something else.").expect_err("other words");
        assert!(error.to_string().contains("P1 interview 1"), "{error}");
        assert!(script.spans_in(&format!("More.\n{text}")).is_err(), "only a field note leads in");
    }

    #[test]
    fn a_field_note_may_have_a_heading_of_its_own() {
        let note = "participant: P2\nstream: field-note\ndate: 2025-09-24 22:30\nweek: 3\n\
            activity: an evening\n\nThe [[left-off-the-list: list]] was short.\n\n## Reflections\n";
        let script = Script::read("field-wk03", note).expect("a script");
        assert_eq!(script.name, "P2 field note week 3");
        let text = "# An evening\n\nThe list was short.\n\n## Reflections\n";
        assert_eq!(script.spans_in(text).expect("found"), [Span::new(18, 22)]);
    }

    #[test]
    fn the_second_note_of_a_week_says_so_and_broken_scripts_are_refused() {
        let note = |body: &str| {
            let head = "participant: P3\nstream: voice-note\ndate: 2025-10-16 20:58\nweek: 6";
            Script::read("voice-wk06b", &format!("{head}\n\n{body}\n"))
        };
        assert_eq!(note("Sorry.").expect("a script").name, "P3 voice note week 6 (2)");
        for body in ["[[the-drop: never closed", "closed]] too soon", "[[no slug]]"] {
            assert!(note(body).is_err(), "{body}");
        }
        assert!(Script::read("voice-wk01", "participant: P1\n\nHello\n").is_err());
    }
}
