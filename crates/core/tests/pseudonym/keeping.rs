//! Sealing, opening, changing and destroying the key.

use trefoil_core::care::pseudonym::{
    KeyChange, KeyDestroy, KeyState, KeyUnseal, PseudonymKey, PseudonymRemove, entries, status,
};
use trefoil_core::error::Kind;
use trefoil_core::study::Operation;
use trefoil_testkit::{TestStudy, reads};

use super::*;

fn key(study: &TestStudy) -> PseudonymKey {
    reads(study, |reader| reader.list::<PseudonymKey>("", &[])).pop().expect("there is a key")
}

fn state(study: &TestStudy) -> Option<KeyState> {
    reads(study, status).state
}

fn kept(study: &TestStudy, passphrase: &str) -> Vec<String> {
    let access = access(passphrase);
    let names = reads(study, move |reader| pseudonym::names(reader, &access));
    names.into_iter().map(|(_, name)| name).collect()
}

fn denied<O: Operation>(session: &Session, operation: O) -> String {
    let Err(error) = session.perform(operation) else { unreachable!("{} went through", O::NAME) };
    assert_eq!(error.kind(), Kind::Denied, "{error}");
    error.to_string()
}

#[test]
fn a_sealed_key_keeps_names_for_whoever_has_its_passphrase() {
    for study in TestStudy::both() {
        assert_eq!(state(&study), None);
        let ada = sealed(&study);
        assert_eq!(state(&study), Some(KeyState::Sealed));
        ada.perform(names(&["Samira Okoro", "Sam"], "colleague")).expect("is added");
        assert_eq!(kept(&study, HEATHER), ["Samira Okoro", "Sam"]);
        assert!(stands_for(&study, Some(access(HEATHER)), "sam").is_some());
        assert!(
            stands_for(&study, None, "sam").is_none(),
            "without the passphrase nothing is known"
        );
        let bytes = all_bytes(&study);
        assert!(!holds(&bytes, b"Samira") && !holds(&bytes, HEATHER.as_bytes()));
        let plain = reads(&study, |reader| entries(reader, None));
        assert!(plain.iter().all(|one| one.kept && one.name.is_none()), "{plain:?}");
    }
}

#[test]
fn without_the_passphrase_or_with_another_nothing_opens() {
    let study = TestStudy::file();
    sealed(&study).perform(names(&["Samira"], "colleague")).expect("is added");
    let wrong = study.session().with_key(access("heather on the  moor"));
    denied(study.session(), names(&["Jo"], "neighbour"));
    let said = denied(&wrong, names(&["Jo"], "neighbour"));
    assert_eq!(said, "This is not the passphrase of the key to the pseudonyms.");
    denied(study.session(), KeyUnseal {});
    denied(&wrong, KeyUnseal {});
    denied(&wrong, KeyChange {});
    let outcome = study.study().read(|reader| pseudonym::names(reader, &access("wrong")));
    assert_eq!(outcome.expect_err("is refused").kind(), Kind::Denied);
    assert_eq!(kept(&study, HEATHER), ["Samira"]);
}

#[test]
fn sealing_leaves_the_pepper_nowhere_and_recognition_as_it_was() {
    for study in TestStudy::both() {
        study.session().perform(names(&["Samira"], "colleague")).expect("is added");
        study.session().undo().expect("undoes");
        study.session().redo().expect("does again");
        let pepper = key(&study).pepper.expect("an open key has its pepper");
        assert!(holds(&all_bytes(&study), format!("{pepper:?}").as_bytes()));
        let ada = sealed(&study);
        let bytes = all_bytes(&study);
        assert!(!holds(&bytes, &pepper), "the pepper is somewhere on {study:?}");
        let digits: Vec<String> = pepper.iter().map(|byte| format!("{byte:02x}")).collect();
        let digits = digits.concat();
        assert!(
            !holds(&bytes, digits.as_bytes()) && !holds(&bytes, format!("{pepper:?}").as_bytes())
        );
        assert!(stands_for(&study, Some(access(HEATHER)), "Samira").is_some());
        assert_eq!(kept(&study, HEATHER), [""; 0], "what was given before was not kept");
        ada.perform(names(&["Samira"], "colleague")).expect("the name is given again, to be kept");
        assert_eq!(kept(&study, HEATHER), ["Samira"]);
    }
}

#[test]
fn sealing_cannot_be_undone() {
    for study in TestStudy::both() {
        let ada = sealed(&study);
        let undone = ada.undo().expect("nothing is in the way");
        assert!(undone.is_none(), "{undone:?}");
        assert_eq!(state(&study), Some(KeyState::Sealed));
    }
}

#[test]
fn another_passphrase_opens_the_same_names_and_the_old_one_none() {
    for study in TestStudy::both() {
        let ada = sealed(&study);
        ada.perform(names(&["Samira", "Sam"], "colleague")).expect("is added");
        let before = reads(&study, pseudonym::list);
        let (old, row) = (before[0].sealed.clone().expect("is sealed"), key(&study));
        denied(&ada, KeyChange {});
        let changing = access(HEATHER).changing_to(Secret::new("bracken in the rain"));
        study.session().with_key(changing).perform(KeyChange {}).expect("is changed");
        assert_eq!(kept(&study, "bracken in the rain"), ["Samira", "Sam"]);
        assert!(stands_for(&study, Some(access("bracken in the rain")), "sam").is_some());
        let outcome = study.study().read(|reader| pseudonym::names(reader, &access(HEATHER)));
        assert_eq!(outcome.expect_err("is refused").kind(), Kind::Denied);
        let bytes = all_bytes(&study);
        for gone in [old, row.sealed.expect("was sealed"), row.salt.expect("had a salt")] {
            assert!(!holds(&bytes, &gone), "the old passphrase's work is somewhere on {study:?}");
            assert!(!holds(&bytes, format!("{gone:?}").as_bytes()));
        }
    }
}

