//! `trefoil redact`: finding what points to people in texts, and deciding about it.

use std::collections::BTreeSet;

use clap::{Args, Subcommand};
use serde::Serialize;
use trefoil_core::care::pseudonym::{self, Level};
use trefoil_core::care::redaction::{
    self, Decision, InSource, Kept, Known, Open as Found, Place, Queue, Redaction, RedactionApply,
    RedactionRefuse, RedactionRemove, RedactionSet, Rule,
};
use trefoil_core::clock::moment;
use trefoil_core::corpus::source::Source;
use trefoil_core::error::{Error, Result as CoreResult};
use trefoil_core::explore::search::Texts;
use trefoil_core::id::Id;
use trefoil_core::reference::{self, short};
use trefoil_core::storage::Reader;
use trefoil_core::transcript::Revision;

use crate::args::At;
use crate::ask;
use crate::desk::{Desk, Open};
use crate::exit::{Failure, Result};
use crate::output::{Page, Table, brief, counted};

/// What points to people in texts: found by rules, decided by you.
#[derive(Debug, Args)]
#[command(
    after_help = "A finder misses things: read the text before it leaves the study.\nNames of \
    a sealed key are found with its passphrase in TREFOIL_KEY_PASSPHRASE."
)]
pub(crate) struct Redact {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List what was found and nobody decided about
    Find(Which),
    /// List what was decided
    List {
        /// The source's name or file name; all sources when absent
        source: Option<String>,
    },
    /// Replace words: in the text, or where words leave the study
    Apply {
        #[command(flatten)]
        place: Where,
        /// From which level on: direct (in the text itself), indirect or public
        #[arg(long, value_name = "LEVEL")]
        level: Option<Level>,
        /// What stands in their place
        #[arg(long, value_name = "TEXT")]
        with: Option<String>,
    },
    /// Decide that words point at nobody and stay
    Refuse {
        #[command(flatten)]
        place: Where,
    },
    /// Change what stands in a place, or from which level on
    #[command(group = clap::ArgGroup::new("new").required(true).multiple(true).args(["level", "with"]))]
    Set {
        /// The decision's id, or a piece of it
        decision: String,
        /// The level; direct replaces it in the text now
        #[arg(long, value_name = "LEVEL")]
        level: Option<Level>,
        /// What stands in its place
        #[arg(long, value_name = "TEXT")]
        with: Option<String>,
    },
    /// Take a decision back that has not changed the text
    Remove {
        /// The decision's id, or a piece of it
        decision: String,
    },
}

#[derive(Debug, Args)]
struct Which {
    /// Names or file names of sources; all when absent
    sources: Vec<String>,
    /// Only what this rule found, such as phone; may be given several times
    #[arg(long, value_name = "RULE")]
    rule: Vec<Rule>,
}

/// Words in one source, or all finds of a rule.
#[derive(Debug, Clone, Args)]
struct Where {
    /// The source's name or file name; with --all, only its finds
    #[arg(required_unless_present = "all")]
    source: Option<String>,
    /// The exact words
    #[arg(long, value_name = "WORDS", required_unless_present = "all")]
    text: Option<String>,
    /// Which one, from 1, when the words stand more than once
    #[arg(long, value_name = "NUMBER", requires = "text")]
    occurrence: Option<usize>,
    /// All that this rule found and nobody decided about; asks first
    #[arg(long, value_name = "RULE", conflicts_with = "text")]
    all: Option<Rule>,
    /// The same words wherever else they stand, and in later imports
    #[arg(long)]
    everywhere: bool,
}

pub(crate) fn run(command: Redact, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::Find(which) => find(&open, which),
        Verb::List { source } => open.answer(
            move |reader| decided(reader, source.as_deref()),
            |all, page| {
                tell_decided(all, page);
            },
        ),
        Verb::Apply { place, level, with } => apply(&open, place, level, with.as_deref()),
        Verb::Refuse { place } => refuse(&open, place),
        Verb::Set { decision, level, with } => open.act(move |reader| {
            let redaction = reference::row::<Redaction>(reader, &decision)?;
            Ok(RedactionSet { redaction, level, replacement: with })
        }),
        Verb::Remove { decision } => open.act(move |reader| {
            Ok(RedactionRemove { redaction: reference::row::<Redaction>(reader, &decision)? })
        }),
    }
}

