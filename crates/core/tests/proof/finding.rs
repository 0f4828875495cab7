//! Every place is looked at: words are planted in one place at a time and found there.

use base64::Engine as _;
use trefoil_core::care::erasure::Words;
use trefoil_core::care::erasure::proof::prove;
use trefoil_core::memo::{MemoAdd, MemoRemove};
use trefoil_core::storage::Place;
use trefoil_core::study::{Secret, set_passphrase};
use trefoil_core::transcript::SourceCorrect;
use trefoil_testkit::TestStudy;

use super::planting::{
    self, PASSPHRASE, WORDS, all, behind, files, gzipped, is_at, media, noise, places, proof_of,
    recording, source, zipped,
};

/// Asserts that the words are found at a place with these marks, and were nowhere before.
fn found(study: &TestStudy, marks: &[&str]) {
    let places = places(study.study(), WORDS);
    assert!(is_at(study.study(), WORDS, marks), "{study:?}, {marks:?}: {places:?}");
}

fn nowhere(study: &TestStudy) {
    assert_eq!(places(study.study(), WORDS), Vec::<String>::new(), "{study:?}");
}

/// The words are in this column and in no other place.
fn nowhere_but(study: &TestStudy, place: &str) {
    let places = places(study.study(), WORDS);
    assert!(!places.is_empty() && places.iter().all(|one| one.starts_with(place)), "{places:?}");
}

#[test]
fn words_of_a_text_and_of_what_was_corrected_away_are_found() {
    for study in all() {
        nowhere(&study);
        let one = source(study.session(), "Interview", &format!("They said {WORDS} today."));
        found(&study, &["revision.text", "utf-8"]);
        let text = Some("They said something today.".to_owned());
        let correct = SourceCorrect {
            source: one,
            edits: Vec::new(),
            text,
            revision: None,
            reason: String::new(),
        };
        study.session().perform(correct).expect("corrects");
        found(&study, &["revision.text"]);
    }
}

#[test]
fn words_of_a_memo_and_of_the_image_of_a_removed_one_are_found() {
    for study in all() {
        let ada = study.session();
        let text = format!("I remember \"{WORDS}\"\nwell.");
        let memo = ada.perform(MemoAdd { on: None, title: String::new(), text }).expect("writes");
        found(&study, &["memo.text"]);
        ada.perform(MemoRemove { memo: memo.outcome }).expect("removes");
        assert!(!is_at(study.study(), WORDS, &["memo.text"]), "{study:?}");
        found(&study, &["undo_image.before"]);
    }
}

#[test]
fn words_in_the_history_in_jobs_and_in_tables_nobody_knows_are_found() {
    for study in all() {
        source(study.session(), "Interview", "Something else.");
        nowhere(&study);
        behind(&study, &format!("UPDATE history SET description = '{{\"x\":\"{WORDS}\"}}'"));
        found(&study, &["history.description"]);
        behind(&study, "UPDATE history SET description = '{}'");
        behind(
            &study,
            &format!(
                "INSERT INTO job SELECT id, 'import', 'done', '', 0, 0, '{WORDS}', person, 0, 0 \
                 FROM history"
            ),
        );
        found(&study, &["job.outcome"]);
        behind(
            &study,
            &format!(
                "CREATE TABLE forgotten (said TEXT); INSERT INTO forgotten VALUES ('{WORDS}')"
            ),
        );
        found(&study, &["forgotten.said"]);
    }
}

#[test]
fn words_are_found_however_they_are_written() {
    let accents = "Zoë’s crème brûlée";
    let study = TestStudy::file();
    let ada = study.session();
    let base64 = base64::engine::general_purpose::STANDARD.encode(format!("so {accents} then"));
    let spelled: Vec<(&str, String)> = vec![
        ("utf-8", accents.to_uppercase()),
        ("utf-8", "Zoe\u{308}’s cre\u{300}me bru\u{302}le\u{301}e".to_owned()),
        ("json", "Zo\\u00eb\\u2019s cr\\u00e8me br\\u00fbl\\u00e9e".to_owned()),
        ("hexadecimal", hexadecimal(accents.as_bytes())),
        ("base64", base64),
    ];
    for (written, text) in &spelled {
        let memo = MemoAdd { on: None, title: String::new(), text: format!("x {text} y") };
        let memo = ada.perform(memo).expect("writes").outcome;
        assert!(is_at(study.study(), accents, &["memo.text", written]), "{text}");
        ada.perform(MemoRemove { memo }).expect("removes");
        behind(&study, "DELETE FROM undo_image");
    }
}

