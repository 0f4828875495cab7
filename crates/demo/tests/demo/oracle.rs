//! What the demo must hold: the passages of each theme by participant and stream.
//!
//! The demo was planned before it was written. This is the plan; scripts and study are both
//! counted against it.

use std::collections::BTreeMap;

/// Passages by theme and participant: of interviews, of voice notes, of field notes.
pub(crate) type Counts = BTreeMap<(String, String), [usize; 3]>;

const PLANNED: [(&str, &str, [usize; 3]); 45] = [
    ("T1", "P1", [2, 3, 1]),
    ("T1", "P2", [2, 2, 1]),
    ("T1", "P3", [2, 3, 1]),
    ("T1", "P4", [1, 1, 1]),
    ("T1", "P5", [2, 3, 1]),
    ("T2", "P1", [2, 2, 0]),
    ("T2", "P2", [1, 1, 0]),
    ("T2", "P3", [2, 3, 0]),
    ("T2", "P4", [1, 1, 0]),
    ("T2", "P5", [2, 2, 0]),
    ("T3", "P1", [1, 1, 0]),
    ("T3", "P2", [1, 1, 0]),
    ("T3", "P3", [1, 0, 0]),
    ("T3", "P4", [1, 1, 0]),
    ("T3", "P5", [1, 1, 0]),
    ("T4", "P1", [1, 2, 1]),
    ("T4", "P2", [2, 3, 2]),
    ("T4", "P3", [1, 1, 1]),
    ("T4", "P4", [1, 1, 1]),
    ("T4", "P5", [1, 2, 1]),
    ("T5", "P1", [1, 2, 1]),
    ("T5", "P2", [1, 1, 0]),
    ("T5", "P3", [2, 3, 1]),
    ("T5", "P4", [1, 1, 1]),
    ("T5", "P5", [1, 1, 0]),
    ("T6", "P1", [1, 1, 0]),
    ("T6", "P2", [2, 1, 2]),
    ("T6", "P3", [1, 1, 0]),
    ("T6", "P4", [1, 0, 1]),
    ("T6", "P5", [1, 1, 1]),
    ("T7", "P1", [1, 2, 1]),
    ("T7", "P2", [1, 2, 0]),
    ("T7", "P3", [1, 3, 1]),
    ("T7", "P4", [1, 2, 1]),
    ("T7", "P5", [1, 2, 0]),
    ("T8", "P1", [1, 1, 1]),
    ("T8", "P2", [1, 2, 1]),
    ("T8", "P3", [0, 1, 1]),
    ("T8", "P4", [1, 1, 2]),
    ("T8", "P5", [1, 1, 1]),
    ("T9", "P1", [1, 1, 0]),
    ("T9", "P2", [2, 1, 0]),
    ("T9", "P3", [1, 1, 0]),
    ("T9", "P4", [1, 0, 0]),
    ("T9", "P5", [2, 2, 0]),
];

/// The streams in the order of the table.
pub(crate) const STREAMS: [&str; 3] = ["interview", "voice_note", "field_note"];

/// The plan.
pub(crate) fn planned() -> Counts {
    let row = |(theme, participant, counts): &(&str, &str, [usize; 3])| {
        (((*theme).to_owned(), (*participant).to_owned()), *counts)
    };
    PLANNED.iter().map(row).collect()
}

/// Counts one passage.
pub(crate) fn count(counts: &mut Counts, theme: &str, participant: &str, stream: &str) {
    let at = STREAMS.iter().position(|one| *one == stream).expect("a stream of the demo");
    counts.entry((theme.to_owned(), participant.to_owned())).or_default()[at] += 1;
}
