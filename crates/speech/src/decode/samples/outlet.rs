//! Where decoded sound leaves for whoever wants to hear it.
//!
//! The outlet mixes channels down to one, puts silence where nothing could be
//! decoded, and counts: what it has let out is the time at which the next
//! sample is heard. Silence has limits, because a few damaged bytes can claim a
//! gap of centuries.

use std::ops::ControlFlow;

use super::{Block, Heard};
use crate::decode::error::{DecodeError, PARTS_ARE_SILENT};
use crate::decode::probe::milliseconds;

/// How much silence may stand for what is missing: no recording is longer.
const MOST_SILENCE_MS: u64 = 24 * LONGEST_GAP_MS;

/// A longer gap is a damaged number and no gap.
const LONGEST_GAP_MS: u64 = 60 * 60 * 1000;

const SILENCE: [f32; 4096] = [0.0; 4096];

/// Lets sound out and keeps the time.
pub(super) struct Outlet<'h> {
    hear: &'h mut dyn FnMut(Block<'_>) -> ControlFlow<()>,
    mono: Vec<f32>,
    rate: u32,
    /// Samples let out since the rate last changed, and the time before that.
    samples: u64,
    earlier_ms: u64,
    silence_ms: u64,
    has_sound: bool,
    spoiled: bool,
    stopped: bool,
}

impl<'h> Outlet<'h> {
    pub(super) fn new(hear: &'h mut dyn FnMut(Block<'_>) -> ControlFlow<()>) -> Self {
        Self {
            hear,
            mono: Vec::new(),
            rate: 0,
            samples: 0,
            earlier_ms: 0,
            silence_ms: 0,
            has_sound: false,
            spoiled: false,
            stopped: false,
        }
    }

    /// Whether nobody listens any more.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// How much has been let out.
    pub(super) fn elapsed_ms(&self) -> u64 {
        self.earlier_ms.saturating_add(milliseconds(self.samples, self.rate.into()))
    }

    /// Notes that a part could not be decoded.
    pub(super) fn note_spoiled(&mut self) {
        self.spoiled = true;
    }

    /// Lets interleaved samples out, mixed down to their mean.
    pub(super) fn let_out(&mut self, rate: u32, interleaved: &[f32], channels: usize) {
        let channels = channels.max(1);
        let share = 1.0 / f32::from(u16::try_from(channels).unwrap_or(u16::MAX));
        let mut mono = std::mem::take(&mut self.mono);
        mono.clear();
        mono.extend(interleaved.chunks_exact(channels).map(|frame| {
            let mean = frame.iter().sum::<f32>() * share;
            // Files of floating-point samples may hold what is no number.
            if mean.is_finite() { mean } else { 0.0 }
        }));
        self.has_sound |= !mono.is_empty();
        self.send(rate, &mono);
        self.mono = mono;
    }

    /// Lets silence out in place of sound that is missing.
    pub(super) fn keep_silent(&mut self, rate: u32, samples: u64) {
        let gap_ms = milliseconds(samples, rate.into());
        if gap_ms > LONGEST_GAP_MS || self.silence_ms > MOST_SILENCE_MS {
            return;
        }
        self.silence_ms += gap_ms;
        let mut left = samples;
        while left > 0 && !self.stopped {
            let some = usize::try_from(left).unwrap_or(usize::MAX).min(SILENCE.len());
            self.send(rate, &SILENCE[..some]);
            left -= some as u64;
        }
    }

    fn send(&mut self, sample_rate: u32, samples: &[f32]) {
        if self.stopped || samples.is_empty() {
            return;
        }
        if sample_rate != self.rate {
            self.earlier_ms = self.elapsed_ms();
            (self.rate, self.samples) = (sample_rate, 0);
        }
        self.samples += samples.len() as u64;
        self.stopped = (self.hear)(Block { sample_rate, samples }).is_break();
    }

    /// Says what was heard, or that nothing was.
    pub(super) fn conclude(self, mut remarks: Vec<String>) -> Result<Heard, DecodeError> {
        if !self.has_sound && !self.stopped {
            return Err(DecodeError::nothing_heard());
        }
        if self.spoiled && !remarks.iter().any(|remark| remark == PARTS_ARE_SILENT) {
            remarks.push(PARTS_ARE_SILENT.to_owned());
        }
        Ok(Heard { duration_ms: self.elapsed_ms(), remarks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lets something out and gives all that was heard.
    fn heard(work: impl FnOnce(&mut Outlet<'_>)) -> (Vec<f32>, Result<Heard, DecodeError>) {
        let mut all = Vec::new();
        let mut hear = |block: Block<'_>| {
            all.extend_from_slice(block.samples);
            ControlFlow::Continue(())
        };
        let mut outlet = Outlet::new(&mut hear);
        work(&mut outlet);
        let heard = outlet.conclude(Vec::new());
        (all, heard)
    }

    #[test]
    fn channels_become_their_mean_and_what_is_no_number_becomes_silence() {
        let (all, heard) = heard(|outlet| {
            outlet.let_out(1000, &[0.5, 0.0, -1.0, -0.5, f32::NAN, 1.0, f32::INFINITY, 0.0], 2);
        });
        assert_eq!(all, [0.25, -0.75, 0.0, 0.0]);
        assert_eq!(heard.expect("sound"), Heard { duration_ms: 4, remarks: vec![] });
    }

    #[test]
    fn time_goes_on_when_the_rate_changes_and_where_nothing_is_heard() {
        let (_, heard) = heard(|outlet| {
            outlet.let_out(800, &[0.1; 800], 1);
            outlet.let_out(4800, &[0.1; 2400], 1);
            outlet.keep_silent(4800, 4800);
            outlet.note_spoiled();
            assert_eq!(outlet.elapsed_ms(), 2500);
        });
        let heard = heard.expect("sound");
        assert_eq!((heard.duration_ms, heard.remarks.len()), (2500, 1));
    }

    #[test]
    fn silence_alone_is_nothing_and_ends_some_day() {
        let mut hear = |_: Block<'_>| ControlFlow::Continue(());
        let mut outlet = Outlet::new(&mut hear);
        outlet.keep_silent(1, u64::MAX);
        assert_eq!(outlet.elapsed_ms(), 0);
        for _ in 0..100 {
            outlet.keep_silent(1, LONGEST_GAP_MS / 1000);
        }
        assert_eq!(outlet.elapsed_ms(), MOST_SILENCE_MS + LONGEST_GAP_MS);
        assert!(matches!(outlet.conclude(Vec::new()), Err(DecodeError::Damaged(_))));
    }

    #[test]
    fn nothing_more_is_let_out_when_nobody_listens() {
        let mut blocks = 0;
        let mut hear = |_: Block<'_>| {
            blocks += 1;
            ControlFlow::Break(())
        };
        let mut outlet = Outlet::new(&mut hear);
        outlet.let_out(1000, &[0.0; 10], 1);
        outlet.let_out(1000, &[0.0; 10], 1);
        outlet.keep_silent(1000, 10_000);
        assert!(outlet.is_stopped());
        assert_eq!(outlet.conclude(Vec::new()).expect("what was heard").duration_ms, 10);
        assert_eq!(blocks, 1);
    }
}
