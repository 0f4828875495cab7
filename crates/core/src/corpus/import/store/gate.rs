//! Consent at the door: what comes in only if those whose words it holds still agree.
//!
//! Whoever refused the analysis of a type of data has nothing of that type stored: neither words
//! nor recording. Whoever withdrew has nothing stored that is dated after they did, nor anything
//! undated. Of a chat of several, their messages are left out and the others' come in; of all else,
//! one who refused is enough. Each refusal is listed with its reason and ends nothing but itself.

use std::collections::BTreeMap;

use super::super::Reading;
use super::veil::conversation;
use super::{Item, Noticed};
use crate::care::consent::{DataType, Ledger, Medium, Use};
use crate::care::erasure::{Scope, Withdrawal};
use crate::corpus::participant::{self, Participant};
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;
use crate::study::Study;
use trefoil_formats::whatsapp::Message;

/// What everybody agreed to when an import began.
#[derive(Debug)]
pub(super) struct Gate {
    ledger: Ledger,
    people: Vec<Participant>,
    withdrawals: Vec<Withdrawal>,
}

impl Gate {
    /// Reads what everybody agreed to.
    pub(super) fn of(study: &Study) -> Result<Self> {
        study.read(Self::read)
    }

    fn read(reader: &Reader<'_>) -> Result<Self> {
        Ok(Self {
            ledger: Ledger::read(reader)?,
            people: participant::list(reader)?,
            withdrawals: reader.list("WHERE participant IS NOT NULL ORDER BY at", &[])?,
        })
    }

    /// Takes out of a reading what may not be stored, and says so.
    ///
    /// Errors: why nothing of it may be stored.
    pub(super) fn pass(
        &self,
        item: &mut Item,
        reading: &mut Reading,
    ) -> std::result::Result<Vec<Noticed>, String> {
        if reading.messages.is_empty() {
            self.pass_file(item, reading)
        } else {
            self.pass_chat(item, reading)
        }
        .map(|said| {
            let noticed = |message: String| Noticed { file: item.file.clone(), message };
            said.into_iter().map(noticed).collect()
        })
    }

    fn pass_file(
        &self,
        item: &Item,
        reading: &mut Reading,
    ) -> std::result::Result<Vec<String>, String> {
        let has_words = reading.document.is_some()
            || reading.transcript.is_some()
            || !reading.tables.is_empty();
        let has_sound = reading.recording.is_some() || reading.picture.is_some();
        let asked = |medium: Medium| {
            let data_type = DataType::of(&item.stream, medium);
            item.participants
                .iter()
                .find_map(|who| self.refusal(who, data_type, item.date.as_deref()))
        };
        let words = has_words.then(|| asked(Medium::Text)).flatten();
        let sound = has_sound.then(|| asked(Medium::Sound)).flatten();
        let left = (has_words && words.is_none()) || (has_sound && sound.is_none());
        let Some(reason) = words.clone().or_else(|| sound.clone()) else { return Ok(Vec::new()) };
        if !left {
            return Err(format!("{reason} Nothing of it was stored."));
        }
        let mut said = Vec::new();
        if let Some(reason) = words {
            (reading.document, reading.transcript) = (None, None);
            reading.tables.clear();
            said.push(format!("Its transcript was left out. {reason}"));
        }
        if let Some(reason) = sound {
            (reading.recording, reading.picture) = (None, None);
            said.push(format!("Its recording was left out. {reason}"));
        }
        Ok(said)
    }

    fn pass_chat(
        &self,
        item: &mut Item,
        reading: &mut Reading,
    ) -> std::result::Result<Vec<String>, String> {
        let data_type = DataType::of(&item.stream, Medium::Text);
        let mut left_out: BTreeMap<String, (usize, String)> = BTreeMap::new();
        let mut stays = |message: &Message| {
            let at = message.at.date().to_string();
            let Some(reason) = self.refusal(&message.sender, data_type, Some(&at)) else {
                return true;
            };
            left_out.entry(message.sender.clone()).or_insert((0, reason)).0 += 1;
            false
        };
        let all = std::mem::take(&mut reading.messages);
        reading.messages = all.into_iter().filter(|message| stays(message)).collect();
        let writes = |who: &String| reading.messages.iter().any(|message| message.sender == *who);
        // Who is said to be in it and does not write is asked like everybody else.
        let silent = item.participants.iter().find_map(|who| {
            let reason = self.refusal(who, data_type, item.date.as_deref())?;
            (!writes(who) && !left_out.contains_key(who)).then_some(reason)
        });
        let somebody = item.participants.iter().any(writes);
        let first = left_out.values().next().map(|(_, reason)| reason.clone());
        if let Some(reason) = silent.or(first.filter(|_| !somebody)) {
            return Err(format!("{reason} Nothing of it was stored."));
        }
        if left_out.is_empty() {
            return Ok(Vec::new());
        }
        item.participants.retain(|who| !left_out.contains_key(who) || writes(who));
        let document = conversation(&reading.messages);
        reading.document = Some(document);
        let said = left_out.into_iter().map(|(who, (count, reason))| {
            let messages = if count == 1 { "message" } else { "messages" };
            format!("{count} {messages} of {who} left out. {reason}")
        });
        Ok(said.collect())
    }

    /// Why data of somebody may not be stored.
    fn refusal(&self, who: &str, data_type: DataType, date: Option<&str>) -> Option<String> {
        let person = self.people.iter().find(|one| one.name == who.trim());
        // For somebody new, the study's default holds.
        let id = person.map_or_else(|| Id::new(0), |person| person.id);
        if let Err(refusals) = self.ledger.ask(&[id], data_type, Use::Analysis) {
            let mut refusal = refusals.into_iter().next()?;
            who.trim().clone_into(&mut refusal.name);
            // Whoever is neither a participant nor named as one is not asked.
            return person.map(|_| format!("{}.", refusal.reason()));
        }
        let mut own = self.withdrawals.iter().filter(|one| one.participant == Some(id));
        own.find_map(|withdrawal| withdrawn(who, withdrawal, data_type, date))
    }
}

/// Why somebody's withdrawal keeps data out.
fn withdrawn(
    who: &str,
    withdrawal: &Withdrawal,
    data_type: DataType,
    date: Option<&str>,
) -> Option<String> {
    let since = withdrawal.asked_on.as_deref();
    let on = since.map(|day| format!(" on {day}")).unwrap_or_default();
    match withdrawal.kind {
        Scope::StopNew => {
            let day = date.and_then(|date| date.get(..10));
            match (day, since) {
                (Some(day), Some(since)) if day <= since => None,
                (Some(day), _) => Some(format!(
                    "{who} asked{on} that nothing new is taken in, and it is dated {day}."
                )),
                (None, _) => Some(format!(
                    "{who} asked{on} that nothing new is taken in, and it has no date."
                )),
            }
        }
        Scope::All => Some(format!("{who} withdrew{on}.")),
        Scope::Types => {
            let all: Vec<&str> = withdrawal.data_types.split(',').map(str::trim).collect();
            let is_among = all.contains(&data_type.word());
            is_among.then(|| format!("{who} withdrew{on} {}.", data_type.words()))
        }
        Scope::Source | Scope::Passage | Scope::RawTexts | Scope::Recordings => None,
    }
}
