//! One transcript as a file that other programs and people read: subtitles, Markdown, plain text.
//!
//! [`export`] asks whether the source may leave for the use and writes that down before it reads a
//! word; words are shown at the level of the use. What a format cannot carry is told with what was
//! written. `turns.rs` reads who says what and when, `subtitles.rs` and `page.rs` spell it.
//! `docs/formats/transcripts.md` tells what the files look like.

mod page;
mod subtitles;
mod turns;

use crate::care::Use;
use crate::care::output::{Asked, Holds, Release};
use crate::care::pseudonym::Level;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::Session;

use turns::Transcript;

crate::words! {
    /// How a transcript is written.
    pub enum Format, "a format for a transcript" {
        /// WebVTT: subtitles with speakers and times.
        Vtt = "vtt",
        /// SubRip: subtitles that every player reads.
        Srt = "srt",
        /// Markdown: a page with speakers and times.
        Markdown = "md",
        /// Text: a line for each turn.
        Text = "txt",
    }
}

impl Format {
    /// Whether it can hold only what has a time.
    pub fn is_timed(self) -> bool {
        matches!(self, Self::Vtt | Self::Srt)
    }

    /// What a browser calls it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Vtt => "text/vtt; charset=utf-8",
            Self::Srt => "application/x-subrip; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// Which transcript is to leave the study, how and for what.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The source.
    pub source: Id,
    /// The format.
    pub format: Format,
    /// The name of the file.
    pub file_name: String,
    /// The use it is made for.
    pub purpose: Use,
    /// The level at which words are shown.
    pub level: Level,
}

/// A transcript as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// What stands in the file.
    pub text: String,
    /// How many turns it holds, or subtitles.
    pub turns: usize,
    /// What whoever made it should know.
    pub notices: Vec<String>,
}

/// Makes a file of a transcript, once it is written down that it leaves.
///
/// Errors: the source has no text, or no times where the format needs them; somebody in it did not
/// agree to the use.
pub fn export(session: &Session, wanted: Wanted) -> Result<Exported> {
    let Wanted { source, format, file_name, purpose, level } = wanted;
    // What cannot be made is not written down as having left.
    session.study().read(move |reader| turns::refuse_without_words(reader, source, format))?;
    let asked =
        Asked { format: format.word().to_owned(), file_name, purpose, level, holds: Holds::Texts };
    let release = Release::make_of(session, source, asked)?;
    session.study().read(move |reader| {
        let transcript = Transcript::read(reader, &release, source)?;
        let mut exported = match format {
            Format::Vtt => subtitles::vtt(&transcript),
            Format::Srt => subtitles::srt(&transcript),
            Format::Markdown => page::markdown(&transcript),
            Format::Text => page::text(&transcript),
        };
        if level > Level::Direct {
            exported.notices.push(format!("Words are shown at the level `{level}`."));
        }
        Ok(exported)
    })
}

fn without_times(name: &str) -> Error {
    let message = format!("“{name}” does not say when anything was said, as subtitles must.");
    Error::conflict(message)
        .hint("Write it as text or as Markdown instead. Nothing left the study.")
}
