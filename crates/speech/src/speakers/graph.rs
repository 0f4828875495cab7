//! Reading the weights out of an ONNX file, without running it.
//!
//! An ONNX file tells a graph of operations and the tensors they work with. What the operations
//! compute is known here beforehand; the graph is only asked which tensors its recurrent and
//! fully connected layers use, as exporters number these and do not name them. Weights may be
//! 32-bit floats, or bytes with a scale and a zero point as onnxruntime's dynamic quantisation writes
//! them.

use std::collections::HashMap;
use std::io::Read;

use super::SegmentationError;
use crate::onnx::{Fields, Tensor, Value, text};

/// No file of this kind is larger; the known ones have up to six megabytes.
const MOST_BYTES: u64 = 64 << 20;
/// What the names of tensors end with that a quantiser made of one.
const QUANTISED: &str = "_quantized";

/// An operation, with the names of what goes in.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) kind: String,
    pub(super) inputs: Vec<String>,
    output: String,
    constant: Option<Tensor>,
}

/// The operations of a file in their order, and its tensors by name.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    tensors: HashMap<String, Tensor>,
}

impl Graph {
    pub(super) fn read(source: impl Read) -> Result<Self, SegmentationError> {
        let mut bytes = Vec::new();
        source.take(MOST_BYTES).read_to_end(&mut bytes)?;
        // Every ONNX file begins with the version of its form, which is a small number.
        if !matches!(bytes.as_slice(), [8, 1..=99, 0x12 | 0x3a, ..]) {
            return Err(SegmentationError::Unknown);
        }
        let mut graph = Self::default();
        for field in Fields(&bytes) {
            if let (7, Value::Bytes(message)) = field? {
                graph.take_graph(message)?;
            }
        }
        Ok(graph)
    }

    fn take_graph(&mut self, message: &[u8]) -> Result<(), SegmentationError> {
        for field in Fields(message) {
            match field? {
                (1, Value::Bytes(message)) => self.take_node(Node::read(message)?),
                (5, Value::Bytes(message)) => {
                    let (name, tensor) = Tensor::read(message)?;
                    self.tensors.insert(name, tensor);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn take_node(&mut self, mut node: Node) {
        match node.constant.take() {
            Some(tensor) => drop(self.tensors.insert(node.output, tensor)),
            None => self.nodes.push(node),
        }
    }

    /// Whether there is such a tensor, quantised or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name) || self.tensors.contains_key(&format!("{name}{QUANTISED}"))
    }

    /// The numbers of a tensor, which may be quantised; `name` may be that of the quantised one.
    pub(super) fn tensor(&self, name: &str) -> Result<Tensor, SegmentationError> {
        let name = name.strip_suffix(QUANTISED).unwrap_or(name);
        let missing = || SegmentationError::Damaged(format!("{name} is missing or wrong"));
        let found = match self.tensors.get(name) {
            Some(tensor) => Some(tensor.clone()),
            None => self.dequantised(name),
        };
        let found = found.filter(|tensor| tensor.values.iter().all(|value| value.is_finite()));
        found.ok_or_else(missing)
    }

    fn dequantised(&self, name: &str) -> Option<Tensor> {
        let part = |ending: &str| self.tensors.get(&format!("{name}{ending}"));
        let (quantised, scale) = (part(QUANTISED)?, part("_scale")?);
        quantised.clone().dequantise(&scale.values, &part("_zero_point")?.values)
    }

    /// The numbers of a tensor that must have this shape; axes of length 1 do not count.
    pub(super) fn shaped(
        &self,
        name: &str,
        shape: &[usize],
    ) -> Result<Vec<f32>, SegmentationError> {
        let tensor = self.tensor(name)?;
        let found = tensor.shape.iter().filter(|size| **size != 1);
        if found.ne(shape.iter().filter(|size| **size != 1)) {
            return Err(SegmentationError::Damaged(format!("{name} has another shape")));
        }
        Ok(tensor.values)
    }
}

impl Node {
    fn read(message: &[u8]) -> Result<Self, SegmentationError> {
        let (mut node, mut attributes) = (Self::default(), Vec::new());
        for field in Fields(message) {
            match field? {
                (1, Value::Bytes(name)) => node.inputs.push(text(name)),
                (2, Value::Bytes(name)) if node.output.is_empty() => node.output = text(name),
                (4, Value::Bytes(kind)) => node.kind = text(kind),
                (5, Value::Bytes(attribute)) => attributes.push(attribute),
                _ => {}
            }
        }
        if node.kind == "Constant" {
            for attribute in attributes {
                for field in Fields(attribute) {
                    if let (5, Value::Bytes(message)) = field? {
                        node.constant = Some(Tensor::read(message)?.1);
                    }
                }
            }
        }
        Ok(node)
    }
}
