//! Encryption at rest, and what is said when a file does not open.

use std::fs;
use std::path::Path;

use trefoil_core::codebook::CodeAdd;
use trefoil_core::error::Kind;
use trefoil_core::storage::Place;
use trefoil_core::study::{NewStudy, Secret, Study, backup, set_passphrase};
use trefoil_testkit::TestStudy;

const WORDS: &str = "Zwetschgenkuchen am Bahnhof";

fn encrypted(passphrase: &str) -> TestStudy {
    let new = NewStudy {
        passphrase: Some(Secret::new(passphrase)),
        ..NewStudy::titled("An encrypted study")
    };
    TestStudy::file_with(&new)
}

fn add(study: &TestStudy) {
    study.session().perform(CodeAdd { name: WORDS.into(), ..CodeAdd::default() }).expect("adds");
}

fn open(path: &Path, passphrase: Option<&str>) -> trefoil_core::error::Result<Study> {
    Study::open(&Place::File(path.to_owned()), passphrase.map(Secret::new).as_ref())
}

/// Whether the words stand readable in the file or anything beside it.
fn readable(path: &Path) -> bool {
    let folder = path.parent().expect("the study lies in a folder");
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be listed") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.extend(fs::read(path).expect("reads"));
            }
        }
    }
    all.windows(WORDS.len()).any(|window| window == WORDS.as_bytes())
}

#[test]
fn words_stand_readable_in_a_plain_file_and_nowhere_around_an_encrypted_one() {
    let plain = TestStudy::file();
    add(&plain);
    plain.study().back_up().expect("a backup is made");
    assert!(readable(&plain.path()), "the search can find words at all");
    let study = encrypted("correct horse");
    add(&study);
    study.study().back_up().expect("a backup is made");
    assert!(!readable(&study.path()));
    assert!(open(&study.path(), Some("correct horse")).is_ok());
}

#[test]
fn the_documented_way_opens_an_encrypted_file_without_this_program() {
    let study = encrypted("correct horse");
    add(&study);
    let path = study.path();
    let _folder = study.into_folder();
    let salt = fs::read(&path).expect("reads")[..16].to_vec();
    let mut key = [0_u8; 32];
    let params = argon2::Params::new(19_456, 2, 1, Some(32)).expect("the parameters are allowed");
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(b"correct horse", &salt, &mut key)
        .expect("derives");
    let hex = key.iter().chain(&salt).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    #[expect(clippy::disallowed_methods, reason = "any other program is what is tested")]
    let other = rusqlite::Connection::open(&path).expect("opens");
    other
        .execute_batch(&format!("PRAGMA cipher = 'chacha20'; PRAGMA key = 'raw:{hex}'"))
        .expect("takes the key");
    let name: String =
        other.query_row("SELECT name FROM code", [], |row| row.get(0)).expect("reads the code");
    assert_eq!(name, WORDS);
}

#[test]
fn each_way_not_to_open_has_its_own_words() {
    let study = encrypted("correct horse");
    add(&study);
    let path = study.path();
    let folder = path.parent().expect("a folder").to_owned();
    let said = |path: &Path, passphrase: Option<&str>| {
        let error = open(path, passphrase).expect_err("this must not open");
        let text = error.to_string().replace(&format!("{}/", folder.display()), "");
        (error.kind(), text)
    };
    assert_eq!(
        said(&path, Some("wrong")),
        (Kind::Denied, "test.trefoil does not open with this passphrase.".into())
    );
    assert_eq!(
        said(&path, None),
        (Kind::Denied, "test.trefoil is encrypted and needs its passphrase.".into())
    );
    let foreign = folder.join("picture.png");
    fs::write(&foreign, b"\x89PNG\r\n\x1a\n and so on, long enough to have a header")
        .expect("writes");
    assert_eq!(
        said(&foreign, None),
        (Kind::BadFile, "picture.png is not a Trefoil study. It was not changed.".into())
    );
    let empty = folder.join("empty.trefoil");
    fs::write(&empty, b"").expect("writes");
    assert_eq!(
        said(&empty, None),
        (Kind::BadFile, "empty.trefoil is an empty file. It was not changed.".into())
    );
    assert_eq!(
        said(&folder.join("nothing.trefoil"), None),
        (Kind::NotFound, "There is no study nothing.trefoil.".into())
    );
}

#[test]
fn another_programs_database_is_foreign_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("other.sqlite");
    #[expect(clippy::disallowed_methods, reason = "another program's file is what is tested")]
    let other = rusqlite::Connection::open(&path).expect("opens");
    other.execute_batch("CREATE TABLE things (x); INSERT INTO things VALUES (1)").expect("writes");
    drop(other);
    let before = fs::read(&path).expect("reads");
    let error = open(&path, None).expect_err("this is not a study");
    assert_eq!(error.kind(), Kind::BadFile, "{error}");
    assert!(fs::read(&path).expect("reads") == before, "not one byte was changed");
}

#[test]
fn a_study_from_the_future_is_left_alone() {
    let study = TestStudy::file();
    let path = study.path();
    drop(study.study().read(|_| Ok(())));
    #[expect(clippy::disallowed_methods, reason = "a future program is played by hand")]
    let future = rusqlite::Connection::open(&path).expect("opens");
    future.execute_batch("UPDATE schema_version SET version = 99").expect("writes");
    drop(future);
    let error = open(&path, None).expect_err("too new");
    assert_eq!(error.kind(), Kind::BadFile);
    assert!(error.to_string().contains("newer Trefoil (study version 99"), "{error}");
}

