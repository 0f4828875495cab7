//! The first half of the network: from samples to sixty numbers for every 270 of them.
//!
//! Filters of bands, two convolutions over five frames, and after each of the three the largest of
//! every three frames, normalised over the window channel by channel. Values stand frame after
//! frame, so that a convolution is the product of a matrix with rows that overlap.

use super::SegmentationError;
use super::bands::filters;
use super::graph::Graph;
use crate::kernels::{Isa, Linear, Precision, Rows, Then};

/// Samples from one filtered frame to the next.
const STRIDE: usize = 10;
/// Frames of which the largest is taken.
const POOL: usize = 3;
/// What a convolution looks at, in frames.
const TAPS: usize = 5;
/// Added to variances, as `PyTorch` does by default.
const EPSILON: f64 = 1e-5;
/// What is left of negative numbers.
pub(super) const LEAK: f32 = 0.01;
/// No layer is wider: the known ones have up to 256.
pub(super) const MOST_WIDE: usize = 1024;

/// The layers.
#[derive(Debug)]
pub(super) struct Features {
    wave: Norm,
    bands: Linear,
    convolutions: [Linear; 2],
    norms: [Norm; 3],
}

/// Scales and shifts of channels that are normalised over time.
#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Features {
    pub(super) fn read(graph: &Graph, isa: Isa) -> Result<Self, SegmentationError> {
        let bank = "sincnet.conv1d.0.filterbank";
        let begins = graph.tensor(&format!("{bank}.low_hz_"))?.values;
        let window = graph.tensor(&format!("{bank}.window_"))?.values;
        let (count, length) = (begins.len(), 2 * window.len() + 1);
        if count == 0 || count > MOST_WIDE || window.is_empty() || length > MOST_WIDE {
            return Err(SegmentationError::Damaged("its first layer is not known".into()));
        }
        let widths = graph.shaped(&format!("{bank}.band_hz_"), &[count])?;
        let filters = filters(&begins, &widths, &window);
        let bands = Linear::pack(&filters, None, (2 * count, length), Precision::Float, isa);
        let second = convolution(graph, 1, bands.outputs(), isa)?;
        let third = convolution(graph, 2, second.outputs(), isa)?;
        Ok(Self {
            wave: Norm::read(graph, "sincnet.wav_norm1d", 1)?,
            norms: [
                Norm::read(graph, "sincnet.norm1d.0", bands.outputs())?,
                Norm::read(graph, "sincnet.norm1d.1", second.outputs())?,
                Norm::read(graph, "sincnet.norm1d.2", third.outputs())?,
            ],
            bands,
            convolutions: [second, third],
        })
    }

    /// Numbers that a frame has.
    pub(super) fn width(&self) -> usize {
        self.convolutions[1].outputs()
    }

    /// Frames that come of so many samples.
    pub(super) fn frames(&self, samples: usize) -> usize {
        let filtered = samples.checked_sub(self.bands.inputs()).map_or(0, |rest| rest / STRIDE + 1);
        let convolved = |frames: usize| (frames / POOL).saturating_sub(TAPS - 1);
        convolved(convolved(filtered)) / POOL
    }

    /// Computes the frames of a window.
    pub(super) fn apply(&self, samples: &[f32]) -> Vec<f32> {
        let frames = self.frames(samples.len());
        if frames == 0 {
            return Vec::new();
        }
        let mut samples = samples.to_vec();
        self.wave.apply(&mut samples);
        let length = self.bands.inputs();
        let count = (samples.len() - length) / STRIDE + 1;
        let mut values = vec![0.0; count * self.bands.outputs()];
        let rows = Rows::strided(&samples, count, length, STRIDE);
        self.bands.apply(rows, Then::Store, &mut values);
        for value in &mut values {
            *value = value.abs();
        }
        let mut values = self.norms[0].after_pool(&values);
        for (layer, norm) in self.convolutions.iter().zip(&self.norms[1..]) {
            let width = layer.inputs() / TAPS;
            let count = values.len() / width - (TAPS - 1);
            let mut convolved = vec![0.0; count * layer.outputs()];
            let rows = Rows::strided(&values, count, layer.inputs(), width);
            layer.apply(rows, Then::Store, &mut convolved);
            values = norm.after_pool(&convolved);
        }
        values
    }
}

