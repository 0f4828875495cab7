//! Every operation there is, by name.

use super::operation::Described;
use super::{PersonSet, StudySet};
use crate::codebook::{CodeAdd, CodeMerge, CodeMove, CodeRemove, CodeSet};
use crate::coding::{CodingAdd, CodingRemove, PassageRemove};
use crate::corpus::participant::{ParticipantAdd, ParticipantRemove, ParticipantSet};
use crate::corpus::source::{SourceAdd, SourceAttach, SourceRemove, SourceSet};
use crate::corpus::stream::StreamSet;
use crate::memo::{MemoAdd, MemoRemove, MemoSet};
use crate::transcript::{SourceCorrect, SpeakerSet};

/// All operations, by noun.
pub const ALL: &[Described] = &[
    Described::of::<StudySet>(),
    Described::of::<PersonSet>(),
    Described::of::<StreamSet>(),
    Described::of::<ParticipantAdd>(),
    Described::of::<ParticipantSet>(),
    Described::of::<ParticipantRemove>(),
    Described::of::<SourceAdd>(),
    Described::of::<SourceAttach>(),
    Described::of::<SourceSet>(),
    Described::of::<SourceCorrect>(),
    Described::of::<SourceRemove>(),
    Described::of::<SpeakerSet>(),
    Described::of::<CodeAdd>(),
    Described::of::<CodeSet>(),
    Described::of::<CodeMove>(),
    Described::of::<CodeMerge>(),
    Described::of::<CodeRemove>(),
    Described::of::<CodingAdd>(),
    Described::of::<CodingRemove>(),
    Described::of::<PassageRemove>(),
    Described::of::<MemoAdd>(),
    Described::of::<MemoSet>(),
    Described::of::<MemoRemove>(),
];

/// The operation with this name.
pub fn by_name(name: &str) -> Option<Described> {
    ALL.iter().copied().find(|operation| operation.name == name)
}
