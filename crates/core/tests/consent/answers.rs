//! Writing answers down, and taking that back.

use serde_json::json;
use trefoil_core::care::consent::{self, Consent, ConsentDefault, Ledger, Wave};
use trefoil_core::care::policy::policy;
use trefoil_core::care::{Answer, DataType, Use};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_testkit::TestStudy;

use super::{attempt, done, made};

fn answers(study: &TestStudy) -> Vec<Consent> {
    study.study().read(|reader| reader.list("ORDER BY number, id", &[])).expect("reads")
}

fn standing(study: &TestStudy, who: Id, data_type: DataType, purpose: Use) -> (Answer, bool) {
    let ledger = study.study().read(Ledger::read).expect("reads");
    let standing = ledger.standing(who, data_type, purpose);
    (standing.answer, standing.by_default)
}

#[test]
fn the_latest_answer_is_in_force_and_undo_brings_the_one_before_back() {
    for study in TestStudy::both() {
        let one = made(&study, "participant.add", json!({ "name": "P1" }));
        let ask = |answer: &str| {
            done(
                &study,
                "consent.set",
                json!({ "participants": [one], "data_types": ["interview_transcript"],
                    "purposes": ["quotation"], "answer": answer, "version": " v2 ",
                    "given_on": "2025-09-01", "route": "on paper", "witness": "Sam" }),
            )
        };
        let first = ask("given");
        assert_eq!(first.outcome, 1);
        assert_eq!(first.summary, "Wrote down for P1: quotation of interview transcripts, given");
        ask("withdrawn");
        let all = answers(&study);
        assert_eq!(all.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2]);
        assert_eq!((all[0].version.as_str(), all[0].witness.as_str()), ("v2", "Sam"));
        let of = || standing(&study, one, DataType::InterviewTranscript, Use::Quotation);
        assert_eq!(of(), (Answer::Withdrawn, false));
        study.session().undo().expect("is undone");
        assert_eq!(of(), (Answer::Given, false));
        study.session().redo().expect("is redone");
        assert_eq!(of(), (Answer::Withdrawn, false));
    }
}

#[test]
fn empty_lists_mean_all_and_what_makes_no_sense_is_left_out() {
    for study in TestStudy::both() {
        let people = [
            made(&study, "participant.add", json!({ "name": "P1" })),
            made(&study, "participant.add", json!({ "name": "P2" })),
        ];
        let sensible = DataType::ALL
            .iter()
            .flat_map(|one| Use::ALL.iter().filter(|purpose| one.can_be_put_to(**purpose)))
            .count();
        let written = done(
            &study,
            "consent.set",
            json!({ "participants": [people[0], people[1], people[0]], "answer": "given" }),
        );
        assert_eq!(written.outcome, sensible * 2);
        assert_eq!(answers(&study).len(), sensible * 2);
        assert!(answers(&study).iter().all(|one| one.data_type.can_be_put_to(one.purpose)));
        let refused = attempt(
            &study,
            "consent.set",
            json!({ "participants": people, "answer": "given",
                "data_types": ["interview_transcript"], "purposes": ["clip"] }),
        );
        let refused = refused.expect_err("nobody hears a transcript");
        assert_eq!(refused.kind(), Kind::Invalid);
        assert!(refused.to_string().contains("clips played to others of interview transcripts"));
        let nobody =
            attempt(&study, "consent.set", json!({ "participants": [], "answer": "given" }));
        assert_eq!(nobody.expect_err("somebody answers").kind(), Kind::Invalid);
    }
}

#[test]
fn the_history_keeps_no_witness() {
    for study in TestStudy::both() {
        let one = made(&study, "participant.add", json!({ "name": "P1" }));
        done(
            &study,
            "consent.set",
            json!({ "participants": [one], "answer": "given", "witness": "Quillfeather" }),
        );
        let history = study.study().read(|reader| {
            let rows = reader.query("SELECT description, summary FROM history", &[])?;
            rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
        });
        let history: Vec<(String, String)> = history.expect("reads");
        let said = format!("{history:?}");
        assert!(said.contains("consent") && !said.contains("Quillfeather"), "{said}");
    }
}

