//! Transcripts as people and programs write them, and texts that are none.

use super::*;
use crate::{Landmark, LandmarkKind, Turn, code_points};

fn found(text: &str) -> Document {
    let mut document = Document { text: text.to_owned(), ..Document::default() };
    find(&mut document);
    assert_eq!(document.text, text, "the text is never changed");
    document
}

fn words_of(document: &Document, turn: &Turn) -> String {
    let (start, end) = (usize::try_from(turn.start), usize::try_from(turn.end));
    let (start, end) = (start.expect("small"), end.expect("small"));
    document.text.chars().skip(start).take(end - start).collect()
}

/// Speaker and words of each turn: `Ana> words`.
fn said(text: &str) -> Vec<String> {
    let document = found(text);
    let said = |turn: &Turn| {
        format!("{}> {}", turn.speaker.as_deref().unwrap_or("?"), words_of(&document, turn))
    };
    document.segments.iter().map(said).collect()
}

/// Times of each turn in seconds.
fn times(text: &str) -> Vec<(Option<f64>, Option<f64>)> {
    let seconds = |ms: Option<u64>| ms.map(|ms| f64::from(u32::try_from(ms).expect("small")) / 1e3);
    found(text).segments.iter().map(|turn| (seconds(turn.begin_ms), seconds(turn.end_ms))).collect()
}

fn message(text: &str) -> String {
    found(text).notices.iter().map(|notice| notice.message.as_str()).collect::<Vec<_>>().join(" ")
}

const TALK: [&str; 4] = ["How are you?", "Fine, thanks.", "And the work?", "There is much of it."];

/// A talk of two, each line made by a pattern with `{1}`/`{2}` for the labels.
fn talk(one: &str, two: &str, between: &str) -> String {
    let labels = [one, two, one, two];
    let lines: Vec<String> =
        labels.iter().zip(TALK).map(|(label, words)| format!("{label}{words}")).collect();
    lines.join(between)
}

fn expect_talk(text: &str, one: &str, two: &str) {
    let expected: Vec<String> = [one, two, one, two]
        .iter()
        .zip(TALK)
        .map(|(speaker, words)| format!("{speaker}> {words}"))
        .collect();
    assert_eq!(said(text), expected, "{text}");
}

#[test]
fn labels_of_many_shapes_are_found() {
    for (one, two, first, second) in [
        ("Anna: ", "Ben: ", "Anna", "Ben"),
        ("INT: ", "P3: ", "INT", "P3"),
        ("I: ", "R1: ", "I", "R1"),
        ("Interviewer : ", "Participant 2 : ", "Interviewer", "Participant 2"),
        ("Anna Maria Berg: ", "Dr. O’Neil: ", "Anna Maria Berg", "Dr. O’Neil"),
        ("interviewer: ", "p1: ", "interviewer", "p1"),
        ("**Anna:** ", "**Ben:** ", "Anna", "Ben"),
        ("**Anna**: ", "**Ben**: ", "Anna", "Ben"),
        ("[Interviewer] ", "[Anna] ", "Interviewer", "Anna"),
        ("<Ana> ", "<Bo> ", "Ana", "Bo"),
        ("INT\t", "P3\t", "INT", "P3"),
        ("INT:\t", "P3:\t", "INT", "P3"),
        ("Anna – ", "Ben – ", "Anna", "Ben"),
        ("P.- ", "R.- ", "P", "R"),
        ("Q: ", "A: ", "Q", "A"),
        ("Q. ", "A. ", "Q", "A"),
        ("訪談者：", "受訪者A：", "訪談者", "受訪者A"),
        ("المحاور: ", "سارة: ", "المحاور", "سارة"),
        ("מראיין: ", "דנה: ", "מראיין", "דנה"),
        ("Интервьюер: ", "Ольга: ", "Интервьюер", "Ольга"),
        ("Enquêtrice\u{a0}: ", "Zoé\u{a0}: ", "Enquêtrice", "Zoé"),
        ("SPEAKER_00: ", "SPEAKER_01: ", "SPEAKER_00", "SPEAKER_01"),
        ("[SPEAKER_00]: ", "[SPEAKER_01]: ", "SPEAKER_00", "SPEAKER_01"),
        ("*CHI:\t", "*MOT:\t", "CHI", "MOT"),
        ("I:", "P:", "I", "P"),
        ("Anna:\n", "Ben:\n", "Anna", "Ben"),
        ("ANNA\n", "BEN\n", "ANNA", "BEN"),
        ("- Anna: ", "- Ben: ", "Anna", "Ben"),
        ("> Anna: ", "> Ben: ", "Anna", "Ben"),
        ("Anna (smiling): ", "Ben: ", "Anna (smiling)", "Ben"),
    ] {
        for between in ["\n", "\n\n"] {
            expect_talk(&talk(one, two, between), first, second);
        }
    }
}

