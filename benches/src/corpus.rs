//! A corpus that other programs are measured with too: texts, codes and highlights in files.
//!
//! The folder holds `corpus/doc-NNN.txt`, `codes.json` and `highlights.jsonl`, as the generator
//! beside the project writes them. Without a folder the invented study of this crate takes its
//! place, and nothing can be compared.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::storage::Place;
use trefoil_core::study::operation::Described;
use trefoil_core::study::{NewStudy, Operation, Study};

use crate::{DOCUMENTS, Large, codings, document};

/// What is loaded into a study.
#[derive(Debug)]
pub struct Corpus {
    /// The texts.
    pub documents: Vec<String>,
    /// The codes, each behind the one it lies under.
    pub codes: Vec<Given>,
    /// The coded passages.
    pub highlights: Vec<Highlight>,
}

/// A code.
#[derive(Debug)]
pub struct Given {
    /// The name.
    pub name: String,
    /// Which code it lies under.
    pub parent: Option<usize>,
}

/// A coded passage.
#[derive(Debug)]
pub struct Highlight {
    /// Which document.
    pub document: usize,
    /// The first code point.
    pub start: i64,
    /// The code point behind the last.
    pub end: i64,
    /// Which codes.
    pub codes: Vec<usize>,
}

impl Corpus {
    /// Reads a folder.
    pub fn read(folder: &Path) -> Self {
        let read = |path: &str| {
            let path = folder.join(path);
            let text = fs::read_to_string(&path);
            text.map_err(|error| format!("{}: {error}", path.display()))
                .expect("the corpus is whole")
        };
        let mut documents = Vec::new();
        while folder.join(format!("corpus/doc-{:03}.txt", documents.len())).exists() {
            documents.push(read(&format!("corpus/doc-{:03}.txt", documents.len())));
        }
        let listed: Value = serde_json::from_str(&read("codes.json")).expect("codes.json is JSON");
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut codes = Vec::new();
        for code in listed.as_array().into_iter().flatten() {
            let name = word(&code["name"]);
            let parent = code["parent"].as_str().map(|parent| numbers[parent]);
            numbers.insert(name.clone(), codes.len());
            codes.push(Given { name, parent });
        }
        let highlights = read("highlights.jsonl")
            .lines()
            .map(|line| {
                let line: Value = serde_json::from_str(line).expect("a line is JSON");
                let number = |key: &str| line[key].as_i64().expect("a number");
                Highlight {
                    document: usize::try_from(number("doc")).expect("a document"),
                    start: number("start_cp"),
                    end: number("end_cp"),
                    codes: line["codes"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .map(|name| numbers[&word(name)])
                        .collect(),
                }
            })
            .collect();
        Self { documents, codes, highlights }
    }

    /// The invented study of this crate.
    pub fn invented() -> Self {
        let codes = (0..100).map(|number| Given {
            name: format!("Code {number}"),
            parent: (number % 10 != 0).then(|| number - number % 10),
        });
        let highlights = codings().into_iter().map(|one| Highlight {
            document: one.document,
            start: one.start,
            end: one.end,
            codes: vec![one.code],
        });
        Self {
            documents: (0..DOCUMENTS).map(document).collect(),
            codes: codes.collect(),
            highlights: highlights.collect(),
        }
    }

    /// How many codings there are.
    pub fn codings(&self) -> usize {
        self.highlights.iter().map(|one| one.codes.len()).sum()
    }

    /// The top-level code that is used most together with the codes beneath it.
    pub fn largest(&self) -> usize {
        let mut used = vec![0; self.codes.len()];
        for code in self.highlights.iter().flat_map(|one| &one.codes) {
            used[self.codes[*code].parent.unwrap_or(*code)] += 1;
        }
        (0..used.len()).max_by_key(|code| used[*code]).unwrap_or(0)
    }

    /// Loads everything through the operations that a person uses.
    pub fn load(&self, path: &Path) -> Large {
        let study = Study::create(&Place::File(path.to_owned()), &NewStudy::titled("Bench"))
            .expect("a study can be made")
            .without_daily_backups();
        let session = study.session("Ada");
        let sources = self.documents.iter().enumerate().map(|(number, text)| {
            let add = SourceAdd {
                name: format!("doc-{number:03}"),
                stream: "interview".to_owned(),
                text: Some(text.clone()),
                ..SourceAdd::default()
            };
            session.perform(add).expect("a source can be added").outcome
        });
        let sources: Vec<Id> = sources.collect();
        let mut codes: Vec<Id> = Vec::new();
        for code in &self.codes {
            let parent = code.parent.map(|parent| codes[parent]);
            let add = CodeAdd { name: code.name.clone(), parent, ..CodeAdd::default() };
            codes.push(session.perform(add).expect("a code can be added").outcome);
        }
        for batch in self.highlights.chunks(1_000) {
            let add = |one: &Highlight| {
                let add = CodingAdd {
                    source: Some(sources[one.document]),
                    start: Some(one.start),
                    end: Some(one.end),
                    codes: one.codes.iter().map(|code| codes[*code]).collect(),
                    ..CodingAdd::default()
                };
                (Described::of::<CodingAdd>(), add.describe())
            };
            session.perform_all(batch.iter().map(add).collect()).expect("codings can be added");
        }
        Large { session, sources, codes }
    }
}

fn word(value: &Value) -> String {
    value.as_str().expect("a word").to_owned()
}
