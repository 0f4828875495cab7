//! Annotations, tracked changes and pages keep their places.

use super::*;
use crate::LandmarkKind;
use crate::TrackedChanges::{Accepted, Rejected, Shown};

const INFO: &str = "<office:change-info><dc:creator>Ada</dc:creator><dc:date>2024-05-01T10:00:00</dc:date></office:change-info>";

fn changed(body: &str) -> Vec<u8> {
    let regions = format!(
        "<text:tracked-changes>\
         <text:changed-region xml:id=\"d\" text:id=\"d\"><text:deletion>{INFO}<text:p>was</text:p><text:p>so </text:p></text:deletion></text:changed-region>\
         <text:changed-region text:id=\"i\"><text:insertion>{INFO}</text:insertion></text:changed-region></text:tracked-changes>"
    );
    document(&(regions + body))
}

#[test]
fn changes_are_accepted_rejected_or_shown() {
    let bytes = changed(
        "<text:p>It <text:change text:change-id=\"d\"/>is <text:change-start text:change-id=\"i\"/>very</text:p>\
         <text:p>much<text:change-end text:change-id=\"i\"/> here</text:p>",
    );
    let texts = [Accepted, Rejected, Shown].map(|changes| read_as(&bytes, changes).text);
    let expected =
        ["It is very\nmuch here\n", "It was\nso is  here\n", "It was\nso is very\nmuch here\n"];
    assert_eq!(texts, expected);
    let shown = read_as(&bytes, Shown);
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        said(&shown),
        [pair("Deleted by Ada.", "was\nso "), pair("Inserted by Ada.", "very\nmuch")]
    );
    assert_eq!(shown.comments[0].date.as_deref(), Some("2024-05-01T10:00:00"));
}

#[test]
fn annotations_keep_their_span_and_replies_share_it() {
    let body = "<text:p>a <office:annotation office:name=\"n\"><dc:creator>Ada</dc:creator>\
        <dc:date>2024-01-01T00:00:00</dc:date><text:p>first</text:p><text:p>second</text:p></office:annotation>bcd</text:p>\
        <text:p>e<office:annotation-end office:name=\"n\"/>f<office:annotation office:name=\"m\" office:parent-name=\"n\">\
        <dc:creator>Bo</dc:creator><text:p>reply</text:p></office:annotation></text:p>";
    let document = read_as(&document(body), Accepted);
    assert_eq!(document.text, "a bcd\nef\n");
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(said(&document), [pair("first\nsecond", "bcd\ne"), pair("reply", "bcd\ne")]);
    assert_eq!(document.comments[0].author.as_deref(), Some("Ada"));
    assert_eq!(document.comments[0].date.as_deref(), Some("2024-01-01T00:00:00"));
}

#[test]
fn pages_are_told_when_the_program_counted_as_many() {
    let style = "<style:style style:name=\"B\" style:family=\"paragraph\"><style:paragraph-properties fo:break-before=\"page\"/></style:style>\
        <style:style style:name=\"C\" style:family=\"paragraph\" style:parent-style-name=\"B\"/>";
    let body = "<text:p>one <text:soft-page-break/>two</text:p><text:p text:style-name=\"C\">three</text:p>";
    let pages = |count: u8| {
        let meta = format!(
            "<office:document-meta {}><meta:document-statistic meta:page-count=\"{count}\"/></office:document-meta>",
            names()
        );
        let document = read_as(&document_with(body, style, &[("meta.xml", &meta)]), Accepted);
        let pages = document.landmarks.into_iter();
        let pages = pages.filter(|landmark| landmark.kind == LandmarkKind::Page);
        pages.map(|page| (page.label, page.start, page.end)).collect::<Vec<_>>()
    };
    let page = |label: &str, start, end| (label.to_owned(), start, end);
    assert_eq!(pages(3), [page("1", 0, 4), page("2", 4, 8), page("3", 8, 13)]);
    assert_eq!(pages(2), []);
}

#[test]
fn hidden_words_titles_of_pictures_and_margins_are_no_text() {
    let style = "<style:style style:name=\"H\" style:family=\"text\"><style:text-properties text:display=\"none\"/></style:style>";
    let body = "<text:p>a<text:span text:style-name=\"H\">secret</text:span><draw:frame><draw:image/>\
        <svg:title>picture</svg:title><svg:desc>of a tree</svg:desc></draw:frame>b</text:p>";
    let margins = format!(
        "<office:document-styles {}><style:header><text:p>Interview 3</text:p></style:header>\
         <style:footer><text:p>7</text:p></style:footer></office:document-styles>",
        names()
    );
    let document = read_as(&document_with(body, style, &[("styles.xml", &margins)]), Accepted);
    assert_eq!(document.text, "ab\n");
    assert_eq!(document.notices.len(), 3, "{:?}", document.notices);
}

#[test]
fn equations_are_one_line() {
    let math = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mfrac><mn>1</mn><mi>n</mi></mfrac></math>";
    let body = "<text:p>So <draw:frame><draw:object xlink:href=\"./Object 1\"/><draw:image/></draw:frame>.</text:p>";
    let document = read_as(&document_with(body, "", &[("Object 1/content.xml", math)]), Accepted);
    assert_eq!((document.text.as_str(), document.notices.len()), ("So 1/n.\n", 0));
}

#[test]
fn flat_texts_are_read_alike() {
    let flat = format!(
        "<?xml version=\"1.0\"?><office:document {} office:mimetype=\"application/vnd.oasis.opendocument.text\">\
         <office:meta><dc:creator>Ada</dc:creator></office:meta><office:automatic-styles><text:list-style style:name=\"L\">\
         <text:list-level-style-bullet text:level=\"1\"/></text:list-style></office:automatic-styles><office:body><office:text>\
         <text:list text:style-name=\"L\"><text:list-item><text:p>one</text:p></text:list-item></text:list>\
         <text:p>two<draw:frame><draw:image><office:binary-data>AAAA</office:binary-data></draw:image></draw:frame></text:p>\
         </office:text></office:body></office:document>",
        names()
    );
    assert_eq!(read_as(flat.as_bytes(), Accepted).text, "• one\ntwo\n");
}
