//! The trace: from anything to what it rests on, and from anything to what it bears on.
//!
//! The way is participant → source → passage → coding → code → theme → condition → sentence, with
//! passages also gathered by themes directly, cited by sentences or given as evidence, and actions
//! at the end. [`trace`] walks it in both directions from any of them. A passage in a recording
//! says the second at which it is heard.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::bind;
use crate::clock::weeks_between;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::Reader;
use crate::study::tables;
use crate::transcript::{Segment, landmark};

/// One thing on the way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// Its noun.
    pub noun: &'static str,
    /// Its id.
    pub id: Id,
    /// Its name, or its words.
    pub name: String,
    /// What else one wants to know of it there: area, state, source, week, time in the recording.
    pub detail: String,
    /// For a passage in a recording: when it is heard, in milliseconds.
    pub at_ms: Option<i64>,
}

/// One step of the way: what rests on what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Step {
    /// What is rested on: nearer to the recording.
    pub from: Id,
    /// What rests on it: nearer to the report.
    pub to: Id,
}

/// Everything on the way through one thing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trace {
    /// The thing itself.
    pub of: Node,
    /// What it rests on, nearest first.
    pub rests_on: Vec<Node>,
    /// What rests on it, nearest first.
    pub bears_on: Vec<Node>,
    /// How they hang together.
    pub steps: Vec<Step>,
}

/// One kind of step: which nouns, and the ids on the other side of the id `$1`.
struct Edge {
    from: &'static str,
    to: &'static str,
    forward: &'static str,
    backward: &'static str,
}

const EDGES: &[Edge] = &[
    Edge {
        from: "participant",
        to: "source",
        forward: "SELECT source FROM source_participant WHERE participant = $1 ORDER BY source",
        backward: "SELECT participant FROM source_participant WHERE source = $1 ORDER BY participant",
    },
    Edge {
        from: "source",
        to: "passage",
        forward: "SELECT id FROM passage WHERE source = $1 ORDER BY \"start\", \"end\", id",
        backward: "SELECT source FROM passage WHERE id = $1",
    },
    Edge {
        from: "segment",
        to: "passage",
        forward: "SELECT p.id FROM segment s JOIN passage p ON p.source = s.source \
                  AND p.\"start\" < s.\"end\" AND p.\"end\" > s.\"start\" WHERE s.id = $1 \
                  ORDER BY p.\"start\", p.id",
        // A passage goes straight to its source; the segment shows as the time.
        backward: "",
    },
    Edge {
        from: "source",
        to: "segment",
        forward: "",
        backward: "SELECT source FROM segment WHERE id = $1",
    },
    Edge {
        from: "passage",
        to: "coding",
        forward: "SELECT id FROM coding WHERE passage = $1 ORDER BY at, id",
        backward: "SELECT passage FROM coding WHERE id = $1",
    },
    Edge {
        from: "coding",
        to: "code",
        forward: "SELECT code FROM coding WHERE id = $1",
        backward: "SELECT id FROM coding WHERE code = $1 ORDER BY at, id",
    },
    Edge {
        from: "code",
        to: "theme",
        forward: "WITH RECURSIVE above (id, parent) AS (SELECT id, parent FROM code WHERE id = $1 \
                  UNION SELECT c.id, c.parent FROM code c JOIN above a ON c.id = a.parent) \
                  SELECT DISTINCT tc.theme FROM theme_code tc JOIN above a ON a.id = tc.code \
                  ORDER BY tc.theme",
        backward: "WITH RECURSIVE below (id) AS (SELECT code FROM theme_code WHERE theme = $1 \
                   UNION SELECT c.id FROM code c JOIN below b ON c.parent = b.id) \
                   SELECT id FROM below ORDER BY id",
    },
    Edge {
        from: "passage",
        to: "theme",
        forward: "SELECT theme FROM theme_passage WHERE passage = $1 ORDER BY theme",
        backward: "SELECT passage FROM theme_passage WHERE theme = $1 ORDER BY passage",
    },
    Edge {
        from: "passage",
        to: "evidence",
        forward: "SELECT id FROM evidence WHERE passage = $1 ORDER BY id",
        backward: "SELECT passage FROM evidence WHERE id = $1 AND passage IS NOT NULL",
    },
    Edge {
        from: "evidence",
        to: "condition",
        forward: "SELECT condition FROM evidence WHERE id = $1",
        backward: "SELECT id FROM evidence WHERE condition = $1 ORDER BY id",
    },
    Edge {
        from: "theme",
        to: "condition",
        forward: "SELECT condition FROM condition_theme WHERE theme = $1 ORDER BY condition",
        backward: "SELECT theme FROM condition_theme WHERE condition = $1 ORDER BY theme",
    },
    Edge {
        from: "theme",
        to: "action",
        forward: "SELECT id FROM action WHERE theme = $1 ORDER BY id",
        backward: "SELECT theme FROM action WHERE id = $1 AND theme IS NOT NULL",
    },
    Edge {
        from: "condition",
        to: "action",
        forward: "SELECT id FROM action WHERE condition = $1 ORDER BY id",
        backward: "SELECT condition FROM action WHERE id = $1 AND condition IS NOT NULL",
    },
    Edge {
        from: "passage",
        to: "sentence",
        forward: "SELECT sentence FROM sentence_citation WHERE passage = $1 ORDER BY sentence",
        backward: "SELECT passage FROM sentence_citation WHERE sentence = $1 \
                   AND passage IS NOT NULL ORDER BY position",
    },
    Edge {
        from: "theme",
        to: "sentence",
        forward: "SELECT sentence FROM sentence_citation WHERE theme = $1 ORDER BY sentence",
        backward: "SELECT theme FROM sentence_citation WHERE sentence = $1 \
                   AND theme IS NOT NULL ORDER BY position",
    },
    Edge {
        from: "condition",
        to: "sentence",
        forward: "SELECT sentence FROM sentence_citation WHERE condition = $1 ORDER BY sentence",
        backward: "SELECT condition FROM sentence_citation WHERE sentence = $1 \
                   AND condition IS NOT NULL ORDER BY position",
    },
];

