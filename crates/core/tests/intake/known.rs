//! What the key knows is replaced in everything that comes in, and a sealed key must be opened.

use trefoil_core::care::pseudonym::{KeyAccess, NameKind, Pseudonym, PseudonymAdd};
use trefoil_core::corpus::name_rule::NameRuleAdd;
use trefoil_core::corpus::sender::{KnownSender, SenderKeep};
use trefoil_core::corpus::source::SourceAttach;
use trefoil_core::study::Secret;
use trefoil_core::transcript::NewSegment;
use trefoil_testkit::TestStudy;

use super::*;

/// Makes the key know a participant.
fn teach(session: &Session, name: &str, pseudonym: &str) {
    participant(session, pseudonym);
    let sender = KnownSender {
        name: name.to_owned(),
        participant: Some(pseudonym.to_owned()),
        replacement: pseudonym.to_owned(),
        parts: name.split(' ').map(str::to_owned).collect(),
    };
    session.perform(SenderKeep { senders: vec![sender] }).expect("the key learns");
}

#[test]
fn names_that_the_key_knows_are_replaced_in_every_format() {
    for study in TestStudy::both() {
        let session = study.session();
        teach(session, "Zephyrine Quillfeather", "P4");
        let folder = tempfile::tempdir().expect("a folder");
        write(
            folder.path(),
            "Quillfeather interview 2026-01-12.txt",
            "INT: Hello Zephyrine.\nZephyrine: It was zephyrine’s idea, Zephyrines words, not Zephyr’s.\n",
        );
        write(
            folder.path(),
            "talk.srt",
            "1\n00:00:01,000 --> 00:00:02,000\nZephyrine Quillfeather: I am here\n\n\
             2\n00:00:03,000 --> 00:00:04,000\nInterviewer: So you are, Quillfeather\n",
        );
        let summary = imported(session, &[folder.path().to_owned()], &Wishes::default());
        let all = sources(session);
        let named = |name: &str| all.iter().find(|one| one.source.name == name).expect("is there");
        let text = |id: Id| {
            let read = study.study().read(move |reader| source::text(reader, id));
            read.expect("reads").expect("it has words").text
        };
        assert_eq!(
            text(named("P4 interview 2026-01-12").source.id),
            "INT: Hello [P4].\nP4: It was [P4]’s idea, [P4]s words, not Zephyr’s.\n"
        );
        let talk = named("talk").source.id;
        assert_eq!(
            said(session, talk),
            [
                ("P4".to_owned(), "I am here".to_owned()),
                ("Interviewer".to_owned(), "So you are, [P4]".to_owned()),
            ]
        );
        let noticed: Vec<&str> = summary.notices.iter().map(|one| one.message.as_str()).collect();
        assert!(noticed.contains(&"4 names that the key knows were replaced."), "{noticed:?}");
    }
}

#[test]
fn a_sealed_key_knows_senders_again_when_it_is_opened() {
    for study in TestStudy::both() {
        let session = study.session();
        let folder = tempfile::tempdir().expect("a folder");
        let first = write(folder.path(), "one.txt", "12/01/2026, 09:00 - Zephyrine: Hello\n");
        imported(session, &[first], &wishes(&[("Zephyrine", "P4")]));
        let access = KeyAccess::new(Secret::new("heather and gorse"));
        seal(session, &access);
        let second = write(
            folder.path(),
            "two.txt",
            "14/02/2026, 09:00 - Zephyrine: Hello Zephyrine\n14/02/2026, 09:02 - Tom: Hi\n",
        );
        let paths = [second];
        let closed = planned(session, &paths, &Wishes::default());
        assert!(closed.is_sealed);
        let error = tried(session, &paths, &Wishes::default()).expect_err("nobody is known");
        assert!(error.to_string().contains("cannot be known again"), "{error}");
        assert_eq!(sources(session).len(), 1);
        let open = Wishes { key: Some(access), ..Wishes::default() };
        let plan = planned(session, &paths, &open);
        let labels: Vec<&str> = plan.senders.iter().map(|one| one.label.as_str()).collect();
        assert_eq!(labels, ["P4", "Sender 1"]);
        // Whoever says who everybody is needs no key.
        let said = wishes(&[("Zephyrine", "P4"), ("Tom", "neutral")]);
        let summary = imported(session, &paths, &said);
        assert_eq!(summary.imported.len(), 1, "{summary:#?}");
        let rows: Vec<Pseudonym> =
            study.study().read(|reader| reader.list("ORDER BY id", &[])).expect("reads");
        assert_eq!(rows.iter().filter(|row| row.kind == NameKind::Sender).count(), 1);
    }
}

