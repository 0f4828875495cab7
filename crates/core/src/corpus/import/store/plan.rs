//! What each file will become: guessed here, shown to a person, and theirs to change.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use super::super::guess::Guess;
use super::super::{Candidate, Options, survey_with};
use super::aside::Rules;
use super::belong::{self, Belongs};
use super::table::TablePlan;
use super::veil::Veil;
use super::{Noticed, Refused, Sender, Who};
use crate::care::pseudonym::KeyAccess;
use crate::corpus::name_rule;
use crate::corpus::participant::{self, Participant};
use crate::corpus::stream;
use crate::error::{Error, Result};
use crate::study::Study;
use trefoil_formats::name_rule::NameRule;
use trefoil_formats::survey::{Heard, Survey};

/// What the person said about the files as a whole.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The stream of all of them.
    pub stream: Option<String>,
    /// The pseudonyms of the participants in all of them; unknown ones are added.
    pub participants: Vec<String>,
    /// The date of all of them.
    pub date: Option<String>,
    /// Who some of those who write in chats are, by the name or number that a chat gives them.
    pub senders: Vec<(String, Who)>,
    /// The passphrase of the key to the pseudonyms, by which a sealed key knows senders again.
    pub key: Option<KeyAccess>,
    /// The study's first day, an ISO date; what is dated before it is set aside.
    pub from: Option<String>,
    /// The study's last day, an ISO date; what is dated after it is set aside.
    pub until: Option<String>,
    /// Recordings shorter than this are set aside.
    pub shortest_ms: Option<u64>,
    /// Whether of chats only the recordings come in.
    pub without_chats: bool,
    /// Rules for file names that are tried before the study's own, as patterns.
    pub name_rules: Vec<String>,
    /// How files are read.
    pub options: Options,
    /// Whether the files that texts are read from are not kept beside the texts.
    pub without_originals: bool,
    /// Whether transcripts that come alone become sources of their own, also where a recording in the
    /// study has their name and no words.
    pub without_attaching: bool,
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
    /// Who sent it, of a voice note in a chat, by label.
    pub sender: Option<String>,
    /// The file that is attached as its transcript.
    pub transcript: Option<String>,
    /// The recording in the study that it becomes the transcript of.
    pub belongs: Option<Belongs>,
    /// What its rows and columns become, of a table.
    pub table: Option<TablePlan>,
    /// Why it is set aside, in a sentence; none when it comes in as far as can be said unread.
    pub aside: Option<String>,
    /// What a person decided: to keep it whatever the reason, or to leave it out; none lets the
    /// reason decide.
    pub keep: Option<bool>,
    /// The bare name of the file, and where it lay, as they are kept.
    #[serde(skip)]
    pub(super) kept: Kept,
    /// Whether the file says more than its text: names that were replaced when it was read.
    #[serde(skip)]
    pub(super) names_people: bool,
    /// A participant whom the study does not have, read in the file's name.
    #[serde(skip)]
    pub(super) newcomer: Option<String>,
    #[serde(skip)]
    pub(super) candidate: Candidate,
}

/// What is kept of a file's name and place.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    pub(super) file_name: String,
    pub(super) origin: String,
}

/// That day and month of a chat's dates could be the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsure {
    /// A day as it was read that would be another one, an ISO date; none where none was met.
    pub example: Option<String>,
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
    /// Everybody who writes in the chats, under their real names: for whoever imports to look at,
    /// and nobody else.
    #[serde(skip)]
    pub senders: Vec<Sender>,
    /// Whether there is a key that cannot be used, so that nobody is known again and whoever
    /// imports must say who is who.
    pub is_sealed: bool,
    /// What is open about the dates of the chats; none where their day and month are certain.
    #[serde(skip)]
    pub unsure: Option<Unsure>,
    #[serde(skip)]
    pub(super) options: Options,
    #[serde(skip)]
    pub(super) without_originals: bool,
    #[serde(skip)]
    pub(super) rules: Rules,
    #[serde(skip)]
    pub(super) veil: Arc<Veil>,
    #[serde(skip)]
    pub(super) key: Option<KeyAccess>,
}

