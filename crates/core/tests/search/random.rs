//! Random texts and queries: the scan finds exactly what the simplest way of looking finds.

use proptest::prelude::*;
use trefoil_core::explore::search::{self, Mode, Query, Texts};
use trefoil_core::span::Ruler;
use trefoil_testkit::TestStudy;

use super::{query, source};

/// Letters that differ by case, by length in bytes, by script; marks, emoji, quotes.
const LETTERS: &str = "[abABsSſßẞkK\u{212a}éÉσςΣİıiI'’“\"\u{301}信頼🙂ثق \n_1.]";

/// The letter that a letter is folded to, of those above: Unicode's simple case folding.
fn folded(c: char) -> char {
    match c {
        'A' => 'a',
        'B' => 'b',
        'S' | 'ſ' => 's',
        'ẞ' => 'ß',
        'K' | '\u{212a}' => 'k',
        'É' => 'é',
        'ς' | 'Σ' => 'σ',
        'I' => 'i',
        other => other,
    }
}

fn same(typed: char, there: char, case: bool) -> bool {
    let quote = |c| {
        if c == '’' {
            '\''
        } else if c == '“' {
            '"'
        } else {
            c
        }
    };
    let (typed, there) = (quote(typed), quote(there));
    typed == there || !case && folded(typed) == folded(there)
}

/// Where words stand in a text, in code points, by looking at every place.
fn looked_up(text: &str, words: &str, case: bool) -> Vec<(i64, i64)> {
    let (text, words): (Vec<char>, Vec<char>) = (text.chars().collect(), words.chars().collect());
    let (mut found, mut at) = (Vec::new(), 0);
    while at + words.len() <= text.len() {
        let there = text[at..].iter().zip(&words);
        if there.into_iter().all(|(there, typed)| same(*typed, *there, case)) {
            found.push((at as i64, (at + words.len()) as i64));
            at += words.len();
        } else {
            at += 1;
        }
    }
    found
}

fn text() -> impl Strategy<Value = String> {
    // A text is never white space alone.
    proptest::string::string_regex(&format!("x{LETTERS}{{0,300}}")).expect("can be read")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_hit_is_where_looking_at_every_place_finds_it(
        texts in proptest::collection::vec(text(), 1..5),
        // White space in a query stands for more than itself and is asked about elsewhere.
        words in proptest::collection::vec("[abABsSſßẞkK\u{212a}éÉσςΣİıiI'’“\"\u{301}信頼🙂ثق_1.]{1,3}", 8),
        case in any::<bool>(),
    ) {
        let study = TestStudy::file();
        for (text, number) in texts.iter().zip(1..) {
            source(&study, &format!("S{number}"), text);
        }
        let mut memory = Texts::default();
        for words in words {
            let query = Query { case, limit: usize::MAX, ..Query::of(&words) };
            let found = search::search(study.study(), &mut memory, &query).expect("searches");
            let expected: Vec<_> = texts.iter().zip(1..).flat_map(|(text, number)| {
                let name = format!("S{number}");
                looked_up(text, &words, case).into_iter().map(move |span| (name.clone(), span))
            }).collect();
            let hits: Vec<_> = found.hits.iter()
                .map(|hit| (hit.source_name.clone(), (hit.span.start, hit.span.end))).collect();
            prop_assert_eq!(hits, expected, "{:?}", words);
            prop_assert_eq!(found.total, found.hits.len());
            for hit in &found.hits {
                let text = memory.get(hit.source).expect("is there").text();
                prop_assert_eq!(Ruler::new(text).words(hit.span).expect("is inside"), &hit.matched);
                let around = format!("{}{}{}", hit.before, hit.matched, hit.after);
                prop_assert!(text.contains(&around));
                prop_assert!(hit.before.chars().count() <= 60 && hit.after.chars().count() <= 60);
            }
        }
    }

    #[test]
    fn no_query_and_no_text_is_too_odd(text in "x\\PC{0,200}", words in "\\PC{1,12}") {
        let study = TestStudy::file();
        source(&study, "Odd", &text);
        let mut memory = Texts::default();
        for mode in Mode::ALL {
            let query = query(&words, *mode);
            let Ok(found) = search::search(study.study(), &mut memory, &query) else { continue };
            for hit in found.hits {
                let words = Ruler::new(&text).words(hit.span).expect("is inside").to_owned();
                prop_assert_eq!(words, hit.matched);
            }
        }
    }
}
