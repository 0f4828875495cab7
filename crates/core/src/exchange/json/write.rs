//! Writing a document, entry by entry, from one moment of the study.
//!
//! Each entry is a line of its own, in the order of its noun, so that two documents can be
//! compared with any tool; only `exported_at` differs between two exports of the same study.

use std::collections::HashMap;
use std::io::{BufWriter, Write};

use serde::Serialize;

use super::care::{Consent, Pseudonym};
use super::coding::{Code, Coding, Memo, Passage};
use super::corpus::{Participant, Stream, Study as About};
use super::document::Header;
use super::link::{Joint, Link};
use super::person::Person;
use super::report::{Action, RecordValue};
use super::theme::Round;
use super::{Counts, FORMAT, Options, Summary, gather, history, media};
use crate::bind;
use crate::care;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::storage::{Reader, Record};
use crate::study::{self, Study};

/// How many rows are fetched at a time.
const PAGE: usize = 4096;

/// Writes the whole study as one document.
///
/// Errors: the document cannot be written to where it goes.
pub fn export(study: &Study, options: Options, out: Box<dyn Write + Send>) -> Result<Summary> {
    let exported_at = study.clock().now();
    let (counts, without) = study.read(move |reader| {
        let mut writer = Writer::new(out);
        let written = write(reader, &mut writer, options, exported_at)?;
        writer.finish()?;
        Ok(written)
    })?;
    let mut notices = vec![
        "The document is readable text: keep it as safe as the study. What can be undone here \
         cannot be undone in a study that is restored from it."
            .to_owned(),
    ];
    if without > 0 {
        notices.push(format!("The bytes of {without} recordings are not in it."));
    }
    Ok(Summary { counts, notices })
}

fn write(
    reader: &Reader<'_>,
    writer: &mut Writer,
    options: Options,
    exported_at: i64,
) -> Result<(Counts, usize)> {
    let header =
        Header { format: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned(), exported_at };
    writer.header(&header)?;
    writer.section("study")?;
    writer.value(&About::from(study::about(reader)?))?;
    writer.list("people", rows::<study::Person, Person>(reader, "ORDER BY id")?)?;
    let mut counts = Counts {
        participants: writer.list("participants", rows::<_, Participant>(reader, "ORDER BY id")?)?,
        ..Counts::default()
    };
    writer.list("streams", rows::<_, Stream>(reader, "ORDER BY position, id")?)?;
    counts.sources = writer.begin("sources", |writer| {
        gather::sources(reader, |source| writer.entry(&source))
    })?;
    counts.codes = writer.list("codes", rows::<_, Code>(reader, "ORDER BY position, id")?)?;
    counts.passages = writer.pages::<_, Passage>("passages", reader)?;
    counts.codings = writer.pages::<_, Coding>("codings", reader)?;
    counts.memos = writer.pages::<_, Memo>("memos", reader)?;
    counts.themes = writer.list("themes", gather::themes(reader)?)?;
    writer.list("rounds", rows::<_, Round>(reader, "ORDER BY position, id")?)?;
    counts.conditions = writer.list("conditions", gather::conditions(reader)?)?;
    writer.list("actions", rows::<_, Action>(reader, "ORDER BY id")?)?;
    counts.sentences = writer.list("sentences", gather::sentences(reader)?)?;
    writer.list("record", rows::<_, RecordValue>(reader, "ORDER BY id")?)?;
    writer.list("consent", rows::<_, Consent>(reader, "ORDER BY id")?)?;
    writer.list("pseudonyms", rows::<care::Pseudonym, Pseudonym>(reader, "ORDER BY id")?)?;
    writer.begin("links", |writer| gather::links(reader, |link| writer.entry(&link)))?;
    writer.begin("history", |writer| history::each(reader, |entry| writer.entry(entry)))?;
    let mut without = 0;
    counts.media = writer.begin("media", |writer| {
        without = media::write(reader, writer, options.media)?;
        Ok(())
    })?;
    Ok((counts, without))
}
