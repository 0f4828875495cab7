//! Rich text, books, web pages, videos: real files, read as a person would expect.
//!
//! The words were counted in the files themselves and compared with what pandoc
//! makes of them; the files are never copied into the checkout.

use std::collections::BTreeMap;

use trefoil_formats::{Document, Kind, LandmarkKind, Options, Reading, survey};
use trefoil_testkit::{shared_corpus, skip};

/// Everything in a folder of the corpus that can be read, by the names of the files.
fn readings(test: &str, folder: &str) -> Option<BTreeMap<String, (Kind, Reading)>> {
    let Some(root) = shared_corpus() else {
        skip(&format!("real-files {test}"));
        return None;
    };
    let found = survey(&[root.join(folder)]);
    let read = |kind, reading| (kind, reading);
    Some(
        found
            .candidates
            .iter()
            .filter_map(|candidate| {
                let reading = candidate.read(Options::default()).ok()?;
                Some((candidate.file_name.clone(), read(candidate.kind, reading)))
            })
            .collect(),
    )
}

fn document<'a>(found: &'a BTreeMap<String, (Kind, Reading)>, name: &str) -> &'a Document {
    let (_, reading) = found.get(name).expect("such a file");
    reading.document.as_ref().expect("a text")
}

fn headings(document: &Document) -> Vec<(u8, String)> {
    let signs: Vec<char> = document.text.chars().collect();
    let at = |place: u64| usize::try_from(place).expect("short");
    document
        .landmarks
        .iter()
        .filter_map(|mark| match mark.kind {
            LandmarkKind::Heading(level) => {
                Some((level, signs[at(mark.start)..at(mark.end)].iter().collect()))
            }
            LandmarkKind::Page => None,
        })
        .collect()
}

#[test]
fn rich_texts_say_what_is_on_the_page() {
    let test = "rich_texts_say_what_is_on_the_page";
    let Some(found) = readings(test, "documents/jgm+pandoc/rtf") else { return };
    assert_eq!(found.len(), 9);
    let said = |name: &str| document(&found, name).text.as_str();
    assert_eq!(said("accent.rtf").trim(), "le café où on ne fume pas");
    assert_eq!(said("unicode.rtf"), "“hi”‘hi’•αä\n");
    assert_eq!(said("table_nested.rtf").lines().count(), 6);
    assert!(said("table_nested.rtf").contains("\nDeep A\tDeep B\nDeep C\tDeep D\n"));
    assert!(said("table_error_codes.rtf").starts_with("Code\tError\n3\tPandocFail"));
    assert_eq!(said("table_error_codes.rtf").lines().count(), 27);
    let notes = said("footnote.rtf");
    assert!(notes.contains("annotated.[1] It was") && notes.contains("\n\n[1] See Sahlins"));
    assert!(notes.contains("\n[2] A complete"));
    let lists = said("list_complex.rtf");
    assert!(lists.starts_with("1. One\n2. Two\na. Three\nb. Four\ni. Five\nii. Six\nA. Seven\n"));
    assert!(lists.ends_with("Start with\n7. Seven Start\n8. Eight Continue\n"));
    let level = |level: u8| (level, format!("Heading {level}"));
    assert_eq!(headings(document(&found, "heading.rtf")), [level(1), level(2), level(3)]);
    for (name, (_, reading)) in &found {
        let has_lost =
            reading.document.as_ref().is_some_and(|found| found.text.contains('\u{fffd}'));
        assert!(!has_lost, "{name}");
    }
}

#[test]
fn books_are_read_chapter_by_chapter() {
    let test = "books_are_read_chapter_by_chapter";
    let Some(found) = readings(test, "documents/jgm+pandoc/epub") else { return };
    assert_eq!(found.len(), 4);
    let poem = document(&found, "wasteland.epub");
    assert!(poem.text.contains("April is the cruellest month, breeding\n"));
    let parts = headings(poem);
    assert_eq!(parts.len(), 6);
    assert_eq!(parts[1], (2, "I. THE BURIAL OF THE DEAD".to_owned()));
    assert!(document(&found, "formatting.epub").landmarks.len() > 40);
    let features = document(&found, "features.epub");
    assert!(features.text.contains("MathML"));
}

#[test]
fn a_video_without_sound_is_still_a_video() {
    let test = "a_video_without_sound_is_still_a_video";
    let Some(found) = readings(test, "audio/oral-history-digital+ohd") else { return };
    let (kind, reading) = &found["1-minute-test.mp4"];
    let recording = reading.recording.as_ref().expect("a recording");
    assert_eq!((*kind, recording.mime, recording.codec), (Kind::Video, "video/mp4", "h264"));
    assert_eq!(recording.duration_ms, 60_234);
    assert_eq!(found["45-minutes-of-silence.mp3"].0, Kind::Audio);
}
