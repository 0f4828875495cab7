//! Opening a document and adding a coding over HTTP, in Trefoil and, where a Taguette server is
//! named, in Taguette: the same corpus, the same client, taking turns every twenty requests.
//!
//! `cargo run --release -p trefoil-benches --bin http -- [--corpus DIR] [--taguette LINK]
//! [--runs N] [--requests N] [--folder DIR] [--json FILE]`. LINK is what Taguette prints when it
//! starts, with its token. `benches/taguette.py` does all of it.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    clippy::unnecessary_wraps,
    reason = "a bench prints what it measured, and ends where it cannot measure"
)]

use std::fs::{self, File};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use trefoil_benches::client::{Answer, Client};
use trefoil_benches::corpus::Corpus;
use trefoil_benches::times::{Times, table};
use trefoil_benches::{Dice, Large};
use trefoil_core::corpus::source;
use trefoil_web::{Options, Running, serve};

/// The measures, in the order of the table. Two have a second name for the first request of a
/// block, which comes after the other program has had the machine for a while, as when a person
/// comes back from a pause.
const MEASURES: [&str; 7] = [OPEN, OPEN_COLD, ADD, ADD_COLD, FIRST, ALL, DISK];
const OPEN: &str = "open a document with its highlights";
const OPEN_COLD: &str = "open a document, after a pause";
const ADD: &str = "add a coding, durable";
const ADD_COLD: &str = "add a coding, after a pause";
const FIRST: &str = "the first 50 passages of a code and those beneath it";
const ALL: &str = "all passages of a code and those beneath it";
const DISK: &str = "the disk alone: write 4 KiB and sync";

/// The other program.
const PEER: Option<&str> = Some("Taguette");

/// How many requests one program gets before the other has its turn.
const BLOCK: usize = 20;

/// How often everything of a code is asked for in a run: Taguette needs seconds for each.
const ALL_REQUESTS: usize = 3;

fn main() -> io::Result<()> {
    let asked = Asked::from_arguments();
    let corpus = asked.corpus.as_deref().map_or_else(Corpus::invented, Corpus::read);
    let folder = asked.scratch()?;
    let began = Instant::now();
    let large = corpus.load(&folder.path().join("bench.trefoil"));
    let loaded = began.elapsed();
    unchanged(&corpus, &large);
    let running = serve(options(folder.path())).expect("the server starts");
    let mut bench = Bench {
        ours: Ours::enter(&running, &large)?,
        theirs: asked.taguette.as_deref().map(Theirs::enter).transpose()?,
        code: corpus.largest(),
        corpus: &corpus,
        dice: Dice::new(1),
    };
    let mut times = Times::of(&MEASURES);
    for _ in 0..asked.runs {
        times.begin_run();
        synced(folder.path(), asked.requests, &mut times)?;
        bench.open(asked.requests, &mut times)?;
        bench.add(asked.requests, &mut times)?;
        bench.passages(asked.requests / 4, &mut times)?;
    }
    let about = json!({
        "documents": corpus.documents.len(),
        "words": corpus.documents.iter().map(|text| text.split_whitespace().count()).sum::<usize>(),
        "codes": corpus.codes.len(),
        "passages": corpus.highlights.len(),
        "codings": corpus.codings(),
        "loaded_s": loaded.as_secs_f64(),
        "requests": asked.requests,
        "runs": asked.runs,
    });
    println!("{about}");
    print!("{}", table(&times));
    if let Some(file) = asked.json {
        let all = json!({ "about": about, "measured": times.described() });
        fs::write(file, serde_json::to_string_pretty(&all)?)?;
    }
    Ok(())
}

/// What the command line says.
struct Asked {
    corpus: Option<PathBuf>,
    taguette: Option<String>,
    folder: Option<PathBuf>,
    json: Option<PathBuf>,
    runs: usize,
    requests: usize,
}

impl Asked {
    fn from_arguments() -> Self {
        let mut asked =
            Self { corpus: None, taguette: None, folder: None, json: None, runs: 3, requests: 200 };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
            match word.as_str() {
                "--corpus" => asked.corpus = Some(value().into()),
                "--taguette" => asked.taguette = Some(value()),
                "--folder" => asked.folder = Some(value().into()),
                "--json" => asked.json = Some(value().into()),
                "--runs" => asked.runs = value().parse().expect("a number"),
                "--requests" => asked.requests = value().parse().expect("a number"),
                _ => panic!("{word} is not known; see the head of benches/src/bin/http.rs"),
            }
        }
        asked
    }

    /// A folder for the study: where it was said, else beside the program, which lies on a disk.
    fn scratch(&self) -> io::Result<TempDir> {
        let beside = || std::env::current_exe().ok()?.parent().map(Path::to_owned);
        match self.folder.clone().or_else(beside) {
            Some(folder) => tempfile::tempdir_in(folder),
            None => tempfile::tempdir(),
        }
    }
}

