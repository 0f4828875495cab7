//! Consent, the key and closed sources: what a document carries of them, and what stays behind.

use serde_json::json;
use trefoil_core::care::Pseudonym;
use trefoil_core::care::pseudonym::{Level, NameKind};
use trefoil_core::error::Result;
use trefoil_core::study::{Change, Operation, operations};
use trefoil_testkit::TestStudy;

use super::{count, exported_with, imported, rich, value};

fn perform(study: &TestStudy, name: &str, arguments: serde_json::Value) {
    let operation = operations::by_name(name).expect("the operation is there");
    operation.perform(study.session(), arguments).expect("the operation is performed");
}

/// Closes everything of P1: the interview with P10 and the walk along the frontline.
fn close(study: &TestStudy) {
    let document = value(study);
    let people = document["participants"].as_array().expect("a list");
    let one = people.iter().find(|one| one["name"] == "P1").expect("P1 is there");
    let arguments = json!({ "participants": [one["id"]], "purposes": ["analysis"],
        "answer": "withdrawn" });
    perform(study, "consent.set", arguments);
}

#[test]
fn closed_sources_go_out_as_facts_and_come_back_so() {
    for origin in TestStudy::both() {
        rich::fill(&origin);
        let whole = value(&origin);
        close(&origin);
        let (document, summary) = exported_with(&origin, super::Options::default());
        for words in ["very tired", "الخط الأمامي", "Said twice"] {
            assert!(!document.contains(words), "{words}");
        }
        let closed = summary.notices.iter().find(|notice| notice.contains("Closed sources"));
        assert!(closed.expect("it is told").contains("“Interview, first”, “Walk the frontline”"));
        assert!(summary.notices.iter().any(|notice| notice.contains("The bytes of 1 recording")));
        for study in TestStudy::both() {
            let performed = imported(&study, &document);
            assert_eq!(performed.outcome.sources, 3);
            assert_eq!((count(&study, "source"), count(&study, "revision")), (3, 0));
            let answers = value(&origin)["consent"].as_array().expect("a list").len() as i64;
            assert_eq!((count(&study, "consent"), count(&study, "memo")), (answers, 3));
            let mut findings = study.study().check().expect("checks").findings;
            // The recording waits for its bytes, as after an export without media.
            findings.retain(|one| one.noun != "media");
            assert!(findings.is_empty(), "{findings:#?}");
        }
        // A whole document of a study that was closed since comes back whole, and closed.
        let mut with_answers = whole;
        with_answers["consent"] = value(&origin)["consent"].clone();
        for study in TestStudy::both() {
            imported(&study, &with_answers.to_string());
            assert_eq!(count(&study, "revision"), 0);
            let there = study
                .study()
                .read_whole(|reader| reader.number("SELECT COUNT(*) FROM revision", &[]));
            assert_eq!(there.expect("reads"), 4);
        }
    }
}

/// Puts a sealed name into the key, as the key's own operations do.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct Named {}

impl Operation for Named {
    const NAME: &'static str = "test.named";
    const SUMMARY: &'static str = "Names somebody";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        change.insert(&Pseudonym {
            id: change.new_id(),
            participant: None,
            kind: NameKind::Person,
            replacement: "colleague".to_owned(),
            keyed_hash: Some(vec![0xfe; 32]),
            sealed: Some(vec![0xca; 40]),
            level: Level::Direct,
        })
    }
}

#[test]
fn the_key_stays_behind_and_the_export_says_so() {
    for origin in TestStudy::both() {
        let says = |text: &str| {
            exported_with(&origin, super::Options::default())
                .1
                .notices
                .iter()
                .any(|one| one.contains(text))
        };
        assert!(!says("key to the pseudonyms"));
        origin.session().perform(Named {}).expect("is named");
        let (document, _) = exported_with(&origin, super::Options::default());
        assert!(document.contains("colleague"));
        assert!(!document.contains("fefefe") && !document.contains("cacaca"));
        assert!(says("The key to the pseudonyms is not in it"));
        let study = TestStudy::file();
        imported(&study, &document);
        assert_eq!((count(&study, "pseudonym"), count(&study, "pseudonym_key")), (1, 0));
    }
}
