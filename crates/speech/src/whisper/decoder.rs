//! The decoder: what was heard and the words so far to the likelihood of each next word.
//!
//! This is the part that does not change from window to window, and the way of rows through
//! its layers. [`Listening`](super::Listening) keeps what belongs to a window and its sequences.

use super::dimensions::Dimensions;
use super::encoder::States;
use super::error::ModelError;
use super::layers::{FeedForward, Machine, Reader, Scratch, SelfAttention, put_columns, some};
use super::tensors::Tensors;
use crate::kernels::{
    CHUNK, KeysAndValues, LayerNorm, Linear, Precision, Recall, Rows, Stored, Then, attend,
    attention_scores, halve, recall, widen,
};

/// More heads than this are not looked at to find when words were said, where a model's file does
/// not name them: the scores of so many take 130 MB for the longest text.
const MOST_ALIGNMENT_HEADS: usize = 48;

/// Fewer multiplications than this are not worth waking a thread for.
const LEAST_PRODUCTS: usize = 1 << 21;

/// The decoder of a model, ready to compute.
pub struct Decoder {
    pub(super) dimensions: Dimensions,
    pub(super) machine: Machine,
    embedding: Embedding,
    positions: Vec<f32>,
    layers: Vec<Layer>,
    norm: LayerNorm,
    /// The token embedding once more, as a layer.
    logits: Linear,
    alignment_heads: Vec<(usize, usize)>,
}

/// What a token is at the beginning.
enum Embedding {
    /// In half precision, in which the weights were published.
    Halves(Vec<u16>),
    /// Nowhere else than in the layer that gives the logits, where it is whole.
    OfLogits,
}

struct Layer {
    attention: SelfAttention,
    cross: CrossAttention,
    feed_forward: FeedForward,
}

struct CrossAttention {
    norm: LayerNorm,
    query: Linear,
    /// Keys and values, side by side.
    memory: Linear,
    out: Linear,
}

/// One token on its way through the layers.
pub(super) struct Step<'a> {
    pub(super) token: u32,
    /// The rows of the memory that it sees, in the order of its sequence; the last is its own.
    pub(super) places: &'a [u32],
}

impl Decoder {
    /// Reads the decoder of a model.
    pub fn read(tensors: &mut dyn Tensors, machine: &Machine) -> Result<Self, ModelError> {
        let dimensions = tensors.dimensions();
        let (width, vocabulary) = (dimensions.text_state, dimensions.vocabulary);
        let mut reader = Reader { tensors, machine };
        let weights = reader.tensor("decoder.token_embedding.weight", &[vocabulary, width])?;
        let logits = reader.pack(&weights, None, (vocabulary, width));
        let embedding = match machine.precision {
            Precision::Float => Embedding::OfLogits,
            Precision::Int8 => Embedding::Halves(halve(&weights)),
        };
        drop(weights);
        let positions =
            reader.tensor("decoder.positional_embedding", &[dimensions.text_context, width])?;
        let layers = (0..dimensions.text_layers)
            .map(|layer| Layer::read(&mut reader, &format!("decoder.blocks.{layer}"), width))
            .collect::<Result<_, ModelError>>()?;
        let norm = reader.norm("decoder.ln", width)?;
        // As OpenAI's implementation does when nobody says which heads follow the sound.
        let layers_of_interest = dimensions.text_layers / 2..dimensions.text_layers;
        let alignment_heads = layers_of_interest
            .flat_map(|layer| (0..dimensions.text_heads).map(move |head| (layer, head)))
            .take(MOST_ALIGNMENT_HEADS)
            .collect();
        let machine = machine.clone();
        Ok(Self {
            dimensions,
            machine,
            embedding,
            positions,
            layers,
            norm,
            logits,
            alignment_heads,
        })
    }

    /// Says which heads, as layer and head, follow the sound; those that do not exist are left out.
    /// Without that it is those of the second half of the layers, 48 at most.
    pub fn set_alignment_heads(&mut self, heads: &[(usize, usize)]) {
        let exists = |(layer, head): &(usize, usize)| {
            *layer < self.dimensions.text_layers && *head < self.dimensions.text_heads
        };
        self.alignment_heads = heads.iter().copied().filter(exists).collect();
    }

    /// The heads that follow the sound, as layer and head.
    pub fn alignment_heads(&self) -> &[(usize, usize)] {
        &self.alignment_heads
    }

