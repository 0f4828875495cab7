//! What each file would become, a hundred to a page, and theirs to change.

use std::collections::{BTreeMap, HashSet};

use askama::Template;
use trefoil_core::corpus::import::store::{self, Because, Item, Noticed, Refused, Who};
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::id::Id;

use super::decision::{Edit, apply};
use super::job::Job;
use super::look::{Known, Look};
use super::wishes::{self, Said};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::corpus::Streams;
use crate::pages::corpus::facts::typed;
use crate::trouble::Answer;
use crate::words;

/// How many files a page shows.
const PAGE: usize = 100;
/// How many lines the lists beneath show.
const MOST_LINES: usize = 200;

/// The page.
#[derive(Template)]
#[template(path = "corpus/import/preview.html")]
struct PreviewPage {
    frame: Frame,
    job: Id,
    rows: Vec<Row>,
    page: usize,
    pages: usize,
    /// How many files could come in, come in, and are set aside or left out.
    all: i64,
    coming: i64,
    aside: i64,
    known: Lines,
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
}

/// A file and what it would become.
#[derive(Debug)]
struct Row {
    item: Item,
    /// The name by which people know the file: without the folder it lies in.
    short: String,
    date: String,
    participants: String,
    /// Its length and what it is.
    facts: String,
    comes_in: bool,
    /// Why it would be set aside.
    aside: Option<String>,
    /// The conversation that it goes on with, in a sentence.
    continues: Option<String>,
    notices: Vec<String>,
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
pub(super) async fn show(desk: &Desk, job: &Job, look: &Look, page: usize) -> Answer {
    let read = desk.look(Station::Corpus, "Import: look before anything is stored", |reader| {
        Ok((Streams::read(reader)?, participant::list(reader)?))
    });
    let (frame, (streams, people)) = read.await?;
    let (edits, said) = (job.edits(), job.wishes());
    let mut plan = look.plan.clone();
    apply(&edits, &mut plan);
    let new_people = new_people(look, &plan.items, &edits, &people);
    let known = Lines::of(plan.items.iter().filter_map(|item| known(look, item)).collect());
    let items: Vec<Item> = plan.items.into_iter().filter(|item| look.is_new(item.id)).collect();
    let (all, coming) = (items.len() as i64, look.coming(&edits) as i64);
    let pages = items.len().div_ceil(PAGE).max(1);
    let page = page.clamp(1, pages);
    desk.page(&PreviewPage {
        frame,
        job: job.id,
        rows: rows(look, &edits, items, page),
        page,
        pages,
        all,
        coming,
        aside: all - coming,
        known,
        refused: refused(look),
        notices: notices(look),
        senders: look.plan.senders.iter().map(|one| Sender::of(one, &people)).collect(),
        is_sealed: look.plan.is_sealed,
        said: Said::of(&said),
        streams,
        people,
        new_people,
    })
}

fn rows(look: &Look, edits: &BTreeMap<usize, Edit>, items: Vec<Item>, page: usize) -> Vec<Row> {
    let shown = items.into_iter().skip((page - 1) * PAGE).take(PAGE);
    shown.map(|item| row(look, edits.get(&item.id), item)).collect()
}

fn row(look: &Look, edit: Option<&Edit>, item: Item) -> Row {
    let facts = look.facts(item.id);
    let own = |notice: &&Noticed| {
        notice.file == item.file || Some(&notice.file) == item.transcript.as_ref()
    };
    let length = facts.duration_ms.map(|ms| words::length(&ms));
    let text = facts.characters.map(|count| words::counted(&count, "character", "characters"));
    let sender = item.sender.as_ref().map(|sender| format!("sent by {sender}"));
    let said = [Some(item.format.to_owned()), length, text, sender];
    Row {
        short: short(&item.file).to_owned(),
        date: item.date.as_deref().map(typed).unwrap_or_default(),
        participants: item.participants.join(", "),
        facts: said.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        comes_in: look.comes_in(item.id, edit),
        continues: facts.continues.map(|(name, count)| {
            let messages = words::counted(&count, "new message", "new messages");
            format!("A longer export of “{name}”, which goes on: {messages}.")
        }),
        aside: facts.aside,
        notices: look.notices.iter().filter(own).map(|notice| notice.message.clone()).collect(),
        item,
    }
}

/// The last part of a file's place.
fn short(file: &str) -> &str {
    file.rsplit(['/', '›']).next().map_or(file, str::trim)
}

fn known(look: &Look, item: &Item) -> Option<(String, String)> {
    let says = match look.facts(item.id).known? {
        Known::Source(name) => format!("in the study already, as “{name}”"),
        Known::File(file) => format!("the same bytes as {file}"),
    };
    Some((item.file.clone(), says))
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
    let mut new: Vec<String> = Vec::new();
    let coming = items.iter().filter(|item| look.comes_in(item.id, edits.get(&item.id)));
    let named = look.plan.new_participants.iter();
    for name in named.chain(coming.flat_map(|item| &item.participants)) {
        if !people.iter().any(|one| one.name == *name) && !new.contains(name) {
            new.push(name.clone());
        }
    }
    new
}
