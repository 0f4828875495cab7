//! Damaged models and files that are none: each gives an error that says what is wrong, and none
//! brings the program down or makes it reserve what is not there.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use trefoil_speech::whisper::files::{self, ModelFile};
use trefoil_speech::whisper::{Dimensions, ModelError, Tensors, vocabulary};
use trefoil_testkit::{Random, shared_corpus, skip};

use crate::layouts::{write_folder_without_weights, written};
use crate::micro::quantised::{KINDS, Kind};
use crate::micro::{self, DIMENSIONS, ggml, safetensors};

/// Changes a tensor before it is written, or leaves it out.
type Change<'c> = &'c dyn Fn(&str, &mut Vec<usize>, &mut Vec<f32>) -> bool;

/// A model of which little but headers is left, so that it can be damaged thousands of times.
const SMALL: Dimensions = Dimensions {
    mels: 2,
    audio_context: 3,
    audio_state: 64,
    audio_heads: 1,
    audio_layers: 1,
    vocabulary: 4,
    text_context: 2,
    text_state: 64,
    text_heads: 1,
    text_layers: 1,
};

fn small_ggml(kind: Kind) -> Vec<u8> {
    let mut bytes = Vec::new();
    let words = [b"a".to_vec(), b"bc".to_vec()];
    let filters = vec![0.5; 2 * ggml::SPECTRUM];
    ggml::write_header(&mut bytes, &SMALL, kind, &filters, &words).expect("memory");
    for (name, shape) in SMALL.tensors() {
        let values = micro::weight(&name, &shape);
        ggml::write_tensor(&mut bytes, &name, &shape, kind, &values).expect("memory");
    }
    bytes
}

fn small_safetensors() -> Vec<u8> {
    let mut bytes = Vec::new();
    let kind = safetensors::Kind::F16;
    safetensors::write(&mut bytes, kind, &SMALL.tensors(), micro::weight).expect("memory");
    bytes
}

/// Opens a model and reads all of it, as transcribing does.
fn read_all(path: &Path) -> Result<ModelFile, ModelError> {
    let mut model = files::open(path)?;
    for (name, shape) in model.dimensions().tensors() {
        let values = model.tensor(&name, &shape)?;
        assert_eq!(values.len(), shape.iter().product::<usize>());
        assert!(values.iter().all(|value| value.is_finite()));
    }
    let _ = model.tokenizer();
    Ok(model)
}

/// What is wrong with a file of these bytes; it names the file, on one line.
fn fault_of(name: &str, bytes: &[u8]) -> String {
    let (_folder, path) = written(name, bytes);
    let message = read_all(&path).expect_err("a file that cannot be read").to_string();
    assert!(message.contains(name) && !message.contains('\n'), "{message}");
    message
}

#[test]
fn a_model_cut_off_anywhere_is_an_error() {
    for bytes in [small_ggml(Kind::F32), small_ggml(Kind::Q5_1), small_safetensors()] {
        let (_folder, path) = written("cut.bin", &bytes);
        assert!(read_all(&path).is_ok());
        let file = fs::OpenOptions::new().write(true).open(&path).expect("the file");
        let step = (bytes.len() / 3000).max(1);
        let in_header = 0..3000.min(bytes.len());
        for length in in_header.chain((3000..bytes.len()).step_by(step)).rev() {
            file.set_len(length as u64).expect("it can be cut");
            let error = read_all(&path).expect_err("a model that was cut off").to_string();
            assert!(error.contains("cut.bin"), "{length}: {error}");
        }
    }
}

#[test]
fn damaged_models_are_read_or_refused_and_nothing_else() {
    let mut random = Random::anew("damaged_models_are_read_or_refused_and_nothing_else");
    let mut originals: Vec<Vec<u8>> = KINDS.into_iter().map(small_ggml).collect();
    originals.extend([small_safetensors(), small_safetensors()]);
    let mut refused = 0;
    for round in 0..4000 {
        let mut bytes = originals[round % originals.len()].clone();
        for _ in 0..=random.below(6) {
            // Most of what can be misread is at the beginning, and before each tensor.
            let end = if random.chance(60) { 3000.min(bytes.len()) } else { bytes.len() };
            let at = random.below(end);
            match random.below(4) {
                0 => bytes[at] = random.number().to_le_bytes()[0],
                1 => bytes[at] ^= 1 << random.below(8),
                2 => {
                    let huge = [0x7fff_ffff_u32, 0xffff_ffff, 0x8000_0000, 0][random.below(4)];
                    let end = bytes.len().min(at + 4);
                    bytes[at..end].copy_from_slice(&huge.to_le_bytes()[..end - at]);
                }
                _ => {
                    let until = bytes.len().min(at + random.below(40));
                    bytes.drain(at..until);
                }
            }
        }
        let (_folder, path) = written("damaged.bin", &bytes);
        refused += usize::from(read_all(&path).is_err());
    }
    assert!((1000..4000).contains(&refused), "{refused} of 4000 refused");
}

