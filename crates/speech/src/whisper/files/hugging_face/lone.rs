//! One file of safetensors without anything beside it: its sizes are told from its tensors.

use std::path::Path;

use super::config::Generation;
use super::names::openai_name;
use crate::whisper::files::model_file::{Layout, ModelFile, Parts};
use crate::whisper::files::place::Places;
use crate::whisper::files::safetensors;
use crate::whisper::{Dimensions, ModelError, TensorFault};

/// The width of a head, in every Whisper that was ever published; no tensor tells it.
const HEAD: usize = 64;

/// Opens one file of safetensors.
pub(in crate::whisper::files) fn open_file(path: &Path) -> Result<ModelFile, ModelError> {
    let mut places = Places::new();
    safetensors::find_tensors(path, &mut places, openai_name)?;
    let dimensions = tell_dimensions(path, &places)?;
    dimensions.check().map_err(|cause| ModelError::damaged(path, cause))?;
    places.check(path, &dimensions)?;
    Ok(ModelFile::from_parts(Parts {
        path: path.to_owned(),
        layout: Layout::Safetensors,
        dimensions,
        places,
        generation: Generation::default(),
        header: None,
    }))
}

fn tell_dimensions(path: &Path, places: &Places) -> Result<Dimensions, ModelError> {
    let side = |name: &str, at: usize| {
        let fault = |fault| ModelError::of_tensor(path, name, fault);
        let place = places.find(name).ok_or_else(|| fault(TensorFault::Missing))?;
        place.shape.get(at).copied().ok_or_else(|| {
            fault(TensorFault::Place(format!("its shape {:?} has too few sides", place.shape)))
        })
    };
    let layers = |half: &str| {
        let numbers = places.names().filter_map(|name| {
            let rest = name.strip_prefix(half)?.strip_prefix(".blocks.")?;
            rest.split('.').next()?.parse::<usize>().ok()
        });
        numbers.max().map_or(0, |last| last.saturating_add(1))
    };
    let (audio_state, text_state) =
        (side("encoder.conv1.weight", 0)?, side("decoder.token_embedding.weight", 1)?);
    Ok(Dimensions {
        mels: side("encoder.conv1.weight", 1)?,
        audio_context: side("encoder.positional_embedding", 0)?,
        audio_state,
        audio_heads: audio_state / HEAD,
        audio_layers: layers("encoder"),
        vocabulary: side("decoder.token_embedding.weight", 0)?,
        text_context: side("decoder.positional_embedding", 0)?,
        text_state,
        text_heads: text_state / HEAD,
        text_layers: layers("decoder"),
    })
}
