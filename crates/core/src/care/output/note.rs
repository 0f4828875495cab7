//! Writing down that something leaves the study.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Kind, Output, OutputSource};
use crate::care::consent::Use;
use crate::care::pseudonym::Level;
use crate::corpus::source::Source;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation, Session};

/// Writes down a report or an export, with the sources whose words are in it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutputNote {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The format, such as `html` or `csv`.
    pub format: String,
    /// The name of the file; its folder is not kept.
    #[serde(default)]
    pub file_name: String,
    /// The use it is made for.
    pub purpose: Use,
    /// The level at which words are shown.
    pub level: Level,
    /// The sources whose words are in it.
    #[serde(default)]
    pub sources: Vec<Id>,
}

impl Operation for OutputNote {
    const NAME: &'static str = "output.note";
    const SUMMARY: &'static str = "Writes down that a report or an export was made";
    const STANDS: bool = true;
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({
            "kind": self.kind, "format": self.format, "purpose": self.purpose,
            "level": self.level, "sources": self.sources.len(),
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let output = Output {
            id: change.new_id(),
            kind: self.kind,
            format: self.format.trim().to_owned(),
            file_name: without_folder(&self.file_name),
            purpose: self.purpose,
            level: self.level,
            change_number: change.change_number(),
            at: change.now(),
            person: change.person(),
        };
        change.insert(&output)?;
        let mut sources = self.sources;
        sources.sort_unstable();
        sources.dedup();
        for source in &sources {
            let source = change.get::<Source>(*source)?.id;
            change.insert(&OutputSource { id: change.new_id(), output: output.id, source })?;
        }
        let many = match sources.len() {
            0 => "without words of any source".to_owned(),
            1 => "with words of 1 source".to_owned(),
            more => format!("with words of {more} sources"),
        };
        change.say(format!("Made {} ({}), {many}", called(output.kind), output.format));
        Ok(output.id)
    }
}

fn called(kind: Kind) -> &'static str {
    match kind {
        Kind::Report => "a report",
        Kind::Export => "an export",
    }
}

/// A folder can say more than the study should keep, such as somebody's name.
fn without_folder(name: &str) -> String {
    name.trim().rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

/// Writes down, before it is made, that something leaves the study; answers its id.
pub fn note(session: &Session, output: OutputNote) -> Result<Id> {
    Ok(session.perform(output)?.outcome)
}

/// Writes down that the whole study leaves as one document, with all that its researchers may read.
pub(crate) fn note_whole(session: &Session, format: &str, file_name: &str) -> Result<Id> {
    let open = "SELECT id FROM source WHERE revision IN (SELECT id FROM revision) \
                OR media IN (SELECT media FROM media_chunk) ORDER BY id";
    let sources = session.study().read(move |reader| {
        reader.query(open, &[])?.iter().map(|row| row.get(0)).collect::<Result<Vec<Id>>>()
    })?;
    let output = OutputNote {
        kind: Kind::Export,
        format: format.to_owned(),
        file_name: file_name.to_owned(),
        purpose: Use::Analysis,
        level: Level::Raw,
        sources,
    };
    note(session, output)
}

/// Writes down that the names of the key leave, as a sealed file (`key`) or in plain words
/// (`key_csv`). It holds words of no source, and the names of everybody whom the key knows.
pub fn note_key(session: &Session, format: &str, file_name: &str) -> Result<Id> {
    let output = OutputNote {
        kind: Kind::Export,
        format: format.to_owned(),
        file_name: file_name.to_owned(),
        purpose: Use::Recontact,
        level: Level::Raw,
        sources: Vec::new(),
    };
    note(session, output)
}

/// Whether an output is the key to the pseudonyms, by its format.
pub(crate) fn is_key(format: &str) -> bool {
    matches!(format, "key" | "key_csv")
}
