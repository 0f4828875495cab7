//! What each file would become, a hundred to a page, and theirs to change.
//!
//! `rows.rs` makes the rows; here is what stands around them: who is who in the chats, what is open
//! about dates and hours, what is there already and what cannot be read.

use std::collections::{BTreeMap, HashSet};

use askama::Template;
use jiff::civil::Date;
use trefoil_core::corpus::import::store::{self, Because, Item, Refused, TablePlan, Unsure, Who};
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::id::Id;
use trefoil_core::study;

use super::decision::{Edit, apply};
use super::job::Job;
use super::look::{Known, Look};
use super::rows::{Rows, Shown};
use super::wishes::{self, Said};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::corpus::Streams;
use crate::trouble::Answer;
use crate::words;

/// More new participants than these are counted and not named.
const MOST_NEW: usize = 8;
/// How many lines the lists beneath show.
const MOST_LINES: usize = 200;

/// The page.
#[derive(Template)]
#[template(path = "corpus/import/preview.html")]
struct PreviewPage {
    frame: Frame,
    job: Id,
    list: Rows,
    /// How many files could come in, come in, and are set aside or left out.
    all: i64,
    coming: i64,
    aside: i64,
    known: Lines,
    /// What comes twice in this import.
    twice: Lines,
    refused: Lines,
    notices: Lines,
    senders: Vec<Sender>,
    /// Whether a sealed key keeps them from being known again.
    is_sealed: bool,
    said: Said,
    streams: Streams,
    people: Vec<Participant>,
    /// The pseudonyms that will be added.
    new_people: Vec<String>,
    /// Those of them who are named.
    first_people: Vec<String>,
    /// What to ask about the dates of the chats.
    dates: Option<Dates>,
    /// Whether there is a file whose name may say something.
    can_learn: bool,
    /// Whether it must be asked which time zone the study's hours are of.
    asks_zone: bool,
}

/// Two days that one date in a chat may be.
#[derive(Debug)]
struct Dates {
    /// As it is written, where an example was met, with the day as it was read and the other one.
    example: Option<(String, String, String)>,
}

impl Dates {
    fn of(unsure: &Unsure) -> Self {
        let example = unsure.example.as_deref().and_then(|day| day.parse::<Date>().ok());
        let example = example.and_then(|day| {
            let other = Date::new(day.year(), day.day(), day.month()).ok()?;
            let written = day.strftime("%d/%m/%Y").to_string();
            Some((written, words::day(&day.to_string()), words::day(&other.to_string())))
        });
        Self { example }
    }
}

/// Somebody in a chat, and who they are; their name is shown here and nowhere else.
#[derive(Debug)]
struct Sender {
    name: String,
    label: String,
    messages: i64,
    because: &'static str,
    /// What is chosen, and what is written beside it.
    chosen: String,
    named: String,
}

impl Sender {
    fn of(one: &store::Sender, people: &[Participant]) -> Self {
        let is_there = |name: &String| people.iter().any(|person| person.name == *name);
        let (chosen, named) = match &one.who {
            Who::Participant(name) if is_there(name) => {
                (format!("{}{name}", wishes::PARTICIPANT), String::new())
            }
            Who::Participant(name) => (wishes::NEW.to_owned(), name.clone()),
            Who::Role(role) => (wishes::ROLE.to_owned(), role.clone()),
            Who::Neutral => (wishes::NEUTRAL.to_owned(), String::new()),
        };
        let because = match one.because {
            Because::Said => "as you said",
            Because::Known => "known from an earlier import",
            Because::Named => "called as a participant is",
            Because::Unsaid => "nobody said who this is",
        };
        Self {
            name: one.name.clone(),
            label: one.label.clone(),
            messages: one.messages as i64,
            because,
            chosen,
            named,
        }
    }

    /// Whether a participant is chosen.
    fn is(&self, person: &Participant) -> bool {
        self.chosen.strip_prefix(wishes::PARTICIPANT) == Some(person.name.as_str())
    }
}

/// Files and what is to be said of each, cut where nobody would read on.
#[derive(Debug, Default)]
struct Lines {
    first: Vec<(String, String)>,
    count: i64,
}

impl Lines {
    fn of(all: Vec<(String, String)>) -> Self {
        let count = all.len() as i64;
        Self { first: all.into_iter().take(MOST_LINES).collect(), count }
    }