#[test]
fn lines_and_paragraphs_may_be_numbered() {
    let text = "1\nInt: How are you?\n\n2\n\nAna: Fine, thanks.\n\n3\nInt: And the work?\n\n4\nAna: There is much of it.\n\n5\n";
    expect_talk(text, "Int", "Ana");
    let text =
        "1  I: How are you?\n2  P: Fine, thanks.\n3  I: And the work?\n4  P: There is much of it.";
    expect_talk(text, "I", "P");
}

#[test]
fn a_turn_goes_on_over_paragraphs_until_the_next_label() {
    let text = "Interview with Ben, in May\n\nAnna: One.\n\nTwo: three.\nFour.\n\nBen: Five.\n\nAnna: Six.\nBen: Seven.\n";
    assert_eq!(
        said(text),
        ["Anna> One.\n\nTwo: three.\nFour.", "Ben> Five.", "Anna> Six.", "Ben> Seven."]
    );
    assert_eq!(message(text), "4 turns of 2 speakers were found: Anna, Ben.");
}

#[test]
fn headings_are_nobodys_words() {
    let text = "Work\nInt: One?\nAna: Two.\nHome\nInt: Three?\nAna: Four.\n";
    let mark =
        |start, end| Landmark { kind: LandmarkKind::Heading(1), label: String::new(), start, end };
    let mut document = Document {
        text: text.to_owned(),
        landmarks: vec![mark(0, 4), mark(25, 29)],
        ..Document::default()
    };
    find(&mut document);
    let words: Vec<_> = document.segments.iter().map(|turn| words_of(&document, turn)).collect();
    assert_eq!(words, ["One?", "Two.", "Three?", "Four."]);
}

#[test]
fn times_of_many_programs_are_taken_from_the_beginning_of_turns() {
    for (a, b) in [
        ("[00:00:01] Ana: ", "[00:00:05] Bo: "),
        ("00:00:01 Ana: ", "00:00:05 Bo: "),
        ("(0:00:01) Ana: ", "(0:00:05) Bo: "),
        ("#00:00:01-0# Ana: ", "#00:00:05-0# Bo: "),
        ("{00:00:01} Ana: ", "{00:00:05} Bo: "),
        ("Ana: [00:00:01] ", "Bo: [00:00:05] "),
        ("Ana (00:01): ", "Bo (00:05): "),
        ("Ana (00:01):\n", "Bo (00:05):\n"),
        ("Ana [00:00:01] ", "Bo [00:00:05] "),
        ("Ana [00:00:01]\n", "Bo [00:00:05]\n"),
        ("Ana  0:01\n", "Bo  0:05\n"),
        ("Ana   0:01\n", "Bo   0:05\n"),
        ("Ana | 00:01\n", "Bo | 00:05\n"),
        ("0:01 Ana\n", "0:05 Bo\n"),
        ("[00:00:01.000] - Ana\n", "[00:00:05.000] - Bo\n"),
        ("Ana\t00:00:01\t", "Bo\t00:00:05\t"),
        ("00:00:01\tAna\t", "00:00:05\tBo\t"),
        ("1\t00:00:01\tAna\t", "2\t00:00:05\tBo\t"),
        ("Ana\n0:01\n", "Bo\n0:05\n"),
        ("00:00:01\n\nAna: ", "00:00:05\n\nBo: "),
        ("**[00:00:01] Ana:** ", "**[00:00:05] Bo:** "),
        ("00:00:01:12 Ana: ", "00:00:05:12 Bo: "),
    ] {
        let text = format!(
            "{a}One, two.\n\n{b}Three, four.\n\n{}Five.\n\n{}Six.\n",
            a.replace('1', "9"),
            b.replace('5', "9")
        );
        assert_eq!(
            said(&text),
            ["Ana> One, two.", "Bo> Three, four.", "Ana> Five.", "Bo> Six."],
            "{text}"
        );
        let begins: Vec<_> = times(&text).iter().map(|(begin, _)| *begin).collect();
        assert_eq!(begins, [Some(1.0), Some(5.0), Some(9.0), Some(9.0)], "{text}");
        assert_eq!(times(&text)[0].1, Some(5.0), "{text}");
    }
}

