//! Upgrading: one old study after the other is opened by a program that knows more migrations.
//!
//! The migrations are rehearsed: they stand behind the real ones and only the victim knows them,
//! so today's studies are the old ones. When a real one is added this goes on as it is, and
//! `compat.rs` opens what the real old version wrote.

use std::fs;
use std::path::{Path, PathBuf};

use trefoil_core::codebook::CodeAdd;
use trefoil_core::storage::{Place, rehearse};
use trefoil_core::study::backup::{self, Reason};
use trefoil_core::study::{NewStudy, Study};
use trefoil_testkit::victim::{self, Victim};

use super::{Home, Scene, VICTIM, arguments, codes, is_whole, number, open};

pub(crate) struct Upgrade;

/// The scene in which a program that knows the migrations says what it finds.
pub(crate) const EXAMINE: &str = "examine";

/// Each adds, fills or changes something, so that half of one would be seen.
const REHEARSED: &[&str] = &[
    "CREATE TABLE rehearsal (id BYTEA PRIMARY KEY, text TEXT NOT NULL); \
     INSERT INTO rehearsal (id, text) SELECT id, name FROM code",
    "ALTER TABLE rehearsal ADD COLUMN size BIGINT; UPDATE rehearsal SET size = LENGTH(text)",
    "CREATE INDEX rehearsal_size ON rehearsal (size); \
     UPDATE code SET definition = 'rehearsed' WHERE definition = ''",
];

/// How many studies wait to be upgraded; on a server there is no file to copy.
fn waiting(home: &Home) -> usize {
    if home.server.is_some() { 5 } else { 40 }
}

fn path(home: &Home, at: usize) -> PathBuf {
    home.folder.join(format!("{at}.trefoil"))
}

fn place(home: &Home, at: usize) -> Place {
    match &home.server {
        Some(address) => Place::parse(&format!("{address}_{at}")).expect("is well formed"),
        None => Place::File(path(home, at)),
    }
}

fn make(place: &Place) {
    let study = Study::create(place, &NewStudy::titled("Old"))
        .expect("a study can be begun")
        .without_daily_backups();
    for n in 0..3 {
        let add = CodeAdd { name: format!("Code {n}"), ..CodeAdd::default() };
        study.session("Ada").perform(add).expect("a code can be added");
    }
}

impl Scene for Upgrade {
    fn name(&self) -> &'static str {
        "upgrade"
    }

    fn prepare(&self, home: &Home) {
        make(&place(home, 0));
        for at in 1..waiting(home) {
            match home.server {
                Some(_) => make(&place(home, at)),
                None => drop(fs::copy(path(home, 0), path(home, at)).expect("it can be copied")),
            }
        }
    }

    fn play(&self, home: &Home, from: usize, steps: usize) {
        rehearse(REHEARSED);
        victim::ready();
        for at in from..waiting(home).min(from + steps) {
            Study::open(&place(home, at), None).expect("an old study opens");
            victim::acknowledge(at + 1);
        }
    }

    fn verify(&self, home: &Home, acknowledged: usize) -> Option<usize> {
        let (first, last) = (acknowledged.saturating_sub(1), waiting(home).min(acknowledged + 1));
        let backed_up: Vec<bool> = (first..last).map(|at| has_old_backup(home, at)).collect();
        let arguments = arguments(EXAMINE, home, first, last - first);
        let left = Victim::start(VICTIM, &arguments.each_ref().map(String::as_str)).finish();
        assert_eq!(left.len(), last - first, "each was examined");
        for ((at, left), backed_up) in (first..last).zip(&left).zip(backed_up) {
            if at < acknowledged {
                assert_eq!(left, "0", "study {at} was acknowledged as upgraded");
            }
            let untouched = *left == REHEARSED.len().to_string();
            assert!(backed_up || untouched, "study {at} had no backup when it was upgraded");
        }
        None
    }
}

/// Whether the old study was put aside, whole, before its upgrade.
fn has_old_backup(home: &Home, at: usize) -> bool {
    if home.server.is_some() {
        return true;
    }
    let backups = backup::list(&path(home, at)).expect("backups can be listed");
    let before = backups.iter().find(|backup| backup.reason == Reason::BeforeUpgrade);
    before.is_some_and(|backup| {
        // This program knows no more migrations than the one that wrote it.
        let study = open(&Place::File(backup.path.clone()), None);
        is_whole(&study);
        codes(&study).len() == 3
    })
}

/// In the victim: says for each study how many migrations it lacked, and checks it once opened.
pub(crate) fn examine(home: &Home, from: usize, steps: usize) {
    rehearse(REHEARSED);
    for at in from..from + steps {
        let arrived = match &home.server {
            None => version_of_file(&path(home, at)),
            Some(_) => version_on_server(&place(home, at)),
        };
        let study = open(&place(home, at), None);
        is_whole(&study);
        assert_eq!(codes(&study), ["Code 0", "Code 1", "Code 2"]);
        assert_eq!(number(&study, "SELECT COUNT(*) FROM rehearsal WHERE size = 6"), 3);
        let rehearsed = "SELECT COUNT(*) FROM code WHERE definition = 'rehearsed'";
        assert_eq!(number(&study, rehearsed), 3);
        let add = CodeAdd { name: "New".into(), ..CodeAdd::default() };
        study.session("Ada").perform(add).expect("work goes on");
        study.session("Ada").undo().expect("undo works");
        let version = number(&study, "SELECT version FROM schema_version");
        victim::acknowledge(version as i64 - arrived);
    }
}

/// Read from a copy, so that nothing is done to the file or its log.
#[expect(clippy::disallowed_methods, reason = "opening it as a study would upgrade it")]
fn version_of_file(file: &Path) -> i64 {
    let aside = tempfile::tempdir().expect("a temporary folder can be made");
    let copy = aside.path().join("copy.sqlite");
    fs::copy(file, &copy).expect("it can be copied");
    let log = file.with_extension("trefoil-wal");
    if log.exists() {
        fs::copy(log, aside.path().join("copy.sqlite-wal")).expect("it can be copied");
    }
    let raw = rusqlite::Connection::open(copy).expect("it opens");
    raw.query_row("SELECT version FROM schema_version", [], |row| row.get(0)).expect("a version")
}

#[expect(clippy::disallowed_methods, reason = "opening it as a study would upgrade it")]
fn version_on_server(place: &Place) -> i64 {
    let Place::Server { address, study } = place else { unreachable!("it is on a server") };
    let mut client = postgres::Client::connect(address, postgres::NoTls).expect("it connects");
    let sql = format!("SELECT version FROM \"trefoil_{study}\".schema_version");
    client.query_one(&sql, &[]).expect("a version").get(0)
}
