//! Recall and precision of every rule, over invented snippets in which people marked what is what.
//!
//! A mark is found when a find of its kind covers it, and a find is right when it lies on a mark
//! of its kind. The thresholds are what the rules reach, rounded down: a rule that gets worse fails
//! here. `known` is what the key knows; `small` are names of the key that are everyday words,
//! written small, which no rule looks for.

use std::collections::BTreeMap;

use trefoil_core::care::pseudonym::{Level, NameKind};
use trefoil_core::care::redaction::{Find, Known, Rule, Word, find};
use trefoil_testkit::{shared_corpus, skip};

const FILES: &[(&str, &str)] = &[
    ("interviews", include_str!("marked/interviews.txt")),
    ("notes", include_str!("marked/notes.txt")),
    ("chats", include_str!("marked/chats.txt")),
    ("letters", include_str!("marked/letters.txt")),
];

const NAMES: &[&str] = &[
    "Oyelaran",
    "Will",
    "Grace",
    "May",
    "O'Connell",
    "Zawadi Mbeki",
    "Zawadi",
    "Mbeki",
    "Anne-Marie",
    "Quill",
];

/// The least recall and precision of each kind, in thousandths.
const LEAST: &[(&str, usize, usize)] = &[
    ("known", 1000, 940),
    ("phone", 980, 980),
    ("email", 980, 980),
    ("web", 980, 980),
    ("postcode", 980, 980),
    ("handle", 900, 900),
    ("official", 900, 900),
    ("bank", 900, 900),
    ("date", 900, 900),
    ("birth", 900, 900),
    ("age", 900, 900),
    ("plate", 900, 900),
    ("address", 900, 900),
    ("name", 850, 850),
];

/// The kind of mark that a rule finds.
fn kind(rule: Rule) -> &'static str {
    match rule {
        Rule::Known => "known",
        Rule::Introduced | Rule::Titled | Rule::Given | Rule::Repeated => "name",
        Rule::Official => "official",
        Rule::Bank => "bank",
        Rule::Plate => "plate",
        other => other.word(),
    }
}

fn known() -> Known {
    let word =
        || Word { replacement: "P".to_owned(), kind: NameKind::Person, level: Level::Direct };
    NAMES.iter().fold(Known::default(), |known, name| known.with(name, word()))
}

/// What somebody marked.
struct Mark {
    start: i64,
    end: i64,
    kind: String,
}

/// A snippet without its marks, and the marks.
fn unmarked(snippet: &str) -> (String, Vec<Mark>) {
    let (mut text, mut marks, mut rest) = (String::new(), Vec::new(), snippet);
    while let Some((before, after)) = rest.split_once("{{") {
        text.push_str(before);
        let (mark, after) = after.split_once("}}").expect("every mark is closed");
        let (kind, words) = mark.split_once('|').expect("every mark has its kind");
        let start = text.chars().count() as i64;
        text.push_str(words);
        marks.push(Mark { start, end: text.chars().count() as i64, kind: kind.to_owned() });
        rest = after;
    }
    text.push_str(rest);
    (text, marks)
}

#[derive(Debug, Default, Clone)]
struct Score {
    marks: usize,
    found: usize,
    finds: usize,
    right: usize,
}

fn share(part: usize, whole: usize) -> usize {
    (part * 1000).checked_div(whole).unwrap_or(1000)
}

#[test]
fn recall_and_precision_of_every_rule_are_what_is_promised() {
    let known = known();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut by_rule: BTreeMap<Rule, Score> = BTreeMap::new();
    let (mut snippets, mut wrong) = (0, Vec::new());
    for (file, whole) in FILES {
        let lines: Vec<&str> = whole.lines().filter(|line| !line.starts_with('#')).collect();
        let body = lines.join("\n");
        for snippet in body.split("\n---\n") {
            snippets += 1;
            let (text, marks) = unmarked(snippet);
            let cut = |start: i64, end: i64| -> String {
                let at = |n: i64| usize::try_from(n).expect("is a position");
                text.chars().skip(at(start)).take(at(end - start)).collect()
            };
            let finds = find(&text, &known);
            for mark in &marks {
                let score = scores.entry(mark.kind.clone()).or_default();
                score.marks += 1;
                let covers = |find: &&Find| {
                    kind(find.rule) == mark.kind
                        && find.span.start <= mark.start
                        && mark.end <= find.span.end
                };
                if finds.iter().any(|find| covers(&find)) {
                    score.found += 1;
                } else {
                    wrong.push(format!(
                        "{file}: missed {} “{}”",
                        mark.kind,
                        cut(mark.start, mark.end)
                    ));
                }
            }
            for find in &finds {
                let kind = kind(find.rule);
                let right = marks.iter().any(|mark| {
                    mark.kind == kind && find.span.start < mark.end && mark.start < find.span.end
                });
                for score in [
                    scores.entry(kind.to_owned()).or_default(),
                    by_rule.entry(find.rule).or_default(),
                ] {
                    score.finds += 1;
                    score.right += usize::from(right);
                }
                if !right {
                    let words = cut(find.span.start, find.span.end);
                    wrong.push(format!("{file}: {} is not “{words}”", find.rule));
                }
            }
        }
    }
    let marks: usize = scores.values().map(|score| score.marks).sum();
    println!("{snippets} snippets, {marks} marks");
    for (kind, score) in &scores {
        println!(
            "{kind:<10} recall {:>4}/1000 of {:>3}   precision {:>4}/1000 of {:>3}",
            share(score.found, score.marks),
            score.marks,
            share(score.right, score.finds),
            score.finds
        );
    }
    for (rule, score) in &by_rule {
        println!(
            "rule {rule:<16} precision {:>4}/1000 of {}",
            share(score.right, score.finds),
            score.finds
        );
    }
    println!("{}", wrong.join("\n"));
    assert!(snippets >= 60 && marks >= 300, "{snippets} snippets, {marks} marks");
    for (kind, recall, precision) in LEAST {
        let score = &scores[*kind];
        assert!(share(score.found, score.marks) >= *recall, "recall of {kind}: {score:?}");
        assert!(share(score.right, score.finds) >= *precision, "precision of {kind}: {score:?}");
    }
}

