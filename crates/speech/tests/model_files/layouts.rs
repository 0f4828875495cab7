//! The same model in every layout and precision has the same weights.

use std::fs;
use std::path::{Path, PathBuf};

use half::{bf16, f16};
use serde_json::json;
use trefoil_speech::decoding::Vocabulary;
use trefoil_speech::whisper::files::{self, Layout, ModelFile, Numbers};
use trefoil_speech::whisper::{Dimensions, Tensors};

use crate::micro::quantised::{KINDS, Kind, pack};
use crate::micro::{self, DIMENSIONS, Micro, ggml, safetensors};

/// A file in a folder that goes when it does.
pub(crate) fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a file in it");
    (folder, path)
}

/// Writes everything that goes with the weights in Hugging Face's layout.
pub(crate) fn write_folder_without_weights(folder: &Path) {
    let config = safetensors::config(&DIMENSIONS).to_string();
    fs::write(folder.join("config.json"), config).expect("a file");
    let heads = json!({ "alignment_heads": [[0, 1], [1, 0]], "suppress_tokens": [1, 2, 7] });
    fs::write(folder.join("generation_config.json"), heads.to_string()).expect("a file");
    let vocabulary = safetensors::vocabulary();
    fs::write(folder.join("vocab.json"), vocabulary.to_string()).expect("a file");
}

fn assert_same(model: &mut ModelFile, expected: impl Fn(&str, &[usize], Vec<f32>) -> Vec<f32>) {
    assert_eq!(model.dimensions(), DIMENSIONS);
    for (name, shape) in DIMENSIONS.tensors() {
        let read = model.tensor(&name, &shape).expect("a tensor of the model");
        let exact = Micro.tensor(&name, &shape).expect("a tensor of the model");
        let expected = expected(&name, &shape, exact);
        let differs = read.iter().zip(&expected).position(|(a, b)| a - b != 0.0);
        assert_eq!(differs.map(|at| (at, read[at], expected[at])), None, "{name}");
        assert_eq!(read.len(), expected.len(), "{name}");
    }
}

#[test]
fn ggml_in_each_precision_has_the_weights_that_were_written() {
    for kind in KINDS {
        let (_folder, path) = written("ggml-micro.bin", &ggml::micro(kind));
        let mut model = files::open(&path).expect("a ggml file");
        assert_eq!(model.layout(), Layout::Ggml);
        assert_eq!(model.numbers().to_string(), format!("{kind:?}").to_lowercase());
        assert_same(&mut model, |name, shape, exact| {
            pack(ggml::kind_of(name, shape, kind), &exact).1
        });
    }
}

#[test]
fn safetensors_in_each_precision_have_the_weights_that_were_written() {
    for (kind, numbers) in [
        (safetensors::Kind::F32, Numbers::F32),
        (safetensors::Kind::F16, Numbers::F16),
        (safetensors::Kind::BF16, Numbers::BF16),
    ] {
        let (folder, path) = written("model.safetensors", &safetensors::micro(kind));
        write_folder_without_weights(folder.path());
        for opened in [path.as_path(), folder.path()] {
            let mut model = files::open(opened).expect("a folder of a model");
            assert_eq!((model.layout(), model.numbers()), (Layout::HuggingFace, numbers));
            assert_same(&mut model, |_, _, exact| match kind {
                safetensors::Kind::F32 => exact,
                safetensors::Kind::F16 => {
                    exact.into_iter().map(|value| f16::from_f32(value).to_f32()).collect()
                }
                safetensors::Kind::BF16 => {
                    exact.into_iter().map(|value| bf16::from_f32(value).to_f32()).collect()
                }
            });
        }
    }
}

#[test]
fn quantised_weights_are_near_those_they_were_made_of() {
    let exact = micro::weight("encoder.blocks.0.mlp.0.weight", &[256, 64]);
    let far = |kind| {
        let (_, means) = pack(kind, &exact);
        exact.iter().zip(means).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
    };
    // Weights lie between ±0.22: a step is a sixteenth of that range, or less.
    for (kind, most) in [(Kind::Q4_0, 0.029), (Kind::Q5_1, 0.0075), (Kind::Q8_0, 0.001)] {
        assert!(far(kind) < most && far(kind) > most / 4.0, "{kind:?}: {}", far(kind));
    }
}

