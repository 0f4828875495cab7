//! The certificate: a page for the participant that says what was removed, without any of it.
//!
//! It is made from the numbers, dates and the proof that the withdrawal's own row keeps, so it can
//! be made again at any time. The words are plain, for a reader of nine to eleven; the templates
//! are in `templates/care`. It names no source and nobody but the pseudonym.

use askama::Template;
use serde::Serialize;
use serde_json::Value as Json;

use super::{Counts, Duty, Phase, Scope, Withdrawal};
use crate::bind;
use crate::care::DataType;
use crate::care::policy::Policy;
use crate::clock::moment;
use crate::corpus::participant::Participant;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// How many of something were removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemovedLine {
    /// How many.
    pub count: i64,
    /// Of what, in plain words.
    pub what: String,
}

/// What a participant is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Template)]
#[template(path = "care/certificate.html")]
pub struct Certificate {
    /// The heading.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub opening: String,
    /// The study's title.
    pub study: String,
    /// Whether everything in the study is invented.
    pub synthetic: bool,
    /// The pseudonym.
    pub participant: Option<String>,
    /// The reference, such as `W-2025-0001`.
    pub reference: String,
    /// The ISO date on which it was asked for.
    pub asked_on: Option<String>,
    /// The ISO date on which it was done.
    pub done_on: String,
    /// What was removed.
    pub removed: Vec<RemovedLine>,
    /// What is said when nothing was.
    pub nothing: String,
    /// What is kept and why.
    pub kept: Vec<String>,
    /// What may still be somewhere else, and until when.
    pub elsewhere: Vec<String>,
    /// What the proof said.
    pub proof: String,
    /// Who is answerable, and whom to ask.
    pub contact: String,
}

#[derive(Template)]
#[template(path = "care/certificate.txt", escape = "none")]
struct Plain<'c> {
    title: &'c str,
    opening: &'c str,
    study: &'c str,
    synthetic: bool,
    participant: &'c Option<String>,
    reference: &'c str,
    asked_on: &'c Option<String>,
    done_on: &'c str,
    removed: &'c [RemovedLine],
    nothing: &'c str,
    kept: &'c [String],
    elsewhere: &'c [String],
    proof: &'c str,
    contact: &'c str,
}

impl Certificate {
    /// As one page that needs nothing else and can be printed.
    pub fn to_html(&self) -> String {
        self.render()
            .expect("writing to a string fails only when a value cannot be shown, and all here can")
    }

    /// As plain text.
    pub fn to_text(&self) -> String {
        Plain {
            title: &self.title,
            opening: &self.opening,
            study: &self.study,
            synthetic: self.synthetic,
            participant: &self.participant,
            reference: &self.reference,
            asked_on: &self.asked_on,
            done_on: &self.done_on,
            removed: &self.removed,
            nothing: &self.nothing,
            kept: &self.kept,
            elsewhere: &self.elsewhere,
            proof: &self.proof,
            contact: &self.contact,
        }
        .render()
        .expect("writing to a string fails only when a value cannot be shown, and all here can")
    }
}

/// The certificate of an erasure.
pub fn certificate(reader: &Reader<'_>, withdrawal: Id) -> Result<Certificate> {
    let row: Withdrawal = reader.get(withdrawal)?;
    let about = crate::study::about(reader)?;
    let policy = reader.list::<Policy>("", &[])?.pop();
    let participant = match row.participant {
        Some(id) => Some(reader.get::<Participant>(id)?.name),
        None => None,
    };
    let duties: Vec<Duty> =
        reader.list("WHERE withdrawal = $1 ORDER BY kind, id", bind![row.id])?;
    let counts: Counts = serde_json::from_str(&row.counts).unwrap_or_default();
    Ok(Certificate {
        title: if row.kind.is_withdrawal() { "Your withdrawal" } else { "What was removed" }
            .to_owned(),
        opening: opening(&row),
        study: about.title,
        synthetic: about.synthetic,
        participant,
        reference: row.reference.clone(),
        asked_on: row.asked_on.clone().filter(|_| row.kind.is_withdrawal()),
        done_on: moment(row.at)[..10].to_owned(),
        removed: removed(&counts),
        nothing: match row.kind {
            Scope::StopNew => "Nothing. You asked us to take in nothing new.",
            _ => "There was nothing to remove.",
        }
        .to_owned(),
        kept: kept(&row),
        elsewhere: elsewhere(&row, &duties),
        proof: proof(&row),
        contact: contact(policy.as_ref()),
    })
}

fn opening(row: &Withdrawal) -> String {
    match row.kind {
        Scope::StopNew => {
            "You asked us to stop. From now on we take in nothing new from you.".to_owned()
        }
        Scope::All => {
            "You asked us to remove everything you gave us. This page says what we did.".to_owned()
        }
        Scope::Types => {
            let types = row.data_types.split(',').filter_map(|word| word.parse::<DataType>().ok());
            let types: Vec<&str> = types.map(DataType::words).collect();
            format!(
                "You asked us to remove some of what you gave us: {}. This page says what we did.",
                types.join(", ")
            )
        }
        Scope::Source | Scope::Passage | Scope::RawTexts | Scope::Recordings => {
            "Something was removed from the study for good. This page says what was done."
                .to_owned()
        }
    }
}