#[test]
fn finds_lie_apart_in_order_and_inside_of_any_text() {
    let known = known();
    let long = "é🙂 Will will, 07700 900123 ".repeat(400);
    let odd = [
        "",
        "\n",
        "@",
        "[[[]]]",
        "+",
        "\u{202e}\u{300}",
        "مرحبا 1234567890123",
        "田中2025年11月3日",
        &long,
    ];
    for text in odd {
        let length = text.chars().count() as i64;
        let mut end = 0;
        for one in find(text, &known) {
            assert!(
                end <= one.span.start && one.span.start < one.span.end && one.span.end <= length
            );
            end = one.span.end;
        }
    }
}

#[test]
fn a_megabyte_of_anything_takes_time_in_step_with_its_length() {
    let known = known();
    let hostile = [
        "a@a@a@".repeat(20_000),
        "1 ".repeat(60_000),
        "0.".repeat(60_000),
        "born in ".repeat(15_000),
        "A1 1A".repeat(24_000),
        "www.".repeat(30_000),
        "Aa ".repeat(40_000),
        "-".repeat(120_000),
        "oh one two ".repeat(10_000),
        "a".repeat(120_000),
        "信頼".repeat(20_000),
    ];
    for text in hostile {
        let half = text.len() / 2;
        let half = (half..text.len()).find(|at| text.is_char_boundary(*at)).expect("there is one");
        let time = |text: &str| {
            let begun = std::time::Instant::now();
            let _ = find(text, &known);
            begun.elapsed()
        };
        let _ = time(&text[..half]);
        let (small, large) = (time(&text[..half]), time(&text));
        let start: String = text.chars().take(12).collect();
        // Twice the text takes twice the time; four times as long would be a square.
        assert!(
            large.as_millis() < 200 || large.as_millis() < small.as_millis() * 7 / 2 + 100,
            "{start:?}: {small:?} then {large:?}"
        );
    }
}

#[test]
fn real_interviews_are_looked_through() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files redaction");
        return;
    };
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut files = 0;
    let mut addresses: BTreeMap<String, usize> = BTreeMap::new();
    for folder in ["interviews", "whatsapp"] {
        let mut waiting = vec![corpus.join(folder)];
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                let inside = std::fs::read_dir(&path).expect("can be listed");
                waiting.extend(inside.map(|entry| entry.expect("can be listed").path()));
                continue;
            }
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            files += 1;
            let finds = find(&text, &Known::default());
            for one in &finds {
                *counts.entry(one.rule.word()).or_default() += 1;
            }
            let emails = finds.iter().filter(|one| one.rule == Rule::Email).count();
            let name = path.file_name().expect("has a name").to_string_lossy().into_owned();
            addresses.insert(name, emails);
        }
    }
    println!("{files} files: {counts:?}");
    assert!(files > 20);
    // Read by eye: a contact in each of seventeen rows, and `20887@419` in the notes of a film.
    assert_eq!(addresses.get("demo-ohd-metadata.csv"), Some(&17));
    assert_eq!(addresses.get("netflix_chicas_del_cable.vtt"), Some(&0));
    assert_eq!(addresses.values().sum::<usize>(), 17);
}

#[test]
fn numbers_that_are_said_are_found() {
    let said = "oh seven seven double oh nine hundred one two three";
    let finds = find(&format!("It is {said}, she said."), &Known::default());
    assert_eq!(finds.len(), 1, "{finds:?}");
    assert!(find("Oh one two three four five six, oh well.", &Known::default()).is_empty());
}
