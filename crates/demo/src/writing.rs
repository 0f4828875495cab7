//! What the demo's researcher wrote: memos, actions, the sentences of the report, the record.

use trefoil_core::action::{ActionAdd, ActionSet};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::memo::MemoAdd;
use trefoil_core::record::RecordSet;
use trefoil_core::sentence::{Cites, Section, SentenceAdd};
use trefoil_core::study::Session;

use crate::analysis::{Cite, Memo, On};
use crate::making::{Making, unknown};

/// The day on which the record was filled in, the last of the history.
const DEPOSITED: &str = "2026-01-30";

impl Making<'_> {
    /// Writes the memos that are dated before a day, each on its own; without a day, all the others.
    pub(crate) fn write_memos_until(&mut self, day: Option<&str>) -> Result<()> {
        let mut due: Vec<(&str, usize)> = Vec::new();
        for (memo, at) in self.analysis.memos.iter().zip(0..) {
            let date = memo.date.as_deref().unwrap_or_default();
            let is_due = day.is_none_or(|day| !date.is_empty() && date < day);
            if is_due && !self.written.contains(&at) {
                due.push((date, at));
            }
        }
        due.sort_unstable();
        for (date, at) in due {
            if !date.is_empty() {
                self.calendar.turn_to(date, "19:30")?;
            }
            self.calendar.pass(15);
            self.write_memo(&self.act(), at)?;
            self.written.insert(at);
        }
        Ok(())
    }

    /// Writes the memos on a source and its passages that say no other day.
    pub(crate) fn write_memos_on(&mut self, act: &Session, source: &str) -> Result<()> {
        let is_on = |memo: &Memo| match &memo.on {
            On::Named(named) => named.strip_prefix("source ") == Some(source),
            On::Passage(quote) => quote.source == source,
        };
        for (memo, at) in self.analysis.memos.iter().zip(0..) {
            if memo.date.is_none() && is_on(memo) {
                self.write_memo(act, at)?;
                self.written.insert(at);
            }
        }
        Ok(())
    }

    fn write_memo(&self, act: &Session, at: usize) -> Result<()> {
        let memo = &self.analysis.memos[at];
        let (on, title, text) = (self.target(&memo.on)?, memo.title.clone(), memo.text.clone());
        act.perform(MemoAdd { on, title, text })?;
        Ok(())
    }

    /// What a memo is about; nothing for the journal.
    fn target(&self, on: &On) -> Result<Option<Id>> {
        let named = match on {
            On::Passage(quote) => return self.passage(quote).map(Some),
            On::Named(named) => named,
        };
        match named.split_once(' ') {
            None if named == "journal" => Ok(None),
            Some(("theme", label)) => self.theme(label).map(Some),
            Some(("source", name)) => self.source(name).map(Some),
            Some(("code", slug)) => self.code(slug).map(Some),
            Some(("condition", key)) => self.condition(key).map(Some),
            _ => Err(unknown("memo’s subject", named)),
        }
    }

    /// Plans the actions, as one act, and marks those that are done on their day.
    pub(crate) fn plan_actions(&mut self) -> Result<()> {
        self.teller.step("Planning what to do");
        self.calendar.turn_to("2025-12-12", "10:00")?;
        let act = self.act();
        let mut done: Vec<(String, Id)> = Vec::new();
        for action in &self.analysis.actions {
            self.calendar.pass(5);
            let added = act.perform(ActionAdd {
                theme: action.theme.as_deref().map(|label| self.theme(label)).transpose()?,
                condition: action
                    .condition
                    .as_deref()
                    .map(|key| self.condition(key))
                    .transpose()?,
                text: action.text.clone(),
                owner: action.owner.clone(),
                due_on: action.due.clone(),
            })?;
            done.extend(action.due.clone().filter(|_| action.done).map(|due| (due, added.outcome)));
        }
        done.sort_unstable();
        for (day, action) in done {
            self.calendar.turn_to(&day, "16:30")?;
            self.act().perform(ActionSet {
                action,
                theme: None,
                condition: None,
                text: None,
                owner: None,
                due_on: None,
                done_on: Some(day),
            })?;
        }
        Ok(())
    }

    /// Writes the sentences of the report, one act for each section.
    pub(crate) fn write_report(&mut self) -> Result<()> {
        self.calendar.turn_to("2026-01-20", "09:00")?;
        for section in Section::ALL {
            self.teller.step(format!("Writing the report: {}", section.label().to_lowercase()));
            let act = self.act();
            let own = self.analysis.sentences.iter().filter(|one| one.section == *section);
            for sentence in own {
                self.calendar.pass(12);
                let (text, cites) = (sentence.text.clone(), self.cites(&sentence.cites)?);
                act.perform(SentenceAdd { section: *section, text, cites })?;
            }
        }
        Ok(())
    }

    fn cites(&self, from: &[Cite]) -> Result<Cites> {
        let mut cites = Cites::default();
        for cite in from {
            match cite {
                Cite::Theme { theme } => cites.themes.push(self.theme(theme)?),
                Cite::Condition { condition } => cites.conditions.push(self.condition(condition)?),
                Cite::Passage(quote) => cites.passages.push(self.passage(quote)?),
            }
        }
        Ok(cites)
    }

    /// Fills in the record, as one act.
    pub(crate) fn fill_record(&mut self) -> Result<()> {
        self.teller.step("Filling in the record");
        self.calendar.turn_to(DEPOSITED, "11:00")?;
        let act = self.act();
        for (field, values) in &self.analysis.record {
            act.perform(RecordSet { field: field.clone(), values: values.clone() })?;
        }
        Ok(())
    }
}
