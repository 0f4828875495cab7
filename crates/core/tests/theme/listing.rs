//! What a theme rests on, and how much that is.

use trefoil_core::codebook::{CodeMove, CodeRemove};
use trefoil_core::coding::CodingAdd;
use trefoil_core::error::Kind;
use trefoil_core::theme::{by_source, of_source};
use trefoil_testkit::TestStudy;

use super::{
    code, coded, conversation, evidence, gather, listed, nothing, participant, reads, source,
    theme, words,
};

#[test]
fn evidence_comes_through_codes_beneath_a_gathered_code_and_each_passage_once() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        let above = code(&study, "Left out", None);
        let below = code(&study, "By the team", Some(above));
        let deep = code(&study, "At lunch", Some(below));
        let other = code(&study, "Asked in", None);
        let text =
            source(&study, "2026-01-05", &[], "They forgot me. I sat there. They asked me in.");
        let forgot = coded(&study, text, "They forgot me", &[above, below, deep]);
        coded(&study, text, "I sat there", &[deep]);
        coded(&study, text, "They asked me in", &[other]);
        gather(&study, one, &[above, below], &[forgot]);
        assert_eq!(words(&study, one), ["They forgot me", "I sat there"]);
        let counts = |study: &TestStudy| {
            let one = listed(study).remove(0);
            (one.codes, one.passages, one.codings)
        };
        assert_eq!(counts(&study), (2, 2, 4));
        let ben = study.session_of("Ben");
        let again = CodingAdd { passage: Some(forgot), codes: vec![deep], ..CodingAdd::default() };
        ben.perform(again).expect("Ben codes it too");
        assert_eq!(counts(&study), (2, 2, 5));
        let ada = study.session();
        ada.perform(CodeMove { code: deep, parent: None, before: None }).expect("a code can move");
        assert_eq!(counts(&study), (2, 1, 2));
        ada.perform(CodeRemove { code: above }).expect("a code can be removed");
        assert_eq!(counts(&study), (0, 1, 0));
        assert_eq!(words(&study, one), ["They forgot me"]);
    }
}

#[test]
fn how_much_a_theme_gathers_is_told_by_source_and_each_source_knows_its_themes() {
    for study in TestStudy::both() {
        let (one, two, three) =
            (theme(&study, "One"), theme(&study, "Two"), theme(&study, "Three"));
        let above = code(&study, "Left out", None);
        let below = code(&study, "At lunch", Some(above));
        let first = source(&study, "2026-01-05", &[], "They forgot me. I sat there.");
        let second = source(&study, "2026-01-06", &[], "They asked me in.");
        let forgot = coded(&study, first, "They forgot me", &[above, below]);
        coded(&study, first, "I sat there", &[below]);
        let asked = coded(&study, second, "They asked me in", &[]);
        gather(&study, one, &[above], &[forgot]);
        gather(&study, two, &[], &[asked]);
        let mut told = reads(&study, by_source);
        told.sort();
        let told: Vec<_> = told.iter().map(|at| (at.theme, at.source, at.passages)).collect();
        assert_eq!(told, [(one, first, 2), (two, second, 1)], "{study:?}");
        let of = |source| reads(&study, move |reader| of_source(reader, source));
        assert_eq!(of(first), [one].into(), "{study:?}");
        assert_eq!(of(second), [two].into(), "{study:?}");
        gather(&study, three, &[below], &[asked]);
        assert_eq!(of(first), [one, three].into(), "{study:?}");
        assert_eq!(of(second), [two, three].into(), "{study:?}");
    }
}

