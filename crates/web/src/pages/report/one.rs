//! One sentence: its words, where it stands, and what it rests on.
//!
//! Passages are many, so they are not listed: those chosen as quotes for the themes that are cited
//! come first, and others are found by their words.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;
use trefoil_core::bind;
use trefoil_core::care::pseudonym::Level;
use trefoil_core::care::quote::{Clearing, whose};
use trefoil_core::coding::{self, Passage};
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::memo::{self, Memo};
use trefoil_core::sentence::{self, Cited, Section, Support};
use trefoil_core::storage::Reader;

use super::supports::{Named, Supports, cites};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;
use crate::words::short;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// Which passages are looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    find: String,
}

/// How many passages are offered.
const OFFERED: usize = 24;

/// The page.
#[derive(Template)]
#[template(path = "report/one.html")]
struct OnePage {
    frame: Frame,
    cited: Cited,
    rests_on: Vec<Named>,
    lacks: Option<String>,
    /// Themes and conditions that it does not cite.
    themes: Vec<Named>,
    conditions: Vec<Named>,
    find: String,
    offered: Vec<Offered>,
    /// Whether more passages were found than are offered.
    more: bool,
    memos: Vec<Memo>,
    sections: &'static [Section],
}

/// A passage that could be cited.
#[derive(Debug)]
struct Offered {
    text: String,
    source: String,
    cites: String,
}

/// Shows a sentence.
pub(super) async fn one(
    desk: Desk,
    Path(Of { id }): Path<Of>,
    Query(Asked { find }): Query<Asked>,
) -> Answer {
    let wanted = find.trim().to_owned();
    let read = desk.look(Station::Report, "Sentence", move |reader| {
        let cited = sentence::list(reader)?.into_iter().find(|one| one.sentence.id == id);
        let cited = cited.ok_or_else(|| {
            Error::not_found("This sentence is no longer in the report.")
                .hint("It may have been removed since; the history tells.")
        })?;
        let lacks = sentence::unsupported(reader)?.into_iter();
        let lacks = lacks.filter(|one| one.sentence.id == id).map(|one| one.reason).next();
        let (offered, more) = offered(reader, &cited, &wanted)?;
        Ok((cited, lacks, Supports::read(reader)?, offered, more, memo::on(reader, id)?))
    });
    let (mut frame, (cited, lacks, supports, offered, more, memos)) = read.await?;
    frame.title = format!("Sentence: {}", short(&cited.sentence.text, 60));
    let named = |support: &Support| supports.name(*support, &HashMap::new());
    let rests_on = cited.cites.iter().map(named).collect();
    let free = |named: Vec<Named>| -> Vec<Named> {
        named.into_iter().filter(|one| !cited.cites.contains(&one.support)).collect()
    };
    let (themes, conditions) = (free(supports.themes), free(supports.conditions));
    let sections = Section::ALL;
    desk.page(&OnePage {
        frame,
        cited,
        rests_on,
        lacks,
        themes,
        conditions,
        find,
        offered,
        more,
        memos,
        sections,
    })
}

/// Passages to cite: those with the words that are looked for, or the quotes of cited themes.
fn offered(reader: &Reader<'_>, cited: &Cited, wanted: &str) -> Result<(Vec<Offered>, bool)> {
    let ids = if wanted.is_empty() {
        quotes(reader, cited)?
    } else {
        // Those that it cites already are found too, and not offered.
        let found = coding::find(reader, wanted, OFFERED + 1 + cited.cites.len())?;
        found.into_iter().map(|one| one.passage).collect()
    };
    let clearing = Clearing::read(reader, Level::Public)?;
    let mut free: Vec<Passage> = Vec::new();
    for id in ids.into_iter().filter(|id| !cited.cites.contains(&Support::Passage(*id))) {
        let passage: Passage = reader.get(id)?;
        // What may not be quoted is not offered, nor what has no words to be printed.
        if passage.is_words() && clearing.ask(passage.source, &whose(reader, &passage)?).is_ok() {
            free.push(passage);
        }
        if free.len() > OFFERED {
            break;
        }
    }
    let more = free.len() > OFFERED;
    free.truncate(OFFERED);
    let offer = |passage: Passage| {
        let rows = reader.query("SELECT name FROM source WHERE id = $1", bind![passage.source])?;
        let source = rows.first().map(|row| row.get(0)).transpose()?.unwrap_or_default();
        let text = short(passage.text.trim(), 300);
        Ok(Offered { text, source, cites: cites(Support::Passage(passage.id)) })
    };
    Ok((free.into_iter().map(offer).collect::<Result<_>>()?, more))
}

/// The passages chosen as quotes, those of the themes that a sentence cites first.
fn quotes(reader: &Reader<'_>, cited: &Cited) -> Result<Vec<Id>> {
    let sql = "SELECT tp.theme, tp.passage FROM theme_passage tp JOIN passage p \
               ON p.id = tp.passage WHERE tp.quoted = 1 ORDER BY p.source, p.\"start\", p.id";
    let mut rows: Vec<(Id, Id)> = (reader.query(sql, &[])?.iter())
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect::<Result<_>>()?;
    rows.sort_by_key(|(theme, _)| !cited.cites.contains(&Support::Theme(*theme)));
    let mut ids: Vec<Id> = Vec::new();
    for (_, passage) in rows {
        if !ids.contains(&passage) {
            ids.push(passage);
        }
    }
    Ok(ids)
}