#[test]
fn damaged_settings_and_vocabularies_are_read_or_refused() {
    let mut random = Random::anew("damaged_settings_and_vocabularies_are_read_or_refused");
    let weights = small_safetensors();
    for _ in 0..400 {
        let (folder, _) = written("model.safetensors", &weights);
        write_folder_without_weights(folder.path());
        let config = safetensors::config(&SMALL).to_string();
        fs::write(folder.path().join("config.json"), config).expect("a file");
        for name in ["config.json", "generation_config.json", "vocab.json"] {
            let path = folder.path().join(name);
            let mut bytes = fs::read(&path).expect("a file");
            let at = random.below(bytes.len());
            bytes[at] = b"0123456789-\"{}[],:ex\xff"[random.below(21)];
            fs::write(&path, bytes).expect("a file");
        }
        let _ = read_all(folder.path());
    }
}

#[test]
fn each_fault_of_a_tensor_is_told_with_its_name() {
    let name = "decoder.blocks.0.mlp.0.weight";
    let with = |change: Change| {
        let mut bytes = Vec::new();
        let filters = vec![0.5; 2 * ggml::SPECTRUM];
        ggml::write_header(&mut bytes, &SMALL, Kind::F32, &filters, &[]).expect("memory");
        for (name, mut shape) in SMALL.tensors() {
            let mut values = micro::weight(&name, &shape);
            if change(&name, &mut shape, &mut values) {
                let kind = Kind::F32;
                ggml::write_tensor(&mut bytes, &name, &shape, kind, &values).expect("memory");
            }
        }
        fault_of("ggml-faulty.bin", &bytes)
    };
    let fault = with(&|this, _, _| this != name);
    assert!(fault.contains(&format!("{name} is missing")), "{fault}");
    let fault = with(&|this, shape, _| {
        if this == name {
            shape.swap(0, 1);
        }
        true
    });
    assert!(fault.contains(&format!("{name} has the shape [64, 256]")), "{fault}");
    assert!(fault.contains("wants [256, 64]"), "{fault}");
    for wrong in [f32::NAN, f32::INFINITY] {
        let fault = with(&|this, _, values| {
            if this == name {
                values[77] = wrong;
            }
            true
        });
        assert!(fault.contains(name) && fault.contains("not a number"), "{fault}");
    }
}

#[test]
fn headers_that_make_no_sense_are_told_of() {
    let original = small_ggml(Kind::F16);
    let with = |at: usize, number: u32| {
        let mut bytes = original.clone();
        bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
        fault_of("ggml-odd.bin", &bytes)
    };
    assert!(with(4, u32::MAX).contains("words in the vocabulary cannot be"));
    assert!(with(12, 63).contains("is not as wide as"));
    assert!(with(16, 7).contains("multiple of its heads"));
    assert!(with(20, 0).contains("0 audio layers"));
    assert!(with(44, 1002).contains("of version 1"));
    assert!(with(48, 80).contains("mel filters are 80 × 201"));
    let words = 56 + 2 * 201 * 4;
    assert!(with(words, u32::MAX).contains("words in the vocabulary cannot be"));
    assert!(with(words, 1 << 20).contains("ends within its vocabulary"));
    assert!(with(words + 4, u32::MAX).contains("bytes of a word cannot be"));
    let tensors = words + 4 + 5 + 6;
    assert!(with(tensors, 9).contains("9 sides of a tensor"));
    assert!(with(tensors + 4, 10_000).contains("10000 bytes of a tensor's name"));
    assert!(with(tensors + 8, 12).contains("is kept as q4_K"));
    assert!(with(tensors + 8, 10).contains("is kept as q2_K"));
    assert!(with(tensors + 8, 77).contains("unknown kind 77"));
    assert!(with(tensors + 12, i32::MAX as u32).contains("ends within the tensor"));

    for (length, cause) in [(u64::MAX, "cannot be"), (1 << 40, "cannot be"), (10, "no JSON")] {
        let mut bytes = small_safetensors();
        bytes[..8].copy_from_slice(&length.to_le_bytes());
        let fault = fault_of("odd.safetensors", &bytes);
        assert!(fault.contains(cause), "{fault}");
    }
    let header = |entry: Value| {
        let name = "model.encoder.conv1.weight";
        let text = json!({ name: entry }).to_string();
        fault_of("odd.safetensors", &[&text.len().to_le_bytes()[..], text.as_bytes()].concat())
    };
    let offsets = header(json!({ "dtype": "F32", "shape": [1], "data_offsets": [8, 4] }));
    assert!(offsets.contains("encoder.conv1.weight") && offsets.contains("8 to 4"), "{offsets}");
    assert!(header(json!({ "dtype": "F32" })).contains("missing field"));
    let huge = json!({ "dtype": "F32", "shape": [1, 2, -3], "data_offsets": [0, 4] });
    assert!(header(huge).contains("encoder.conv1.weight"));
}