#[test]
fn opening_the_key_lets_the_names_go_also_out_of_undo() {
    for study in TestStudy::both() {
        let ada = sealed(&study);
        let added = ada.perform(names(&["Samira", "Sam"], "colleague")).expect("is added").outcome;
        ada.perform(PseudonymRemove { pseudonym: added.added[1], spellings: false })
            .expect("is removed");
        let sealed = reads(&study, pseudonym::list)[0].sealed.clone().expect("is sealed");
        ada.perform(KeyUnseal {}).expect("is opened");
        assert_eq!(state(&study), Some(KeyState::Open));
        assert!(stands_for(&study, None, "Samira").is_some());
        assert!(reads(&study, |reader| entries(reader, None)).iter().all(|one| !one.kept));
        assert!(!holds(&all_bytes(&study), &sealed));
        ada.undo().expect("nothing is in the way").expect("the removal is undone");
        let back = stands_for(&study, None, "Sam").expect("is recognised again");
        assert_eq!(back.sealed, None, "what undo puts back is without its name");
    }
}

#[test]
fn a_destroyed_key_knows_nobody_and_replacements_stay() {
    for study in TestStudy::both() {
        let p1 = participant(&study, "P1");
        let ada = sealed(&study);
        ada.perform(of(p1, names(&["Samira"], ""))).expect("is added");
        let row = reads(&study, pseudonym::list).remove(0);
        let (hash, name) = (row.keyed_hash.expect("has a hash"), row.sealed.expect("is sealed"));
        // A lost passphrase is a reason to destroy a key, so none is asked for.
        study.session().perform(KeyDestroy {}).expect("is destroyed");
        let now = key(&study);
        assert_eq!(now.state, KeyState::Destroyed);
        assert_eq!((now.pepper, now.salt, now.sealed), (None, None, None));
        let left = reads(&study, pseudonym::list);
        assert_eq!((left.len(), left[0].replacement.as_str()), (1, "P1"));
        assert_eq!((&left[0].keyed_hash, &left[0].sealed), (&None, &None));
        let bytes = all_bytes(&study);
        for gone in [hash, name] {
            assert!(!holds(&bytes, &gone) && !holds(&bytes, format!("{gone:?}").as_bytes()));
        }
        assert!(stands_for(&study, Some(access(HEATHER)), "Samira").is_none());
        for _ in 0..2 {
            let again = ada.perform(names(&["Samira"], "colleague")).expect_err("takes no names");
            assert!(again.to_string().contains("was destroyed"), "{again}");
        }
        assert!(ada.perform(KeySeal {}).is_err() && ada.perform(KeyDestroy {}).is_err());
    }
}

#[test]
fn sealed_names_cannot_change_places() {
    let study = TestStudy::file();
    let ada = sealed(&study);
    ada.perform(names(&["Samira"], "colleague")).expect("is added");
    ada.perform(names(&["Bartholomew"], "manager")).expect("is added");
    let rows = reads(&study, pseudonym::list);
    let swapped = Pseudonym { sealed: rows[1].sealed.clone(), ..rows[0].clone() };
    ada.perform(Tamper(swapped)).expect("somebody can write");
    let outcome = study.study().read(|reader| pseudonym::names(reader, &access(HEATHER)));
    let error = outcome.expect_err("does not open");
    assert_eq!(error.kind(), Kind::Damaged);
    assert!(error.to_string().contains(&rows[0].id.to_string()), "{error}");
}

#[test]
fn a_copy_takes_the_key_along() {
    let study = TestStudy::file();
    sealed(&study).perform(names(&["Samira"], "colleague")).expect("is added");
    let folder = tempfile::tempdir().expect("a folder");
    let place = trefoil_core::storage::Place::File(folder.path().join("copy.trefoil"));
    study.study().copy_to(&place, None, |_| {}).expect("is copied");
    let copy = trefoil_core::study::Study::open(&place, None).expect("opens");
    let names = copy.read(|reader| pseudonym::names(reader, &access(HEATHER))).expect("opens");
    assert_eq!(names.into_iter().map(|(_, name)| name).collect::<Vec<_>>(), ["Samira"]);
}

/// Writes a row as somebody could who edits the file.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Tamper(pub(crate) Pseudonym);

impl schemars::JsonSchema for Tamper {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Tamper".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({})
    }
}

impl Operation for Tamper {
    const NAME: &'static str = "test.tamper";
    const SUMMARY: &'static str = "Writes a pseudonym as it is";
    type Outcome = ();

    fn apply(
        self,
        change: &mut trefoil_core::study::Change<'_>,
    ) -> trefoil_core::error::Result<()> {
        change.update(&self.0)
    }
}
