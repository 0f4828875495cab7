//! Bringing the demo's files in, through the same import as anyone's.
//!
//! Before each round the folders are imported again, up to that day: what is there already is
//! recognised, what does not belong is set aside. As a careful person would, the demo looks at the
//! preview first and gives the sources better names.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::PathBuf;

use trefoil_core::clock::weeks_between;
use trefoil_core::corpus::import::store::{self, Item, Plan, Wishes, date_in_name};
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source;
use trefoil_core::error::{Error, Kind, Result};

use crate::RESEARCHER;
use crate::analysis::Round;
use crate::making::{FIRST_DAY, LAST_DAY, Making};
use crate::progress::Teller;

/// What the demo's researcher says about the files: the study's days, the shortest recording, who
/// is who, and that of the chats only the voice notes come in.
pub fn wishes() -> Wishes {
    let sender = |number: u32| (format!("PSW {number}"), format!("P{number}").into());
    Wishes {
        senders: (1..=5).map(sender).collect(),
        from: Some(FIRST_DAY.to_owned()),
        until: Some(LAST_DAY.to_owned()),
        shortest_ms: Some(3000),
        without_chats: true,
        ..Wishes::default()
    }
}

impl Making<'_> {
    /// Adds the five.
    pub(crate) fn add_participants(&mut self) -> Result<()> {
        let act = self.act();
        for person in &self.analysis.participants {
            act.perform(ParticipantAdd {
                name: person.name.clone(),
                note: person.note.clone(),
                started_on: Some(person.started_on.clone()),
            })?;
        }
        Ok(())
    }

    /// Imports what came until a round; at the last one everything is looked at once more.
    pub(crate) fn bring_in(&mut self, paths: &[PathBuf], round: &Round, last: bool) -> Result<()> {
        let time = if last { "07:30" } else { "12:00" };
        self.calendar.turn_to(&round.held_on, time)?;
        let until = if last { LAST_DAY } else { &round.held_on };
        let wishes = Wishes { until: Some(until.to_owned()), ..wishes() };
        let mut plan = store::plan(self.study, paths, &wishes)?;
        let dry = store::preview(self.study, plan.clone(), &mut |_| ControlFlow::Continue(()))?;
        let new: HashSet<usize> = dry.imported.iter().map(|one| one.item).collect();
        if !last {
            plan.items.retain(|item| new.contains(&item.id));
        }
        self.name(&mut plan, &new);
        let mut watch = Watch::new(&mut self.teller, self.scripts, &self.sources, &plan, &new);
        let session = self.study.session(RESEARCHER);
        let summary = store::run(&session, plan, &mut |at| {
            watch.tell(&at.file);
            ControlFlow::Continue(())
        })?;
        if let Some(refused) = summary.refused.first() {
            let message = format!("The demo’s {} was refused: {}", refused.file, refused.reason);
            return Err(Error::new(Kind::BadFile, message));
        }
        let listed = self.study.read(source::list)?;
        self.sources = listed.into_iter().map(|one| (one.source.name, one.source.id)).collect();
        Ok(())
    }

    /// Gives what comes in the names that the analysis uses.
    fn name(&self, plan: &mut Plan, new: &HashSet<usize>) {
        let mut taken: HashSet<String> = self.sources.keys().cloned().collect();
        for item in plan.items.iter_mut().filter(|item| new.contains(&item.id)) {
            let mut name = self.name_of(item).unwrap_or_else(|| item.name.clone());
            if taken.contains(&name) {
                name.push_str(" (2)");
            }
            taken.insert(name.clone());
            item.name = name;
        }
    }

    /// `P3 voice note week 6` by its day; other files are called so but for the date at the end.
    fn name_of(&self, item: &Item) -> Option<String> {
        if item.stream == "voice_note" {
            let [who] = &item.participants[..] else { return None };
            let person = self.analysis.participants.iter().find(|person| person.name == *who)?;
            let week = weeks_between(&person.started_on, item.date.as_deref()?)?;
            return Some(format!("{who} voice note week {week}"));
        }
        let (name, date) = item.name.rsplit_once(' ')?;
        date_in_name(date).map(|_| name.to_owned())
    }
}

/// Counts what comes in by stream, for those who watch.
struct Watch<'w, 'p> {
    teller: &'w mut Teller<'p>,
    streams: HashMap<String, String>,
    done: HashMap<String, usize>,
    all: HashMap<String, usize>,
}

impl<'w, 'p> Watch<'w, 'p> {
    fn new(
        teller: &'w mut Teller<'p>,
        scripts: &[crate::script::Script],
        sources: &HashMap<String, trefoil_core::id::Id>,
        plan: &Plan,
        new: &HashSet<usize>,
    ) -> Self {
        let coming = plan.items.iter().filter(|item| new.contains(&item.id));
        let streams = coming.map(|item| (item.file.clone(), item.stream.clone())).collect();
        let (mut done, mut all) = (HashMap::new(), HashMap::new());
        for script in scripts {
            let stream = script.stream.word().to_owned();
            *all.entry(stream.clone()).or_default() += 1;
            *done.entry(stream).or_default() += usize::from(sources.contains_key(&script.name));
        }
        Self { teller, streams, done, all }
    }

    fn tell(&mut self, file: &str) {
        let Some(stream) = self.streams.get(file) else { return };
        let done = self.done.entry(stream.clone()).or_default();
        *done += 1;
        let all = self.all.get(stream).copied().unwrap_or(*done);
        let what = stream.replace('_', " ");
        self.teller.step(format!("Importing {what}s {done} of {all}"));
    }
}
