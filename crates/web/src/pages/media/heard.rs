//! A recording as plain samples, for browsers that cannot play what it was recorded in: ALAC, AIFF,
//! ADPCM, or Ogg in browsers of Apple's.
//!
//! The sound is decoded as the engine hears it, 16,000 samples a second of one channel, and kept in
//! memory for as long as it is the last one that was asked for: a browser asks for a part at a time.

use std::ops::ControlFlow;

use axum::body::{Body, Bytes};
use axum::extract::Path;
use serde::Deserialize;
use trefoil_core::corpus::media::{Media, Tape};
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::id::Id;
use trefoil_speech::sound::{SAMPLE_RATE, listen};

use super::serve::in_parts;
use crate::desk::{Desk, wait_for};
use crate::state::{Open, lock};
use crate::trouble::Answer;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// Four hours: 460 MB of samples.
const MOST_SAMPLES: usize = 4 * 3600 * SAMPLE_RATE as usize;

/// Bytes before the samples.
const HEADER: usize = 44;

/// Sends the samples of a recording.
pub(super) async fn send(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let open = desk.open.clone();
    let wave = wait_for(move || find_or_decode(&open, id)).await?;
    in_parts(&desk.headers, wave.len() as u64, "audio/wav".to_owned(), |range| {
        let place = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
        Body::from(wave.slice(place(range.start)..place(range.end)))
    })
}

fn find_or_decode(open: &Open, id: Id) -> Result<Bytes> {
    // Held while it is decoded: a browser asks twice before it has an answer.
    let mut heard = lock(&open.heard);
    // Asked each time: what was closed or withdrawn is not sent from memory either.
    let media = open.study.read(move |reader| super::audible(reader, id)).inspect_err(|_| {
        heard.take_if(|(known, _)| *known == id);
    })?;
    if let Some((_, wave)) = heard.as_ref().filter(|(known, _)| *known == id) {
        return Ok(wave.clone());
    }
    // One at a time is in memory.
    *heard = None;
    let wave = Bytes::from(decode(open, &media)?);
    *heard = Some((id, wave.clone()));
    Ok(wave)
}

fn decode(open: &Open, media: &Media) -> Result<Vec<u8>> {
    let extension = media.mime.rsplit_once('/').map(|(_, kind)| kind.to_owned());
    let tape = Tape::new(open.study.clone(), media);
    let mut wave = vec![0; HEADER];
    let mut is_too_long = false;
    listen(tape, extension.as_deref(), |samples| {
        is_too_long = (wave.len() - HEADER) / 2 + samples.len() > MOST_SAMPLES;
        if is_too_long {
            return ControlFlow::Break(());
        }
        wave.extend(samples.iter().flat_map(|sample| in_16_bits(*sample).to_le_bytes()));
        ControlFlow::Continue(())
    })
    .map_err(|error| {
        Error::new(Kind::BadFile, format!("The recording cannot be decoded: {error}"))
    })?;
    if is_too_long {
        return Err(Error::invalid(
            "The recording is longer than four hours, which is too long to be decoded for a browser.",
        )
        .hint("Save the original from the source’s facts and play it with another program."));
    }
    let header = header(wave.len() - HEADER);
    wave[..HEADER].copy_from_slice(&header);
    Ok(wave)
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and a sample is a number")]
fn in_16_bits(sample: f32) -> i16 {
    (sample * 32_768.0).round() as i16
}

/// The header of a WAV file with so many bytes of samples.
fn header(bytes: usize) -> [u8; HEADER] {
    let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
    let mut header =
        *b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\0\0\0\0\0\0\0\0\x02\0\x10\0data\0\0\0\0";
    let mut put = |at: usize, number: u32| {
        header[at..at + 4].copy_from_slice(&number.to_le_bytes());
    };
    put(4, bytes.saturating_add(36));
    put(24, SAMPLE_RATE);
    put(28, 2 * SAMPLE_RATE);
    put(40, bytes);
    header
}
