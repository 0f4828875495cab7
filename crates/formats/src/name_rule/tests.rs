//! Names as people give them, and rules that must read them.

use proptest::prelude::*;

use super::Meaning::{Date, Participant, Stream, Week};
use super::*;

/// Learns from an example, given its parts as they stand in it, in order.
fn learn(example: &str, parts: &[(&str, Meaning)]) -> Result<NameRule, RuleError> {
    let mut from = 0;
    let mut meanings = Vec::new();
    for (text, meaning) in parts {
        let at = from + example[from..].find(text).expect("a part of the example");
        from = at + text.len();
        meanings.push((at..from, *meaning));
    }
    NameRule::learn(example, &meanings)
}

fn proposed(example: &str, known: &[&str]) -> Vec<(String, Meaning)> {
    let known: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
    let found = propose(example, &known);
    found.into_iter().map(|(range, meaning)| (example[range].to_owned(), meaning)).collect()
}

fn told(read: Option<Read>) -> String {
    read.map_or_else(
        || "nothing".to_owned(),
        |read| {
            let date = read.date.map(|date| date.to_string()).unwrap_or_default();
            let week = read.week.map(|week| week.to_string()).unwrap_or_default();
            let (who, stream) =
                (read.participant.unwrap_or_default(), read.stream.unwrap_or_default());
            format!("{who}|{week}|{date}|{stream}")
        },
    )
}

#[test]
fn one_example_is_enough_for_all_of_a_kind() {
    let rule = learn("P3_wk06_voice.m4a", &[("P3", Participant), ("06", Week), ("voice", Stream)])
        .expect("a rule");
    assert_eq!(rule.to_string(), "{participant}_wk{week}_{stream}");
    for (name, expected) in [
        ("P3_wk06_voice.m4a", "P3|6||voice"),
        ("P12_wk6_interview.docx", "P12|6||interview"),
        ("TN-04_WK10_Obs.txt", "TN-04|10||obs"),
        ("Anna_Maria_wk123_field_note.txt", "Anna_Maria|123||field_note"),
        ("P3 wk06 voice (1).m4a", "P3|6||voice"),
        ("P3_wk06_voice-2.m4a", "P3|6||voice"),
        ("P3_wk06_voice copy.m4a", "P3|6||voice"),
        ("Żaneta_wk01_głos.m4a", "Żaneta|1||głos"),
        ("P3_wk_voice.m4a", "nothing"),
        ("P3_day06_voice.m4a", "nothing"),
        ("wk06_voice.m4a", "nothing"),
        ("P3_wk06_voice_final_v2b.m4a", "nothing"),
        ("", "nothing"),
    ] {
        assert_eq!(told(rule.apply(name)), expected, "{name}");
    }
}

#[test]
fn dates_are_read_in_usual_forms() {
    let rule =
        learn("2025-03-18 P3.txt", &[("2025-03-18", Date), ("P3", Participant)]).expect("a rule");
    assert_eq!(rule.to_string(), "{date} {participant}");
    for name in [
        "2025-03-18_P3.txt",
        "20250318_P3.txt",
        "18.03.25 P3.txt",
        "18-03-2025-P3.txt",
        "18Mar2025 P3.txt",
        "18_March_2025_P3.txt",
        "18. März 2025 P3.txt",
        "Mar-18-2025 P3.txt",
        "2025_03_18 P3.txt",
    ] {
        assert_eq!(told(rule.apply(name)), "P3||2025-03-18|", "{name}");
    }
    assert_eq!(rule.apply("2025-13-18 P3.txt"), None);
}

#[test]
fn the_order_of_a_date_is_learnt_and_written_down() {
    let rule =
        learn("P3_03-18-25.txt", &[("P3", Participant), ("03-18-25", Date)]).expect("a rule");
    assert_eq!(rule.to_string(), "{participant}_{date:mdy}");
    assert_eq!(told(rule.apply("P4_04-05-25.txt")), "P4||2025-04-05|");
    let rule = learn("250318_P3.txt", &[("250318", Date), ("P3", Participant)]).expect("a rule");
    assert_eq!(rule.to_string(), "{date:ymd}_{participant}");
    assert_eq!(told(rule.apply("250405_P4.txt")), "P4||2025-04-05|");
}

