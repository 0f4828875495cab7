//! What the study says about itself, its participants and its streams, as they stand in the document.

use super::noun::{noun, single_rows};
use crate::corpus::{participant, stream};
use crate::id::Id;
use crate::study::{About, Method};

noun! {
    /// What the study says about itself.
    Study of About; {
        id: Id,
        title: String,
        #[serde(default)]
        question: String,
        #[serde(default)]
        setting: String,
        method: Method,
        #[serde(default)]
        approach: String,
        synthetic: bool,
        tentative: bool,
        #[serde(default)]
        model_notice: String,
        minimum_group: i64,
        created_at: i64,
        time_zone: Option<String>,
        pauses_from_ms: Option<i64>,
        inaudible: Option<String>,
        vocabulary: Option<String>,
        voices: Option<String>,
    }
}

noun! {
    /// A participant.
    Participant of participant::Participant; {
        id: Id,
        name: String,
        #[serde(default)]
        note: String,
        started_on: Option<String>,
        ended_on: Option<String>,
        created_at: i64,
    }
}

noun! {
    /// A stream.
    Stream of stream::Stream; {
        id: Id,
        name: String,
        label: String,
        position: i64,
    }
}

single_rows!(Participant, Stream);
