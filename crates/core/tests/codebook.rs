//! The codebook and codings: what each act does, and what it refuses.

use trefoil_core::codebook::{self, CodeAdd, CodeMerge, CodeMove, CodeRemove, CodeSet};
use trefoil_core::coding::{self, CodingAdd, CodingRemove, PassageRemove};
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::memo::{self, MemoAdd, MemoRemove, MemoSet};
use trefoil_core::study::Session;
use trefoil_testkit::TestStudy;

fn code(session: &Session, name: &str, parent: Option<Id>) -> Id {
    let add = CodeAdd { name: name.into(), parent, ..CodeAdd::default() };
    session.perform(add).expect("adds").outcome
}

fn text(session: &Session) -> Id {
    let add = SourceAdd {
        name: "Talk".into(),
        stream: "interview".into(),
        text: Some("They asked me in. Then they forgot me. 🙂 Then they asked again.".into()),
        ..SourceAdd::default()
    };
    session.perform(add).expect("adds").outcome
}

fn coded(session: &Session, source: Id, words: &str, codes: &[Id]) -> coding::Added {
    let add = CodingAdd {
        source: Some(source),
        text: Some(words.into()),
        codes: codes.to_vec(),
        ..CodingAdd::default()
    };
    session.perform(add).expect("codes").outcome
}

fn tree(study: &TestStudy) -> Vec<String> {
    let listed = study.study().read(codebook::tree).expect("lists");
    listed.iter().map(|one| format!("{} {}", one.path.join("/"), one.codings)).collect()
}

#[test]
fn codes_are_listed_as_a_tree_in_their_own_order() {
    for study in TestStudy::both() {
        let ada = study.session();
        let (b, a) = (code(ada, "B", None), code(ada, "A", None));
        let below = code(ada, "Below", Some(b));
        code(ada, "Deep", Some(below));
        assert_eq!(tree(&study), ["B 0", "B/Below 0", "B/Below/Deep 0", "A 0"]);
        ada.perform(CodeMove { code: a, parent: None, before: Some(b) }).expect("moves");
        ada.perform(CodeMove { code: below, parent: Some(a), before: None }).expect("moves");
        assert_eq!(tree(&study), ["A 0", "A/Below 0", "A/Below/Deep 0", "B 0"]);
        let error = ada
            .perform(CodeMove { code: a, parent: Some(below), before: None })
            .expect_err("a circle");
        assert_eq!(error.kind(), Kind::Conflict);
        let error =
            ada.perform(CodeMove { code: a, parent: Some(a), before: None }).expect_err("a circle");
        assert_eq!(error.kind(), Kind::Conflict);
    }
}

#[test]
fn siblings_do_not_share_a_name_and_cousins_may() {
    for study in TestStudy::both() {
        let ada = study.session();
        let (a, b) = (code(ada, "A", None), code(ada, "B", None));
        code(ada, "Same", Some(a));
        let same = code(ada, "Same", Some(b));
        let twice = CodeAdd { name: " A ".into(), ..CodeAdd::default() };
        assert_eq!(ada.perform(twice).expect_err("taken").kind(), Kind::Conflict);
        let move_there = CodeMove { code: same, parent: Some(a), before: None };
        assert_eq!(ada.perform(move_there).expect_err("taken there").kind(), Kind::Conflict);
        let colour = CodeSet {
            code: a,
            name: None,
            definition: None,
            include: None,
            exclude: None,
            example: None,
            colour: Some("red".into()),
        };
        assert_eq!(ada.perform(colour.clone()).expect_err("no colour").kind(), Kind::Invalid);
        let colour = CodeSet {
            colour: Some("#6B4FA0".into()),
            definition: Some("Being asked in".into()),
            ..colour
        };
        ada.perform(colour).expect("sets");
        let listed = study.study().read(codebook::tree).expect("lists");
        assert_eq!(listed[0].code.colour.as_deref(), Some("#6b4fa0"));
        assert_eq!(listed[0].code.definition, "Being asked in");
    }
}

#[test]
fn merging_codes_keeps_every_coding_and_no_coding_twice() {
    for study in TestStudy::both() {
        let (ada, ben) = (study.session(), study.session_of("Ben"));
        let source = text(ada);
        let (from, into) = (code(ada, "From", None), code(ada, "Into", None));
        code(ada, "Child", Some(from));
        coded(ada, source, "asked me in", &[from, into]);
        coded(&ben, source, "asked me in", &[from]);
        coded(ada, source, "forgot me", &[from]);
        let note = MemoAdd { on: Some(from), title: "Why".into(), text: "Because".into() };
        ada.perform(note).expect("writes");
        ada.perform(CodeMerge { code: from, into }).expect("merges");
        assert_eq!(tree(&study), ["Into 3", "Into/Child 0"]);
        let memos = study.study().read(move |reader| memo::on(reader, into)).expect("lists");
        assert_eq!(memos.len(), 1, "the memo went over");
        let error = ada.perform(CodeMerge { code: into, into }).expect_err("with itself");
        assert_eq!(error.kind(), Kind::Conflict);
    }
}

#[test]
fn removing_a_code_takes_what_only_it_held() {
    for study in TestStudy::both() {
        let ada = study.session();
        let source = text(ada);
        let (a, b) = (code(ada, "A", None), code(ada, "B", None));
        let below = code(ada, "Below", Some(a));
        coded(ada, source, "asked me in", &[below, b]);
        let only = coded(ada, source, "forgot me", &[a]).passage;
        let held = coded(ada, source, "🙂", &[a]).passage;
        let note = MemoAdd { on: Some(held), title: String::new(), text: "A smile".into() };
        ada.perform(note).expect("writes");
        let gone = ada.perform(CodeRemove { code: a }).expect("removes").outcome;
        assert_eq!(gone, 3);
        assert_eq!(tree(&study), ["B 1"]);
        let passages =
            study.study().read(move |reader| coding::of_source(reader, source)).expect("lists");
        let ids: Vec<_> = passages.iter().map(|one| one.id).collect();
        assert!(!ids.contains(&only) && ids.contains(&held), "a memo holds its passage");
        assert_eq!(ids.len(), 2);
    }
}

