//! Real files by other people and other programs, read as a person would expect.
//!
//! The files lie beside the checkout and are never copied into it; without them
//! these tests are skipped and say so. The numbers were counted in the files
//! themselves or are given by the projects that the files come from.

use std::collections::BTreeMap;
use std::path::PathBuf;

use trefoil_formats::{Candidate, Kind, Options, Reading, RefusalKind, Survey, survey};
use trefoil_testkit::{shared_corpus, skip};

/// The parts of the corpus by their paths, or nothing when there is no corpus.
fn corpus(test: &str, parts: &[&str]) -> Option<Vec<PathBuf>> {
    let found = shared_corpus();
    if found.is_none() {
        skip(&format!("real-files {test}"));
    }
    found.map(|root| parts.iter().map(|part| root.join(part)).collect())
}

fn look(test: &str, parts: &[&str]) -> Option<Survey> {
    corpus(test, parts).map(|paths| survey(&paths))
}

fn read(candidate: &Candidate) -> Reading {
    candidate.read(Options::default()).expect("a file that can be read")
}

fn text(candidate: &Candidate) -> String {
    read(candidate).document.map(|document| document.text).unwrap_or_default()
}

fn turns(reading: &Reading) -> usize {
    reading.document.as_ref().map_or(0, |document| document.segments.len())
}

/// Texts of all candidates by the names of their files.
fn texts(survey: &Survey) -> BTreeMap<String, Result<String, RefusalKind>> {
    let text = |candidate: &Candidate| match candidate.read(Options::default()) {
        Ok(reading) => Ok(reading.document.map(|document| document.text).unwrap_or_default()),
        Err(refusal) => Err(refusal.kind),
    };
    survey.candidates.iter().map(|found| (found.file_name.clone(), text(found))).collect()
}

#[test]
fn seventeen_interviews_in_opendocument_are_read() {
    let name = "seventeen_interviews_in_opendocument_are_read";
    let Some(found) = look(name, &["interviews/navarral+swj2022-usability-paper/raw"]) else {
        return;
    };
    let texts: Vec<String> =
        found.candidates.iter().filter(|candidate| candidate.kind == Kind::Odt).map(text).collect();
    assert_eq!(texts.len(), 17);
    let length: usize = texts.iter().map(|text| text.chars().count()).sum();
    assert_eq!(length, INTERVIEW_SIGNS);
    let begins = |text: &&String| text.starts_with("1 Read the ‘Home’ tab information.\n\t");
    assert_eq!(texts.iter().filter(begins).count(), 16);
}

/// The code points of all seventeen interviews together.
const INTERVIEW_SIGNS: usize = 321_631;

#[test]
fn subtitles_are_read_as_they_sound() {
    let Some(found) = look("subtitles_are_read_as_they_sound", &["interviews/glut23+webvtt-py"])
    else {
        return;
    };
    let texts = texts(&found);
    let text = |name: &str| texts[name].clone().unwrap_or_else(|kind| panic!("{name}: {kind:?}"));
    assert_eq!(text("youtube_dl.vtt"), "yeah\nwhat\nthis will happen is I'm telling\n");
    assert_eq!(
        text("cue_tags.vtt"),
        "When the moon hits your eye\nLike a big-a pizza pie\nThat's amore\n"
    );
    assert_eq!(text("captions_with_bom.vtt").lines().count(), 4);
    assert_eq!(text("sample.vtt").lines().count(), 16);
    assert_eq!(text("styles.vtt"), "- Hello world.\n");
    assert_eq!(text("sample.srt"), text("invalid_timeframe.srt"));
    for name in ["invalid_format1.srt", "invalid_format4.srt", "no_captions.vtt"] {
        assert_eq!(texts[name], Err(RefusalKind::Empty), "{name}");
    }
    let by_name =
        |name: &str| found.candidates.iter().find(|candidate| candidate.file_name == name);
    let film = read(by_name("netflix_chicas_del_cable.vtt").expect("the film"));
    assert_eq!(turns(&film), 865);
    let lost = read(by_name("missing_timeframe.srt").expect("the broken one"));
    assert!(lost.notices.iter().any(|notice| notice.message.starts_with("Line 5:")));
}

#[test]
fn word_documents_say_what_is_on_the_page() {
    let Some(found) = look("word_documents_say_what_is_on_the_page", &["documents"]) else {
        return;
    };
    let texts = texts(&found);
    let text = |name: &str| texts[name].clone().unwrap_or_else(|kind| panic!("{name}: {kind:?}"));
    let document = |part: &str| {
        let candidate = found.candidates.iter().find(|candidate| candidate.file.ends_with(part));
        candidate.map_or_else(|| panic!("no {part}"), self::text)
    };
    assert_eq!(text("notes.docx").lines().nth(2), Some("Test footnote.[1] Test endnote.[2]"));
    assert_eq!(
        text("track_changes_move.docx"),
        "Here is some text.\n\nHere is the text to be moved.\n\nHere is some more text.\n"
    );
    assert_eq!(
        document("mammoth.js/tables.docx"),
        "Above\nTop left\tTop right\nBottom left\tBottom right\nBelow\n"
    );
    assert_eq!(text("text-box.docx"), "Datum plane\n");
    assert_eq!(text("strict-format.docx"), "Test\n");
    assert!(!text("nested_instrText.docx").contains("HYPERLINK"));
    assert_eq!(text("link_in_notes.docx"), "This is a test[1].\n\n[1] http://wikipedia.org/\n");
    assert_eq!(text("image_with_textbox_caption.docx").matches("Schliebner").count(), 1);
    assert_eq!(texts["empty.docx"], Err(RefusalKind::Empty));
    let word = found.candidates.iter().filter(|candidate| candidate.kind == Kind::Docx).count();
    assert_eq!(word, 48);
}

