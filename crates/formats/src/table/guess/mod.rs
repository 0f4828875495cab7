//! What each column of a table is probably for, and why.
//!
//! Headers are known by their words (`words.rs`), values by their looks
//! (`facts.rs`); `column.rs` weighs both for one column and `order.rs` finds how
//! a whole column writes its dates and numbers. Every guess says its reason in a
//! sentence, because a person looks at each of them and may change it. What
//! points at a person is left out unless somebody asks for it.

mod column;
mod facts;
mod order;
#[cfg(test)]
mod tests;
mod words;

use column::Leaning;
use facts::Facts;

use super::{AttributeKind, Table, Written};

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// It says who: a number, a name, a pseudonym.
    Participant,
    /// It says when somebody answered.
    Date,
    /// Answers in people's own words, which become texts.
    Open,
    /// Answers that are values of one kind, which become attributes.
    Closed(AttributeKind),
    /// It is left out: technical, or pointing at a person.
    Skip,
}

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AsWhat {
    /// Each row describes somebody.
    Participants,
    /// Each row is what somebody answered.
    Sources,
}

/// What one column is probably for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnGuess {
    /// What for.
    pub role: Role,
    /// Why, in a sentence.
    pub reason: String,
    /// How its dates and numbers are written.
    pub written: Written,
    /// Whether that is certain; if not, a person should be asked.
    pub is_sure: bool,
    /// Its different values in the order of the table, where they are twelve or fewer.
    pub values: Vec<String>,
}

/// What a table is probably for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guessed {
    /// What its rows are.
    pub what: AsWhat,
    /// Why, in a sentence.
    pub reason: String,
    /// One guess for each column.
    pub columns: Vec<ColumnGuess>,
}

/// Guesses what a table and each of its columns is for.
pub fn guess(table: &Table) -> Guessed {
    let facts: Vec<Facts> = (0..table.columns.len()).map(|at| Facts::of(table, at)).collect();
    let leanings: Vec<Leaning> = facts.iter().map(Leaning::of).collect();
    let participant = best(&leanings, |leaning| leaning.participant);
    let date = best(&leanings, |leaning| leaning.date);
    let written = order::decide(&facts);
    let columns: Vec<ColumnGuess> = leanings
        .into_iter()
        .zip(&facts)
        .zip(written)
        .enumerate()
        .map(|(at, ((leaning, facts), ordered))| {
            let (role, reason) = if participant == Some(at) {
                (Role::Participant, column::who(facts))
            } else if date == Some(at) {
                (Role::Date, "It says when each row was written or sent.".to_owned())
            } else {
                leaning.otherwise
            };
            let matters = match role {
                Role::Date | Role::Closed(AttributeKind::Date) => !ordered.are_dates_sure,
                Role::Closed(AttributeKind::Number) => !ordered.are_numbers_sure,
                _ => false,
            };
            let reason = if matters { format!("{reason} {}", order::doubt(role)) } else { reason };
            let values = facts.values.clone();
            ColumnGuess { role, reason, written: ordered.written, is_sure: !matters, values }
        })
        .collect();
    let (what, reason) = what(&columns, &facts);
    Guessed { what, reason, columns }
}

/// The column with the highest score above zero, the first of equals.
fn best(leanings: &[Leaning], score: impl Fn(&Leaning) -> u32) -> Option<usize> {
    let scored = leanings.iter().map(score).enumerate().filter(|(_, score)| *score > 0);
    scored.rev().max_by_key(|(_, score)| *score).map(|(at, _)| at)
}

/// A survey has answers in people's own words; a list of people has at most notes.
fn what(columns: &[ColumnGuess], facts: &[Facts]) -> (AsWhat, String) {
    let open = || columns.iter().zip(facts).filter(|(guess, _)| guess.role == Role::Open);
    let answers = open().filter(|(_, facts)| !words::is_note(&facts.header)).count();
    let has = |role| columns.iter().any(|guess| guess.role == role);
    let is_who_unique = columns
        .iter()
        .zip(facts)
        .any(|(guess, facts)| guess.role == Role::Participant && facts.is_unique());
    match (answers, open().count(), has(Role::Date), is_who_unique) {
        (0, 0, _, _) => (
            AsWhat::Participants,
            "No column holds longer answers, so its rows describe people.".to_owned(),
        ),
        (0, _, false, true) => (
            AsWhat::Participants,
            "Each row has a name or number of its own, and the longest texts are notes.".to_owned(),
        ),
        (_, 1, ..) => {
            (AsWhat::Sources, "One column holds answers in people's own words.".to_owned())
        }
        (_, count, ..) => {
            (AsWhat::Sources, format!("{count} columns hold answers in people's own words."))
        }
    }
}
