//! Transcripts as programs write them, and as they should not.

use super::*;

fn vtt(text: &str) -> Document {
    read(text.as_bytes(), Format::WebVtt, "a.vtt").expect("a transcript")
}

fn srt(text: &str) -> Document {
    read(text.as_bytes(), Format::Srt, "a.srt").expect("a transcript")
}

fn sbv(text: &str) -> Document {
    read(text.as_bytes(), Format::Sbv, "a.sbv").expect("a transcript")
}

fn speakers(document: &Document) -> Vec<Option<&str>> {
    document.segments.iter().map(|turn| turn.speaker.as_deref()).collect()
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

#[test]
fn sbv_is_read_with_its_line_breaks() {
    let document = sbv(
        "0:00:01.000,0:00:02.500\nOne[br]two\nthree\n\n1:00:03.000,1:00:04.000\nAt 1,000: four\n\n0:00:1x.0,0:00:09.000\nlost\n",
    );
    assert_eq!(document.text, "One two three\nAt 1,000: four\n");
    assert_eq!(
        (document.segments[0].begin_ms, document.segments[0].end_ms),
        (Some(1000), Some(2500))
    );
    assert_eq!(document.segments[1].begin_ms, Some(3_603_000));
    assert_eq!(document.notices.len(), 1);
    assert!(
        document.notices[0].message.starts_with("Line 8")
            && document.notices[0].message.contains("lost")
    );
}

#[test]
fn speakers_come_from_the_marks_of_many_programs() {
    let cue = |number: usize, words: &str| {
        format!("{number}\n00:00:0{number},000 --> 00:00:0{number},900\n{words}\n\n")
    };
    let file = |one: &str, two: &str, three: &str| cue(1, one) + &cue(2, two) + &cue(3, three);
    for (one, two) in [
        ("[SPEAKER_00]: ", "[SPEAKER_01]: "),
        ("[SPEAKER_00] ", "[SPEAKER_01] "),
        ("(speaker 0) ", "(speaker 1) "),
        ("Speaker 1: ", "Speaker 2: "),
        ("訪談者：", "受訪者："),
        ("<v Ana>Ana: ", "<v Bo>Bo: "),
    ] {
        let document =
            srt(&file(&format!("{one}One."), &format!("{two}Two."), &format!("{one}Three.")));
        assert_eq!(document.text, "One.\nTwo.\nThree.\n", "{one}");
        let speakers = speakers(&document);
        assert!(speakers[0].is_some() && speakers[0] == speakers[2] && speakers[0] != speakers[1]);
    }
    let television = srt(&(file(">> ANA: One.", "And one.", ">> Two.") + &cue(4, ">>BO: Three.")));
    assert_eq!(television.text, "One.\nAnd one.\nTwo.\nThree.\n");
    assert_eq!(speakers(&television), [Some("ANA"), Some("ANA"), None, Some("BO")]);
}

#[test]
fn times_are_read_as_people_write_them() {
    for line in [
        "00:00:01,000 --> 00:00:02,000",
        "0:00:01.0 --> 0:00:02.0",
        "00:01 --> 00:02",
        "00: 00: 01, 000 --> 00: 00: 02, 000",
        "00:00:01:000 --> 00:00:02:000",
        "00:00:01,000 → 00:00:02,000",
        "00:00:01,000 –> 00:00:02,000",
        "00:00:01,000-->00:00:02,000",
        "  00:00:01,000 --> 00:00:02,000  X1:40 X2:600",
    ] {
        let document = srt(&format!("1\n{line}\nHi\n\n2\n{line}\nHo\n"));
        assert_eq!(document.text, "Hi\nHo\n", "{line}");
        let first = &document.segments[0];
        assert_eq!((first.begin_ms, first.end_ms), (Some(1000), Some(2000)), "{line}");
    }
}

#[test]
fn a_blank_line_within_a_cue_of_srt_loses_no_words() {
    let document = srt(
        "1\n00:00:01,000 --> 00:00:02,000\nOne\n\nand more\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n",
    );
    assert_eq!(document.text, "One and more\nTwo\n");
    assert!(document.notices.is_empty());
}

#[test]
fn identifiers_and_headers_of_meetings_are_passed_over() {
    let teams = vtt(
        "WEBVTT\r\rNOTE language: en\r\r0f0f-1a/12-0\r00:00:01.000 --> 00:00:02.000\r<v Ana Berg>One &amp; two</v>\r\r0f0f-1a/13-0\r00:00:03.000 --> 00:00:04.000\r<v Bo>Three</v>",
    );
    assert_eq!(teams.text, "One & two\nThree\n");
    assert_eq!(speakers(&teams), [Some("Ana Berg"), Some("Bo")]);
    assert!(teams.notices.is_empty());
    let region = vtt(
        "WEBVTT - a title\nKind: captions\nLanguage: en\n\nREGION\nid:fred\n\n00:01.000 --> 00:02.000 region:fred line:0 position:20%,line-left\n<c.yellow>Hi</c> <i>you</i>\n",
    );
    assert_eq!(region.text, "Hi you\n");
    assert!(region.notices.is_empty());
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
            "WEBVTT", "\n", "\n\n", "0:00:01.000,0:00:02.000", ">> ", "[br]", "→", "[SPEAKER_0] ", "00:01.000 --> 00:02.000", "-->", "1", "<v A>", "</v>", "<", "&", "&#x;",
            "word", "Name: ", "NOTE", "{\\an8}", "ß", "😀", "\0", "\r",
        ]), 0..60),
    ) {
        for format in [Format::WebVtt, Format::Srt, Format::Sbv] {
            if let Ok(document) = read(pieces.concat().as_bytes(), format, "a") {
                let length = code_points(&document.text);
                proptest::prop_assert!(document.segments.iter().all(|turn| turn.start < turn.end && turn.end <= length));
            }
        }
    }
}