#[test]
fn times_without_names_make_passages() {
    let whisper = "[00:00.000 --> 00:04.000]  One, two.\n[00:04.000 --> 00:06.500]  Okay\n[00:07.000 --> 00:09.000]  Three.\n";
    assert_eq!(said(whisper), ["?> One, two.", "?> Okay", "?> Three."]);
    assert_eq!(
        times(whisper),
        [(Some(0.0), Some(4.0)), (Some(4.0), Some(6.5)), (Some(7.0), Some(9.0))]
    );
    assert_eq!(message(whisper), "3 passages with a time were found.");
    let copied = "0:00\nso today\n0:03\nwe talk of\n0:07\ntea\n0:11\nand\n0:15\nbread\n";
    assert_eq!(said(copied).len(), 5);
    assert_eq!(times(copied)[1], (Some(3.0), Some(7.0)));
}

#[test]
fn a_speaker_goes_on_where_only_a_time_stands() {
    let text = "Transcription of talk.m4a\n\nSPEAKER_00\n[00:00:00] - One.\n[00:00:04] - Two.\n\nSPEAKER_01\n[00:00:09] - Three.\n\nSPEAKER_00\n[00:00:12] - Four.\n\nSPEAKER_01\n[00:00:15] - Five.\n";
    assert_eq!(
        said(text),
        [
            "SPEAKER_00> One.",
            "SPEAKER_00> Two.",
            "SPEAKER_01> Three.",
            "SPEAKER_00> Four.",
            "SPEAKER_01> Five."
        ]
    );
    assert_eq!(times(text)[1], (Some(4.0), Some(9.0)));
    assert!(message(text).starts_with("4 turns of 2 speakers"));
}

#[test]
fn times_at_the_end_close_what_was_said() {
    let text = "I: How are you? #00:00:04-5#\nP: Fine. #00:00:06-0#\nMore of it. #00:00:09-0#\nI: Good. #00:00:11-2#\nP: Yes.\n";
    assert_eq!(
        said(text),
        ["I> How are you?", "P> Fine.", "P> More of it.", "I> Good.", "P> Yes."]
    );
    assert_eq!(
        times(text),
        [
            (Some(0.0), Some(4.5)),
            (Some(4.5), Some(6.0)),
            (Some(6.0), Some(9.0)),
            (Some(9.0), Some(11.2)),
            (Some(11.2), None),
        ]
    );
}

#[test]
fn times_out_of_order_are_left_out() {
    let line = |second: u32, name: &str| format!("[00:00:{second:02}] {name}: Words and words.\n");
    let slip: String = (0..20)
        .map(|number| {
            line(if number == 7 { 59 } else { number }, if number % 2 == 0 { "Ana" } else { "Bo" })
        })
        .collect();
    assert_eq!(times(&slip)[7], (None, None));
    assert_eq!(times(&slip)[8], (Some(8.0), Some(9.0)));
    assert!(message(&slip).contains("1 time was not used"));
    let mess: String = (0..20)
        .map(|number| line(number * 37 % 50, if number % 2 == 0 { "Ana" } else { "Bo" }))
        .collect();
    assert!(times(&mess).iter().all(|times| *times == (None, None)));
    assert!(message(&mess).contains("do not rise"));
}

#[test]
fn times_of_day_are_no_times_of_a_recording() {
    let text = "Ana Berg  10:32 AM\nShall we?\n\nBo  10:33 AM\nYes, now.\n\nAna Berg  10:35 AM\nGood.\n\nBo  10:36 AM\nHere.\n";
    assert_eq!(
        said(text),
        ["Ana Berg> Shall we?", "Bo> Yes, now.", "Ana Berg> Good.", "Bo> Here."]
    );
    assert!(times(text).iter().all(|times| *times == (None, None)));
    assert!(message(text).contains("clock"));
    let zoom = "14:02:11\t From Ana Berg to Everyone: Hello all.\n14:02:30\t From Bo to Everyone: Hi there.\n14:03:01\t From Ana Berg to Everyone: Shall we?\n";
    assert_eq!(said(zoom), ["Ana Berg> Hello all.", "Bo> Hi there.", "Ana Berg> Shall we?"]);
    assert_eq!(times(zoom)[0], (None, None));
}

