//! Recordings that Chromium cannot play are heard all the same.

use trefoil_e2e::Journey;

use crate::support::{add, empty};

const AUDIO: &str = "document.querySelector('[data-player-audio]')";

/// Silence of so many seconds in AIFF: 8,000 samples a second, 16 bits.
fn aiff(seconds: u32) -> Vec<u8> {
    let size = seconds * 16_000;
    let mut sound = b"FORM".to_vec();
    sound.extend((46 + size).to_be_bytes());
    sound.extend(b"AIFFCOMM\0\0\0\x12\0\x01");
    sound.extend((seconds * 8_000).to_be_bytes());
    // The rate is a number of 80 bits.
    sound.extend(b"\0\x10\x40\x0b\xfa\0\0\0\0\0\0\0SSND");
    sound.extend((8 + size).to_be_bytes());
    sound.resize(54 + size as usize, 0);
    sound
}

#[test]
fn what_the_browser_cannot_play_is_decoded_for_it() {
    empty("what_the_browser_cannot_play_is_decoded_for_it", async |running, chromium, _folder| {
        let study = running.app().find("housing").expect("the study is open").study.clone();
        let tone = add(&study, "Memo", "audio/aiff", aiff(8), Some(8_000));
        let broken = add(&study, "Broken", "audio/aiff", b"FORM\0\0\0\0AIFF".to_vec(), Some(8_000));
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study("housing");

        journey.goes_to(&format!("sources/{tone}")).await;
        journey.finds("[data-ready]").await;
        journey.until("the length", &format!("Math.round({AUDIO}.duration) === 8")).await;
        journey.presses(" ").await;
        journey.until("the sound", &format!("{AUDIO}.currentTime > 0.2")).await;
        journey.presses(" ").await;
        journey.until("the pause", &format!("{AUDIO}.paused")).await;
        // As soon as it is asked for, before anything is loaded.
        journey.goes_to(&format!("sources/{tone}")).await;
        journey.finds("[data-ready]").await;
        journey.presses(" ").await;
        journey.until("the sound at once", &format!("{AUDIO}.currentTime > 0.2")).await;

        journey.goes_to(&format!("sources/{broken}")).await;
        journey.finds("[data-ready]").await;
        journey.sees("This recording cannot be played here").await;
        journey.is_accessible("a recording that cannot be played").await;
    });
}
