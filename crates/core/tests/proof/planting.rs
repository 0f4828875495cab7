//! Studies with words in them, and what to do about them.

use std::io::Write as _;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use trefoil_core::care::erasure::Words;
use trefoil_core::care::erasure::proof::{Proof, prove};
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Place;
use trefoil_core::study::{Change, NewStudy, Operation, Secret, Session, Study};
use trefoil_core::transcript::{Revision, Segment, Speaker};
use trefoil_testkit::TestStudy;

/// Words that stand nowhere else.
pub(crate) const WORDS: &str = "the zwetschgen kettle at Lanternfield";

pub(crate) const PASSPHRASE: &str = "correct horse";

pub(crate) fn encrypted() -> TestStudy {
    let new = NewStudy {
        passphrase: Some(Secret::new(PASSPHRASE)),
        ..NewStudy::titled("An encrypted study")
    };
    TestStudy::file_with(&new)
}

/// A plain file, an encrypted one and, where there is one, a server.
pub(crate) fn all() -> Vec<TestStudy> {
    let mut all = vec![TestStudy::file(), encrypted()];
    all.extend(TestStudy::server());
    all
}

pub(crate) fn files() -> Vec<TestStudy> {
    vec![TestStudy::file(), encrypted()]
}

/// What the proof says of a study and some words.
pub(crate) fn proof_of(study: &Study, words: &str) -> Proof {
    prove(study, &Words::of_lines(words).expect("words"), |_| {}).expect("a proof can be made")
}

/// Where the words are, as people read it.
pub(crate) fn places(study: &Study, words: &str) -> Vec<String> {
    let proof = proof_of(study, words);
    let mut places: Vec<String> =
        proof.found.iter().map(|found| format!("{} ({})", found.place(), found.written)).collect();
    places.sort();
    places.dedup();
    places
}

/// Whether a place with all these marks is among those in which the words are.
pub(crate) fn is_at(study: &Study, words: &str, marks: &[&str]) -> bool {
    places(study, words).iter().any(|place| marks.iter().all(|mark| place.contains(mark)))
}

pub(crate) fn source(session: &Session, name: &str, text: &str) -> Id {
    let add = SourceAdd {
        name: name.into(),
        stream: "interview".into(),
        text: Some(text.into()),
        ..SourceAdd::default()
    };
    session.perform(add).expect("a source can be added").outcome
}

/// Stores a recording.
pub(crate) fn media(session: &Session, bytes: &[u8]) -> Id {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    let bytes = std::io::Cursor::new(bytes.to_vec());
    session.store_media(digest, "application/octet-stream", Box::new(bytes)).expect("stores").id
}

/// Adds a source with a recording.
pub(crate) fn recording(session: &Session, name: &str, bytes: &[u8]) -> Id {
    let add = SourceAdd {
        name: name.into(),
        stream: "voice_note".into(),
        media: Some(media(session, bytes)),
        ..SourceAdd::default()
    };
    session.perform(add).expect("a recording can be added").outcome
}

/// Bytes as unlike any words as those of sound.
pub(crate) fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..length).map(|_| next()).collect()
}

/// A zip archive with one member.
pub(crate) fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file(name, options).expect("begins");
    archive.write_all(bytes).expect("writes");
    archive.finish().expect("ends").into_inner()
}

/// Bytes as gzip.
pub(crate) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).expect("writes");
    out.finish().expect("ends")
}

/// Erases a source with everything that hangs on it, as simply as a test needs it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct SourceErase {
    pub(crate) source: Id,
}

impl Operation for SourceErase {
    const NAME: &'static str = "test.erase";
    const SUMMARY: &'static str = "Erases a source";
    const ERASES: bool = true;
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let own = trefoil_core::bind![self.source];
        change.remove_all::<Segment>("WHERE source = $1", own)?;
        change.remove_all::<Speaker>("WHERE source = $1", own)?;
        change.remove_all::<Revision>("WHERE source = $1", own)?;
        change.remove::<trefoil_core::corpus::source::Source>(self.source)
    }
}

/// Opens the file of a study behind its back.
#[expect(clippy::disallowed_methods, reason = "a test plants what no operation would")]
pub(crate) fn raw(path: &Path, passphrase: Option<&str>) -> rusqlite::Connection {
    let raw = rusqlite::Connection::open(path).expect("opens");
    if let Some(passphrase) = passphrase {
        let salt: [u8; 16] = std::fs::read(path).expect("reads")[..16].try_into().expect("16");
        let mut key = [0_u8; 32];
        argon2::Argon2::default()
            .hash_password_into(passphrase.as_bytes(), &salt, &mut key)
            .expect("derives");
        let digits: Vec<String> =
            key.iter().chain(&salt).map(|byte| format!("{byte:02x}")).collect();
        let key = digits.concat();
        let pragma = |sql: String| raw.query_row(&sql, [], |_| Ok(())).or_else(ignore_no_rows);
        pragma("PRAGMA cipher = 'chacha20'".into()).expect("takes the cipher");
        pragma(format!("PRAGMA key = 'raw:{key}'")).expect("takes the key");
    }
    raw
}

fn ignore_no_rows(error: rusqlite::Error) -> rusqlite::Result<()> {
    match error {
        rusqlite::Error::QueryReturnedNoRows => Ok(()),
        error => Err(error),
    }
}

/// The passphrase of a study for a test, by its kind.
pub(crate) fn passphrase(study: &TestStudy) -> Option<&'static str> {
    let title = study.study().about().expect("says").title;
    (title == "An encrypted study").then_some(PASSPHRASE)
}

/// The passphrase of a study file, by its first bytes.
pub(crate) fn passphrase_of(path: &Path) -> Option<&'static str> {
    let begins = std::fs::read(path).expect("reads").starts_with(b"SQLite format 3");
    (!begins).then_some(PASSPHRASE)
}

/// Runs statements behind the study's back, on either engine.
#[expect(clippy::disallowed_methods, reason = "a test plants what no operation would")]
pub(crate) fn behind(study: &TestStudy, sql: &str) {
    match study.study().place() {
        Place::File(path) => raw(path, passphrase(study)).execute_batch(sql).expect("runs"),
        Place::Server { address, study } => {
            let mut client = postgres::Client::connect(address, postgres::NoTls).expect("connects");
            client.batch_execute(&format!("SET search_path TO trefoil_{study}")).expect("sets");
            client.batch_execute(sql).expect("runs");
        }
    }
}
