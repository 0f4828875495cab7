//! The dry run: everything that an erasure would touch, listed before anything is done.
//!
//! Words are shown only where the people whose they are still allow that they are looked at;
//! otherwise names and places stand for them. What is listed is what [`super::carry_out`] takes:
//! both ask [`super::doomed`]. The digest tells whether the study is still as it was shown.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::doomed::{self, Counts, Doomed};
use super::elsewhere::{self, NewDuty};
use super::support::{self, Loss, SentenceLoss};
use super::target::{Named, Target, TextFate};
use super::texts::{self, Mention, beginning};
use super::{Phase, Scope, Wish};
use crate::bind;
use crate::care::consent::{Ledger, Medium};
use crate::care::output::{self, Output};
use crate::care::policy::Policy;
use crate::care::retention::{Class, Retention};
use crate::care::{DataType, Use};
use crate::clock::moment;
use crate::codebook::Code;
use crate::coding::Passage;
use crate::corpus::participant::Participant;
use crate::error::Result;
use crate::id::Id;
use crate::memo::Memo;
use crate::storage::row_image::hexadecimal;
use crate::storage::{Place, Reader};
use crate::study::Study;
use crate::study::backup::{self, Backup};

/// A source that is touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceLine {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its stream.
    pub stream: String,
    /// Its date.
    pub date: Option<String>,
    /// What becomes of its text.
    pub text: TextFate,
    /// Whether its recording goes.
    pub recording: bool,
    /// Whether it goes as a whole.
    pub whole: bool,
    /// Whether it is closed for reading.
    pub closed: bool,
    /// The other participants in it.
    pub shared_with: Vec<String>,
    /// What is particular about it; empty when nothing is.
    pub note: String,
}

/// A passage that goes, or loses words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PassageLine {
    /// The passage.
    pub id: Id,
    /// The source.
    pub source: Id,
    /// The source's name.
    pub source_name: String,
    /// The first code point.
    pub start: i64,
    /// The code point behind the last.
    pub end: i64,
    /// Its words, where they may still be looked at.
    pub words: Option<String>,
    /// The names of the codes on it.
    pub codes: Vec<String>,
}

/// A chosen quote, or a citation of a passage, that goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuoteLine {
    /// The passage.
    pub passage: Id,
    /// The source's name.
    pub source_name: String,
    /// The theme it is a quote for.
    pub theme: Option<Named>,
    /// The sentence that cites it, by its section and place.
    pub sentence: Option<Named>,
}

/// A memo that goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemoLine {
    /// The memo.
    pub id: Id,
    /// The noun it is about.
    pub on: String,
    /// The name of the source it belongs to.
    pub source_name: Option<String>,
    /// How it begins, where the words of that source may still be looked at.
    pub called: Option<String>,
}

/// A report or an export that was made from what goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutputLine {
    /// Its id.
    pub id: Id,
    /// `report` or `export`.
    pub kind: String,
    /// The format.
    pub format: String,
    /// The name of its file.
    pub file_name: String,
    /// The ISO date on which it was made.
    pub made_on: String,
}

/// Everything that an erasure would touch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DryRun {
    /// How much is asked for.
    pub scope: Scope,
    /// Whose data they are, of a withdrawal.
    pub participant: Option<Named>,
    /// The types of data, where only some are withdrawn.
    pub data_types: Vec<DataType>,
    /// The ISO date on which it was asked for.
    pub asked_on: Option<String>,
    /// How far the study has come.
    pub phase: Phase,
    /// What is in the way, in sentences; nothing is done while something is.
    pub blocked: Vec<String>,
    /// The sources.
    pub sources: Vec<SourceLine>,
    /// The passages that go, with their codings.
    pub passages: Vec<PassageLine>,
    /// The passages that stay and lose some of their words.
    pub reworded: Vec<PassageLine>,
    /// The chosen quotes and citations that go.
    pub quotes: Vec<QuoteLine>,
    /// The memos that go.
    pub memos: Vec<MemoLine>,
    /// Texts that repeat what was said: those words are taken out of them.
    pub copies: Vec<Mention>,
    /// Texts that speak of the person or of a source: they stay, and people look at them.
    pub mentions: Vec<Mention>,
    /// The themes that lose passages.
    pub themes: Vec<Loss>,
    /// The conditions that lose passages, through themes or as evidence.
    pub conditions: Vec<Loss>,
    /// The sentences of the report that lose a citation or are left without support.
    pub sentences: Vec<SentenceLoss>,
    /// Reports and exports made from what goes.
    pub outputs: Vec<OutputLine>,
    /// The backups that go, because they hold it.
    pub backups: Vec<Backup>,
    /// What stays and why.
    pub stays: Vec<String>,
    /// What people will have to do.
    pub duties: Vec<NewDuty>,
    /// How much goes, in numbers.
    pub counts: Counts,
    /// By which the act recognises that nothing changed since.
    pub digest: String,
}

