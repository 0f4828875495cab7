//! Naming an audio file by its first bytes.
//!
//! Extensions lie, and chats rename: only the content counts here. Formats that
//! are known but cannot be read (AMR, WMA) are named too, so that the refusal
//! can say what the file is and what to do about it.

/// What an audio file is wrapped in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Container {
    /// Ogg, usually Opus or Vorbis inside.
    Ogg,
    /// MPEG-4 and `QuickTime`: `.m4a`, `.mp4`, `.mov`, `.3gp`.
    Mp4,
    /// Bare MPEG audio, with or without ID3 tags.
    Mp3,
    /// Bare AAC frames (ADTS).
    Adts,
    /// RIFF WAVE.
    Wav,
    /// AIFF and AIFF-C.
    Aiff,
    /// Native FLAC.
    Flac,
    /// Matroska and `WebM`.
    Matroska,
    /// Adaptive Multi-Rate speech, of old phones. Cannot be read.
    Amr,
    /// Windows Media (ASF). Cannot be read.
    WindowsMedia,
    /// Apple's Core Audio Format. Cannot be read.
    CoreAudio,
}

impl Container {
    /// The name a person would use for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ogg => "Ogg audio",
            Self::Mp4 => "MPEG-4 recording",
            Self::Mp3 => "MP3 audio",
            Self::Adts => "AAC audio",
            Self::Wav => "WAV audio",
            Self::Aiff => "AIFF audio",
            Self::Flac => "FLAC audio",
            Self::Matroska => "Matroska or WebM recording",
            Self::Amr => "AMR audio",
            Self::WindowsMedia => "Windows Media recording",
            Self::CoreAudio => "Core Audio (CAF) recording",
        }
    }

    /// Whether [`super::probe`] can read it.
    pub fn is_readable(self) -> bool {
        !matches!(self, Self::Amr | Self::WindowsMedia | Self::CoreAudio)
    }
}

/// Names the container by the first bytes of a file; 16 are enough, 4 KiB
/// are better because some tools pad the beginning of MPEG audio.
pub fn recognise(head: &[u8]) -> Option<Container> {
    let at = |offset: usize, magic: &[u8]| {
        head.get(offset..).is_some_and(|rest| rest.starts_with(magic))
    };
    if at(0, b"OggS") {
        Some(Container::Ogg)
    } else if at(0, b"fLaC") {
        Some(Container::Flac)
    } else if (at(0, b"RIFF") || at(0, b"RF64")) && at(8, b"WAVE") {
        Some(Container::Wav)
    } else if at(0, b"FORM") && (at(8, b"AIFF") || at(8, b"AIFC")) {
        Some(Container::Aiff)
    } else if at(0, &[0x1a, 0x45, 0xdf, 0xa3]) {
        Some(Container::Matroska)
    } else if (at(4, b"ftyp") && !is_still_picture(head))
        || [b"moov", b"mdat", b"wide"].iter().any(|name| at(4, *name))
    {
        Some(Container::Mp4)
    } else if at(0, b"#!AMR") {
        Some(Container::Amr)
    } else if at(0, &[0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11]) {
        Some(Container::WindowsMedia)
    } else if at(0, b"caff") {
        Some(Container::CoreAudio)
    } else if at(0, b"ID3") {
        Some(Container::Mp3)
    } else {
        recognise_frames(head)
    }
}

/// HEIC and AVIF pictures share MPEG-4's first box with recordings.
fn is_still_picture(head: &[u8]) -> bool {
    let brand = head.get(8..12).unwrap_or_default();
    [b"heic", b"heix", b"mif1", b"msf1", b"avif", b"hevc", b"crx "]
        .iter()
        .any(|picture| brand == *picture)
}

/// Bare frames begin with eleven set bits, after any padding with zeros.
fn recognise_frames(head: &[u8]) -> Option<Container> {
    let start = head.iter().position(|byte| *byte != 0)?;
    let frame: [u8; 4] = head.get(start..start + 4)?.try_into().ok()?;
    let [first, second, third, _] = frame;
    if first != 0xff || second & 0xe0 != 0xe0 {
        return None;
    }
    if second & 0xf6 == 0xf0 {
        // ADTS: layer is always 0, and sampling index 15 does not exist.
        return (third >> 2 & 0x0f < 13).then_some(Container::Adts);
    }
    let version = second >> 3 & 3;
    let layer = second >> 1 & 3;
    let bitrate = third >> 4;
    let rate = third >> 2 & 3;
    // Layer III is 1 here; a UTF-16 mark would pass as layer I.
    (version != 1 && layer == 1 && bitrate != 15 && bitrate != 0 && rate != 3)
        .then_some(Container::Mp3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_named_by_their_first_bytes() {
        assert_eq!(recognise(b"OggS\0\x02"), Some(Container::Ogg));
        assert_eq!(recognise(b"RIFF\x24\0\0\0WAVEfmt "), Some(Container::Wav));
        assert_eq!(recognise(b"\0\0\0\x20ftypM4A "), Some(Container::Mp4));
        assert_eq!(recognise(b"#!AMR\n"), Some(Container::Amr));
        assert_eq!(recognise(&[0xff, 0xfb, 0x90, 0x44]), Some(Container::Mp3));
        assert_eq!(recognise(&[0xff, 0xf1, 0x50, 0x80]), Some(Container::Adts));
    }

    #[test]
    fn pictures_text_and_nothing_are_not_audio() {
        assert_eq!(recognise(b"\0\0\0\x18ftypheic"), None);
        assert_eq!(recognise(b"RIFF\x24\0\0\0WEBPVP8 "), None);
        assert_eq!(recognise("Was könnten".as_bytes()), None);
        assert_eq!(recognise(&[0xff, 0xfe, b'H', 0]), None);
        assert_eq!(recognise(b""), None);
    }
}
