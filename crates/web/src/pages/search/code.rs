//! Coding the hits that were chosen: a new code, where one is named, and all codings are one act.
//!
//! A hit names the revision that its position counts in. If a text was corrected since, nothing is
//! coded; and the study compares the words once more when it writes.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use trefoil_core::codebook::{Code, CodeAdd};
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::explore::search::Texts;
use trefoil_core::id::Id;
use trefoil_core::span::Span;
use trefoil_core::study::{Performed, Session, operations};

use crate::act::{Sent, tell};
use crate::desk::{Desk, wait_for};
use crate::state::lock;
use crate::trouble::{Answer, Trouble};
use crate::words::counted;

/// A hit that was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Chosen {
    source: Id,
    revision: Id,
    span: Span,
}

/// Codes what was chosen.
pub(super) async fn code(desk: Desk, sent: Sent) -> Answer {
    let done = perform(&desk, &sent).await;
    let done = done.map_err(|error| Trouble::from(error).with_typed(typed(&sent)))?;
    Ok(tell(&desk, &sent, &done))
}

/// What would have to be typed again.
fn typed(sent: &Sent) -> Vec<(String, String)> {
    let Sent::Form(fields) = sent else { return Vec::new() };
    fields.iter().filter(|(name, text)| name == "new_code" && !text.is_empty()).cloned().collect()
}

async fn perform(desk: &Desk, sent: &Sent) -> Result<Performed<Value>> {
    let Sent::Form(fields) = sent else {
        return Err(Error::invalid("Hits are chosen in a form."));
    };
    let all = |wanted: &str| -> Vec<String> {
        let of = fields.iter().filter(|(name, value)| name == wanted && !value.trim().is_empty());
        of.map(|(_, value)| value.trim().to_owned()).collect()
    };
    let chosen = all("hit").iter().map(|hit| read(hit)).collect::<Result<Vec<_>>>()?;
    if chosen.is_empty() {
        return Err(Error::invalid("No hit was chosen, so nothing was coded.")
            .hint("Tick the hits that shall be coded."));
    }
    let with = match (all("code").pop(), all("new_code").pop()) {
        (Some(_), Some(_)) => {
            return Err(Error::invalid("Choose a code or name a new one, not both.")
                .hint("Nothing was coded yet."));
        }
        (None, None) => {
            return Err(Error::invalid("Say with which code: choose one, or name a new one.")
                .hint("Nothing was coded yet."));
        }
        (Some(code), None) => With::Known(known(&code)?),
        (None, Some(name)) => With::New(name),
    };
    let (open, act) = (desk.open.clone(), desk.acting().one_act());
    wait_for(move || {
        let mut texts = lock(&open.texts).clone().unwrap_or_default();
        texts.refresh(&open.study)?;
        let codings = codings(&texts, &chosen)?;
        *lock(&open.texts) = Some(texts);
        put(&act, with, codings)
    })
    .await
}

/// With which code.
enum With {
    Known(Id),
    New(String),
}

fn known(code: &str) -> Result<Id> {
    code.parse().map_err(|_| Error::invalid(format!("“{code}” is not the id of a code.")))
}

/// Reads what names a hit in the form.
fn read(hit: &str) -> Result<Chosen> {
    let parts: Vec<&str> = hit.split('/').collect();
    let whole = || -> Option<Chosen> {
        let [source, revision, start, end] = parts.as_slice() else { return None };
        let span = Span::new(start.parse().ok()?, end.parse().ok()?);
        Some(Chosen { source: source.parse().ok()?, revision: revision.parse().ok()?, span })
    };
    whole().ok_or_else(|| Error::invalid(format!("“{hit}” does not name a hit.")))
}

/// The codings as the operation wants them, without their code.
fn codings(texts: &Texts, chosen: &[Chosen]) -> Result<Vec<Value>> {
    let coding = |one: &Chosen| {
        let text = texts.get(one.source).ok_or_else(|| {
            Error::not_found("A source in which something was found is gone. Nothing was coded.")
        })?;
        if text.revision != one.revision {
            return Err(Error::conflict(format!(
                "“{}” was corrected since this search, so nothing was coded.",
                text.name
            ))
            .hint("Search again and choose the hits once more."));
        }
        let Span { start, end } = one.span;
        let words = text.ruler().words(one.span)?;
        Ok(json!({ "source": one.source, "start": start, "end": end, "text": words }))
    };
    chosen.iter().map(coding).collect()
}

fn put(act: &Session, with: With, mut codings: Vec<Value>) -> Result<Performed<Value>> {
    let (code, name) = match with {
        With::Known(id) => (id, act.study().read(move |reader| reader.get::<Code>(id))?.name),
        With::New(name) => {
            let add = CodeAdd { name: name.clone(), ..CodeAdd::default() };
            (act.perform(add)?.outcome, name)
        }
    };
    let operation = operations::by_name("coding.add")
        .ok_or_else(|| Error::new(Kind::Io, "Coding is not among the operations."))?;
    for coding in &mut codings {
        coding["codes"] = json!([code]);
    }
    let count = codings.len() as i64;
    let done = act.perform_all(codings.into_iter().map(|one| (operation, one)).collect())?;
    Ok(Performed {
        number: done.number,
        act: done.act,
        summary: format!("Coded {} with “{name}”", counted(&count, "passage", "passages")),
        notices: together(done.notices),
        settled: None,
        outcome: json!(code),
    })
}

/// The same notice many times is said once, with how often.
fn together(notices: Vec<String>) -> Vec<String> {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for notice in notices {
        *counts.entry(notice).or_default() += 1;
    }
    let said = counts.into_iter().map(|(notice, count)| match count {
        1 => notice,
        more => format!("{notice} ({more} times)"),
    });
    said.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_is_named_by_source_revision_and_span() {
        let (source, revision) = (Id::new(1), Id::new(2));
        let chosen = read(&format!("{source}/{revision}/3/7")).expect("names a hit");
        assert_eq!(chosen, Chosen { source, revision, span: Span::new(3, 7) });
        for wrong in ["", "a/b/c/d", "1/2/3", &format!("{source}/{revision}/x/7")] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_notice_is_said_once() {
        let notices = vec!["Known.".to_owned(), "Other.".to_owned(), "Known.".to_owned()];
        assert_eq!(together(notices), ["Known. (2 times)", "Other."]);
    }
}
