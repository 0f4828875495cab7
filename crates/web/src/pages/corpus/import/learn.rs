//! Learning from one file's name what the names of all of them say.
//!
//! A name is cut into parts with guessed meanings; whoever imports says what each part is, sees
//! what the rule reads in the other names, and takes it: for this import, or for the study. What
//! was chosen stands in the address, so that nothing is kept until it is taken.

use std::ops::Range;

use askama::Template;
use axum::extract::{Path, Query};
use trefoil_core::corpus::import::names::{Meaning, NameRule, known_stream, propose, stem};
use trefoil_core::corpus::import::store::Item;
use trefoil_core::corpus::name_rule::{self, NameRuleAdd};
use trefoil_core::corpus::participant;
use trefoil_core::error::Error;
use trefoil_core::id::Id;

use super::edit::{Of, fields, page};
use super::look::Look;
use super::rows::short;
use super::{begin, work};
use crate::act::Sent;
use crate::desk::{Desk, wait_for};
use crate::frame::{Frame, Station};
use crate::pages::corpus::Streams;
use crate::session::Flash;
use crate::trouble::Answer;
use crate::words;

/// More names than this are not shown.
const MOST_NAMES: usize = 200;

/// What a part of a name can be, with the words of the page; the first is the same in all names.
const MEANINGS: [(&str, Option<Meaning>, &str); 6] = [
    ("", None, "the same in all names"),
    ("participant", Some(Meaning::Participant), "who: the participant"),
    ("week", Some(Meaning::Week), "the number of the week"),
    ("date", Some(Meaning::Date), "the date"),
    ("stream", Some(Meaning::Stream), "the stream"),
    ("any", Some(Meaning::Anything), "differs, and does not matter"),
];

/// The page.
#[derive(Template)]
#[template(path = "corpus/import/learn.html")]
struct LearnPage {
    frame: Frame,
    job: Id,
    /// The files to learn from: their ids and names, and whether each is chosen.
    files: Vec<(usize, String, bool)>,
    file: usize,
    is_fine: bool,
    parts: Vec<Part>,
    /// The rule, or why there is none.
    rule: Option<String>,
    trouble: Option<String>,
    names: Vec<Name>,
    /// How many names there are, and how many of them the rule reads.
    count: i64,
    fitting: i64,
}

/// A part of a name, with what stands before it.
#[derive(Debug)]
struct Part {
    before: String,
    text: String,
    /// Each meaning: its word, what it is called, whether it is chosen.
    meanings: Vec<(&'static str, &'static str, bool)>,
}

/// What the rule reads in a name.
#[derive(Debug)]
struct Name {
    file: String,
    fits: bool,
    participant: String,
    week: String,
    date: String,
    stream: String,
}

/// What is asked in the address.
#[derive(Debug, Default)]
struct Asked {
    file: Option<usize>,
    is_fine: bool,
    /// What each part was said to be.
    meanings: Vec<Option<Meaning>>,
}

impl Asked {
    fn of(fields: &[(String, String)]) -> Self {
        let field = |name: &str| fields.iter().find(|(one, _)| one == name).map(|(_, text)| text);
        let said = fields.iter().filter(|(name, _)| name == "part");
        Self {
            file: field("file").and_then(|id| id.parse().ok()),
            is_fine: field("fine").is_some_and(|fine| fine == "1"),
            meanings: said.map(|(_, word)| meaning(word)).collect(),
        }
    }
}

fn meaning(word: &str) -> Option<Meaning> {
    MEANINGS.iter().find(|(one, ..)| *one == word).and_then(|(_, meaning, _)| *meaning)
}

