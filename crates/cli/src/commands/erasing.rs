//! What `withdraw` and `erase` share: showing a dry run, asking, and writing a certificate.

use std::path::Path;

use trefoil_core::care::erasure::{Certificate, DryRun, Footing, Loss, Mention, TextFate};
use trefoil_core::error::{Error, Kind};

use super::withdraw::agree;
use crate::desk::Open;
use crate::exit::Result;
use crate::output::{Page, Table, brief, counted};

/// Shows the dry run to a person, on standard error where the answer is JSON, and asks.
pub(super) fn show_and_ask(open: &Open<'_>, shown: &DryRun) -> Result {
    if shown.blocked.is_empty() && !open.manner.json && !open.manner.quiet {
        let mut page = Page::default();
        tell(shown, &mut page);
        page.print()?;
    }
    if shown.blocked.is_empty() { agree(open, shown) } else { Ok(()) }
}

/// Tells everything that would be touched.
pub(super) fn tell(run: &DryRun, page: &mut Page) {
    for blocked in &run.blocked {
        page.line(format!("In the way: {blocked}"));
    }
    sources(run, page);
    passages(run, page);
    losses("Themes that lose passages", &run.themes, page);
    losses("Conditions that lose passages", &run.conditions, page);
    if !run.sentences.is_empty() {
        page.heading("Sentences of the report");
        for one in &run.sentences {
            let left = if one.unsupported { "left without support" } else { "loses a citation" };
            page.line(format!("  {}: {} ({left})", one.place, one.text));
        }
    }
    mentions("Words copied elsewhere, which are taken out", &run.copies, page);
    mentions("Texts to look at: they stay", &run.mentions, page);
    if !run.outputs.is_empty() {
        page.heading("Reports and exports made from it");
        for one in &run.outputs {
            page.line(format!("  {} {} ({})", one.made_on, one.file_name, one.kind));
        }
    }
    beside(run, page);
}

fn sources(run: &DryRun, page: &mut Page) {
    page.heading("Sources");
    let mut table = Table::new(&["Date", "Name", "Text", "Recording", "With", "Note"]);
    for one in &run.sources {
        let text = match (one.whole, one.text) {
            (true, _) => "goes with the source",
            (_, TextFate::Goes) => "goes",
            (_, TextFate::Partly) => "loses words",
            (_, TextFate::Earlier) => "earlier wordings go",
            (_, TextFate::Stays) => "stays",
        };
        table.row([
            one.date.clone().unwrap_or_default(),
            brief(&one.name, 40),
            text.to_owned(),
            if one.recording { "goes" } else { "" }.to_owned(),
            one.shared_with.join(", "),
            brief(&one.note, 60),
        ]);
    }
    page.table(&table, "None.");
}

fn passages(run: &DryRun, page: &mut Page) {
    if !run.passages.is_empty() {
        page.heading("Passages and their codes");
        for one in &run.passages {
            let words = one.words.as_deref().map_or("(closed)".to_owned(), |it| brief(it, 60));
            let place = format!("{}, {} to {}", one.source_name, one.start, one.end);
            page.line(format!("  {place}: {words} [{}]", one.codes.join(", ")));
        }
    }
    if !run.reworded.is_empty() {
        page.heading("Passages that stay and lose words");
        for one in &run.reworded {
            page.line(format!("  {}, {} to {}", one.source_name, one.start, one.end));
        }
    }
    if !run.quotes.is_empty() {
        page.heading("Chosen quotes and citations");
        for one in &run.quotes {
            let of = one.theme.as_ref().or(one.sentence.as_ref());
            let of = of.map(|named| named.name.as_str()).unwrap_or_default();
            page.line(format!("  {of}: from {}", one.source_name));
        }
    }
    if !run.memos.is_empty() {
        page.heading("Memos");
        for one in &run.memos {
            let called = one.called.as_deref().unwrap_or("(closed)");
            page.line(format!("  on a {}: {called}", one.on.replace('_', " ")));
        }
    }
}

fn losses(heading: &str, losses: &[Loss], page: &mut Page) {
    if losses.is_empty() {
        return;
    }
    page.heading(heading);
    let mut table = Table::new(&["Name", "#Before", "#After", "#People", ""]);
    for one in losses {
        let left = match one.footing {
            Footing::Held => "",
            Footing::Thin => "left thin",
            Footing::Unsupported => "left without support",
        };
        table.row([
            brief(&one.name, 50),
            one.before.passages.to_string(),
            one.after.passages.to_string(),
            one.after.participants.to_string(),
            left.to_owned(),
        ]);
    }
    page.table(&table, "");
}

fn mentions(heading: &str, mentions: &[Mention], page: &mut Page) {
    if mentions.is_empty() {
        return;
    }
    page.heading(heading);
    for one in mentions {
        let noun = one.noun.replace('_', " ");
        page.line(format!("  {noun}, {}: {} {}", one.column, one.called, one.why));
    }
}

fn beside(run: &DryRun, page: &mut Page) {
    let counts = &run.counts;
    page.heading("In numbers");
    page.line(format!(
        "  {}, {}, {}, {}, {}, {}",
        counted(counts.sources, "source", "sources"),
        counted(counts.recordings, "recording", "recordings"),
        counted(counts.files, "picture or original file", "pictures and original files"),
        counted(counts.passages, "passage", "passages"),
        counted(counts.codings, "coding", "codings"),
        counted(counts.memos, "memo", "memos"),
    ));
    let backups = counted(run.backups.len() as i64, "backup goes", "backups go");
    page.line(format!("  {backups} as well"));
    page.heading("What stays");
    for one in &run.stays {
        page.line(format!("  {one}"));
    }
    if !run.duties.is_empty() {
        page.heading("What is left to do by hand");
        for duty in &run.duties {
            let by = duty.due_on.as_ref().map(|day| format!(" (by {day})")).unwrap_or_default();
            page.line(format!("  {}{by}", duty.text));
        }
    }
    page.gap();
    page.line("This is not legal advice.");
}

/// Writes a certificate as its ending says.
pub(super) fn write_certificate(certificate: &Certificate, path: &Path) -> Result {
    let html = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"));
    let text = if html { certificate.to_html() } else { certificate.to_text() };
    std::fs::write(path, text).map_err(|error| {
        Error::new(Kind::Io, format!("{} cannot be written: {error}.", path.display()))
            .hint("What was asked for is done. `trefoil erase STUDY certificate` writes it again.")
    })?;
    Ok(())
}
