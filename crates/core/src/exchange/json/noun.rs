//! How nouns stand in the document: fields spelled out once, with the rows they are.
//!
//! [`noun!`] declares the JSON object of one noun. Its fields are named here and not taken from
//! the row's type, so that a column added later changes the document only on purpose.

use super::rows::Rows;
use crate::error::Result;

/// A noun of the document.
pub(super) trait Noun {
    /// Adds the rows that it is.
    fn rows(&self, rows: &mut Rows) -> Result<()>;
}

/// Declares a noun of the document: the fields of its object, in order.
///
/// `of` names the row that it is; `under` names a column that the place in the document tells.
macro_rules! noun {
    (
        $(#[$meta:meta])*
        $name:ident of $record:path $(, under $above:ident)?; {
            $( $(#[$field_meta:meta])* $field:ident : $type:ty ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(expecting = "an object")]
        pub(super) struct $name {
            $( $(#[$field_meta])* pub(super) $field: $type, )*
        }

        impl From<$record> for $name {
            fn from(row: $record) -> Self {
                Self { $( $field: row.$field, )* }
            }
        }

        impl $name {
            /// The row that it is.
            pub(super) fn row(self $(, $above: crate::id::Id)?) -> $record {
                $record { $( $field: self.$field, )* $( $above, )? }
            }
        }
    };
}

/// Says that each of these nouns is one row and nothing more.
macro_rules! single_rows {
    ($($name:ident),* $(,)?) => {
        $(
            impl super::noun::Noun for $name {
                fn rows(&self, rows: &mut super::rows::Rows) -> crate::error::Result<()> {
                    rows.push(self.clone().row());
                    Ok(())
                }
            }
        )*
    };
}

pub(super) use {noun, single_rows};
