//! Reading the network's numbers from an ONNX file, and nothing else of it.
//!
//! An ONNX file is a message of Protocol Buffers (`onnx.proto3`, version 1.16): a graph of nodes, with
//! tensors that are listed with it or made by nodes called `Constant`, some in graphs within nodes. The
//! network itself is known here, so the graph is not run: its tensors are found by their names.
//! Silero's own files hold a second network for 8 kHz, of the same names, which is told apart by the
//! length of its Fourier transform. The file that faster-whisper ships has other names, and its
//! recurrent layer as ONNX orders it.

use std::collections::HashMap;

use super::file::{SileroError, Tensors};
use super::{CELLS, FREQUENCIES, TRANSFORM};
use crate::onnx::{Fields, Tensor, Value, text};

/// Graphs within graphs are looked into so deep; known files need three.
const DEEPEST: usize = 8;

/// The tensor by which the network for 16 kHz is found, in Silero's names and in faster-whisper's.
const BASIS: &str = "stft.forward_basis_buffer";
const OTHER_BASIS: &str = "encoder.feature_extractor.forward_basis_buffer";

/// Whether a file may be ONNX: it begins with a small version of the format and the producer's name.
pub(super) fn begins(begin: &[u8]) -> bool {
    matches!(begin, [0x08, 1..=63, 0x12, ..])
}

pub(super) fn read(bytes: &[u8]) -> Result<Tensors, SileroError> {
    let mut found = Found::default();
    for field in Fields(bytes) {
        if let (7, Value::Bytes(graph)) = field? {
            found.graph(graph, DEEPEST)?;
        }
    }
    let basis = |suffix: &str| {
        let is_it = |(name, values): (&String, &Vec<f32>)| {
            let prefix = name.strip_suffix(suffix)?;
            (values.len() == 2 * FREQUENCIES * TRANSFORM).then(|| prefix.to_owned())
        };
        found.tensors.iter().find_map(is_it)
    };
    // The longer name ends like the shorter one.
    match (basis(OTHER_BASIS), basis(BASIS)) {
        (Some(prefix), _) => found.of_faster_whisper(&prefix),
        (None, Some(prefix)) => Ok(found.of_silero(&prefix)),
        (None, None) if found.tensors.is_empty() => Err(SileroError::Unknown),
        (None, None) => Err(SileroError::Damaged("its network is not known".into())),
    }
}

/// What was found in a file.
#[derive(Default)]
struct Found {
    tensors: HashMap<String, Vec<f32>>,
    /// The names of the recurrent layer's weights for its input and its state, and of its bias.
    recurrent: Option<[String; 3]>,
}

impl Found {
    fn of_silero(self, prefix: &str) -> Tensors {
        let named = self.tensors.into_iter().filter_map(|(name, values)| {
            name.strip_prefix(prefix).map(|name| (name.to_owned(), values))
        });
        Tensors(named.collect())
    }

    fn of_faster_whisper(mut self, prefix: &str) -> Result<Tensors, SileroError> {
        let mut take = |name: &str| {
            let missing = || SileroError::Damaged(format!("{name} is missing"));
            self.tensors.remove(name).ok_or_else(missing)
        };
        let mut named = HashMap::new();
        named.insert(BASIS.to_owned(), take(&format!("{prefix}{OTHER_BASIS}"))?);
        for end in ["weight", "bias"] {
            for layer in 0..4 {
                let values = take(&format!("{prefix}encoder.conv_layers.{layer}.{end}"))?;
                named.insert(format!("encoder.{layer}.reparam_conv.{end}"), values);
            }
            let values = take(&format!("{prefix}decoder.conv1d.{end}"))?;
            named.insert(format!("decoder.decoder.2.{end}"), values);
        }
        let recurrent = self.recurrent.take();
        let [input, state, bias] = recurrent
            .ok_or_else(|| SileroError::Damaged("its recurrent layer is missing".into()))?;
        named.insert("decoder.rnn.weight_ih".to_owned(), in_torchs_order(&take(&input)?, CELLS));
        named.insert("decoder.rnn.weight_hh".to_owned(), in_torchs_order(&take(&state)?, CELLS));
        let bias = take(&bias)?;
        let (of_input, of_state) = bias.split_at(bias.len() / 2);
        named.insert("decoder.rnn.bias_ih".to_owned(), in_torchs_order(of_input, 1));
        named.insert("decoder.rnn.bias_hh".to_owned(), in_torchs_order(of_state, 1));
        Ok(Tensors(named))
    }

