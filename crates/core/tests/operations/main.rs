//! Long random sequences of every operation: all of it can be undone, and done again.
//!
//! `makers.rs` knows for each operation how to make arguments that often fit the study as it
//! stands and sometimes do not. An operation that nobody makes arguments for, or that never
//! succeeds, fails the test.

mod care;
mod erasing;
mod known;
mod makers;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use trefoil_core::bind;
use trefoil_core::error::Kind;
use trefoil_core::exchange::json::{Options, write};
use trefoil_core::study::operation::Described;
use trefoil_core::study::{Session, operations};
use trefoil_testkit::{Random, TestStudy};

use makers::World;

/// Operations that need an empty study; they begin a sequence.
const FIRST: &str = "study.restore";

/// Needs what only an erasure leaves; `tests/erasure` does it.
const AFTERWARDS: &str = "duty.done";

/// Nouns whose operations put people's words to a use, and so are denied where somebody said no.
const ASKS: &[&str] = &[
    "source",
    "speaker",
    "passage",
    "coding",
    "code",
    "memo",
    "theme",
    "sentence",
    "evidence",
    "redaction",
    "attribute",
];

fn noun_of(operation: &str) -> &str {
    operation.split('.').next().unwrap_or_default()
}

/// Counts how often each operation succeeded.
type Tally = BTreeMap<&'static str, usize>;

/// Performs random operations and checks that refused ones leave nothing behind.
fn play(
    study: &TestStudy,
    sessions: &[Session],
    random: &mut Random,
    steps: usize,
    tally: &mut Tally,
) {
    let mut number = study.study().change_number().expect("reads");
    for step in 0..steps {
        let world = World::look(study.study());
        let session = &sessions[random.below(sessions.len())];
        let operation = *random.pick(operations::ALL).expect("there are operations");
        // Things would never grow old if they were removed as often as they are made.
        let verb = operation.name.split('.').next_back();
        let removes = matches!(verb, Some("remove" | "merge"));
        // What stands or erases is not taken back, so a study would not come back to its beginning.
        let kept = operation.erases || operation.stands || operation.name == AFTERWARDS;
        if operation.name == FIRST || kept || (removes && random.chance(65)) {
            continue;
        }
        let arguments = makers::arguments(operation.name, &world, random);
        // A dump costs more than an operation: refusals are looked at closely now and then.
        let before = (step % 8 == 0).then(|| whole_dump(study));
        match operation.perform(session, arguments.clone()) {
            Ok(done) => {
                number += 1;
                assert_eq!(done.number, number, "each operation raises the change number by one");
                *tally.entry(operation.name).or_default() += 1;
            }
            Err(error) => {
                let expected = match error.kind() {
                    Kind::Invalid | Kind::Conflict | Kind::NotFound => true,
                    Kind::Denied => ASKS.contains(&noun_of(operation.name)),
                    _ => false,
                };
                assert!(expected, "{} {arguments}: {error} {:?}", operation.name, error.kind());
                if let Some(before) = before {
                    assert!(
                        whole_dump(study) == before,
                        "{} was refused and left a trace",
                        operation.name
                    );
                }
            }
        }
        assert_eq!(study.study().change_number().expect("reads"), number, "{}", operation.name);
    }
}

/// Tries what chance left out until it succeeds once, so that each sequence holds every operation.
fn insist(study: &TestStudy, session: &Session, random: &mut Random, tally: &mut Tally) {
    let chosen =
        |one: &&Described| ![FIRST, AFTERWARDS].contains(&one.name) && !one.erases && !one.stands;
    for operation in operations::ALL.iter().filter(chosen) {
        let mut tries = 0;
        while !tally.contains_key(operation.name) && tries < 1500 {
            tries += 1;
            let world = World::look(study.study());
            let arguments = makers::arguments(operation.name, &world, random);
            if operation.perform(session, arguments).is_ok() {
                *tally.entry(operation.name).or_default() += 1;
            }
        }
    }
}

/// What the study says, the closed sources included.
fn whole_dump(study: &TestStudy) -> String {
    study.study().read_whole(trefoil_core::study::dump::logical).expect("a study can be dumped")
}

fn whole(study: &TestStudy, when: &str) {
    let mut found = study.study().check().expect("checks").findings;
    found.retain(|one| one.noun != "media" || !waits(study, one.id.expect("an id")));
    assert!(found.is_empty(), "{when}: {found:#?}");
}

