//! How fast files are read, beside pandoc and pdftotext: `cargo bench -p trefoil-benches --bench
//! import [-- ROUNDS]`.
//!
//! Real files from beside the checkout, and one large made file of each sort. The programs take
//! turns, file by file within one round. Trefoil reads in this process; another program is started
//! for each file, so what it needs for a file of one line is measured in the same round and taken
//! off each time. What is told is the median round; MB are millions of bytes of the files as they
//! lie on the disk, so packed formats look slower than they are.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench prints what it measured, here of files far below 2^52 bytes"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use trefoil_benches::made;
use trefoil_benches::peers::{SORTS, Sort, ours};

fn main() {
    let rounds = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(5);
    let folder = tempfile::tempdir().expect("a folder can be made");
    println!(
        "{:8} {:24} {:>9} {:>11} {:>11} {:>7}  start taken off",
        "", "", "MB", "Trefoil", "", ""
    );
    for sort in &SORTS {
        let tiny = written(folder.path(), sort, "tiny", made::tiny(sort.name));
        let real = sort.real_files();
        if real.is_empty() {
            println!("{:8} no real files beside the checkout", sort.name);
        } else {
            let what = format!("{} real files", real.len());
            measure(sort, &what, &real, tiny.as_deref(), rounds);
        }
        let large = written(folder.path(), sort, "large", made::large(sort.name));
        if let Some(large) = large {
            measure(sort, "one large made file", &[large], tiny.as_deref(), rounds);
        }
    }
}

/// Writes a made file where a program can find it.
fn written(folder: &Path, sort: &Sort, name: &str, bytes: Option<Vec<u8>>) -> Option<PathBuf> {
    let path = folder.join(format!("{name}.{}", sort.extensions.first()?));
    fs::write(&path, bytes?).expect("a file can be written");
    Some(path)
}

fn measure(sort: &Sort, what: &str, files: &[PathBuf], tiny: Option<&Path>, rounds: usize) {
    let size = |file: &PathBuf| fs::metadata(file).map_or(0, |about| about.len());
    let millions = files.iter().map(size).sum::<u64>() as f64 / 1e6;
    let (mut own, mut peer, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    let installed = sort.installed();
    for _ in 0..rounds {
        let (mut own_round, mut peer_round) = (Duration::ZERO, Duration::ZERO);
        let start = tiny.filter(|_| installed.is_some()).map(|tiny| {
            let mut takes: Vec<Duration> = (0..3).map(|_| timed(|| sort.theirs(tiny))).collect();
            median(&mut takes)
        });
        for file in files {
            own_round += timed(|| ours(file));
            if installed.is_some() {
                let took = timed(|| sort.theirs(file));
                peer_round += took.saturating_sub(start.unwrap_or_default());
            }
        }
        own.push(own_round);
        peer.push(peer_round);
        starts.extend(start);
    }
    let rate = |times: &mut [Duration]| millions / median(times).as_secs_f64().max(1e-6);
    let own_rate = rate(&mut own);
    print!("{:8} {what:24} {millions:>9.3} {own_rate:>6.1} MB/s", sort.name);
    match (installed, sort.peer) {
        (Some(program), _) => {
            let rate = rate(&mut peer);
            let start = median(&mut starts).as_secs_f64() * 1e3;
            println!(" {rate:>6.2} MB/s {:>6.1}×  {program}, {start:.0} ms", own_rate / rate);
        }
        (None, Some((program, _))) => println!("  {program} is not installed"),
        (None, None) => println!("  nobody else reads these as text"),
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let begins = Instant::now();
    let made = std::hint::black_box(work());
    let took = begins.elapsed();
    drop(made);
    took
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
