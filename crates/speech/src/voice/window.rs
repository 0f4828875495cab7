//! A window: up to 30 seconds of speech for the model, and where each moment of it was recorded.

use std::io::{Read, Seek};
use std::ops::{ControlFlow, Range};

use crate::decode::{DecodeError, Heard};
use crate::sound::Recording;

/// Parts of a recording that are put one after the other for the model.
///
/// All times are in samples at 16 kHz: of the window from 0 to [`Self::length`], and of the
/// recording.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Window {
    parts: Vec<Part>,
}

/// What stands in a window without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    recorded: Range<u64>,
    /// Where it begins in the window.
    from: u64,
}

impl Window {
    /// A window of one stretch of a recording, as when it is to be heard again.
    pub fn of(recorded: Range<u64>) -> Self {
        let mut window = Self::default();
        window.append(recorded);
        window
    }

    /// A window of several stretches of a recording, in its order; empty ones are left out.
    pub fn of_parts(parts: impl IntoIterator<Item = Range<u64>>) -> Self {
        let mut window = Self::default();
        parts.into_iter().filter(|part| !part.is_empty()).for_each(|part| window.append(part));
        window
    }

    /// Puts a stretch at the end; what follows the end without a gap continues it.
    pub(super) fn append(&mut self, recorded: Range<u64>) {
        let from = self.length();
        match self.parts.last_mut() {
            Some(last) if last.recorded.end == recorded.start => last.recorded.end = recorded.end,
            _ => self.parts.push(Part { recorded, from }),
        }
    }

    /// How long the window is.
    pub fn length(&self) -> u64 {
        self.parts.last().map_or(0, |last| last.from + (last.recorded.end - last.recorded.start))
    }

    /// From the first to the last moment of the recording that is heard in it.
    pub fn span(&self) -> Range<u64> {
        let from = self.parts.first().map_or(0, |first| first.recorded.start);
        from..self.parts.last().map_or(from, |last| last.recorded.end)
    }

    /// The stretches of the recording it is made of, in order.
    pub fn recorded(&self) -> impl Iterator<Item = Range<u64>> + '_ {
        self.parts.iter().map(|part| part.recorded.clone())
    }

    /// When something was recorded that begins at this time of the window. Between two parts
    /// that is the later one, and after the end it is the end.
    pub fn when_begun(&self, time: u64) -> u64 {
        let part = self.parts.iter().rev().find(|part| part.from <= time);
        part.map_or(0, |part| part.recorded_at(time))
    }

    /// When something was recorded that ends at this time of the window. Between two parts that is
    /// the earlier one, and after the end it is the end.
    pub fn when_ended(&self, time: u64) -> u64 {
        let mut earlier = self.parts.iter().rev().skip_while(|part| part.from >= time.max(1));
        earlier.next().map_or(0, |part| part.recorded_at(time))
    }

    /// Where a moment of the recording stands in the window; nothing if it is not heard in it.
    pub fn time_of(&self, recorded: u64) -> Option<u64> {
        let part = self.parts.iter().find(|part| part.recorded.contains(&recorded))?;
        Some(part.from + (recorded - part.recorded.start))
    }
}

impl Part {
    fn recorded_at(&self, time: u64) -> u64 {
        (self.recorded.start + time.saturating_sub(self.from)).min(self.recorded.end)
    }
}

/// Gives the sound of each window of a recording, by its number, to `hear`, until that
/// breaks off. Windows must be in the order of the recording, as a plan has them.
///
/// # Errors
/// As [`crate::sound::listen`].
pub fn hear_windows<S>(
    recording: &mut Recording<'_, S>,
    windows: &[Window],
    mut hear: impl FnMut(usize, &[f32]) -> ControlFlow<()>,
) -> Result<Heard, DecodeError>
where
    S: Read + Seek + Send + Sync,
{
    let mut pieces = Vec::new();
    let mut lasts = Vec::new();
    for (number, window) in windows.iter().enumerate() {
        pieces.extend(window.recorded());
        lasts.resize(pieces.len(), None);
        if let Some(last) = lasts.last_mut() {
            *last = Some(number);
        }
    }
    let mut sound = Vec::new();
    recording.cut(&pieces, |piece, samples| {
        sound.extend_from_slice(&samples);
        let Some(number) = lasts.get(piece).copied().flatten() else {
            return ControlFlow::Continue(());
        };
        let flow = hear(number, &sound);
        sound.clear();
        flow
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window() -> Window {
        let mut window = Window::of(100..200);
        window.append(200..250);
        window.append(1000..1100);
        window
    }

    #[test]
    fn times_go_both_ways() {
        let window = window();
        assert_eq!((window.length(), window.span()), (250, 100..1100));
        assert_eq!(window.recorded().collect::<Vec<_>>(), [100..250, 1000..1100]);
        for time in 0..250 {
            assert_eq!(window.time_of(window.when_begun(time)), Some(time));
            assert!(window.when_ended(time) <= window.when_begun(time));
        }
        assert_eq!(window.time_of(99), None);
        assert_eq!(window.time_of(250), None);
        assert_eq!(window.time_of(1100), None);
    }

    #[test]
    fn between_two_parts_something_ends_early_and_begins_late() {
        let window = window();
        assert_eq!((window.when_ended(150), window.when_begun(150)), (250, 1000));
        assert_eq!((window.when_ended(151), window.when_begun(151)), (1001, 1001));
        assert_eq!((window.when_ended(0), window.when_begun(0)), (100, 100));
    }

    #[test]
    fn after_the_end_it_is_the_end_and_nothing_has_no_time() {
        let window = window();
        assert_eq!((window.when_ended(9999), window.when_begun(9999)), (1100, 1100));
        let empty = Window::default();
        assert_eq!((empty.length(), empty.span(), empty.when_begun(5)), (0, 0..0, 0));
    }
}
