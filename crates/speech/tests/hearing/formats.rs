//! Each format that can be read says the same.

use std::io::Cursor;
use std::ops::ControlFlow;

use trefoil_speech::decode::{self, Container, DecodeError};

use super::{STEPS, fixture, hear, wav};

/// The loudest sample between two moments, in milliseconds.
fn loudest(samples: &[f32], rate: u32, from: usize, to: usize) -> f32 {
    let place = |time: usize| (time * rate as usize / 1000).min(samples.len());
    samples[place(from)..place(to)].iter().fold(0.0, |loudest, sample| loudest.max(sample.abs()))
}

#[test]
fn the_three_steps_are_heard_in_each_format() {
    for name in STEPS {
        let (samples, rate, heard) = hear(fixture(name)).expect(name);
        assert_eq!(heard.remarks, Vec::<String>::new(), "{name}");
        // AAC and the packets of WebM end with what their encoder filled up.
        assert!((1500..=1600).contains(&heard.duration_ms), "{name}: {heard:?}");
        let step = |from, to| loudest(&samples, rate, from, to);
        let heights = [step(0, 400), step(650, 900), step(1200, 1500)];
        // Codecs for speech are not made for tones: they overshoot by a fifth.
        let expected = [0.0, 0.4, 0.8].map(|height| height * 0.9..=height * 1.25 + 0.01);
        let close = heights.iter().zip(&expected).all(|(height, around)| around.contains(height));
        assert!(close, "{name}: {heights:?}");
    }
}

#[test]
fn what_is_decoded_lasts_as_long_as_what_is_measured() {
    for name in STEPS {
        let measured = decode::probe(Cursor::new(fixture(name)), None).expect(name);
        let (_, _, heard) = hear(fixture(name)).expect(name);
        assert!(measured.duration_ms.abs_diff(heard.duration_ms) <= 50, "{name}: {heard:?}");
    }
}

#[test]
fn samples_of_each_width_mean_the_same() {
    let bytes = |format, width, data: &[&[u8]]| wav(format, width, 1, 8000, &data.concat());
    let kinds = [
        ("8 bits", bytes(1, 1, &[&[0x80], &[0xc0], &[0x40], &[0]])),
        ("16 bits", bytes(1, 2, &[&[0, 0], &[0, 0x40], &[0, 0xc0], &[0, 0x80]])),
        ("24 bits", bytes(1, 3, &[&[0; 3], &[0, 0, 0x40], &[0, 0, 0xc0], &[0, 0, 0x80]])),
        ("32 bits", bytes(1, 4, &[&[0; 4], &[0, 0, 0, 0x40], &[0, 0, 0, 0xc0], &[0, 0, 0, 0x80]])),
        (
            "float",
            bytes(
                3,
                4,
                &[0.0_f32, 0.5, -0.5, -1.0].map(f32::to_le_bytes).each_ref().map(|x| &x[..]),
            ),
        ),
        (
            "double",
            bytes(
                3,
                8,
                &[0.0_f64, 0.5, -0.5, -1.0].map(f64::to_le_bytes).each_ref().map(|x| &x[..]),
            ),
        ),
    ];
    for (kind, bytes) in kinds {
        let (samples, rate, _) = hear(bytes).expect(kind);
        assert_eq!((samples.as_slice(), rate), (&[0.0, 0.5, -0.5, -1.0][..], 8000), "{kind}");
    }
}

#[test]
fn samples_of_telephones_mean_what_their_standard_says() {
    // ITU-T G.711, tables 1a and 2a: the loudest, the quietest and silence.
    let telephone = |format, samples: &[u8]| {
        let mut bytes = wav(format, 1, 1, 8000, samples);
        // Their header has room for more to come, which never came.
        bytes[4] += 2;
        bytes[16] = 18;
        bytes.splice(36..36, [0, 0]);
        hear(bytes)
    };
    let (a_law, _, _) = telephone(6, &[0xaa, 0x2a, 0xd5, 0x55]).expect("A-law");
    assert_eq!(a_law, [32_256.0, -32_256.0, 8.0, -8.0].map(|sample: f32| sample / 32_768.0));
    let (mu_law, _, _) = telephone(7, &[0x80, 0x00, 0xff, 0xfe]).expect("mu-law");
    assert_eq!(mu_law, [32_124.0, -32_124.0, 0.0, 8.0].map(|sample: f32| sample / 32_768.0));
}

