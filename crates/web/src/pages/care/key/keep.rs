//! Sealing, changing, opening and destroying the key: acts of the core that cannot be undone.
//!
//! Each is performed in a session that holds the passphrase; nothing of it is an argument. The key
//! that was sealed or changed stays unlocked for this browser, and the others are locked out.

use axum::Form;
use axum::response::Response;
use trefoil_core::care::pseudonym::{
    KeyAccess, KeyChange, KeyDestroy, KeySeal, KeyUnseal, sealed_shut,
};
use trefoil_core::study::{Operation, Performed};

use super::Typed;
use crate::desk::{Desk, wait_for};
use crate::keyring::watch;
use crate::security::see_other;
use crate::session::Flash;
use crate::trouble::Answer;

/// Gives the key a passphrase.
pub(super) async fn seal(desk: Desk, Form(typed): Form<Typed>) -> Answer {
    typed.is_sure()?;
    let new = typed.new_passphrase()?;
    let access = KeyAccess::new(new);
    let done = perform(&desk, Some(access.clone()), KeySeal {}).await?;
    Ok(hold(&desk, access, &done))
}

/// Gives the key another passphrase.
pub(super) async fn change(desk: Desk, Form(typed): Form<Typed>) -> Answer {
    typed.is_sure()?;
    let new = typed.new_passphrase()?;
    let access = typed.access(desk.key()).ok_or_else(sealed_shut)?;
    let done = perform(&desk, Some(access.changing_to(new)), KeyChange {}).await?;
    Ok(hold(&desk, KeyAccess::new(typed.new_passphrase()?), &done))
}

/// Takes the key's passphrase away.
pub(super) async fn unseal(desk: Desk, Form(typed): Form<Typed>) -> Answer {
    typed.is_sure()?;
    let access = typed.access(desk.key()).ok_or_else(sealed_shut)?;
    let done = perform(&desk, Some(access), KeyUnseal {}).await?;
    Ok(told(&desk, &done))
}

/// Destroys the key.
pub(super) async fn destroy(desk: Desk, Form(typed): Form<Typed>) -> Answer {
    typed.is_sure()?;
    let done = perform(&desk, None, KeyDestroy {}).await?;
    Ok(told(&desk, &done))
}

async fn perform<O: Operation>(
    desk: &Desk,
    access: Option<KeyAccess>,
    operation: O,
) -> trefoil_core::error::Result<Performed<O::Outcome>> {
    let session = desk.acting();
    let session = match access {
        Some(access) => session.with_key(access),
        None => session,
    };
    let done = wait_for(move || session.perform(operation)).await?;
    desk.open.forget();
    // What was unlocked with an earlier passphrase opens nothing any more.
    desk.app.keyring().forget(&desk.open.key);
    Ok(done)
}

/// Holds the passphrase that the key has now.
fn hold<T>(desk: &Desk, access: KeyAccess, done: &Performed<T>) -> Response {
    desk.app.keyring().hold(&desk.session, &desk.open.key, access, desk.now());
    watch(desk.app.clone(), desk.open.study.clock().clone());
    told(desk, done)
}

fn told<T>(desk: &Desk, done: &Performed<T>) -> Response {
    let settled = done.settled.iter().flat_map(|settled| &settled.notices);
    let notices = done.notices.iter().chain(settled).cloned().collect();
    let flash = Flash { said: done.summary.clone(), notices, undo: false };
    desk.app.sessions().say(&desk.session, flash);
    see_other(&desk.at("care/key"))
}
