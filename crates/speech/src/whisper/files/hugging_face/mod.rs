//! Models as Hugging Face lays them out: a folder with weights, sizes and vocabulary, or one file of
//! safetensors, whose sizes are told from its tensors.

mod config;
mod folder;
mod lone;
mod names;

pub(super) use config::{Generation, kind_of};
pub(super) use folder::open_folder;
pub(super) use lone::open_file;