/// A convolution of `PyTorch`, `outputs × inputs × 5`, as a layer over five frames in a row.
fn convolution(
    graph: &Graph,
    number: usize,
    inputs: usize,
    isa: Isa,
) -> Result<Linear, SegmentationError> {
    let name = format!("sincnet.conv1d.{number}");
    let bias = graph.tensor(&format!("{name}.bias"))?.values;
    if bias.is_empty() || bias.len() > MOST_WIDE {
        return Err(SegmentationError::Damaged(format!("{name} has another shape")));
    }
    let weights = graph.shaped(&format!("{name}.weight"), &[bias.len(), inputs, TAPS])?;
    let mut turned = Vec::with_capacity(weights.len());
    for output in weights.chunks(inputs * TAPS) {
        for tap in 0..TAPS {
            turned.extend(output.iter().skip(tap).step_by(TAPS));
        }
    }
    let shape = (bias.len(), inputs * TAPS);
    Ok(Linear::pack(&turned, Some(&bias), shape, Precision::Float, isa))
}

impl Norm {
    fn read(graph: &Graph, name: &str, width: usize) -> Result<Self, SegmentationError> {
        let weight = graph.shaped(&format!("{name}.weight"), &[width])?;
        Ok(Self { weight, bias: graph.shaped(&format!("{name}.bias"), &[width])? })
    }

    /// Takes the largest of every three frames, normalises them and lets little of negatives pass.
    fn after_pool(&self, values: &[f32]) -> Vec<f32> {
        let width = self.weight.len();
        let mut pooled = Vec::with_capacity(values.len() / POOL);
        for three in values.chunks_exact(POOL * width) {
            let (first, rest) = three.split_at(width);
            let (second, third) = rest.split_at(width);
            let frames = first.iter().zip(second).zip(third);
            pooled.extend(frames.map(|((first, second), third)| first.max(*second).max(*third)));
        }
        self.apply(&mut pooled);
        for value in &mut pooled {
            *value = value.max(*value * LEAK);
        }
        pooled
    }

    /// Normalises each channel over all frames.
    #[expect(clippy::cast_precision_loss, reason = "windows have some thousand frames")]
    #[expect(clippy::cast_possible_truncation, reason = "what is normalised is small")]
    fn apply(&self, values: &mut [f32]) {
        let width = self.weight.len();
        let count = (values.len() / width).max(1) as f64;
        let mut means = vec![0.0; width];
        for frame in values.chunks_exact(width) {
            means.iter_mut().zip(frame).for_each(|(sum, value)| *sum += f64::from(*value));
        }
        for mean in &mut means {
            *mean /= count;
        }
        let mut squares = vec![0.0; width];
        for frame in values.chunks_exact(width) {
            for ((sum, mean), value) in squares.iter_mut().zip(&means).zip(frame) {
                let apart = f64::from(*value) - mean;
                *sum += apart * apart;
            }
        }
        let scales = squares.iter().zip(&self.weight);
        let scales: Vec<f32> = scales
            .map(|(sum, weight)| (f64::from(*weight) / (sum / count + EPSILON).sqrt()) as f32)
            .collect();
        let shifts = means.iter().zip(&scales).zip(&self.bias);
        let shifts: Vec<f32> =
            shifts.map(|((mean, scale), bias)| bias - *mean as f32 * scale).collect();
        for frame in values.chunks_exact_mut(width) {
            for ((value, scale), shift) in frame.iter_mut().zip(&scales).zip(&shifts) {
                *value = value.mul_add(*scale, *shift);
            }
        }
    }
}
