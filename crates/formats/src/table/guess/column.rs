//! What one column looks like, when its header and its values are weighed.

use super::Role;
use super::facts::Facts;
use super::words;
use crate::table::AttributeKind;

/// What a column could be.
pub(super) struct Leaning {
    /// How well it would say who; nought when not at all.
    pub(super) participant: u32,
    /// How well it would say when; nought when not at all.
    pub(super) date: u32,
    /// What it is when it is neither, and why.
    pub(super) otherwise: (Role, String),
}

impl Leaning {
    pub(super) fn of(facts: &Facts) -> Self {
        let is_dated = facts.are_mostly(facts.dates);
        let date = if is_dated { words::sent(&facts.header) } else { 0 };
        Self { participant: participant(facts), date, otherwise: otherwise(facts) }
    }
}

/// Why a column says who.
pub(super) fn who(facts: &Facts) -> String {
    let by = if words::who(&facts.header) > 0 { "Its name says so" } else { "It comes first" };
    if facts.is_unique() {
        format!("{by}, and each row has a short value of its own.")
    } else {
        format!("{by}; {} different values stand in {} rows.", facts.distinct, facts.filled)
    }
}

fn participant(facts: &Facts) -> u32 {
    let rank = words::who(&facts.header);
    let is_value = facts.are_mostly(facts.dates)
        || facts.are_often(facts.addresses)
        || facts.are_often(facts.computers)
        || words::personal(&facts.header).is_some();
    if facts.filled == 0 || !facts.is_short() || is_value || rank == 0 {
        return 0;
    }
    // Names that occur again are believed where the header is sure.
    match (facts.is_unique(), rank) {
        (true, rank) => 100 + rank,
        (false, rank) if rank >= words::SURE && facts.distinct > 1 => rank,
        _ => 0,
    }
}

fn otherwise(facts: &Facts) -> (Role, String) {
    let header = facts.header.as_str();
    if facts.filled == 0 {
        return (Role::Skip, "Nobody answered here.".to_owned());
    }
    if let Some(reason) = personal(facts) {
        return (Role::Skip, format!("{reason}: this points at a person."));
    }
    let is_moment = facts.are_often(facts.dates) && words::is_about_answering(header);
    if words::is_technical(header) || is_moment {
        return (Role::Skip, "A survey tool wrote it; it says nothing about a person.".to_owned());
    }
    if words::is_consent(header) && facts.distinct <= 3 {
        let kind =
            if facts.are_mostly(facts.yes_no) { AttributeKind::YesNo } else { AttributeKind::Text };
        return (Role::Closed(kind), "It asks for consent.".to_owned());
    }
    if facts.are_mostly(facts.yes_no) && is_choice_of_two(facts) {
        return (Role::Closed(AttributeKind::YesNo), "It holds only yes and no.".to_owned());
    }
    if facts.are_mostly(facts.dates) {
        return (Role::Closed(AttributeKind::Date), "It holds dates.".to_owned());
    }
    if facts.are_mostly(facts.numbers) {
        return if facts.padded > 0 || words::is_name_in_digits(header) {
            (Role::Closed(AttributeKind::Text), "Its digits are names, not amounts.".to_owned())
        } else {
            (Role::Closed(AttributeKind::Number), "It holds numbers.".to_owned())
        };
    }
    words_or_choice(facts)
}

fn personal(facts: &Facts) -> Option<&'static str> {
    if facts.are_often(facts.addresses) {
        return Some("It holds e-mail addresses");
    }
    if facts.are_often(facts.computers) {
        return Some("It holds addresses of computers");
    }
    if facts.are_often(facts.phones) {
        return Some("It holds telephone numbers");
    }
    // A question about somebody's mother tongue is long; "Phone" alone asks for the number.
    words::personal(&facts.header)
}

/// Ones and noughts, or letters, are something else unless both occur.
fn is_choice_of_two(facts: &Facts) -> bool {
    facts.has_both || (facts.numbers == 0 && facts.longest > 1)
}

fn words_or_choice(facts: &Facts) -> (Role, String) {
    let average = facts.average_words();
    let is_varied = facts.distinct * 2 > facts.filled && !(facts.filled > 3 && facts.distinct <= 2);
    let is_long = average >= 5 || facts.longest > 120;
    let is_asking = words::is_asking(&facts.header) && facts.longest_words >= 3;
    let are_choices = facts.are_choices;
    if is_varied
        && !are_choices
        && (is_long || is_asking || (average >= 3 && words::is_question(&facts.header)))
    {
        let reason = match average {
            1 => "Its answers are in people's own words.".to_owned(),
            _ => format!("Its answers are in people's own words, {average} on average."),
        };
        return (Role::Open, reason);
    }
    let reason = match (facts.values.len(), are_choices) {
        (_, true) => {
            "Several choices stand in one cell, parted by semicolons or commas.".to_owned()
        }
        (0, _) => format!("It holds {} different short values.", facts.distinct),
        (1, _) => "It holds one value only.".to_owned(),
        (count, _) => format!("It holds {count} different values, as a choice does."),
    };
    (Role::Closed(AttributeKind::Text), reason)
}
