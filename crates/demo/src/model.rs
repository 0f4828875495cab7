//! The demo's model of conditions: begun from the template, marked on the way, filled at the end.

use std::collections::HashMap;

use trefoil_core::condition::{
    self, Beginning, ConditionBear, ConditionMark, ConditionSet, EvidenceAdd, IndicatorSet,
    ModelBegin,
};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::study::Session;

use crate::analysis::{Condition, Evidence, Quote};
use crate::making::{FILLED, FIRST_DAY, Making, unknown};

impl Making<'_> {
    /// Begins the model from the ten published conditions.
    pub(crate) fn begin_model(&mut self) -> Result<()> {
        self.act().perform(ModelBegin { template: Beginning::TenConditions })?;
        let all: Vec<condition::Condition> = self.study.read(|reader| reader.list("", &[]))?;
        let keyed = all.into_iter().filter_map(|one| Some((one.template?, one.id)));
        self.conditions = keyed.collect();
        Ok(())
    }

    /// Makes the marks that are dated before a day, each on its own.
    pub(crate) fn mark_conditions_until(&mut self, day: &str) -> Result<()> {
        let mut due: Vec<(&str, &Condition, usize)> = Vec::new();
        for condition in &self.analysis.conditions {
            for (mark, at) in condition.marks.iter().zip(0..) {
                let date = mark.date.as_deref().unwrap_or_default();
                let is_due = !date.is_empty() && date < day;
                if is_due && !self.marked.contains(&(condition.key.clone(), at)) {
                    due.push((date, condition, at));
                }
            }
        }
        due.sort_by_key(|(date, _, at)| (*date, *at));
        for (date, condition, at) in due {
            self.calendar.turn_to(date, "16:00")?;
            self.mark(&self.act(), condition, at)?;
            self.marked.insert((condition.key.clone(), at));
        }
        Ok(())
    }

    fn mark(&self, act: &Session, condition: &Condition, at: usize) -> Result<()> {
        let mark = &condition.marks[at];
        act.perform(ConditionMark {
            condition: self.condition(&condition.key)?,
            state: mark.state,
            reason: mark.reason.clone(),
        })?;
        Ok(())
    }

    /// Says of each condition who looks after it, what was seen, what it rests on and where it
    /// stands, as one act for each.
    pub(crate) fn fill_model(&mut self) -> Result<()> {
        self.calendar.turn_to(FILLED, "09:00")?;
        for condition in &self.analysis.conditions {
            self.teller.step(format!("Looking at condition {}", condition.key));
            self.calendar.pass(25);
            let act = self.act();
            let id = self.condition(&condition.key)?;
            act.perform(ConditionSet {
                condition: id,
                name: None,
                statement: None,
                why: None,
                owner: condition.owner.clone(),
                review_due: condition.review_due.clone(),
            })?;
            self.show(&act, id, condition)?;
            for at in 0..condition.marks.len() {
                if self.marked.insert((condition.key.clone(), at)) {
                    self.mark(&act, condition, at)?;
                }
            }
        }
        Ok(())
    }

    /// What shows a condition: indicators seen, evidence, themes.
    fn show(&self, act: &Session, id: Id, condition: &Condition) -> Result<()> {
        let indicators = self.indicators(id)?;
        let indicator = |number: usize| {
            let missing = || unknown("indicator", &format!("{} of {}", number, condition.key));
            indicators.get(&number).copied().ok_or_else(missing)
        };
        for seen in &condition.seen {
            act.perform(IndicatorSet {
                indicator: indicator(seen.indicator)?,
                text: None,
                seen: Some(true),
                seen_on: Some(seen.on.clone()),
                level: None,
                domain: None,
            })?;
        }
        for evidence in &condition.evidence {
            let indicator = evidence.indicator.map(indicator).transpose()?;
            act.perform(self.evidence(id, indicator, evidence)?)?;
        }
        for bears in &condition.themes {
            let theme = self.theme(&bears.theme)?;
            let (bearing, note) = (bears.bearing, bears.note.clone());
            act.perform(ConditionBear { condition: id, theme, bearing, note })?;
        }
        Ok(())
    }

    /// The indicators of a condition, counted from 1.
    fn indicators(&self, condition: Id) -> Result<HashMap<usize, Id>> {
        let shown = self.study.read(move |reader| condition::show(reader, condition, FIRST_DAY))?;
        Ok((1..).zip(shown.indicators.into_iter().map(|one| one.id)).collect())
    }

    fn evidence(&self, id: Id, indicator: Option<Id>, from: &Evidence) -> Result<EvidenceAdd> {
        let quoted = from.source.clone().map(|source| Quote { source, text: from.text.clone() });
        let passage = quoted.map(|quote| self.passage(&quote)).transpose()?;
        let text = if passage.is_some() { String::new() } else { from.text.clone() };
        Ok(EvidenceAdd { condition: id, indicator, passage, text, date: from.date.clone() })
    }
}
