//! What is known of closed sources, and of participants who refused everything.

use serde_json::{Value, json};
use trefoil_core::care::consent::{is_participant_closed, refuse_closed_participant};
use trefoil_core::corpus::attribute::{self, AttributeSet, AttributeValueSet, AttributeValuesSet};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_testkit::{TestStudy, reads, refused};

use super::{added, answer, counts, done, is_whole, person, text, told};

struct World {
    study: TestStudy,
    one: Id,
    nine: Id,
    note: Id,
    role: Id,
    place: Id,
}

fn worlds() -> impl Iterator<Item = World> {
    TestStudy::both().into_iter().map(|study| {
        let (one, nine) = (person(&study, "P1"), person(&study, "P9"));
        let note = text(&study, "P9 note", &[nine], "Quiet.");
        let attribute = |noun: &str, name: &str| {
            added(&study, "attribute.add", json!({ "noun": noun, "name": name, "kind": "text" }))
        };
        let (role, place) = (attribute("participant", "Role"), attribute("source", "Where"));
        done(
            &study,
            "attribute.values",
            json!({ "values": [
                { "attribute": role, "participant": one, "value": "Volunteer" },
                { "attribute": role, "participant": nine, "value": "Glassblower" },
                { "attribute": place, "source": note, "value": "Behind the shed" },
            ] }),
        );
        World { study, one, nine, note, role, place }
    })
}

fn known(study: &TestStudy, of: Id) -> usize {
    reads(study, move |reader| attribute::of(reader, of)).len()
}

#[test]
fn values_of_a_closed_source_are_hidden_and_refused() {
    for world in worlds() {
        let study = &world.study;
        answer(study, world.nine, &["document"], "refused");
        assert_eq!(known(study, world.note), 0);
        assert_eq!(known(study, world.nine), 1, "P9 is open as long as something of theirs is");
        assert_eq!(counts(study, "attribute_value"), (2, 3));
        for value in [json!("Elsewhere"), Value::Null] {
            let arguments =
                json!({ "attribute": world.place, "source": world.note, "value": value });
            let (kind, message) = refused(study, told::<AttributeValueSet>(arguments));
            assert_eq!(kind, Kind::Denied);
            assert!(message.contains("“P9 note” is closed"), "{message}");
        }
        answer(study, world.nine, &["document"], "given");
        assert_eq!(known(study, world.note), 1, "it opens again");
    }
}

#[test]
fn values_of_somebody_who_refused_everything_are_hidden_and_refused() {
    for world in worlds() {
        let study = &world.study;
        answer(study, world.nine, &[], "withdrawn");
        assert_eq!((known(study, world.nine), known(study, world.one)), (0, 1));
        assert!(!study.dump().contains("Glassblower"));
        let arguments = json!({ "values": [{ "attribute": world.role, "participant": world.nine,
            "value": "Glazier" }] });
        let (kind, message) = refused(study, told::<AttributeValuesSet>(arguments));
        assert_eq!(kind, Kind::Denied);
        assert!(message.starts_with("What is known of P9 is closed"), "{message}");
        answer(study, world.nine, &["interview_audio"], "given");
        assert_eq!(known(study, world.nine), 1);
    }
}

#[test]
fn the_studys_own_no_closes_whoever_was_not_asked() {
    for world in worlds() {
        let (study, one, nine) = (&world.study, world.one, world.nine);
        answer(study, one, &["document"], "given");
        done(study, "consent.default", json!({ "answer": "refused" }));
        let closed = |who: Id| reads(study, move |reader| is_participant_closed(reader, who));
        assert_eq!((closed(one), closed(nine)), (false, true));
        let denied = reads(study, move |reader| {
            Ok(refuse_closed_participant(reader, nine).map_err(|error| error.kind()))
        });
        assert_eq!(denied, Err(Kind::Denied));
        answer(study, nine, &["document"], "refused");
        answer(study, nine, &["document"], "not_asked");
        assert!(closed(nine), "asked again, the study's answer holds");
        done(study, "consent.default", json!({ "answer": "not_asked" }));
        assert!(!closed(nine));
    }
}

#[test]
fn a_kind_that_closed_values_do_not_fit_is_refused_without_telling_them() {
    for world in worlds() {
        let study = &world.study;
        answer(study, world.nine, &[], "refused");
        for attribute in [world.role, world.place] {
            if attribute == world.role {
                done(
                    study,
                    "attribute.value",
                    json!({ "attribute": attribute, "participant": world.one, "value": "12" }),
                );
            }
            let set: AttributeSet = told(json!({ "attribute": attribute, "kind": "number" }));
            let (kind, message) = refused(study, set);
            assert_eq!(kind, Kind::Conflict);
            assert!(message.contains("P9"), "{message}");
            let told = message.contains("Glassblower") || message.contains("shed");
            assert!(!told, "{message}");
        }
        is_whole(study);
    }
}
