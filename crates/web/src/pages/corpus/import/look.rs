//! Looking at files before anything is stored.
//!
//! A [`Look`] is the plan, with what reading each file told: its length, whether it is in the
//! study already, why it would be set aside, why it cannot be read. The reasons are asked for
//! without regard to what a person decided, so that a file that is kept all the same still says
//! why it would not have been.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::PathBuf;

use trefoil_core::corpus::import::store::{
    self, Imported, Item, Noticed, Plan, Progress, Refused, Summary, Wishes,
};
use trefoil_core::error::Result;
use trefoil_core::study::Study;

use super::decision::{Edit, apply};

/// What was found.
#[derive(Debug, Clone)]
pub(super) struct Look {
    /// What each file would become, as guessed: what a person says instead is kept by the job.
    pub(super) plan: Plan,
    /// What reading told, by the item's id.
    pub(super) facts: HashMap<usize, Facts>,
    /// What cannot be read and is no item.
    pub(super) refused: Vec<Refused>,
    /// What was noticed.
    pub(super) notices: Vec<Noticed>,
}

/// What reading one file told.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) duration_ms: Option<i64>,
    pub(super) characters: Option<i64>,
    /// How many messages, of a chat.
    pub(super) messages: Option<i64>,
    /// The language of its words, as a tag.
    pub(super) language: Option<&'static str>,
    /// How many sources it becomes: more than one of a chat that comes in day by day.
    pub(super) sources: usize,
    /// The conversation that it goes on with, and how many messages it brings.
    pub(super) continues: Option<(String, i64)>,
    /// The source that it is already, or the file of this import that it is once more.
    pub(super) known: Option<Known>,
    /// Why it would be set aside.
    pub(super) aside: Option<String>,
    /// Why it cannot be read.
    pub(super) refused: Option<String>,
}

impl Facts {
    /// Adds what one source of the file tells: a chat by days has one for each.
    fn learn(&mut self, one: &Imported) {
        let add = |sum: &mut Option<i64>, count: Option<usize>| {
            if let Some(count) = count {
                *sum = Some(sum.unwrap_or_default() + count as i64);
            }
        };
        add(&mut self.characters, one.characters);
        add(&mut self.messages, one.messages);
        self.sources += 1;
        self.duration_ms = one.duration_ms;
        self.language = self.language.or(one.language);
    }
}

/// What a file is already.
#[derive(Debug, Clone)]
pub(super) enum Known {
    /// A source of the study, by its name.
    Source(String),
    /// Another file of this import.
    File(String),
}

/// Is told how far the reading is, and answers whether to go on.
type Told<'t> = &'t mut dyn FnMut(&Progress) -> ControlFlow<()>;

impl Look {
    /// Reads everything; nothing when it was stopped.
    pub(super) fn take(
        study: &Study,
        paths: &[PathBuf],
        wishes: &Wishes,
        edits: &BTreeMap<usize, Edit>,
        told: Told<'_>,
    ) -> Result<Option<Self>> {
        let plan = store::plan(study, paths, wishes)?;
        let mut said = plan.clone();
        apply(edits, &mut said);
        said.items.iter_mut().for_each(|item| item.keep = None);
        let summary = store::preview(study, said.clone(), told)?;
        if summary.stopped {
            return Ok(None);
        }
        let mut look = Self {
            facts: HashMap::new(),
            refused: Vec::new(),
            notices: summary.notices.clone(),
            plan,
        };
        look.learn(summary);
        look.read_kept(study, said, edits)?;
        Ok(Some(look))
    }

    /// Reads some files again, after a person said something else about them.
    pub(super) fn again(
        &self,
        study: &Study,
        ids: &[usize],
        edits: &BTreeMap<usize, Edit>,
    ) -> Result<Self> {
        let mut look = self.clone();
        let mut said = self.plan.clone();
        (said.refused, said.notices) = (Vec::new(), Vec::new());
        said.items.retain(|item| ids.contains(&item.id));
        apply(edits, &mut said);
        said.items.iter_mut().for_each(|item| item.keep = None);
        for item in &said.items {
            look.facts.remove(&item.id);
            look.notices.retain(|notice| notice.file != item.file);
        }
        let summary = store::preview(study, said.clone(), &mut |_| ControlFlow::Continue(()))?;
        look.notices.extend(summary.notices.clone());
        look.learn(summary);
        look.read_kept(study, said, edits)?;
        Ok(look)
    }

    /// Reads those that would be set aside and are kept: their lengths want to be seen too.
    fn read_kept(
        &mut self,
        study: &Study,
        mut said: Plan,
        edits: &BTreeMap<usize, Edit>,
    ) -> Result<()> {
        let is_kept = |item: &Item| edits.get(&item.id).is_some_and(|edit| edit.keep == Some(true));
        let is_aside =
            |item: &Item| self.facts.get(&item.id).is_some_and(|facts| facts.aside.is_some());
        said.items.retain(|item| is_kept(item) && is_aside(item));
        if said.items.is_empty() {
            return Ok(());
        }
        (said.refused, said.notices) = (Vec::new(), Vec::new());
        said.items.iter_mut().for_each(|item| item.keep = Some(true));
        let summary = store::preview(study, said, &mut |_| ControlFlow::Continue(()))?;
        self.notices.extend(summary.notices.clone());
        self.learn(summary);
        Ok(())
    }

    fn learn(&mut self, summary: Summary) {
        let all = summary.imported.iter().chain(&summary.attached).chain(&summary.continued);
        // Of a chat that comes in day by day, one day may be there already and the next be new.
        let coming: HashSet<usize> = all.clone().map(|one| one.item).collect();
        for one in all.chain(&summary.known) {
            self.facts.entry(one.item).or_default().learn(one);
        }
        for one in summary.continued {
            let count = one.new_messages.unwrap_or_default() as i64;
            let continues = &mut self.facts.entry(one.item).or_default().continues;
            let (_, sum) = continues.get_or_insert((one.name, 0));
            *sum += count;
        }
        for one in summary.known.into_iter().filter(|one| !coming.contains(&one.item)) {
            let known = one.same_as.map_or(Known::Source(one.name), Known::File);
            self.facts.entry(one.item).or_default().known = Some(known);
        }
        for one in summary.aside {
            self.facts.entry(one.item).or_default().aside = Some(one.reason);
        }
        let items: HashMap<&str, usize> =
            self.plan.items.iter().map(|item| (item.file.as_str(), item.id)).collect();
        for one in summary.refused {
            match items.get(one.file.as_str()) {
                Some(id) => self.facts.entry(*id).or_default().refused = Some(one.reason),
                None => self.refused.push(one),
            }
        }
    }

    /// What reading an item told.
    pub(super) fn facts(&self, id: usize) -> Facts {
        self.facts.get(&id).cloned().unwrap_or_default()
    }

    /// Whether an item can be read and is not in the study yet.
    pub(super) fn is_new(&self, id: usize) -> bool {
        self.facts.get(&id).is_none_or(|facts| facts.known.is_none() && facts.refused.is_none())
    }

    /// Whether an item comes in, by what a person said and by what was found.
    pub(super) fn comes_in(&self, id: usize, edit: Option<&Edit>) -> bool {
        let belongs = self.facts.get(&id).is_none_or(|facts| facts.aside.is_none());
        edit.and_then(|edit| edit.keep).unwrap_or(belongs) && self.is_new(id)
    }

    /// How many items come in.
    pub(super) fn coming(&self, edits: &BTreeMap<usize, Edit>) -> usize {
        self.plan.items.iter().filter(|item| self.comes_in(item.id, edits.get(&item.id))).count()
    }
}
