//! Damaged texts are read or refused, and what is read keeps its places.

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

const BODY: &str = "<text:tracked-changes><text:changed-region text:id='d'><text:deletion><text:p>gone</text:p><text:p/></text:deletion>\
    </text:changed-region><text:changed-region text:id='i'><text:insertion/></text:changed-region></text:tracked-changes>\
    <text:h text:outline-level='2'>Über</text:h><text:list text:style-name='L'><text:list-item text:start-value='3'><text:p>one\
    <text:change-start text:change-id='i'/>two</text:p></text:list-item></text:list><text:p>x<text:change-end text:change-id='i'/>\
    <office:annotation office:name='n'><dc:creator>A</dc:creator><text:p>hm</text:p></office:annotation>y<text:soft-page-break/>\
    <text:change text:change-id='d'/><office:annotation-end office:name='n'/><text:note><text:note-body><text:p>z</text:p></text:note-body></text:note></text:p>\
    <table:table><table:table-row><table:table-cell table:number-columns-repeated='3'><text:p>c</text:p></table:table-cell></table:table-row></table:table>";
const STYLES: &str = "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='i' text:display-levels='2'/></text:list-style>";

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
            signs[at] = ['<', '>', '/', '0', '9', 'p', 'é', 'i', 'd', ' '][numbers.below(10)];
        }
    }
    signs.into_iter().collect()
}

#[test]
fn hundreds_of_damaged_texts_are_read_or_refused() {
    let mut numbers = Numbers(7);
    let mut readable = 0;
    for round in 0..900 {
        let (mut body, mut styles) = (BODY.to_owned(), STYLES.to_owned());
        let part = if round % 4 == 0 { &mut styles } else { &mut body };
        *part = damaged(part, &mut numbers);
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