/// Lists what an erasure would touch, backups included; nothing is changed.
pub fn dry_run(study: &Study, wish: Wish) -> Result<DryRun> {
    let today = moment(study.clock().now())[..10].to_owned();
    let mut run = study.read_whole(move |reader| plan(reader, &wish, &today))?;
    if run.scope != Scope::StopNew
        && let Place::File(path) = study.place()
    {
        run.backups = backup::list(path)?;
    }
    Ok(run)
}

/// Lists what an erasure would touch inside a reading of the whole study, backups left aside;
/// `today` is an ISO date.
pub fn plan(reader: &Reader<'_>, wish: &Wish, today: &str) -> Result<DryRun> {
    let wish = wish.clone().checked()?;
    let doomed = doomed::find(reader, &wish)?;
    listed(reader, &wish, &doomed, today)
}

/// Lists what was found.
pub(super) fn listed(
    reader: &Reader<'_>,
    wish: &Wish,
    doomed: &Doomed,
    today: &str,
) -> Result<DryRun> {
    Planning::new(reader, wish, doomed)?.list(today)
}

/// What the list is made from.
struct Planning<'p, 'c> {
    reader: &'p Reader<'c>,
    wish: &'p Wish,
    doomed: &'p Doomed,
    ledger: Ledger,
    people: HashMap<Id, String>,
    sources: HashMap<Id, String>,
    codes: HashMap<Id, String>,
}

impl<'p, 'c> Planning<'p, 'c> {
    fn new(reader: &'p Reader<'c>, wish: &'p Wish, doomed: &'p Doomed) -> Result<Self> {
        let people: Vec<Participant> = reader.list("", &[])?;
        let codes: Vec<Code> = reader.list("", &[])?;
        let mut sources = HashMap::new();
        for row in reader.query("SELECT id, name FROM source", &[])? {
            sources.insert(row.get(0)?, row.get(1)?);
        }
        Ok(Self {
            reader,
            wish,
            doomed,
            ledger: Ledger::read(reader)?,
            people: people.into_iter().map(|one| (one.id, one.name)).collect(),
            sources,
            codes: codes.into_iter().map(|one| (one.id, one.name)).collect(),
        })
    }

    fn list(&self, today: &str) -> Result<DryRun> {
        let gone: HashSet<Id> = self.doomed.passages.iter().map(|one| one.id).collect();
        let losses = support::losses(self.reader, &gone, today)?;
        let policy = self.reader.list::<Policy>("", &[])?.pop();
        let phase = phase(policy.as_ref(), today);
        let outputs = self.outputs()?;
        let (copies, mentions) = self.mentions()?;
        let engine = self.reader.engine();
        Ok(DryRun {
            scope: self.wish.scope,
            participant: self.wish.participant.map(|id| self.person(id)),
            data_types: self.wish.data_types.clone(),
            asked_on: self.wish.asked_on.clone(),
            phase,
            blocked: blocked(self.reader, self.wish, self.doomed)?,
            sources: self.doomed.targets.iter().map(|target| self.source(target)).collect(),
            passages: self.doomed.passages.iter().map(|one| self.passage(one)).collect(),
            reworded: self.doomed.reworded.iter().map(|one| self.passage(one)).collect(),
            quotes: self.quotes()?,
            memos: self.doomed.memos.iter().map(|memo| self.memo(memo)).collect(),
            copies,
            mentions,
            themes: losses.themes,
            conditions: losses.conditions,
            sentences: losses.sentences,
            backups: Vec::new(),
            stays: elsewhere::stays(self.wish, phase, self.doomed),
            duties: elsewhere::duties(self.wish, phase, policy.as_ref(), &outputs, engine, today),
            outputs,
            counts: self.doomed.counts(),
            digest: digest(self.wish, self.doomed),
        })
    }

    fn person(&self, id: Id) -> Named {
        Named { id, name: self.people.get(&id).cloned().unwrap_or_default() }
    }

    fn may_be_read(&self, source: Id) -> bool {
        self.ledger.ask_source(source, Medium::Text, Use::Analysis).is_ok()
    }

