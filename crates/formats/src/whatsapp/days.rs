//! The days of a conversation.

use std::ops::Range;

use jiff::civil::Date;

use super::Message;

/// The days on which somebody wrote, each with its messages, in the order of the chat.
///
/// A day comes twice where the chat itself goes back in time.
pub fn days(messages: &[Message]) -> Vec<(Date, Range<usize>)> {
    let mut days: Vec<(Date, Range<usize>)> = Vec::new();
    for (at, message) in messages.iter().enumerate() {
        let date = message.at.date();
        match days.last_mut().filter(|(day, _)| *day == date) {
            Some((_, range)) => range.end = at + 1,
            None => days.push((date, at..at + 1)),
        }
    }
    days
}
