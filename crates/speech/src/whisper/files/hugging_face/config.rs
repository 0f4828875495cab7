//! The small files beside the weights: sizes, what the sound must look like, what is suppressed.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::whisper::files::read;
use crate::whisper::{Dimensions, ModelError};

/// More than any of these files has.
const LARGEST: u64 = 4 << 20;

#[derive(Deserialize)]
struct Config {
    num_mel_bins: usize,
    max_source_positions: usize,
    d_model: usize,
    encoder_attention_heads: usize,
    encoder_layers: usize,
    vocab_size: usize,
    max_target_positions: usize,
    decoder_attention_heads: usize,
    decoder_layers: usize,
    #[serde(default)]
    encoder_ffn_dim: Option<usize>,
    #[serde(default)]
    decoder_ffn_dim: Option<usize>,
    #[serde(default)]
    activation_function: Option<String>,
    #[serde(default)]
    scale_embedding: Option<bool>,
}

/// What a `config.json` says of the kind of model that it belongs to.
#[derive(Deserialize)]
pub(in crate::whisper::files) struct Kind {
    /// `whisper`, for what is read.
    #[serde(default)]
    pub(in crate::whisper::files) model_type: Option<String>,
}

/// What goes with the weights but is no weight.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(in crate::whisper::files) struct Generation {
    /// Heads of the decoder that follow the sound: layer and head.
    #[serde(default)]
    pub(in crate::whisper::files) alignment_heads: Option<Vec<(usize, usize)>>,
    /// Tokens that are never chosen.
    #[serde(default)]
    pub(in crate::whisper::files) suppress_tokens: Option<Vec<i64>>,
}

#[derive(Default, Deserialize)]
struct Preprocessor {
    #[serde(default)]
    feature_size: Option<usize>,
    #[serde(default)]
    sampling_rate: Option<usize>,
    #[serde(default)]
    n_fft: Option<usize>,
    #[serde(default)]
    hop_length: Option<usize>,
}

/// Reads what a folder says of the kind of its model; none without a `config.json`.
pub(in crate::whisper::files) fn kind_of(folder: &Path) -> Result<Option<Kind>, ModelError> {
    parsed(folder, "config.json")
}

/// Reads a model's sizes and looks whether it is computed as every Whisper is.
pub(super) fn read_dimensions(folder: &Path) -> Result<Dimensions, ModelError> {
    let path = folder.join("config.json");
    let config: Config = parsed(folder, "config.json")?
        .ok_or_else(|| ModelError::unknown(folder, "a folder without a config.json"))?;
    let other = |what: String| ModelError::unsupported(&path, what);
    if let Some(function) = config.activation_function.filter(|function| function != "gelu") {
        return Err(other(format!("it computes with {function}, which no Whisper does")));
    }
    if config.scale_embedding == Some(true) {
        return Err(other("it scales its embedding, which no Whisper does".into()));
    }
    let inner = [config.encoder_ffn_dim, config.decoder_ffn_dim];
    if let Some(inner) = inner.into_iter().flatten().find(|inner| *inner / 4 != config.d_model) {
        return Err(other(format!(
            "its inner layers are {inner} wide, and not four times {} as in every Whisper",
            config.d_model
        )));
    }
    let dimensions = Dimensions {
        mels: config.num_mel_bins,
        audio_context: config.max_source_positions,
        audio_state: config.d_model,
        audio_heads: config.encoder_attention_heads,
        audio_layers: config.encoder_layers,
        vocabulary: config.vocab_size,
        text_context: config.max_target_positions,
        text_state: config.d_model,
        text_heads: config.decoder_attention_heads,
        text_layers: config.decoder_layers,
    };
    dimensions.check().map_err(|cause| ModelError::damaged(&path, cause))?;
    check_sound(folder, &dimensions)?;
    Ok(dimensions)
}

/// Looks whether the model wants its sound as every Whisper does.
fn check_sound(folder: &Path, dimensions: &Dimensions) -> Result<(), ModelError> {
    let wants: Preprocessor = parsed(folder, "preprocessor_config.json")?.unwrap_or_default();
    let pairs = [
        ("mel bins", wants.feature_size, dimensions.mels),
        ("samples a second", wants.sampling_rate, 16_000),
        ("samples in a frame", wants.n_fft, 400),
        ("samples from frame to frame", wants.hop_length, 160),
    ];
    for (what, wanted, known) in pairs {
        if let Some(wanted) = wanted.filter(|wanted| *wanted != known) {
            let path = folder.join("preprocessor_config.json");
            let cause = format!("it asks for {wanted} {what}, where {known} are computed");
            return Err(ModelError::unsupported(&path, cause));
        }
    }
    Ok(())
}

/// Reads how words are best chosen; heads that the model does not have are an error.
pub(super) fn read_generation(
    folder: &Path,
    dimensions: &Dimensions,
) -> Result<Generation, ModelError> {
    let name = "generation_config.json";
    let generation: Generation = parsed(folder, name)?.unwrap_or_default();
    let heads = generation.alignment_heads.iter().flatten();
    let is_there = |(layer, head): &(usize, usize)| {
        *layer < dimensions.text_layers && *head < dimensions.text_heads
    };
    if let Some((layer, head)) = heads.into_iter().find(|head| !is_there(head)) {
        let cause = format!("it names head {head} of layer {layer}, which the model has not");
        return Err(ModelError::damaged(&folder.join(name), cause));
    }
    Ok(generation)
}

fn parsed<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<Option<T>, ModelError> {
    let Some(bytes) = read::beside(folder, name, LARGEST)? else { return Ok(None) };
    let parsed = serde_json::from_slice(&bytes).map_err(|error| {
        ModelError::damaged(&folder.join(name), format!("it cannot be read: {error}"))
    })?;
    Ok(Some(parsed))
}
