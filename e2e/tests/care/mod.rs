//! Care in a real browser: what people answered, what is closed because of it, and what goes.
//!
//! Each journey goes its way with the mouse and does the essentials again by keyboard alone.

mod chat;
mod consent;
mod erase;
mod key;
mod prints;
mod quotes;
mod retention;
mod review;
mod withdraw;

use trefoil_core::study::{Operation, Study};
use trefoil_e2e::Journey;
use trefoil_web::Running;

/// The study of a journey opened a second time, for what is prepared or asked beside the browser.
struct Beside(Study);

impl Beside {
    fn of(running: &Running, key: &str) -> Self {
        let open = running.app().find(key).expect("the study is open");
        Self(Study::open(open.study.place(), None).expect("it opens twice"))
    }

    fn act<O: Operation>(&self, operation: O) -> O::Outcome {
        self.0.session("Ada").perform(operation).expect("the operation is accepted").outcome
    }
}

/// A recording of so many seconds in which nobody says anything.
fn silence(seconds: u32) -> Vec<u8> {
    let size = seconds * 16_000;
    let mut sound = b"RIFF".to_vec();
    sound.extend((36 + size).to_le_bytes());
    sound.extend(b"WAVEfmt ");
    // The size of what follows; PCM in one channel; samples and bytes a second; 16 bits.
    for field in [16_u32, 1 | 1 << 16, 8_000, 16_000, 2 | 16 << 16] {
        sound.extend(field.to_le_bytes());
    }
    sound.extend(b"data");
    sound.extend(size.to_le_bytes());
    sound.resize(44 + size as usize, 0);
    sound
}

/// Follows a link with the keyboard.
async fn follows_by_key(journey: &Journey, link: &str) {
    journey.tabs_to(link).await;
    journey.value("document.documentElement.dataset.e2eBefore = '1'").await;
    journey.presses("Enter").await;
    journey.until(link, "document.documentElement.dataset.e2eBefore !== '1'").await;
    journey.settled().await;
}
