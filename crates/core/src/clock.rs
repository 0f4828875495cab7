//! The only place that asks what time it is.
//!
//! Everything that stamps a moment takes a [`Clock`], so tests can stand still. Moments are epoch
//! milliseconds in UTC; days that people talk about are ISO dates without a time zone.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time in epoch milliseconds.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The computer's own clock.
    #[default]
    System,
    /// A clock that moves one millisecond at each look; for tests.
    Ticking(Arc<AtomicI64>),
}

impl Clock {
    /// A clock for tests that starts at a moment and moves by one millisecond at each look.
    pub fn ticking_from(at: i64) -> Self {
        Self::Ticking(Arc::new(AtomicI64::new(at)))
    }

    /// The moment now, in epoch milliseconds.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the system clock"
    )]
    pub fn now(&self) -> i64 {
        match self {
            Self::System => jiff::Timestamp::now().as_millisecond(),
            Self::Ticking(at) => at.fetch_add(1, Ordering::Relaxed),
        }
    }
}

/// Writes a moment as `2026-11-23T10:31:12Z`.
pub fn moment(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map_or_else(|_| at.to_string(), |stamp| stamp.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// Whole weeks from one ISO date to another, rounded down; negative before the start.
pub fn weeks_between(start: &str, date: &str) -> Option<i64> {
    let day = |text: &str| text.get(..10)?.parse::<jiff::civil::Date>().ok();
    let days = day(start)?.until(day(date)?).ok()?.get_days();
    Some(i64::from(days).div_euclid(7))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_counted_from_the_start_and_go_below_zero() {
        assert_eq!(weeks_between("2026-01-05", "2026-01-05"), Some(0));
        assert_eq!(weeks_between("2026-01-05", "2026-01-11T23:59"), Some(0));
        assert_eq!(weeks_between("2026-01-05", "2026-01-12"), Some(1));
        assert_eq!(weeks_between("2026-01-05", "2026-01-04"), Some(-1));
        assert_eq!(weeks_between("2026-01-05", "soon"), None);
    }
}
