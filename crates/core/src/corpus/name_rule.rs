//! Rules for file names: what the parts of a name mean, learnt from an example.

use crate::id::Id;
use crate::storage::Filing;

crate::record! {
    /// A rule that the study's imports follow.
    pub struct NameRule in "name_rule", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The pattern, such as `{participant}_wk{week}_{stream}`.
        pattern: String,
        /// Its place in the order in which rules are tried, from 1.
        position: i64,
    }
}