impl Item {
    /// Whether this is a recording; pages show a player for it.
    pub fn is_recording(&self) -> bool {
        self.candidate.kind.is_recording()
    }

    /// Whether this is a chat.
    pub fn is_chat(&self) -> bool {
        self.candidate.kind == super::super::Kind::WhatsApp
    }

    /// Whether it is a chat, or was sent in one.
    pub fn is_of_a_chat(&self) -> bool {
        self.candidate.chat.is_some()
    }

    /// Whether its day and month are certain: those of a chat's dates may be either way round.
    pub fn is_date_sure(&self) -> bool {
        self.candidate.date_is_sure
    }

    /// Whether it will be stored, as far as can be said before it is read.
    pub fn comes_in(&self) -> bool {
        self.keep.unwrap_or(self.aside.is_none())
    }
}

impl Plan {
    /// Those of whom nobody said who they are, and whom the key does not know.
    pub fn unsaid(&self) -> impl Iterator<Item = &Sender> {
        self.senders.iter().filter(|sender| sender.because == super::Because::Unsaid)
    }

    /// The participant whom a part of a file's name, as it is shown, means to this import; none
    /// where somebody else is meant.
    pub fn participant_of(&self, part: &str) -> Option<String> {
        self.veil.participant(part)
    }

    /// Refuses to go on without knowing who is who, where nobody can be known again.
    ///
    /// Errors: the key is closed, and somebody of whom nobody said who they are writes in a chat
    /// that comes in, or is read in the name of a file as a participant whom the study does not
    /// have.
    pub fn check_people(&self) -> Result<()> {
        self.check_senders()?;
        self.check_newcomers()
    }

    fn check_newcomers(&self) -> Result<()> {
        let is_read = |item: &&Item| {
            item.newcomer.as_ref().is_some_and(|who| item.participants.contains(who))
        };
        let mut coming = self.items.iter().filter(|item| self.is_sealed && item.comes_in());
        let Some(item) = coming.find(is_read) else { return Ok(()) };
        let who = item.newcomer.as_deref().unwrap_or_default();
        Err(Error::invalid(format!(
            "The key to the pseudonyms is closed, so nobody can tell whether “{who}”, read in the \
             name of a file, is a real name.",
        ))
        .hint(
            "Give the key's passphrase, add the participant first if it is a pseudonym, or say \
             who is in the file. Nothing was stored.",
        ))
    }

    fn check_senders(&self) -> Result<()> {
        let comes_in = self.items.iter().any(|item| item.is_of_a_chat() && item.comes_in());
        if !self.is_sealed || !comes_in || self.unsaid().next().is_none() {
            return Ok(());
        }
        Err(Error::invalid(
            "The key to the pseudonyms is closed, so those who write in these chats cannot be known again.",
        )
        .hint(
            "Give the key's passphrase, or say of everybody who they are (a participant, a role, \
             or neutral). Nothing was stored.",
        ))
    }

    /// The item with this id, to change what it will become.
    pub fn item_mut(&mut self, id: usize) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.id == id)
    }
}

