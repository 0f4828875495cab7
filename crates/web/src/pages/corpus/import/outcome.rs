//! What came of an import.

use std::collections::HashMap;

use trefoil_core::corpus::import::store::{Imported, Plan, RowsAre, Summary};
use trefoil_core::corpus::participant::Participant;
use trefoil_core::id::Id;

use crate::words;

/// Why an import ended.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) message: String,
    pub(super) hint: String,
    /// Whether something had been stored by then.
    pub(super) was_storing: bool,
}

/// What came of an import.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) summary: Summary,
    /// The act by which it is undone; none when nothing was stored.
    pub(super) act: Option<Id>,
    /// What the rows of each table became, by its item's id.
    pub(super) tables: HashMap<usize, Rows>,
    /// The participants that came with it.
    pub(super) people: Vec<Participant>,
}

/// What the rows of a table became.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Rows {
    /// Something is known of participants.
    pub(super) of_people: bool,
    /// Answers became sources.
    pub(super) of_sources: bool,
}

/// What the rows of the tables of a plan will become.
pub(super) fn tables(plan: &Plan) -> HashMap<usize, Rows> {
    let rows = |sheets: &mut dyn Iterator<Item = RowsAre>| {
        let mut rows = Rows::default();
        for what in sheets {
            rows.of_people |= what == RowsAre::Participants;
            rows.of_sources |= what == RowsAre::Sources;
        }
        rows
    };
    let tables = plan.items.iter().filter_map(|item| Some((item.id, item.table.as_ref()?)));
    tables
        .map(|(id, table)| {
            let kept = table.sheets.iter().filter(|sheet| sheet.keep);
            (id, rows(&mut kept.map(|sheet| sheet.rows_are)))
        })
        .collect()
}

impl Outcome {
    /// What came in as one source each.
    pub(super) fn sources(&self) -> Vec<Imported> {
        self.summary.imported.iter().filter(|one| one.rows.is_none()).cloned().collect()
    }

    /// The tables that came in, with what their rows became.
    pub(super) fn of_tables(&self) -> Vec<(Imported, Rows)> {
        let tables = self.summary.imported.iter().filter(|one| one.rows.is_some());
        tables
            .map(|one| (one.clone(), self.tables.get(&one.item).copied().unwrap_or_default()))
            .collect()
    }

    /// What came of it, in a sentence.
    pub(super) fn sentence(&self) -> String {
        let summary = &self.summary;
        let tables = summary.imported.iter().filter(|one| one.rows.is_some()).count();
        let rows: usize = summary.imported.iter().filter_map(|one| one.rows).sum();
        let files = |count: usize, one: &str, more: &str| {
            (count > 0).then(|| words::counted(&(count as i64), one, more))
        };
        let parts: Vec<String> = [
            files(summary.imported.len() - tables, "source came in", "sources came in"),
            files(rows, "row of a table came in", "rows of tables came in"),
            files(
                summary.attached.len(),
                "recording got its transcript",
                "recordings got their transcripts",
            ),
            files(summary.continued.len(), "conversation went on", "conversations went on"),
            files(summary.known.len(), "was there already", "were there already"),
            files(summary.aside.len(), "was set aside", "were set aside"),
            files(summary.refused.len(), "could not be read", "could not be read"),
            files(summary.not_reached, "was not reached", "were not reached"),
        ]
        .into_iter()
        .flatten()
        .collect();
        if parts.is_empty() {
            return "Nothing came in.".to_owned();
        }
        format!("{}.", parts.join(", "))
    }
}
