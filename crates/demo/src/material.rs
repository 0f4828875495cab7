//! What is inside the program: the material a researcher would have on disk, and what was written
//! about it.
//!
//! `material/` holds the files as they would come from a recorder, a phone and a notebook; they are
//! unpacked and imported like anyone's. `script/` holds the same words with the passages marked,
//! `study/analysis.json` everything that the researcher made of them.

use std::fs;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use trefoil_core::error::{Error, Kind, Result};

use crate::analysis::Analysis;
use crate::script::Script;

#[derive(RustEmbed)]
#[folder = "material/"]
struct Material;

#[derive(RustEmbed)]
#[folder = "script/"]
struct Scripts;

#[derive(RustEmbed)]
#[folder = "study/"]
struct Written;

/// The folders of the material, as a person would name them to an import.
const FOLDERS: [&str; 3] = ["interviews", "field-notes", "whatsapp"];

/// Writes the material into a folder and answers with what to import.
///
/// Errors: the folder cannot be written to.
pub fn unpack(folder: &Path) -> Result<Vec<PathBuf>> {
    for name in Material::iter() {
        let path = folder.join(name.as_ref());
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        let file = Material::get(&name).ok_or_else(|| missing(&name))?;
        fs::write(path, file.data)?;
    }
    Ok(FOLDERS.iter().map(|name| folder.join(name)).collect())
}

/// The scripts of all sources, in the order of participants and files.
///
/// Errors: a script that cannot be read.
pub fn scripts() -> Result<Vec<Script>> {
    // Beside the participants lie `chat` and `extra`, which become no sources.
    let mut names: Vec<_> = Scripts::iter().filter(|name| name.starts_with('P')).collect();
    names.sort();
    let read = |name: &str| {
        let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy();
        Script::read(&stem, &text(Scripts::get(name), name)?)
    };
    names.iter().map(|name| read(name)).collect()
}

/// What the researcher made of it.
///
/// Errors: the file does not say what it should.
pub(crate) fn analysis() -> Result<Analysis> {
    let name = "analysis.json";
    serde_json::from_str(&text(Written::get(name), name)?).map_err(|error| {
        Error::new(Kind::BadFile, format!("The demo’s {name} cannot be read: {error}."))
            .because(error)
    })
}

fn text(file: Option<rust_embed::EmbeddedFile>, name: &str) -> Result<String> {
    let bytes = file.ok_or_else(|| missing(name))?.data.into_owned();
    String::from_utf8(bytes).map_err(|error| {
        Error::new(Kind::BadFile, format!("The demo’s {name} is not in UTF-8.")).because(error)
    })
}

fn missing(name: &str) -> Error {
    Error::new(Kind::BadFile, format!("The demo lacks its {name}."))
}
