//! Damaged documents are read or refused, and what is read keeps its places.

use super::*;
use crate::TrackedChanges::{Accepted, Rejected, Shown};

/// Pseudo-random numbers that are the same every time (Knuth's MMIX constants).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }
}

const BODY: &str = "<w:p w:paraId='A'><w:pPr><w:pStyle w:val='H'/><w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr></w:pPr>\
    <w:commentRangeStart w:id='1'/><w:r><w:t>Ünder</w:t><w:lastRenderedPageBreak/></w:r></w:p><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>\
    <w:ins w:author='x'><w:r><w:t>in</w:t></w:r></w:ins><w:commentRangeEnd w:id='1'/><w:del><w:r><w:delText>out</w:delText></w:r></w:del></w:p>\
    <w:tbl><w:tr><w:trPr><w:ins/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
    <w:p><w:r><w:fldChar w:fldCharType='begin'/><w:footnoteReference w:id='1'/><w:fldChar w:fldCharType='end'/><w:txbxContent><w:p/></w:txbxContent></w:r></w:p>";
const NUMBERING: &str = "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='1'><w:start w:val='9'/><w:numFmt w:val='lowerRoman'/>\
    <w:lvlText w:val='%1.%2'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>";
const COMMENTS: &str =
    "<w:comment w:id='1' w:author='x'><w:p w:paraId='B'><w:r><w:t>hm</w:t></w:r></w:p></w:comment>";
const STYLES: &str =
    "<w:style w:styleId='H'><w:name w:val='heading 1'/><w:basedOn w:val='H'/></w:style>";

/// Changes a few signs, or puts a piece of the text elsewhere in it.
fn damaged(text: &str, numbers: &mut Numbers) -> String {
    let mut signs: Vec<char> = text.chars().collect();
    for _ in 0..=numbers.below(3) {
        let at = numbers.below(signs.len());
        if numbers.below(3) == 0 {
            let until = (at + numbers.below(60)).min(signs.len());
            let piece: Vec<char> = signs[at..until].to_vec();
            let place = numbers.below(signs.len());
            signs.splice(place..place, piece);
        } else {
            let new = ['<', '>', '/', '0', '9', 'p', 'é', '%', '\'', ' '][numbers.below(10)];
            signs[at] = new;
        }
    }
    signs.into_iter().collect()
}

#[test]
fn hundreds_of_damaged_documents_are_read_or_refused() {
    let mut numbers = Numbers(7);
    let mut readable = 0;
    for _ in 0..700 {
        let mut parts = [BODY, NUMBERING, COMMENTS, STYLES].map(str::to_owned);
        let which = numbers.below(parts.len());
        parts[which] = damaged(&parts[which], &mut numbers);
        let [body, numbering, comments, styles] = &parts;
        let bytes = document_with(
            body,
            &[
                ("numbering", numbering),
                ("comments", comments),
                ("styles", styles),
                ("docProps/app", "<Pages>2</Pages><Application>Microsoft</Application>"),
            ],
        );
        for changes in [Accepted, Rejected, Shown] {
            if let Ok(document) = read(&bytes, "a.docx", Options { changes, ..Options::default() })
            {
                crate::remarks::assert_places(&document);
                assert!(document.text.len() < 4096);
                readable += 1;
            }
        }
    }
    assert!(readable > 300, "only {readable} were readable: the test tests nothing");
}
