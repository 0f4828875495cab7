//! Keeping a panic in other people's code from ending the program.
//!
//! Demultiplexers and decoders are written for files that make sense, and some
//! files do not. What panicked is in an unknown state afterwards: drop it.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does some work of a library; nothing when it panicked.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
