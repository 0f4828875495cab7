//! Holding a document against itself before anything is changed.
//!
//! Ids are of one thing each, what is named is there, what must be unique is, nothing lies under
//! itself, and spans lie in their texts. What fails is said with its place; what is only odd is
//! answered as notices.

use std::collections::{HashMap, HashSet};

use super::document::Document;
use super::rows::{Placed, Rows, Spot, named};
use super::{attribute, unique, words};
use crate::corpus::stream;
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Table, Value};
use crate::study::tables;

/// Refuses a document that does not hold together; answers what is odd in it.
pub(super) fn check(document: &Document, rows: &Rows) -> Result<Vec<String>> {
    check_study(document)?;
    let things = Things::gather(document, rows)?;
    let mut uniques = unique::Uniques::default();
    for placed in &rows.all {
        let values = placed.row.values();
        things.check_references(placed, &values)?;
        uniques.check(placed, &values)?;
    }
    things.check_history(document)?;
    check_streams(document)?;
    check_circles(document)?;
    attribute::check(document)?;
    words::check(document)
}

fn check_study(document: &Document) -> Result<()> {
    let spot = Spot { section: "study", entry: 0 };
    if document.study.title.trim().is_empty() {
        return Err(spot.wrong("a study needs a title"));
    }
    if document.study.minimum_group < 1 {
        return Err(spot.wrong("the minimum group size is at least 1"));
    }
    if document.policy.len() > 1 {
        return Err(Spot { section: "policy", entry: 2 }.wrong("a study has at most one policy"));
    }
    let mut names = HashSet::new();
    for (person, entry) in document.people.iter().zip(1..) {
        let name = person.name.trim();
        if name.is_empty() || name != person.name || !names.insert(name) {
            let spot = Spot { section: "people", entry };
            return Err(spot.wrong("a person needs a name that nobody else in it has"));
        }
    }
    let mut digests = HashSet::new();
    for (media, entry) in document.media.iter().zip(1..) {
        let spot = Spot { section: "media", entry };
        if media.sha256.0.len() != 32 {
            return Err(spot.wrong("a SHA-256 has 64 hexadecimal digits"));
        }
        if !digests.insert(&media.sha256.0) {
            return Err(spot.wrong("a recording with these bytes is in it already"));
        }
    }
    Ok(())
}

/// Everything that has an id: what it is, and where it stands.
struct Things {
    known: HashMap<Id, (&'static str, Spot)>,
}

impl Things {
    fn gather(document: &Document, rows: &Rows) -> Result<Self> {
        let mut things = Self { known: HashMap::with_capacity(rows.all.len()) };
        for (person, entry) in document.people.iter().zip(1..) {
            things.add(person.id, "person", Spot { section: "people", entry })?;
        }
        for (media, entry) in document.media.iter().zip(1..) {
            things.add(media.id, "media", Spot { section: "media", entry })?;
        }
        for placed in &rows.all {
            things.add(placed.row.id(), placed.row.table().name, placed.spot)?;
        }
        Ok(things)
    }

    fn add(&mut self, id: Id, noun: &'static str, spot: Spot) -> Result<()> {
        match self.known.insert(id, (noun, spot)) {
            None => Ok(()),
            Some((_, first)) => {
                Err(spot.wrong(format_args!("the id {id} is there twice: it is also in {first}")))
            }
        }
    }

    fn is(&self, id: Id, noun: &str) -> bool {
        self.known.get(&id).is_some_and(|(known, _)| *known == noun)
    }

    fn check_references(&self, placed: &Placed, values: &[Value]) -> Result<()> {
        let table = placed.row.table();
        for (column, value) in table.columns.iter().zip(values) {
            if let (Some(noun), Some(id)) = (column.references, named(value))
                && !self.is(id, noun)
            {
                let what = format!("`{}` names the {} {id}", column.name, spoken(noun));
                return Err(placed
                    .spot
                    .wrong(format_args!("{what}, which is not in the document")));
            }
        }
        if table.name == "memo" { self.check_target(placed, table, values) } else { Ok(()) }
    }

    /// A memo names what it is about by noun and id.
    fn check_target(&self, placed: &Placed, table: &Table, values: &[Value]) -> Result<()> {
        let value = |name: &str| table.column(name).and_then(|at| values.get(at));
        let (Some(Value::Text(noun)), Some(target)) = (value("noun"), value("target")) else {
            return Ok(());
        };
        let Some(target) = named(target) else { return Ok(()) };
        if tables::by_name(noun).is_some() && self.is(target, noun) {
            return Ok(());
        }
        Err(placed.spot.wrong(format_args!(
            "it is about the {} {target}, which is not in the document",
            spoken(noun)
        )))
    }

