//! From bytes to code points and back, each in one walk through the text.

use super::lay::Cut;
use crate::{Document, LandmarkKind, Turn};

/// The headings of a document in bytes, in order.
pub(super) fn headings(document: &Document) -> Vec<(u32, u32)> {
    let mut wanted: Vec<(u64, u64)> = document
        .landmarks
        .iter()
        .filter(|mark| matches!(mark.kind, LandmarkKind::Heading(_)) && mark.start < mark.end)
        .map(|mark| (mark.start, mark.end))
        .collect();
    wanted.sort_unstable();
    let mut signs = document.text.char_indices();
    let mut count = 0;
    let mut byte_at = |point: u64| -> Option<u32> {
        while count < point {
            signs.next()?;
            count += 1;
        }
        u32::try_from(signs.offset()).ok()
    };
    let mut found = Vec::with_capacity(wanted.len());
    for (start, end) in wanted {
        if let (Some(start), Some(end)) = (byte_at(start), byte_at(end)) {
            found.push((start, end));
        }
    }
    found
}

/// Turns in code points.
pub(super) fn in_code_points(text: &str, cuts: &[Cut], names: &[&str]) -> Vec<Turn> {
    let mut at = 0_usize;
    let mut count = 0_u64;
    let mut point_of = |byte: u32| -> u64 {
        let byte = byte as usize;
        if let Some(passed) = text.get(at..byte) {
            count += crate::code_points(passed);
            at = byte;
        }
        count
    };
    cuts.iter()
        .map(|cut| {
            let start = point_of(cut.start);
            let end = point_of(cut.end);
            let speaker = cut.speaker.and_then(|speaker| names.get(speaker));
            Turn {
                start,
                end,
                speaker: speaker.map(|name| (*name).to_owned()),
                begin_ms: cut.stamp.map(|stamp| u64::from(stamp.begin)),
                end_ms: cut.stamp.and_then(|stamp| stamp.end).map(u64::from),
            }
        })
        .collect()
}
