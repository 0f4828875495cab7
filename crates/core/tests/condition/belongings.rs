//! What belongs to a condition: indicators, evidence, guidance.

use trefoil_core::coding::{CodingAdd, Passage};
use trefoil_core::condition::{
    self, Evidence, EvidenceAdd, EvidenceRemove, Guidance, GuidanceAdd, GuidanceRemove, Indicator,
    IndicatorAdd, IndicatorMove, IndicatorRemove, IndicatorSet, Shown,
};
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::memo::MemoAdd;
use trefoil_core::study;
use trefoil_testkit::TestStudy;

use super::{add_condition, conditions, does, one, reads, refused};

fn shown(study: &TestStudy, id: Id) -> Shown {
    reads(study, move |reader| condition::show(reader, id, super::TODAY))
}

fn indicator(study: &TestStudy, condition: Id, text: &str) -> Id {
    let add = IndicatorAdd { condition, text: text.into(), level: None, domain: None };
    does(study, add).outcome
}

fn set(indicator: Id) -> IndicatorSet {
    IndicatorSet { indicator, text: None, seen: None, seen_on: None, level: None, domain: None }
}

/// A passage that nothing but what the test adds to it holds.
pub(crate) fn passage(study: &TestStudy, words: &str) -> Id {
    let source = SourceAdd {
        name: format!("Interview about {words}"),
        stream: "interview".into(),
        text: Some(format!("They said: {words}.")),
        ..SourceAdd::default()
    };
    let source = study.session().perform(source).expect("a source can be added").outcome;
    let mark = CodingAdd { source: Some(source), text: Some(words.into()), ..CodingAdd::default() };
    study.session().perform(mark).expect("a passage can be marked").outcome.passage
}

fn evidence(condition: Id, passage: Option<Id>, text: &str) -> EvidenceAdd {
    EvidenceAdd { condition, indicator: None, passage, text: text.into(), date: None }
}

#[test]
fn indicators_are_added_in_order_with_checked_tags() {
    for study in TestStudy::both() {
        let id = add_condition(&study, "A clear role", &[]);
        indicator(&study, id, " A role description ");
        let add = IndicatorAdd {
            condition: id,
            text: "Colleagues describe it".into(),
            level: Some("Micro".into()),
            domain: Some("inner_setting".into()),
        };
        assert_eq!(does(&study, add).summary, "Added an indicator to C1 “A clear role”");
        let rows = shown(&study, id).indicators;
        let texts: Vec<_> = rows.iter().map(|row| (row.text.as_str(), row.position)).collect();
        assert_eq!(texts, [("A role description", 1), ("Colleagues describe it", 2)]);
        assert_eq!(rows[1].level.as_deref(), Some("micro"));
        assert_eq!(rows[1].domain.as_deref(), Some("inner setting"));
        let bad = IndicatorAdd {
            condition: id,
            text: "X".into(),
            level: Some("giant".into()),
            domain: None,
        };
        let (kind, message) = refused(&study, bad);
        assert_eq!(kind, Kind::Invalid);
        assert!(message.contains("“giant”") && message.contains("macro, meso, micro"), "{message}");
        let empty = IndicatorAdd { condition: id, text: " ".into(), level: None, domain: None };
        assert_eq!(refused(&study, empty).0, Kind::Invalid);
    }
}

#[test]
fn a_date_says_that_an_indicator_was_seen_and_unseeing_takes_it_away() {
    for study in TestStudy::both() {
        let id = add_condition(&study, "A clear role", &[]);
        let sign = indicator(&study, id, "A role description");
        let seen = IndicatorSet { seen_on: Some("2025-09-12".into()), ..set(sign) };
        assert_eq!(does(&study, seen).summary, "Saw an indicator of C1 “A clear role”");
        let row = one(&study, id);
        assert_eq!((row.indicators_seen, row.indicators_total), (1, 1));
        does(&study, IndicatorSet { text: Some("A signed one".into()), ..set(sign) });
        let row = shown(&study, id).indicators.remove(0);
        assert_eq!((row.seen, row.seen_on.as_deref()), (true, Some("2025-09-12")));
        let both =
            IndicatorSet { seen: Some(false), seen_on: Some("2025-09-12".into()), ..set(sign) };
        assert_eq!(refused(&study, both).0, Kind::Invalid);
        does(&study, IndicatorSet { seen: Some(false), ..set(sign) });
        let row = shown(&study, id).indicators.remove(0);
        assert_eq!((row.seen, row.seen_on), (false, None));
        does(&study, IndicatorSet { seen: Some(true), ..set(sign) });
        assert_eq!(one(&study, id).indicators_seen, 1);
    }
}

#[test]
fn indicators_move_among_those_of_their_condition_only() {
    for study in TestStudy::both() {
        let [a, b] = conditions(&study);
        let [first, second, third] = ["1", "2", "3"].map(|text| indicator(&study, a, text));
        let other = indicator(&study, b, "other");
        does(&study, IndicatorMove { indicator: third, before: Some(first) });
        let order = |study: &TestStudy| -> Vec<Id> {
            shown(study, a).indicators.iter().map(|row| row.id).collect()
        };
        assert_eq!(order(&study), [third, first, second]);
        does(&study, IndicatorMove { indicator: third, before: None });
        assert_eq!(order(&study), [first, second, third]);
        for before in [other, first] {
            let bad = IndicatorMove { indicator: first, before: Some(before) };
            assert_eq!(refused(&study, bad).0, Kind::Invalid);
        }
    }
}

