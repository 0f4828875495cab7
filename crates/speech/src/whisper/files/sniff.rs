//! Telling what a file is by its first bytes, and saying of what is not read what it is.

use std::path::Path;

use super::model_file::{Layout, ModelFile, Parts};
use super::read::Reader;
use super::{ggml, hugging_face};
use crate::whisper::ModelError;
use crate::whisper::files::hugging_face::Generation;

/// Opens a model: a file, or the folder that Hugging Face lays out.
///
/// Everything but the weights is read and checked: each tensor that the model's sizes ask for is
/// there, in its shape, and lies within its file.
pub fn open(path: &Path) -> Result<ModelFile, ModelError> {
    if path.is_dir() {
        return open_folder(path);
    }
    let mut reader = Reader::open(path)?;
    let begin = reader.bytes(reader.length().min(64), "its first bytes")?;
    if begin.starts_with(&ggml::MAGIC.to_le_bytes()) {
        return open_ggml(path);
    }
    refuse(path, &begin)?;
    // A safetensors file begins with the length of its header, and that with a brace.
    if begin.get(8) != Some(&b'{') {
        return Err(ModelError::unknown(path, "its first bytes are of no such file"));
    }
    // What lies beside says more than the tensors do.
    let named = path.file_name().is_some_and(|name| name == "model.safetensors");
    match path.parent().filter(|folder| named && folder.join("config.json").is_file()) {
        Some(folder) => hugging_face::open_folder(folder),
        None => hugging_face::open_file(path),
    }
}

fn open_folder(folder: &Path) -> Result<ModelFile, ModelError> {
    let Some(kind) = hugging_face::kind_of(folder)? else {
        return Err(ModelError::unknown(folder, "a folder without a config.json"));
    };
    match kind.model_type.as_deref() {
        Some("whisper") => hugging_face::open_folder(folder),
        Some(other) => {
            let other: String = other.chars().take(40).collect();
            Err(ModelError::unknown(folder, format!("its config.json is of a {other} model")))
        }
        None => Err(ModelError::unknown(
            folder,
            "its config.json names no model_type, as that of a CTranslate2 model",
        )),
    }
}

fn open_ggml(path: &Path) -> Result<ModelFile, ModelError> {
    let (header, reader) = ggml::open_header(path)?;
    let places = ggml::find_tensors(reader)?;
    if places.names().next().is_none() {
        return Err(ModelError::damaged(
            path,
            "it ends after its vocabulary and has no weights, as whisper.cpp's files for tests do",
        ));
    }
    places.check(path, &header.dimensions)?;
    Ok(ModelFile::from_parts(Parts {
        path: path.to_owned(),
        layout: Layout::Ggml,
        dimensions: header.dimensions,
        places,
        generation: Generation::default(),
        header: Some(header),
    }))
}

/// Names what people mistake for a model, or have in another format.
fn refuse(path: &Path, begin: &[u8]) -> Result<(), ModelError> {
    let text = String::from_utf8_lossy(begin).trim_start().to_lowercase();
    if begin.is_empty() {
        return Err(ModelError::damaged(path, "it is empty"));
    }
    if text.starts_with("<!doctype") || text.starts_with("<html") || text.starts_with("<?xml") {
        return Err(ModelError::unknown(path, "it is a web page: the download went wrong"));
    }
    if text.starts_with("version https://git-lfs") {
        let what = "it only points to the model: fetch that with `git lfs pull`";
        return Err(ModelError::unsupported(path, what));
    }
    let others: [(&[u8], &str); 7] = [
        (b"GGUF", "a gguf file"),
        // The bytes of `ggjt`, `ggmf` and `ggla` as numbers, low byte first.
        (b"tjgg", "a ggjt file of llama.cpp"),
        (b"fmgg", "a ggmf file of llama.cpp"),
        (b"algg", "a ggla file of llama.cpp"),
        (b"PK\x03\x04", "a PyTorch checkpoint or another zip archive"),
        (b"\x80\x02", "an old PyTorch checkpoint"),
        (b"\x1f\x8b", "a gzip archive"),
    ];
    match others.into_iter().find(|(magic, _)| begin.starts_with(magic)) {
        Some((_, what)) => Err(ModelError::unsupported(
            path,
            format!(
                "it is {what}, which is not read: get the same model as a ggml file of whisper.cpp \
                 or as safetensors from Hugging Face"
            ),
        )),
        None => Ok(()),
    }
}
