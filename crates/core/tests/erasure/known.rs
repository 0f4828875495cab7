//! What is known of a person or a source goes with them, and so does what is expected from them.

use serde_json::json;
use trefoil_core::care::erasure::{Scope, Wish};
use trefoil_core::id::Id;

use super::world::{World, added, attempt, perform, worlds};

/// What is known of P4, of their voice note and of P1; says the attributes.
fn know(world: &World) -> [Id; 2] {
    let study = &world.study;
    let attribute = |noun: &str, name: &str| {
        added(study, "attribute.add", json!({ "noun": noun, "name": name, "kind": "text" }))
    };
    let (role, place) = (attribute("participant", "Role before"), attribute("source", "Where"));
    perform(
        study,
        "attribute.values",
        json!({ "values": [
            { "attribute": role, "participant": world.four,
              "value": "Mended the lamps of the lighthouse" },
            { "attribute": role, "participant": world.one, "value": "Volunteer" },
            { "attribute": place, "source": world.note,
              "value": "Beneath the old wooden footbridge" },
        ] }),
    );
    // An image of an earlier value is remembered as well.
    perform(
        study,
        "attribute.value",
        json!({ "attribute": role, "participant": world.four,
            "value": "Once mended the lamps of the lighthouse" }),
    );
    perform(
        study,
        "expectation.add",
        json!({ "stream": "voice_note", "participant": world.four, "first_week": 1,
            "last_week": 4, "count": 2 }),
    );
    perform(
        study,
        "expectation.add",
        json!({ "stream": "voice_note", "first_week": 1, "last_week": 4, "count": 2 }),
    );
    perform(study, "set.add", json!({ "name": "To read again", "sources": [world.note] }));
    [role, place]
}

#[test]
fn a_withdrawal_of_everything_takes_what_is_known_and_expected() {
    for world in worlds() {
        let [role, _] = know(&world);
        let study = &world.study;
        world.say_who_speaks();
        let run = world.plan(Wish { participant: Some(world.four), ..Wish::of(Scope::All) });
        assert_eq!(run.counts.values, 2, "{:?}", run.counts);
        perform(
            study,
            "withdrawal.carry_out",
            json!({ "participant": world.four, "scope": "all" }),
        );
        assert_eq!((world.count("attribute_value"), world.count("expectation")), (1, 1));
        assert_eq!((world.count("source_set_member"), world.count("attribute")), (0, 2));
        let said = world.everything().to_lowercase();
        for word in ["lighthouse", "footbridge"] {
            assert!(!said.contains(word), "{word} is still there");
        }
        assert!(said.contains("volunteer"));
        world.is_sound("afterwards");
        let refused = attempt(
            study,
            "attribute.value",
            json!({ "attribute": role, "participant": world.four, "value": "Anything" }),
        );
        assert!(refused.is_err(), "nothing new is known of somebody who withdrew everything");
    }
}

#[test]
fn an_erased_source_takes_its_values_and_leaves_its_sets() {
    for world in worlds() {
        know(&world);
        let study = &world.study;
        perform(study, "erasure.source", json!({ "sources": [world.note] }));
        assert_eq!((world.count("attribute_value"), world.count("expectation")), (2, 2));
        assert_eq!((world.count("source_set_member"), world.count("source_set")), (0, 1));
        let said = world.everything();
        assert!(!said.contains("footbridge") && said.contains("lighthouse"));
        world.is_sound("afterwards");
    }
}

#[test]
fn words_that_a_value_repeats_are_taken_out_of_it() {
    for world in worlds() {
        let [role, _] = know(&world);
        let study = &world.study;
        let copied = "She said: I told the porter about the frozen hands. So she did.";
        perform(
            study,
            "attribute.value",
            json!({ "attribute": role, "participant": world.one, "value": copied }),
        );
        let run = world.plan(Wish { sources: vec![world.note], ..Wish::of(Scope::Source) });
        let copy = run.copies.iter().find(|one| one.noun == "attribute_value").expect("is listed");
        assert_eq!(copy.called, "Role before", "it is called what it is a value of");
        perform(study, "erasure.source", json!({ "sources": [world.note] }));
        let said = world.everything();
        assert!(!said.contains("frozen hands"), "{said}");
        world.is_sound("afterwards");
    }
}
