//! What tests need and users never see.
//!
//! Some tests need a thing that not every machine has: a PostgreSQL server ([`postgres`]), real
//! files made by other people ([`real_files`]), trained weights. They find it themselves, and
//! where it is absent they call [`skip()`], which leaves a trace: a test that silently did nothing
//! would look like one that passed. [`victim`] and [`disk`] ask what is left after
//! a kill and after a power cut, and [`preload`] fills a disk. [`tidy`] holds the house rules that `tests/tidy.rs` asks of the
//! whole tree.

use std::env;
use std::path::{Path, PathBuf};

#[cfg(feature = "study")]
pub mod closed;
#[cfg(feature = "study")]
pub mod disk;
#[cfg(feature = "study")]
pub mod operation;
#[cfg(feature = "study")]
pub mod postgres;
#[cfg(feature = "study")]
pub mod preload;
pub mod random;
pub mod real_files;
pub mod skip;
#[cfg(feature = "study")]
pub mod study;
pub mod tidy;
#[cfg(feature = "study")]
pub mod victim;

#[cfg(feature = "study")]
pub use operation::{does, reads, refused};
pub use random::Random;
pub use real_files::shared_corpus;
pub use skip::skip;
#[cfg(feature = "study")]
pub use study::TestStudy;

/// Finds the root of the repository whose tests run.
///
/// Asks Cargo's variable of the running test first: with a target folder shared by two copies of
/// the repository, the one built in may be the other copy's.
pub fn repository_root() -> PathBuf {
    let built_in = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let package = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| built_in.clone(), PathBuf::from);
    let is_root = |folder: &&Path| folder.join("crates/testkit/Cargo.toml").is_file();
    let root = package.ancestors().find(is_root).or_else(|| built_in.ancestors().nth(2));
    root.map_or_else(|| built_in.clone(), Path::to_path_buf)
}
