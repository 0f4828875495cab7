//! Only some pieces of a recording, each as a whole: windows for the model, or a stretch that is
//! to be heard again.
//!
//! What comes before the first piece is decoded, because many codecs lean on what came before, but
//! not resampled; what comes after the last is not read.

use std::io::{Read, Seek};
use std::ops::{ControlFlow, Range};

use super::listen_from;
use crate::decode::{DecodeError, Heard};

/// Decodes a recording and gives each of `pieces`, by its number, to `hear` when it is whole,
/// until that breaks off. Pieces are counted in samples at [`super::SAMPLE_RATE`], in order
/// and without overlap. One that lies behind the end of the recording is shorter or empty.
///
/// # Errors
/// As [`super::listen`].
pub fn cut<S>(
    source: S,
    extension: Option<&str>,
    pieces: &[Range<u64>],
    hear: impl FnMut(usize, Vec<f32>) -> ControlFlow<()>,
) -> Result<Heard, DecodeError>
where
    S: Read + Seek + Send + Sync,
{
    let first = pieces.first().map_or(0, |piece| piece.start);
    let mut knife = Knife { pieces, next: 0, at: first, piece: Vec::new(), hear };
    let heard = listen_from(source, extension, first, |chunk| knife.take(chunk))?;
    knife.finish();
    Ok(heard)
}

/// [`cut`] for sound that is there already.
pub(super) fn cut_samples(
    samples: &[f32],
    pieces: &[Range<u64>],
    hear: impl FnMut(usize, Vec<f32>) -> ControlFlow<()>,
) {
    let mut knife = Knife { pieces, next: 0, at: 0, piece: Vec::new(), hear };
    // That all pieces were handed over is known to the knife.
    let _ = knife.take(samples);
    knife.finish();
}

/// Decodes one stretch of a recording, counted in samples at [`super::SAMPLE_RATE`].
///
/// # Errors
/// As [`super::listen`].
pub fn span<S>(
    source: S,
    extension: Option<&str>,
    stretch: Range<u64>,
) -> Result<(Vec<f32>, Heard), DecodeError>
where
    S: Read + Seek + Send + Sync,
{
    let mut samples = Vec::new();
    let heard = cut(source, extension, &[stretch], |_, piece| {
        samples = piece;
        ControlFlow::Break(())
    })?;
    Ok((samples, heard))
}

struct Knife<'p, F> {
    pieces: &'p [Range<u64>],
    next: usize,
    /// The sample that comes next.
    at: u64,
    piece: Vec<f32>,
    hear: F,
}

impl<F: FnMut(usize, Vec<f32>) -> ControlFlow<()>> Knife<'_, F> {
    fn take(&mut self, chunk: &[f32]) -> ControlFlow<()> {
        let end = self.at + chunk.len() as u64;
        while let Some(piece) = self.pieces.get(self.next) {
            let within = |time: u64| {
                let since = time.saturating_sub(self.at).min(chunk.len() as u64);
                usize::try_from(since).unwrap_or(chunk.len())
            };
            let wanted = chunk.get(within(piece.start)..within(piece.end));
            self.piece.extend_from_slice(wanted.unwrap_or_default());
            if piece.end > end {
                break;
            }
            self.hand_over()?;
        }
        self.at = end;
        if self.next < self.pieces.len() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    fn hand_over(&mut self) -> ControlFlow<()> {
        let number = self.next;
        self.next += 1;
        let flow = (self.hear)(number, std::mem::take(&mut self.piece));
        if flow.is_break() {
            self.next = self.pieces.len();
        }
        flow
    }

    /// Hands over what was to come when the recording ended.
    fn finish(&mut self) {
        while self.next < self.pieces.len() {
            if self.hand_over().is_break() {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_in_chunks(pieces: &[Range<u64>], chunk: usize, enough: usize) -> Vec<(usize, Vec<f32>)> {
        let mut all = Vec::new();
        let hear = |number, piece| {
            all.push((number, piece));
            if all.len() < enough { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let first = pieces.first().map_or(0, |piece| piece.start);
        let mut knife = Knife { pieces, next: 0, at: first, piece: Vec::new(), hear };
        let samples: Vec<f32> = (0_u8..20).map(f32::from).collect();
        let from = usize::try_from(first).expect("a short recording").min(20);
        for chunk in samples[from..].chunks(chunk) {
            if knife.take(chunk).is_break() {
                break;
            }
        }
        knife.finish();
        all
    }

    #[test]
    fn pieces_are_the_same_in_chunks_of_any_size() {
        let pieces = [2..5, 5..5, 5..7, 11..12];
        let expected =
            [(0, vec![2.0, 3.0, 4.0]), (1, vec![]), (2, vec![5.0, 6.0]), (3, vec![11.0])];
        for chunk in 1..25 {
            assert_eq!(cut_in_chunks(&pieces, chunk, 9), expected, "{chunk}");
        }
    }

    #[test]
    fn pieces_behind_the_end_are_short_and_nothing_comes_after_enough() {
        let beyond = [18..30, 40..50];
        assert_eq!(cut_in_chunks(&beyond, 7, 9), [(0, vec![18.0, 19.0]), (1, vec![])]);
        assert_eq!(cut_in_chunks(&beyond, 7, 1).len(), 1);
        assert_eq!(cut_in_chunks(&[], 7, 9), []);
    }
}