    pub(super) fn head_width(&self) -> usize {
        self.dimensions.text_state / self.dimensions.text_heads
    }

    /// The keys and values of what was heard, for each layer.
    ///
    /// # Panics
    /// When the states are not as wide as the model.
    pub(super) fn hear(&self, states: &States) -> Vec<KeysAndValues> {
        let width = self.dimensions.text_state;
        assert_eq!(states.width, width, "states of this model's encoder");
        let rows = Rows::new(&states.values, width);
        let stored = match self.machine.precision {
            Precision::Float => Stored::Whole,
            Precision::Int8 => Stored::Half,
        };
        let shape = (self.dimensions.text_heads, self.head_width());
        let room = || KeysAndValues::new(shape, rows.count(), stored, self.machine.isa);
        let mut memories: Vec<_> = self.layers.iter().map(|_| room()).collect();
        let chunks = self.layers.iter().zip(&mut memories).flat_map(|(layer, memory)| {
            memory.chunks_mut().enumerate().map(move |(index, chunk)| (layer, index, chunk))
        });
        self.machine.threads.for_each(chunks, |(layer, index, chunk)| {
            let rows = rows.range(index * CHUNK, chunk.positions());
            let mut projected = vec![0.0; rows.count() * 2 * width];
            layer.cross.memory.apply(rows, Then::Store, &mut projected);
            let projected = Rows::new(&projected, 2 * width);
            chunk.pack(projected.columns(0, width), projected.columns(width, width));
        });
        memories
    }

