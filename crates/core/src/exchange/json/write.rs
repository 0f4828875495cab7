//! Writing a document, entry by entry, from one moment of the study.
//!
//! Sections and entries come in a fixed order, each entry on a line of its own, so that two
//! documents can be compared with any tool: two exports of a study that did not change differ in
//! `exported_at` alone.

use std::io::Write;

use super::attribute::{Expectation, NameRule};
use super::care::{
    Consent, ConsentDefault, Duty, Policy, Pseudonym, Redaction, Retention, Wave, Withdrawal,
};
use super::coding::{Code, Coding, Memo, Passage};
use super::corpus::{Participant, Stream, Study as StudyItself};
use super::document::Header;
use super::person::Person;
use super::report::{Action, RecordValue};
use super::theme::Round;
use super::writer::Writer;
use super::{Counts, FORMAT, Options, Summary, gather, history, media};
use crate::care::consent;
use crate::corpus::{expectation, name_rule, participant, stream};
use crate::error::Result;
use crate::storage::Reader;
use crate::study::{self, Session, Study};
use crate::{action, care, codebook, coding, memo, order, record, theme};

const IN_ORDER: &str = "ORDER BY position, id";
const BY_ID: &str = "ORDER BY id";

/// Writes the whole study as one document, for those who work in it: as they may read it, and with
/// words as they are. That it leaves is written down first, with the name of its file.
///
/// Errors: the document cannot be written to where it goes.
#[expect(clippy::disallowed_methods, reason = "this is where it is written down first")]
pub fn export(
    session: &Session,
    file_name: &str,
    options: Options,
    out: Box<dyn Write + Send>,
) -> Result<Summary> {
    care::output::note_whole(session, "json", file_name)?;
    write(session.study(), options, out)
}

/// Writes the document without writing down that it leaves, to compare studies by. Whatever goes to
/// anybody goes through [`export`]; calls of this one are banned outside of tests.
pub fn write(study: &Study, options: Options, out: Box<dyn Write + Send>) -> Result<Summary> {
    let exported_at = study.clock().now();
    study.read(move |reader| {
        let mut writer = Writer::new(out);
        let header =
            Header { format: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned(), exported_at };
        writer.header(&header)?;
        writer.object("study", &StudyItself::from(study::about(reader)?))?;
        let mut counts = Counts::default();
        write_corpus(reader, &mut writer, &mut counts)?;
        write_coding(reader, &mut writer, &mut counts)?;
        write_findings(reader, &mut writer, &mut counts)?;
        write_care(reader, &mut writer)?;
        write_beside(reader, &mut writer)?;
        let mut without = 0;
        counts.media = writer.list("media", |writer| {
            without = media::write(reader, writer, options.media)?;
            Ok(())
        })?;
        writer.finish()?;
        Ok(Summary { counts, notices: notices(reader, without)? })
    })
}

fn write_corpus(reader: &Reader<'_>, writer: &mut Writer, counts: &mut Counts) -> Result<()> {
    writer.rows::<study::Person, Person>("people", reader, BY_ID)?;
    counts.participants =
        writer.rows::<participant::Participant, Participant>("participants", reader, BY_ID)?;
    writer.rows::<stream::Stream, Stream>("streams", reader, IN_ORDER)?;
    counts.sources =
        writer.list("sources", |writer| gather::sources(reader, |source| writer.entry(&source)))?;
    writer.list("attributes", |writer| {
        gather::attributes(reader)?.iter().try_for_each(|attribute| writer.entry(attribute))
    })?;
    writer.list("sets", |writer| {
        gather::sets(reader)?.iter().try_for_each(|set| writer.entry(set))
    })?;
    writer.rows::<expectation::Expectation, Expectation>("expectations", reader, BY_ID)?;
    writer.rows::<name_rule::NameRule, NameRule>("name_rules", reader, IN_ORDER)?;
    Ok(())
}

