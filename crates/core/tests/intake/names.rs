//! Names and numbers are planted in every place that an export has, and found nowhere afterwards.

use trefoil_core::corpus::import::store::Because;
use trefoil_core::study::{StudySet, history, job};
use trefoil_testkit::TestStudy;

use super::scan::{found, holds};
use super::*;

/// What must not be found. Each is in the input.
const NAMES: &[&str] = &[
    "Zephyrine",
    "Quillfeather",
    "+44 7700 900123",
    "7700 900456",
    "900123",
    "Marrowby",
    "Théodule",
    "Хризантема",
    "山吹御前",
    "ياسمينة",
    "Lanternhithe",
    "Brambleweft",
    "Tamsinetta",
];

fn chat() -> String {
    [
        "[12/01/2026, 09:00:00] Lanternhithe Peers: \u{200e}Messages and calls are end-to-end encrypted.",
        "[12/01/2026, 09:00:00] Lanternhithe Peers: \u{200e}Zephyrine Quillfeather created this group “Lanternhithe Peers”",
        "[12/01/2026, 09:01:00] Zephyrine Quillfeather 🌸: Morning all, Zephyrine here. Ring 07700 900123 or +44 7700 900456",
        "[12/01/2026, 09:02:00] +44 7700 900123: hi ZEPHYRINE, zephyrine's idea at Lanternhithe peers was good",
        "[12/01/2026, 09:03:00] ~ Théodule: Quillfeather’s turn. @\u{2068}Zephyrine\u{2069} and @447700900123 and @\u{2068}Tamsinetta\u{2069}",
        "[12/01/2026, 09:04:00] Хризантема: Спросите Хризантему, скажите Хризантеме",
        "[12/01/2026, 09:05:00] 山吹御前: 山吹御前です。山吹御前に聞いて",
        "[12/01/2026, 09:06:00] ياسمينة: سألت وياسمينة",
        "[12/01/2026, 09:07:00] Ada Marrowby: Thanks, says Marrowby. théodule knows",
        "\u{200e}[12/01/2026, 09:08:00] Zephyrine Quillfeather 🌸: \u{200e}<attached: 00000007-AUDIO-2026-01-12-09-08-00.wav>",
        "\u{200e}[12/01/2026, 09:09:00] Ada Marrowby: Brambleweft.pdf • \u{200e}2 pages \u{200e}<attached: 00000008-Brambleweft.pdf>",
        "[12/01/2026, 09:10:00] Ada Marrowby: <attached: 00000009-AUDIO-2026-01-12-09-10-00.opus>",
    ]
    .join("\n")
}

/// The export, and everything that is in it: for the scan that must find the names first.
fn export(folder: &Path) -> (Vec<PathBuf>, Vec<u8>) {
    let (text, sound, short) = (chat(), wav(4, 1), wav(2, 2));
    let entries: [(&str, &[u8]); 5] = [
        ("_chat.txt", text.as_bytes()),
        ("00000007-AUDIO-2026-01-12-09-08-00.wav", &sound),
        ("00000008-Brambleweft.pdf", b"%PDF-1.7\n"),
        ("Zephyrine Quillfeather talking.wav", &short),
        ("letter to +44 7700 900123.xyz", b"words"),
    ];
    let name = "WhatsApp Chat - Lanternhithe Peers.zip";
    let mut paths = vec![zip(folder, name, &entries)];
    let places = [
        (
            "home/Zephyrine Quillfeather/walk with zephyrine.md",
            "# A walk\n\nZephyrine Quillfeather led it. Call 07700900456.",
        ),
        ("home/broken Quillfeather.docx", "not a zip"),
        (
            "home/Ada Marrowby.vtt",
            "WEBVTT\n\n00:00.500 --> 00:01.500\n<v Ada Marrowby>Good morning Zephyrine.\n\n00:02.000 --> 00:03.000\n<v Zephyrine>Morning!\n",
        ),
    ];
    let mut input: Vec<u8> = name.as_bytes().to_vec();
    for (name, content) in entries {
        input.extend(name.as_bytes());
        input.extend(content);
    }
    for (name, content) in places {
        write(folder, name, content);
        input.extend(name.as_bytes());
        input.extend(content.as_bytes());
    }
    paths.push(folder.join("home"));
    (paths, input)
}

#[test]
fn no_name_and_no_number_comes_in() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let (paths, input) = export(folder.path());
        for name in NAMES {
            assert!(holds(&input, name), "{name} is in what is imported");
        }
        let session = study.session();
        let who = wishes(&[
            ("Zephyrine Quillfeather 🌸", "P4"),
            ("07700 900123", "P5"),
            ("Ada Marrowby", "role:researcher"),
        ]);
        let looked = looked(session, &paths, &who);
        let summary = imported(session, &paths, &who);
        for told in [&looked, &summary] {
            let told = serde_json::to_string(told).expect("JSON");
            for name in NAMES {
                assert!(!holds(told.as_bytes(), name), "{name} is told: {told}");
            }
        }
        assert_eq!(summary.refused.len(), 3, "{:#?}", summary.refused);
        if study.engine() == "sqlite" {
            assert!(study.study().back_up().expect("a backup can be made").exists());
        }
        session.undo().expect("undoes").expect("there is an act");
        assert_eq!(found(&study, NAMES), Vec::<String>::new(), "after it was undone");
        session.redo().expect("redoes").expect("there is an act");
        assert_eq!(found(&study, NAMES), Vec::<String>::new());
        // The scan would find them.
        let title = Some("Of Marrowby".to_owned());
        session.perform(StudySet { title, ..StudySet::default() }).expect("sets");
        assert!(!found(&study, NAMES).is_empty());
    }
}

