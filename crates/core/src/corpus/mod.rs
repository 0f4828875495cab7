//! The corpus: sources in streams, the participants whose words they hold, and how they come in.
//!
//! A [`source`] is one item with its text, its media or both; a [`participant`] is known by a
//! pseudonym and a start date, from which weeks are counted; a [`stream`] is the kind of source;
//! [`media`] keeps recordings inside the study; a [`sender`] of a chat is known again by a hash.
//! What is known of either is in an [`attribute`]; sources are put together in a [`set`]; an
//! [`expectation`] says what is to come in; a [`name_rule`] reads file names. `import/` reads files
//! and stores them.

pub mod attribute;
pub mod expectation;
pub mod field_note;
pub mod import;
pub mod media;
pub mod name_rule;
pub mod original;
pub mod participant;
pub mod sender;
pub mod set;
pub mod source;
pub mod stream;
