//! The days on which the demo's history happened.
//!
//! The study is made in seconds, but its history reads like five months of work: the clock that
//! stamps it is put forward from day to day, and never back.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use trefoil_core::clock::Clock;
use trefoil_core::error::{Error, Result};

/// A clock that is told what day it is.
#[derive(Debug, Clone)]
pub(crate) struct Calendar(Arc<AtomicI64>);

impl Calendar {
    /// Begins on a day (`2025-09-01`) at a time (`08:30`).
    pub(crate) fn from(day: &str, time: &str) -> Result<Self> {
        Ok(Self(Arc::new(AtomicI64::new(moment(day, time)?))))
    }

    /// The clock to give to a study.
    pub(crate) fn clock(&self) -> Clock {
        Clock::Ticking(Arc::clone(&self.0))
    }

    /// Puts the clock forward to a day and time; what is past stays past.
    pub(crate) fn turn_to(&self, day: &str, time: &str) -> Result<()> {
        self.0.fetch_max(moment(day, time)?, Ordering::Relaxed);
        Ok(())
    }

    /// Lets some minutes pass.
    pub(crate) fn pass(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }
}

fn moment(day: &str, time: &str) -> Result<i64> {
    let text = format!("{day}T{time}:00Z");
    let moment: Result<jiff::Timestamp, _> = text.parse();
    moment.map(jiff::Timestamp::as_millisecond).map_err(|error| {
        Error::invalid(format!("“{day} {time}” is no day and time of the demo.")).because(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_goes_forward_and_never_back() {
        let calendar = Calendar::from("2025-09-01", "08:30").expect("a day");
        let clock = calendar.clock();
        let first = clock.now();
        calendar.turn_to("2025-10-03", "12:00").expect("a day");
        let later = clock.now();
        assert!(later > first);
        calendar.turn_to("2025-09-02", "12:00").expect("a day");
        assert!(clock.now() > later);
        calendar.pass(2);
        assert!(clock.now() >= later + 120_000);
        assert!(calendar.turn_to("2025-13-01", "12:00").is_err());
    }
}
