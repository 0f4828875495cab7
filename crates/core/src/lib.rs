//! The study and everything true about it: no pages, no terminal, no network but the database's.
//!
//! A [`study`] is one piece of research. Its data go one way: the [`corpus`] gathers sources and
//! participants, a [`transcript`] holds their words in revisions and segments, [`coding`] marks
//! passages with codes from the [`codebook`], a [`theme`] gathers them and is placed in an area,
//! a [`condition`] of the model is supported or strained by themes, and the [`report`]'s sentences
//! cite them all; [`trace`] walks that way in both directions. [`memo`]s and [`care`] go beside.
//!
//! Read first: [`study`] for how a study is opened and changed, `study/transact.rs` for the one
//! door, [`storage`] for how the same schema lives in SQLite and PostgreSQL.

pub mod action;
pub mod care;
pub mod clock;
pub mod codebook;
pub mod coding;
pub mod condition;
pub mod corpus;
pub mod error;
pub mod exchange;
pub mod explore;
pub mod id;
pub mod memo;
pub mod order;
pub mod record;
pub mod reference;
pub mod report;
pub mod sentence;
pub mod span;
pub mod storage;
pub mod study;
pub mod theme;
pub mod trace;
pub mod transcript;
pub mod transcription;
