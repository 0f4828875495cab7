//! How long an erasure takes in a study with 200 MB of recordings, in a plain file and an encrypted.
//!
//! `cargo bench -p trefoil-benches --bench erasure`. What is measured is all that a person waits
//! for: the rows go, the file is rewritten into itself, its backups give way to a new one, and the
//! proof reads every byte of both. The proof is measured by itself too. The recordings are noise,
//! which nothing can make smaller, as little as it can the sound of voices.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::io::Cursor;
use std::sync::OnceLock;

use divan::Bencher;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use trefoil_benches::Dice;
use trefoil_core::care::erasure::proof::prove;
use trefoil_core::care::erasure::{ErasureSource, Words};
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::storage::Place;
use trefoil_core::study::{NewStudy, Secret, Session, Study};

const RECORDINGS: u64 = 20;

/// How many bytes each has.
const BYTES: usize = 10_000_000;

/// What somebody said and wants to have erased.
const WORDS: &str = "the zwetschgen kettle at Lanternfield";

fn main() {
    divan::main();
    #[cfg(target_os = "linux")]
    println!("the most memory at a time: {}", peak_memory());
}

/// The most memory that this process had at a time; a recording that is being made is in it.
#[cfg(target_os = "linux")]
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").expect("can be read");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.unwrap_or_default().trim().to_owned()
}

/// How a study lies on the disk.
#[derive(Debug, Clone, Copy)]
enum File {
    Plain,
    Encrypted,
}

struct Recorded {
    _folder: TempDir,
    session: Session,
}

/// The study with the recordings, made once of each kind.
fn recorded(file: File) -> &'static Recorded {
    static PLAIN: OnceLock<Recorded> = OnceLock::new();
    static ENCRYPTED: OnceLock<Recorded> = OnceLock::new();
    match file {
        File::Plain => PLAIN.get_or_init(|| record(None)),
        File::Encrypted => ENCRYPTED.get_or_init(|| record(Some("correct horse"))),
    }
}

fn record(passphrase: Option<&str>) -> Recorded {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("can be made");
    let place = Place::File(folder.path().join("recorded.trefoil"));
    let new = NewStudy {
        passphrase: passphrase.map(|words| Secret::new(words.to_owned())),
        ..NewStudy::titled("Twenty voice notes")
    };
    let study = Study::create(&place, &new).expect("a study can be made").without_daily_backups();
    let session = study.session("Ada");
    for number in 0..RECORDINGS {
        let media = store(&session, noise(number));
        let (name, stream) = (format!("Voice note {number}"), "voice_note".to_owned());
        let add = SourceAdd { name, stream, media: Some(media), ..SourceAdd::default() };
        session.perform(add).expect("a recording can be added");
    }
    study.back_up().expect("a backup can be made");
    Recorded { _folder: folder, session }
}

fn store(session: &Session, bytes: Vec<u8>) -> Id {
    let digest = Sha256::digest(&bytes).into();
    let bytes = Box::new(Cursor::new(bytes));
    session.store_media(digest, "application/octet-stream", bytes).expect("can be stored").id
}

fn noise(seed: u64) -> Vec<u8> {
    let mut dice = Dice::new(seed);
    (0..BYTES).map(|_| u8::try_from(dice.below(256)).unwrap_or(0)).collect()
}

/// Adds the interview that is to go.
fn interview(session: &Session) -> Id {
    let add = SourceAdd {
        name: "P5, week 3".to_owned(),
        stream: "interview".to_owned(),
        text: Some(format!("They said it was {WORDS}.")),
        ..SourceAdd::default()
    };
    session.perform(add).expect("a source can be added").outcome
}

/// Budget: none of its own. With the proof, which is made before an erasure is acknowledged.
#[divan::bench(args = [File::Plain, File::Encrypted], sample_count = 5, sample_size = 1)]
fn erase_a_source(bencher: Bencher<'_, '_>, file: File) {
    let session = &recorded(file).session;
    bencher.with_inputs(|| interview(session)).bench_local_values(|source| {
        let (sources, asked_on) = (vec![source], None);
        let erase = ErasureSource { sources, asked_on, route: String::new(), digest: None };
        let done = session.perform(erase).expect("can be erased");
        let settled = done.settled.expect("what erases is settled");
        assert!(settled.complete, "{settled:?}");
        let proof = settled.proof.expect("a proof is made");
        assert!(proof.nothing_found() && proof.before > Some(0), "{proof:?}");
    });
}

/// Budget: none of its own. The study and one backup.
#[divan::bench(args = [File::Plain, File::Encrypted], sample_count = 5, sample_size = 1)]
fn prove_that_words_are_nowhere(bencher: Bencher<'_, '_>, file: File) {
    let study = recorded(file).session.study();
    let words = Words::of_lines(WORDS).expect("are long enough");
    bencher.bench_local(|| {
        let proof = prove(study, &words, |_| {}).expect("a proof can be made");
        assert!(proof.nothing_found(), "{proof:?}");
    });
}
