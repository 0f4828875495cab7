//! Audio files as they come from recorders, phones and chats.
//!
//! [`recognise`] names a file by its first bytes, never by its extension.
//! [`probe`] walks the whole file once, in bounded memory, and reports the
//! codec and the exact duration. Damaged files give what can be known, with
//! remarks, or one clear error; hostile ones never bring the program down.

mod container;
mod ogg;
mod packets;
mod probe;

pub use container::{Container, recognise};
pub use probe::{Probe, ProbeError, probe};
