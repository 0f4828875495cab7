//! What is expected to come in: so many sources of a stream in each of a row of weeks.
//!
//! An [`Expectation`] is of one participant or of everybody. `add.rs`, `set.rs` and `remove.rs`
//! hold the operations.

mod standing;

pub use standing::{Standing, standing};

mod add;
mod remove;
mod set;

pub use add::ExpectationAdd;
pub use remove::ExpectationRemove;
pub use set::ExpectationSet;

use serde::Serialize;

use crate::corpus::participant::{self, Participant};
use crate::corpus::stream::Stream;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::order;
use crate::storage::{Filing, Reader};

/// The last week that anything can be expected in: ten years after somebody's start.
pub const LAST_WEEK: i64 = 520;

crate::record! {
    /// How many sources of a stream are expected each week, from one person or from everybody.
    pub struct Expectation in "expectation", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The stream's word.
        stream: String,
        /// The participant; everybody where none is named.
        participant: Option<Id> => "participant",
        /// The first week, counted as everywhere from 0 at the participant's start.
        first_week: i64,
        /// The last week.
        last_week: i64,
        /// How many sources in each week.
        count: i64,
    }
}

/// An expectation as listed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// The expectation.
    #[serde(flatten)]
    pub expectation: Expectation,
    /// The participant's pseudonym; none where it is of everybody.
    pub name: Option<String>,
}

/// All expectations: by stream, those of everybody first, then by participant and week.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Listed>> {
    let streams: Vec<Stream> = reader.list("ORDER BY position, id", &[])?;
    let place = |name: &str| streams.iter().position(|stream| stream.name == name);
    let people = participant::list(reader)?;
    let called = |id: Id| people.iter().find(|one| one.id == id).map(|one| one.name.clone());
    let all: Vec<Expectation> = reader.list("ORDER BY first_week, last_week, id", &[])?;
    let mut listed: Vec<Listed> = all
        .into_iter()
        .map(|expectation| Listed { name: expectation.participant.and_then(called), expectation })
        .collect();
    listed.sort_by(|a, b| {
        let streams = place(&a.expectation.stream).cmp(&place(&b.expectation.stream));
        streams.then_with(|| match (&a.name, &b.name) {
            (Some(a), Some(b)) => order::by_name(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        })
    });
    Ok(listed)
}

/// Refuses weeks and counts that cannot be.
pub(crate) fn check(expectation: &Expectation) -> Result<()> {
    let Expectation { first_week, last_week, count, .. } = expectation;
    if *first_week < 0 || *last_week < 0 {
        return Err(refused("weeks are counted from 0, the week in which somebody starts"));
    }
    if last_week < first_week {
        return Err(refused(format_args!(
            "the last week, {last_week}, comes before the first, {first_week}"
        )));
    }
    if *last_week > LAST_WEEK {
        return Err(refused(format_args!(
            "the last week can be {LAST_WEEK} at most, ten years after somebody's start"
        )));
    }
    if *count < 1 {
        return Err(refused("at least one source is expected in each week")
            .hint("Remove the expectation where nothing is expected."));
    }
    Ok(())
}

fn refused(why: impl std::fmt::Display) -> Error {
    Error::invalid(format!("This cannot be expected: {why}. Nothing was changed."))
}

/// What is expected, in words: `2 of voice note in weeks 1 to 12 from P1`.
fn told(reader: &Reader<'_>, expectation: &Expectation) -> Result<String> {
    let whom = match expectation.participant {
        Some(id) => reader.get::<Participant>(id)?.name,
        None => "everybody".to_owned(),
    };
    let Expectation { first_week, last_week, count, .. } = expectation;
    let weeks = if first_week == last_week {
        format!("week {first_week}")
    } else {
        format!("weeks {first_week} to {last_week}")
    };
    let stream = expectation.stream.replace('_', " ");
    Ok(format!("{count} of the stream {stream} in {weeks} from {whom}"))
}
