//! Ogg files, walked page by page.
//!
//! [`page`] reads one page after the other: those with a wrong checksum are passed
//! over, and lost synchronisation is found again at the next page. [`chain`]
//! finds the pages that belong to the recording, [`measure`] counts them, and
//! [`packets`] puts together what they carry.

mod chain;
mod measure;
mod packets;
mod page;
#[cfg(test)]
pub(super) mod written;

pub(super) use chain::{Chain, Place, codec};
pub(super) use measure::measure;
pub(super) use packets::Packets;
pub(super) use page::Page;