#[test]
fn themes_do_not_count_each_others_evidence() {
    for study in TestStudy::both() {
        let (one, two, three) =
            (theme(&study, "One"), theme(&study, "Two"), theme(&study, "Three"));
        let left = code(&study, "Left out", None);
        let text = source(&study, "2026-01-05", &[], "They forgot me. I sat there.");
        let forgot = coded(&study, text, "They forgot me", &[left]);
        let sat = coded(&study, text, "I sat there", &[]);
        gather(&study, one, &[left], &[]);
        gather(&study, two, &[left], &[forgot, sat]);
        let counts: Vec<_> =
            listed(&study).iter().map(|one| (one.codes, one.passages, one.codings)).collect();
        assert_eq!(counts, [(1, 1, 1), (1, 2, 1), (0, 0, 0)], "{study:?}");
        assert!(words(&study, three).is_empty());
    }
}

#[test]
fn evidence_is_ordered_by_date_then_by_place_and_undated_comes_last() {
    for study in TestStudy::both() {
        let (one, left) = (theme(&study, "The drop"), code(&study, "Left out", None));
        let undated = source(&study, "", &[], "undated");
        let late = source(&study, "2026-03-01", &[], "late");
        let early = source(&study, "2026-01-05", &[], "first second");
        let timed = source(&study, "2026-01-05T08:00:00", &[], "at eight");
        for (source, words) in [
            (undated, "undated"),
            (late, "late"),
            (timed, "at eight"),
            (early, "second"),
            (early, "first"),
        ] {
            coded(&study, source, words, &[left]);
        }
        gather(&study, one, &[left], &[]);
        assert_eq!(words(&study, one), ["first", "second", "at eight", "late", "undated"]);
    }
}

#[test]
fn evidence_says_where_it_comes_from_and_whose_words_it_is() {
    for study in TestStudy::both() {
        let (one, left) = (theme(&study, "The drop"), code(&study, "Left out", None));
        let [ten, two] = ["P10", "P2"].map(|name| participant(&study, name));
        let note = source(&study, "2026-01-05", &[ten], "They forgot me.");
        let talk = conversation(
            &study,
            &[ten, two],
            &[("P2", "I sat there."), ("Interviewer", "And then?"), ("P10", "So did I.")],
        );
        coded(&study, note, "They forgot me", &[left]);
        coded(&study, talk, "sat there", &[left]);
        coded(&study, talk, "And then?", &[left]);
        coded(&study, talk, "And then?\nSo did", &[left]);
        coded(&study, talk, "there.\nAnd then?\nSo did I.", &[left]);
        gather(&study, one, &[left], &[]);
        let found = evidence(&study, one);
        let whose: Vec<_> = found.iter().map(|one| one.participants.join(" ")).collect();
        assert_eq!(whose, ["P10", "P2", "P2 P10", "P2 P10", "P10"], "{study:?} {found:#?}");
        let first = &found[0];
        assert_eq!((first.source, first.stream.as_str()), (note, "voice_note"));
        assert_eq!(first.source_name, "Voice note of 2026-01-05");
        assert_eq!(first.date.as_deref(), Some("2026-01-05"));
        assert_eq!((first.start, first.end), (0, 14));
    }
}

#[test]
fn a_source_without_participants_has_the_words_of_those_who_speak_in_it() {
    for study in TestStudy::both() {
        let (one, left) = (theme(&study, "The drop"), code(&study, "Left out", None));
        participant(&study, "P2");
        let talk = conversation(&study, &[], &[("P2", "I sat there."), ("Someone", "And then?")]);
        coded(&study, talk, "sat there", &[left]);
        coded(&study, talk, "And then?", &[left]);
        gather(&study, one, &[left], &[]);
        let found = evidence(&study, one);
        let whose: Vec<_> = found.iter().map(|one| one.participants.join(" ")).collect();
        assert_eq!(whose, ["P2", ""], "{study:?}");
    }
}

#[test]
fn the_evidence_of_no_theme_is_not_found() {
    for study in TestStudy::both() {
        let error = study.study().read(|reader| theme::evidence(reader, nothing()));
        assert_eq!(error.expect_err("there is no such theme").kind(), Kind::NotFound);
    }
}
