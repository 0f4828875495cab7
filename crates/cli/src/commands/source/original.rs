//! The file that a source's text was read from, as it came.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use trefoil_core::corpus::original;
use trefoil_core::reference;

use crate::desk::Open;
use crate::exit::Result;
use crate::output::{self, Page};
use crate::target::Target;

/// Writes the file that a source's text was read from.
#[derive(Debug, Args)]
pub(crate) struct Original {
    /// The name or file name
    source: String,
    /// Where to write it, or - for standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(open: &Open<'_>, command: Original) -> Result {
    let target = Target::from(command.output);
    let source = open.read(move |reader| reference::source(reader, &command.source))?;
    let (session, file_name) = (open.session()?, target.file_name());
    let bytes = target.write(open, |out| original::write(&session, source, &file_name, out))?;
    let Target::File(path) = &target else { return Ok(()) };
    if open.manner.json {
        return output::json(&json!({ "path": path, "bytes": bytes }));
    }
    if open.manner.quiet {
        return Ok(());
    }
    let mut page = Page::default();
    page.line(format!("Wrote {}: {bytes} bytes, as they came.", path.display()));
    page.print()
}
