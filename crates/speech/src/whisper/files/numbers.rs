//! The ways in which weights are kept, and how they become 32-bit numbers.
//!
//! The quantised ones are ggml's: blocks of 32 numbers with one scale, and some with a base
//! (`ggml/src/ggml-quants.c`, whose reference functions the formulas here follow).

use std::fmt;

use half::slice::HalfFloatSliceExt;
use half::{bf16, f16};

/// Numbers in a block of a quantised tensor.
const BLOCK: usize = 32;

/// How the numbers of a tensor are kept in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Numbers {
    /// 32-bit floating point.
    F32,
    /// 16-bit floating point (IEEE 754).
    F16,
    /// The upper half of 32-bit floating point.
    BF16,
    /// 4 bits and a scale.
    Q4_0,
    /// 4 bits, a scale and a base.
    Q4_1,
    /// 5 bits and a scale.
    Q5_0,
    /// 5 bits, a scale and a base.
    Q5_1,
    /// 8 bits and a scale.
    Q8_0,
}

impl fmt::Display for Numbers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::BF16 => "bf16",
            Self::Q4_0 => "q4_0",
            Self::Q4_1 => "q4_1",
            Self::Q5_0 => "q5_0",
            Self::Q5_1 => "q5_1",
            Self::Q8_0 => "q8_0",
        })
    }
}

impl Numbers {
    /// Tells the kind by ggml's number for it, or says what else it is.
    pub(super) fn from_ggml(kind: u32) -> Result<Self, String> {
        let others = ["q2_K", "q3_K", "q4_K", "q5_K", "q6_K", "q8_K"];
        Ok(match kind {
            0 => Self::F32,
            1 => Self::F16,
            2 => Self::Q4_0,
            3 => Self::Q4_1,
            6 => Self::Q5_0,
            7 => Self::Q5_1,
            8 => Self::Q8_0,
            30 => Self::BF16,
            9 => return Err("q8_1".into()),
            10..=15 => return Err(others[kind as usize - 10].into()),
            _ => return Err(format!("numbers of the unknown kind {kind}")),
        })
    }

    /// Tells the kind by the name that safetensors have for it, or says what else it is.
    pub(super) fn from_safetensors(name: &str) -> Result<Self, String> {
        match name {
            "F32" => Ok(Self::F32),
            "F16" => Ok(Self::F16),
            "BF16" => Ok(Self::BF16),
            other => Err(other.chars().take(32).collect()),
        }
    }

    /// How many numbers are kept together, in how many bytes.
    pub(super) const fn block(self) -> (usize, usize) {
        match self {
            Self::F32 => (1, 4),
            Self::F16 | Self::BF16 => (1, 2),
            Self::Q4_0 => (BLOCK, 18),
            Self::Q4_1 => (BLOCK, 20),
            Self::Q5_0 => (BLOCK, 22),
            Self::Q5_1 => (BLOCK, 24),
            Self::Q8_0 => (BLOCK, 34),
        }
    }

    /// How many bytes a tensor takes, whose last index runs fastest; none when its rows are no
    /// whole blocks, or when there are more than can be counted.
    pub(super) fn bytes_of(self, shape: &[usize]) -> Option<u64> {
        let (numbers, bytes) = self.block();
        let row = shape.last()?;
        if !row.is_multiple_of(numbers) {
            return None;
        }
        let count = shape.iter().try_fold(1_usize, |count, size| count.checked_mul(*size))?;
        u64::try_from(count / numbers).ok()?.checked_mul(bytes as u64)
    }