#[test]
fn passages_of_a_code_come_with_those_of_the_codes_beneath_it() {
    for study in TestStudy::both() {
        let ada = study.session();
        let source = text(ada);
        let above = code(ada, "Above", None);
        let below = code(ada, "Below", Some(above));
        coded(ada, source, "asked me in", &[above]);
        coded(ada, source, "forgot me", &[below]);
        let count = |with: bool| {
            study
                .study()
                .read(move |reader| coding::of_code(reader, above, with))
                .expect("lists")
                .len()
        };
        assert_eq!((count(false), count(true)), (1, 2));
    }
}

#[test]
fn passages_are_found_by_their_words_and_signs_of_patterns_are_words_too() {
    for study in TestStudy::both() {
        let ada = study.session();
        let source = SourceAdd {
            name: "Talk".into(),
            stream: "interview".into(),
            text: Some("They FORGOT me. It was 100% sure_ly! Then 1000 more. ÜBER it.".into()),
            ..SourceAdd::default()
        };
        let source = ada.perform(source).expect("adds").outcome;
        for words in ["ÜBER it", "1000 more", "100% sure_ly!", "They FORGOT me"] {
            coded(ada, source, words, &[]);
        }
        let find = |words: &'static str, most| -> Vec<String> {
            let found = study.study().read(move |reader| coding::find(reader, words, most));
            found.expect("finds").into_iter().map(|one| one.text).collect()
        };
        assert_eq!(find("forgot", 9), ["They FORGOT me"], "{study:?}");
        assert_eq!(find("00%", 9), ["100% sure_ly!"], "{study:?}");
        assert_eq!(find("sure_ly!", 9), ["100% sure_ly!"], "{study:?}");
        assert_eq!(find("re", 9), ["100% sure_ly!", "1000 more"], "{study:?}");
        assert_eq!(find("e", 2).len(), 2);
        assert_eq!(find("über", 9), ["ÜBER it"], "{study:?}");
        assert_eq!(find("  ", 9), Vec::<String>::new());
        assert_eq!(find("s_re", 9), Vec::<String>::new());
    }
}

#[test]
fn the_same_words_are_one_passage_and_the_same_coding_is_made_once() {
    for study in TestStudy::both() {
        let ada = study.session();
        let source = text(ada);
        let (a, b) = (code(ada, "A", None), code(ada, "B", None));
        let first = coded(ada, source, "forgot me", &[a]);
        let second = coded(ada, source, "forgot me", &[a, b]);
        assert_eq!(first.passage, second.passage);
        assert_eq!(first.codings[0], second.codings[0]);
        let by_span = CodingAdd {
            source: Some(source),
            start: Some(39),
            end: Some(40),
            text: Some("🙂".into()),
            codes: vec![a],
            ..CodingAdd::default()
        };
        ada.perform(by_span.clone()).expect("code points, not units or bytes");
        let wrong = CodingAdd { text: Some("x".into()), start: Some(38), ..by_span };
        assert_eq!(ada.perform(wrong).expect_err("other words").kind(), Kind::Conflict);
    }
}

#[test]
fn taking_the_last_code_off_lets_the_passage_go() {
    for study in TestStudy::both() {
        let ada = study.session();
        let source = text(ada);
        let (a, b) = (code(ada, "A", None), code(ada, "B", None));
        let done = coded(ada, source, "forgot me", &[a, b]);
        let count = || {
            study
                .study()
                .read(move |reader| coding::of_source(reader, source))
                .expect("lists")
                .len()
        };
        ada.perform(CodingRemove { coding: done.codings[0] }).expect("takes off");
        assert_eq!(count(), 1);
        ada.perform(CodingRemove { coding: done.codings[1] }).expect("takes off");
        assert_eq!(count(), 0);
        let again = coded(ada, source, "forgot me", &[a, b]);
        let gone = ada.perform(PassageRemove { passage: again.passage }).expect("removes");
        assert_eq!((gone.outcome, count()), (2, 0));
    }
}

#[test]
fn memos_are_written_on_anything_and_the_journal_is_the_studys_own() {
    for study in TestStudy::both() {
        let ada = study.session();
        let source = text(ada);
        let write = |on, words: &str| {
            let add = MemoAdd { on, title: String::new(), text: words.into() };
            ada.perform(add).expect("writes").outcome
        };
        let journal = write(None, "Day one");
        let on_source = write(Some(source), "Loud room");
        let about = study.study().about().expect("reads");
        let memos = study.study().read(memo::list).expect("lists");
        assert_eq!(memos[0].target, about.id);
        assert_eq!((memos[1].noun.as_str(), memos[1].source), ("source", Some(source)));
        let set = MemoSet { memo: journal, title: None, text: Some("Day two".into()) };
        ada.perform(set).expect("changes");
        ada.perform(MemoRemove { memo: on_source }).expect("removes");
        let empty = MemoAdd { on: None, title: String::new(), text: "  ".into() };
        assert_eq!(ada.perform(empty).expect_err("no words").kind(), Kind::Invalid);
        let history =
            study.study().read(|reader| trefoil_core::study::history(reader, 50)).expect("lists");
        let told = serde_json::to_string(&history).expect("writes");
        assert!(!told.contains("Day") && !told.contains("Loud"), "the history keeps no words");
    }
}
