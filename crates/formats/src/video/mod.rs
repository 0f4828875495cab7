//! Videos: what they are, how long they last, and whether a browser shows them.
//!
//! The sound is measured like that of any recording. The container is looked at
//! for moving pictures by `mp4.rs` and `matroska.rs`, which read headers only
//! and step over everything else. A video without sound is still one to be
//! watched; sound without pictures is a recording, whatever its name says.

mod matroska;
mod mp4;

use std::io::{Read, Seek, SeekFrom};

use trefoil_speech::decode::{self, Container, ProbeError};

use crate::candidate::Recording;
use crate::place::Seekable;
use crate::{Notices, RefusalKind, Trouble, recording};

/// What the headers of a container say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Film {
    /// Whether there are moving pictures.
    pub(crate) has_pictures: bool,
    /// How these are coded, as the container names it: `avc1`, `V_VP9`.
    codec: String,
    /// How long the whole lasts, where the headers say so.
    duration_ms: Option<u64>,
    /// Whether it is `WebM`, and not any Matroska.
    is_webm: bool,
    /// Whether the file ends before its parts do.
    is_cut: bool,
}

/// Looks for moving pictures; nothing when the headers cannot be read.
pub(crate) fn look(mut source: Seekable) -> Option<Film> {
    look_at(&mut source).map(|(_, film)| film)
}

fn look_at<S: Read + Seek>(source: &mut S) -> Option<(Container, Film)> {
    source.seek(SeekFrom::Start(0)).ok()?;
    let mut head = Vec::new();
    Read::by_ref(source).take(4096).read_to_end(&mut head).ok()?;
    let container = decode::recognise(&head)?;
    let film = match container {
        Container::Mp4 => mp4::look(source)?,
        Container::Matroska => matroska::look(source)?,
        _ => Film::default(),
    };
    Some((container, film))
}

/// Reads a video; one that turns out to be sound only is read as a recording.
pub(crate) fn read(
    mut source: Seekable,
    extension: &str,
    notices: &mut Notices<'_>,
) -> Result<Recording, Trouble> {
    let found = look_at(&mut source);
    source.seek(SeekFrom::Start(0))?;
    let Some((container, film)) = found.filter(|(_, film)| film.has_pictures) else {
        return recording::read(source, extension, notices);
    };
    let codec = codec(&film.codec);
    if !codec.is_shown {
        notices.add(format!(
            "Its pictures are coded as {}, which many browsers do not show. \
             To watch it, convert it to MP4 (H.264).",
            codec.name
        ));
    } else if container == Container::Matroska && !film.is_webm {
        notices.add(
            "It is a Matroska video (.mkv), which not every browser shows. If it stays dark, \
             convert it to MP4 or WebM.",
        );
    }
    let mime = match container {
        Container::Matroska if film.is_webm => "video/webm",
        Container::Matroska => "video/x-matroska",
        _ => "video/mp4",
    };
    match decode::probe(source, Some(extension)) {
        Ok(sound) => {
            for remark in sound.remarks {
                notices.add(remark);
            }
            Ok(Recording { mime, codec: sound.codec, duration_ms: sound.duration_ms })
        }
        Err(error) => {
            notices.add(without_sound(&error, &film)?);
            if film.duration_ms.is_none() {
                notices.add("The video does not say how long it lasts.");
            }
            let duration_ms = film.duration_ms.unwrap_or_default();
            Ok(Recording { mime, codec: codec.short, duration_ms })
        }
    }
}

/// What to say of a video whose sound cannot be had, unless there is no use in it at all.
fn without_sound(error: &ProbeError, film: &Film) -> Result<&'static str, Trouble> {
    match error {
        ProbeError::NoAudio | ProbeError::UnknownCodec if film.is_cut => {
            Err(recording::refusal(&ProbeError::Damaged("it is cut off".into())))
        }
        ProbeError::NoAudio => {
            Ok("The video has no sound: it can be watched, but not transcribed.")
        }
        ProbeError::UnknownCodec => Ok(
            "The sound of the video is coded in a way that cannot be read: it can be watched, but \
             not transcribed. To transcribe it, convert it to MP4 (H.264 with AAC).",
        ),
        // The index is whole, so that a browser may still make sense of it.
        ProbeError::Damaged(_) if film.duration_ms.is_some() && !film.is_cut => Ok(
            "The sound of the video could not be read: it may be watched, but not transcribed. To \
             transcribe it, convert it to MP4 (H.264 with AAC), or copy it again if it is cut off.",
        ),
        error => Err(recording::refusal(error)),
    }
}

