//! Many decisions at once: everything that is open by one rule, in one source or in all.
//!
//! The form says how many finds the page showed. If there are others by now, nothing is done:
//! nobody has seen them.

use std::sync::Arc;

use axum::Form;
use serde::Deserialize;
use trefoil_core::care::pseudonym::KeyAccess;
use trefoil_core::care::redaction::{
    InSource, Kept, Open as Found, Place, Queue, RedactionApply, RedactionRefuse, Rule,
};
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::study::Session;

use super::queue;
use crate::desk::{Desk, wait_for};
use crate::pages::care::id;
use crate::pages::care::key::Lock;
use crate::security::{local_path, see_other};
use crate::session::Flash;
use crate::state::Open;
use crate::trouble::Answer;
use crate::words::counted;

/// What is decided about which finds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    rule: String,
    /// The source; empty for all.
    source: String,
    /// How many finds the page showed.
    seen: usize,
    decision: String,
    #[serde(rename = "_back")]
    back: String,
}

/// Decides about everything that is open by a rule.
pub(super) async fn decide(desk: Desk, Form(typed): Form<Typed>) -> Answer {
    let rule: Rule = typed.rule.parse()?;
    let source: Option<Id> = match typed.source.as_str() {
        "" => None,
        source => Some(id(source)?),
    };
    let back = if typed.back.is_empty() { desk.at("care/review") } else { local_path(&typed.back) };
    let (open, access, acting) = (desk.open.clone(), desk.key(), desk.acting());
    let flash = wait_for(move || {
        let all = read(&open, access, source)?;
        let finds = of_rule(all, rule);
        if finds.len() != typed.seen {
            let now = counted(&(finds.len() as i64), "find is", "finds are");
            return Err(Error::conflict(format!(
                "The page showed {} of these, and {now} open now. Nothing was decided.",
                typed.seen
            ))
            .hint("Look at the page again."));
        }
        perform(&acting, finds, &typed.decision)
    })
    .await?;
    desk.app.sessions().say(&desk.session, flash);
    Ok(see_other(&back))
}

fn read(open: &Arc<Open>, access: Option<KeyAccess>, source: Option<Id>) -> Result<Queue> {
    let sources: Vec<Id> = source.into_iter().collect();
    let held = Arc::clone(open);
    open.study.read(move |reader| {
        let (_, access) = Lock::read(reader, access)?;
        queue(reader, &held, access.as_ref(), &sources)
    })
}

fn of_rule(queue: Queue, rule: Rule) -> Vec<(Id, Id, Found)> {
    let of_source = |one: InSource| {
        let (source, revision) = (one.source, one.revision);
        let finds = one.finds.into_iter().filter(move |found| found.find.rule == rule);
        finds.map(move |found| (source, revision, found))
    };
    queue.sources.into_iter().flat_map(of_source).collect()
}

fn perform(session: &Session, finds: Vec<(Id, Id, Found)>, decision: &str) -> Result<Flash> {
    let (said, notices) = match decision {
        "accept" => {
            let places = finds.into_iter().map(accepted).collect();
            let done = session.perform(RedactionApply { places, everywhere: false })?;
            (done.summary, done.notices)
        }
        "refuse" => {
            let places = finds.into_iter().map(refused).collect();
            let done = session.perform(RedactionRefuse { places, everywhere: false })?;
            (done.summary, done.notices)
        }
        _ => return Err(Error::invalid("Say whether the finds are accepted or refused.")),
    };
    Ok(Flash { said, notices, undo: true })
}

fn accepted((source, revision, found): (Id, Id, Found)) -> Place {
    Place {
        source,
        revision,
        start: found.find.span.start,
        end: found.find.span.end,
        rule: found.find.rule,
        kind: Some(found.find.kind),
        level: found.find.level,
        replacement: found.find.replacement,
    }
}

fn refused((source, revision, found): (Id, Id, Found)) -> Kept {
    Kept {
        source,
        revision,
        start: found.find.span.start,
        end: found.find.span.end,
        rule: found.find.rule,
    }
}
