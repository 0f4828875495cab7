//! Beginning a model, adding to it, changing and moving its conditions.

use std::collections::HashSet;

use trefoil_core::condition::template::ten_conditions;
use trefoil_core::condition::{
    self, Beginning, ConditionAdd, ConditionMove, ConditionSet, Guidance, ModelBegin,
};
use trefoil_core::error::Kind;
use trefoil_core::study;
use trefoil_testkit::TestStudy;

use super::{add_condition, conditions, does, listed, one, reads, refused};

fn set(id: trefoil_core::id::Id) -> ConditionSet {
    ConditionSet {
        condition: id,
        name: None,
        statement: None,
        why: None,
        owner: None,
        review_due: None,
    }
}

#[test]
fn a_model_begun_from_the_template_says_what_the_template_says() {
    for study in TestStudy::both() {
        let template = ten_conditions();
        let begun = does(&study, ModelBegin { template: Beginning::TenConditions });
        let model = listed(&study);
        assert_eq!(begun.outcome.len(), 10);
        assert_eq!(begun.outcome, model.iter().map(|one| one.condition.id).collect::<Vec<_>>());
        for (listed, from) in model.iter().zip(&template.conditions) {
            assert_eq!(listed.label, from.key);
            assert_eq!(listed.condition.template.as_ref(), Some(&from.key));
            assert_eq!(listed.condition.name, from.name);
            assert_eq!(listed.condition.statement, from.statement);
            let needs: HashSet<_> = from.needs.iter().cloned().collect();
            let label =
                |id| model.iter().find(|one| one.condition.id == id).map(|o| o.label.clone());
            assert_eq!(
                listed.needs.iter().filter_map(|id| label(*id)).collect::<HashSet<_>>(),
                needs
            );
            assert_eq!(usize::try_from(listed.indicators_total), Ok(from.indicators.len()));
            assert!(listed.warnings.is_empty());
        }
        assert_eq!(
            study.study().about().expect("it says what it is").model_notice,
            template.notice
        );
    }
}

#[test]
fn the_template_brings_indicators_with_their_tags_and_guidance_with_links() {
    for study in TestStudy::both() {
        let begun = does(&study, ModelBegin { template: Beginning::TenConditions });
        let template = ten_conditions();
        for (id, from) in begun.outcome.into_iter().zip(&template.conditions) {
            let shown = reads(&study, move |reader| condition::show(reader, id, super::TODAY));
            for (indicator, from) in shown.indicators.iter().zip(&from.indicators) {
                assert_eq!(indicator.text, from.text);
                assert!(!indicator.seen);
                let (level, domain) = (indicator.level.as_deref(), indicator.domain.as_deref());
                assert!(matches!(level, Some("macro" | "meso" | "micro")), "{level:?}");
                assert!(domain.is_some_and(|domain| !domain.contains('"')), "{domain:?}");
            }
            let of = |kind| shown.guidance.iter().filter(move |one| one.kind == kind);
            assert_eq!(of(Guidance::Source).count(), from.sources.len());
            assert_eq!(of(Guidance::Evidence).count(), from.evidence.len());
            assert_eq!(of(Guidance::Question).count(), from.questions.len());
            for ((source, _), row) in template.sources_of(from).zip(of(Guidance::Source)) {
                assert!(row.text.starts_with(&source.short), "{}", row.text);
                let doi = source.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"));
                assert_eq!(row.link, doi.or_else(|| source.url.clone()));
            }
        }
    }
}

#[test]
fn a_template_fills_an_empty_model_only() {
    for study in TestStudy::both() {
        does(&study, ModelBegin { template: Beginning::Blank });
        assert_eq!(listed(&study), []);
        add_condition(&study, "A clear role", &[]);
        for template in [Beginning::TenConditions, Beginning::Blank] {
            let (kind, message) = refused(&study, ModelBegin { template });
            assert_eq!(kind, Kind::Conflict);
            assert!(message.contains("already has one condition"), "{message}");
        }
    }
}

#[test]
fn a_condition_is_added_at_the_end_with_its_needs() {
    for study in TestStudy::both() {
        let [a, b] = conditions(&study);
        let add = ConditionAdd {
            name: "  A clear role ".into(),
            statement: "The role is known.".into(),
            why: "Or it drifts.".into(),
            needs: vec![b, a, b],
        };
        let added = does(&study, add);
        let role = one(&study, added.outcome);
        assert_eq!((role.label.as_str(), role.condition.position), ("C3", 3));
        assert_eq!(role.condition.name, "A clear role");
        assert_eq!(role.needs, [a, b]);
        assert_eq!(one(&study, a).needed_by, [added.outcome]);
        assert_eq!(added.summary, "Added the condition “A clear role”");
    }
}

