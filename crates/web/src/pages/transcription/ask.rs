//! Asking for transcriptions, from a source or for the sources that were ticked in a list.

use trefoil_core::corpus::source::Source;
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::{Performed, Session};
use trefoil_core::transcription::{Asked, Settings, TranscriptionAsk, permitted};

use super::send::{allowed, grant};
use crate::act::Sent;
use crate::desk::{Desk, wait_for};
use crate::pages::source::time;
use crate::security::{local_path, see_other};
use crate::session::Flash;
use crate::trouble::{Answer, Trouble};
use crate::words::counted;

/// Asks for what a form names.
pub(super) async fn ask(desk: Desk, sent: Sent) -> Answer {
    let field = |name: &str| sent.field(name).map(str::trim).filter(|text| !text.is_empty());
    let asked = read(&sent)?;
    let sending = match &asked.settings.endpoint {
        Some(address) => Some((address.clone(), allowed(&desk, address, field("allow_host"))?)),
        None => None,
    };
    let back = field("_back").map_or_else(|| desk.at("transcriptions"), local_path);
    let acting = desk.acting();
    let done = wait_for(move || acting.perform(asked)).await;
    let done = done.map_err(|error| Trouble::from(error).with_typed(sent.typed()))?;
    if let Some((address, sending)) = sending {
        grant(&desk, &address, sending);
    }
    say(&desk, done.summary, done.notices);
    Ok(see_other(&back))
}

/// It is in the queue; stopping it is on the queue's page, and not an undo.
fn say(desk: &Desk, said: String, notices: Vec<String>) {
    desk.app.sessions().say(&desk.session, Flash { said, notices, undo: false });
}

fn read(sent: &Sent) -> Result<TranscriptionAsk> {
    let field = |name: &str| sent.field(name).map(str::trim).filter(|text| !text.is_empty());
    let yes = |name: &str| {
        let said = sent.all(name);
        (!said.is_empty()).then(|| said.contains(&"yes"))
    };
    let at = |name: &str| {
        let told = field(name).map(|text| {
            time(text).ok_or_else(|| {
                Error::invalid(format!("“{text}” is no time in a recording."))
                    .hint("Write it as 1:02:03.5 or 2:03. Nothing was asked for.")
            })
        });
        told.transpose()
    };
    let endpoint = field("endpoint").map(ToOwned::to_owned);
    let sends = field("elsewhere").is_some();
    if endpoint.is_some() != sends {
        let missing = if sends { "type its address" } else { "tick that it is to hear it" };
        return Err(Error::invalid(format!(
            "For a server of your own, {missing} as well. Nothing was asked for."
        )));
    }
    let model = if sends { "server_model" } else { "model" };
    let (beams, at_once) = match field("pace") {
        Some("quick") => (Some(1), None),
        Some("quickest") => (Some(1), Some(4)),
        _ => (None, None),
    };
    let source = field("source").and_then(|id| id.parse::<Id>().ok());
    Ok(TranscriptionAsk {
        sources: source.into_iter().collect(),
        begin_ms: at("from")?,
        end_ms: at("until")?,
        settings: Settings {
            model: field(model).map(ToOwned::to_owned),
            endpoint,
            language: field("language").map(ToOwned::to_owned),
            beams,
            at_once,
            verbatim: yes("verbatim"),
            word_times: yes("word_times"),
            voices: field("voices").map(ToOwned::to_owned),
            ..Settings::default()
        },
        again: field("again").is_some(),
        first: field("first").is_some(),
    })
}

/// Asks for those of the chosen sources that are recordings without words. Who did not agree to it
/// is told and holds nobody else up; where that is all of them, it is refused as the core refuses it.
pub(crate) fn of_chosen(acting: &Session, chosen: &[Id]) -> Result<Performed<Asked>> {
    let chosen = chosen.to_vec();
    let (sources, mut told) = acting.study().read(move |reader| sorted(reader, &chosen))?;
    if sources.is_empty() {
        return Err(told.pop().unwrap_or_else(|| {
            Error::conflict("None of the ticked sources is a recording without words.")
                .hint("What has words already is heard again from its own page.")
        }));
    }
    let ask = TranscriptionAsk { sources, ..TranscriptionAsk::default() };
    let mut done = acting.perform(ask)?;
    done.notices.extend(told.iter().map(ToString::to_string));
    Ok(done)
}

/// The recordings that can be heard, and why others are not.
fn sorted(reader: &Reader<'_>, chosen: &[Id]) -> Result<(Vec<Id>, Vec<Error>)> {
    let (mut sources, mut told, mut others) = (Vec::new(), Vec::new(), 0);
    for id in chosen {
        let source: Source = reader.get(*id)?;
        if source.media.is_none() || source.duration_ms.is_none() || source.revision.is_some() {
            others += 1;
        } else if let Err(error) = permitted(reader, *id) {
            told.push(error);
        } else {
            sources.push(*id);
        }
    }
    if others > 0 && !sources.is_empty() {
        told.push(Error::conflict(format!(
            "{} left as it is: not a recording, or with words already.",
            counted(&others, "source was", "sources were")
        )));
    }
    Ok((sources, told))
}
