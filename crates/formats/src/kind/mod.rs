//! Naming a file by what is in it.
//!
//! The first kilobytes decide; the extension only breaks ties between formats
//! that are all plain text. A file that is something else than its name says is
//! read as what it is when that can be read, and otherwise refused with both
//! names in the message.

#[cfg(test)]
mod tests;

use trefoil_speech::decode;

use crate::place::Place;
use crate::subtitles::{self, Format};
use crate::{READABLE, RefusalKind, Trouble, html, package, picture, text, video, whatsapp};

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

    /// The media type of what is kept as it came; of recordings, videos and pictures their reading
    /// knows better.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Text | Self::WhatsApp | Self::Sbv => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Rtf => "application/rtf",
            Self::Pdf => "application/pdf",
            Self::Html => "text/html",
            Self::Epub => "application/epub+zip",
            Self::WebVtt => "text/vtt",
            Self::Srt => "application/x-subrip",
            Self::Csv => "text/csv",
            // Excel's or OpenDocument's: its name says which.
            Self::Sheet | Self::Audio | Self::Video | Self::Picture => "application/octet-stream",
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
    if let Some(kind) = recognise_document(head, &extension) {
        return Ok(Content::Readable(kind));
    }
    if let Some(found) = picture::recognise(head) {
        return found.map(|_| Content::Readable(Kind::Picture));
    }
    if let Some(container) = decode::recognise(head) {
        return recording(container, head, &extension);
    }
    if let Some(name) = video::unreadable(head) {
        return Err(video::convert(name));
    }
    if head.starts_with(b"PK") || (extension == "zip" && text::looks_binary(head)) {
        return Err(Trouble::new(
            RefusalKind::Damaged,
            "the archive is damaged or cut off: copy or export it again.",
        ));
    }
    if is_locked_office(head) {
        return Err(package::locked());
    }
    if let Some(name) = foreign(head, &extension) {
        return Err(unsupported(name, &extension));
    }
    if text::looks_binary(head) {
        return Err(unsupported("binary data in no known format", &extension));
    }
    recognise_text(head, &extension).map(Content::Readable)
}

