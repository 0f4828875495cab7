//! Row images: what a row said, as text, and a short digest to recognise it by.
//!
//! An image is a JSON object of the columns that hold something; columns that a later version
//! adds are simply absent from older images. Bytes are hexadecimal. Two rows are the same when
//! their images are.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use super::record::Table;
use super::value::{Kind, Value};
use crate::error::{Error, Result};

/// Writes a row as an image, its columns in the table's order.
pub(crate) fn write(table: &Table, values: &[Value]) -> String {
    let mut image = String::from("{");
    for (column, value) in table.columns.iter().zip(values) {
        if *value == Value::Null {
            continue;
        }
        if image.len() > 1 {
            image.push(',');
        }
        let _ = write!(image, "\"{}\":", column.name);
        let _ = match value {
            Value::Null => Ok(()),
            Value::Integer(number) => write!(image, "{number}"),
            // A real keeps its exact bits.
            Value::Real(number) => write!(image, "{}", number.to_bits()),
            Value::Text(text) => write!(image, "{}", Json::from(text.as_str())),
            Value::Bytes(bytes) => write!(image, "\"{}\"", hexadecimal(bytes)),
        };
    }
    image.push('}');
    image
}

/// Reads an image back into the values of a row.
pub(crate) fn read(table: &Table, image: &str) -> Result<Vec<Value>> {
    let broken = || Error::damaged(format!("A recorded image of a {} cannot be read.", table.name));
    let object: Map<String, Json> =
        serde_json::from_str(image).map_err(|error| broken().because(error))?;
    table
        .columns
        .iter()
        .map(|column| {
            let Some(json) = object.get(column.name) else { return Ok(Value::Null) };
            match column.kind {
                Kind::Integer => json.as_i64().map(Value::Integer),
                Kind::Real => json.as_u64().map(|bits| Value::Real(f64::from_bits(bits))),
                Kind::Text => json.as_str().map(|text| Value::Text(text.to_owned())),
                Kind::Bytes => json.as_str().and_then(from_hexadecimal).map(Value::Bytes),
            }
            .ok_or_else(broken)
        })
        .collect()
}

/// Eight bytes by which an image is recognised.
pub(crate) fn digest(image: &str) -> i64 {
    let hash = Sha256::digest(image.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    i64::from_be_bytes(first)
}

/// Bytes as small hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// Hexadecimal digits as bytes; `None` when they are not.
pub(crate) fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}
