//! `trefoil status`: counts what is in a study.

use clap::Args;
use trefoil_core::study::status;

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, sentence_case};

/// Counts what is in a study.
#[derive(Debug, Args)]
pub(crate) struct Status {
    #[command(flatten)]
    at: At,
}

pub(crate) fn run(command: &Status, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let today = open.today();
    open.answer(move |reader| status(reader, &today), tell)
}

fn tell(status: &trefoil_core::study::Status, page: &mut Page) {
    page.line(&status.title);
    page.line(kind(status));
    page.gap();
    let mut lines: Vec<(String, i64)> = Vec::new();
    let mut total = |name: &str, number: i64| lines.push((name.to_owned(), number));
    total("Sources", status.sources);
    for (stream, number) in status.by_stream.iter().filter(|(_, number)| *number > 0) {
        total(&format!("  {}", stream.label), *number);
    }
    total("Participants", status.participants);
    total("Codes", status.codes);
    total("Passages", status.passages);
    total("Codings", status.codings);
    total("Themes", status.themes);
    for (area, number) in status.by_area.iter().filter(|_| status.themes > 0) {
        total(&format!("  {}", area.label()), *number);
    }
    total("Conditions", status.conditions);
    for (state, number) in status.by_state.iter().filter(|(_, number)| *number > 0) {
        total(&format!("  {}", sentence_case(state.label())), *number);
    }
    for (name, number) in [
        ("Rounds", status.rounds),
        ("Actions", status.actions),
        ("Memos", status.memos),
        ("Sentences of the report", status.sentences),
    ] {
        if number > 0 {
            total(name, number);
        }
    }
    let name_width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let number_width = lines.iter().map(|(_, n)| n.to_string().len()).max().unwrap_or(0);
    for (name, number) in lines {
        page.line(format!("{name:name_width$}  {number:>number_width$}"));
    }
}

/// What kind of study it is, on one line.
fn kind(status: &trefoil_core::study::Status) -> String {
    use trefoil_core::study::Method;
    let mut said = vec![match status.method {
        Method::Reflexive => "Reflexive thematic analysis",
        Method::Codebook => "Codebook thematic analysis",
        Method::Framework => "Framework method",
    }];
    if status.tentative && status.conditions > 0 {
        said.push("tentative model of conditions");
    }
    if status.synthetic {
        said.push("synthetic: everything in it is invented");
    }
    said.join(" · ")
}