/// Shows a name in its parts, and what the rule reads in the others.
pub(super) async fn show(
    desk: Desk,
    Path(of): Path<Of>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Answer {
    let look = desk.open.imports.find(of.job)?.ready()?;
    let read = desk.look(Station::Corpus, "Learn from a file name", |reader| {
        Ok((Streams::read(reader)?, participant::list(reader)?))
    });
    let (frame, (streams, people)) = read.await?;
    let asked = Asked::of(&asked);
    let items = named(&look);
    let Some(item) = example(&items, asked.file) else {
        return Err(Error::not_found("No file of this import has a name to learn from.")
            .hint("Chats and what was sent in them are named by the program that made them.")
            .into());
    };
    let name = stem(short(&item.file));
    let known: Vec<String> = people.iter().map(|one| one.name.clone()).collect();
    let parts = parts(name, &known, asked.is_fine, &asked.meanings);
    let rule = NameRule::learn(name, &joined(&parts));
    let names: Vec<&str> = items.iter().map(|item| short(&item.file)).collect();
    let fits = |name: &&&str| rule.as_ref().is_ok_and(|rule| rule.apply(name).is_some());
    let fitting = names.iter().filter(fits).count() as i64;
    // What the rule reads comes first.
    let mut shown = names.clone();
    shown.sort_by_key(|name| !fits(&name));
    let shown = shown.iter().take(MOST_NAMES);
    let who = |part: &str| match look.plan.participant_of(part) {
        Some(who) if known.contains(&who) => who,
        Some(who) => format!("{who}, new"),
        None => "nobody who takes part".to_owned(),
    };
    desk.page(&LearnPage {
        frame,
        job: of.job,
        files: files(&items, item.id),
        file: item.id,
        is_fine: asked.is_fine,
        parts: part_fields(name, &parts),
        trouble: rule.as_ref().err().map(ToString::to_string),
        names: shown.map(|name| read_by(rule.as_ref().ok(), name, &who, &streams)).collect(),
        rule: rule.ok().map(|rule| rule.to_string()),
        count: names.len() as i64,
        fitting,
    })
}

/// Takes a rule for this import and, where it is wished, for the study.
pub(super) async fn apply(desk: Desk, Path(of): Path<Of>, sent: Sent) -> Answer {
    let job = desk.open.imports.find(of.job)?;
    job.ready()?;
    let fields = fields(sent);
    let field =
        |name: &str| fields.iter().find(|(one, _)| one == name).map(|(_, text)| text.trim());
    let pattern = field("pattern").unwrap_or_default().to_owned();
    let mut wishes = job.wishes();
    if !wishes.name_rules.contains(&pattern) {
        wishes.name_rules.insert(0, pattern.clone());
    }
    let study = desk.study();
    let wishes = wait_for(move || begin::check(&study, &wishes).map(|()| wishes)).await?;
    let mut flash = Flash { said: format!("Read the names by {pattern}"), ..Flash::default() };
    let known = desk.read(name_rule::list).await?;
    let is_wished = field("keep").is_some();
    if is_wished && !known.iter().any(|rule| rule.pattern == pattern) {
        let acting = desk.acting();
        let done = wait_for(move || acting.perform(NameRuleAdd { pattern })).await?;
        flash = Flash { said: done.summary, notices: done.notices, undo: true };
    }
    if job.read_again(wishes) {
        work::read(&job, desk.study(), desk.key())?;
    }
    desk.app.sessions().say(&desk.session, flash);
    begin::wait_a_little(&job).await;
    Ok(page(&desk, of.job, ""))
}

/// The files whose names people gave: of chats a program did.
fn named(look: &Look) -> Vec<&Item> {
    look.plan.items.iter().filter(|item| !item.is_of_a_chat() && look.is_new(item.id)).collect()
}

/// The file that was chosen, else the first whose name has digits.
fn example<'i>(items: &[&'i Item], chosen: Option<usize>) -> Option<&'i Item> {
    let has_digits =
        |item: &&&Item| stem(short(&item.file)).contains(|sign: char| sign.is_ascii_digit());
    let chosen = chosen.and_then(|id| items.iter().find(|item| item.id == id));
    chosen.or_else(|| items.iter().find(has_digits)).or_else(|| items.first()).copied()
}

fn files(items: &[&Item], chosen: usize) -> Vec<(usize, String, bool)> {
    let chosen = |item: &&Item| item.id == chosen;
    let first = items.iter().take(MOST_NAMES);
    let beyond = items.iter().skip(MOST_NAMES).filter(|item| chosen(item));
    first.chain(beyond).map(|item| (item.id, short(&item.file).to_owned(), chosen(item))).collect()
}

/// A name in its parts: what was guessed to belong together is one part, unless it is cut finer.
fn parts(
    name: &str,
    known: &[String],
    is_fine: bool,
    said: &[Option<Meaning>],
) -> Vec<(Range<usize>, Option<Meaning>)> {
    let proposed = propose(name, known);
    let mut parts: Vec<(Range<usize>, Option<Meaning>)> = Vec::new();
    for run in runs(name) {
        let within =
            |(range, _): &&(Range<usize>, Meaning)| range.start < run.end && run.start < range.end;
        match proposed.iter().find(within) {
            Some((range, meaning)) if !is_fine => {
                if parts.last().is_none_or(|(last, _)| last != range) {
                    parts.push((range.clone(), Some(*meaning)));
                }
            }
            found => parts.push((run, found.map(|(_, meaning)| *meaning))),
        }
    }
    // What was said is of this name, cut in this way; else it says nothing.
    if said.len() == parts.len() {
        parts.iter_mut().zip(said).for_each(|((_, meaning), said)| *meaning = *said);
    }
    parts
}

