//! What has no words is coded: a stretch of a recording by two keys at the player, a picture whole.

use std::io::Cursor;

use crate::support::empty;
use sha2::Digest as _;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::study::Study;
use trefoil_e2e::Journey;

/// A picture of one point.
const POINT: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
    \0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

/// Silence of so many seconds, as a WAV file.
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

fn add(study: &Study, name: &str, mime: &str, bytes: Vec<u8>, duration_ms: Option<i64>) -> Id {
    let ada = study.session("Ada");
    let digest = sha2::Sha256::digest(&bytes).into();
    let stored = ada.store_media(digest, mime, Box::new(Cursor::new(bytes)));
    let add = SourceAdd {
        name: name.into(),
        stream: "document".into(),
        media: Some(stored.expect("bytes are stored").id),
        duration_ms,
        ..SourceAdd::default()
    };
    ada.perform(add).expect("a source is added").outcome
}

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
