//! The corpus page: by weeks or as a list.

use askama::Template;
use axum::extract::Query;
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::corpus::source::Listed;

use super::{Lengths, Streams, arrived};
use super::grid::{self, Grid};
use super::list::{Filter, List};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;
use crate::words;

/// The page by weeks.
#[derive(Template)]
#[template(path = "corpus/weeks.html")]
struct WeeksPage {
    frame: Frame,
    lead: String,
    running: Vec<super::import::Line>,
    grid: Grid,
    is_empty: bool,
}

/// The page as a list.
#[derive(Template)]
#[template(path = "corpus/list.html")]
struct ListPage {
    frame: Frame,
    lead: String,
    running: Vec<super::import::Line>,
    list: List,
    people: Vec<Participant>,
    streams: Streams,
    is_empty: bool,
}

/// Shows the corpus.
pub(super) async fn show(desk: Desk, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let filter = Filter::of(&asked);
    let read = desk.look(Station::Corpus, "Corpus", |reader| {
        let known = (Streams::read(reader)?, Lengths::read(reader)?);
        let people = participant::list(reader)?;
        let sources = arrived(reader, &people)?;
        Ok((people, sources, known))
    });
    let (frame, (people, sources, (streams, lengths))) = read.await?;
    let (lead, is_empty) = (lead(&people, &sources, &streams), sources.is_empty());
    let running = desk.open.imports.lines();
    // Weeks cannot be drawn before somebody has a start date: then the list says more.
    let has_weeks = people.iter().any(|one| one.started_on.is_some());
    let asks_for = |word: &str| asked.iter().any(|(name, value)| name == "view" && value == word);
    if asks_for("list") || (!has_weeks && !is_empty && !asks_for("grid")) {
        let list = desk.read(move |reader| List::of(reader, sources, &lengths, filter)).await?;
        let page = ListPage { frame, lead, running, list, people, streams, is_empty };
        return desk.page(&page);
    }
    let from = asked.iter().find(|(name, _)| name == "from").and_then(|(_, from)| from.parse().ok());
    let grid = grid::draw(&people, &sources, &lengths, from.unwrap_or(0));
    desk.page(&WeeksPage { frame, lead, running, grid, is_empty })
}

/// How much there is, stream by stream.
fn lead(people: &[Participant], sources: &[Listed], streams: &Streams) -> String {
    if sources.is_empty() {
        return "Interviews, field notes, voice notes: everything that people told you, and when."
            .to_owned();
    }
    let counted = |stream: &trefoil_core::corpus::stream::Stream| {
        let count = sources.iter().filter(|one| one.source.stream == stream.name).count() as i64;
        let label = stream.label.to_lowercase();
        (count > 0).then(|| words::counted(&count, &label, &format!("{label}s")))
    };
    let kinds: Vec<String> = streams.0.iter().filter_map(counted).collect();
    let from = words::counted(&(people.len() as i64), "participant", "participants");
    format!("{} from {from}: {}.", words::counted(&(sources.len() as i64), "source", "sources"), listed(&kinds))
}

/// Several things in a sentence: `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
