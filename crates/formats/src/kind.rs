//! Naming a file by what is in it.
//!
//! The first kilobytes decide; the extension only breaks ties between formats
//! that are all plain text. A file that is something else than its name says is
//! read as what it is when that can be read, and otherwise refused with both
//! names in the message.

use trefoil_speech::decode;

use crate::{READABLE, RefusalKind, Trouble, text, whatsapp};

/// How many bytes from the beginning are looked at.
pub(crate) const HEAD: usize = 16 * 1024;

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Plain text in any common encoding.
    Text,
    /// Markdown, kept as written.
    Markdown,
    /// Word, `.docx`.
    Docx,
    /// OpenDocument text, `.odt`.
    Odt,
    /// Rich text, `.rtf`.
    Rtf,
    /// PDF.
    Pdf,
    /// A web page.
    Html,
    /// An EPUB book.
    Epub,
    /// WebVTT subtitles or transcript.
    WebVtt,
    /// `SubRip` subtitles or transcript.
    Srt,
    /// `SubViewer` subtitles or transcript, as `YouTube` writes them.
    Sbv,
    /// A table of comma-, semicolon- or tab-separated values.
    Csv,
    /// A workbook, `.xlsx` or `.ods`.
    Sheet,
    /// A chat exported from WhatsApp.
    WhatsApp,
    /// A recording.
    Audio,
    /// A recording with moving pictures.
    Video,
    /// A picture.
    Picture,
}

impl Kind {
    /// The name a person would use for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::Markdown => "Markdown text",
            Self::Docx => "Word document",
            Self::Odt => "OpenDocument text",
            Self::Rtf => "rich text document",
            Self::Pdf => "PDF document",
            Self::Html => "web page",
            Self::Epub => "EPUB book",
            Self::WebVtt => "WebVTT transcript",
            Self::Srt => "SRT transcript",
            Self::Sbv => "SBV transcript",
            Self::Csv => "table",
            Self::Sheet => "workbook",
            Self::WhatsApp => "WhatsApp chat",
            Self::Audio => "recording",
            Self::Video => "video",
            Self::Picture => "picture",
        }
    }

    /// Whether it can be heard.
    pub fn is_recording(self) -> bool {
        matches!(self, Self::Audio | Self::Video)
    }

    /// Whether it is a table.
    pub fn is_table(self) -> bool {
        matches!(self, Self::Csv | Self::Sheet)
    }

    /// Which of several transcripts of one recording is taken: the lower, the better.
    pub(crate) fn transcript_rank(self) -> Option<u8> {
        match self {
            Self::WebVtt => Some(0),
            Self::Srt => Some(1),
            Self::Sbv => Some(2),
            Self::Docx => Some(3),
            Self::Odt => Some(4),
            Self::Rtf => Some(5),
            Self::Text => Some(6),
            Self::Markdown => Some(7),
            Self::Html => Some(8),
            Self::Pdf => Some(9),
            Self::Epub
            | Self::Csv
            | Self::Sheet
            | Self::WhatsApp
            | Self::Audio
            | Self::Video
            | Self::Picture => None,
        }
    }
}

/// What the first bytes of a file say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// Something that can be read.
    Readable(Kind),
    /// A zip archive that is no document.
    Archive,
}

/// Names a file by its first bytes and, where they leave it open, its name.
pub(crate) fn recognise(head: &[u8], file_name: &str) -> Result<Content, Trouble> {
    let extension = extension(file_name);
    if head.is_empty() {
        return Err(Trouble::new(RefusalKind::Empty, "the file is empty: nothing to import."));
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return recognise_package(head, &extension);
    }
    if let Some(container) = decode::recognise(head) {
        return recording(container);
    }
    if head.starts_with(b"PK") || (extension == "zip" && text::looks_binary(head)) {
        return Err(Trouble::new(
            RefusalKind::Damaged,
            "the archive is damaged or cut off: copy or export it again.",
        ));
    }
    if let Some(name) = foreign(head) {
        return Err(unsupported(name, &extension));
    }
    if text::looks_binary(head) {
        return Err(unsupported("binary data in no known format", &extension));
    }
    recognise_text(head, &extension).map(Content::Readable)
}

/// The extension in lower case, without the dot; empty when there is none.
pub fn extension(file_name: &str) -> String {
    match file_name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
        _ => String::new(),
    }
}

/// The name without its extension.
pub fn stem(file_name: &str) -> &str {
    match file_name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file_name,
    }
}

