//! Reading the network from the file that whisper.cpp makes of it (`convert-silero-vad-to-ggml.py`).
//!
//! A magic number, the kind and version of the network, its shape, and then its tensors with
//! their names. Everything is little-endian. Shapes are checked before anything is computed.

use std::collections::HashMap;

use half::f16;

use super::file::{SileroError, Tensors};

/// What a file of whisper.cpp's detector begins with: its magic number, the length of the network's
/// kind, and that.
pub(super) const BEGINS: &[u8] = b"lmgg\x0a\0\0\0silero-16k";

/// Numbers in the header that tell the shape: frame, context, four layers, and two more.
const SHAPE: [u32; 19] =
    [512, 64, 4, 129, 128, 3, 128, 64, 3, 64, 64, 3, 64, 128, 3, 128, 128, 128, 1];

pub(super) fn read(bytes: &[u8]) -> Result<Tensors, SileroError> {
    let mut rest = Rest(bytes.strip_prefix(BEGINS).ok_or(SileroError::Unknown)?);
    let _version = [rest.number()?, rest.number()?, rest.number()?];
    for expected in SHAPE {
        if rest.number()? != expected {
            return Err(SileroError::Damaged("its shape is not known".into()));
        }
    }
    let mut tensors = HashMap::new();
    while !rest.0.is_empty() {
        let (name, values) = rest.tensor()?;
        tensors.insert(name.trim_start_matches("_model.").to_owned(), values);
    }
    Ok(Tensors(tensors))
}

/// What has not been read yet.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn bytes(&mut self, count: usize) -> Result<&'b [u8], SileroError> {
        let ends_early = || SileroError::Damaged("it ends too early".into());
        let (bytes, rest) = self.0.split_at_checked(count).ok_or_else(ends_early)?;
        self.0 = rest;
        Ok(bytes)
    }

    fn number(&mut self) -> Result<u32, SileroError> {
        let bytes = self.bytes(4)?;
        Ok(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }

    fn length(&mut self) -> Result<usize, SileroError> {
        Ok(usize::try_from(self.number()?).unwrap_or(usize::MAX))
    }

    fn tensor(&mut self) -> Result<(String, Vec<f32>), SileroError> {
        let (dimensions, name, kind) = (self.number()?, self.length()?, self.number()?);
        let mut count = 1_usize;
        for _ in 0..dimensions.min(4) {
            count = count.saturating_mul(self.length()?);
        }
        let name = String::from_utf8_lossy(self.bytes(name)?).into_owned();
        let values = match kind {
            0 => self.bytes(count.saturating_mul(4))?.as_chunks::<4>().0.iter(),
            1 => return Ok((name, self.halves(count)?)),
            _ => return Err(SileroError::Damaged(format!("{name} has an unknown type"))),
        };
        Ok((name, values.map(|bytes| f32::from_le_bytes(*bytes)).collect()))
    }

    fn halves(&mut self, count: usize) -> Result<Vec<f32>, SileroError> {
        let (halves, _) = self.bytes(count.saturating_mul(2))?.as_chunks::<2>();
        Ok(halves.iter().map(|bytes| f16::from_le_bytes(*bytes).to_f32()).collect())
    }
}
