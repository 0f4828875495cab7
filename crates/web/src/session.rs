//! Who may ask: a login link works once and gives the browser a cookie.
//!
//! The link holds a random key of 32 bytes. Following it spends the key and sets a session cookie
//! that scripts cannot read and other sites cannot send. Nothing is written to disk: when the
//! program ends, so do all sessions. What a page shall say after a redirect waits here too.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

/// The name of the cookie; the port is part of it, because browsers do not tell ports apart.
pub(crate) fn cookie_name(port: u16) -> String {
    format!("trefoil-{port}")
}

/// What the next page shall say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Flash {
    /// What was done.
    pub(crate) said: String,
    /// What was noticed on the way.
    pub(crate) notices: Vec<String>,
    /// Whether it can be undone from here.
    pub(crate) undo: bool,
}

/// Keys that were handed out and browsers that came with them.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    links: Vec<String>,
    flashes: HashMap<String, Option<Flash>>,
    visits: HashMap<String, BTreeSet<String>>,
}

/// How many pages of one browser are remembered as looked at.
const VISITS: usize = 1000;

impl Sessions {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a link that works once and then leads to `page`.
    pub(crate) fn link(&self, page: &str) -> String {
        let key = random();
        self.lock().links.push(key.clone());
        format!("/login?key={key}&to={}", crate::words::encode(page))
    }

    /// Spends a key; answers the session's secret when the key was good.
    pub(crate) fn enter(&self, key: &str) -> Option<String> {
        let mut inner = self.lock();
        let at = inner.links.iter().position(|known| same(known, key))?;
        inner.links.swap_remove(at);
        let session = random();
        inner.flashes.insert(session.clone(), None);
        Some(session)
    }

    /// Whether a cookie is one of ours.
    pub(crate) fn knows(&self, session: &str) -> bool {
        // All are compared, so that the time taken says nothing.
        self.lock().flashes.keys().fold(false, |known, one| known | same(one, session))
    }

    /// Keeps what the next page shall say.
    pub(crate) fn say(&self, session: &str, flash: Flash) {
        if let Some(kept) = self.lock().flashes.get_mut(session) {
            *kept = Some(flash);
        }
    }

    /// Remembers that a page was looked at; the guide on the overview asks for it.
    pub(crate) fn visit(&self, session: &str, path: &str) {
        let mut inner = self.lock();
        if !inner.flashes.contains_key(session) {
            return;
        }
        let visits = inner.visits.entry(session.to_owned()).or_default();
        if visits.len() < VISITS {
            visits.insert(path.to_owned());
        }
    }

    /// The pages that were looked at and whose path begins so.
    pub(crate) fn visited(&self, session: &str, begins: &str) -> Vec<String> {
        let inner = self.lock();
        let visits = inner.visits.get(session);
        let found = visits.into_iter().flatten().filter(|path| path.starts_with(begins));
        found.cloned().collect()
    }

    /// Takes what this page shall say.
    pub(crate) fn take(&self, session: &str) -> Option<Flash> {
        self.lock().flashes.get_mut(session)?.take()
    }
}

fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// Thirty-two random bytes in letters that a URL can hold.
pub(crate) fn random() -> String {
    let mut bytes = [0_u8; 32];
    // Without randomness there is no secret, and nothing may be served.
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_works_once() {
        let sessions = Sessions::default();
        let link = sessions.link("/");
        let key = link.split(['=', '&']).nth(1).expect("the link has a key");
        let session = sessions.enter(key).expect("the first time");
        assert!(sessions.knows(&session));
        assert_eq!(sessions.enter(key), None);
        assert!(!sessions.knows("guess"));
    }

    #[test]
    fn visits_are_remembered_by_browser() {
        let sessions = Sessions::default();
        let enter = || {
            let link = sessions.link("/");
            sessions.enter(link.split(['=', '&']).nth(1).unwrap()).unwrap()
        };
        let (one, other) = (enter(), enter());
        sessions.visit(&one, "/study/demo/codes/1");
        sessions.visit("guess", "/study/demo/codes/1");
        assert_eq!(sessions.visited(&one, "/study/demo/codes/"), ["/study/demo/codes/1"]);
        assert!(sessions.visited(&one, "/study/demo/themes/").is_empty());
        assert!(sessions.visited(&other, "/").is_empty());
        assert!(sessions.visited("guess", "/").is_empty());
    }

    #[test]
    fn a_page_says_once_what_was_done() {
        let sessions = Sessions::default();
        let link = sessions.link("/");
        let session = sessions.enter(link.split(['=', '&']).nth(1).unwrap()).unwrap();
        sessions.say(&session, Flash { said: "Added a code".into(), ..Flash::default() });
        assert_eq!(sessions.take(&session).map(|flash| flash.said), Some("Added a code".into()));
        assert_eq!(sessions.take(&session), None);
    }
}
