//! Nouns as rows: one declaration gives the Rust type, its table and both directions between them.
//!
//! [`record!`] declares a struct whose fields are the columns of one table. The description of
//! the table ([`Table`]) is what undo, copying, dumping and checking work with, so that none of
//! them knows any noun by name. A test holds every description against the real schema.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::value::{Kind, Value};
use crate::error::Result;
use crate::id::Id;

/// One column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The name, spelled as the Rust field.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be empty.
    pub nullable: bool,
    /// The table whose row it names, if it names one.
    pub references: Option<&'static str>,
}

/// To whom or what the rows of a table belong, so that their undo images can be erased with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filing {
    /// To nobody's words in particular.
    Study,
    /// The row is itself the source or participant.
    Itself,
    /// To what its columns `source` and `participant` name, where it has them.
    Own,
    /// To what the row that this column names is filed under.
    Through(&'static str),
}

/// The description of one table.
#[derive(Debug)]
pub struct Table {
    /// The name, which is the noun.
    pub name: &'static str,
    /// The columns; the first is always `id`.
    pub columns: &'static [Column],
    /// Where undo images of its rows are filed.
    pub filing: Filing,
}

impl Table {
    /// The position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The column names, quoted and separated by commas, each behind a prefix such as `p.`.
    pub fn column_list(&self, prefix: &str) -> String {
        let names: Vec<_> =
            self.columns.iter().map(|column| format!("{prefix}\"{}\"", column.name)).collect();
        names.join(", ")
    }

    /// A statement that reads all columns, ending before `WHERE`.
    pub fn select(&self) -> Arc<str> {
        self.spelled(0, |table| format!("SELECT {} FROM {}", table.column_list(""), table.name))
    }

    /// A statement that reads all columns of the row whose id is `$1`.
    pub fn find(&self) -> Arc<str> {
        self.spelled(1, |table| format!("{} WHERE id = $1", table.select()))
    }

    /// A statement that inserts one row.
    pub fn insert(&self) -> Arc<str> {
        self.spelled(2, |table| {
            let places: Vec<_> = (1..=table.columns.len()).map(|n| format!("${n}")).collect();
            let (columns, places) = (table.column_list(""), places.join(", "));
            format!("INSERT INTO {} ({columns}) VALUES ({places})", table.name)
        })
    }

    /// A statement that replaces all columns of the row whose id is `$1`.
    pub fn update(&self) -> Arc<str> {
        self.spelled(3, |table| {
            let columns = table.columns.iter().zip(1..).skip(1);
            let pairs: Vec<_> =
                columns.map(|(column, n)| format!("\"{}\" = ${n}", column.name)).collect();
            format!("UPDATE {} SET {} WHERE id = $1", table.name, pairs.join(", "))
        })
    }

    /// A statement of this table, spelled out once per thread: thousands of rows use it.
    fn spelled(&self, which: u8, spell: impl FnOnce(&Self) -> String) -> Arc<str> {
        thread_local! {
            static SPELLED: RefCell<HashMap<(&'static str, u8), Arc<str>>> = RefCell::default();
        }
        let key = (self.name, which);
        if let Some(known) = SPELLED.with_borrow(|known| known.get(&key).cloned()) {
            return known;
        }
        let sql: Arc<str> = spell(self).into();
        SPELLED.with_borrow_mut(|known| known.insert(key, sql.clone()));
        sql
    }
}

/// A Rust type that is one row of one table.
pub trait Record: Sized {
    /// The table.
    const TABLE: &'static Table;
    /// The row's id.
    fn id(&self) -> Id;
    /// The values, in the order of the table's columns.
    fn to_values(&self) -> Vec<Value>;
    /// Reads the values of one row.
    fn from_values(values: Vec<Value>) -> Result<Self>;
}

/// Declares a struct that is one row of one table.
///
/// `=> "table"` behind a field says which table's row it names.
#[macro_export]
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident in $table:literal, filed $filing:expr; {
            $( $(#[$field_meta:meta])* $field:ident : $type:ty $(=> $references:literal)? ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $type, )*
        }

        impl $crate::storage::Record for $name {
            const TABLE: &'static $crate::storage::Table = &$crate::storage::Table {
                name: $table,
                columns: &[$(
                    $crate::storage::Column {
                        name: stringify!($field),
                        kind: <$type as $crate::storage::Field>::KIND,
                        nullable: <$type as $crate::storage::Field>::NULLABLE,
                        references: $crate::record!(@references $($references)?),
                    },
                )*],
                filing: $filing,
            };

            fn id(&self) -> $crate::id::Id {
                self.id
            }

            fn to_values(&self) -> Vec<$crate::storage::Value> {
                vec![$( $crate::storage::Field::to_value(&self.$field) ),*]
            }

            fn from_values(values: Vec<$crate::storage::Value>) -> $crate::error::Result<Self> {
                let mut values = values.into_iter();
                Ok(Self {
                    $( $field: $crate::storage::Field::from_value(
                        values.next().unwrap_or($crate::storage::Value::Null),
                    )?, )*
                })
            }
        }
    };
    (@references) => { None };
    (@references $references:literal) => { Some($references) };
}

/// Declares a closed set of words that is stored, exported and typed as those words.
#[macro_export]
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident, $what:literal {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
                 serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $( $(#[$variant_meta])* #[serde(rename = $word)] $variant, )*
        }

        impl $name {
            /// All of them, in their usual order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that is stored and typed.
            pub fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::error::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let wanted = text.trim().to_lowercase().replace([' ', '-'], "_");
                Self::ALL.iter().copied().find(|one| one.word() == wanted).ok_or_else(|| {
                    let all: Vec<_> = Self::ALL.iter().map(|one| one.word()).collect();
                    $crate::error::Error::invalid(
                        format!("“{text}” is not {}: choose one of {}.", $what, all.join(", ")),
                    )
                })
            }
        }

        impl $crate::storage::Field for $name {
            const KIND: $crate::storage::Kind = $crate::storage::Kind::Text;
            fn to_value(&self) -> $crate::storage::Value {
                $crate::storage::Value::Text(self.word().to_owned())
            }
            fn from_value(value: $crate::storage::Value) -> $crate::error::Result<Self> {
                let text = <String as $crate::storage::Field>::from_value(value)?;
                text.parse().map_err(|_| {
                    $crate::error::Error::damaged(format!("The stored word “{text}” is not {}.", $what))
                })
            }
        }
    };
}
