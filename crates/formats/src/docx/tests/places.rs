//! Comments, headings and pages keep their places; what is no text does not come in.

use super::*;
use crate::TrackedChanges::Accepted;
use crate::{LandmarkKind, TrackedChanges};

fn range(kind: &str, id: u32) -> String {
    format!("<w:commentRange{kind} w:id=\"{id}\"/>")
}

fn comment(id: u32, author: &str, paragraph: &str, words: &str) -> String {
    format!(
        "<w:comment w:id=\"{id}\" w:author=\"{author}\" w:date=\"2024-01-0{id}T08:00:00Z\">\
         <w:p w:paraId=\"{paragraph}\">{}</w:p></w:comment>",
        r(words)
    )
}

#[test]
fn comments_keep_their_span_and_replies_follow() {
    let reference = |id: u32| format!("<w:r><w:commentReference w:id=\"{id}\"/></w:r>");
    let body = p(&(r("“Über ") + &range("Start", 1) + &r("uns”")))
        + &p(&(r("we") + &range("End", 1) + &reference(1) + &r(" talk") + &reference(2)));
    let comments = comment(1, "Ada", "AA", "why?")
        + &comment(2, "Cy", "CC", "a point")
        + &comment(3, "Bo", "BB", "because")
        + &comment(4, "Bo", "DD", "about nothing");
    let extended = "<w:commentEx w:paraId=\"BB\" w:paraIdParent=\"AA\"/>";
    let bytes = document_with(&body, &[("comments", &comments), ("commentsExtended", extended)]);
    let document = read_as(&bytes, Accepted);
    let told: Vec<_> = said(&document);
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(told, [pair("why?", "uns”\nwe"), pair("because", "uns”\nwe"), pair("a point", "")]);
    assert_eq!(document.comments[1].author.as_deref(), Some("Bo"));
    assert_eq!(document.comments[1].date.as_deref(), Some("2024-01-03T08:00:00Z"));
    assert_eq!(
        document.notices.last().map(|notice| notice.message.as_str()),
        Some("1 comment was about nothing in the text and left out.")
    );
}

#[test]
fn a_comment_on_a_list_item_is_not_about_its_number() {
    let numbering = "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='·'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>";
    let properties = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>";
    let body = range("Start", 1) + &p(&(properties.to_owned() + &r("item"))) + &range("End", 1);
    let comments = comment(1, "Ada", "AA", "hm");
    let bytes = document_with(&body, &[("comments", &comments), ("numbering", numbering)]);
    assert_eq!(said(&read_as(&bytes, Accepted)), [("hm".to_owned(), "item".to_owned())]);
}

#[test]
fn headings_are_landmarks_by_outline() {
    let outline = |level: u8, words: &str| {
        p(&(format!("<w:pPr><w:outlineLvl w:val='{level}'/></w:pPr>") + &r(words)))
    };
    let body = outline(0, "Part") + &p(&r("text")) + &outline(1, " Chapter ") + &outline(9, "none");
    let document = read_as(&document(&body), Accepted);
    let found: Vec<_> = document
        .landmarks
        .iter()
        .map(|landmark| (landmark.kind, landmark.start, landmark.end))
        .collect();
    assert_eq!(found, [(LandmarkKind::Heading(1), 0, 4), (LandmarkKind::Heading(2), 11, 18)]);
}

fn pages(body: &str, properties: &str) -> Vec<(String, u64, u64)> {
    let document = read_as(&document_with(body, &[("docProps/app", properties)]), Accepted);
    let pages = document.landmarks.into_iter();
    let pages = pages.filter(|landmark| landmark.kind == LandmarkKind::Page);
    pages.map(|page| (page.label, page.start, page.end)).collect()
}

#[test]
fn pages_are_told_when_word_counted_as_many() {
    const TURN: &str = "<w:r><w:lastRenderedPageBreak/></w:r>";
    let break_of_page = "<w:r><w:br w:type=\"page\"/></w:r>";
    let body =
        p(&r("one")) + &p(&(r("two ") + TURN + &r("three"))) + &p(break_of_page) + &p(&r("four"));
    let word = |pages: u8| {
        format!("<Pages>{pages}</Pages><Application>Microsoft Office Word</Application>")
    };
    let page = |label: &str, start, end| (label.to_owned(), start, end);
    assert_eq!(pages(&body, &word(3)), [page("1", 0, 8), page("2", 8, 14), page("3", 14, 19)]);
    assert_eq!(pages(&body, &word(2)), [page("1", 0, 8), page("2", 8, 19)]);
    assert_eq!(pages(&body, &word(4)), []);
    assert_eq!(pages(&body, "<Pages>2</Pages><Application>Other</Application>"), []);
    let numbered = body + "<w:sectPr><w:pgNumType w:start=\"7\"/></w:sectPr>";
    assert_eq!(pages(&numbered, &word(2))[1].0, "8");
}

