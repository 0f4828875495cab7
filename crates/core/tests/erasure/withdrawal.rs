//! Withdrawals: what was withdrawn is nowhere any more, and everybody else's work is untouched.

use serde_json::json;
use trefoil_core::bind;
use trefoil_core::care::erasure::{Duty, Scope, Withdrawal};
use trefoil_core::care::{Answer, Consent, DataType};
use trefoil_core::corpus::participant::Participant;
use trefoil_core::error::Kind;
use trefoil_testkit::reads;

use super::world::{Held, World, added, attempt, perform, worlds};

fn withdraw(world: &World, scope: &str) -> serde_json::Value {
    let arguments = json!({ "participant": world.four, "scope": scope, "asked_on": "2026-01-20",
        "route": "telephone", "shared": "whole" });
    perform(&world.study, "withdrawal.carry_out", arguments).outcome
}

/// Words of P4, names of their sources and files, and what was written about them.
const GONE: &[&str] = &[
    "ward clock stopped",
    "frozen hands",
    "voice note of week three",
    "PTT-20260112",
    "a memo about the clock",
    "purple stripes",
];

fn fill(world: &World) {
    let clock = world.coded(world.note, "The ward clock stopped at ten past four");
    world.coded(world.group, "My cousin painted the gate in purple stripes");
    world.coded(world.other, "broad beans behind the bicycle shed");
    let study = &world.study;
    added(study, "memo.add", json!({ "on": clock, "text": "What a memo about the clock says." }));
    perform(
        study,
        "theme.quote",
        json!({ "theme": world.theme, "passage": clock, "quoted": true }),
    );
    let sentence = json!({ "section": "findings", "text": "Time stands still.",
        "cites": { "passages": [clock] } });
    added(study, "sentence.add", sentence);
    added(
        study,
        "memo.add",
        json!({ "text": "They said: the ward clock stopped at ten past four and nobody minded it!" }),
    );
    added(study, "memo.add", json!({ "on": world.four, "text": "Quiet in the mornings." }));
    perform(study, "source.set", json!({ "source": world.note, "note": "rings twice" }));
}

#[test]
fn everything_of_a_participant_goes_and_the_others_stay() {
    for world in worlds() {
        fill(&world);
        let before = world.everything();
        for gone in GONE {
            assert!(before.contains(gone), "{gone} is there before");
        }
        let outcome = withdraw(&world, "all");
        assert_eq!(outcome["reference"], "W-2026-0001");
        let counts = &outcome["counts"];
        assert_eq!((&counts["sources"], &counts["passages"]), (&json!(2), &json!(2)), "{counts}");
        assert_eq!(counts["recordings"], json!(2), "{counts}");
        let after = world.everything();
        for gone in GONE {
            assert!(!after.contains(gone), "{gone} is still there on {:?}:\n{after}", world.study);
        }
        assert!(after.contains("They said: [removed]!"), "a copy loses the words only");
        assert!(after.contains("broad beans behind the bicycle shed"));
        assert_eq!(world.count("source"), 1);
        assert_eq!(world.count("passage"), 1);
        assert_eq!((world.count("media"), world.count("media_chunk")), (0, 0));
        let four: Participant = reads(&world.study, {
            let four = world.four;
            move |reader| reader.get(four)
        });
        assert_eq!((four.name.as_str(), four.note.as_str()), ("P4", ""));
        world.is_sound("after a withdrawal");
        assert_eq!(refuses_undo(&world), 0, "nothing of it can be undone");
    }
}

/// Undoes what can be undone and answers how often what was erased came back.
fn refuses_undo(world: &World) -> usize {
    let mut came_back = 0;
    for _ in 0..50 {
        let walked = world.study.session().undo();
        let after = world.everything();
        came_back += GONE.iter().filter(|gone| after.contains(**gone)).count();
        world.is_sound("after undoing");
        if !matches!(walked, Ok(Some(_))) {
            break;
        }
    }
    while let Ok(Some(_)) = world.study.session().redo() {}
    came_back += GONE.iter().filter(|gone| world.everything().contains(**gone)).count();
    came_back
}

#[test]
fn the_ledger_says_no_afterwards_and_people_are_told_what_to_do() {
    for world in worlds() {
        perform(
            &world.study,
            "policy.set",
            json!({ "deposited_on": "2026-01-01", "repository": "The shelf" }),
        );
        let outcome = withdraw(&world, "all");
        assert_eq!(outcome["phase"], "after_deposit");
        let (answers, duties, rows) = reads(&world.study, |reader| {
            Ok((
                reader.list::<Consent>("", &[])?,
                reader.list::<Duty>("ORDER BY id", &[])?,
                reader.list::<Withdrawal>("", &[])?,
            ))
        });
        assert!(!answers.is_empty());
        assert!(answers.iter().all(|one| one.answer == Answer::Withdrawn && one.number == 1));
        assert!(duties.iter().any(|duty| duty.kind == "repository" && duty.text.contains("shelf")));
        assert_eq!(duties[0].due_on.as_deref(), Some("2026-02-20"));
        assert_eq!((rows[0].kind, rows[0].route.as_str()), (Scope::All, "telephone"));
    }
}

