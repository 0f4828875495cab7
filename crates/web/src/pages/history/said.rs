//! What an entry of the history says, as a sentence about somebody.
//!
//! An operation that has nothing particular to say is stored under its general description, which
//! is in the present (“Changes a memo”); both forms become the past here.

/// Words with which a general description begins, and what they become.
const PRESENT: &[(&str, &str)] = &[
    ("Adds", "Added"),
    ("Applies", "Applied"),
    ("Asks", "Asked"),
    ("Attaches", "Attached"),
    ("Carries", "Carried"),
    ("Changes", "Changed"),
    ("Chooses", "Chose"),
    ("Corrects", "Corrected"),
    ("Decides", "Decided"),
    ("Deletes", "Deleted"),
    ("Destroys", "Destroyed"),
    ("Erases", "Erased"),
    ("Fills", "Filled"),
    ("Forgets", "Forgot"),
    ("Gathers", "Gathered"),
    ("Gives", "Gave"),
    ("Holds", "Held"),
    ("Joins", "Joined"),
    ("Keeps", "Kept"),
    ("Lengthens", "Lengthened"),
    ("Makes", "Made"),
    ("Marks", "Marked"),
    ("Merges", "Merged"),
    ("Moves", "Moved"),
    ("Notes", "Noted"),
    ("Pauses", "Paused"),
    ("Places", "Placed"),
    ("Puts", "Put"),
    ("Records", "Recorded"),
    ("Refuses", "Refused"),
    ("Releases", "Released"),
    ("Remembers", "Remembered"),
    ("Removes", "Removed"),
    ("Replaces", "Replaced"),
    ("Restores", "Restored"),
    ("Says", "Said"),
    ("Seals", "Sealed"),
    ("Sets", "Set"),
    ("Splits", "Split"),
    ("Stops", "Stopped"),
    ("Stores", "Stored"),
    ("Takes", "Took"),
    ("Ticks", "Ticked"),
    ("Withdraws", "Withdrew"),
    ("Writes", "Wrote"),
];

/// Verbs in the past that do not end in “ed”.
const IRREGULAR: &[&str] = &[
    "Began", "Chose", "Did", "Forgot", "Gave", "Heard", "Held", "Kept", "Left", "Made", "Put",
    "Said", "Saw", "Set", "Split", "Took", "Undid", "Withdrew", "Wrote",
];

/// What was done, in the past: “Changed a memo”.
pub(crate) fn past(summary: &str) -> String {
    let (first, rest) = summary.split_once(' ').unwrap_or((summary, ""));
    match PRESENT.iter().find(|(present, _)| *present == first) {
        Some((_, past)) => format!("{past} {rest}"),
        None => summary.to_owned(),
    }
}

/// What somebody did: “You added the code “Trust””.
pub(super) fn sentence(person: &str, me: &str, summary: &str) -> String {
    let (who, what) = (if person == me { "You" } else { person }, past(summary));
    let first = what.split([' ', ':']).next().unwrap_or_default();
    if first.ends_with("ed") || IRREGULAR.contains(&first) {
        let mut letters = what.chars();
        let small: String = letters.next().map(|c| c.to_lowercase().collect()).unwrap_or_default();
        format!("{who} {small}{}", letters.as_str())
    } else {
        // Such as “The theme “T” supports C4”: a claim that somebody made.
        let claim = what.strip_prefix("The ").map_or(what.clone(), |rest| format!("the {rest}"));
        format!("{who} said that {claim}")
    }
}

#[cfg(test)]
mod tests {
    use trefoil_core::study::operations;

    use super::*;

    #[test]
    fn a_sentence_says_who_did_it() {
        let said = |person, what| sentence(person, "Ada", what);
        assert_eq!(said("Ada", "Added the code “Trust”"), "You added the code “Trust”");
        assert_eq!(said("Bo", "Changes a memo"), "Bo changed a memo");
        assert_eq!(said("Bo", "Heard no words in “Walk”"), "Bo heard no words in “Walk”");
        assert_eq!(said("Ada", "Undid: Wrote in the journal"), "You undid: Wrote in the journal");
        assert_eq!(
            said("Bo", "The theme “T” supports C4"),
            "Bo said that the theme “T” supports C4"
        );
    }

    #[test]
    fn every_operation_has_a_past() {
        for operation in operations::ALL {
            let said = past(operation.summary);
            assert_ne!(said, operation.summary, "{} needs a word in PRESENT", operation.name);
        }
    }
}
