//! Giving names to the key, changing what stands for them, taking them out.

use trefoil_core::care::pseudonym::{self, Level, NameKind, PseudonymRemove, PseudonymSet};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_testkit::{TestStudy, does, reads, refused};

use super::*;

fn setting(pseudonym: Id) -> PseudonymSet {
    PseudonymSet {
        pseudonym,
        alone: false,
        replacement: None,
        kind: None,
        level: None,
        participant: None,
        nobody: false,
    }
}

#[test]
fn a_name_is_recognised_in_all_its_spellings_and_kept_nowhere() {
    for study in TestStudy::both() {
        let p1 = participant(&study, "P1");
        let add = of(p1, names(&["Samira Okoro", "Sam", "+44 7700 900123"], ""));
        let done = does(&study, add);
        assert_eq!(done.outcome.added.len(), 3);
        for word in ["samira okoro", "SAM", "Samira\u{a0}Okoro", "07700 900123"] {
            let found = stands_for(&study, None, word).expect(word);
            assert_eq!((found.replacement.as_str(), found.participant), ("P1", Some(p1)));
            assert_eq!(
                (found.kind, found.level, found.sealed),
                (NameKind::Participant, Level::Direct, None)
            );
        }
        for word in ["Samira", "Okoro", "Samuel", ""] {
            assert_eq!(stands_for(&study, None, word), None, "{word}");
        }
        let bytes = all_bytes(&study);
        for name in ["Samira", "Okoro", "7700 900123", "447700900123"] {
            assert!(!holds(&bytes, name.as_bytes()), "{name} on {study:?}");
        }
        assert!(
            done.notices.iter().any(|notice| notice.contains("not kept")),
            "{:?}",
            done.notices
        );
    }
}

#[test]
fn history_and_description_count_names_and_never_say_them() {
    let study = TestStudy::file();
    study.session().perform(names(&["Samira Okoro"], "neighbour")).expect("is added");
    let history = reads(&study, |reader| trefoil_core::study::history(reader, 10));
    assert_eq!(history[0].summary, "Gave the key 1 name (person)");
    assert_eq!(history[0].description["names"], 1);
    assert!(!format!("{history:?}").contains("Samira"));
    let shown = format!("{:?}", names(&["Samira Okoro"], "neighbour"));
    assert!(!shown.contains("Samira"), "{shown}");
}

#[test]
fn parts_of_a_name_stand_for_the_person_when_that_is_asked_for() {
    let study = TestStudy::file();
    let mut add = names(&["Dr. Samira J. van Okoro"], "manager");
    add.parts = true;
    study.session().perform(add).expect("is added");
    for part in ["Samira", "Okoro"] {
        assert!(stands_for(&study, None, part).is_some(), "{part}");
    }
    for part in ["Dr.", "J.", "van"] {
        assert!(stands_for(&study, None, part).is_none(), "{part}");
    }
}

#[test]
fn the_same_name_twice_is_one_and_for_somebody_else_is_refused() {
    for study in TestStudy::both() {
        let first = does(&study, names(&["Samira"], "colleague, team lead")).outcome;
        let again = study.session().perform(names(&["SAMIRA", "Sam"], "[colleague, team lead]"));
        let again = again.expect("a name may be given twice");
        assert_eq!((again.outcome.known, again.outcome.added.len()), (first.added, 1));
        let (kind, why) = refused(&study, names(&["Jo", "samira"], "neighbour"));
        assert_eq!(kind, Kind::Conflict);
        assert!(why.contains("[colleague, team lead]") && !why.contains("amira"), "{why}");
        assert!(stands_for(&study, None, "Jo").is_none(), "all or nothing");
    }
}

#[test]
fn what_would_hide_nothing_is_refused() {
    let study = TestStudy::file();
    let refuses = |add, words: &str| {
        let (_, why) = refused(&study, add);
        assert!(why.contains(words) && !why.contains("Samira"), "{why}");
    };
    refuses(names(&["Samira"], ""), "Say what is written in place");
    refuses(names(&["Samira"], "Samira (colleague)"), "name it again");
    refuses(names(&["Sam O."], "colleague of sam o"), "name it again");
    refuses(names(&["Samira"], "a [colleague]"), "holds no brackets");
    refuses(names(&["Samira"], &"long ".repeat(80)), "characters");
    refuses(names(&[" \u{200b} "], "colleague"), "cannot be empty");
    refuses(names(&[], "colleague"), "at least one name");
    refuses(names(&[&"Samira ".repeat(80)], "colleague"), "characters");
    let raw = PseudonymAdd { level: Some(Level::Raw), ..names(&["Samira"], "colleague") };
    refuses(raw, "nothing is replaced");
    refuses(of(Id::new(1), names(&["Samira"], "")), "no participant");
}

#[test]
fn a_change_reaches_all_spellings_unless_one_alone_is_meant() {
    for study in TestStudy::both() {
        let p1 = participant(&study, "P1");
        let added = does(&study, names(&["Samira", "Sam"], "colleague")).outcome.added;
        does(
            &study,
            PseudonymSet {
                participant: Some(p1),
                replacement: Some("team lead".into()),
                ..setting(added[0])
            },
        );
        for word in ["Samira", "Sam"] {
            let found = stands_for(&study, None, word).expect("is known");
            assert_eq!((&*found.replacement, found.participant), ("team lead", Some(p1)));
        }
        does(
            &study,
            PseudonymSet {
                alone: true,
                nobody: true,
                level: Some(Level::Public),
                ..setting(added[1])
            },
        );
        let (samira, sam) = (stands_for(&study, None, "Samira"), stands_for(&study, None, "Sam"));
        assert_eq!(samira.map(|one| (one.level, one.participant)), Some((Level::Direct, Some(p1))));
        assert_eq!(sam.map(|one| (one.level, one.participant)), Some((Level::Public, None)));
        let (_, why) =
            refused(&study, PseudonymSet { replacement: Some("sam".into()), ..setting(added[0]) });
        assert!(why.contains("somebody's name"), "{why}");
    }
}

#[test]
fn a_removed_name_is_not_recognised_any_more() {
    for study in TestStudy::both() {
        let added = does(&study, names(&["Samira", "Sam", "Sammy"], "colleague")).outcome.added;
        does(&study, PseudonymRemove { pseudonym: added[0], spellings: false });
        assert!(stands_for(&study, None, "Samira").is_none());
        assert!(stands_for(&study, None, "Sam").is_some());
        does(&study, PseudonymRemove { pseudonym: added[1], spellings: true });
        assert!(stands_for(&study, None, "Sammy").is_none());
        assert!(reads(&study, pseudonym::list).is_empty());
    }
}

#[test]
fn two_studies_hash_the_same_name_differently() {
    let hash = || {
        let study = TestStudy::file();
        study.session().perform(names(&["Samira"], "colleague")).expect("is added");
        stands_for(&study, None, "Samira").and_then(|one| one.keyed_hash).expect("has a hash")
    };
    assert_ne!(hash(), hash());
}
