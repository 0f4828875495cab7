//! Texts keep up with a study: refreshed ones are what fresh ones would be.

use trefoil_core::corpus::participant::{ParticipantAdd, ParticipantSet};
use trefoil_core::corpus::source::{SourceAdd, SourceAttach, SourceRemove, SourceSet};
use trefoil_core::explore::search::{self, Query, Texts};
use trefoil_core::memo::MemoAdd;
use trefoil_core::transcript::SourceCorrect;
use trefoil_testkit::{Random, TestStudy, reads};

use super::{source, source_with};

/// The SHA-256 of “not really sound”.
const SOUND: &str = "fffe3343dbfb597f21f7227ff2c9aeebb46107b95de22047e2112dbe2d26cde2";

/// Everything that texts say.
fn said(texts: &Texts) -> String {
    let one = |one: &search::SourceText| format!("{one:?} {:?}", one.text());
    format!("{:?} {}", texts.change(), texts.all().iter().map(one).collect::<Vec<_>>().join("\n"))
}

#[track_caller]
fn keep_up(texts: &mut Texts, study: &TestStudy) {
    texts.refresh(study.study()).expect("can be read");
    assert_eq!(said(texts), said(&reads(study, Texts::load)), "{study:?}");
}

fn correct(source: trefoil_core::id::Id, text: &str) -> SourceCorrect {
    let text = Some(text.to_owned());
    SourceCorrect { source, edits: Vec::new(), text, revision: None, reason: String::new() }
}

#[test]
fn adding_correcting_describing_removing_and_undoing_are_followed() {
    for study in TestStudy::both() {
        let ada = study.session();
        let mut texts = Texts::default();
        keep_up(&mut texts, &study);
        let first = source(&study, "First", "They asked me in.");
        keep_up(&mut texts, &study);
        let ben = ParticipantAdd {
            name: "P1".into(),
            note: String::new(),
            started_on: Some("2026-01-05".into()),
        };
        let ben = ada.perform(ben).expect("adds").outcome;
        let second = source_with(&study, "Second", "Then they forgot me.", |add| {
            add.participants = vec![ben];
            add.date = Some("2026-01-20".into());
        });
        keep_up(&mut texts, &study);
        assert_eq!(texts.get(second).expect("is there").participants[0].week, Some(2));
        ada.perform(correct(first, "They called me in.")).expect("corrects");
        keep_up(&mut texts, &study);
        assert_eq!(texts.get(first).expect("is there").text(), "They called me in.");
        ada.undo().expect("undoes");
        keep_up(&mut texts, &study);
        ada.redo().expect("redoes");
        keep_up(&mut texts, &study);
        ada.perform(SourceSet { source: first, name: Some("1st".into()), ..described(first) })
            .expect("renames");
        keep_up(&mut texts, &study);
        let later = ParticipantSet {
            participant: ben,
            name: Some("Ben".into()),
            note: None,
            started_on: Some("2026-01-12".into()),
            ended_on: None,
        };
        ada.perform(later).expect("changes");
        keep_up(&mut texts, &study);
        ada.perform(SourceRemove { source: second }).expect("removes");
        keep_up(&mut texts, &study);
        assert!(texts.get(second).is_none());
        ada.undo().expect("undoes");
        keep_up(&mut texts, &study);
        assert_eq!(texts.all().len(), 2);
    }
}

fn described(source: trefoil_core::id::Id) -> SourceSet {
    serde_json::from_value(serde_json::json!({ "source": source })).expect("the rest may be absent")
}

#[test]
fn a_recording_has_no_text_until_it_has() {
    let study = TestStudy::file();
    let sha256: [u8; 32] = std::array::from_fn(|at| {
        u8::from_str_radix(&SOUND[at * 2..at * 2 + 2], 16).expect("is hexadecimal")
    });
    let bytes = Box::new(&b"not really sound"[..]);
    let sound = study.session().store_media(sha256, "audio/wav", bytes);
    let add = SourceAdd {
        name: "Voice note".into(),
        stream: "voice_note".into(),
        media: Some(sound.expect("is stored").id),
        ..SourceAdd::default()
    };
    let added = study.session().perform(add).expect("adds");
    let mut texts = Texts::default();
    keep_up(&mut texts, &study);
    assert!(texts.all().is_empty());
    let attach =
        SourceAttach { source: added.outcome, text: "I slept.".into(), segments: Vec::new() };
    study.session().perform(attach).expect("attaches");
    keep_up(&mut texts, &study);
    assert_eq!(texts.all().len(), 1);
}

#[test]
fn what_did_not_change_is_not_read_again() {
    let study = TestStudy::file();
    let (first, second) = (source(&study, "First", "One."), source(&study, "Second", "Two."));
    let mut texts = reads(&study, Texts::load);
    let place = |texts: &Texts, source| texts.get(source).expect("is there").text().as_ptr();
    let before = (place(&texts, first), place(&texts, second));
    let memo = MemoAdd { on: None, title: String::new(), text: "A slow week".into() };
    study.session().perform(memo).expect("the memo is written");
    study.session().perform(correct(second, "Three.")).expect("corrects");
    keep_up(&mut texts, &study);
    assert_eq!(place(&texts, first), before.0);
    assert_ne!(place(&texts, second), before.1);
}

#[test]
fn a_search_brings_its_texts_up_to_date_and_leaves_clones_alone() {
    let study = TestStudy::file();
    let first = source(&study, "First", "One.");
    let mut texts = reads(&study, Texts::load);
    let before = texts.clone();
    study.session().perform(correct(first, "Two.")).expect("corrects");
    let found = search::search(study.study(), &mut texts, &Query::of("two")).expect("searches");
    assert_eq!(found.total, 1);
    assert_eq!(texts.change(), Some(study.study().change_number().expect("reads")));
    assert_eq!(before.get(first).expect("is there").text(), "One.");
    assert!(!format!("{texts:?}").contains("Two"), "words do not belong in a log");
}

#[test]
fn any_way_of_working_is_followed() {
    let study = TestStudy::file();
    let ada = study.session();
    let (mut dice, mut texts) = (Random::seeded(23), Texts::default());
    for step in 0..120 {
        let there: Vec<_> = texts.all().iter().map(|one| one.source).collect();
        let pick = there.get(dice.below(there.len().max(1))).copied();
        match (dice.below(6), pick) {
            (0 | 1, _) | (_, None) => drop(source(&study, &format!("S{step}"), "Some words.")),
            (2, Some(source)) => {
                ada.perform(correct(source, &format!("Other words, {step}."))).expect("corrects");
            }
            (3, Some(source)) => drop(ada.perform(SourceRemove { source }).expect("removes")),
            (4, _) => drop(ada.undo().expect("undoes")),
            _ => drop(ada.redo().expect("redoes")),
        }
        if dice.below(3) == 0 {
            keep_up(&mut texts, &study);
        }
    }
    keep_up(&mut texts, &study);
}
