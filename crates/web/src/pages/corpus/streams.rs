//! What the study calls its streams.

use trefoil_core::corpus::stream::Stream;
use trefoil_core::error::Result;
use trefoil_core::storage::Reader;

/// The streams of a study, in its order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Streams(pub(crate) Vec<Stream>);

impl Streams {
    /// Reads them.
    pub(crate) fn read(reader: &Reader<'_>) -> Result<Self> {
        Ok(Self(reader.list("ORDER BY position", &[])?))
    }

    /// What a stream is called.
    pub(crate) fn label(&self, name: &str) -> String {
        let found = self.0.iter().find(|stream| stream.name == name);
        found.map_or_else(|| name.replace('_', " "), |stream| stream.label.clone())
    }

    /// Whether there is such a stream.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.0.iter().any(|stream| stream.name == name)
    }
}
