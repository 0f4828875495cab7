//! Transcripts as files: subtitles and pages, with who speaks and when, and only where they may leave.

use serde_json::{Value, json};
use trefoil_core::care::Use;
use trefoil_core::care::output;
use trefoil_core::care::pseudonym::Level;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::error::Kind;
use trefoil_core::exchange::transcript::{Exported, Format, Wanted, export};
use trefoil_core::id::Id;
use trefoil_core::study::operations;
use trefoil_core::transcript::NewSegment;
use trefoil_testkit::TestStudy;

const TEXT: &str = "How was it?\nI were *tired* & <cold> 🙂.\nThen I slept.\nNobody knows when.\n";

/// A talk of which two lines are one speaker's and the last has no time.
fn talk(study: &TestStudy) -> Id {
    let place = |words: &str| {
        let byte = TEXT.find(words).expect("the words are there");
        let start = TEXT[..byte].chars().count() as i64;
        (start, start + words.chars().count() as i64)
    };
    let segment = |words: &str, speaker: &str, begin_ms, end_ms| {
        let (start, end) = place(words);
        NewSegment { start, end, speaker: Some(speaker.into()), begin_ms: Some(begin_ms), end_ms }
    };
    let add = SourceAdd {
        name: "First talk".into(),
        stream: "interview".into(),
        date: Some("2026-01-04".into()),
        text: Some(TEXT.into()),
        segments: vec![
            segment("How was it?", "INT", 0, Some(900)),
            segment("I were *tired* & <cold> 🙂.", "P1 --> B", 3_661_234, None),
            segment("Then I slept.", "P1 --> B", 3_662_000, Some(3_664_000)),
        ],
        ..SourceAdd::default()
    };
    study.session().perform(add).expect("adds").outcome
}

fn wanted(source: Id, format: Format) -> Wanted {
    let file_name = format!("talk.{format}");
    Wanted { source, format, file_name, purpose: Use::Analysis, level: Level::Raw }
}

fn exported(study: &TestStudy, source: Id, format: Format) -> Exported {
    export(study.session(), wanted(source, format)).expect("it may leave")
}

#[test]
fn subtitles_say_who_speaks_and_when_and_what_has_no_time_is_told() {
    let study = TestStudy::file();
    let source = talk(&study);
    let vtt = exported(&study, source, Format::Vtt);
    assert_eq!((vtt.turns, &vtt.notices[..]), (3, &left_out()[..]));
    let (head, cues) = vtt.text.split_once("\n\n00").expect("it has subtitles");
    assert!(head.starts_with("WEBVTT\n\nNOTE\nFirst talk\n"), "{head}");
    assert_eq!(
        cues,
        ":00:00.000 --> 00:00:00.900\n<v INT>How was it?\n\n\
         01:01:01.234 --> 01:01:02.000\n<v P1 --&gt; B>I were *tired* &amp; &lt;cold&gt; 🙂.\n\n\
         01:01:02.000 --> 01:01:04.000\n<v P1 --&gt; B>Then I slept.\n"
    );
    let srt = exported(&study, source, Format::Srt);
    assert!(
        srt.text
            .starts_with("1\n00:00:00,000 --> 00:00:00,900\nINT: How was it?\n\n2\n01:01:01,234")
            && srt.text.contains("\nP1 → B: I were *tired* & <cold> 🙂.\n"),
        "{}",
        srt.text
    );
    assert!(srt.notices[0].contains("SubRip has no place"), "{:?}", srt.notices);
}

fn left_out() -> [String; 1] {
    ["1 stretch of words without a time was left out.".to_owned()]
}

#[test]
fn a_page_has_a_paragraph_for_each_turn_and_marks_of_its_own_only() {
    let study = TestStudy::file();
    let source = talk(&study);
    let text = exported(&study, source, Format::Text);
    assert_eq!(text.turns, 3);
    let words = "\n[0:00:00] INT: How was it?\n\n\
                 [1:01:01] P1 --> B: I were *tired* & <cold> 🙂. Then I slept.\n\n\
                 Nobody knows when.\n";
    assert!(text.text.ends_with(words), "{}", text.text);
    assert!(text.text.starts_with("First talk\n"), "{}", text.text);
    let page = exported(&study, source, Format::Markdown);
    assert!(page.text.starts_with("# First talk\n"), "{}", page.text);
    let words = "**[1:01:01] P1 --> B:** I were \\*tired\\* & \\<cold> 🙂. Then I slept.\n";
    assert!(page.text.contains(words), "{}", page.text);
}

#[test]
fn what_has_no_times_is_no_subtitle_and_nothing_is_written_down_for_it() {
    let study = TestStudy::file();
    let add = SourceAdd {
        name: "Note".into(),
        stream: "document".into(),
        text: Some("Words.".into()),
        ..SourceAdd::default()
    };
    let source = study.session().perform(add).expect("adds").outcome;
    let refused = export(study.session(), wanted(source, Format::Vtt)).expect_err("no times");
    assert_eq!(refused.kind(), Kind::Conflict, "{refused}");
    assert!(study.study().read(output::list).expect("reads").is_empty());
    exported(&study, source, Format::Text);
    let left = study.study().read(output::list).expect("reads");
    assert_eq!((left.len(), left[0].output.format.as_str()), (1, "txt"));
    assert_eq!(left[0].sources.len(), 1);
}

fn done(study: &TestStudy, name: &str, arguments: Value) -> Value {
    let operation = operations::by_name(name).expect("the operation is there");
    operation.perform(study.session(), arguments).expect("it is performed").outcome
}

#[test]
fn a_transcript_leaves_only_for_what_everybody_in_it_agreed_to() {
    for study in TestStudy::both() {
        let source = talk(&study);
        let nine = done(&study, "participant.add", json!({ "name": "P9" }));
        done(&study, "consent.default", json!({ "answer": "given" }));
        done(&study, "source.set", json!({ "source": source, "participants": [nine] }));
        let refuse =
            json!({ "participants": [nine], "purposes": ["archive_open"], "answer": "refused" });
        done(&study, "consent.set", refuse);
        let archive = Wanted { purpose: Use::ArchiveOpen, ..wanted(source, Format::Srt) };
        let refused = export(study.session(), archive).expect_err("P9 refused");
        assert_eq!(refused.kind(), Kind::Denied, "{refused}");
        assert!(refused.to_string().contains("P9 refused"), "{refused}");
        assert!(study.study().read(output::list).expect("reads").is_empty());
        exported(&study, source, Format::Srt);
    }
}