#[test]
fn one_label_alone_covers_its_own_paragraphs() {
    let text = "1 Open the page.\n\tLet me see.\n\tMODERATOR: Which one do you mean?\n\tThis one here.\n\tI like it.\n2 Close it.\n\tMODERATOR: Could you say more?\n\tIt was quick.\n\tVery quick.\n\tMODERATOR: Thank you.\n\tBye.\n";
    assert_eq!(
        said(text),
        [
            "MODERATOR> Which one do you mean?",
            "MODERATOR> Could you say more?",
            "MODERATOR> Thank you.",
        ]
    );
    assert!(message(text).contains("without a speaker"));
}

#[test]
fn long_answers_do_not_hide_who_asks() {
    let long = "A sentence of some length about the year and the farm.\n".repeat(30);
    let text = format!("INT: One?\nANA: {long}INT: Two?\nANA: {long}INT: Three?\nANA: {long}");
    let said = said(&text);
    assert_eq!(said.len(), 6);
    assert!(said[1].starts_with("ANA> A sentence") && said[1].ends_with("the farm."));
}

#[test]
fn the_form_at_the_beginning_is_nobodys_words() {
    let text = "Interview 3\nInterviewer: Ana Berg\nParticipant: P3\nDate: 2 May\nPlace: at home\nTranscriber: Bo\n\nInterviewer: How are you?\nP3: Fine.\nInterviewer: Good.\nP3: Yes.\n";
    assert_eq!(said(text).len(), 4);
    assert_eq!(said(text)[0], "Interviewer> How are you?");
}

#[test]
fn short_talks_are_heard_too() {
    for text in [
        "[00:00:01] Interviewer: One?\n[00:00:05] Ana: Two.\n[00:00:19] Interviewer: Three.\n",
        "Ana Berg  0:03\nOne?\n\nUnknown Speaker  0:10\nTwo.\n\nAna Berg  1:02:10\nThree.\n",
        "Speaker 1\n00:00\nOne?\n\nSpeaker 2\n00:05\nTwo.\n\nSpeaker 1\n00:09\nThree.\n",
        "Group 1\nModerator: One?\nP1: Two.\nModerator: Three.\n",
    ] {
        let words: Vec<String> = said(text)
            .iter()
            .filter_map(|said| said.split_once("> ").map(|said| said.1.to_owned()))
            .collect();
        assert_eq!(words, ["One?", "Two.", "Three."], "{text}");
        assert!(!said(text)[0].starts_with('?'), "{text}");
    }
}

#[test]
fn emphasis_of_the_words_stays_theirs() {
    let text = "**Ana**: One?\n**Bo:** *Two* it is.\n**Ana**: Three.\n**Bo:** Four.\n";
    assert_eq!(said(text)[1], "Bo> *Two* it is.");
}

#[test]
fn a_guest_who_speaks_once_is_heard() {
    let text = "Ana: One.\nBo: Two.\nAna: Three.\nBo: Four.\nCarla: Five.\nAna: Six.\n";
    assert_eq!(said(text)[4], "Carla> Five.");
}

#[test]
fn a_question_within_an_answer_is_no_speaker() {
    let text = "INT: One?\nANA: I said this.\nThe problem: money.\nMy idea was: leave.\nhttp://example.org is it.\nAt 10:30: tea.\nINT: Two?\nANA: Yes.\n";
    assert_eq!(said(text).len(), 4);
}

