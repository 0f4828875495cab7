//! Bytes in the document: short ones as hexadecimal digits, recordings as base64 in pieces.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::corpus::media::CHUNK;
use crate::storage::row_image::{from_hexadecimal, hexadecimal};

/// Bytes written as small hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hex(pub(super) Vec<u8>);

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hexadecimal(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        from_hexadecimal(&text)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("bytes are written in hexadecimal digits"))
    }
}

impl JsonSchema for Hex {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Hex".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^([0-9a-f]{2})*$" })
    }
}

/// The bytes of a recording, written as a list of base64 texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content(pub(super) Vec<u8>);

/// One piece of a recording as base64.
pub(super) fn base64(piece: &[u8]) -> String {
    STANDARD.encode(piece)
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.chunks(CHUNK).map(base64))
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Pieces).map(Self)
    }
}

struct Pieces;

impl<'de> Visitor<'de> for Pieces {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of base64 texts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut pieces: A) -> Result<Vec<u8>, A::Error> {
        let mut bytes = Vec::new();
        while let Some(piece) = pieces.next_element::<String>()? {
            STANDARD
                .decode_vec(piece, &mut bytes)
                .map_err(|error| serde::de::Error::custom(format!("not base64: {error}")))?;
        }
        Ok(bytes)
    }
}

impl JsonSchema for Content {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Content".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "array",
            "items": { "type": "string", "contentEncoding": "base64" },
        })
    }
}
