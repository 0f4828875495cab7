//! Where somebody speaks, and how that is packed into windows for the model.
//!
//! [`observe`] lets a detector hear the whole recording once; its [`Activity`] is small, so that
//! everything else is decided with the end in sight. [`Plan::new`] finds the stretches of speech
//! and packs them into windows of at most 30 seconds, and [`hear_windows`] decodes just those.
//! A [`Window`] knows where each of its moments was recorded. Where nobody speaks there is no
//! window, so that no words are ever made up from silence.

mod activity;
mod detector;
mod level;
mod packing;
pub mod silero;
mod stretches;
mod voicing;
mod window;

use std::io::{Read, Seek};
use std::ops::ControlFlow;

pub use self::activity::{Activity, Observer};
pub use self::detector::{Detector, Earshot};
pub use self::packing::{Packing, Plan, Skipped};
pub use self::silero::Silero;
pub use self::stretches::{Sensitivity, Stretch, find_stretches};
pub use self::window::{Window, hear_windows};
use crate::decode::{DecodeError, Heard};
use crate::sound::Recording;

/// Hears a recording once and tells how likely somebody speaks at each moment of it. `go_on` is
/// told how many samples have been heard, and may break off.
///
/// # Errors
/// As [`crate::sound::listen`].
pub fn observe<S>(
    recording: &mut Recording<'_, S>,
    detector: impl Detector,
    mut go_on: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<(Activity, Heard), DecodeError>
where
    S: Read + Seek + Send + Sync,
{
    let mut observer = Observer::new(detector);
    let mut samples = 0;
    let heard = recording.listen(|chunk| {
        observer.take(chunk);
        samples += chunk.len() as u64;
        go_on(samples)
    })?;
    Ok((observer.finish(), heard))
}
