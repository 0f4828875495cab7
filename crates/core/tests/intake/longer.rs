//! A longer export goes on with the conversation that is there.

use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::{CodingAdd, Passage};
use trefoil_core::transcript::{Edit, SourceCorrect};
use trefoil_testkit::TestStudy;

use super::*;

fn line(at: &str, who: &str, words: &str) -> String {
    format!("{at} - {who}: {words}\n")
}

fn who() -> Wishes {
    wishes(&[("Zephyrine", "P4"), ("Ada", "role:researcher")])
}

fn first() -> Vec<String> {
    vec![
        line("13/01/2026, 09:00", "Zephyrine", "Hello Ada"),
        line("13/01/2026, 09:01", "Ada", "Hello, how was it?"),
        line("14/01/2026, 09:00", "Zephyrine", "They asked me in.\nBy name."),
        line("14/01/2026, 09:05", "Ada", "Good"),
    ]
}

/// Imports a first export and codes “By name”.
fn begun(study: &TestStudy, folder: &Path) -> Id {
    let session = study.session();
    let chat = write(folder, "one.txt", first().concat());
    imported(session, &[chat], &who());
    let (source, text) = conversation(session);
    let start = text[..text.find("By name").expect("is there")].chars().count() as i64;
    let code = session
        .perform(CodeAdd { name: "Belonging".into(), ..CodeAdd::default() })
        .expect("adds")
        .outcome;
    session
        .perform(CodingAdd {
            source: Some(source.source.id),
            start: Some(start),
            end: Some(start + 7),
            codes: vec![code],
            ..CodingAdd::default()
        })
        .expect("codes");
    source.source.id
}

fn coded(study: &TestStudy) -> Vec<String> {
    let passages: Vec<Passage> =
        study.study().read(|reader| reader.list("ORDER BY id", &[])).expect("reads");
    assert!(study.study().check().expect("checks").findings.is_empty());
    passages.into_iter().map(|one| one.text).collect()
}

#[test]
fn new_messages_come_in_and_codings_are_carried() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let source = begun(&study, folder.path());
        let session = study.session();
        let mut all = first();
        all.insert(0, line("12/01/2026, 20:00", "Ada", "From before the first export"));
        all.push(line("15/02/2026, 10:00", "Zephyrine", "And again, says Zephyrine"));
        all.push(line("15/02/2026, 10:00", "Newcomer", "Hi"));
        let longer = [write(folder.path(), "two.txt", all.concat())];
        let before = study.dump();
        let told = looked(session, &longer, &who());
        assert_eq!(told.continued[0].new_messages, Some(3), "{told:#?}");
        assert_eq!(study.dump(), before, "looking changes nothing");
        let summary = imported(session, &longer, &who());
        assert_eq!((summary.continued.len(), summary.imported.len()), (1, 0), "{summary:#?}");
        let (chat, text) = conversation(session);
        assert_eq!(chat.source.id, source);
        assert_eq!(
            text,
            "2026-01-12 20:00  researcher: From before the first export\n\
             2026-01-13 09:00  P4: Hello [researcher]\n\
             2026-01-13 09:01  researcher: Hello, how was it?\n\
             2026-01-14 09:00  P4: They asked me in.\nBy name.\n\
             2026-01-14 09:05  researcher: Good\n\
             2026-02-15 10:00  P4: And again, says [P4]\n\
             2026-02-15 10:00  Sender 1: Hi\n"
        );
        let speakers: Vec<String> = said(session, source).into_iter().map(|(who, _)| who).collect();
        let expected = ["researcher", "P4", "researcher", "P4", "researcher", "P4", "Sender 1"];
        assert_eq!(speakers, expected);
        assert_eq!(said(session, source)[5].1, "And again, says [P4]");
        assert_eq!(coded(&study), ["By name"]);
        let again = imported(session, &longer, &who());
        assert_eq!((again.known.len(), again.continued.len()), (1, 0), "it is known now");
        // The import of the same file again did nothing, so this takes the longer export back.
        session.undo().expect("undoes").expect("there is an act");
        assert_eq!(study.dump(), before, "one undo takes it back");
        assert_eq!(coded(&study), ["By name"]);
    }
}