#[test]
fn a_condition_without_a_name_or_with_one_that_is_taken_is_refused() {
    for study in TestStudy::both() {
        let a = add_condition(&study, "A clear role", &[]);
        let b = add_condition(&study, "Money", &[]);
        assert_eq!(refused(&study, ConditionAdd::default()).0, Kind::Invalid);
        let again = ConditionAdd { name: " A clear role".into(), ..ConditionAdd::default() };
        let (kind, message) = refused(&study, again);
        assert_eq!(kind, Kind::Conflict);
        assert!(message.contains("“A clear role”"), "{message}");
        let taken = ConditionSet { name: Some("Money".into()), ..set(a) };
        assert_eq!(refused(&study, taken).0, Kind::Conflict);
        let own = ConditionSet { name: Some("Money ".into()), why: Some("Pay.".into()), ..set(b) };
        does(&study, own);
        let nobody = study.study().about().expect("it says what it is").id;
        let unknown =
            ConditionAdd { name: "X".into(), needs: vec![nobody], ..ConditionAdd::default() };
        assert_eq!(refused(&study, unknown).0, Kind::NotFound);
    }
}

#[test]
fn what_a_condition_says_can_be_changed_and_the_rest_stays() {
    for study in TestStudy::both() {
        let id = add_condition(&study, "A clear role", &[]);
        let change = ConditionSet {
            statement: Some("The role is known to colleagues.".into()),
            owner: Some(" Team lead ".into()),
            review_due: Some("2026-06-30".into()),
            ..set(id)
        };
        does(&study, change);
        let row = one(&study, id).condition;
        assert_eq!((row.name.as_str(), row.owner.as_str()), ("A clear role", "Team lead"));
        assert_eq!(row.review_due.as_deref(), Some("2026-06-30"));
        does(&study, ConditionSet { review_due: Some(String::new()), ..set(id) });
        let row = one(&study, id).condition;
        assert_eq!((row.review_due, row.owner.as_str()), (None, "Team lead"));
        let soon = ConditionSet { review_due: Some("soon".into()), ..set(id) };
        assert_eq!(refused(&study, soon).0, Kind::Invalid);
    }
}

#[test]
fn moving_a_condition_renumbers_the_model_and_changes_no_need() {
    for study in TestStudy::both() {
        let [a, b, c] = conditions(&study);
        let moved = does(&study, ConditionMove { condition: c, before: Some(a) });
        assert_eq!(
            listed(&study).iter().map(|one| one.condition.id).collect::<Vec<_>>(),
            [c, a, b]
        );
        assert_eq!(moved.summary, "Moved the condition “C” to C1");
        assert!(moved.notices.is_empty());
        does(&study, ConditionMove { condition: c, before: None });
        let labels: Vec<_> =
            listed(&study).into_iter().map(|one| (one.label, one.condition.name)).collect();
        let expected = [("C1", "A"), ("C2", "B"), ("C3", "C")];
        assert_eq!(labels, expected.map(|(label, name)| (label.to_owned(), name.to_owned())));
        assert_eq!(
            refused(&study, ConditionMove { condition: a, before: Some(a) }).0,
            Kind::Invalid
        );
    }
}

#[test]
fn moving_a_condition_before_what_it_needs_is_told_and_done() {
    for study in TestStudy::both() {
        let [a, b] = conditions(&study);
        let c = add_condition(&study, "C", &[a, b]);
        let moved = does(&study, ConditionMove { condition: c, before: Some(b) });
        let told = "C2 “C” stands before C3 “B”, which it needs. The order is advice.";
        assert_eq!(moved.notices, [told]);
        let row = one(&study, c);
        assert_eq!((row.label.as_str(), row.needs), ("C2", vec![a, b]));
        let warning = row.warnings.first().expect("the model warns of it");
        assert_eq!(warning.concern, condition::Concern::OutOfOrder);
        assert_eq!(warning.conditions, [b]);
        assert_eq!(reads(&study, condition::order), [a, b, c]);
    }
}

#[test]
fn the_history_says_what_was_done_to_the_model() {
    for study in TestStudy::both() {
        does(&study, ModelBegin { template: Beginning::TenConditions });
        let said = reads(&study, |reader| study::history(reader, 10));
        assert!(said.iter().any(|entry| {
            entry.summary == "Began the model from “Ten conditions for peer support work”"
        }));
    }
}
