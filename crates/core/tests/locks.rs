//! Who may block whom: one writer at a time, readers always, and nobody for ever.

use std::fs;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use trefoil_core::codebook::{Code, CodeAdd};
use trefoil_core::error::Kind;
use trefoil_core::storage::Place;
use trefoil_core::study::{Secret, Session, Study, backup, copy, dump, set_passphrase};
use trefoil_testkit::{TestStudy, postgres, skip};

fn add(session: &Session, name: &str) {
    let add = CodeAdd { name: name.into(), ..CodeAdd::default() };
    session.perform(add).expect("adds");
}

/// Holds the write lock of a study file until told to let go.
fn hold(path: &std::path::Path) -> (mpsc::Sender<()>, std::thread::JoinHandle<()>) {
    let (path, (let_go, told)) = (path.to_owned(), mpsc::channel());
    let (ready, held) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        #[expect(clippy::disallowed_methods, reason = "a second writer is played by hand")]
        let other = rusqlite::Connection::open(&path).expect("opens");
        other.execute_batch("BEGIN IMMEDIATE").expect("takes the lock");
        ready.send(()).expect("somebody waits");
        let _ = told.recv();
        other.execute_batch("ROLLBACK").expect("lets go");
    });
    held.recv().expect("the lock is held");
    (let_go, thread)
}

#[test]
fn a_second_writer_waits_five_seconds_and_then_names_the_holder_while_readers_go_on() {
    let study = TestStudy::file();
    add(study.session(), "One");
    let (let_go, thread) = hold(&study.path());
    let codes = study.study().read(|reader| reader.list::<Code>("", &[])).expect("readers go on");
    assert_eq!(codes.len(), 1);
    let began = Instant::now();
    let refused = study
        .session()
        .perform(CodeAdd { name: "Two".into(), ..CodeAdd::default() })
        .expect_err("somebody else is writing");
    assert_eq!(refused.kind(), Kind::Busy);
    assert!(began.elapsed() > Duration::from_secs(4), "it waited {:?}", began.elapsed());
    let message = refused.to_string();
    // The last one who signed is this process itself.
    assert!(message.contains(&format!("process {}", std::process::id())), "{message}");
    drop(let_go);
    thread.join().expect("lets go");
    add(study.session(), "Two");
}

#[test]
fn a_writer_who_finishes_in_time_is_waited_for() {
    let study = TestStudy::file();
    let (let_go, thread) = hold(&study.path());
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        drop(let_go);
    });
    add(study.session(), "Patience");
    thread.join().expect("lets go");
}

#[test]
fn a_second_writer_on_a_server_gives_up_and_names_the_holder() {
    let Some(study) = TestStudy::server() else { return };
    let Place::Server { address, study: name } = study.study().place().clone() else {
        unreachable!("it is on a server")
    };
    add(study.session(), "One");
    #[expect(clippy::disallowed_methods, reason = "a second writer is played by hand")]
    let mut other = ::postgres::Client::connect(&address, ::postgres::NoTls).expect("connects");
    other
        .batch_execute(&format!(
            "SET application_name = 'a colleague'; BEGIN; \
             UPDATE \"trefoil_{name}\".change_number SET number = number"
        ))
        .expect("takes the lock");
    let refused = study
        .session()
        .perform(CodeAdd { name: "Two".into(), ..CodeAdd::default() })
        .expect_err("somebody else is writing");
    assert_eq!(refused.kind(), Kind::Busy);
    assert!(refused.to_string().contains("a colleague"), "{refused}");
    other.batch_execute("ROLLBACK").expect("lets go");
    add(study.session(), "Two");
}

#[test]
fn two_handles_in_one_process_share_a_study() {
    let study = TestStudy::file();
    let again = Study::open(study.study().place(), None).expect("opens").without_daily_backups();
    add(&again.session("Ben"), "From the other handle");
    add(study.session(), "From the first");
    assert_eq!(again.change_number().expect("reads"), 2);
    drop(again);
    add(study.session(), "After the other closed");
    assert!(study.study().check().expect("checks").findings.is_empty());
}

#[test]
fn a_lock_file_that_a_dead_process_left_is_in_nobodys_way() {
    let study = TestStudy::file();
    let path = study.path();
    let folder = study.into_folder();
    fs::write(folder.path().join("test.trefoil-lock"), "999999 trefoil import").expect("writes");
    let study = Study::open(&Place::File(path.clone()), None).expect("opens");
    add(&study.session("Ada"), "One");
    drop(study);
    set_passphrase(&path, None, Some(&Secret::new("one"))).expect("nobody has it open");
}