#[test]
fn what_is_there_stays_whatever_a_later_export_says_or_lacks() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        begun(&study, folder.path());
        let session = study.session();
        let mut all = first();
        all[1] = line("13/01/2026, 09:01", "Ada", "Hello, how was it yesterday?");
        all.remove(3);
        all.push(line("15/02/2026, 10:00", "Zephyrine", "More"));
        let longer = write(folder.path(), "two.txt", all.concat());
        let summary = imported(session, &[longer], &who());
        let (_, text) = conversation(session);
        assert_eq!(text.lines().count(), 6, "{text}");
        assert!(text.contains("researcher: Hello, how was it?\n"), "{text}");
        assert!(text.contains("researcher: Good\n2026-02-15 10:00  P4: More\n"), "{text}");
        let noticed: Vec<&str> = summary.notices.iter().map(|one| one.message.as_str()).collect();
        assert!(noticed.iter().any(|one| one.starts_with("1 message is worded differently")));
        assert!(noticed.iter().any(|one| one.starts_with("1 message is no longer in this export")));
        assert_eq!(coded(&study), ["By name"]);
    }
}

#[test]
fn windows_that_overlap_make_one_conversation() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        begun(&study, folder.path());
        let session = study.session();
        let mut late = first().split_off(2);
        late.push(line("15/02/2026, 10:00", "Zephyrine", "More"));
        let summary = imported(session, &[write(folder.path(), "two.txt", late.concat())], &who());
        assert_eq!(summary.continued.len(), 1, "{summary:#?}");
        assert_eq!(conversation(session).1.lines().count(), 6);
        // The shorter one again, with one line more in the middle than is there.
        let shorter = write(folder.path(), "three.txt", first()[..3].concat());
        let summary = imported(session, &[shorter], &who());
        assert_eq!((summary.known.len(), summary.continued.len()), (1, 0), "{summary:#?}");
        assert_eq!(conversation(session).1.lines().count(), 6);
    }
}

#[test]
fn another_telephone_knows_the_same_people_by_other_names() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        begun(&study, folder.path());
        let session = study.session();
        let other: String =
            first().concat().replace("Zephyrine:", "Me (work):").replace(" Ada:", " Boss:");
        let other =
            other.replace("Hello Ada", "Hello Boss") + &line("15/02/2026, 10:00", "Boss", "More");
        let said = wishes(&[("Me (work)", "P4"), ("Boss", "role:researcher")]);
        let summary = imported(session, &[write(folder.path(), "two.txt", other)], &said);
        assert_eq!((summary.continued.len(), summary.imported.len()), (1, 0), "{summary:#?}");
    }
}

