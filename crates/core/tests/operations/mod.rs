//! Long random sequences of every operation: all of it can be undone, and done again.
//!
//! `makers.rs` knows for each operation how to make arguments that often fit the study as it
//! stands and sometimes do not. An operation that nobody makes arguments for, or that never
//! succeeds, fails the test.

mod care;
mod erasing;
mod known;
mod makers;
mod voice;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use trefoil_core::bind;
use trefoil_core::error::Kind;
use trefoil_core::exchange::json::{Options, write};
use trefoil_core::study::operation::Described;
use trefoil_core::study::{Session, operations};
use trefoil_testkit::{Random, TestStudy};

use world::World;

/// Operations that need an empty study; they begin a sequence.
const FIRST: &str = "study.restore";

/// Needs an empty model; the first sequence on each engine begins with it.
const EARLY: &str = "model.begin";

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
    "segment",
    "field_note",
    "transcript",
    "transcription",
];

fn noun_of(operation: &str) -> &str {
    operation.split('.').next().unwrap_or_default()
}

/// Under which name it is counted that somebody's refusal stopped an operation.
const DENIED: &str = "denied";

/// Verbs that bring something into the study on which other operations rest.
const GIVES: &[&str] =
    &["add", "apply", "attach", "bear", "cite", "gather", "hold", "lengthen", "needs"];

/// Counts how often each operation succeeded, and how often one was denied.
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
        let session = &sessions[random.below(sessions.len())];
        let operation = *random.pick(operations::ALL).expect("there are operations");
        // Things would never grow old if they were removed as often as they are made.
        let verb = operation.name.split('.').next_back();
        let removes = matches!(verb, Some("remove" | "merge"));
        if !undoable(&operation) || (removes && random.chance(65)) {
            continue;
        }
        // A dump costs more than an operation: refusals are looked at closely now and then.
        let before = (step % 8 == 0).then(|| whole_dump(study));
        match (attempt(study, session, operation, random, tally), before) {
            (Some(done), _) => {
                number += 1;
                assert_eq!(done, number, "each operation raises the change number by one");
            }
            (None, Some(before)) => assert!(
                whole_dump(study) == before,
                "{} was refused and left a trace",
                operation.name
            ),
            (None, None) => {}
        }
        assert_eq!(study.study().change_number().expect("reads"), number, "{}", operation.name);
    }
}

/// Performs an operation with arguments made by chance, and looks at the reason where it is
/// refused; answers the number of the change.
fn attempt(
    study: &TestStudy,
    session: &Session,
    operation: Described,
    random: &mut Random,
    tally: &mut Tally,
) -> Option<i64> {
    let arguments = makers::arguments(operation.name, &World::look(study.study()), random);
    match operation.perform(session, arguments.clone()) {
        Ok(done) => {
            *tally.entry(operation.name).or_default() += 1;
            Some(done.number)
        }
        Err(error) => {
            let expected = match error.kind() {
                Kind::Invalid | Kind::Conflict | Kind::NotFound => true,
                Kind::Denied => ASKS.contains(&noun_of(operation.name)),
                _ => false,
            };
            assert!(expected, "{} {arguments}: {error} {:?}", operation.name, error.kind());
            if error.kind() == Kind::Denied {
                *tally.entry(DENIED).or_default() += 1;
            }
            None
        }
    }
}

/// Tries what chance left out until it succeeds once, and until somebody's refusal stopped
/// something, so that each run holds all of it.
///
/// What cannot be done in the study as it stands can be done once more is in it, or open again:
/// between the tries something happens that other operations rest on.
fn insist(study: &TestStudy, session: &Session, random: &mut Random, tally: &mut Tally) {
    /// How often an operation is tried.
    const TRIES: usize = 400;
    let all = || operations::ALL.iter().filter(|one| undoable(one));
    let giving: Vec<_> = all().filter(|one| gives(one)).collect();
    for operation in all() {
        for _ in 0..TRIES {
            if tally.contains_key(operation.name) {
                break;
            }
            attempt(study, session, *operation, random, tally);
            let other = *random.pick(&giving).expect("there are some");
            attempt(study, session, *other, random, tally);
        }
    }
    for _ in 0..TRIES {
        if tally.contains_key(DENIED) {
            break;
        }
        let other = *random.pick(&giving).expect("there are some");
        attempt(study, session, *other, random, tally);
    }
}

/// Whether an operation may come anywhere and can be taken back, so that a study comes back to its
/// beginning: what stands or erases cannot.
fn undoable(operation: &Described) -> bool {
    ![FIRST, AFTERWARDS].contains(&operation.name) && !operation.erases && !operation.stands
}

/// Whether others rest on what an operation does: it brings something, or says who agrees to what.
fn gives(operation: &Described) -> bool {
    let verb = operation.name.split('.').next_back().unwrap_or_default();
    noun_of(operation.name) == "consent" || GIVES.contains(&verb)
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
            if case == 0 {
                let early = operations::by_name(EARLY).expect("is there");
                let done = attempt(study, &ada, early, &mut random, &mut tally);
                assert!(done.is_some(), "an empty model can be begun");
            }
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
    let undoable = operations::ALL.iter().filter(|one| one.name == FIRST || undoable(one));
    let all: BTreeSet<&str> = undoable.map(|operation| operation.name).chain([DENIED]).collect();
    let done: BTreeSet<&str> = tally.keys().copied().collect();
    let never: Vec<_> = all.difference(&done).collect();
    assert!(never.is_empty(), "never done with success, or denied: {never:?}; {tally:#?}");
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