    /// Lets tokens through all layers, and gives their rows at the end; `memories` has the keys and
    /// values of each layer, where those of the tokens are written. `about` tells, for the tokens
    /// in their order, what was heard (of each layer) and how many of them are about it. What the
    /// heads that follow the sound score is added to `scores`, if it is wanted.
    pub(super) fn forward(
        &self,
        steps: &[Step<'_>],
        memories: &mut [Vec<f32>],
        about: &[(&[KeysAndValues], usize)],
        mut scores: Option<&mut Vec<f32>>,
        scratch: &mut Scratch,
    ) -> Vec<f32> {
        let mut rows = self.embed(steps);
        for (index, layer) in self.layers.iter().enumerate() {
            self.look_back(&layer.attention, steps, &mut memories[index], &mut rows, scratch);
            let heads: Vec<usize> = match scores {
                Some(_) => self.alignment_heads_of(index).collect(),
                None => Vec::new(),
            };
            let of_layer: Vec<_> =
                about.iter().map(|(heard, count)| (&heard[index], *count)).collect();
            let found = self.look_up(&layer.cross, &of_layer, &heads, &mut rows, scratch);
            if let Some(scores) = &mut scores {
                scores.extend(found);
            }
            layer.feed_forward.spread(&self.machine.threads, &mut rows, scratch);
        }
        let mut normed = vec![0.0; rows.len()];
        self.norm.apply(Rows::new(&rows, self.dimensions.text_state), &mut normed);
        normed
    }

    /// How likely each token is to come next, for rows that [`Self::forward`] gave.
    pub(super) fn logits(&self, rows: &[f32]) -> Vec<f32> {
        let rows = Rows::new(rows, self.dimensions.text_state);
        let mut logits = vec![0.0; rows.count() * self.dimensions.vocabulary];
        self.logits.spread(&self.machine.threads, rows, Then::Store, &mut logits);
        logits
    }

    fn alignment_heads_of(&self, layer: usize) -> impl Iterator<Item = usize> {
        let of_layer = self.alignment_heads.iter().filter(move |(of, _)| *of == layer);
        of_layer.map(|(_, head)| *head)
    }

    fn embed(&self, steps: &[Step<'_>]) -> Vec<f32> {
        let width = self.dimensions.text_state;
        let mut rows = vec![0.0; steps.len() * width];
        for (row, step) in rows.chunks_exact_mut(width).zip(steps) {
            let token = step.token as usize;
            match &self.embedding {
                Embedding::Halves(halves) => widen(&halves[token * width..][..width], row),
                Embedding::OfLogits => self.logits.weights_of(token, row),
            }
            let position = &self.positions[(step.places.len() - 1) * width..][..width];
            for (value, position) in row.iter_mut().zip(position) {
                *value += position;
            }
        }
        rows
    }

    /// Self-attention: each token sees those before it in its sequence, and itself.
    fn look_back(
        &self,
        attention: &SelfAttention,
        steps: &[Step<'_>],
        memory: &mut [f32],
        rows: &mut [f32],
        scratch: &mut Scratch,
    ) {
        let (width, heads) = (self.dimensions.text_state, self.dimensions.text_heads);
        let threads = &self.machine.threads;
        let normed = some(&mut scratch.normed, rows.len());
        attention.norm.apply(Rows::new(rows, width), normed);
        let projected = some(&mut scratch.projected, 3 * rows.len());
        attention.projections.spread(threads, Rows::new(normed, width), Then::Store, projected);
        for (step, projected) in steps.iter().zip(projected.chunks_exact(3 * width)) {
            if let Some(place) = step.places.last() {
                let to = &mut memory[*place as usize * 2 * width..][..2 * width];
                to.copy_from_slice(&projected[width..]);
            }
        }
        let attended = some(&mut scratch.attended, rows.len());
        let each = attended.chunks_exact_mut(width).zip(projected.chunks_exact(3 * width));
        let find = |((found, projected), step): ((&mut [f32], &[f32]), &Step<'_>)| {
            let seen = Recall { memory, places: step.places, width, heads };
            recall(seen, &projected[..width], found, self.machine.isa);
        };
        let products: usize = steps.iter().map(|step| step.places.len() * 2 * width).sum();
        if products < LEAST_PRODUCTS {
            each.zip(steps).for_each(find);
        } else {
            threads.for_each(each.zip(steps), find);
        }
        attention.out.spread(threads, Rows::new(attended, width), Then::Add, rows);
    }

    /// Cross-attention to what was heard; gives the scores of some heads.
    fn look_up(
        &self,
        cross: &CrossAttention,
        about: &[(&KeysAndValues, usize)],
        scored: &[usize],
        rows: &mut [f32],
        scratch: &mut Scratch,
    ) -> Vec<f32> {
        let (width, head_width) = (self.dimensions.text_state, self.head_width());
        let threads = &self.machine.threads;
        let normed = some(&mut scratch.normed, rows.len());
        cross.norm.apply(Rows::new(rows, width), normed);
        let queries = some(&mut scratch.projected, rows.len());
        cross.query.spread(threads, Rows::new(normed, width), Then::Store, queries);
        let queries = Rows::new(queries, width);
        let attended = some(&mut scratch.attended, rows.len());
        // Each head of each sound is found on its own, one after another.
        let mut found = some(&mut scratch.head, rows.len());
        let (mut first, mut products, mut parts) = (0, 0, Vec::new());
        for (heard, count) in about {
            let queries = queries.range(first, *count);
            for head in 0..self.dimensions.text_heads {
                let (own, rest) = found.split_at_mut(count * head_width);
                found = rest;
                parts.push((*heard, head, queries.columns(head * head_width, head_width), own));
            }
            first += count;
            products += count * heard.positions() * 2 * width;
        }
        let find = |(heard, head, queries, found): (_, _, _, &mut [f32])| {
            attend(heard, head, queries, found);
        };
        if products < LEAST_PRODUCTS {
            parts.into_iter().for_each(find);
        } else {
            threads.for_each(parts, find);
        }
        let (mut first, mut found_scores) = (0, Vec::new());
        for (heard, count) in about {
            let found = &scratch.head[first * width..][..count * width];
            let attended = &mut attended[first * width..][..count * width];
            for (head, found) in found.chunks_exact(count * head_width).enumerate() {
                put_columns(found, head_width, attended, head * head_width, width);
            }
            let queries = queries.range(first, *count);
            found_scores.extend(scored.iter().flat_map(|head| {
                attention_scores(heard, *head, queries.columns(head * head_width, head_width))
            }));
            first += count;
        }
        cross.out.spread(threads, Rows::new(attended, width), Then::Add, rows);
        found_scores
    }
}

impl Layer {
    fn read(reader: &mut Reader<'_>, block: &str, width: usize) -> Result<Self, ModelError> {
        let name = format!("{block}.cross_attn");
        Ok(Self {
            attention: SelfAttention::read(reader, block, width)?,
            cross: CrossAttention {
                norm: reader.norm(&format!("{name}_ln"), width)?,
                query: reader.linear(&format!("{name}.query"), (width, width))?,
                memory: reader.side_by_side(&name, &["key", "value"], width)?,
                out: reader.linear(&format!("{name}.out"), (width, width))?,
            },
            feed_forward: FeedForward::read(reader, block, width)?,
        })
    }
}
