//! Finding marked passages by their words, to gather them or to give them as evidence.

use trefoil_core::coding;
pub(crate) use trefoil_core::coding::Found;
use trefoil_core::error::Result;
use trefoil_core::storage::Reader;

/// The most passages that are offered at once.
pub(crate) const MOST: usize = 20;

/// The marked passages that hold these words. One more than is offered says that there are more.
pub(crate) fn find(reader: &Reader<'_>, words: &str) -> Result<Vec<Found>> {
    coding::find(reader, words, MOST + 1)
}
