//! How long very large chats take: `cargo bench -p trefoil-benches --bench chats [-- MB]`.
//!
//! Chats of several shapes are made, of 15 MB and of 60 MB (what a chat may have is 64 MiB), and
//! read as an import reads them: surveyed, then read. A reader that looks at anything twice takes
//! more than four times as long for the larger one; the last column says how much longer it was.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use trefoil_formats::{Options, survey};

/// What a shape is called, and how a chat of it is made of so many bytes.
type Shape = (&'static str, fn(usize) -> String);

const SHAPES: &[Shape] = &[
    ("headers and little else", |size| lines(size, "x")),
    ("sentences", |size| lines(size, &"some words, and (more) of them: so ".repeat(6))),
    ("labels in words", |size| lines(size, "Mood: <3")),
    ("one message", |size| one("<a: (b ", size)),
    ("marks of direction", |size| one("\u{200e}", size) + "x"),
    ("brackets", |size| "[".repeat(size) + "\n18.03.25, 08:14 - Ana: x"),
];

fn main() {
    let large = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(60_usize);
    let folder = tempfile::tempdir().expect("a folder can be made");
    println!("{:24} {:>10} {:>10} {:>9}", "", "a quarter", "whole", "times");
    for (name, make) in SHAPES {
        let [quarter, whole] =
            [large / 4, large].map(|size| read(folder.path(), &make(size * 1_000_000)));
        let times = whole.as_secs_f64() / quarter.as_secs_f64().max(1e-6);
        println!(
            "{name:24} {:>8.2} s {:>8.2} s {times:>8.1}×",
            quarter.as_secs_f64(),
            whole.as_secs_f64()
        );
    }
}

/// How long a chat takes to be surveyed and read.
fn read(folder: &Path, text: &str) -> Duration {
    let path = folder.join("_chat.txt");
    fs::write(&path, text).expect("a file can be written");
    let begins = Instant::now();
    let survey = survey(std::slice::from_ref(&path));
    for candidate in &survey.candidates {
        std::hint::black_box(candidate.read(Options::default()).ok());
    }
    begins.elapsed()
}

fn lines(size: usize, words: &str) -> String {
    let mut text = String::with_capacity(size + 512);
    for at in 0_usize.. {
        if text.len() >= size {
            break;
        }
        let (day, month) = (1 + at / 1440 % 28, 1 + at / 40320 % 12);
        let (hour, minute) = (at / 60 % 24, at % 60);
        writeln!(text, "{day:02}.{month:02}.2025, {hour:02}:{minute:02} - P{}: {words}", at % 40)
            .expect("text takes what is written to it");
    }
    text
}

fn one(words: &str, size: usize) -> String {
    format!("18.03.25, 08:14 - Ana: {}", words.repeat(size / words.len()))
}
