//! What does not belong is set aside, with a reason that a person can overrule.
//!
//! Three rules, each only where the person asked for it: the study's days, the shortest recording
//! and chats whose words stay out. The days are asked of what the plan says, so a person who
//! changes a date changes the answer; the length needs the recording read.

use jiff::civil::{Date, DateTime};

use super::super::Reading;
use super::{Item, Wishes};
use crate::corpus::participant::day;
use crate::error::{Error, Result};

/// Until this hour, what was sent may belong to the day before.
const END_OF_NIGHT: i8 = 6;

/// What the person wants set aside.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules {
    from: Option<Date>,
    until: Option<Date>,
    shortest_ms: Option<u64>,
    without_chats: bool,
}

impl Rules {
    /// Checks the wishes.
    ///
    /// Errors: what is no date; a last day before the first.
    pub(super) fn of(wishes: &Wishes) -> Result<Self> {
        let (from, until) = (date(wishes.from.as_ref())?, date(wishes.until.as_ref())?);
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            return Err(Error::invalid(format!(
                "The study’s last day ({}) is before its first ({}).",
                words(until),
                words(from)
            )));
        }
        let (shortest_ms, without_chats) = (wishes.shortest_ms, wishes.without_chats);
        Ok(Self { from, until, shortest_ms, without_chats })
    }

    /// Why an item does not belong, as far as can be said before it is read.
    pub(super) fn concern(&self, item: &Item) -> Option<String> {
        if self.without_chats && item.is_chat() {
            return Some("A chat: of chats, only the recordings come in.".to_owned());
        }
        let (at, time) = moment(item.date.as_deref()?)?;
        let verb = if item.sender.is_some() { "Sent" } else { "Dated" };
        if let Some(first) = self.from.filter(|first| at < *first) {
            let (at, first) = (words(at), words(first));
            return Some(format!("{verb} on {at}, before the study’s first day ({first})."));
        }
        let last = self.until.filter(|last| at > *last)?;
        // A note from after midnight may be meant for the day before: the person should see why.
        let next = last.tomorrow().is_ok_and(|next| next == at);
        let by_night = time.filter(|time| next && time.hour() < END_OF_NIGHT);
        let clock = by_night.map(|time| format!(" at {}", time.strftime("%H:%M")));
        let (at, last, clock) = (words(at), words(last), clock.unwrap_or_default());
        Some(format!("{verb} on {at}{clock}, after the study’s last day ({last})."))
    }

    /// Why a recording does not belong, now that it has been read.
    pub(super) fn concern_when_read(&self, reading: &Reading) -> Option<String> {
        let shortest = self.shortest_ms?;
        let length = reading.recording.as_ref()?.duration_ms;
        (length < shortest).then(|| {
            let (length, shortest) = (seconds(length), seconds(shortest));
            format!("Lasts {length}, shorter than {shortest}: probably a pocket recording.")
        })
    }

    /// What to say of an item whose day cannot be asked for.
    pub(super) fn doubt(&self, item: &Item) -> Option<&'static str> {
        let asks = self.from.is_some() || self.until.is_some();
        let undated = item.date.as_deref().and_then(moment).is_none();
        (asks && undated && !item.is_chat()).then_some(
            "It has no date, so it was not compared with the study’s first and last day.",
        )
    }
}

fn date(text: Option<&String>) -> Result<Option<Date>> {
    // Checked by the same rule as every other day, so that the message is the same.
    Ok(day(text.cloned())?.and_then(|day| day.parse().ok()))
}

/// The day that a date says, and its time where it has one.
fn moment(text: &str) -> Option<(Date, Option<DateTime>)> {
    if let Ok(moment) = text.trim().parse::<DateTime>() {
        let timed = text.contains([':', 'T']);
        return Some((moment.date(), timed.then_some(moment)));
    }
    text.trim().parse::<Date>().ok().map(|date| (date, None))
}

/// A day as people write it: `7 December 2025`.
fn words(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A length in seconds, rounded down to a tenth, so that it never looks as long as a longer one.
fn seconds(ms: u64) -> String {
    match (ms / 1000, ms % 1000 / 100) {
        (1, 0) => "1 second".to_owned(),
        (whole, 0) => format!("{whole} seconds"),
        (whole, tenths) => format!("{whole}.{tenths} seconds"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_told_as_people_say_them() {
        assert_eq!(seconds(1000), "1 second");
        assert_eq!(seconds(2006), "2 seconds");
        assert_eq!(seconds(2999), "2.9 seconds");
        assert_eq!(seconds(0), "0 seconds");
    }

    #[test]
    fn a_moment_has_a_day_and_perhaps_a_time() {
        let told = |text: &str| {
            moment(text).map(|(date, time)| (date.to_string(), time.map(DateTime::hour)))
        };
        assert_eq!(told("2025-12-08T00:03:00"), Some(("2025-12-08".to_owned(), Some(0))));
        assert_eq!(told("2025-12-08 00:03"), Some(("2025-12-08".to_owned(), Some(0))));
        assert_eq!(told("2025-12-08"), Some(("2025-12-08".to_owned(), None)));
        assert_eq!(told("soon"), None);
    }

    #[test]
    fn days_must_be_days_and_in_order() {
        let wishes = |from: &str, until: &str| Wishes {
            from: Some(from.to_owned()),
            until: Some(until.to_owned()),
            ..Wishes::default()
        };
        assert!(Rules::of(&wishes("2025-09-01", "2025-09-01")).is_ok());
        assert!(Rules::of(&wishes("", "2025-09-01")).is_ok_and(|rules| rules.from.is_none()));
        let wrong = Rules::of(&wishes("2025-12-07", "2025-09-01")).expect_err("out of order");
        assert!(wrong.to_string().contains("last day (1 September 2025) is before its first"));
        assert!(Rules::of(&wishes("September", "2025-12-07")).is_err());
    }
}