/// Whether a recording probably has pictures, as far as its first bytes and its name tell.
pub(crate) fn seems_video(container: Container, head: &[u8], extension: &str) -> bool {
    let holds = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    match container {
        Container::Mp4 if holds(b"vide") && holds(b"hdlr") => true,
        Container::Matroska if holds(b"V_") => true,
        Container::Mp4 if holds(b"M4A ") || holds(b"M4B ") => false,
        Container::Mp4 | Container::Matroska => is_extension(extension),
        _ => false,
    }
}

/// Whether an extension belongs to videos.
pub(crate) fn is_extension(extension: &str) -> bool {
    matches!(
        extension,
        "mp4"
            | "m4v"
            | "mov"
            | "qt"
            | "webm"
            | "mkv"
            | "3gp"
            | "3g2"
            | "avi"
            | "wmv"
            | "mpg"
            | "mpeg"
            | "mts"
            | "m2ts"
            | "flv"
            | "ogv"
    )
}

/// Videos that are known and not read, by their first bytes.
pub(crate) fn unreadable(head: &[u8]) -> Option<&'static str> {
    let at = |offset: usize, magic: &[u8]| {
        head.get(offset..).is_some_and(|rest| rest.starts_with(magic))
    };
    if at(0, b"RIFF") && at(8, b"AVI ") {
        Some("an AVI video")
    } else if at(0, &[0, 0, 1, 0xba]) || at(0, &[0, 0, 1, 0xb3]) {
        Some("an MPEG video")
    } else if (at(0, &[0x47]) && at(188, &[0x47]) && at(376, &[0x47]))
        || (at(4, &[0x47]) && at(196, &[0x47]) && at(388, &[0x47]))
    {
        Some("a camera's video (MPEG-TS)")
    } else if at(0, b"FLV\x01") {
        Some("a Flash video")
    } else if at(0, b".RMF") {
        Some("a RealMedia recording")
    } else {
        None
    }
}

/// The refusal of a video that is known and not read.
pub(crate) fn convert(what: &str) -> Trouble {
    Trouble::new(
        RefusalKind::Unsupported,
        format!(
            "this is {what}, which cannot be read: convert it to MP4 (H.264 with AAC), or its sound \
             to m4a or mp3, and import that."
        ),
    )
}

/// What is known of a way to code pictures.
struct Codec {
    name: &'static str,
    short: &'static str,
    is_shown: bool,
}

fn codec(id: &str) -> Codec {
    let (name, short, is_shown) = match id {
        "avc1" | "avc2" | "avc3" | "avc4" | "V_MPEG4/ISO/AVC" => ("H.264", "h264", true),
        "vp08" | "V_VP8" => ("VP8", "vp8", true),
        "vp09" | "V_VP9" => ("VP9", "vp9", true),
        "av01" | "V_AV1" => ("AV1", "av1", true),
        "hvc1" | "hev1" | "hvc2" | "dvh1" | "dvhe" | "V_MPEGH/ISO/HEVC" => ("HEVC", "hevc", false),
        "mp4v" | "V_MPEG4/ISO/ASP" | "V_MPEG4/ISO/SP" => ("MPEG-4 Visual", "mpeg4", false),
        "s263" | "h263" => ("H.263", "h263", false),
        "jpeg" | "mjpa" | "mjpb" | "V_MJPEG" => ("Motion JPEG", "mjpeg", false),
        "apcn" | "apch" | "apcs" | "apco" | "ap4h" | "ap4x" | "V_PRORES" => {
            ("ProRes", "prores", false)
        }
        _ => ("something that is not known", "unknown", false),
    };
    Codec { name, short, is_shown }
}

#[cfg(test)]
mod tests;
