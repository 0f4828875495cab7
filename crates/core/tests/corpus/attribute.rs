//! What is known of participants and sources.

use serde_json::{Value, json};
use trefoil_core::corpus::attribute::{
    self, AttributeAdd, AttributeKind, AttributeMove, AttributeRemove, AttributeSet,
    AttributeValueSet, AttributeValuesSet,
};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::study::history;
use trefoil_testkit::{TestStudy, does, reads, refused};

use super::{added, counts, done, is_whole, person, text, told};

fn attribute(study: &TestStudy, noun: &str, name: &str, kind: &str) -> Id {
    let add: AttributeAdd = told(json!({ "noun": noun, "name": name, "kind": kind, "note": "N" }));
    does(study, add).outcome
}

fn value(attribute: Id, noun: &str, of: Id, value: impl Into<Value>) -> AttributeValueSet {
    told(json!({ "attribute": attribute, noun: of, "value": value.into() }))
}

/// What is known of somebody or something, as `name: value`.
fn known(study: &TestStudy, of: Id) -> Vec<String> {
    let known = reads(study, move |reader| attribute::of(reader, of));
    known.into_iter().map(|one| format!("{}: {}", one.name, one.value)).collect()
}

/// The names of all attributes in their order, each with how many values it has.
fn listed(study: &TestStudy) -> Vec<(String, i64)> {
    let listed = reads(study, attribute::list);
    listed.into_iter().map(|one| (one.attribute.name, one.values)).collect()
}

#[test]
fn values_are_kept_as_their_kind_writes_them() {
    for study in TestStudy::both() {
        let one = person(&study, "P1");
        for (name, kind, typed, kept) in [
            ("Hours", "number", " 037.50 ", "37.5"),
            ("Born", "date", "19800302", "1980-03-02"),
            ("Paid", "yes_no", "TRUE", "yes"),
            ("Role", "text", " Volunteer, on and off ", "Volunteer, on and off"),
        ] {
            let of = attribute(&study, "participant", name, kind);
            does(&study, value(of, "participant", one, typed));
            assert!(known(&study, one).contains(&format!("{name}: {kept}")), "{name}");
        }
        let all = [("Hours", 1), ("Born", 1), ("Paid", 1), ("Role", 1)];
        assert_eq!(listed(&study), all.map(|(name, count)| (name.to_owned(), count)));
        is_whole(&study);
    }
}

#[test]
fn a_value_that_is_none_of_its_kind_is_refused_and_said_how_to_write() {
    for study in TestStudy::both() {
        let one = person(&study, "P1");
        for (kind, typed, said) in [
            ("number", "12,5", "Write it as 12.5"),
            ("date", "31/01/2026", "Write it as 2026-01-31"),
            ("yes_no", "perhaps", "Write it as yes or no"),
        ] {
            let of = attribute(&study, "participant", kind, kind);
            let (refusal, message) = refused(&study, value(of, "participant", one, typed));
            assert_eq!(refusal, Kind::Invalid);
            assert!(message.contains(said) && message.contains("Nothing was changed"), "{message}");
            assert!(message.contains(typed), "{message}");
        }
    }
}

#[test]
fn a_value_is_of_what_its_attribute_is_of_and_of_one_alone() {
    for study in TestStudy::both() {
        let one = person(&study, "P1");
        let note = text(&study, "Note", &[], "Quiet.");
        let hours = attribute(&study, "participant", "Hours", "number");
        let place = attribute(&study, "source", "Where", "text");
        does(&study, value(place, "source", note, "In the yard"));
        assert_eq!(known(&study, note), ["Where: In the yard"]);
        let wrong = |arguments: Value| refused(&study, told::<AttributeValueSet>(arguments)).0;
        let twelve = "12";
        assert_eq!(
            wrong(json!({ "attribute": hours, "source": note, "value": twelve })),
            Kind::Invalid
        );
        assert_eq!(
            wrong(json!({ "attribute": place, "participant": one, "value": twelve })),
            Kind::Invalid
        );
        let both = json!({ "attribute": hours, "participant": one, "source": note, "value": "1" });
        assert_eq!(wrong(both), Kind::Invalid);
        assert_eq!(wrong(json!({ "attribute": hours, "value": twelve })), Kind::Invalid);
        let nobody = json!({ "attribute": hours, "participant": note, "value": twelve });
        assert_eq!(wrong(nobody), Kind::NotFound);
    }
}

