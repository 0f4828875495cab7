//! Audio files as they come from recorders, phones and chats.
//!
//! [`recognise`] names a file by its first bytes, never by its extension.
//! [`probe`] walks the whole file once, in bounded memory, and reports the
//! codec and the exact duration. [`samples`] turns it into sound, block by
//! block. Damaged files give what can be known or heard, with remarks, or one
//! clear error; hostile ones never bring the program down.

mod container;
mod demux;
mod error;
mod guard;
mod mp4;
mod ogg;
mod opus;
mod packets;
mod probe;
mod samples;
mod tracks;
mod veil;
mod wave;

pub use container::{Container, recognise};
pub use error::DecodeError;
/// The same error under the name that callers of [`probe`] know.
pub use error::DecodeError as ProbeError;
pub use probe::{Probe, probe};
pub use samples::{Block, Heard, samples};