#[test]
fn removing_an_indicator_keeps_its_evidence_with_the_condition() {
    for study in TestStudy::both() {
        let id = add_condition(&study, "A clear role", &[]);
        let sign = indicator(&study, id, "A role description");
        let add = EvidenceAdd { indicator: Some(sign), ..evidence(id, None, "The signed copy") };
        let kept = does(&study, add).outcome;
        does(&study, MemoAdd { on: Some(sign), title: "Where?".into(), text: String::new() });
        let gone = does(&study, IndicatorRemove { indicator: sign });
        assert_eq!(gone.notices, ["1 piece of evidence for it stays with the condition."]);
        let (sign, kept) = reads(&study, move |reader| {
            Ok((reader.find::<Indicator>(sign)?, reader.get::<Evidence>(kept)?))
        });
        assert!(sign.is_none() && kept.indicator.is_none());
        assert!(!study.dump().contains("Where?"));
    }
}

#[test]
fn evidence_is_a_passage_or_words_and_says_which_indicator_it_speaks_to() {
    for study in TestStudy::both() {
        let [a, b] = conditions(&study);
        let (mine, other) = (indicator(&study, a, "x"), indicator(&study, b, "y"));
        let said = passage(&study, "nobody told me");
        let add = EvidenceAdd {
            indicator: Some(mine),
            date: Some("2025-09-12".into()),
            ..evidence(a, Some(said), "")
        };
        let done = does(&study, add.clone());
        assert_eq!(done.summary, "Added evidence for C1 “A”");
        does(&study, evidence(a, None, "Training record"));
        let rows = shown(&study, a).evidence;
        assert_eq!(one(&study, a).evidence_count, 2);
        assert_eq!(rows[0].words.as_deref(), Some("nobody told me"));
        assert_eq!(rows[0].source_name.as_deref(), Some("Interview about nobody told me"));
        assert_eq!((rows[0].added_by.as_str(), rows[0].evidence.indicator), ("Ada", Some(mine)));
        assert_eq!(
            (rows[1].words.as_ref(), rows[1].evidence.text.as_str()),
            (None, "Training record")
        );

        let (kind, message) = refused(&study, add);
        assert_eq!(kind, Kind::Conflict);
        assert!(message.contains("already evidence for C1 “A”"), "{message}");
        assert_eq!(refused(&study, evidence(a, None, "  ")).0, Kind::Invalid);
        let foreign = EvidenceAdd { indicator: Some(other), ..evidence(a, None, "X") };
        let (kind, message) = refused(&study, foreign);
        assert_eq!(kind, Kind::Invalid);
        assert!(message.contains("not one of C1 “A”"), "{message}");
        assert_eq!(refused(&study, evidence(a, Some(mine), "")).0, Kind::NotFound);
    }
}

#[test]
fn the_words_of_evidence_stay_out_of_the_history() {
    for study in TestStudy::both() {
        let id = add_condition(&study, "A clear role", &[]);
        does(&study, evidence(id, None, "nobody told me"));
        let said = reads(&study, |reader| study::history(reader, 20));
        let said = serde_json::to_string(&said).expect("history is plain data");
        assert!(said.contains("evidence.add") && !said.contains("nobody"), "{said}");
    }
}

#[test]
fn removing_evidence_lets_go_of_a_passage_that_nothing_else_holds() {
    for study in TestStudy::both() {
        let id = add_condition(&study, "A clear role", &[]);
        let (held, unheld) =
            (passage(&study, "the first thing"), passage(&study, "the other thing"));
        does(&study, MemoAdd { on: Some(held), title: "Keep".into(), text: String::new() });
        for passage in [held, unheld] {
            let added = does(&study, evidence(id, Some(passage), "")).outcome;
            does(&study, EvidenceRemove { evidence: added });
        }
        let (held, unheld) = reads(&study, move |reader| {
            Ok((reader.find::<Passage>(held)?, reader.find::<Passage>(unheld)?))
        });
        assert!(held.is_some() && unheld.is_none());
        assert_eq!(one(&study, id).evidence_count, 0);
    }
}

#[test]
fn guidance_is_added_with_a_link_that_can_be_followed_and_removed() {
    for study in TestStudy::both() {
        let id = add_condition(&study, "A clear role", &[]);
        let add = |text: &str, link: &str| GuidanceAdd {
            condition: id,
            kind: Guidance::Source,
            text: text.into(),
            link: Some(link.into()),
        };
        let done = does(&study, add(" Gillard 2017 ", "10.1108/MHSI-03-2017-0016"));
        assert_eq!(done.summary, "Added a source to C1 “A clear role”");
        let question = GuidanceAdd {
            condition: id,
            kind: Guidance::Question,
            text: "Who is missing?".into(),
            link: None,
        };
        does(&study, question);
        let rows = shown(&study, id).guidance;
        assert_eq!((rows[0].text.as_str(), rows[0].position), ("Gillard 2017", 1));
        assert_eq!(rows[0].link.as_deref(), Some("https://doi.org/10.1108/MHSI-03-2017-0016"));
        assert_eq!((rows[1].kind, rows[1].position), (Guidance::Question, 2));
        does(&study, GuidanceRemove { guidance: done.outcome });
        assert_eq!(shown(&study, id).guidance.len(), 1);
        assert_eq!(refused(&study, add("X", "javascript:alert(1)")).0, Kind::Invalid);
        assert_eq!(refused(&study, add(" ", "")).0, Kind::Invalid);
    }
}