#[test]
fn what_goes_with_the_weights_is_known() {
    let (_folder, path) = written("ggml-micro.bin", &ggml::micro(Kind::F16));
    let model = files::open(&path).expect("a ggml file");
    let filters = model.mel_filters().expect("the filters of a ggml file");
    assert_eq!((filters.bins, filters.spectrum, filters.weights.len()), (80, 201, 80 * 201));
    // No known model: all heads of the upper half.
    assert_eq!(model.alignment_heads(), [(1, 0), (1, 1)]);
    assert_eq!(model.suppressed_tokens(), None);
    assert_eq!(model.bytes(), fs::metadata(&path).expect("the file").len());
    let from_ggml = model.tokenizer().expect("a vocabulary in the file");

    let (folder, _) = written("model.safetensors", &safetensors::micro(safetensors::Kind::F16));
    write_folder_without_weights(folder.path());
    let model = files::open(folder.path()).expect("a folder of a model");
    assert_eq!(model.mel_filters(), None);
    assert_eq!(model.alignment_heads(), [(0, 1), (1, 0)]);
    assert_eq!(model.suppressed_tokens(), Some(vec![1, 2, 7]));
    let from_folder = model.tokenizer().expect("a vocabulary in the folder");

    assert_eq!(from_ggml.specials(), from_folder.specials());
    let text = "The cat and the hat: naïve 日本";
    assert_eq!(from_ggml.encode(text), from_folder.encode(text));
    assert_eq!(from_folder.text(&from_folder.encode(text)), text);
}

#[test]
fn weights_may_be_spread_over_several_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_folder_without_weights(folder.path());
    let tensors = DIMENSIONS.tensors();
    let (first, second) = tensors.split_at(30);
    let mut map = serde_json::Map::new();
    for (number, part) in [first, second].into_iter().enumerate() {
        let name = format!("model-0000{}-of-00002.safetensors", number + 1);
        let mut file = fs::File::create(folder.path().join(&name)).expect("a file");
        safetensors::write(&mut file, safetensors::Kind::F32, part, micro::weight)
            .expect("written");
        for (tensor, _) in part {
            map.insert(safetensors::hugging_face_name(tensor), json!(name));
        }
    }
    let index = folder.path().join("model.safetensors.index.json");
    fs::write(&index, json!({ "weight_map": map }).to_string()).expect("a file");
    let mut model = files::open(folder.path()).expect("a folder of a model");
    assert_eq!(model.weight_files().len(), 2);
    assert_same(&mut model, |_, _, exact| exact);

    fs::remove_file(folder.path().join("model-00002-of-00002.safetensors")).expect("it was there");
    let error = files::open(folder.path()).expect_err("a part is missing").to_string();
    assert!(error.contains("model-00002-of-00002.safetensors is missing"), "{error}");

    let outside = json!({ "weight_map": { "a": "../elsewhere.safetensors" } });
    fs::write(&index, outside.to_string()).expect("a file");
    let error = files::open(folder.path()).expect_err("it reaches out").to_string();
    assert!(error.contains("no file beside it"), "{error}");
}

#[test]
fn one_file_alone_tells_its_sizes_by_its_tensors() {
    // Heads are 64 wide in every published model, and no tensor says so.
    let one_head = Dimensions { audio_heads: 1, text_heads: 1, ..DIMENSIONS };
    let (folder, path) = written("alone.safetensors", &safetensors::micro(safetensors::Kind::F32));
    let model = files::open(&path).expect("a file of safetensors");
    assert_eq!((model.layout(), model.dimensions()), (Layout::Safetensors, one_head));
    let error = model.tokenizer().expect_err("there is no vocabulary").to_string();
    assert!(error.contains("tokenizer.json"), "{error}");
    fs::write(folder.path().join("vocab.json"), safetensors::vocabulary().to_string())
        .expect("a file");
    assert!(model.tokenizer().is_ok());
}