/// The kind that a name claims, where that can be told apart from the content.
pub fn claimed(extension: &str) -> Option<Kind> {
    match extension {
        "docx" | "docm" | "dotx" | "dotm" => Some(Kind::Docx),
        "odt" | "ott" => Some(Kind::Odt),
        "vtt" => Some(Kind::WebVtt),
        "srt" => Some(Kind::Srt),
        "txt" | "text" => Some(Kind::Text),
        other if is_audio_extension(other) => Some(Kind::Audio),
        _ => None,
    }
}

/// Whether an extension belongs to recordings.
pub fn is_audio_extension(extension: &str) -> bool {
    matches!(
        extension,
        "opus" | "ogg" | "oga" | "m4a" | "mp3" | "wav" | "flac" | "aac" | "amr" | "aif" | "aiff"
    )
}

fn recording(container: decode::Container) -> Result<Content, Trouble> {
    if container.is_readable() {
        return Ok(Content::Readable(Kind::Audio));
    }
    Err(Trouble::new(
        RefusalKind::Unsupported,
        format!(
            "this is {}, which cannot be read: convert it to m4a, mp3, opus or wav and import that.",
            container.name()
        ),
    ))
}

/// Word and OpenDocument files are zip archives whose first entries tell.
fn recognise_package(head: &[u8], extension: &str) -> Result<Content, Trouble> {
    let holds = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    if holds(b"mimetypeapplication/vnd.oasis.opendocument.text") {
        return Ok(Content::Readable(Kind::Odt));
    }
    if holds(b"mimetypeapplication/epub+zip") {
        return Err(unsupported("an EPUB book", extension));
    }
    if holds(b"mimetypeapplication/vnd.oasis.opendocument") {
        return Err(unsupported("an OpenDocument file other than a text", extension));
    }
    if holds(b"word/document.xml") || (holds(b"[Content_Types].xml") && holds(b"word/")) {
        return Ok(Content::Readable(Kind::Docx));
    }
    match extension {
        "docx" | "docm" | "dotx" | "dotm" => return Ok(Content::Readable(Kind::Docx)),
        "odt" | "ott" => return Ok(Content::Readable(Kind::Odt)),
        _ => {}
    }
    if holds(b"[Content_Types].xml") {
        Err(unsupported("an Office file other than a Word document", extension))
    } else if holds(b"project.qde") {
        Err(unsupported("a REFI-QDA project", extension))
    } else {
        Ok(Content::Archive)
    }
}

/// Formats that are named only so that the refusal can name them.
fn foreign(head: &[u8]) -> Option<&'static str> {
    let at = |offset: usize, magic: &[u8]| {
        head.get(offset..).is_some_and(|rest| rest.starts_with(magic))
    };
    let known: [(usize, &[u8], &str); 19] = [
        (0, b"%PDF", "a PDF document"),
        (0, b"{\\rtf", "an RTF document"),
        (0, &[0xd0, 0xcf, 0x11, 0xe0], "an old Office document, or one locked with a password"),
        (0, &[0xff, 0xd8, 0xff], "a JPEG picture"),
        (0, b"\x89PNG", "a PNG picture"),
        (0, b"GIF8", "a GIF picture"),
        (8, b"WEBP", "a WebP picture"),
        (4, b"ftyp", "a HEIC picture"),
        (0, b"II*\0", "a TIFF picture"),
        (0, b"MM\0*", "a TIFF picture"),
        (0, b"SQLite format 3", "a database"),
        (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (0, b"Rar!", "a RAR archive"),
        (0, &[0x1f, 0x8b], "a gzip archive"),
        (0, b"BZh", "a bzip2 archive"),
        (0, b"\x7fELF", "a program"),
        (0, b"MZ\x90\0", "a program"),
        (0, b"RIFF", "a RIFF file without sound"),
        (257, b"ustar", "a tar archive"),
    ];
    known.iter().find(|(offset, magic, _)| at(*offset, magic)).map(|(_, _, name)| *name)
}

