//! Weights in ggml's blocks of 32, packed here and read by the engine.
//!
//! The rounding is that of ggml's reference quantisers (`ggml-quants.c`). Beside the bytes each
//! function gives the numbers that they stand for, from the whole numbers before they were packed:
//! an oracle that knows nothing of unpacking.

use half::f16;

/// How a ggml file keeps a tensor, with ggml's number for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q4_1 = 3,
    Q5_0 = 6,
    Q5_1 = 7,
    Q8_0 = 8,
}

/// All of them.
pub const KINDS: [Kind; 7] =
    [Kind::F32, Kind::F16, Kind::Q4_0, Kind::Q4_1, Kind::Q5_0, Kind::Q5_1, Kind::Q8_0];

/// Packs numbers, a multiple of 32 for the quantised kinds; gives what the bytes stand for too.
pub fn pack(kind: Kind, values: &[f32]) -> (Vec<u8>, Vec<f32>) {
    let mut bytes = Vec::new();
    match kind {
        Kind::F32 => {
            (values.iter().flat_map(|value| value.to_le_bytes()).collect(), values.to_vec())
        }
        Kind::F16 => {
            let halves: Vec<f16> = values.iter().map(|value| f16::from_f32(*value)).collect();
            bytes.extend(halves.iter().flat_map(|half| half.to_le_bytes()));
            (bytes, halves.iter().map(|half| half.to_f32()).collect())
        }
        _ => {
            assert!(values.len().is_multiple_of(32), "blocks are of 32");
            let means = values.chunks(32).flat_map(|block| pack_block(kind, block, &mut bytes));
            let means = means.collect();
            (bytes, means)
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "rounding is the point")]
fn pack_block(kind: Kind, values: &[f32], bytes: &mut Vec<u8>) -> Vec<f32> {
    let largest = values.iter().fold(0.0_f32, |a, b| if b.abs() > a.abs() { *b } else { a });
    let least = values.iter().copied().fold(f32::INFINITY, f32::min);
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let (step, base, top) = match kind {
        Kind::Q4_0 => (largest / -8.0, None, 15),
        Kind::Q5_0 => (largest / -16.0, None, 31),
        Kind::Q4_1 => ((most - least) / 15.0, Some(least), 15),
        Kind::Q5_1 => ((most - least) / 31.0, Some(least), 31),
        _ => (largest.abs() / 127.0, None, 0),
    };
    let inverse = if step == 0.0 { 0.0 } else { 1.0 / step };
    let (step, base) = (f16::from_f32(step), base.map(f16::from_f32));
    bytes.extend(step.to_le_bytes());
    bytes.extend(base.into_iter().flat_map(f16::to_le_bytes));
    if kind == Kind::Q8_0 {
        let whole: Vec<i8> = values.iter().map(|value| (value * inverse).round() as i8).collect();
        bytes.extend(whole.iter().flat_map(|whole| whole.to_le_bytes()));
        return whole.iter().map(|whole| f32::from(*whole) * step.to_f32()).collect();
    }
    let middle = if base.is_some() { 0_i16 } else { (top + 1) / 2 };
    let whole: Vec<i16> = values
        .iter()
        .map(|value| match base {
            Some(_) => ((value - least) * inverse + 0.5) as i16,
            None => (value * inverse + f32::from(middle) + 0.5) as i16,
        })
        .map(|whole| whole.clamp(0, top))
        .collect();
    let bit = |at: usize, bit: u32| u32::from(whole[at].cast_unsigned()) >> bit & 1;
    if top == 31 {
        let fifth: u32 = (0..32).map(|at| bit(at, 4) << at).sum();
        bytes.extend(fifth.to_le_bytes());
    }
    bytes.extend((0..16).map(|at| (whole[at] & 15 | (whole[at + 16] & 15) << 4).to_le_bytes()[0]));
    let base = base.map_or(0.0, f16::to_f32);
    whole.iter().map(|whole| f32::from(whole - middle) * step.to_f32() + base).collect()
}