/// Says whether what can be heard can also be seen, where the first bytes left it open.
pub(crate) fn look_closer(kind: Kind, place: &Place) -> Kind {
    match (kind, place) {
        (Kind::Audio | Kind::Video, Place::Disk(_)) => match place.seekable().map(video::look) {
            Ok(Some(film)) if film.has_pictures => Kind::Video,
            Ok(Some(_)) => Kind::Audio,
            _ => kind,
        },
        _ => kind,
    }
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
        "odt" | "ott" | "fodt" => Some(Kind::Odt),
        "rtf" => Some(Kind::Rtf),
        "pdf" => Some(Kind::Pdf),
        "htm" | "html" | "xhtml" => Some(Kind::Html),
        "epub" => Some(Kind::Epub),
        "vtt" => Some(Kind::WebVtt),
        "srt" => Some(Kind::Srt),
        "sbv" => Some(Kind::Sbv),
        "csv" | "tsv" | "tab" => Some(Kind::Csv),
        "xlsx" | "xlsm" | "xltx" | "xltm" | "ods" | "ots" => Some(Kind::Sheet),
        "txt" | "text" => Some(Kind::Text),
        other if picture::is_extension(other) => Some(Kind::Picture),
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

fn recording(
    container: decode::Container,
    head: &[u8],
    extension: &str,
) -> Result<Content, Trouble> {
    if container.is_readable() {
        let is_video = video::seems_video(container, head, extension);
        return Ok(Content::Readable(if is_video { Kind::Video } else { Kind::Audio }));
    }
    if matches!(extension, "wmv" | "asf") {
        return Err(video::convert("a Windows Media video"));
    }
    Err(Trouble::new(
        RefusalKind::Unsupported,
        format!(
            "this is {}, which cannot be read: convert it to m4a, mp3, opus or wav and import that.",
            container.name()
        ),
    ))
}

/// Documents that say what they are at their beginning.
fn recognise_document(head: &[u8], extension: &str) -> Option<Kind> {
    let begin = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if begin.starts_with(b"{\\rtf") {
        return Some(Kind::Rtf);
    }
    // Mail programs and scanners put bytes of their own before a PDF.
    let early = head.get(..1024).unwrap_or(head);
    let may_be_late = extension == "pdf" || text::looks_binary(head);
    let is_pdf = begin.starts_with(b"%PDF-")
        || (may_be_late && early.windows(5).any(|window| window == b"%PDF-"));
    is_pdf.then_some(Kind::Pdf)
}

/// Documents and workbooks are zip archives whose first entries tell.
fn recognise_package(head: &[u8], extension: &str) -> Result<Content, Trouble> {
    let holds = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    let is_office = holds(b"[Content_Types].xml");
    let readable = if holds(b"mimetypeapplication/vnd.oasis.opendocument.text") {
        Some(Kind::Odt)
    } else if holds(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") {
        Some(Kind::Sheet)
    } else if holds(b"mimetypeapplication/epub+zip") {
        Some(Kind::Epub)
    } else if holds(b"mimetypeapplication/vnd.oasis.opendocument") {
        return Err(unsupported("an OpenDocument file other than a text or a table", extension));
    } else if holds(b"xl/workbook.bin") {
        return Err(unsupported("a binary Excel workbook: save it again as .xlsx", extension));
    } else if holds(b"word/document.xml") || (is_office && holds(b"word/")) {
        Some(Kind::Docx)
    } else if holds(b"xl/workbook.xml") || (is_office && holds(b"xl/")) {
        Some(Kind::Sheet)
    } else {
        claimed(extension)
            .filter(|kind| matches!(kind, Kind::Docx | Kind::Odt | Kind::Sheet | Kind::Epub))
    };
    if let Some(kind) = readable {
        Ok(Content::Readable(kind))
    } else if is_office && holds(b"ppt/") {
        Err(unsupported("a PowerPoint presentation: save it as PDF and import that", extension))
    } else if is_office {
        Err(unsupported("an Office file other than a document or a workbook", extension))
    } else if holds(b"project.qde") {
        Err(unsupported("a REFI-QDA project", extension))
    } else {
        Ok(Content::Archive)
    }
}

/// Office locks a document by wrapping it into another file that names it so.
fn is_locked_office(head: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
        && head.windows(name.len()).any(|window| window == name)
}

/// Whether a text is an OpenDocument text in one XML file.
fn is_flat_opendocument(begins: &str) -> bool {
    begins.contains("urn:oasis:names:tc:opendocument:xmlns:office:1.0")
        && begins.contains("application/vnd.oasis.opendocument.text")
}

/// Formats that are named only so that the refusal can name them.
fn foreign(head: &[u8], extension: &str) -> Option<&'static str> {
    let at = |offset: usize, magic: &[u8]| {
        head.get(offset..).is_some_and(|rest| rest.starts_with(magic))
    };
    if at(0, &[0xd0, 0xcf, 0x11, 0xe0]) {
        return Some(old_office(extension));
    }
    let known: [(usize, &[u8], &str); 10] = [
        (0, b"SQLite format 3", "a database"),
        (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (0, b"Rar!", "a RAR archive"),
        (0, &[0x1f, 0x8b], "a gzip archive"),
        (0, b"BZh", "a bzip2 archive"),
        (0, b"\x7fELF", "a program"),
        (0, b"MZ\x90\0", "a program"),
        (0, b"RIFF", "a RIFF file without sound"),
        (0, b"%!PS", "a PostScript file: save it as PDF and import that"),
        (257, b"ustar", "a tar archive"),
    ];
    known.iter().find(|(offset, magic, _)| at(*offset, magic)).map(|(_, _, name)| *name)
}

/// Old Office files and locked new ones begin alike; the name tells what to do.
fn old_office(extension: &str) -> &'static str {
    match extension {
        "doc" | "dot" => "an old Word document: open it in Word or LibreOffice, save it as .docx",
        "xls" | "xlt" => "an old Excel workbook: open it in Excel or LibreOffice, save it as .xlsx",
        "ppt" | "pps" => "an old PowerPoint presentation: save it as PDF and import that",
        "msg" => "an Outlook message: save it as HTML or text and import that",
        _ => "an old Office document, or one locked with a password",
    }
}

