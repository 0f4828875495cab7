//! What the five agreed to: the study's policy, the waves at which they were asked, their answers,
//! and how long what they gave is kept.

use trefoil_core::care::consent::{ConsentSet, WaveAdd};
use trefoil_core::care::policy::PolicySet;
use trefoil_core::care::redaction::{Kept, Known, RedactionRefuse, find_in};
use trefoil_core::care::retention::RetentionSet;
use trefoil_core::corpus::{participant, source};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::span::Ruler;
use trefoil_core::storage::Reader;

use crate::analysis::Answered;
use crate::making::{Making, unknown};

impl Making<'_> {
    /// Writes down who is answerable, and when everybody is asked.
    pub(crate) fn begin_care(&mut self) -> Result<()> {
        let care = &self.analysis.care;
        let act = self.act();
        act.perform(PolicySet {
            controller: Some(care.policy.controller.clone()),
            contact: Some(care.policy.contact.clone()),
            lawful_basis: Some(care.policy.lawful_basis.clone()),
            art9_condition: Some(care.policy.art9_condition.clone()),
            notice_version: Some(care.policy.notice_version.clone()),
            lock_on: Some(care.policy.lock_on.clone()),
            ..PolicySet::default()
        })?;
        for wave in &care.waves {
            act.perform(WaveAdd {
                name: wave.name.clone(),
                begins_on: Some(wave.begins_on.clone()),
                note: wave.note.clone(),
            })?;
        }
        Ok(())
    }

    /// Writes down how long what is kept, at the end, when everything is there.
    pub(crate) fn keep_for_a_time(&mut self) -> Result<()> {
        let act = self.act();
        for kept in &self.analysis.care.retention {
            self.calendar.pass(1);
            act.perform(RetentionSet {
                class: kept.class,
                basis: Some(kept.basis.clone()),
                period: Some(kept.period.clone()),
                review_on: Some(kept.review_on.clone()),
                action: Some(kept.action),
                note: Some(kept.note.clone()),
            })?;
        }
        Ok(())
    }

    /// Decides about what a rule finds in words that are quoted, and that points at nobody.
    pub(crate) fn look_at_quotes(&mut self) -> Result<()> {
        let act = self.act();
        for kept in &self.analysis.care.kept {
            self.calendar.pass(1);
            let source = self.source(&kept.source)?;
            let words = kept.text.clone();
            let found = self.study.read(move |reader| find(reader, source, &words))?;
            let place = found.ok_or_else(|| unknown("find", &kept.text))?;
            act.perform(RedactionRefuse { places: vec![place], everywhere: false })?;
        }
        Ok(())
    }

    /// Writes down what was answered before a day, each day's answers as one act; without a day,
    /// all the others.
    pub(crate) fn write_answers_until(&mut self, day: Option<&str>) -> Result<()> {
        let answers = &self.analysis.care.answers;
        let due = |one: &&Answered| day.is_none_or(|day| one.on.as_str() < day);
        let due: Vec<&Answered> = answers.iter().skip(self.answered).take_while(due).collect();
        for on_one_day in due.chunk_by(|one, next| one.on == next.on) {
            self.calendar.turn_to(&on_one_day[0].on, "10:15")?;
            let act = self.act();
            for one in on_one_day {
                self.calendar.pass(1);
                act.perform(self.answer(one)?)?;
            }
        }
        self.answered += due.len();
        Ok(())
    }

    fn answer(&self, one: &Answered) -> Result<ConsentSet> {
        Ok(ConsentSet {
            participants: self.people(&one.who)?,
            data_types: one.data_types.clone(),
            purposes: one.purposes.clone(),
            answer: one.answer,
            version: one.version.clone(),
            given_on: Some(one.on.clone()),
            route: one.route.clone(),
            witness: one.witness.clone(),
            wave: one.wave.clone(),
        })
    }

    fn people(&self, names: &[String]) -> Result<Vec<Id>> {
        let known = self.study.read(participant::list)?;
        let find = |name: &String| {
            let found = known.iter().find(|one| one.name == *name);
            found.map(|one| one.id).ok_or_else(|| unknown("participant", name))
        };
        names.iter().map(find).collect()
    }
}

/// Where a rule finds these words in a source.
fn find(reader: &Reader<'_>, source: Id, words: &str) -> Result<Option<Kept>> {
    let known = Known::read(reader, None)?;
    let Some(text) = source::text(reader, source)? else { return Ok(None) };
    let ruler = Ruler::new(&text.text);
    let finds = find_in(reader, source, &known)?;
    let one = finds.iter().find(|find| ruler.words(find.span).is_ok_and(|found| found == words));
    let revision = text.revision;
    Ok(one.map(|find| Kept {
        source,
        revision,
        start: find.span.start,
        end: find.span.end,
        rule: find.rule,
    }))
}
