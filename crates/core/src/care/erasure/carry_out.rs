//! Carrying an erasure out: withdrawals, and the removal of single sources, passages, earlier
//! wordings and recordings.
//!
//! Each of these operations erases ([`Operation::ERASES`]): it is an act of its own that cannot be
//! undone, and when it is acknowledged the study is settled and the proof is made. It can be given
//! the digest of the dry run that a person saw, and is refused when something else would go by now.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::doomed::{self, Counts, Doomed};
use super::plan::{blocked, digest, listed, phase};
use super::{Duty, Phase, Scope, Shared, Wish, Withdrawal, remembered, rows};
use crate::bind;
use crate::care::consent::{Answer, Consent};
use crate::care::policy::Policy;
use crate::care::pseudonym::Pseudonym;
use crate::care::redaction::Redaction;
use crate::care::retention::{Class, Retention};
use crate::care::{DataType, Use};
use crate::clock::moment;
use crate::corpus::participant::Participant;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::span::Span;
use crate::study::{Change, Operation};
use crate::theme::counted;

/// What an erasure came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CarriedOut {
    /// The row that tells of it, from which the certificate is made.
    pub withdrawal: Id,
    /// The reference on the certificate.
    pub reference: String,
    /// How far the study had come.
    pub phase: Phase,
    /// What was removed, in numbers.
    pub counts: Counts,
    /// How many things people have to do now.
    pub duties: usize,
}

/// Carries out a participant's withdrawal. This cannot be undone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalCarryOut {
    /// Who withdraws.
    pub participant: Id,
    /// `stop_new`, `types` or `all`.
    pub scope: Scope,
    /// The types of data, for the scope `types`.
    #[serde(default)]
    pub data_types: Vec<DataType>,
    /// What is done with sources in which others speak as well.
    #[serde(default)]
    pub shared: Shared,
    /// The date on which it was asked for, `YYYY-MM-DD`; today when it is not said.
    #[serde(default)]
    pub asked_on: Option<String>,
    /// How it was asked for.
    #[serde(default)]
    pub route: String,
    /// The digest of the dry run that was looked at; refused when something else would go by now.
    #[serde(default)]
    pub digest: Option<String>,
}

impl Operation for WithdrawalCarryOut {
    const NAME: &'static str = "withdrawal.carry_out";
    const SUMMARY: &'static str = "Carries out a participant's withdrawal, for good";
    const ERASES: bool = true;
    type Outcome = CarriedOut;