fn options(folder: &Path) -> Options {
    Options {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        person: Some("Ada".into()),
        suggested: None,
        remember: |_| {},
        folder: folder.to_owned(),
        demo: folder.join("demo"),
        shelf: None,
    }
}

/// Positions count in the texts as given, so they must have arrived as given.
fn unchanged(corpus: &Corpus, large: &Large) {
    for (given, id) in corpus.documents.iter().zip(&large.sources) {
        let id = *id;
        let kept = large.session.study().read(move |reader| source::text(reader, id));
        let kept = kept.expect("reads").expect("has a text").text;
        assert!(kept == *given, "a text was changed on its way in");
    }
}

/// What the disk needs to keep 4 KiB, without any program: the floor of every durable change.
fn synced(folder: &Path, times: usize, all: &mut Times) -> io::Result<()> {
    let mut file = File::create(folder.join("synced"))?;
    for _ in 0..times {
        let start = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        all.note(DISK, None, start.elapsed(), 4096);
    }
    Ok(())
}

/// A coding that neither program has yet.
struct Fresh {
    document: usize,
    start: usize,
    end: usize,
    code: usize,
}

struct Bench<'c> {
    ours: Ours<'c>,
    theirs: Option<Theirs>,
    corpus: &'c Corpus,
    /// The code whose passages are listed.
    code: usize,
    dice: Dice,
}

impl Bench<'_> {
    fn open(&mut self, requests: usize, times: &mut Times) -> io::Result<()> {
        let documents = self.corpus.documents.len();
        for block in blocks(requests) {
            let numbers = || std::iter::once(block.start).chain(block.clone()).enumerate();
            for (at, number) in numbers() {
                let took = self.ours.open(number % documents)?;
                self.note(times, (OPEN, OPEN_COLD), None, at, took);
            }
            for (at, number) in numbers() {
                let Some(theirs) = &mut self.theirs else { break };
                let took = theirs.open(number % documents)?;
                self.note(times, (OPEN, OPEN_COLD), PEER, at, took);
            }
        }
        Ok(())
    }

    fn add(&mut self, requests: usize, times: &mut Times) -> io::Result<()> {
        for block in blocks(requests) {
            let fresh: Vec<Fresh> =
                (block.start..=block.end).map(|number| self.fresh(number)).collect();
            for (at, one) in fresh.iter().enumerate() {
                let took = self.ours.add(one)?;
                self.note(times, (ADD, ADD_COLD), None, at, took);
            }
            for (at, one) in fresh.iter().enumerate() {
                let Some(theirs) = &mut self.theirs else { break };
                let took = theirs.add(one, &self.corpus.documents[one.document])?;
                self.note(times, (ADD, ADD_COLD), PEER, at, took);
            }
        }
        Ok(())
    }

    fn fresh(&mut self, number: usize) -> Fresh {
        let document = number % self.corpus.documents.len();
        let length = self.corpus.documents[document].chars().count();
        let start = self.dice.below(length - 400);
        let end = start + 20 + self.dice.below(280);
        Fresh { document, start, end, code: self.dice.below(self.corpus.codes.len()) }
    }

    fn passages(&mut self, requests: usize, times: &mut Times) -> io::Result<()> {
        let name = &self.corpus.codes[self.code].name;
        for block in blocks(requests) {
            for at in 0..=block.len() {
                let took = self.ours.passages(self.code)?;
                // One page of ours has them all: there is no shorter one to ask for.
                if at > 0 {
                    times.note(FIRST, None, took.0, took.1);
                    times.note(ALL, None, took.0, took.1);
                }
            }
            for at in 0..=block.len() {
                let Some(theirs) = &mut self.theirs else { break };
                let (took, bytes, _) = theirs.passages(name, 1)?;
                if at > 0 {
                    times.note(FIRST, PEER, took, bytes);
                }
            }
        }
        for _ in 0..ALL_REQUESTS {
            let Some(theirs) = &mut self.theirs else { break };
            let (took, bytes) = theirs.all_passages(name)?;
            times.note(ALL, PEER, took, bytes);
        }
        Ok(())
    }

    /// Notes a time; the first of a block apart, where the other program had the machine before.
    fn note(
        &self,
        times: &mut Times,
        (warm, cold): (&'static str, &'static str),
        whose: Option<&'static str>,
        at: usize,
        (took, bytes): (Duration, usize),
    ) {
        if at > 0 {
            times.note(warm, whose, took, bytes);
        } else if self.theirs.is_some() {
            times.note(cold, whose, took, bytes);
        }
    }
}

