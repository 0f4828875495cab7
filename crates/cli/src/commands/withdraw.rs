//! `trefoil withdraw`: what a participant takes back, shown first and then erased for good.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use trefoil_core::care::DataType;
use trefoil_core::care::erasure::{
    self, CarriedOut, Certificate, DryRun, Scope, Shared, Wish, WithdrawalCarryOut,
};
use trefoil_core::error::Error;
use trefoil_core::reference;
use trefoil_core::study::Performed;

use super::erasing;
use crate::args::At;
use crate::ask;
use crate::desk::{Desk, Open, as_json};
use crate::exit::{Failure, Result};
use crate::output::{self, Page};

/// Carries out a participant's withdrawal: shows what would go, asks, and erases it for good.
#[derive(Debug, Args)]
#[command(after_help = "What this shows of the law is not legal advice.\n\
    Types are those of the consent ledger; `interviews` and `voice_notes` stand for recordings \
    and transcripts both.")]
pub(crate) struct Withdraw {
    #[command(flatten)]
    at: At,
    /// The pseudonym
    participant: String,
    /// Take in nothing new from now on; what there is stays
    #[arg(long, conflicts_with = "types")]
    stop: bool,
    /// Erase these types of data only, separated by commas
    #[arg(long, value_name = "TYPES", value_delimiter = ',')]
    types: Vec<String>,
    /// In sources where others speak too, erase the whole text, not this person's turns only
    #[arg(long)]
    whole: bool,
    /// The day on which it was asked for; today when not said
    #[arg(long, value_name = "DATE")]
    asked_on: Option<String>,
    /// How it was asked for, such as “by telephone”
    #[arg(long, value_name = "TEXT", default_value = "")]
    route: String,
    /// Show what would go and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the participant's certificate: .html to print, otherwise plain text
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
}

pub(crate) fn run(command: Withdraw, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let wish = wish(&open, &command)?;
    let shown = erasure::dry_run(&open.study, wish.clone())?;
    if command.dry_run {
        return open.print(&shown, erasing::tell);
    }
    erasing::show_and_ask(&open, &shown)?;
    let operation = WithdrawalCarryOut {
        participant: wish.participant.ok_or_else(|| Error::invalid("Nobody is named."))?,
        scope: wish.scope,
        data_types: wish.data_types,
        shared: wish.shared,
        asked_on: wish.asked_on,
        route: wish.route,
        digest: Some(shown.digest),
    };
    let done = open.session()?.perform(operation)?;
    finish(&open, &done, command.certificate)
}

fn wish(open: &Open<'_>, command: &Withdraw) -> Result<Wish> {
    let text = command.participant.clone();
    let participant = open.read(move |reader| reference::participant(reader, &text))?;
    let data_types = data_types(&command.types)?;
    let scope = match (command.stop, data_types.is_empty()) {
        (true, _) => Scope::StopNew,
        (false, false) => Scope::Types,
        (false, true) => Scope::All,
    };
    Ok(Wish {
        participant: Some(participant),
        data_types,
        shared: if command.whole { Shared::Whole } else { Shared::Turns },
        asked_on: command.asked_on.clone(),
        route: command.route.clone(),
        ..Wish::of(scope)
    })
}

/// The types by their words, and two short words for both media.
fn data_types(words: &[String]) -> Result<Vec<DataType>> {
    let mut types = Vec::new();
    for word in words.iter().map(|word| word.trim().to_lowercase().replace([' ', '-'], "_")) {
        match word.as_str() {
            "interviews" | "interview" => {
                types.extend([DataType::InterviewAudio, DataType::InterviewTranscript]);
            }
            "voice_notes" | "voice_note" => {
                types.extend([DataType::VoiceNoteAudio, DataType::VoiceNoteTranscript]);
            }
            other => types.push(other.parse().map_err(Failure::Refused)?),
        }
    }
    types.sort_unstable();
    types.dedup();
    Ok(types)
}

/// Says what was done and writes the certificate.
pub(crate) fn finish(
    open: &Open<'_>,
    done: &Performed<CarriedOut>,
    certificate: Option<PathBuf>,
) -> Result {
    let written = certificate.map(|path| write(open, done, path)).transpose()?;
    if open.manner.json {
        let mut answer = as_json(done)?;
        answer["settled"] = serde_json::to_value(&done.settled)?;
        answer["certificate"] = json!(written);
        return output::json(&answer);
    }
    for notice in &done.notices {
        open.manner.note(&format!("Note: {notice}"));
    }
    if open.manner.quiet {
        return Ok(());
    }
    let mut page = Page::default();
    page.line(format!("{}.", done.summary));
    page.line(format!("Reference {}. This cannot be undone.", done.outcome.reference));
    if let Some(proof) = done.settled.as_ref().and_then(|settled| settled.proof.as_ref()) {
        page.line(match (proof.sought, proof.found.len() + proof.more) {
            (0, _) => "There were no words or sounds to look for.".to_owned(),
            (sought, 0) => format!(
                "Proof: {sought} phrases and stretches of sound were looked for; none was found."
            ),
            (_, found) => format!("Proof: something is still found in {found} places."),
        });
    }
    if done.outcome.duties > 0 {
        page.line(format!(
            "{} left to do by hand: `trefoil duty {} list`.",
            output::counted(done.outcome.duties as i64, "thing is", "things are"),
            open.called
        ));
    }
    if let Some(path) = written {
        page.line(format!("Wrote the certificate {}.", path.display()));
    }
    page.print()
}

fn write(open: &Open<'_>, done: &Performed<CarriedOut>, path: PathBuf) -> Result<PathBuf> {
    let id = done.outcome.withdrawal;
    let certificate: Certificate = open.read(move |reader| erasure::certificate(reader, id))?;
    erasing::write_certificate(&certificate, &path)?;
    Ok(path)
}

/// Goes on only when the person agrees to exactly what was shown.
pub(super) fn agree(open: &Open<'_>, shown: &DryRun) -> Result {
    let what = match shown.scope {
        Scope::StopNew => "From now on nothing new of this person is taken in.",
        _ => "This erases for good, with all backups of the study, and cannot be undone.",
    };
    ask::agree(what, open.manner.yes)
}