fn write_coding(reader: &Reader<'_>, writer: &mut Writer, counts: &mut Counts) -> Result<()> {
    counts.codes = writer.rows::<codebook::Code, Code>("codes", reader, IN_ORDER)?;
    counts.passages = writer.pages::<coding::Passage, Passage>("passages", reader)?;
    counts.codings = writer.pages::<coding::Coding, Coding>("codings", reader)?;
    counts.memos = writer.pages::<memo::Memo, Memo>("memos", reader)?;
    Ok(())
}

fn write_findings(reader: &Reader<'_>, writer: &mut Writer, counts: &mut Counts) -> Result<()> {
    counts.themes = writer.list("themes", |writer| {
        gather::themes(reader)?.iter().try_for_each(|theme| writer.entry(theme))
    })?;
    writer.rows::<theme::Round, Round>("rounds", reader, IN_ORDER)?;
    counts.conditions = writer.list("conditions", |writer| {
        gather::conditions(reader)?.iter().try_for_each(|condition| writer.entry(condition))
    })?;
    writer.rows::<action::Action, Action>("actions", reader, BY_ID)?;
    counts.sentences = writer.list("sentences", |writer| {
        gather::sentences(reader)?.iter().try_for_each(|sentence| writer.entry(sentence))
    })?;
    writer.rows::<record::RecordValue, RecordValue>("record", reader, BY_ID)?;
    Ok(())
}

fn write_care(reader: &Reader<'_>, writer: &mut Writer) -> Result<()> {
    writer.rows::<care::Consent, Consent>("consent", reader, BY_ID)?;
    let defaults = "consent_defaults";
    writer.rows::<consent::ConsentDefault, ConsentDefault>(defaults, reader, BY_ID)?;
    writer.rows::<consent::Wave, Wave>("waves", reader, IN_ORDER)?;
    writer.rows::<care::policy::Policy, Policy>("policy", reader, BY_ID)?;
    writer.rows::<care::Pseudonym, Pseudonym>("pseudonyms", reader, BY_ID)?;
    writer.pages::<care::redaction::Redaction, Redaction>("redactions", reader)?;
    writer.rows::<care::erasure::Withdrawal, Withdrawal>("withdrawals", reader, BY_ID)?;
    writer.rows::<care::erasure::Duty, Duty>("duties", reader, BY_ID)?;
    writer.list("outputs", |writer| {
        gather::outputs(reader)?.iter().try_for_each(|output| writer.entry(output))
    })?;
    writer.rows::<care::retention::Retention, Retention>("retention", reader, BY_ID)?;
    Ok(())
}

fn write_beside(reader: &Reader<'_>, writer: &mut Writer) -> Result<()> {
    writer.list("links", |writer| gather::links(reader, |link| writer.entry(&link)))?;
    writer.list("history", |writer| history::each(reader, |entry| writer.entry(entry)))?;
    Ok(())
}

fn notices(reader: &Reader<'_>, without: usize) -> Result<Vec<String>> {
    let mut notices = vec![
        "The document is readable by anybody: keep it as safe as the study.".to_owned(),
        "It carries the history, but not what undo needs: in a study that comes back from it, \
         earlier work cannot be undone."
            .to_owned(),
    ];
    let key = "SELECT (SELECT COUNT(*) FROM pseudonym_key) + (SELECT COUNT(*) FROM pseudonym)";
    if reader.number(key, &[])? > 0 {
        notices.push(
            "The key to the pseudonyms is not in it, nor what is sealed under it: a study that \
             comes back from it does not know who is who."
                .to_owned(),
        );
    }
    match without {
        0 => {}
        1 => notices.push("The bytes of 1 recording are not in it.".to_owned()),
        many => notices.push(format!("The bytes of {many} recordings are not in it.")),
    }
    notices.extend(closed(reader)?);
    Ok(notices)
}

/// Which sources are in it without what their participants refused to have looked at.
fn closed(reader: &Reader<'_>) -> Result<Option<String>> {
    let closed = consent::closed_sources(reader)?;
    let mut names: Vec<String> = closed.values().map(|one| format!("“{}”", one.name)).collect();
    names.sort_by(|a, b| order::by_name(a, b));
    Ok((!names.is_empty()).then(|| {
        format!(
            "Closed sources are in it by name and date alone, without what their participants did \
             not agree to: {}.",
            names.join(", ")
        )
    }))
}
