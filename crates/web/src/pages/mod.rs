//! The pages, by noun: each lists its routes and holds one file per verb.

pub(crate) mod attribute;
pub(crate) mod care;
pub(crate) mod code;
pub(crate) mod condition;
pub(crate) mod corpus;
pub(crate) mod field_note;
pub(crate) mod help;
pub(crate) mod history;
pub(crate) mod media;
pub(crate) mod overview;
pub(crate) mod participant;
pub(crate) mod record;
pub(crate) mod report;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod source;
pub(crate) mod start;
pub(crate) mod theme;
pub(crate) mod trace;
pub(crate) mod transcription;
