//! The encoder: a window's log-mel spectrogram to what the decoder listens to.
//!
//! Two convolutions, then layers of attention and feed-forward (Radford et al. 2022, section 2.2),
//! normalised before each part. Rows are computed in blocks that go through as much of a layer
//! as they can without the others, so that they stay in the cache, and threads meet once a
//! layer. Besides the weights, encoding takes nine numbers for each position and each number of its
//! width at most, 72 MB for the largest model, and some blocks.

use super::dimensions::Dimensions;
use super::error::ModelError;
use super::layers::{
    Desk, FeedForward, Machine, Reader, Scratch, SelfAttention, put_columns, some,
};
use super::tensors::Tensors;
use crate::kernels::{
    CHUNK, Chunk, KeysAndValues, LayerNorm, Linear, Precision, Rows, Stored, Then, attend,
};
use crate::mel::Mel;

/// The encoder of a model, ready to compute.
pub struct Encoder {
    dimensions: Dimensions,
    machine: Machine,
    convolutions: [Linear; 2],
    positions: Vec<f32>,
    layers: Vec<Layer>,
    norm: LayerNorm,
}

/// What the encoder made of a window, one row for each 20 ms.
#[derive(Debug, Clone, PartialEq)]
pub struct States {
    /// Numbers in a row.
    pub width: usize,
    /// Row after row.
    pub values: Vec<f32>,
}

/// Why a window cannot be read by a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// The spectrogram is of another kind than the model reads.
    #[error("the window has {found} mel bins a frame, but this model reads {expected}")]
    Bins {
        /// Bins of the window.
        found: usize,
        /// Bins that the model reads.
        expected: usize,
    },
    /// There are too many frames, none, or an odd number of them.
    #[error("the window has {found} frames, but this model reads an even number up to {most}")]
    Frames {
        /// Frames of the window.
        found: usize,
        /// The most that the model reads.
        most: usize,
    },
    /// The spectrogram is not as large as it says.
    #[error("the window has {found} numbers, but its bins and frames make {expected}")]
    Size {
        /// Numbers in the spectrogram.
        found: usize,
        /// Bins times frames.
        expected: usize,
    },
}

struct Layer {
    attention: SelfAttention,
    feed_forward: FeedForward,
}

impl Encoder {
    /// Reads the encoder of a model.
    pub fn read(tensors: &mut dyn Tensors, machine: &Machine) -> Result<Self, ModelError> {
        let dimensions = tensors.dimensions();
        let width = dimensions.audio_state;
        let mut reader = Reader { tensors, machine };
        let convolutions = [
            // What comes in is the sound itself: nothing is lost there.
            reader.convolution("encoder.conv1", (width, dimensions.mels), Precision::Float)?,
            reader.convolution("encoder.conv2", (width, width), machine.precision)?,
        ];
        let positions =
            reader.tensor("encoder.positional_embedding", &[dimensions.audio_context, width])?;
        let layers = (0..dimensions.audio_layers)
            .map(|layer| {
                let block = format!("encoder.blocks.{layer}");
                Ok(Layer {
                    attention: SelfAttention::read(&mut reader, &block, width)?,
                    feed_forward: FeedForward::read(&mut reader, &block, width)?,
                })
            })
            .collect::<Result<_, ModelError>>()?;
        let norm = reader.norm("encoder.ln_post", width)?;
        Ok(Self { dimensions, machine: machine.clone(), convolutions, positions, layers, norm })
    }

    /// Encodes a window of any even number of frames up to the model's 3000; shorter ones are faster.
    pub fn encode(&self, mel: &Mel) -> Result<States, WindowError> {
        self.check(mel)?;
        let width = self.dimensions.audio_state;
        let mut states = self.convolve(mel);
        let count = states.len() / width;
        let mut queries = vec![0.0; states.len()];
        let shape = (self.dimensions.audio_heads, width / self.dimensions.audio_heads);
        let room = || KeysAndValues::new(shape, count, Stored::Whole, self.machine.isa);
        let (mut memory, mut next) = (room(), room());
        let desk = Desk::default();
        if let Some(first) = self.layers.first() {
            self.for_blocks(&mut states, &mut queries, &mut memory, |rows, queries, chunk| {
                desk.with(|scratch| project(&first.attention, rows, queries, chunk, scratch));
            });
        }
        for (index, layer) in self.layers.iter().enumerate() {
            let following = self.layers.get(index + 1);
            self.for_blocks(&mut states, &mut queries, &mut next, |rows, queries, chunk| {
                desk.with(|scratch| {
                    self.attend(layer, &memory, queries, rows, scratch);
                    layer.feed_forward.apply(rows, scratch);
                    if let Some(following) = following {
                        project(&following.attention, rows, queries, chunk, scratch);
                    }
                });
            });
            std::mem::swap(&mut memory, &mut next);
        }
        let mut values = queries;
        self.norm.apply(Rows::new(&states, width), &mut values);
        Ok(States { width, values })
    }

