//! What lies between the files and everything behind: real names on one side, labels on the other.
//!
//! A [`Veil`] is made once for an import, from what its chats say, what the person says and what
//! the key knows. Each name that a plan or a summary shows, each text and each message goes through
//! it before anybody else sees it.

use super::super::mask::{Behind, Circle, Files, Known, Mask, NOBODYS, group_in, same};
use super::super::who::{Knowing, everybody, unmet};
use super::super::{Candidate, Document, Notice, Reading, Refusal, Table};
use super::plan::Kept;
use super::table::{TablePlan, bare, each_cell};
use super::{Noticed, Refused, Sender, Who, Wishes};
use crate::care::pseudonym::{self, KeyState, NameKind, Pseudonym, PseudonymKey};
use crate::corpus::participant::Participant;
use crate::error::Result;
use crate::study::Study;
use trefoil_formats::survey::{Heard, Survey};
use trefoil_formats::whatsapp::{Message, document};

/// What stands in place of names and numbers in one import.
#[derive(Debug, Default)]
pub(super) struct Veil {
    mask: Mask,
    files: Files,
    /// For each chat, the places of those who write in it among the senders.
    members: Vec<Vec<usize>>,
    /// For each sender by name, their place.
    senders: Vec<Sender>,
    /// What stands in names in place of somebody, as [`same`] has it, with the participant who it
    /// is; none for somebody else.
    labels: Vec<(String, Option<String>)>,
    /// Whether there is a key and it cannot be used.
    pub(super) is_sealed: bool,
}

impl Veil {
    /// Makes the veil of an import; answers also who is who.
    pub(super) fn over(
        study: &Study,
        survey: &Survey,
        wishes: &Wishes,
        people: &[Participant],
    ) -> Result<(Self, Vec<Sender>)> {
        let access = wishes.key.clone();
        let (rows, hasher, state) = study.read(move |reader| {
            let key: Option<PseudonymKey> = reader.list("LIMIT 1", &[])?.pop();
            let hasher = pseudonym::hasher(reader, access.as_ref())?;
            Ok((pseudonym::list(reader)?, hasher, key.map(|key| key.state)))
        })?;
        let is_sealed = hasher.is_none() && state.is_some_and(|state| state != KeyState::Open);
        let knowing = Knowing { people, rows: &rows, hasher: hasher.as_ref() };
        let senders = everybody(&survey.chats, &wishes.senders, &knowing)?;
        let behind: Vec<Behind> = senders
            .iter()
            .map(|one| Behind { name: one.name.clone(), label: one.label.clone() })
            .collect();
        // A mask of the senders alone tells which of them writes in which chat.
        let told = Mask::new(&behind, Vec::new(), None);
        let members: Vec<Vec<usize>> =
            survey.chats.iter().map(|chat| members(chat, &told)).collect();
        let circles = survey.chats.iter().zip(&members).map(|(chat, members)| Circle {
            members: members.iter().copied().collect(),
            groups: chat.groups.iter().cloned().chain(group_in(&chat.file)).collect(),
        });
        let labels = labels(people, &rows, &senders);
        let known = hasher.map(|hasher| Known::new(hasher, &rows));
        let mask = Mask::new(&behind, circles.collect(), known);
        let (files, writing) = (Files::default(), senders.clone());
        let mut veil = Self { mask, files, members, senders: writing, labels, is_sealed };
        veil.name_files(survey);
        Ok((veil, senders))
    }

    fn name_files(&mut self, survey: &Survey) {
        for (number, chat) in survey.chats.iter().enumerate() {
            self.files.place(&chat.file, number);
        }
        for candidate in &survey.candidates {
            self.files.keep(&self.mask, &candidate.file);
            if let Some(transcript) = &candidate.transcript {
                self.files.keep(&self.mask, &transcript.file);
            }
        }
        for file in survey.refusals.iter().map(|one| &one.file) {
            self.files.keep(&self.mask, file);
        }
    }

    /// A file as it is shown.
    pub(super) fn file(&self, raw: &str) -> String {
        self.files.show(&self.mask, raw)
    }

