//! A large invented study, always the same, for the benches.
//!
//! Its shape is that of the corpus with which other programs were measured: 200 documents of 3,000
//! words, 100 codes (10 with 9 beneath each), 20,000 passages and 23,831 codings. The words mean
//! nothing. A small generator of our own keeps it the same on every machine.

pub mod client;
pub mod corpus;
pub mod made;
pub mod peers;
pub mod times;

use std::path::Path;

use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::storage::Place;
use trefoil_core::study::operation::Described;
use trefoil_core::study::{NewStudy, Operation, Session, Study};

/// How many documents.
pub const DOCUMENTS: usize = 200;
/// How many words each has.
pub const WORDS: usize = 3_000;
/// How many passages there are.
pub const PASSAGES: usize = 20_000;
/// How many codings there are on them.
pub const CODINGS: usize = 23_831;
/// How many passages the first code and the codes beneath it are on.
pub const OF_FIRST: usize = 3_685;

/// Numbers that look random and are always the same (splitmix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Begins a series.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap_or(0)
    }
}

/// A document's text: sentences of invented words, with accents and emoji here and there.
pub fn document(number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "lo", "ren", "tis", "ka", "mö", "dul", "ve", "sha", "pi", "nor", "qué", "zu", "fen",
        "gal", "ti",
    ];
    let mut dice = Dice::new(number as u64 + 1);
    let mut text = String::new();
    for word in 0..WORDS {
        for _ in 0..=dice.below(3) {
            text.push_str(SYLLABLES[dice.below(SYLLABLES.len())]);
        }
        text.push_str(match word % 14 {
            13 if dice.below(40) == 0 => " 🙂.\n\n",
            13 if dice.below(6) == 0 => ".\n\n",
            13 => ". ",
            _ => " ",
        });
    }
    text
}

/// One coded passage: document, span and code.
#[derive(Debug, Clone, Copy)]
pub struct Planned {
    /// Which document.
    pub document: usize,
    /// The first code point.
    pub start: i64,
    /// The code point behind the last.
    pub end: i64,
    /// Which code.
    pub code: usize,
}

/// All codings: the first 20,000 on a passage each, the others on passages that have one.
pub fn codings() -> Vec<Planned> {
    let mut dice = Dice::new(7);
    let lengths: Vec<usize> = (0..DOCUMENTS).map(|n| document(n).chars().count()).collect();
    let mut planned: Vec<Planned> = (0..PASSAGES)
        .map(|number| {
            let document = number % DOCUMENTS;
            let start = dice.below(lengths[document] - 400);
            let end = start + 20 + dice.below(300);
            // The first family (codes 0 to 9) gets exactly as many as the budget speaks of.
            let code = if number < OF_FIRST { dice.below(10) } else { 10 + dice.below(90) };
            Planned { document, start: start as i64, end: end as i64, code }
        })
        .collect();
    for number in 0..CODINGS - PASSAGES {
        let passage = planned[OF_FIRST + number];
        planned.push(Planned { code: 10 + (passage.code - 10 + 1) % 90, ..passage });
    }
    planned
}

/// The large study under construction, with its ids.
#[derive(Debug)]
pub struct Large {
    /// Someone at work in it.
    pub session: Session,
    /// The documents.
    pub sources: Vec<Id>,
    /// The codes; the first of each ten lies above the other nine.
    pub codes: Vec<Id>,
}

/// Makes a study with all documents and codes and no coding.
pub fn begin(path: &Path) -> Large {
    let study = Study::create(&Place::File(path.to_owned()), &NewStudy::titled("A large study"))
        .expect("a study can be made")
        .without_daily_backups();
    let session = study.session("Ada").one_act();
    let sources = (0..DOCUMENTS)
        .map(|number| {
            let add = SourceAdd {
                name: format!("Document {number}"),
                stream: "interview".to_owned(),
                text: Some(document(number)),
                ..SourceAdd::default()
            };
            session.perform(add).expect("a source can be added").outcome
        })
        .collect();
    let mut codes: Vec<Id> = Vec::new();
    for number in 0..100 {
        let parent = (number % 10 != 0).then(|| codes[number - number % 10]);
        let add = CodeAdd { name: format!("Code {number}"), parent, ..CodeAdd::default() };
        codes.push(session.perform(add).expect("a code can be added").outcome);
    }
    Large { session, sources, codes }
}

/// Adds all codings by the operation a person uses, a thousand to a commit.
pub fn add_codings(large: &Large) {
    let operation = Described::of::<CodingAdd>();
    for batch in codings().chunks(1_000) {
        let operations = batch.iter().map(|one| (operation, arguments(large, one))).collect();
        large.session.perform_all(operations).expect("codings can be added");
    }
}

fn arguments(large: &Large, one: &Planned) -> serde_json::Value {
    CodingAdd {
        source: Some(large.sources[one.document]),
        start: Some(one.start),
        end: Some(one.end),
        codes: vec![large.codes[one.code]],
        ..CodingAdd::default()
    }
    .describe()
}

/// The finished large study.
pub fn whole(path: &Path) -> Large {
    let large = begin(path);
    add_codings(&large);
    large
}
