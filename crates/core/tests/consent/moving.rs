//! Sources that close and open because of who is in them, without an answer of anybody.

use serde_json::json;
use trefoil_core::care::Medium;
use trefoil_core::care::consent::is_closed;
use trefoil_core::id::Id;
use trefoil_core::study::history;
use trefoil_testkit::TestStudy;

use super::{done, made};

fn closed(study: &TestStudy, source: Id) -> bool {
    study.study().read(move |reader| is_closed(reader, source, Medium::Text)).expect("reads")
}

fn last_words(study: &TestStudy) -> String {
    let newest = "SELECT summary FROM history ORDER BY number DESC LIMIT 1";
    study.study().read(move |reader| reader.query(newest, &[])?[0].get(0)).expect("reads")
}

#[test]
fn whoever_is_put_in_or_taken_out_of_a_source_closes_and_opens_it_and_that_is_told() {
    for study in TestStudy::both() {
        let one = made(&study, "participant.add", json!({ "name": "P1" }));
        let text = json!({ "name": "A talk", "stream": "interview", "text": "Tea is at four." });
        let talk = made(&study, "source.add", text);
        let refusal = json!({ "participants": [one], "data_types": ["interview_transcript"],
            "purposes": ["analysis"], "answer": "refused" });
        done(&study, "consent.set", refusal);
        assert!(!closed(&study, talk));
        let put = done(&study, "source.set", json!({ "source": talk, "participants": [one] }));
        assert_eq!(put.notices, ["Closed for reading from now on: “A talk”."]);
        assert!(closed(&study, talk));
        assert_eq!(last_words(&study), "Changed the source “A talk”, which closed it");
        let off = done(&study, "source.set", json!({ "source": talk, "participants": [] }));
        assert_eq!(off.notices[0], "Open for reading again: “A talk”.");
        assert!(off.notices[1].starts_with("It was closed by what somebody in it had answered."));
        assert!(!closed(&study, talk));
        assert_eq!(last_words(&study), "Changed the source “A talk”, which opened it");
        let again = done(&study, "source.set", json!({ "source": talk, "note": "Read" }));
        assert!(again.notices.is_empty(), "{:?}", again.notices);
        let kept = study.study().read(|reader| history::list(reader, 10)).expect("reads");
        assert!(kept.iter().any(|entry| entry.operation == "source.set"));
    }
}

#[test]
fn a_stream_and_a_voice_close_a_source_as_well() {
    for study in TestStudy::both() {
        let one = made(&study, "participant.add", json!({ "name": "P1" }));
        let segments = json!([{ "start": 0, "end": 3, "speaker": "Voice" }]);
        let text = json!({ "name": "A talk", "stream": "document", "text": "Tea is at four.",
            "segments": segments });
        let talk = made(&study, "source.add", text);
        let refusal = json!({ "participants": [one], "data_types": ["interview_transcript"],
            "purposes": ["analysis"], "answer": "refused" });
        done(&study, "consent.set", refusal);
        let speaker: Id = study
            .study()
            .read(|reader| reader.query("SELECT id FROM speaker", &[])?[0].get(0))
            .expect("reads");
        let set = done(&study, "speaker.set", json!({ "speaker": speaker, "participant": one }));
        assert!(set.notices.is_empty(), "documents were not refused: {:?}", set.notices);
        let moved = done(&study, "source.set", json!({ "source": talk, "stream": "interview" }));
        assert_eq!(moved.notices, ["Closed for reading from now on: “A talk”."]);
        let nobody = done(&study, "speaker.set", json!({ "speaker": speaker, "nobody": true }));
        assert_eq!(nobody.notices[0], "Open for reading again: “A talk”.");
        assert_eq!(last_words(&study), "Changed who a speaker is in a source, which opened it");
        study.session().undo().expect("undoes").expect("there is an act");
        assert!(closed(&study, talk));
    }
}