/// Whether a recording waits for its bytes: it was closed when the document was written from which
/// the study was restored.
fn waits(study: &TestStudy, media: trefoil_core::id::Id) -> bool {
    let pieces = "SELECT COUNT(*) FROM media_chunk WHERE media = $1";
    let count = study.study().read_whole(move |reader| reader.number(pieces, bind![media]));
    count.expect("counts") == 0
}

/// Undoes everything one person did and does it again; compares at both ends.
fn back_and_forth(study: &TestStudy, session: &Session, beginning: &str) {
    let end = whole_dump(study);
    whole(study, "at the end");
    let mut undone = 0;
    while session.undo().expect("undo works").is_some() {
        undone += 1;
    }
    assert!(
        whole_dump(study) == beginning,
        "undoing all {undone} acts gives the beginning, on {study:?}"
    );
    whole(study, "after undoing everything");
    let mut redone = 0;
    while session.redo().expect("redo works").is_some() {
        redone += 1;
    }
    assert_eq!(undone, redone);
    assert!(whole_dump(study) == end, "doing all {redone} acts again gives the end, on {study:?}");
    whole(study, "after doing everything again");
}

/// A study's export, as the argument of a restoration.
#[expect(clippy::disallowed_methods, reason = "nothing leaves; that it did would change the study")]
fn exported(study: &TestStudy) -> Json {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let out = Box::new(file.reopen().expect("opens"));
    write(study.study(), Options::default(), out).expect("exports");
    let document: Json = serde_json::from_reader(file.reopen().expect("opens")).expect("is JSON");
    json!({ "document": document })
}

#[test]
fn every_operation_can_be_undone_and_done_again_in_any_order() {
    let mut tally = Tally::new();
    let mut random = Random::anew("operations");
    for study in TestStudy::both() {
        let (cases, steps) = if study.engine() == "sqlite" { (4, 600) } else { (1, 250) };
        let mut last: Option<TestStudy> = None;
        for case in 0..cases {
            let fresh = if case == 0 { None } else { Some(TestStudy::file()) };
            let study = fresh.as_ref().unwrap_or(&study);
            let ada = study.session().clone();
            let beginning = whole_dump(study);
            if let Some(document) = last.as_ref().map(exported) {
                let restore = operations::by_name(FIRST).expect("is there");
                restore.perform(&ada, document).expect("a whole study can be restored");
                *tally.entry(FIRST).or_default() += 1;
            }
            makers::record_something(&ada);
            play(study, std::slice::from_ref(&ada), &mut random, steps, &mut tally);
            insist(study, &ada, &mut random, &mut tally);
            back_and_forth(study, &ada, &beginning);
            let history = study
                .study()
                .read(|reader| trefoil_core::study::history(reader, 10_000))
                .expect("reads");
            let performed = history.iter().filter(|entry| entry.operation.contains('.')).count();
            assert!(performed > 0 && history.iter().all(|entry| !entry.summary.is_empty()));
            last = fresh.or(last);
        }
    }
    // What erases or stands cannot be undone, and is tested by itself.
    let undoable =
        operations::ALL.iter().filter(|one| !one.erases && !one.stands && one.name != AFTERWARDS);
    let all: BTreeSet<&str> = undoable.map(|operation| operation.name).collect();
    let done: BTreeSet<&str> = tally.keys().copied().collect();
    let never: Vec<_> = all.difference(&done).collect();
    assert!(never.is_empty(), "never performed with success: {never:?}; {tally:#?}");
}

#[test]
fn two_people_at_once_never_break_each_others_work() {
    let mut random = Random::anew("two people");
    for study in TestStudy::both() {
        let steps = if study.engine() == "sqlite" { 400 } else { 120 };
        let sessions = [study.session().clone(), study.session_of("Ben")];
        makers::record_something(&sessions[0]);
        play(&study, &sessions, &mut random, steps, &mut Tally::new());
        for _ in 0..steps / 4 {
            let session = &sessions[random.below(2)];
            let before = whole_dump(&study);
            let walked = if random.chance(70) { session.undo() } else { session.redo() };
            match walked {
                Ok(_) => {}
                Err(error) => {
                    assert_eq!(error.kind(), Kind::Conflict, "{error}");
                    assert!(whole_dump(&study) == before, "a refused undo changes nothing");
                }
            }
        }
        whole(&study, "after walking back and forth");
    }
}
