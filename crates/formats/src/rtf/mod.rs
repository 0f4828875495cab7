//! Rich text, `.rtf`.
//!
//! What a reader of the printed page sees becomes text, laid out like a Word
//! document: list labels, tables as tab-separated rows, notes marked `[1]` and
//! appended. Headings become landmarks and comments are kept with what they are
//! about. `token.rs` takes the file apart, `state.rs` says what groups mean,
//! `walk.rs` goes through it once, `layout.rs` finds places for the words.

mod layout;
mod state;
mod token;
mod walk;

use crate::{Document, Notices, Options, RefusalKind, Trouble};

/// Reads a rich text document.
pub(crate) fn read(bytes: &[u8], file: &str, options: Options) -> Result<Document, Trouble> {
    let begin = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if !begin.starts_with(b"{\\rtf") {
        return Err(Trouble::new(
            RefusalKind::Mislabelled,
            "its name says rich text, but it does not begin like one: open it in the program that \
             made it and save it again as .rtf or .docx.",
        ));
    }
    let mut notices = Notices::about(file);
    let read = walk::Walk::new(begin, options).read(&mut notices)?;
    Ok(Document { notices: notices.list, ..read })
}

#[cfg(test)]
mod tests;