    /// What is kept of a file's name and place.
    pub(super) fn kept(&self, candidate: &Candidate) -> Kept {
        Kept {
            file_name: self.files.bare(&self.mask, &candidate.file),
            origin: self.files.origin(&self.mask, &candidate.file),
        }
    }

    /// The label of somebody who sent something.
    pub(super) fn sender(&self, name: &str) -> String {
        self.mask.speaker(name)
    }

    /// The participant whom a part of a file's name means, as it is shown. Somebody new is meant by
    /// what stands for nobody; none is where it stands for somebody who is no participant, or for
    /// one of several.
    pub(super) fn participant(&self, part: &str) -> Option<String> {
        let whole = same(part);
        if let Some((_, who)) = self.labels.iter().find(|(label, _)| *label == whole) {
            return who.clone();
        }
        // A part of a name was replaced, and the rest of it is no pseudonym.
        let padded = format!(" {whole} ");
        let inside = |label: &str| padded.contains(&format!(" {label} "));
        let mut inside = self.labels.iter().filter(|(label, _)| inside(label)).map(|(_, who)| who);
        match inside.next() {
            None => Some(part.to_owned()),
            Some(first) => inside.all(|who| who == first).then(|| first.clone()).flatten(),
        }
    }

    /// Those who write in a chat, or who sent a voice note: places among the senders.
    pub(super) fn members(&self, candidate: &Candidate) -> &[usize] {
        let Some(chat) = candidate.chat.and_then(|chat| self.members.get(chat)) else {
            return &[];
        };
        match candidate.sender.as_deref().and_then(|name| self.mask.place(name)) {
            Some(sender) => {
                let at = chat.iter().position(|who| *who == sender);
                at.and_then(|at| chat.get(at..=at)).unwrap_or(&[])
            }
            None => chat,
        }
    }

    /// The senders with the labels of this import, of those chats whose numbers are given.
    pub(super) fn writing(&self, chats: &[usize]) -> Vec<Sender> {
        let here = |who: &usize| {
            chats.iter().any(|chat| self.members.get(*chat).is_some_and(|all| all.contains(who)))
        };
        let all = self.senders.iter().enumerate().filter(|(who, _)| here(who));
        all.map(|(_, sender)| sender.clone()).collect()
    }

    /// Whether the key holds all who write in these chats as they are called now.
    pub(super) fn all_known(&self, chats: &[usize]) -> bool {
        self.writing(chats).iter().all(|one| one.is_kept)
    }

    /// What is guessed of tables, whose values are shown as they would be stored.
    pub(super) fn planned(&self, tables: &[Table]) -> TablePlan {
        let mut plan = TablePlan::of(tables);
        let columns = plan.sheets.iter_mut().flat_map(|sheet| &mut sheet.columns);
        for value in columns.flat_map(|column| column.values.iter_mut().chain(&mut column.people)) {
            let masked = self.mask.words(value, None);
            if masked.count > 0 {
                bare(&masked.text).clone_into(value);
            }
        }
        plan
    }

    /// A message of the program about a file.
    pub(super) fn message(&self, text: &str) -> String {
        self.mask.title(text, None)
    }

    /// Why a file was refused, as it is shown.
    pub(super) fn refusal(&self, refusal: &Refusal) -> Refused {
        Refused {
            file: self.file(&refusal.file),
            reason: self.message(&refusal.message),
            denied: false,
        }
    }

    /// What was noticed, as it is shown.
    pub(super) fn notice(&self, notice: &Notice) -> Noticed {
        Noticed { file: self.file(&notice.file), message: self.message(&notice.message) }
    }

    /// Says so when a person named somebody who writes in no chat: a name mistyped, perhaps.
    pub(super) fn unmet(&self, wishes: &Wishes, senders: &[Sender]) -> Option<Noticed> {
        let count = unmet(senders, &wishes.senders);
        let (names, are) = if count == 1 { ("name", "is") } else { ("names", "are") };
        // Without chats nobody has met anybody.
        (count > 0 && !self.members.is_empty()).then(|| Noticed {
            file: "Who is who".to_owned(),
            message: format!("{count} {names} that you gave {are} in none of the chats."),
        })
    }