    fn check_history(&self, document: &Document) -> Result<()> {
        let mut ids = HashSet::new();
        for (entry, at) in document.history.iter().zip(1..) {
            let spot = Spot { section: "history", entry: at };
            if !ids.insert(entry.id) {
                return Err(spot.wrong(format_args!("the id {} is there twice", entry.id)));
            }
            if !self.is(entry.person, "person") {
                let what = format!("`person` names the person {}", entry.person);
                return Err(spot.wrong(format_args!("{what}, which is not in the document")));
            }
        }
        Ok(())
    }
}

fn spoken(noun: &str) -> String {
    if noun == "media" { "recording".to_owned() } else { noun.replace('_', " ") }
}

/// Sources and expectations name their stream by its word; without a list, the usual streams are meant.
fn check_streams(document: &Document) -> Result<()> {
    let usual = stream::usual(0);
    let words: HashSet<&str> = if document.streams.is_empty() {
        usual.iter().map(|stream| stream.name.as_str()).collect()
    } else {
        document.streams.iter().map(|stream| stream.name.as_str()).collect()
    };
    let sources = document.sources.iter().zip(1..);
    let sources = sources.map(|(one, entry)| (&one.stream, Spot { section: "sources", entry }));
    let expected = document.expectations.iter().zip(1..);
    let expected =
        expected.map(|(one, entry)| (&one.stream, Spot { section: "expectations", entry }));
    for (stream, spot) in sources.chain(expected) {
        if !words.contains(stream.as_str()) {
            let what = format!("`stream` names “{stream}”");
            return Err(spot.wrong(format_args!("{what}, which is not among `streams`")));
        }
    }
    Ok(())
}

/// No code lies under itself and no condition needs itself, however far around.
fn check_circles(document: &Document) -> Result<()> {
    let codes: Vec<(Id, Vec<Id>)> =
        document.codes.iter().map(|code| (code.id, code.parent.into_iter().collect())).collect();
    if let Some(entry) = circle(&codes) {
        let spot = Spot { section: "codes", entry };
        return Err(spot.wrong("going up by `parent` from it never ends"));
    }
    let conditions: Vec<(Id, Vec<Id>)> =
        document.conditions.iter().map(|one| (one.id, one.needs.clone())).collect();
    if let Some(entry) = circle(&conditions) {
        let spot = Spot { section: "conditions", entry };
        return Err(spot.wrong("what it needs leads in a circle"));
    }
    Ok(())
}

/// The number of an entry from which the way along ids never ends.
fn circle(entries: &[(Id, Vec<Id>)]) -> Option<usize> {
    let places: HashMap<Id, usize> =
        entries.iter().enumerate().map(|(place, (id, _))| (*id, place)).collect();
    let onward = |place: usize| entries[place].1.iter().filter_map(|id| places.get(id).copied());
    // How many an entry leads to that are not yet known to end; taken off from the ends.
    let mut open: Vec<usize> = (0..entries.len()).map(|place| onward(place).count()).collect();
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    for place in 0..entries.len() {
        onward(place).for_each(|to| back[to].push(place));
    }
    let mut ends: Vec<usize> = (0..entries.len()).filter(|place| open[*place] == 0).collect();
    while let Some(end) = ends.pop() {
        for place in &back[end] {
            open[*place] -= 1;
            if open[*place] == 0 {
                ends.push(*place);
            }
        }
    }
    open.iter().position(|count| *count > 0).map(|place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_found_and_a_diamond_is_none() {
        let ids: Vec<Id> = (0..4).map(Id::new).collect();
        let way = |links: &[(usize, &[usize])]| -> Vec<(Id, Vec<Id>)> {
            let to = |places: &[usize]| places.iter().map(|place| ids[*place]).collect();
            links.iter().map(|(from, places)| (ids[*from], to(places))).collect()
        };
        assert_eq!(circle(&way(&[(0, &[1, 2]), (1, &[3]), (2, &[3]), (3, &[])])), None);
        assert_eq!(circle(&way(&[(0, &[]), (1, &[2]), (2, &[3]), (3, &[1])])), Some(2));
        assert_eq!(circle(&way(&[(0, &[0])])), Some(1));
    }
}