#[test]
fn what_is_no_model_is_named_for_what_it_is() {
    for (bytes, cause) in [
        (&b"GGUF\x03\0\0\0more"[..], "a gguf file, which is not read"),
        (b"tjgg\x01\0\0\0", "a ggjt file"),
        (b"PK\x03\x04 data.pkl", "a PyTorch checkpoint"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"  <html>", "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "git lfs pull"),
        (b"", "it is empty"),
        (b"RIFF....WAVE", "of no such file"),
        (b"lm", "of no such file"),
    ] {
        let fault = fault_of("odd.bin", bytes);
        assert!(fault.contains(cause), "{fault}");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let fault = |folder: &Path| files::open(folder).expect_err("no model").to_string();
    assert!(fault(folder.path()).contains("without a config.json"));
    assert!(fault(&folder.path().join("nowhere")).contains("nowhere"));
    let config = folder.path().join("config.json");
    fs::write(&config, r#"{"model_type": "wav2vec2"}"#).expect("a file");
    assert!(fault(folder.path()).contains("of a wav2vec2 model"));
    fs::write(&config, r#"{"alignment_heads": []}"#).expect("a file");
    assert!(fault(folder.path()).contains("CTranslate2"));
    fs::write(&config, safetensors::config(&DIMENSIONS).to_string()).expect("a file");
    assert!(fault(folder.path()).contains("no model.safetensors"));
    fs::write(folder.path().join("pytorch_model.bin"), "PK").expect("a file");
    assert!(fault(folder.path()).contains("its weights are in pytorch_model.bin"));
}

#[test]
fn settings_that_no_whisper_has_are_refused() {
    let (folder, _) = written("model.safetensors", &small_safetensors());
    let path = folder.path();
    let with = |key: &str, value: Value| {
        let mut config = safetensors::config(&SMALL);
        config[key] = value;
        fs::write(path.join("config.json"), config.to_string()).expect("a file");
        files::open(path).expect_err("an odd model").to_string()
    };
    assert!(with("activation_function", json!("relu")).contains("computes with relu"));
    assert!(with("scale_embedding", json!(true)).contains("scales its embedding"));
    assert!(with("decoder_ffn_dim", json!(64)).contains("64 wide"));
    assert!(with("d_model", json!(-1)).contains("config.json"));
    assert!(
        with("encoder_layers", json!(2)).contains("encoder.blocks.1.attn_ln.weight is missing")
    );
    fs::write(path.join("preprocessor_config.json"), r#"{"hop_length": 320}"#).expect("a file");
    assert!(with("_name", json!("x")).contains("asks for 320 samples from frame to frame"));
    fs::remove_file(path.join("preprocessor_config.json")).expect("it was there");
    let heads = r#"{"alignment_heads": [[0, 0], [1, 0]]}"#;
    fs::write(path.join("generation_config.json"), heads).expect("a file");
    assert!(with("_name", json!("x")).contains("head 0 of layer 1"));
}

#[test]
fn real_files_without_weights_say_so_and_can_be_cut_off_anywhere() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files real_files_without_weights_say_so_and_can_be_cut_off_anywhere");
        return;
    };
    let folder = corpus.join("models/ggml-org+whisper.cpp");
    let path = folder.join("for-tests-ggml-tiny.bin");
    let error = files::open(&path).expect_err("it has no weights").to_string();
    assert!(error.contains("for tests"), "{error}");
    let silero = files::open(&folder.join("for-tests-silero-v6.2.0-ggml.bin"));
    let error = silero.expect_err("it is no Whisper").to_string();
    assert!(error.contains("ggml file of something else"), "{error}");
    let bytes = fs::read(&path).expect("a file of the corpus");
    for length in (0..bytes.len()).step_by(bytes.len() / 200) {
        let (_folder, path) = written("cut.bin", &bytes[..length]);
        assert!(vocabulary::from_ggml(&path).is_err(), "{length}");
    }
}
