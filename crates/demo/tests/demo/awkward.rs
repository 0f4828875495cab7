//! The files of the demo that do not belong, and what an import says of each.

use std::ops::ControlFlow;

use trefoil_core::corpus::import::store::{Plan, Summary, plan, preview, run};
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_demo::{material, wishes};
use trefoil_testkit::TestStudy;

/// A study with the five in it, and the plan of the whole import.
fn planned(study: &TestStudy, folder: &std::path::Path) -> Plan {
    for number in 1..=5 {
        let add = ParticipantAdd {
            name: format!("P{number}"),
            note: String::new(),
            started_on: Some("2025-09-01".to_owned()),
        };
        study.session().perform(add).expect("a participant can be added");
    }
    let paths = material::unpack(folder).expect("the material can be unpacked");
    plan(study.study(), &paths, &wishes()).expect("the import can be planned")
}

/// The reasons of what was set aside, chats apart.
fn aside(summary: &Summary) -> Vec<(&str, &str)> {
    let told = summary.aside.iter().filter(|one| one.stream != "conversation");
    told.map(|one| (one.name.as_str(), one.reason.as_str())).collect()
}

fn is_as_planned(summary: &Summary) {
    assert_eq!(summary.imported.len(), 74);
    assert!(summary.refused.is_empty(), "{:?}", summary.refused);
    let set_aside = aside(summary);
    let expected = [
        ("P1", "Sent on 10 December 2025, after the study’s last day (7 December 2025)."),
        ("P3", "Lasts 2 seconds, shorter than 3 seconds: probably a pocket recording."),
        ("P5", "Sent on 8 December 2025 at 00:03, after the study’s last day (7 December 2025)."),
    ];
    for (who, reason) in expected {
        let fits = |one: &&(&str, &str)| one.0.starts_with(who) && one.1 == reason;
        assert_eq!(set_aside.iter().filter(fits).count(), 1, "{who}: {reason} in {set_aside:#?}");
    }
    assert_eq!(set_aside.len(), 3, "{set_aside:#?}");
    let [twice] = &summary.known[..] else { unreachable!("{:#?}", summary.known) };
    assert!(twice.name.starts_with("P2"), "{twice:?}");
    assert!(twice.same_as.is_some(), "{twice:?}");
    let missing: Vec<_> =
        summary.notices.iter().filter(|one| one.message.starts_with("Missing media")).collect();
    let [missing] = &missing[..] else { unreachable!("{:#?}", summary.notices) };
    assert!(missing.file.contains("P4") && !missing.file.contains("PSW"), "{missing:?}");
}

#[test]
fn five_awkward_files_are_set_aside_known_or_missing_each_with_its_reason() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let planned = planned(&study, folder.path());
        let mut go_on = |_: &_| ControlFlow::Continue(());
        let dry = preview(study.study(), planned.clone(), &mut go_on).expect("previews");
        is_as_planned(&dry);
        let summary = run(study.session(), planned, &mut go_on).expect("imports");
        is_as_planned(&summary);
        let chats = summary.aside.iter().filter(|one| one.stream == "conversation");
        assert_eq!(chats.count(), 5, "of the chats only the voice notes come in");
    }
}

#[test]
fn nothing_is_noticed_but_the_missing_recording_and_what_chats_leave_out() {
    let study = TestStudy::file();
    let folder = tempfile::tempdir().expect("a folder");
    let planned = planned(&study, folder.path());
    let summary =
        preview(study.study(), planned, &mut |_| ControlFlow::Continue(())).expect("previews");
    let noticed: Vec<_> = summary.notices.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(noticed.len(), 1, "{noticed:#?}");
}

#[test]
fn every_voice_note_lasts_twenty_to_a_hundred_and_twenty_seconds() {
    let study = TestStudy::file();
    let folder = tempfile::tempdir().expect("a folder");
    let planned = planned(&study, folder.path());
    let summary =
        preview(study.study(), planned, &mut |_| ControlFlow::Continue(())).expect("previews");
    let notes: Vec<_> = summary.imported.iter().filter(|one| one.stream == "voice_note").collect();
    assert_eq!(notes.len(), 49);
    for note in notes {
        let ms = note.duration_ms.expect("a recording has a length");
        assert!((20_000..=120_000).contains(&ms), "{} lasts {ms} ms", note.file);
        assert!(note.characters.is_some(), "{} has no transcript", note.file);
    }
}
