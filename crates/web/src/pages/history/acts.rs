//! Acts: what was done together and is undone together, newest first, page by page.

use std::collections::HashSet;
use std::fmt::Write as _;

use trefoil_core::bind;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::{Reader, Value};
use trefoil_core::study::{self, State};

use super::said::{past, sentence};
use super::thing::{self, Thing};

/// How many acts a page holds.
pub(super) const PAGE: usize = 50;

/// How many entries of one act are told.
const TOLD: i64 = 200;

/// How many entries are looked at in one go while acts are gathered.
const STRIDE: usize = 2000;

/// Something that was done.
#[derive(Debug, Clone)]
pub(super) struct Act {
    /// When, in epoch milliseconds.
    pub(super) at: i64,
    /// What somebody did, in a sentence.
    pub(super) sentence: String,
    /// What was done besides, in the order it was done.
    pub(super) more: Vec<String>,
    /// How many entries it has in all.
    pub(super) entries: i64,
    /// How it stands.
    pub(super) state: State,
    /// Whether it is an undo or a redo itself.
    pub(super) walk: bool,
    /// Whether the person who looks did it.
    pub(super) mine: bool,
    /// Where it is seen.
    pub(super) thing: Option<Thing>,
}

impl Act {
    /// The day on which it was done, as this computer counts days.
    pub(super) fn day(&self) -> String {
        self.day_and_time().0
    }

    /// The time of that day.
    pub(super) fn time(&self) -> String {
        self.day_and_time().1
    }

    fn day_and_time(&self) -> (String, String) {
        let stamp = crate::words::stamp(&self.at);
        let (day, time) = stamp.rsplit_once(", ").unwrap_or((&stamp, ""));
        (day.to_owned(), time.to_owned())
    }

    /// How it stands, in words.
    pub(super) fn stands(&self) -> &'static str {
        match (self.state, self.walk) {
            (_, true) => "",
            (State::Done, _) => "done",
            (State::Undone, _) => "undone; can be done again",
            (State::Dropped, _) => "undone; later work took its place",
            (State::Fixed, _) => "cannot be undone",
        }
    }
}

/// Which acts are wanted.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    /// Of this person.
    pub(super) person: Option<Id>,
    /// That touched this noun.
    pub(super) noun: Option<String>,
    /// Older than this change.
    pub(super) before: Option<i64>,
}

/// Conditions on entries, with their values.
struct Clause {
    sql: String,
    values: Vec<Value>,
}

impl Clause {
    /// Ends a condition with the place of its value.
    fn and(&mut self, condition: &str, value: &[Value]) {
        self.values.extend_from_slice(value);
        let _ = write!(self.sql, " AND {condition} ${}", self.values.len());
    }
}

impl Wanted {
    fn clause(&self) -> Clause {
        let mut clause = Clause { sql: "WHERE 1 = 1".to_owned(), values: Vec::new() };
        if let Some(person) = self.person {
            clause.and("h.person =", bind![person]);
        }
        if let Some(noun) = &self.noun {
            clause.and("',' || h.nouns || ',' LIKE", bind![format!("%,{noun},%")]);
        }
        clause
    }
}

/// A page of acts, and the change number from which older ones go on.
pub(super) fn page(
    reader: &Reader<'_>,
    wanted: &Wanted,
    me: &str,
) -> Result<(Vec<Act>, Option<i64>)> {
    let found = gather(reader, wanted)?;
    let older = (found.len() > PAGE).then(|| found[PAGE - 1].1);
    let acts = found.into_iter().take(PAGE).map(|(act, _)| tell(reader, act, me));
    Ok((acts.collect::<Result<_>>()?, older))
}

/// The acts with the change numbers of their last entries, newest first; one more than a page.
fn gather(reader: &Reader<'_>, wanted: &Wanted) -> Result<Vec<(Id, i64)>> {
    let mut from = wanted.before.unwrap_or(i64::MAX);
    let (mut seen, mut found): (HashSet<Id>, Vec<(Id, i64)>) = (HashSet::new(), Vec::new());
    loop {
        let mut clause = wanted.clause();
        clause.and("h.number <", bind![from]);
        let sql = format!(
            "SELECT h.number, h.act FROM history h {} ORDER BY h.number DESC LIMIT {STRIDE}",
            clause.sql
        );
        let rows = reader.query(&sql, &clause.values)?;
        for row in &rows {
            let act: Id = row.get(1)?;
            // A change belongs to one act, so nothing is missed where a stride ends within one.
            from = row.get(0)?;
            if seen.insert(act) && !told_before(reader, wanted, act)? {
                found.push((act, from));
            }
            if found.len() > PAGE {
                return Ok(found);
            }
        }
        if rows.len() < STRIDE {
            return Ok(found);
        }
    }
}

