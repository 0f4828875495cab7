//! What is asked before the key is sealed, changed, opened, destroyed or handed out.
//!
//! Each page says what will be so afterwards, that it cannot be undone, and what does not change.

use askama::Template;
use trefoil_core::care::pseudonym::{KeyStatus, status};
use trefoil_core::error::Error;

use super::Lock;
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;
use crate::words::counted;

/// What is to be done with the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Seal,
    Change,
    Unseal,
    Destroy,
    Export,
}

/// The page.
#[derive(Template)]
#[template(path = "care/key/sure.html")]
struct SurePage {
    frame: Frame,
    deed: Deed,
    lock: Lock,
    status: KeyStatus,
}

impl Deed {
    fn word(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::Change => "change",
            Self::Unseal => "unseal",
            Self::Destroy => "destroy",
            Self::Export => "export",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Seal => "Seal the key",
            Self::Change => "Change the passphrase of the key",
            Self::Unseal => "Take the passphrase away",
            Self::Destroy => "Destroy the key",
            Self::Export => "Hand the key out as a file",
        }
    }

    /// Whether it can be done as the key is kept.
    fn fits(self, lock: Lock) -> bool {
        match self {
            Self::Seal => matches!(lock, Lock::None | Lock::Open),
            Self::Change | Self::Unseal | Self::Export => {
                matches!(lock, Lock::Sealed | Lock::Unlocked)
            }
            Self::Destroy => !matches!(lock, Lock::None | Lock::Destroyed),
        }
    }
}

impl SurePage {
    /// How many names are kept, in words.
    fn kept(&self) -> String {
        counted(&(self.status.sealed + self.status.sealed_in_texts), "name", "names")
    }

    /// How many words are recognised.
    fn recognised(&self) -> String {
        counted(&self.status.recognised, "name", "names")
    }
}

/// Asks before the key is sealed.
pub(super) async fn seal(desk: Desk) -> Answer {
    ask(desk, Deed::Seal).await
}

/// Asks before the passphrase is changed.
pub(super) async fn change(desk: Desk) -> Answer {
    ask(desk, Deed::Change).await
}

/// Asks before the passphrase is taken away.
pub(super) async fn unseal(desk: Desk) -> Answer {
    ask(desk, Deed::Unseal).await
}

/// Asks before the key is destroyed.
pub(super) async fn destroy(desk: Desk) -> Answer {
    ask(desk, Deed::Destroy).await
}

/// Asks how the key is handed out.
pub(super) async fn export(desk: Desk) -> Answer {
    ask(desk, Deed::Export).await
}

async fn ask(desk: Desk, deed: Deed) -> Answer {
    let access = desk.key();
    let read = desk.look(Station::Care, deed.title(), move |reader| {
        Ok((Lock::read(reader, access)?.0, status(reader)?))
    });
    let (frame, (lock, status)) = read.await?;
    if !deed.fits(lock) {
        let why = match lock {
            Lock::None => "This study has no key to the pseudonyms yet.",
            Lock::Open => "The key has no passphrase, and keeps no names.",
            Lock::Sealed | Lock::Unlocked => "The key is sealed already.",
            Lock::Destroyed => "The key was destroyed.",
        };
        return Err(Error::conflict(why)
            .hint("The page of pseudonyms says what can be done.")
            .into());
    }
    desk.page(&SurePage { frame, deed, lock, status })
}
