//! Bytes of a row in JSON: small hexadecimal digits, as in row images and exports.

use serde::{Deserialize, Deserializer, Serializer};

use super::row_image::{from_hexadecimal, hexadecimal};

/// Writes bytes that may be absent.
#[expect(clippy::ref_option, reason = "serde calls it with a reference to the field")]
pub(crate) fn serialize<S: Serializer>(
    bytes: &Option<Vec<u8>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match bytes {
        Some(bytes) => serializer.serialize_some(&hexadecimal(bytes)),
        None => serializer.serialize_none(),
    }
}

/// Reads bytes that may be absent.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<u8>>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let bytes = from_hexadecimal(&text);
    bytes.map(Some).ok_or_else(|| serde::de::Error::custom("bytes are hexadecimal digits"))
}
