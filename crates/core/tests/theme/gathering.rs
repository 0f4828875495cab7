//! Gathering, releasing and quoting.

use trefoil_core::coding::Passage;
use trefoil_core::error::Kind;
use trefoil_core::theme::{ThemeGather, ThemeQuote, ThemeRelease};
use trefoil_testkit::TestStudy;

use super::{
    code, coded, does, evidence, gather, listed, nothing, reads, refused, source, theme, words,
};

const TEXT: &str = "They asked me in. Then they forgot me. It was late.";

#[test]
fn a_theme_gathers_codes_and_passages_once() {
    for study in TestStudy::both() {
        let (one, left) = (theme(&study, "The drop"), code(&study, "Left out", None));
        let text = source(&study, "2026-01-05", &[], TEXT);
        let forgot = coded(&study, text, "they forgot me", &[left]);
        let late = coded(&study, text, "It was late", &[]);
        let all = ThemeGather { theme: one, codes: vec![left, left], passages: vec![late] };
        let performed = does(&study, all.clone());
        assert_eq!(performed.outcome, 2);
        assert_eq!(performed.summary, "Gathered 1 code and 1 passage in the theme “The drop”");
        assert_eq!(words(&study, one), ["they forgot me", "It was late"]);
        assert_eq!(study.session().perform(all).expect("is accepted").outcome, 0);
        gather(&study, one, &[], &[forgot]);
        assert_eq!(words(&study, one), ["they forgot me", "It was late"]);
        let one = listed(&study).remove(0);
        assert_eq!((one.codes, one.passages, one.codings), (1, 2, 1));
    }
}

#[test]
fn a_theme_gathers_only_what_there_is() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        let empty = ThemeGather { theme: one, codes: vec![], passages: vec![] };
        assert_eq!(refused(&study, empty.clone()).0, Kind::Invalid);
        let codes = vec![code(&study, "Left out", None), nothing()];
        assert_eq!(refused(&study, ThemeGather { codes, ..empty.clone() }).0, Kind::NotFound);
        let passages = vec![nothing()];
        assert_eq!(refused(&study, ThemeGather { passages, ..empty.clone() }).0, Kind::NotFound);
        let no_theme = ThemeGather { theme: nothing(), codes: vec![one], passages: vec![] };
        assert_eq!(refused(&study, no_theme).0, Kind::NotFound);
    }
}

#[test]
fn releasing_takes_out_what_was_gathered_and_nothing_else() {
    for study in TestStudy::both() {
        let (one, two) = (theme(&study, "The drop"), theme(&study, "Which hat?"));
        let (above, below) = (code(&study, "Left out", None), code(&study, "Asked in", None));
        let text = source(&study, "2026-01-05", &[], TEXT);
        let passage = coded(&study, text, "asked me in", &[below]);
        gather(&study, one, &[above, below], &[passage]);
        gather(&study, two, &[below], &[]);
        let codes = ThemeRelease { theme: one, codes: vec![below], passages: vec![] };
        does(&study, codes.clone());
        assert_eq!(words(&study, one), ["asked me in"]);
        assert_eq!(words(&study, two), ["asked me in"]);
        let performed =
            does(&study, ThemeRelease { theme: one, codes: vec![above], passages: vec![passage] });
        assert_eq!(performed.summary, "Released 1 code and 1 passage from the theme “The drop”");
        assert!(performed.notices.is_empty(), "the coding still holds the passage");
        assert!(words(&study, one).is_empty());
        assert_eq!(refused(&study, codes).0, Kind::Conflict);
        let through = ThemeRelease { theme: two, codes: vec![], passages: vec![passage] };
        let (kind, message) = refused(&study, through);
        assert_eq!(kind, Kind::Conflict);
        assert!(message.contains("comes with a code"), "{message}");
        let empty = ThemeRelease { theme: two, codes: vec![], passages: vec![] };
        assert_eq!(refused(&study, empty).0, Kind::Invalid);
    }
}

#[test]
fn a_released_passage_that_nothing_else_holds_is_no_longer_marked() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        let text = source(&study, "2026-01-05", &[], TEXT);
        let late = coded(&study, text, "It was late", &[]);
        gather(&study, one, &[], &[late]);
        let performed =
            does(&study, ThemeRelease { theme: one, codes: vec![], passages: vec![late] });
        assert_eq!(performed.notices.len(), 1);
        assert!(performed.notices[0].contains("no longer marked"), "{:?}", performed.notices);
        assert_eq!(reads(&study, move |reader| reader.find::<Passage>(late)), None);
    }
}

#[test]
fn a_quote_is_gathered_and_stays_gathered_when_it_is_no_longer_one() {
    for study in TestStudy::both() {
        let (one, left) = (theme(&study, "The drop"), code(&study, "Left out", None));
        let text = source(&study, "2026-01-05", &[], TEXT);
        let passage = coded(&study, text, "they forgot me", &[left]);
        let quote = |quoted| ThemeQuote { theme: one, passage, quoted };
        does(&study, quote(true));
        assert!(evidence(&study, one)[0].quoted);
        does(&study, quote(false));
        assert!(!evidence(&study, one)[0].quoted);
        does(&study, quote(true));
        assert!(evidence(&study, one)[0].quoted);
        let other = ThemeQuote { passage: nothing(), ..quote(true) };
        assert_eq!(refused(&study, other).0, Kind::NotFound);
    }
}

#[test]
fn not_quoting_what_was_no_quote_gathers_nothing() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        let text = source(&study, "2026-01-05", &[], TEXT);
        let passage = coded(&study, text, "It was late", &[]);
        let before = study.dump();
        does(&study, ThemeQuote { theme: one, passage, quoted: false });
        assert_eq!(study.dump(), before);
    }
}
