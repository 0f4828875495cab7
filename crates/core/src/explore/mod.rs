//! Explore: questions that are asked of the whole study, one file or folder to a question.
//!
//! Nothing here changes a study. [`search`] finds words in the texts of all sources.

pub mod search;
