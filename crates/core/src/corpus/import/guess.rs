//! What a file says about itself by its name and its sender, where the person did not say more.

use super::store::Wishes;
use trefoil_formats::name_rule::{NameRule, known_stream};

use super::said::Said;
use super::who::{Sender, Who};
use super::{Candidate, Kind};
use crate::corpus::participant::Participant;

/// Everything a guess may rest on.
pub(super) struct Guess<'g> {
    pub(super) people: &'g [Participant],
    pub(super) wishes: &'g Wishes,
    pub(super) senders: &'g [Sender],
    pub(super) stream: Option<String>,
    pub(super) date: Option<String>,
    /// The rules for file names, in the order in which they are tried.
    pub(super) names: Vec<NameRule>,
}

impl Guess<'_> {
    /// What a file says of itself, whose name is given as it is kept.
    pub(super) fn said(&self, candidate: &Candidate, file_name: &str) -> Said {
        Said::by(candidate, file_name, &self.names, self.wishes.options)
    }

    /// The wish, what its name or its words say, or what the survey took it for.
    pub(super) fn stream(&self, candidate: &Candidate, said: &Said) -> String {
        let named = || said.name.stream.as_deref().and_then(known_stream);
        let noted = || said.is_field_note.then_some("field_note");
        self.stream.clone().unwrap_or_else(|| {
            named().or_else(noted).or(candidate.stream).unwrap_or("document").to_owned()
        })
    }

    /// The wish, the moment it was sent, what it says itself, or a date in the name. A week is the
    /// day on which it began for whom the file is of.
    pub(super) fn date(
        &self,
        candidate: &Candidate,
        participants: &[String],
        said: &Said,
    ) -> Option<String> {
        let noted = || said.when.clone();
        let named = || said.name.date.map(|date| date.to_string());
        self.date
            .clone()
            .or_else(|| Some(candidate.sent_at?.strftime("%Y-%m-%dT%H:%M:%S").to_string()))
            .or_else(noted)
            .or_else(named)
            .or_else(|| date_in(&candidate.file_name))
            .or_else(|| self.week(participants, said.name.week?))
    }

    fn week(&self, participants: &[String], week: u32) -> Option<String> {
        let [who] = participants else { return None };
        let started = self.people.iter().find(|one| one.name == *who)?.started_on.as_deref()?;
        let started: jiff::civil::Date = started.get(..10)?.parse().ok()?;
        let days = jiff::Span::new().try_days(i64::from(week) * 7).ok()?;
        Some(started.checked_add(days).ok()?.to_string())
    }

    /// The wishes, who the sender is or who writes in the chat (`members`, places among the
    /// senders), whom a rule reads in the file's name (`read`), or a participant whose pseudonym
    /// stands in it, as it is kept.
    pub(super) fn participants(
        &self,
        candidate: &Candidate,
        members: &[usize],
        file_name: &str,
        read: Option<&str>,
        meant: impl Fn(&str) -> Option<String>,
    ) -> Vec<String> {
        let named: Vec<String> =
            self.wishes.participants.iter().map(|name| name.trim().to_owned()).collect();
        if !named.is_empty() {
            return named;
        }
        if candidate.sender.is_some() || candidate.kind == Kind::WhatsApp {
            let mut present: Vec<String> = Vec::new();
            for sender in members.iter().filter_map(|who| self.senders.get(*who)) {
                if let Who::Participant(name) = &sender.who
                    && !present.contains(name)
                {
                    present.push(name.clone());
                }
            }
            return present;
        }
        if let Some(part) = read {
            return meant(part).into_iter().collect();
        }
        let stem = stem(file_name);
        let mut parts = stem.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts
            .find_map(|part| self.people.iter().find(|one| one.name.eq_ignore_ascii_case(part)))
            .map(|one| one.name.clone())
            .into_iter()
            .collect()
    }

    /// Voice notes of known participants are named after them and their moment; all else keeps
    /// the name of its file, `file_name`, which is shown as `file`.
    pub(super) fn name(
        candidate: &Candidate,
        file: &str,
        file_name: &str,
        participants: &[String],
        date: Option<&str>,
    ) -> String {
        match (candidate.stream, participants, date) {
            (Some("voice_note"), [who], Some(date)) if candidate.sent_at.is_some() => {
                let date = date.get(..16).unwrap_or(date).replace('T', " ");
                format!("{who}, voice note of {date}")
            }
            _ => match stem(file_name) {
                // iPhones call every chat so: what it came in says whose it is.
                "_chat" => container(file).unwrap_or("_chat").to_owned(),
                stem => stem.to_owned(),
            },
        }
    }
}

