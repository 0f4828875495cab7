//! A recording as the model hears it: one channel, 16,000 samples a second, never held as a whole.

/// Samples per second that voice detection and the model work with.
pub const SAMPLE_RATE: u32 = 16_000;
