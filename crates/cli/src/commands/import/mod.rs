//! `trefoil import`: files, folders and archives become sources.
//!
//! `how.rs` holds what may be chosen about reading; `who.rs` finds out who writes in the chats, by options, the key or questions; `tell.rs` says
//! what came of it, or would.

mod how;
mod tell;
mod who;

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use trefoil_core::care::pseudonym::KeyAccess;
use trefoil_core::corpus::import::store::{self, Item, Plan, Progress, Summary, Who, Wishes};
use trefoil_core::corpus::import::{Options, survey};
use trefoil_core::error::{Error, Kind};
use trefoil_core::exchange::json as document;
use trefoil_core::transcript::NewSegment;

use crate::args::At;
use crate::desk::{Desk, Open, as_json};
use crate::exit::{Code, Failure, Result};
use crate::output;
use crate::progress;
use how::How;
use tell::{Answer, tell};

/// Brings files, folders and archives into the corpus.
#[derive(Debug, Args)]
#[command(
    after_help = "What cannot be read is listed with the reason, and the rest comes in; the \
    exit code is\nthen 3. What does not belong, by `--from`, `--until`, `--shortest` and \
    `--without-chats`, is set\naside and listed. Importing the same files again goes on where an \
    interrupted import stopped."
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
    /// Who somebody in a chat is: a participant, `role:researcher` or `neutral`; may be given
    /// several times. The name itself is stored nowhere
    #[arg(long, value_name = "NAME=WHO", value_parser = sender)]
    sender: Vec<(String, Who)>,
    /// Set aside what is dated before this day, the study's first
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Set aside what is dated after this day, the study's last
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Set aside recordings shorter than this, such as those a pocket made
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    shortest: Option<Duration>,
    /// Of chats, bring in the recordings and not what was written
    #[arg(long)]
    without_chats: bool,
    #[command(flatten)]
    how: How,
    /// Say what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    /// Whether anything was said about what comes in.
    fn wishes_something(&self) -> bool {
        let all = [&self.stream, &self.date, &self.from, &self.until];
        all.iter().any(|said| said.is_some())
            || !(self.participant.is_empty() && self.sender.is_empty())
            || self.shortest.is_some()
            || self.without_chats
            || self.how.wishes_something()
    }

    fn wishes(self, key: Option<KeyAccess>) -> Wishes {
        Wishes {
            stream: self.stream,
            participants: self.participant,
            date: self.date,
            senders: self.sender,
            key,
            from: self.from,
            until: self.until,
            shortest_ms: self.shortest.and_then(|length| u64::try_from(length.as_millis()).ok()),
            without_chats: self.without_chats,
            name_rules: self.how.names.clone(),
            options: self.how.options(),
            without_originals: self.how.without_originals,
            without_attaching: self.how.without_attaching,
        }
    }
}

fn seconds(text: &str) -> std::result::Result<Duration, String> {
    let seconds = text.parse().ok().and_then(|number| Duration::try_from_secs_f64(number).ok());
    seconds.ok_or_else(|| "write it as a number of seconds, such as 3".to_owned())
}

fn sender(text: &str) -> std::result::Result<(String, Who), String> {
    match text.rsplit_once('=') {
        Some((name, who)) if !name.trim().is_empty() && !who.trim().is_empty() => {
            Ok((name.trim().to_owned(), Who::from(who)))
        }
        _ => Err("write it as NAME=WHO: a participant, role:researcher or neutral".to_owned()),
    }
}

pub(crate) fn run(command: Import, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    if let Some(document) = command.paths.iter().find(|path| is_document(path)) {
        return restore(&open, document, &command);
    }
    let (dry_run, paths) = (command.dry_run, command.paths.clone());
    let how = command.how.clone();
    let wishes = command.wishes(open.key());
    let mut plan = who::planned(&open, &paths, wishes, dry_run)?;
    how.arrange(&mut plan)?;
    let bar = progress::bar(if dry_run { "Reading" } else { "Importing" }, desk);
    let mut step = |at: &Progress| {
        bar.set_length(at.total as u64);
        bar.set_position(at.done as u64);
        bar.set_message(output::tame(&at.at()));
        ControlFlow::Continue(())
    };
    let (items, new_participants) = (plan.items.clone(), plan.new_participants.clone());
    // Names are for whoever looks before anything is stored.
    let senders = if dry_run { plan.senders.clone() } else { Vec::new() };
    let unsaid = plan.unsaid().count();
    let outcome = if dry_run {
        store::preview(&open.study, plan, &mut step)
    } else {
        run_plan(&open, plan, &mut step)
    };
    bar.finish_and_clear();
    let summary = outcome?;
    let refused = refusal(&summary);
    tell(&open, &Answer { dry_run, summary, new_participants, items, senders, unsaid })?;
    refused.map_or(Ok(()), |code| Err(Failure::Said(code)))
}

/// How an import ends that did not take everything: a file that cannot be read weighs more than
/// what somebody refused.
fn refusal(summary: &Summary) -> Option<Code> {
    let refused = &summary.refused;
    match refused.iter().all(|one| one.denied) {
        _ if refused.is_empty() => None,
        true => Some(Code::NotAllowed),
        false => Some(Code::BadFile),
    }
}

/// Whether a file is a study as `trefoil export --format json` writes it.
fn is_document(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4096).read_to_end(&mut head));
    read.is_ok() && document::looks_like(&head)
}

/// A study comes back whole, so nothing can be said about it beforehand and nothing comes with it.
fn restore(open: &Open<'_>, path: &Path, command: &Import) -> Result {
    if command.paths.len() > 1 || command.wishes_something() {
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
    step: &mut dyn FnMut(&Progress) -> ControlFlow<()>,
) -> trefoil_core::error::Result<Summary> {
    if !plan.items.iter().any(Item::comes_in) {
        // Nothing to store, so nobody needs a name and nothing enters the history.
        return store::preview(&open.study, plan, step);
    }
    let session = match open.session() {
        Ok(session) => session,
        Err(Failure::Refused(error)) => return Err(error),
        Err(_) => return Err(Error::invalid("A change needs the name of whoever makes it.")),
    };
    store::run(&session, plan, step)
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
    let reading =
        candidate.read(Options::default()).map_err(|refusal| bad(&refusal.to_string()))?;
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
