//! One door to every reader, for programs that throw broken bytes at them.
//!
//! [`read`] gives bytes to one [`Reader`] as if a file of its kind had come, and panics when what
//! comes back breaks a promise: a span outside of the text, turns that overlap, a carriage return,
//! a table with ragged rows. A refusal is a fine answer. There is only something here with the
//! feature `fuzzing`; `fuzz/` and the example `mutate` use it, and `docs/fuzzing.md` says how.

use std::collections::{BTreeSet, HashSet};
use std::io::{Cursor, Write};

use crate::place::Seekable;
use crate::subtitles::Format;
use crate::{
    ChatsAs, Comment, Document, Kind, LandmarkKind, Notices, Options, Reading, Table,
    TrackedChanges, Trouble, code_points, docx, epub, html, kind, language, markdown, odt, pdf,
    picture, rtf, subtitles, survey_with, table, text, turns, video, whatsapp,
};

/// What bytes can be given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reader {
    /// Word documents.
    Docx,
    /// OpenDocument texts, packed or flat.
    Odt,
    /// Rich text.
    Rtf,
    /// PDF.
    Pdf,
    /// Web pages.
    Html,
    /// Books.
    Epub,
    /// Markdown.
    Markdown,
    /// Plain text in any encoding.
    Text,
    /// The finding of turns in a text.
    Turns,
    /// WebVTT, `SubRip` and `SubViewer`.
    Subtitles,
    /// Chats.
    WhatsApp,
    /// Delimited tables.
    Csv,
    /// Workbooks.
    Workbook,
    /// Pictures.
    Picture,
    /// Recordings with pictures or without.
    Video,
    /// Zip archives, with everything in them.
    Archive,
}

/// More files of one archive are not read.
const MOST_OF_ARCHIVE: usize = 24;

impl Reader {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::Docx,
        Self::Odt,
        Self::Rtf,
        Self::Pdf,
        Self::Html,
        Self::Epub,
        Self::Markdown,
        Self::Text,
        Self::Turns,
        Self::Subtitles,
        Self::WhatsApp,
        Self::Csv,
        Self::Workbook,
        Self::Picture,
        Self::Video,
        Self::Archive,
    ];

    /// Its name: that of its target in `fuzz/` and of its folder of seeds.
    pub fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Epub => "epub",
            Self::Markdown => "markdown",
            Self::Text => "text",
            Self::Turns => "turns",
            Self::Subtitles => "subtitles",
            Self::WhatsApp => "whatsapp",
            Self::Csv => "csv",
            Self::Workbook => "workbook",
            Self::Picture => "picture",
            Self::Video => "video",
            Self::Archive => "archive",
        }
    }

    /// The extensions of files for it; what they hold may still be something else.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Docx => &["docx", "docm", "dotx"],
            Self::Odt => &["odt", "ott", "fodt"],
            Self::Rtf => &["rtf"],
            Self::Pdf => &["pdf"],
            Self::Html => &["html", "htm", "xhtml"],
            Self::Epub => &["epub"],
            Self::Markdown => &["md", "qmd"],
            Self::Text | Self::Turns | Self::WhatsApp => &["txt"],
            Self::Subtitles => &["vtt", "srt", "sbv"],
            Self::Csv => &["csv", "tsv"],
            Self::Workbook => &["xlsx", "ods", "xlsm"],
            Self::Picture => &["png", "jpg", "jpeg", "gif", "webp", "bmp", "avif"],
            Self::Video => {
                &["mp4", "webm", "mkv", "m4a", "mov", "mp3", "opus", "ogg", "wav", "flac"]
            }
            Self::Archive => &["zip"],
        }
    }
}

/// Gives bytes to a reader and holds what it says to its promises; says whether it read them.
pub fn read(reader: Reader, bytes: &[u8]) -> bool {
    // Any choice a person may make, always the same for the same bytes.
    let changes = [TrackedChanges::Accepted, TrackedChanges::Rejected, TrackedChanges::Shown];
    let options = Options {
        changes: changes[bytes.len() % changes.len()],
        chats: if bytes.len().is_multiple_of(2) { ChatsAs::Whole } else { ChatsAs::Days },
        ..Options::default()
    };
    for extension in reader.extensions() {
        let head = bytes.get(..kind::HEAD).unwrap_or(bytes);
        let _ = kind::recognise(head, &format!("file.{extension}"));
    }
    read_kind(reader, bytes, options).is_ok()
}

