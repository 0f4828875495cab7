//! A label without what stands around it.

use super::{Stamp, is_blank, stamp};

/// Takes a time off the end of a label: `Ana (00:12)`, `Ana | 00:12`.
pub(super) fn split_time(raw: &str) -> (&str, Option<Stamp>) {
    let trimmed = raw.trim_end();
    match stamp::trail(trimmed) {
        Some((stamp, at)) if at > 0 => (trimmed.get(..at).unwrap_or_default(), Some(stamp)),
        _ => (raw, None),
    }
}

/// A label without blanks, emphasis and dangling separators.
pub(super) fn tidy(label: &str) -> &str {
    let label = label.trim_end_matches(|sign: char| {
        is_blank(sign) || matches!(sign, '*' | '_' | '|' | ',' | '-' | '–' | '—' | '@' | '\u{b7}')
    });
    label.trim_start_matches(is_blank)
}

/// Zoom writes `From Ana to Everyone` in its chats.
pub(super) fn sender(label: &str) -> &str {
    let Some(inner) = label.strip_prefix("From ") else { return label };
    let end = [" to ", " To "].iter().filter_map(|word| inner.find(word)).min();
    end.and_then(|end| inner.get(..end)).map_or(label, str::trim)
}
