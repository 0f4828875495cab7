//! The study's own answers: what holds for whoever was not asked a question themselves.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;
use trefoil_core::care::consent::ConsentDefault;
use trefoil_core::error::Result;
use trefoil_core::storage::Reader;

use super::questions::{AnswerForm, Ticked, defaults};
use super::told::{self, capital};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// Which question is in hand.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    r#type: String,
    r#use: String,
}

/// The page.
#[derive(Template)]
#[template(path = "care/defaults.html")]
struct DefaultsPage {
    frame: Frame,
    /// The answers, by type of data.
    set: Vec<(String, Vec<Line>)>,
    form: AnswerForm,
}

/// An answer that holds by default.
#[derive(Debug)]
struct Line {
    row: ConsentDefault,
    name: String,
    mark: String,
}

/// Shows the study's own answers.
pub(super) async fn show(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let today = desk.today();
    let ticked = Ticked {
        participant: None,
        data_type: asked.r#type.parse().ok(),
        purpose: asked.r#use.parse().ok(),
    };
    let read = desk.look(Station::Care, "Study defaults", move |reader| {
        Ok((set(reader)?, AnswerForm::read(reader, &today, &ticked)?))
    });
    let (frame, (set, form)) = read.await?;
    desk.page(&DefaultsPage { frame, set, form })
}

fn set(reader: &Reader<'_>) -> Result<Vec<(String, Vec<Line>)>> {
    let mut by_type: Vec<(String, Vec<Line>)> = Vec::new();
    for row in defaults(reader)? {
        let name = capital(row.data_type.words());
        let line =
            Line { name: capital(row.purpose.words()), mark: told::mark(row.answer, false), row };
        match by_type.last_mut() {
            Some((known, lines)) if *known == name => lines.push(line),
            _ => by_type.push((name, vec![line])),
        }
    }
    Ok(by_type)
}