#[test]
fn a_second_value_takes_the_place_of_the_first_and_none_clears_it() {
    for study in TestStudy::both() {
        let one = person(&study, "P1");
        let hours = attribute(&study, "participant", "Hours", "number");
        for (typed, kept) in [("12", "Hours: 12"), ("13.0", "Hours: 13")] {
            does(&study, value(hours, "participant", one, typed));
            assert_eq!(known(&study, one), [kept]);
        }
        does(&study, value(hours, "participant", one, Value::Null));
        assert!(known(&study, one).is_empty());
        done(&study, "attribute.value", json!({ "attribute": hours, "participant": one }));
        does(&study, value(hours, "participant", one, "5"));
        does(&study, value(hours, "participant", one, "  "));
        assert_eq!(counts(&study, "attribute_value"), (0, 0), "blanks clear it too");
    }
}

#[test]
fn many_values_are_set_at_once_or_not_at_all() {
    for study in TestStudy::both() {
        let (one, two) = (person(&study, "P1"), person(&study, "P2"));
        let hours = attribute(&study, "participant", "Hours", "number");
        let paid = attribute(&study, "participant", "Paid", "yes_no");
        let values: AttributeValuesSet = told(json!({ "values": [
            { "attribute": hours, "participant": one, "value": "12" },
            { "attribute": hours, "participant": two, "value": "40" },
            { "attribute": paid, "participant": two, "value": "no" },
            { "attribute": hours, "participant": one, "value": "13" },
        ] }));
        does(&study, values);
        assert_eq!(known(&study, one), ["Hours: 13"], "the later one counts");
        assert_eq!(known(&study, two), ["Hours: 40", "Paid: no"]);
        let wrong: AttributeValuesSet = told(json!({ "values": [
            { "attribute": hours, "participant": one, "value": "14" },
            { "attribute": paid, "participant": two, "value": "maybe" },
        ] }));
        let (kind, message) = refused(&study, wrong);
        assert_eq!(kind, Kind::Invalid);
        assert!(message.starts_with("Of P2: “maybe” is not yes or no"), "{message}");
        assert_eq!(known(&study, one), ["Hours: 13"]);
        let none: AttributeValuesSet = told(json!({ "values": [] }));
        assert_eq!(refused(&study, none).0, Kind::Invalid);
    }
}

#[test]
fn the_history_never_says_a_value() {
    for study in TestStudy::both() {
        let one = person(&study, "P1");
        let role = attribute(&study, "participant", "Role", "text");
        done(
            &study,
            "attribute.value",
            json!({ "attribute": role, "participant": one, "value": "Glassblower" }),
        );
        done(
            &study,
            "attribute.values",
            json!({ "values": [{ "attribute": role, "participant": one, "value": "Glazier" }] }),
        );
        let entries = reads(&study, |reader| history(reader, 100));
        let said = format!("{entries:?}");
        assert!(said.contains("Set “Role” of P1"), "{said}");
        assert!(!said.contains("Glassblower") && !said.contains("Glazier"), "{said}");
    }
}

#[test]
fn a_kind_changes_when_every_value_can_be_read_as_the_new_one() {
    for study in TestStudy::both() {
        let (one, two) = (person(&study, "P1"), person(&study, "P2"));
        let hours = attribute(&study, "participant", "Hours", "text");
        does(&study, value(hours, "participant", one, "012.50"));
        does(&study, value(hours, "participant", two, "about twelve"));
        let to = |kind: &str| told::<AttributeSet>(json!({ "attribute": hours, "kind": kind }));
        let (kind, message) = refused(&study, to("number"));
        assert_eq!(kind, Kind::Conflict);
        assert!(
            message.starts_with(
                "The value of “Hours” for P2, “about twelve”, cannot be read as a number. Nothing \
                 was changed."
            ),
            "{message}"
        );
        does(&study, value(hours, "participant", two, "12"));
        does(&study, to("number"));
        assert_eq!(known(&study, one), ["Hours: 12.5"]);
        does(&study, to("text"));
        let kinds = reads(&study, attribute::list);
        assert_eq!(kinds[0].attribute.kind, AttributeKind::Text);
        is_whole(&study);
    }
}