fn seal(session: &Session, access: &KeyAccess) {
    let sealed =
        session.with_key(access.clone()).perform(trefoil_core::care::pseudonym::KeySeal {});
    sealed.expect("the key can be sealed");
}

#[test]
fn a_transcript_that_is_attached_goes_through_the_same_mask() {
    for study in TestStudy::both() {
        let session = study.session();
        teach(session, "Zephyrine Quillfeather", "P4");
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "talk.wav", wav(1, 1));
        imported(session, &[folder.path().to_owned()], &Wishes::default());
        let recording = sources(session)[0].source.id;
        let text = "Quillfeather: I am 🙂 Zephyrine.\nINT: Ring 07700 900456, Zephyrine\n";
        let turn = |words: &str, speaker: &str| {
            let at = text.find(words).expect("is there");
            let start = text[..at].chars().count() as i64;
            NewSegment {
                start,
                end: start + words.chars().count() as i64,
                speaker: Some(speaker.to_owned()),
                begin_ms: None,
                end_ms: None,
            }
        };
        let segments = vec![
            turn("I am 🙂 Zephyrine.", "Zephyrine Quillfeather"),
            turn("Ring 07700 900456, Zephyrine", "INT"),
        ];
        let attach = SourceAttach { source: recording, text: text.to_owned(), segments };
        let attached = session.perform(attach).expect("it is attached");
        assert_eq!(attached.notices, ["4 names and numbers in its words were replaced."]);
        assert_eq!(
            said(session, recording),
            [
                ("P4".to_owned(), "I am 🙂 [P4].".to_owned()),
                ("INT".to_owned(), "Ring [phone number], [P4]".to_owned()),
            ]
        );
        let dump = study.dump();
        assert!(!dump.contains("Quillfeather") && !dump.contains("Zephyrine"));
    }
}

#[test]
fn under_a_sealed_key_a_transcript_is_attached_with_a_warning() {
    for study in TestStudy::both() {
        let session = study.session();
        teach(session, "Zephyrine Quillfeather", "P4");
        let key = KeyAccess::new(Secret::new("three quiet herons"));
        seal(session, &key);
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "talk.wav", wav(1, 1));
        imported(session, &[folder.path().to_owned()], &Wishes::default());
        let source = sources(session)[0].source.id;
        let attach = SourceAttach { source, text: "Hello Zephyrine".into(), segments: vec![] };
        let attached = session.perform(attach.clone()).expect("it is attached");
        assert!(attached.notices[0].contains("is sealed"), "{:?}", attached.notices);
        session.undo().expect("undoes").expect("there is an act");
        session.with_key(key).perform(attach).expect("it is attached");
        let text = study.study().read(move |reader| source::text(reader, source)).expect("reads");
        assert_eq!(text.expect("has words").text, "Hello [P4]");
    }
}

fn ruled(pattern: &str) -> Wishes {
    Wishes { name_rules: vec![pattern.to_owned()], ..Wishes::default() }
}

fn person(session: &Session, name: &str, role: &str) {
    let add = PseudonymAdd {
        names: vec![name.to_owned()],
        parts: false,
        replacement: Some(role.to_owned()),
        kind: Some(NameKind::Person),
        level: None,
        participant: None,
    };
    session.perform(add).expect("the key learns");
}

