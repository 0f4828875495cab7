//! EPUB books.
//!
//! The package says in which order the chapters are read; each is a web page
//! and laid out by [`Page`] after the one before, so that chapter headings
//! become landmarks. The table of contents is left out, pictures are counted,
//! and a book whose words are locked by its shop is refused.

use std::collections::{HashMap, HashSet};

use crate::html::{self, Page, Token, Tokens};
use crate::package::{Package, locked_by_shop};
use crate::{Document, Notices, RefusalKind, Trouble};

const CLAIMS: &str = "EPUB book";

/// All chapters together are not larger than this.
const LARGEST: usize = 512 * 1024 * 1024;

/// Fonts that are made unreadable for other programs; the words are not.
const FONT_ALGORITHMS: [&str; 2] =
    ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// What the package document says.
#[derive(Debug, Default)]
struct Book {
    title: Option<String>,
    authors: Vec<String>,
    items: HashMap<String, Item>,
    /// The ids of the chapters in the order of reading.
    order: Vec<String>,
}

#[derive(Debug)]
struct Item {
    path: String,
    is_page: bool,
    is_contents: bool,
}

/// Reads a book.
pub(crate) fn read(bytes: &[u8], file: &str) -> Result<Document, Trouble> {
    let mut package = Package::open(bytes, CLAIMS)?;
    let mut notices = Notices::about(file);
    refuse_locked(&mut package)?;
    let container = package.part("META-INF/container.xml")?.unwrap_or_default();
    let main = find_package(&text_of(&container, &mut notices)).ok_or_else(broken)?;
    let described = package.part(&main)?.ok_or_else(broken)?;
    let book = Book::read(&text_of(&described, &mut notices), &main);
    let mut page = Page::new();
    let (mut missing, mut pictures, mut size) = (0, 0, 0_usize);
    for item in book.order.iter().filter_map(|id| book.items.get(id)) {
        if item.is_contents {
            continue;
        }
        if !item.is_page {
            pictures += 1;
            continue;
        }
        let Some(bytes) = package.part(&item.path)? else {
            missing += 1;
            continue;
        };
        size = size.saturating_add(bytes.len());
        if size > LARGEST {
            return Err(Trouble::new(
                RefusalKind::TooLarge,
                format!("its chapters swell to more than {} MiB.", LARGEST / 1024 / 1024),
            ));
        }
        if !bytes.trim_ascii().is_empty() {
            page.read(&html::decode(&bytes, &mut notices)?, true);
        }
    }
    if let Some(title) = &book.title {
        let by = if book.authors.is_empty() {
            String::new()
        } else {
            format!(" by {}", book.authors.join(", "))
        };
        notices.add(format!("The book is “{title}”{by}."));
    }
    notices.count(missing, "chapter", "chapters", "missing in the file");
    notices.count(pictures, "page without text", "pages without text", "left out");
    page.report(&mut notices);
    let document = page.finish()?;
    Ok(Document { notices: notices.list, ..document })
}

fn text_of(bytes: &[u8], notices: &mut Notices<'_>) -> String {
    html::decode(bytes, notices).unwrap_or_default()
}

fn broken() -> Trouble {
    Trouble::new(
        RefusalKind::Damaged,
        "it does not say which chapters it has: open it in Calibre or Sigil and save it again.",
    )
}

