//! Decisions move with the text: whatever is corrected, replaced, undone and redone, in any order.

use proptest::prelude::*;
use trefoil_core::care::pseudonym::Level;
use trefoil_core::care::redaction::{Decision, Place, RedactionApply, Rule};
use trefoil_core::coding::{CodingAdd, Passage};
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::transcript::{Edit, SourceCorrect};
use trefoil_testkit::{TestStudy, does, reads};

use super::{add, decisions, place, text_of};

/// One thing that a person does.
#[derive(Debug, Clone)]
enum Act {
    Mark(i64, i64),
    Replace(i64, i64, bool),
    Correct(i64, i64, String),
    Undo,
    Redo,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0_i64..60, 1_i64..12).prop_map(|(at, length)| Act::Mark(at, length)),
        4 => (0_i64..60, 1_i64..8, any::<bool>()).prop_map(|(at, length, direct)| {
            Act::Replace(at, length, direct)
        }),
        3 => (0_i64..60, 0_i64..8, "[a-z é🙂\\[\\]]{0,8}").prop_map(|(at, gone, text)| {
            Act::Correct(at, gone, text)
        }),
        1 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

fn cut(text: &str, start: i64, end: i64) -> String {
    let at = |n: i64| usize::try_from(n).expect("is a position");
    text.chars().skip(at(start)).take(at(end - start)).collect()
}

/// Performs an act that may be refused.
fn perform(study: &TestStudy, source: Id, act: Act, number: usize) {
    let revision = text_of(study, source);
    let session = study.session();
    match act {
        Act::Mark(start, length) => {
            let add = CodingAdd {
                source: Some(source),
                start: Some(start),
                end: Some(start + length),
                ..CodingAdd::default()
            };
            let _ = session.perform(add);
        }
        Act::Replace(start, length, direct) => {
            let place = Place {
                source,
                revision: revision.id,
                start,
                end: start + length,
                rule: Rule::ByHand,
                kind: None,
                level: if direct { Level::Direct } else { Level::Public },
                replacement: format!("R{number}"),
            };
            let _ = session.perform(RedactionApply { places: vec![place], everywhere: false });
        }
        Act::Correct(start, gone, text) => {
            let correct = SourceCorrect {
                source,
                edits: vec![Edit { start, end: start + gone, text }],
                text: None,
                revision: None,
                reason: String::new(),
            };
            let _ = session.perform(correct);
        }
        Act::Undo => {
            let _ = session.undo();
        }
        Act::Redo => {
            let _ = session.redo();
        }
    }
}

/// What each standing decision is about, by what it will be replaced with, as it was decided.
type Words = std::collections::HashMap<String, Vec<String>>;

/// Every passage says what stands at its place, every applied decision covers its replacement,
/// and every standing one its words, apart from what was replaced inside of them since.
fn holds(study: &TestStudy, source: Id, known: &mut Words) {
    let text = text_of(study, source);
    let passages: Vec<Passage> = reads(study, |reader| reader.list("", &[]));
    for passage in passages {
        assert_eq!(passage.revision, Some(text.id));
        assert_eq!(passage.text, cut(&text.text, passage.start, passage.end));
    }
    for row in decisions(study, source) {
        assert_eq!(row.revision, text.id);
        let there = cut(&text.text, row.start, row.end);
        match row.state {
            Decision::Applied => assert_eq!(there, format!("[{}]", row.replacement)),
            Decision::Standing => {
                let words = known.entry(row.replacement.clone()).or_default();
                let same = words.contains(&there);
                assert!(
                    same || words.is_empty() || there.contains("[R"),
                    "{there:?} is not among {words:?}"
                );
                if !same {
                    words.push(there);
                }
            }
            Decision::Refused => {}
        }
    }
    assert!(study.study().check().expect("checks").findings.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_passage_ever_shifts_and_no_decision_loses_its_words(
        text in "[a-zA-Z é🙂\n]{30,70}x",
        acts in proptest::collection::vec(act(), 1..14),
    ) {
        let study = TestStudy::file();
        // Somebody else's, so that undoing one's own acts leaves it there.
        let adding = SourceAdd {
            name: "A text".into(),
            stream: "interview".into(),
            text: Some(text),
            ..SourceAdd::default()
        };
        let source = study.session_of("Ben").perform(adding).expect("adds").outcome;
        let mut known = Words::new();
        for (number, act) in acts.into_iter().enumerate() {
            perform(&study, source, act, number);
            holds(&study, source, &mut known);
        }
        let end = study.dump();
        let mut undone = 0;
        while study.session().undo().expect("undo works").is_some() {
            undone += 1;
        }
        for _ in 0..undone {
            study.session().redo().expect("redo works");
        }
        prop_assert_eq!(study.dump(), end);
    }
}

#[test]
fn a_correction_elsewhere_carries_every_decision_and_one_inside_drops_it_with_a_notice() {
    for study in TestStudy::both() {
        let source = add(&study, "A talk", "So um Oyelaran was there, aged 34, on Mill Road.");
        let direct = place(&study, source, "Oyelaran", Level::Direct, "A");
        does(&study, RedactionApply { places: vec![direct], everywhere: false });
        let age = place(&study, source, "34", Level::Indirect, "in their thirties");
        let street = place(&study, source, "Mill Road", Level::Public, "street");
        does(&study, RedactionApply { places: vec![age, street], everywhere: false });
        let correct = |text: &str| SourceCorrect {
            source,
            edits: Vec::new(),
            text: Some(text.into()),
            revision: None,
            reason: String::new(),
        };
        let done = does(&study, correct("So [A] really was there, aged 34, on Mill Road."));
        assert!(done.notices.is_empty(), "{:?}", done.notices);
        let text = text_of(&study, source).text;
        let words: Vec<String> =
            decisions(&study, source).iter().map(|row| cut(&text, row.start, row.end)).collect();
        assert_eq!(words, ["[A]", "34", "Mill Road"]);
        let done = does(&study, correct("So A really was there, aged 35, on Mill Road."));
        assert_eq!(done.notices.len(), 2, "{:?}", done.notices);
        assert_eq!(decisions(&study, source).len(), 1);
    }
}

#[test]
fn a_name_replaced_inside_of_an_address_leaves_the_address_decided() {
    let study = TestStudy::file();
    let source = add(&study, "A talk", "He lives at 12 Oyelaran Road now.");
    let address = place(&study, source, "12 Oyelaran Road", Level::Public, "address");
    does(&study, RedactionApply { places: vec![address], everywhere: false });
    let name = place(&study, source, "Oyelaran", Level::Direct, "A");
    does(&study, RedactionApply { places: vec![name], everywhere: false });
    let text = text_of(&study, source).text;
    let rows = decisions(&study, source);
    assert_eq!(cut(&text, rows[0].start, rows[0].end), "12 [A] Road");
    let whole = place(&study, source, "at 12 [A] Road", Level::Direct, "an address");
    does(&study, RedactionApply { places: vec![whole], everywhere: false });
    assert_eq!(text_of(&study, source).text, "He lives [an address] now.");
    assert_eq!(decisions(&study, source).len(), 1);
}