#[test]
fn a_rule_for_file_names_means_whom_the_key_knows() {
    for study in TestStudy::both() {
        let session = study.session();
        teach(session, "Zephyrine Quillfeather", "P4");
        person(session, "Tamsinetta", "team lead");
        let folder = tempfile::tempdir().expect("a folder");
        let names = [
            "Zephyrine_wk3.txt",
            "zephyrine2_wk5.txt",
            "Zephyrine Quillfeather_wk4.txt",
            "Tamsinetta_wk3.txt",
            "+44 7700 900123_wk3.txt",
            "P9_wk3.txt",
        ];
        for name in names {
            write(folder.path(), name, format!("{} letters stand in its name.\n", name.len()));
        }
        let paths = [folder.path().to_owned()];
        let plan = planned(session, &paths, &ruled("{participant}_wk{week}"));
        let mut told: Vec<(&str, String)> =
            plan.items.iter().map(|one| (one.name.as_str(), one.participants.join(", "))).collect();
        told.sort_unstable();
        let told: Vec<(&str, &str)> = told.iter().map(|(name, who)| (*name, &**who)).collect();
        assert_eq!(
            told,
            [
                ("P4 2_wk5", "P4"),
                ("P4_wk3", "P4"),
                ("P4_wk4", "P4"),
                ("P9_wk3", "P9"),
                ("phone number_wk3", ""),
                ("team lead_wk3", ""),
            ]
        );
        imported(session, &paths, &ruled("{participant}_wk{week}"));
        let people = study.study().read(trefoil_core::corpus::participant::list).expect("reads");
        let people: Vec<&str> = people.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(people, ["P4", "P9"]);
        let dump = study.dump().to_lowercase();
        for name in ["zephyrine", "quillfeather", "tamsinetta", "900123"] {
            assert!(!dump.contains(name), "{name} is in the study");
        }
    }
}

#[test]
fn names_of_files_that_run_together_are_replaced_too() {
    let study = TestStudy::file();
    let session = study.session();
    teach(session, "Zephyrine Quillfeather", "P4");
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "ZephyrineQuillfeatherInterview1.txt", "A few words.\n");
    write(folder.path(), "quillfeather01.txt", "Some other words.\n");
    let plan = planned(session, &[folder.path().to_owned()], &Wishes::default());
    let mut names: Vec<&str> = plan.items.iter().map(|one| one.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["P4 01", "P4Interview1"]);
}

#[test]
fn under_a_sealed_key_nobody_is_added_who_is_read_in_the_name_of_a_file() {
    for study in TestStudy::both() {
        let session = study.session();
        teach(session, "Zephyrine", "P4");
        let access = KeyAccess::new(Secret::new("heather and gorse"));
        seal(session, &access);
        let folder = tempfile::tempdir().expect("a folder");
        let path = write(folder.path(), "Zephyrine_wk3.txt", "A few words.\n");
        let paths = [path];
        let rule = ruled("{participant}_wk{week}");
        let error = tried(session, &paths, &rule).expect_err("nobody can compare");
        assert!(error.to_string().contains("“Zephyrine”"), "{error}");
        assert!(sources(session).is_empty());
        let said = Wishes { participants: vec!["P4".to_owned()], ..rule.clone() };
        assert_eq!(planned(session, &paths, &said).items[0].participants, ["P4"]);
        let open = Wishes { key: Some(access), ..rule };
        imported(session, &paths, &open);
        assert_eq!(sources(session)[0].source.name, "P4_wk3");
    }
}

#[test]
fn a_rule_that_names_somebody_is_not_kept() {
    for study in TestStudy::both() {
        let session = study.session();
        teach(session, "Zephyrine", "P4");
        let add = |pattern: &str| NameRuleAdd { pattern: pattern.to_owned() };
        let error = session.perform(add("zephyrine_wk{week}")).expect_err("it is a name");
        assert!(error.to_string().contains("somebody's name"), "{error}");
        session.perform(add("{participant}_wk{week}")).expect("it names nobody");
    }
}

#[test]
fn values_of_a_table_are_shown_as_they_will_be_stored() {
    let study = TestStudy::file();
    let session = study.session();
    teach(session, "Zephyrine", "P4");
    let folder = tempfile::tempdir().expect("a folder");
    let table = "Who,Age,What helped?\nZephyrine,31,\"My manager and Zephyrine’s sister, mostly in the first week\"\nP5,44,\"Talking to others who had been there before me, again and again\"\n";
    let path = write(folder.path(), "survey.csv", table);
    let plan = planned(session, &[path], &Wishes::default());
    let table = plan.items[0].table.as_ref().expect("it is a table");
    let values: Vec<&String> = table.sheets[0].columns.iter().flat_map(|one| &one.values).collect();
    assert!(values.iter().any(|value| *value == "P4"), "{values:?}");
    assert!(!values.iter().any(|value| value.contains("Zephyrine")), "{values:?}");
}
