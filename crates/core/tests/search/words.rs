//! Words as they stand: offsets in every script, quotes, white space, capitals, whole words.

use trefoil_core::explore::search::{Mode, Query};
use trefoil_testkit::TestStudy;

use super::{found, names, segment, source, source_with, spans};

#[test]
fn offsets_count_code_points_behind_emoji_han_marks_and_arabic() {
    for study in TestStudy::both() {
        let text = "👩‍👩‍👧 信頼 e\u{301}te\u{301} ثقة كبيرة trust";
        source(&study, "Scripts", text);
        assert_eq!(spans(&study, "信頼", Mode::Literal), [(6, 8)]);
        assert_eq!(spans(&study, "e\u{301}te\u{301}", Mode::WholeWord), [(9, 14)]);
        assert_eq!(spans(&study, "ثقة", Mode::WholeWord), [(15, 18)]);
        assert_eq!(spans(&study, "كبيرة trust", Mode::Literal), [(19, 30)]);
        assert_eq!(spans(&study, "👧", Mode::Literal), [(4, 5)]);
        assert_eq!(spans(&study, "🙂", Mode::Literal), []);
    }
}

#[test]
fn letters_whose_other_case_has_another_length_move_nothing() {
    let study = TestStudy::file();
    source(&study, "Letters", "İstanbul STRASSE Straße STRAẞE ſo \u{212a}2 ΣΊΣΥΦΟΣ end");
    assert_eq!(spans(&study, "istanbul", Mode::Literal), [], "İ has no simple folding");
    assert_eq!(spans(&study, "İSTANBUL", Mode::Literal), [(0, 8)]);
    assert_eq!(spans(&study, "straße", Mode::Literal), [(17, 23), (24, 30)]);
    assert_eq!(spans(&study, "strasse", Mode::Literal), [(9, 16)]);
    assert_eq!(spans(&study, "SO", Mode::WholeWord), [(31, 33)]);
    assert_eq!(spans(&study, "k2", Mode::Literal), [(34, 36)]);
    assert_eq!(spans(&study, "σίσυφος", Mode::Literal), [(37, 44)]);
    assert_eq!(spans(&study, "end", Mode::Literal), [(45, 48)]);
}

#[test]
fn quotes_and_apostrophes_are_the_same_however_they_are_typed() {
    let study = TestStudy::file();
    source(&study, "Quotes", "I've, I’ve, Iʼve “asked” „asked‟ \"asked\"");
    for typed in ["I've", "i’ve", "Iʼve"] {
        assert_eq!(spans(&study, typed, Mode::Literal), [(0, 4), (6, 10), (12, 16)], "{typed}");
        assert_eq!(spans(&study, typed, Mode::WholeWord).len(), 3, "{typed}");
    }
    assert_eq!(spans(&study, "\"ASKED\"", Mode::Literal), [(17, 24), (25, 32), (33, 40)]);
    assert_eq!(spans(&study, "I've", Mode::Regex), [(0, 4)], "an expression is exact");
}

#[test]
fn white_space_stands_for_white_space_but_not_for_a_new_paragraph() {
    let study = TestStudy::file();
    source(&study, "Wrapped", "asked  me\nin by \n name\n\nThen\u{a0}they");
    assert_eq!(spans(&study, "asked me in", Mode::Literal), [(0, 12)]);
    assert_eq!(spans(&study, "by name", Mode::WholeWord), [(13, 22)]);
    assert_eq!(spans(&study, "then they", Mode::Literal), [(24, 33)]);
    assert_eq!(spans(&study, "name then", Mode::Literal), []);
}

#[test]
fn signs_of_expressions_stand_for_themselves() {
    let study = TestStudy::file();
    source(&study, "Signs", "a.b (a+b)? [x] #1 \\d ^$");
    for (words, span) in [("a.b", (0, 3)), ("(A+B)?", (4, 10)), ("\\d ^$", (18, 23))] {
        assert_eq!(spans(&study, words, Mode::Literal), [span], "{words}");
    }
    assert_eq!(spans(&study, "(a+b)?", Mode::WholeWord), [(4, 10)]);
}