#[test]
fn a_file_that_lost_its_end_or_a_page_is_damaged_and_never_written_to() {
    for passphrase in [None, Some("correct horse")] {
        let study = match passphrase {
            None => TestStudy::file(),
            Some(passphrase) => encrypted(passphrase),
        };
        for n in 0..50 {
            let name = format!("{WORDS} {n}");
            study.session().perform(CodeAdd { name, ..CodeAdd::default() }).expect("adds");
        }
        let copy = study.study().back_up().expect("a backup is made");
        let whole = fs::read(&copy).expect("reads");
        let cut = copy.with_file_name("cut.trefoil");
        fs::write(&cut, &whole[..whole.len() - 4096 * 3]).expect("writes");
        let error = open(&cut, passphrase).expect_err("it is cut short");
        assert_eq!(error.kind(), Kind::Damaged, "{error}");
        // How long an encrypted file should be stands inside it.
        let said = if passphrase.is_none() { "is cut short" } else { "is damaged" };
        assert!(error.to_string().contains(said), "{error}");
        assert_eq!(fs::read(&cut).expect("reads").len(), whole.len() - 4096 * 3);

        let scratched = copy.with_file_name("scratched.trefoil");
        let mut bytes = whole.clone();
        for page in 2..whole.len() / 4096 {
            bytes[page * 4096..page * 4096 + 64].fill(0xa5);
        }
        fs::write(&scratched, &bytes).expect("writes");
        let outcome = open(&scratched, passphrase).and_then(|study| study.check());
        match outcome {
            Err(error) => assert_eq!(error.kind(), Kind::Damaged, "{error}"),
            Ok(checked) => assert!(!checked.findings.is_empty()),
        }
        assert!(fs::read(&scratched).expect("reads") == bytes, "not one byte was changed");
    }
}

#[test]
fn a_passphrase_is_set_changed_and_removed_and_the_study_stays_what_it_was() {
    let study = TestStudy::file();
    add(&study);
    let (path, dump) = (study.path(), study.dump());
    let secret = |text: &str| Secret::new(text);
    let error = set_passphrase(&path, None, Some(&secret("one"))).expect_err("it is open");
    assert_eq!(error.kind(), Kind::Busy, "{error}");
    let folder = study.into_folder();

    set_passphrase(&path, None, Some(&secret("one"))).expect("is set");
    assert!(!readable(&path), "no plain copy is left beside it");
    assert!(open(&path, None).is_err());
    let says = |passphrase: Option<&str>| {
        let study = open(&path, passphrase).expect("opens");
        assert!(study.check().expect("checks").findings.is_empty());
        study.read(trefoil_core::study::dump::logical).expect("dumps")
    };
    assert_eq!(says(Some("one")), dump);

    let error = set_passphrase(&path, Some(&secret("wrong")), Some(&secret("two")));
    assert_eq!(error.expect_err("wrong").kind(), Kind::Denied);
    set_passphrase(&path, Some(&secret("one")), Some(&secret("two"))).expect("is changed");
    assert!(open(&path, Some("one")).is_err());
    assert_eq!(says(Some("two")), dump);

    set_passphrase(&path, Some(&secret("two")), None).expect("is removed");
    assert_eq!(says(None), dump);
    assert!(readable(&path));
    let error = set_passphrase(&path, None, None).expect_err("there is none");
    assert_eq!(error.kind(), Kind::Conflict);
    let left: Vec<_> = fs::read_dir(folder.path())
        .expect("lists")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(left, ["test.trefoil"], "nothing is left over");
}

#[test]
fn a_backup_of_an_encrypted_study_is_encrypted_and_restores() {
    let study = encrypted("correct horse");
    add(&study);
    let (path, then) = (study.path(), study.dump());
    study.study().back_up().expect("a backup is made");
    add_more(&study);
    let now = study.dump();
    assert_ne!(then, now);
    let error = backup::restore(&path, 1, Some(&Secret::new("correct horse")));
    assert_eq!(error.expect_err("it is open").kind(), Kind::Busy);
    let _folder = study.into_folder();
    let error = backup::restore(&path, 1, Some(&Secret::new("wrong"))).expect_err("wrong");
    assert_eq!(error.kind(), Kind::Denied, "{error}");
    backup::restore(&path, 1, Some(&Secret::new("correct horse"))).expect("restores");
    let dump = || {
        let study = open(&path, Some("correct horse")).expect("opens");
        study.read(trefoil_core::study::dump::logical).expect("dumps")
    };
    assert_eq!(dump(), then);
    let backups = backup::list(&path).expect("lists");
    assert_eq!(backups[0].reason, backup::Reason::BeforeRestore);
    backup::restore(&path, 1, Some(&Secret::new("correct horse"))).expect("restores");
    assert_eq!(dump(), now, "what was there before the restore can be had again");
}

fn add_more(study: &TestStudy) {
    let add = CodeAdd { name: "More".into(), ..CodeAdd::default() };
    study.session().perform(add).expect("adds");
}