#[test]
fn other_texts_have_no_turns() {
    for text in [
        "We went out early. Note: the rain had stopped.\n\nNote: bring tea.\n\nNote: and bread.\n\nThen we walked on.\n",
        "Question 1: Where do you live?\n\nQuestion 2: With whom?\n\nQuestion 3: Since when?\n",
        "See http://example.org\nhttps://example.org/a\nhttp://example.org/b\nhttp://example.org/c\n",
        "Time: 10:00\nPlace: Hall\nTime: 11:00\nPlace: Library\nTime: 12:00\nPlace: Hall\n",
        "Berg, A. (2011): On tea. Oslo: Press.\nBerg, A. (2012): On bread. Oslo: Press.\nHall, C. (2001): Salt. York: House.\nLee: More. Rome: Press.\n",
        "Ingredients: flour, water\nMethod: mix and bake\nServes: 4\n\nIngredients: tea\nMethod: boil\nServes: 2\n",
        "Present: Ana, Bo\nApologies: none\n\n1. Budget\nDiscussion: long.\nDecision: yes.\nAction: Ana writes.\n\n2. Tea\nDiscussion: short.\nDecision: no.\nAction: Bo asks.\n",
        "Dear Ana: thank you for the letter.\n\nYours,\nBo\n\nPS: Call me.\nPS: Soon.\n",
        "From: ana@example.org\nTo: bo@example.org\nSubject: Tea\nDate: 1 May 2020\n\nHi Bo,\nshall we?\n\nFrom: bo@example.org\nTo: ana@example.org\nSubject: Re: Tea\n\nYes.\n",
        "---\ntitle: Notes\nauthor: Ana\ndate: 2020-05-01\n---\n\nWords and words.\n",
        "Name: Ana\nAge: 31\nCity: Oslo\n\nName: Bo\nAge: 44\nCity: Rome\n\nName: Cy\nAge: 52\nCity: York\n",
        "Plant: nettle\nHeight: tall\nColour: green\n\nPlant: daisy\nHeight: low\nColour: white\n\nPlant: rose\nHeight: mid\nColour: red\n",
        "09:00 Coffee and registration\n09:30 Welcome by the chair\n10:00 First talk\n11:00 Break\n11:30 Second talk\n12:30 Lunch\n",
        "[09:15] The teacher enters.\n[09:20] Two pupils talk.\n[09:31] A bell.\n[09:40] They leave.\n",
        "TY  - JOUR\nAU  - Berg, A\nAU  - Hall, C\nTI  - On tea\nER  - \n\nTY  - JOUR\nAU  - Lee, D\nTI  - On bread\nER  - \n",
        "Anna\t23\nBen\t31\nAnna\t24\nBen\t32\nAnna\t25\nBen\t33\n",
        "Red: 3\nBlue: 4\nGreen: 5\nWhite: 6\n",
        "apple: a fruit\nbread: a food\ncup: a thing\ndoor: another thing\n",
        "INFO: started\nWARN: slow\nINFO: read\nERROR: gone\nINFO: stopped\n",
        "The rule is simple: wait. Then go.\nOne thing: tea.\nAnother thing: bread.\nOne thing: salt.\n",
        "1. Which is it?\nA. Tea\nB. Bread\nC. Salt\n2. And this?\nA. Tea\nB. Bread\nC. Salt\n",
        "<p>One</p>\n<p>Two</p>\n<li>Three</li>\n<p>Four</p>\n<li>Five</li>\n",
        "[laughs] Well.\n[pause] And so.\n[laughs] Yes.\n[pause] No.\n[laughs] Ah.\n",
        "Introduction\nWords follow here.\nMethods\nMore words here.\nResults\nAnd here.\n",
        "Chapter 1: Morning\nWords.\nChapter 2: Noon\nWords.\nChapter 3: Night\nWords.\n",
        "Monday: rain\nTuesday: sun\nMonday: rain again\nTuesday: sun again\n",
        "He said: go.\nShe said: stay.\nHe said: why?\nShe said: because.\nThey left in the end, and nothing more was heard.\n",
        "Anna: hello",
        "",
        "\n\n\n",
        ":",
        "::::\n::::",
        "I: ",
    ] {
        let document = found(text);
        assert_eq!(
            (document.segments.len(), document.notices.len()),
            (0, 0),
            "{text}\n{document:?}"
        );
    }
}

/// Valid transcripts of all kinds, to be damaged.
const VALID: [&str; 6] = [
    "Int: How are you?\nAna: Fine – really.\n\nAnd you?\nInt: Good.\nAna: Yes.\n",
    "[00:00:01] Ana: One.\n[00:00:05] Bo: Two.\n[00:00:07] Ana: Three.\n",
    "I: One? #00:00:04-5#\nP: Two. #00:00:06-0#\nThree. #00:00:09-0#\nI: Four. #00:00:11-2#\n",
    "Ana  0:01\nOne.\n\nBo  0:05\nTwo.\n\nAna  0:09\nThree.\n\nBo  0:12\nFour.\n",
    "SPEAKER_00\n[00:00:00] - Öne.\n[00:00:04] - Two.\n\nSPEAKER_01\n[00:00:09] - 🙂.\nSPEAKER_00\nx\nSPEAKER_01\ny\n",
    "訪談者：你好嗎？\n受訪者：很好。\n訪談者：真的？\n受訪者：真的。\n1\t00:00:01\tAna\tyes\n",
];