/// The open finds of some sources.
fn look(open: &Open<'_>, sources: Vec<String>) -> Result<Queue> {
    let key = open.key();
    open.read(move |reader| {
        let sources = sources.iter().map(|text| reference::source(reader, text));
        let sources = sources.collect::<CoreResult<Vec<Id>>>()?;
        let hasher = pseudonym::hasher(reader, key.as_ref())?;
        let known = Known::read(reader, hasher)?.with_names(reader, key.as_ref())?;
        redaction::queue_in(reader, &Texts::load(reader)?, &known, &sources)
    })
}

fn find(open: &Open<'_>, which: Which) -> Result {
    let mut queue = look(open, which.sources)?;
    let rules: BTreeSet<Rule> = which.rule.into_iter().collect();
    if !rules.is_empty() {
        for one in &mut queue.sources {
            one.finds.retain(|found| rules.contains(&found.find.rule));
        }
        queue.by_rule.retain(|rule, _| rules.contains(rule));
        queue.open = queue.by_rule.values().sum();
    }
    open.print(&queue, tell_found)?;
    if !queue.recognises && open.read(pseudonym::needs_passphrase)? {
        open.manner.note("The key is sealed, so names that it knows were not looked for.");
    }
    if queue.open == 0 { Err(Failure::Said(crate::exit::Code::No)) } else { Ok(()) }
}

fn tell_found(queue: &Queue, page: &mut Page) {
    for one in queue.sources.iter().filter(|one| !one.finds.is_empty()) {
        page.heading(format!(
            "{} ({})",
            one.name,
            counted(one.finds.len() as i64, "find", "finds")
        ));
        for found in &one.finds {
            let before: String = found.before.chars().rev().take(30).collect();
            let before: String = before.chars().rev().collect();
            page.line(format!(
                "  {:<16} {}»{}«{}  → [{}] {}{}",
                found.find.rule.word(),
                brief(&before, 30),
                found.words,
                brief(&found.after, 30),
                found.find.replacement,
                found.find.level,
                if found.alike > 0 { format!(", {} more", found.alike) } else { String::new() },
            ));
        }
    }
    page.gap();
    if queue.open == 0 {
        page.line("Nothing is open. A finder misses things: read the text all the same.");
        return;
    }
    let mut table = Table::new(&["Rule", "#Open", "What it finds"]);
    for (rule, count) in &queue.by_rule {
        table.row([rule.word().to_owned(), count.to_string(), rule.words().to_owned()]);
    }
    page.table(&table, "");
}

/// One decision, as it is listed; never with the words that stood there.
#[derive(Debug, Serialize)]
struct Listed {
    id: Id,
    source: Id,
    source_name: String,
    start: i64,
    end: i64,
    rule: String,
    level: Level,
    replacement: String,
    state: Decision,
    at: i64,
}

fn decided(reader: &Reader<'_>, source: Option<&str>) -> CoreResult<Vec<Listed>> {
    let rows: Vec<Redaction> = match source {
        Some(source) => {
            let source = reference::source(reader, source)?;
            reader.list("WHERE source = $1 ORDER BY \"start\", id", trefoil_core::bind![source])?
        }
        None => reader.list("ORDER BY source, \"start\", id", &[])?,
    };
    let listed = rows.into_iter().map(|row| {
        Ok(Listed {
            id: row.id,
            source: row.source,
            source_name: reader.get::<Source>(row.source)?.name,
            start: row.start,
            end: row.end,
            rule: row.rule,
            level: row.level,
            replacement: row.replacement,
            state: row.state,
            at: row.at,
        })
    });
    listed.collect()
}

fn tell_decided(all: &[Listed], page: &mut Page) {
    let mut table =
        Table::new(&["Source", "#Place", "State", "Level", "Replacement", "When", "Id"]);
    for one in all {
        let refused = one.state == Decision::Refused;
        table.row([
            brief(&one.source_name, 30),
            one.start.to_string(),
            one.state.word().to_owned(),
            if refused { String::new() } else { one.level.word().to_owned() },
            if refused { String::new() } else { format!("[{}]", brief(&one.replacement, 40)) },
            moment(one.at),
            short(one.id),
        ]);
    }
    page.table(&table, "Nothing was decided yet.");
}

