//! Who people are in a study that comes back where somebody was already.

use serde_json::json;
use trefoil_core::codebook::CodeAdd;
use trefoil_core::study::{Role, StudySet};
use trefoil_testkit::TestStudy;

use super::{everybody, exported, imported, rich, value};

fn begun(study: &TestStudy, person: &str) {
    let set = StudySet { question: Some("Begun".into()), ..StudySet::default() };
    study.session_of(person).perform(set).expect("the study can be described");
}

#[test]
fn somebody_who_did_nothing_here_is_who_the_document_says() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    for study in TestStudy::both() {
        // Ben is known here, by another id, from an act that left no trace.
        let code = CodeAdd { name: " ".into(), ..CodeAdd::default() };
        study.session_of("Ben").perform(code).expect_err("a code needs a name");
        imported(&study, &exported(&origin));
        assert_eq!(everybody(&study), everybody(&origin));
        assert_eq!(study.dump(), origin.dump());
    }
}

#[test]
fn somebody_who_did_something_here_stays_and_is_taken_for_the_same() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    for study in TestStudy::both() {
        begun(&study, "Ada");
        begun(&study, "Ben");
        begun(&study, "Cem");
        let before = everybody(&study);
        imported(&study, &exported(&origin));
        let ids = |people: &[trefoil_core::study::Person]| -> Vec<_> {
            people.iter().map(|person| person.id).collect()
        };
        assert_eq!(ids(&everybody(&study)), ids(&before));
        // Every row that named the document's Ada and Ben names those who were here.
        let (there, here) = (value(&origin), value(&study));
        let mut expected = there.to_string();
        for (theirs, ours) in everybody(&origin).iter().zip(&before).take(2) {
            expected = expected.replace(&theirs.id.to_string(), &ours.id.to_string());
        }
        let expected: serde_json::Value = serde_json::from_str(&expected).expect("JSON");
        for section in ["sources", "codings", "memos", "themes", "conditions", "actions"] {
            assert_eq!(here[section], expected[section], "{section}");
        }
        study.session().undo().expect("undo works").expect("there is something to undo");
        study.session().redo().expect("redo works").expect("there is something to redo");
    }
}

#[test]
fn people_known_by_id_take_the_name_and_role_of_the_document() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    for study in TestStudy::both() {
        imported(&study, &exported(&origin));
        study.session().undo().expect("undo works");
        let mut document = value(&origin);
        document["people"][1]["name"] = json!("Benedict");
        document["people"][1]["role"] = json!("manager");
        imported(&study, &document.to_string());
        let everybody = everybody(&study);
        assert_eq!(everybody.len(), 2);
        assert_eq!((everybody[1].name.as_str(), everybody[1].role), ("Benedict", Role::Manager));
    }
}

#[test]
fn somebody_who_is_not_in_the_document_can_bring_it_in() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    for study in TestStudy::both() {
        let document = exported(&origin);
        trefoil_core::exchange::json::import(&study.session_of("Dora"), document.as_bytes())
            .expect("the document is whole");
        assert_eq!(study.dump(), origin.dump());
        let names: Vec<_> = everybody(&study).into_iter().map(|person| person.name).collect();
        assert_eq!(names, ["Ada", "Ben", "Dora"]);
    }
}
