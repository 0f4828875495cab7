//! Hearing a whole recording through windows that overlap by half.
//!
//! Windows begin on the same grid of frames, so that a moment has the same number in all of them.
//! The last window ends with the recording and never behind it: a window that is filled up with
//! silence sounds otherwise to the network than one that is not.

use super::classes::Speaking;
use super::network::Segmentation;

/// Samples from one frame to the next.
pub(super) const FRAME: usize = 270;
/// Samples from the beginning of a frame's surroundings to its middle.
pub(super) const TO_MIDDLE: usize = 495;
/// Samples of a window: ten seconds, for which the network was made.
const WINDOW: usize = 160_000;
/// Samples from one window to the next: half a window, in whole frames.
const STEP: usize = 296 * FRAME;
/// Windows that are heard together, as the weights are then read once for all of them.
const TOGETHER: usize = 8;
/// In less than a second nothing is told apart.
const SHORTEST: usize = 16_000;

/// What was heard in a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// The number of its first frame, counted from the beginning of the recording.
    pub first: usize,
    /// How likely each of its voices speaks, frame after frame.
    pub frames: Vec<Speaking>,
}

/// Hears a recording as it comes.
pub struct Listener<'n> {
    network: &'n Segmentation,
    /// What may be needed yet, and where it begins in the recording.
    samples: Vec<f32>,
    begin: usize,
    /// Where the next window begins.
    next: usize,
    windows: Vec<Window>,
}

impl<'n> Listener<'n> {
    /// Begins a recording.
    pub fn new(network: &'n Segmentation) -> Self {
        Self { network, samples: Vec::new(), begin: 0, next: 0, windows: Vec::new() }
    }

    /// Hears what comes next, at 16,000 samples a second.
    pub fn take(&mut self, samples: &[f32]) {
        self.samples.extend_from_slice(samples);
        while self.end() >= self.next + WINDOW + (TOGETHER - 1) * STEP {
            self.hear(TOGETHER);
            // Some of what was heard may be heard again in the last window.
            let done = (self.next - STEP).min(self.end()) - self.begin;
            self.samples.drain(..done);
            self.begin += done;
        }
    }

    /// Ends the recording; answers what was heard in each window.
    pub fn finish(mut self) -> Vec<Window> {
        let end = self.end();
        if end >= self.next + WINDOW {
            self.hear((end - self.next - WINDOW) / STEP + 1);
        }
        let first = end.saturating_sub(WINDOW).next_multiple_of(FRAME);
        let last = self.windows.last().map_or(0, |window| window.first + window.frames.len());
        // The frames that would be won by one more window.
        let more = (first / FRAME + self.network.frames(end - first)).saturating_sub(last);
        if more > 0 && end - first >= SHORTEST {
            self.next = first;
            let window = &self.samples[first - self.begin..];
            let heard = self.network.hear(&[window]);
            self.keep(heard);
        }
        self.windows
    }

    fn end(&self) -> usize {
        self.begin + self.samples.len()
    }

    /// Hears so many whole windows.
    fn hear(&mut self, count: usize) {
        let begins = (0..count).map(|number| self.next - self.begin + number * STEP);
        let windows: Vec<&[f32]> = begins.map(|at| &self.samples[at..at + WINDOW]).collect();
        let heard = self.network.hear(&windows);
        self.keep(heard);
    }

    fn keep(&mut self, heard: Vec<Vec<Speaking>>) {
        for frames in heard {
            self.windows.push(Window { first: self.next / FRAME, frames });
            self.next += STEP;
        }
    }
}
