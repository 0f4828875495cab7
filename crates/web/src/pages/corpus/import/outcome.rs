//! What came of an import.

use trefoil_core::corpus::import::store::Summary;
use trefoil_core::id::Id;

use crate::words;

/// Why an import ended.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) message: String,
    pub(super) hint: String,
    /// Whether something had been stored by then.
    pub(super) was_storing: bool,
}

/// What came of an import.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) summary: Summary,
    /// The act by which it is undone; none when nothing was stored.
    pub(super) act: Option<Id>,
}

impl Outcome {
    /// What came of it, in a sentence.
    pub(super) fn sentence(&self) -> String {
        let summary = &self.summary;
        let files = |count: usize, one: &str, more: &str| {
            (count > 0).then(|| words::counted(&(count as i64), one, more))
        };
        let parts: Vec<String> = [
            files(summary.imported.len(), "source came in", "sources came in"),
            files(
                summary.attached.len(),
                "recording got its transcript",
                "recordings got their transcripts",
            ),
            files(summary.continued.len(), "conversation went on", "conversations went on"),
            files(summary.known.len(), "was there already", "were there already"),
            files(summary.aside.len(), "was set aside", "were set aside"),
            files(summary.refused.len(), "could not be read", "could not be read"),
            files(summary.not_reached, "was not reached", "were not reached"),
        ]
        .into_iter()
        .flatten()
        .collect();
        if parts.is_empty() {
            return "Nothing came in.".to_owned();
        }
        format!("{}.", parts.join(", "))
    }
}
