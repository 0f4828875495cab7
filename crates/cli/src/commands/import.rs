//! `trefoil import`: files, folders and archives become sources.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use trefoil_core::corpus::import::store::{self, Item, Plan, Progress, Refused, Summary, Wishes};
use trefoil_core::corpus::import::survey;
use trefoil_core::error::{Error, Kind};
use trefoil_core::exchange::json as document;
use trefoil_core::transcript::NewSegment;

use crate::args::At;
use crate::desk::{Desk, Open, as_json};
use crate::exit::{Code, Failure, Result};
use crate::output::{self, Page, Table, brief, counted, ending, note, time};
use crate::progress;

/// Brings files, folders and archives into the corpus.
#[derive(Debug, Args)]
#[command(
    after_help = "What cannot be read is listed with the reason, and the rest comes in; the \
    exit code is\nthen 3. Importing the same files again goes on where an interrupted import \
    stopped."
)]
pub(crate) struct Import {
    #[command(flatten)]
    at: At,
    /// Files, folders and zip archives, WhatsApp exports among them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The stream of all of them: interview, field-note, voice-note, conversation or document
    #[arg(long, value_name = "STREAM")]
    stream: Option<String>,
    /// Whose words they hold; may be given several times, new pseudonyms are added
    #[arg(long, value_name = "NAME")]
    participant: Vec<String>,
    /// The date of all of them
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Which name in a chat is which participant; may be given several times
    #[arg(long, value_name = "NAME=PARTICIPANT", value_parser = sender)]
    sender: Vec<(String, String)>,
    /// Say what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
}

fn sender(text: &str) -> std::result::Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((name, participant)) if !name.trim().is_empty() && !participant.trim().is_empty() => {
            Ok((name.trim().to_owned(), participant.trim().to_owned()))
        }
        _ => Err("write it as NAME=PARTICIPANT".to_owned()),
    }
}

pub(crate) fn run(command: Import, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    if let Some(document) = command.paths.iter().find(|path| is_document(path)) {
        return restore(&open, document, &command);
    }
    let wishes = Wishes {
        stream: command.stream,
        participants: command.participant,
        date: command.date,
        senders: command.sender,
    };
    let plan = store::plan(&open.study, &command.paths, &wishes)?;
    let bar = progress::bar(if command.dry_run { "Reading" } else { "Importing" }, desk);
    let mut step = |at: &Progress| {
        bar.set_length(at.total as u64);
        bar.set_position(at.done as u64);
        bar.set_message(output::tame(&at.file));
    };
    let (items, new_participants) = (plan.items.clone(), plan.new_participants.clone());
    let outcome = if command.dry_run {
        store::preview(&open.study, plan, &mut step)
    } else {
        run_plan(&open, plan, &mut step)
    };
    bar.finish_and_clear();
    let summary = outcome?;
    let refused = !summary.refused.is_empty();
    tell(&open, &Answer { dry_run: command.dry_run, summary, new_participants, items })?;
    if refused { Err(Failure::Said(Code::BadFile)) } else { Ok(()) }
}

/// Whether a file is a study as `trefoil export --format json` writes it.
fn is_document(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4096).read_to_end(&mut head));
    read.is_ok() && document::looks_like(&head)
}

/// A study comes back whole, so nothing can be said about it beforehand and nothing comes with it.
fn restore(open: &Open<'_>, path: &Path, command: &Import) -> Result {
    let said = command.stream.is_some() || command.date.is_some();
    if command.paths.len() > 1
        || said
        || !(command.participant.is_empty() && command.sender.is_empty())
    {
        let name = path.display();
        let error = Error::invalid(format!("{name} is a whole study, which comes in by itself."));
        return Err(Failure::Refused(error.hint("Give that file alone, without other options.")));
    }
    if command.dry_run {
        open.manner
            .note(&format!("{} is a whole study; it would come back as it was.", path.display()));
        return Ok(());
    }
    let session = open.session()?;
    let file = File::open(path)?;
    let done = document::import(&session, file)?;
    if open.manner.json {
        return output::json(&as_json(&done)?);
    }
    for notice in &done.notices {
        open.manner.note(&format!("Note: {notice}"));
    }
    open.tell_line(&format!("{}.", done.summary))
}

fn run_plan(
    open: &Open<'_>,
    plan: Plan,
    step: &mut dyn FnMut(&Progress),
) -> trefoil_core::error::Result<Summary> {
    if plan.items.is_empty() {
        // Nothing to store, so nobody needs a name and nothing enters the history.
        return Ok(Summary {
            refused: plan.refused,
            notices: plan.notices,
            skipped: plan.skipped,
            ..Summary::default()
        });
    }
    let session = match open.session() {
        Ok(session) => session,
        Err(Failure::Refused(error)) => return Err(error),
        Err(_) => return Err(Error::invalid("A change needs the name of whoever makes it.")),
    };
    store::run(&session, plan, step)
}

