//! `trefoil check`: whether a study is sound and every trace leads somewhere; and, asked for words
//! that were erased, whether they are anywhere in it.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use trefoil_core::care::erasure::Words;
use trefoil_core::care::erasure::proof::{Proof, prove};
use trefoil_core::study::check::Checked;

use crate::args::At;
use crate::ask;
use crate::desk::Desk;
use crate::exit::{Code, Failure, Result};
use crate::output::{Page, counted};
use crate::progress;

/// Checks that the file is sound and every trace leads somewhere; changes nothing.
#[derive(Debug, Args)]
#[command(
    after_help = "The exit code is 0 when everything is in order and 5 when something is wrong; \
                  with --erased, 0 when nothing is found and 1 when something is."
)]
pub(crate) struct Check {
    #[command(flatten)]
    at: At,
    /// Look instead for words that were erased, everywhere in the study and its backups: one word
    /// or phrase on each line of FILE, or - for standard input. They are told by their line only
    #[arg(long, value_name = "FILE")]
    erased: Option<PathBuf>,
}

pub(crate) fn run(command: &Check, desk: &Desk) -> Result {
    match &command.erased {
        Some(file) => erased(command, file, desk),
        None => sound(command, desk),
    }
}

fn sound(command: &Check, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let checked = open.study.check()?;
    open.print(&checked, tell)?;
    if checked.findings.is_empty() { Ok(()) } else { Err(Failure::Said(Code::Damaged)) }
}

fn tell(checked: &Checked, page: &mut Page) {
    for finding in &checked.findings {
        let id = finding.id.map(|id| format!(" {id}")).unwrap_or_default();
        page.line(format!("{}{id}: {}", finding.noun.replace('_', " "), finding.message));
    }
    let looked = [
        counted(checked.rows, "row", "rows"),
        counted(checked.passages as i64, "passage", "passages"),
        counted(checked.media as i64, "recording or file", "recordings and files"),
    ];
    let looked = looked.join(", ");
    match checked.findings.len() as i64 {
        0 => page.line(format!("Everything is in order: {looked}.")),
        wrong => {
            let wrong = counted(wrong, "thing is", "things are");
            page.line(format!("{wrong} wrong; {looked} were looked at. Nothing was changed."));
            page.line("`trefoil backup STUDY list` shows earlier states.");
        }
    }
}

/// The proof, and whether an erasure is still to be settled.
#[derive(Debug, Serialize)]
struct Answer {
    #[serde(flatten)]
    proof: Proof,
    settled: bool,
}

fn erased(command: &Check, file: &Path, desk: &Desk) -> Result {
    // The words are read before a passphrase is asked for: both may come from standard input.
    let words = Words::of_lines(&ask::file(file)?)?;
    let open = desk.open(&command.at)?;
    let bar = progress::bar("Looking", desk);
    let shown = bar.clone();
    let proof = prove(&open.study, &words, move |step| {
        shown.set_length(step.total >> 20);
        shown.set_position(step.done >> 20);
        shown.set_message("MiB");
    })?;
    bar.finish_and_clear();
    let answer = Answer { proof, settled: !open.study.settling_is_due()? };
    open.print(&answer, tell_erased)?;
    if answer.proof.nothing_found() { Ok(()) } else { Err(Failure::Said(Code::No)) }
}

fn tell_erased(answer: &Answer, page: &mut Page) {
    let proof = &answer.proof;
    for found in &proof.found {
        page.line(format!("Line {}: {} ({})", found.line, found.place(), found.written));
    }
    if proof.more > 0 {
        page.line(format!("… and in {}", counted(proof.more as i64, "more place", "more places")));
    }
    if !proof.found.is_empty() {
        page.gap();
    }
    let all: u64 = proof.looked_at.iter().map(|looked| looked.bytes).sum();
    page.line(format!("Looked at {}:", size(all)));
    for looked in &proof.looked_at {
        page.line(format!("  {}, {}", looked.place, size(looked.bytes)));
    }
    if !proof.not_looked_at.is_empty() {
        page.line("Not looked at:");
        for closed in &proof.not_looked_at {
            page.line(format!("  {}: {}", closed.place, closed.why));
        }
    }
    if !answer.settled {
        page.line(
            "An erasure is not settled yet; it is tried again when the study is next opened.",
        );
    }
    page.gap();
    let sought = counted(proof.sought as i64, "word or phrase", "words and phrases");
    page.line(match (proof.nothing_found(), proof.not_looked_at.is_empty()) {
        (true, true) => format!("None of {sought} was found."),
        (true, false) => format!("None of {sought} was found in what could be looked at."),
        (false, _) => "Something was found. Nothing was changed.".to_owned(),
    });
}

fn size(bytes: u64) -> String {
    match bytes {
        0..=1_048_575 => format!("{} KiB", bytes.div_ceil(1024)),
        _ => format!("{} MiB", bytes.div_ceil(1_048_576)),
    }
}
