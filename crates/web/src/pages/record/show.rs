//! The record as a form, and what it comes to.

use askama::Template;
use serde_json::Value;
use trefoil_core::error::Result;
use trefoil_core::record::{self, Completeness};
use trefoil_core::report::{Method, Work};
use trefoil_core::storage::Reader;
use trefoil_core::study;

use super::fields::{Asked, ask};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::report::{attached, file_name};
use crate::trouble::Answer;

/// The page.
#[derive(Template)]
#[template(path = "record/show.html")]
struct ShowPage {
    frame: Frame,
    needed: Vec<Asked>,
    /// The other fields, in the order in which a repository shows them.
    others: Vec<Asked>,
    /// Whether any of the others holds something.
    others_filled: bool,
    completeness: Completeness,
    follows: Work,
    json: String,
}

impl ShowPage {
    /// The fields that a deposit needs, each with whether it is filled.
    fn filled(&self) -> usize {
        self.needed.iter().filter(|field| field.is_filled()).count()
    }
}

/// Shows the record.
pub(super) async fn show(desk: Desk) -> Answer {
    let read = desk.look(Station::Record, "Record", |reader| {
        Ok((record::record(reader)?, record::completeness(reader)?, whole(reader)?))
    });
    let (frame, (fields, completeness, json)) = read.await?;
    let (needed, others): (Vec<Asked>, Vec<Asked>) =
        fields.iter().map(ask).partition(|field| field.needed.is_some());
    desk.page(&ShowPage {
        others_filled: others.iter().any(Asked::is_filled),
        follows: Method::default().follows,
        json: format!("{json:#}"),
        frame,
        needed,
        others,
        completeness,
    })
}

/// The record as JSON; invented data says so in it.
fn whole(reader: &Reader<'_>) -> Result<Value> {
    let mut json = record::to_json(reader)?;
    if study::about(reader)?.synthetic {
        json["synthetic"] = true.into();
    }
    Ok(json)
}

/// Sends the record as a file.
pub(super) async fn file(desk: Desk) -> Answer {
    let (json, about) = desk.read(|reader| Ok((whole(reader)?, study::about(reader)?))).await?;
    let name = file_name(&about.title, "record", &desk.today(), about.synthetic, "json");
    Ok(attached(&name, "application/json", format!("{json:#}\n")))
}