/// A WAV file of one block of ADPCM: its bytes, and how many samples stand in it.
fn dictated(format: u16, more: &[u8], samples: u16, block: &[u8]) -> Vec<u8> {
    let size = |bytes: usize| u32::try_from(bytes).expect("a short recording");
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((size(48 + more.len() + block.len())).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(size(20 + more.len()).to_le_bytes());
    for field in [format, 1, 8000, 0, 4055, 0] {
        bytes.extend(field.to_le_bytes());
    }
    let align = u16::try_from(block.len()).expect("a short block");
    let extra = u16::try_from(2 + more.len()).expect("a short header");
    for field in [align, 4, extra, samples] {
        bytes.extend(field.to_le_bytes());
    }
    bytes.extend(more);
    bytes.extend(b"fact\x04\0\0\0");
    bytes.extend(u32::from(samples).to_le_bytes());
    bytes.extend(b"data");
    bytes.extend(size(block.len()).to_le_bytes());
    bytes.extend(block);
    bytes
}

#[test]
fn samples_of_dictation_machines_mean_what_their_standards_say() {
    let whole = |samples: &[f32]| {
        samples.iter().map(|sample| (sample * 32_768.0).round()).collect::<Vec<_>>()
    };
    // IMA, Recommended practices for enhancing digital audio compatibility (1992): the step is 7
    // and grows with each of these, low halves of bytes first.
    let block = [100, 0, 0, 0, 0x47, 0x0c, 0, 0];
    let (samples, rate, heard) = hear(dictated(0x11, &[], 9, &block)).expect("IMA ADPCM");
    let expected = [100.0, 111.0, 129.0, 108.0, 110.0];
    // Decoders round the parts of a step together or one by one.
    let far = |(found, expected): (&f32, &f32)| (found - expected).abs() > 3.0;
    let found = whole(&samples);
    assert!(!found.iter().zip(&expected).any(far) && rate == 8000, "{found:?}");
    assert_eq!((samples.len(), heard.remarks), (9, Vec::<String>::new()));
    // Microsoft's, with the first of its predictors: what was before, and so many steps of 16.
    let predictors = [7_i16, 256, 0, 512, -256, 0, 0, 192, 64, 240, 0, 460, -208, 392, -232];
    let more: Vec<u8> = predictors.iter().flat_map(|number| number.to_le_bytes()).collect();
    let block = [0, 16, 0, 200, 0, 100, 0, 0x1f, 0x20];
    let (samples, _, _) = hear(dictated(2, &more, 6, &block)).expect("Microsoft's ADPCM");
    assert_eq!(whole(&samples), [100.0, 200.0, 216.0, 200.0, 232.0, 232.0]);
    let measured =
        decode::probe(Cursor::new(dictated(2, &more, 6, &block)), None).expect("the same");
    assert_eq!((measured.codec, measured.duration_ms), ("adpcm", 1));
}

#[test]
fn two_channels_become_their_mean() {
    let (samples, _, _) = hear(wav(1, 1, 2, 8000, &[0xc0, 0x80, 0x40, 0x40])).expect("a WAV");
    assert_eq!(samples, [0.25, -0.5]);
}

#[test]
fn hearing_ends_when_the_listener_has_had_enough() {
    for name in STEPS {
        let mut blocks = 0;
        let heard = decode::samples(Cursor::new(fixture(name)), None, |_| {
            blocks += 1;
            if blocks < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        assert!(heard.expect(name).duration_ms < 1600 && blocks <= 3, "{name}");
    }
}

#[test]
fn what_cannot_be_heard_says_why_and_what_to_do() {
    let refusal = |bytes: &[u8]| hear(bytes.to_vec()).map(|_| ()).expect_err("no sound");
    let amr = refusal(b"#!AMR\n\x3c");
    assert!(matches!(amr, DecodeError::Unreadable(Container::Amr)));
    assert_eq!(amr.to_string(), "AMR audio cannot be read: convert it to m4a, mp3, opus or wav");
    assert!(matches!(refusal(b"Hello"), DecodeError::Unknown));
    assert!(matches!(refusal(b""), DecodeError::Unknown));
    assert!(matches!(refusal(b"OggS"), DecodeError::NoAudio));
    let empty = refusal(&wav(1, 2, 1, 8000, &[]));
    assert_eq!(
        empty.to_string(),
        "the recording is damaged (not one moment of sound can be read from it): \
         copy or export it again from where it came"
    );
    let crowded = refusal(&wav(1, 1, 200, 8000, &[0; 2000]));
    assert!(matches!(crowded, DecodeError::Damaged(_)), "{crowded}");
}
