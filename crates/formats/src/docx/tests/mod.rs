//! Word documents built here, piece by piece.

mod changes;
mod damage;
mod lists;
mod places;

use super::*;
use crate::testing::{package, said};

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\"";

fn document(body: &str) -> Vec<u8> {
    let xml = format!("<w:document {WORD}><w:body>{body}</w:body></w:document>");
    let notes = format!(
        "<w:footnotes {WORD}><w:footnote w:id=\"0\" w:type=\"separator\"><w:p><w:r><w:t>x</w:t></w:r></w:p>\
         </w:footnote><w:footnote w:id=\"2\"><w:p><w:r><w:t>She laughed.</w:t></w:r></w:p></w:footnote>\
         </w:footnotes>"
    );
    package(&[("word/document.xml", &xml), ("word/footnotes.xml", &notes)])
}

/// A document with further parts, by their names and what their roots hold.
fn document_with(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let wrap = |root: &str, inner: &str| format!("<w:{root} {WORD}>{inner}</w:{root}>");
    let main = wrap("document", &format!("<w:body>{body}</w:body>"));
    let mut all = vec![("word/document.xml".to_owned(), main)];
    for (name, inner) in parts {
        match *name {
            "docProps/app" => {
                all.push((format!("{name}.xml"), format!("<Properties>{inner}</Properties>")));
            }
            name => all.push((format!("word/{name}.xml"), wrap(name, inner))),
        }
    }
    let all: Vec<(&str, &str)> =
        all.iter().map(|(name, xml)| (name.as_str(), xml.as_str())).collect();
    package(&all)
}

fn read_as(bytes: &[u8], changes: crate::TrackedChanges) -> Document {
    let document = read(bytes, "a.docx", Options { changes, ..Options::default() });
    let document = document.expect("a document");
    crate::remarks::assert_places(&document);
    document
}

