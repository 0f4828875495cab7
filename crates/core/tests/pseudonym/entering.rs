//! Participants enter the study under pseudonyms, not under names that the key knows.

use trefoil_core::care::pseudonym::NameKind;
use trefoil_core::corpus::participant::ParticipantSet;
use trefoil_testkit::{TestStudy, does, refused};

use super::*;

fn entering(name: &str) -> ParticipantAdd {
    ParticipantAdd { name: name.into(), note: String::new(), started_on: None }
}

fn renaming(participant: Id, name: &str) -> ParticipantSet {
    ParticipantSet {
        participant,
        name: Some(name.into()),
        note: None,
        started_on: None,
        ended_on: None,
    }
}

#[test]
fn a_name_in_the_key_is_no_pseudonym() {
    for study in TestStudy::both() {
        let p1 = participant(&study, "P1");
        does(&study, of(p1, names(&["Samira Okoro", "Sam"], "")));
        for name in ["samira okoro", "SAM"] {
            let (_, why) = refused(&study, entering(name));
            assert!(why.contains("somebody's name"), "{why}");
            let (_, why) = refused(&study, renaming(p1, name));
            assert!(why.contains("somebody's name"), "{why}");
        }
        let done = does(&study, entering("Sam Smith"));
        assert!(done.notices.iter().any(|one| one.contains("is a name in the key")), "{done:?}");
        assert!(does(&study, entering("P2")).notices.is_empty());
    }
}

#[test]
fn who_was_entered_under_a_real_name_is_renamed_before_the_key_takes_it() {
    let study = TestStudy::file();
    let id = participant(&study, "Samira");
    let (_, why) = refused(&study, of(id, names(&["samira"], "colleague")));
    assert!(why.contains("another pseudonym first") && !why.contains("amira"), "{why}");
    does(&study, renaming(id, "P1"));
    does(&study, of(id, names(&["Samira"], "")));
    assert_eq!(stands_for(&study, None, "Samira").map(|one| one.replacement), Some("P1".into()));
}

#[test]
fn what_stands_for_a_participants_names_follows_their_pseudonym() {
    let study = TestStudy::file();
    let p1 = participant(&study, "P1");
    does(&study, of(p1, names(&["Samira"], "")));
    does(&study, of(p1, names(&["Auntie Sam"], "an aunt")));
    does(&study, renaming(p1, "Wren"));
    assert_eq!(stands_for(&study, None, "Samira").map(|one| one.replacement), Some("Wren".into()));
    let other = stands_for(&study, None, "Auntie Sam").map(|one| one.replacement);
    assert_eq!(other, Some("an aunt".into()));
}

#[test]
fn a_sealed_key_cannot_compare_and_says_so() {
    let study = TestStudy::file();
    let ada = sealed(&study);
    ada.perform(names(&["Samira"], "colleague")).expect("is added");
    let done = study.session().perform(entering("P1")).expect("is added");
    assert!(done.notices.iter().any(|one| one.contains("nobody compared")), "{done:?}");
    assert!(ada.perform(entering("Samira")).is_err());
    assert!(ada.perform(entering("P2")).expect("is added").notices.is_empty());
}

#[test]
fn a_chat_that_calls_people_by_their_pseudonyms_is_no_obstacle() {
    let study = TestStudy::file();
    let sender = PseudonymAdd { kind: Some(NameKind::Sender), ..names(&["P7"], "P7") };
    study.session().perform(sender).expect("is added");
    does(&study, entering("P7"));
    let place = PseudonymAdd { kind: Some(NameKind::Place), ..names(&["Lincoln"], "city") };
    study.session().perform(place).expect("is added");
    does(&study, entering("Lincoln"));
}
