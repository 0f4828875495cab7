//! What the model reads of a window of sound: its log-mel spectrogram.
//!
//! The steps and constants are those of Whisper (Radford et al. 2022, section 2.2): frames of 400
//! samples every 160, a periodic Hann window, mel filters in Slaney's scale and norm.

/// Samples from one frame to the next.
pub const HOP: usize = 160;
/// Frames in a full window of 30 seconds.
pub const FRAMES: usize = 3000;

/// The log-mel spectrogram of one window.
#[derive(Debug, Clone, PartialEq)]
pub struct Mel {
    /// Mel bins of a frame: 80, or 128 for large-v3 and its kin.
    pub bins: usize,
    /// Frames, one each 10 ms.
    pub frames: usize,
    /// `frames × bins`, frame after frame.
    pub values: Vec<f32>,
}
