//! Entering the reading room: at the source that was read last, else at the first with words.

use askama::Template;
use trefoil_core::corpus::source;
use trefoil_core::id::Id;

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::security::see_other;
use crate::state::lock;
use crate::trouble::Answer;

/// The page of a study without anything to read.
#[derive(Template)]
#[template(path = "source/none.html")]
struct NonePage {
    frame: Frame,
}

/// Goes to a source.
pub(super) async fn enter(desk: Desk) -> Answer {
    let last: Option<Id> = *lock(&desk.open.reading);
    let read = desk.look(Station::ReadingRoom, "Reading room", move |reader| {
        let listed = source::list(reader)?;
        let same = listed.iter().find(|one| Some(one.source.id) == last);
        let readable = || listed.iter().find(|one| one.source.revision.is_some());
        Ok(same.or_else(readable).or(listed.first()).map(|one| one.source.id))
    });
    match read.await? {
        (_, Some(id)) => Ok(see_other(&desk.at(&format!("sources/{id}")))),
        (frame, None) => desk.page(&NonePage { frame }),
    }
}