    fn graph(&mut self, graph: &[u8], depth: usize) -> Result<(), SileroError> {
        let depth = depth.checked_sub(1).ok_or_else(|| damaged("its graphs are too deep"))?;
        for field in Fields(graph) {
            match field? {
                (1, Value::Bytes(node)) => self.node(node, depth)?,
                (5, Value::Bytes(tensor)) => self.tensor(tensor, None)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn node(&mut self, node: &[u8], depth: usize) -> Result<(), SileroError> {
        let (mut inputs, mut output, mut kind) = (Vec::new(), None, &b""[..]);
        let mut attributes = Vec::new();
        for field in Fields(node) {
            match field? {
                (1, Value::Bytes(name)) => inputs.push(text(name)),
                (2, Value::Bytes(name)) => output = output.or_else(|| Some(text(name))),
                (4, Value::Bytes(name)) => kind = name,
                (5, Value::Bytes(attribute)) => attributes.push(attribute),
                _ => {}
            }
        }
        if kind == b"LSTM"
            && let [_, input, state, bias, ..] = inputs.as_slice()
        {
            self.recurrent = Some([input.clone(), state.clone(), bias.clone()]);
        }
        for attribute in attributes {
            for field in Fields(attribute) {
                match field? {
                    (5, Value::Bytes(tensor)) if kind == b"Constant" => {
                        self.tensor(tensor, output.clone())?;
                    }
                    (6 | 11, Value::Bytes(graph)) => self.graph(graph, depth)?,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Keeps a tensor that has numbers; others are shapes and places, and of no use here. A constant
    /// is called like the node that makes it.
    fn tensor(&mut self, message: &[u8], node: Option<String>) -> Result<(), SileroError> {
        let (own, tensor) = Tensor::read(message)?;
        if !tensor.values.is_empty() {
            self.tensors.insert(node.unwrap_or(own), tensor.values);
        }
        Ok(())
    }
}

/// Gates as `PyTorch` orders them (input, forget, cell, output) out of ONNX's order (input, output,
/// forget, cell); each has as many rows as there are cells.
fn in_torchs_order(values: &[f32], columns: usize) -> Vec<f32> {
    let gates: Vec<&[f32]> = values.chunks(CELLS * columns).collect();
    let order = [0, 2, 3, 1];
    order.iter().filter_map(|gate| gates.get(*gate)).flat_map(|gate| gate.iter().copied()).collect()
}

fn damaged(what: &str) -> SileroError {
    SileroError::Damaged(what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphs_within_graphs_end_somewhere() {
        // A graph in an attribute of a node of a graph, again and again.
        let wrap = |field: u8, inner: &[u8]| {
            let mut bytes = vec![field << 3 | 2];
            let mut length = inner.len();
            while length > 0x7f {
                bytes.push(u8::try_from(length & 0x7f).expect("seven bits") | 0x80);
                length >>= 7;
            }
            bytes.push(u8::try_from(length).expect("seven bits"));
            bytes.extend_from_slice(inner);
            bytes
        };
        let mut graph = Vec::new();
        for _ in 0..=DEEPEST {
            graph = wrap(1, &wrap(5, &wrap(6, &graph)));
        }
        let mut file = vec![0x08, 8, 0x12, 1, b'x'];
        file.extend(wrap(7, &graph));
        assert!(matches!(read(&file), Err(SileroError::Damaged(_))));
    }

    #[test]
    fn gates_change_places_with_all_their_rows() {
        let of_gate = |gate: u8| vec![f32::from(gate); CELLS * 2];
        let onnx: Vec<f32> = (0..4).flat_map(of_gate).collect();
        let torch: Vec<f32> = [0, 2, 3, 1].into_iter().flat_map(of_gate).collect();
        assert_eq!(in_torchs_order(&onnx, 2), torch);
    }
}
