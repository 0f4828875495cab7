//! What the key knows is replaced in everything that comes in, and a sealed key must be opened.

use trefoil_core::care::pseudonym::{KeyAccess, NameKind, Pseudonym};
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
