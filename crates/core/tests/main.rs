//! What the core does, on both engines, in one executable: each would link the whole core anew.
//!
//! A file is a noun, or a folder where there is much to ask of it. Only `sync.rs` is an executable
//! of its own.

mod action;
mod codebook;
mod compat;
mod condition;
mod consent;
mod corpus;
mod csv;
mod encryption;
mod erasure;
mod import;
mod intake;
mod json;
mod kill;
mod locks;
mod operations;
mod proof;
mod pseudonym;
mod quotes;
mod record;
mod redaction;
mod reference;
mod report;
mod retention;
mod scenes;
mod search;
mod sentence;
mod slips;
mod storage;
mod subtitles;
mod theme;
mod transcript;
mod transcription;
mod undo;
mod wall;
