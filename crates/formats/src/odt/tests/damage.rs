//! Damaged texts are read or refused, and what is read keeps its places.

use super::*;
use crate::TrackedChanges::{Accepted, Rejected, Shown};
use crate::testing::Numbers;

const BODY: &str = "<text:tracked-changes><text:changed-region text:id='d'><text:deletion><text:p>gone</text:p><text:p/></text:deletion>\
    </text:changed-region><text:changed-region text:id='i'><text:insertion/></text:changed-region></text:tracked-changes>\
    <text:h text:outline-level='2'>Über</text:h><text:list text:style-name='L'><text:list-item text:start-value='3'><text:p>one\
    <text:change-start text:change-id='i'/>two</text:p></text:list-item></text:list><text:p>x<text:change-end text:change-id='i'/>\
    <office:annotation office:name='n'><dc:creator>A</dc:creator><text:p>hm</text:p></office:annotation>y<text:soft-page-break/>\
    <text:change text:change-id='d'/><office:annotation-end office:name='n'/><text:note><text:note-body><text:p>z</text:p></text:note-body></text:note></text:p>\
    <table:table><table:table-row><table:table-cell table:number-columns-repeated='3'><text:p>c</text:p></table:table-cell></table:table-row></table:table>";
const STYLES: &str = "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='i' text:display-levels='2'/></text:list-style>";

#[test]
fn hundreds_of_damaged_texts_are_read_or_refused() {
    let mut numbers = Numbers(7);
    let mut readable = 0;
    for round in 0..900 {
        let (mut body, mut styles) = (BODY.to_owned(), STYLES.to_owned());
        let part = if round % 4 == 0 { &mut styles } else { &mut body };
        *part = numbers.damage(part, "<>/09péid ");
        let bytes = document_with(&body, &styles, &[]);
        for changes in [Accepted, Rejected, Shown] {
            if let Ok(document) = read(&bytes, "a.odt", Options { changes, ..Options::default() }) {
                crate::remarks::assert_places(&document);
                assert!(document.text.len() < 4096);
                readable += 1;
            }
        }
    }
    assert!(readable > 300, "only {readable} were readable: the test tests nothing");
}
