//! Where the models of speech lie: one folder for all studies of an account.

use std::path::PathBuf;

/// The folder of models: what `--models` or `TREFOIL_MODELS` says, else the account's own.
pub(crate) fn folder(given: Option<PathBuf>) -> PathBuf {
    let told = given.or_else(|| std::env::var_os("TREFOIL_MODELS").map(PathBuf::from));
    told.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| {
        directories::ProjectDirs::from("", "", "trefoil")
            .map_or_else(|| PathBuf::from("models"), |folders| folders.data_dir().join("models"))
    })
}
