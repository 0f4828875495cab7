//! How far the work on an import is, and how long it will take.

use std::time::{Duration, Instant};

use crate::words;

/// How far the work is.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) done: usize,
    pub(super) total: usize,
    /// The file that it is at.
    pub(super) at: String,
    pub(super) since: Instant,
}

impl Step {
    pub(super) fn begin(total: usize) -> Self {
        Self { done: 0, total, at: String::new(), since: Instant::now() }
    }

    /// How long it will still take, as far as can be said from the files done.
    pub(super) fn left(&self) -> Option<String> {
        let gone = self.since.elapsed();
        if gone < Duration::from_secs(3) || self.done < 3 || self.done >= self.total {
            return None;
        }
        let done = u32::try_from(self.done).ok()?;
        let rest = u32::try_from(self.total - self.done).ok()?;
        let minutes = (gone / done).saturating_mul(rest).as_secs().div_ceil(60) as i64;
        Some(if minutes <= 1 {
            "less than a minute left".to_owned()
        } else {
            format!("about {} left", words::counted(&minutes, "minute", "minutes"))
        })
    }
}
