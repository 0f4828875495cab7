//! Somebody refused everything, and no address of the study says a word of theirs.
//!
//! The addresses are those that links lead to, and every route that the sources of this crate
//! name, filled with the ids of everything that is closed. The words that are looked for are cut
//! from the closed texts themselves, in every revision, and from what was noted on them.

use std::collections::BTreeSet;
use std::path::Path;

use axum::http::StatusCode;
use sha2::Digest as _;
use trefoil_core::bind;
use trefoil_core::care::Answer;
use trefoil_core::care::consent::ConsentSet;
use trefoil_core::corpus::attribute::{
    AttributeAdd, AttributeKind, AttributeNoun, AttributeValueSet,
};
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::memo::MemoAdd;
use trefoil_core::storage::Reader;

use super::crawl::crawl;
use crate::testing::{TestPages, Told};

/// Words that are planted in memos and in a source's own note.
const PLANTED: [&str; 6] = [
    "zephyrine quillwort on a source",
    "ombrophile tussock on a passage",
    "thalassic marram in a note of a source",
    "petrichor sedge in a file that was kept",
    "halcyon fescue as a value of a source",
    "gossamer bracken as a value of a person",
];

/// Of ids of one noun, so many are asked for at every route.
const OF_A_NOUN: usize = 4;

/// What is closed.
struct Shut {
    who: Participant,
    /// Ids of everything that is closed or close to it.
    ids: Vec<Id>,
    sources: Vec<Id>,
    media: Vec<Id>,
    /// Stretches of words, without any sign that a format would write otherwise.
    words: BTreeSet<String>,
}

/// Runs of plain words in a text.
fn runs(text: &str) -> impl Iterator<Item = String> + '_ {
    let plain = |letter: char| letter.is_ascii_alphabetic() || letter == ' ';
    let runs = text.split(move |letter| !plain(letter)).map(str::trim);
    runs.filter(|run| run.len() >= 28 && run.split(' ').count() >= 5)
        .map(|run| run.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn column<T: trefoil_core::storage::Field>(
    reader: &Reader<'_>,
    sql: &str,
    of: Id,
) -> trefoil_core::error::Result<Vec<T>> {
    reader.query(sql, bind![of])?.iter().map(|row| row.get(0)).collect()
}

/// Gathers everything of a participant, words first.
fn shut(pages: &TestPages, name: &'static str) -> Shut {
    let read = move |reader: &Reader<'_>| {
        let who = participant::list(reader)?.into_iter().find(|one| one.name == name);
        let who = who.expect("the demo has this participant");
        let theirs = "source IN (SELECT source FROM source_participant WHERE participant = $1)";
        let of = |sql: &str| column::<String>(reader, &sql.replace("{theirs}", theirs), who.id);
        let ids = |sql: &str| column::<Id>(reader, &sql.replace("{theirs}", theirs), who.id);
        let mut words: BTreeSet<String> = BTreeSet::new();
        for text in of("SELECT text FROM revision WHERE {theirs}")? {
            words.extend(runs(&text));
        }
        let others = "SELECT r.text FROM revision r WHERE r.source NOT IN \
                      (SELECT source FROM source_participant WHERE participant = $1)";
        // What others said too, and what researchers wrote in words of their own: an example in
        // the codebook is theirs, and looked for by the dry run of a withdrawal.
        let written = reader.query("SELECT example FROM code", &[])?;
        let written: Vec<String> =
            written.iter().map(|row| row.get(0)).collect::<trefoil_core::error::Result<_>>()?;
        for text in of(others)?.into_iter().chain(written) {
            words.retain(|run| !text.contains(run.as_str()));
        }
        words.extend(PLANTED.map(ToOwned::to_owned));
        let sources = ids("SELECT source FROM source_participant WHERE participant = $1")?;
        let media = ids("SELECT media FROM source WHERE media IS NOT NULL AND id IN \
                         (SELECT source FROM source_participant WHERE participant = $1)")?;
        let mut all = vec![who.id];
        all.extend(sources.iter().take(OF_A_NOUN));
        all.extend(media.iter().take(OF_A_NOUN));
        for sql in [
            "SELECT id FROM revision WHERE {theirs}",
            "SELECT id FROM segment WHERE {theirs}",
            "SELECT id FROM passage WHERE {theirs}",
            "SELECT id FROM memo WHERE {theirs}",
            "SELECT c.id FROM coding c JOIN passage p ON p.id = c.passage WHERE p.{theirs}",
            "SELECT DISTINCT c.code FROM coding c JOIN passage p ON p.id = c.passage \
             WHERE p.{theirs}",
            "SELECT q.id FROM theme_passage q JOIN passage p ON p.id = q.passage WHERE p.{theirs}",
            "SELECT DISTINCT q.theme FROM theme_passage q JOIN passage p ON p.id = q.passage \
             WHERE p.{theirs}",
            "SELECT e.id FROM evidence e JOIN passage p ON p.id = e.passage WHERE p.{theirs}",
            "SELECT DISTINCT e.condition FROM evidence e JOIN passage p ON p.id = e.passage \
             WHERE p.{theirs}",
            "SELECT DISTINCT x.sentence FROM sentence_citation x \
             JOIN passage p ON p.id = x.passage WHERE p.{theirs}",
        ] {
            all.extend(ids(sql)?.into_iter().take(OF_A_NOUN));
        }
        Ok(Shut { who, ids: all, sources, media, words })
    };
    pages.study.study().read_whole(read).expect("the demo can be read")
}

