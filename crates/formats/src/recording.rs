//! Recordings: what they are and how long they last.
//!
//! The bytes are hashed and walked once each, in bounded memory. What the walk
//! remarks, such as a cut-off ending, becomes a notice.

use trefoil_speech::decode::{self, ProbeError};

use crate::candidate::Recording;
use crate::place::{Seekable, trouble_of};
use crate::{Notices, RefusalKind, Trouble};

/// Probes a recording.
pub(crate) fn read(
    source: Seekable,
    extension: &str,
    notices: &mut Notices<'_>,
) -> Result<Recording, Trouble> {
    let found = decode::probe(source, Some(extension)).map_err(|error| refusal(&error))?;
    for remark in found.remarks {
        notices.add(remark);
    }
    Ok(Recording { mime: found.mime, codec: found.codec, duration_ms: found.duration_ms })
}

/// Says what went wrong to the person whose recording it is.
pub(crate) fn refusal(error: &ProbeError) -> Trouble {
    let (kind, message) = match error {
        ProbeError::Io(error) => return trouble_of(error),
        ProbeError::Unknown => (
            RefusalKind::Unsupported,
            "it is no recording in a format that can be read: convert it to m4a, mp3, opus or wav."
                .to_owned(),
        ),
        ProbeError::Unreadable(container) => (
            RefusalKind::Unsupported,
            format!("{} cannot be read: convert it to m4a, mp3, opus or wav.", container.name()),
        ),
        ProbeError::UnknownCodec => (
            RefusalKind::Unsupported,
            "its sound is coded in a way that cannot be read: convert it to m4a, mp3, opus or wav."
                .to_owned(),
        ),
        ProbeError::NoAudio => (
            RefusalKind::Empty,
            "there is no sound in it: nothing to listen to or transcribe.".to_owned(),
        ),
        ProbeError::TooLarge => (
            RefusalKind::Unsupported,
            "it is larger than 4 gigabytes: split it, or convert it to m4a, mp3 or opus."
                .to_owned(),
        ),
        ProbeError::Damaged(cause) => (
            RefusalKind::Damaged,
            format!(
                "the recording is damaged ({cause}): copy or export it again from where it came."
            ),
        ),
    };
    Trouble::new(kind, message)
}