/// Nouns that are part of another one: they are traced as that.
const PARTS: &[(&str, &str, &str)] = &[
    ("indicator", "condition", "SELECT condition FROM indicator WHERE id = $1"),
    ("condition_state", "condition", "SELECT condition FROM condition_state WHERE id = $1"),
    ("condition_guidance", "condition", "SELECT condition FROM condition_guidance WHERE id = $1"),
    ("condition_theme", "condition", "SELECT condition FROM condition_theme WHERE id = $1"),
    ("condition_need", "condition", "SELECT condition FROM condition_need WHERE id = $1"),
    ("placement", "theme", "SELECT theme FROM placement WHERE id = $1"),
    ("theme_code", "theme", "SELECT theme FROM theme_code WHERE id = $1"),
    ("theme_passage", "passage", "SELECT passage FROM theme_passage WHERE id = $1"),
    ("sentence_citation", "sentence", "SELECT sentence FROM sentence_citation WHERE id = $1"),
    ("speaker", "source", "SELECT source FROM speaker WHERE id = $1"),
    ("revision", "source", "SELECT source FROM revision WHERE id = $1"),
    ("source_participant", "source", "SELECT source FROM source_participant WHERE id = $1"),
];

/// Walks the way through one thing in both directions.
///
/// Errors: nothing has this id; it is not on the way (a round, a person, the record).
pub fn trace(reader: &Reader<'_>, id: Id) -> Result<Trace> {
    let (noun, id) = station(reader, id)?;
    let mut steps = Vec::new();
    let back = walk(reader, (noun, id), false, &mut steps)?;
    let ahead = walk(reader, (noun, id), true, &mut steps)?;
    let mut teller = Teller { reader, started: HashMap::new() };
    Ok(Trace {
        of: teller.tell(noun, id)?,
        rests_on: teller.tell_all(&back)?,
        bears_on: teller.tell_all(&ahead)?,
        steps,
    })
}

/// The thing on the way that an id stands for.
fn station(reader: &Reader<'_>, id: Id) -> Result<(&'static str, Id)> {
    let media = "SELECT id FROM source WHERE media = $1 ORDER BY id LIMIT 1";
    if let Some(row) = reader.query(media, bind![id])?.first() {
        return Ok(("source", row.get(0)?));
    }
    let table = tables::holding(reader, id)?
        .ok_or_else(|| Error::not_found(format!("Nothing in this study has the id {id}.")))?;
    if table.name == "memo" {
        let row = reader.query("SELECT target FROM memo WHERE id = $1", bind![id])?;
        let target: Id =
            row.first().ok_or_else(|| Error::not_found("The memo is gone."))?.get(0)?;
        return if target == id { Err(off_the_way("memo")) } else { station(reader, target) };
    }
    if let Some((_, noun, sql)) = PARTS.iter().find(|(part, _, _)| *part == table.name) {
        let rows = reader.query(sql, bind![id])?;
        return Ok((noun, rows.first().ok_or_else(|| off_the_way(table.name))?.get(0)?));
    }
    let on_the_way = EDGES.iter().any(|edge| edge.from == table.name || edge.to == table.name);
    if on_the_way { Ok((table.name, id)) } else { Err(off_the_way(table.name)) }
}

