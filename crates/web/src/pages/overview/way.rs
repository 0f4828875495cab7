//! The way of the data in numbers: how much stands at each station, and what care finds beside.

use trefoil_core::error::Result;
use trefoil_core::storage::Reader;
use trefoil_core::study::{self, Status};
use trefoil_core::theme::Area;
use trefoil_core::{sentence, theme};

use crate::words::{counted, lately};

/// The stations with their counts and a line about each.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// How much there is.
    pub(super) status: Status,
    /// How many sources have words.
    pub(super) texts: i64,
    pub(super) corpus_note: String,
    pub(super) text_note: String,
    pub(super) code_note: String,
    pub(super) passage_note: String,
    pub(super) theme_note: String,
    pub(super) area_note: String,
    pub(super) condition_note: String,
    pub(super) report_note: String,
}

/// What care finds in the study today.
#[derive(Debug, Clone)]
pub(super) struct Care {
    /// How many participants.
    pub(super) participants: i64,
    /// How many replacements for names are kept.
    pub(super) pseudonyms: i64,
    /// How many sources name nobody as a participant.
    pub(super) without_participant: i64,
}

fn count(reader: &Reader<'_>, from: &str) -> Result<i64> {
    reader.number(&format!("SELECT COUNT(*) FROM {from}"), &[])
}

impl Care {
    /// Asks the study.
    pub(super) fn read(reader: &Reader<'_>) -> Result<Self> {
        let nobody = "source s WHERE NOT EXISTS \
                      (SELECT 1 FROM source_participant p WHERE p.source = s.id)";
        Ok(Self {
            participants: count(reader, "participant")?,
            pseudonyms: count(reader, "pseudonym")?,
            without_participant: count(reader, nobody)?,
        })
    }
}

impl Way {
    /// Counts the study as it stands on a day.
    pub(super) fn read(reader: &Reader<'_>, today: &str, now: i64) -> Result<Self> {
        let status = study::status(reader, today)?;
        let texts = count(reader, "source WHERE revision IS NOT NULL")?;
        Ok(Self {
            texts,
            corpus_note: corpus_note(&status),
            text_note: text_note(&status, texts),
            code_note: code_note(reader, &status)?,
            passage_note: passage_note(&status),
            theme_note: theme_note(reader, &status)?,
            area_note: area_note(reader, &status, now)?,
            condition_note: condition_note(&status),
            report_note: report_note(reader, &status)?,
            status,
        })
    }

    /// The three areas with their counts.
    pub(super) fn areas(&self) -> Vec<(Area, i64)> {
        let areas = Area::ALL.iter().filter(|area| **area != Area::Unplaced);
        areas.map(|area| (*area, placed(&self.status, *area))).collect()
    }
}

/// How many themes stand in an area.
fn placed(status: &Status, wanted: Area) -> i64 {
    let found = status.by_area.iter().find(|(area, _)| *area == wanted);
    found.map_or(0, |(_, number)| *number)
}

fn corpus_note(status: &Status) -> String {
    let streams = status.by_stream.iter().filter(|(_, number)| *number > 0);
    let told: Vec<String> =
        streams.map(|(stream, number)| counted_label(*number, &stream.label)).collect();
    if told.is_empty() { "nothing has come in yet".to_owned() } else { told.join(", ") }
}

/// A number with what the study calls a stream: `1 interview`, `49 voice notes`.
fn counted_label(number: i64, label: &str) -> String {
    let mut letters = label.chars();
    let (first, second) = (letters.next(), letters.next());
    // A name such as “WhatsApp” or “CCTV” keeps its capitals.
    let named = label.chars().skip(1).any(char::is_uppercase);
    let one = match (first, second) {
        (Some(first), Some(_)) if !named => {
            first.to_lowercase().collect::<String>() + &label[first.len_utf8()..]
        }
        _ => label.to_owned(),
    };
    counted(&number, &one, &plural(&one))
}

fn plural(one: &str) -> String {
    let vowel = |letter: Option<char>| letter.is_some_and(|letter| "aeiou".contains(letter));
    if let Some(stem) = one.strip_suffix('y')
        && !vowel(stem.chars().last())
    {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| one.ends_with(end));
    format!("{one}{}", if hisses { "es" } else { "s" })
}

fn text_note(status: &Status, texts: i64) -> String {
    match status.sources - texts {
        _ if status.sources == 0 => "words, beside the sound".to_owned(),
        0 => "every source has its words".to_owned(),
        1 => "1 source waits for its words".to_owned(),
        more => format!("{more} sources wait for their words"),
    }
}

fn code_note(reader: &Reader<'_>, status: &Status) -> Result<String> {
    if status.codes == 0 {
        return Ok("named ideas, put on passages".to_owned());
    }
    let top = count(reader, "code WHERE parent IS NULL")?;
    let undefined = count(reader, "code WHERE definition = ''")?;
    let families = format!("{top} at the top level");
    Ok(match undefined {
        0 => format!("{families}, all defined"),
        some => format!("{families}, {some} not yet defined"),
    })
}

fn passage_note(status: &Status) -> String {
    if status.passages == 0 {
        return "what you mark as you read".to_owned();
    }
    counted(&status.codings, "coding", "codings")
}

fn theme_note(reader: &Reader<'_>, status: &Status) -> Result<String> {
    if status.themes == 0 {
        return Ok("claims that you make".to_owned());
    }
    let without = count(reader, "theme WHERE idea = ''")?;
    Ok(match without {
        0 if status.themes == 1 => "with a central idea".to_owned(),
        0 => "each with a central idea".to_owned(),
        some => format!("{some} without a central idea"),
    })
}

fn area_note(reader: &Reader<'_>, status: &Status, now: i64) -> Result<String> {
    let last = reader.number("SELECT COALESCE(MAX(at), 0) FROM placement", &[])?;
    if status.themes == 0 || last == 0 {
        return Ok("firm up, fine tune, focus".to_owned());
    }
    let mut told: Vec<String> = Vec::new();
    if let Some(round) = theme::rounds(reader)?.pop() {
        told.push(round.name);
    }
    match placed(status, Area::Unplaced) {
        0 => told.push(format!("placed {}", lately(&last, &now))),
        open => told.push(format!("{open} not yet placed")),
    }
    Ok(told.join("; "))
}

fn condition_note(status: &Status) -> String {
    let found = status.by_state.iter().filter(|(_, number)| *number > 0);
    let told: Vec<String> =
        found.map(|(state, number)| format!("{number} {}", state.label())).collect();
    if told.is_empty() { "what must be true, in order".to_owned() } else { told.join(", ") }
}

fn report_note(reader: &Reader<'_>, status: &Status) -> Result<String> {
    if status.sentences == 0 {
        return Ok("sentences that say what they rest on".to_owned());
    }
    let sentences = if status.sentences == 1 { "sentence" } else { "sentences" };
    Ok(match sentence::unsupported(reader)?.len() {
        0 => format!("{sentences}, all supported"),
        1 => format!("{sentences}, 1 rests on nothing yet"),
        more => format!("{sentences}, {more} rest on nothing yet"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_counted_under_the_label_that_the_study_gave_them() {
        assert_eq!(counted_label(1, "Interview"), "1 interview");
        assert_eq!(counted_label(49, "Voice note"), "49 voice notes");
        assert_eq!(counted_label(2, "Diary entry"), "2 diary entries");
        assert_eq!(counted_label(2, "WhatsApp message"), "2 WhatsApp messages");
        assert_eq!(counted_label(3, "Speech"), "3 speeches");
        assert_eq!(counted_label(3, "Ö"), "3 Ös");
    }
}
