//! Who speaks, and when, in interviews and subtitles by others.
//!
//! What is expected is counted in the files themselves: labels at the beginning
//! of lines, rows of tables, lines with two times.

use std::path::Path;

use trefoil_formats::{Document, Options, Reading, RefusalKind, Turn, survey};
use trefoil_testkit::{shared_corpus, skip};

/// Reads every file under a part of the corpus, by name.
fn read_all(test: &str, part: &str) -> Vec<(String, Result<Reading, RefusalKind>)> {
    let Some(root) = shared_corpus() else {
        skip(&format!("real-files {test}"));
        return Vec::new();
    };
    let found = survey(&[root.join(part)]);
    found
        .candidates
        .iter()
        .map(|one| {
            let reading = one.read(Options::default()).map_err(|refusal| refusal.kind);
            (one.file_name.clone(), reading)
        })
        .collect()
}

fn words_of(document: &Document, turn: &Turn) -> String {
    let (start, end) = (usize::try_from(turn.start), usize::try_from(turn.end));
    let (start, end) = (start.expect("small"), end.expect("small"));
    document.text.chars().skip(start).take(end - start).collect()
}

fn count_lines(text: &str, labels: &[&str]) -> usize {
    let begins = |line: &&str| labels.iter().any(|label| line.trim_start().starts_with(label));
    text.lines().filter(begins).count()
}

#[test]
fn interviews_in_which_one_side_has_a_label() {
    let part = "interviews/navarral+swj2022-usability-paper/raw";
    let mut total = 0;
    for (name, reading) in read_all("interviews_in_which_one_side_has_a_label", part) {
        let Ok(reading) = reading else { continue };
        let document = reading.document.expect("a text");
        if !document.text.contains("MODERATOR:") {
            continue;
        }
        let labels = count_lines(&document.text, &["MODERATOR:"]);
        // A single question does not make a transcript.
        let expected = if labels < 3 { 0 } else { labels };
        assert_eq!(document.segments.len(), expected, "{name}");
        for turn in &document.segments {
            assert_eq!(turn.speaker.as_deref(), Some("MODERATOR"), "{name}");
            assert!(!words_of(&document, turn).contains(['\n', '\t']), "{name}");
        }
        assert_eq!(reading.language, Some("en"), "{name}");
        total += expected;
    }
    if shared_corpus().is_some() {
        assert_eq!(total, MODERATOR_TURNS);
    }
}

/// Counted in the seventeen files, less the two with one label each.
const MODERATOR_TURNS: usize = 185;

#[test]
fn interviews_in_pdf_with_numbered_paragraphs() {
    let part = "interviews/DanielKerrigan+PDPilotUserStudy/transcripts";
    for (name, reading) in read_all("interviews_in_pdf_with_numbered_paragraphs", part) {
        let document = match reading {
            Ok(reading) => reading.document.expect("a text"),
            Err(kind) => panic!("{name}: {kind:?}"),
        };
        // One label of these seven files has a slip of the pen in it.
        let labels = ["Dan:", "Participant:", "Particpant:"];
        assert_eq!(document.segments.len(), count_lines(&document.text, &labels), "{name}");
    }
}

/// One row of an oral history.
struct Row {
    speaker: String,
    words: String,
    time: String,
}

fn rows(path: &Path) -> Vec<Row> {
    let mut table = csv::Reader::from_path(path).expect("a table");
    let plain = |text: &str| text.replace(['\n', '\t'], " ").trim().to_owned();
    table
        .records()
        .map(|record| {
            let record = record.expect("a row");
            let cell = |place: usize| plain(record.get(place).unwrap_or_default());
            Row {
                speaker: cell(0).trim_end_matches(':').trim().to_owned(),
                words: cell(1),
                time: cell(3),
            }
        })
        .filter(|row| !row.words.is_empty())
        .collect()
}

/// How a row becomes lines of a transcript.
type Layout = fn(&Row) -> String;

fn colon(row: &Row) -> String {
    let label = if row.speaker.is_empty() { String::new() } else { format!("{}: ", row.speaker) };
    format!("{label}{}\n\n", row.words)
}

