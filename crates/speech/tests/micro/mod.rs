//! A seeded micro-Whisper: a model small enough for every test, whose weights come from a generator
//! of whole numbers and never from a file.
//!
//! `tests/reference/whisper.py` computes the same model on its own; [`golden`] holds what
//! it found. [`ggml`] and [`safetensors`] write a model in the layouts that people have, in every
//! precision that is read. Use it in a test with `#[path = "../micro/mod.rs"] mod micro;`.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "whoever includes this module uses its own part of it"
)]

pub mod ggml;
pub mod golden;
pub mod quantised;
pub mod safetensors;

use trefoil_speech::whisper::{Dimensions, ModelError, TensorFault, Tensors};
use trefoil_testkit::Random;

/// Words of the vocabulary that are text: 256 bytes and 40 merges.
pub const TEXT_TOKENS: usize = 296;

/// The shape of the micro-Whisper.
pub const DIMENSIONS: Dimensions = Dimensions {
    mels: 80,
    audio_context: 1500,
    audio_state: 64,
    audio_heads: 2,
    audio_layers: 2,
    vocabulary: TEXT_TOKENS + 1509 + 99,
    text_context: 448,
    text_state: 64,
    text_heads: 2,
    text_layers: 2,
};

/// The micro-Whisper in memory.
pub struct Micro;

impl Tensors for Micro {
    fn dimensions(&self) -> Dimensions {
        DIMENSIONS
    }

    fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let known = DIMENSIONS.tensors();
        let Some((_, right)) = known.iter().find(|(known, _)| known == name) else {
            return Err(ModelError::of_tensor("micro".as_ref(), name, TensorFault::Missing));
        };
        if right != shape {
            let (expected, found) = (shape.to_vec(), right.clone());
            let fault = TensorFault::Shape { expected, found };
            return Err(ModelError::of_tensor("micro".as_ref(), name, fault));
        }
        Ok(weight(name, shape))
    }
}

/// Numbers from -1 to 1 in steps of 2⁻²³, chosen by `SplitMix64` that the name seeds.
#[expect(clippy::cast_precision_loss, reason = "24 bits are exact in a double")]
pub fn uniform(name: &str, count: usize) -> Vec<f64> {
    let fnv = |seed: u64, byte| (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let mut random = Random::seeded(name.bytes().fold(0xcbf2_9ce4_8422_2325, fnv));
    let step = 2.0_f64.powi(-23);
    (0..count).map(|_| (random.number() >> 40) as f64 * step - 1.0).collect()
}

/// The micro-Whisper's weights of one tensor; see `weight` in the reference.
#[expect(clippy::cast_precision_loss, reason = "the sizes of a small model are exact in a double")]
#[expect(clippy::cast_possible_truncation, reason = "rounding to what a file holds is the point")]
pub fn weight(name: &str, shape: &[usize]) -> Vec<f32> {
    let (mut scale, mut middle) = (0.125, 0.0);
    if name.ends_with("positional_embedding") {
        scale = 1.0;
    } else if name.ends_with("token_embedding.weight") {
        scale = 0.25;
    } else if name.contains("ln") {
        middle = if name.ends_with("weight") { 1.0 } else { 0.0 };
    } else if !name.ends_with("bias") {
        scale = (3.0 / shape[1..].iter().product::<usize>() as f64).sqrt();
        if name.contains(".query.") || name.contains(".key.") {
            scale *= 2.0;
        }
    }
    let raw = uniform(name, shape.iter().product());
    raw.into_iter().map(|raw| (raw * scale + middle) as f32).collect()
}

/// A window of chance that the goldens are about: `frames × 80`, the first of 3000.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding to what the model reads is the point"
)]
pub fn mel(frames: usize) -> Vec<f32> {
    uniform("mel", frames * DIMENSIONS.mels).into_iter().map(|value| value as f32).collect()
}

/// The micro-Whisper's words: every byte, in GPT-2's order, and some merges of English.
pub fn vocabulary() -> Vec<Vec<u8>> {
    let printed = (b'!'..=b'~').chain(0xa1..=0xac).chain(0xae..=0xff);
    let others = (0..=b' ').chain(0x7f..=0xa0).chain([0xad]);
    let mut words: Vec<Vec<u8>> = printed.chain(others).map(|byte| vec![byte]).collect();
    let merges = " t| a|he|in|re|on| the|er| s|at| w| o|en| c|it|is|an|or|es| b|ed| f|ing| p|ou\
                  | an|al|ar| to| m| of| in| d| h| and|ic|as|le| th|ion";
    words.extend(merges.split('|').map(|word| word.as_bytes().to_vec()));
    assert_eq!(words.len(), TEXT_TOKENS);
    words
}
