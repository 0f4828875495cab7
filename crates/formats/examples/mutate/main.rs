//! Throws broken files at every reader, always the same ones for the same seed.
//!
//! `cargo run --release -p trefoil-formats --features fuzzing --example mutate -- [--seconds N]
//! [--slice N] [--from SEED] [--kinds docx,pdf]` goes round the readers, giving each a slice of
//! time in a process of its own, so that a crash ends only that. `-- one KIND SEED [FILE]` repeats
//! one run, writing its bytes to FILE; `-- seeds FOLDER` writes the files it begins with.
//! `seeds.rs` finds these, `change.rs` breaks them, `package.rs` and `paper.rs` know zip and PDF.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    reason = "a program for developers prints what it found, and ends where it cannot go on"
)]

mod change;
mod dice;
mod package;
mod paper;
mod seeds;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{env, process, thread};

use trefoil_formats::fuzzing::{Reader, read};

use self::seeds::Seeds;

/// A run that takes longer is told.
const SLOW: Duration = Duration::from_secs(10);
/// A run that takes longer never ends.
const ENDLESS: Duration = Duration::from_secs(150);

/// Where the last panic was and what it said, also of those that a reader catches itself.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());
/// Which seed runs, and since which millisecond of the process.
static RUNNING: AtomicU64 = AtomicU64::new(0);
static SINCE: AtomicU64 = AtomicU64::new(u64::MAX);

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["one", kind, seed, file @ ..] => repeat(reader(kind), number(seed), file.first().copied()),
        ["seeds", folder] => seeds::write(Path::new(folder)),
        ["slice", kind, from, seconds, state] => {
            slice(reader(kind), number(from), number(seconds), Path::new(state));
        }
        options => round(options),
    }
}

fn reader(name: &str) -> Reader {
    let found = Reader::ALL.into_iter().find(|reader| reader.name() == name);
    found.unwrap_or_else(|| panic!("there is no reader {name}"))
}

fn number(word: &str) -> u64 {
    word.parse().unwrap_or_else(|_| panic!("{word} is no number"))
}

/// The value behind an option.
fn option<'a>(words: &[&'a str], name: &str) -> Option<&'a str> {
    let place = words.iter().position(|word| *word == name)?;
    words.get(place + 1).copied()
}

/// Goes round the readers until the time is over.
fn round(words: &[&str]) {
    let seconds = option(words, "--seconds").map_or(60, number);
    let slice = option(words, "--slice").map_or(10, number);
    let from = option(words, "--from").map_or(1, number);
    let readers: Vec<Reader> = match option(words, "--kinds") {
        Some(kinds) => kinds.split(',').map(reader).collect(),
        None => Reader::ALL.to_vec(),
    };
    let mut next: HashMap<Reader, u64> = readers.iter().map(|reader| (*reader, from)).collect();
    let until = Instant::now() + Duration::from_secs(seconds);
    'time: loop {
        for reader in &readers {
            if Instant::now() >= until {
                break 'time;
            }
            if let Some(seed) = next.get_mut(reader) {
                *seed = in_a_process(*reader, *seed, slice);
            }
        }
    }
    let counts: BTreeMap<&str, u64> =
        next.iter().map(|(reader, seed)| (reader.name(), seed - from)).collect();
    for (name, runs) in &counts {
        println!("{name:10} {runs:>9} runs");
    }
    println!("{:10} {:>9} runs", "all", counts.values().sum::<u64>());
}

/// Runs a slice in a process of its own; says with which seed to go on.
fn in_a_process(reader: Reader, from: u64, seconds: u64) -> u64 {
    let state = env::temp_dir().join(format!("mutate-{}", process::id()));
    let program = env::current_exe().expect("this program has a path");
    let status = Command::new(program)
        .args(["slice", reader.name(), &from.to_string(), &seconds.to_string()])
        .arg(&state)
        .stderr(Stdio::inherit())
        .status()
        .expect("the program starts again");
    let mut bytes = Vec::new();
    let kept = File::open(&state).and_then(|mut file| file.read_to_end(&mut bytes));
    let last = kept.ok().and_then(|_| bytes.try_into().ok()).map_or(from, u64::from_le_bytes);
    let _ = fs::remove_file(&state);
    if !status.success() {
        println!("DIED {} {last}: {status}", reader.name());
    }
    last + 1
}

/// Runs seeds one after the other for a while.
fn slice(reader: Reader, from: u64, seconds: u64, state: &Path) {
    let seeds = Seeds::of(reader);
    let mut state = File::create(state).expect("the seed can be kept");
    let began = Instant::now();
    watch_panics();
    watch_time(reader, began);
    let mut told: HashMap<String, usize> = HashMap::new();
    let mut seed = from;
    loop {
        state.rewind().and_then(|()| state.write_all(&seed.to_le_bytes())).expect("writes");
        RUNNING.store(seed, Ordering::Relaxed);
        let bytes = seeds.broken(seed);
        SINCE.store(millis(began), Ordering::Relaxed);
        let begins = Instant::now();
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| read(reader, &bytes)));
        let took = begins.elapsed();
        SINCE.store(u64::MAX, Ordering::Relaxed);
        if outcome.is_err() {
            let message = LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let place = message.split(": ").next().unwrap_or_default().to_owned();
            let count = told.entry(place).or_default();
            *count += 1;
            if *count <= 2 {
                println!("PANIC {} {seed}: {message}", reader.name());
            }
        }
        if took > SLOW {
            println!("SLOW {} {seed}: {took:.1?} for {} bytes", reader.name(), bytes.len());
        }
        if began.elapsed().as_secs() >= seconds {
            return;
        }
        seed += 1;
    }
}

fn millis(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(0)
}

fn watch_panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let payload = info.payload();
        let words = payload.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or_default();
        let words: String = words.chars().take(300).collect();
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = format!("{place}: {words}");
    }));
}

/// Ends the process when one run does not end.
fn watch_time(reader: Reader, began: Instant) {
    thread::spawn(move || {
        loop {
            thread::sleep(Duration::from_secs(1));
            let since = SINCE.load(Ordering::Relaxed);
            let seed = RUNNING.load(Ordering::Relaxed);
            if millis(began).saturating_sub(since) > u64::try_from(ENDLESS.as_millis()).unwrap_or(0)
            {
                println!("ENDLESS {} {seed}", reader.name());
                process::exit(3);
            }
        }
    });
}

/// Does one run again, where a debugger or a person may watch.
fn repeat(reader: Reader, seed: u64, file: Option<&str>) {
    let bytes = Seeds::of(reader).broken(seed);
    if let Some(file) = file {
        fs::write(file, &bytes).expect("the bytes can be written");
    }
    println!("{} bytes", bytes.len());
    let begins = Instant::now();
    let was_read = read(reader, &bytes);
    println!("{} in {:.1?}", if was_read { "read" } else { "refused" }, begins.elapsed());
}