/// The requests in blocks, between which the programs take turns.
fn blocks(requests: usize) -> impl Iterator<Item = Range<usize>> {
    (0..requests).step_by(BLOCK).map(move |start| start..(start + BLOCK).min(requests))
}

/// Trefoil.
struct Ours<'c> {
    client: Client,
    large: &'c Large,
    root: String,
}

impl<'c> Ours<'c> {
    fn enter(running: &Running, large: &'c Large) -> io::Result<Self> {
        let key = running.app().hold(large.session.study().clone());
        let link = running.link(&format!("/study/{key}"));
        let (host, path) = split(&link);
        let mut client = Client::connect(host)?;
        let answer = client.get(path)?;
        assert_eq!(answer.status, 303, "the login link is followed once");
        Ok(Self { client, large, root: format!("/study/{key}") })
    }

    fn open(&mut self, document: usize) -> io::Result<(Duration, usize)> {
        let id = self.large.sources[document];
        taken(self.client.get(&format!("{}/sources/{id}", self.root))?, "a source")
    }

    fn add(&mut self, fresh: &Fresh) -> io::Result<(Duration, usize)> {
        let path = format!("{}/sources/{}/coding", self.root, self.large.sources[fresh.document]);
        let codes = [self.large.codes[fresh.code]];
        let body = json!({ "revision": 1, "start": fresh.start, "end": fresh.end, "codes": codes });
        taken(self.client.post(&path, &[], &body.to_string())?, "a coding")
    }

    fn passages(&mut self, code: usize) -> io::Result<(Duration, usize)> {
        let id = self.large.codes[code];
        taken(self.client.get(&format!("{}/codes/{id}?all=true", self.root))?, "a code")
    }
}

/// Taguette, with its one project; documents and tags are numbered as they were given.
struct Theirs {
    client: Client,
}

impl Theirs {
    fn enter(link: &str) -> io::Result<Self> {
        let (host, path) = split(link);
        let mut client = Client::connect(host)?;
        client.get(path)?;
        let _ = client.get("/project/1")?.ok("the project of Taguette");
        Ok(Self { client })
    }

    /// What its page asks for when a document is opened: the text, then the highlights.
    fn open(&mut self, document: usize) -> io::Result<(Duration, usize)> {
        let path = format!("/api/project/1/document/{}", document + 1);
        let (text, length) = taken(self.client.get(&format!("{path}/contents"))?, "a text")?;
        let (marks, more) = taken(self.client.get(&path)?, "highlights")?;
        Ok((text + marks, length + more))
    }

    /// Offsets count bytes here.
    fn add(&mut self, fresh: &Fresh, text: &str) -> io::Result<(Duration, usize)> {
        let bytes = |points: usize| text.char_indices().nth(points).map_or(text.len(), |at| at.0);
        let path = format!("/api/project/1/document/{}/highlight/new", fresh.document + 1);
        let body = json!({
            "start_offset": bytes(fresh.start), "end_offset": bytes(fresh.end),
            "tags": [fresh.code + 1],
        });
        let token = self.client.cookie("_xsrf").unwrap_or_default().to_owned();
        let answer = self.client.post(&path, &[("X-XSRFToken", &token)], &body.to_string())?;
        taken(answer, "a highlight")
    }

    /// One page of 50, and how many there are.
    fn passages(&mut self, tag: &str, page: usize) -> io::Result<(Duration, usize, usize)> {
        let path = format!("/api/project/1/highlights/{tag}?page={page}");
        let answer = self.client.get(&path)?.ok("a tag");
        let body: Value = serde_json::from_slice(&answer.body)?;
        let pages = body["pages"].as_u64().and_then(|pages| usize::try_from(pages).ok());
        Ok((answer.took, answer.body.len(), pages.unwrap_or(1)))
    }

    fn all_passages(&mut self, tag: &str) -> io::Result<(Duration, usize)> {
        let (mut took, mut bytes, pages) = self.passages(tag, 1)?;
        for page in 2..=pages {
            let (more, length, _) = self.passages(tag, page)?;
            took += more;
            bytes += length;
        }
        Ok((took, bytes))
    }
}

fn taken(answer: Answer, what: &str) -> io::Result<(Duration, usize)> {
    let answer = answer.ok(what);
    Ok((answer.took, answer.body.len()))
}

/// The host and the path of an address.
fn split(address: &str) -> (&str, &str) {
    let rest = address.strip_prefix("http://").unwrap_or(address);
    rest.find('/').map_or((rest, "/"), |at| rest.split_at(at))
}