#[test]
fn a_default_holds_until_somebody_answers_and_can_be_taken_away() {
    for study in TestStudy::both() {
        let one = made(&study, "participant.add", json!({ "name": "P1" }));
        let default = |answer: &str| {
            done(
                &study,
                "consent.default",
                json!({ "data_types": ["interview_transcript"], "purposes": ["quotation"],
                    "answer": answer, "version": "v1", "note": "the sheet says so" }),
            )
        };
        let of = || standing(&study, one, DataType::InterviewTranscript, Use::Quotation);
        assert_eq!(of(), (Answer::NotAsked, true));
        assert_eq!(default("given").outcome, 1);
        assert_eq!(default("given").outcome, 0);
        assert_eq!(of(), (Answer::Given, true));
        let own = json!({ "participants": [one], "data_types": ["interview_transcript"],
            "purposes": ["quotation"], "answer": "refused" });
        done(&study, "consent.set", own);
        assert_eq!(of(), (Answer::Refused, false));
        default("not_asked");
        let left: Vec<ConsentDefault> =
            study.study().read(|reader| reader.list("", &[])).expect("reads");
        assert_eq!(left, []);
        study.session().undo().expect("is undone");
        let back: Vec<ConsentDefault> =
            study.study().read(|reader| reader.list("", &[])).expect("reads");
        assert_eq!(back.len(), 1);
        let withdrawn = attempt(&study, "consent.default", json!({ "answer": "withdrawn" }));
        assert_eq!(withdrawn.expect_err("a study cannot withdraw").kind(), Kind::Invalid);
    }
}

#[test]
fn whoever_closes_a_source_is_told_so() {
    for study in TestStudy::both() {
        let one = made(&study, "participant.add", json!({ "name": "P1" }));
        made(
            &study,
            "source.add",
            json!({ "name": "A talk", "stream": "interview", "participants": [one],
                "text": "The lift was out again." }),
        );
        let set = |answer: &str| {
            let arguments = json!({ "participants": [one], "answer": answer,
                "data_types": ["interview_transcript"], "purposes": ["analysis"] });
            done(&study, "consent.set", arguments).notices
        };
        assert_eq!(set("refused"), ["Closed for reading from now on: “A talk”."]);
        assert_eq!(set("given"), ["Open for reading again: “A talk”."]);
    }
}

#[test]
fn waves_stand_in_time_and_take_their_answers_along() {
    for study in TestStudy::both() {
        let one = made(&study, "participant.add", json!({ "name": "P1" }));
        let late = made(&study, "wave.add", json!({ "name": "Wave 2", "begins_on": "2026-03-01" }));
        made(&study, "wave.add", json!({ "name": "Wave 1", "begins_on": "2026-01-01" }));
        let names = || -> Vec<String> {
            let waves: Vec<Wave> = study.study().read(consent::waves).expect("reads");
            waves.into_iter().map(|wave| wave.name).collect()
        };
        assert_eq!(names(), ["Wave 1", "Wave 2"]);
        let again = attempt(&study, "wave.add", json!({ "name": "wave 1" }));
        assert_eq!(again.expect_err("the name is taken").kind(), Kind::Conflict);
        let ask = |wave: &str| {
            attempt(
                &study,
                "consent.set",
                json!({ "participants": [one], "answer": "given", "wave": wave,
                    "data_types": ["document"], "purposes": ["quotation"] }),
            )
        };
        assert_eq!(ask("Wave 9").expect_err("no such wave").kind(), Kind::NotFound);
        ask("wave 2").expect("is written down");
        done(&study, "wave.set", json!({ "wave": late, "name": "Spring" }));
        assert_eq!(answers(&study)[0].wave, "Spring");
        let under_way = |day: &'static str| {
            let wave = study.study().read(move |reader| consent::under_way(reader, day));
            wave.expect("reads").map(|wave| wave.name)
        };
        assert_eq!(under_way("2025-12-31"), None);
        assert_eq!(under_way("2026-02-28").as_deref(), Some("Wave 1"));
        assert_eq!(under_way("2026-03-01").as_deref(), Some("Spring"));
        done(&study, "wave.remove", json!({ "wave": late }));
        assert_eq!(names(), ["Wave 1"]);
        assert_eq!(answers(&study)[0].wave, "Spring");
        study.session().undo().expect("is undone");
        assert_eq!(names(), ["Wave 1", "Spring"]);
    }
}

#[test]
fn the_policy_is_one_row_that_grows() {
    for study in TestStudy::both() {
        let read = || study.study().read(policy).expect("reads");
        assert_eq!(read(), None);
        done(&study, "policy.set", json!({ "controller": "A charity", "lock_on": "2026-06-01" }));
        done(&study, "policy.set", json!({ "contact": "Somebody", "deposited_on": "" }));
        let policy = read().expect("there is one");
        assert_eq!(
            (policy.controller.as_str(), policy.contact.as_str()),
            ("A charity", "Somebody")
        );
        assert_eq!(policy.lock_on.as_deref(), Some("2026-06-01"));
        done(&study, "policy.set", json!({ "lock_on": "" }));
        assert_eq!(read().expect("there is one").lock_on, None);
        let wrong = attempt(&study, "policy.set", json!({ "lock_on": "in June" }));
        assert_eq!(wrong.expect_err("no date").kind(), Kind::Invalid);
        for _ in 0..3 {
            study.session().undo().expect("is undone");
        }
        assert_eq!(read(), None);
    }
}