#[test]
fn words_in_a_recording_are_found_across_the_border_of_its_pieces() {
    for study in all() {
        let mut bytes = noise(1_500_000, 7);
        let at = (1 << 20) - 10;
        bytes[at..at + WORDS.len()].copy_from_slice(WORDS.as_bytes());
        recording(study.session(), "Voice note", &bytes);
        found(&study, &["media_chunk.content", "utf-8"]);
    }
}

#[test]
fn words_in_a_recording_in_two_bytes_each_are_found() {
    for study in all() {
        let mut bytes = noise(100_000, 9);
        bytes.extend(WORDS.to_uppercase().encode_utf16().flat_map(u16::to_le_bytes));
        bytes.extend(noise(100_000, 11));
        // No source names it: nobody else would look at it.
        media(study.session(), &bytes);
        found(&study, &["media_chunk.content", "utf-16"]);
    }
}

#[test]
fn words_inside_what_is_compressed_are_found() {
    for study in all() {
        let inner = gzipped(&gzipped(format!("before {WORDS} behind").as_bytes()));
        let archive = zipped("inner.gz", &inner);
        assert!(!archive.windows(9).any(|window| window == b"zwetschge"));
        recording(study.session(), "Archive", &archive);
        found(&study, &["media_chunk.content", "member 1, gzip, gzip"]);
    }
}

#[test]
fn the_name_of_a_member_of_an_archive_is_looked_at_and_not_told() {
    let study = TestStudy::file();
    recording(study.session(), "Archive", &zipped(&format!("{WORDS}.txt"), b"nothing"));
    let places = places(study.study(), WORDS);
    assert!(!places.is_empty() && places.iter().all(|place| !place.contains(WORDS)), "{places:?}");
}

#[test]
fn a_bomb_is_bounded_and_told() {
    let study = TestStudy::file();
    let zeros = vec![0_u8; 40 << 20];
    let bomb = gzipped(&gzipped(&gzipped(&gzipped(&gzipped(&gzipped(&zeros))))));
    recording(study.session(), "Bomb", &bomb);
    let proof = proof_of(study.study(), WORDS);
    assert!(proof.nothing_found());
    assert!(proof.not_looked_at.iter().any(|one| one.why.contains("deeper")), "{proof:?}");
    let broken = [&gzipped(b"something")[..12], &noise(200, 3)[..]].concat();
    recording(study.session(), "Broken", &broken);
    let proof = proof_of(study.study(), WORDS);
    assert!(proof.not_looked_at.iter().any(|one| one.why.contains("damaged")), "{proof:?}");
}

#[test]
fn words_on_free_pages_are_found() {
    for study in files() {
        let raw = planting::raw(&study.path(), planting::passphrase(&study));
        raw.execute_batch("PRAGMA secure_delete = OFF").expect("sets");
        let text = format!("{WORDS} ").repeat(2000);
        raw.execute_batch(&format!("CREATE TABLE x (y TEXT); INSERT INTO x VALUES ('{text}')"))
            .expect("plants");
        raw.execute_batch("DROP TABLE x; PRAGMA wal_checkpoint(TRUNCATE)").expect("drops");
        let proof = proof_of(study.study(), WORDS);
        assert!(proof.found.iter().any(|found| found.page.is_some() && found.file.is_none()));
        assert!(proof.found.iter().all(|found| found.table.is_none()), "{proof:?}");
        assert!(proof.not_looked_at.is_empty(), "{proof:?}");
    }
}

