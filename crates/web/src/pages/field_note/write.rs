//! Keeping what was written in the form.

use axum::Form as Fields;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use trefoil_core::corpus::field_note::{FieldNote, FieldNoteWrite};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;

use super::show::{Form, page};
use crate::desk::{Desk, wait_for};
use crate::security::see_other;
use crate::session::Flash;
use crate::trouble::Answer;

/// Keeps a note, and goes to where it is read.
pub(super) async fn write(desk: Desk, Fields(fields): Fields<Vec<(String, String)>>) -> Answer {
    let form = form(&fields);
    let (acting, operation) = (desk.acting(), operation(&form));
    match wait_for(move || acting.perform(operation)).await {
        Ok(done) => {
            let mut notices = done.notices;
            let changed = done.outcome.reworded.len();
            if changed > 0 {
                let what = crate::words::counted(
                    &i64::try_from(changed).unwrap_or(i64::MAX),
                    "coded passage has",
                    "coded passages have",
                );
                notices.push(format!("{what} other words now; the reading room shows them."));
            }
            let flash = Flash { said: done.summary, notices, undo: true };
            desk.app.sessions().say(&desk.session, flash);
            Ok(see_other(&desk.at(&format!("sources/{}", done.outcome.source))))
        }
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict | Kind::Denied) => {
            let problem =
                Some((error.to_string(), error.hint_text().unwrap_or_default().to_owned()));
            let again = page(desk, Form { problem, ..form }).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn operation(form: &Form) -> FieldNoteWrite {
    FieldNoteWrite {
        source: form.source,
        revision: form.revision,
        note: form.note.clone(),
        participants: Some(form.participants.clone()),
    }
}

fn form(fields: &[(String, String)]) -> Form {
    let all = |name: &str| {
        let name = name.to_owned();
        fields.iter().filter(move |(known, _)| *known == name).map(|(_, value)| value.as_str())
    };
    let word = |name: &str| all(name).next().unwrap_or_default().to_owned();
    let lines = |text: &str| {
        let lines = text.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    // A field for date and time always has a time; midnight is a date alone.
    let when = word("when");
    let when = when.strip_suffix("T00:00").unwrap_or(&when).to_owned();
    Form {
        source: word("source").parse::<Id>().ok(),
        revision: word("revision").parse().ok(),
        note: FieldNote {
            title: word("title"),
            is_jottings: word("state") != "full",
            when,
            place: word("place"),
            activity: word("activity"),
            route: word("route"),
            present: lines(&word("present")),
            description: word("description"),
            speech: word("speech"),
            reflections: word("reflections"),
            follow_ups: word("follow_ups"),
            left_out: word("left_out"),
        },
        participants: all("participants").filter_map(|id| id.parse().ok()).collect(),
        problem: None,
    }
}
