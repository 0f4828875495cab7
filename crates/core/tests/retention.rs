//! Retention: what is kept how long, what is held, what was done, and what is due.

use serde_json::{Value, json};
use trefoil_core::care::erasure::Duty;
use trefoil_core::care::retention::{self, Class, Due, Retention, Standing};
use trefoil_core::care::{Use, clip};
use trefoil_core::error::{Error, Kind};
use trefoil_core::id::Id;
use trefoil_core::study::{Change, Operation, Performed, operations};
use trefoil_core::transcription;
use trefoil_testkit::TestStudy;

fn attempt(study: &TestStudy, name: &str, arguments: Value) -> Result<Performed<Value>, Error> {
    let operation = operations::by_name(name).expect("the operation is there");
    operation.perform(study.session(), arguments)
}

/// Performs an operation that must work, and can be undone and done again.
fn done(study: &TestStudy, name: &str, arguments: Value) -> Performed<Value> {
    let before = study.dump();
    let performed = attempt(study, name, arguments).expect("the operation is performed");
    let after = study.dump();
    study.session().undo().expect("undoes");
    assert_eq!(study.dump(), before, "undoing {name} on {study:?}");
    study.session().redo().expect("redoes");
    assert_eq!(study.dump(), after, "doing {name} again on {study:?}");
    performed
}

fn refused(study: &TestStudy, name: &str, arguments: Value) -> Error {
    let before = study.dump();
    let refused = attempt(study, name, arguments).expect_err("it is refused");
    assert_eq!(study.dump(), before, "refusing {name} on {study:?}");
    refused
}

fn due(study: &TestStudy, today: &'static str) -> Due {
    study.study().read(move |reader| retention::due(reader, today)).expect("reads")
}

fn standing(study: &TestStudy, today: &'static str, class: Class) -> Standing {
    let due = due(study, today);
    let found = due.items.iter().find(|item| item.class == Some(class));
    found.expect("every class is there").standing
}

fn row(study: &TestStudy, class: Class) -> Retention {
    let row = study.study().read(move |reader| retention::of_class(reader, class));
    row.expect("reads").expect("there is one")
}

/// Writes a duty down, as a withdrawal does.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct Owed {
    text: String,
    due_on: String,
}

impl Operation for Owed {
    const NAME: &'static str = "test.owed";
    const SUMMARY: &'static str = "Writes a duty down";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<(), Error> {
        change.insert(&Duty {
            id: change.new_id(),
            withdrawal: None,
            kind: "repository".to_owned(),
            text: self.text,
            due_on: Some(self.due_on),
            done_on: None,
            done_by: None,
        })
    }
}

/// Pretends that recordings were erased.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct Erased {}

impl Operation for Erased {
    const NAME: &'static str = "erasure.recordings";
    const SUMMARY: &'static str = "Pretends that recordings were erased";
    const ERASES: bool = true;
    type Outcome = ();

    fn apply(self, _: &mut Change<'_>) -> Result<(), Error> {
        Ok(())
    }
}

#[test]
fn a_study_begins_with_a_row_for_each_class_and_no_date() {
    for study in TestStudy::both() {
        assert_eq!(due(&study, "2026-01-05").items.len(), Class::ALL.len());
        done(&study, "retention.set", json!({ "class": "outputs", "period": "10 years" }));
        let begun = done(&study, "retention.begin", json!({}));
        assert_eq!(begun.outcome, Class::ALL.len() - 1);
        assert!(begun.notices[0].contains("not legal advice"), "{:?}", begun.notices);
        let all = study.study().read(retention::list).expect("reads");
        assert_eq!(all.iter().map(|row| row.class).collect::<Vec<_>>(), Class::ALL);
        assert!(all.iter().all(|row| row.review_on.is_none()));
        assert_eq!(row(&study, Class::Outputs).period, "10 years");
        assert!(due(&study, "2026-01-05").items.iter().all(|it| it.standing == Standing::Undated));
    }
}