#[test]
fn words_that_only_the_log_holds_are_found() {
    for study in files() {
        let raw = planting::raw(&study.path(), planting::passphrase(&study));
        raw.execute_batch(
            "PRAGMA wal_autocheckpoint = 0; PRAGMA wal_checkpoint(TRUNCATE); \
             PRAGMA secure_delete = ON",
        )
        .expect("sets");
        raw.execute_batch(&format!("CREATE TABLE x (y TEXT); INSERT INTO x VALUES ('{WORDS}')"))
            .expect("plants");
        raw.execute_batch("DELETE FROM x; DROP TABLE x").expect("drops");
        let proof = proof_of(study.study(), WORDS);
        let log = |file: &Option<String>| file.as_deref() == Some("the log");
        assert!(proof.found.iter().any(|found| log(&found.file)), "{proof:?}");
        assert!(proof.found.iter().all(|found| log(&found.file)), "{proof:?}");
        assert!(proof.not_looked_at.is_empty(), "{proof:?}");
    }
}

#[test]
fn words_in_backups_are_found_in_their_values_and_pages() {
    for study in files() {
        // Longer than a page, and on a border of pages somewhere.
        let text = format!("{} ", "filler".repeat(20)).repeat(400) + WORDS;
        let one = source(study.session(), "Interview", &text);
        study.study().back_up().expect("makes a backup");
        study.session().perform(planting::SourceErase { source: one }).expect("erases");
        nowhere(&study);
        source(study.session(), "Interview", &text);
        let backup = study.study().back_up().expect("makes a backup");
        found(&study, &["backup ", "asked", "revision.text"]);
        found(&study, &["backup ", "asked", "page "]);
        let beside = std::fs::read_dir(backup.parent().expect("a folder")).expect("lists");
        assert_eq!(beside.count(), 2, "looking leaves nothing beside a backup");
    }
}

#[test]
fn words_in_files_nobody_finished_are_found() {
    for study in files() {
        let mut name = study.path().into_os_string();
        name.push("-new-p99999999-1");
        std::fs::write(&name, format!("{}{WORDS}", " ".repeat(5000))).expect("writes");
        found(&study, &["-new-p99999999-1", "page 2"]);
    }
}

#[test]
fn a_backup_with_an_older_passphrase_is_told_and_so_is_every_place_looked_at() {
    let study = planting::encrypted();
    source(study.session(), "Interview", WORDS);
    study.study().back_up().expect("makes a backup");
    let path = study.path();
    let folder = study.into_folder();
    let (old, new) = (Secret::new(PASSPHRASE), Secret::new("battery staple"));
    set_passphrase(&path, Some(&old), Some(&new)).expect("changes it");
    let study = trefoil_core::study::Study::open(&Place::File(path), Some(&new)).expect("opens");
    let proof = proof_of(&study, WORDS);
    let [closed] = &proof.not_looked_at[..] else { panic!("{proof:?}") };
    assert!(closed.place.contains("asked") && closed.why.contains("another passphrase"));
    let looked: Vec<&str> = proof.looked_at.iter().map(|one| one.place.as_str()).collect();
    assert!(looked.contains(&"values of tables"), "{looked:?}");
    assert!(looked.contains(&"pages of the file, free ones too"), "{looked:?}");
    drop(study);
    drop(folder);
}

#[test]
fn a_servers_samples_of_columns_are_looked_at() {
    let Some(study) = TestStudy::server() else { return };
    for at in 0..40 {
        source(study.session(), &format!("Interview {at}"), WORDS);
    }
    // Trefoil has the server take none; an administrator may say otherwise.
    behind(&study, "ANALYZE revision");
    nowhere_but(&study, "revision.text");
    behind(&study, "ALTER TABLE revision ALTER COLUMN text SET STATISTICS 100; ANALYZE revision");
    found(&study, &["planner", "revision", "text"]);
}

#[test]
fn a_proof_says_how_far_it_is_and_never_what_it_looks_for() {
    let study = TestStudy::file();
    recording(study.session(), "Voice note", &noise(9 << 20, 5));
    let (sender, told) = std::sync::mpsc::channel();
    let words = Words::of_lines(WORDS).expect("words");
    let proof = prove(study.study(), &words, move |step| {
        let _ = sender.send(step);
    })
    .expect("proves");
    let told: Vec<_> = told.iter().collect();
    assert!(told.len() > 2, "{told:?}");
    assert!(told.windows(2).all(|pair| pair[0].done <= pair[1].done));
    assert!(told.last().is_some_and(|last| last.done == last.total));
    let written = serde_json::to_string(&proof).expect("writes");
    assert!(!written.contains("zwetschgen") && !format!("{words:?}").contains("zwetschgen"));
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}