#[test]
fn chosen_types_go_and_the_rest_of_the_person_stays() {
    for world in worlds() {
        fill(&world);
        let arguments = json!({ "participant": world.four, "scope": "types",
            "data_types": [DataType::VoiceNoteAudio, DataType::VoiceNoteTranscript] });
        perform(&world.study, "withdrawal.carry_out", arguments);
        let after = world.everything();
        assert!(!after.contains("ward clock stopped") && !after.contains("voice note of week"));
        assert!(after.contains("purple stripes") && after.contains("Quiet in the mornings."));
        assert_eq!(world.count("source"), 2);
        world.is_sound("after withdrawing voice notes");
    }
}

#[test]
fn a_recording_alone_can_be_withdrawn_and_its_words_stay_coded() {
    for world in worlds() {
        fill(&world);
        let arguments = json!({ "participant": world.four, "scope": "types",
            "data_types": [DataType::VoiceNoteAudio] });
        perform(&world.study, "withdrawal.carry_out", arguments);
        assert_eq!((world.count("source"), world.count("media")), (3, 1));
        assert_eq!(world.count("passage"), 3);
        assert!(world.everything().contains("ward clock stopped"));
        world.is_sound("after withdrawing a recording");
        let arguments = json!({ "participant": world.four, "scope": "types",
            "data_types": [DataType::VoiceNoteTranscript] });
        perform(&world.study, "withdrawal.carry_out", arguments);
        assert_eq!(world.count("source"), 2, "nothing was left of it");
        world.is_sound("after withdrawing the rest");
    }
}

#[test]
fn who_only_stops_keeps_what_they_gave() {
    for world in worlds() {
        fill(&world);
        let before = (world.count("source"), world.count("passage"), world.count("undo_image"));
        withdraw(&world, "stop_new");
        let after = (world.count("source"), world.count("passage"), world.count("undo_image"));
        assert_eq!(before, after);
        let four = world.four;
        let left = reads(&world.study, move |reader| {
            let sql = "SELECT COUNT(*) FROM withdrawal WHERE participant = $1 \
                       AND kind = 'stop_new' AND asked_on = '2026-01-20'";
            reader.number(sql, bind![four])
        });
        assert_eq!(left, 1);
    }
}

#[test]
fn withdrawing_twice_finds_nothing_more_and_counts_on() {
    for world in worlds() {
        fill(&world);
        withdraw(&world, "all");
        let again = withdraw(&world, "all");
        assert_eq!(again["reference"], "W-2026-0002");
        assert_eq!(again["counts"]["sources"], json!(0));
        world.is_sound("after withdrawing twice");
    }
}

#[test]
fn what_was_shown_is_what_goes_or_nothing_does() {
    for world in worlds() {
        fill(&world);
        let wish = trefoil_core::care::erasure::Wish::types_of(
            world.four,
            &[DataType::VoiceNoteTranscript, DataType::VoiceNoteAudio],
        );
        let shown = world.plan(wish).digest;
        world.coded(world.note, "I told the porter");
        let arguments = json!({ "participant": world.four, "scope": "types", "digest": shown,
            "data_types": ["voice_note_transcript", "voice_note_audio"] });
        let refused =
            attempt(&world.study, "withdrawal.carry_out", arguments).expect_err("changed");
        assert_eq!(refused.kind(), Kind::Conflict, "{refused}");
        assert_eq!(world.count("source"), 3);
        assert_eq!(world.count("withdrawal"), 0);
    }
}

#[test]
fn what_closed_sources_hold_is_erased_as_well() {
    for world in worlds() {
        fill(&world);
        let refuse = json!({ "participants": [world.four], "answer": "withdrawn",
            "data_types": ["voice_note_transcript"], "purposes": ["analysis"] });
        perform(&world.study, "consent.set", refuse);
        let run = world.plan(trefoil_core::care::erasure::Wish {
            shared: trefoil_core::care::erasure::Shared::Whole,
            ..trefoil_core::care::erasure::Wish::all_of(world.four)
        });
        let closed = run.passages.iter().filter(|one| one.source == world.note);
        assert!(closed.clone().count() == 1 && closed.clone().all(|one| one.words.is_none()));
        assert!(run.memos.iter().any(|memo| memo.called.is_none()));
        assert!(!serde_json::to_string(&run).expect("is JSON").contains("ward clock"));
        withdraw(&world, "all");
        assert!(!world.everything().contains("ward clock stopped"));
        world.is_sound("after erasing what was closed");
    }
}

#[test]
fn what_erases_is_never_done_on_the_way_of_something_else() {
    for world in worlds() {
        let operation = trefoil_core::study::operations::by_name("withdrawal.carry_out");
        let arguments = json!({ "participant": world.four, "scope": "all", "shared": "whole" });
        let all = vec![(operation.expect("is there"), arguments)];
        let refused = world.study.session().perform_all(all).expect_err("is refused");
        assert_eq!(refused.kind(), Kind::Invalid);
        assert_eq!(world.count("source"), 3);
    }
}

#[test]
fn a_legal_hold_is_in_the_way_and_says_why() {
    for world in worlds() {
        let held =
            Held { class: "working_texts".to_owned(), reason: "An inquest is open".to_owned() };
        world.study.session().perform(held).expect("it is put on hold");
        let arguments = json!({ "participant": world.four, "scope": "all", "shared": "whole" });
        let refused =
            attempt(&world.study, "withdrawal.carry_out", arguments).expect_err("is held");
        assert_eq!(refused.kind(), Kind::Denied);
        assert!(refused.to_string().contains("An inquest is open"), "{refused}");
        assert_eq!(world.count("source"), 3);
    }
}