fn apply(open: &Open<'_>, at: Where, level: Option<Level>, with: Option<&str>) -> Result {
    let everywhere = at.everywhere;
    let places = chosen(open, at, "replaced")?;
    let places = places.into_iter().map(|(source, found)| Place {
        source: source.0,
        revision: source.1,
        start: found.find.span.start,
        end: found.find.span.end,
        rule: found.find.rule,
        kind: Some(found.find.kind),
        level: level.unwrap_or(found.find.level),
        replacement: with.map_or(found.find.replacement, str::to_owned),
    });
    let places: Vec<Place> = places.collect();
    open.act(move |_| Ok(RedactionApply { places, everywhere }))
}

fn refuse(open: &Open<'_>, at: Where) -> Result {
    let everywhere = at.everywhere;
    let places = chosen(open, at, "kept as they are")?;
    let places = places.into_iter().map(|(source, found)| Kept {
        source: source.0,
        revision: source.1,
        start: found.find.span.start,
        end: found.find.span.end,
        rule: found.find.rule,
    });
    let places: Vec<Kept> = places.collect();
    open.act(move |_| Ok(RedactionRefuse { places, everywhere }))
}

/// A source and its revision, with a find in it.
type Chosen = ((Id, Id), Found);

/// The places that were named: words in one source, or all open finds of a rule.
fn chosen(open: &Open<'_>, at: Where, what: &str) -> Result<Vec<Chosen>> {
    let Some(rule) = at.all else {
        return Ok(vec![words(open, at)?]);
    };
    let queue = look(open, at.source.into_iter().collect())?;
    let of_rule = |one: InSource| {
        let place = (one.source, one.revision);
        one.finds.into_iter().filter(move |found| found.find.rule == rule).map(move |f| (place, f))
    };
    let all: Vec<Chosen> = queue.sources.into_iter().flat_map(of_rule).collect();
    if all.is_empty() {
        let message = format!("Nothing is open that the rule {rule} found.");
        return Err(Failure::Refused(Error::not_found(message)));
    }
    let finds = counted(all.len() as i64, "find", "finds");
    ask::agree(&format!("{finds} of the rule {rule} will be {what}."), open.manner.yes)?;
    Ok(all)
}

/// The words that were typed, as the find that they are or as marked by hand.
fn words(open: &Open<'_>, at: Where) -> Result<Chosen> {
    let name = at.source.clone().unwrap_or_default();
    let queue = look(open, vec![name.clone()])?;
    let typed = at.text.unwrap_or_default();
    let occurrence = at.occurrence;
    let ((source, revision), span) = open.read(move |reader| {
        let source: Source = reader.get(reference::source(reader, &name)?)?;
        let revision = source
            .revision
            .ok_or_else(|| Error::conflict(format!("“{}” has no text.", source.name)))?;
        let text = reader.get::<Revision>(revision)?.text;
        let places: Vec<usize> = text.match_indices(&typed).map(|(byte, _)| byte).collect();
        let byte = match (occurrence, &places[..]) {
            (_, []) => {
                let message = format!("These words do not stand in “{}”.", source.name);
                return Err(Error::not_found(message));
            }
            (None, [one]) => *one,
            (None, many) => {
                let message = format!("These words stand {} times there.", many.len());
                return Err(Error::conflict(message).hint(
                    "Say which with `--occurrence NUMBER`, or all with `--everywhere` beside it.",
                ));
            }
            (Some(number), many) => {
                *number.checked_sub(1).and_then(|at| many.get(at)).ok_or_else(|| {
                    Error::not_found(format!("They stand {} times there.", many.len()))
                })?
            }
        };
        let start = text[..byte].chars().count() as i64;
        let span = trefoil_core::span::Span::new(start, start + typed.chars().count() as i64);
        Ok(((source.id, revision), span))
    })?;
    let mut finds = queue.sources.into_iter().flat_map(|one| one.finds);
    let found = finds.find(|found| found.find.span == span).unwrap_or_else(|| by_hand(span));
    Ok(((source, revision), found))
}

/// Words that no rule found.
fn by_hand(span: trefoil_core::span::Span) -> Found {
    Found {
        find: redaction::Find {
            span,
            rule: Rule::ByHand,
            kind: pseudonym::NameKind::Other,
            level: Level::Direct,
            replacement: "removed".to_owned(),
            confidence: redaction::Confidence::Certain,
        },
        words: String::new(),
        before: String::new(),
        after: String::new(),
        alike: 0,
    }
}
