//! Field notes: what somebody saw and heard while walking the frontline.
//!
//! A [`FieldNote`] is a form and a text at once: its text is Markdown with front matter
//! (`text.rs`), so that it can be coded, corrected and taken elsewhere like any other, and read
//! back into the form. It begins as jottings, written on a phone perhaps, and becomes a full note
//! later; `write.rs` holds the operation.

mod text;
mod write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use text::{looks_like_field_note, parse};
pub use write::{FieldNoteWrite, Written};

/// A note on something observed, field by field. Whatever is not known yet is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FieldNote {
    /// What it is called.
    pub title: String,
    /// Whether it is still jottings, to be written out.
    pub is_jottings: bool,
    /// When it was: an ISO date, with a time where that is known.
    pub when: String,
    /// Where, no closer than is needed.
    pub place: String,
    /// What was done.
    pub activity: String,
    /// Which way it went.
    pub route: String,
    /// Who was there, each by role and not by name.
    pub present: Vec<String>,
    /// What happened.
    pub description: String,
    /// What was said, as nearly word for word as can be remembered.
    pub speech: String,
    /// What the observer thought and felt, and what their being there may have changed.
    pub reflections: String,
    /// What to ask or do next.
    pub follow_ups: String,
    /// What is left out on purpose, in general words.
    pub left_out: String,
}

impl FieldNote {
    /// Whether nothing was observed yet.
    pub fn is_empty(&self) -> bool {
        let texts = [
            &self.description,
            &self.speech,
            &self.reflections,
            &self.follow_ups,
            &self.activity,
            &self.left_out,
        ];
        texts.iter().all(|text| text.trim().is_empty())
    }
}

/// What is never written down in a field note, whoever was observed: a reminder beside the form.
pub const NOT_TO_WRITE_DOWN: [&str; 6] = [
    "names of people who are supported, visitors or relatives; a role is enough",
    "addresses, telephone numbers, dates of birth, registration numbers of cars",
    "what somebody who was passing by said about their health, when they did not agree to be part",
    "details by which one person could be known in a small team",
    "anything that somebody asked you to forget",
    "signs of danger to somebody: these go to the safeguarding lead now, not into a note",
];
