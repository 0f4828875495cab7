//! WAV files whose headers were never finished, or count in another way.

use std::io::Cursor;

use trefoil_speech::decode;

use super::{hear, wav};

/// A second of sound under a header with other lengths: of the file, and of its sound.
fn with_lengths(whole: u32, sound: u32) -> Vec<u8> {
    let mut bytes = wav(1, 2, 1, 8000, &[0x20; 16_000]);
    bytes[4..8].copy_from_slice(&whole.to_le_bytes());
    bytes[40..44].copy_from_slice(&sound.to_le_bytes());
    bytes
}

#[test]
fn lengths_that_a_recorder_never_wrote_do_not_matter() {
    let (samples, _, _) = hear(with_lengths(16_036, 16_000)).expect("a recording");
    // Cut off by an empty battery, written into a pipe, and some of each.
    for (whole, sound) in
        [(0, 0), (u32::MAX, u32::MAX), (16_036, 0), (0, 16_000), (36, 0), (u32::MAX, 16_000)]
    {
        let (found, _, heard) = hear(with_lengths(whole, sound)).expect("a recording");
        assert_eq!((&found, heard.duration_ms), (&samples, 1000), "{whole}, {sound}");
        assert_eq!(heard.remarks.len(), usize::from(sound == 0), "{:?}", heard.remarks);
        let measured = decode::probe(Cursor::new(with_lengths(whole, sound)), None);
        assert_eq!(measured.expect("a recording").remarks, heard.remarks);
    }
}

#[test]
fn recordings_for_broadcasting_have_their_lengths_elsewhere() {
    let plain = wav(1, 2, 1, 8000, &[0x20; 16_000]);
    let long = |sound: u64| {
        let lengths = [16_072_u64, sound, 8000].map(u64::to_le_bytes).concat();
        let mut bytes = b"RF64\xff\xff\xff\xffWAVEds64\x1c\0\0\0".to_vec();
        bytes.extend([&lengths, &[0; 4][..], &plain[12..40], &[0xff; 4], &plain[44..]].concat());
        bytes
    };
    let found = hear(long(16_000)).expect("a recording");
    assert_eq!(found, hear(plain.clone()).expect("a recording"));
    let (cut, _, heard) = hear(long(64_000)).expect("what is left");
    assert_eq!((cut.len(), heard.remarks.len()), (8000, 1));
}
