//! What was erased is nowhere any more, and everybody goes on working meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use trefoil_core::codebook::{Code, CodeAdd};
use trefoil_core::error::Result;
use trefoil_core::storage::Reader;
use trefoil_core::study::{State, Study, backup, history, job};
use trefoil_testkit::TestStudy;

use super::planting::{self, SourceErase, WORDS, all, files, places, source};

fn codes(reader: &Reader<'_>) -> Result<Vec<Code>> {
    reader.list("ORDER BY id", &[])
}

fn erase(study: &TestStudy, source: trefoil_core::id::Id) -> trefoil_core::study::Settled {
    let done = study.session().perform(SourceErase { source }).expect("erases");
    *done.settled.expect("what erases is settled")
}

/// Whether a study is settled, if need be when the tests beside this one have let go: a server
/// keeps rows for whoever reads anything in the same database.
fn is_settled(study: &TestStudy, settled: &trefoil_core::study::Settled) -> bool {
    let again = |_| {
        std::thread::sleep(Duration::from_millis(500));
        let again = study.study().settle_if_due().expect("settles");
        again.is_none_or(|settled| settled.complete)
    };
    settled.complete || (study.engine() != "sqlite" && (0..60).any(again))
}

#[test]
fn what_was_erased_is_nowhere_any_more() {
    for study in all() {
        let ada = study.session();
        source(ada, "Another", "Something that stays.");
        let gone = source(ada, "Interview", &format!("They said {WORDS}, twice. {WORDS}"));
        if study.engine() == "sqlite" {
            study.study().back_up().expect("a backup is made");
        }
        assert!(!places(study.study(), WORDS).is_empty());
        let settled = erase(&study, gone);
        assert!(is_settled(&study, &settled), "{settled:?}");
        assert_eq!(places(study.study(), WORDS), Vec::<String>::new(), "{study:?}");
        let entries = study.study().read(|reader| history(reader, 1)).expect("lists");
        assert_eq!(entries[0].state, State::Fixed);
        assert!(!study.study().settling_is_due().expect("answers"));
        let jobs = study.study().read(job::list).expect("lists");
        assert_eq!(jobs[0].state, job::Fate::Done);
        if study.engine() == "sqlite" {
            let backups = backup::list(&study.path()).expect("lists");
            assert_eq!((settled.backups_removed, backups.len()), (1, 1));
            assert_eq!(backups[0].reason, backup::Reason::AfterErasure);
            assert!(settled.beyond.is_empty());
        } else {
            let beyond: Vec<&str> = settled.beyond.iter().map(|one| one.what.as_str()).collect();
            assert!(beyond.iter().any(|what| what.contains("write-ahead log")), "{beyond:?}");
            assert!(beyond.iter().any(|what| what.contains("Backups")), "{beyond:?}");
        }
        assert!(study.study().check().expect("checks").findings.is_empty());
    }
}

#[test]
fn settling_takes_away_what_deleting_left_on_free_pages_and_in_unfinished_files() {
    for study in files() {
        let gone = source(study.session(), "Interview", "Short.");
        let raw = planting::raw(&study.path(), planting::passphrase(&study));
        raw.execute_batch("PRAGMA secure_delete = OFF").expect("sets");
        let text = format!("{WORDS} ").repeat(2000);
        raw.execute_batch(&format!("CREATE TABLE x (y TEXT); INSERT INTO x VALUES ('{text}')"))
            .expect("plants");
        raw.execute_batch("DROP TABLE x").expect("drops");
        drop(raw);
        let mut left = study.path().into_os_string();
        left.push("-new-p99999999-1");
        std::fs::write(&left, WORDS).expect("writes");
        let folder = backup::folder(&study.path());
        std::fs::create_dir_all(&folder).expect("makes it");
        let log = folder.join("20260101T000000.000Z-daily.trefoil-wal");
        std::fs::write(&log, WORDS).expect("writes");
        assert!(!places(study.study(), WORDS).is_empty());
        assert!(is_settled(&study, &erase(&study, gone)));
        assert_eq!(places(study.study(), WORDS), Vec::<String>::new(), "{study:?}");
        assert!(!std::path::Path::new(&left).exists() && !log.exists());
    }
}

#[test]
fn whoever_has_the_study_open_goes_on_reading_and_writing_meanwhile() {
    for study in all() {
        for at in 0..200 {
            source(study.session(), &format!("Interview {at}"), &"What stays. ".repeat(200));
        }
        let gone = source(study.session(), "Interview", WORDS);
        let place = study.study().place().clone();
        let secret = planting::passphrase(&study).map(trefoil_core::study::Secret::new);
        let other = Study::open(&place, secret.as_ref()).expect("opens again");
        let (stop, begun) = (Arc::new(AtomicBool::new(false)), mpsc::channel());
        let (stopped, ready) = (stop.clone(), begun.0);
        let worker = std::thread::spawn(move || {
            let mut written = 0;
            while !stopped.load(Ordering::Relaxed) {
                let name = format!("Code {written}");
                let add = CodeAdd { name, ..CodeAdd::default() };
                other.session("Bo").perform(add).expect("somebody else writes");
                other.read(codes).expect("and reads");
                written += 1;
                let _ = ready.send(());
                std::thread::sleep(Duration::from_millis(20));
            }
            written
        });
        begun.1.recv().expect("somebody works");
        let settled = erase(&study, gone);
        stop.store(true, Ordering::Relaxed);
        let written = worker.join().expect("nothing went wrong");
        assert!(is_settled(&study, &settled), "{settled:?}");
        let all = study.study().read(codes).expect("lists");
        assert_eq!(all.len(), written, "nothing acknowledged is lost: {study:?}");
        assert_eq!(places(study.study(), WORDS), Vec::<String>::new(), "{study:?}");
        assert!(study.study().check().expect("checks").findings.is_empty());
    }
}

#[test]
fn a_reader_that_does_not_end_is_told_and_the_rest_is_done_later() {
    for study in TestStudy::both() {
        let gone = source(study.session(), "Interview", WORDS);
        let other = study.study().clone();
        let ((held, holding), (free, wait)) = (mpsc::channel(), mpsc::channel::<()>());
        let reader = std::thread::spawn(move || {
            other.read_whole(move |reader| {
                reader.number("SELECT COUNT(*) FROM revision", &[])?;
                let _ = held.send(());
                let _ = wait.recv();
                Ok(())
            })
        });
        holding.recv().expect("it reads");
        let settled = erase(&study, gone);
        assert!(!settled.complete, "{study:?}");
        let said = settled.notices.join(" ");
        assert!(said.contains("read"), "{said}");
        assert!(!said.contains("zwetschgen"));
        assert!(study.study().settling_is_due().expect("answers"));
        drop(free);
        reader.join().expect("ends").expect("reads");
        let settled = study.study().settle_if_due().expect("settles").expect("it was due");
        assert!(settled.complete, "{settled:?}");
        assert!(!study.study().settling_is_due().expect("answers"));
        assert_eq!(places(study.study(), WORDS), Vec::<String>::new(), "{study:?}");
        assert!(study.study().settle_if_due().expect("answers").is_none());
    }
}