/// Refuses a book of which more than fonts is encrypted.
fn refuse_locked(package: &mut Package<'_>) -> Result<(), Trouble> {
    let Some(bytes) = package.part("META-INF/encryption.xml")? else {
        return Ok(());
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut is_font = false;
    for token in Tokens::of(&text, true) {
        let Token::Open(tag) = token else { continue };
        match &*tag.name {
            "encrypteddata" => is_font = false,
            "encryptionmethod" => {
                let algorithm = tag.attribute("Algorithm").unwrap_or_default();
                is_font = FONT_ALGORITHMS.contains(&algorithm);
            }
            "cipherreference" if !is_font => return Err(locked_by_shop()),
            _ => {}
        }
    }
    Ok(())
}

/// Where the package document is.
fn find_package(container: &str) -> Option<String> {
    Tokens::of(container, true).find_map(|token| match token {
        Token::Open(tag) if tag.name == "rootfile" => {
            tag.attribute("full-path").map(|path| decode_path(path.trim()))
        }
        _ => None,
    })
}

impl Book {
    fn read(package: &str, path: &str) -> Self {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut book = Self::default();
        let mut seen = HashSet::new();
        let mut in_author = false;
        let mut in_title = false;
        for token in Tokens::of(package, true) {
            match token {
                Token::Open(tag) => {
                    in_author = tag.name == "creator";
                    in_title = tag.name == "title" && book.title.is_none();
                    match &*tag.name {
                        "item" => {
                            let said = |name: &str| tag.attribute(name).unwrap_or_default();
                            let kind = said("media-type");
                            let path = join(folder, said("href"));
                            let is_page = kind.contains("html")
                                || kind.contains("oeb1-document")
                                || (kind.is_empty() && path.ends_with("html"));
                            let is_contents =
                                said("properties").split_whitespace().any(|word| word == "nav");
                            let item = Item { path, is_page, is_contents };
                            book.items.insert(said("id").to_owned(), item);
                        }
                        "itemref" => {
                            let id = tag.attribute("idref").unwrap_or_default();
                            if seen.insert(id.to_owned()) {
                                book.order.push(id.to_owned());
                            }
                        }
                        _ => {}
                    }
                }
                Token::Raw(text) if in_title => {
                    book.title = Some(html::resolve(text.trim())).filter(|title| !title.is_empty());
                }
                Token::Text(text) if in_author && book.authors.len() < 20 => {
                    let author = html::resolve(text.trim());
                    book.authors.extend(Some(author).filter(|author| !author.is_empty()));
                }
                Token::Close(_) => (in_author, in_title) = (false, false),
                _ => {}
            }
        }
        book
    }
}

/// A path inside the book, from a reference in a file of a folder.
fn join(folder: &str, reference: &str) -> String {
    let reference = html::resolve(reference.split(['#', '?']).next().unwrap_or_default());
    let reference = decode_path(&reference);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    if reference.starts_with('/') {
        parts.clear();
    }
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Resolves `%20` and the like.
fn decode_path(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LandmarkKind;
    use crate::testing::package;

    const CONTAINER: &str = "<container><rootfiles><rootfile full-path='OPS/book.opf' \
                             media-type='application/oebps-package+xml'/></rootfiles></container>";
    const BOOK: &str = "<?xml version='1.0'?><package><metadata><dc:title>Walks &amp; talks</dc:title>\
        <dc:creator id='a'>Vera Lindqvist</dc:creator></metadata><manifest>\
        <item id='two' href='text/2%20end.xhtml' media-type='application/xhtml+xml'/>\
        <item id='one' href='../OPS/text/1.xhtml#top' media-type='application/xhtml+xml'/>\
        <item id='toc' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>\
        <item id='gone' href='gone.xhtml' media-type='application/xhtml+xml'/></manifest>\
        <spine><itemref idref='toc'/><itemref idref='one'/><itemref idref='two'/>\
        <itemref idref='one'/><itemref idref='gone'/></spine></package>";

    fn book(more: &[(&str, &str)]) -> Vec<u8> {
        let mut parts = vec![
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", CONTAINER),
            ("OPS/book.opf", BOOK),
            ("OPS/nav.xhtml", "<html><body><h1>Contents</h1></body></html>"),
            (
                "OPS/text/1.xhtml",
                "<?xml version='1.0'?><html><head><title/></head><body><h1>One</h1><p>First<a \
                 id='x'/>&#160;words.</p><p/><img src='a.png'/></body></html>",
            ),
            (
                "OPS/text/2 end.xhtml",
                "<html><body><h1>Two</h1><p>Last&nbsp;words.</p></body></html>",
            ),
        ];
        parts.extend(more);
        package(&parts)
    }

    #[test]
    fn chapters_come_in_the_order_of_reading() {
        let document = read(&book(&[]), "a.epub").expect("a book");
        assert_eq!(document.text, "One\nFirst\u{a0}words.\nTwo\nLast\u{a0}words.\n");
        let headings: Vec<_> =
            document.landmarks.iter().map(|mark| (mark.kind, mark.start, mark.end)).collect();
        let level = LandmarkKind::Heading(1);
        assert_eq!(headings, [(level, 0, 3), (level, 17, 20)]);
        let notices: Vec<&str> =
            document.notices.iter().map(|notice| notice.message.as_str()).collect();
        assert_eq!(
            notices,
            [
                "The book is “Walks & talks” by Vera Lindqvist.",
                "1 chapter was missing in the file.",
                "1 picture was left out.",
            ]
        );
    }

    #[test]
    fn a_locked_book_is_refused_and_hidden_fonts_are_not() {
        let encryption = |algorithm: &str, uri: &str| {
            format!(
                "<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm='{algorithm}'/>\
                 <enc:CipherData><enc:CipherReference URI='{uri}'/></enc:CipherData>\
                 </enc:EncryptedData></encryption>"
            )
        };
        let locked = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OPS/text/1.xhtml");
        let trouble =
            read(&book(&[("META-INF/encryption.xml", &locked)]), "a").expect_err("locked");
        assert_eq!(trouble.kind, RefusalKind::Encrypted);
        let fonts = encryption(FONT_ALGORITHMS[0], "OPS/font.otf");
        assert!(read(&book(&[("META-INF/encryption.xml", &fonts)]), "a").is_ok());
    }

    #[test]
    fn broken_books_are_refused() {
        let kind = |bytes: &[u8]| read(bytes, "a.epub").expect_err("no book").kind;
        assert_eq!(kind(b"PK\x03\x04"), RefusalKind::Damaged);
        assert_eq!(kind(&package(&[("a", "b")])), RefusalKind::Damaged);
        let empty = [("META-INF/container.xml", CONTAINER), ("OPS/book.opf", "<package/>")];
        assert_eq!(kind(&package(&empty)), RefusalKind::Empty);
    }

    proptest::proptest! {
        #[test]
        fn damaged_bytes_are_read_or_refused(
            changes in proptest::collection::vec((0_usize..3000, 0_u8..=255), 0..8),
            cut in 0_usize..4000,
        ) {
            let mut bytes = book(&[]);
            for (at, byte) in changes {
                if let Some(place) = bytes.get_mut(at) {
                    *place = byte;
                }
            }
            bytes.truncate(cut.max(100));
            let _ = read(&bytes, "a.epub");
        }
    }
}
