//! What the encoder's and the decoder's layers have in common, and how they are read.

use std::sync::{Arc, Mutex, PoisonError};

use super::error::ModelError;
use super::tensors::Tensors;
use crate::kernels::{Isa, LayerNorm, Linear, Precision, Rows, Then, Threads};

/// How a model is computed: with which instructions, how precisely and on which threads.
#[derive(Debug, Clone)]
pub struct Machine {
    /// The instructions that weights are packed for.
    pub isa: Isa,
    /// How weights are kept.
    pub precision: Precision,
    /// Who computes. Several models may share them.
    pub threads: Arc<Threads>,
}

impl Machine {
    /// The best instructions of this processor, 8-bit weights and so many threads.
    pub fn new(threads: usize) -> Self {
        let threads = Arc::new(Threads::new(threads));
        Self { isa: Isa::best(), precision: Precision::default(), threads }
    }
}

/// Reads the parts of layers by name and packs them.
pub(super) struct Reader<'a> {
    pub(super) tensors: &'a mut dyn Tensors,
    pub(super) machine: &'a Machine,
}

impl Reader<'_> {
    pub(super) fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        self.tensors.tensor(name, shape)
    }

    pub(super) fn norm(&mut self, name: &str, width: usize) -> Result<LayerNorm, ModelError> {
        let weight = self.tensor(&format!("{name}.weight"), &[width])?;
        let bias = self.tensor(&format!("{name}.bias"), &[width])?;
        Ok(LayerNorm::new(weight, bias, self.machine.isa))
    }

    pub(super) fn linear(
        &mut self,
        name: &str,
        (outputs, inputs): (usize, usize),
    ) -> Result<Linear, ModelError> {
        let weights = self.tensor(&format!("{name}.weight"), &[outputs, inputs])?;
        let bias = self.tensor(&format!("{name}.bias"), &[outputs])?;
        Ok(self.pack(&weights, Some(&bias), (outputs, inputs)))
    }

    pub(super) fn pack(
        &self,
        weights: &[f32],
        bias: Option<&[f32]>,
        shape: (usize, usize),
    ) -> Linear {
        Linear::pack(weights, bias, shape, self.machine.precision, self.machine.isa)
    }

    /// Several projections of the same rows as one, whose results lie side by side. A projection to
    /// keys has no bias.
    pub(super) fn side_by_side(
        &mut self,
        name: &str,
        parts: &[&str],
        width: usize,
    ) -> Result<Linear, ModelError> {
        let (mut weights, mut bias) = (Vec::new(), Vec::new());
        for part in parts {
            weights.extend(self.tensor(&format!("{name}.{part}.weight"), &[width, width])?);
            if *part == "key" {
                bias.resize(bias.len() + width, 0.0);
            } else {
                bias.extend(self.tensor(&format!("{name}.{part}.bias"), &[width])?);
            }
        }
        Ok(self.pack(&weights, Some(&bias), (parts.len() * width, width)))
    }

    /// A convolution over three frames, whose weights come as `outputs × inputs × 3`, as a layer over
    /// three frames in a row.
    pub(super) fn convolution(
        &mut self,
        name: &str,
        (outputs, inputs): (usize, usize),
        precision: Precision,
    ) -> Result<Linear, ModelError> {
        let weights = self.tensor(&format!("{name}.weight"), &[outputs, inputs, 3])?;
        let bias = self.tensor(&format!("{name}.bias"), &[outputs])?;
        let mut turned = Vec::with_capacity(weights.len());
        for kernel in weights.chunks_exact(3 * inputs) {
            for frame in 0..3 {
                turned.extend(kernel.iter().skip(frame).step_by(3));
            }
        }
        let shape = (outputs, 3 * inputs);
        Ok(Linear::pack(&turned, Some(&bias), shape, precision, self.machine.isa))
    }
}

/// Self-attention's weights; what attends is different in encoder and decoder.
pub(super) struct SelfAttention {
    pub(super) norm: LayerNorm,
    /// Queries, keys and values, side by side.
    pub(super) projections: Linear,
    pub(super) out: Linear,
}

impl SelfAttention {
    pub(super) fn read(
        reader: &mut Reader<'_>,
        block: &str,
        width: usize,
    ) -> Result<Self, ModelError> {
        let name = format!("{block}.attn");
        Ok(Self {
            norm: reader.norm(&format!("{name}_ln"), width)?,
            projections: reader.side_by_side(&name, &["query", "key", "value"], width)?,
            out: reader.linear(&format!("{name}.out"), (width, width))?,
        })
    }
}

/// The part of a layer that sees one row at a time.
pub(super) struct FeedForward {
    norm: LayerNorm,
    expand: Linear,
    contract: Linear,
}

impl FeedForward {
    pub(super) fn read(
        reader: &mut Reader<'_>,
        block: &str,
        width: usize,
    ) -> Result<Self, ModelError> {
        Ok(Self {
            norm: reader.norm(&format!("{block}.mlp_ln"), width)?,
            expand: reader.linear(&format!("{block}.mlp.0"), (4 * width, width))?,
            contract: reader.linear(&format!("{block}.mlp.2"), (width, 4 * width))?,
        })
    }

    /// Adds to the rows what they are turned into, on this thread.
    pub(super) fn apply(&self, rows: &mut [f32], scratch: &mut Scratch) {
        let width = self.expand.inputs();
        let count = rows.len() / width;
        let normed = some(&mut scratch.normed, count * width);
        self.norm.apply(Rows::new(rows, width), normed);
        let hidden = some(&mut scratch.hidden, count * 4 * width);
        self.expand.apply(Rows::new(normed, width), Then::Gelu, hidden);
        self.contract.apply(Rows::new(hidden, 4 * width), Then::Add, rows);
    }

    /// As [`Self::apply`], on several threads.
    pub(super) fn spread(&self, threads: &Threads, rows: &mut [f32], scratch: &mut Scratch) {
        let width = self.expand.inputs();
        let count = rows.len() / width;
        let normed = some(&mut scratch.normed, count * width);
        self.norm.apply(Rows::new(rows, width), normed);
        let hidden = some(&mut scratch.hidden, count * 4 * width);
        self.expand.spread(threads, Rows::new(normed, width), Then::Gelu, hidden);
        self.contract.spread(threads, Rows::new(hidden, 4 * width), Then::Add, rows);
    }
}

/// Room for what is in between, kept so that it need not be asked of the system for every block.
#[derive(Default)]
pub(super) struct Scratch {
    pub(super) normed: Vec<f32>,
    pub(super) projected: Vec<f32>,
    pub(super) attended: Vec<f32>,
    pub(super) head: Vec<f32>,
    pub(super) hidden: Vec<f32>,
}

/// Room for so many numbers, whatever is in it.
pub(super) fn some(room: &mut Vec<f32>, length: usize) -> &mut [f32] {
    if room.len() < length {
        room.resize(length, 0.0);
    }
    &mut room[..length]
}

/// Room for as many threads as ask for it.
#[derive(Default)]
pub(super) struct Desk(Mutex<Vec<Scratch>>);

impl Desk {
    pub(super) fn with(&self, work: impl FnOnce(&mut Scratch)) {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut scratch = taken.unwrap_or_default();
        work(&mut scratch);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
    }
}

/// Writes a block of columns that was computed on its own to where it belongs in wider rows.
pub(super) fn put_columns(from: &[f32], width: usize, to: &mut [f32], first: usize, row: usize) {
    for (from, to) in from.chunks_exact(width).zip(to.chunks_exact_mut(row)) {
        to[first..first + width].copy_from_slice(from);
    }
}