/// Surveys files and folders and says what each will become.
///
/// Errors: a stream, date or role among the wishes that cannot be; a passphrase that does not open
/// the key.
pub fn plan(study: &Study, paths: &[PathBuf], wishes: &Wishes) -> Result<Plan> {
    let rules = Rules::of(wishes)?;
    let survey = survey_with(paths, wishes.options);
    let (wanted, day) = (wishes.stream.clone(), wishes.date.clone());
    let (people, stream, known, recordings) = study.read(move |reader| {
        let stream = wanted.map(|name| stream::find(reader, &name)).transpose()?;
        let known = name_rule::list(reader)?;
        let known = known.into_iter().map(|rule| rule.pattern).collect::<Vec<_>>();
        let stream = stream.map(|stream| stream.name);
        Ok((participant::list(reader)?, stream, known, belong::wordless(reader)?))
    })?;
    let unsure = unsure(&survey);
    let names = names(wishes.name_rules.iter().chain(&known))?;
    let date = participant::day(day)?;
    let (veil, senders) = Veil::over(study, &survey, wishes, &people)?;
    let guess = Guess { people: &people, wishes, senders: &senders, stream, date, names };
    let numbered = survey.candidates.into_iter().enumerate();
    let mut items: Vec<Item> = numbered
        .map(|(id, candidate)| {
            let mut item = item(&guess, &veil, id, candidate);
            item.aside = rules.concern(&item);
            item
        })
        .collect();
    let mut notices: Vec<Noticed> =
        survey.notices.iter().map(|notice| veil.notice(notice)).collect();
    notices.extend(veil.unmet(wishes, &senders));
    if !wishes.without_attaching {
        notices.extend(belong::find(&mut items, &recordings));
    }
    Ok(Plan {
        items,
        refused: survey.refusals.iter().map(|refusal| veil.refusal(refusal)).collect(),
        notices,
        skipped: survey.skipped,
        new_participants: unknown(&people, named(wishes, &senders)),
        senders,
        is_sealed: veil.is_sealed,
        unsure,
        options: wishes.options,
        without_originals: wishes.without_originals,
        rules,
        veil: Arc::new(veil),
        key: wishes.key.clone(),
    })
}

/// What is open about the dates of the chats: an example is a day that could be another one.
fn unsure(survey: &Survey) -> Option<Unsure> {
    let chats: Vec<&Heard> = survey.chats.iter().filter(|chat| !chat.is_sure).collect();
    if chats.is_empty() {
        return None;
    }
    let spans = chats.iter().filter_map(|chat| chat.span);
    let sent = survey.candidates.iter().filter(|one| !one.date_is_sure);
    let moments =
        spans.flat_map(|(first, last)| [first, last]).chain(sent.filter_map(|one| one.sent_at));
    let mut days = moments.map(jiff::civil::DateTime::date);
    let example = days.find(|day| day.day() <= 12 && day.day() != day.month());
    Some(Unsure { example: example.map(|day| day.to_string()) })
}

/// The rules for file names, read.
fn names<'p>(patterns: impl Iterator<Item = &'p String>) -> Result<Vec<NameRule>> {
    let read = |pattern: &String| {
        pattern.parse::<NameRule>().map_err(|error| {
            Error::invalid(format!("“{pattern}” is no rule for file names: {error}"))
        })
    };
    patterns.map(read).collect()
}

fn item(guess: &Guess<'_>, veil: &Veil, id: usize, candidate: Candidate) -> Item {
    // Names are read as they are kept, so that nobody comes in under a name which the key knows.
    let kept = veil.kept(&candidate);
    let said = guess.said(&candidate, &kept.file_name);
    let (members, part) = (veil.members(&candidate), said.name.participant.as_deref());
    let meant = |part: &str| veil.participant(part);
    let participants = guess.participants(&candidate, members, &kept.file_name, part, meant);
    let is_known = |who: &String| guess.people.iter().any(|one| one.name == *who);
    let newcomer = participants.first().filter(|who| part.is_some() && !is_known(who)).cloned();
    let date = guess.date(&candidate, &participants, &said);
    let file = veil.file(&candidate.file);
    Item {
        id,
        name: Guess::name(&candidate, &file, &kept.file_name, &participants, date.as_deref()),
        format: candidate.kind.name(),
        stream: guess.stream(&candidate, &said),
        date,
        participants,
        sender: candidate.sender.as_deref().map(|sender| veil.sender(sender)),
        transcript: candidate.transcript.as_ref().map(|transcript| veil.file(&transcript.file)),
        belongs: None,
        table: said.tables.as_deref().map(|tables| veil.planned(tables)),
        aside: None,
        keep: None,
        names_people: false,
        newcomer,
        file,
        kept,
        candidate,
    }
}

/// Everyone whom the wishes name, and whom the chats bring.
fn named<'n>(wishes: &'n Wishes, senders: &'n [Sender]) -> impl Iterator<Item = &'n String> {
    let participants = senders.iter().filter_map(|sender| match &sender.who {
        Who::Participant(name) => Some(name),
        Who::Role(_) | Who::Neutral => None,
    });
    wishes.participants.iter().chain(participants)
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
