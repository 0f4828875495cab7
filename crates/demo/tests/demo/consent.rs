//! What the five agreed to, as the ledger tells it.

use std::collections::BTreeSet;

use trefoil_core::care::consent::{Ledger, Refusal};
use trefoil_core::care::{Answer, DataType, Medium, Use};
use trefoil_core::coding::Passage;
use trefoil_core::corpus::source::Listed;
use trefoil_core::corpus::{participant, source};
use trefoil_core::theme::ThemePassage;

use crate::reads;

/// Who stands in the way of a use, by pseudonym, over all sources that hold such a medium.
fn refusing(medium: Medium, purpose: Use) -> BTreeSet<String> {
    reads(move |reader| {
        let ledger = Ledger::read(reader)?;
        let sources = source::list(reader)?;
        let holds = |one: &&Listed| medium == Medium::Text || one.source.media.is_some();
        let asked = sources
            .iter()
            .filter(holds)
            .map(|one| ledger.ask_source(one.source.id, medium, purpose));
        let refused = asked.filter_map(Result::err).flatten();
        Ok(refused.map(|refusal: Refusal| refusal.name).collect())
    })
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn nobody_refuses_analysis_and_three_refuse_something_else() {
    assert_eq!(refusing(Medium::Text, Use::Analysis), names(&[]));
    assert_eq!(refusing(Medium::Sound, Use::Analysis), names(&[]));
    assert_eq!(refusing(Medium::Text, Use::Quotation), names(&["P4", "P5"]));
    assert_eq!(refusing(Medium::Sound, Use::Clip), names(&["P4", "P5"]));
}

#[test]
fn no_machine_turns_the_recordings_of_p3_into_words() {
    let standing = reads(|reader| {
        let people = participant::list(reader)?;
        let third = people.iter().find(|one| one.name == "P3").expect("P3 takes part").id;
        let ledger = Ledger::read(reader)?;
        Ok(ledger.standing(third, DataType::VoiceNoteAudio, Use::MachineTranscription))
    });
    assert_eq!(standing.answer, Answer::Refused);
    assert!(!standing.by_default);
    assert_eq!(standing.given_on.as_deref(), Some("2025-09-01"));
}

#[test]
fn what_is_chosen_to_be_quoted_may_be_quoted() {
    let refused = reads(|reader| {
        let ledger = Ledger::read(reader)?;
        let chosen: Vec<ThemePassage> = reader.list("WHERE quoted = 1", &[])?;
        assert!(chosen.len() > 20, "quotes are chosen");
        let mut refused = Vec::new();
        for one in chosen {
            let passage: Passage = reader.get(one.passage)?;
            let asked = ledger.ask_source(passage.source, Medium::Text, Use::Quotation);
            refused.extend(asked.err().unwrap_or_default());
        }
        Ok(refused)
    });
    assert_eq!(refused, []);
}

#[test]
fn p2_was_not_asked_again() {
    let waves = reads(|reader| {
        let asked = reader.query(
            "SELECT DISTINCT p.name FROM consent c JOIN participant p ON p.id = c.participant \
             WHERE c.wave = 'Last interviews' ORDER BY p.name",
            &[],
        )?;
        asked.iter().map(|row| row.get(0)).collect::<trefoil_core::error::Result<Vec<String>>>()
    });
    assert_eq!(waves, ["P1", "P3", "P4", "P5"]);
}
