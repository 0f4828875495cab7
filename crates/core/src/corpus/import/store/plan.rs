//! What each file will become: guessed here, shown to a person, and theirs to change.

use std::path::PathBuf;

use serde::Serialize;

use super::super::guess::Guess;
use super::super::{Candidate, Kind, survey};
use super::aside::Rules;
use super::{Noticed, Refused};
use crate::corpus::participant::{self, Participant};
use crate::corpus::stream;
use crate::error::Result;
use crate::study::Study;

/// What the person said about the files as a whole.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The stream of all of them.
    pub stream: Option<String>,
    /// The pseudonyms of the participants in all of them; unknown ones are added.
    pub participants: Vec<String>,
    /// The date of all of them.
    pub date: Option<String>,
    /// Which name in a chat is which participant.
    pub senders: Vec<(String, String)>,
    /// The study's first day, an ISO date; what is dated before it is set aside.
    pub from: Option<String>,
    /// The study's last day, an ISO date; what is dated after it is set aside.
    pub until: Option<String>,
    /// Recordings shorter than this are set aside.
    pub shortest_ms: Option<u64>,
    /// Whether of chats only the recordings come in.
    pub without_chats: bool,
}

/// What one file will become. What is public may be changed before the import runs.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// Its id: its place in the plan it was made in, from 0.
    pub id: usize,
    /// The file as shown.
    pub file: String,
    /// What it was recognised as.
    pub format: &'static str,
    /// The name of the source.
    pub name: String,
    /// Its stream.
    pub stream: String,
    /// Its date, where one is known.
    pub date: Option<String>,
    /// The pseudonyms of its participants; unknown ones are added.
    pub participants: Vec<String>,
    /// Who sent it, of a voice note in a chat, as the chat names them.
    pub sender: Option<String>,
    /// The file that is attached as its transcript.
    pub transcript: Option<String>,
    /// Why it is set aside, in a sentence; none when it comes in as far as can be said unread.
    pub aside: Option<String>,
    /// What a person decided: to keep it whatever the reason, or to leave it out; none lets the
    /// reason decide.
    pub keep: Option<bool>,
    #[serde(skip)]
    pub(super) senders: Vec<(String, String)>,
    #[serde(skip)]
    pub(super) candidate: Candidate,
}

/// What an import will do.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// What will become sources, in order.
    pub items: Vec<Item>,
    /// What cannot be imported, and why.
    pub refused: Vec<Refused>,
    /// What was noticed.
    pub notices: Vec<Noticed>,
    /// How many files of operating systems were passed over.
    pub skipped: usize,
    /// Participants that the person named and that will be added.
    pub new_participants: Vec<String>,
    #[serde(skip)]
    pub(super) rules: Rules,
}

impl Item {
    /// Whether this is a recording; pages show a player for it.
    pub fn is_recording(&self) -> bool {
        self.candidate.kind == Kind::Audio
    }

    /// Whether this is a chat.
    pub fn is_chat(&self) -> bool {
        self.candidate.kind == Kind::WhatsApp
    }

    /// Whether it will be stored, as far as can be said before it is read.
    pub fn comes_in(&self) -> bool {
        self.keep.unwrap_or(self.aside.is_none())
    }
}

impl Plan {
    /// The item with this id, to change what it will become.
    pub fn item_mut(&mut self, id: usize) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.id == id)
    }
}

/// Surveys files and folders and says what each will become.
///
/// Errors: a stream or date among the wishes that cannot be.
pub fn plan(study: &Study, paths: &[PathBuf], wishes: &Wishes) -> Result<Plan> {
    let rules = Rules::of(wishes)?;
    let survey = survey(paths);
    let (wanted, day) = (wishes.stream.clone(), wishes.date.clone());
    let (people, stream) = study.read(move |reader| {
        let stream = wanted.map(|name| stream::find(reader, &name)).transpose()?;
        Ok((participant::list(reader)?, stream.map(|stream| stream.name)))
    })?;
    let date = participant::day(day)?;
    let guess = Guess { people: &people, wishes, stream, date };
    let numbered = survey.candidates.into_iter().enumerate();
    let items = numbered.map(|(id, candidate)| {
        let mut item = item(&guess, id, candidate);
        item.aside = rules.concern(&item);
        item
    });
    Ok(Plan {
        items: items.collect(),
        refused: survey.refusals.into_iter().map(Refused::from).collect(),
        notices: survey.notices.into_iter().map(Noticed::from).collect(),
        skipped: survey.skipped,
        new_participants: unknown(&people, named(wishes)),
        rules,
    })
}

fn item(guess: &Guess<'_>, id: usize, candidate: Candidate) -> Item {
    let participants = guess.participants(&candidate);
    let date = guess.date(&candidate);
    Item {
        id,
        file: candidate.file.clone(),
        format: candidate.kind.name(),
        name: Guess::name(&candidate, &participants, date.as_deref()),
        stream: guess.stream(&candidate),
        date,
        participants,
        sender: candidate.sender.clone(),
        transcript: candidate.transcript.as_ref().map(|transcript| transcript.file.clone()),
        aside: None,
        keep: None,
        senders: guess.senders(),
        candidate,
    }
}

/// Everyone whom the wishes name.
fn named(wishes: &Wishes) -> impl Iterator<Item = &String> {
    wishes.participants.iter().chain(wishes.senders.iter().map(|(_, name)| name))
}

/// Those of the names that no participant has, each once.
pub(super) fn unknown<'n>(
    people: &[Participant],
    names: impl Iterator<Item = &'n String>,
) -> Vec<String> {
    let mut unknown: Vec<String> = Vec::new();
    for name in names.map(|name| name.trim()) {
        let known = people.iter().any(|one| one.name == name);
        if !known && !name.is_empty() && !unknown.iter().any(|one| one == name) {
            unknown.push(name.to_owned());
        }
    }
    unknown
}
