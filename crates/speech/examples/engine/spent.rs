//! What work costs: time of the processor in all threads, and time of the clock.

use std::fmt;
use std::time::Instant;

/// Milliseconds that something took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spent {
    processor: f64,
    clock: f64,
}

impl Spent {
    /// Does some work and takes its times.
    pub(crate) fn by(work: impl FnOnce()) -> Self {
        let (clock, processor) = (Instant::now(), processor_milliseconds());
        work();
        let processor = processor_milliseconds() - processor;
        Self { processor, clock: clock.elapsed().as_secs_f64() * 1e3 }
    }

    /// The share of one, when so many were made.
    #[must_use]
    pub(crate) fn shared_by(self, count: f64) -> Self {
        Self { processor: self.processor / count, clock: self.clock / count }
    }
}

/// As JSON: processor and clock.
impl fmt::Display for Spent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "[{:.5}, {:.5}]", self.processor, self.clock)
    }
}

/// Not measured where the system does not tell; then it is not a number.
#[cfg(unix)]
fn processor_milliseconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

#[cfg(not(unix))]
fn processor_milliseconds() -> f64 {
    0.0
}

/// The most memory that this process had, in megabytes; 0 where the system does not tell.
pub(crate) fn peak_megabytes() -> f64 {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kibibytes.unwrap_or(0.0) * 1.024 / 1e3
}
