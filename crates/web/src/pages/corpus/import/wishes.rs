//! What a person says about all files of an import, as fields of a form.

use trefoil_core::corpus::import::store::{Who, Wishes};
use trefoil_core::corpus::import::{ChatsAs, DateOrder, Options, TrackedChanges};
use trefoil_core::error::{Error, Result};

/// What is chosen for a participant begins with this; the pseudonym follows.
pub(super) const PARTICIPANT: &str = "is:";
/// A participant who is not in the study yet; the pseudonym is written beside it.
pub(super) const NEW: &str = "new";
/// Somebody who is no participant; the role is written beside it.
pub(super) const ROLE: &str = "role";
/// Somebody who is only told apart from others.
pub(super) const NEUTRAL: &str = "neutral";

/// Of dates whose day stands before their month.
pub(super) const DAY_FIRST: &str = "day";
/// Of dates whose month stands before their day.
pub(super) const MONTH_FIRST: &str = "month";
/// Of dates whose year stands before both.
const YEAR_FIRST: &str = "year";

/// The fields as they stand in the form.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) stream: String,
    pub(super) participants: String,
    pub(super) date: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) shortest: String,
    pub(super) without_chats: bool,
    /// What becomes of tracked changes, of chats, of the order in their dates: the words of the
    /// choices, empty for the first of each.
    pub(super) changes: &'static str,
    pub(super) chats: &'static str,
    pub(super) dates: &'static str,
    pub(super) stickers: bool,
    pub(super) without_originals: bool,
    /// Rules for file names, one on each line.
    pub(super) name_rules: String,
}

impl Said {
    /// The fields that show some wishes.
    pub(super) fn of(wishes: &Wishes) -> Self {
        let word = |word: &Option<String>| word.clone().unwrap_or_default();
        Self {
            stream: word(&wishes.stream),
            participants: wishes.participants.join(", "),
            date: word(&wishes.date),
            from: word(&wishes.from),
            until: word(&wishes.until),
            shortest: wishes.shortest_ms.map(seconds).unwrap_or_default(),
            without_chats: wishes.without_chats,
            changes: match wishes.options.changes {
                TrackedChanges::Accepted => "",
                TrackedChanges::Rejected => "rejected",
                TrackedChanges::Shown => "shown",
            },
            chats: match wishes.options.chats {
                ChatsAs::Whole => "",
                ChatsAs::Days => "days",
            },
            dates: match wishes.options.date_order {
                None => "",
                Some(DateOrder::DayFirst) => DAY_FIRST,
                Some(DateOrder::MonthFirst) => MONTH_FIRST,
                Some(DateOrder::YearFirst) => YEAR_FIRST,
            },
            stickers: wishes.options.stickers,
            without_originals: wishes.without_originals,
            name_rules: wishes.name_rules.join("\n"),
        }
    }

    /// Whether anything is wished for.
    pub(super) fn is_something(&self) -> bool {
        let words =
            [&self.stream, &self.participants, &self.date, &self.from, &self.until, &self.shortest];
        self.without_chats || words.iter().any(|word| !word.is_empty())
    }

    /// Whether anything is wished for about how files are read.
    pub(super) fn is_about_reading(&self) -> bool {
        let words = [self.changes, self.chats, self.dates, &self.name_rules];
        self.stickers || self.without_originals || words.iter().any(|word| !word.is_empty())
    }
}

/// The order of a date's numbers that a choice says.
pub(super) fn date_order(chosen: &str) -> Option<DateOrder> {
    match chosen {
        DAY_FIRST => Some(DateOrder::DayFirst),
        MONTH_FIRST => Some(DateOrder::MonthFirst),
        YEAR_FIRST => Some(DateOrder::YearFirst),
        _ => None,
    }
}

fn seconds(ms: u64) -> String {
    match (ms / 1000, ms % 1000) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}.{rest:03}").trim_end_matches('0').to_owned(),
    }
}

