//! The whole network, from the samples of windows to how likely who speaks in each frame.

use std::io::Read;

use super::SegmentationError;
use super::classes::{CLASSES, Speaking, speaking};
use super::features::{Features, LEAK, MOST_WIDE};
use super::graph::Graph;
use super::memory::Layer;
use crate::kernels::{Isa, Linear, Precision, Rows, Then};

/// No network has more layers of a kind; the known one has four and three.
const MOST_LAYERS: usize = 16;

/// The network, ready to hear.
#[derive(Debug)]
pub struct Segmentation {
    features: Features,
    memories: Vec<Layer>,
    /// Fully connected layers; what comes out of the last is how likely each class is.
    last: Vec<Linear>,
    isa: Isa,
}

impl Segmentation {
    /// Reads the network from its ONNX file, in floats or quantised by onnxruntime.
    ///
    /// # Errors
    /// When it is another file or a damaged one, or the storage fails.
    ///
    /// # Panics
    /// When the processor lacks the instructions.
    pub fn read(source: impl Read, isa: Isa) -> Result<Self, SegmentationError> {
        let graph = Graph::read(source)?;
        if !graph.has("sincnet.conv1d.0.filterbank.low_hz_") || !graph.has("classifier.bias") {
            return Err(SegmentationError::Unknown);
        }
        let features = Features::read(&graph, isa)?;
        let (mut memories, mut width) = (Vec::new(), features.width());
        let recurrent = graph.nodes.iter().filter(|node| node.kind.ends_with("LSTM"));
        for node in recurrent.take(MOST_LAYERS) {
            let layer = Layer::read(&graph, node, width, isa)?;
            width = layer.outputs();
            memories.push(layer);
        }
        if memories.is_empty() {
            return Err(SegmentationError::Damaged("it has no recurrent layer".into()));
        }
        let last = fully_connected(&graph, width, isa)?;
        Ok(Self { features, memories, last, isa })
    }

    /// Frames that a window of so many samples has, one for each 270.
    pub fn frames(&self, samples: usize) -> usize {
        self.features.frames(samples)
    }

    /// Hears windows, which must all be as long; answers the frames of one after the other.
    ///
    /// # Panics
    /// When one is longer than another.
    pub fn hear(&self, windows: &[&[f32]]) -> Vec<Vec<Speaking>> {
        self.classes(windows).iter().map(|frames| frames.iter().map(speaking).collect()).collect()
    }

    /// How likely each class is in each frame of windows that are as long.
    ///
    /// # Panics
    /// When one is longer than another.
    pub fn classes(&self, windows: &[&[f32]]) -> Vec<Vec<[f32; CLASSES]>> {
        let length = windows.first().map_or(0, |window| window.len());
        assert!(windows.iter().all(|window| window.len() == length), "windows as long");
        let (count, frames) = (windows.len(), self.frames(length));
        let width = self.features.width();
        let mut values = vec![0.0; frames * count * width];
        for (number, window) in windows.iter().enumerate() {
            for (frame, features) in self.features.apply(window).chunks(width).enumerate() {
                values[(frame * count + number) * width..][..width].copy_from_slice(features);
            }
        }
        for layer in &self.memories {
            values = layer.apply(&values, count, self.isa);
        }
        for (number, layer) in self.last.iter().enumerate() {
            let rows = Rows::new(&values, layer.inputs());
            let mut output = vec![0.0; rows.count() * layer.outputs()];
            layer.apply(rows, Then::Store, &mut output);
            if number + 1 < self.last.len() {
                for value in &mut output {
                    *value = value.max(*value * LEAK);
                }
            }
            values = output;
        }
        let (likely, _) = values.as_chunks::<CLASSES>();
        let of = |number| likely.iter().skip(number).step_by(count).map(softmax).collect();
        (0..count).map(of).collect()
    }
}

/// Reads `linear.0`, `linear.1` and so on, and `classifier`, whose weights exporters only number:
/// the graph multiplies with them in this order, and no other tensor there is as wide.
fn fully_connected(
    graph: &Graph,
    mut width: usize,
    isa: Isa,
) -> Result<Vec<Linear>, SegmentationError> {
    let names = (0..MOST_LAYERS).map(|number| format!("linear.{number}.bias"));
    let names = names.take_while(|name| graph.has(name)).chain(["classifier.bias".to_owned()]);
    let products = |kind: &str| matches!(kind, "MatMul" | "MatMulInteger" | "Gemm");
    let mut nodes = graph.nodes.iter().filter(|node| products(&node.kind));
    let mut layers = Vec::new();
    for name in names {
        let damaged = || SegmentationError::Damaged(format!("the weights of {name} are missing"));
        let bias = graph.tensor(&name)?.values;
        if bias.is_empty() || bias.len() > MOST_WIDE {
            return Err(damaged());
        }
        let shape = [width, bias.len()];
        let weights = nodes.by_ref().find_map(|node| {
            let tensor = graph.tensor(node.inputs.get(1)?).ok()?;
            (tensor.shape == shape).then_some(tensor.values)
        });
        let weights = weights.ok_or_else(damaged)?;
        let rows = |output| weights.iter().skip(output).step_by(bias.len()).copied();
        let turned: Vec<f32> = (0..bias.len()).flat_map(rows).collect();
        let shape = (bias.len(), width);
        layers.push(Linear::pack(&turned, Some(&bias), shape, Precision::Float, isa));
        width = bias.len();
    }
    if width == CLASSES {
        return Ok(layers);
    }
    Err(SegmentationError::Damaged(format!("it tells {width} classes apart and not {CLASSES}")))
}

fn softmax(values: &[f32; CLASSES]) -> [f32; CLASSES] {
    let largest = values.iter().copied().fold(f32::MIN, f32::max);
    let powers = values.map(|value| (value - largest).exp());
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}
