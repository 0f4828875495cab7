//! The five kinds of value that both engines share, and how Rust types become them.
//!
//! Columns are whole numbers, floating-point numbers, texts or bytes, and nothing else: booleans
//! are 0 and 1, moments are epoch milliseconds, ids are sixteen bytes. A [`Field`] is a Rust type
//! that fits one column; a [`Row`] is what a query answers with.

use crate::error::{Error, Result};
use crate::id::Id;

/// One value of one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// A 64-bit whole number (`BIGINT`).
    Integer(i64),
    /// A 64-bit floating-point number (`DOUBLE PRECISION`).
    Real(f64),
    /// A text without U+0000 (`TEXT`).
    Text(String),
    /// Bytes (`BYTEA`).
    Bytes(Vec<u8>),
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `BIGINT`.
    Integer,
    /// `DOUBLE PRECISION`.
    Real,
    /// `TEXT`.
    Text,
    /// `BYTEA`.
    Bytes,
}

/// A Rust type that fits one column.
pub trait Field: Sized {
    /// What the column holds.
    const KIND: Kind;
    /// Whether the column may be empty.
    const NULLABLE: bool = false;
    /// The value to store.
    fn to_value(&self) -> Value;
    /// Reads a stored value; the error says what was found instead.
    fn from_value(value: Value) -> Result<Self>;
}

/// One row of an answer; columns are taken by position.
#[derive(Debug, Clone, PartialEq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    /// The value of a column, converted.
    pub fn get<T: Field>(&self, column: usize) -> Result<T> {
        T::from_value(self.0.get(column).cloned().unwrap_or(Value::Null))
    }

    /// The value of a column, taken out instead of copied; a second taking finds nothing.
    pub fn take<T: Field>(&mut self, column: usize) -> Result<T> {
        let value = self.0.get_mut(column).map(|value| std::mem::replace(value, Value::Null));
        T::from_value(value.unwrap_or(Value::Null))
    }

    /// All values, in the order of the query's columns.
    pub fn into_values(self) -> Vec<Value> {
        self.0
    }
}

fn unexpected<T>(wanted: &str, found: &Value) -> Result<T> {
    let found = match found {
        Value::Null => "nothing",
        Value::Integer(_) => "a whole number",
        Value::Real(_) => "a floating-point number",
        Value::Text(_) => "a text",
        Value::Bytes(_) => "bytes",
    };
    Err(Error::damaged(format!("A stored value should be {wanted}, but is {found}.")))
}

impl Field for i64 {
    const KIND: Kind = Kind::Integer;
    fn to_value(&self) -> Value {
        Value::Integer(*self)
    }
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Integer(number) => Ok(number),
            other => unexpected("a whole number", &other),
        }
    }
}

impl Field for bool {
    const KIND: Kind = Kind::Integer;
    fn to_value(&self) -> Value {
        Value::Integer(i64::from(*self))
    }
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Integer(0) => Ok(false),
            Value::Integer(1) => Ok(true),
            other => unexpected("0 or 1", &other),
        }
    }
}

impl Field for f64 {
    const KIND: Kind = Kind::Real;
    fn to_value(&self) -> Value {
        Value::Real(*self)
    }
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Real(number) => Ok(number),
            other => unexpected("a floating-point number", &other),
        }
    }
}

impl Field for String {
    const KIND: Kind = Kind::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Text(text) => Ok(text),
            other => unexpected("a text", &other),
        }
    }
}

impl Field for Vec<u8> {
    const KIND: Kind = Kind::Bytes;
    fn to_value(&self) -> Value {
        Value::Bytes(self.clone())
    }
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Bytes(bytes) => Ok(bytes),
            other => unexpected("bytes", &other),
        }
    }
}

impl Field for Id {
    const KIND: Kind = Kind::Bytes;
    fn to_value(&self) -> Value {
        Value::Bytes(self.as_bytes().to_vec())
    }
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Bytes(bytes) => Self::from_slice(&bytes)
                .ok_or_else(|| Error::damaged("A stored id does not have sixteen bytes.")),
            other => unexpected("an id", &other),
        }
    }
}

impl<T: Field> Field for Option<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = true;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Field::to_value)
    }
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Null => Ok(None),
            other => T::from_value(other).map(Some),
        }
    }
}

/// Anything that can stand for a `$n` of a statement.
pub trait Parameter {
    /// The value to bind.
    fn bind(&self) -> Value;
}

impl<T: Field> Parameter for T {
    fn bind(&self) -> Value {
        self.to_value()
    }
}

impl Parameter for str {
    fn bind(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl Parameter for &str {
    fn bind(&self) -> Value {
        Value::Text((*self).to_owned())
    }
}

impl Parameter for Value {
    fn bind(&self) -> Value {
        self.clone()
    }
}

/// Binds the parameters `$1, $2, …` of a statement, in order.
#[macro_export]
macro_rules! bind {
    ($($value:expr),* $(,)?) => {
        &[$($crate::storage::Parameter::bind(&$value)),*][..]
    };
}