#[test]
fn opendocument_texts_say_what_is_on_the_page() {
    let Some(found) = look("opendocument_texts_say_what_is_on_the_page", &["documents"]) else {
        return;
    };
    let texts = texts(&found);
    let text = |name: &str| texts[name].clone().unwrap_or_else(|kind| panic!("{name}: {kind:?}"));
    assert_eq!(text("trackedChanges.odt"), "Some text with  and inserted text.\n");
    assert_eq!(
        text("FrameWithTable.odt"),
        "Frame with Table:\n\na\tb\tc\td\ne\tf\tg\th\nThis is the end!\n"
    );
    assert!(text("footnote.odt").contains("[1]"));
    assert!(text("HeaderFooter.odt").starts_with("GIT need"));
    assert_eq!(texts["PasswordProtected.odt"], Err(RefusalKind::Encrypted));
    let pdfs = found.refusals.iter().filter(|refusal| refusal.file.contains(".pdf")).count();
    assert_eq!(pdfs, 1, "the one of no bytes");
}

#[test]
fn recordings_have_their_exact_length() {
    let Some(found) = look("recordings_have_their_exact_length", &["audio"]) else {
        return;
    };
    let lengths: BTreeMap<&str, Result<u64, RefusalKind>> = found
        .candidates
        .iter()
        .filter(|candidate| candidate.kind.is_recording())
        .map(|candidate| {
            let read = candidate.read(Options::default());
            let length =
                read.map(|reading| reading.recording.map_or(0, |recording| recording.duration_ms));
            (candidate.file.as_str(), length.map_err(|refusal| refusal.kind))
        })
        .collect();
    let length = |part: &str| {
        let found = lengths.iter().find(|(file, _)| file.ends_with(part));
        found.map_or_else(|| panic!("no {part}"), |(_, length)| *length)
    };
    assert_eq!(length("mutagen/example.opus"), Ok(11_355));
    assert_eq!(length("opus-recorder/joinedMono.opus"), Ok(4680));
    assert_eq!(length("opus-recorder/mono.opus"), Ok(2340));
    assert_eq!(length("silero-vad/test.wav"), Ok(60_000));
    assert_eq!(length("openai+whisper/jfk.flac"), Ok(11_000));
    assert_eq!(length("45-minutes-of-silence.mp3"), Ok(2_700_288));
    assert_eq!(length("ted_60.m4a"), Ok(60_160));
    assert_eq!(length("french.aiff"), Ok(2533));
    assert_eq!(length("1-minute-test.mp4"), Ok(60_234));
    assert_eq!(length("106-invalid-streaminfo.flac"), Err(RefusalKind::Damaged));
    assert_eq!(length("ooming-header.flac"), Err(RefusalKind::Damaged));
    assert_eq!(lengths.values().filter(|length| length.is_ok()).count(), 55);
    let with_text = found.candidates.iter().filter(|candidate| candidate.transcript.is_some());
    assert_eq!(
        with_text.map(|candidate| candidate.file_name.as_str()).collect::<Vec<_>>(),
        ["LDC93S1.wav"]
    );
}

#[test]
fn hostile_files_are_refused_one_by_one() {
    let Some(found) = look("hostile_files_are_refused_one_by_one", &["hostile"]) else {
        return;
    };
    let texts = texts(&found);
    assert_eq!(texts["ExternalEntityInText.docx"], Err(RefusalKind::Unsafe));
    assert_eq!(texts["ascii.txt"].as_deref(), Ok("ascii"));
    let kind = |part: &str| {
        let refusal = found.refusals.iter().find(|refusal| refusal.file.contains(part));
        refusal.map(|refusal| refusal.kind)
    };
    assert_eq!(kind("COMPRESS-546.zip"), Some(RefusalKind::Damaged));
    assert_eq!(kind("aes_archive.zip › secret_data_128"), Some(RefusalKind::Encrypted));
    assert_eq!(kind("zipbomb.xlsx"), None, "it is read within bounds");
    assert_eq!(kind("symlink.zip"), Some(RefusalKind::Unsafe));
    for refusal in &found.refusals {
        assert!(!refusal.message.contains('\n') && refusal.message.ends_with('.'), "{refusal}");
        assert!(refusal.message.chars().count() < 260, "{refusal}");
    }
}