/// What an import did, or would do, for programs.
#[derive(Debug, Serialize)]
struct Answer {
    dry_run: bool,
    #[serde(flatten)]
    summary: Summary,
    new_participants: Vec<String>,
    /// What each file was to become.
    items: Vec<Item>,
}

fn tell(open: &Open<'_>, answer: &Answer) -> Result {
    if open.manner.json {
        return output::json(answer);
    }
    let summary = &answer.summary;
    for notice in &summary.notices {
        open.manner.note(&format!("Note: {}: {}", notice.file, notice.message));
    }
    tell_refusals(&summary.refused);
    let mut page = Page::default();
    tell_sources(answer, &mut page);
    page.gap();
    page.line(totals(answer));
    if !answer.new_participants.is_empty() {
        let verb = if answer.dry_run { "would be added" } else { "added" };
        page.line(format!("Participants {verb}: {}.", answer.new_participants.join(", ")));
    }
    if open.manner.quiet {
        return Ok(());
    }
    page.print()?;
    if answer.dry_run {
        open.manner.note("Nothing was changed: this was a dry run.");
    }
    Ok(())
}

/// Twenty files of one kind are refused in one sentence.
fn tell_refusals(refused: &[Refused]) {
    let mut reasons: Vec<&str> = Vec::new();
    for Refused { reason, .. } in refused {
        if !reasons.contains(&reason.as_str()) {
            reasons.push(reason);
        }
    }
    for reason in reasons {
        let files = refused.iter().filter(|one| one.reason == reason);
        let files: Vec<&str> = files.map(|one| one.file.as_str()).collect();
        match files.as_slice() {
            [file] => note(&format!("Refused: {file}: {reason}")),
            files => note(&format!("Refused, {reason}\n  {}", files.join("\n  "))),
        }
    }
}

fn tell_sources(answer: &Answer, page: &mut Page) {
    let mut table = Table::new(&["File", "Becomes", "Stream", "Date", "Participants", "#Length"]);
    let summary = &answer.summary;
    let who: HashMap<_, _> =
        answer.items.iter().map(|one| (&one.file, &one.participants)).collect();
    for one in summary.imported.iter().chain(&summary.attached) {
        let length = match (one.duration_ms, one.characters) {
            (Some(ms), _) => time(ms),
            (None, Some(characters)) => format!("{characters} characters"),
            (None, None) => String::new(),
        };
        table.row([
            ending(&one.file, 50),
            brief(&one.name, 40),
            one.stream.replace('_', " "),
            one.date.clone().unwrap_or_default(),
            who.get(&one.file).map(|names| names.join(", ")).unwrap_or_default(),
            length,
        ]);
    }
    if !(summary.imported.is_empty() && summary.attached.is_empty()) {
        page.table(&table, "");
    }
}

fn totals(answer: &Answer) -> String {
    let summary = &answer.summary;
    let count = |all: usize| i64::try_from(all).unwrap_or(i64::MAX);
    let mut parts = vec![format!(
        "{} {}",
        counted(count(summary.imported.len()), "source", "sources"),
        if answer.dry_run { "would come in" } else { "came in" }
    )];
    if !summary.attached.is_empty() {
        let number = count(summary.attached.len());
        parts.push(format!("{} got a transcript", counted(number, "recording", "recordings")));
    }
    if !summary.known.is_empty() {
        parts.push(format!("{} in the study already", summary.known.len()));
    }
    if !summary.refused.is_empty() {
        parts.push(format!("{} refused", summary.refused.len()));
    }
    format!("{}.", parts.join(", "))
}

/// The text and the turns of a transcript file, for a recording that is in the study.
pub(super) fn read_transcript(open: &Open<'_>, file: &Path) -> Result<(String, Vec<NewSegment>)> {
    let found = survey(&[file.to_owned()]);
    if let Some(refusal) = found.refusals.first() {
        return Err(bad(&refusal.to_string()));
    }
    let Some(candidate) = found.candidates.first() else {
        return Err(bad(&format!("{} holds no transcript.", file.display())));
    };
    let reading = candidate.read().map_err(|refusal| bad(&refusal.to_string()))?;
    for notice in &reading.notices {
        open.manner.note(&format!("Note: {}: {}", notice.file, notice.message));
    }
    let document = reading
        .document
        .ok_or_else(|| bad(&format!("{} is a recording, not a transcript.", file.display())))?;
    let point = |at: u64| i64::try_from(at).unwrap_or(i64::MAX);
    let turns = document.segments.into_iter().map(|turn| NewSegment {
        start: point(turn.start),
        end: point(turn.end),
        speaker: turn.speaker,
        begin_ms: turn.begin_ms.map(point),
        end_ms: turn.end_ms.map(point),
    });
    Ok((document.text, turns.collect()))
}

fn bad(message: &str) -> Failure {
    Failure::Refused(Error::new(Kind::BadFile, message))
}