fn recognise_text(head: &[u8], extension: &str) -> Result<Kind, Trouble> {
    let sample = text::peek(head);
    let begins = sample.trim_start();
    if begins.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("webvtt")) {
        return Ok(Kind::WebVtt);
    }
    if begins.starts_with('<') && is_flat_opendocument(begins) {
        return Ok(Kind::Odt);
    }
    if let Some(found) = html::recognise(begins, extension) {
        return found.map(|()| Kind::Html);
    }
    if begins_with_sbv_time(begins) && matches!(extension, "sbv" | "txt" | "text" | "") {
        return Ok(Kind::Sbv);
    }
    let is_plain = matches!(extension, "txt" | "text" | "log" | "");
    match subtitles::looks_like(&sample).filter(|_| is_plain) {
        Some(Format::Sbv) => return Ok(Kind::Sbv),
        Some(_) => return Ok(Kind::Srt),
        None => {}
    }
    match extension {
        "vtt" => Ok(Kind::WebVtt),
        "srt" => Ok(Kind::Srt),
        "sbv" => Ok(Kind::Sbv),
        "md" | "markdown" | "mdown" | "mkd" | "mdwn" | "qmd" | "rmd" => Ok(Kind::Markdown),
        "txt" | "text" | "log" | "asc" | "" if whatsapp::looks_like_chat(&sample) => {
            Ok(Kind::WhatsApp)
        }
        "txt" | "text" | "log" | "asc" | "" => Ok(Kind::Text),
        "csv" | "tsv" | "tab" => Ok(Kind::Csv),
        "json" | "xml" | "qdc" | "qde" | "vcf" | "ics" | "eml" => {
            Err(unsupported(&format!("a .{extension} file"), extension))
        }
        "docx" | "docm" | "dotx" | "odt" | "ott" | "fodt" | "doc" | "rtf" | "pdf" | "epub" => {
            Err(unsupported("plain text", extension))
        }
        "xlsx" | "xlsm" | "ods" | "xls" => Err(unsupported(
            "plain text, as some survey programs write it: rename it to .csv or .tsv",
            extension,
        )),
        other if is_recording_extension(other) => Err(unsupported("text, not sound", extension)),
        other if picture::is_extension(other) => Err(unsupported("text, no picture", extension)),
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

/// Whether the first line is a time of `YouTube`'s own subtitles: `0:00:01.000,0:00:03.000`.
fn begins_with_sbv_time(text: &str) -> bool {
    let is_time = |time: &str| {
        let parts: Vec<&str> = time.trim().split(':').collect();
        let are_digits = |part: &str| {
            !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        match parts.as_slice() {
            [hours, minutes, seconds] => seconds.split_once('.').is_some_and(|(whole, part)| {
                [hours, minutes, whole, part].iter().all(|part| are_digits(part))
            }),
            _ => false,
        }
    };
    let line = text.lines().next().unwrap_or_default();
    line.split_once(',').is_some_and(|(begin, end)| is_time(begin) && is_time(end))
}

fn is_recording_extension(extension: &str) -> bool {
    is_audio_extension(extension) || video::is_extension(extension)
}

/// The refusal for a format that is not read; says so when the name claims another.
fn unsupported(what: &str, extension: &str) -> Trouble {
    let claims = match claimed(extension) {
        Some(Kind::Text | Kind::Markdown) => Some("text"),
        Some(Kind::WebVtt | Kind::Srt | Kind::Sbv) => Some("transcript"),
        Some(kind) => Some(kind.name()),
        None => match extension {
            "md" | "markdown" => Some("text"),
            "zip" => Some("zip archive"),
            other if video::is_extension(other) => Some("recording"),
            _ => None,
        },
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
