//! The files that whisper.cpp's project publishes, as far as anything is known of them here.

use trefoil_speech::model_store::KNOWN_MODELS;
use trefoil_speech::whisper::{Dimensions, vocabulary};
use trefoil_testkit::{shared_corpus, skip};

use crate::micro::quantised::Kind;
use crate::micro::{DIMENSIONS, ggml};

/// Bytes before the tensors of a published file: sizes, filters, and words without loss.
fn header_bytes(mels: usize, words: &[Vec<u8>]) -> u64 {
    let words: usize = words.iter().map(|word| 4 + word.len()).sum();
    (48 + 8 + 4 * mels * ggml::SPECTRUM + 4 + words) as u64
}

#[test]
fn published_files_are_as_large_as_the_layout_makes_them() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files published_files_are_as_large_as_the_layout_makes_them");
        return;
    };
    let words = |name: &str| {
        let path = corpus.join("models/openai+whisper").join(name);
        vocabulary::from_tiktoken(&path).expect("a vocabulary").into_words()
    };
    let (many, mut english) = (words("multilingual.tiktoken"), words("gpt2.tiktoken"));
    english.push(b"<|endoftext|>".to_vec());
    for known in KNOWN_MODELS {
        let (size, kind) =
            known.name.split_once("-q").map_or((known.name, Kind::F16), |(size, q)| {
                let kind = match q {
                    "5_0" => Kind::Q5_0,
                    "5_1" => Kind::Q5_1,
                    _ => Kind::Q8_0,
                };
                (size, kind)
            });
        let (state, layers) = match size.split(['.', '-']).next() {
            Some("tiny") => (384, 4),
            Some("base") => (512, 6),
            Some("small") => (768, 12),
            Some("medium") => (1024, 24),
            _ => (1280, 32),
        };
        let third = size.contains("v3");
        let dimensions = Dimensions {
            mels: if third { 128 } else { 80 },
            audio_state: state,
            text_state: state,
            audio_heads: state / 64,
            text_heads: state / 64,
            audio_layers: layers,
            text_layers: if size.ends_with("turbo") { 4 } else { layers },
            vocabulary: 51_865 + usize::from(third) - usize::from(known.is_english_only()),
            ..DIMENSIONS
        };
        let words = if known.is_english_only() { &english } else { &many };
        let tensors: u64 = dimensions
            .tensors()
            .iter()
            .map(|(name, shape)| ggml::tensor_bytes(name, shape, kind))
            .sum();
        assert_eq!(header_bytes(dimensions.mels, words) + tensors, known.bytes, "{}", known.name);
    }
}

#[test]
fn mel_filters_are_those_of_whisper_cpps_files() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files mel_filters_are_those_of_whisper_cpps_files");
        return;
    };
    let path = corpus.join("models/ggml-org+whisper.cpp/for-tests-ggml-tiny.bin");
    let bytes = std::fs::read(path).expect("a file of the corpus");
    let weights = bytes[56..].as_chunks::<4>().0.iter().map(|weight| f32::from_le_bytes(*weight));
    for (ours, theirs) in ggml::filters(80).into_iter().zip(weights) {
        assert!((ours - theirs).abs() < 1e-7, "{ours} {theirs}");
    }
}