/// The wishes that some fields say.
///
/// Errors: a length that is no number. Days and streams are checked by the plan.
pub(super) fn read(fields: &[(String, String)]) -> Result<Wishes> {
    let word = |name: &str| {
        let found = fields.iter().find(|(one, _)| one == name).map(|(_, text)| text.trim());
        found.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let all = |name: &str| {
        let found = fields.iter().filter(|(one, _)| one == name);
        found.map(|(_, text)| text.trim().to_owned()).collect::<Vec<String>>()
    };
    let mut named = all("named").into_iter();
    let senders = all("sender").into_iter().zip(all("who"));
    let senders = senders.map(|(name, chosen)| (name, chosen, named.next().unwrap_or_default()));
    let senders: Vec<(String, Who)> = senders
        .filter(|(_, chosen, _)| !chosen.is_empty())
        .map(|(name, chosen, named)| Ok((name, who(&chosen, &named)?)))
        .collect::<Result<_>>()?;
    Ok(Wishes {
        stream: word("stream"),
        participants: word("participants").map(|text| names(&text)).unwrap_or_default(),
        date: word("date"),
        senders,
        key: None,
        // Each file that belongs to a recording has a box of its own.
        without_attaching: false,
        from: word("from"),
        until: word("until"),
        shortest_ms: word("shortest").map(|text| milliseconds(&text)).transpose()?,
        without_chats: word("without_chats").is_some(),
        name_rules: word("name_rules").map(|text| lines(&text)).unwrap_or_default(),
        options: Options {
            changes: match word("changes").as_deref() {
                Some("rejected") => TrackedChanges::Rejected,
                Some("shown") => TrackedChanges::Shown,
                _ => TrackedChanges::Accepted,
            },
            date_order: word("dates").and_then(|chosen| date_order(&chosen)),
            chats: match word("chats").as_deref() {
                Some("days") => ChatsAs::Days,
                _ => ChatsAs::Whole,
            },
            stickers: word("stickers").is_some(),
        },
        without_originals: word("originals").as_deref() == Some("none"),
    })
}

/// Who somebody is said to be: what was chosen, and what was written beside it.
fn who(chosen: &str, named: &str) -> Result<Who> {
    let missing = |what: &str| {
        Error::invalid(format!("{what} was chosen for somebody in a chat, but none was written."))
            .hint("Write it beside the choice. Nothing was changed.")
    };
    match chosen {
        NEW if named.is_empty() => Err(missing("A new pseudonym")),
        NEW => Ok(Who::Participant(named.to_owned())),
        ROLE if named.is_empty() => Err(missing("A role")),
        ROLE => Ok(Who::Role(named.to_owned())),
        NEUTRAL => Ok(Who::Neutral),
        other => Ok(match other.strip_prefix(PARTICIPANT) {
            Some(name) => Who::Participant(name.to_owned()),
            None => Who::from(other),
        }),
    }
}

/// The lines of a text, without empty ones.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The names in `P1, P2`.
pub(super) fn names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in text.split([',', ';', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
        if !names.iter().any(|one| one == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn milliseconds(text: &str) -> Result<u64> {
    let wrong = || {
        Error::invalid(format!("“{text}” is not a number of seconds."))
            .hint("Write it as 3 or 1.5. Nothing was changed.")
    };
    let seconds: f64 = text.replace(',', ".").parse().map_err(|_| wrong())?;
    if !(0.0..=86_400.0).contains(&seconds) {
        return Err(wrong());
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies within a day"
    )]
    let milliseconds = (seconds * 1000.0).round() as u64;
    Ok(milliseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes(fields: &[(&str, &str)]) -> Result<Wishes> {
        let owned: Vec<_> =
            fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        read(&owned)
    }

    #[test]
    fn fields_become_wishes_and_wishes_fields() {
        let made = wishes(&[
            ("stream", "voice_note"),
            ("participants", "P1, P2,P1"),
            ("date", " "),
            ("sender", "Dana K"),
            ("who", "is:P1"),
            ("named", ""),
            ("sender", "Me"),
            ("who", "role"),
            ("named", "researcher"),
            ("sender", "+44 7700 900123"),
            ("who", "neutral"),
            ("named", ""),
            ("sender", "Sam"),
            ("who", "new"),
            ("named", "P9"),
            ("shortest", "1,5"),
        ])
        .unwrap();
        assert_eq!(made.participants, ["P1", "P2"]);
        let who: Vec<Who> = made.senders.iter().map(|(_, who)| who.clone()).collect();
        let is = |name: &str| Who::Participant(name.to_owned());
        assert_eq!(who, [is("P1"), Who::Role("researcher".into()), Who::Neutral, is("P9")]);
        for chosen in ["new", "role"] {
            let error = wishes(&[("sender", "Dana K"), ("who", chosen), ("named", " ")]);
            assert!(error.unwrap_err().to_string().contains("none was written"));
        }
        assert_eq!((made.date.as_ref(), made.shortest_ms), (None, Some(1500)));
        let said = Said::of(&made);
        assert_eq!((said.participants.as_str(), said.shortest.as_str()), ("P1, P2", "1.5"));
        assert!(said.is_something() && !Said::of(&Wishes::default()).is_something());
    }

    #[test]
    fn how_files_are_read_is_said_and_shown_again() {
        let fields = [
            ("changes", "shown"),
            ("chats", "days"),
            ("dates", "month"),
            ("stickers", "1"),
            ("originals", "none"),
            ("name_rules", " {participant}_wk{week} \r\n\r\n{participant}-{date}"),
        ];
        let made = wishes(&fields).unwrap();
        assert_eq!(made.options.changes, TrackedChanges::Shown);
        assert_eq!(made.options.chats, ChatsAs::Days);
        assert_eq!(made.options.date_order, Some(DateOrder::MonthFirst));
        assert!(made.options.stickers && made.without_originals);
        assert_eq!(made.name_rules, ["{participant}_wk{week}", "{participant}-{date}"]);
        let said = Said::of(&made);
        assert_eq!((said.changes, said.chats, said.dates), ("shown", "days", MONTH_FIRST));
        assert!(said.is_about_reading() && !said.is_something());
        assert_eq!(
            wishes(&[("originals", "kept"), ("chats", "")]).unwrap().options,
            Options::default()
        );
        assert!(!Said::of(&Wishes::default()).is_about_reading());
    }

    #[test]
    fn a_length_that_is_none_is_named() {
        for wrong in ["three", "-1", "inf", "1e9"] {
            let error = wishes(&[("shortest", wrong)]).unwrap_err();
            assert!(error.to_string().contains("not a number of seconds"), "{error}");
        }
    }
}
