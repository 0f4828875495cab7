//! What one can ask of the model.

use trefoil_core::condition::{
    self, Areas, Bearing, Concern, ConditionBear, ConditionMark, EvidenceAdd, IndicatorAdd,
    IndicatorSet, Standing,
};
use trefoil_core::error::Kind;
use trefoil_core::theme::{Area, ThemePlace};
use trefoil_testkit::TestStudy;

use super::{TODAY, add_condition, add_theme, conditions, does, listed, one, reads};

fn mark(study: &TestStudy, condition: trefoil_core::id::Id, state: Standing) {
    does(study, ConditionMark { condition, state, reason: "So it is.".into() });
}

#[test]
fn an_empty_model_lists_nothing() {
    for study in TestStudy::both() {
        assert_eq!(listed(&study), []);
        assert_eq!(reads(&study, condition::order), []);
        assert_eq!(reads(&study, condition::thin), []);
        assert_eq!(reads(&study, condition::circle), None);
    }
}

#[test]
fn the_areas_of_a_condition_are_where_its_themes_stand_now() {
    for study in TestStudy::both() {
        let id = add_condition(&study, "A clear role", &[]);
        let [placed, moved, unplaced] =
            ["One", "Two", "Three"].map(|name| (name, add_theme(&study, name)));
        for (_, theme) in [placed, moved, unplaced] {
            let bearing = Bearing::Strains;
            does(&study, ConditionBear { condition: id, theme, bearing, note: None });
        }
        for (theme, area) in
            [(placed.1, Area::Focus), (moved.1, Area::Focus), (moved.1, Area::FirmUp)]
        {
            let place = ThemePlace { theme, area, reason: "Because.".into(), round: None };
            does(&study, place);
        }
        let row = one(&study, id);
        let areas: Vec<_> =
            row.themes.iter().map(|theme| (theme.name.as_str(), theme.area)).collect();
        let expected = [("One", Area::Focus), ("Two", Area::FirmUp), ("Three", Area::Unplaced)];
        assert_eq!(areas, expected);
        assert_eq!(row.areas, Areas { firm_up: 1, fine_tune: 0, focus: 1, unplaced: 1 });
    }
}

#[test]
fn a_condition_said_to_be_met_with_nothing_to_show_for_it_is_thin() {
    for study in TestStudy::both() {
        let [bare, evidenced, seen, themed, unmet, unseen] = conditions(&study);
        for id in [bare, evidenced, seen, themed, unseen] {
            mark(&study, id, Standing::InPlace);
        }
        mark(&study, unmet, Standing::InPlace);
        mark(&study, unmet, Standing::NotStarted);
        mark(&study, unseen, Standing::Partly);
        let evidence = EvidenceAdd {
            condition: evidenced,
            indicator: None,
            passage: None,
            text: "A record".into(),
            date: None,
        };
        does(&study, evidence);
        for (condition, seen) in [(seen, true), (unseen, false)] {
            let add = IndicatorAdd { condition, text: "A sign".into(), level: None, domain: None };
            let indicator = does(&study, add).outcome;
            if seen {
                let seen = IndicatorSet {
                    indicator,
                    text: None,
                    seen: Some(true),
                    seen_on: None,
                    level: None,
                    domain: None,
                };
                does(&study, seen);
            }
        }
        let theme = add_theme(&study, "One");
        let bearing = Bearing::Supports;
        does(&study, ConditionBear { condition: themed, theme, bearing, note: None });
        let thin = reads(&study, condition::thin);
        let thin: Vec<_> =
            thin.iter().map(|one| (one.label.as_str(), one.name.as_str(), one.state)).collect();
        assert_eq!(thin, [("C1", "A", Standing::InPlace), ("C6", "F", Standing::Partly)]);
    }
}

#[test]
fn a_need_that_has_lapsed_is_warned_about() {
    for study in TestStudy::both() {
        let a = add_condition(&study, "A", &[]);
        let b = add_condition(&study, "B", &[a]);
        mark(&study, a, Standing::InPlace);
        mark(&study, b, Standing::InPlace);
        let review = serde_json::json!({ "condition": a, "review_due": "2026-02-01" });
        let set: condition::ConditionSet = serde_json::from_value(review).expect("it fits");
        does(&study, set);
        assert!(one(&study, b).warnings.is_empty());
        let later = reads(&study, |reader| condition::list(reader, "2026-02-02"));
        let warning = &later[1].warnings[0];
        assert_eq!(warning.concern, Concern::AheadOf);
        assert!(warning.sentence.ends_with("C1 “A” has lapsed."), "{warning:?}");
    }
}

#[test]
fn a_shown_condition_is_the_listed_one_and_an_unknown_id_is_said_to_be_one() {
    for study in TestStudy::both() {
        let [a, b] = conditions(&study);
        let shown = reads(&study, move |reader| condition::show(reader, b, TODAY));
        assert_eq!(shown.listed, one(&study, b));
        let json = serde_json::to_value(&shown).expect("it is plain data");
        assert_eq!(json["label"], "C2");
        assert_eq!(json["state"], "not_started");
        assert_eq!(json["name"], "B");
        study.session().undo().expect("B can be undone");
        let gone = study.study().read(move |reader| condition::show(reader, b, TODAY));
        assert_eq!(gone.expect_err("B is gone").kind(), Kind::NotFound);
        assert_eq!(listed(&study).len(), 1);
        assert_eq!(one(&study, a).label, "C1");
    }
}
