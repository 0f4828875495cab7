//! The micro-Whisper against what the reference in numpy found.

use trefoil_speech::decoding::Listener;
use trefoil_speech::kernels::{Isa, Precision};
use trefoil_speech::mel::Mel;
use trefoil_speech::whisper::{Decoder, Encoder, Machine, States};

use crate::micro::golden::{Golden, goldens};
use crate::micro::{DIMENSIONS, Micro, mel};

pub(crate) fn machine(isa: Isa, precision: Precision) -> Machine {
    Machine { isa, precision, ..Machine::new(2) }
}

pub(crate) fn window(frames: usize) -> Mel {
    Mel { bins: DIMENSIONS.mels, frames, values: mel(frames) }
}

fn encoded(machine: &Machine, frames: usize) -> States {
    let encoder = Encoder::read(&mut Micro, machine).expect("the micro-Whisper has an encoder");
    encoder.encode(&window(frames)).expect("a window that the model reads")
}

const WINDOWS: [(&str, usize); 2] = [("full", 3000), ("short", 120)];

#[test]
fn in_floats_the_encoder_is_the_reference() {
    let goldens = goldens();
    for isa in Isa::available() {
        for (title, frames) in WINDOWS {
            let states = encoded(&machine(isa, Precision::Float), frames);
            let golden: &Golden = &goldens.tensors[&format!("{title} encoder")];
            let distance = golden.distance(&states.values, 1e-5);
            assert!(distance < 2e-5, "{isa:?} {title}: {distance}");
        }
    }
}

#[test]
fn in_floats_logits_and_attention_are_the_references() {
    let goldens = goldens();
    for isa in Isa::available() {
        let machine = machine(isa, Precision::Float);
        let mut decoder = Decoder::read(&mut Micro, &machine).expect("a decoder");
        let heads: Vec<_> = (0..2).flat_map(|layer| [(layer, 0), (layer, 1)]).collect();
        decoder.set_alignment_heads(&heads);
        for (title, frames) in WINDOWS {
            let mut listening = decoder.listen(&encoded(&machine, frames));
            let all: Vec<usize> = (0..goldens.prompt.len()).collect();
            let logits = listening.begin(&goldens.prompt, 1, &all);
            let distance = goldens.tensors[&format!("{title} logits")].distance(&logits, 1e-4);
            assert!(distance < 1e-4, "{isa:?} {title}: {distance}");
            let attention = listening.attend(&goldens.prompt).expect("heads that were named");
            let layers = attention.scores.chunks(attention.scores.len() / 2).enumerate();
            for (layer, scores) in layers {
                let weights: Vec<f32> = scores.chunks(attention.frames).flat_map(softmax).collect();
                let golden = &goldens.tensors[&format!("{title} attention {layer}")];
                let distance = golden.distance(&weights, 1e-5);
                assert!(distance < 1e-5, "{isa:?} {title} {layer}: {distance}");
            }
        }
    }
}

fn softmax(scores: &[f32]) -> Vec<f32> {
    let largest = scores.iter().copied().fold(f32::MIN, f32::max);
    let weights: Vec<f32> = scores.iter().map(|score| (score - largest).exp()).collect();
    let sum: f32 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

#[test]
fn the_likeliest_tokens_are_the_references_however_they_are_computed() {
    let goldens = goldens();
    for isa in Isa::available() {
        let machine = machine(isa, Precision::Float);
        let decoder = Decoder::read(&mut Micro, &machine).expect("a decoder");
        for (title, frames) in WINDOWS {
            let mut listening = decoder.listen(&encoded(&machine, frames));
            let mut logits = listening.begin(&goldens.prompt[..4], 1, &[3]);
            for (place, expected) in goldens.greedy[title].iter().enumerate() {
                assert_eq!(likeliest(&logits), *expected, "{isa:?} {title}: token {place}");
                logits = listening.advance(&[0], &[*expected]);
            }
        }
    }
}

fn likeliest(logits: &[f32]) -> u32 {
    let likeliest = (0_u32..).zip(logits).max_by(|one, other| one.1.total_cmp(other.1));
    likeliest.expect("a vocabulary").0
}

#[test]
fn in_whole_numbers_it_points_the_same_way() {
    let goldens = goldens();
    for isa in Isa::available() {
        let (float, int8) = (machine(isa, Precision::Float), machine(isa, Precision::Int8));
        for (title, frames) in WINDOWS {
            let (expected, found) = (encoded(&float, frames), encoded(&int8, frames));
            let cosine = cosine(&expected.values, &found.values);
            assert!(cosine > 0.999, "{isa:?} {title} states: {cosine}");
            let logits = [(&float, &expected), (&int8, &expected)].map(|(machine, states)| {
                let decoder = Decoder::read(&mut Micro, machine).expect("a decoder");
                decoder.listen(states).begin(&goldens.prompt, 1, &[0, 3, 10])
            });
            let cosine = self::cosine(&logits[0], &logits[1]);
            assert!(cosine > 0.999, "{isa:?} {title} logits: {cosine}");
        }
    }
}

pub(crate) fn cosine(one: &[f32], other: &[f32]) -> f64 {
    let dot = |one: &[f32], other: &[f32]| -> f64 {
        one.iter().zip(other).map(|(one, other)| f64::from(*one) * f64::from(*other)).sum()
    };
    dot(one, other) / (dot(one, one) * dot(other, other)).sqrt()
}
