//! Regular expressions: what they find, and what is said of those that cannot be read.

use std::time::Instant;

use trefoil_core::error::{Error, Kind};
use trefoil_core::explore::search::{self, Mode, Query, Texts};
use trefoil_testkit::TestStudy;

use super::{query, source, spans};

fn refused(study: &TestStudy, query: &Query) -> String {
    let error: Error = search::search(study.study(), &mut Texts::default(), query)
        .expect_err("this cannot be searched for");
    assert_eq!(error.kind(), Kind::Invalid);
    error.to_string()
}

#[test]
fn lines_words_and_classes_of_every_script_are_understood() {
    let study = TestStudy::file();
    source(&study, "Lines", "🙂 tired\nso Tired\n信頼 42");
    assert_eq!(spans(&study, r"^\w+ tired$", Mode::Regex), [(8, 16)]);
    assert_eq!(spans(&study, r"\btired\b", Mode::Regex), [(2, 7), (11, 16)]);
    assert_eq!(spans(&study, r"\p{Han}+ \d", Mode::Regex), [(17, 21)]);
    assert_eq!(spans(&study, r"(?s)d.so", Mode::Regex), [(6, 10)]);
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let study = TestStudy::file();
    for (words, told) in [
        ("é (asked", "at character 3, where it says “(asked”, a ( is opened and never closed."),
        ("asked)", "at character 6, where it says “)”, a ) closes what was never opened."),
        ("[a", "a [ is opened and never closed."),
        ("*a", "at character 1, where it says “*a”, there is nothing before it to repeat."),
        ("a{3,1}", "a repetition runs backwards."),
        ("a\\", "something is missing behind the \\."),
        (r"(a)\1", "references back to what was found are not possible."),
        ("a(?=b)", "looking ahead or behind is not possible."),
        (r"\p{Klingon}", "there is no such kind of character."),
    ] {
        let message = refused(&study, &query(words, Mode::Regex));
        assert!(message.contains(told), "{words}: {message}");
    }
}

#[test]
fn nothing_and_what_stands_for_nothing_are_refused() {
    let study = TestStudy::file();
    for mode in Mode::ALL {
        let message = refused(&study, &query(" \n", *mode));
        assert_eq!(message, "There are no words to search for.");
        let most = if *mode == Mode::Regex { 1_000 } else { 10_000 };
        let long = refused(&study, &query(&"x".repeat(most + 1), *mode));
        assert_eq!(long, format!("This search takes at most {most} characters."));
    }
    for words in ["x*", r"\b", "^", "(a|)", "(tired)?"] {
        let message = refused(&study, &query(words, Mode::Regex));
        assert!(message.contains("stands for no words at all"), "{message}");
    }
}

#[test]
fn large_expressions_are_refused_and_slow_ones_are_not_slow() {
    let study = TestStudy::file();
    source(&study, "Same", &"a".repeat(200_000));
    source(&study, "Long", &"İé😀-".repeat(2_500));
    let message = refused(&study, &query(r"(\w{1,100}\s){100}", Mode::Regex));
    assert!(message.contains("grows too large"), "{message}");
    let begun = Instant::now();
    assert_eq!(spans(&study, "(a+)+$", Mode::Regex), [(0, 200_000)]);
    assert_eq!(spans(&study, "(a|aa)+b", Mode::Regex), []);
    assert_eq!(spans(&study, r"\w{50}c", Mode::Regex), []);
    assert_eq!(spans(&study, &"İé😀-".repeat(2_500), Mode::Literal), [(0, 10_000)]);
    assert_eq!(spans(&study, &"d'accord ".repeat(1_100), Mode::WholeWord), []);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