#[test]
fn digits_that_mean_nothing_may_be_others() {
    let rule = learn("REC_0012_Anna.wav", &[("Anna", Participant)]).expect("a rule");
    assert_eq!(rule.to_string(), "REC_{number}_{participant}");
    assert_eq!(told(rule.apply("rec_7_Bela.wav")), "Bela|||");
}

#[test]
fn rules_are_typed_on_a_command_line() {
    let rule: NameRule = "{participant}_{any}_{date}".parse().expect("a rule");
    assert_eq!(told(rule.apply("P3_follow-up call_18.03.25.docx")), "P3||2025-03-18|");
    let rule: NameRule = "study2_{participant}.docx".parse().expect("a rule");
    assert_eq!(
        (told(rule.apply("Study2-P7.odt")), rule.apply("study3_P7.odt")),
        ("P7|||".into(), None)
    );
    for (pattern, error) in [
        ("voice", RuleError::Meaningless),
        ("{number}", RuleError::Meaningless),
        ("{who}_x", RuleError::Unknown("who".into())),
        ("{participant", RuleError::Unclosed),
        ("participant}", RuleError::Unclosed),
        ("{week}-{week}", RuleError::Twice("{week}".into())),
        ("{date}_{date:mdy}", RuleError::Twice("{date}".into())),
        ("{stream}{participant}", RuleError::Touching("{stream}".into(), "{participant}".into())),
    ] {
        assert_eq!(pattern.parse::<NameRule>(), Err(error.clone()), "{pattern}");
        assert!(error.to_string().ends_with('.'));
    }
}

#[test]
fn what_cannot_be_learnt_is_said() {
    let learn_at = |ranges: &[(Range<usize>, Meaning)]| NameRule::learn("P3_wk06.txt", ranges);
    assert_eq!(learn_at(&[]), Err(RuleError::Meaningless));
    assert_eq!(learn_at(&[(0..99, Participant)]), Err(RuleError::Misplaced));
    assert_eq!(learn_at(&[(0..4, Participant), (3..5, Stream)]), Err(RuleError::Misplaced));
    assert!(matches!(learn_at(&[(0..2, Week)]), Err(RuleError::Mismatch { .. })));
    assert!(matches!(learn_at(&[(0..2, Date)]), Err(RuleError::Mismatch { .. })));
    assert!(learn_at(&[(0..1, Participant)]).is_ok());
    // Half of a word is no stream that could be found again.
    assert!(matches!(learn_at(&[(3..4, Stream)]), Err(RuleError::Ambiguous(_))));
}

#[test]
fn meanings_are_proposed_for_names_of_many_studies() {
    for (example, expected) in [
        ("P3_wk06_voice.m4a", vec![("P3", Participant), ("06", Week), ("voice", Stream)]),
        (
            "2025-03-18_TN04_Interview.docx",
            vec![("2025-03-18", Date), ("TN04", Participant), ("Interview", Stream)],
        ),
        (
            "Interview Anna 18.03.25.docx",
            vec![("Interview", Stream), ("Anna", Participant), ("18.03.25", Date)],
        ),
        (
            "Week 2 - P-07 - field note.txt",
            vec![("2", Week), ("P-07", Participant), ("field note", Stream)],
        ),
        ("18Mar2025_obs_S12.md", vec![("18Mar2025", Date), ("obs", Stream), ("S12", Participant)]),
        ("Participant 12 KW 7.mp3", vec![("Participant 12", Participant), ("7", Week)]),
        ("20250318_103000_Kim.wav", vec![("20250318", Date), ("Kim", Participant)]),
        ("007.txt", vec![("007", Participant)]),
        ("", vec![]),
    ] {
        let expected: Vec<(String, Meaning)> =
            expected.into_iter().map(|(text, meaning)| (text.to_owned(), meaning)).collect();
        assert_eq!(proposed(example, &[]), expected, "{example}");
    }
    assert_eq!(
        proposed("voice anna maria wk3.m4a", &["Anna", "Anna Maria"])[1],
        ("anna maria".into(), Participant)
    );
    assert_eq!(proposed("transcript_hannah.txt", &["Anna"])[1], ("hannah".into(), Participant));
}

