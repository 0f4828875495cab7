//! When a track begins to be heard (ISO/IEC 14496-12, section 8.6.6).
//!
//! Encoders put up to a tenth of a second before the beginning to warm up decoders, and the list
//! of edits leaves it out again; in videos the sound may begin later than the pictures. Players
//! follow the list, so times do too. Of more than one edit, the first counts.

use std::io::{self, Read, Seek};

use super::boxes::{Boxes, Part};

/// More edits before the first with sound than any recording has.
const MOST_EDITS: u32 = 16;

/// What comes before the first moment of a track.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::decode) struct Edit {
    /// Silence, in milliseconds.
    pub(in crate::decode) delay_ms: u64,
    /// What is coded but not heard, in units of the track.
    pub(in crate::decode) unheard: u64,
}

impl Edit {
    /// Reads the edits of a track of a movie with so many units a second.
    pub(super) fn of<S: Read + Seek>(
        boxes: &mut Boxes<'_, S>,
        trak: &Part,
        units: u32,
    ) -> io::Result<Self> {
        let mut edit = Self::default();
        let Some(list) = boxes.child(trak.body.clone(), *b"edts")? else { return Ok(edit) };
        let Some(list) = boxes.child(list.body, *b"elst")? else { return Ok(edit) };
        let is_long = boxes.is_long(&list)?;
        let count = boxes.number(&list, 4)?.unwrap_or(0).min(MOST_EDITS);
        let mut delay = 0_u64;
        for number in 0..u64::from(count) {
            let (length, from) = if is_long {
                let at = 8 + number * 20;
                (boxes.long_number(&list, at)?, boxes.long_number(&list, at + 8)?)
            } else {
                let at = 8 + number * 12;
                let from = boxes.number(&list, at + 4)?.map(u32::cast_signed);
                let from = from.map(|from| i64::from(from).cast_unsigned());
                (boxes.number(&list, at)?.map(u64::from), from)
            };
            match (length, from.map(u64::cast_signed)) {
                (Some(length), Some(-1)) => delay = delay.saturating_add(length),
                (Some(_), Some(from)) => {
                    edit.unheard = u64::try_from(from).unwrap_or(0);
                    break;
                }
                _ => break,
            }
        }
        edit.delay_ms = delay.saturating_mul(1000) / u64::from(units.max(1));
        Ok(edit)
    }
}
