//! Files become sources.
//!
//! What a file says is read by `trefoil-formats`, which knows nothing of a study: [`survey`] lists
//! what there is, [`Candidate::read`] reads one item. Here is what a study makes of it: guesses
//! from names (`guess.rs`), who is who in chats (`who.rs`), the mask that replaces names and
//! numbers before anything is stored (`mask/`), and the plan with its carrying out (`store/`).

mod guess;
mod mask;
mod said;
pub mod store;
mod typed;
mod who;

/// Rules for file names, for those who show what a rule reads before it is kept.
pub mod names {
    pub use trefoil_formats::name_rule::{
        Meaning, NameRule, Read, RuleError, known_stream, propose, stem,
    };
}

pub use trefoil_formats::{
    Candidate, ChatsAs, Comment, DateOrder, Document, Kind, Landmark, LandmarkKind, Notice,
    Options, Picture, Reading, Recording, Refusal, RefusalKind, Survey, Table, TrackedChanges,
    Turn, survey, survey_with,
};
use trefoil_formats::{code_points, kind, whatsapp};
pub(crate) use typed::masked;
