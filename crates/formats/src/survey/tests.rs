//! Folders and archives built here, friendly and hostile.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::path::Path;

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;
use crate::{DateOrder, Options, RefusalKind};

const CHAT: &str = "18.03.25, 08:13 - Ana: Hey\n18.03.25, 08:14 - P2: PTT-20250318-WA0002.opus (file attached)\n\
    18.03.25, 08:15 - P2: PTT-20250318-WA0003.opus (file attached)\n\
    18.03.25, 08:16 - Ana: Grüße.txt (file attached)\n\
    18.03.25, 08:17 - Ana: P2.vcf (file attached)\n\
    18.03.25, 08:18 - Ana: STK-20250318-WA0005.webp (file attached)\n\
    18.03.25, 08:19 - Ana: DOC-20250318-WA0006.7z (file attached)\n\
    18.03.25, 08:20 - P2: IMG-20250318-WA0007.jpg (file attached)\n";

fn wav(samples: u16) -> Vec<u8> {
    let size = u32::from(samples) * 2;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + size).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data");
    bytes.extend(size.to_le_bytes());
    bytes.resize(bytes.len() + size as usize, 0);
    bytes
}

fn zip(path: &Path, entries: &[(&str, &[u8])]) {
    let mut zip = ZipWriter::new(std::fs::File::create(path).expect("a file"));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        zip.write_all(content).expect("disk");
    }
    zip.finish().expect("disk");
}

fn names(survey: &Survey) -> Vec<&str> {
    survey.candidates.iter().map(|candidate| candidate.file.as_str()).collect()
}

#[test]
fn a_chat_archive_becomes_a_conversation_and_voice_notes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("export.zip");
    zip(
        &path,
        &[
            ("WhatsApp Chat with P2.txt", CHAT.as_bytes()),
            ("PTT-20250318-WA0002.opus", &wav(800)),
            // The same name with its accent written apart, as other systems do.
            ("Gru\u{308}ße.txt", "words".as_bytes()),
            ("P2.vcf", b"BEGIN:VCARD\nFN:P2\nEND:VCARD\n"),
            ("STK-20250318-WA0005.webp", b"RIFF\x04\0\0\0WEBP"),
            ("DOC-20250318-WA0006.7z", b"7z\xbc\xaf\x27\x1c"),
            ("__MACOSX/._x", b"junk"),
        ],
    );
    let survey = survey(&[path]);
    assert_eq!(
        names(&survey),
        [
            "export.zip › WhatsApp Chat with P2.txt",
            "export.zip › PTT-20250318-WA0002.opus",
            "export.zip › attachment 3.txt"
        ]
    );
    assert_eq!((survey.refusals.len(), survey.notices.len(), survey.skipped), (0, 5, 1));
    let said: Vec<&str> = survey.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert!(said[0].contains("Missing media: a recording") && said[0].contains("WA0003.opus"));
    assert!(said[1].contains("Missing media: a file") && said[1].contains("WA0007.jpg"));
    assert!(said[2].contains("cannot be read") && said[2].contains("WA0006.7z"));
    assert!(said[3].contains("address (.vcf)") && !said[3].contains("P2"), "{}", said[3]);
    assert!(said[4].contains("sticker"));
    let document = &survey.candidates[2];
    assert_eq!((document.stream, document.sender.as_deref()), (Some("conversation"), Some("Ana")));
    assert_eq!(document.sent_at.map(|at| at.to_string()).as_deref(), Some("2025-03-18T08:16:00"));
    let note = &survey.candidates[1];
    assert_eq!((note.stream, note.sender.as_deref()), (Some("voice_note"), Some("P2")));
    assert_eq!(note.sent_at.map(|at| at.to_string()).as_deref(), Some("2025-03-18T08:14:00"));
    assert_eq!(
        note.read(Options::default())
            .expect("a recording")
            .recording
            .map(|found| found.duration_ms),
        Some(100)
    );
    let chat = survey.candidates[0].read(Options::default()).expect("a chat");
    assert_eq!(chat.senders, ["Ana", "P2"]);
    let mut bytes = Vec::new();
    note.open_bytes().expect("a stream").read_to_end(&mut bytes).expect("bytes");
    assert_eq!(bytes, wav(800));
}

#[test]
fn a_chat_whose_dates_are_open_says_so_and_follows_a_wish() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("chat.txt");
    std::fs::write(&path, "03/04/25, 08:13 - Ana: AUD.opus (file attached)\n").expect("disk");
    std::fs::write(folder.path().join("AUD.opus"), wav(80)).expect("disk");
    let day = |options: Options| {
        let found = survey_with(&[folder.path().to_owned()], options);
        assert!(found.candidates.iter().all(|one| one.date_is_sure == found.chats[0].is_sure));
        let date = found.candidates[1].sent_at.map(|at| at.date().to_string());
        (date.unwrap_or_default(), found.chats[0].is_sure)
    };
    assert_eq!(day(Options::default()), ("2025-04-03".to_owned(), false));
    let month_first = Options { date_order: Some(DateOrder::MonthFirst), ..Options::default() };
    assert_eq!(day(month_first), ("2025-03-04".to_owned(), true));
}

