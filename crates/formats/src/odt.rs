//! OpenDocument texts, `.odt`.
//!
//! Paragraphs, headings, lists and tables become lines; `text:s`, tabs and line
//! breaks are expanded and other white space is collapsed as OpenDocument 1.3,
//! part 3, section 6.1.2 says. Foot- and endnotes are marked `[1]` and appended.
//! Tracked changes are taken as accepted; annotations and pictures are left out
//! with a notice; headers and footers are part of the styles and not read.

use crate::flow::Flow;
use crate::package::{Package, locked};
use crate::xml::{self, Element, Space, Visit};
use crate::{Document, Notices, Options, RefusalKind, Trouble, text};

const CLAIMS: &str = "OpenDocument text";

/// Reads an OpenDocument text.
pub(crate) fn read(bytes: &[u8], file: &str, _options: Options) -> Result<Document, Trouble> {
    let mut package = Package::open(bytes, CLAIMS)?;
    if is_locked(&mut package)? {
        return Err(locked());
    }
    let Some(content) = package.part("content.xml")? else {
        let what = if package.holds("word/") { "a Word document" } else { "no text of that kind" };
        return Err(mislabelled(what));
    };
    let mut walk = Walk::new();
    xml::walk(&content, "content.xml", &mut walk)?;
    if !walk.is_text {
        return Err(mislabelled("a spreadsheet, presentation or drawing"));
    }
    let mut notices = Notices::about(file);
    walk.report(&mut notices);
    let text = walk.flow.finish(&walk.notes)?;
    let text = text::tidy(&text, &mut notices);
    Ok(Document { text, notices: notices.list, ..Document::default() })
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

struct Walk {
    flow: Flow,
    notes: Vec<String>,
    is_text: bool,
    depth: usize,
    skipped_from: Option<usize>,
    /// How many paragraphs are open, one within another.
    paragraphs: usize,
    /// Whether a space would follow white space and is dropped.
    after_space: Vec<bool>,
    cells: Vec<usize>,
    annotations: usize,
    changes: usize,
    pictures: usize,
    objects: usize,
}

impl Walk {
    fn new() -> Self {
        Self {
            flow: Flow::new(),
            notes: Vec::new(),
            is_text: false,
            depth: 0,
            skipped_from: None,
            paragraphs: 0,
            after_space: Vec::new(),
            cells: Vec::new(),
            annotations: 0,
            changes: 0,
            pictures: 0,
            objects: 0,
        }
    }

    fn report(&self, notices: &mut Notices<'_>) {
        notices.count(
            self.changes,
            "tracked change",
            "tracked changes",
            "accepted: deleted words are not in the text",
        );
        notices.count(self.annotations, "comment", "comments", "left out");
        notices.count(self.pictures, "picture", "pictures", "left out");
        notices.count(self.objects, "embedded object", "embedded objects", "left out");
    }

    fn skip(&mut self) {
        self.skipped_from = Some(self.depth);
    }

    fn push(&mut self, text: &str) {
        self.flow.push(text);
        if let Some(after_space) = self.after_space.last_mut() {
            *after_space = false;
        }
    }

    fn open_text(&mut self, element: &Element<'_>) {
        match element.name {
            "p" | "h" => {
                self.flow.open_paragraph();
                self.paragraphs += 1;
                self.after_space.push(true);
            }
            "s" => {
                let count =
                    element.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.push(&" ".repeat(count.min(1000)));
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            "note-body" => self.open_note(),
            "changed-region" => self.changes += 1,
            "deletion"
            | "insertion"
            | "format-change"
            | "note-citation"
            | "hidden-text"
            | "hidden-paragraph"
            | "ruby-text"
            | "table-of-content-source"
            | "alphabetical-index-source"
            | "illustration-index-source"
            | "bibliography-source"
            | "user-index-source"
            | "table-index-source"
            | "object-index-source" => self.skip(),
            _ => {}
        }
    }

    fn open_note(&mut self) {
        let mark = format!("[{}]", self.notes.len() + 1);
        self.push(&mark);
        self.notes.push(mark);
        self.flow.open_box();
    }

    /// Notes do not nest, so the last one is the one that closes.
    fn close_note(&mut self) {
        let text = self.flow.take_box().unwrap_or_default();
        if let Some(note) = self.notes.last_mut() {
            note.push(' ');
            note.push_str(text.trim());
        }
    }

    fn open_table(&mut self, element: &Element<'_>) {
        match element.name {
            "table" => self.flow.open_table(),
            "table-cell" | "covered-table-cell" => {
                let repeated = element.attribute("number-columns-repeated");
                self.cells.push(repeated.and_then(|count| count.parse().ok()).unwrap_or(1));
                self.flow.open_cell();
            }
            _ => {}
        }
    }

    fn close_inner(&mut self, space: Space, name: &str) {
        match (space, name) {
            (Space::Text, "p" | "h") => {
                self.flow.close_paragraph();
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.after_space.pop();
            }
            (Space::Text, "note-body") => self.close_note(),
            (Space::Draw, "text-box") => self.flow.close_box(),
            (Space::Table, "table") => self.flow.close_table(),
            (Space::Table, "table-row") => self.flow.close_row(true),
            (Space::Table, "table-cell" | "covered-table-cell") => {
                let columns = self.cells.pop().unwrap_or(1);
                self.flow.close_cell(columns);
            }
            _ => {}
        }
    }
}

impl Visit for Walk {
    fn open(&mut self, element: &Element<'_>) {
        self.depth += 1;
        if self.skipped_from.is_some() {
            return;
        }
        match (element.space, element.name) {
            (Space::Text, _) => self.open_text(element),
            (Space::Table, _) => self.open_table(element),
            (Space::Office, "text") => self.is_text = true,
            (Space::Office, "annotation") => {
                self.annotations += 1;
                self.skip();
            }
            (
                Space::Office,
                "forms" | "scripts" | "event-listeners" | "automatic-styles" | "meta",
            ) => {
                self.skip();
            }
            (Space::Draw, "text-box") => self.flow.open_box(),
            (Space::Draw, "image") => {
                self.pictures += 1;
                self.skip();
            }
            (Space::Draw, "object" | "object-ole" | "plugin" | "applet") => {
                self.objects += 1;
                self.skip();
            }
            _ => {}
        }
    }

    fn close(&mut self, space: Space, name: &str) {
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        match self.skipped_from {
            Some(from) if depth == from => self.skipped_from = None,
            Some(_) => {}
            None => self.close_inner(space, name),
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped_from.is_some() || self.paragraphs == 0 {
            return;
        }
        let Some(after_space) = self.after_space.last_mut() else {
            return;
        };
        let mut collapsed = String::with_capacity(text.len());
        for sign in text.chars() {
            let is_space = matches!(sign, ' ' | '\t' | '\n' | '\r');
            if !is_space {
                collapsed.push(sign);
            } else if !*after_space {
                collapsed.push(' ');
            }
            *after_space = is_space;
        }
        self.flow.push(&collapsed);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn package(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).expect("a new part");
            zip.write_all(content.as_bytes()).expect("memory");
        }
        zip.finish().expect("memory").into_inner()
    }

    fn document(body: &str) -> Vec<u8> {
        let names = ["office", "text", "table"].map(|name| {
            format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\"")
        });
        let content = format!(
            "<office:document-content {} xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\">\
             <office:body><office:text>{body}</office:text></office:body></office:document-content>",
            names.join(" ")
        );
        package(&[
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("content.xml", &content),
        ])
    }

    fn text_of(body: &str) -> String {
        read(&document(body), "a.odt", Options::default()).expect("a document").text
    }

    #[test]
    fn white_space_is_expanded_and_collapsed() {
        let body =
            "<text:p>  a \n  b<text:s text:c=\"3\"/>c<text:tab/>d<text:line-break/>e</text:p>";
        assert_eq!(text_of(body), "a b   c\td\ne\n");
        assert_eq!(text_of("<text:p>a <text:span> b</text:span>&amp;</text:p>"), "a b&\n");
    }

    #[test]
    fn headings_lists_tables_and_boxes_become_lines() {
        let body = "<text:h>Title</text:h>\n<text:list><text:list-item><text:p>one</text:p></text:list-item>\
            </text:list><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>\
            <table:covered-table-cell/><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>\
            </table:table><text:p>be<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box>\
            </draw:frame>fore</text:p>";
        assert_eq!(text_of(body), "Title\none\na\t\tb\nbefore\nboxed\n");
    }

    #[test]
    fn notes_are_marked_and_changes_accepted() {
        let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>\
            </text:deletion></text:changed-region></text:tracked-changes><text:p>Well<text:note>\
            <text:note-citation>1</text:note-citation><text:note-body><text:p>She laughed.</text:p>\
            </text:note-body></text:note>.<office:annotation><text:p>hm</text:p></office:annotation></text:p>";
        let document = read(&document(body), "a.odt", Options::default()).expect("a document");
        assert_eq!(document.text, "Well[1].\n\n[1] She laughed.\n");
        assert_eq!(document.notices.len(), 2);
    }

    #[test]
    fn locked_broken_and_mislabelled_documents_are_refused() {
        let kind = |bytes: &[u8]| {
            read(bytes, "a.odt", Options::default()).expect_err("not a document").kind
        };
        let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
            <manifest:encryption-data/></manifest:manifest>";
        let locked = package(&[("META-INF/manifest.xml", manifest), ("content.xml", "…")]);
        assert_eq!(kind(&locked), RefusalKind::Encrypted);
        assert_eq!(kind(b"PK\x03\x04"), RefusalKind::Damaged);
        assert_eq!(kind(&package(&[("word/document.xml", "<a/>")])), RefusalKind::Mislabelled);
        assert_eq!(kind(&package(&[("content.xml", "<a/>")])), RefusalKind::Mislabelled);
        assert_eq!(kind(&document("<text:p/>")), RefusalKind::Empty);
    }

    proptest::proptest! {
        #[test]
        fn damaged_bytes_are_read_or_refused(
            changes in proptest::collection::vec((0_usize..900, 0_u8..=255), 0..8), cut in 0_usize..2000,
        ) {
            let mut bytes = document("<text:p>some words</text:p>");
            for (at, byte) in changes {
                if let Some(place) = bytes.get_mut(at) {
                    *place = byte;
                }
            }
            bytes.truncate(cut);
            let _ = read(&bytes, "a.odt", Options::default());
        }
    }
}