    /// Turns whole blocks into numbers and appends them.
    pub(super) fn unpack(self, bytes: &[u8], numbers: &mut Vec<f32>) {
        match self {
            Self::F32 => {
                let values = bytes.as_chunks().0.iter().map(|value| f32::from_le_bytes(*value));
                numbers.extend(values);
            }
            Self::F16 => {
                let halves: Vec<f16> =
                    bytes.as_chunks().0.iter().map(|half| f16::from_le_bytes(*half)).collect();
                let begin = numbers.len();
                numbers.resize(begin + halves.len(), 0.0);
                // The slice's own conversion uses the processor's.
                halves.convert_to_f32_slice(&mut numbers[begin..]);
            }
            Self::BF16 => {
                let halves = bytes.as_chunks().0.iter();
                numbers.extend(halves.map(|half| bf16::from_le_bytes(*half).to_f32()));
            }
            Self::Q4_0 => bytes.as_chunks::<18>().0.iter().for_each(|block| {
                let [d0, d1, packed @ ..] = block;
                nibbles(
                    packed,
                    |whole, _| f32::from(i16::from(whole) - 8) * half(*d0, *d1),
                    numbers,
                );
            }),
            Self::Q4_1 => bytes.as_chunks::<20>().0.iter().for_each(|block| {
                let [d0, d1, m0, m1, packed @ ..] = block;
                let (scale, base) = (half(*d0, *d1), half(*m0, *m1));
                nibbles(packed, |whole, _| f32::from(whole) * scale + base, numbers);
            }),
            Self::Q5_0 => bytes.as_chunks::<22>().0.iter().for_each(|block| {
                let [d0, d1, h0, h1, h2, h3, packed @ ..] = block;
                let (scale, fifth) = (half(*d0, *d1), u32::from_le_bytes([*h0, *h1, *h2, *h3]));
                let number = |whole, at| f32::from(i16::from(whole | bit(fifth, at)) - 16) * scale;
                nibbles(packed, number, numbers);
            }),
            Self::Q5_1 => bytes.as_chunks::<24>().0.iter().for_each(|block| {
                let [d0, d1, m0, m1, h0, h1, h2, h3, packed @ ..] = block;
                let (scale, base) = (half(*d0, *d1), half(*m0, *m1));
                let fifth = u32::from_le_bytes([*h0, *h1, *h2, *h3]);
                let number = |whole, at| f32::from(whole | bit(fifth, at)) * scale + base;
                nibbles(packed, number, numbers);
            }),
            Self::Q8_0 => bytes.as_chunks::<34>().0.iter().for_each(|block| {
                let [d0, d1, whole @ ..] = block;
                let scale = half(*d0, *d1);
                numbers.extend(whole.iter().map(|byte| f32::from(byte.cast_signed()) * scale));
            }),
        }
    }
}

fn half(low: u8, high: u8) -> f32 {
    f16::from_le_bytes([low, high]).to_f32()
}

/// The fifth bit of the number at a place, where it belongs.
fn bit(fifth: u32, at: usize) -> u8 {
    if fifth >> at & 1 == 1 { 16 } else { 0 }
}

/// The lower halves of 16 bytes are the first 16 numbers, the upper halves the other 16.
fn nibbles(packed: &[u8; 16], number: impl Fn(u8, usize) -> f32, numbers: &mut Vec<f32>) {
    numbers.extend(packed.iter().enumerate().map(|(at, byte)| number(byte & 15, at)));
    numbers.extend(packed.iter().enumerate().map(|(at, byte)| number(byte >> 4, at + 16)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_mean_what_ggml_means_by_them() {
        // A scale of 0.5 and a base of 1, half of the numbers 3 and half of them 12.
        let (scale, base) = (f16::from_f32(0.5).to_le_bytes(), f16::from_f32(1.0).to_le_bytes());
        let unpacked = |numbers: Numbers, parts: &[&[u8]]| {
            let mut values = Vec::new();
            numbers.unpack(&parts.concat(), &mut values);
            assert_eq!(values.len(), 32);
            (values[0], values[31])
        };
        let packed = [0xc3; 16];
        // The fifth bit is set for the first number and for the last.
        let fifth = 0x8000_0001_u32.to_le_bytes();
        assert_eq!(unpacked(Numbers::Q4_0, &[&scale, &packed]), (-2.5, 2.0));
        assert_eq!(unpacked(Numbers::Q4_1, &[&scale, &base, &packed]), (2.5, 7.0));
        assert_eq!(unpacked(Numbers::Q5_0, &[&scale, &fifth, &packed]), (1.5, 6.0));
        assert_eq!(unpacked(Numbers::Q5_1, &[&scale, &base, &fifth, &packed]), (10.5, 15.0));
        assert_eq!(unpacked(Numbers::Q8_0, &[&scale, &[0x80; 32]]), (-64.0, -64.0));
    }

    #[test]
    fn sizes_that_cannot_be_counted_are_none() {
        assert_eq!(Numbers::Q4_0.bytes_of(&[3, 64]), Some(3 * 2 * 18));
        assert_eq!(Numbers::Q4_0.bytes_of(&[64, 3]), None);
        assert_eq!(Numbers::F32.bytes_of(&[usize::MAX, 2]), None);
        assert_eq!(Numbers::F32.bytes_of(&[]), None);
        assert_eq!(Numbers::F32.bytes_of(&[usize::MAX]), None);
    }
}
