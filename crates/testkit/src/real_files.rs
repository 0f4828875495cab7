//! Finds real files made by other people and other programs.
//!
//! Their licences do not allow all of them to live in this repository, so they lie beside it.
//! Tests that want them look here and call [`crate::skip()`] with a name that begins with
//! `real-files` when there are none.

use std::path::PathBuf;

use crate::repository_root;

/// Finds the folder `shared/corpus` beside the repository, with its `MANIFEST.tsv`.
pub fn shared_corpus() -> Option<PathBuf> {
    let corpus = repository_root().parent()?.join("shared/corpus");
    corpus.join("MANIFEST.tsv").is_file().then_some(corpus)
}
