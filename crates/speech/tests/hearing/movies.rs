//! MPEG-4 recordings with more in them than sound, and with edits.

use std::io::Cursor;

use trefoil_speech::decode::{self, DecodeError};

use super::{fixture, hear};

fn boxed(name: [u8; 4], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len() + 8).expect("a small box");
    [&size.to_be_bytes()[..], &name, body].concat()
}

/// A track of pictures like those that the demultiplexer refuses: its decoder configuration
/// is longer than a kilobyte, as some encoders of HEVC write it.
fn pictures() -> Vec<u8> {
    let header = boxed(*b"tkhd", &[&[0; 12], &[0, 0, 0, 99][..], &[0; 68]].concat());
    let configuration = boxed(*b"hvcC", &[1; 2000]);
    let entry = boxed(*b"hvc1", &[&[0; 78][..], &configuration].concat());
    let description = boxed(*b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &entry].concat());
    let handler = boxed(*b"hdlr", &[&[0; 8], &b"vide"[..], &[0; 13]].concat());
    let media =
        [boxed(*b"mdhd", &[0; 24]), handler, boxed(*b"minf", &boxed(*b"stbl", &description))];
    boxed(*b"trak", &[header, boxed(*b"mdia", &media.concat())].concat())
}

fn place_of(bytes: &[u8], name: [u8; 4]) -> usize {
    bytes.windows(4).position(|four| four == name).expect("a box of this name")
}

fn number_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

fn add_at(bytes: &mut [u8], at: usize, more: usize) {
    let sum = number_at(bytes, at) + u32::try_from(more).expect("a small file");
    bytes[at..at + 4].copy_from_slice(&sum.to_be_bytes());
}

/// Puts a track at the end of the index of a recording, which comes before its sound.
fn with_track(mut bytes: Vec<u8>, track: &[u8]) -> Vec<u8> {
    let (index, offsets) = (place_of(&bytes, *b"moov"), place_of(&bytes, *b"stco"));
    for offset in 0..number_at(&bytes, offsets + 8) as usize {
        add_at(&mut bytes, offsets + 12 + 4 * offset, track.len());
    }
    let end = index - 4 + number_at(&bytes, index - 4) as usize;
    add_at(&mut bytes, index - 4, track.len());
    bytes.splice(end..end, track.iter().copied());
    bytes
}

#[test]
fn pictures_that_nobody_knows_do_not_spoil_the_sound() {
    let alone = decode::probe(Cursor::new(fixture("steps.m4a")), None).expect("a memo");
    let video = with_track(fixture("steps.m4a"), &pictures());
    let measured = decode::probe(Cursor::new(video.clone()), None).expect("a video");
    assert_eq!((measured.mime, measured.duration_ms), ("video/mp4", alone.duration_ms));
    let sound = hear(fixture("steps.m4a")).expect("a memo");
    assert_eq!(hear(video).expect("a video"), sound);
}

#[test]
fn a_video_without_sound_says_so() {
    let silent = [boxed(*b"ftyp", b"qt  \0\0\0\0"), boxed(*b"moov", &pictures())].concat();
    assert!(matches!(hear(silent.clone()), Err(DecodeError::NoAudio)));
    assert!(matches!(decode::probe(Cursor::new(silent), None), Err(DecodeError::NoAudio)));
}

#[test]
fn what_an_edit_leaves_out_is_not_heard() {
    let edited = fixture("steps.m4a");
    let list = place_of(&edited, *b"elst");
    assert_eq!((number_at(&edited, list + 8), number_at(&edited, list + 16)), (1, 1024));
    let mut whole = edited.clone();
    whole[list + 16..list + 20].fill(0);
    let (edited_samples, rate, _) = hear(edited).expect("a memo");
    let (samples, _, heard) = hear(whole.clone()).expect("a memo");
    assert_eq!((&samples[1024..], rate), (&edited_samples[..], 16_000));
    // The first edit is empty now: the sound begins later than the recording.
    whole[list + 16..list + 20].fill(0xff);
    let delay_ms = u64::from(number_at(&whole, list + 12));
    let (late, _, late_heard) = hear(whole.clone()).expect("a memo");
    assert_eq!(late_heard.duration_ms, heard.duration_ms + delay_ms);
    assert!(late[..late.len() - samples.len()].iter().all(|sample| *sample == 0.0));
    assert!(late.ends_with(&samples));
    let measured = |bytes: &[u8]| {
        decode::probe(Cursor::new(bytes.to_vec()), None).expect("a memo").duration_ms
    };
    let late_ms = measured(&whole);
    whole[list + 16..list + 20].fill(0);
    assert_eq!(late_ms, measured(&whole) + delay_ms);
}
