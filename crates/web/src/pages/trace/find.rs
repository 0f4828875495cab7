//! Finding anything by what people call it, and places to begin a trace from.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;
use trefoil_core::condition;
use trefoil_core::corpus::participant;
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::id::Id;
use trefoil_core::reference;
use trefoil_core::sentence;
use trefoil_core::storage::Reader;
use trefoil_core::theme;

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::security::see_other;
use crate::trouble::Answer;
use crate::words::short;

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    find: String,
}

/// The page.
#[derive(Template)]
#[template(path = "trace/find.html")]
pub(super) struct FindPage {
    pub(super) frame: Frame,
    pub(super) find: String,
    pub(super) finding: Finding,
    pub(super) begin: Vec<Beginnings>,
    pub(super) names: Vec<String>,
}

/// What came of looking, when it was not one thing.
#[derive(Debug, Default)]
pub(super) struct Finding {
    pub(super) message: String,
    pub(super) hint: String,
    /// Things that could be meant.
    pub(super) choices: Vec<(Id, String)>,
}

/// Things of one noun to begin from.
#[derive(Debug)]
pub(super) struct Beginnings {
    pub(super) title: &'static str,
    pub(super) things: Vec<(Id, String)>,
    /// How many more there are.
    pub(super) more: i64,
}

/// How many things of a noun are offered.
const FEW: usize = 12;

/// How many names are offered while somebody types.
const NAMES: usize = 400;

impl Finding {
    /// Where several things could be meant, the hint lists each on a line that ends with its id.
    pub(super) fn of(error: &Error) -> Self {
        let hint = error.hint_text().unwrap_or_default();
        let (mut plain, mut choices) = (Vec::new(), Vec::new());
        for line in hint.lines() {
            let last =
                line.rsplit_once(' ').and_then(|(words, id)| Some((words, id.parse().ok()?)));
            match last.filter(|_| error.kind() == Kind::Conflict) {
                Some((words, id)) => choices.push((id, words.trim().to_owned())),
                None => plain.push(line.trim()),
            }
        }
        let hint = if choices.is_empty() { plain.join(" ") } else { "Which one?".to_owned() };
        Self { message: error.to_string(), hint, choices }
    }
}

/// Finds something, or offers places to begin.
pub(super) async fn find(desk: Desk, Query(Asked { find }): Query<Asked>) -> Answer {
    let wanted = find.trim().to_owned();
    let read = desk.look(Station::Explore, "Trace", move |reader| {
        let found = match wanted.as_str() {
            "" => None,
            wanted => Some(reference::anything(reader, wanted)),
        };
        Ok((found, start(reader)?, names(reader)?))
    });
    let (frame, (found, begin, names)) = read.await?;
    let finding = match found {
        Some(Ok(found)) => return Ok(see_other(&frame.at(&format!("trace/{}", found.id)))),
        Some(Err(error)) if matches!(error.kind(), Kind::Damaged | Kind::Io | Kind::Busy) => {
            return Err(error.into());
        }
        Some(Err(error)) => Finding::of(&error),
        None => Finding::default(),
    };
    desk.page(&FindPage { frame, find, finding, begin, names })
}

/// Things to begin from, a few of each noun that has some.
pub(super) fn start(reader: &Reader<'_>) -> Result<Vec<Beginnings>> {
    let today = String::new();
    let themes = theme::list(reader)?.into_iter().map(|one| (one.theme.id, one.theme.name));
    let conditions = condition::list(reader, &today)?.into_iter();
    let conditions =
        conditions.map(|one| (one.condition.id, format!("{} {}", one.label, one.condition.name)));
    let sentences = sentence::list(reader)?.into_iter();
    let sentences = sentences.map(|one| (one.sentence.id, short(&one.sentence.text, 90)));
    let people = participant::list(reader)?.into_iter().map(|one| (one.id, one.name));
    let all = [
        ("Themes", themes.collect::<Vec<_>>()),
        ("Conditions", conditions.collect()),
        ("Sentences of the report", sentences.collect()),
        ("Participants", people.collect()),
    ];
    let begin = all.into_iter().filter(|(_, things)| !things.is_empty());
    Ok(begin
        .map(|(title, mut things)| {
            let more = things.len().saturating_sub(FEW) as i64;
            things.truncate(FEW);
            Beginnings { title, things, more }
        })
        .collect())
}

/// Names to complete what somebody types.
pub(super) fn names(reader: &Reader<'_>) -> Result<Vec<String>> {
    let sql = "SELECT name FROM theme UNION SELECT name FROM condition UNION SELECT name FROM code \
               UNION SELECT name FROM participant UNION SELECT name FROM source ORDER BY 1 LIMIT ";
    let rows = reader.query(&format!("{sql}{NAMES}"), &[])?;
    rows.iter().map(|row| row.get(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_that_could_be_meant_become_choices() {
        let (one, two) = (Id::new(1), Id::new(2));
        let hint = format!("Say which by its id:\n  theme Tea  {one}\n  code Tea  {two}");
        let finding = Finding::of(&Error::conflict("“Tea” could be 2 things.").hint(hint));
        assert_eq!(finding.choices, [(one, "theme Tea".into()), (two, "code Tea".into())]);
        assert_eq!(finding.hint, "Which one?");
        let finding = Finding::of(&Error::not_found("Nothing.").hint("Did you mean “Tea”?"));
        assert!(finding.choices.is_empty() && finding.hint == "Did you mean “Tea”?");
    }
}
