//! `trefoil trace`: from anything to what it rests on and to what rests on it.

use clap::Args;
use trefoil_core::coding::wordless;
use trefoil_core::reference::{self, short};
use trefoil_core::trace::{self, Node};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, brief, sentence_case};

/// Walks from anything to what it rests on, and to what rests on it.
#[derive(Debug, Args)]
pub(crate) struct Trace {
    #[command(flatten)]
    at: At,
    /// Where to begin: an id, or the name of a participant, source, code, theme or condition
    #[arg(value_name = "ID")]
    what: String,
}

pub(crate) fn run(command: Trace, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let what = command.what;
    let (trace, wordless) = open.read(move |reader| {
        let trace = trace::trace(reader, reference::anything(reader, &what)?.id)?;
        Ok((trace, wordless(reader)?))
    })?;
    let tell = |node: &Node, page: &mut Page| tell(node, wordless.contains_key(&node.id), page);
    open.print(&trace, |trace, page| {
        tell(&trace.of, page);
        for (heading, nodes) in [("Rests on", &trace.rests_on), ("Bears on", &trace.bears_on)] {
            page.heading(heading);
            if nodes.is_empty() {
                page.line("  nothing");
            }
            for node in nodes {
                tell(node, page);
            }
        }
    })
}

fn tell(node: &Node, is_wordless: bool, page: &mut Page) {
    let noun = sentence_case(node.noun);
    let detail =
        if node.detail.is_empty() { String::new() } else { format!(" · {}", node.detail) };
    let name = match node.noun {
        "passage" | "sentence" | "evidence" if !is_wordless => {
            format!("“{}”", brief(&node.name, 200))
        }
        _ => brief(&node.name, 200),
    };
    page.line(format!("{}  {noun:11}  {name}{detail}", short(node.id)));
}