#[test]
fn whole_words_are_found_also_behind_places_that_are_none() {
    let study = TestStudy::file();
    source(&study, "Words", "aaa aa; I’ve been, I am. Anna’s ve");
    assert_eq!(spans(&study, "aa", Mode::Literal), [(0, 2), (4, 6)]);
    assert_eq!(spans(&study, "aa", Mode::WholeWord), [(4, 6)]);
    assert_eq!(spans(&study, "i", Mode::WholeWord), [(19, 20)]);
    assert_eq!(spans(&study, "ve", Mode::WholeWord), [(32, 34)]);
    assert_eq!(spans(&study, "anna", Mode::WholeWord), [(25, 29)]);
}

#[test]
fn capitals_count_when_asked_for() {
    let study = TestStudy::file();
    source(&study, "Capitals", "Trust trust TRUST");
    let exact = Query { case: true, ..Query::of("trust") };
    let found = found(&study, &exact);
    assert_eq!((found.total, found.hits[0].span.start), (1, 6));
}

#[test]
fn a_hit_is_shown_among_whole_words() {
    let study = TestStudy::file();
    let text = format!("{}They asked me in. {}", "before ".repeat(20), "behind ".repeat(20));
    source(&study, "Context", &text);
    let found = found(&study, &Query::of("ASKED ME"));
    let hit = &found.hits[0];
    assert_eq!(hit.before, format!("{}They ", "before ".repeat(7)));
    assert_eq!(hit.matched, "asked me");
    assert_eq!(hit.after, format!(" in. {}behind", "behind ".repeat(7)));
    assert!(text.contains(&format!("{}{}{}", hit.before, hit.matched, hit.after)));
}

#[test]
fn a_hit_in_a_recording_says_when_its_segment_begins() {
    for study in TestStudy::both() {
        source_with(&study, "Talk", "One two\nthree two\ntwo", |add| {
            add.segments =
                vec![segment(0, 7, Some(0)), segment(8, 17, Some(1500)), segment(18, 21, None)];
        });
        source(&study, "Written", "two");
        let found = found(&study, &Query::of("two"));
        let heard: Vec<_> = found.hits.iter().map(|hit| hit.begin_ms).collect();
        assert_eq!(heard, [Some(0), Some(1500), None, None], "{study:?}");
    }
}

#[test]
fn all_hits_are_counted_and_the_first_are_listed() {
    let study = TestStudy::file();
    for name in ["S1", "S2", "S10"] {
        source(&study, name, &"again ".repeat(30));
    }
    source(&study, "S3", "never");
    let found = found(&study, &Query { limit: 40, ..Query::of("again") });
    assert_eq!((found.total, found.sources, found.capped), (90, 3, true));
    assert_eq!(names(&found), [["S1"; 30].as_slice(), ["S2"; 10].as_slice()].concat());
    let none = super::found(&study, &Query { limit: 0, ..Query::of("again") });
    assert_eq!((none.hits.len(), none.total, none.capped), (0, 90, true));
    let all = super::found(&study, &Query { limit: usize::MAX, ..Query::of("again") });
    assert_eq!((all.hits.len(), all.capped), (90, false));
}

#[test]
fn large_corpora_are_shared_out_and_put_together_in_order() {
    let study = TestStudy::file();
    let filler = "Nothing of the kind. ".repeat(2_000);
    for number in 0..40 {
        source(&study, &format!("S{number}"), &format!("{filler}So tired 🙂 tired{filler}"));
    }
    let found = found(&study, &Query::of("TIRED"));
    assert_eq!((found.total, found.sources, found.capped), (80, 40, true));
    let start = filler.chars().count() as i64 + 3;
    for (hits, number) in found.hits.chunks(2).zip(0..) {
        let starts: Vec<i64> = hits.iter().map(|hit| hit.span.start).collect();
        assert_eq!(
            (hits[0].source_name.as_str(), starts),
            (&*format!("S{number}"), vec![start, start + 8])
        );
    }
}
