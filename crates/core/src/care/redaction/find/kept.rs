//! Finds that are kept while the program runs: a revision never changes, so its finds do not.
//!
//! Kept are places and proposals, never words. What the study knows of names belongs to what they
//! are kept under, so that a new pseudonym finds its places at once.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use super::{Find, Known, find};
use crate::id::Id;

/// How many texts' finds are kept.
const MOST: usize = 512;

type Kept = HashMap<(Id, [u8; 32]), Arc<[Find]>>;

static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

/// The finds in the text of a revision.
pub(in crate::care::redaction) fn kept(
    revision: Id,
    text: &str,
    known: &Known,
    stamp: [u8; 32],
) -> Arc<[Find]> {
    let held = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(finds) = held().get(&(revision, stamp)) {
        return finds.clone();
    }
    let finds: Arc<[Find]> = find(text, known).into();
    let mut kept = held();
    if kept.len() >= MOST {
        kept.clear();
    }
    kept.insert((revision, stamp), finds.clone());
    finds
}
