//! What the participant is given: numbers and dates, and nothing of what they said.

use serde_json::json;
use trefoil_core::care::erasure::{certificate, duties};
use trefoil_testkit::{does, reads};

use super::world::{World, perform, worlds};

fn withdrawn(world: &World, scope: &str) -> trefoil_core::id::Id {
    world.coded(world.note, "The ward clock stopped at ten past four");
    perform(
        &world.study,
        "policy.set",
        json!({ "controller": "Lanternfield", "contact": "ask@lanternfield.example" }),
    );
    let arguments = json!({ "participant": world.four, "scope": scope, "asked_on": "2026-01-20",
        "shared": "whole" });
    let outcome = perform(&world.study, "withdrawal.carry_out", arguments).outcome;
    outcome["withdrawal"].as_str().expect("an id").parse().expect("an id")
}

#[test]
fn it_says_what_went_and_holds_nothing_of_it() {
    for world in worlds() {
        let withdrawal = withdrawn(&world, "all");
        let made = reads(&world.study, move |reader| certificate(reader, withdrawal));
        for text in [made.to_text(), made.to_html()] {
            for said in ["W-2026-0001", "P4", "2026-01-20", "Lanternfield", "not legal advice"] {
                assert!(text.contains(said), "{said} is missing:\n{text}");
            }
            for secret in ["clock", "voice note of week", "In the garden", "PTT-", "P1"] {
                assert!(!text.contains(secret), "{secret} stands in:\n{text}");
            }
        }
        assert!(made.removed.iter().any(|line| line.count == 1 && line.what.contains("marked")));
        assert!(made.proof.contains("found none"), "{}", made.proof);
    }
}

#[test]
fn who_only_stops_is_told_that_nothing_went() {
    for world in worlds() {
        let withdrawal = withdrawn(&world, "stop_new");
        let made = reads(&world.study, move |reader| certificate(reader, withdrawal));
        assert!(made.removed.is_empty() && made.nothing.contains("nothing new"));
        assert!(made.to_html().contains("Nothing."));
    }
}

#[test]
fn a_duty_is_noted_as_done_and_can_be_opened_again() {
    for world in worlds() {
        withdrawn(&world, "all");
        let list = |today: &'static str| reads(&world.study, move |reader| duties(reader, today));
        let open = list("2026-01-21");
        assert!(open.iter().all(|one| one.duty.done_on.is_none() && !one.overdue));
        assert!(list("2026-05-01").iter().all(|one| one.overdue));
        let duty = open[0].duty.id;
        let done = trefoil_core::care::erasure::DutyDone { duty, done_on: None };
        does(&world.study, done);
        assert!(list("2026-05-01").iter().any(|one| one.duty.id == duty && !one.overdue));
        perform(&world.study, "duty.done", json!({ "duty": duty, "done_on": "" }));
        assert!(list("2026-01-21").iter().all(|one| one.duty.done_on.is_none()));
    }
}
