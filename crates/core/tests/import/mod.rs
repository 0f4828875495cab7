//! Importing into a study: one act, nothing twice, nothing half, what was refused is listed.

mod aside;
mod belong;
mod change;

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use trefoil_core::corpus::import::store::{Plan, Progress, Summary, Wishes, plan, preview, run};
use trefoil_core::corpus::{media, participant, source};
use trefoil_core::study::Session;
use trefoil_core::transcript;
use trefoil_testkit::TestStudy;

/// A second of silence as a WAV file at 8 kHz, so many seconds long.
fn wav(seconds: u32) -> Vec<u8> {
    let data = seconds * 8000;
    let mut bytes = Vec::new();
    bytes.extend(b"RIFF");
    bytes.extend((36 + data).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    for field in [16_u32, 1 | 1 << 16, 8000, 8000, 1 | 8 << 16] {
        bytes.extend(field.to_le_bytes());
    }
    bytes.extend(b"data");
    bytes.extend(data.to_le_bytes());
    bytes.resize(44 + data as usize, 128);
    bytes
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
    fs::write(&path, content).expect("the file can be written");
    path
}

fn go_on(_: &Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn import(session: &Session, paths: &[PathBuf], wishes: &Wishes) -> Summary {
    let plan = plan(session.study(), paths, wishes).expect("a plan can be made");
    run(session, plan, &mut go_on).expect("the import runs")
}

fn dry_run(session: &Session, plan: Plan) -> Summary {
    preview(session.study(), plan, &mut go_on).expect("the preview runs")
}

fn sources(session: &Session) -> Vec<source::Listed> {
    session.study().read(source::list).expect("sources can be listed")
}

#[test]
fn a_folder_comes_in_as_one_act_and_goes_as_one() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "P1_interview_2026-01-12.txt", "INT: How was it?\nP1: Grand.");
        write(folder.path(), "notes/week 3.md", "# Week 3\n\nQuiet on the ward.");
        write(folder.path(), "P2 voice 20260119.wav", wav(3));
        write(folder.path(), "broken.docx", "not a zip");
        write(folder.path(), "empty.txt", "");
        let before = study.dump();
        let summary = import(study.session(), &[folder.path().to_owned()], &Wishes::default());
        assert_eq!(summary.imported.len(), 3, "{summary:#?}");
        let refused: Vec<_> = summary
            .refused
            .iter()
            .map(|one| (one.file.rsplit('/').next().unwrap_or_default(), &one.reason[..]))
            .collect();
        assert_eq!(
            refused,
            [
                (
                    "broken.docx",
                    "its name says Word document, but it holds plain text. Rename it to what it \
                     is, or save it again as what its name says."
                ),
                ("empty.txt", "the file is empty: nothing to import."),
            ]
        );
        let listed = sources(study.session());
        let dates: Vec<_> = listed.iter().map(|one| one.source.date.as_deref()).collect();
        assert_eq!(dates, [Some("2026-01-12"), Some("2026-01-19"), None]);
        assert_eq!(listed[1].source.duration_ms, Some(3000));
        assert!(study.study().check().expect("checks").findings.is_empty());
        study.session().undo().expect("undo works").expect("there is an act");
        assert_eq!(study.dump(), before, "one undo takes the whole import back");
        study.session().redo().expect("redo works").expect("there is an act");
        assert_eq!(sources(study.session()), listed);
    }
}

#[test]
fn the_same_file_is_recognised_and_an_interrupted_import_goes_on() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        for n in 0..10 {
            write(folder.path(), &format!("note {n}.txt"), format!("Note number {n}"));
        }
        write(folder.path(), "a copy of note 3.txt", "Note number 3");
        let half: Vec<PathBuf> =
            (0..5).map(|n| folder.path().join(format!("note {n}.txt"))).collect();
        import(study.session(), &half, &Wishes::default());
        let all = [folder.path().to_owned()];
        let dry = plan(study.study(), &all, &Wishes::default()).expect("plans");
        let dry = dry_run(study.session(), dry);
        assert_eq!((dry.imported.len(), dry.known.len()), (5, 6));
        assert_eq!(sources(study.session()).len(), 5, "a preview stores nothing");
        let summary = import(study.session(), &all, &Wishes::default());
        assert_eq!((summary.imported.len(), summary.known.len()), (5, 6));
        assert_eq!(sources(study.session()).len(), 10);
    }
}

