//! The arithmetic of the network: a short Fourier transform, four convolutions, a recurrent layer.
//!
//! All of it is small: some 600,000 multiplications for 32 milliseconds of sound. Values stand
//! frame after frame, so that all sums of products run over neighbours in memory.

/// A convolution over three frames, followed by a rectifier.
#[derive(Clone)]
pub(super) struct Convolution {
    inputs: usize,
    outputs: usize,
    stride: usize,
    /// `outputs × 3 × inputs`.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// Frames that a convolution looks at.
const TAPS: usize = 3;

impl Convolution {
    /// Takes weights as files have them, `outputs × inputs × 3`.
    pub(super) fn new(
        (inputs, outputs, stride): (usize, usize, usize),
        weights: &[f32],
        bias: Vec<f32>,
    ) -> Self {
        let tap = |row: &[f32], tap: usize| row.iter().skip(tap).step_by(TAPS).copied().collect();
        let weights = weights
            .chunks(inputs * TAPS)
            .flat_map(|row| (0..TAPS).flat_map(move |number| -> Vec<f32> { tap(row, number) }))
            .collect();
        Self { inputs, outputs, stride, weights, bias }
    }

    /// Computes each `stride`th frame, with silence around the first and last.
    pub(super) fn apply(&self, input: &[f32]) -> Vec<f32> {
        let frames = input.len() / self.inputs.max(1);
        let mut output = Vec::with_capacity(frames.div_ceil(self.stride) * self.outputs);
        for frame in (0..frames).step_by(self.stride) {
            let first = frame.saturating_sub(1);
            let last = (frame + 2).min(frames);
            let around = input.get(first * self.inputs..last * self.inputs).unwrap_or_default();
            // At the beginning the first tap meets nothing.
            let skipped = (1 - frame.min(1)) * self.inputs;
            let rows = self.weights.chunks(TAPS * self.inputs);
            output.extend(rows.zip(&self.bias).map(|(row, bias)| {
                let row = row.get(skipped..).unwrap_or_default();
                (dot(row, around) + bias).max(0.0)
            }));
        }
        output
    }
}

/// A layer with a long short-term memory (Hochreiter and Schmidhuber 1997), as `PyTorch` has it:
/// input, forget, cell and output gates, one after the other.
#[derive(Clone)]
pub(super) struct Memory {
    pub(super) input_weights: Vec<f32>,
    pub(super) state_weights: Vec<f32>,
    pub(super) bias: Vec<f32>,
    state: Vec<f32>,
    cell: Vec<f32>,
}

impl Memory {
    pub(super) fn new(
        size: usize,
        input_weights: Vec<f32>,
        state_weights: Vec<f32>,
        bias: Vec<f32>,
    ) -> Self {
        let nothing = vec![0.0; size];
        Self { input_weights, state_weights, bias, state: nothing.clone(), cell: nothing }
    }

    /// Takes the next input and gives the new state.
    pub(super) fn step(&mut self, input: &[f32]) -> &[f32] {
        let size = self.state.len().max(1);
        let from_input = self.input_weights.chunks(size);
        let from_state = self.state_weights.chunks(size);
        let gates: Vec<f32> = from_input
            .zip(from_state)
            .zip(&self.bias)
            .map(|((one, other), bias)| dot(one, input) + dot(other, &self.state) + bias)
            .collect();
        let mut gates = gates.chunks(size);
        let mut next = || gates.next().unwrap_or_default();
        let (inputs, forgets, cells, outputs) = (next(), next(), next(), next());
        let four = inputs.iter().zip(forgets).zip(cells.iter().zip(outputs));
        let memory = self.cell.iter_mut().zip(&mut self.state);
        for ((cell, state), ((input, forget), (new, output))) in memory.zip(four) {
            *cell = sigmoid(*forget) * *cell + sigmoid(*input) * new.tanh();
            *state = sigmoid(*output) * cell.tanh();
        }
        &self.state
    }
}

pub(super) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// A sum of products over as many numbers as both have.
pub(super) fn dot(one: &[f32], other: &[f32]) -> f32 {
    let count = one.len().min(other.len());
    let (one, other) = (&one[..count], &other[..count]);
    let mut lanes = [0.0_f32; 16];
    let (one, one_rest) = one.as_chunks::<16>();
    let (other, other_rest) = other.as_chunks::<16>();
    for (one, other) in one.iter().zip(other) {
        for ((lane, one), other) in lanes.iter_mut().zip(one).zip(other) {
            *lane += one * other;
        }
    }
    let rest = one_rest.iter().zip(other_rest).map(|(one, other)| one * other);
    lanes.iter().sum::<f32>() + rest.sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_convolution_sees_the_frames_around_and_silence_beyond() {
        // One input, two outputs: the sum of three frames, and the frame before alone.
        let weights = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0];
        let whole = Convolution::new((1, 2, 1), &weights, vec![0.0, -1.5]);
        assert_eq!(whole.apply(&[1.0, 2.0, 3.0]), [3.0, 0.0, 6.0, 0.0, 5.0, 0.5]);
        let half = Convolution::new((1, 2, 2), &weights, vec![0.0, 0.0]);
        assert_eq!(half.apply(&[1.0, 2.0, 3.0, 4.0]), [3.0, 0.0, 9.0, 2.0]);
        assert_eq!(half.apply(&[]), [0.0; 0]);
    }

    #[test]
    fn a_convolution_mixes_its_inputs() {
        // Two inputs, one output: the first input now, and the second a frame later.
        let weights = [0.0, 1.0, 0.0, 0.0, 0.0, 10.0];
        let layer = Convolution::new((2, 1, 1), &weights, vec![0.0]);
        assert_eq!(layer.apply(&[1.0, 2.0, 3.0, 4.0]), [41.0, 3.0]);
    }

    #[test]
    fn a_memory_keeps_what_its_gates_let_in() {
        // One cell whose gates are open to the input and never forget.
        let mut memory =
            Memory::new(1, vec![0.0, 0.0, 1.0, 0.0], vec![0.0; 4], vec![50.0, 50.0, 0.0, 50.0]);
        let first = memory.step(&[1.0])[0];
        assert!((first - 1.0_f32.tanh().tanh()).abs() < 1e-6);
        let second = memory.step(&[1.0])[0];
        assert!((second - (2.0 * 1.0_f32.tanh()).tanh()).abs() < 1e-6);
    }

    #[test]
    fn sums_of_products_are_right_at_any_length() {
        for count in 0..70_u8 {
            let numbers: Vec<f32> = (0..count).map(f32::from).collect();
            let expected: f32 = numbers.iter().map(|number| number * 2.0).sum();
            assert!((dot(&numbers, &vec![2.0; numbers.len()]) - expected).abs() < 1e-3);
        }
    }
}