fn read_kind(reader: Reader, bytes: &[u8], options: Options) -> Result<(), Trouble> {
    let file = "file";
    let mut notices = Notices::about(file);
    let document = match reader {
        Reader::Docx => docx::read(bytes, file, options)?,
        Reader::Odt => odt::read(bytes, file, options)?,
        Reader::Rtf => rtf::read(bytes, file, options)?,
        Reader::Pdf => pdf::read(bytes, file)?,
        Reader::Html => html::read(bytes, file)?,
        Reader::Epub => epub::read(bytes, file)?,
        Reader::Markdown => markdown::read(bytes, file)?,
        Reader::Text => text::read(bytes, file)?,
        Reader::Turns => {
            let text = String::from_utf8_lossy(bytes).replace(['\r', '\0', '\u{feff}'], "");
            Document { text, ..Document::default() }
        }
        Reader::Subtitles => return read_subtitles(bytes),
        Reader::WhatsApp => {
            let chat = whatsapp::read(bytes, &BTreeSet::new(), options, &mut notices)?;
            for (_, range) in whatsapp::days(&chat.messages) {
                check(&whatsapp::document(&chat.messages[range]));
            }
            check(&chat.document());
            return Ok(());
        }
        Reader::Csv => return read_table(bytes, Kind::Csv, &mut notices),
        Reader::Workbook => return read_table(bytes, Kind::Sheet, &mut notices),
        Reader::Picture => {
            let picture = picture::read(bytes)?;
            assert!(picture.width > 0 && picture.height > 0, "a picture without a size");
            return Ok(());
        }
        Reader::Video => {
            let source = || Seekable::Memory(Cursor::new(bytes.to_vec()));
            let _ = video::look(source());
            video::read(source(), "mp4", &mut notices)?;
            return Ok(());
        }
        Reader::Archive => return read_archive(bytes, options),
    };
    finish(document);
    Ok(())
}

/// Does what follows on the reading of any text.
fn finish(mut document: Document) {
    check(&document);
    let text = document.text.clone();
    turns::find(&mut document);
    assert!(document.text == text, "finding turns changed the text");
    check(&document);
    let _ = language::of_document(&document);
}

fn read_subtitles(bytes: &[u8]) -> Result<(), Trouble> {
    let mut last = Ok(());
    for format in [Format::WebVtt, Format::Srt, Format::Sbv] {
        match subtitles::read(bytes, format, "file") {
            Ok(document) => finish(document),
            Err(trouble) => last = Err(trouble),
        }
    }
    last
}

fn read_table(bytes: &[u8], kind: Kind, notices: &mut Notices<'_>) -> Result<(), Trouble> {
    let tables = table::read(bytes, kind, notices)?;
    tables.iter().for_each(check_table);
    Ok(())
}

/// An archive is surveyed from the disk, as a person's would be.
fn read_archive(bytes: &[u8], options: Options) -> Result<(), Trouble> {
    let mut file = tempfile::Builder::new().suffix(".zip").tempfile()?;
    file.write_all(bytes)?;
    let found = survey_with(&[file.path().to_owned()], options);
    let mut last = Ok(());
    for candidate in found.candidates.iter().take(MOST_OF_ARCHIVE) {
        match candidate.read(options) {
            Ok(reading) => check_reading(&reading),
            Err(refusal) => last = Err(Trouble::new(refusal.kind, refusal.message)),
        }
    }
    last
}

fn check_reading(reading: &Reading) {
    reading.document.iter().for_each(check);
    reading.tables.iter().for_each(check_table);
    reading.transcript.iter().for_each(|transcript| check_reading(transcript));
}

/// Panics unless a document keeps what [`Document`] promises.
pub fn check(document: &Document) {
    let text = &document.text;
    assert!(!text.contains('\r'), "a carriage return");
    assert!(!text.contains('\0'), "U+0000");
    assert!(!text.starts_with('\u{feff}'), "a byte order mark");
    let length = code_points(text);
    check_spans("turns", length, true, document.segments.iter().map(|turn| (turn.start, turn.end)));
    for turn in &document.segments {
        assert!(!turn.speaker.iter().any(|name| name.contains('\0')), "U+0000 in a name");
    }
    let places = |wanted: fn(LandmarkKind) -> bool| {
        let those = document.landmarks.iter().filter(move |place| wanted(place.kind));
        those.map(|place| (place.start, place.end))
    };
    check_spans("pages", length, true, places(|kind| kind == LandmarkKind::Page));
    check_spans("headings", length, true, places(|kind| kind != LandmarkKind::Page));
    check_spans("landmarks", length, false, places(|_| true));
    let comments = document.comments.iter();
    check_spans("comments", length, false, comments.map(|comment| (comment.start, comment.end)));
    document.comments.iter().for_each(check_comment);
}

fn check_comment(comment: &Comment) {
    let words = [Some(&comment.text), comment.author.as_ref(), comment.date.as_ref()];
    assert!(!words.into_iter().flatten().any(|words| words.contains('\0')), "U+0000 in a comment");
}

/// Spans are in the text and in its order; some may not overlap either.
fn check_spans(what: &str, length: u64, apart: bool, spans: impl Iterator<Item = (u64, u64)>) {
    let mut before = (0, 0);
    for (start, end) in spans {
        assert!(start <= end && end <= length, "{what}: {start}..{end} of {length}");
        assert!(start >= before.0, "{what}: {start}..{end} after {before:?}");
        assert!(!apart || start >= before.1, "{what}: {start}..{end} overlaps {before:?}");
        before = (start, end);
    }
}

/// Panics unless a table keeps what [`Table`] promises; then guesses at its columns.
fn check_table(found: &Table) {
    let names: HashSet<&String> = found.columns.iter().collect();
    assert_eq!(names.len(), found.columns.len(), "two columns of one name");
    let is_even = found.rows.iter().all(|row| row.len() == found.columns.len());
    assert!(is_even, "a row of another length");
    let mut cells = found.columns.iter().chain(found.rows.iter().flatten());
    assert!(!cells.any(|cell| cell.contains('\0')), "U+0000 in a cell");
    let _ = table::guess(found);
}
