//! Whatever needs are added and taken away, they never run in a circle and can always be sorted.

use std::collections::HashSet;

use proptest::prelude::*;
use trefoil_core::condition::{self, ConditionNeeds, ConditionUnneed};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_testkit::TestStudy;

use super::{conditions, reads};

const MANY: usize = 6;

/// Whether needs lead from one condition to another, found by following all of them.
fn leads(needs: &HashSet<(usize, usize)>, from: usize, to: usize) -> bool {
    let mut reached = HashSet::from([from]);
    for _ in 0..MANY {
        let further = needs.iter().filter(|(above, _)| reached.contains(above));
        let further: Vec<usize> = further.map(|(_, below)| *below).collect();
        reached.extend(further);
    }
    reached.contains(&to)
}

fn check(study: &TestStudy, ids: &[Id; MANY], needs: &HashSet<(usize, usize)>) {
    let (order, circle) =
        reads(study, |reader| Ok((condition::order(reader)?, condition::circle(reader)?)));
    assert_eq!(circle, None);
    assert_eq!(order.iter().collect::<HashSet<_>>(), ids.iter().collect::<HashSet<_>>());
    assert_eq!(order.len(), MANY);
    let place = |at: usize| order.iter().position(|id| *id == ids[at]);
    for (above, below) in needs {
        assert!(place(*below) < place(*above), "{needs:?} in {order:?}");
    }
}

/// One step: from, to, and whether the need is added.
fn steps() -> impl Strategy<Value = Vec<(usize, usize, bool)>> {
    prop::collection::vec((0..MANY, 0..MANY, prop::bool::weighted(0.75)), 1..40)
}

fn walk(study: &TestStudy, steps: &[(usize, usize, bool)]) {
    let ids: [Id; MANY] = conditions(study);
    let beginning = study.dump();
    let mut needs: HashSet<(usize, usize)> = HashSet::new();
    let mut done = 0;
    for (from, to, adds) in steps {
        let (condition, named) = (ids[*from], vec![ids[*to]]);
        if *adds {
            let outcome = study.session().perform(ConditionNeeds { condition, needs: named });
            if leads(&needs, *to, *from) {
                let refused = outcome.expect_err("a circle is refused");
                assert_eq!(refused.kind(), Kind::Conflict);
                continue;
            }
            let new = outcome.expect("what closes no circle is accepted").outcome;
            assert_eq!(new == 1, needs.insert((*from, *to)));
        } else {
            let outcome = study.session().perform(ConditionUnneed { condition, needs: named });
            let was = needs.remove(&(*from, *to));
            assert_eq!(outcome.is_ok(), was);
            if !was {
                continue;
            }
        }
        done += 1;
        check(study, &ids, &needs);
    }
    for _ in 0..done {
        study.session().undo().expect("each step can be undone");
    }
    assert_eq!(study.dump(), beginning);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn needs_never_run_in_a_circle_and_the_order_meets_them_all(steps in steps()) {
        walk(&TestStudy::file(), &steps);
    }
}

#[test]
fn needs_never_run_in_a_circle_on_a_server_either() {
    let Some(study) = TestStudy::server() else {
        return;
    };
    // Every pair in both directions: whichever comes second is refused.
    let pairs = (0..MANY).flat_map(|from| (0..MANY).map(move |to| (from, to, true)));
    walk(&study, &pairs.collect::<Vec<_>>());
}
