//! A tensor of an ONNX file: its shape and its numbers, be they floats or bytes.

use half::f16;

use super::wire::{Fields, Value};
use super::{Fault, text};

/// Numbers and how they are arranged.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tensor {
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

/// Kinds of numbers as ONNX counts them: of others nothing is read, as no weights are in them.
const FLOAT: u64 = 1;
const UNSIGNED_BYTE: u64 = 2;
const SIGNED_BYTE: u64 = 3;
const HALF: u64 = 10;

impl Tensor {
    /// Reads a `TensorProto`; answers its name too. The numbers of kinds that hold no weights are
    /// left out.
    pub(crate) fn read(message: &[u8]) -> Result<(String, Self), Fault> {
        let (mut name, mut kind, mut shape) = (String::new(), 0, Vec::new());
        let (mut raw, mut values) = (&[][..], Vec::new());
        for field in Fields(message) {
            match field? {
                (1, Value::Number(size)) => shape.push(size),
                (1, Value::Bytes(sizes)) => shape.extend(numbers(sizes)?),
                (2, Value::Number(number)) => kind = number,
                (4, Value::Float(number)) => values.push(number),
                (4, Value::Bytes(bytes)) => values.extend(floats(bytes)),
                (5, Value::Number(number)) => values.push(small(number)),
                (5, Value::Bytes(bytes)) => values.extend(numbers(bytes)?.into_iter().map(small)),
                (8, Value::Bytes(bytes)) => name = text(bytes),
                (9, Value::Bytes(bytes)) => raw = bytes,
                (14, Value::Number(1)) => {
                    let why = format!("{name} lies in another file, and one file is read only");
                    return Err(Fault(why));
                }
                _ => {}
            }
        }
        match kind {
            FLOAT => values.extend(floats(raw)),
            HALF => values.extend(halves(raw)),
            UNSIGNED_BYTE => values.extend(raw.iter().copied().map(f32::from)),
            SIGNED_BYTE => values.extend(raw.iter().map(|byte| f32::from(byte.cast_signed()))),
            _ => return Ok((name, Self::default())),
        }
        let shape: Vec<usize> =
            shape.into_iter().map(|size| usize::try_from(size).unwrap_or(usize::MAX)).collect();
        let count = shape.iter().fold(1_usize, |count, size| count.saturating_mul(*size));
        if count != values.len() {
            return Err(Fault(format!("{name} has not all of its numbers")));
        }
        Ok((name, Self { shape, values }))
    }

    /// Takes the zero point away and multiplies with the scale; there is one of each, or one for
    /// each part along the first axis.
    pub(crate) fn dequantise(mut self, scales: &[f32], zero_points: &[f32]) -> Option<Self> {
        let parts = scales.len();
        if parts == 0 || zero_points.len() != parts || !self.values.len().is_multiple_of(parts) {
            return None;
        }
        let each = (self.values.len() / parts).max(1);
        let parts = self.values.chunks_mut(each).zip(scales.iter().zip(zero_points));
        for (part, (scale, zero_point)) in parts {
            for value in part {
                *value = (*value - zero_point) * scale;
            }
        }
        Some(self)
    }

    /// Exchanges the last two axes of three.
    pub(crate) fn turned(&self) -> Self {
        let &[parts, rows, columns] = self.shape.as_slice() else { return self.clone() };
        let mut values = Vec::with_capacity(self.values.len());
        for part in self.values.chunks((rows * columns).max(1)) {
            for column in 0..columns {
                values.extend(part.iter().skip(column).step_by(columns));
            }
        }
        Self { shape: vec![parts, columns, rows], values }
    }
}

fn floats(bytes: &[u8]) -> impl Iterator<Item = f32> {
    bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes))
}

fn halves(bytes: &[u8]) -> impl Iterator<Item = f32> {
    bytes.as_chunks::<2>().0.iter().map(|bytes| f16::from_le_bytes(*bytes).to_f32())
}

fn numbers(packed: &[u8]) -> Result<Vec<u64>, Fault> {
    let (mut fields, mut numbers) = (Fields(packed), Vec::new());
    while !fields.0.is_empty() {
        numbers.push(fields.number()?);
    }
    Ok(numbers)
}

/// A byte that is kept as a whole number; negative ones fill 64 bits.
#[expect(clippy::cast_precision_loss, reason = "it is a byte")]
fn small(number: u64) -> f32 {
    number.cast_signed() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_and_bytes_are_numbers() {
        let float = b"\x08\x02\x10\x01\x42\x01w\x4a\x08\0\0\x80\x3f\0\0\0\x40";
        let (name, tensor) = Tensor::read(float).expect("a tensor");
        assert_eq!((name.as_str(), tensor.values), ("w", vec![1.0, 2.0]));
        let (_, half) = Tensor::read(b"\x08\x01\x10\x0a\x4a\x02\0\x3e").expect("a tensor");
        assert_eq!(half.values, [1.5]);
        let (_, signed) = Tensor::read(b"\x08\x02\x10\x03\x4a\x02\xff\x7f").expect("a tensor");
        assert_eq!(signed.values, [-1.0, 127.0]);
        let (_, unsigned) = Tensor::read(b"\x10\x02\x2a\x02\x93\x01").expect("a zero point");
        assert_eq!((unsigned.shape, unsigned.values), (vec![], vec![147.0]));
    }

    #[test]
    fn a_tensor_that_lost_bytes_is_refused() {
        assert!(Tensor::read(b"\x08\x03\x10\x03\x4a\x02\xff\x7f").is_err());
    }

    #[test]
    fn bytes_become_what_they_stand_for() {
        let tensor = Tensor { shape: vec![2, 1, 2], values: vec![1.0, 2.0, 3.0, 4.0] };
        let one = tensor.clone().dequantise(&[0.5], &[1.0]).expect("one scale");
        assert_eq!(one.values, [0.0, 0.5, 1.0, 1.5]);
        let two = tensor.clone().dequantise(&[1.0, 10.0], &[0.0, 3.0]).expect("two scales");
        assert_eq!(two.values, [1.0, 2.0, 0.0, 10.0]);
        assert!(tensor.dequantise(&[1.0; 3], &[0.0; 3]).is_none());
    }

    #[test]
    fn rows_become_columns() {
        let tensor = Tensor { shape: vec![1, 2, 3], values: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0] };
        let turned = tensor.turned();
        assert_eq!(
            (turned.shape, turned.values),
            (vec![1, 3, 2], vec![1.0, 4.0, 2.0, 5.0, 3.0, 6.0])
        );
    }
}
