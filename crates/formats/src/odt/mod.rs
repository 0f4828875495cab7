//! OpenDocument texts: `.odt`, `.ott` and flat `.fodt`.
//!
//! Paragraphs, headings and tables become lines, lists bear the numbers that are
//! printed. Foot- and endnotes are marked `[1]` and appended; annotations are
//! kept as comments with the span that they are about; tracked changes are
//! decided as the person chose. Pictures, embedded objects, hidden text, headers
//! and footers are left out with a notice. The walk itself is in `body.rs`.

mod annotation;
mod body;
mod change;
mod list;
mod page;
mod paragraph;
mod styles;

use std::collections::HashMap;

use crate::package::{Package, locked};
use crate::xml::{self, Element, Space, Visit};
use crate::{Document, Notices, Options, RefusalKind, Trouble, math};

use body::Walk;
use styles::Styles;

const CLAIMS: &str = "OpenDocument text";
/// Equations larger or more than these are left out.
const LARGEST_EQUATION: usize = 256 * 1024;
const MOST_EQUATIONS: usize = 2000;

/// Reads an OpenDocument text.
pub(crate) fn read(bytes: &[u8], file: &str, options: Options) -> Result<Document, Trouble> {
    if !bytes.starts_with(b"PK") {
        return read_flat(bytes, file, options);
    }
    let mut package = Package::open(bytes, CLAIMS)?;
    if is_locked(&mut package)? {
        return Err(locked());
    }
    let Some(content) = package.part("content.xml")? else {
        let what = if package.holds("word/") { "a Word document" } else { "no text of that kind" };
        return Err(mislabelled(what));
    };
    let mut styles = Styles::default();
    if let Some(named) = package.part("styles.xml")? {
        styles.read(&named, "styles.xml")?;
    }
    styles.read(&content, "content.xml")?;
    let equations = equations(&mut package)?;
    // Properties of the document are a courtesy: broken ones take nothing away.
    let meta = package.part("meta.xml")?;
    let pages = meta.and_then(|bytes| page::count(&bytes, "meta.xml").ok()).flatten();
    let walk = Walk::new(options.changes, &styles, &equations);
    read_content(walk, &content, "content.xml", pages, file)
}

/// Reads a text that is one XML file.
fn read_flat(bytes: &[u8], file: &str, options: Options) -> Result<Document, Trouble> {
    const PART: &str = "text";
    let mut styles = Styles::default();
    styles.read(bytes, PART)?;
    let pages = page::count(bytes, PART)?;
    let equations = HashMap::new();
    let walk = Walk::new(options.changes, &styles, &equations);
    read_content(walk, bytes, PART, pages, file)
}

fn read_content(
    mut walk: Walk<'_>,
    content: &[u8],
    part: &str,
    pages: Option<usize>,
    file: &str,
) -> Result<Document, Trouble> {
    let first_page = walk.begin_pages();
    xml::walk(content, part, &mut walk)?;
    if !walk.is_text {
        return Err(mislabelled("a spreadsheet, presentation or drawing"));
    }
    walk.settle();
    walk.tell_pages(first_page, pages);
    walk.tell_comments();
    let mut notices = Notices::about(file);
    walk.report(&mut notices);
    let text = walk.flow.finish(walk.notes)?;
    let placed = walk.remarks.place(&text);
    notices.count(placed.lost, "comment", "comments", "about nothing in the text and left out");
    Ok(Document {
        text: text.into_text(),
        landmarks: placed.landmarks,
        comments: placed.comments,
        notices: notices.list,
        ..Document::default()
    })
}

fn mislabelled(what: &str) -> Trouble {
    Trouble::new(
        RefusalKind::Mislabelled,
        format!("its name says OpenDocument text, but it holds {what}: save it again as .odt."),
    )
}

/// A locked document says so in its manifest.
fn is_locked(package: &mut Package<'_>) -> Result<bool, Trouble> {
    struct Find(bool);
    impl Visit for Find {
        fn open(&mut self, element: &Element<'_>) {
            self.0 |= element.space == Space::Manifest && element.name == "encryption-data";
        }
        fn close(&mut self, _: Space, _: &str) {}
        fn text(&mut self, _: &str) {}
    }
    const MANIFEST: &str = "META-INF/manifest.xml";
    let Some(bytes) = package.part(MANIFEST)? else {
        return Ok(false);
    };
    // Old programs declare a document type in the manifest: it is read as far as it goes.
    let mut find = Find(false);
    let _ = xml::walk(&bytes, MANIFEST, &mut find);
    Ok(find.0 || bytes.windows(15).any(|window| window == b"encryption-data"))
}

/// The equations of a document by their folders; each is a document of its own.
fn equations(package: &mut Package<'_>) -> Result<HashMap<String, String>, Trouble> {
    #[derive(Default)]
    struct Read(math::Line, Option<String>);
    impl Visit for Read {
        fn open(&mut self, element: &Element<'_>) {
            if element.space == Space::Math {
                self.0.open(element);
            }
        }
        fn close(&mut self, space: Space, _: &str) {
            if space == Space::Math
                && let Some(line) = self.0.close()
            {
                self.1 = Some(line);
            }
        }
        fn text(&mut self, text: &str) {
            self.0.text(text);
        }
    }
    let mut equations = HashMap::new();
    for name in package.names("/content.xml").into_iter().take(MOST_EQUATIONS) {
        let Some(bytes) = package.part(&name)?.filter(|bytes| bytes.len() <= LARGEST_EQUATION)
        else {
            continue;
        };
        let mut read = Read::default();
        let folder = name.trim_end_matches("/content.xml").to_owned();
        if xml::walk(&bytes, &name, &mut read).is_ok()
            && let Some(line) = read.1
        {
            equations.insert(folder, line.replace(['\r', '\n', '\t'], " "));
        }
    }
    Ok(equations)
}

#[cfg(test)]
mod tests;