    fn check(&self, mel: &Mel) -> Result<(), WindowError> {
        let (bins, most) = (self.dimensions.mels, 2 * self.dimensions.audio_context);
        if mel.bins != bins {
            return Err(WindowError::Bins { found: mel.bins, expected: bins });
        }
        if mel.frames == 0 || mel.frames > most || !mel.frames.is_multiple_of(2) {
            return Err(WindowError::Frames { found: mel.frames, most });
        }
        if mel.values.len() != mel.frames * bins {
            let expected = mel.frames * bins;
            return Err(WindowError::Size { found: mel.values.len(), expected });
        }
        Ok(())
    }

    /// The convolutions, with a frame of silence at either end, and what tells positions apart.
    fn convolve(&self, mel: &Mel) -> Vec<f32> {
        let (bins, frames, width) = (mel.bins, mel.frames, self.dimensions.audio_state);
        let [first, second] = &self.convolutions;
        let threads = &self.machine.threads;
        let mut padded = vec![0.0; (frames + 2) * bins];
        padded[bins..][..frames * bins].copy_from_slice(&mel.values);
        let mut between = vec![0.0; (frames + 2) * width];
        let three = Rows::strided(&padded, frames, 3 * bins, bins);
        first.spread(threads, three, Then::Gelu, &mut between[width..][..frames * width]);
        let mut states = vec![0.0; frames / 2 * width];
        let three = Rows::strided(&between, frames / 2, 3 * width, 2 * width);
        second.spread(threads, three, Then::Gelu, &mut states);
        for (state, position) in states.iter_mut().zip(&self.positions) {
            *state += position;
        }
        states
    }

    /// Does something with every block of rows, its queries, and its chunk of keys and values.
    fn for_blocks(
        &self,
        states: &mut [f32],
        queries: &mut [f32],
        memory: &mut KeysAndValues,
        work: impl Fn(&mut [f32], &mut [f32], Chunk<'_>) + Sync,
    ) {
        let size = CHUNK * self.dimensions.audio_state;
        let blocks = states.chunks_mut(size).zip(queries.chunks_mut(size));
        self.machine.threads.for_each(
            blocks.zip(memory.chunks_mut()),
            |((rows, queries), chunk)| {
                work(rows, queries, chunk);
            },
        );
    }

    /// Adds to rows what their queries find.
    fn attend(
        &self,
        layer: &Layer,
        memory: &KeysAndValues,
        queries: &[f32],
        rows: &mut [f32],
        scratch: &mut Scratch,
    ) {
        let width = self.dimensions.audio_state;
        let head_width = width / self.dimensions.audio_heads;
        let count = rows.len() / width;
        let attended = some(&mut scratch.attended, count * width);
        let found = some(&mut scratch.head, count * head_width);
        let queries = Rows::new(queries, width);
        for head in 0..self.dimensions.audio_heads {
            let first = head * head_width;
            attend(memory, head, queries.columns(first, head_width), found);
            put_columns(found, head_width, attended, first, width);
        }
        layer.attention.out.apply(Rows::new(attended, width), Then::Add, rows);
    }
}

/// Computes the queries of rows, and packs their keys and values.
fn project(
    attention: &SelfAttention,
    rows: &[f32],
    queries: &mut [f32],
    chunk: Chunk<'_>,
    scratch: &mut Scratch,
) {
    let width = attention.out.inputs();
    let count = rows.len() / width;
    let normed = some(&mut scratch.normed, count * width);
    attention.norm.apply(Rows::new(rows, width), normed);
    let projected = some(&mut scratch.projected, count * 3 * width);
    attention.projections.apply(Rows::new(normed, width), Then::Store, projected);
    for (queries, projected) in queries.chunks_exact_mut(width).zip(projected.chunks(3 * width)) {
        queries.copy_from_slice(&projected[..width]);
    }
    let projected = Rows::new(projected, 3 * width);
    chunk.pack(projected.columns(width, width), projected.columns(2 * width, width));
}