    fn more(&self) -> i64 {
        self.count - self.first.len() as i64
    }
}

/// Shows a page of the files that wait for a decision.
pub(super) async fn show(desk: &Desk, job: &Job, look: &Look, shown: Shown, page: usize) -> Answer {
    let read = desk.look(Station::Corpus, "Import: look before anything is stored", |reader| {
        let zone = study::about(reader)?.time_zone;
        Ok((Streams::read(reader)?, participant::list(reader)?, zone))
    });
    let (frame, (streams, people, zone)) = read.await?;
    let (edits, said) = (job.edits(), job.wishes());
    let mut plan = look.plan.clone();
    apply(&edits, &mut plan);
    let new_people = new_people(look, &plan.items, &edits, &people);
    let first_people = new_people.iter().take(MOST_NEW).cloned().collect();
    let known = Lines::of(plan.items.iter().filter_map(|item| known(look, item)).collect());
    let twice = Lines::of(plan.items.iter().filter_map(|item| twice(look, item)).collect());
    let items: Vec<Item> = plan.items.into_iter().filter(|item| look.is_new(item.id)).collect();
    let (all, coming) = (items.len() as i64, look.coming(&edits) as i64);
    let has_hours = items.iter().any(|item| item.is_of_a_chat() || item.is_recording());
    let can_learn = items.iter().any(|item| !item.is_of_a_chat());
    desk.page(&PreviewPage {
        frame,
        job: job.id,
        list: Rows::of(look, &edits, items, shown, page),
        all,
        coming,
        aside: all - coming,
        known,
        twice,
        refused: refused(look),
        notices: notices(look),
        senders: look.plan.senders.iter().map(|one| Sender::of(one, &people)).collect(),
        is_sealed: look.plan.is_sealed,
        said: Said::of(&said),
        streams,
        people,
        new_people,
        first_people,
        dates: look.plan.unsure.as_ref().map(Dates::of),
        can_learn,
        asks_zone: zone.is_none() && has_hours,
    })
}

fn known(look: &Look, item: &Item) -> Option<(String, String)> {
    match look.facts(item.id).known? {
        Known::Source(name) => {
            Some((item.file.clone(), format!("in the study already, as “{name}”")))
        }
        Known::File(_) => None,
    }
}

fn twice(look: &Look, item: &Item) -> Option<(String, String)> {
    match look.facts(item.id).known? {
        Known::Source(_) => None,
        Known::File(file) => Some((item.file.clone(), format!("the same bytes as {file}"))),
    }
}

fn refused(look: &Look) -> Lines {
    let items = look.plan.items.iter();
    let of_items = items.filter_map(|item| Some((item.file.clone(), look.facts(item.id).refused?)));
    let rest =
        look.refused.iter().map(|Refused { file, reason, .. }| (file.clone(), reason.clone()));
    Lines::of(of_items.chain(rest).collect())
}

/// What was noticed about no file of the list, such as media that a chat names and that are gone.
fn notices(look: &Look) -> Lines {
    let items = look.plan.items.iter().filter(|item| look.is_new(item.id));
    let shown: HashSet<&String> =
        items.flat_map(|item| std::iter::once(&item.file).chain(&item.transcript)).collect();
    let rest = look.notices.iter().filter(|notice| !shown.contains(&notice.file));
    Lines::of(rest.map(|notice| (notice.file.clone(), notice.message.clone())).collect())
}

/// The pseudonyms of files that come in which no participant has.
fn new_people(
    look: &Look,
    items: &[Item],
    edits: &BTreeMap<usize, Edit>,
    people: &[Participant],
) -> Vec<String> {
    let known: HashSet<&String> = people.iter().map(|one| &one.name).collect();
    let mut seen: HashSet<&String> = HashSet::new();
    let coming = items.iter().filter(|item| look.comes_in(item.id, edits.get(&item.id)));
    let named = look.plan.new_participants.iter();
    let all = named.chain(coming.flat_map(people_of));
    all.filter(|name| !known.contains(name) && seen.insert(name)).cloned().collect()
}

/// Everybody whom a file is of, with those in the rows of a table.
fn people_of(item: &Item) -> impl Iterator<Item = &String> {
    item.participants.iter().chain(item.table.iter().flat_map(TablePlan::people))
}
