//! The key as a file, and how it goes into a study again.

use trefoil_core::care::pseudonym::file::{self, KeyFile, Taking};
use trefoil_core::care::pseudonym::{KeyUnseal, NameKind, PseudonymRemove};
use trefoil_core::error::Kind;
use trefoil_testkit::{TestStudy, reads};

use super::*;

fn written(study: &TestStudy) -> (KeyFile, usize) {
    let heather = access(HEATHER);
    reads(study, move |reader| file::gather(reader, Some(&heather)))
}

fn planned(study: &TestStudy, access: Option<KeyAccess>, key: &KeyFile) -> Taking {
    let key = key.clone();
    reads(study, move |reader| file::plan(reader, access.as_ref(), key))
}

fn take(session: &Session, taking: Taking) {
    for addition in taking.additions {
        session.perform(addition).expect("the key takes it");
    }
}

/// A study whose key keeps three names.
fn kept() -> (TestStudy, Session) {
    let study = TestStudy::file();
    let p1 = participant(&study, "P1");
    study.session().perform(names(&["Ada Lovelace"], "visitor")).expect("is added");
    let ada = sealed(&study);
    ada.perform(of(p1, names(&["Samira Okoro", "Sam"], ""))).expect("is added");
    ada.perform(names(&["+44 7700 900123"], "number")).expect("is added");
    (study, ada)
}

#[test]
fn a_key_file_holds_what_the_key_keeps_and_counts_the_rest() {
    let (study, _) = kept();
    let (key, nameless) = written(&study);
    assert_eq!((key.names.len(), nameless), (3, 1));
    let sam = key.names.iter().find(|line| line.name == "Sam").expect("is there");
    assert_eq!((&*sam.replacement, sam.participant.as_deref()), ("P1", Some("P1")));
    assert!(key.names.iter().any(|line| line.kind == NameKind::Phone));
    let refused = study.study().read(|reader| file::gather(reader, None)).expect_err("is shut");
    assert_eq!(refused.kind(), Kind::Denied);
    let open = TestStudy::file();
    let refused = open.study().read(|reader| file::gather(reader, None)).expect_err("has none");
    assert!(refused.to_string().contains("keeps no names"), "{refused}");
}

#[test]
fn a_key_file_fills_another_studys_key_once() {
    let (study, _) = kept();
    let (key, _) = written(&study);
    for other in TestStudy::both() {
        let p1 = participant(&other, "P1");
        let ada = sealed(&other);
        let taking = planned(&other, Some(access(HEATHER)), &key);
        assert_eq!((taking.additions.len(), taking.known), (2, 0), "spellings go together");
        assert!(taking.strangers.is_empty());
        take(&ada, taking);
        let sam = stands_for(&other, Some(access(HEATHER)), "Sam").expect("is recognised");
        assert_eq!(sam.participant, Some(p1));
        assert_eq!(written(&other).0.names.len(), 3);
        let again = planned(&other, Some(access(HEATHER)), &key);
        assert_eq!((again.additions.len(), again.known), (0, 3));
        let shut = other.study().read({
            let key = key.clone();
            move |reader| file::plan(reader, None, key)
        });
        assert_eq!(shut.expect_err("is shut").kind(), Kind::Denied);
    }
}

#[test]
fn participants_that_the_study_does_not_have_are_named() {
    let (study, _) = kept();
    let (key, _) = written(&study);
    let other = TestStudy::file();
    let taking = planned(&other, None, &key);
    assert_eq!(taking.strangers, ["P1"]);
    take(other.session(), taking);
    let sam = stands_for(&other, None, "Sam").expect("is recognised");
    assert_eq!((&*sam.replacement, sam.participant), ("P1", None));
}

#[test]
fn names_that_were_let_go_are_kept_again_and_what_differs_stays() {
    let (study, ada) = kept();
    let (key, _) = written(&study);
    ada.perform(KeyUnseal {}).expect("is opened");
    let rows = reads(&study, pseudonym::list);
    let number = rows.iter().find(|row| row.replacement == "number").expect("is there");
    ada.perform(PseudonymRemove { pseudonym: number.id, spellings: false }).expect("is removed");
    ada.perform(names(&["07700 900123"], "helpline")).expect("is added");
    ada.perform(KeySeal {}).expect("is sealed again");
    let taking = planned(&study, Some(access(HEATHER)), &key);
    assert_eq!(taking.known, 1, "the number stands for something else now, and stays");
    take(&ada, taking);
    let (key, _) = written(&study);
    let mut names: Vec<&str> = key.names.iter().map(|line| line.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Sam", "Samira Okoro"]);
}

#[test]
fn a_line_that_lost_its_name_gets_it_back_and_is_not_doubled() {
    let (study, _) = kept();
    let (key, _) = written(&study);
    // A study that came back from a document: replacements without hashes.
    let lost = TestStudy::file();
    let p1 = participant(&lost, "P1");
    lost.session().perform(of(p1, names(&["x", "y"], ""))).expect("is added");
    for row in reads(&lost, pseudonym::list) {
        let row = Pseudonym { keyed_hash: None, ..row };
        lost.session().perform(super::keeping::Tamper(row)).expect("is written");
    }
    take(lost.session(), planned(&lost, None, &key));
    let of_p1 = |row: &&Pseudonym| row.participant == Some(p1);
    assert_eq!(reads(&lost, pseudonym::list).iter().filter(of_p1).count(), 2);
    assert!(stands_for(&lost, None, "Sam").is_some() && stands_for(&lost, None, "x").is_none());
}
