//! Damaged documents are read or refused, and what is read keeps its places.

use super::*;
use crate::TrackedChanges::{Accepted, Rejected, Shown};
use crate::testing::Numbers;

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

#[test]
fn hundreds_of_damaged_documents_are_read_or_refused() {
    let mut numbers = Numbers(7);
    let mut readable = 0;
    for _ in 0..700 {
        let mut parts = [BODY, NUMBERING, COMMENTS, STYLES].map(str::to_owned);
        let which = numbers.below(parts.len());
        parts[which] = numbers.damage(&parts[which], "<>/09pé%' ");
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
