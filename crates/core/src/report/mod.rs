//! The report: what a study found, said once and rendered to every format.
//!
//! [`Report`] is plain, owned data: whoever assembles it has asked for consent, dropped what a
//! reader may not see and written dates as people read them, so that a renderer only sets words.
//! Every sentence names the themes and quotes it rests on, and everything that can be named has an
//! anchor; a trace may therefore end at the very sentence. `model` holds the whole, `prose` its
//! sentences, `evidence` themes and quotes, `conditions` the model of conditions; `drawing` and
//! `timeline` are its two figures and `html` puts all of it on one page. [`build`] assembles the
//! report of a study, and [`write_html`] gives it a file.

mod build;
mod conditions;
mod drawing;
mod evidence;
mod html;
mod model;
mod prose;
mod signs;
mod text;
mod timeline;
mod write;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

pub use crate::condition::Standing;
pub use crate::theme::Area;
pub use build::{Options, build};
pub use conditions::{Action, Condition, ConditionModel, Indicator};
pub use drawing::draw_ladder;
pub use evidence::{Count, Counts, Placement, Quote, Theme, Weeks};
pub use html::to_html;
pub use model::{Made, Method, Report, Study, StudyCounts, Work};
pub use prose::{Citation, Place, Section, Sentence, Target};
pub use signs::stand_alone;
pub use timeline::draw_timeline;
pub use write::{Summary, Unsupported, write_html};