fn table(row: &Row) -> String {
    format!("{}\t{}\n", row.speaker, row.words)
}

fn timed(row: &Row) -> String {
    let time = if row.time.is_empty() { String::new() } else { format!("{} ", row.time) };
    format!("{time}{}", colon(row))
}

#[test]
fn oral_histories_are_found_again_in_three_layouts() {
    let name = "oral_histories_are_found_again_in_three_layouts";
    let Some(root) = shared_corpus() else {
        skip(&format!("real-files {name}"));
        return;
    };
    let layouts: [(&str, Layout); 3] = [("colon", colon), ("table", table), ("timed", timed)];
    for history in ["armantrout", "gluck", "mcmichael", "mohammad", "wrigley"] {
        let path = root.join(format!("interviews/oralhistoryasdata+template/{history}.csv"));
        let rows = rows(&path);
        for (name, layout) in layouts {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("history.txt");
            std::fs::write(&file, rows.iter().map(layout).collect::<String>()).expect("written");
            let found = survey(&[file]);
            let reading = found.candidates[0].read(Options::default()).expect("a text");
            let document = reading.document.expect("a text");
            let labelled = rows.iter().filter(|row| !row.speaker.is_empty());
            let mut turns = document.segments.iter();
            let mut seen = 0;
            for row in labelled {
                let turn = turns.find(|turn| words_of(&document, turn).starts_with(&row.words));
                let speaker = turn.and_then(|turn| turn.speaker.as_deref());
                assert_eq!(speaker, Some(row.speaker.as_str()), "{history} {name}: {}", row.words);
                seen += 1;
            }
            assert!(seen > 190, "{history} {name}: {seen}");
            // Beside those with a label there are only passages that a time opens,
            // and some of these have theirs among the words.
            let is_timed = |row: &&Row| {
                let own = row.words.strip_prefix('(').unwrap_or_default();
                row.speaker.is_empty()
                    && (name == "timed" && !row.time.is_empty()
                        || own.starts_with(|sign: char| sign.is_ascii_digit()))
            };
            let most = seen + rows.iter().filter(is_timed).count();
            assert!(document.segments.len() <= most, "{history} {name}");
            assert_eq!(reading.language, Some("en"), "{history}");
        }
    }
}

#[test]
fn subtitles_have_as_many_turns_as_cues_with_words() {
    let part = "interviews/glut23+webvtt-py";
    let found = read_all("subtitles_have_as_many_turns_as_cues_with_words", part);
    let turns = |name: &str| {
        let reading = found.iter().find(|(file, _)| file == name);
        let reading = reading.unwrap_or_else(|| panic!("no {name}"));
        reading
            .1
            .as_ref()
            .map(|reading| reading.document.as_ref().map_or(0, |document| document.segments.len()))
    };
    if found.is_empty() {
        return;
    }
    for (name, count) in [
        ("captions_with_bom.vtt", 4),
        ("comments.vtt", 3),
        ("cue_tags.vtt", 3),
        ("metadata_headers.vtt", 2),
        ("metadata_headers_multiline.vtt", 2),
        ("netflix_chicas_del_cable.vtt", 865),
        ("one_caption.vtt", 1),
        ("one_caption.srt", 1),
        ("sample.vtt", 16),
        ("sample.srt", 5),
        ("sample.sbv", 5),
        ("styles.vtt", 1),
        ("two_captions.sbv", 2),
        ("using_identifiers.vtt", 6),
        ("youtube_dl.vtt", 3),
        // Broken ones: what can be read is read.
        ("invalid_timeframe.sbv", 4),
        ("missing_timeframe.sbv", 4),
        ("missing_caption_text.sbv", 4),
        ("invalid_timeframe_in_cue_text.vtt", 3),
        ("missing_caption_text.vtt", 4),
    ] {
        assert_eq!(turns(name), Ok(count), "{name}");
    }
    assert_eq!(turns("invalid_format.sbv"), Err(&RefusalKind::Empty));
}
