//! Segments that say the same again and again.

use serde::{Deserialize, Serialize};

/// Told so many times in a row, a text is taken for a loop.
const TOO_OFTEN: u32 = 3;
/// Shorter texts, such as a "yes", are said by people, too.
const LEAST_LETTERS: usize = 8;

/// The latest text and how often it has been said in a row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Repetition {
    text: String,
    times: u32,
}

impl Repetition {
    /// Hears the next text and tells whether it has come too often.
    pub(super) fn hear(&mut self, text: &str) -> bool {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        let plain: String = letters.flat_map(char::to_lowercase).collect();
        if plain == self.text {
            self.times += 1;
        } else {
            *self = Self { text: plain, times: 1 };
        }
        self.times >= TOO_OFTEN && self.text.chars().count() >= LEAST_LETTERS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_time_is_too_often_whatever_the_signs() {
        let mut repetition = Repetition::default();
        let heard = ["Thank you.", "thank you", "Thank you!", "Thank you.", "So.", "Thank you."];
        let told: Vec<bool> = heard.iter().map(|text| repetition.hear(text)).collect();
        assert_eq!(told, [false, false, true, true, false, false]);
    }

    #[test]
    fn people_say_yes_and_yes_and_yes() {
        let mut repetition = Repetition::default();
        assert!(!(0..9).any(|_| repetition.hear("Yes.")));
    }
}
