//! Tracked changes are accepted, rejected or shown.

use super::*;
use crate::TrackedChanges::{Accepted, Rejected, Shown};

const BY: &str = "w:author=\"Ada\" w:date=\"2024-05-01T10:00:00Z\"";

fn inserted(words: &str) -> String {
    format!("<w:ins {BY}>{}</w:ins>", r(words))
}

fn deleted(words: &str) -> String {
    format!("<w:del {BY}><w:r><w:delText xml:space=\"preserve\">{words}</w:delText></w:r></w:del>")
}

fn end(change: &str) -> String {
    format!("<w:pPr><w:rPr><w:{change} {BY}/></w:rPr></w:pPr>")
}

fn texts(body: &str) -> [String; 3] {
    [Accepted, Rejected, Shown].map(|changes| read_as(&document(body), changes).text)
}

#[test]
fn words_stay_or_go_as_chosen() {
    let body = p(&(r("I ") + &deleted("hated") + &inserted("liked") + &r(" it")));
    assert_eq!(texts(&body), ["I liked it\n", "I hated it\n", "I hatedliked it\n"]);
    let shown = read_as(&document(&body), Shown);
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(said(&shown), [pair("Deleted by Ada.", "hated"), pair("Inserted by Ada.", "liked")]);
    assert_eq!(shown.comments[0].date.as_deref(), Some("2024-05-01T10:00:00Z"));
}

#[test]
fn ends_of_paragraphs_are_changes_too() {
    let body = p(&(end("ins") + &r("One "))) + &p(&(end("del") + &r("two "))) + &p(&r("three"));
    let expected = ["One \ntwo three\n", "One two \nthree\n", "One \ntwo \nthree\n"];
    assert_eq!(texts(&body), expected);
    let told = said(&read_as(&document(&body), Shown));
    assert_eq!(told[0], ("Paragraph break inserted by Ada.".to_owned(), String::new()));
    assert_eq!(told.len(), 2);
}

#[test]
fn a_joined_paragraph_is_what_the_last_of_its_pieces_is() {
    let styles = "<w:style w:styleId='H'><w:name w:val='heading 1'/></w:style>";
    let heading = format!(
        "<w:p><w:pPr><w:pStyle w:val='H'/><w:rPr><w:del {BY}/></w:rPr></w:pPr>{}</w:p>",
        deleted("Gone")
    );
    let bytes = document_with(&(heading + &p(&r("Text"))), &[("styles", styles)]);
    let headings = |changes| read_as(&bytes, changes).landmarks.len();
    assert_eq!((headings(Accepted), headings(Rejected)), (0, 1));
}

#[test]
fn a_struck_out_paragraph_before_a_table_leaves_no_line() {
    let table = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", p(&r("cell")));
    let body = p(&r("a")) + &p(&(end("del") + &deleted("gone"))) + &table + &p(&r("b"));
    assert_eq!(texts(&body)[0], "a\ncell\nb\n");
}

#[test]
fn rows_and_cells_are_changes_too() {
    let cell = |properties: &str, words: &str| format!("<w:tc>{properties}{}</w:tc>", p(&r(words)));
    let row = |change: &str, cells: &str| {
        format!("<w:tr><w:trPr><w:{change} {BY}/></w:trPr>{cells}</w:tr>")
    };
    let body = format!(
        "<w:tbl>{}{}<w:tr>{}{}</w:tr></w:tbl>",
        row("ins", &cell("", "new")),
        row("del", &cell("", "old")),
        cell(&format!("<w:tcPr><w:cellDel {BY}/></w:tcPr>"), "x"),
        cell("", "y")
    );
    assert_eq!(texts(&body), ["new\ny\n", "old\nx\ty\n", "new\nold\nx\ty\n"]);
    let told = said(&read_as(&document(&body), Shown));
    assert_eq!(told[0], ("Inserted by Ada.".to_owned(), "new".to_owned()));
    assert_eq!(told[1], ("Deleted by Ada.".to_owned(), "old".to_owned()));
}

#[test]
fn a_note_in_deleted_words_goes_with_them() {
    let reference = "<w:r><w:footnoteReference w:id=\"2\"/></w:r>";
    let body = p(&(r("Well") + &format!("<w:del {BY}>{reference}</w:del>")));
    let expected = ["Well\n", "Well[1]\n\n[1] She laughed.\n", "Well[1]\n\n[1] She laughed.\n"];
    assert_eq!(texts(&body), expected);
}

#[test]
fn a_change_of_numbering_is_no_change_of_the_paragraph() {
    let numbering = "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='·'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>";
    let listed = format!("<w:pPr><w:numPr><w:numId w:val='1'/><w:ins {BY}/></w:numPr></w:pPr>");
    let bytes =
        document_with(&(p(&(listed + &r("one"))) + &p(&r("two"))), &[("numbering", numbering)]);
    assert_eq!(read_as(&bytes, Accepted).text, "• one\ntwo\n");
    assert_eq!(read_as(&bytes, Rejected).text, "one\ntwo\n");
}