#[test]
fn what_stands_in_their_place_says_who_it_was() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let (paths, _) = export(folder.path());
        let session = study.session();
        let who = wishes(&[
            ("Zephyrine Quillfeather 🌸", "P4"),
            ("07700 900123", "P5"),
            ("Ada Marrowby", "role:researcher"),
        ]);
        imported(session, &paths, &who);
        let (chat, text) = conversation(session);
        let lines: Vec<&str> = text.lines().collect();
        for (line, there) in lines.iter().zip([
            "2026-01-12 09:01  P4: Morning all, [P4] here. Ring [P5] or [phone number]",
            "2026-01-12 09:02  P5: hi [P4], [P4]'s idea at [group] was good",
            "2026-01-12 09:03  Sender 1: [P4]’s turn. [P4] and [P5] and [person]",
            "2026-01-12 09:04  Sender 2: Спросите [Sender 2], скажите [Sender 2]",
            "2026-01-12 09:05  Sender 3: [Sender 3]です。[Sender 3]に聞いて",
            "2026-01-12 09:06  Sender 4: سألت و[Sender 4]",
            "2026-01-12 09:07  researcher: Thanks, says [researcher]. [Sender 1] knows",
            "2026-01-12 09:08  P4: [voice note: 00000007-AUDIO-2026-01-12-09-08-00.wav]",
            "2026-01-12 09:09  researcher: document • 2 pages [attachment: pdf]",
        ]) {
            assert_eq!(*line, there);
        }
        assert_eq!(chat.source.name, "WhatsApp Chat - group");
        assert_eq!(chat.source.origin.as_deref(), Some("WhatsApp Chat - group.zip › _chat.txt"));
        let present: Vec<&str> = chat.participants.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(present, ["P4", "P5"]);
        let all = sources(session);
        let named =
            |name: &str| all.iter().find(|one| one.source.file_name.as_deref() == Some(name));
        let note = named("00000007-AUDIO-2026-01-12-09-08-00.wav").expect("the voice note");
        assert_eq!(note.source.sender.as_deref(), Some("P4"));
        assert_eq!(note.source.name, "P4, voice note of 2026-01-12 09:08");
        let walk = named("walk with P4.md").expect("the note");
        assert_eq!(walk.source.origin.as_deref(), Some("walk with P4.md"), "no folders");
        let transcript = named("researcher.vtt").expect("the transcript").source.id;
        assert_eq!(
            said(session, transcript),
            [
                ("researcher".to_owned(), "Good morning [P4].".to_owned()),
                ("P4".to_owned(), "Morning!".to_owned())
            ]
        );
        let (jobs, history) = study
            .study()
            .read(|reader| Ok((job::list(reader)?, history::list(reader, 100)?)))
            .expect("reads");
        assert!(jobs[0].outcome.contains("\"refused\":3"), "{:?}", jobs[0]);
        let kept = history.iter().find(|one| one.operation == "sender.keep").expect("is told");
        assert_eq!(kept.summary, "Remembered 7 senders by keyed hashes");
    }
}

#[test]
fn the_next_export_recognises_the_same_senders_without_being_told() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = study.session();
        let first = write(
            folder.path(),
            "one.txt",
            "12/01/2026, 09:00 - Zephyrine: Hello\n12/01/2026, 09:01 - +44 7700 900123: Hi\n\
             13/01/2026, 09:01 - Ada: Welcome\n",
        );
        let who = wishes(&[("zephyrine", "P4"), ("Ada", "role:researcher")]);
        imported(session, &[first], &who);
        let second = write(
            folder.path(),
            "two.txt",
            "14/02/2026, 09:00 - Newcomer: Hey\n14/02/2026, 09:01 - ~ZEPHYRINE: Hello Newcomer\n\
             14/02/2026, 09:02 - 07700 900123: Hi\n14/02/2026, 09:03 - Ada: Welcome\n",
        );
        let plan = planned(session, &[second], &Wishes::default());
        let told: Vec<(&str, Because)> =
            plan.senders.iter().map(|one| (one.label.as_str(), one.because)).collect();
        assert_eq!(
            told,
            [
                ("Sender 2", Because::Unsaid),
                ("P4", Because::Known),
                ("Sender 1", Because::Known),
                ("researcher", Because::Known),
            ]
        );
        assert_eq!(plan.unsaid().count(), 1);
        assert_eq!(plan.items[0].participants, ["P4"]);
    }
}

#[test]
fn a_role_that_is_a_participant_is_refused() {
    let study = TestStudy::file();
    participant(study.session(), "P4");
    let folder = tempfile::tempdir().expect("a folder");
    let chat = write(folder.path(), "one.txt", "12/01/2026, 09:00 - Ada: Hello\n");
    let wrong = wishes(&[("Ada", "role:p4")]);
    let error = plan(study.study(), &[chat], &wrong).expect_err("it is a participant");
    assert_eq!(error.to_string(), "p4 is a participant, not a role.");
}
