//! Why a recording could not be measured or decoded.
//!
//! Each message says what is the matter and what a person can do about it.
//! What is wrong with a recording that can still be heard in part is no error
//! but a remark beside what was found.

use super::container::Container;

/// Why nothing can be heard in a file.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// The file's first bytes are of no audio format we know.
    #[error("this is no recording in a known format: convert it to m4a, mp3, opus or wav")]
    Unknown,
    /// The format is known but cannot be read.
    #[error("{} cannot be read: convert it to m4a, mp3, opus or wav", .0.name())]
    Unreadable(Container),
    /// A codec inside a readable container cannot be read.
    #[error("the sound is coded in a way that cannot be read: convert it to m4a, mp3, opus or wav")]
    UnknownCodec,
    /// There is no audio in the file, only pictures or nothing.
    #[error("there is no sound in the file: nothing to listen to or transcribe")]
    NoAudio,
    /// The file is longer than its kind can be.
    #[error(
        "the recording is larger than 4 gigabytes: split it, or convert it to m4a, mp3 or opus"
    )]
    TooLarge,
    /// The file is broken so early that nothing can be known about it.
    #[error("the recording is damaged ({0}): copy or export it again from where it came")]
    Damaged(String),
    /// The storage could not be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// The remark on a recording in which some moments cannot be heard.
pub(super) const PARTS_ARE_SILENT: &str = "Parts of the recording are damaged and will be silent.";

impl DecodeError {
    /// The file is what it says it is, but nothing in it can be heard.
    pub(super) fn nothing_heard() -> Self {
        Self::Damaged("not one moment of sound can be read from it".into())
    }

    /// What the file says of itself cannot be.
    pub(super) fn senseless() -> Self {
        Self::Damaged("its headers make no sense".into())
    }
}
