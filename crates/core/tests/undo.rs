//! Undo and redo: per person, across restarts, and never over somebody else's work.

use trefoil_core::codebook::{Code, CodeAdd, CodeMerge, CodeMove, CodeRemove};
use trefoil_core::coding::{CodingAdd, PassageRemove};
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::memo::MemoAdd;
use trefoil_core::study::{Session, Study};
use trefoil_core::transcript::{Edit, SourceCorrect};
use trefoil_testkit::TestStudy;

fn code(session: &Session, name: &str, parent: Option<Id>) -> Id {
    let add = CodeAdd { name: name.into(), parent, ..CodeAdd::default() };
    session.perform(add).expect("a code can be added").outcome
}

fn source(session: &Session, text: &str) -> Id {
    let add = SourceAdd {
        name: format!("Interview {}", text.len()),
        stream: "interview".into(),
        text: Some(text.into()),
        ..SourceAdd::default()
    };
    session.perform(add).expect("a source can be added").outcome
}

fn coded(session: &Session, source: Id, words: &str, code: Id) -> Id {
    let add = CodingAdd {
        source: Some(source),
        text: Some(words.into()),
        codes: vec![code],
        ..CodingAdd::default()
    };
    session.perform(add).expect("words can be coded").outcome.passage
}

#[test]
fn everything_undone_is_as_at_the_beginning_and_redone_as_at_the_end() {
    for study in TestStudy::both() {
        let ada = study.session();
        let beginning = study.dump();
        let parent = code(ada, "Belonging", None);
        let child = code(ada, "In the team", Some(parent));
        let other = code(ada, "Left out", None);
        let text = source(ada, "They asked me in. Then they forgot me.");
        coded(ada, text, "asked me in", child);
        coded(ada, text, "forgot me", other);
        ada.perform(CodeMove { code: other, parent: Some(parent), before: Some(child) })
            .expect("a code can be moved");
        ada.perform(CodeMerge { code: child, into: other }).expect("codes can be merged");
        ada.perform(CodeRemove { code: parent }).expect("a code can be removed");
        let end = study.dump();
        assert_ne!(beginning, end);
        let mut steps = 0;
        while ada.undo().expect("undo works").is_some() {
            steps += 1;
        }
        assert_eq!(steps, 9);
        assert_eq!(study.dump(), beginning, "{study:?}");
        while ada.redo().expect("redo works").is_some() {}
        assert_eq!(study.dump(), end, "{study:?}");
    }
}

#[test]
fn undo_survives_closing_and_opening() {
    let study = TestStudy::file();
    code(study.session(), "Belonging", None);
    let again = Study::open(study.study().place(), None).expect("a second handle opens");
    assert!(again.session("Ada").undo().expect("undo works").is_some());
    assert!(again.session("Ada").undo().expect("undo works").is_none());
}

#[test]
fn each_person_undoes_their_own_work() {
    for study in TestStudy::both() {
        let (ada, ben) = (study.session(), study.session_of("Ben"));
        let one = code(ada, "Ada's", None);
        let two = code(&ben, "Ben's", None);
        ada.undo().expect("undo works");
        let (one, two) = study
            .study()
            .read(move |reader| Ok((reader.find::<Code>(one)?, reader.find::<Code>(two)?)))
            .expect("reads");
        assert!(one.is_none() && two.is_some());
    }
}

#[test]
fn what_others_built_on_is_not_undone_from_under_them() {
    for study in TestStudy::both() {
        let (ada, ben) = (study.session(), study.session_of("Ben"));
        let text = source(ada, "They asked me in.");
        let idea = code(ada, "Belonging", None);
        coded(&ben, text, "asked me in", idea);
        let before = study.dump();
        let error = ada.undo().expect_err("Ben's coding rests on the code");
        assert_eq!(error.kind(), Kind::Conflict, "{error}");
        assert_eq!(study.dump(), before);
        let memo = MemoAdd { on: Some(idea), title: String::new(), text: "Why this?".into() };
        ben.undo().expect("Ben takes his coding back");
        ben.perform(memo).expect("a memo can be written");
        let error = ada.undo().expect_err("Ben's memo rests on the code");
        assert!(error.to_string().contains("memo"), "{error}");
    }
}