#[test]
fn a_transcript_belongs_to_its_recording() {
    let folder = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("disk");
    write("P1.wav", &wav(800));
    write("P1.transcript.vtt", b"WEBVTT\n\n00:00.000 --> 00:00.100\nHi\n");
    write("P1.txt", b"Hi");
    write("P2.wav", &wav(800));
    write("P2.srt", b"broken");
    write(".DS_Store", b"x");
    write("~$P1.docx", b"x");
    let survey = survey(&[folder.path().to_owned()]);
    assert_eq!(survey.candidates.len(), 3);
    assert_eq!(survey.skipped, 2);
    let readings: Vec<_> = survey
        .candidates
        .iter()
        .filter_map(|candidate| candidate.read(Options::default()).ok())
        .collect();
    assert_eq!(readings.len(), 3);
    let with_transcript = readings.iter().filter(|reading| reading.transcript.is_some()).count();
    assert_eq!(with_transcript, 1);
    assert!(readings.iter().any(|reading| {
        reading.notices.iter().any(|notice| notice.message.contains("no transcript"))
    }));
}

#[test]
fn hostile_entries_are_refused_and_the_rest_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bad.zip");
    let mut writer = ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    let plain = SimpleFileOptions::default();
    let mut add = |name: &str, content: &[u8]| {
        writer.start_file(name, plain).expect("an entry");
        writer.write_all(content).expect("disk");
    };
    add("../../evil.txt", b"x");
    add("/etc/evil.txt", b"x");
    add("inner.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    add("bomb.txt", &vec![b'a'; 80 * 1024 * 1024]);
    add("good.txt", b"words");
    add("a.7z", b"7z\xbc\xaf\x27\x1c");
    writer.add_symlink("link.txt", "/etc/passwd", plain).expect("a link");
    writer.finish().expect("disk");
    let survey = survey(&[path]);
    assert_eq!(names(&survey), ["bad.zip › good.txt"]);
    let mut kinds: Vec<String> =
        survey.refusals.iter().map(|refusal| format!("{:?}", refusal.kind)).collect();
    kinds.sort();
    assert_eq!(kinds, ["TooLarge", "Unsafe", "Unsafe", "Unsafe", "Unsupported", "Unsupported"]);
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_not_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink("/etc", folder.path().join("etc")).expect("a link");
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("p.txt")).expect("a link");
    let survey = survey(&[folder.path().to_owned()]);
    assert_eq!((survey.candidates.len(), survey.notices.len()), (0, 2));
}

#[test]
fn missing_empty_and_truncated_files_have_one_line_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = folder.path().join("whole.zip");
    zip(&whole, &[("a.txt", b"words and words and words")]);
    let bytes = std::fs::read(&whole).expect("the archive");
    let cut = folder.path().join("cut.zip");
    std::fs::write(&cut, &bytes[..bytes.len() - 30]).expect("disk");
    let empty = folder.path().join("empty.txt");
    std::fs::write(&empty, b"").expect("disk");
    let survey = survey(&[folder.path().join("none.txt"), empty, cut]);
    let kinds: HashSet<_> = survey.refusals.iter().map(|refusal| refusal.kind).collect();
    let expected = [RefusalKind::Unreachable, RefusalKind::Empty, RefusalKind::Damaged];
    assert_eq!(kinds, HashSet::from(expected));
    assert!(survey.refusals.iter().all(|refusal| !refusal.message.contains('\n')));
}

#[test]
fn an_entry_that_is_longer_than_declared_is_not_read_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("liar.zip");
    zip(&path, &[("a.txt", "words ".repeat(2000).as_bytes())]);
    let mut bytes = std::fs::read(&path).expect("the archive");
    let size = 12_000_u32.to_le_bytes();
    while let Some(at) = bytes.windows(4).position(|window| window == size) {
        bytes[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    std::fs::write(&path, bytes).expect("disk");
    let survey = survey(&[path]);
    let refusal = survey
        .candidates
        .first()
        .map(|candidate| candidate.read(Options::default()).expect_err("a lie"));
    assert!(refusal.is_none_or(|refusal| refusal.kind == RefusalKind::Damaged));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    #[test]
    fn damaged_archives_are_read_or_refused(
        changes in proptest::collection::vec((0_usize..600, 0_u8..=255), 0..6), cut in 0_usize..2000,
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.zip");
        zip(&path, &[("_chat.txt", CHAT.as_bytes()), ("a.txt", b"words"), ("b.wav", &wav(80))]);
        let mut bytes = std::fs::read(&path).expect("the archive");
        for (at, byte) in changes {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        bytes.truncate(cut);
        std::fs::write(&path, bytes).expect("disk");
        for candidate in survey(&[path]).candidates {
            let _ = candidate.read(Options::default());
        }
    }
}
