//! Writes a model of a published shape with random weights, for measuring beside other engines.
//!
//! `cargo run --release -p trefoil-speech --example random_model -- base q8_0 base.bin` writes a
//! ggml file, which whisper.cpp opens as well; `base safetensors-f16 FOLDER` writes a folder as
//! Hugging Face lays it out. A fourth word names OpenAI's `multilingual.tiktoken` or, for models
//! that end in `.en`, `gpt2.tiktoken`; without it, words are made up. What such a model hears is
//! nonsense, at the speed of a real one.

#[path = "../tests/micro/mod.rs"]
mod micro;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use micro::quantised::{KINDS, Kind};
use micro::{ggml, safetensors};
use trefoil_speech::whisper::{Dimensions, vocabulary};

const USE: &str = "random_model SHAPE KIND PATH [VOCABULARY]: SHAPE is tiny, base, small or medium, \
                   with .en or without, or large-v2, large-v3 or large-v3-turbo; KIND is f32, f16, \
                   q8_0, q5_1, q5_0, q4_1 or q4_0, or safetensors-f32, -f16 or -bf16";

/// Tokens of models that know English only.
const ENGLISH_ONLY: usize = 51_864;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (shape, kind, path, listed) = match words[..] {
        [shape, kind, path] => (shape, kind, path, None),
        [shape, kind, path, listed] => (shape, kind, path, Some(listed)),
        _ => return Err(USE.into()),
    };
    let dimensions = dimensions(shape).ok_or(USE)?;
    let words = match listed {
        Some(path) => vocabulary::from_tiktoken(path.as_ref())?.into_words(),
        None => made_up(50_257 - usize::from(dimensions.vocabulary == ENGLISH_ONLY)),
    };
    if let Some(numbers) = kind.strip_prefix("safetensors-") {
        let kinds = [safetensors::Kind::F32, safetensors::Kind::F16, safetensors::Kind::BF16];
        let name = |kind: &safetensors::Kind| format!("{kind:?}").to_lowercase();
        let kind = kinds.into_iter().find(|kind| name(kind) == numbers).ok_or(USE)?;
        write_folder(&dimensions, kind, path.as_ref(), &words)
    } else {
        let name = |kind: &Kind| format!("{kind:?}").to_lowercase();
        let found = KINDS.into_iter().find(|known| name(known) == kind).ok_or(USE)?;
        write_ggml(&dimensions, found, path.as_ref(), words)
    }
}

/// The sizes in table 1 of the paper, and of what was published since.
fn dimensions(shape: &str) -> Option<Dimensions> {
    let (size, english) = shape.strip_suffix(".en").map_or((shape, false), |size| (size, true));
    let (state, audio_layers, text_layers, mels) = match size {
        "tiny" => (384, 4, 4, 80),
        "base" => (512, 6, 6, 80),
        "small" => (768, 12, 12, 80),
        "medium" => (1024, 24, 24, 80),
        "large-v2" => (1280, 32, 32, 80),
        "large-v3" => (1280, 32, 32, 128),
        "large-v3-turbo" => (1280, 32, 4, 128),
        _ => return None,
    };
    Some(Dimensions {
        mels,
        audio_context: 1500,
        audio_state: state,
        audio_heads: state / 64,
        audio_layers,
        vocabulary: 51_865 + usize::from(mels == 128) - usize::from(english),
        text_context: 448,
        text_state: state,
        text_heads: state / 64,
        text_layers,
    })
}

/// So many words: all bytes, and numbers for the rest.
fn made_up(count: usize) -> Vec<Vec<u8>> {
    let mut words = micro::vocabulary();
    words.truncate(256);
    words.extend((256..count).map(|token| format!(" w{token}").into_bytes()));
    words
}

fn write_ggml(
    dimensions: &Dimensions,
    kind: Kind,
    path: &Path,
    mut words: Vec<Vec<u8>>,
) -> Result<(), Box<dyn Error>> {
    if dimensions.vocabulary == ENGLISH_ONLY {
        // English files have the end of the text as a word.
        words.push(b"<|endoftext|>".to_vec());
    }
    let mut out = BufWriter::new(File::create(path)?);
    ggml::write_header(&mut out, dimensions, kind, &ggml::filters(dimensions.mels), &words)?;
    for (name, shape) in dimensions.tensors() {
        ggml::write_tensor(&mut out, &name, &shape, kind, &micro::weight(&name, &shape))?;
    }
    out.flush()?;
    Ok(())
}

fn write_folder(
    dimensions: &Dimensions,
    kind: safetensors::Kind,
    folder: &Path,
    words: &[Vec<u8>],
) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("config.json"), safetensors::config(dimensions).to_string())?;
    fs::write(folder.join("vocab.json"), safetensors::vocabulary_of(words).to_string())?;
    let mut out = BufWriter::new(File::create(folder.join("model.safetensors"))?);
    safetensors::write(&mut out, kind, &dimensions.tensors(), micro::weight)?;
    out.flush()?;
    Ok(())
}
