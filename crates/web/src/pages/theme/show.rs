//! One theme: what it claims, in whose words, where it stood and what it bears on.
//!
//! The page asks for all evidence once, counts it whole and shows a part: chosen quotes first,
//! then a page of passages, all of them or those of one participant and one stream.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;
use trefoil_core::action::{self, Action};
use trefoil_core::codebook::{self, Listed as ListedCode};
use trefoil_core::condition::{self, Bearing, Listed as ListedCondition};
use trefoil_core::corpus::participant;
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::memo::{self, Memo};
use trefoil_core::storage::Reader;
use trefoil_core::study::Person;
use trefoil_core::theme::{self, Area, Theme, ThemeEvidence};

use super::board;
use super::find::{self, Found};
use super::gathered::Gathered;
use super::heard::{self, Gathers, Heard};
use super::movement::{Movement, movement};
use super::place::Placing;
use super::places::Places;
use super::spark::{COLUMNS, Scale, Spark};
use super::voices::{Voices, voices};
use super::way::Ways;
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// How many passages a page of them has.
const PAGE: usize = 40;

/// A theme with what it is called for short: `T6`.
type Numbered = (String, Theme);

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// What is asked of the page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    /// Only passages of this participant; `-` for those of nobody named.
    participant: Option<String>,
    /// Only passages of this stream.
    stream: Option<String>,
    /// Which page of passages.
    page: Option<usize>,
    /// Words of passages to gather.
    find: Option<String>,
    /// The area of an open dialog.
    area: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "theme/show.html")]
struct ShowPage {
    frame: Frame,
    shown: Shown,
    today: String,
}

