//! Whisper in the plainest code: 64 bits, loops, nothing kept from one token to the next.
//!
//! Written from the paper, for any dimensions and any weights, where the goldens are about one
//! model only.

#![allow(clippy::many_single_char_names, reason = "as the formulas have them")]

use trefoil_speech::whisper::{Dimensions, ModelError, Tensors};

use crate::micro;

type Matrix = Vec<Vec<f64>>;

/// A model of any shape whose weights are those of chance that the micro-Whisper has.
pub(crate) struct Chance(pub(crate) Dimensions);

impl Tensors for Chance {
    fn dimensions(&self) -> Dimensions {
        self.0
    }

    fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        Ok(micro::weight(name, shape))
    }
}

impl Chance {
    pub(crate) fn encode(&self, mel: &[f32]) -> Matrix {
        let d = self.0;
        let frames =
            mel.chunks(d.mels).map(|row| row.iter().copied().map(f64::from).collect()).collect();
        let x = convolution(&frames, "encoder.conv1", d.audio_state, 1);
        let mut x = convolution(&x, "encoder.conv2", d.audio_state, 2);
        add(&mut x, &matrix("encoder.positional_embedding", d.audio_context, d.audio_state));
        for layer in 0..d.audio_layers {
            let name = format!("encoder.blocks.{layer}");
            attention(&mut x, None, &format!("{name}.attn"), d.audio_heads, false);
            feed_forward(&mut x, &name);
        }
        norm(&x, "encoder.ln_post")
    }

    /// The logits after each of some tokens.
    pub(crate) fn decode(&self, tokens: &[u32], heard: &Matrix) -> Matrix {
        let d = self.0;
        let embedding = matrix("decoder.token_embedding.weight", d.vocabulary, d.text_state);
        let mut x: Matrix = tokens.iter().map(|token| embedding[*token as usize].clone()).collect();
        add(&mut x, &matrix("decoder.positional_embedding", d.text_context, d.text_state));
        for layer in 0..d.text_layers {
            let name = format!("decoder.blocks.{layer}");
            attention(&mut x, None, &format!("{name}.attn"), d.text_heads, true);
            attention(&mut x, Some(heard), &format!("{name}.cross_attn"), d.text_heads, false);
            feed_forward(&mut x, &name);
        }
        let logits = |x: &Vec<f64>| embedding.iter().map(|token| dot(x, token)).collect();
        norm(&x, "decoder.ln").iter().map(logits).collect()
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn add(x: &mut Matrix, y: &Matrix) {
    for (x, y) in x.iter_mut().zip(y) {
        x.iter_mut().zip(y).for_each(|(x, y)| *x += y);
    }
}

/// x Φ(x), with the error function's series.
fn gelu(x: f64) -> f64 {
    if x.abs() > 9.0 {
        return x.max(0.0);
    }
    let z = x / std::f64::consts::SQRT_2;
    let (mut term, mut sum) = (z, z);
    for n in 1..200 {
        term *= -z * z / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    0.5 * x * (1.0 + sum * std::f64::consts::FRAC_2_SQRT_PI)
}

fn matrix(name: &str, rows: usize, columns: usize) -> Matrix {
    let weights = micro::weight(name, &[rows, columns]);
    weights.chunks(columns).map(|row| row.iter().copied().map(f64::from).collect()).collect()
}

fn vector(name: &str, length: usize) -> Vec<f64> {
    micro::weight(name, &[length]).into_iter().map(f64::from).collect()
}

fn linear(x: &Matrix, name: &str, outputs: usize) -> Matrix {
    let weight = matrix(&format!("{name}.weight"), outputs, x[0].len());
    let bias = if name.contains(".key") {
        vec![0.0; outputs]
    } else {
        vector(&format!("{name}.bias"), outputs)
    };
    let row = |x: &Vec<f64>| weight.iter().zip(&bias).map(|(w, b)| dot(x, w) + b).collect();
    x.iter().map(row).collect()
}

fn norm(x: &Matrix, name: &str) -> Matrix {
    let n = x[0].len();
    let weight = vector(&format!("{name}.weight"), n);
    let bias = vector(&format!("{name}.bias"), n);
    let row = |x: &Vec<f64>| {
        let mean = x.iter().sum::<f64>() / n as f64;
        let variance = x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n as f64;
        let scaled = x.iter().map(|x| (x - mean) / (variance + 1e-5).sqrt());
        scaled.zip(weight.iter().zip(&bias)).map(|(x, (w, b))| x * w + b).collect()
    };
    x.iter().map(row).collect()
}

/// A kernel of three frames, one frame of silence on either side.
fn convolution(x: &Matrix, name: &str, outputs: usize, stride: usize) -> Matrix {
    let inputs = x[0].len();
    let weight = micro::weight(&format!("{name}.weight"), &[outputs, inputs, 3]);
    let bias = vector(&format!("{name}.bias"), outputs);
    let at = |frame: usize, output: usize| {
        let mut sum = bias[output];
        for tap in 0..3 {
            let Some(frame) = (frame + tap).checked_sub(1).filter(|at| *at < x.len()) else {
                continue;
            };
            for input in 0..inputs {
                sum += x[frame][input] * f64::from(weight[(output * inputs + input) * 3 + tap]);
            }
        }
        gelu(sum)
    };
    let frames = (0..x.len()).step_by(stride);
    frames.map(|frame| (0..outputs).map(|output| at(frame, output)).collect()).collect()
}

fn feed_forward(x: &mut Matrix, name: &str) {
    let n = x[0].len();
    let hidden = linear(&norm(x, &format!("{name}.mlp_ln")), &format!("{name}.mlp.0"), 4 * n);
    let hidden = hidden.into_iter().map(|row| row.into_iter().map(gelu).collect()).collect();
    add(x, &linear(&hidden, &format!("{name}.mlp.2"), n));
}

/// Attention of `x` to `seen`, or to itself and, if causal, to nothing that comes later.
fn attention(x: &mut Matrix, seen: Option<&Matrix>, name: &str, heads: usize, causal: bool) {
    let n = x[0].len();
    let normed = norm(x, &format!("{name}_ln"));
    let seen = seen.unwrap_or(&normed);
    let q = linear(&normed, &format!("{name}.query"), n);
    let k = linear(seen, &format!("{name}.key"), n);
    let v = linear(seen, &format!("{name}.value"), n);
    let mut found = vec![vec![0.0; n]; x.len()];
    for head in 0..heads {
        let columns = head * (n / heads)..(head + 1) * (n / heads);
        for (place, found) in found.iter_mut().enumerate() {
            let last = if causal { place + 1 } else { k.len() };
            let score = |k: &Vec<f64>| {
                dot(&q[place][columns.clone()], &k[columns.clone()]) / ((n / heads) as f64).sqrt()
            };
            let weights: Vec<f64> = k[..last].iter().map(|k| score(k).exp()).collect();
            let sum: f64 = weights.iter().sum();
            for column in columns.clone() {
                found[column] =
                    weights.iter().zip(&v).map(|(w, v)| w * v[column]).sum::<f64>() / sum;
            }
        }
    }
    add(x, &linear(&found, &format!("{name}.out"), n));
}
