//! What is heard in recordings: whole ones, damaged ones, and real ones.
//!
//! The same three steps, silence, half and full, lie in `fixtures` in each
//! format; WAV files are written here, because it has so many kinds of samples.

mod damage;
mod formats;
mod headers;
mod movies;
mod real_files;
mod waveform;

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;

use trefoil_speech::decode::{self, DecodeError, Heard};

/// The recordings of the three steps, one for each codec and container.
const STEPS: [&str; 7] = [
    "steps.opus",
    "steps.webm",
    "steps.ogg",
    "steps.mp3",
    "steps.m4a",
    "steps-alac.m4a",
    "steps.flac",
];

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    std::fs::read(path).expect("a fixture of this crate")
}

/// Decodes a recording to all of its samples and their rate.
fn hear(bytes: Vec<u8>) -> Result<(Vec<f32>, u32, Heard), DecodeError> {
    let (mut all, mut rate) = (Vec::new(), 0);
    let heard = decode::samples(Cursor::new(bytes), None, |block| {
        rate = block.sample_rate;
        all.extend_from_slice(block.samples);
        ControlFlow::Continue(())
    })?;
    Ok((all, rate, heard))
}

/// Writes a WAV file: format 1 is whole numbers, 3 is floating point.
fn wav(format: u16, width: u16, channels: u16, rate: u32, data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("a short recording");
    let frame = width * channels;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + length).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0");
    bytes.extend(format.to_le_bytes());
    bytes.extend(channels.to_le_bytes());
    bytes.extend(rate.to_le_bytes());
    bytes.extend((rate * u32::from(frame)).to_le_bytes());
    bytes.extend(frame.to_le_bytes());
    bytes.extend((width * 8).to_le_bytes());
    bytes.extend(b"data");
    bytes.extend(length.to_le_bytes());
    bytes.extend(data);
    bytes
}