/// All that the page shows.
struct Shown {
    number: String,
    theme: Theme,
    area: Area,
    stands: String,
    remark: Option<&'static str>,
    quotes: Vec<Heard>,
    passages: Passages,
    spark: Option<Spark>,
    says: String,
    voices: Voices,
    legend: Vec<(&'static str, String, String)>,
    movement: Movement,
    codes: Vec<ListedCode>,
    /// Codes that it does not gather yet.
    other_codes: Vec<ListedCode>,
    found: Vec<Found>,
    more_found: bool,
    find: String,
    bears: Vec<Bears>,
    /// Conditions that it does not bear on yet.
    conditions: Vec<ListedCondition>,
    /// The other themes, by number.
    others: Vec<Numbered>,
    actions: Vec<Action>,
    memos: Vec<Memo>,
    people: HashMap<Id, String>,
    placing: Placing,
}

/// A part of the passages, and how to come to the others.
struct Passages {
    shown: Vec<Heard>,
    /// How many there are with this choice, and in all.
    chosen: usize,
    all: usize,
    /// Whose and in which stream, in words; nothing for all of them.
    choice: String,
    /// What keeps the choice in an address.
    query: String,
    page: usize,
    pages: usize,
}

/// A condition that the theme bears on.
struct Bears {
    condition: ListedCondition,
    bearing: Bearing,
    note: String,
}

/// Shows a theme.
pub(super) async fn show(
    desk: Desk,
    Path(Of { id }): Path<Of>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let (today, now) = (desk.today(), desk.today());
    let back = desk.at(&format!("themes/{id}"));
    let read =
        desk.look(Station::Themes, "Theme", move |reader| read(reader, id, &wanted, &now, back));
    let (mut frame, shown) = read.await?;
    frame.title = format!("{} {}", shown.number, shown.theme.name);
    desk.page(&ShowPage { frame, shown, today })
}

fn read(reader: &Reader<'_>, id: Id, wanted: &Wanted, today: &str, back: String) -> Result<Shown> {
    let (number, theme, others) = this_and_others(reader, id)?;
    let (places, rounds) = (Places::read(reader)?, theme::rounds(reader)?);
    let (ways, gathers) = (Ways::read(reader, &rounds)?, Gathers::read(reader, id)?);
    let evidence = theme::evidence(reader, id)?;
    let mut counts = Gathered::default();
    for one in &evidence {
        counts.add(&places, one.source, 1);
    }
    let scale = Scale::of(&places, std::iter::once(&counts), COLUMNS);
    let set = |one: &ThemeEvidence| heard::set(reader, &places, &gathers, one);
    let people: Vec<Person> = reader.list("", &[])?;
    let people: HashMap<Id, String> = people.into_iter().map(|one| (one.id, one.name)).collect();
    let (codes, other_codes) =
        codebook::tree(reader)?.into_iter().partition(|one| gathers.own.contains(&one.code.id));
    let (bears, conditions) = bears(condition::list(reader, today)?, id);
    let (found, more_found) = found(reader, wanted, &gathers)?;
    let placing = Placing::closed(&rounds, back).about(id, &number, &theme.name, &ways);
    Ok(Shown {
        area: ways.of(id).last().map_or(Area::Unplaced, |placement| placement.area),
        stands: ways.stands(id),
        remark: board::remark(&theme),
        quotes: evidence.iter().filter(|one| one.quoted).map(set).collect::<Result<_>>()?,
        passages: passages(&evidence, wanted, &set)?,
        spark: (!counts.weeks.is_empty()).then(|| scale.draw(&places, &counts)),
        says: counts.says(&places),
        voices: voices(&places, &participant::list(reader)?, &evidence),
        legend: board::legend(&places),
        movement: movement(id, &ways, &theme::by_round(reader)?, &people),
        codes,
        other_codes,
        found,
        more_found,
        find: wanted.find.clone().unwrap_or_default(),
        bears,
        conditions,
        others,
        actions: action::about(reader, id)?,
        memos: memo::on(reader, id)?,
        people,
        placing: match &wanted.area {
            Some(area) => placing.opened(Some(area)),
            None => placing,
        },
        number,
        theme,
    })
}

/// The theme with its number, and the others with theirs.
fn this_and_others(reader: &Reader<'_>, id: Id) -> Result<(String, Theme, Vec<Numbered>)> {
    let themes: Vec<Theme> = reader.list("ORDER BY position, id", &[])?;
    let numbered = themes.into_iter().zip(1..).map(|(theme, at)| (format!("T{at}"), theme));
    let (this, others): (Vec<_>, Vec<_>) = numbered.partition(|(_, theme)| theme.id == id);
    let (number, theme) = this.into_iter().next().ok_or_else(|| {
        Error::not_found("This theme is no longer in the study.")
            .hint("It may have been merged or removed since; the history tells.")
    })?;
    Ok((number, theme, others))
}

/// The passages of one choice, and of those one page.
fn passages(
    evidence: &[ThemeEvidence],
    wanted: &Wanted,
    set: &dyn Fn(&ThemeEvidence) -> Result<Heard>,
) -> Result<Passages> {
    let participant = wanted.participant.as_deref().filter(|name| !name.is_empty());
    let stream = wanted.stream.as_deref().filter(|name| !name.is_empty());
    let fits = |one: &&ThemeEvidence| {
        let theirs = participant.is_none_or(|name| match name {
            "-" => one.participants.is_empty(),
            name => one.participants.iter().any(|other| other == name),
        });
        theirs && stream.is_none_or(|name| one.stream == name)
    };
    let chosen: Vec<&ThemeEvidence> = evidence.iter().filter(fits).collect();
    let pages = chosen.len().div_ceil(PAGE).max(1);
    let page = wanted.page.unwrap_or(1).clamp(1, pages);
    let shown = chosen.iter().skip((page - 1) * PAGE).take(PAGE);
    let whose = participant.map(|name| if name == "-" { "nobody named" } else { name });
    let words: Vec<String> = [whose.map(str::to_owned), stream.map(|name| name.replace('_', " "))]
        .into_iter()
        .flatten()
        .collect();
    let part = |name: &str, value: Option<&str>| {
        value.map(|value| format!("{name}={}&", crate::words::encode(value))).unwrap_or_default()
    };
    Ok(Passages {
        shown: shown.map(|one| set(one)).collect::<Result<_>>()?,
        chosen: chosen.len(),
        all: evidence.len(),
        choice: words.join(", "),
        query: part("participant", participant) + &part("stream", stream),
        page,
        pages,
    })
}

/// The conditions it bears on, and the others.
fn bears(model: Vec<ListedCondition>, theme: Id) -> (Vec<Bears>, Vec<ListedCondition>) {
    let (mut bears, mut others) = (Vec::new(), Vec::new());
    for condition in model {
        let found = condition.themes.iter().find(|one| one.id == theme).cloned();
        match found {
            Some(one) => bears.push(Bears { condition, bearing: one.bearing, note: one.note }),
            None => others.push(condition),
        }
    }
    (bears, others)
}

/// Passages with the words that were asked for, without those that it gathers by themselves.
fn found(reader: &Reader<'_>, wanted: &Wanted, gathers: &Gathers) -> Result<(Vec<Found>, bool)> {
    let mut found = find::find(reader, wanted.find.as_deref().unwrap_or_default())?;
    let more = found.len() > find::MOST;
    found.truncate(find::MOST);
    found.retain(|one| !gathers.passages.contains(&one.passage));
    Ok((found, more))
}