fn recognise_text(head: &[u8], extension: &str) -> Result<Kind, Trouble> {
    let sample = text::peek(head);
    let begins = sample.trim_start().to_lowercase();
    if begins.starts_with("webvtt") {
        return Ok(Kind::WebVtt);
    }
    if begins.starts_with("<!doctype html") || begins.starts_with("<html") {
        return Err(unsupported("an HTML page", extension));
    }
    match extension {
        "vtt" => Ok(Kind::WebVtt),
        "srt" => Ok(Kind::Srt),
        "md" | "markdown" | "mdown" | "mkd" => Ok(Kind::Markdown),
        "txt" | "text" | "log" | "" if whatsapp::looks_like_chat(&sample) => Ok(Kind::WhatsApp),
        "txt" | "text" | "log" | "" => Ok(Kind::Text),
        "htm" | "html" | "xhtml" => Err(unsupported("an HTML page", extension)),
        "csv" | "tsv" => Err(unsupported("a table", extension)),
        "json" | "xml" | "qdc" | "qde" | "vcf" | "ics" | "eml" => {
            Err(unsupported(&format!("a .{extension} file"), extension))
        }
        "docx" | "docm" | "dotx" | "odt" | "ott" | "doc" | "rtf" | "pdf" => {
            Err(unsupported("plain text", extension))
        }
        other if is_audio_extension(other) || other == "mp4" || other == "webm" => {
            Err(unsupported("text, not sound", extension))
        }
        other => Err(Trouble::new(
            RefusalKind::Unsupported,
            format!(
                "“.{}” is not a format that can be read. If it is plain text, rename it to .txt. \
                 Can be read: {READABLE}.",
                shorten(other)
            ),
        )),
    }
}

/// The refusal for a format that is not read; says so when the name claims another.
fn unsupported(what: &str, extension: &str) -> Trouble {
    let claims = match extension {
        "docx" | "docm" | "dotx" => Some("Word document"),
        "odt" | "ott" => Some("OpenDocument text"),
        "txt" | "text" | "md" | "markdown" => Some("text"),
        "vtt" | "srt" => Some("transcript"),
        "zip" => Some("zip archive"),
        other if is_audio_extension(other) || other == "mp4" || other == "webm" => {
            Some("recording")
        }
        "pdf" if what != "a PDF document" => Some("PDF document"),
        _ => None,
    };
    match claims {
        Some(claims) => Trouble::new(
            RefusalKind::Mislabelled,
            format!(
                "its name says {claims}, but it holds {what}. Rename it to what it is, or save it \
                 again as what its name says."
            ),
        ),
        None => Trouble::new(
            RefusalKind::Unsupported,
            format!("this is {what}, which cannot be read. Can be read: {READABLE}."),
        ),
    }
}

/// The refusal for a file that is known for what it is and not read.
pub(crate) fn not_read(what: &str) -> Trouble {
    unsupported(what, "")
}

fn shorten(extension: &str) -> String {
    extension.chars().filter(|sign| !sign.is_control()).take(12).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(head: &[u8], name: &str) -> Option<Kind> {
        match recognise(head, name) {
            Ok(Content::Readable(kind)) => Some(kind),
            _ => None,
        }
    }

    #[test]
    fn content_counts_for_more_than_the_name() {
        assert_eq!(kind(b"WEBVTT\n\n", "a.txt"), Some(Kind::WebVtt));
        assert_eq!(kind(b"OggS\0\x02", "a.mp3"), Some(Kind::Audio));
        assert_eq!(kind(b"Hello", "a.md"), Some(Kind::Markdown));
        assert_eq!(kind(b"Hello", "README"), Some(Kind::Text));
    }

    #[test]
    fn a_mislabelled_file_is_named_twice() {
        let trouble = recognise(b"%PDF-1.7\n", "interview.docx").expect_err("not a document");
        assert_eq!(trouble.kind, RefusalKind::Mislabelled);
        assert!(trouble.message.contains("Word document") && trouble.message.contains("PDF"));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_what_can() {
        for (head, name) in [
            (b"%PDF-1.7\n".as_slice(), "a.pdf"),
            (b"{\\rtf1 hello}", "a.rtf"),
            (b"<!DOCTYPE html><p>", "a.html"),
            (b"a,b\n1,2\n", "a.csv"),
            (b"\xff\xd8\xff\xe0", "a.jpg"),
        ] {
            let trouble = recognise(head, name).expect_err(name);
            assert_eq!(trouble.kind, RefusalKind::Unsupported, "{name}");
            assert!(trouble.message.contains(READABLE), "{name}: {}", trouble.message);
        }
    }

    #[test]
    fn old_phone_audio_is_refused_with_advice() {
        let trouble = recognise(b"#!AMR\n", "a.amr").expect_err("not readable");
        assert!(trouble.message.contains("convert"));
    }

    #[test]
    fn names_split_into_stem_and_extension() {
        assert_eq!((stem("a.b.VTT"), extension("a.b.VTT").as_str()), ("a.b", "vtt"));
        assert_eq!((stem(".hidden"), extension(".hidden").as_str()), (".hidden", ""));
    }
}
