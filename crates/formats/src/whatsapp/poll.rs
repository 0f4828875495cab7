//! Polls, which are exported as a message of several lines.
//!
//! A word with a colon, a question, and one line for each answer with its votes
//! in parentheses. The words differ by language, the shape does not.

use super::scan::{digit_of, is_mark};

/// A question that somebody put to the others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Poll {
    /// What was asked.
    pub question: String,
    /// What could be answered, in the order of the poll.
    pub options: Vec<PollOption>,
}

/// One answer of a [`Poll`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PollOption {
    /// The answer.
    pub text: String,
    /// How many chose it, where the export says so in digits.
    pub votes: Option<u32>,
}

/// Longer messages and polls with more answers than these are none.
const LONGEST: usize = 16 * 1024;
const MOST_OPTIONS: usize = 100;

/// Reads a poll.
pub(super) fn read(body: &str) -> Option<Poll> {
    let ends = body.trim_end_matches(|sign: char| is_mark(sign) || sign.is_whitespace());
    if body.len() > LONGEST || !body.contains('\n') || !ends.ends_with([')', '）']) {
        return None;
    }
    let plain: String = body.chars().filter(|sign| !is_mark(*sign)).collect();
    let lines: Vec<&str> = plain.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let (title, rest) = lines.split_first()?;
    let title = title.strip_suffix([':', '：'])?;
    if title.is_empty() || title.chars().count() > 24 || title.contains([':', '?', '.']) {
        return None;
    }
    let (label, _) = rest.last()?.split_once([':', '：'])?;
    let is_option = |line: &&&str| {
        line.strip_prefix(label).is_some_and(|rest| rest.starts_with([':', '：']))
            && line.ends_with([')', '）'])
    };
    let count = rest.iter().rev().take_while(is_option).count();
    let (question, options) = rest.split_at_checked(rest.len().checked_sub(count)?)?;
    if question.is_empty() || !(1..=MOST_OPTIONS).contains(&count) || label.trim().is_empty() {
        return None;
    }
    let options = options.iter().map(|line| option(line, label)).collect::<Option<Vec<_>>>()?;
    Some(Poll { question: question.join("\n"), options })
}

/// `OPTION: Thursday (2 votes)`.
fn option(line: &str, label: &str) -> Option<PollOption> {
    let line = line.strip_prefix(label)?.trim_start_matches([':', '：']).trim();
    let at = line.rfind(['(', '（'])?;
    let votes = line.get(at..)?;
    let digits: Vec<u32> = votes.chars().filter_map(digit_of).take(9).collect();
    let count = digits.iter().fold(0_u32, |count, digit| count * 10 + digit);
    Some(PollOption {
        text: line.get(..at)?.trim().to_owned(),
        votes: (!digits.is_empty()).then_some(count),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polls_of_any_language_are_read() {
        for body in [
            "POLL:\nWhen is tea?\nOPTION: At four (2 votes)\nOPTION: Never (0 votes)",
            "\u{200e}UMFRAGE:\nWann?\n\u{200e}OPTION: Um vier (\u{200e}2 Stimmen)\n\u{200e}OPTION: Nie (\u{200e}0 Stimmen)\n",
            "استطلاع:\nمتى؟\nخيار: الرابعة (٢ صوت)\nخيار: أبدا (٠ صوت)",
            "投票：\n何時？\n選項：四點（2 票）\n選項：從不（0 票）",
        ] {
            let poll = read(body).expect(body);
            let votes: Vec<_> = poll.options.iter().map(|option| option.votes).collect();
            assert_eq!(votes, [Some(2), Some(0)], "{body}");
            assert!(!poll.question.contains('\u{200e}') && !poll.question.is_empty());
            assert!(!poll.options[0].text.contains(['(', ':', '（']), "{poll:?}");
        }
    }

    #[test]
    fn lists_are_no_polls() {
        for body in [
            "To buy:\nmilk\ntea: green (2 bags)\nbread",
            "Hello: you\nthere",
            "POLL:",
            "",
            "So:\n\n",
        ] {
            assert_eq!(read(body), None, "{body}");
        }
    }
}