    /// What was read, as it may be seen: its texts, speakers, messages and notices.
    /// Answers also whether anything was replaced: then the file itself says more than may be kept.
    pub(super) fn draw(
        &self,
        candidate: &Candidate,
        reading: &mut Reading,
    ) -> (Vec<Noticed>, bool) {
        let mut notices: Vec<Noticed> =
            std::mem::take(&mut reading.notices).iter().map(|one| self.notice(one)).collect();
        let (mut count, mut by_key, mut names_people) = (0, 0, false);
        if candidate.chat.is_some() && !reading.messages.is_empty() {
            for message in &mut reading.messages {
                let masked = self.mask.words(&message.text, candidate.chat);
                count += masked.count;
                by_key += masked.by_key;
                message.sender = self.sender(&message.sender);
                message.text = masked.text;
                message.attachments.clear();
                message.kind.forget_words();
            }
            reading.document = Some(document(&reading.messages));
        } else if let Some(document) = &mut reading.document {
            let before = (speakers(document), document.comments.clone());
            let masked = self.mask.document(document);
            (count, by_key) = (masked.count, masked.by_key);
            names_people = before != (speakers(document), document.comments.clone());
        }
        for table in &mut reading.tables {
            each_cell(table, |cell| {
                let masked = self.mask.words(cell, None);
                count += masked.count;
                by_key += masked.by_key;
                (masked.count > 0).then_some(masked.text)
            });
        }
        // It names people, and nothing of it is kept.
        reading.system.clear();
        reading.senders = reading.senders.iter().map(|name| self.sender(name)).collect();
        let file = self.file(&candidate.file);
        names_people |= count > 0;
        notices.extend(told(count, by_key).map(|message| Noticed { file, message }));
        if let (Some(transcript), Some(inner)) =
            (&candidate.transcript, reading.transcript.as_deref_mut())
        {
            inner.notices.clear();
            notices.extend(self.draw(transcript, inner).0);
        }
        (notices, names_people)
    }
}

/// What stands in place of names, with the participants who they are, who go before others.
fn labels(
    people: &[Participant],
    rows: &[Pseudonym],
    senders: &[Sender],
) -> Vec<(String, Option<String>)> {
    let person = |row: &Pseudonym| {
        let person = people.iter().find(|one| Some(one.id) == row.participant);
        person.map(|one| one.name.clone())
    };
    let sender = |sender: &Sender| match &sender.who {
        Who::Participant(name) => Some(name.clone()),
        Who::Role(_) | Who::Neutral => None,
    };
    let known = rows.iter().filter(|row| row.kind != NameKind::NotAName);
    let mut labels: Vec<(String, Option<String>)> = Vec::new();
    labels.extend(people.iter().map(|one| (same(&one.name), Some(one.name.clone()))));
    labels.extend(known.map(|row| (same(&row.replacement), person(row))));
    labels.extend(senders.iter().map(|one| (same(&one.label), sender(one))));
    labels.extend(NOBODYS.map(|label| (label.to_owned(), None)));
    labels.retain(|(label, _)| !label.is_empty());
    labels.sort_by_key(|(_, who)| who.is_none());
    labels
}

/// Everybody who speaks, as they are called.
fn speakers(document: &Document) -> Vec<Option<String>> {
    document.segments.iter().map(|turn| turn.speaker.clone()).collect()
}

fn members(chat: &Heard, mask: &Mask) -> Vec<usize> {
    chat.senders.iter().filter_map(|(name, _)| mask.place(name)).collect()
}

/// How much was replaced, in a sentence.
fn told(count: usize, by_key: usize) -> Option<String> {
    let here = count - by_key;
    let were = |count: usize| if count == 1 { "was" } else { "were" };
    let names = |count: usize| if count == 1 { "name" } else { "names" };
    let said = [
        (here > 0).then(|| {
            let what = if here == 1 { "name or number" } else { "names and numbers" };
            format!("{here} {what} in its words {} replaced", were(here))
        }),
        (by_key > 0).then(|| {
            format!("{by_key} {} that the key knows {} replaced", names(by_key), were(by_key))
        }),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    (!said.is_empty()).then(|| format!("{}.", said.join("; ")))
}

/// The text of a conversation from the messages that are left of it.
pub(super) fn conversation(messages: &[Message]) -> Document {
    document(messages)
}
