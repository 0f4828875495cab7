//! Keys to pseudonyms that somebody unlocked, for as long as they are used.
//!
//! The passphrase of a key is held in memory only, for one browser and one study. It is forgotten
//! when nobody asked for a page for a quarter of an hour, when the person locks the key or another
//! one sits down, when the study is closed, and when the program ends. It shows itself nowhere.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use trefoil_core::care::pseudonym::KeyAccess;
use trefoil_core::clock::Clock;

use crate::state::App;

/// A key is locked again when nobody did anything for so long, in milliseconds.
pub(crate) const IDLE: i64 = 15 * 60 * 1000;

/// How often it is looked whether a key is to be locked.
const LOOK: Duration = Duration::from_secs(30);

/// The keys that are unlocked.
#[derive(Debug, Default)]
pub(crate) struct Keyring(Mutex<HashMap<Whose, Held>>);

/// A browser's session, and a study by its name in addresses.
type Whose = (String, String);

#[derive(Debug)]
struct Held {
    access: KeyAccess,
    used: i64,
}

impl Keyring {
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<Whose, Held>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Holds a key that was unlocked.
    pub(crate) fn hold(&self, session: &str, study: &str, access: KeyAccess, now: i64) {
        let whose = (session.to_owned(), study.to_owned());
        self.with(|held| held.insert(whose, Held { access, used: now }));
    }

    /// The key that this browser unlocked for a study, if it is not forgotten by now.
    pub(crate) fn access(&self, session: &str, study: &str, now: i64) -> Option<KeyAccess> {
        self.sweep(now);
        let whose = (session.to_owned(), study.to_owned());
        self.with(|held| held.get(&whose).map(|one| one.access.clone()))
    }

    /// The key to a study's pseudonyms that any browser unlocked; the one that was used last.
    pub(crate) fn any(&self, study: &str, now: i64) -> Option<KeyAccess> {
        self.sweep(now);
        self.with(|held| {
            let mine = held.iter().filter(|((_, of), _)| of == study);
            mine.max_by_key(|(_, one)| one.used).map(|(_, one)| one.access.clone())
        })
    }

    /// Somebody did something: the time begins anew.
    pub(crate) fn used(&self, session: &str, study: &str, now: i64) {
        self.sweep(now);
        let whose = (session.to_owned(), study.to_owned());
        self.with(|held| {
            if let Some(one) = held.get_mut(&whose) {
                one.used = now;
            }
        });
    }

    /// Forgets one key.
    pub(crate) fn lock(&self, session: &str, study: &str) {
        self.with(|held| held.remove(&(session.to_owned(), study.to_owned())));
    }

    /// Forgets the keys of a study in all browsers.
    pub(crate) fn forget(&self, study: &str) {
        self.with(|held| held.retain(|(_, of), _| of != study));
    }

    /// Forgets all keys.
    pub(crate) fn clear(&self) {
        self.with(HashMap::clear);
    }

    /// Forgets what nobody used for a while; whether something is left.
    fn sweep(&self, now: i64) -> bool {
        self.with(|held| {
            // A clock that was set back keeps no key for longer either.
            held.retain(|_, one| (now - one.used).abs() < IDLE);
            !held.is_empty()
        })
    }
}

/// Looks from time to time until every key is forgotten, so that none waits for the next page.
pub(crate) fn watch(app: App, clock: Clock) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(LOOK).await;
            if !app.keyring().sweep(clock.now()) {
                return;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use trefoil_core::study::Secret;

    use super::*;

    fn held() -> Keyring {
        let keyring = Keyring::default();
        keyring.hold("mine", "demo", KeyAccess::new(Secret::new("heather")), 1000);
        keyring
    }

    #[test]
    fn a_key_is_forgotten_when_nobody_did_anything_for_a_quarter_of_an_hour() {
        let keyring = held();
        assert!(keyring.access("mine", "demo", IDLE).is_some());
        keyring.used("mine", "demo", IDLE);
        assert!(keyring.access("mine", "demo", 2 * IDLE - 1).is_some());
        assert!(keyring.access("mine", "demo", 2 * IDLE).is_none());
        assert!(keyring.access("mine", "demo", 0).is_none(), "it does not come back");
        keyring.used("mine", "demo", 0);
        assert!(!keyring.sweep(0), "nothing is held any more");
    }

    #[test]
    fn a_key_is_one_browsers_and_one_studys() {
        let keyring = held();
        assert!(keyring.access("other", "demo", 1000).is_none());
        assert!(keyring.access("mine", "housing", 1000).is_none());
        keyring.lock("other", "demo");
        keyring.forget("housing");
        assert!(keyring.access("mine", "demo", 1000).is_some());
        keyring.forget("demo");
        assert!(keyring.access("mine", "demo", 1000).is_none());
    }

    #[test]
    fn whoever_hears_has_the_key_as_long_as_some_browser_has() {
        let keyring = held();
        assert!(keyring.any("demo", 1000).is_some());
        assert!(keyring.any("housing", 1000).is_none());
        assert!(keyring.any("demo", 1000 + IDLE).is_none(), "asking keeps no key unlocked");
        let keyring = held();
        keyring.lock("mine", "demo");
        assert!(keyring.any("demo", 1000).is_none());
    }

    #[test]
    fn a_passphrase_never_shows_itself() {
        let shown = format!("{:?}", held());
        assert!(shown.contains("KeyAccess") && !shown.contains("heather"), "{shown}");
    }
}