    fn source(&self, target: &Target) -> SourceLine {
        let others = target.people.iter().filter(|one| Some(**one) != self.wish.participant);
        let mut shared_with: Vec<String> = others.map(|one| self.person(*one).name).collect();
        shared_with.sort_by(|a, b| crate::order::by_name(a, b));
        let source = &target.source;
        let kept = source.media.filter(|media| target.sound && !self.doomed.media.contains(media));
        let note = if target.undecided {
            "Nobody has said which turns are theirs."
        } else if self.wish.scope.is_withdrawal() && target.text == TextFate::Partly {
            "Others speak in it: only this person's turns go. A voice cannot be cut out of a \
             recording, so a recording goes as a whole."
        } else if kept.is_some() {
            "Another source has the same recording, which stays there."
        } else {
            ""
        };
        SourceLine {
            id: source.id,
            name: source.name.clone(),
            stream: source.stream.clone(),
            date: source.date.clone(),
            text: target.text,
            recording: target.sound && source.media.is_some(),
            whole: target.whole,
            closed: !self.may_be_read(source.id),
            shared_with: if self.wish.participant.is_some() { shared_with } else { Vec::new() },
            note: note.to_owned(),
        }
    }

    fn passage(&self, passage: &Passage) -> PassageLine {
        let on_it = self.doomed.codings.iter().filter(|coding| coding.passage == passage.id);
        let mut codes: Vec<String> =
            on_it.filter_map(|coding| self.codes.get(&coding.code).cloned()).collect();
        codes.sort();
        codes.dedup();
        PassageLine {
            id: passage.id,
            source: passage.source,
            source_name: self.sources.get(&passage.source).cloned().unwrap_or_default(),
            start: passage.start,
            end: passage.end,
            words: self.may_be_read(passage.source).then(|| passage.text.clone()),
            codes,
        }
    }

    fn quotes(&self) -> Result<Vec<QuoteLine>> {
        let mut quotes = Vec::new();
        for passage in &self.doomed.passages {
            let source_name = self.sources.get(&passage.source).cloned().unwrap_or_default();
            let line = |theme, sentence| QuoteLine {
                passage: passage.id,
                source_name: source_name.clone(),
                theme,
                sentence,
            };
            let sql = "SELECT t.id, t.name FROM theme_passage q JOIN theme t ON t.id = q.theme \
                       WHERE q.passage = $1 AND q.quoted = 1 ORDER BY t.position, t.id";
            for row in self.reader.query(sql, bind![passage.id])? {
                quotes.push(line(Some(Named { id: row.get(0)?, name: row.get(1)? }), None));
            }
            let sql = "SELECT s.id, s.section, s.position FROM sentence_citation c \
                       JOIN sentence s ON s.id = c.sentence WHERE c.passage = $1 \
                       ORDER BY s.section, s.position, s.id";
            for row in self.reader.query(sql, bind![passage.id])? {
                let section: crate::sentence::Section = row.get(1)?;
                let name = format!("{} {}", section.label(), row.get::<i64>(2)?);
                quotes.push(line(None, Some(Named { id: row.get(0)?, name })));
            }
        }
        Ok(quotes)
    }

    fn memo(&self, memo: &Memo) -> MemoLine {
        let shown = memo.source.is_none_or(|source| self.may_be_read(source));
        let called = if memo.title.is_empty() { &memo.text } else { &memo.title };
        MemoLine {
            id: memo.id,
            on: memo.noun.clone(),
            source_name: memo.source.and_then(|source| self.sources.get(&source).cloned()),
            called: shown.then(|| beginning(called)),
        }
    }

    /// Texts that repeat what was said, and texts that speak of the person or a source.
    fn mentions(&self) -> Result<(Vec<Mention>, Vec<Mention>)> {
        let raw = self.wish.scope == Scope::RawTexts;
        let mut copies = Vec::new();
        for copy in &self.doomed.copies {
            let why = if raw { "repeats an earlier wording" } else { "repeats what was said" };
            copies.push(self.mention(copy, why.to_owned()));
        }
        if raw {
            return Ok((Vec::new(), copies));
        }
        let mut mentions = Vec::new();
        let person = self.wish.participant.map(|id| self.person(id).name);
        let person = person.filter(|_| matches!(self.wish.scope, Scope::All | Scope::Types));
        let wholes: Vec<&str> = self
            .doomed
            .targets
            .iter()
            .filter(|target| target.whole)
            .map(|target| target.source.name.as_str())
            .collect();
        if person.is_none() && wholes.is_empty() {
            return Ok((copies, mentions));
        }
        texts::each(self.reader, &self.doomed.gone(), |written| {
            let source = wholes.iter().find(|name| texts::names(&written.text, name));
            let why = match (source, &person) {
                (Some(name), _) => format!("names the source “{name}”"),
                (None, Some(name)) if texts::names(&written.text, name) => format!("names {name}"),
                _ => return,
            };
            mentions.push(self.mention(&written, why));
        })?;
        Ok((copies, mentions))
    }

