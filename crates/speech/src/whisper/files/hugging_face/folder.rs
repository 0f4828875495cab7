//! A folder with `config.json` and weights in one file or in several.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use serde::Deserialize;

use super::config;
use super::names::openai_name;
use crate::whisper::ModelError;
use crate::whisper::files::model_file::{Layout, ModelFile, Parts};
use crate::whisper::files::place::Places;
use crate::whisper::files::{read, safetensors};

const ONE: &str = "model.safetensors";
const INDEX: &str = "model.safetensors.index.json";
const LARGEST_INDEX: u64 = 16 << 20;

#[derive(Deserialize)]
struct Index {
    weight_map: BTreeMap<String, String>,
}

/// Opens the folder of a model.
pub(in crate::whisper::files) fn open_folder(folder: &Path) -> Result<ModelFile, ModelError> {
    let dimensions = config::read_dimensions(folder)?;
    let generation = config::read_generation(folder, &dimensions)?;
    let mut places = Places::new();
    for name in weight_files(folder)? {
        let path = folder.join(&name);
        if !path.is_file() {
            return Err(ModelError::damaged(folder, format!("the file {name} is missing")));
        }
        safetensors::find_tensors(&path, &mut places, openai_name)?;
    }
    places.check(folder, &dimensions)?;
    Ok(ModelFile::from_parts(Parts {
        path: folder.to_owned(),
        layout: Layout::HuggingFace,
        dimensions,
        places,
        generation,
        header: None,
    }))
}

fn weight_files(folder: &Path) -> Result<BTreeSet<String>, ModelError> {
    if folder.join(ONE).is_file() {
        return Ok(BTreeSet::from([ONE.to_owned()]));
    }
    let Some(bytes) = read::beside(folder, INDEX, LARGEST_INDEX)? else {
        let others = ["pytorch_model.bin", "model.bin", "flax_model.msgpack", "tf_model.h5"];
        return Err(match others.into_iter().find(|other| folder.join(other).is_file()) {
            Some(other) => ModelError::unsupported(
                folder,
                format!("its weights are in {other}; only {ONE} is read: get the model with that"),
            ),
            None => ModelError::damaged(folder, format!("there is no {ONE} in it")),
        });
    };
    let index: Index = serde_json::from_slice(&bytes).map_err(|error| {
        ModelError::damaged(&folder.join(INDEX), format!("it cannot be read: {error}"))
    })?;
    let names: BTreeSet<String> = index.weight_map.into_values().collect();
    // A folder from elsewhere must not reach beyond itself.
    match names.iter().find(|name| !is_plain(name)) {
        Some(name) => {
            let cause = format!("it names {name:?}, which is no file beside it");
            Err(ModelError::damaged(&folder.join(INDEX), cause))
        }
        None => Ok(names),
    }
}

fn is_plain(name: &str) -> bool {
    let mut components = Path::new(name).components();
    matches!(components.next(), Some(Component::Normal(_)))
        && components.next().is_none()
        && !name.contains(['/', '\\', ':'])
}
