//! What a person says about files that wait: about all of them, about single ones, yes or no.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use jiff::civil::{Date, DateTime};
use serde::Deserialize;
use serde_json::json;
use trefoil_core::corpus::import::store::{Item, Refused};
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::decision::{Edit, apply};
use super::job::{Job, Stage};
use super::look::Look;
use super::rows::Shown;
use super::{begin, table, wishes, work};
use crate::act::Sent;
use crate::desk::{Desk, wait_for};
use crate::pages::care::key::Lock;
use crate::pages::corpus::Streams;
use crate::security::see_other;
use crate::session::Flash;
use crate::trouble::{Answer, wants_json};

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    pub(super) job: Id,
}

pub(super) type Fields = Vec<(String, String)>;

pub(super) fn fields(sent: Sent) -> Fields {
    match sent {
        Sent::Form(fields) => fields,
        Sent::Json(_) => Vec::new(),
    }
}

pub(super) fn page(desk: &Desk, job: Id, query: &str) -> Response {
    see_other(&desk.at(&format!("corpus/import/{job}{query}")))
}

/// Takes what is said about all files, and reads them again.
pub(super) async fn wish(desk: Desk, Path(of): Path<Of>, sent: Sent) -> Answer {
    let job = desk.open.imports.find(of.job)?;
    let wishes = wishes::read(&fields(sent))?;
    job.ready()?;
    let study = desk.study();
    let wishes = wait_for(move || begin::check(&study, &wishes).map(|()| wishes)).await?;
    if job.read_again(wishes) {
        work::read(&job, desk.study(), desk.key())?;
    }
    begin::wait_a_little(&job).await;
    Ok(page(&desk, of.job, ""))
}

/// Takes what is said about single files; then stays, goes to another page or begins to store.
pub(super) async fn items(desk: Desk, Path(of): Path<Of>, sent: Sent) -> Answer {
    let job = desk.open.imports.find(of.job)?;
    let (look, fields) = (job.ready()?, fields(sent));
    let streams = desk.read(Streams::read).await?;
    let edits = edits(&look, &streams, &fields)?;
    let changed = changed(&job.edits(), &edits);
    job.keep_edits(edits);
    if !changed.is_empty() {
        let (study, said) = (desk.study(), job.edits());
        let anew = wait_for(move || look.again(&study, &changed, &said)).await?;
        job.look_anew(anew.into());
    }
    let asked = fields.iter().find(|(name, _)| name == "_do").map_or("", |(_, what)| what);
    if asked == "run" {
        if looks_with_the_key(&desk, &job).await? {
            return Ok(page(&desk, of.job, ""));
        }
        return run(&desk, of.job);
    }
    if wants_json(&desk.headers) {
        return Ok(Json(json!({ "coming": job.ready()?.coming(&job.edits()) })).into_response());
    }
    Ok(page(&desk, of.job, &format!("{}#list", query(asked))))
}

/// Which part of the list a button asks for: `page:2`, or `page:2:look`.
fn query(asked: &str) -> String {
    let Some(asked) = asked.strip_prefix("page:") else { return String::new() };
    let (number, shown) = asked.split_once(':').unwrap_or((asked, ""));
    let number: usize = number.parse().unwrap_or(1);
    match Shown::of(shown) {
        Shown::All => format!("?page={number}"),
        shown => format!("?page={number}&show={}", shown.word()),
    }
}

/// Takes which number of the chats' dates is the month, and reads them again.
pub(super) async fn dates(desk: Desk, Path(of): Path<Of>, sent: Sent) -> Answer {
    let job = desk.open.imports.find(of.job)?;
    job.ready()?;
    let fields = fields(sent);
    let chosen = fields.iter().find(|(name, _)| name == "order").map_or("", |(_, word)| word);
    let mut wishes = job.wishes();
    wishes.options.date_order = wishes::date_order(chosen);
    if job.read_again(wishes) {
        work::read(&job, desk.study(), desk.key())?;
    }
    begin::wait_a_little(&job).await;
    Ok(page(&desk, of.job, ""))
}

/// Looks at the files once more where somebody unlocked the key since they were looked at: names that
/// it knows would come in. Answers whether it does; nothing is stored then.
async fn looks_with_the_key(desk: &Desk, job: &Arc<Job>) -> Result<bool> {
    let (look, access) = (job.ready()?, desk.key());
    if !look.plan.is_sealed || access.is_none() {
        return Ok(false);
    }
    let opens = move |reader: &Reader<'_>| Ok(Lock::read(reader, access)?.0 == Lock::Unlocked);
    if !desk.read(opens).await? || !job.read_again(job.wishes()) {
        return Ok(false);
    }
    work::read(job, desk.study(), desk.key())?;
    begin::wait_a_little(job).await;
    let said = "The key was unlocked meanwhile, so the files were looked at once more with it. \
                Nothing is stored yet";
    desk.app.sessions().say(&desk.session, Flash { said: said.to_owned(), ..Flash::default() });
    Ok(true)
}

fn run(desk: &Desk, id: Id) -> Answer {
    let imports = &desk.open.imports;
    let job = imports.find(id)?;
    let (look, edits) = (job.ready()?, job.edits());
    if look.coming(&edits) == 0 {
        return Err(Error::invalid("No file is left to import.")
            .hint("Tick at least one, or leave this import. Nothing was stored.")
            .into());
    }
    let mut plan = look.plan.clone();
    apply(&edits, &mut plan);
    plan.check_people()?;
    // What cannot be read needs no second try; the result tells it once more.
    let (unreadable, rest): (Vec<Item>, Vec<Item>) =
        plan.items.into_iter().partition(|item| look.facts(item.id).refused.is_some());
    plan.items = rest;
    plan.refused.extend(unreadable.into_iter().map(|item| Refused {
        reason: look.facts(item.id).refused.unwrap_or_default(),
        file: item.file,
        denied: false,
    }));
    if job.decide(plan.items.len()) {
        work::store(&job, &imports.turn, desk.acting(), plan)?;
    }
    Ok(page(desk, id, ""))
}