impl Shut {
    /// The words of this participant that an answer says.
    fn said_in(&self, told: &Told) -> Vec<&str> {
        self.said(&told.body).into_iter().chain(self.said(&told.words())).collect()
    }

    fn said(&self, text: &str) -> Vec<&str> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.words
            .iter()
            .filter(|words| text.contains(words.as_str()))
            .map(String::as_str)
            .collect()
    }
}

/// Every route below a study that the sources of this crate name.
fn routes() -> BTreeSet<String> {
    fn walk(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("the sources can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source can be read");
                let named = text.split(".route(").skip(1);
                let named = named.filter_map(|rest| rest.split('"').nth(1));
                found.extend(named.filter_map(|route| Some(route.strip_prefix('/')?.to_owned())));
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.retain(|route| route != "events" && !route.is_empty());
    found
}

/// Every address at which something of the closed could be asked for.
fn addresses(shut: &Shut) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for route in routes() {
        match route.split_once('{') {
            None => drop(all.insert(route)),
            Some((before, rest)) => {
                let after = rest.split_once('}').map_or("", |(_, after)| after);
                let filled = shut.ids.iter().map(|id| format!("{before}{id}{after}"));
                all.extend(filled.filter(|address| !address.contains('{')));
            }
        }
    }
    let some: Vec<&String> = shut.words.iter().step_by(shut.words.len() / 8 + 1).collect();
    for words in some {
        let asked = crate::words::encode(words);
        let part = crate::words::encode(words.split(' ').nth(1).unwrap_or_default());
        // What was asked for stands in the field again: only a part of it is asked for.
        all.insert(format!("trace?find={part}"));
        all.insert(format!("search?q={part}"));
        all.insert(format!("search?q={part}&participant={}", shut.who.id));
        all.insert(format!("search?q=.*{part}.*&mode=regex"));
        assert!(!asked.is_empty());
        for id in shut.ids.iter().rev().take(OF_A_NOUN * 3) {
            all.insert(format!("themes/{id}?find={part}"));
            all.insert(format!("report/sentences/{id}?find={part}"));
        }
    }
    for choice in ["", "?sample=yes", "?leave_out=yes", "?leave_out=yes&sample=yes&level=direct"] {
        all.extend(
            ["report", "report/preview", "report/file.html"].map(|at| format!("{at}{choice}")),
        );
    }
    all.insert("report/study.json?recordings=yes".into());
    all.extend((1..5).map(|page| format!("history?page={page}")));
    all.insert(format!("corpus?view=list&participant={}", shut.who.id));
    all.insert(format!("care/consent/{}?type=interview_transcript&use=analysis", shut.who.id));
    all
}

/// Puts a source with the file it came from into the study, and values of attributes.
fn plant(pages: &TestPages, who: Id) {
    let ada = pages.study.session();
    let bytes = format!("A file. {}", PLANTED[3]).into_bytes();
    let digest: [u8; 32] = sha2::Sha256::digest(&bytes).into();
    let bytes = Box::new(std::io::Cursor::new(bytes));
    let media = ada.store_media(digest, "text/plain", bytes).expect("bytes are stored").id;
    let add = SourceAdd {
        name: "A letter".into(),
        stream: "document".into(),
        participants: vec![who],
        text: Some(PLANTED[3].into()),
        original: Some(media),
        ..SourceAdd::default()
    };
    let source = ada.perform(add).expect("a source is added").outcome;
    for (noun, value) in
        [(AttributeNoun::Source, PLANTED[4]), (AttributeNoun::Participant, PLANTED[5])]
    {
        let (name, note) = (format!("Of a {noun}"), String::new());
        let add = AttributeAdd { noun, name, kind: AttributeKind::Text, note };
        let attribute = ada.perform(add).expect("an attribute").outcome;
        let is_source = noun == AttributeNoun::Source;
        let set = AttributeValueSet {
            attribute,
            source: is_source.then_some(source),
            participant: (!is_source).then_some(who),
            value: Some(value.into()),
        };
        ada.perform(set).expect("a value");
    }
    for path in [format!("sources/{source}/original"), format!("sources/{source}/facts")] {
        let body = pages.get(&path).body;
        assert!(PLANTED.iter().any(|words| body.contains(words)), "{path} says what is planted");
    }
}

