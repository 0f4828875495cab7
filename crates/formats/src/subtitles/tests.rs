//! Transcripts as programs write them, and as they should not.

use super::*;

fn vtt(text: &str) -> Document {
    read(text.as_bytes(), Format::WebVtt, "a.vtt").expect("a transcript")
}

fn srt(text: &str) -> Document {
    read(text.as_bytes(), Format::Srt, "a.srt").expect("a transcript")
}

fn words_of(document: &Document, turn: &Turn) -> String {
    let (start, end) = (usize::try_from(turn.start), usize::try_from(turn.end));
    let (start, end) = (start.expect("small"), end.expect("small"));
    document.text.chars().skip(start).take(end - start).collect()
}

#[test]
fn cues_become_lines_and_segments() {
    let document =
        vtt("WEBVTT\n\nNOTE a\nb\n\nSTYLE\n::cue {}\n\n1\n00:01.000 --> 00:02.500 align:start\n\
        It&apos;s 🙂\nfine.\n\nid\n01:00:00.000 --> 01:00:01.000\nNext\n");
    assert_eq!(document.text, "It's 🙂 fine.\nNext\n");
    assert_eq!(document.segments.len(), 2);
    assert_eq!(document.segments[0].begin_ms, Some(1000));
    assert_eq!(document.segments[1].begin_ms, Some(3_600_000));
    assert_eq!(words_of(&document, &document.segments[0]), "It's 🙂 fine.");
    assert_eq!(words_of(&document, &document.segments[1]), "Next");
    assert!(document.notices.is_empty());
}

#[test]
fn speakers_come_from_voices() {
    let document =
        vtt("WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ana Silva>Hi</v> <v.loud P2>Hello</v>\n");
    let speakers: Vec<_> = document.segments.iter().map(|turn| turn.speaker.as_deref()).collect();
    assert_eq!(speakers, [Some("Ana Silva"), Some("P2")]);
    assert_eq!(document.text, "Hi\nHello\n");
}

#[test]
fn speakers_come_from_prefixes_where_the_file_uses_them() {
    let zoom = srt(
        "1\n00:00:00,000 --> 00:00:01,000\nAna: Hi\n\n2\n00:00:01,000 --> 00:00:02,000\nBo: Hello\n\
        \n3\n00:00:02,000 --> 00:00:03,000\nAna: So: why?\n",
    );
    assert_eq!(zoom.text, "Hi\nHello\nSo: why?\n");
    assert_eq!(zoom.segments[2].speaker.as_deref(), Some("Ana"));
    let mut monologue = "00:00:00,000 --> 00:00:00,900\nOne thing: tea\n\n".to_owned();
    monologue.push_str(&"00:00:01,000 --> 00:00:01,900\nAnother thing\n\n".repeat(20));
    assert!(srt(&monologue).segments.iter().all(|turn| turn.speaker.is_none()));
}

#[test]
fn what_has_no_time_is_left_out_with_its_line() {
    let document = srt(
        "1\n00:00:00,000 --> 00:00:01,000\none\n\n2\nlost words\n\n3\n00:00:0x,000 --> 1\nbad\n\n\
        4\n00:00:05,000 --> 00:00:04,000\nbackwards\n",
    );
    assert_eq!(document.text, "one\nbackwards\n");
    let messages: Vec<_> = document.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(messages.len(), 3);
    assert!(messages[0].starts_with("Line 5") && messages[0].contains("lost words"));
    assert!(messages[1].starts_with("Line 9"));
    assert_eq!(document.segments[1].end_ms, None);
}

#[test]
fn cues_without_blank_lines_between_them_are_told_apart() {
    let document =
        srt("1\n00:00:00,000 --> 00:00:01,000\none\n2\n00:00:01,000 --> 00:00:02,000\ntwo");
    assert_eq!(document.text, "one\ntwo\n");
}

#[test]
fn roll_up_captions_are_not_doubled() {
    let document = vtt("WEBVTT\n\n00:01.000 --> 00:02.000\n \nwhat<00:01.500><c> is</c>\n\n\
        00:02.000 --> 00:02.010\nwhat is\n \n\n00:02.010 --> 00:03.000\nwhat is\nthis<00:02.500><c> now</c>\n");
    assert_eq!(document.text, "what is\nthis now\n");
    assert_eq!(document.segments[0].end_ms, Some(2010));
}

#[test]
fn people_may_repeat_themselves() {
    let document =
        srt("00:00:00,000 --> 00:00:01,000\nYes.\n\n00:00:01,000 --> 00:00:02,000\nYes.\n");
    assert_eq!(document.text, "Yes.\nYes.\n");
}

#[test]
fn a_file_without_cues_is_refused() {
    for text in ["WEBVTT", "1", "some text", "WEBVTT\n\nNOTE x"] {
        let refused = read(text.as_bytes(), Format::WebVtt, "a").expect_err(text);
        assert_eq!(refused.kind, RefusalKind::Empty);
    }
}

proptest::proptest! {
    #[test]
    fn segments_cover_their_words(
        cues in proptest::collection::vec(("[a-zß😀-😏 ]{0,12}[a-z]", 0_u64..9_000_000), 1..20),
    ) {
        let stamp = |ms: u64| format!(
            "{:02}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000
        );
        let mut file = String::new();
        for (words, at) in &cues {
            file.extend([&stamp(*at), " --> ", &stamp(at + 500), "\n", words, "\n\n"]);
        }
        let document = vtt(&format!("WEBVTT\n\n{file}"));
        proptest::prop_assert_eq!(document.segments.len(), cues.len());
        for (turn, (words, at)) in document.segments.iter().zip(&cues) {
            proptest::prop_assert_eq!(words_of(&document, turn), words.trim());
            proptest::prop_assert_eq!(turn.begin_ms, Some(*at));
        }
    }

    #[test]
    fn damaged_files_are_read_or_refused(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "WEBVTT", "\n", "\n\n", "00:01.000 --> 00:02.000", "-->", "1", "<v A>", "</v>", "<", "&", "&#x;",
            "word", "Name: ", "NOTE", "{\\an8}", "ß", "😀", "\0", "\r",
        ]), 0..60),
    ) {
        for format in [Format::WebVtt, Format::Srt] {
            if let Ok(document) = read(pieces.concat().as_bytes(), format, "a") {
                let length = code_points(&document.text);
                proptest::prop_assert!(document.segments.iter().all(|turn| turn.start < turn.end && turn.end <= length));
            }
        }
    }
}
