//! What an import did, or would do: as a table for people, as JSON for programs.

use std::collections::HashMap;

use serde::Serialize;
use trefoil_core::corpus::import::store::{Item, Summary};

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
}

pub(super) fn tell(open: &Open<'_>, answer: &Answer) -> Result {
    if open.manner.json {
        return output::json(answer);
    }
    let (summary, say) = (&answer.summary, |text: &str| open.manner.note(text));
    for notice in &summary.notices {
        say(&format!("Note: {}: {}", notice.file, notice.message));
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

fn tell_sources(answer: &Answer, page: &mut Page) {
    let mut table = Table::new(&["File", "Becomes", "Stream", "Date", "Participants", "#Length"]);
    let summary = &answer.summary;
    let who: HashMap<_, _> = answer.items.iter().map(|one| (one.id, &one.participants)).collect();
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
            who.get(&one.item).map(|names| names.join(", ")).unwrap_or_default(),
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
    if !summary.aside.is_empty() {
        parts.push(format!("{} set aside", summary.aside.len()));
    }
    if !summary.refused.is_empty() {
        parts.push(format!("{} refused", summary.refused.len()));
    }
    format!("{}.", parts.join(", "))
}
