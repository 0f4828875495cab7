//! A layer that multiplies rows with a matrix: fully connected layers, convolutions as rows that
//! overlap, and the likelihood of every token.
//!
//! Weights are packed once, for one instruction set, in panels two vectors wide. With
//! [`Precision::Int8`] every output has a scale, rows are quantised as they come
//! ([`quantise`](super::quantise)), and the whole numbers are summed exactly, so that all
//! instruction sets come to equal results.

mod multiply;
mod pack;
#[cfg(test)]
mod tests;

use self::multiply::{Block, Output};
use self::pack::{pack_bytes, pack_floats, place};
use super::Precision;
use super::aligned::Aligned;
use super::isa::Isa;
use super::packed::panel_width;
use super::rows::Rows;
use super::threads::Threads;

/// So many inputs a sum of 32 bits has room for: 255 × 127 × 65,536 < 2³¹.
const MOST_INPUTS: usize = 65_536;

/// Rows that are multiplied at a time, so that they stay in the cache while all weights pass by.
const BLOCK: usize = 96;

/// Fewer products than this are not worth waking a thread for.
const LEAST_PRODUCTS: usize = 1 << 21;

/// What becomes of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// They are written.
    Store,
    /// They are put through the [activation](super::gelu), and written.
    Gelu,
    /// They are added to what is there.
    Add,
}

/// A layer's weights, packed.
#[derive(Debug)]
pub struct Linear {
    outputs: usize,
    inputs: usize,
    isa: Isa,
    /// With zeros to the end of the last panel.
    bias: Vec<f32>,
    weights: Weights,
}

#[derive(Debug)]
enum Weights {
    Float(Aligned<f32>),
    Int8 {
        panels: Aligned<i8>,
        scales: Vec<f32>,
        /// What the zero point adds to each sum, with the sign that takes it away again.
        offsets: Vec<i32>,
    },
}

impl Linear {
    /// Packs weights (`outputs × inputs`, row after row); without bias it is zero.
    ///
    /// # Panics
    /// When there are not so many weights or biases, or more than 65,536 inputs, or the processor
    /// lacks the instructions.
    pub fn pack(
        weights: &[f32],
        bias: Option<&[f32]>,
        (outputs, inputs): (usize, usize),
        precision: Precision,
        isa: Isa,
    ) -> Self {
        assert!(inputs > 0 && inputs <= MOST_INPUTS, "inputs that a sum has room for");
        assert_eq!(Some(weights.len()), outputs.checked_mul(inputs), "a weight for each pair");
        assert!(bias.is_none_or(|bias| bias.len() == outputs), "a bias for each output");
        assert!(isa.is_available(), "this processor has no {isa:?}");
        let width = panel_width(isa);
        let padded = outputs.next_multiple_of(width);
        let mut padded_bias = vec![0.0; padded];
        if let Some(bias) = bias {
            padded_bias[..outputs].copy_from_slice(bias);
        }
        let weights = match precision {
            Precision::Float => pack_floats(weights, inputs, padded, width),
            Precision::Int8 => pack_bytes(weights, inputs, padded, width),
        };
        Self { outputs, inputs, isa, bias: padded_bias, weights }
    }

    /// Numbers in a row of the results.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Numbers in a row that is multiplied.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Multiplies rows on this thread; the rows of `output` follow each other.
    ///
    /// # Panics
    /// When the rows have not as many numbers as there are inputs, or `output` is not as large as
    /// the results.
    pub fn apply(&self, rows: Rows<'_>, then: Then, output: &mut [f32]) {
        let output = self.check(rows, output);
        for first in (0..rows.count()).step_by(BLOCK) {
            let count = BLOCK.min(rows.count() - first);
            let block = Block::new(self, rows.range(first, count));
            // SAFETY: `output` has room for all rows, and nobody else writes to it.
            unsafe {
                block.multiply((0, self.panels()), then, output.at_row(first, self.outputs));
            }
        }
    }

    /// Multiplies rows on several threads, as [`Self::apply`] does on one.
    ///
    /// # Panics
    /// As [`Self::apply`].
    pub fn spread(&self, threads: &Threads, rows: Rows<'_>, then: Then, output: &mut [f32]) {
        let products = rows.count() * self.inputs * self.outputs;
        if threads.count() == 1 || products < LEAST_PRODUCTS {
            return self.apply(rows, then, output);
        }
        if rows.count() >= BLOCK * 2 {
            let blocks = output.chunks_mut(BLOCK * self.outputs).enumerate();
            return threads.for_each(blocks, |(block, output)| {
                let rows = rows.range(block * BLOCK, output.len() / self.outputs);
                self.apply(rows, then, output);
            });
        }
        let output = self.check(rows, output);
        let block = Block::new(self, rows);
        // Some more parts than threads, as these never run at quite the same speed.
        let parts = (threads.count() * 4).min(products / (LEAST_PRODUCTS / 4));
        let each = self.panels().div_ceil(parts);
        threads.run(self.panels().div_ceil(each), |part| {
            let panels = (part * each, ((part + 1) * each).min(self.panels()));
            // SAFETY: `output` has room for all rows, and no two parts write to the same panels.
            unsafe { block.multiply(panels, then, output) };
        });
    }

    /// Writes the weights of one output, as they are kept.
    ///
    /// # Panics
    /// When there is no such output, or `into` has not as many numbers as there are inputs.
    pub fn weights_of(&self, output: usize, into: &mut [f32]) {
        assert!(output < self.outputs && into.len() == self.inputs, "an output that there is");
        let width = panel_width(self.isa);
        for (input, into) in into.iter_mut().enumerate() {
            *into = match &self.weights {
                Weights::Float(panels) => panels[place(output, input, self.inputs, width, 1)],
                Weights::Int8 { panels, scales, .. } => {
                    let inputs = self.inputs.next_multiple_of(4);
                    f32::from(panels[place(output, input, inputs, width, 4)]) * scales[output]
                }
            };
        }
    }

    fn panels(&self) -> usize {
        self.outputs.div_ceil(panel_width(self.isa))
    }

    fn check(&self, rows: Rows<'_>, output: &mut [f32]) -> Output {
        assert_eq!(rows.width(), self.inputs, "rows as wide as the layer");
        assert_eq!(output.len(), rows.count() * self.outputs, "room for the results");
        Output(output.as_mut_ptr())
    }
}
