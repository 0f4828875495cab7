//! What a model may be called.

use std::path::Path;

use super::error::StoreError;

const LONGEST: usize = 64;

/// Names that Windows keeps for devices.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The list of models, and the detector of voices that is built in.
const OURS: [&str; 2] = ["models", "earshot"];

/// Checks that a name can be a file's on every system, and no other file of the folder's.
pub(super) fn check(name: &str) -> Result<(), StoreError> {
    let begins = name.starts_with(|c: char| c.is_ascii_alphanumeric());
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let is_port = stem.len() == 4
        && (stem.starts_with("com") || stem.starts_with("lpt"))
        && stem.ends_with(|c: char| c.is_ascii_digit());
    let is_device = is_port || DEVICES.contains(&stem.as_str()) || OURS.contains(&stem.as_str());
    let is_ours = [".part", ".json", ".refused", ".lock", ".bin", ".safetensors", ".onnx", "."];
    let lower = name.to_ascii_lowercase();
    let bad = !begins
        || name.len() > LONGEST
        || !name.chars().all(is_allowed)
        || is_device
        || is_ours.iter().any(|end| lower.ends_with(end));
    if bad { Err(StoreError::Name(name.to_owned())) } else { Ok(()) }
}

/// Takes away what files of models are called beside their name.
pub(super) fn without_decoration(name: &str) -> &str {
    let name = name.strip_prefix("ggml-").unwrap_or(name);
    let name = name.strip_suffix(".bin").unwrap_or(name);
    let name = name.strip_suffix(".onnx").unwrap_or(name);
    name.strip_suffix(".safetensors").unwrap_or(name)
}

/// Suggests what a file or folder may be called: `ggml-small.bin` and `whisper-small` are `small`,
/// `silero_vad.onnx` is `silero`.
///
/// A file that is called `model.safetensors` has its folder's name. None when nothing is left.
pub fn suggest_name(path: &Path) -> Option<String> {
    let text = |path: &Path| path.file_name()?.to_str().map(str::to_owned);
    let own = text(path)?;
    let is_general = own.starts_with("model.safetensors") || own == "ggml-model.bin";
    let own = if is_general { text(path.parent()?)? } else { own };
    let name = without_decoration(&own);
    let name = name.strip_prefix("whisper-").unwrap_or(name);
    // Silero calls its detector after what it does.
    let name = name.replacen("silero_vad", "silero", 1);
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' })
        .take(LONGEST)
        .collect();
    check(&plain).is_ok().then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_be_a_files_on_every_system() {
        for name in ["tiny", "large-v3-turbo-q5_0", "base.en", "my_model.2", "3"] {
            assert!(check(name).is_ok(), "{name}");
        }
        for name in [
            "",
            ".",
            "..",
            "a/b",
            "a\\b",
            "../x",
            "-rf",
            ".hidden",
            "a b",
            "ü",
            "con",
            "nul.x",
            "COM1",
            "x.part",
            "x.BIN",
            "models",
            "x.",
            "models.json",
            "earshot",
            "x.onnx",
        ] {
            assert!(check(name).is_err(), "{name}");
        }
        assert!(check(&"x".repeat(65)).is_err());
    }

    #[test]
    fn a_name_is_suggested_by_what_the_file_is_called() {
        let suggested = |path: &str| suggest_name(Path::new(path));
        assert_eq!(suggested("stick/ggml-small.en.bin").as_deref(), Some("small.en"));
        assert_eq!(suggested("x/whisper-tiny").as_deref(), Some("tiny"));
        assert_eq!(suggested("x/whisper-tiny/model.safetensors").as_deref(), Some("tiny"));
        assert_eq!(suggested("x/my model (1).safetensors").as_deref(), Some("my_model__1_"));
        assert_eq!(suggested("x/silero_vad.onnx").as_deref(), Some("silero"));
        assert_eq!(suggested("x/silero_vad_v6.onnx").as_deref(), Some("silero_v6"));
        assert_eq!(suggested("x/ggml-silero-v6.2.0.bin").as_deref(), Some("silero-v6.2.0"));
        assert_eq!(suggested("x/ggml-.bin"), None);
        assert_eq!(suggested("/"), None);
    }
}
