//! Changing or removing several sources as one act.
//!
//! The list sends the sources that were ticked. What is left as it is stays; all changes go
//! through as one, or none does. Removing shows first what would go; transcribing puts recordings
//! into the queue.

use askama::Template;
use axum::extract::Query;
use serde_json::{Map, Value, json};
use trefoil_core::bind;
use trefoil_core::corpus::participant;
use trefoil_core::corpus::set;
use trefoil_core::corpus::source::Listed;
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::{Session, operations};

use super::{arrived, those};
use crate::act::Sent;
use crate::desk::{Desk, wait_for};
use crate::frame::{Frame, Station};
use crate::pages::transcription;
use crate::security::{local_path, see_other};
use crate::session::Flash;
use crate::trouble::Answer;
use crate::words::{counted, encode};

/// The page that asks before sources are removed.
#[derive(Template)]
#[template(path = "corpus/remove.html")]
struct RemovePage {
    frame: Frame,
    sources: Vec<Listed>,
    /// What would go, in one sentence.
    takes: String,
    back: String,
}

/// What goes when some sources are removed.
#[derive(Debug, Default)]
pub(super) struct Cost {
    sources: i64,
    recordings: i64,
    passages: i64,
    codings: i64,
    /// How many times a theme has gathered one of the passages.
    gathered: i64,
}

fn values<'f>(fields: &'f [(String, String)], name: &str) -> Vec<&'f str> {
    let same = fields.iter().filter(|(one, _)| one == name);
    same.map(|(_, value)| value.trim()).filter(|value| !value.is_empty()).collect()
}

fn sent_fields(sent: Sent) -> Vec<(String, String)> {
    match sent {
        Sent::Form(fields) => fields,
        Sent::Json(_) => Vec::new(),
    }
}

/// Changes what is known of the ticked sources, or goes on to ask whether they shall be removed.
pub(super) async fn change(desk: Desk, sent: Sent) -> Answer {
    let fields = sent_fields(sent);
    let chosen: Vec<String> = values(&fields, "source").into_iter().map(Into::into).collect();
    if chosen.is_empty() {
        return Err(none_chosen().into());
    }
    let back = local_path(values(&fields, "_back").first().copied().unwrap_or("/"));
    if values(&fields, "_do").contains(&"remove") {
        let query: Vec<String> = chosen.iter().map(|id| format!("source={}", encode(id))).collect();
        let query = format!("{}&back={}", query.join("&"), encode(&back));
        return Ok(see_other(&desk.at(&format!("corpus/remove?{query}"))));
    }
    let acting = desk.acting();
    if values(&fields, "_do").contains(&"transcribe") {
        let ids: Vec<Id> = chosen.iter().filter_map(|id| id.parse().ok()).collect();
        let done = wait_for(move || transcription::of_chosen(&acting, &ids)).await?;
        let flash = Flash { said: done.summary, notices: done.notices, undo: false };
        desk.app.sessions().say(&desk.session, flash);
        return Ok(see_other(&desk.at("transcriptions")));
    }
    let count = chosen.len() as i64;
    let done = wait_for(move || {
        let acts = acting.study().read(move |reader| changes(reader, &chosen, &fields))?;
        perform(&acting, acts)
    });
    done.await?;
    say(&desk, format!("Changed {}", counted(&count, "source", "sources")));
    Ok(see_other(&back))
}

fn none_chosen() -> Error {
    Error::invalid("No source is ticked.")
        .hint("Tick the ones that are meant in the first column of the list. Nothing was changed.")
}

