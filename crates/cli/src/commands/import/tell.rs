//! What an import did, or would do: as a table for people, as JSON for programs.

use std::collections::HashMap;

use serde::Serialize;
use trefoil_core::corpus::import::store::{Because, Item, Sender, Summary};

use crate::desk::Open;
use crate::exit::Result;
use crate::output::{self, Page, Table, brief, counted, ending, note, time};

/// What an import did, or would do, for programs.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    pub(super) dry_run: bool,
    #[serde(flatten)]
    pub(super) summary: Summary,
    pub(super) new_participants: Vec<String>,
    /// What each file was to become.
    pub(super) items: Vec<Item>,
    /// Who is who in the chats, by real name: of a dry run alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) senders: Vec<Sender>,
    /// Of how many nobody said who they are.
    #[serde(skip)]
    pub(super) unsaid: usize,
}

pub(super) fn tell(open: &Open<'_>, answer: &Answer) -> Result {
    if open.manner.json {
        return output::json(answer);
    }
    let (summary, say) = (&answer.summary, |text: &str| open.manner.note(text));
    for notice in &summary.notices {
        say(&format!("Note: {}: {}", notice.file, notice.message));
    }
    if answer.unsaid > 0 {
        let count = i64::try_from(answer.unsaid).unwrap_or(i64::MAX);
        say(&format!(
            "Note: {} in the chats got a neutral label, because nobody said who they are: say it \
             with --sender (--dry-run shows the names).",
            counted(count, "sender", "senders")
        ));
    }
    for twice in &summary.known {
        if let Some(before) = &twice.same_as {
            say(&format!("Came twice: {} is the same as {before}", twice.file));
        }
    }
    let aside = summary.aside.iter().map(|one| (one.file.as_str(), one.reason.as_str()));
    tell_reasons("Set aside", &aside.collect::<Vec<_>>(), &say);
    let refused = summary.refused.iter().map(|one| (one.file.as_str(), one.reason.as_str()));
    tell_reasons("Refused", &refused.collect::<Vec<_>>(), &note);
    let mut page = Page::default();
    if !answer.senders.is_empty() {
        tell_senders(answer, &mut page);
    }
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

/// Twenty files with one reason are told in one sentence.
fn tell_reasons(what: &str, files: &[(&str, &str)], say: &dyn Fn(&str)) {
    let mut reasons: Vec<&str> = Vec::new();
    for (_, reason) in files {
        if !reasons.contains(reason) {
            reasons.push(reason);
        }
    }
    for reason in reasons {
        let files: Vec<&str> =
            files.iter().filter(|(_, own)| *own == reason).map(|(file, _)| *file).collect();
        match files.as_slice() {
            [file] => say(&format!("{what}: {file}: {reason}")),
            files => say(&format!("{what}, {reason}\n  {}", files.join("\n  "))),
        }
    }
}

fn tell_senders(answer: &Answer, page: &mut Page) {
    let mut table = Table::new(&["In the chats", "Becomes", "#Messages", "Because"]);
    for one in &answer.senders {
        let because = match one.because {
            Because::Said => "you said so",
            Because::Known => "known from before",
            Because::Named => "is called so",
            Because::Unsaid => "nobody said",
        };
        table.row([
            brief(&one.name, 40),
            brief(&one.label, 40),
            one.messages.to_string(),
            because.to_owned(),
        ]);
    }
    page.table(&table, "");
    page.gap();
}

fn tell_sources(answer: &Answer, page: &mut Page) {
    let mut table = Table::new(&["File", "Becomes", "Stream", "Date", "Participants", "#Length"]);
    let summary = &answer.summary;
    let who: HashMap<_, _> = answer.items.iter().map(|one| (one.id, &one.participants)).collect();
    let all = summary.imported.iter().chain(&summary.attached).chain(&summary.continued);
    for one in all {
        let length = match (one.new_messages, one.duration_ms, one.characters) {
            (Some(messages), ..) => {
                let messages = i64::try_from(messages).unwrap_or(i64::MAX);
                counted(messages, "more message", "more messages")
            }
            (None, Some(ms), _) => time(ms),
            (None, None, Some(characters)) => format!("{characters} characters"),
            (None, None, None) => one.rows.map(|rows| format!("{rows} rows")).unwrap_or_default(),
        };
        table.row([
            ending(&one.file, 50),
            brief(&one.name, 40),
            one.stream.replace('_', " "),
            one.date.clone().unwrap_or_default(),
            who.get(&one.item).map(|names| names.join(", ")).unwrap_or_default(),
            length,
        ]);
    }
    if !(summary.imported.is_empty() && summary.attached.is_empty() && summary.continued.is_empty())
    {
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
    if !summary.continued.is_empty() {
        let number = count(summary.continued.len());
        let went = if answer.dry_run { "would go on" } else { "went on" };
        parts.push(format!("{} {went}", counted(number, "conversation", "conversations")));
    }
    if !summary.known.is_empty() {
        parts.push(format!("{} in the study already", summary.known.len()));
    }
    if !summary.aside.is_empty() {
        parts.push(format!("{} set aside", summary.aside.len()));
    }
    if !summary.refused.is_empty() {
        parts.push(format!("{} refused", summary.refused.len()));
    }
    format!("{}.", parts.join(", "))
}