#[test]
fn a_kind_does_not_come_back_over_a_value_of_another_kind() {
    for study in TestStudy::both() {
        let one = person(&study, "P1");
        let hours = attribute(&study, "participant", "Hours", "number");
        done(&study, "attribute.set", json!({ "attribute": hours, "kind": "text" }));
        let ben = study.session_of("Ben");
        ben.perform(value(hours, "participant", one, "many")).expect("is set");
        let error = study.session().undo().expect_err("the value could not be read");
        assert_eq!(error.kind(), Kind::Conflict);
        assert!(error.to_string().contains("an attribute's kind was changed since"), "{error}");
        ben.undo().expect("undo works");
        study.session().undo().expect("now it can be undone");
        is_whole(&study);
    }
}

#[test]
fn attributes_have_names_of_their_own_and_an_order() {
    for study in TestStudy::both() {
        let age = attribute(&study, "participant", "Age", "number");
        attribute(&study, "source", "Age", "number");
        attribute(&study, "participant", "Role", "text");
        let third = attribute(&study, "participant", "Team", "text");
        let twice: AttributeAdd = told(json!({ "noun": "participant", "name": " Age " }));
        assert_eq!(refused(&study, twice).0, Kind::Conflict);
        let nameless: AttributeAdd = told(json!({ "noun": "participant", "name": " " }));
        assert_eq!(refused(&study, nameless).0, Kind::Invalid);
        let taken: AttributeSet = told(json!({ "attribute": third, "name": "Role" }));
        assert_eq!(refused(&study, taken).0, Kind::Conflict);
        does(&study, told::<AttributeSet>(json!({ "attribute": third, "name": "Group" })));
        does(&study, told::<AttributeMove>(json!({ "attribute": third, "to": 1 })));
        let names: Vec<_> = listed(&study).into_iter().map(|one| one.0).collect();
        assert_eq!(names, ["Group", "Age", "Role", "Age"]);
        does(&study, told::<AttributeMove>(json!({ "attribute": age, "to": 9 })));
        let names: Vec<_> = listed(&study).into_iter().map(|one| one.0).collect();
        assert_eq!(names, ["Group", "Role", "Age", "Age"]);
        let before_all: AttributeMove = told(json!({ "attribute": age, "to": 0 }));
        assert_eq!(refused(&study, before_all).0, Kind::Invalid);
    }
}

#[test]
fn removing_an_attribute_takes_its_values_and_undo_brings_them_back() {
    for study in TestStudy::both() {
        let (one, two) = (person(&study, "P1"), person(&study, "P2"));
        let hours = attribute(&study, "participant", "Hours", "number");
        for who in [one, two] {
            done(
                &study,
                "attribute.value",
                json!({ "attribute": hours, "participant": who, "value": "7" }),
            );
        }
        added(&study, "memo.add", json!({ "on": hours, "text": "Asked at the start." }));
        let gone = does(&study, told::<AttributeRemove>(json!({ "attribute": hours })));
        assert_eq!(gone.outcome, 2);
        assert!(gone.summary.contains("2 values"), "{}", gone.summary);
        assert_eq!((counts(&study, "attribute_value"), counts(&study, "memo")), ((0, 0), (0, 0)));
        study.session().undo().expect("undo works");
        assert_eq!(known(&study, two), ["Hours: 7"]);
    }
}

#[test]
fn values_go_with_the_participant_or_the_source_that_they_are_of() {
    for study in TestStudy::both() {
        let one = person(&study, "P1");
        let note = text(&study, "Note", &[], "Quiet.");
        let hours = attribute(&study, "participant", "Hours", "number");
        let place = attribute(&study, "source", "Where", "text");
        done(
            &study,
            "attribute.values",
            json!({ "values": [
                { "attribute": hours, "participant": one, "value": "7" },
                { "attribute": place, "source": note, "value": "Yard" },
            ] }),
        );
        let expected = json!({
            "stream": "interview", "participant": one, "first_week": 1, "last_week": 2, "count": 1,
        });
        added(&study, "expectation.add", expected);
        added(&study, "set.add", json!({ "name": "Notes", "sources": [note] }));
        does(
            &study,
            told::<trefoil_core::corpus::participant::ParticipantRemove>(
                json!({ "participant": one }),
            ),
        );
        does(&study, told::<trefoil_core::corpus::source::SourceRemove>(json!({ "source": note })));
        for noun in ["attribute_value", "expectation", "source_set_member"] {
            assert_eq!(counts(&study, noun), (0, 0), "{noun}");
        }
        is_whole(&study);
    }
}