/// Turns lie within the text, in order, and have words.
fn check(text: &str) {
    let document = found(text);
    let length = code_points(text);
    let mut last = 0;
    for turn in &document.segments {
        assert!(last <= turn.start && turn.start < turn.end && turn.end <= length, "{text:?}");
        assert!(turn.end_ms.is_none_or(|end| turn.begin_ms.is_some_and(|begin| begin <= end)));
        let words = words_of(&document, turn);
        assert_eq!(words.trim(), words, "{text:?}");
        last = turn.end;
    }
    let begins: Vec<u64> = document.segments.iter().filter_map(|turn| turn.begin_ms).collect();
    assert!(begins.is_sorted(), "{text:?}");
}

#[test]
fn damaged_transcripts_are_read_or_left_alone() {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 33).expect("31 bits") % below.max(1)
    };
    let pieces = [
        ":",
        "\n",
        "\n\n",
        "\t",
        "[",
        "]",
        "(",
        "#",
        "<",
        ">",
        "**",
        "00:01",
        "[00:00:09]",
        "99:59:59",
        "é",
        "🙂",
        "：",
        " - ",
        "Ana",
        "1",
        "\u{200f}",
        "\u{a0}",
        "-->",
        "AM",
        "-",
        ".",
    ];
    for round in 0..6000 {
        let mut signs: Vec<char> = VALID[round % VALID.len()].chars().collect();
        for _ in 0..=next(6) {
            let at = next(signs.len() + 1);
            match next(4) {
                0 if at < signs.len() => drop(signs.remove(at)),
                1 => signs.truncate(at),
                2 => {
                    let from = next(signs.len() + 1).min(at);
                    let copy: Vec<char> = signs[from..at].to_vec();
                    signs.splice(at..at, copy);
                }
                _ => drop(signs.splice(at..at, pieces[next(pieces.len())].chars()).count()),
            }
        }
        check(&signs.into_iter().collect::<String>());
    }
}

proptest::proptest! {
    #[test]
    fn any_text_keeps_its_words(text in "([A-Za-z0-9:\\[\\](). \\t\\n#<>*é🙂：-]|00:01:0[0-9]|Ana: |Bo: |\\n){0,120}") {
        check(&text);
    }

    #[test]
    fn what_is_outside_is_labels_times_and_blanks(
        lines in proptest::collection::vec(
            (0_usize..3, "[a-zß🙂]{1,8}( [a-z]{1,8}){0,6}[.?!]", proptest::bool::ANY, 0_u32..3),
            6..40,
        ),
        form in 0_usize..4,
    ) {
        let names = ["Ana", "P3", "INT"];
        let mut text = String::new();
        let mut expected = Vec::new();
        let mut last = 3;
        for (number, (who, words, blank, _)) in lines.iter().enumerate() {
            let who = if *who == last { (who + 1) % 3 } else { *who };
            last = who;
            let name = names[who];
            let time = format!("{:02}:{:02}", number / 60, number % 60);
            let line = match form {
                0 => format!("{name}: {words}\n"),
                1 => format!("[00:{time}] {name}: {words}\n"),
                2 => format!("{name} ({time}):\n{words}\n"),
                _ => format!("{name}\t{words} b\n"),
            };
            text.push_str(&line);
            if *blank { text.push('\n'); }
            expected.push(if form == 3 { format!("{name}> {words} b") } else { format!("{name}> {words}") });
        }
        let names_used: std::collections::HashSet<_> =
            expected.iter().filter_map(|line| line.split('>').next()).collect();
        proptest::prop_assume!(names_used.len() > 1);
        proptest::prop_assert_eq!(said(&text), expected);
        let document = found(&text);
        let mut inside = vec![false; text.chars().count()];
        for turn in &document.segments {
            let start = usize::try_from(turn.start).expect("small");
            inside[start..usize::try_from(turn.end).expect("small")].fill(true);
        }
        let outside: String = text.chars().zip(&inside).map(|(sign, inside)| if *inside { '\n' } else { sign }).collect();
        for word in outside.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let is_number = word.chars().all(|sign| sign.is_ascii_digit());
            proptest::prop_assert!(is_number || names.contains(&word), "{}", word);
        }
    }
}
