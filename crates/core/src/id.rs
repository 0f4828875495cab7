//! The identity of things: sixteen bytes that stay the same across files, engines and programs.
//!
//! New ids are UUID version 7, so rows written together lie together and two copies of a study
//! can be merged; ids that came from another program (REFI-QDA GUIDs) are kept as they are.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Identifies one row of one noun, for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(Uuid);

impl Id {
    /// Makes a new id, ordered by the moment in epoch milliseconds.
    pub fn new(at: i64) -> Self {
        let millis = u64::try_from(at).unwrap_or(0);
        let stamp = uuid::Timestamp::from_unix_time(
            millis / 1000,
            u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000,
            0,
            0,
        );
        Self(Uuid::new_v7(stamp))
    }

    /// The sixteen bytes as stored.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// Reads sixteen stored bytes; `None` when there are not sixteen.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        Uuid::from_slice(bytes).ok().map(Self)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for Id {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text.trim()).map(Self)
    }
}

impl schemars::JsonSchema for Id {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "uuid" })
    }
}
