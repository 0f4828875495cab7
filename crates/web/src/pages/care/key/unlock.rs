//! Unlocking the key for a while, and locking it again.

use axum::Form;
use trefoil_core::care::pseudonym::{KeyAccess, check_access, needs_passphrase, sealed_shut};
use trefoil_core::error::Error;
use trefoil_core::study::Secret;

use super::Typed;
use crate::desk::Desk;
use crate::keyring::watch;
use crate::listener;
use crate::security::{local_path, see_other};
use crate::session::Flash;
use crate::trouble::Answer;

/// Holds the key's passphrase for a while, when it opens the key.
pub(super) async fn unlock(desk: Desk, Form(typed): Form<Typed>) -> Answer {
    if typed.passphrase.is_empty() {
        return Err(sealed_shut().hint("Type it in the field. Nothing was changed.").into());
    }
    let access = KeyAccess::new(Secret::new(&typed.passphrase));
    let tried = access.clone();
    desk.read(move |reader| {
        if !needs_passphrase(reader)? {
            return Err(Error::conflict("The key is not sealed, so there is nothing to unlock."));
        }
        check_access(reader, &tried)
    })
    .await?;
    let keyring = desk.app.keyring();
    keyring.hold(&desk.session, &desk.open.key, access, desk.now());
    watch(desk.app.clone(), desk.open.study.clock().clone());
    // What waits for the key in the queue goes on.
    listener::wake(&desk.open);
    let said = "Unlocked the key; it locks itself after 15 minutes in which nothing is done";
    Ok(go(&desk, &typed.back, said))
}

/// Forgets the key's passphrase.
pub(super) async fn lock(desk: Desk, Form(typed): Form<Typed>) -> Answer {
    desk.app.keyring().lock(&desk.session, &desk.open.key);
    Ok(go(&desk, &typed.back, "Locked the key; its passphrase is forgotten"))
}

/// Goes back, and says there what was done.
pub(super) fn go(desk: &Desk, back: &str, said: &str) -> axum::response::Response {
    let flash = Flash { said: said.to_owned(), ..Flash::default() };
    desk.app.sessions().say(&desk.session, flash);
    match back {
        "" => see_other(&desk.at("care/key")),
        back => see_other(&local_path(back)),
    }
}
