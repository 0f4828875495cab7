//! Timed transcripts: WebVTT, SRT and SBV, as Teams, Zoom, Whisper, `YouTube`
//! and others write them.
//!
//! Each cue becomes one line of text and one segment with its times. A speaker
//! named by `<v Name>`, `Name:`, `[Name]:` or `>> Name:` is taken out of the words and kept
//! with the segment. What has no readable time is left out, with a notice that
//! names its line. `cue.rs` finds the cues, `words.rs` cleans what they say.

mod cue;
mod words;

pub(crate) use self::cue::looks_like;

use crate::{Document, Notices, RefusalKind, Trouble, Turn, code_points, text};

/// Which of the formats, where they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    WebVtt,
    Srt,
    Sbv,
}

/// Reads a transcript.
pub(crate) fn read(bytes: &[u8], format: Format, file: &str) -> Result<Document, Trouble> {
    let mut notices = Notices::about(file);
    let text = text::decode(bytes, &mut notices)?;
    let mut cues = cue::find(&text, format, &mut notices);
    cue::drop_repeated_lines(&mut cues);
    let document = lay_out(&words::speeches(&cues), notices);
    if document.segments.is_empty() {
        return Err(Trouble::new(
            RefusalKind::Empty,
            "it holds no line of speech with a time such as 00:01:02.000 --> 00:01:05.000.",
        ));
    }
    Ok(document)
}

/// A stretch of words by one speaker, cleaned of tags.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Speech {
    speaker: Option<String>,
    words: String,
    begin: u64,
    end: Option<u64>,
}

fn lay_out(speeches: &[Speech], notices: Notices<'_>) -> Document {
    let mut document = Document { notices: notices.list, ..Document::default() };
    let mut at = 0;
    for speech in speeches {
        let mut words = speech.words.as_str();
        if document.text.is_empty() {
            // No text begins with a byte order mark, wherever it was in the file.
            words = words.trim_start_matches('\u{feff}');
            if words.is_empty() {
                continue;
            }
        }
        let end = at + code_points(words);
        document.segments.push(Turn {
            start: at,
            end,
            speaker: speech.speaker.clone(),
            begin_ms: Some(speech.begin),
            end_ms: speech.end,
        });
        document.text.push_str(words);
        document.text.push('\n');
        at = end + 1;
    }
    document
}

#[cfg(test)]
mod tests;
