//! Whether some words can be the label of a speaker, and how surely.

use super::words::{PARTICLES, SOUNDS, is_other, is_role};

/// How much a label looks like that of a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// Small letters, which sentences begin with too when they were cut.
    Weak,
    /// Like a name: `Ana`, `Dr. Berg`, `ANA MARIA`.
    Name,
    /// A word for a role, initials or a number: `Interviewer`, `R1`, `SPEAKER_00`.
    Role,
}

/// A longer label is a sentence.
pub(super) const LONGEST: usize = 48;

const MOST_WORDS: usize = 6;

/// Whether some words can be a label at all, by their signs alone.
pub(super) fn is_possible(label: &str) -> bool {
    let mut signs = label.chars();
    let begins_well = signs.next().is_some_and(|sign| sign.is_alphanumeric() || sign == '*');
    // Most candidates fail here, so this comes before anything is counted.
    if !begins_well || label.len() > LONGEST * 4 {
        return false;
    }
    let mut count = 0;
    let mut blanks = 0;
    let mut letters = false;
    let mut before = ' ';
    let mut depth = 0_i32;
    for sign in label.chars() {
        count += 1;
        match sign {
            '?' | '!' | ';' | '"' | '“' | '”' | '„' | '«' | '»' | '…' | '=' | '\\' | '|' | '{'
            | '}' | '<' | '>' | '\n' | '\t' | '。' | '、' | '，' | '؟' | '،' | '¿' | '¡' | '$'
            | '%' | ':' | '：' => return false,
            // `call(this)` is a program.
            '(' | '[' if before.is_ascii_alphabetic() => return false,
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => return false,
            '/' if before == '/' => return false,
            '.' if before == '.' => return false,
            _ => {}
        }
        blanks += usize::from(sign.is_whitespace() && !before.is_whitespace());
        letters |= sign.is_alphabetic();
        before = sign;
    }
    letters && depth == 0 && count <= LONGEST && blanks < MOST_WORDS
}

/// How much a possible label looks like one; nothing when it labels other things.
pub(super) fn shape(label: &str) -> Option<Shape> {
    let base = without_remark(label.trim_start_matches('*')).trim();
    let lower = base.to_lowercase();
    let lower = lower.trim_end_matches('.');
    let stem = lower.trim_end_matches(|sign: char| {
        sign.is_numeric() || matches!(sign, ' ' | '_' | '-' | '#' | '.' | '\u{a0}')
    });
    let is_numbered = stem.len() < lower.len();
    let asks = ["question", "answer", "frage", "antwort", "pregunta", "pergunta", "domanda"];
    if is_other(lower) || is_other(stem) || (is_numbered && asks.contains(&stem)) {
        return None;
    }
    let mut words = lower.split(|sign: char| sign.is_whitespace() || sign == '_' || sign == '-');
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or(first);
    if ["http", "https", "dear", "figure", "table", "chapter", "section", "page"].contains(&first) {
        return None;
    }
    let is_long_role = |word: &str| word.len() > 2 && word.chars().count() > 2 && is_role(word);
    let counted = first.trim_end_matches(|sign: char| sign.is_numeric());
    if is_role(stem) || [first, counted, last].into_iter().any(is_long_role) || is_code(base) {
        return Some(Shape::Role);
    }
    Some(if is_name(base) { Shape::Name } else { Shape::Weak })
}

/// Whether words in brackets are a sound or a remark rather than a person.
pub(super) fn is_sound(label: &str) -> bool {
    let lower = label.trim().to_lowercase();
    let first = lower.split([' ', ',', ';', '.']).next().unwrap_or_default();
    SOUNDS.contains(&lower.as_str()) || SOUNDS.contains(&first)
}

