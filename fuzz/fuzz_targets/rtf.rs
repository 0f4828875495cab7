//! Rich text, by libFuzzer.

#![no_main]

use libfuzzer_sys::fuzz_target;
use trefoil_formats::fuzzing::{Reader, read};

fuzz_target!(
    // A reader may catch a panic of a library itself, so only those that come out end the run.
    init: std::panic::set_hook(Box::new(|info| eprintln!("{info}"))),
    |bytes: &[u8]| {
        read(Reader::Rtf, bytes);
    }
);
