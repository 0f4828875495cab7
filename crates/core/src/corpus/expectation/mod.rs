//! What is expected to come in: so many sources of a stream in each of a row of weeks.

mod standing;

pub use standing::{Standing, standing};

use crate::id::Id;
use crate::storage::Filing;

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
