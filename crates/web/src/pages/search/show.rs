//! The page: what is asked, and what was found.

use std::collections::HashMap;
use std::time::Instant;

use askama::Template;
use axum::extract::Query;
use trefoil_core::codebook;
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::corpus::stream::Stream;
use trefoil_core::error::{Kind, Result};
use trefoil_core::explore::search::{Texts, search};
use trefoil_core::storage::Reader;

use super::ask::{Asked, PAGE};
use super::hits::{InSource, gather};
use crate::desk::{Desk, wait_for};
use crate::frame::{Frame, Station};
use crate::state::lock;
use crate::trouble::Answer;
use crate::words::{counted, grouped};

/// The page.
#[derive(Template)]
#[template(path = "search/show.html")]
struct ShowPage {
    frame: Frame,
    asked: Asked,
    choices: Choices,
    results: Results,
    /// This search's own address, without the page that is turned to.
    here: String,
}

/// What a search can be narrowed by, and hits be coded with.
#[derive(Debug)]
struct Choices {
    streams: Vec<Stream>,
    participants: Vec<Participant>,
    /// The codes with their paths.
    codes: Vec<(String, String)>,
}

/// What is shown beneath the form.
#[derive(Debug, Default)]
struct Results {
    /// What was found, or what can be searched, in words.
    said: String,
    /// How long it took.
    took: String,
    /// Why there was no search.
    message: String,
    hint: String,
    sources: Vec<InSource>,
    /// The addresses of the pages before and after.
    before: Option<String>,
    after: Option<String>,
    /// Which hits these are.
    range: String,
    /// Whether the study has no text at all.
    bare: bool,
}

/// Shows a search.
pub(super) async fn show(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let title = if asked.is_empty() { "Search".into() } else { format!("Search: {}", asked.q) };
    let (frame, choices) = desk.look(Station::Explore, title, choices).await?;
    let labels: HashMap<String, String> =
        choices.streams.iter().map(|one| (one.name.clone(), one.label.clone())).collect();
    let results = results(&desk, asked.clone(), labels).await?;
    let here = desk.at(&asked.address(0));
    desk.page(&ShowPage { frame, asked, choices, results, here })
}

fn choices(reader: &Reader<'_>) -> Result<Choices> {
    let tree = codebook::tree(reader)?.into_iter();
    Ok(Choices {
        streams: reader.list("ORDER BY position, id", &[])?,
        participants: participant::list(reader)?,
        codes: tree.map(|one| (one.code.id.to_string(), one.path.join(" › "))).collect(),
    })
}

/// Searches, on a thread that may wait.
async fn results(desk: &Desk, asked: Asked, labels: HashMap<String, String>) -> Result<Results> {
    let open = desk.open.clone();
    wait_for(move || {
        // A clone costs nothing, and the scan then holds no lock.
        let mut texts = lock(&open.texts).clone().unwrap_or_default();
        let results = if asked.is_empty() {
            texts.refresh(&open.study).map(|()| nothing_asked(&texts))
        } else {
            find(&open.study, &mut texts, &asked, &labels)
        };
        if texts.change().is_some() {
            *lock(&open.texts) = Some(texts);
        }
        results
    })
    .await
}

fn find(
    study: &trefoil_core::study::Study,
    texts: &mut Texts,
    asked: &Asked,
    labels: &HashMap<String, String>,
) -> Result<Results> {
    let begun = Instant::now();
    let found = match search(study, texts, &asked.query()) {
        Ok(found) => found,
        Err(error) if error.kind() == Kind::Invalid => {
            let hint = error.hint_text().unwrap_or_default().to_owned();
            return Ok(Results { message: error.to_string(), hint, ..Results::default() });
        }
        Err(error) => return Err(error),
    };
    let took = format!("in {} ms", begun.elapsed().as_millis().max(1));
    let from = asked.from();
    let shown = found.hits.len().saturating_sub(from);
    let number = |number: usize| grouped(&(number as i64));
    let said = match found.total {
        0 => "Nothing was found".to_owned(),
        total => format!(
            "{} in {}",
            counted(&(total as i64), "hit", "hits"),
            counted(&(found.sources as i64), "source", "sources")
        ),
    };
    let range = match shown {
        0 => String::new(),
        shown if shown == found.total => String::new(),
        shown => format!("{} to {}", number(from + 1), number(from + shown)),
    };
    Ok(Results {
        said,
        took,
        range,
        sources: gather(&found, from, texts, labels),
        before: (from > 0).then(|| asked.address(from.saturating_sub(PAGE))),
        after: (from + shown < found.total && shown > 0).then(|| asked.address(from + PAGE)),
        ..Results::default()
    })
}

/// What can be searched.
fn nothing_asked(texts: &Texts) -> Results {
    let all = texts.all();
    let words: usize = all.iter().map(|text| words(text.text())).sum();
    let said = format!(
        "{} with {} can be searched",
        counted(&(all.len() as i64), "text", "texts"),
        counted(&(words as i64), "word", "words")
    );
    Results { said, bare: all.is_empty(), ..Results::default() }
}

/// How many words there are: wherever one begins behind white space. Bytes are enough for that,
/// and fast on hundreds of megabytes.
fn words(text: &str) -> usize {
    let mut outside = true;
    let mut count = 0;
    for byte in text.bytes() {
        let space = byte.is_ascii_whitespace();
        count += usize::from(outside && !space);
        outside = space;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_stand_between_white_space() {
        assert_eq!(words(""), 0);
        assert_eq!(words("  I was\nthe tea\t person. "), 5);
        assert_eq!(words("Ä😀 é"), 2);
    }
}