    fn mention(&self, written: &texts::Written, why: String) -> Mention {
        let called = &texts::called(self.reader, written);
        // What repeats words that may not be looked at is not shown either, nor is a closed memo.
        let open = |memo: Option<Memo>| {
            memo.is_none_or(|memo| memo.source.is_none_or(|source| self.may_be_read(source)))
        };
        let shown = !self.doomed.said.stand_in(called)
            && (written.noun != "memo" || self.reader.find(written.id).is_ok_and(open));
        Mention {
            noun: written.noun.to_owned(),
            id: written.id,
            called: if shown { beginning(called) } else { String::new() },
            column: written.column.to_owned(),
            why,
        }
    }

    fn outputs(&self) -> Result<Vec<OutputLine>> {
        if matches!(self.wish.scope, Scope::StopNew | Scope::RawTexts) {
            return Ok(Vec::new());
        }
        let mut found: HashSet<Id> = HashSet::new();
        for source in self.doomed.sources() {
            let sql = "SELECT output FROM output_source WHERE source = $1";
            found.extend(doomed::ids(self.reader, sql, bind![source])?);
        }
        let all: Vec<Output> = self.reader.list("ORDER BY at, id", &[])?;
        // A key that was exported names whoever is forgotten altogether.
        let names =
            |output: &Output| self.wish.scope == Scope::All && output::is_key(&output.format);
        let touched = all.into_iter().filter(|one| found.contains(&one.id) || names(one));
        Ok(touched
            .map(|output| OutputLine {
                id: output.id,
                kind: output.kind.to_string(),
                format: output.format,
                file_name: output.file_name,
                made_on: moment(output.at)[..10].to_owned(),
            })
            .collect())
    }
}

/// How far the study has come on a day.
pub(super) fn phase(policy: Option<&Policy>, today: &str) -> Phase {
    let come = |date: &Option<String>| date.as_deref().is_some_and(|date| date <= today);
    match policy {
        Some(policy) if come(&policy.deposited_on) => Phase::AfterDeposit,
        Some(policy) if come(&policy.lock_on) => Phase::AfterLock,
        _ => Phase::BeforeLock,
    }
}

/// What is in the way: legal holds, and shared sources about which nobody decided.
pub(super) fn blocked(reader: &Reader<'_>, wish: &Wish, doomed: &Doomed) -> Result<Vec<String>> {
    let mut blocked = Vec::new();
    if wish.scope == Scope::StopNew {
        return Ok(blocked);
    }
    let words = doomed.targets.iter().any(|target| target.text != TextFate::Stays);
    let sound = doomed.targets.iter().any(|target| target.sound);
    for held in reader.list::<Retention>("WHERE hold = 1 ORDER BY class", &[])? {
        let concerns = match held.class {
            Class::Recordings => sound,
            Class::RawTexts => words,
            Class::WorkingTexts => words && wish.scope != Scope::RawTexts,
            Class::Contacts | Class::Key => !doomed.pseudonyms.is_empty(),
            Class::ConsentForms | Class::Outputs => false,
        };
        if concerns {
            let class = held.class.word().replace('_', " ");
            let reason = if held.hold_reason.is_empty() { "none given" } else { &held.hold_reason };
            blocked.push(format!("A legal hold keeps {class}. Its reason: {reason}."));
        }
    }
    for target in doomed.targets.iter().filter(|target| target.undecided) {
        blocked.push(format!(
            "Others speak in “{}” too, and nobody has said which turns are this person's: say who \
             each speaker is, or choose that the whole text goes.",
            target.source.name
        ));
    }
    Ok(blocked)
}

/// By which it is recognised that what goes is what was shown.
pub(super) fn digest(wish: &Wish, doomed: &Doomed) -> String {
    let mut rows: Vec<Id> = doomed.gone().into_iter().chain(doomed.media.clone()).collect();
    rows.sort_unstable();
    let mut hash = Sha256::new();
    hash.update(wish.scope.word());
    for row in rows {
        hash.update(row.as_bytes());
    }
    for target in &doomed.targets {
        hash.update(target.source.id.as_bytes());
        hash.update(target.source.revision.map_or([0; 16], |one| *one.as_bytes()));
        hash.update(target.text.word());
        hash.update([u8::from(target.sound), u8::from(target.whole)]);
    }
    for copy in &doomed.copies {
        hash.update(copy.id.as_bytes());
        hash.update(copy.column);
    }
    hexadecimal(&hash.finalize()[..8])
}
