//! How far a transcription is, how fast, and how long it will take.

use std::time::Duration;

/// How far a transcription is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Recording time that is done, in milliseconds, silence that was skipped included.
    pub done_ms: u64,
    /// Recording time in all.
    pub total_ms: u64,
    /// Recording time of this run in the time it took: 2 is twice as fast as the recording.
    pub speed: f64,
    /// What is probably left of the time; nothing before the first window is done.
    pub left: Option<Duration>,
}

impl Progress {
    /// A run that began at `from_ms` of the recording and has taken so long since.
    #[expect(clippy::cast_precision_loss, reason = "a recording lasts less than 285,000 years")]
    pub(super) fn of(done_ms: u64, total_ms: u64, from_ms: u64, took: Duration) -> Self {
        let done = done_ms.saturating_sub(from_ms) as f64 / 1000.0;
        let speed = if took.is_zero() { 0.0 } else { done / took.as_secs_f64() };
        let rest = total_ms.saturating_sub(done_ms) as f64 / 1000.0;
        let left = (speed > 0.0).then(|| Duration::try_from_secs_f64(rest / speed).ok()).flatten();
        Self { done_ms, total_ms, speed, left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_counts_from_where_this_run_began() {
        let progress = Progress::of(90_000, 150_000, 30_000, Duration::from_secs(20));
        assert!((progress.speed - 3.0).abs() < 1e-9);
        assert_eq!(progress.left, Some(Duration::from_secs(20)));
    }

    #[test]
    fn before_anything_is_done_nothing_is_promised() {
        assert_eq!(Progress::of(0, 1000, 0, Duration::ZERO).left, None);
        assert_eq!(Progress::of(0, 1000, 0, Duration::from_secs(1)).left, None);
        let over = Progress::of(2000, 1000, 0, Duration::from_secs(1));
        assert_eq!(over.left, Some(Duration::ZERO));
    }
}