fn removed(counts: &Counts) -> Vec<RemovedLine> {
    let line = |count: i64, one: &str, several: &str| RemovedLine {
        count,
        what: if count == 1 { one.to_owned() } else { several.to_owned() },
    };
    [
        line(
            counts.sources,
            "whole interview, note or message",
            "whole interviews, notes or messages",
        ),
        line(counts.recordings, "recording of a voice", "recordings of voices"),
        line(counts.files, "picture or file", "pictures or files"),
        line(counts.revisions, "version of a text", "versions of texts"),
        line(counts.passages, "marked piece of text", "marked pieces of text"),
        line(counts.codings, "label on a piece of text", "labels on pieces of text"),
        line(counts.quotes, "quote chosen for a report", "quotes chosen for a report"),
        line(counts.memos, "note a researcher wrote about it", "notes researchers wrote about it"),
        line(counts.evidence, "piece of evidence", "pieces of evidence"),
        line(counts.copies, "copy of words in another text", "copies of words in other texts"),
        line(counts.pseudonyms, "name in the list of names", "names in the list of names"),
        line(counts.values, "detail noted in a list", "details noted in a list"),
    ]
    .into_iter()
    .filter(|line| line.count > 0)
    .collect()
}

fn kept(row: &Withdrawal) -> Vec<String> {
    let mut kept = Vec::new();
    match row.kind {
        Scope::StopNew => {
            kept.push("What you gave us before. You can ask us to remove that too.".to_owned());
            return kept;
        }
        Scope::Types => kept.push("What you gave us of other kinds.".to_owned()),
        Scope::Passage => kept.push("The other words of the text.".to_owned()),
        Scope::RawTexts | Scope::Recordings => {
            kept.push("The texts as they read now.".to_owned());
        }
        Scope::All | Scope::Source => {}
    }
    if row.kind.is_withdrawal() {
        kept.push(
            "Your made-up name and what you agreed to. We need them to remember that you said no."
                .to_owned(),
        );
        kept.push(match row.phase {
            Phase::BeforeLock => {
                "The ideas the researchers wrote down from what many people said. They are not \
                 your words."
                    .to_owned()
            }
            Phase::AfterLock | Phase::AfterDeposit => {
                "What the study found, put together from what many people said. That work was \
                 finished before you asked. It does not use your words."
                    .to_owned()
            }
        });
    }
    kept.push("This page, and that something was removed and when.".to_owned());
    kept
}

/// What is out of reach, in plain words; a duty that was done says so.
fn elsewhere(row: &Withdrawal, duties: &[Duty]) -> Vec<String> {
    if row.kind == Scope::StopNew {
        return vec!["Nothing was removed, so nothing had to be looked for.".to_owned()];
    }
    let mut lines = Vec::new();
    let mut told = |kind: &str, what: &str| {
        let of_it: Vec<&Duty> = duties.iter().filter(|duty| duty.kind == kind).collect();
        let Some(first) = of_it.first() else { return };
        let open = of_it.iter().filter(|duty| duty.done_on.is_none()).count();
        let until = match (open, &first.due_on) {
            (0, _) => "We have done this.".to_owned(),
            (_, Some(due)) => format!("We will see to it by {due}."),
            (_, None) => "We will see to it.".to_owned(),
        };
        lines.push(format!("{what} {until}"));
    };
    told("repository", "An archive has a copy of the study. We ask it to take yours down.");
    told(
        "output",
        "Reports or files were made before and may have been given to others. We ask them to \
         delete what is yours. Paper that was printed we cannot take back.",
    );
    told(
        "server_backups",
        "The computer that keeps the study makes its own safety copies. They are written over \
         after a while.",
    );
    told(
        "copies",
        "Copies of the study may be on another computer or in an online folder. We look for them \
         and delete them.",
    );
    lines.push("Safety copies that the program made itself were removed.".to_owned());
    lines
}

fn proof(row: &Withdrawal) -> String {
    let Ok(proof) = serde_json::from_str::<Json>(&row.proof) else {
        return if row.kind == Scope::StopNew {
            "Nothing was removed, so there was nothing to check.".to_owned()
        } else {
            "The check has not been made yet.".to_owned()
        };
    };
    let sought = proof["sought"].as_u64().unwrap_or(0);
    let found =
        proof["found"].as_array().map_or(0, Vec::len) as u64 + proof["more"].as_u64().unwrap_or(0);
    let unseen = proof["not_looked_at"].as_array().map_or(0, Vec::len);
    let looked = match sought {
        0 => "There were no words or sounds to look for.".to_owned(),
        _ if found == 0 => format!(
            "Before, the program looked for {sought} pieces of words and sound that were to go. \
             Afterwards it looked again, everywhere in the study, and found none of them."
        ),
        _ => format!(
            "The program looked for {sought} pieces of words and sound afterwards and still found \
             {found}. The researchers have been told and must look into it."
        ),
    };
    match unseen {
        0 => looked,
        1 => format!("{looked} One place could not be looked at."),
        _ => format!("{looked} {unseen} places could not be looked at."),
    }
}

fn contact(policy: Option<&Policy>) -> String {
    let of = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let controller = policy.and_then(|policy| of(&policy.controller));
    let contact = policy.and_then(|policy| of(&policy.contact));
    match (controller, contact) {
        (Some(controller), Some(contact)) => {
            format!("{controller} looks after the study's data. You can ask: {contact}.")
        }
        (Some(controller), None) => format!("{controller} looks after the study's data."),
        (None, Some(contact)) => format!("You can ask: {contact}."),
        (None, None) => "Please ask the researcher who gave you this page.".to_owned(),
    }
}
