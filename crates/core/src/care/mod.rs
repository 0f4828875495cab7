//! Care: consent, pseudonyms, withdrawal and retention, which go beside everything else.
//!
//! `consent` says what each participant agreed to and answers every question whether words or a
//! voice may be used; `pseudonym` keeps the key to who is who; `redaction` finds and takes out what
//! points to people in texts; `quote` clears words that are to be printed, and `output` remembers
//! what has left the study; `erasure` makes words disappear for good and proves it; `retention` says
//! how long what is kept; `policy` holds who is answerable and the dates that matter. What is shown of the law here is not legal advice.

pub mod clip;
pub mod consent;
pub mod erasure;
pub mod output;
pub(crate) mod phrase;
pub mod policy;
pub mod pseudonym;
pub mod quote;
pub mod redaction;
pub mod retention;

pub use consent::{Answer, Consent, DataType, Medium, Use};
pub use pseudonym::Pseudonym;