/// The name of the archive or folder that a file lies in, as shown: `a/Chat.zip › _chat.txt`.
fn container(shown: &str) -> Option<&str> {
    let outside = match shown.rsplit_once(" › ") {
        Some((archive, inside)) if !inside.contains('/') => archive,
        _ => shown.rsplit_once(['/', '\\'])?.0,
    };
    let name = outside.rsplit(['/', '\\', '›']).next()?.trim();
    Some(stem(name)).filter(|name| !name.is_empty() && *name != ".")
}

/// A file's name without its last extension.
fn stem(file_name: &str) -> &str {
    match file_name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 5 => stem,
        _ => file_name,
    }
}

/// A date in a name, as `2026-01-31`, `2026_01_31` or `20260131` between 1990 and 2100.
pub(super) fn date_in(name: &str) -> Option<String> {
    let bytes = name.as_bytes();
    (0..bytes.len()).find_map(|at| {
        if at > 0 && bytes[at - 1].is_ascii_digit() {
            return None;
        }
        let rest = &bytes[at..];
        let apart = matches!(rest.get(4), Some(b'-' | b'_' | b'.'));
        let (month, day, end) = if apart { (5, 8, 10) } else { (4, 6, 8) };
        if apart && rest.get(7) != rest.get(4) {
            return None;
        }
        if rest.get(end).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let number = |from: usize, length: usize| -> Option<i16> {
            let digits = rest.get(from..from + length)?;
            let all = digits.iter().all(u8::is_ascii_digit);
            all.then(|| digits.iter().fold(0, |sum, d| sum * 10 + i16::from(d - b'0')))
        };
        let year = number(0, 4).filter(|year| (1990..2100).contains(year))?;
        let (month, day) = (number(month, 2)?, number(day, 2)?);
        let month = i8::try_from(month).ok()?;
        let date = jiff::civil::Date::new(year, month, i8::try_from(day).ok()?).ok()?;
        Some(date.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_of_an_iphone_is_called_after_what_it_came_in() {
        assert_eq!(
            container("x/WhatsApp Chat - Anna.zip › _chat.txt"),
            Some("WhatsApp Chat - Anna")
        );
        assert_eq!(container("all.zip › Anna/_chat.txt"), Some("Anna"));
        assert_eq!(container("export/Anna/_chat.txt"), Some("Anna"));
        assert_eq!(container("_chat.txt"), None);
        assert_eq!(container("./_chat.txt"), None);
    }

    #[test]
    fn a_date_in_a_name_is_found_and_numbers_that_are_none_are_not() {
        let found = |name: &str| date_in(name);
        assert_eq!(found("P10_GMT20211130.odt").as_deref(), Some("2021-11-30"));
        assert_eq!(found("interview 2026-01-31 P3.docx").as_deref(), Some("2026-01-31"));
        assert_eq!(found("PTT-20250318-WA0002.opus").as_deref(), Some("2025-03-18"));
        assert_eq!(found("2026_02_30 note.txt"), None);
        assert_eq!(found("call 020260131.txt"), None);
        assert_eq!(found("12345678.txt"), None);
        assert_eq!(found("notes.txt"), None);
    }
}