/// Runs of digits and runs of letters, as ranges of bytes.
fn runs(name: &str) -> Vec<Range<usize>> {
    let kind = |sign: char| match sign {
        sign if sign.is_ascii_digit() => 1,
        sign if sign.is_alphanumeric() => 2,
        _ => 0,
    };
    let mut runs: Vec<(u8, Range<usize>)> = Vec::new();
    for (at, sign) in name.char_indices() {
        let (kind, end) = (kind(sign), at + sign.len_utf8());
        match runs.last_mut() {
            Some((last, run)) if *last == kind && run.end == at => run.end = end,
            _ if kind > 0 => runs.push((kind, at..end)),
            _ => {}
        }
    }
    runs.into_iter().map(|(_, run)| run).collect()
}

/// The parts with a meaning; neighbours that mean the same are one.
fn joined(parts: &[(Range<usize>, Option<Meaning>)]) -> Vec<(Range<usize>, Meaning)> {
    let mut joined: Vec<(Range<usize>, Meaning)> = Vec::new();
    let mut before = None;
    for (range, meaning) in parts {
        match (meaning, joined.last_mut()) {
            (Some(_), Some((last, _))) if before == *meaning => last.end = range.end,
            (Some(meaning), _) => joined.push((range.clone(), *meaning)),
            (None, _) => {}
        }
        before = *meaning;
    }
    joined
}

fn part_fields(name: &str, parts: &[(Range<usize>, Option<Meaning>)]) -> Vec<Part> {
    let mut at = 0;
    let field = |(range, chosen): &(Range<usize>, Option<Meaning>)| {
        let before = name.get(at..range.start).unwrap_or_default().to_owned();
        at = range.end;
        Part {
            before,
            text: name.get(range.clone()).unwrap_or_default().to_owned(),
            meanings: MEANINGS
                .iter()
                .map(|(word, meaning, called)| (*word, *called, meaning == chosen))
                .collect(),
        }
    };
    parts.iter().map(field).collect()
}

/// What a rule reads in a name, in words.
fn read_by(
    rule: Option<&NameRule>,
    name: &str,
    who: &dyn Fn(&str) -> String,
    streams: &Streams,
) -> Name {
    let read = rule.and_then(|rule| rule.apply(name));
    let fits = read.is_some();
    let read = read.unwrap_or_default();
    let who = read.participant.as_deref().map(who);
    let stream = read.stream.map(|word| match known_stream(&word) {
        Some(stream) => streams.label(stream),
        None => format!("“{word}”, which is no stream"),
    });
    Name {
        file: name.to_owned(),
        fits,
        participant: who.unwrap_or_default(),
        week: read.week.map(|week| week.to_string()).unwrap_or_default(),
        date: read.date.map(|date| words::day(&date.to_string())).unwrap_or_default(),
        stream: stream.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str, is_fine: bool) -> Vec<(&str, Option<Meaning>)> {
        let parts = parts(name, &[], is_fine, &[]);
        parts.into_iter().map(|(range, meaning)| (&name[range], meaning)).collect()
    }

    #[test]
    fn a_name_is_cut_where_its_parts_are_guessed() {
        let guessed = [
            ("P3", Some(Meaning::Participant)),
            ("wk", None),
            ("06", Some(Meaning::Week)),
            ("voice", Some(Meaning::Stream)),
        ];
        assert_eq!(texts("P3_wk06_voice", false), guessed);
        assert_eq!(
            texts("P3_wk06_voice", true)[..2],
            [("P", Some(Meaning::Participant)), ("3", Some(Meaning::Participant)),]
        );
    }

    #[test]
    fn neighbours_that_mean_the_same_are_one() {
        let name = "P3 2026-01-31";
        for is_fine in [false, true] {
            let rule = NameRule::learn(name, &joined(&parts(name, &[], is_fine, &[])));
            assert_eq!(rule.unwrap().to_string(), "{participant} {date}");
        }
    }

    #[test]
    fn what_is_said_goes_before_what_is_guessed() {
        let name = "Anna_06";
        let said = [Some(Meaning::Participant), Some(Meaning::Week)];
        let rule = NameRule::learn(name, &joined(&parts(name, &[], true, &said))).unwrap();
        assert_eq!(rule.apply("Bo_12.m4a").unwrap().week, Some(12));
        assert_eq!(parts(name, &[], true, &[None]), parts(name, &[], true, &[]));
    }
}