/// Stops an import that is under way; what was stored stays.
pub(super) async fn stop(desk: Desk, Path(of): Path<Of>) -> Answer {
    desk.open.imports.find(of.job)?.stop();
    Ok(page(&desk, of.job, ""))
}

/// Leaves an import that has stored nothing: its files go.
pub(super) async fn abandon(desk: Desk, Path(of): Path<Of>) -> Answer {
    let job = desk.open.imports.find(of.job)?;
    if matches!(job.stage(), Stage::Waiting | Stage::Running) {
        return Err(Error::conflict("This import is under way already.")
            .hint("Stop it on its page: what was stored until then stays and can be undone.")
            .into());
    }
    job.stop();
    desk.open.imports.forget(of.job);
    let said = "Left the import; nothing of it was stored".to_owned();
    if !job.has_ended() {
        desk.app.sessions().say(&desk.session, Flash { said, ..Flash::default() });
    }
    Ok(see_other(&desk.at("corpus/import")))
}

/// What the form says about each of its files that differs from what was guessed.
fn edits(look: &Look, streams: &Streams, fields: &Fields) -> Result<Vec<(usize, Edit)>> {
    let by_name: BTreeMap<&str, &str> =
        fields.iter().map(|(name, text)| (name.as_str(), text.trim())).collect();
    let ids =
        fields.iter().filter(|(name, _)| name == "item").filter_map(|(_, id)| id.parse().ok());
    let mut edits = Vec::new();
    for id in ids {
        if let Some(item) = look.plan.items.iter().find(|item| item.id == id) {
            let field = |name: &str| by_name.get(format!("{name}-{id}").as_str()).copied();
            let mut said = edit(look, streams, item, &field)?;
            said.sheets = table::said(item, &|name| by_name.get(name).copied())?;
            edits.push((id, said));
        }
    }
    Ok(edits)
}

fn edit<'f>(
    look: &Look,
    streams: &Streams,
    item: &Item,
    field: &dyn Fn(&str) -> Option<&'f str>,
) -> Result<Edit> {
    let wrong =
        |what: String| Error::invalid(format!("{}: {what}", item.file)).hint("Nothing was stored.");
    let name = field("name").filter(|name| *name != item.name);
    if name == Some("") {
        return Err(wrong("a source needs a name.".into()));
    }
    let stream = field("stream").filter(|stream| *stream != item.stream);
    if let Some(stream) = stream.filter(|stream| !streams.knows(stream)) {
        return Err(wrong(format!("“{stream}” is not a stream.")));
    }
    let date = field("date").map(moment).transpose().map_err(wrong)?;
    let people = field("participants").map(wishes::names);
    let is_kept = field("keep").is_some();
    let by_itself = look.facts(item.id).aside.is_none();
    Ok(Edit {
        file: item.file.clone(),
        name: name.map(Into::into),
        stream: stream.map(Into::into),
        date: date.filter(|date| *date != item.date).map(Option::unwrap_or_default),
        participants: people.filter(|people| *people != item.participants),
        keep: (is_kept != by_itself).then_some(is_kept),
        // It is guessed that it does, and only then there is a box to untick.
        attaches: (item.belongs.is_some() && field("attach").is_none()).then_some(false),
        sheets: BTreeMap::new(),
    })
}

/// A date as the study keeps it.
fn moment(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(date) = text.parse::<Date>()
        && !text.contains(':')
    {
        return Ok(Some(date.to_string()));
    }
    match text.parse::<DateTime>() {
        Ok(moment) => Ok(Some(moment.strftime("%Y-%m-%dT%H:%M:%S").to_string())),
        Err(_) => {
            Err(format!("“{text}” is not a date: write it as 2026-01-31 or 2026-01-31 09:05."))
        }
    }
}

/// The files that must be read again: another date may set them aside, and what is kept in spite
/// of a reason has not been read yet.
fn changed(before: &BTreeMap<usize, Edit>, after: &[(usize, Edit)]) -> Vec<usize> {
    let nothing = Edit::default();
    let differs = |(id, edit): &&(usize, Edit)| {
        let old = before.get(id).unwrap_or(&nothing);
        old.date != edit.date || (old.keep != edit.keep && edit.keep != Some(false))
    };
    after.iter().filter(differs).map(|(id, _)| *id).collect()
}

#[cfg(test)]
mod tests {
    use super::{moment, query};

    #[test]
    fn a_button_asks_for_a_part_of_the_list() {
        assert_eq!(query("page:2"), "?page=2");
        assert_eq!(query("page:1:look"), "?page=1&show=look");
        assert_eq!(query("page:&x=1:<b>"), "?page=1");
        assert_eq!(query("run"), "");
    }

    #[test]
    fn a_date_is_kept_as_the_study_keeps_dates() {
        assert_eq!(moment(""), Ok(None));
        assert_eq!(moment("2026-01-31"), Ok(Some("2026-01-31".into())));
        assert_eq!(moment("2026-01-31 09:05"), Ok(Some("2026-01-31T09:05:00".into())));
        assert!(moment("31.1.2026").unwrap_err().contains("is not a date"));
        assert!(moment("2026-02-30").is_err());
    }
}