#[test]
fn equations_forms_and_signs_are_one_line() {
    const MATH: &str = "xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";
    let m = |words: &str| format!("<m:r><m:t>{words}</m:t></m:r>");
    let fraction = format!(
        "<m:oMathPara {MATH}><m:oMath>{}<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f></m:oMath></m:oMathPara>",
        m("x = "),
        m("1"),
        m("2")
    );
    assert_eq!(text_of(&p(&(r("So ") + &fraction + &r(".")))), "So x = 1/2.\n");
    let mark = |inner: &str| format!("<w:r>{inner}</w:r>");
    let ticked = mark(
        "<w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox><w:default w:val=\"0\"/>\
         <w:checked/></w:checkBox></w:ffData></w:fldChar>",
    ) + &mark("<w:instrText>FORMCHECKBOX</w:instrText>")
        + &mark("<w:fldChar w:fldCharType=\"end\"/>");
    let chosen = mark(
        "<w:fldChar w:fldCharType=\"begin\"><w:ffData><w:ddList><w:result w:val=\"1\"/>\
         <w:listEntry w:val=\"no\"/><w:listEntry w:val=\"yes\"/></w:ddList></w:ffData></w:fldChar>",
    ) + &mark("<w:fldChar w:fldCharType=\"end\"/>");
    assert_eq!(text_of(&p(&(ticked + &r(" I agree: ") + &chosen))), "☒ I agree: yes\n");
    let drawn = "<w:r><w:rPr><w:rFonts w:ascii=\"Symbol\"/></w:rPr><w:t>\u{f0ae}</w:t><w:softHyphen/></w:r>";
    assert_eq!(text_of(&p(&(drawn.to_owned() + &r("x")))), "→x\n");
}

#[test]
fn headers_and_hidden_styles_are_left_out_with_notices() {
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Type=\"x/header\" Target=\"header1.xml\"/><Relationship Type=\"x/footer\" Target=\"footer1.xml\"/></Relationships>";
    let main = format!(
        "<w:document {WORD}><w:body>{}</w:body></w:document>",
        p(&("<w:r><w:rPr><w:rStyle w:val='S'/></w:rPr><w:t>secret</w:t></w:r>".to_owned()
            + &r("seen")))
    );
    let styles = format!(
        "<w:styles {WORD}><w:style w:styleId='S'><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    );
    let header = format!("<w:hdr {WORD}>{}</w:hdr>", p(&r("Interview 7, confidential")));
    let footer = format!("<w:ftr {WORD}>{}</w:ftr>", p(&r("12")));
    let bytes = package(&[
        ("word/document.xml", &main),
        ("word/styles.xml", &styles),
        ("word/_rels/document.xml.rels", relations),
        ("word/header1.xml", &header),
        ("word/footer1.xml", &footer),
    ]);
    let document = read_as(&bytes, TrackedChanges::Accepted);
    assert_eq!(document.text, "seen\n");
    let notices: Vec<&str> =
        document.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(
        notices,
        ["1 piece of hidden text was left out.", "1 header or footer was left out."]
    );
}

#[test]
fn lines_of_a_transcript_stay_as_they_are() {
    let turn = |name: &str, time: &str, words: &str| {
        p(&format!(
            "{}<w:r><w:t xml:space=\"preserve\">   {time}</w:t><w:br/></w:r>{}",
            r(name),
            r(words)
        ))
    };
    let body = turn("Ada Example", "0:03", "Hello.") + &turn("Bo", "0:10", "Hi.");
    assert_eq!(text_of(&body), "Ada Example   0:03\nHello.\nBo   0:10\nHi.\n");
}

#[test]
fn a_page_that_begins_with_a_list_item_begins_before_its_number() {
    let numbering = "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>";
    let item = |inner: &str| {
        p(&("<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>".to_owned() + inner))
    };
    let turned = "<w:r><w:lastRenderedPageBreak/><w:t>two</w:t></w:r>";
    let properties = "<Pages>2</Pages><Application>Microsoft Office Word</Application>";
    let bytes = document_with(
        &(item(&r("one")) + &item(turned)),
        &[("numbering", numbering), ("docProps/app", properties)],
    );
    let document = read_as(&bytes, Accepted);
    assert_eq!(document.text, "1. one\n2. two\n");
    let starts: Vec<u64> = document.landmarks.iter().map(|page| page.start).collect();
    assert_eq!(starts, [0, 7]);
}
