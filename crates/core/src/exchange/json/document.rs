//! The document as a whole: its sections, in the order in which they are written.
//!
//! Sections may come in any order and may be absent when they would be empty; unknown ones are
//! passed over. Lists are read entry by entry, so that what is wrong can be said with its place.

use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::attribute::{Attribute, Expectation, NameRule, Set};
use super::care::{
    Consent, ConsentDefault, Duty, Output, Policy, Pseudonym, Redaction, Retention, Wave,
    Withdrawal,
};
use super::coding::{Code, Coding, Memo, Passage};
use super::condition::Condition;
use super::corpus::{Participant, Stream, Study};
use super::history::Entry;
use super::link::Link;
use super::media::Media;
use super::person::Person;
use super::read::Reading;
use super::report::{Action, RecordValue, Sentence};
use super::rows::{Rows, Spot};
use super::source::Source;
use super::theme::{Round, Theme};
use super::{Counts, FORMAT};
use crate::error::{Error, Kind, Result};

/// What the document says about itself.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Header {
    pub(super) format: u32,
    #[serde(default)]
    pub(super) version: String,
    #[serde(default)]
    pub(super) exported_at: i64,
}

/// Declares the lists of the document and how each is read.
macro_rules! document {
    ($( $(#[$meta:meta])* $section:ident : $noun:ty ),* $(,)?) => {
        /// A study as a document; made by [`export`](super::export) and read by
        /// [`import`](super::import()).
        #[derive(Debug, Clone, Serialize, JsonSchema)]
        pub struct Document {
            pub(super) trefoil: Header,
            pub(super) study: Study,
            $( $(#[$meta])* pub(super) $section: Vec<$noun>, )*
            pub(super) media: Vec<Media>,
        }

        /// The sections that were read so far.
        #[derive(Default)]
        struct Sections {
            trefoil: Option<Header>,
            study: Option<Study>,
            $( $section: Option<Vec<$noun>>, )*
            media: Option<Vec<Media>>,
        }

        impl Sections {
            /// Reads the section with this name; `None` when there is none.
            fn take<'de, A: MapAccess<'de>>(
                &mut self,
                name: &str,
                map: &mut A,
                reading: &Reading<'_>,
            ) -> std::result::Result<Option<()>, A::Error> {
                match name {
                    "trefoil" => {
                        reading.begin("trefoil");
                        once(&mut self.trefoil, header(map, reading)?)
                    }
                    "study" => {
                        reading.begin("study");
                        once(&mut self.study, map.next_value()?)
                    }
                    $( stringify!($section) => {
                        reading.begin(stringify!($section));
                        once(&mut self.$section, map.next_value_seed(Entries::new(reading))?)
                    } )*
                    "media" => {
                        reading.begin("media");
                        once(&mut self.media, map.next_value_seed(Recordings(reading))?)
                    }
                    _ => Ok(None),
                }
            }

            fn into_document(self) -> Option<Document> {
                Some(Document {
                    trefoil: self.trefoil?,
                    study: self.study?,
                    $( $section: self.$section.unwrap_or_default(), )*
                    media: self.media.unwrap_or_default(),
                })
            }
        }
    };
}

document! {
    people: Person,
    participants: Participant,
    streams: Stream,
    sources: Source,
    attributes: Attribute,
    sets: Set,
    expectations: Expectation,
    name_rules: NameRule,
    codes: Code,
    passages: Passage,
    codings: Coding,
    memos: Memo,
    themes: Theme,
    rounds: Round,
    conditions: Condition,
    actions: Action,
    sentences: Sentence,
    record: RecordValue,
    consent: Consent,
    consent_defaults: ConsentDefault,
    waves: Wave,
    policy: Policy,
    pseudonyms: Pseudonym,
    redactions: Redaction,
    withdrawals: Withdrawal,
    duties: Duty,
    outputs: Output,
    retention: Retention,
    links: Link,
    history: Entry,
}

impl Document {
    /// How many of each it holds.
    pub fn counts(&self) -> Counts {
        Counts {
            sources: self.sources.len(),
            participants: self.participants.len(),
            codes: self.codes.len(),
            passages: self.passages.len(),
            codings: self.codings.len(),
            memos: self.memos.len(),
            themes: self.themes.len(),
            conditions: self.conditions.len(),
            sentences: self.sentences.len(),
            media: self.media.len(),
        }
    }

    /// The rows that it is, but for people, history and recordings; new ids are of this moment.
    pub(super) fn rows(&self, now: i64) -> Result<Rows> {
        let mut rows = Rows::new(now);
        rows.links =
            self.links.iter().map(|link| ((link.noun, link.from, link.to), link.id)).collect();
        rows.at(Spot { section: "study", entry: 0 });
        rows.push(self.study.clone().row());
        rows.section("participants", &self.participants)?;
        rows.section("streams", &self.streams)?;
        rows.section("sources", &self.sources)?;
        rows.section("attributes", &self.attributes)?;
        rows.section("sets", &self.sets)?;
        rows.section("expectations", &self.expectations)?;
        rows.section("name_rules", &self.name_rules)?;
        rows.section("codes", &self.codes)?;
        rows.section("passages", &self.passages)?;
        rows.section("codings", &self.codings)?;
        rows.section("memos", &self.memos)?;
        rows.section("themes", &self.themes)?;
        rows.section("rounds", &self.rounds)?;
        rows.section("conditions", &self.conditions)?;
        rows.section("actions", &self.actions)?;
        rows.section("sentences", &self.sentences)?;
        rows.section("record", &self.record)?;
        self.care(&mut rows)?;
        Ok(rows)
    }

    fn care(&self, rows: &mut Rows) -> Result<()> {
        rows.section("consent", &self.consent)?;
        rows.section("consent_defaults", &self.consent_defaults)?;
        rows.section("waves", &self.waves)?;
        rows.section("policy", &self.policy)?;
        rows.section("pseudonyms", &self.pseudonyms)?;
        rows.section("redactions", &self.redactions)?;
        rows.section("withdrawals", &self.withdrawals)?;
        rows.section("duties", &self.duties)?;
        rows.section("outputs", &self.outputs)?;
        rows.section("retention", &self.retention)
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut as_it_is = |media, _| Ok(media);
        Whole(&Reading::new(&mut as_it_is)).deserialize(deserializer)
    }
}

/// Reads a whole document.
pub(super) struct Whole<'r, 'k>(pub(super) &'r Reading<'k>);

impl<'de> DeserializeSeed<'de> for Whole<'_, '_> {
    type Value = Document;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Document, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Whole<'_, '_> {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
        let mut sections = Sections::default();
        while let Some(name) = map.next_key::<String>()? {
            if sections.take(&name, &mut map, self.0)?.is_none() {
                map.next_value::<IgnoredAny>()?;
            }
            self.0.begin("");
        }
        let absent = if sections.trefoil.is_none() { "trefoil" } else { "study" };
        sections.into_document().ok_or_else(|| self.0.refuse(foreign(absent)))
    }
}

fn foreign(absent: &str) -> Error {
    Error::new(
        Kind::BadFile,
        format!("This is no study from Trefoil: it has no `{absent}`. Nothing was changed."),
    )
}

/// Keeps a section, which may come only once.
fn once<T, E: serde::de::Error>(slot: &mut Option<T>, value: T) -> Result<Option<()>, E> {
    if slot.replace(value).is_some() {
        return Err(E::custom("the section is there twice"));
    }
    Ok(Some(()))
}

/// Reads the header and refuses a format that this program does not know.
fn header<'de, A: MapAccess<'de>>(map: &mut A, reading: &Reading<'_>) -> Result<Header, A::Error> {
    let header: serde_json::Value = map.next_value()?;
    let format = header.get("format").and_then(serde_json::Value::as_u64);
    if format.is_some_and(|format| format > u64::from(FORMAT)) {
        let by = header.get("version").and_then(serde_json::Value::as_str).unwrap_or("newer");
        return Err(reading.refuse(
            Error::new(
                Kind::BadFile,
                format!(
                    "This document was written by Trefoil {by} in format {}; this program reads \
                     up to format {FORMAT}. Nothing was changed.",
                    format.unwrap_or_default()
                ),
            )
            .hint("Update Trefoil, then import it again."),
        ));
    }
    if format == Some(0) {
        return Err(A::Error::custom("`format` counts from 1"));
    }
    serde_json::from_value(header).map_err(A::Error::custom)
}

/// Reads a list entry by entry.
struct Entries<'r, 'k, T> {
    reading: &'r Reading<'k>,
    noun: PhantomData<T>,
}

impl<'r, 'k, T> Entries<'r, 'k, T> {
    fn new(reading: &'r Reading<'k>) -> Self {
        Self { reading, noun: PhantomData }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Entries<'_, '_, T> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<'_, '_, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut entries = Vec::new();
        self.reading.next();
        while let Some(entry) = list.next_element()? {
            entries.push(entry);
            self.reading.next();
        }
        self.reading.end();
        Ok(entries)
    }
}

/// Reads the recordings, handing each on as soon as it is there.
struct Recordings<'r, 'k>(&'r Reading<'k>);

impl<'de> DeserializeSeed<'de> for Recordings<'_, '_> {
    type Value = Vec<Media>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Media>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Recordings<'_, '_> {
    type Value = Vec<Media>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Media>, A::Error> {
        let mut recordings = Vec::new();
        self.0.next();
        while let Some(media) = list.next_element()? {
            recordings.push(self.0.keep(media)?);
            self.0.next();
        }
        self.0.end();
        Ok(recordings)
    }
}
