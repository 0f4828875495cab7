//! What conditions need first.

use trefoil_core::condition::{ConditionNeeds, ConditionUnneed};
use trefoil_core::error::Kind;
use trefoil_testkit::TestStudy;

use super::{add_condition, conditions, does, one, refused};

#[test]
fn needs_are_added_once_and_taken_away() {
    for study in TestStudy::both() {
        let [a, b, c] = conditions(&study);
        let done = does(&study, ConditionNeeds { condition: c, needs: vec![b, a, b] });
        assert_eq!(done.outcome, 2);
        assert_eq!(done.summary, "C3 “C” now needs C2 “B” and C1 “A”");
        assert_eq!(one(&study, c).needs, [a, b]);
        let again = study.session().perform(ConditionNeeds { condition: c, needs: vec![a] });
        let again = again.expect("what is so already is no mistake");
        assert_eq!((again.outcome, again.notices.len()), (0, 1));
        let done = does(&study, ConditionUnneed { condition: c, needs: vec![a] });
        assert_eq!(done.summary, "C3 “C” no longer needs C1 “A”");
        assert_eq!(one(&study, c).needs, [b]);
        assert!(one(&study, a).needed_by.is_empty());
    }
}

#[test]
fn a_cycle_is_refused_and_named() {
    for study in TestStudy::both() {
        let grounds: [_; 3] = conditions(&study);
        let role = add_condition(&study, "D", &grounds);
        let terms = add_condition(&study, "E", &[role]);
        let induction = add_condition(&study, "F", &[terms]);
        let (kind, message) =
            refused(&study, ConditionNeeds { condition: role, needs: vec![induction] });
        assert_eq!(kind, Kind::Conflict);
        assert!(message.contains("C4 → C6 → C5 → C4"), "{message}");
        assert!(message.contains("C4 “D” cannot need C6 “F”"), "{message}");
        let (kind, message) =
            refused(&study, ConditionNeeds { condition: role, needs: vec![role] });
        assert_eq!(kind, Kind::Conflict);
        assert!(message.contains("C4 → C4"), "{message}");
    }
}

#[test]
fn a_cycle_refuses_the_needs_that_were_named_with_it() {
    for study in TestStudy::both() {
        let [a, b] = conditions(&study);
        let c = add_condition(&study, "C", &[b]);
        // B may need A, but not C: neither is added.
        let (kind, message) = refused(&study, ConditionNeeds { condition: b, needs: vec![a, c] });
        assert_eq!(kind, Kind::Conflict);
        assert!(message.contains("C2 → C3 → C2"), "{message}");
        assert!(one(&study, b).needs.is_empty());
    }
}

#[test]
fn a_need_that_stands_further_on_is_told_and_added() {
    for study in TestStudy::both() {
        let [a, b] = conditions(&study);
        let done = does(&study, ConditionNeeds { condition: a, needs: vec![b] });
        let told = "C1 “A” stands before C2 “B”, which it needs. The order is advice.";
        assert_eq!(done.notices, [told]);
        assert_eq!(one(&study, a).needs, [b]);
    }
}

#[test]
fn a_need_that_is_none_cannot_be_taken_away() {
    for study in TestStudy::both() {
        let [a, b] = conditions(&study);
        let (kind, message) = refused(&study, ConditionUnneed { condition: b, needs: vec![a] });
        assert_eq!(kind, Kind::NotFound);
        assert!(message.contains("C2 “B” does not need C1 “A”"), "{message}");
        let none = ConditionUnneed { condition: b, needs: vec![] };
        assert_eq!(refused(&study, none).0, Kind::Invalid);
        let none = ConditionNeeds { condition: b, needs: vec![] };
        assert_eq!(refused(&study, none).0, Kind::Invalid);
    }
}
