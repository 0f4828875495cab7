//! What a file says: its text, who speaks, its places, its table.
//!
//! [`survey`] walks files, folders and zip archives and lists what there is to
//! read; [`Candidate::read`] then reads one item and returns it together with
//! its notices. Nothing is stored here and nothing is known of a study; nothing
//! that one file contains can stop the next: what cannot be read becomes a
//! [`Refusal`] that names the file, the cause and a way out.
//!
//! Plain text and Markdown are kept as they were written, front matter
//! included. Each other format has a file of its own beside this one; how
//! hostile input is bounded is in `place.rs`, `package.rs` and `xml.rs`.

mod anchor;
mod archive;
mod candidate;
mod charset;
mod docx;
mod encoding;
mod epub;
mod flow;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod html;
pub mod kind;
mod language;
mod markdown;
mod marked;
mod math;
pub mod name_rule;
mod numerals;
mod odt;
mod options;
mod package;
mod pdf;
mod picture;
mod place;
mod recording;
mod remarks;
mod rtf;
mod subtitles;
pub mod survey;
pub mod table;
#[cfg(test)]
mod testing;
mod text;
pub mod turns;
mod video;
pub mod whatsapp;
mod xml;

pub use candidate::{Candidate, Reading, Recording};
pub use kind::Kind;
pub use language::language;
pub use options::{ChatsAs, DateOrder, Options, TrackedChanges};
pub use picture::Picture;
pub use survey::{Survey, survey, survey_with};
pub use table::Table;

/// What can be read, in words for a refusal.
const READABLE: &str = ".docx, .odt, .rtf, .pdf, .html, .epub, .md, .txt, .vtt, .srt, .sbv, .csv, .xlsx, \
     WhatsApp exports, recordings, videos and pictures";

/// A text that was read, and where its speakers' turns are.
///
/// The text has LF line ends, no byte order mark and no U+0000; otherwise it is
/// not normalised.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The words.
    pub text: String,
    /// Stretches of one speaker, in the order of the text, never overlapping.
    pub segments: Vec<Turn>,
    /// Pages and headings, in the order of the text; those of one kind never overlap.
    pub landmarks: Vec<Landmark>,
    /// What others wrote beside the text, in the order of the text.
    pub comments: Vec<Comment>,
    /// What was noticed on the way.
    pub notices: Vec<Notice>,
}

/// A place that the file itself marks, as a half-open range in Unicode code points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landmark {
    /// What it is.
    pub kind: LandmarkKind,
    /// What it is called where its own words do not say: a page's number, as printed.
    pub label: String,
    /// The first code point.
    pub start: u64,
    /// One past the last code point.
    pub end: u64,
}

/// What a [`Landmark`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LandmarkKind {
    /// Everything on one page of the file.
    Page,
    /// The words of a heading, of a level from 1.
    Heading(u8),
}

/// A comment that somebody left in the file, kept as a memo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Who wrote it, as the file says.
    pub author: Option<String>,
    /// When, as an ISO date or moment.
    pub date: Option<String>,
    /// What it says.
    pub text: String,
    /// The first code point of what it is about.
    pub start: u64,
    /// One past the last code point; equal to `start` where it is about a point.
    pub end: u64,
}

/// A stretch of a [`Document`] by one speaker, as a half-open range in Unicode
/// code points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The first code point.
    pub start: u64,
    /// One past the last code point.
    pub end: u64,
    /// Who speaks, where the file says so.
    pub speaker: Option<String>,
    /// When it begins in the recording, in milliseconds.
    pub begin_ms: Option<u64>,
    /// When it ends in the recording, in milliseconds.
    pub end_ms: Option<u64>,
}

/// Something that was noticed while the import went on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The file it is about, as shown to people.
    pub file: String,
    /// One or two sentences.
    pub message: String,
}

/// A file that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct Refusal {
    /// The file it is about, as shown to people.
    pub file: String,
    /// What sort of cause.
    pub kind: RefusalKind,
    /// The cause and what to do about it, in one line.
    pub message: String,
}

/// Why a file was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// There is no such file, or it cannot be opened.
    Unreachable,
    /// There is nothing in it.
    Empty,
    /// A format that is not read.
    Unsupported,
    /// The name says one thing and the content another.
    Mislabelled,
    /// Broken or cut off.
    Damaged,
    /// Locked with a password.
    Encrypted,
    /// Larger than the limits, or made to swell.
    TooLarge,
    /// Built in a way that only attacks are.
    Unsafe,
    /// Text in no encoding that could be recognised.
    Encoding,
}

/// A refusal before it is known which file it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trouble {
    kind: RefusalKind,
    message: String,
}

impl Trouble {
    fn new(kind: RefusalKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    fn in_file(self, file: &str) -> Refusal {
        Refusal { file: file.to_owned(), kind: self.kind, message: self.message }
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        place::trouble_of(&error)
    }
}

/// Gathers notices about one file.
#[derive(Debug)]
struct Notices<'a> {
    file: &'a str,
    list: Vec<Notice>,
}

/// More notices than these about one file help nobody.
const MOST_NOTICES: usize = 50;

impl<'a> Notices<'a> {
    fn about(file: &'a str) -> Self {
        Self { file, list: Vec::new() }
    }

    fn add(&mut self, message: impl Into<String>) {
        let message = match self.list.len().cmp(&MOST_NOTICES) {
            std::cmp::Ordering::Less => message.into(),
            std::cmp::Ordering::Equal => "There is more of this kind further on.".to_owned(),
            std::cmp::Ordering::Greater => return,
        };
        self.list.push(Notice { file: self.file.to_owned(), message });
    }

    /// Adds a sentence unless the count is zero: "1 picture was", "2 pictures were".
    fn count(&mut self, count: usize, singular: &str, plural: &str, what: &str) {
        match count {
            0 => {}
            1 => self.add(format!("1 {singular} was {what}.")),
            _ => self.add(format!("{count} {plural} were {what}.")),
        }
    }
}

/// Counts Unicode code points, the unit of every span.
pub fn code_points(text: &str) -> u64 {
    text.chars().count() as u64
}
