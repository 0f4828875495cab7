//! Removing a condition: what goes with it, what stays, and what is said of that.

use trefoil_core::action::{Action, ActionAdd};
use trefoil_core::coding::Passage;
use trefoil_core::condition::{
    Bearing, ConditionBear, ConditionMark, ConditionRemove, EvidenceAdd, Guidance, GuidanceAdd,
    IndicatorAdd, Standing,
};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::memo::MemoAdd;
use trefoil_core::sentence::SentenceAdd;
use trefoil_core::study::Operation;
use trefoil_core::theme::Theme;
use trefoil_testkit::TestStudy;

use super::belongings::passage;
use super::{add_condition, add_theme, does, listed, one, reads, refused};

/// Performs an operation given as JSON, for nouns that these tests need only in passing.
fn given<O: Operation>(study: &TestStudy, json: serde_json::Value) -> O::Outcome {
    let operation: O = serde_json::from_value(json).expect("the arguments fit");
    study.session().perform(operation).expect("the operation is accepted").outcome
}

/// Gives a condition one of everything that can belong to it.
fn furnish(study: &TestStudy, id: Id) {
    let indicator = IndicatorAdd { condition: id, text: "Seen".into(), level: None, domain: None };
    let indicator = does(study, indicator).outcome;
    let evidence = EvidenceAdd {
        condition: id,
        indicator: Some(indicator),
        passage: None,
        text: "A record".into(),
        date: None,
    };
    let evidence = does(study, evidence).outcome;
    let kind = Guidance::Question;
    let guidance = GuidanceAdd { condition: id, kind, text: "Why?".into(), link: None };
    let guidance = does(study, guidance).outcome;
    does(study, ConditionMark { condition: id, state: Standing::Partly, reason: String::new() });
    for on in [id, indicator, evidence, guidance] {
        does(study, MemoAdd { on: Some(on), title: String::new(), text: "A memo".into() });
    }
    given::<ActionAdd>(study, serde_json::json!({ "condition": id, "text": "Meet the team" }));
}

#[test]
fn a_condition_goes_with_everything_that_is_only_about_it() {
    for study in TestStudy::both() {
        let a = add_condition(&study, "A", &[]);
        let before = study.dump();
        let b = add_condition(&study, "B", &[a]);
        furnish(&study, b);
        let gone = does(&study, ConditionRemove { condition: b });
        assert_eq!(gone.summary, "Removed the condition C2 “B”");
        assert_eq!(gone.notices, [""; 0]);
        assert_eq!(study.dump(), before, "nothing of it is left on {study:?}");
        assert_eq!(refused(&study, ConditionRemove { condition: b }).0, Kind::NotFound);
    }
}

#[test]
fn what_needed_a_removed_condition_stays_and_is_named() {
    for study in TestStudy::both() {
        let a = add_condition(&study, "A", &[]);
        let b = add_condition(&study, "B", &[a]);
        let c = add_condition(&study, "C", &[a, b]);
        let gone = does(&study, ConditionRemove { condition: a });
        assert_eq!(gone.notices, ["C2 “B” and C3 “C” needed C1 “A” and no longer do so."]);
        let labels: Vec<_> = listed(&study).into_iter().map(|one| (one.label, one.needs)).collect();
        assert_eq!(labels, [("C1".to_owned(), vec![]), ("C2".to_owned(), vec![b])]);
        assert_eq!(one(&study, c).condition.position, 2);
    }
}

#[test]
fn themes_sentences_and_passages_stay_when_a_condition_goes() {
    for study in TestStudy::both() {
        let (a, b) = (add_condition(&study, "A", &[]), add_condition(&study, "B", &[]));
        let (idle, busy) = (add_theme(&study, "Only here"), add_theme(&study, "There too"));
        for (condition, theme) in [(a, idle), (a, busy), (b, busy)] {
            let bearing = Bearing::Supports;
            does(&study, ConditionBear { condition, theme, bearing, note: None });
        }
        let said = passage(&study, "nobody told me");
        does(&study, MemoAdd { on: Some(said), title: "Keep".into(), text: String::new() });
        let evidence = EvidenceAdd {
            condition: a,
            indicator: None,
            passage: Some(said),
            text: String::new(),
            date: None,
        };
        does(&study, evidence);
        let cites = serde_json::json!({ "conditions": [a] });
        let sentence = serde_json::json!({
            "section": "conditions", "text": "The role was unclear.", "cites": cites,
        });
        given::<SentenceAdd>(&study, sentence);
        let gone = does(&study, ConditionRemove { condition: a });
        assert_eq!(gone.notices.len(), 2, "{gone:?}");
        assert_eq!(gone.notices[0], "The theme “Only here” now bears on no condition.");
        assert!(gone.notices[1].contains("1 now cites nothing"), "{gone:?}");
        let kept = reads(&study, move |reader| {
            let passage = reader.find::<Passage>(said)?;
            Ok((reader.find::<Theme>(idle)?, passage, reader.list::<Action>("", &[])?))
        });
        assert!(kept.0.is_some() && kept.1.is_some() && kept.2.is_empty());
        assert_eq!(one(&study, b).themes.len(), 1);
        assert!(study.dump().contains("The role was unclear."));
    }
}
