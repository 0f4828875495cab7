//! Redaction: what is found, what a person decides about it, and how decisions move with the text.

mod carrying;
mod deciding;
mod marked;

use trefoil_core::care::pseudonym::Level;
use trefoil_core::care::redaction::{self, Place, Redaction, Rule};
use trefoil_core::corpus::source::{Source, SourceAdd};
use trefoil_core::id::Id;
use trefoil_core::transcript::Revision;
use trefoil_testkit::{TestStudy, reads};

/// Adds a source with a text.
fn add(study: &TestStudy, name: &str, text: &str) -> Id {
    let add = SourceAdd {
        name: name.into(),
        stream: "interview".into(),
        text: Some(text.into()),
        ..SourceAdd::default()
    };
    study.session().perform(add).expect("adds").outcome
}

/// The current revision of a source.
fn text_of(study: &TestStudy, source: Id) -> Revision {
    reads(study, move |reader| {
        let source: Source = reader.get(source)?;
        reader.get(source.revision.expect("it has a text"))
    })
}

/// All decisions about a source, in order.
fn decisions(study: &TestStudy, source: Id) -> Vec<Redaction> {
    reads(study, move |reader| {
        reader.list("WHERE source = $1 ORDER BY \"start\", id", trefoil_core::bind![source])
    })
}

/// The place of some words.
fn place(study: &TestStudy, source: Id, words: &str, level: Level, replacement: &str) -> Place {
    let revision = text_of(study, source);
    let byte = revision.text.find(words).expect("the words are there");
    let start = revision.text[..byte].chars().count() as i64;
    Place {
        source,
        revision: revision.id,
        start,
        end: start + words.chars().count() as i64,
        rule: Rule::ByHand,
        kind: None,
        level,
        replacement: replacement.into(),
    }
}

/// The words of every open find, by source.
fn open(study: &TestStudy) -> Vec<String> {
    let queue = reads(study, |reader| {
        let hasher = trefoil_core::care::pseudonym::hasher(reader, None)?;
        redaction::queue(reader, hasher, &[])
    });
    queue.sources.into_iter().flat_map(|one| one.finds).map(|find| find.words).collect()
}