#[test]
fn what_is_due_comes_first_and_duties_are_among_it() {
    for study in TestStudy::both() {
        for (class, day) in [
            ("recordings", "2026-06-01"),
            ("contacts", "2026-03-01"),
            ("key", "2030-01-01"),
            ("outputs", "2026-05-31"),
        ] {
            let arguments = json!({ "class": class, "review_on": day, "action": "review" });
            done(&study, "retention.set", arguments);
        }
        let owed = Owed { text: "Tell the repository".into(), due_on: "2026-05-01".into() };
        study.session().perform(owed).expect("is written");
        let due = due(&study, "2026-06-01");
        let titles = |standing| -> Vec<&str> {
            due.standing(standing).map(|item| item.title.as_str()).collect()
        };
        assert_eq!(
            titles(Standing::Due),
            [
                "Contact details",
                "Tell the repository",
                "Reports, exports and deposits",
                "Recordings"
            ]
        );
        assert_eq!(titles(Standing::Later), ["Key to the pseudonyms"]);
        assert_eq!(due.items[0].days, Some(-92));
        assert_eq!(standing(&study, "2026-03-10", Class::Recordings), Standing::Soon);
        assert_eq!(standing(&study, "2026-02-01", Class::Recordings), Standing::Later);
        let wrong = json!({ "class": "key", "review_on": "in June" });
        assert_eq!(refused(&study, "retention.set", wrong).kind(), Kind::Invalid);
        done(&study, "retention.set", json!({ "class": "key", "review_on": "" }));
        assert_eq!(standing(&study, "2026-06-01", Class::Key), Standing::Undated);
    }
}

#[test]
fn a_hold_needs_a_reason_and_keeps_what_it_holds() {
    for study in TestStudy::both() {
        let bare = json!({ "class": "recordings", "reason": " " });
        assert_eq!(refused(&study, "retention.hold", bare).kind(), Kind::Invalid);
        let hold = json!({ "class": "recordings", "reason": "A complaint under way" });
        done(&study, "retention.hold", hold);
        done(
            &study,
            "retention.set",
            json!({ "class": "recordings", "review_on": "2026-01-01", "action": "delete" }),
        );
        assert_eq!(standing(&study, "2026-06-01", Class::Recordings), Standing::Held);
        let refusal = study.session().perform(Erased {}).expect_err("it is held");
        assert_eq!(refusal.kind(), Kind::Denied);
        assert_eq!(
            refusal.to_string(),
            "Nothing was erased: there is a legal hold on Recordings (A complaint under way)."
        );
        let note = json!({ "class": "recordings", "note": "Wiped" });
        let refusal = refused(&study, "retention.done", note);
        assert!(refusal.to_string().contains("Recordings are held"), "{refusal}");
        let release = json!({ "class": "recordings", "reason": "It was settled" });
        done(&study, "retention.release", release.clone());
        assert_eq!(standing(&study, "2026-06-01", Class::Recordings), Standing::Due);
        assert_eq!(
            row(&study, Class::Recordings).hold_reason,
            "A complaint under way; released: It was settled"
        );
        assert_eq!(refused(&study, "retention.release", release).kind(), Kind::Conflict);
        study.session().perform(Erased {}).expect("nothing holds them");
    }
}

#[test]
fn what_the_study_can_erase_itself_must_have_been_erased() {
    for study in TestStudy::both() {
        let plan = json!({ "class": "recordings", "review_on": "2026-01-01", "action": "delete" });
        let note = json!({ "class": "recordings", "note": "Erased, and the recorder wiped",
            "done_on": "2026-06-02" });
        assert_eq!(refused(&study, "retention.done", note.clone()).kind(), Kind::Conflict);
        done(&study, "retention.set", plan);
        let refusal = refused(&study, "retention.done", note.clone());
        assert!(refusal.to_string().contains("have not been erased from the study yet"));
        assert!(refusal.hint_text().is_some_and(|hint| hint.contains("erasure.recordings")));
        let erased = study.session().perform(Erased {}).expect("it is erased");
        done(&study, "retention.done", note);
        let row = row(&study, Class::Recordings);
        let all = row.done().expect("reads");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].operation.as_deref(), Some("erasure.recordings"));
        assert_eq!((all[0].change, all[0].on.as_str()), (Some(erased.number), "2026-06-02"));
        assert!(row.done_by.is_some());
        assert_eq!(standing(&study, "2026-06-03", Class::Recordings), Standing::Done);
        let again = json!({ "class": "recordings", "review_on": "2027-01-01" });
        done(&study, "retention.set", again);
        assert_eq!(standing(&study, "2026-06-03", Class::Recordings), Standing::Later);
        assert_eq!(self::row(&study, Class::Recordings).done().expect("reads"), all);
    }
}