#[test]
fn nothing_of_somebody_who_refused_everything_is_in_any_answer() {
    let pages = TestPages::demo();
    let who = shut(&pages, "P3").who.id;
    plant(&pages, who);
    let before = shut(&pages, "P3");
    let passage = pages.study.study().read({
        let source = before.sources.clone();
        move |reader| {
            let sql = "SELECT id FROM passage WHERE source = $1 ORDER BY id";
            Ok(source.iter().find_map(|one| column::<Id>(reader, sql, *one).ok()?.pop()))
        }
    });
    let passage = passage.expect("the demo can be read").expect("passages of theirs are marked");
    for (on, text) in [(before.sources[0], PLANTED[0]), (passage, PLANTED[1])] {
        let memo = MemoAdd { on: Some(on), title: String::new(), text: text.into() };
        pages.study.session().perform(memo).expect("a memo is written");
    }
    let source = before.sources[0].to_string();
    let fields = [("source", source.as_str()), ("note", PLANTED[2])];
    assert_eq!(pages.post("do/source.set", &fields).status, StatusCode::SEE_OTHER);
    let shut = shut(&pages, "P3");
    assert!(shut.words.len() > 100 && shut.media.len() > 5, "the test has much to look for");
    // What is looked for is there, and is in memory: searched, drawn, read.
    let open: usize = shut
        .sources
        .iter()
        .map(|id| shut.said_in(&pages.get(&format!("sources/{id}"))).len())
        .sum();
    assert!(open > 100, "{open} of these words are on pages before they are closed");
    assert!(!shut.said_in(&pages.get("report/study.json")).is_empty());
    pages.get("search?q=the");
    for media in &shut.media {
        for way in ["waveform", "heard"] {
            assert_eq!(pages.get(&format!("media/{media}/{way}")).status, StatusCode::OK);
        }
    }

    let refused = ConsentSet {
        participants: vec![shut.who.id],
        data_types: Vec::new(),
        purposes: Vec::new(),
        answer: Answer::Refused,
        version: "v3".into(),
        given_on: Some("2025-12-01".into()),
        route: String::new(),
        witness: String::new(),
        wave: String::new(),
    };
    pages.study.session_of("Bea").perform(refused).expect("the refusal is written down");

    let mut found = Vec::new();
    let mut look = |path: &str, told: &Told| {
        if told.status.is_server_error() {
            found.push(format!("{path}: {} {}", told.status, told.words()));
        }
        let said = shut.said_in(told);
        if let Some(words) = said.first() {
            found.push(format!("{path} says {} of these words: “{words}”", said.len()));
        }
    };
    let all = addresses(&shut);
    for path in &all {
        look(path, &pages.get(path));
    }
    for media in &shut.media {
        for way in ["", "/waveform", "/heard"] {
            let path = format!("media/{media}{way}");
            let told = pages.get(&path);
            assert_eq!(told.status, StatusCode::FORBIDDEN, "{path}: {}", told.words());
            assert!(told.words().contains("P3 refused analysis"), "{}", told.words());
        }
    }
    for id in &shut.sources {
        assert!(pages.page(&format!("sources/{id}")).words().contains("This source is closed"));
        let coding = pages.get(&format!("sources/{id}/coding"));
        assert_eq!(coding.status, StatusCode::FORBIDDEN, "{}", coding.body);
    }
    let ids: Vec<String> = shut.ids.iter().map(ToString::to_string).collect();
    for operation in trefoil_core::study::operations::ALL {
        let noun = operation.name.split('.').next().unwrap_or_default();
        if matches!(operation.name, "consent.set" | "consent.default" | "study.restore") {
            continue;
        }
        for id in ids.iter().rev().step_by(5).take(5) {
            let told = pages.post(&format!("do/{}", operation.name), &[(noun, id.as_str())]);
            look(&format!("do/{} {id}", operation.name), &told);
            if let Some(to) = Some(told.location()).filter(|to| !to.is_empty()) {
                look(&format!("{to} after {}", operation.name), &pages.get_at(to));
            }
        }
    }
    for act in ["undo", "redo", "undo", "undo"] {
        look(act, &pages.post(act, &[]));
        look(&format!("the page after {act}"), &pages.get(""));
        look(&format!("the history after {act}"), &pages.get("history"));
    }
    let visited = crawl(&pages, 6, &mut look);
    let events = pages.begins("events");
    assert!(events.contains("\"kind\":\"change\""), "{events}");
    assert!(shut.said(&events).is_empty(), "{events}");
    assert!(found.is_empty(), "{} answers:\n{}", found.len(), found.join("\n"));
    assert!(visited > 60 && all.len() > 300, "{visited} {}", all.len());
}
