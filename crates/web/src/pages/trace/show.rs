//! The way through one thing: what it rests on, the thing itself, what rests on it.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;
use trefoil_core::corpus::source::Source;
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::id::Id;
use trefoil_core::sentence;
use trefoil_core::storage::Reader;
use trefoil_core::trace::{Node, Trace, trace};

use super::drawing::{Drawing, draw};
use super::find::{FindPage, Finding, names, start};
use super::items::{Group, Item, Teller, Wish};
use super::way::{in_order, one};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::care::marks::{self, UNQUOTABLE};
use crate::pages::care::{Mark, Marks};
use crate::trouble::Answer;
use crate::words::{encode, short};

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: String,
}

/// Which list is shown longer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Longer {
    group: String,
    most: String,
}

/// The page.
#[derive(Template)]
#[template(path = "trace/show.html")]
struct ShowPage {
    frame: Frame,
    of: Item,
    /// What the thing is called: `passage`.
    kind: &'static str,
    before: Side,
    after: Side,
    drawing: Option<Drawing>,
    /// Sentences that could cite it, where it is something that can be cited.
    citing: Vec<(Id, String)>,
    /// What may not be done with it.
    marks: Vec<Mark>,
    /// What a citation of it is, as an operation wants it.
    cites: String,
    names: Vec<String>,
}

impl ShowPage {
    /// How the sides share the page: one that holds nothing takes less of it.
    fn sides(&self) -> &'static str {
        match (self.before.groups.is_empty(), self.after.groups.is_empty()) {
            (true, false) => "trace-sides trace-sides--onward",
            (false, true) => "trace-sides trace-sides--back",
            _ => "trace-sides",
        }
    }
}

/// What lies on one side.
#[derive(Debug)]
struct Side {
    groups: Vec<Group>,
    /// Why there is nothing, and where something can be done about it.
    empty: Option<Nothing>,
}

