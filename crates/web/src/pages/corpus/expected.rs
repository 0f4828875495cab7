//! What is expected to come in, as the corpus page lists it.

use trefoil_core::corpus::expectation::{self, Listed};
use trefoil_core::error::Result;
use trefoil_core::storage::Reader;

use super::Streams;
use crate::words::counted;

/// An expectation in words.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) listed: Listed,
    /// `1 voice note from P1 in weeks 1 to 12`.
    pub(super) says: String,
}

/// All expectations, those of everybody before those of one participant.
pub(super) fn read(reader: &Reader<'_>, streams: &Streams) -> Result<Vec<Expected>> {
    let listed = expectation::list(reader)?.into_iter();
    Ok(listed.map(|listed| Expected { says: says(&listed, streams), listed }).collect())
}

fn says(listed: &Listed, streams: &Streams) -> String {
    let one = &listed.expectation;
    let label = streams.label(&one.stream).to_lowercase();
    let what = counted(&one.count, &label, &format!("{label}s"));
    let whom = listed.name.as_deref().unwrap_or("everybody");
    if one.first_week == one.last_week {
        return format!("{what} from {whom} in week {}", one.first_week);
    }
    format!("{what} from {whom} in each of the weeks {} to {}", one.first_week, one.last_week)
}
