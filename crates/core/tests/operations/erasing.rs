//! Erasures among everything else: nothing erased comes back, nothing breaks, what is fixed stays so.
//!
//! Each text ends with a mark of its own. Once a source is gone its mark is nowhere: not in a
//! revision, not in what undo remembers, not in the history, whatever is undone or done again.

use std::collections::BTreeSet;

use trefoil_core::care::pseudonym::KeyAccess;
use trefoil_core::error::{Kind, Result};
use trefoil_core::storage::Reader;
use trefoil_core::study::{Secret, Session, operations};
use trefoil_testkit::{Random, TestStudy};

use super::makers::{self, MARK};
use super::world::World;
use super::{Tally, play, whole, whole_dump};

/// The key to the pseudonyms, as everybody in this test knows it.
fn access() -> KeyAccess {
    let secret = |words: &str| Secret::new(words.to_owned());
    KeyAccess::new(secret("a kettle of plums")).changing_to(secret("a kettle of plums"))
}

/// Everything that operations left, in words.
fn everything(reader: &Reader<'_>) -> Result<String> {
    let mut all = trefoil_core::study::dump::logical(reader)?;
    for sql in [
        "SELECT summary, description FROM history ORDER BY number, position",
        "SELECT before, noun FROM undo_image WHERE before IS NOT NULL ORDER BY history, position",
    ] {
        for row in reader.query(sql, &[])? {
            all.push_str(&row.get::<String>(0)?);
            all.push('\n');
            all.push_str(&row.get::<String>(1)?);
            all.push('\n');
        }
    }
    Ok(all)
}

/// The marks in a text.
fn marks(text: &str) -> BTreeSet<String> {
    let after = text.split(MARK).skip(1);
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    after.map(digits).filter(|digits| digits.len() == makers::DIGITS).collect()
}

/// What may be found in the texts as they are, and the acts that are fixed.
fn texts(reader: &Reader<'_>) -> Result<(BTreeSet<String>, BTreeSet<trefoil_core::id::Id>)> {
    let mut known = BTreeSet::new();
    for row in reader.query("SELECT text FROM revision", &[])? {
        known.extend(marks(&row.get::<String>(0)?));
    }
    let rows = reader.query("SELECT id FROM history WHERE state = 'fixed'", &[])?;
    let fixed = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    Ok((known, fixed))
}

/// What this study has lost for good so far.
#[derive(Default)]
struct Lost {
    marks: BTreeSet<String>,
    fixed: BTreeSet<trefoil_core::id::Id>,
}

impl Lost {
    fn holds(&self, study: &TestStudy, when: &str) {
        let (all, fixed) = study
            .study()
            .read_whole(|reader| Ok((everything(reader)?, texts(reader)?.1)))
            .expect("reads");
        let found = marks(&all);
        let back: Vec<_> = self.marks.intersection(&found).collect();
        assert!(back.is_empty(), "{back:?} came back {when} on {study:?}");
        assert!(self.fixed.is_subset(&fixed), "an act can be undone again, {when} on {study:?}");
    }

    /// Erases something by chance and remembers what went.
    fn erase(&mut self, study: &TestStudy, session: &Session, random: &mut Random) -> Option<&str> {
        let lasting = operations::ALL.iter().filter(|one| one.erases);
        let operation = *random.pick(&lasting.collect::<Vec<_>>()).expect("there are some");
        let world = World::look(study.study());
        let arguments = makers::arguments(operation.name, &world, random);
        let before = whole_dump(study);
        let (known, _) = study.study().read_whole(texts).expect("reads");
        match operation.perform(session, arguments.clone()) {
            Ok(done) => {
                let (left, fixed) = study.study().read_whole(texts).expect("reads");
                self.marks.extend(known.difference(&left).cloned());
                self.fixed.extend(fixed);
                assert!(done.settled.is_some(), "{} settles the study", operation.name);
                self.holds(study, operation.name);
                Some(operation.name)
            }
            Err(error) => {
                let kinds = [Kind::Invalid, Kind::Conflict, Kind::NotFound, Kind::Denied];
                assert!(kinds.contains(&error.kind()), "{} {arguments}: {error}", operation.name);
                assert!(whole_dump(study) == before, "{} left a trace", operation.name);
                None
            }
        }
    }
}

#[test]
fn what_is_erased_stays_erased_and_what_is_fixed_stays_fixed() {
    let mut random = Random::anew("erasing");
    let mut done = BTreeSet::new();
    for study in TestStudy::both() {
        let (cases, rounds) = if study.engine() == "sqlite" { (3, 12) } else { (1, 5) };
        for case in 0..cases {
            let fresh = if case == 0 { None } else { Some(TestStudy::file()) };
            let study = fresh.as_ref().unwrap_or(&study);
            let ada = study.session().with_key(access());
            makers::record_something(&ada);
            let mut lost = Lost::default();
            for round in 0..rounds {
                let sessions = std::slice::from_ref(&ada);
                play(study, sessions, &mut random, 60, &mut Tally::new());
                // Some steps back and forth, so that there is something to be redone too.
                for _ in 0..random.below(12) {
                    let _ = if random.chance(70) { ada.undo() } else { ada.redo() };
                }
                for _ in 0..20 {
                    if let Some(name) = lost.erase(study, &ada, &mut random) {
                        done.insert(name.to_owned());
                        break;
                    }
                }
                whole(study, &format!("after erasing, round {round}"));
            }
            let mut undone = 0;
            while let Ok(Some(_)) = ada.undo() {
                undone += 1;
                if undone % 8 == 0 {
                    lost.holds(study, "on the way back");
                }
            }
            lost.holds(study, "after undoing what can be undone");
            whole(study, "after undoing what can be undone");
            while let Ok(Some(_)) = ada.redo() {}
            lost.holds(study, "after doing again what can be done again");
            whole(study, "after doing again what can be done again");
        }
    }
    assert!(done.len() >= 4, "chance should erase in several ways: {done:?}");
}
