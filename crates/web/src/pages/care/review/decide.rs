//! One decision: accept, refuse, or the same everywhere. Afterwards the next find is looked at.

use axum::Form;
use axum::extract::Path;
use serde::Deserialize;
use trefoil_core::care::pseudonym::NameKind;
use trefoil_core::care::redaction::{Kept, Place, RedactionApply, RedactionRefuse};
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::study::Session;

use crate::desk::{Desk, wait_for};
use crate::pages::care::id;
use crate::security::see_other;
use crate::session::Flash;
use crate::trouble::Answer;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// A find as it was shown, and what is to be done with it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    revision: String,
    start: i64,
    end: i64,
    rule: String,
    kind: String,
    level: String,
    replacement: String,
    decision: String,
}

impl Typed {
    /// Whether the same words are meant wherever they stand.
    fn everywhere(&self) -> bool {
        matches!(self.decision.as_str(), "everywhere" | "never")
    }

    fn place(&self, source: Id) -> Result<Place> {
        Ok(Place {
            source,
            revision: id(&self.revision)?,
            start: self.start,
            end: self.end,
            rule: self.rule.parse()?,
            kind: self.kind()?,
            level: self.level.parse()?,
            replacement: self.replacement.clone(),
        })
    }

    fn kind(&self) -> Result<Option<NameKind>> {
        if self.kind.is_empty() { Ok(None) } else { self.kind.parse().map(Some) }
    }

    fn kept(&self, source: Id) -> Result<Kept> {
        Ok(Kept {
            source,
            revision: id(&self.revision)?,
            start: self.start,
            end: self.end,
            rule: self.rule.parse()?,
        })
    }
}

/// Takes a decision.
pub(super) async fn decide(
    desk: Desk,
    Path(Of { id }): Path<Of>,
    Form(typed): Form<Typed>,
) -> Answer {
    let from = typed.start;
    let acting = desk.acting();
    let flash = wait_for(move || perform(&acting, id, &typed)).await?;
    desk.app.sessions().say(&desk.session, flash);
    Ok(see_other(&format!("{}?from={from}#now", desk.at(&format!("care/review/{id}")))))
}

fn perform(session: &Session, source: Id, typed: &Typed) -> Result<Flash> {
    let everywhere = typed.everywhere();
    let (said, notices) = match typed.decision.as_str() {
        "accept" | "everywhere" => {
            let places = vec![typed.place(source)?];
            let done = session.perform(RedactionApply { places, everywhere })?;
            (done.summary, done.notices)
        }
        "refuse" | "never" => {
            let places = vec![typed.kept(source)?];
            let done = session.perform(RedactionRefuse { places, everywhere })?;
            (done.summary, done.notices)
        }
        _ => {
            return Err(Error::invalid("Say whether the find is accepted or refused.")
                .hint("Nothing was changed."));
        }
    };
    Ok(Flash { said, notices, undo: true })
}