/// Why there is nothing on one side.
#[derive(Debug)]
struct Nothing {
    why: &'static str,
    /// What can be done about it, and where, behind the study's address.
    act: Option<(&'static str, String)>,
}

/// How many sentences are offered for citing.
const SENTENCES: usize = 200;

/// Shows the way through a thing.
pub(super) async fn show(
    desk: Desk,
    Path(Of { id }): Path<Of>,
    Query(longer): Query<Longer>,
) -> Answer {
    let Ok(id) = id.parse::<Id>() else {
        return Ok(crate::security::see_other(&desk.at(&format!("trace?find={}", encode(&id)))));
    };
    let wish = Wish { group: longer.group, most: longer.most.parse().unwrap_or(0) };
    let read = desk.look(Station::Explore, "Trace", move |reader| {
        let found = match trace(reader, id) {
            Ok(trace) => Ok(Shown::of(reader, &in_order(trace), &wish)?),
            Err(error) if error.kind() == Kind::Damaged => return Err(error),
            Err(error) => Err(error),
        };
        let begin = if found.is_err() { start(reader)? } else { Vec::new() };
        Ok((found, begin, names(reader)?))
    });
    let (mut frame, (found, begin, names)) = read.await?;
    match found {
        Ok(Shown { of, before, after, drawing, citing, marks }) => {
            frame.title = if of.is_wordless {
                format!("Trace of {}", of.name)
            } else {
                format!("Trace of “{}”", short(&of.name, 60))
            };
            let cites = cites(&of);
            let kind = one(of.noun);
            desk.page(&ShowPage {
                frame,
                of,
                kind,
                before,
                after,
                drawing,
                citing,
                marks,
                cites,
                names,
            })
        }
        Err(error) => lost(&desk, frame, &error, begin, names),
    }
}

/// A page that says why there is nothing to show, and from where to go on.
fn lost(
    desk: &Desk,
    frame: Frame,
    error: &Error,
    begin: Vec<super::find::Beginnings>,
    names: Vec<String>,
) -> Answer {
    let status = match error.kind() {
        Kind::NotFound => StatusCode::NOT_FOUND,
        _ => StatusCode::OK,
    };
    let page = FindPage { frame, find: String::new(), finding: Finding::of(error), begin, names };
    Ok((status, desk.page(&page)?).into_response())
}

/// Everything the page tells of a trace.
struct Shown {
    of: Item,
    before: Side,
    after: Side,
    drawing: Option<Drawing>,
    citing: Vec<(Id, String)>,
    marks: Vec<Mark>,
}

impl Shown {
    fn of(reader: &Reader<'_>, trace: &Trace, wish: &Wish) -> Result<Self> {
        let marks = Marks::read(reader)?;
        let teller = Teller::new(reader, trace, &marks)?;
        let of = teller.tell_whole(&trace.of)?;
        let (before, after) =
            (teller.groups(&trace.rests_on, wish)?, teller.groups(&trace.bears_on, wish)?);
        let at = of.address.clone();
        let empty = |groups: &[Group], why: fn(&str) -> (&'static str, &'static str)| {
            let (why, act) = why(of.noun);
            let act = at.clone().filter(|_| !act.is_empty()).map(|at| (act, at));
            groups.is_empty().then_some(Nothing { why, act })
        };
        let mut shown = Self {
            before: Side { empty: empty(&before, nothing_before), groups: before },
            after: Side { empty: empty(&after, nothing_after), groups: after },
            drawing: draw(trace),
            citing: citing(reader, trace.of.noun, trace.of.id)?,
            marks: marked(reader, &marks, &trace.of)?,
            of,
        };
        if shown.of.noun == "passage" && !shown.marks.is_empty() {
            // What may not be quoted is not offered to sentences.
            shown.citing.clear();
        }
        Ok(shown)
    }
}

/// What may not be done with a source or with a passage.
fn marked(reader: &Reader<'_>, marks: &Marks, of: &Node) -> Result<Vec<Mark>> {
    match of.noun {
        "source" => Ok(marks.of(&reader.get::<Source>(of.id)?)),
        "passage" => {
            let why = marks::unquotable(reader, of.id)?;
            Ok(if why.is_empty() { Vec::new() } else { vec![Mark { word: UNQUOTABLE, why }] })
        }
        _ => Ok(Vec::new()),
    }
}

/// The sentences that do not cite a thing yet.
fn citing(reader: &Reader<'_>, noun: &str, id: Id) -> Result<Vec<(Id, String)>> {
    if !matches!(noun, "theme" | "passage" | "condition") {
        return Ok(Vec::new());
    }
    let all = sentence::list(reader)?.into_iter();
    let free = all.filter(|cited| cited.cites.iter().all(|support| support.id() != id));
    let said = free.map(|cited| {
        let section = cited.sentence.section.label();
        (cited.sentence.id, format!("{section}: {}", short(&cited.sentence.text, 70)))
    });
    Ok(said.take(SENTENCES).collect())
}

/// A citation of a thing as the operation wants it.
fn cites(of: &Item) -> String {
    format!(r#"{{"{}s":["{}"]}}"#, of.noun, of.id)
}

/// Why a thing rests on nothing, and what can be done about it where it is shown.
fn nothing_before(noun: &str) -> (&'static str, &'static str) {
    match noun {
        "participant" => ("The way begins here: a participant rests on nothing before them.", ""),
        "source" => ("No participant is named as being in this source.", "Open the source"),
        "code" => ("This code is on no passage yet.", "Open the code"),
        "theme" => (
            "This theme gathers nothing yet. Gather codes or passages, so that it rests on what \
             people said.",
            "Open the theme",
        ),
        "condition" => (
            "No theme bears on this condition yet, and no passage was given as evidence for it.",
            "Open the condition",
        ),
        "evidence" => (
            "This evidence is in words of its own: no passage was given for it.",
            "Open the condition",
        ),
        "action" => {
            ("This action is about the work as a whole, not about one theme or condition.", "")
        }
        "sentence" => (
            "This sentence cites nothing. Say which theme, passage or condition it rests on.",
            "Go to the sentence",
        ),
        _ => ("Nothing.", ""),
    }
}

/// Why nothing rests on a thing, and what can be done about it where it is shown.
fn nothing_after(noun: &str) -> (&'static str, &'static str) {
    match noun {
        "participant" => ("No source with this person’s words has been added.", ""),
        "source" => ("Nothing in this source is marked yet.", "Read and code it"),
        "segment" => ("Nothing in this segment is marked yet.", "Read and code it"),
        "passage" => ("No code, theme or sentence uses this passage yet.", "Open it in its place"),
        "code" => ("No theme gathers this code yet.", "Open the code"),
        "theme" => ("No condition, action or sentence rests on this theme yet.", "Open the theme"),
        "evidence" | "condition" => {
            ("No action and no sentence rests on this condition yet.", "Open the condition")
        }
        "action" | "sentence" => ("The way ends here: nothing rests on it.", ""),
        _ => ("Nothing.", ""),
    }
}
