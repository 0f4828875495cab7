//! What came of an import.

use std::collections::HashMap;

use trefoil_core::corpus::import::store::{ColumnRole, Imported, Plan, RowsAre, Summary};
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
            let mut what = rows(&mut kept.clone().map(|sheet| sheet.rows_are));
            // Of somebody who is described, answers in their own words become a source too.
            let mut columns = kept.flat_map(|sheet| &sheet.columns);
            what.of_sources |= columns.any(|column| column.role == ColumnRole::Open);
            (id, what)
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

    /// What was noticed, file by file in the order in which they came; many files of which the same
    /// is to be said are told at once.
    pub(super) fn noticed(&self) -> Vec<(String, Vec<String>)> {
        /// So many files are told one by one.
        const FEW: usize = 4;
        let mut alike: Vec<(Vec<String>, Vec<String>)> = Vec::new();
        let mut places: HashMap<Vec<String>, usize> = HashMap::new();
        for (file, says) in self.noticed_by_file() {
            let place = *places.entry(says.clone()).or_insert_with(|| {
                alike.push((Vec::new(), says));
                alike.len() - 1
            });
            alike[place].0.push(file);
        }
        let told = alike.into_iter().flat_map(|(files, says)| match files.as_slice() {
            [first, rest @ ..] if rest.len() >= FEW => {
                vec![(format!("{first} and {} more files", rest.len()), says)]
            }
            _ => files.into_iter().map(|file| (file, says.clone())).collect(),
        });
        told.collect()
    }

    fn noticed_by_file(&self) -> Vec<(String, Vec<String>)> {
        let mut all: Vec<(String, Vec<String>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for notice in &self.summary.notices {
            let place = *places.entry(&notice.file).or_insert_with(|| {
                all.push((notice.file.clone(), Vec::new()));
                all.len() - 1
            });
            all[place].1.push(notice.message.clone());
        }
        all
    }

    /// What came of it, in a sentence.
    pub(super) fn sentence(&self) -> String {
        let summary = &self.summary;
        let tables = summary.imported.iter().filter(|one| one.rows.is_some()).count();
        let twice = summary.known.iter().filter(|one| one.same_as.is_some()).count();
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
            files(summary.known.len() - twice, "was there already", "were there already"),
            files(twice, "came a second time", "came a second time"),
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

#[cfg(test)]
mod tests {
    use trefoil_core::corpus::import::store::Noticed;

    use super::*;

    #[test]
    fn many_files_of_which_the_same_is_to_be_said_are_told_at_once() {
        let notice =
            |file: &str, message: &str| Noticed { file: file.into(), message: message.into() };
        let mut notices = vec![notice("a", "One"), notice("a", "Two"), notice("b", "One")];
        notices.extend((1..=6).map(|number| notice(&format!("c{number}"), "Three")));
        let outcome =
            Outcome { summary: Summary { notices, ..Summary::default() }, ..Outcome::default() };
        let told: Vec<(String, String)> =
            outcome.noticed().into_iter().map(|(file, says)| (file, says.join(" "))).collect();
        let told: Vec<(&str, &str)> = told.iter().map(|(file, says)| (&**file, &**says)).collect();
        assert_eq!(told, [("a", "One Two"), ("b", "One"), ("c1 and 5 more files", "Three")]);
    }
}