#[test]
fn a_passage_does_not_come_back_into_a_text_that_was_corrected_meanwhile() {
    for study in TestStudy::both() {
        let (ada, ben) = (study.session(), study.session_of("Ben"));
        let [one, other] =
            ["They asked me in.", "Then they forgot me."].map(|text| source(ada, text));
        let correct = |source| SourceCorrect {
            source,
            edits: vec![Edit { start: 0, end: 4, text: "People".into() }],
            text: None,
            revision: None,
            reason: String::new(),
        };
        let idea = code(ada, "Belonging", None);
        let passage = coded(ada, one, "asked me in", idea);
        ada.undo().expect("undo works");
        ben.perform(correct(one)).expect("a text can be corrected");
        let before = study.dump();
        let error = ada.redo().expect_err("the passage would count in the earlier wording");
        assert_eq!(error.kind(), Kind::Conflict, "{error}");
        assert_eq!(study.dump(), before);
        ben.undo().expect("Ben takes his correction back");
        ada.redo().expect("the wording is the same again");

        ada.perform(PassageRemove { passage }).expect("a passage can be removed");
        ben.perform(correct(other)).expect("a text can be corrected");
        ada.undo().expect("the other text does not matter").expect("there is an act");
        ada.redo().expect("nor does it here").expect("there is an act");
        ben.perform(correct(one)).expect("a text can be corrected");
        let error = ada.undo().expect_err("the passage would count in the earlier wording");
        assert!(error.to_string().contains("a text was corrected since"), "{error}");
    }
}

#[test]
fn new_work_ends_the_chance_to_redo() {
    for study in TestStudy::both() {
        let ada = study.session();
        code(ada, "One", None);
        ada.undo().expect("undo works");
        code(ada, "Two", None);
        assert!(ada.redo().expect("redo works").is_none());
        assert!(ada.undo().expect("undo works").is_some());
        assert!(ada.undo().expect("undo works").is_none());
    }
}

#[test]
fn an_act_is_undone_and_redone_as_one() {
    for study in TestStudy::both() {
        let beginning = study.dump();
        let act = study.session().one_act();
        code(&act, "One", None);
        code(&act, "Two", None);
        let end = study.dump();
        let undone = study.session().undo().expect("undo works").expect("there is something");
        assert_eq!(undone.summaries.len(), 2);
        assert_eq!(study.dump(), beginning);
        study.session().redo().expect("redo works");
        assert_eq!(study.dump(), end);
    }
}

#[test]
fn media_stay_in_place_while_they_can_come_back_and_go_when_they_cannot() {
    for study in TestStudy::both() {
        let ada = study.session();
        let bytes = vec![7_u8; 3_000_000];
        let digest = <sha2::Sha256 as sha2::Digest>::digest(&bytes).into();
        let stored = ada
            .store_media(digest, "audio/wav", Box::new(std::io::Cursor::new(bytes)))
            .expect("the recording is stored");
        let again = ada.store_media(digest, "audio/wav", Box::new(std::io::empty()));
        assert!(again.expect("nothing is read").known);
        let add = SourceAdd {
            name: "A recording".into(),
            stream: "voice_note".into(),
            media: Some(stored.id),
            ..SourceAdd::default()
        };
        ada.perform(add).expect("the source is added");
        let with = study.dump();
        let count = |table: &'static str| {
            let sql = format!("SELECT COUNT(*) FROM {table}");
            study.study().read(move |reader| reader.number(&sql, &[])).expect("counts")
        };
        assert_eq!(count("media_chunk"), 3);
        ada.undo().expect("undo works").expect("there is something to undo");
        let longest = study
            .study()
            .read(|reader| {
                reader.number("SELECT CAST(MAX(LENGTH(before)) AS BIGINT) FROM undo_image", &[])
            })
            .expect("reads");
        assert!(longest < 2_000, "no recording is copied into an image");
        assert_eq!(count("media_chunk"), 3, "the bytes stay while a redo can bring them back");
        ada.redo().expect("redo works").expect("there is something to redo");
        assert_eq!(study.dump(), with);
        ada.undo().expect("undo works").expect("there is something to undo");
        if let trefoil_core::clock::Clock::Ticking(at) = study.study().clock() {
            at.fetch_add(2 * 3_600_000, std::sync::atomic::Ordering::Relaxed);
        }
        code(ada, "Something else", None);
        assert_eq!((count("media"), count("media_chunk")), (0, 0), "nothing can bring them back");
    }
}

#[test]
fn bytes_that_are_not_the_ones_expected_are_not_stored() {
    let study = TestStudy::file();
    let wrong = Box::new(std::io::Cursor::new(vec![1_u8; 10]));
    let error = study.session().store_media([0; 32], "audio/wav", wrong).expect_err("refused");
    assert_eq!(error.kind(), Kind::BadFile);
    let count = study
        .study()
        .read(|reader| reader.number("SELECT COUNT(*) FROM media_chunk", &[]))
        .expect("counts");
    assert_eq!(count, 0);
}
