//! The record: the bibliographic description of the study's outputs.

use crate::id::Id;
use crate::storage::Filing;

crate::record! {
    /// One value of one field of the record.
    pub struct RecordValue in "record_value", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The field.
        field: String,
        /// Its place among the values of that field, from 1.
        position: i64,
        /// The value.
        value: String,
    }
}