#[test]
fn dates_that_were_open_are_set_right_when_they_are_known() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = study.session();
        let both = [
            line("3/4/26, 09:00", "Zephyrine", "Hello"),
            line("3/4/26, 09:02", "Zephyrine", "PTT-20260101-WA0001.wav (file attached)"),
        ];
        // Nothing in the first export says which number is the month.
        let open =
            both[0].clone() + &line("3/4/26, 09:02", "Zephyrine", "note.wav (file attached)");
        write(folder.path(), "a/one.txt", &open);
        write(folder.path(), "a/note.wav", wav(4, 1));
        imported(session, &[folder.path().join("a")], &who());
        assert!(conversation(session).1.starts_with("2026-04-03 09:00  P4: Hello\n"));
        let code = session
            .perform(CodeAdd { name: "Hello".into(), ..CodeAdd::default() })
            .expect("adds")
            .outcome;
        let source = conversation(session).0.source.id;
        session
            .perform(CodingAdd {
                source: Some(source),
                start: Some(22),
                end: Some(27),
                codes: vec![code],
                ..CodingAdd::default()
            })
            .expect("codes");
        write(folder.path(), "b/one.txt", open + &line("3/14/26, 10:00", "Zephyrine", "More"));
        write(folder.path(), "b/note.wav", wav(4, 1));
        let summary = imported(session, &[folder.path().join("b")], &who());
        assert_eq!((summary.continued.len(), summary.known.len()), (1, 1), "{summary:#?}");
        let (_, text) = conversation(session);
        assert_eq!(
            text,
            "2026-03-04 09:00  P4: Hello\n2026-03-04 09:02  P4: [voice note]\n\
             2026-03-14 10:00  P4: More\n"
        );
        assert_eq!(coded(&study), ["Hello"]);
        let note = sources(session).into_iter().find(|one| one.source.stream == "voice_note");
        let note = note.expect("the voice note").source;
        assert_eq!(note.date.as_deref(), Some("2026-03-04T09:02:00"));
        assert_eq!(note.name, "P4, voice note of 2026-03-04 09:02");
    }
}

#[test]
fn words_that_were_taken_out_do_not_come_back() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let source = begun(&study, folder.path());
        let session = study.session();
        let (_, text) = conversation(session);
        let at = text[..text.find("how was it").expect("is there")].chars().count() as i64;
        let edit = Edit { start: at, end: at + 10, text: "[question]".into() };
        session
            .perform(SourceCorrect {
                source,
                edits: vec![edit],
                text: None,
                revision: None,
                reason: String::new(),
            })
            .expect("corrects");
        let all = first().concat() + &line("15/02/2026, 10:00", "Zephyrine", "More");
        let summary = imported(session, &[write(folder.path(), "two.txt", all)], &who());
        assert_eq!(summary.continued.len(), 1, "{summary:#?}");
        let (_, text) = conversation(session);
        assert!(text.contains("Hello, [question]?") && !text.contains("how was it"), "{text}");
    }
}

#[test]
fn another_chat_of_the_same_people_is_another_conversation() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        begun(&study, folder.path());
        let session = study.session();
        let other = [
            line("13/01/2026, 09:00", "Zephyrine", "To all of you"),
            line("13/01/2026, 09:01", "Ada", "Hello, how was it?"),
            line("14/01/2026, 12:00", "Zephyrine", "Something else"),
            line("14/01/2026, 13:00", "Zephyrine", "And more of it"),
        ];
        let summary = imported(session, &[write(folder.path(), "two.txt", other.concat())], &who());
        assert_eq!((summary.continued.len(), summary.imported.len()), (0, 1), "{summary:#?}");
        assert_eq!(sources(session).len(), 2);
    }
}

#[test]
fn whoever_had_a_neutral_label_gets_the_one_that_is_said_now() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = study.session();
        let chat = write(folder.path(), "one.txt", first().concat());
        imported(session, &[chat], &Wishes::default());
        assert!(
            conversation(session).1.starts_with("2026-01-13 09:00  Sender 1: Hello [Sender 2]")
        );
        let all = first().concat() + &line("15/02/2026, 10:00", "Zephyrine", "More");
        let summary = imported(session, &[write(folder.path(), "two.txt", all)], &who());
        assert_eq!(summary.continued.len(), 1, "{summary:#?}");
        let (chat, text) = conversation(session);
        assert!(text.starts_with("2026-01-13 09:00  P4: Hello [researcher]\n"), "{text}");
        assert!(text.contains("2026-01-14 09:05  researcher: Good\n"), "{text}");
        assert_eq!(chat.participants[0].name, "P4");
        let who: Vec<String> = said(session, chat.source.id).into_iter().map(|one| one.0).collect();
        assert_eq!(who, ["P4", "researcher", "P4", "researcher", "P4"]);
    }
}