/// Whether an act goes on in newer changes, so that an earlier page told it.
fn told_before(reader: &Reader<'_>, wanted: &Wanted, act: Id) -> Result<bool> {
    let Some(before) = wanted.before else { return Ok(false) };
    let mut clause = wanted.clause();
    clause.and("h.number >=", bind![before]);
    clause.and("h.act =", bind![act]);
    let sql = format!("SELECT COUNT(*) FROM history h {}", clause.sql);
    Ok(reader.number(&sql, &clause.values)? > 0)
}

fn tell(reader: &Reader<'_>, act: Id, me: &str) -> Result<Act> {
    let rows = reader.query(
        "SELECT h.id, h.at, p.name, h.operation, h.summary, h.state FROM history h \
         JOIN person p ON p.id = h.person WHERE h.act = $1 ORDER BY h.number, h.position LIMIT $2",
        bind![act, TOLD],
    )?;
    let entries = reader.number("SELECT COUNT(*) FROM history WHERE act = $1", bind![act])?;
    let mut told = Act {
        at: 0,
        sentence: String::new(),
        more: Vec::new(),
        entries,
        state: State::Fixed,
        walk: false,
        mine: false,
        thing: None,
    };
    for (at, row) in rows.iter().enumerate() {
        told.at = row.get(1)?;
        let summary: String = row.get(4)?;
        if at > 0 {
            told.more.push(past(&summary));
            continue;
        }
        let (entry, person, operation): (Id, String, String) =
            (row.get(0)?, row.get(2)?, row.get(3)?);
        told.state = row.get(5)?;
        told.walk = operation == "undo" || operation == "redo";
        told.mine = person == me;
        told.sentence = sentence(&person, me, &summary);
        told.thing = if told.walk { None } else { thing::of(reader, entry)? };
    }
    Ok(told)
}

/// What happened lately, and when: at most `most` acts from the last entries.
pub(crate) fn latest(reader: &Reader<'_>, most: usize, me: &str) -> Result<Vec<(i64, String)>> {
    /// How many entries are looked at.
    const LATELY: i64 = 60;
    let mut acts: Vec<study::Entry> = Vec::new();
    for entry in study::history(reader, LATELY)? {
        if acts.len() < most && acts.iter().all(|known| known.act != entry.act) {
            acts.push(entry);
        }
    }
    let told = |entry: study::Entry| {
        Ok((entry.at, sentence(&entry.person, me, &summary(reader, entry.act)?)))
    };
    acts.into_iter().map(told).collect()
}

/// What a person would undo (`Done`) or do again (`Undone`) next.
pub(crate) fn next(reader: &Reader<'_>, me: &str, state: State) -> Result<Option<String>> {
    let order = match state {
        // What was undone last is done again first.
        State::Undone => "GROUP BY act ORDER BY MAX(number), MAX(position)",
        _ => "ORDER BY number DESC, position DESC",
    };
    let sql = format!(
        "SELECT act FROM history WHERE person = (SELECT id FROM person WHERE name = $1) \
         AND state = $2 {order} LIMIT 1"
    );
    let Some(row) = reader.query(&sql, bind![me, state])?.pop() else { return Ok(None) };
    Ok(Some(past(&summary(reader, row.get(0)?)?)))
}

/// What an act was, in a line: an import by what came in, anything else by its first entry.
fn summary(reader: &Reader<'_>, act: Id) -> Result<String> {
    let of = "FROM history WHERE act = $1";
    let entries = reader.number(&format!("SELECT COUNT(*) {of}"), bind![act])?;
    let sources = "AND operation = 'source.add'";
    let came_in = reader.number(&format!("SELECT COUNT(*) {of} {sources}"), bind![act])?;
    if came_in > 1 {
        return Ok(format!("Imported {}", crate::words::counted(&came_in, "source", "sources")));
    }
    // A participant may have been added along with the source.
    let which = if came_in == 1 { sources } else { "" };
    let sql = format!("SELECT summary {of} {which} ORDER BY number, position LIMIT 1");
    let first = reader.query(&sql, bind![act])?.pop();
    let words: String = first.map(|row| row.get(0)).transpose()?.unwrap_or_default();
    Ok(if entries > 1 { format!("{words}, and {} more", entries - 1) } else { words })
}