#[test]
fn raw_texts_are_done_with_when_no_earlier_revision_is_left_and_the_erasure_is_linked() {
    for study in TestStudy::both() {
        let add = |name: &str| -> Value {
            let arguments =
                json!({ "name": name, "stream": "interview", "text": "Tea at Harlow." });
            let source = done(&study, "source.add", arguments).outcome;
            let edits = json!([{ "start": 7, "end": 13, "text": "[town]" }]);
            let arguments = json!({ "source": source, "revision": 1, "edits": edits });
            done(&study, "source.correct", arguments);
            source
        };
        let (one, _) = (add("One"), add("Two"));
        let plan = json!({ "class": "raw_texts", "review_on": "2026-01-01", "action": "delete" });
        done(&study, "retention.set", plan);
        let note = json!({ "class": "raw_texts", "note": "Erased" });
        let forget = |sources: Value| {
            let arguments = json!({ "sources": sources });
            attempt(&study, "erasure.forget_raw", arguments).expect("it is erased")
        };
        forget(json!([one]));
        let refusal = refused(&study, "retention.done", note.clone());
        assert_eq!(refusal.to_string(), "1 earlier revision is still in the study.");
        let erased = forget(json!([]));
        done(&study, "retention.done", note);
        let all = row(&study, Class::RawTexts).done().expect("reads");
        assert_eq!(all[0].operation.as_deref(), Some("erasure.forget_raw"));
        assert_eq!(all[0].change, Some(erased.number));
        assert_eq!(all[0].reference.as_deref(), erased.outcome["reference"].as_str());
        assert!(all[0].reference.is_some());
    }
}

#[test]
fn a_review_can_name_the_next_one() {
    for study in TestStudy::both() {
        let plan = json!({ "class": "consent_forms", "review_on": "2026-01-01" });
        done(&study, "retention.set", plan);
        let bare = json!({ "class": "consent_forms", "note": "" });
        assert_eq!(refused(&study, "retention.done", bare).kind(), Kind::Invalid);
        let looked = json!({ "class": "consent_forms", "note": "Still needed",
            "next_review_on": "2028-01-01" });
        done(&study, "retention.done", looked);
        let row = row(&study, Class::ConsentForms);
        assert_eq!((row.review_on.as_deref(), row.done_on.as_deref()), (Some("2028-01-01"), None));
        assert_eq!(row.done().expect("reads")[0].on, "2026-01-05");
        let history = study.study().read(|reader| {
            let rows = reader.query("SELECT description FROM history", &[])?;
            rows.iter().map(|row| row.get::<String>(0)).collect::<Result<Vec<_>, Error>>()
        });
        assert!(!format!("{history:?}").contains("Still needed"));
    }
}

#[test]
fn machines_and_audiences_hear_only_who_agreed_to_that() {
    for study in TestStudy::both() {
        let id =
            |outcome: Value| -> Id { outcome.as_str().expect("an id").parse().expect("an id") };
        let three = id(done(&study, "participant.add", json!({ "name": "P3" })).outcome);
        let note = done(
            &study,
            "source.add",
            json!({ "name": "P3, week 1", "stream": "voice_note", "participants": [three], "text": "Rain." }),
        );
        let note = id(note.outcome);
        let ask = || study.study().read(move |reader| transcription::permitted(reader, note));
        let play = || study.study().read(move |reader| clip::permitted(reader, note));
        let unasked = ask().expect_err("nobody was asked");
        assert_eq!(unasked.kind(), Kind::Denied);
        assert_eq!(
            unasked.to_string(),
            "“P3, week 3” cannot be transcribed by a machine: P3 was not asked about machine \
             transcription of voice-note recordings."
                .replace("week 3", "week 1")
        );
        study.agree_to(Use::MachineTranscription);
        ask().expect("the study's form says so");
        play().expect_err("that says nothing of clips");
        let answer = |purpose: &str, answer: &str| {
            let arguments = json!({ "participants": [three], "answer": answer,
                "data_types": ["voice_note_audio"], "purposes": [purpose] });
            done(&study, "consent.set", arguments);
        };
        answer("machine_transcription", "refused");
        assert!(ask().expect_err("P3 refused").to_string().contains("P3 refused machine"));
        answer("clip", "given");
        play().expect("P3 agreed");
        answer("analysis", "withdrawn");
        play().expect_err("what is closed is not played");
    }
}
