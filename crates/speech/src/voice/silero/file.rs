//! Reading the network from the file that whisper.cpp makes of it (`convert-silero-vad-to-ggml.py`).
//!
//! A magic number, the kind and version of the network, its shape, and then its tensors with
//! their names. Everything is little-endian. Shapes are checked before anything is computed.

use std::collections::HashMap;
use std::io::Read;

use half::f16;

/// Why a file cannot be used as a voice detector.
#[derive(Debug, thiserror::Error)]
pub enum SileroError {
    /// It is another kind of file.
    #[error("this is no Silero voice detector in whisper.cpp's format (ggml-silero-*.bin)")]
    Unknown,
    /// It ends too early, or a part of it is missing or has another shape.
    #[error("the voice detector is damaged or of another version ({0}): copy it again")]
    Damaged(String),
    /// The storage could not be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// The first number of the file.
const MAGIC: u32 = 0x6767_6d6c;
/// The kind of network that is known here.
const KIND: &[u8] = b"silero-16k";
/// No file of this kind is larger; the known ones have less than a megabyte.
const MOST_BYTES: u64 = 16 << 20;
/// Numbers in the header that tell the shape: frame, context, four layers, and two more.
const SHAPE: [u32; 19] =
    [512, 64, 4, 129, 128, 3, 128, 64, 3, 64, 64, 3, 64, 128, 3, 128, 128, 128, 1];

/// The tensors of a file by their names.
pub(super) struct Tensors(HashMap<String, Vec<f32>>);

impl Tensors {
    pub(super) fn read(source: impl Read) -> Result<Self, SileroError> {
        let mut bytes = Vec::new();
        source.take(MOST_BYTES).read_to_end(&mut bytes)?;
        let mut rest = Rest(&bytes);
        if rest.number().ok() != Some(MAGIC) {
            return Err(SileroError::Unknown);
        }
        let length = rest.length()?;
        if rest.bytes(length)? != KIND {
            return Err(SileroError::Unknown);
        }
        let _version = [rest.number()?, rest.number()?, rest.number()?];
        for expected in SHAPE {
            if rest.number()? != expected {
                return Err(SileroError::Damaged("its shape is not known".into()));
            }
        }
        let mut tensors = HashMap::new();
        while !rest.0.is_empty() {
            let (name, values) = rest.tensor()?;
            tensors.insert(name, values);
        }
        Ok(Self(tensors))
    }

    /// Takes a tensor that must have so many numbers.
    pub(super) fn take(&mut self, name: &str, count: usize) -> Result<Vec<f32>, SileroError> {
        let values = self.0.remove(&format!("_model.{name}"));
        let values = values.filter(|values| values.len() == count);
        let values = values.filter(|values| values.iter().all(|value| value.is_finite()));
        values.ok_or_else(|| SileroError::Damaged(format!("{name} is missing or wrong")))
    }
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
