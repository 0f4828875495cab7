//! What participants refused to have looked at cannot be read, by any statement.

use serde_json::{Value, json};
use trefoil_core::bind;
use trefoil_core::care::{Answer, Consent, DataType, Use};
use trefoil_core::id::Id;
use trefoil_core::study::{Change, Operation, operations};
use trefoil_testkit::TestStudy;

/// Writes one answer down, as the ledger's own operation will.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct Answered {
    participant: Id,
    data_type: DataType,
    answer: Answer,
    number: i64,
}

impl Operation for Answered {
    const NAME: &'static str = "test.answered";
    const SUMMARY: &'static str = "Writes an answer down";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> trefoil_core::error::Result<()> {
        change.insert(&Consent {
            id: change.new_id(),
            participant: self.participant,
            data_type: self.data_type,
            purpose: Use::Analysis,
            answer: self.answer,
            version: String::new(),
            given_on: None,
            route: String::new(),
            witness: String::new(),
            wave: String::new(),
            number: self.number,
            at: change.now(),
            person: change.person(),
        })
    }
}

const NOUNS: &[&str] = &["revision", "passage", "coding", "segment", "memo"];

fn perform(study: &TestStudy, name: &str, arguments: Value) -> Value {
    let operation = operations::by_name(name).expect("the operation is there");
    let done = operation.perform(&study.study().session("Ada"), arguments);
    done.expect("the operation is performed").outcome
}

fn counts(study: &TestStudy) -> Vec<i64> {
    let count = |noun: &&str| {
        let sql = format!("SELECT COUNT(*) FROM {noun}");
        study.study().read(move |reader| reader.number(&sql, bind![])).expect("counts")
    };
    NOUNS.iter().map(count).collect()
}

#[test]
fn refused_words_are_gone_for_readers_and_come_back_when_they_are_given() {
    for study in TestStudy::both() {
        let one = perform(&study, "participant.add", json!({ "name": "P1" }));
        let source = perform(
            &study,
            "source.add",
            json!({ "name": "A talk", "stream": "interview", "participants": [one],
                "text": "The lift was out again.", "segments": [{ "start": 0, "end": 8 }] }),
        );
        let code = perform(&study, "code.add", json!({ "name": "Lifts" }));
        let coded = perform(
            &study,
            "coding.add",
            json!({ "source": source, "text": "The lift", "codes": [code] }),
        );
        perform(&study, "memo.add", json!({ "on": coded["passage"], "text": "Again!" }));
        assert_eq!(counts(&study), [1, 1, 1, 1, 1]);
        let participant = one.as_str().expect("an id").parse().expect("an id");
        let answer = |answer, number| {
            let session = study.study().session("Ada");
            let data_type = DataType::InterviewTranscript;
            session
                .perform(Answered { participant, data_type, answer, number })
                .expect("is written down");
        };
        answer(Answer::Refused, 1);
        assert_eq!(counts(&study), [0, 0, 0, 0, 0]);
        let refused = operations::by_name("coding.add").expect("is there").perform(
            &study.study().session("Ada"),
            json!({ "source": source, "text": "was out", "codes": [code] }),
        );
        let refused = refused.expect_err("a closed source is not coded");
        assert_eq!(refused.kind(), trefoil_core::error::Kind::Denied);
        assert_eq!(
            refused.to_string(),
            "“A talk” is closed: P1 refused analysis of interview transcripts."
        );
        assert!(study.study().check().expect("checks").findings.is_empty());
        answer(Answer::Given, 2);
        assert_eq!(counts(&study), [1, 1, 1, 1, 1]);
    }
}
