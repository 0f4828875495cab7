//! Sentences: their places, their numbers, their support, and who wrote them.

use std::collections::HashMap;

use super::super::sample::{report, section};
use super::super::{Area, Place, to_html};
use super::holds_together;

#[test]
fn a_claim_without_support_is_shown_and_listed() {
    let report = report();
    let unsupported = report.unsupported();
    assert_eq!(unsupported.len(), 1);
    let page = to_html(&report);
    assert!(page.contains(r#"<span class="unsupported">Any charity"#));
    assert!(page.contains("1 sentence of 21 rests on no theme"));
}

#[test]
fn prose_for_a_theme_that_is_not_told_moves_to_the_end() {
    let mut report = report();
    let place = Place::Theme("gone".to_owned());
    report.sections.insert(0, section("lost", place, "", &["¶Kept all the same.|T1"]));
    let last = report.sentences().pop().map(|sentence| sentence.text.clone());
    assert_ne!(last.as_deref(), Some("Kept all the same."), "closing prose keeps its own order");
    assert!(report.sections_at(&Place::Closing).iter().any(|section| section.id == "lost"));
    assert!(to_html(&report).contains("Kept all the same."));
}

#[test]
fn sentences_are_numbered_as_they_are_read() {
    let report = report();
    let numbers: HashMap<_, _> = report.sentence_numbers();
    let page = to_html(&report);
    let mut at = 0;
    for (sentence, number) in report.sentences().into_iter().zip(1..) {
        assert_eq!(numbers[sentence.id.as_str()], number);
        let place = page.find(&format!(r#"id="{}""#, sentence.anchor()));
        let place = place.expect("every sentence is on the page");
        assert!(place > at, "sentence {number} stands before the one it follows");
        at = place;
    }
}

#[test]
fn prose_can_stand_at_every_place() {
    let mut report = report();
    let theme = report.themes[0].id.clone();
    let condition = report.model.conditions[0].id.clone();
    let places = [
        Place::Opening,
        Place::Findings,
        Place::Area(Area::FirmUp),
        Place::Theme(theme),
        Place::Model,
        Place::Condition(condition),
        Place::Closing,
        Place::Method,
    ];
    let headed = |(place, n): (Place, usize)| {
        section(&format!("own{n}"), place, &format!("Heading {n}"), &["¶Said here.|T1"])
    };
    report.sections = places.into_iter().zip(1..).map(headed).collect();
    let page = to_html(&report);
    holds_together(&page);
    let found: Vec<_> = (1..=8).map(|n| page.rfind(&format!(">Heading {n}</h"))).collect();
    assert!(found.iter().all(Option::is_some), "{found:?}");
    assert!(found.is_sorted(), "{found:?}");
}

#[test]
fn what_the_program_wrote_itself_is_marked_and_counts_for_nobody() {
    let mut report = report();
    report.sections = vec![section("own", Place::Opening, "", &["¶~Ten interviews.", "~Told."])];
    for sentence in &mut report.sections[0].sentences {
        sentence.by_program = true;
    }
    let page = to_html(&report);
    holds_together(&page);
    assert!(page.contains("Counted and written by the program."));
    assert!(page.contains("No sentences have been written for this report."));
    assert_eq!((report.sentences().len(), report.written().len()), (2, 0));
}

#[test]
fn a_claim_that_cites_what_is_empty_says_why_it_has_no_support() {
    let mut report = report();
    report.sections[0].sentences[2].lacks = Some("It cites only what is empty.".to_owned());
    assert_eq!(report.unsupported().len(), 2);
    let page = to_html(&report);
    assert!(page.contains("2 sentences of 21 rest on no theme"));
    assert!(page.contains(r#"<span class="quiet">It cites only what is empty.</span>"#));
}