#[test]
fn a_transcript_beside_a_recording_is_attached_also_when_it_comes_later() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "talk.wav", wav(4));
        let all = [folder.path().to_owned()];
        import(study.session(), &all, &Wishes::default());
        write(
            folder.path(),
            "talk.vtt",
            "WEBVTT\n\n00:00.500 --> 00:01.500\n<v P1>Good morning.\n\n00:02.000 --> 00:03.000\n<v INT>Morning!\n",
        );
        let summary = import(study.session(), &all, &Wishes::default());
        assert_eq!((summary.imported.len(), summary.attached.len()), (0, 1), "{summary:#?}");
        let listed = sources(study.session());
        assert_eq!(listed.len(), 1);
        let id = listed[0].source.id;
        let (segments, speakers, text, bytes) = study
            .study()
            .read(move |reader| {
                let media = listed[0].source.media.expect("it has a recording");
                Ok((
                    transcript::segments(reader, id)?,
                    transcript::speakers(reader, id)?,
                    source::text(reader, id)?.expect("it has a text").text,
                    media::read(reader, media, 40, 100)?,
                ))
            })
            .expect("reads");
        assert_eq!(bytes, wav(4)[40..140]);
        assert_eq!(segments.len(), 2);
        assert_eq!((segments[0].begin_ms, segments[1].end_ms), (Some(500), Some(3000)));
        assert_eq!(speakers.len(), 2);
        assert!(text.contains("Good morning.") && text.contains("Morning!"), "{text}");
    }
}

#[test]
fn a_chat_becomes_a_conversation_and_its_voice_notes_with_sender_and_week() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("WhatsApp Chat - Lanternfield.zip");
        let mut zip = zip::ZipWriter::new(fs::File::create(&path).expect("creates"));
        let options = zip::write::SimpleFileOptions::default();
        let mut put = |name: &str, content: &[u8]| {
            zip.start_file(name, options).expect("starts");
            zip.write_all(content).expect("writes");
        };
        put(
            "_chat.txt",
            "[12/01/2026, 09:05:00] Rosa: Morning\n\
             \u{200e}[12/01/2026, 09:06:10] Rosa: \u{200e}<attached: 00000002-AUDIO-2026-01-12-09-06-10.wav>\n\
             [26/01/2026, 18:30:00] Sam: \u{200e}<attached: 00000003-AUDIO-2026-01-26-18-30-00.wav>\n\
             [26/01/2026, 18:31:00] Sam: <attached: 00000004-AUDIO-2026-01-26-18-31-00.opus>\n"
                .as_bytes(),
        );
        put("00000002-AUDIO-2026-01-12-09-06-10.wav", &wav(2));
        put("00000003-AUDIO-2026-01-26-18-30-00.wav", &wav(5));
        zip.finish().expect("finishes");
        let wishes = Wishes {
            senders: vec![("Rosa".into(), "P1".into()), ("Sam".into(), "P2".into())],
            ..Wishes::default()
        };
        let summary = import(study.session(), &[path], &wishes);
        assert_eq!(summary.imported.len(), 3, "{summary:#?}");
        assert!(
            summary.notices.iter().any(|notice| notice.message.contains("00000004")),
            "the missing voice note is told: {summary:#?}"
        );
        let people = study.study().read(participant::list).expect("lists");
        assert_eq!(people.iter().map(|one| &one.name[..]).collect::<Vec<_>>(), ["P1", "P2"]);
        study
            .session()
            .perform(trefoil_core::corpus::participant::ParticipantSet {
                participant: people[0].id,
                name: None,
                note: None,
                started_on: Some("2026-01-05".into()),
                ended_on: None,
            })
            .expect("sets");
        let listed = sources(study.session());
        let notes: Vec<_> = listed.iter().filter(|one| one.source.stream == "voice_note").collect();
        assert_eq!(notes.len(), 2);
        assert_eq!(notes[0].source.date.as_deref(), Some("2026-01-12T09:06:10"));
        assert_eq!(notes[0].source.name, "P1, voice note of 2026-01-12 09:06");
        assert_eq!(notes[0].participants[0].week, Some(1));
        assert_eq!(notes[1].source.duration_ms, Some(5000));
        assert_eq!(notes[1].participants[0].name, "P2");
    }
}

#[test]
fn the_seventeen_interviews_come_in_with_their_participants_and_dates() {
    let Some(corpus) = trefoil_testkit::shared_corpus() else {
        trefoil_testkit::skip("real-files the_seventeen_interviews_come_in");
        return;
    };
    let raw = corpus.join("interviews/navarral+swj2022-usability-paper/raw");
    for study in TestStudy::both() {
        for n in 1..=17 {
            let add = participant::ParticipantAdd {
                name: format!("P{n}"),
                note: String::new(),
                started_on: None,
            };
            study.session().perform(add).expect("adds");
        }
        let wishes = Wishes { stream: Some("interview".into()), ..Wishes::default() };
        let summary = import(study.session(), std::slice::from_ref(&raw), &wishes);
        let odt = summary.imported.iter().filter(|one| one.file.contains(".odt")).count();
        assert_eq!(odt, 17, "{:#?}", summary.refused);
        let listed = sources(study.session());
        let interviews: Vec<_> = listed
            .iter()
            .filter(|one| one.source.format == "odt" || !one.participants.is_empty())
            .collect();
        assert_eq!(interviews.len(), 17);
        assert!(
            interviews.iter().all(|one| one.participants.len() == 1 && one.source.date.is_some())
        );
        let p10 =
            interviews.iter().find(|one| one.participants[0].name == "P10").expect("is there");
        assert_eq!(p10.source.date.as_deref(), Some("2021-11-30"));
        assert!(study.study().check().expect("checks").findings.is_empty());
    }
}
