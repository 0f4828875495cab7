//! Weights in panels: two vectors of outputs wide, one step of inputs after the other.

use super::super::aligned::Aligned;
use super::super::quantise::{LARGEST, LEAST};
use super::super::simd::ZERO_POINT;
use super::Weights;

/// Where a weight lies: panels of `inputs` steps, in each step `together` inputs of every output.
pub(super) fn place(
    output: usize,
    input: usize,
    inputs: usize,
    width: usize,
    together: usize,
) -> usize {
    let (panel, across) = (output / width, output % width);
    let (step, part) = (input / together, input % together);
    panel * width * inputs + (step * width + across) * together + part
}

pub(super) fn pack_floats(weights: &[f32], inputs: usize, padded: usize, width: usize) -> Weights {
    let mut panels = Aligned::zeros(padded * inputs);
    for (output, row) in weights.chunks_exact(inputs).enumerate() {
        let first = place(output, 0, inputs, width, 1);
        for (step, weight) in row.iter().enumerate() {
            panels[first + step * width] = *weight;
        }
    }
    Weights::Float(panels)
}

#[expect(clippy::cast_possible_truncation, reason = "the largest weight becomes 127")]
pub(super) fn pack_bytes(weights: &[f32], inputs: usize, padded: usize, width: usize) -> Weights {
    let padded_inputs = inputs.next_multiple_of(4);
    let mut panels = Aligned::zeros(padded * padded_inputs);
    let (mut scales, mut offsets) = (vec![0.0; padded], vec![0; padded]);
    for (output, row) in weights.chunks_exact(inputs).enumerate() {
        let largest = row.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        if largest < LEAST {
            continue;
        }
        scales[output] = largest / LARGEST;
        let (factor, first) = (LARGEST / largest, place(output, 0, padded_inputs, width, 4));
        let mut sum = 0;
        for (step, four) in row.chunks(4).enumerate() {
            let panel = &mut panels[first + step * width * 4..][..four.len()];
            for (packed, weight) in panel.iter_mut().zip(four) {
                *packed = (weight * factor).round_ties_even() as i8;
                sum += i32::from(*packed);
            }
        }
        offsets[output] = -i32::from(ZERO_POINT) * sum;
    }
    Weights::Int8 { panels, scales, offsets }
}
