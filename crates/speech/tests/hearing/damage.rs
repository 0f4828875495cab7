//! Damaged recordings: what can be had is heard, and nothing brings the program down.

use std::collections::BTreeSet;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use trefoil_speech::decode::{self, DecodeError, Heard};
use trefoil_testkit::{Random, shared_corpus, skip};

use super::{STEPS, fixture, wav};

/// Decodes some minutes without keeping them, and checks what is promised of each block.
fn listen(bytes: &[u8]) -> Result<Heard, DecodeError> {
    let mut left = 10_000_000_usize;
    decode::samples(Cursor::new(bytes.to_vec()), None, |block| {
        assert!(block.sample_rate > 0 && !block.samples.is_empty());
        assert!(block.samples.iter().all(|sample| sample.is_finite()));
        left = left.saturating_sub(block.samples.len());
        if left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
}

/// Cuts a recording off at many places and gives how long each rest is heard.
fn cut_off_at_many_places(bytes: &[u8]) -> Vec<u64> {
    let whole = listen(bytes).expect("a whole recording").duration_ms;
    let mut lengths = Vec::new();
    for at in (0..bytes.len()).step_by((bytes.len() / 300).max(1)) {
        if let Ok(rest) = listen(&bytes[..at]) {
            assert!(rest.duration_ms <= whole, "{at}: {rest:?} of {whole}");
            assert!(rest.duration_ms == whole || !rest.remarks.is_empty(), "{at}: {rest:?}");
            lengths.push(rest.duration_ms);
        }
    }
    lengths
}

#[test]
fn a_recording_cut_off_anywhere_is_heard_as_far_as_it_goes() {
    for name in ["steps.opus", "steps.ogg"] {
        assert!(!cut_off_at_many_places(&fixture(name)).is_empty(), "{name}");
    }
    // Here the index comes first and the sound is spread over the rest.
    let lengths: BTreeSet<u64> =
        cut_off_at_many_places(&fixture("steps.m4a")).into_iter().collect();
    assert!(lengths.len() > 15, "{lengths:?}");
}

#[test]
fn a_real_voice_note_and_a_real_memo_can_be_cut_off_anywhere() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files a_real_voice_note_and_a_real_memo_can_be_cut_off_anywhere");
        return;
    };
    for name in ["chris-rudmin+opus-recorder/mono.opus", "argmaxinc+WhisperKit/jfk_441khz.m4a"] {
        let bytes = std::fs::read(corpus.join("audio").join(name)).expect(name);
        let lengths = cut_off_at_many_places(&bytes);
        assert!(lengths.len() > 50, "{name}: {lengths:?}");
    }
}

#[test]
fn a_wav_that_claims_more_than_there_is_says_so() {
    let mut bytes = wav(1, 2, 1, 8000, &[0x20; 16].repeat(4000));
    bytes.truncate(44 + 24_000);
    let heard = listen(&bytes).expect("what is left");
    assert_eq!(heard.duration_ms, 1500);
    assert_eq!(
        heard.remarks,
        ["The recording is damaged or cut off: 1.5 s can be read of the 4.0 s it claims."]
    );
}

#[test]
fn floating_point_samples_that_are_no_numbers_are_silent() {
    let samples = [f32::NAN, f32::INFINITY, 0.5].map(f32::to_le_bytes).concat();
    assert_eq!(listen(&wav(3, 4, 1, 1000, &samples)).expect("a WAV").duration_ms, 3);
}

fn any_byte(random: &mut Random) -> u8 {
    let [byte, ..] = random.number().to_le_bytes();
    byte
}

/// Changes some bytes, mostly of the headers, where they do most harm.
fn change(bytes: &mut Vec<u8>, random: &mut Random) {
    match random.below(4) {
        0 => bytes.truncate(random.below(bytes.len())),
        1 => {
            let from = random.below(bytes.len());
            let to = (from + random.below(600)).min(bytes.len());
            bytes.drain(from..to);
        }
        _ => {}
    }
    let reach = if random.chance(50) { bytes.len().min(600) } else { bytes.len() };
    for _ in 0..random.below(10) {
        let extreme = random.pick(&[0x00, 0x7f, 0x80, 0xff]).copied();
        let value = extreme.filter(|_| random.chance(50)).unwrap_or(any_byte(random));
        if let Some(place) = bytes.get_mut(random.below(reach)) {
            *place = value;
        }
    }
}

#[test]
fn changed_bytes_never_bring_the_program_down() {
    let wavs = wav(1, 3, 2, 16_000, &[0x31; 6000]);
    let originals: Vec<Vec<u8>> = STEPS.iter().map(|name| fixture(name)).chain([wavs]).collect();
    let mut random = Random::anew("changed_bytes_never_bring_the_program_down");
    let mut heard = 0;
    for round in 0..1600 {
        let mut bytes = originals[round % originals.len()].clone();
        change(&mut bytes, &mut random);
        heard += usize::from(listen(&bytes).is_ok());
    }
    assert!((200..1500).contains(&heard), "{heard} of 1600 were heard: too much or little damage");
}

#[test]
fn damaged_opus_behind_a_right_checksum_never_brings_the_program_down() {
    let original = fixture("steps.webm");
    let mut random = Random::anew("damaged_opus_behind_a_right_checksum");
    for _ in 0..300 {
        let mut bytes = original.clone();
        // WebM has no checksums: the decoder meets each changed byte.
        for _ in 0..=random.below(40) {
            let at = 500 + random.below(bytes.len() - 500);
            bytes[at] = any_byte(&mut random);
        }
        let _ = listen(&bytes);
    }
}

/// A storage that fails in the middle of a recording.
struct Failing(Cursor<Vec<u8>>);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = (self.0.get_ref().len() as u64 * 2 / 3).saturating_sub(self.0.position());
        if left == 0 {
            return Err(io::Error::other("the disk is gone"));
        }
        let wanted = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        self.0.read(&mut buffer[..wanted])
    }
}

impl Seek for Failing {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.0.seek(position)
    }
}

#[test]
fn a_storage_that_fails_is_not_taken_for_a_damaged_recording() {
    for bytes in
        [fixture("steps.opus"), fixture("steps.flac"), wav(1, 2, 1, 8000, &[7; 90].repeat(1000))]
    {
        let longer = [bytes.as_slice(), &[0; 12_000]].concat();
        let source = || Failing(Cursor::new(longer.clone()));
        let heard = decode::samples(source(), None, |_| ControlFlow::Continue(()));
        assert!(
            matches!(&heard, Err(DecodeError::Io(error)) if error.to_string() == "the disk is gone"),
            "{heard:?}"
        );
        assert!(matches!(decode::probe(source(), None), Err(DecodeError::Io(_))));
    }
}