/// The label without a remark in brackets at its end: `Ana (laughing)`.
pub(super) fn without_remark(label: &str) -> &str {
    let label = label.trim_end();
    let opener = match label.chars().next_back() {
        Some(')') => '(',
        Some(']') => '[',
        _ => return label,
    };
    match label.rfind(opener) {
        Some(at) if at > 0 => label.get(..at).unwrap_or(label).trim_end(),
        _ => label,
    }
}

/// What two spellings of one label have in common.
pub(super) fn key(label: &str) -> String {
    let words: Vec<&str> = label.trim_matches(['*', '.', ' ']).split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Initials or a short code with a number: `AB`, `A.B.`, `P3`, `S00`, `ID-12`, `3b`.
fn is_code(label: &str) -> bool {
    let letters = label.chars().filter(|sign| sign.is_alphabetic());
    let count = letters.clone().count();
    let upper = letters.clone().all(|sign| !sign.is_lowercase());
    let is_cased = letters.clone().any(char::is_uppercase);
    let numbers = label.split(|sign: char| !sign.is_ascii_digit()).filter(|run| !run.is_empty());
    let digits = numbers.clone().map(str::len).max().unwrap_or(0);
    let is_clean = label.chars().all(|sign| {
        sign.is_alphanumeric() || matches!(sign, '.' | '_' | '-' | ' ' | '/' | '&' | '+' | '#')
    });
    let with_number = (1..=4).contains(&digits)
        && (1..=4).contains(&count)
        && (numbers.count() == 1 || upper)
        && label.split_whitespace().count() < 3;
    is_clean && (with_number || digits == 0 && upper && is_cased && count <= 3)
}

/// Capital letters where names have them, or a script that has none.
fn is_name(label: &str) -> bool {
    let mut has_capital = false;
    let mut uncased = 0;
    for (number, word) in label.split_whitespace().enumerate() {
        let bare = word.trim_start_matches(['(', '[', '‘', '\'', '’', '"']);
        let Some(first) = bare.chars().next() else { continue };
        if first.is_uppercase() {
            has_capital = true;
        } else if first.is_lowercase() {
            let with_apostrophe = bare.chars().take(3).any(|sign| matches!(sign, '\'' | '’' | '-'))
                && bare.chars().any(char::is_uppercase);
            let is_particle = number > 0 && PARTICLES.contains(&bare.to_lowercase().as_str());
            if !with_apostrophe && !is_particle {
                return false;
            }
        } else if first.is_alphabetic() {
            uncased += bare.chars().count();
        }
    }
    has_capital || (1..=24).contains(&uncased)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_people_are_told_from_labels_of_things() {
        for label in [
            "Interviewer",
            "INT",
            "I",
            "R1",
            "P 3",
            "SPEAKER_00",
            "S00",
            "AB",
            "Speaker 1",
            "Participant A",
            "interviewer",
            "p1",
            "Befragte",
            "Респондент",
            "受访者1",
            "Teacher (F)",
        ] {
            assert_eq!(shape(label), Some(Shape::Role), "{label}");
        }
        for label in
            ["Ana", "Anna Maria Berg", "Dr. Ana da Silva", "ÅSEN", "علي حسن", "田中", "O’Neil"]
        {
            assert_eq!(shape(label), Some(Shape::Name), "{label}");
        }
        for label in
            ["Note", "Question 1", "Step 2", "Date", "Re", "NB", "Zutaten", "ISBN", "Week 3"]
        {
            assert_eq!(shape(label), None, "{label}");
        }
        for label in ["one thing", "What I mean", "so", "My idea was"] {
            assert_eq!(shape(label), Some(Shape::Weak), "{label}");
        }
    }

    #[test]
    fn sentences_are_no_labels() {
        for label in ["", "10", "Well, you know", "Why? Because", "http//", "((", "- x", "a=b"] {
            assert!(!is_possible(label), "{label}");
        }
        assert!(!is_possible("The thing that nobody ever told us about"));
        assert!(is_possible("P3 (F, 34)") && is_possible("Anna & Ben") && is_possible("*CHI"));
    }
}
