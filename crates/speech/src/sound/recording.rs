//! A recording that is listened to more than once.
//!
//! Finding the voices in it takes one hearing, and the model's windows another. Decoding Opus
//! costs as much as a small model does, so the sound of a voice note is kept from the first time;
//! what lasts longer than ten minutes is decoded again, and never held as a whole.

use std::io::{self, Read, Seek};
use std::ops::{ControlFlow, Range};

use super::cut::cut_samples;
use super::{SAMPLE_RATE, cut, listen};
use crate::decode::{DecodeError, Heard};

/// Samples that are kept at most: ten minutes, 38 megabytes.
const MOST_KEPT: usize = 600 * SAMPLE_RATE as usize;

/// A recording that can be opened again.
pub struct Recording<'o, S> {
    open: Box<dyn Fn() -> io::Result<S> + 'o>,
    extension: Option<String>,
    kept: Option<(Vec<f32>, Heard)>,
}

impl<'o, S: Read + Seek + Send + Sync> Recording<'o, S> {
    /// A recording that `open` opens, at its beginning, each time that it must be decoded.
    /// `extension` is a hint only.
    pub fn new(open: impl Fn() -> io::Result<S> + 'o, extension: Option<&str>) -> Self {
        let extension = extension.map(str::to_owned);
        Self { open: Box::new(open), extension, kept: None }
    }

    /// [`super::listen`] to it.
    ///
    /// # Errors
    /// As there, and when it cannot be opened.
    pub fn listen(
        &mut self,
        mut hear: impl FnMut(&[f32]) -> ControlFlow<()>,
    ) -> Result<Heard, DecodeError> {
        if let Some((samples, heard)) = &self.kept {
            // In chunks of a second, so that breaking off is as quick as in the first hearing.
            let _ = samples.chunks(SAMPLE_RATE as usize).try_for_each(hear);
            return Ok(heard.clone());
        }
        let (mut keep, mut is_whole) = (Vec::new(), true);
        let heard = listen((self.open)()?, self.extension.as_deref(), |chunk| {
            if is_whole && keep.len() + chunk.len() <= MOST_KEPT {
                keep.extend_from_slice(chunk);
            } else {
                (keep, is_whole) = (Vec::new(), false);
            }
            let flow = hear(chunk);
            is_whole &= flow.is_continue();
            flow
        })?;
        self.kept = is_whole.then(|| (keep, heard.clone()));
        Ok(heard)
    }

    /// [`super::cut`] pieces out of it.
    ///
    /// # Errors
    /// As there, and when it cannot be opened.
    pub fn cut(
        &mut self,
        pieces: &[Range<u64>],
        hear: impl FnMut(usize, Vec<f32>) -> ControlFlow<()>,
    ) -> Result<Heard, DecodeError> {
        if let Some((samples, heard)) = &self.kept {
            cut_samples(samples, pieces, hear);
            return Ok(heard.clone());
        }
        cut((self.open)()?, self.extension.as_deref(), pieces, hear)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::Cursor;

    use super::*;

    fn wav(seconds: usize) -> Vec<u8> {
        let data: Vec<u8> = (0..=250).cycle().take(seconds * 16_000).collect();
        let length = u32::try_from(data.len()).expect("a short recording");
        let mut bytes = b"RIFF".to_vec();
        bytes.extend((36 + length).to_le_bytes());
        bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data");
        bytes.extend(length.to_le_bytes());
        bytes.extend(data);
        bytes
    }

    /// Hears a recording twice and gives how often it was opened.
    fn openings(seconds: usize) -> u32 {
        let (bytes, opened) = (wav(seconds), Cell::new(0));
        let open = || {
            opened.set(opened.get() + 1);
            Ok(Cursor::new(bytes.clone()))
        };
        let mut recording = Recording::new(open, Some("wav"));
        let piece = |recording: &mut Recording<'_, _>| {
            let mut found = Vec::new();
            let heard = recording.cut(&[5000..9000, 20_000..20_007], |number, piece| {
                found.push((number, piece));
                ControlFlow::Continue(())
            });
            heard.expect("a recording");
            found
        };
        let before = piece(&mut recording);
        let mut count = 0;
        let heard = recording.listen(|chunk| {
            count += chunk.len();
            ControlFlow::Continue(())
        });
        let heard = heard.expect("a recording");
        assert_eq!((count, heard.duration_ms), (seconds * 16_000, seconds as u64 * 1000));
        assert_eq!(piece(&mut recording), before);
        assert_eq!((before[0].1.len(), before[1].1.len()), (4000, 7));
        drop(recording);
        opened.get()
    }

    #[test]
    fn a_short_recording_is_decoded_once_and_a_long_one_each_time() {
        assert_eq!(openings(3), 2);
        assert_eq!(openings(601), 3);
    }

    #[test]
    fn what_was_not_heard_to_the_end_is_not_kept() {
        let bytes = wav(3);
        let mut recording = Recording::new(|| Ok(Cursor::new(bytes.clone())), None);
        recording.listen(|_| ControlFlow::Break(())).expect("a recording");
        assert!(recording.kept.is_none());
    }

    #[test]
    fn a_recording_that_cannot_be_opened_says_so() {
        let open = || Err::<Cursor<Vec<u8>>, _>(io::Error::other("the disk is gone"));
        let mut recording = Recording::new(open, None);
        let refused = recording.listen(|_| ControlFlow::Continue(())).expect_err("no disk");
        assert_eq!(refused.to_string(), "the disk is gone");
    }
}
