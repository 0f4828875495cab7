//! Telling windows what changed, whoever changed it.
//!
//! A thread follows each open study: changes made through this server are told at once, and those
//! of other programs are seen by the study's change number, looked at twice a second while a
//! window listens. Whoever hears recordings is woken by the same changes, and when a model comes to
//! this computer. The thread ends when the study is closed.

use std::convert::Infallible;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Weak};
use std::time::Duration;

use axum::response::IntoResponse;
use axum::response::sse::{self, KeepAlive, Sse};
use serde::Serialize;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

use crate::desk::{Desk, wait_for};
use crate::state::Open;
use crate::trouble::Answer;

/// What a window is told.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Event {
    /// The study changed.
    Change {
        /// The change number.
        number: i64,
        /// The nouns that were touched; `*` when another program did it.
        nouns: Vec<String>,
    },
    /// Long work went on.
    Progress {
        /// Which work.
        job: String,
        /// Steps done.
        done: usize,
        /// Steps in all.
        total: usize,
        /// What it is at.
        at: String,
        /// Whether it has ended.
        ended: bool,
    },
}

const LOOK: Duration = Duration::from_millis(500);

/// Models are looked for at each so many looks at a study that nobody changes.
const LOOKS_FOR_MODELS: u32 = 6;

/// Begins to follow a study.
pub(crate) fn follow(open: &Arc<Open>) {
    let notices = open.study.watch();
    let mut known = open.study.change_number().unwrap_or(0);
    let weak: Weak<Open> = Arc::downgrade(open);
    let (mut models, mut looks) = (open.listening.models(), 0);
    let work = move || {
        loop {
            let heard = notices.recv_timeout(LOOK);
            let Some(open) = weak.upgrade() else { return };
            match heard {
                Ok(notice) => {
                    known = known.max(notice.number);
                    if notice.nouns.contains(&"transcription") {
                        open.listening.wake(&open.study);
                    }
                    let nouns = notice.nouns.iter().map(|noun| (*noun).to_owned()).collect();
                    let _ = open.events.send(Event::Change { number: notice.number, nouns });
                }
                Err(RecvTimeoutError::Timeout) => {
                    looks = (looks + 1) % LOOKS_FOR_MODELS;
                    if looks == 0 {
                        let now = open.listening.models();
                        if now != models {
                            models = now;
                            open.listening.wake(&open.study);
                        }
                    }
                    if open.events.receiver_count() == 0 {
                        continue;
                    }
                    let number = open.study.change_number().unwrap_or(known);
                    if number > known {
                        known = number;
                        open.listening.wake(&open.study);
                        let _ = open.events.send(Event::Change { number, nouns: vec!["*".into()] });
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    };
    // Without the thread pages still work; they only do not refresh by themselves.
    let _ = std::thread::Builder::new().name("trefoil-follow".into()).spawn(work);
}

/// The stream of events of a study.
///
/// It begins with where the study stands, so a window that was cut off hears what it missed; one
/// that could not keep up is cut off, and its browser comes back by itself.
pub(crate) async fn stream(desk: Desk) -> Answer {
    let heard = desk.open.events.subscribe();
    let study = desk.study();
    let number = wait_for(move || study.change_number()).await?;
    let now = Event::Change { number, nouns: vec!["*".into()] };
    let later = BroadcastStream::new(heard).map_while(Result::ok);
    let events = tokio_stream::once(now)
        .chain(later)
        .filter_map(|event| sse::Event::default().json_data(&event).ok().map(Ok::<_, Infallible>));
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}
