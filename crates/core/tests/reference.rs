//! Finding things by what people call them, on both engines.

use trefoil_core::codebook::CodeAdd;
use trefoil_core::condition::{Beginning, ModelBegin};
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::error::{Kind, Result};
use trefoil_core::id::Id;
use trefoil_core::memo::{Memo, MemoAdd};
use trefoil_core::reference::{self, short};
use trefoil_core::storage::Reader;
use trefoil_core::study::status;
use trefoil_core::theme::ThemeAdd;
use trefoil_testkit::TestStudy;

fn code(study: &TestStudy, name: &str, parent: Option<Id>) -> Id {
    let add = CodeAdd { name: name.into(), parent, ..CodeAdd::default() };
    study.session().perform(add).expect("a code can be added").outcome
}

fn find<T: Send + 'static>(
    study: &TestStudy,
    text: &str,
    by: fn(&Reader<'_>, &str) -> Result<T>,
) -> Result<T> {
    let text = text.to_owned();
    study.study().read(move |reader| by(reader, &text))
}

#[test]
fn a_code_answers_to_its_path_its_ends_and_pieces_of_its_id() {
    for study in TestStudy::both() {
        let team = code(&study, "Team", None);
        let trust = code(&study, "Trust", Some(team));
        let deep = code(&study, "At night", Some(trust));
        let digits = deep.to_string().replace('-', "");
        for text in [
            "At night",
            "at  NIGHT",
            "Trust/At night",
            "team / trust / at night",
            &deep.to_string(),
            &digits,
            &short(deep),
        ] {
            let found = find(&study, text, reference::code).expect(text);
            assert_eq!(found, deep, "{text} on {study:?}");
        }
        let other = code(&study, "Trust", None);
        let found = find(&study, "Trust", reference::code).expect("a whole path wins");
        assert_eq!(found, other);
        code(&study, "At night", Some(other));
        let error = find(&study, "At night", reference::code).expect_err("there are two");
        assert_eq!(error.kind(), Kind::Conflict);
        let hint = error.hint_text().expect("both are told");
        assert!(hint.contains("Team / Trust / At night") && hint.contains(&deep.to_string()));
    }
}

#[test]
fn what_is_not_there_is_refused_with_what_is_near() {
    for study in TestStudy::both() {
        code(&study, "Belonging", None);
        let error = find(&study, "Belonign", reference::code).expect_err("is misspelt");
        assert_eq!(error.kind(), Kind::NotFound);
        assert_eq!(error.hint_text(), Some("Did you mean “Belonging”?"), "{study:?}");
        let theme = ThemeAdd { name: "Expected".into(), ..ThemeAdd::default() };
        let theme = study.session().perform(theme).expect("can be added").outcome;
        let error = find(&study, &theme.to_string(), reference::code).expect_err("is a theme");
        assert!(error.to_string().contains("theme"), "{error}");
        for text in ["", "   ", "0199a", "ffffff"] {
            assert!(find(&study, text, reference::code).is_err(), "“{text}”");
        }
    }
}

#[test]
fn a_thing_without_a_name_is_found_by_either_end_of_its_id() {
    for study in TestStudy::both() {
        let memo = |text: &str| {
            let add = MemoAdd { on: None, title: String::new(), text: text.into() };
            study.session().perform(add).expect("can be written").outcome
        };
        let (first, second) = (memo("One"), memo("Two"));
        let find = |text: &str| find(&study, text, reference::row::<Memo>);
        assert_eq!(find(&short(first)).expect("an end"), first);
        assert_eq!(find(&second.to_string()).expect("whole"), second);
        // Made within the same minute, the two begin alike.
        let error = find(&first.to_string()[..8]).expect_err("could be either");
        assert_eq!(error.kind(), Kind::Conflict, "{study:?}");
    }
}

#[test]
fn anything_is_found_by_name_over_all_nouns() {
    for study in TestStudy::both() {
        let session = study.session();
        let begin = ModelBegin { template: Beginning::TenConditions };
        session.perform(begin).expect("a model can be begun");
        let add = ParticipantAdd { name: "P1".into(), note: String::new(), started_on: None };
        session.perform(add).expect("can be added");
        let add = SourceAdd {
            name: "Interview".into(),
            stream: "interview".into(),
            file_name: Some("talk.docx".into()),
            text: Some("They asked me in.".into()),
            ..SourceAdd::default()
        };
        session.perform(add).expect("can be added");
        for (text, noun) in [("p1", "participant"), ("c10", "condition"), ("TALK.docx", "source")] {
            let found = find(&study, text, reference::anything).expect(text);
            assert_eq!(found.noun, noun, "{text} on {study:?}");
        }
        code(&study, "Interview", None);
        let error = find(&study, "Interview", reference::anything).expect_err("two nouns");
        assert_eq!(error.kind(), Kind::Conflict);
    }
}

#[test]
fn the_numbers_of_a_study_are_the_same_on_both_engines() {
    for study in TestStudy::both() {
        let begin = ModelBegin { template: Beginning::TenConditions };
        study.session().perform(begin).expect("a model can be begun");
        code(&study, "Belonging", None);
        let add = ThemeAdd { name: "Expected".into(), ..ThemeAdd::default() };
        study.session().perform(add).expect("can be added");
        let status = study.study().read(|reader| status(reader, "2026-01-05")).expect("reads");
        assert_eq!((status.conditions, status.codes, status.themes), (10, 1, 1));
        let unplaced = status.by_area.last().map(|(_, number)| *number);
        assert_eq!(unplaced, Some(1), "{study:?}");
        let json = serde_json::to_value(&status).expect("can be written");
        assert_eq!(json["by_state"]["not_started"], 10);
    }
}
