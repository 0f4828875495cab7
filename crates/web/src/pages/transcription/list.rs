//! The page of the queue: what is heard, what waits and why, and what ended lately.

use askama::Template;
use trefoil_core::care::pseudonym::needs_passphrase;
use trefoil_core::corpus::source::Source;
use trefoil_core::error::Result;
use trefoil_core::storage::Reader;
use trefoil_core::transcription::{self, Progress, Waiting};

use super::told::{Told, Wants};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// Of what ended, so many are told.
const LATELY: usize = 20;

/// The page.
#[derive(Template)]
#[template(path = "transcription/list.html")]
struct ListPage {
    frame: Frame,
    /// What is heard, waits or is paused.
    under_way: Vec<Told>,
    /// What ended, the latest first.
    ended: Vec<Told>,
    /// How many recordings have no words yet and are not asked for.
    wordless: i64,
    models: Vec<String>,
}

impl ListPage {
    /// Whether something here waits until the key to the pseudonyms is unlocked.
    fn waits_for_key(&self) -> bool {
        self.under_way.iter().any(|one| one.wants == Some(Wants::Key))
    }

    /// Whether something waits for a model of this computer.
    fn waits_for_model(&self) -> bool {
        self.models.is_empty()
            && self.under_way.iter().any(|one| one.waiting.asked.endpoint.is_none())
    }
}

/// Shows the queue.
pub(super) async fn show(desk: Desk) -> Answer {
    let models = desk.app.models();
    let read = desk.look(Station::Corpus, "Transcriptions", read).await?;
    let (frame, (mut under_way, ended, wordless, sealed)) = read;
    let locked = sealed && desk.open.keyring.any(&desk.open.key, desk.now()).is_none();
    for one in &mut under_way {
        one.wants = wants(&desk, &one.waiting, locked);
    }
    desk.page(&ListPage { frame, under_way, ended, wordless, models })
}

/// What a recording waits for that a person has to grant.
fn wants(desk: &Desk, one: &Waiting, locked: bool) -> Option<Wants> {
    if one.row.state != Progress::Waiting {
        return None;
    }
    if let Some(address) = &one.asked.endpoint
        && desk.open.sending.may(address).is_none()
    {
        let other = desk.app.listener().and_then(|one| one.other_computer(address).ok().flatten());
        return Some(Wants::Leave(address.clone(), other));
    }
    (locked && one.asked.without_key != Some(true)).then_some(Wants::Key)
}

/// What is under way, what ended, how many recordings have no words, and whether the key is sealed.
type Queue = (Vec<Told>, Vec<Told>, i64, bool);

fn read(reader: &Reader<'_>) -> Result<Queue> {
    let (mut under_way, mut ended) = (Vec::new(), Vec::new());
    for waiting in transcription::list(reader)? {
        if waiting.row.ended_at.is_none() {
            under_way.push(Told::whole(reader, waiting)?);
        } else if ended.len() < LATELY {
            ended.push(Told::whole(reader, waiting)?);
        }
    }
    let sources: Vec<Source> =
        reader.list("WHERE media IS NOT NULL AND revision IS NULL AND duration_ms > 0", &[])?;
    let asked = |source: &Source| under_way.iter().any(|one| one.waiting.row.source == source.id);
    let wordless = sources.iter().filter(|source| !asked(source)).count();
    let wordless = i64::try_from(wordless).unwrap_or(i64::MAX);
    Ok((under_way, ended, wordless, needs_passphrase(reader)?))
}
