//! The small segmentation network that `tests/reference/segmentation.py` computes, as an ONNX file.
//! Tests of other crates include it by its path.

#![allow(dead_code, reason = "whoever includes this module uses its own part of it")]

use trefoil_testkit::Random;

const BANDS: usize = 4;
const HALF: usize = 12;
const CHANNELS: [usize; 2] = [6, 5];
const CELLS: usize = 4;
const LAYERS: usize = 2;
const LINEAR: [usize; 2] = [6, 6];
const CLASSES: usize = 7;

/// How the weights of large layers are kept.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kept {
    /// As floats.
    Floats,
    /// As bytes, with names and layouts as onnxruntime's quantiser gives them.
    Bytes,
    /// As floats that have been bytes.
    Rounded,
}

/// Numbers from -1 to 1 in steps of 2⁻²³, chosen by `SplitMix64` that the name seeds.
#[expect(clippy::cast_precision_loss, reason = "24 bits are exact in a double")]
fn uniform(name: &str, count: usize) -> Vec<f64> {
    let fnv = |seed: u64, byte| (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let mut random = Random::seeded(name.bytes().fold(0xcbf2_9ce4_8422_2325, fnv));
    let step = 2.0_f64.powi(-23);
    (0..count).map(|_| (random.number() >> 40) as f64 * step - 1.0).collect()
}

/// Samples that the goldens are about.
#[expect(clippy::cast_possible_truncation, reason = "rounding to what is heard is the point")]
pub(crate) fn samples(name: &str) -> Vec<f32> {
    uniform(name, 4000).into_iter().map(|value| value as f32).collect()
}

/// The weights of a tensor; see `weight` in the reference.
#[expect(clippy::cast_precision_loss, reason = "the sizes of a small network are exact")]
#[expect(clippy::cast_possible_truncation, reason = "rounding to what a file holds is the point")]
fn weight(name: &str, shape: &[usize]) -> Vec<f32> {
    let each = |of: &dyn Fn(f64) -> f64| {
        let raw = uniform(name, shape.iter().product());
        raw.into_iter().map(|raw| of(raw) as f32).collect()
    };
    let ends = |end: &str| name.ends_with(end);
    if ends("low_hz_") {
        each(&|raw| (raw + 1.0) * 1000.0)
    } else if ends("band_hz_") {
        each(&|raw| (raw + 1.0) * 500.0)
    } else if ends("window_") {
        each(&|raw| (raw + 1.0) * 0.5)
    } else if name.contains("norm1d") && ends("weight") {
        each(&|raw| raw * 0.125 + 1.0)
    } else if ends("bias") {
        each(&|raw| raw * 0.125)
    } else {
        let inputs = shape[1..].iter().product::<usize>() as f64;
        each(&|raw| raw * 2.0 * (3.0 / inputs).sqrt())
    }
}

/// The network as a file.
pub(crate) fn file(kept: Kept) -> Vec<u8> {
    let mut graph = Graph { kept, ..Graph::default() };
    let bank = "sincnet.conv1d.0.filterbank";
    graph.named(&format!("{bank}.low_hz_"), &[BANDS, 1]);
    graph.named(&format!("{bank}.band_hz_"), &[BANDS, 1]);
    graph.named(&format!("{bank}.window_"), &[HALF]);
    let widths = [2 * BANDS, CHANNELS[0], CHANNELS[1]];
    for part in ["weight", "bias"] {
        graph.named(&format!("sincnet.wav_norm1d.{part}"), &[1]);
        for (number, width) in widths.iter().enumerate() {
            graph.named(&format!("sincnet.norm1d.{number}.{part}"), &[*width]);
        }
    }
    for number in [1, 2] {
        let name = format!("sincnet.conv1d.{number}");
        let shape = [widths[number], widths[number - 1], 5];
        let weights = weight(&format!("{name}.weight"), &shape);
        graph.large(&format!("{name}.weight"), &shape, weights, 1);
        graph.named(&format!("{name}.bias"), &[widths[number]]);
    }
    let mut inputs = CHANNELS[1];
    for number in 0..LAYERS {
        graph.recurrent(number, inputs);
        inputs = 2 * CELLS;
    }
    let outputs = [LINEAR[0], LINEAR[1], CLASSES];
    let names = ["linear.0", "linear.1", "classifier"].into_iter().zip(outputs);
    for (number, (name, outputs)) in names.enumerate() {
        let weights = weight(&format!("{name}.weight"), &[outputs, inputs]);
        let turned = transposed(&weights, inputs);
        let tensor = format!("onnx::MatMul_{number}");
        graph.large(&tensor, &[inputs, outputs], turned, 1);
        graph.node("MatMul", &["frames", &graph.name_of(&tensor)]);
        graph.named(&format!("{name}.bias"), &[outputs]);
        inputs = outputs;
    }
    graph.finish()
}

fn bytes_of(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// A whole number from -128 to 255 as a byte.
fn byte_of(value: f32) -> u8 {
    (-128_i16..=255).find(|byte| f32::from(*byte) >= value).unwrap_or_default().to_le_bytes()[0]
}

/// Exchanges rows, each of so many numbers, with columns.
fn transposed(values: &[f32], width: usize) -> Vec<f32> {
    (0..width).flat_map(|column| values.iter().skip(column).step_by(width).copied()).collect()
}

/// A graph that is being written.
struct Graph {
    kept: Kept,
    message: Vec<u8>,
}

impl Default for Graph {
    fn default() -> Self {
        Self { kept: Kept::Floats, message: Vec::new() }
    }
}

impl Graph {
    fn named(&mut self, name: &str, shape: &[usize]) {
        self.tensor(name, shape, 1, &bytes_of(&weight(name, shape)));
    }

    /// A tensor that is quantised, in so many parts that have a scale each.
    fn large(&mut self, name: &str, shape: &[usize], mut values: Vec<f32>, parts: usize) {
        let each = values.len() / parts;
        let largest = |part: &[f32]| part.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        let scales: Vec<f32> = values.chunks(each).map(|part| largest(part) / 127.0).collect();
        let bytes: Vec<f32> = values
            .iter()
            .enumerate()
            .map(|(at, value)| (value / scales[at / each]).round())
            .collect();
        if self.kept == Kept::Bytes {
            // Of recurrent layers signed, of others around a zero point.
            let (kind, zero) = if parts > 1 { (3, 0.0) } else { (2, 128.0) };
            let quantised: Vec<u8> = bytes.iter().map(|byte| byte_of(byte + zero)).collect();
            let axes = if parts > 1 { vec![parts] } else { vec![] };
            self.tensor(&format!("{name}_quantized"), shape, kind, &quantised);
            self.tensor(&format!("{name}_scale"), &axes, 1, &bytes_of(&scales));
            let zeros = vec![if parts > 1 { 0 } else { 128 }; parts];
            return self.tensor(&format!("{name}_zero_point"), &axes, kind, &zeros);
        }
        if self.kept == Kept::Rounded {
            let rounded = bytes.iter().enumerate().map(|(at, byte)| byte * scales[at / each]);
            values = rounded.collect();
        }
        self.tensor(name, shape, 1, &bytes_of(&values));
    }

    fn recurrent(&mut self, number: usize, inputs: usize) {
        let name = |part: &str| format!("onnx::LSTM_{number}{part}");
        for (part, width) in [("weights", inputs), ("states", CELLS)] {
            let directions = (0..2).map(|direction| {
                let name = format!("lstm.{number}.{part}.{direction}");
                weight(&name, &[4 * CELLS, width])
            });
            let (shape, values) = if self.kept == Kept::Bytes {
                // The quantiser turns them.
                let turned = directions.flat_map(|values| transposed(&values, width)).collect();
                ([2, width, 4 * CELLS], turned)
            } else {
                ([2, 4 * CELLS, width], directions.flatten().collect())
            };
            self.large(&name(part), &shape, values, 2);
        }
        let bias = weight(&format!("lstm.{number}.bias"), &[2, 8 * CELLS]);
        self.tensor(&name("bias"), &[2, 8 * CELLS], 1, &bytes_of(&bias));
        let kind = if self.kept == Kept::Bytes { "DynamicQuantizeLSTM" } else { "LSTM" };
        let (weights, states) = (self.name_of(&name("weights")), self.name_of(&name("states")));
        self.node(kind, &["frames", &weights, &states, &name("bias"), ""]);
    }

    /// What a large tensor is called where it is used.
    fn name_of(&self, name: &str) -> String {
        if self.kept == Kept::Bytes { format!("{name}_quantized") } else { name.to_owned() }
    }

    fn tensor(&mut self, name: &str, shape: &[usize], kind: u8, raw: &[u8]) {
        let mut message = Vec::new();
        for size in shape {
            message.push(0x08);
            number(&mut message, *size);
        }
        message.extend([0x10, kind]);
        field(&mut message, 8, name.as_bytes());
        field(&mut message, 9, raw);
        field(&mut self.message, 5, &message);
    }

    fn node(&mut self, kind: &str, inputs: &[&str]) {
        let mut message = Vec::new();
        for input in inputs {
            field(&mut message, 1, input.as_bytes());
        }
        field(&mut message, 2, b"frames");
        field(&mut message, 4, kind.as_bytes());
        field(&mut self.message, 1, &message);
    }

    fn finish(self) -> Vec<u8> {
        let mut file = vec![0x08, 7];
        field(&mut file, 2, b"small");
        field(&mut file, 7, &self.message);
        // The version of the operations, which real files end with too.
        file.extend(b"\x42\x02\x10\x0d");
        file
    }
}

fn field(message: &mut Vec<u8>, number_of: u8, bytes: &[u8]) {
    message.push(number_of << 3 | 2);
    number(message, bytes.len());
    message.extend(bytes);
}

fn number(message: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        message.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    message.push(value.to_le_bytes()[0]);
}