#[test]
fn words_for_streams_are_known() {
    assert_eq!(known_stream("Voice"), Some("voice_note"));
    assert_eq!(known_stream("field_note"), Some("field_note"));
    assert_eq!(known_stream("banana"), None);
}

proptest! {
    #[test]
    fn a_rule_gives_the_meanings_of_its_own_example_back(
        who in "[A-Z][a-z]{0,6}[0-9]{0,3}",
        week in 0_u32..60,
        (year, month, day) in (1990_i16..2100, 1_i8..=12, 1_i8..=28),
        stream in "[a-z]{3,9}",
        order in Just([0_usize, 1, 2, 3]).prop_shuffle(),
        separator in proptest::sample::select(vec!["_", "-", " ", " - ", "__"]),
        noise in "(x[a-z]{0,4}_[0-9]{0,3}_)?",
    ) {
        let date = jiff::civil::date(year, month, day);
        let parts = [
            (who.clone(), Participant),
            (week.to_string(), Week),
            (date.to_string(), Date),
            (stream.clone(), Stream),
        ];
        let mut example = noise;
        let mut meanings = Vec::new();
        for (place, at) in order.iter().enumerate() {
            let (text, meaning) = &parts[*at];
            let start = example.len() + if place > 0 { separator.len() } else { 0 };
            if place > 0 {
                example.push_str(separator);
            }
            example.push_str(text);
            meanings.push((start..start + text.len(), *meaning));
        }
        example.push_str(".m4a");
        // Where words and numbers can be taken for parts of each other the rule says so.
        let Ok(rule) = NameRule::learn(&example, &meanings) else {
            return Ok(());
        };
        let read = rule.apply(&example).expect("its own example");
        prop_assert_eq!(&read, &Read { participant: Some(who), week: Some(week), date: Some(date), stream: Some(stream) });
        let again: NameRule = rule.to_string().parse().expect("its own pattern");
        prop_assert_eq!(again.to_string(), rule.to_string());
        prop_assert_eq!(again.apply(&example), Some(read));
    }

    #[test]
    fn usual_names_can_always_be_learnt(who in "P[0-9]{1,3}", week in 0_u32..60, stream in "[a-z]{3,9}") {
        let example = format!("{who}_wk{week:02}_{stream}.m4a");
        let rule = NameRule::learn(&example, &propose(&example, &[])).expect("a rule");
        prop_assert_eq!(rule.apply(&example).and_then(|read| read.week), Some(week));
    }

    #[test]
    fn patterns_parse_back(pattern in "(\\{(participant|week|date|stream|number|any|date:mdy)\\}|[a-z_ ]{1,4}|\\{\\{|[0-9]){1,8}") {
        if let Ok(rule) = pattern.parse::<NameRule>() {
            let again: NameRule = rule.to_string().parse().expect("its own pattern");
            prop_assert_eq!(again, rule);
        }
    }

    #[test]
    fn any_name_is_read_or_not(name in ".{0,60}", pattern in "(\\{(participant|week|date|stream|number|any)\\}|[a-z_ .-]){1,9}") {
        let marked = propose(&name, &["P3".to_owned()]);
        for (range, _) in &marked {
            prop_assert!(name.get(range.clone()).is_some_and(|text| !text.is_empty()));
        }
        prop_assert!(marked.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start));
        if let Ok(rule) = pattern.parse::<NameRule>() {
            let _ = rule.apply(&name);
        }
    }
}
