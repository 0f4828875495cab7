//! What has no words is coded: a stretch of a recording by two keys at the player, a picture whole.

use crate::support::{add, empty, silence};
use trefoil_e2e::Journey;

/// A picture of one point.
const POINT: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
    \0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

#[test]
fn a_stretch_and_a_picture_are_coded_by_keyboard() {
    empty("a_stretch_and_a_picture_are_coded_by_keyboard", async |running, chromium, _folder| {
        let (yard, board) = {
            let open = running.app().find("housing").expect("the study is open");
            let yard = add(&open.study, "Yard", "audio/wav", silence(20), Some(20_000));
            (yard, add(&open.study, "Board", "image/png", POINT.to_vec(), None))
        };
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study("housing");
        journey.goes_to(&format!("sources/{yard}")).await;
        journey.finds("[data-ready]").await;
        let ready = "document.querySelector('[data-player-audio]').readyState > 0";
        journey.until("the recording", ready).await;
        for (second, key) in [(3, "i"), (8, "o")] {
            let audio = "document.querySelector('[data-player-audio]')";
            journey.value(&format!("{audio}.currentTime = {second}")).await;
            journey
                .until(
                    "the moment",
                    &format!("{audio}.currentTime >= {second} && !{audio}.seeking"),
                )
                .await;
            journey.presses(key).await;
        }
        journey.fills("[data-coder-input]", "Kettle").await;
        journey.presses("Enter").await;
        journey.sees("0:03–0:08").await;
        journey.is_accessible("a stretch of a recording").await;
        journey.goes_to(&format!("sources/{board}")).await;
        journey.finds("[data-ready]").await;
        journey.presses("c").await;
        journey.fills("[data-coder-input]", "Notices").await;
        journey.presses("Enter").await;
        journey.sees("the whole picture").await;
        journey.is_accessible("a picture").await;
        journey.end().await;
    });
}
