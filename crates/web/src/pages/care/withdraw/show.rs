//! What a withdrawal or another removal came to: numbers, proof, duties, certificate.

use askama::Template;
use axum::extract::Path;
use serde::Deserialize;
use trefoil_core::bind;
use trefoil_core::care::erasure::{Certificate, Duty, Proof, Withdrawal, certificate};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::{phase_words, scope_words};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;
use crate::words::counted;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    pub(super) id: Id,
}

/// The page.
#[derive(Template)]
#[template(path = "care/withdraw/show.html")]
struct ShowPage {
    frame: Frame,
    row: Withdrawal,
    told: Certificate,
    proof: Option<Proof>,
    duties: Vec<Duty>,
}

impl ShowPage {
    fn what(&self) -> String {
        let what = scope_words(&self.row.kind);
        match &self.told.participant {
            Some(name) => format!("{name}: {what}"),
            None => crate::pages::care::told::capital(what),
        }
    }

    /// What the proof said, in a sentence.
    fn proved(&self, proof: &Proof) -> String {
        let sought =
            counted(&(proof.sought as i64), "word, phrase or sound", "words, phrases and sounds");
        if proof.sought == 0 {
            return "There were no words or sounds to look for.".to_owned();
        }
        match proof.found.len() + proof.more {
            0 => format!(
                "{sought} of what was erased were looked for afterwards, everywhere that Trefoil can reach. None was found."
            ),
            places => format!(
                "{sought} of what was erased were looked for afterwards. Something is still found in {places} places."
            ),
        }
    }
}

/// How many bytes, as people say it.
fn bytes(count: &u64) -> String {
    match count {
        0..1_000_000 => format!("{} kB", count.div_ceil(1_000)),
        _ => format!("{} MB", count / 1_000_000),
    }
}

/// Shows what it came to.
pub(super) async fn show(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let read = desk.look(Station::Care, "Withdrawal", move |reader| told(reader, id));
    let (mut frame, (row, told, duties)) = read.await?;
    let proof = serde_json::from_str(&row.proof).ok();
    frame.title = format!("{} {}", told.title, row.reference);
    desk.page(&ShowPage { frame, row, told, proof, duties })
}

fn told(reader: &Reader<'_>, id: Id) -> Result<(Withdrawal, Certificate, Vec<Duty>)> {
    let row: Withdrawal = reader.get(id)?;
    let duties = reader.list("WHERE withdrawal = $1 ORDER BY due_on, id", bind![id])?;
    Ok((row, certificate(reader, id)?, duties))
}