    fn describe(&self) -> Json {
        json!({
            "participant": self.participant, "scope": self.scope, "data_types": self.data_types,
            "shared": self.shared, "asked_on": self.asked_on,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<CarriedOut> {
        if !self.scope.is_withdrawal() {
            return Err(Error::invalid("A withdrawal has the scope `stop_new`, `types` or `all`."));
        }
        let wish = Wish {
            participant: Some(self.participant),
            data_types: self.data_types,
            shared: self.shared,
            asked_on: self.asked_on,
            route: self.route,
            ..Wish::of(self.scope)
        };
        carry_out(change, wish, self.digest.as_deref())
    }
}

/// Erases sources with everything that rests on them. This cannot be undone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureSource {
    /// The sources.
    pub sources: Vec<Id>,
    /// The date on which it was asked for.
    #[serde(default)]
    pub asked_on: Option<String>,
    /// How it was asked for.
    #[serde(default)]
    pub route: String,
    /// The digest of the dry run that was looked at.
    #[serde(default)]
    pub digest: Option<String>,
}

impl Operation for ErasureSource {
    const NAME: &'static str = "erasure.source";
    const SUMMARY: &'static str = "Erases sources with everything that rests on them, for good";
    const ERASES: bool = true;
    type Outcome = CarriedOut;

    fn describe(&self) -> Json {
        json!({ "sources": self.sources.len() })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<CarriedOut> {
        let wish = Wish {
            sources: self.sources,
            asked_on: self.asked_on,
            route: self.route,
            ..Wish::of(Scope::Source)
        };
        carry_out(change, wish, self.digest.as_deref())
    }
}

/// Erases words from a text: those of a passage, or those of a span of a source. `[removed]` stands
/// in their place, and all earlier wordings of the source go. This cannot be undone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasurePassage {
    /// The passage.
    #[serde(default)]
    pub passage: Option<Id>,
    /// The source, when nobody marked the words.
    #[serde(default)]
    pub source: Option<Id>,
    /// Where in that source they stand, in code points.
    #[serde(default)]
    pub span: Option<Span>,
    /// Whether somebody listened and says that the recording does not hold the words; otherwise it
    /// goes too.
    #[serde(default)]
    pub keep_recording: bool,
    /// The date on which it was asked for.
    #[serde(default)]
    pub asked_on: Option<String>,
    /// How it was asked for.
    #[serde(default)]
    pub route: String,
    /// The digest of the dry run that was looked at.
    #[serde(default)]
    pub digest: Option<String>,
}

impl Operation for ErasurePassage {
    const NAME: &'static str = "erasure.passage";
    const SUMMARY: &'static str = "Erases the words of a passage from a text, for good";
    const ERASES: bool = true;
    type Outcome = CarriedOut;

    fn describe(&self) -> Json {
        json!({ "keep_recording": self.keep_recording })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<CarriedOut> {
        let wish = Wish {
            passage: self.passage,
            sources: self.source.into_iter().collect(),
            span: self.span,
            keep_recording: self.keep_recording,
            asked_on: self.asked_on,
            route: self.route,
            ..Wish::of(Scope::Passage)
        };
        carry_out(change, wish, self.digest.as_deref())
    }
}

/// Forgets earlier wordings of texts, such as those before names were taken out; the texts as they
/// read now stay with their codings. This cannot be undone.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ErasureForgetRaw {
    /// The sources; none means all.
    pub sources: Vec<Id>,
    /// The digest of the dry run that was looked at.
    pub digest: Option<String>,
}

impl Operation for ErasureForgetRaw {
    const NAME: &'static str = "erasure.forget_raw";
    const SUMMARY: &'static str = "Forgets earlier wordings of texts, for good";
    const ERASES: bool = true;
    type Outcome = CarriedOut;

    fn describe(&self) -> Json {
        json!({ "sources": self.sources })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<CarriedOut> {
        let wish = Wish { sources: self.sources, ..Wish::of(Scope::RawTexts) };
        carry_out(change, wish, self.digest.as_deref())
    }
}

/// Erases recordings; the texts stay with their codings. This cannot be undone.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ErasureRecordings {
    /// The sources; none means all.
    pub sources: Vec<Id>,
    /// The digest of the dry run that was looked at.
    pub digest: Option<String>,
}

impl Operation for ErasureRecordings {
    const NAME: &'static str = "erasure.recordings";
    const SUMMARY: &'static str = "Erases recordings and keeps their texts, for good";
    const ERASES: bool = true;
    type Outcome = CarriedOut;

    fn describe(&self) -> Json {
        json!({ "sources": self.sources })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<CarriedOut> {
        let wish = Wish { sources: self.sources, ..Wish::of(Scope::Recordings) };
        carry_out(change, wish, self.digest.as_deref())
    }
}

fn carry_out(change: &mut Change<'_>, wish: Wish, shown: Option<&str>) -> Result<CarriedOut> {
    let mut wish = wish.checked()?;
    let today = moment(change.now())[..10].to_owned();
    wish.asked_on.get_or_insert_with(|| today.clone());
    let doomed = doomed::find(change, &wish)?;
    allowed(change, &wish, &doomed, shown)?;
    let run = listed(change, &wish, &doomed, &today)?;
    super::sought::note(change, &doomed)?;
    let found = remembered::find(change, &wish, &doomed)?;
    let fixed = remembered::forget(change, &found)?;
    remembered::reword(change, &doomed, &found)?;
    rows::remove(change, &wish, &doomed)?;
    for media in remembered::unnamed_media(change, &found)? {
        rows::remove_media(change, media)?;
    }
    if let Some(participant) = wish.participant {
        person(change, &wish, participant, &doomed)?;
    }
    mark_retention(change, &wish, &today)?;
    let policy = change.list::<Policy>("", &[])?.pop();
    let withdrawal = Withdrawal {
        id: change.new_id(),
        participant: wish.participant,
        kind: wish.scope,
        data_types: wish.data_types.iter().map(|one| one.word()).collect::<Vec<_>>().join(","),
        phase: phase(policy.as_ref(), &today),
        asked_on: wish.asked_on.clone(),
        route: wish.route.clone(),
        counts: serde_json::to_string(&run.counts)?,
        proof: String::new(),
        reference: reference(change, &today)?,
        at: change.now(),
        person: change.person(),
    };
    change.insert(&withdrawal)?;
    change.gone(|gone| gone.withdrawal = Some(withdrawal.id));
    for duty in &run.duties {
        change.insert(&Duty {
            id: change.new_id(),
            withdrawal: Some(withdrawal.id),
            kind: duty.kind.clone(),
            text: duty.text.clone(),
            due_on: duty.due_on.clone(),
            done_on: None,
            done_by: None,
        })?;
    }
    if fixed > 0 {
        let acts = counted(fixed, "earlier act");
        change.notice(format!("{acts} touched what was erased and can no longer be undone."));
    }
    let summary = summary(change, &wish, &run.counts)?;
    change.say(summary);
    Ok(CarriedOut {
        withdrawal: withdrawal.id,
        reference: withdrawal.reference,
        phase: withdrawal.phase,
        duties: run.duties.len(),
        counts: run.counts,
    })
}

/// Refuses what is held by law, what nobody decided, and what is no longer what was shown.
fn allowed(change: &Change<'_>, wish: &Wish, doomed: &Doomed, shown: Option<&str>) -> Result<()> {
    let in_the_way = blocked(change, wish, doomed)?;
    if !in_the_way.is_empty() {
        let undecided = doomed.targets.iter().any(|target| target.undecided);
        let held = in_the_way.iter().any(|one| one.starts_with("A legal hold"));
        let kind = if undecided && !held { Kind::Conflict } else { Kind::Denied };
        let message = format!("Nothing was erased. {}", in_the_way.join(" "));
        return Err(Error::new(kind, message)
            .hint("Settle this first; a dry run shows what is in the way."));
    }
    if shown.is_some_and(|shown| shown != digest(wish, doomed)) {
        return Err(Error::conflict(
            "The study was changed since the dry run, and something else would go now. Nothing \
             was erased.",
        )
        .hint("Look at the dry run again."));
    }
    Ok(())
}

/// What becomes of the participant: the ledger says no from now on, and the key forgets them.
fn person(change: &mut Change<'_>, wish: &Wish, participant: Id, doomed: &Doomed) -> Result<()> {
    let mut row: Participant = change.get(participant)?;
    if wish.scope == Scope::StopNew {
        if row.ended_on.is_none() {
            row.ended_on.clone_from(&wish.asked_on);
        }
        return change.update(&row);
    }
    for data_type in wish.types() {
        for purpose in Use::ALL.iter().filter(|purpose| data_type.can_be_put_to(**purpose)) {
            withdraw_answer(change, wish, participant, *data_type, *purpose)?;
        }
    }
    forget_names(change, &doomed.pseudonyms)?;
    if wish.scope == Scope::All {
        row.note = String::new();
        (row.started_on, row.ended_on) = (None, None);
        change.update(&row)?;
    }
    Ok(())
}

fn withdraw_answer(
    change: &mut Change<'_>,
    wish: &Wish,
    participant: Id,
    data_type: DataType,
    purpose: Use,
) -> Result<()> {
    let number = change.number(
        "SELECT COALESCE(MAX(number), 0) + 1 FROM consent \
         WHERE participant = $1 AND data_type = $2 AND purpose = $3",
        bind![participant, data_type, purpose],
    )?;
    change.insert(&Consent {
        id: change.new_id(),
        participant,
        data_type,
        purpose,
        answer: Answer::Withdrawn,
        version: String::new(),
        given_on: wish.asked_on.clone(),
        route: wish.route.clone(),
        witness: String::new(),
        wave: String::new(),
        number,
        at: change.now(),
        person: change.person(),
    })
}

/// The key forgets names; where they were taken out of other people's texts, the replacement stays
/// and what it stood for is forgotten too.
fn forget_names(change: &mut Change<'_>, pseudonyms: &[Id]) -> Result<()> {
    for id in pseudonyms.iter().copied() {
        let pseudonym: Pseudonym = change.get(id)?;
        if let Some(hash) = &pseudonym.keyed_hash {
            for mut one in change.list::<Redaction>("WHERE keyed_hash = $1", bind![hash.clone()])? {
                (one.keyed_hash, one.sealed) = (None, None);
                change.update(&one)?;
            }
        }
        change.write("DELETE FROM pseudonym WHERE id = $1", bind![id])?;
        change.touched("pseudonym");
    }
    Ok(())
}

/// A class of data of which everything was erased is noted as done where it is kept watch of.
fn mark_retention(change: &mut Change<'_>, wish: &Wish, today: &str) -> Result<()> {
    let class = match wish.scope {
        Scope::RawTexts if wish.sources.is_empty() => Class::RawTexts,
        Scope::Recordings if wish.sources.is_empty() => Class::Recordings,
        _ => return Ok(()),
    };
    for mut row in change.list::<Retention>("WHERE class = $1", bind![class])? {
        row.done_on = Some(today.to_owned());
        row.done_by = Some(change.person());
        change.update(&row)?;
    }
    Ok(())
}

/// `W-2025-0001`: the year, and a number that counts within it.
fn reference(change: &Change<'_>, today: &str) -> Result<String> {
    let year = &today[..4];
    let sql = "SELECT reference FROM withdrawal WHERE reference LIKE $1";
    let mut last = 0;
    for row in change.query(sql, bind![format!("W-{year}-%")])? {
        let reference: String = row.get(0)?;
        let number = reference.rsplit('-').next().and_then(|number| number.parse::<i64>().ok());
        last = last.max(number.unwrap_or(0));
    }
    Ok(format!("W-{year}-{:04}", last + 1))
}

fn summary(change: &Change<'_>, wish: &Wish, counts: &Counts) -> Result<String> {
    let who = match wish.participant {
        Some(participant) => change.get::<Participant>(participant)?.name,
        None => String::new(),
    };
    let files =
        if counts.files > 0 { format!("{}, ", many(counts.files, "file")) } else { String::new() };
    let numbers = format!(
        "{}, {}, {files}{}",
        many(counts.sources, "source"),
        many(counts.recordings, "recording"),
        many(counts.passages, "passage")
    );
    let types: Vec<&str> = wish.data_types.iter().map(|one| one.words()).collect();
    Ok(match wish.scope {
        Scope::StopNew => format!("{who} withdrew: nothing new is taken in"),
        Scope::All => format!("{who} withdrew: everything was erased ({numbers})"),
        Scope::Types => format!("{who} withdrew {}: erased ({numbers})", types.join(", ")),
        Scope::Source => format!("Erased for good: {numbers}"),
        Scope::Passage => "Erased words of a text for good".to_owned(),
        Scope::RawTexts => {
            format!("Forgot {} for good", many(counts.revisions, "earlier wording"))
        }
        Scope::Recordings => {
            format!("Erased {} for good", many(counts.recordings, "recording"))
        }
    })
}

fn many(count: i64, noun: &str) -> String {
    counted(usize::try_from(count).unwrap_or(0), noun)
}
