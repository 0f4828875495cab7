//! A program that is killed while it settles leaves a study that settles itself when it is opened.

use std::path::Path;
use std::time::{Duration, Instant};

use trefoil_core::bind;
use trefoil_core::corpus::source::{Source, SourceAdd};
use trefoil_core::storage::Place;
use trefoil_core::study::{Secret, Study, backup, job};
use trefoil_testkit::victim::{self, Victim};
use trefoil_testkit::{Random, TestStudy};

use super::planting::{self, PASSPHRASE, SourceErase, WORDS, files, places, source};

const SOURCES: usize = 24;

/// The test that plays what is to be killed.
const VICTIM: &str = "proof::victim";

/// What the other process does: erases one source after the other, or reads on and on.
pub(crate) fn play_as_victim() {
    let Some(scene) = victim::scene() else { return };
    let (doing, path) = (scene[0].as_str(), Path::new(&scene[1]));
    let study = open(path);
    victim::ready();
    match doing {
        "erase" => {
            let all = study.read(|reader| reader.list::<Source>("ORDER BY name", bind![]));
            for one in all.expect("lists") {
                study.session("Ada").perform(SourceErase { source: one.id }).expect("erases");
                victim::acknowledge(&one.name);
            }
            std::thread::sleep(Duration::from_mins(1));
        }
        _ => loop {
            let all = study.read(|reader| reader.list::<Source>("ORDER BY name", bind![]));
            victim::acknowledge(all.expect("reads").len());
            std::thread::sleep(Duration::from_millis(5));
        },
    }
}

fn open(path: &Path) -> Study {
    let secret = Secret::new(PASSPHRASE);
    Study::open(&Place::File(path.to_owned()), Some(&secret)).expect("opens")
}

/// Words that only one source says.
fn words_of(at: usize) -> String {
    format!("{WORDS}, number {at:02} of them")
}

fn fill(study: &TestStudy) {
    for at in 0..SOURCES {
        let text = format!("{} {}.", "What they said. ".repeat(300), words_of(at));
        let add = SourceAdd {
            name: format!("Interview {at:02}"),
            stream: "interview".into(),
            text: Some(text),
            ..SourceAdd::default()
        };
        study.session().perform(add).expect("adds");
    }
}

#[test]
fn killed_at_any_moment_an_erasure_is_whole_and_settled_when_the_study_is_opened_again() {
    let mut random = Random::anew("settling");
    let (mut erased, mut left_in_the_middle) = (0, 0);
    for study in files() {
        fill(&study);
        study.study().back_up().expect("makes a backup");
        let path = study.path();
        let folder = study.into_folder();
        for _ in 0..4 {
            let arguments = ["erase", path.to_str().expect("a path")];
            let mut victim = Victim::start(VICTIM, &arguments);
            victim.wait_until_ready();
            let began = Instant::now();
            victim.wait_for_acknowledgements(1);
            let typical = began.elapsed();
            std::thread::sleep(typical * u32::try_from(random.below(200)).unwrap_or(0) / 100);
            let acknowledged = victim.kill();
            // As it was left, before anybody settles it.
            let raw = planting::raw(&path, planting::passphrase_of(&path));
            let due: i64 = raw
                .query_row("SELECT COUNT(*) FROM job WHERE state = 'running'", [], |row| row.get(0))
                .expect("counts");
            left_in_the_middle += due;
            drop(raw);
            let again = open(&path);
            assert!(!again.settling_is_due().expect("answers"));
            let rest = again.read(|reader| reader.list::<Source>("", bind![])).expect("lists");
            let names: Vec<&str> = rest.iter().map(|one| one.name.as_str()).collect();
            for name in &acknowledged {
                assert!(!names.contains(&name.as_str()), "{name} was erased");
            }
            for at in 0..SOURCES {
                let there = names.contains(&format!("Interview {at:02}").as_str());
                assert_eq!(!places(&again, &words_of(at)).is_empty(), there, "{at}");
            }
            assert!(again.check().expect("checks").findings.is_empty());
            erased = SOURCES - names.len();
        }
        drop(folder);
    }
    eprintln!("{erased} erased, {left_in_the_middle} left in the middle");
    assert!(erased > 3);
}

#[test]
fn what_was_left_to_be_settled_is_settled_when_the_study_is_opened() {
    for study in files() {
        source(study.session(), "Another", "Something that stays.");
        study.study().back_up().expect("makes a backup");
        let passphrase = planting::passphrase(&study);
        let path = study.path();
        let raw = planting::raw(&path, passphrase);
        raw.execute_batch("PRAGMA secure_delete = OFF").expect("sets");
        raw.execute_batch(&format!(
            "CREATE TABLE x (y TEXT); INSERT INTO x VALUES ('{}'); DROP TABLE x; \
             INSERT INTO job SELECT id, 'settle', 'running', '', 0, 1, '', person, 0, NULL \
             FROM history WHERE position = 1 LIMIT 1",
            format!("{WORDS} ").repeat(2000)
        ))
        .expect("plants");
        drop(raw);
        assert!(study.study().settling_is_due().expect("answers"));
        assert!(!places(study.study(), WORDS).is_empty());
        let folder = study.into_folder();
        let again = open(&path);
        assert_eq!(places(&again, WORDS), Vec::<String>::new());
        let jobs = again.read(job::list).expect("lists");
        assert_eq!(jobs[0].state, job::Fate::Done);
        let backups = backup::list(&path).expect("lists");
        assert_eq!(backups.len(), 1);
        assert_eq!(backups[0].reason, backup::Reason::AfterErasure);
        drop(folder);
    }
}

#[test]
fn another_program_reads_on_while_a_study_is_settled() {
    for study in files() {
        fill(&study);
        let path = study.path();
        let arguments = ["read", path.to_str().expect("a path")];
        let mut victim = Victim::start(VICTIM, &arguments);
        victim.wait_until_ready();
        victim.wait_for_acknowledgements(3);
        let first = study.study().read(|reader| reader.list::<Source>("ORDER BY name", bind![]));
        let first = first.expect("lists")[0].id;
        let done = study.session().perform(SourceErase { source: first }).expect("erases");
        assert!(done.settled.is_some_and(|settled| settled.complete));
        assert_eq!(places(study.study(), &words_of(0)), Vec::<String>::new());
        // It goes on, and sees what is there now.
        victim.wait_until_acknowledged(&(SOURCES - 1).to_string());
        victim.wait_for_acknowledgements(3);
        victim.kill();
    }
}
