//! What a file says of itself before it is imported, besides its kind: by its name, after the rules
//! of the study, and, of tables and field notes, by what stands in it.

use trefoil_formats::name_rule::{NameRule, Read};

use super::{Candidate, Kind, Options, Table};
use crate::corpus::field_note;

/// What a file says of itself.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// What a rule reads in its name, in which labels stand in place of names.
    pub(super) name: Read,
    /// Whether it is a field note.
    pub(super) is_field_note: bool,
    /// When a field note says that it was.
    pub(super) when: Option<String>,
    /// Its tables.
    pub(super) tables: Option<Vec<Table>>,
}

impl Said {
    /// Asks a file, whose name is given as it is kept. What cannot be read says nothing here: its
    /// reading will tell why.
    pub(super) fn by(
        candidate: &Candidate,
        file_name: &str,
        rules: &[NameRule],
        options: Options,
    ) -> Self {
        let is_of_a_chat = candidate.chat.is_some();
        let mut fitting = rules.iter().filter(|_| !is_of_a_chat);
        let name = fitting.find_map(|rule| rule.apply(file_name));
        let mut said = Self { name: name.unwrap_or_default(), ..Self::default() };
        if candidate.kind.is_table() {
            said.tables = candidate.read(options).ok().map(|reading| reading.tables);
        } else if candidate.kind == Kind::Markdown
            && let Some(document) = candidate.read(options).ok().and_then(|one| one.document)
            && field_note::looks_like_field_note(&document.text)
        {
            let when = field_note::parse(&document.text).map(|note| note.when);
            (said.is_field_note, said.when) = (true, when.filter(|when| !when.is_empty()));
        }
        said
    }
}
