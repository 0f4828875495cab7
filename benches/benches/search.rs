//! The budget of searching: 100 MB of text, the first 50 hits with their offsets, in 150 ms.
//!
//! `cargo bench -p trefoil-benches --bench search`. The study has 5,400 invented documents of
//! 3,000 words; every tenth has a sentence in it that is looked for. What is measured is all that a
//! person waits for: looking whether the texts are still current, the scan, and the lookup of when
//! hits are heard.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::sync::OnceLock;

use divan::Bencher;
use tempfile::TempDir;
use trefoil_benches::document;
use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::explore::search::{self, Mode, Query, Texts};
use trefoil_core::id::Id;
use trefoil_core::memo::MemoAdd;
use trefoil_core::storage::Place;
use trefoil_core::study::operation::Described;
use trefoil_core::study::{NewStudy, Session, Study};

const DOCUMENTS: usize = 5_400;

const SENTENCE: &str = "I’ve never felt so left out of a team, 🙂 honestly. ";

fn main() {
    let large = large();
    let bytes: usize = large.texts.all().iter().map(|text| text.text().len()).sum();
    println!("{} documents, {} MB of text", large.texts.all().len(), bytes / 1_000_000);
    divan::main();
}

struct Large {
    _folder: TempDir,
    session: Session,
    texts: Texts,
    code: Id,
}

fn large() -> &'static Large {
    static LARGE: OnceLock<Large> = OnceLock::new();
    LARGE.get_or_init(|| {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("can be made");
        let place = Place::File(folder.path().join("large.trefoil"));
        let study = Study::create(&place, &NewStudy::titled("A large corpus"))
            .expect("a study can be made")
            .without_daily_backups();
        let session = study.session("Ada").one_act();
        let sources = add_documents(&session);
        let add = CodeAdd { name: "Left out".into(), ..CodeAdd::default() };
        let code = session.perform(add).expect("a code can be added").outcome;
        add_codings(&session, &sources, code);
        let texts = study.read(Texts::load).expect("texts can be read");
        Large { _folder: folder, session, texts, code }
    })
}

fn add_documents(session: &Session) -> Vec<Id> {
    let add = |number: usize| {
        let mut text = document(number);
        if number.is_multiple_of(10) {
            let (at, _) = text.match_indices(' ').nth(1_500).expect("documents have many words");
            text.insert_str(at + 1, SENTENCE);
        }
        let (name, stream) = (format!("Document {number}"), "interview".to_owned());
        let add = SourceAdd { name, stream, text: Some(text), ..SourceAdd::default() };
        session.perform(add).expect("a source can be added").outcome
    };
    (0..DOCUMENTS).map(add).collect()
}

/// Codes the sentence where it stands, and a stretch of every other document.
fn add_codings(session: &Session, sources: &[Id], code: Id) {
    let operation = Described::of::<CodingAdd>();
    for batch in sources.chunks(1_000) {
        let add = |source: &Id| {
            let add = serde_json::json!({
                "source": source, "start": 8_000, "end": 12_000, "codes": [code],
            });
            (operation, add)
        };
        session.perform_all(batch.iter().map(add).collect()).expect("codings can be added");
    }
}

fn measure(bencher: Bencher<'_, '_>, query: &Query, some: bool) {
    let large = large();
    bencher.bench_local(|| {
        let mut texts = large.texts.clone();
        let found = search::search(large.session.study(), &mut texts, query).expect("searches");
        assert_eq!(found.total > 0, some, "{}", found.total);
        found
    });
}

/// Budget: 150 ms. In 540 places.
#[divan::bench(sample_count = 30, sample_size = 1)]
fn a_phrase(bencher: Bencher<'_, '_>) {
    measure(bencher, &Query::of("left out of a team"), true);
}

/// Budget: 150 ms. Nowhere, so nothing can be left out.
#[divan::bench(sample_count = 30, sample_size = 1)]
fn a_phrase_that_is_nowhere(bencher: Bencher<'_, '_>) {
    measure(bencher, &Query::of("left out of the team"), false);
}

/// Budget: 150 ms. Typed with a straight apostrophe.
#[divan::bench(sample_count = 30, sample_size = 1)]
fn a_phrase_with_an_apostrophe(bencher: Bencher<'_, '_>) {
    measure(bencher, &Query::of("i've never felt"), true);
}

/// Budget: none of its own; two million places are looked at, and most are inside longer words.
#[divan::bench(sample_count = 30, sample_size = 1)]
fn a_frequent_word(bencher: Bencher<'_, '_>) {
    measure(bencher, &Query { mode: Mode::WholeWord, ..Query::of("mö") }, true);
}

/// Budget: 150 ms.
#[divan::bench(sample_count = 30, sample_size = 1)]
fn capitals_told_apart(bencher: Bencher<'_, '_>) {
    measure(bencher, &Query { case: true, ..Query::of("left out of a team") }, true);
}

/// Budget: none of its own; a letter stands everywhere and every place is counted.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn a_letter(bencher: Bencher<'_, '_>) {
    measure(bencher, &Query::of("q"), true);
}

/// Budget: 150 ms.
#[divan::bench(sample_count = 30, sample_size = 1)]
fn an_expression(bencher: Bencher<'_, '_>) {
    measure(bencher, &Query { mode: Mode::Regex, ..Query::of(r"\b(felt|feel)\s+so\b") }, true);
}

/// Budget: none of its own; nothing in it can be looked for quickly.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn an_expression_of_classes(bencher: Bencher<'_, '_>) {
    measure(bencher, &Query { mode: Mode::Regex, ..Query::of(r"\w+, \p{Emoji}") }, true);
}

/// Budget: 150 ms. Within a code that is on a fifth of the text.
#[divan::bench(sample_count = 30, sample_size = 1)]
fn within_a_code(bencher: Bencher<'_, '_>) {
    measure(bencher, &Query { codes: vec![large().code], ..Query::of("left out of a") }, true);
}

/// Budget: none of its own; once for an open study.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn load_all_texts(bencher: Bencher<'_, '_>) {
    let study = large().session.study();
    bencher.bench_local(|| study.read(Texts::load).expect("texts can be read"));
}

/// Budget: none of its own; before the first search after each change.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn refresh_after_a_change(bencher: Bencher<'_, '_>) {
    let large = large();
    bencher.bench_local(|| {
        let memo = MemoAdd { on: None, title: String::new(), text: "A note".into() };
        large.session.perform(memo).expect("a memo can be added");
        let mut texts = large.texts.clone();
        texts.refresh(large.session.study()).expect("texts can be read");
    });
}
