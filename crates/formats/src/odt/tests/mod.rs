//! OpenDocument texts built here, piece by piece.

mod damage;
mod lists;
mod places;

use super::*;
use crate::testing::{package, said};

fn names() -> String {
    let names = ["office", "text", "table", "style"]
        .map(|name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""));
    names.join(" ")
        + " xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" \
           xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" \
           xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
           xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" \
           xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
           xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
}

fn document(body: &str) -> Vec<u8> {
    document_with(body, "", &[])
}

/// A document with styles of its own and further parts.
fn document_with(body: &str, styles: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let content = format!(
        "<office:document-content {}><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>",
        names()
    );
    let mut all = vec![
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_str()),
    ];
    all.extend_from_slice(parts);
    package(&all)
}

fn text_of(body: &str) -> String {
    read_as(&document(body), crate::TrackedChanges::Accepted).text
}

fn read_as(bytes: &[u8], changes: crate::TrackedChanges) -> Document {
    let document = read(bytes, "a.odt", Options { changes, ..Options::default() });
    let document = document.expect("a document");
    crate::remarks::assert_places(&document);
    document
}

#[test]
fn white_space_is_expanded_and_collapsed() {
    let body = "<text:p>  a \n  b<text:s text:c=\"3\"/>c<text:tab/>d<text:line-break/>e</text:p>";
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
    assert_eq!(document.notices.len(), 1);
    let [comment] = document.comments.as_slice() else { panic!("{:?}", document.comments) };
    assert_eq!((comment.text.as_str(), comment.start, comment.end), ("hm", 8, 8));
}

#[test]
fn locked_broken_and_mislabelled_documents_are_refused() {
    let kind =
        |bytes: &[u8]| read(bytes, "a.odt", Options::default()).expect_err("not a document").kind;
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
