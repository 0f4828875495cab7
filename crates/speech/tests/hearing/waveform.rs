//! The picture of a recording has the shape of what was recorded.

use std::io::Cursor;

use trefoil_speech::decode::DecodeError;
use trefoil_speech::waveform::{self, Waveform};

use super::{STEPS, fixture, wav};

fn draw(bytes: Vec<u8>, buckets: usize) -> Waveform {
    waveform::of(Cursor::new(bytes), None, buckets).expect("a recording")
}

/// One second each of some loudness, alternating around zero.
fn seconds(loudness: &[i16]) -> Vec<u8> {
    let samples = loudness.iter().flat_map(|loud| [*loud, -*loud].repeat(4000));
    wav(1, 2, 1, 8000, &samples.flat_map(i16::to_le_bytes).collect::<Vec<_>>())
}

#[test]
fn silence_half_and_full_have_their_heights() {
    let drawn = draw(seconds(&[0, 16_384, 32_767]), 6);
    assert_eq!(drawn, Waveform { duration_ms: 3000, peaks: vec![0, 0, 128, 128, 255, 255] });
}

#[test]
fn a_quiet_voice_is_drawn_as_high_as_a_loud_one_but_noise_is_not() {
    assert_eq!(draw(seconds(&[0, 1000, 2000]), 3).peaks, [0, 128, 255]);
    assert_eq!(draw(seconds(&[0, 33, 66]), 3).peaks, [0, 13, 26]);
    assert_eq!(draw(seconds(&[0, 0]), 4).peaks, [0; 4]);
}

#[test]
fn a_single_click_is_seen_in_its_bucket() {
    let mut bytes = seconds(&[0, 0, 0]);
    let at = 44 + 2 * (8000 + 4000);
    bytes[at..at + 2].copy_from_slice(&i16::MIN.to_le_bytes());
    let peaks = draw(bytes, 300).peaks;
    assert_eq!(peaks.iter().position(|peak| *peak == 255), Some(150));
    assert_eq!(peaks.iter().filter(|peak| **peak > 0).count(), 1);
}

#[test]
fn each_format_is_drawn_with_three_steps() {
    for name in STEPS {
        let peaks = draw(fixture(name), 15).peaks;
        let loudest = |from: usize, to: usize| peaks[from..to].iter().max().copied();
        assert!(loudest(0, 4) < Some(8), "{name}: {peaks:?}");
        assert!((110..155).contains(&loudest(7, 9).expect("two buckets")), "{name}: {peaks:?}");
        assert!(loudest(11, 15) > Some(240), "{name}: {peaks:?}");
        assert_eq!(loudest(0, 15), Some(255), "{name}: {peaks:?}");
    }
}

#[test]
fn as_many_buckets_as_asked_for_and_the_reason_when_there_is_nothing_to_draw() {
    for buckets in [0, 1, 7, 1000, 5000] {
        assert_eq!(draw(fixture("steps.opus"), buckets).peaks.len(), buckets);
    }
    let nothing = waveform::of(Cursor::new(b"Hello".to_vec()), Some("wav"), 10);
    assert!(matches!(nothing, Err(DecodeError::Unknown)));
}
