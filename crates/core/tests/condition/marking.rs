//! Marking how far conditions are met, and which themes bear on them.

use trefoil_core::condition::{
    Bearing, Concern, ConditionBear, ConditionMark, ConditionSet, ConditionUnbear, Standing,
};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::memo::MemoAdd;
use trefoil_core::study;
use trefoil_testkit::TestStudy;

use super::{add_condition, add_theme, conditions, does, one, reads, refused};

fn mark(condition: Id, state: Standing) -> ConditionMark {
    ConditionMark { condition, state, reason: String::new() }
}

fn due(condition: Id, date: &str) -> ConditionSet {
    ConditionSet {
        condition,
        name: None,
        statement: None,
        why: None,
        owner: None,
        review_due: Some(date.into()),
    }
}

#[test]
fn each_mark_is_kept_and_the_last_one_is_in_force() {
    for study in TestStudy::both() {
        let id = add_condition(&study, "A clear role", &[]);
        assert_eq!(one(&study, id).state, Standing::NotStarted);
        does(&study, mark(id, Standing::Partly));
        let done = does(
            &study,
            ConditionMark { condition: id, state: Standing::InPlace, reason: " Agreed. ".into() },
        );
        assert_eq!(done.summary, "Marked C1 “A clear role” as in place");
        does(&study, mark(id, Standing::InPlace));
        let row = one(&study, id);
        assert_eq!(
            (row.state, row.marked, row.lapsed),
            (Standing::InPlace, Standing::InPlace, false)
        );
        let told: Vec<_> = row
            .history
            .iter()
            .map(|mark| (mark.state, mark.reason.as_str(), mark.person.as_str()))
            .collect();
        let expected = [
            (Standing::Partly, "", "Ada"),
            (Standing::InPlace, "Agreed.", "Ada"),
            (Standing::InPlace, "", "Ada"),
        ];
        assert_eq!(told, expected);
    }
}

#[test]
fn not_applicable_needs_a_reason() {
    for study in TestStudy::both() {
        let id = add_condition(&study, "A clear role", &[]);
        let blank = ConditionMark { reason: "  ".into(), ..mark(id, Standing::NotApplicable) };
        let (kind, message) = refused(&study, blank);
        assert_eq!(kind, Kind::Invalid);
        assert!(message.contains("“A clear role”") && message.contains("reason"), "{message}");
        let why = ConditionMark {
            reason: "We have one team.".into(),
            ..mark(id, Standing::NotApplicable)
        };
        does(&study, why);
        assert_eq!(one(&study, id).state, Standing::NotApplicable);
    }
}

#[test]
fn a_reason_stays_out_of_the_history() {
    for study in TestStudy::both() {
        let id = add_condition(&study, "A clear role", &[]);
        let reason = "P3 said it in week 4".to_owned();
        does(&study, ConditionMark { reason, ..mark(id, Standing::Partly) });
        let said = reads(&study, |reader| study::history(reader, 20));
        let said = serde_json::to_string(&said).expect("history is plain data");
        assert!(said.contains("condition.mark") && !said.contains("P3"), "{said}");
    }
}

#[test]
fn a_condition_marked_before_what_it_needs_warns_and_is_marked() {
    for study in TestStudy::both() {
        let [a, b, n] = conditions(&study);
        let id = add_condition(&study, "Induction", &[a, b, n]);
        let why = ConditionMark { reason: "One team.".into(), ..mark(n, Standing::NotApplicable) };
        does(&study, why);
        let done = does(&study, mark(id, Standing::Partly));
        let told = "C4 “Induction” is marked partly before what it needs: C1 “A” is not started \
                    and C2 “B” is not started. The order is advice.";
        assert_eq!(done.notices, [told]);
        does(&study, mark(a, Standing::Partly));
        does(&study, mark(b, Standing::InPlace));
        assert!(one(&study, id).warnings.is_empty());
        let done = does(&study, mark(id, Standing::InPlace));
        let told = "C4 “Induction” is marked in place before what it needs: C1 “A” is only partly \
                    in place. The order is advice.";
        assert_eq!(done.notices, [told]);
        let row = one(&study, id);
        assert_eq!(row.state, Standing::InPlace);
        let warning = row.warnings.first().expect("the model warns too");
        assert_eq!((warning.concern, &warning.conditions[..]), (Concern::AheadOf, &[a][..]));
    }
}

#[test]
fn taking_back_a_need_tells_of_what_was_marked_on_it() {
    for study in TestStudy::both() {
        let a = add_condition(&study, "A", &[]);
        let b = add_condition(&study, "B", &[a]);
        assert!(does(&study, mark(a, Standing::InPlace)).notices.is_empty());
        assert!(does(&study, mark(b, Standing::InPlace)).notices.is_empty());
        let done = does(&study, mark(a, Standing::NotStarted));
        assert_eq!(done.notices.len(), 1);
        assert!(done.notices[0].starts_with("C2 “B” is marked in place before"), "{done:?}");
        assert!(does(&study, mark(b, Standing::NotStarted)).notices.is_empty());
    }
}

#[test]
fn what_is_in_place_lapses_after_its_review_date_and_keeps_its_mark() {
    for study in TestStudy::both() {
        let [a, b] = conditions(&study);
        does(&study, mark(a, Standing::InPlace));
        does(&study, mark(b, Standing::Partly));
        does(&study, due(a, super::TODAY));
        assert_eq!(one(&study, a).state, Standing::InPlace);
        does(&study, due(a, "2026-01-04"));
        does(&study, due(b, "2026-01-04"));
        let row = one(&study, a);
        assert_eq!(
            (row.state, row.marked, row.lapsed),
            (Standing::Lapsed, Standing::InPlace, true)
        );
        assert_eq!(row.warnings[0].concern, Concern::ReviewDue);
        assert_eq!(one(&study, b).state, Standing::Partly);
        let again = does(&study, mark(a, Standing::InPlace));
        assert!(again.notices[0].contains("2026-01-04"), "{again:?}");
        does(&study, due(a, "2026-07-01"));
        assert_eq!(one(&study, a).state, Standing::InPlace);
    }
}

#[test]
fn a_theme_bears_on_a_condition_in_one_way_at_a_time() {
    for study in TestStudy::both() {
        let id = add_condition(&study, "A clear role", &[]);
        let theme = add_theme(&study, "Nobody told them");
        let bear = |bearing, note: Option<&str>| ConditionBear {
            condition: id,
            theme,
            bearing,
            note: note.map(Into::into),
        };
        let row = does(&study, bear(Bearing::Strains, Some("In the first month.")));
        assert_eq!(row.summary, "The theme “Nobody told them” strains C1 “A clear role”");
        let again = does(&study, bear(Bearing::Supports, None));
        assert_eq!(row.outcome, again.outcome);
        let themes = one(&study, id).themes;
        assert_eq!(themes.len(), 1);
        assert_eq!(themes[0].bearing, Bearing::Supports);
        assert_eq!(themes[0].note, "In the first month.");
        let memo = MemoAdd { on: Some(row.outcome), title: String::new(), text: "Why?".into() };
        does(&study, memo);
        does(&study, ConditionUnbear { condition: id, theme });
        assert!(one(&study, id).themes.is_empty());
        assert!(!study.dump().contains("Why?"));
        let (kind, message) = refused(&study, ConditionUnbear { condition: id, theme });
        assert_eq!(kind, Kind::NotFound);
        assert!(message.contains("“Nobody told them” does not bear on C1"), "{message}");
    }
}
