//! How an answer is told on any page: a mark with its word, and why something may not be used.
//!
//! A mark never stands without its word, and what holds by the study's default says so. The words
//! here are the program's own; nobody's answer is put into markup unescaped.

use trefoil_core::care::consent::{Refusal, Standing};
use trefoil_core::care::{Answer, DataType, Use};
use trefoil_core::id::Id;

use crate::words::day;

/// What an answer is called.
pub(crate) fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::Given => "given",
        Answer::Refused => "refused",
        Answer::Withdrawn => "withdrawn",
        Answer::NotAsked => "not asked",
    }
}

/// The mark of an answer with its word, as markup.
pub(crate) fn mark(answer: Answer, by_default: bool) -> String {
    let key = answer.word().replace('_', "-");
    let default = by_default && answer != Answer::NotAsked;
    let (data, said) = if default {
        (" data-default", " <small class=\"answer__by\">by default</small>")
    } else {
        ("", "")
    };
    format!(
        "<span class=\"answer\" data-answer=\"{key}\"{data}><svg class=\"answer__mark\" \
         viewBox=\"0 0 16 16\" aria-hidden=\"true\"><use href=\"#answer-{key}\"/></svg>\
         <span class=\"answer__word\">{}</span>{said}</span>",
        word(answer)
    )
}

/// The mark of what holds.
pub(crate) fn standing(standing: &Standing) -> String {
    mark(standing.answer, standing.by_default)
}

/// What holds, in words: `given by default`.
pub(crate) fn said(standing: &Standing) -> &'static str {
    match (standing.answer, standing.by_default) {
        (Answer::Given, true) => "given by default",
        (Answer::Refused, true) => "refused by default",
        (Answer::Withdrawn, true) => "withdrawn by default",
        (answer, _) => word(answer),
    }
}

/// Words with a capital at their head.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

/// A question, in the middle of a sentence: `quotation of interview transcripts`.
pub(crate) fn question(data_type: DataType, purpose: Use) -> String {
    format!("{} of {}", purpose.words(), data_type.words())
}

/// Why something may not be used: who answered what, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Why {
    /// Who.
    pub(crate) participant: Id,
    /// Their pseudonym.
    pub(crate) name: String,
    /// The type of data, as it stands in an address.
    pub(crate) data_type: &'static str,
    /// The use, as it stands in an address.
    pub(crate) purpose: &'static str,
    /// What holds.
    pub(crate) answer: Answer,
    /// Whether the study's default says so.
    pub(crate) by_default: bool,
    /// The verb and the question: `refused quotation of interview transcripts`.
    pub(crate) said: String,
    /// `on 1 September 2025, form v2`, as far as it is known.
    pub(crate) when: String,
}

impl Why {
    /// The reasons behind refusals.
    pub(crate) fn of(refusals: &[Refusal]) -> Vec<Self> {
        refusals.iter().map(Self::from).collect()
    }

    /// The answer's mark with its word, as markup.
    pub(crate) fn mark(&self) -> String {
        mark(self.answer, self.by_default)
    }

    /// The reason in a sentence without its full stop.
    pub(crate) fn sentence(&self) -> String {
        let joint = if self.when.is_empty() { "" } else { " " };
        format!("{} {}{joint}{}", self.name, self.said, self.when)
    }
}

impl From<&Refusal> for Why {
    fn from(refusal: &Refusal) -> Self {
        let standing = &refusal.standing;
        let about = question(refusal.data_type, refusal.purpose);
        let said = match (standing.answer, standing.by_default) {
            (Answer::NotAsked, _) => format!("was not asked about {about}"),
            (Answer::Withdrawn, false) => format!("withdrew {about}"),
            (_, false) => format!("refused {about}"),
            (_, true) => {
                format!("gave no answer, and the study by default does not allow {about}")
            }
        };
        let date = standing.given_on.as_deref().map(|date| format!("on {}", day(date)));
        let form = (!standing.version.is_empty()).then(|| format!("form {}", standing.version));
        let when: Vec<String> = date.into_iter().chain(form).collect();
        Self {
            participant: refusal.participant,
            name: refusal.name.clone(),
            data_type: refusal.data_type.word(),
            purpose: refusal.purpose.word(),
            answer: standing.answer,
            by_default: standing.by_default,
            said,
            when: if when.is_empty() { String::new() } else { format!("({})", when.join(", ")) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(answer: Answer, by_default: bool) -> Refusal {
        Refusal {
            participant: Id::new(1),
            name: "P5".into(),
            data_type: DataType::InterviewTranscript,
            purpose: Use::Quotation,
            standing: Standing {
                answer,
                by_default,
                version: "v2".into(),
                given_on: (!by_default).then(|| "2025-09-01".into()),
            },
        }
    }

    #[test]
    fn a_reason_says_who_answered_what_and_when() {
        let said = Why::from(&refusal(Answer::Refused, false)).sentence();
        let about = "quotation of interview transcripts";
        assert_eq!(said, format!("P5 refused {about} (on 1 September 2025, form v2)"));
        let said = Why::from(&refusal(Answer::Refused, true)).sentence();
        let default = "gave no answer, and the study by default does not allow";
        assert_eq!(said, format!("P5 {default} {about} (form v2)"));
    }

    #[test]
    fn a_mark_never_stands_without_its_word() {
        for answer in Answer::ALL {
            for by_default in [false, true] {
                assert!(mark(*answer, by_default).contains(&format!(">{}<", word(*answer))));
            }
        }
        assert!(mark(Answer::Given, true).contains("by default"));
        assert!(!mark(Answer::NotAsked, true).contains("by default"));
    }
}
