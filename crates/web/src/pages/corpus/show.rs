//! The corpus page: by weeks or as a list.

use askama::Template;
use axum::extract::Query;
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::error::Result;
use trefoil_core::storage::Reader;

use super::expected::{self, Expected};
use super::grid::{self, Grid};
use super::import::Line;
use super::list::{Beside, Filter, List};
use super::{Lengths, Streams, arrived};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::transcription;
use crate::trouble::Answer;
use crate::words;

/// The page by weeks.
#[derive(Template)]
#[template(path = "corpus/weeks.html")]
struct WeeksPage {
    frame: Frame,
    lead: String,
    running: Vec<Line>,
    /// How the queue of transcriptions stands.
    hearing: Option<String>,
    grid: Grid,
    expected: Vec<Expected>,
    people: Vec<Participant>,
    streams: Streams,
    is_empty: bool,
}

/// The page as a list.
#[derive(Template)]
#[template(path = "corpus/list.html")]
struct ListPage {
    frame: Frame,
    lead: String,
    running: Vec<Line>,
    /// How the queue of transcriptions stands.
    hearing: Option<String>,
    list: List,
    people: Vec<Participant>,
    streams: Streams,
    is_empty: bool,
}

/// What is shown of the corpus.
#[derive(Debug)]
enum Shown {
    Weeks(Box<Grid>),
    List(Box<List>),
}

/// Shows the corpus.
pub(super) async fn show(desk: Desk, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let today = desk.today();
    let read = desk.look(Station::Corpus, "Corpus", move |reader| {
        let (people, streams) = (participant::list(reader)?, Streams::read(reader)?);
        let counts = counts(reader, &streams)?;
        let shown = shown(reader, &people, counts.is_empty(), &asked, &today)?;
        let expected = expected::read(reader, &streams)?;
        let hearing = transcription::line(reader)?;
        Ok((people, streams, counts, (shown, expected, hearing)))
    });
    let (frame, (people, streams, counts, (shown, expected, hearing))) = read.await?;
    let (lead, is_empty) = (lead(&people, &counts), counts.is_empty());
    let running = desk.open.imports.lines();
    match shown {
        Shown::Weeks(grid) => {
            let grid = *grid;
            desk.page(&WeeksPage {
                frame,
                lead,
                running,
                hearing,
                grid,
                expected,
                people,
                streams,
                is_empty,
            })
        }
        Shown::List(list) => {
            let list = *list;
            desk.page(&ListPage { frame, lead, running, hearing, list, people, streams, is_empty })
        }
    }
}

fn shown(
    reader: &Reader<'_>,
    people: &[Participant],
    is_empty: bool,
    asked: &[(String, String)],
    today: &str,
) -> Result<Shown> {
    let asks_for = |word: &str| asked.iter().any(|(name, value)| name == "view" && value == word);
    // Weeks cannot be drawn before somebody has a start date: then the list says more.
    let has_weeks = people.iter().any(|one| one.started_on.is_some());
    if asks_for("list") || (!has_weeks && !is_empty && !asks_for("grid")) {
        let (sources, lengths) = (arrived(reader, people)?, Lengths::read(reader)?);
        return Ok(Shown::List(Box::new(List::of(reader, sources, &lengths, Filter::of(asked))?)));
    }
    let from = asked.iter().find(|(name, _)| name == "from");
    let from = from.and_then(|(_, from)| from.parse().ok()).unwrap_or(0);
    Ok(Shown::Weeks(Box::new(grid::read_from(reader, today, from)?)))
}

/// How many sources there are of each stream, under the name that the study gives it.
fn counts(reader: &Reader<'_>, streams: &Streams) -> Result<Vec<(String, i64)>> {
    let mut counts = Vec::new();
    for row in reader.query("SELECT stream, COUNT(*) FROM source GROUP BY stream", &[])? {
        let (name, count): (String, i64) = (row.get(0)?, row.get(1)?);
        let place = streams.0.iter().position(|stream| stream.name == name);
        counts.push((place, streams.label(&name).to_lowercase(), count));
    }
    counts.sort();
    Ok(counts.into_iter().map(|(_, label, count)| (label, count)).collect())
}

/// How much there is, stream by stream.
fn lead(people: &[Participant], counts: &[(String, i64)]) -> String {
    if counts.is_empty() {
        return "Interviews, field notes, voice notes: everything that people told you, and when."
            .to_owned();
    }
    let all = counts.iter().map(|(_, count)| count).sum();
    let sources = words::counted(&all, "source", "sources");
    let kinds: Vec<String> = counts
        .iter()
        .map(|(label, count)| words::counted(count, label, &format!("{label}s")))
        .collect();
    let from = match people.len() {
        0 => String::new(),
        some => format!(" from {}", words::counted(&(some as i64), "participant", "participants")),
    };
    format!("{sources}{from}: {}.", listed(&kinds))
}

/// Several things in a sentence: `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