#[test]
fn a_copy_is_the_study_to_the_last_row_and_can_do_what_it_could() {
    let study = TestStudy::file();
    add(study.session(), "Kept");
    add(study.session(), "Undone");
    study.session().undo().expect("undo works");
    let folder = tempfile::tempdir().expect("a folder");
    let there = Place::File(folder.path().join("copy.trefoil"));
    let mut places = vec![there.clone()];
    match postgres::server() {
        Some(server) => {
            places.push(Place::parse(&server.fresh_study_url()).expect("is an address"));
            places.push(Place::File(folder.path().join("back.trefoil")));
        }
        None => skip("postgres a_copy_is_the_study_to_the_last_row"),
    }
    let counts = |study: &Study| study.read(copy::counts).expect("counts");
    let (said, rows) = (study.dump(), counts(study.study()));
    let mut from = study.study().clone();
    for place in &places {
        from.copy_to(place, None, |_| {}).expect("copies");
        from = Study::open(place, None).expect("the copy opens").without_daily_backups();
        assert_eq!(from.read(dump::logical).expect("dumps"), said, "{place}");
        assert_eq!(counts(&from), rows, "{place}");
    }
    from.session("Ada").redo().expect("redo works").expect("the copy knows what was undone");
    let codes = from.read(|reader| reader.list::<Code>("", &[])).expect("lists");
    assert_eq!(codes.len(), 2);
    let refused = study.study().copy_to(&there, None, |_| {}).expect_err("something is there");
    assert_eq!(refused.kind(), Kind::Conflict);
    let first = Study::open(&there, None).expect("opens");
    assert_eq!(first.read(dump::logical).expect("dumps"), said, "what was there is untouched");
    remove_from_server(&places);
}

#[expect(clippy::disallowed_methods, reason = "a test tidies up behind the study's back")]
fn remove_from_server(places: &[Place]) {
    for place in places {
        if let Place::Server { address, study } = place
            && let Ok(mut client) = ::postgres::Client::connect(address, ::postgres::NoTls)
        {
            let _ = client.batch_execute(&format!("DROP SCHEMA \"trefoil_{study}\" CASCADE"));
        }
    }
}

#[test]
fn backups_rotate_and_the_newest_and_one_a_week_stay() {
    use trefoil_core::clock::Clock;
    use trefoil_core::study::NewStudy;
    const DAY: i64 = 86_400_000;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("long.trefoil");
    let clock = Clock::ticking_from(trefoil_testkit::study::BEGINNING);
    let place = Place::File(path.clone());
    let study =
        Study::create_with(&place, &NewStudy::titled("Long"), clock.clone()).expect("makes");
    for day in 0..100 {
        add(&study.session("Ada"), &format!("Day {day}"));
        if let Clock::Ticking(at) = &clock {
            at.fetch_add(DAY, std::sync::atomic::Ordering::Relaxed);
        }
    }
    let backups = backup::list(&path).expect("lists");
    assert_eq!(backups.len(), 7 + 8, "{backups:#?}");
    assert!(backups.windows(2).all(|pair| pair[0].made_at > pair[1].made_at));
    assert!(backups.iter().all(|one| one.reason == backup::Reason::Daily));
    drop(study);
    let oldest = backups.last().expect("there are backups");
    backup::restore(&path, oldest.number, None).expect("restores");
    let study = Study::open(&place, None).expect("opens");
    let codes = study.read(|reader| reader.list::<Code>("", &[])).expect("lists").len();
    assert!((30..60).contains(&codes), "it is the study of that day: {codes} codes");
}

#[test]
fn nothing_is_written_to_a_file_that_was_taken_away() {
    let study = TestStudy::file();
    add(study.session(), "One");
    let aside = study.path().with_extension("aside");
    fs::rename(study.path(), &aside).expect("the file can be moved");
    let two = CodeAdd { name: "Two".into(), ..CodeAdd::default() };
    let refused = study.session().perform(two).expect_err("there is nothing to write to");
    assert_eq!(refused.kind(), Kind::Io);
    assert!(refused.to_string().contains("no longer there"), "{refused}");
    fs::rename(&aside, study.path()).expect("the file can be put back");
    add(study.session(), "Two");
}