fn off_the_way(noun: &str) -> Error {
    Error::conflict(format!(
        "A {} does not lie on the way from recording to report, so there is nothing to trace.",
        noun.replace('_', " ")
    ))
}

/// Everything that can be reached in one direction, nearest first.
fn walk(
    reader: &Reader<'_>,
    start: (&'static str, Id),
    forward: bool,
    steps: &mut Vec<Step>,
) -> Result<Vec<(&'static str, Id)>> {
    let mut seen = HashSet::from([start.1]);
    let mut order = vec![start];
    let mut taken: HashSet<Step> = HashSet::new();
    let mut at = 0;
    while let Some(&(noun, id)) = order.get(at) {
        at += 1;
        for edge in EDGES {
            let (here, there, sql) = if forward {
                (edge.from, edge.to, edge.forward)
            } else {
                (edge.to, edge.from, edge.backward)
            };
            if here != noun || sql.is_empty() {
                continue;
            }
            for row in reader.query(sql, bind![id])? {
                let other: Id = row.get(0)?;
                let step = if forward {
                    Step { from: id, to: other }
                } else {
                    Step { from: other, to: id }
                };
                if taken.insert(step) {
                    steps.push(step);
                }
                if seen.insert(other) {
                    order.push((there, other));
                }
            }
        }
    }
    order.remove(0);
    Ok(order)
}

/// A source's name and date, and its participants with their starts.
type Whereabouts = (String, Option<String>, Vec<(String, Option<String>)>);

/// Finds names and details, and remembers when participants started.
struct Teller<'r, 'c> {
    reader: &'r Reader<'c>,
    started: HashMap<Id, Whereabouts>,
}

impl Teller<'_, '_> {
    fn tell_all(&mut self, nodes: &[(&'static str, Id)]) -> Result<Vec<Node>> {
        nodes.iter().map(|(noun, id)| self.tell(noun, *id)).collect()
    }

    fn tell(&mut self, noun: &'static str, id: Id) -> Result<Node> {
        let sql = match noun {
            "passage" => return self.tell_passage(id),
            "participant" => "SELECT name, note FROM participant WHERE id = $1",
            "source" => return self.tell_source(id),
            "segment" => return self.tell_segment(id),
            "coding" => {
                "SELECT c.name, 'by ' || w.name FROM coding k JOIN code c ON c.id = k.code \
                 JOIN person w ON w.id = k.coder WHERE k.id = $1"
            }
            "code" => "SELECT name, definition FROM code WHERE id = $1",
            "theme" => {
                "SELECT t.name, COALESCE((SELECT p.area FROM placement p WHERE p.theme = t.id \
                 ORDER BY p.number DESC LIMIT 1), 'unplaced') FROM theme t WHERE t.id = $1"
            }
            "condition" => {
                "SELECT 'C' || CAST(c.position AS TEXT) || ' ' || c.name, COALESCE((SELECT s.state \
                 FROM condition_state s WHERE s.condition = c.id ORDER BY s.number DESC LIMIT 1), \
                 'not_started') FROM condition c WHERE c.id = $1"
            }
            "evidence" => "SELECT text, COALESCE(date, '') FROM evidence WHERE id = $1",
            "action" => "SELECT text, owner FROM action WHERE id = $1",
            "sentence" => "SELECT text, section FROM sentence WHERE id = $1",
            other => return Err(off_the_way(other)),
        };
        let rows = self.reader.query(sql, bind![id])?;
        let row = rows.first().ok_or_else(|| {
            Error::damaged(format!("A {noun} with the id {id} is named, but is not there."))
        })?;
        let (name, detail): (String, String) = (row.get(0)?, row.get(1)?);
        let detail = match noun {
            "theme" => detail.parse::<crate::theme::Area>()?.label().to_owned(),
            "condition" => detail.parse::<crate::condition::Standing>()?.label().to_owned(),
            _ => detail,
        };
        Ok(Node { noun, id, name, detail, at_ms: None })
    }

    /// A source's name and date, and its participants with their starts.
    fn source(&mut self, id: Id) -> Result<&Whereabouts> {
        if !self.started.contains_key(&id) {
            let rows =
                self.reader.query("SELECT name, date FROM source WHERE id = $1", bind![id])?;
            let row = rows.first().ok_or_else(|| Error::damaged("A source is missing."))?;
            let people = self.reader.query(
                "SELECT p.name, p.started_on FROM source_participant sp \
                 JOIN participant p ON p.id = sp.participant WHERE sp.source = $1 ORDER BY p.name",
                bind![id],
            )?;
            let people =
                people.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_>>()?;
            self.started.insert(id, (row.get(0)?, row.get(1)?, people));
        }
        Ok(&self.started[&id])
    }

    fn whereabouts(&mut self, id: Id) -> Result<Vec<String>> {
        let (_, date, people) = self.source(id)?;
        let mut parts: Vec<String> = Vec::new();
        for (name, started) in people {
            let week =
                started.as_deref().zip(date.as_deref()).and_then(|(s, d)| weeks_between(s, d));
            parts.push(week.map_or_else(|| name.clone(), |week| format!("{name}, week {week}")));
        }
        if let Some(date) = date.as_deref().and_then(|date| date.get(..10)) {
            parts.push(date.to_owned());
        }
        Ok(parts)
    }

    fn tell_source(&mut self, id: Id) -> Result<Node> {
        let name = self.source(id)?.0.clone();
        let sql = "SELECT st.label, s.duration_ms FROM source s JOIN stream st \
                   ON st.name = s.stream WHERE s.id = $1";
        let rows = self.reader.query(sql, bind![id])?;
        let row = rows.first().ok_or_else(|| Error::damaged("A source is missing."))?;
        let mut parts: Vec<String> = vec![row.get(0)?];
        parts.extend(self.whereabouts(id)?);
        if let Some(length) = row.get::<Option<i64>>(1)? {
            parts.push(format!("{} of recording", clock_time(length)));
        }
        Ok(Node { noun: "source", id, name, detail: parts.join(" · "), at_ms: None })
    }

    fn tell_passage(&mut self, id: Id) -> Result<Node> {
        let passage: crate::coding::Passage = self.reader.get(id)?;
        let called = crate::coding::called(self.reader, id)?;
        let at_ms = if passage.is_words() {
            heard_at(self.reader, passage.source, passage.start)?
        } else {
            passage.begin_ms
        };
        let mut parts = vec![self.source(passage.source)?.0.clone()];
        parts.extend(self.whereabouts(passage.source)?);
        if passage.is_words() {
            let landmarks = landmark::list(self.reader, passage.source)?;
            let page = landmark::page_at(&landmarks, passage.start);
            parts.extend(page.map(|page| format!("page {page}")));
        }
        parts.extend(at_ms.map(|at| format!("at {}", clock_time(at))));
        let detail = parts.join(" · ");
        Ok(Node { noun: "passage", id, name: called.unwrap_or(passage.text), detail, at_ms })
    }

    fn tell_segment(&mut self, id: Id) -> Result<Node> {
        let segment: Segment = self.reader.get(id)?;
        let source = self.source(segment.source)?.0.clone();
        let detail = segment.begin_ms.map(clock_time).unwrap_or_default();
        let name = format!("{source}, segment {}", segment.position);
        Ok(Node { noun: "segment", id, name, detail, at_ms: segment.begin_ms })
    }
}

/// When a position of a source's text is heard: within its segment in proportion to the words.
///
/// `None` when the source has no times there.
pub fn heard_at(reader: &Reader<'_>, source: Id, start: i64) -> Result<Option<i64>> {
    let clause = "WHERE source = $1 AND \"end\" > $2 AND begin_ms IS NOT NULL \
                  ORDER BY \"start\", position LIMIT 1";
    let Some(segment) = reader.list::<Segment>(clause, bind![source, start])?.pop() else {
        return Ok(None);
    };
    let (Some(begin), length) = (segment.begin_ms, segment.end - segment.start) else {
        return Ok(None);
    };
    let inside = (start - segment.start).clamp(0, length);
    let lasts = segment.end_ms.map_or(0, |end| (end - begin).max(0));
    Ok(Some(begin + if length > 0 { lasts * inside / length } else { 0 }))
}

/// Milliseconds as `1:02:03` or `2:03`.
pub fn clock_time(ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}
