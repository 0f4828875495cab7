//! The storage budgets: opening, coding durably, listing, exporting, importing.
//!
//! `cargo bench -p trefoil-benches`. The budgets are those of an idle machine with an SSD; a
//! laptop on battery or a busy server shows larger numbers.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use divan::Bencher;
use tempfile::TempDir;
use trefoil_benches::{Large, OF_FIRST, add_codings, begin, codings, whole};
use trefoil_core::care::Use;
use trefoil_core::care::output::{Asked, Holds, Release};
use trefoil_core::care::pseudonym::Level;
use trefoil_core::coding::{self, CodingAdd};
use trefoil_core::corpus::source;
use trefoil_core::exchange::{csv, json};

use trefoil_core::study::Study;

fn main() {
    coding_percentiles();
    divan::main();
}

fn folder() -> TempDir {
    // Beside the build, which lies on a disk; the system's temporary folder may be memory.
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder can be made")
}

/// The large study, made once.
fn large() -> &'static (TempDir, Large) {
    static LARGE: OnceLock<(TempDir, Large)> = OnceLock::new();
    LARGE.get_or_init(|| {
        let folder = folder();
        let large = whole(&folder.path().join("large.trefoil"));
        (folder, large)
    })
}

/// Percentiles of one acknowledged coding, which a table of medians would hide.
fn coding_percentiles() {
    let (_, large) = large();
    let mut times: Vec<Duration> = (0..400_i64)
        .map(|number| {
            let add = fresh_coding(large, number);
            let start = Instant::now();
            large.session.perform(add).expect("a coding can be added");
            start.elapsed()
        })
        .collect();
    times.sort();
    println!(
        "add a coding, durable: p50 {:?}, p95 {:?}, max {:?} (budget p95 5 ms)",
        times[200], times[380], times[399]
    );
}

fn fresh_coding(large: &Large, number: i64) -> CodingAdd {
    CodingAdd {
        source: Some(large.sources[usize::try_from(number).unwrap_or(0) % 200]),
        start: Some(number),
        end: Some(number + 5),
        codes: vec![large.codes[99]],
        ..CodingAdd::default()
    }
}

/// Budget: none of its own; two durable changes. The passage comes and goes with the coding.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn undo_and_redo_a_coding(bencher: Bencher<'_, '_>) {
    let large = &large().1;
    let ben = large.session.study().session("Ben");
    ben.perform(fresh_coding(large, 1_000)).expect("a coding can be added");
    bencher.bench_local(|| {
        ben.undo().expect("undo works").expect("there is an act");
        ben.redo().expect("redo works").expect("there is an act");
    });
}

/// Budget: open a study to its first page under 150 ms.
#[divan::bench(sample_count = 30, sample_size = 1)]
fn open_and_list_sources(bencher: Bencher<'_, '_>) {
    let place = large().1.session.study().place().clone();
    bencher.bench_local(|| {
        let study = Study::open(&place, None).expect("opens");
        study.read(source::list).expect("lists")
    });
}

/// Budget: a document of 3,000 words with 100 highlights under 5 ms.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn open_a_document_with_its_codings(bencher: Bencher<'_, '_>) {
    let large = &large().1;
    let id = large.sources[17];
    bencher.bench_local(|| {
        large
            .session
            .study()
            .read(move |reader| Ok((source::text(reader, id)?, coding::of_source(reader, id)?)))
            .expect("reads")
    });
}

/// Budget: 3,685 passages of a code with what lies beneath it under 20 ms.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn list_3685_passages(bencher: Bencher<'_, '_>) {
    let large = &large().1;
    let code = large.codes[0];
    bencher.bench_local(|| {
        let passages = large
            .session
            .study()
            .read(move |reader| coding::of_code(reader, code, true))
            .expect("lists");
        assert!(passages.len() <= OF_FIRST && passages.len() > OF_FIRST - 50);
        passages
    });
}

/// Budget: 23,831 codings as CSV under 150 ms.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn export_codings_as_csv(bencher: Bencher<'_, '_>) {
    let large = &large().1;
    bencher.bench_local(|| {
        let out = Box::new(std::io::sink());
        let (format, file_name) = ("csv".to_owned(), String::new());
        let (purpose, level, holds) = (Use::Analysis, Level::Raw, Holds::Codings);
        let asked = Asked { format, file_name, purpose, level, holds };
        let release = Release::make(&large.session, asked).expect("researchers may");
        csv::codings(large.session.study(), release, csv::Options::default(), out).expect("exports")
    });
}

/// Budget: none of its own.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn export_as_json(bencher: Bencher<'_, '_>) {
    let large = &large().1;
    bencher.bench_local(|| {
        let out = Box::new(std::io::sink());
        json::export(&large.session, "", json::Options::default(), out).expect("exports")
    });
}

/// Budget: under 1.5 s, as from a `.qdpx`.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn import_23831_codings_by_operations(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| {
            let folder = folder();
            let large = begin(&folder.path().join("fresh.trefoil"));
            (folder, large)
        })
        .bench_local_values(|(folder, large)| {
            assert_eq!(codings().len(), trefoil_benches::CODINGS);
            add_codings(&large);
            (folder, large)
        });
}
