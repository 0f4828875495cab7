//! Lists bear the numbers that Word prints.

use super::*;

const NUMBERING: &str = "<w:abstractNum w:abstractNumId='0'>\
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:pStyle w:val='Q'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%2)'/></w:lvl>\
    <w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2.%3'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>";
const STYLES: &str = "<w:style w:type='paragraph' w:styleId='Q'><w:name w:val='Question'/>\
    <w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>";

fn item(level: usize, words: &str) -> String {
    p(&(format!("<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr>")
        + &r(words)))
}

fn styled(style: &str, words: &str) -> String {
    p(&(format!("<w:pPr><w:pStyle w:val='{style}'/></w:pPr>") + &r(words)))
}

fn text(body: &str) -> String {
    let bytes = document_with(body, &[("numbering", NUMBERING), ("styles", STYLES)]);
    read_as(&bytes, crate::TrackedChanges::Accepted).text
}

#[test]
fn items_are_numbered_and_deeper_ones_set_in() {
    let body = item(0, "one") + &item(1, "a") + &item(2, "deep") + &item(1, "b") + &item(0, "two");
    assert_eq!(text(&body), "1. one\n  a) a\n1.a.1 deep\n  b) b\n2. two\n");
}

#[test]
fn numbers_come_from_styles_and_can_be_taken_away() {
    let none = "<w:pPr><w:pStyle w:val='Q'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr>";
    let body = styled("Q", "Why?") + &p(&(none.to_owned() + &r("Because."))) + &styled("Q", "How?");
    assert_eq!(text(&body), "1. Why?\nBecause.\n2. How?\n");
}

#[test]
fn a_numbered_heading_is_a_landmark_with_its_number() {
    let heading = "<w:pPr><w:pStyle w:val='berschrift1'/><w:numPr><w:ilvl w:val='2'/><w:numId w:val='1'/></w:numPr></w:pPr>";
    let body = p(&(heading.to_owned() + &r("Wege"))) + &p(&r("Text"));
    let bytes = document_with(&body, &[("numbering", NUMBERING), ("styles", STYLES)]);
    let document = read_as(&bytes, crate::TrackedChanges::Accepted);
    assert_eq!(document.text, "1.a.1 Wege\nText\n");
    let [landmark] = document.landmarks.as_slice() else { panic!("{:?}", document.landmarks) };
    assert_eq!(landmark.kind, crate::LandmarkKind::Heading(1));
    assert_eq!((landmark.start, landmark.end), (0, 10));
}

#[test]
fn lists_in_cells_keep_their_numbers() {
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
        cell(&(item(0, "a") + &item(0, "b"))),
        cell(&item(0, "c"))
    );
    assert_eq!(text(&body), "1. a 2. b\t3. c\n");
}

#[test]
fn a_struck_out_item_is_not_counted() {
    let gone = "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>\
        <w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>";
    let body = item(0, "one") + gone + &item(0, "two");
    assert_eq!(text(&body), "1. one\n2. two\n");
}
