//! Lists bear the numbers that are printed.

use super::*;

const STYLES: &str = "<text:list-style style:name=\"N\">\
    <text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\"/>\
    <text:list-level-style-number text:level=\"2\" style:num-format=\"a\" style:num-suffix=\")\" text:display-levels=\"2\"/>\
    <text:list-level-style-bullet text:level=\"3\" text:bullet-char=\"-\"/></text:list-style>\
    <text:list-style style:name=\"R\"><text:list-level-style-number text:level=\"1\" style:num-format=\"i\" \
    style:num-prefix=\"(\" style:num-suffix=\")\" text:start-value=\"4\"/></text:list-style>\
    <text:outline-style style:name=\"Outline\"><text:outline-level-style text:level=\"1\" style:num-format=\"I\" style:num-suffix=\".\"/>\
    <text:outline-level-style text:level=\"2\" style:num-format=\"1\" text:display-levels=\"2\"/></text:outline-style>";

fn text(body: &str) -> String {
    read_as(&document_with(body, STYLES, &[]), crate::TrackedChanges::Accepted).text
}

fn list(attributes: &str, inner: &str) -> String {
    format!("<text:list {attributes}>{inner}</text:list>")
}

fn item(inner: &str) -> String {
    format!("<text:list-item>{inner}</text:list-item>")
}

fn p(words: &str) -> String {
    format!("<text:p>{words}</text:p>")
}

const N: &str = "text:style-name=\"N\"";

#[test]
fn items_are_numbered_once_and_levels_begin_anew() {
    let deep = list("", &(item(&p("a")) + &item(&(p("b") + &list("", &item(&p("c")))))));
    let body = list(
        N,
        &(format!("<text:list-header>{}</text:list-header>", p("head"))
            + &item(&(p("one") + &p("more") + &deep))
            + &item(&(p("two") + &list("", &item(&p("d")))))),
    );
    assert_eq!(text(&body), "head\n1. one\nmore\n1.a) a\n1.b) b\n    • c\n2. two\n2.a) d\n");
}

#[test]
fn lists_count_by_themselves_unless_they_continue() {
    let carried = item(&list("", &item(&p("e"))));
    let body = list(&format!("{N} xml:id=\"x\""), &item(&p("a")))
        + &list("text:style-name=\"R\"", &item(&p("b")))
        + &list(&format!("{N} text:continue-numbering=\"true\""), &item(&p("c")))
        + &list(&format!("{N} text:continue-list=\"x\""), &(item(&p("d")) + &carried))
        + &list(N, &format!("<text:list-item text:start-value=\"7\">{}</text:list-item>", p("f")));
    assert_eq!(text(&body), "1. a\n(iv) b\n2. c\n3. d\n3.a) e\n7. f\n");
}

#[test]
fn headings_count_in_the_outline() {
    let h = |level: u8, more: &str, words: &str| {
        format!("<text:h text:outline-level=\"{level}\" {more}>{words}</text:h>")
    };
    let body = h(1, "", "A")
        + &h(2, "", "B")
        + &h(1, "text:is-list-header=\"true\"", "C")
        + &h(1, "text:restart-numbering=\"true\" text:start-value=\"9\"", "D");
    let document = read_as(&document_with(&body, STYLES, &[]), crate::TrackedChanges::Accepted);
    assert_eq!(document.text, "I. A\nI.1 B\nC\nIX. D\n");
    assert_eq!(document.landmarks.len(), 4);
    assert_eq!(document.landmarks[1].kind, crate::LandmarkKind::Heading(2));
    assert_eq!((document.landmarks[1].start, document.landmarks[1].end), (5, 10));
}

#[test]
fn what_stands_in_a_note_within_an_item_is_no_item() {
    let note = "<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note>";
    let body = list(N, &(item(&p(&format!("one{note}"))) + &item(&p("two"))));
    assert_eq!(text(&body), "1. one[1]\n2. two\n\n[1] note\n");
}

#[test]
fn paragraphs_can_be_numbered_on_their_own() {
    let one = "<text:numbered-paragraph text:list-id=\"l\" text:style-name=\"N\" text:level=\"1\"><text:p>a</text:p></text:numbered-paragraph>";
    let two = one.replace("level=\"1\"", "level=\"2\"");
    assert_eq!(text(&[one, &two, one].concat()), "1. a\n1.a) a\n2. a\n");
}