/// Valid files of each format, to be damaged.
const VALID: [(Format, &str); 3] = [
    (
        Format::WebVtt,
        "WEBVTT\n\nNOTE x\n\n1\n00:01.000 --> 00:02.000 line:0\n<v Ana>Öne <00:01.500><c>two</c></v>\n\n00:02.000 --> 00:03.000\nthree &amp; 🙂\n",
    ),
    (
        Format::Srt,
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>One</i>\n- two\n\n2\n00:00:03,000 --> 00:00:04,000\nAna: three\n",
    ),
    (
        Format::Sbv,
        "0:00:01.000,0:00:02.000\n>> ANA: One[br]two\n\n0:00:03.000,0:00:04.000\n>> three\n",
    ),
];

#[test]
fn damaged_bytes_are_read_or_refused() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 33).expect("31 bits") % below.max(1)
    };
    for round in 0..6000 {
        let (format, text) = VALID[round % VALID.len()];
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=next(5) {
            let at = next(bytes.len());
            match next(4) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, u8::try_from(next(256)).expect("a byte")),
                2 => drop(bytes.drain(at..(at + next(9)).min(bytes.len()))),
                _ => bytes.extend_from_within(at..),
            }
            if bytes.is_empty() {
                break;
            }
        }
        if let Ok(document) = read(&bytes, format, "a") {
            let length = code_points(&document.text);
            let mut last = 0;
            for turn in &document.segments {
                assert!(last <= turn.start && turn.start < turn.end && turn.end <= length);
                assert!(
                    turn.end_ms.is_none_or(|end| turn.begin_ms.is_some_and(|begin| begin <= end))
                );
                last = turn.end;
            }
        }
    }
}

#[test]
fn a_byte_order_mark_inside_does_not_begin_the_text() {
    let cue = "00:01.000 --> 00:02.000\n\u{feff}Hello\u{feff}\n";
    let document = read(format!("WEBVTT\n\n{cue}").as_bytes(), Format::WebVtt, "a").expect("cues");
    assert_eq!(document.text, "Hello\u{feff}\n");
    assert_eq!((document.segments[0].start, document.segments[0].end), (0, 6));
    let nothing = "WEBVTT\n\n00:01.000 --> 00:02.000\n\u{feff}\n";
    let refused = read(nothing.as_bytes(), Format::WebVtt, "a").expect_err("no words");
    assert_eq!(refused.kind, RefusalKind::Empty);
}