fn p(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

fn r(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

fn text_of(body: &str) -> String {
    read(&document(body), "a.docx", Options::default()).expect("a document").text
}

#[test]
fn paragraphs_tabs_breaks_and_signs_are_text() {
    let body = p(&(r("Tea &amp; ")
        + "<w:r><w:t>talk</w:t><w:tab/><w:t>x</w:t><w:br/><w:noBreakHyphen/>\
           <w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>"))
        + &p("<w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr>")
        + &p(&r("End"));
    assert_eq!(text_of(&body), "Tea & talk\tx\n\u{2011}☑\n\nEnd\n");
}

#[test]
fn tracked_changes_are_accepted_with_a_notice() {
    let body = p(&(r("I ")
        + "<w:del><w:r><w:delText>hated</w:delText></w:r></w:del><w:ins>"
        + &r("liked")
        + "</w:ins>"
        + &r(" it")))
        + &p(&("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>".to_owned() + &r("One")))
        + &p(&r(" two"));
    let document = read(&document(&body), "a.docx", Options::default()).expect("a document");
    assert_eq!(document.text, "I liked it\nOne two\n");
    assert_eq!(document.notices.len(), 2);
}

#[test]
fn moved_words_stand_once() {
    let body = p(&format!("<w:moveFrom>{}</w:moveFrom>", r("moved")))
        + &p(&format!("<w:moveTo>{}</w:moveTo>", r("moved")));
    assert_eq!(text_of(&body).matches("moved").count(), 1);
}

#[test]
fn notes_are_marked_and_appended() {
    let body = p(&(r("Well") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>" + &r(".")));
    assert_eq!(text_of(&body), "Well[1].\n\n[1] She laughed.\n");
}

#[test]
fn tables_are_rows_of_tab_separated_cells() {
    let cell = |inner: &str| format!("<w:tc>{}</w:tc>", p(&r(inner)));
    let wide =
        "<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>".to_owned() + &p(&r("w")) + "</w:tc>";
    let body = format!(
        "<w:tbl><w:tr>{}{}{}</w:tr><w:tr>{wide}{}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl>",
        cell("a"),
        cell("b"),
        cell("c"),
        cell("d"),
        cell("gone"),
    );
    assert_eq!(text_of(&body), "a\tb\tc\nw\t\td\n");
}

#[test]
fn a_text_box_stands_once_after_its_paragraph() {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", p(&r("boxed")));
    let alternates = format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">{content}</mc:Choice><mc:Fallback>\
         <w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    );
    assert_eq!(text_of(&p(&(r("be") + &alternates + &r("fore")))), "before\nboxed\n");
}

#[test]
fn instructions_of_fields_are_not_text() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let instruction = "<w:r><w:instrText>HYPERLINK</w:instrText></w:r>";
    let nested = mark("begin")
        + instruction
        + &mark("begin")
        + instruction
        + &mark("separate")
        + &r("inner")
        + &mark("end")
        + &mark("separate")
        + &r("outer")
        + &mark("end");
    assert_eq!(text_of(&p(&nested)), "outer\n");
    let never_ended = p(&mark("begin")) + &p(&r("kept"));
    assert_eq!(text_of(&never_ended).trim(), "kept");
}

#[test]
fn links_smart_tags_and_controls_keep_their_words() {
    let body = p(&format!(
        "<w:hyperlink>{}</w:hyperlink><w:smartTag><w:smartTag>{}</w:smartTag></w:smartTag>\
         <w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>\
         <w:fldSimple w:instr=\"PAGE\">{}</w:fldSimple>",
        r("a"),
        r("b"),
        r("c"),
        r("d"),
    ));
    assert_eq!(text_of(&body), "abcd\n");
}

#[test]
fn hidden_text_is_left_out_with_a_notice() {
    let body = p(&(r("seen") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"));
    let document = read(&document(&body), "a.docx", Options::default()).expect("a document");
    assert_eq!((document.text.as_str(), document.notices.len()), ("seen\n", 1));
}

#[test]
fn broken_and_mislabelled_documents_are_refused() {
    let kind =
        |bytes: &[u8]| read(bytes, "a.docx", Options::default()).expect_err("not a document").kind;
    assert_eq!(kind(b"PK\x03\x04 and no more"), RefusalKind::Damaged);
    assert_eq!(kind(&package(&[("xl/workbook.xml", "<a/>")])), RefusalKind::Mislabelled);
    assert_eq!(kind(&package(&[("word/document.xml", "<w:document")])), RefusalKind::Damaged);
    let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>";
    assert_eq!(kind(&package(&[("word/document.xml", bomb)])), RefusalKind::Unsafe);
    assert_eq!(kind(&document("")), RefusalKind::Empty);
}

proptest::proptest! {
    #[test]
    fn any_words_come_back(words in proptest::collection::vec("[a-zA-ZäöüßА-я一-龥😀-😏 ]{0,20}x", 1..8)) {
        let body: String = words.iter().map(|words| p(&r(words))).collect();
        proptest::prop_assert_eq!(text_of(&body), words.join("\n") + "\n");
    }

    #[test]
    fn damaged_bytes_are_read_or_refused(
        changes in proptest::collection::vec((0_usize..900, 0_u8..=255), 0..8), cut in 0_usize..2000,
    ) {
        let mut bytes = document(&p(&r("some words")));
        for (at, byte) in changes {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        bytes.truncate(cut);
        let _ = read(&bytes, "a.docx", Options::default());
    }

    #[test]
    fn shuffled_elements_never_bring_the_reader_down(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "<w:p>", "</w:p>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>",
            "<w:txbxContent>", "</w:txbxContent>", "<w:t>word</w:t>", "<w:del/>", "<w:pPr>", "</w:pPr>",
        ]), 0..40),
    ) {
        // Unbalanced pieces are mostly refused as damaged, before and after some are read.
        let _ = read(&document(&pieces.concat()), "a.docx", Options::default());
    }
}
