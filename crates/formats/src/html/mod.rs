//! Web pages.
//!
//! What a reader of the page sees becomes text, laid out like a Word document:
//! paragraphs, lists with their labels, tables as tab-separated rows. Headings
//! become landmarks, and the times of noScribe's transcripts turns. `token.rs`
//! takes the page apart, `walk.rs` lays it out; nothing is fetched or run.

mod entity;
mod list;
mod table;
mod times;
mod token;
mod walk;

use encoding_rs::{Encoding, UTF_8};

use crate::{Document, Notices, RefusalKind, Trouble, text};

pub(crate) use token::{Token, Tokens};
pub(crate) use walk::Page;

/// How much of the beginning may say in which encoding the page is.
const HEAD: usize = 4096;

/// Reads a web page.
pub(crate) fn read(bytes: &[u8], file: &str) -> Result<Document, Trouble> {
    let mut notices = Notices::about(file);
    let page = decode(bytes, &mut notices)?;
    let mut walk = Page::new();
    let is_xml = page.trim_start().starts_with("<?xml");
    walk.read(&page, is_xml);
    walk.report(&mut notices);
    let document = walk.finish()?;
    Ok(Document { notices: notices.list, ..document })
}

/// A text with its entities resolved.
pub(crate) fn resolve(text: &str) -> String {
    entity::Entities::default().resolve(text).into_owned()
}

/// Whether a text is a web page, or why what looks like one is not read; nothing
/// when it is something else.
pub(crate) fn recognise(begin: &str, extension: &str) -> Option<Result<(), Trouble>> {
    let lower = begin.get(..begin.floor_char_boundary(4096)).unwrap_or(begin).to_ascii_lowercase();
    let is_archive = lower.contains("multipart/related")
        && (lower.starts_with("from:") || lower.starts_with("mime-version:"));
    if is_archive || matches!(extension, "mht" | "mhtml") {
        return Some(Err(Trouble::new(
            RefusalKind::Unsupported,
            "this is a web page archive (MHTML), which cannot be read: open it in a browser and save \
             it as “Web page, HTML only”, or print it to PDF.",
        )));
    }
    let mut begin = lower.as_str();
    // What may stand before the first tag of a page.
    while let Some(rest) = ["<!--", "<?"].iter().find_map(|start| begin.strip_prefix(start)) {
        let end = if begin.starts_with("<?") { "?>" } else { "-->" };
        begin = rest.split_once(end).map_or("", |(_, rest)| rest).trim_start();
    }
    if matches!(extension, "svg" | "svgz") || begin.starts_with("<svg") {
        return Some(Err(Trouble::new(
            RefusalKind::Unsupported,
            "this is an SVG drawing, which may hold programs and is not shown: save it as PNG and \
             import that.",
        )));
    }
    let begins_like_page = ["<!doctype html", "<html", "<head>", "<head ", "<body>", "<body "]
        .iter()
        .any(|start| begin.starts_with(start));
    let is_named_so = matches!(extension, "htm" | "html" | "xhtml" | "xht");
    (begins_like_page || is_named_so).then_some(Ok(()))
}

/// Decodes a page: by its mark, as UTF-8 when it is that, by what it says, or by a guess.
pub(crate) fn decode(bytes: &[u8], notices: &mut Notices<'_>) -> Result<String, Trouble> {
    let named = named_encoding(bytes);
    let by_name = named.filter(|named| {
        let is_utf8 = std::str::from_utf8(bytes).is_ok() && !bytes.is_ascii();
        *named != UTF_8 && !is_utf8 && Encoding::for_bom(bytes).is_none()
    });
    match by_name {
        Some(encoding) => {
            let (page, _) = encoding.decode_without_bom_handling(bytes);
            let lost = page.matches(char::REPLACEMENT_CHARACTER).count();
            notices.count(lost, "character", "characters", "unreadable and is shown as �");
            Ok(text::tidy(&page, notices))
        }
        None => text::decode(bytes, notices),
    }
}

/// The encoding that a page says it is in, where it is one that can be said in itself.
fn named_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(HEAD).map(|byte| char::from(*byte)).collect();
    let head = head.to_ascii_lowercase();
    let at = ["charset", "encoding"].iter().find_map(|word| {
        let after = head.split_once(word)?.1.trim_start().strip_prefix('=')?;
        Some(after.trim_start().trim_start_matches(['"', '\'']))
    })?;
    let end = at.find(|sign: char| !(sign.is_ascii_alphanumeric() || "-_:.".contains(sign)));
    let encoding = Encoding::for_label(at.get(..end.unwrap_or(at.len()))?.as_bytes())?;
    // A page whose letters could be read to say so is not in UTF-16.
    encoding.is_ascii_compatible().then_some(encoding)
}

#[cfg(test)]
mod tests;