/// An operation by its name, with what it is told.
type Act = (&'static str, Value);

/// One operation for each source whose facts change, and one for each set.
fn changes(
    reader: &Reader<'_>,
    chosen: &[String],
    fields: &[(String, String)],
) -> Result<Vec<Act>> {
    let mut same = Map::new();
    if let Some(stream) = values(fields, "stream").first() {
        same.insert("stream".into(), json!(stream));
    }
    match values(fields, "date").first() {
        Some(date) => drop(same.insert("date".into(), json!(date))),
        None if !values(fields, "undate").is_empty() => drop(same.insert("date".into(), json!(""))),
        None => {}
    }
    match values(fields, "language").first() {
        Some(language) => drop(same.insert("language".into(), json!(language))),
        None if !values(fields, "unspeak").is_empty() => {
            drop(same.insert("language".into(), json!("")));
        }
        None => {}
    }
    let sets = sets(reader, chosen, fields)?;
    let who = values(fields, "who").first().copied().unwrap_or_default();
    if same.is_empty() && who.is_empty() && sets.is_empty() {
        return Err(Error::invalid("It was not said what to change.").hint(
            "Choose a stream, a participant, a date, a language or a set. Nothing was changed.",
        ));
    }
    let all = if who.starts_with("add:") {
        arrived(reader, &participant::list(reader)?)?
    } else {
        Vec::new()
    };
    let arguments = |id: &String| {
        let mut arguments = same.clone();
        arguments.insert("source".into(), json!(id));
        if let Some(people) = people(who, id, &all) {
            arguments.insert("participants".into(), json!(people));
        }
        Value::Object(arguments)
    };
    if same.is_empty() && who.is_empty() {
        return Ok(sets);
    }
    let facts = chosen.iter().map(|id| ("source.set", arguments(id)));
    Ok(facts.chain(sets).collect())
}

/// What is put into a set, taken out of one, or made a new one of.
fn sets(reader: &Reader<'_>, chosen: &[String], fields: &[(String, String)]) -> Result<Vec<Act>> {
    let mut acts = Vec::new();
    if let Some(name) = values(fields, "new_set").first() {
        acts.push(("set.add", json!({ "name": name, "sources": chosen })));
    }
    let Some((how, set)) = values(fields, "set").first().and_then(|said| said.split_once(':'))
    else {
        return Ok(acts);
    };
    if how == "put" {
        acts.push(("set.put", json!({ "set": set, "sources": chosen })));
        return Ok(acts);
    }
    let id: Id = set.parse().map_err(|_| Error::not_found("This set is not in the study."))?;
    let members: Vec<String> = set::members(reader, id)?.iter().map(ToString::to_string).collect();
    let there: Vec<&String> = chosen.iter().filter(|one| members.contains(one)).collect();
    if there.is_empty() {
        return Err(Error::conflict("None of the ticked sources is in this set.")
            .hint("Nothing was changed."));
    }
    acts.push(("set.take", json!({ "set": set, "sources": there })));
    Ok(acts)
}

/// Who shall be in a source: nobody, one alone, or one more.
fn people(who: &str, source: &str, all: &[Listed]) -> Option<Vec<String>> {
    let (how, id) = who.split_once(':').unwrap_or((who, ""));
    match how {
        "nobody" => Some(Vec::new()),
        "only" => Some(vec![id.to_owned()]),
        "add" => {
            let listed = all.iter().find(|listed| listed.source.id.to_string() == source);
            let there = listed.map(|listed| listed.participants.as_slice()).unwrap_or_default();
            let there = there.iter().map(|one| one.id.to_string());
            Some(there.chain(std::iter::once(id.to_owned())).collect())
        }
        _ => None,
    }
}

fn perform(acting: &Session, acts: Vec<Act>) -> Result<()> {
    let named = |(name, arguments): Act| {
        let operation = operations::by_name(name)
            .ok_or_else(|| Error::not_found(format!("There is no operation “{name}”.")))?;
        Ok((operation, arguments))
    };
    acting.perform_all(acts.into_iter().map(named).collect::<Result<_>>()?).map(|_| ())
}

fn say(desk: &Desk, said: String) {
    let flash = Flash { said, undo: true, ..Flash::default() };
    desk.app.sessions().say(&desk.session, flash);
}

/// Asks whether sources shall be removed, and says what would go with them.
pub(super) async fn ask(desk: Desk, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let chosen: Vec<String> = values(&asked, "source").into_iter().map(Into::into).collect();
    let back = values(&asked, "back").first().map(|back| local_path(back));
    let read = desk.look(Station::Corpus, "Remove sources", move |reader| {
        let is_chosen = |listed: &Listed| chosen.contains(&listed.source.id.to_string());
        let sources = those(reader, &participant::list(reader)?, is_chosen)?;
        let cost = Cost::of(reader, &sources)?;
        Ok((sources, cost))
    });
    let (frame, (sources, cost)) = read.await?;
    if sources.is_empty() {
        return Err(Error::not_found("None of these sources is in the study any more.")
            .hint("They may have been removed since; the history tells.")
            .into());
    }
    let back = back.unwrap_or_else(|| frame.at("corpus"));
    desk.page(&RemovePage { frame, sources, takes: cost.sentence(), back })
}

/// Removes sources.
pub(super) async fn remove(desk: Desk, sent: Sent) -> Answer {
    let fields = sent_fields(sent);
    let remove = |id: &str| ("source.remove", json!({ "source": id }));
    let chosen: Vec<Act> = values(&fields, "source").into_iter().map(remove).collect();
    if chosen.is_empty() {
        return Err(none_chosen().into());
    }
    let (acting, count) = (desk.acting(), chosen.len() as i64);
    wait_for(move || perform(&acting, chosen)).await?;
    say(&desk, format!("Removed {}", counted(&count, "source", "sources")));
    Ok(see_other(&local_path(values(&fields, "_back").first().copied().unwrap_or("/"))))
}

impl Cost {
    pub(super) fn of(reader: &Reader<'_>, sources: &[Listed]) -> Result<Self> {
        let sql = "SELECT COUNT(*) FROM theme_passage g JOIN passage p ON p.id = g.passage \
                   WHERE p.source = $1";
        let mut cost = Self { sources: sources.len() as i64, ..Self::default() };
        for listed in sources {
            cost.recordings += i64::from(listed.source.media.is_some());
            cost.passages += listed.passages;
            cost.codings += listed.codings;
            cost.gathered += reader.number(sql, bind![listed.source.id])?;
        }
        Ok(cost)
    }

    /// What would go, in one sentence or two.
    pub(super) fn sentence(&self) -> String {
        let counts = [
            (self.recordings, "recording", "recordings"),
            (self.passages, "passage", "passages"),
            (self.codings, "coding", "codings"),
        ];
        let with: Vec<String> = counts
            .iter()
            .filter(|(count, _, _)| *count > 0)
            .map(|(count, one, more)| counted(count, one, more))
            .collect();
        let sources = counted(&self.sources, "source", "sources");
        let themes = match self.gathered {
            0 => String::new(),
            1 => " One of these passages supports a theme and leaves it.".to_owned(),
            many => format!(" Themes lose {} between them.", counted(&many, "passage", "passages")),
        };
        let with = match (with.as_slice(), self.sources) {
            ([], 1) => "; nothing was marked in it".to_owned(),
            ([], _) => "; nothing was marked in them".to_owned(),
            (with, 1) => format!(", and with it {}", super::listed(with)),
            (with, _) => format!(", and with them {}", super::listed(with)),
        };
        format!("This takes {sources} out of the study{with}.{themes}")
    }
}
