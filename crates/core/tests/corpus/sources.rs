//! Participants, streams and sources: what each act does, and what it refuses.

use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::participant::{self, ParticipantAdd, ParticipantRemove, ParticipantSet};
use trefoil_core::corpus::source::{self, SourceAdd, SourceRemove, SourceSet};
use trefoil_core::corpus::stream::StreamSet;
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::study::{PersonSet, Role, Session, StudySet};
use trefoil_testkit::TestStudy;

fn participant(session: &Session, name: &str, started_on: &str) -> Id {
    let add = ParticipantAdd {
        name: name.into(),
        note: String::new(),
        started_on: Some(started_on.into()),
    };
    session.perform(add).expect("adds").outcome
}

fn note(session: &Session, date: &str, participants: &[Id]) -> Id {
    let add = SourceAdd {
        name: format!("Note of {date}"),
        stream: "field note".into(),
        date: Some(date.into()),
        participants: participants.to_vec(),
        text: Some(format!("Quiet on {date}.")),
        ..SourceAdd::default()
    };
    session.perform(add).expect("adds").outcome
}

#[test]
fn a_source_knows_the_week_of_each_participant() {
    for study in TestStudy::both() {
        let ada = study.session();
        let one = participant(ada, "P1", "2026-01-05");
        let two = participant(ada, "P2", "2026-01-19");
        note(ada, "2026-01-20T08:15", &[two, one]);
        let listed = study.study().read(source::list).expect("lists");
        let weeks: Vec<_> =
            listed[0].participants.iter().map(|one| (&one.name[..], one.week)).collect();
        assert_eq!(weeks, [("P1", Some(2)), ("P2", Some(0))]);
        assert_eq!(listed[0].source.stream, "field_note");
        assert_eq!(listed[0].source.date.as_deref(), Some("2026-01-20T08:15:00"));
        let set = ParticipantSet {
            participant: one,
            name: None,
            note: None,
            started_on: Some(String::new()),
            ended_on: None,
        };
        ada.perform(set).expect("the date is taken away");
        let listed = study.study().read(source::list).expect("lists");
        assert_eq!(listed[0].participants[0].week, None);
    }
}

#[test]
fn participants_have_a_pseudonym_of_their_own_and_go_only_when_nothing_names_them() {
    for study in TestStudy::both() {
        let ada = study.session();
        let one = participant(ada, "P1", "20260105");
        let listed = study.study().read(participant::list).expect("lists");
        assert_eq!(
            listed[0].started_on.as_deref(),
            Some("2026-01-05"),
            "as the calendar writes it"
        );
        let twice = ParticipantAdd { name: "P1".into(), note: String::new(), started_on: None };
        assert_eq!(ada.perform(twice).expect_err("taken").kind(), Kind::Conflict);
        let soon = ParticipantAdd {
            name: "P2".into(),
            note: String::new(),
            started_on: Some("soon".into()),
        };
        assert_eq!(ada.perform(soon).expect_err("no date").kind(), Kind::Invalid);
        let source = note(ada, "2026-01-06", &[one]);
        let remove = ParticipantRemove { participant: one };
        assert_eq!(ada.perform(remove.clone()).expect_err("named").kind(), Kind::Conflict);
        let set = SourceSet {
            source,
            name: Some("Renamed".into()),
            stream: Some("interview".into()),
            date: Some(String::new()),
            participants: Some(Vec::new()),
            sender: None,
            language: Some("cy".into()),
            note: None,
        };
        ada.perform(set).expect("changes");
        ada.perform(remove).expect("nothing names them now");
        let listed = study.study().read(source::list).expect("lists");
        let source = &listed[0].source;
        assert_eq!((&source.name[..], &source.stream[..]), ("Renamed", "interview"));
        assert_eq!((source.date.as_deref(), source.language.as_deref()), (None, Some("cy")));
        assert!(listed[0].participants.is_empty());
    }
}

#[test]
fn removing_a_source_takes_everything_on_it_and_undo_brings_it_back() {
    for study in TestStudy::both() {
        let ada = study.session();
        let source = note(ada, "2026-01-06", &[]);
        let code = ada
            .perform(CodeAdd { name: "Quiet".into(), ..CodeAdd::default() })
            .expect("adds")
            .outcome;
        let add = CodingAdd {
            source: Some(source),
            text: Some("Quiet".into()),
            codes: vec![code],
            ..CodingAdd::default()
        };
        ada.perform(add).expect("codes");
        let before = study.dump();
        let gone = ada.perform(SourceRemove { source }).expect("removes").outcome;
        assert_eq!((gone.passages, gone.codings), (1, 1));
        assert!(study.study().read(source::list).expect("lists").is_empty());
        assert!(study.study().check().expect("checks").findings.is_empty());
        ada.undo().expect("undo works").expect("there is something");
        assert_eq!(study.dump(), before);
    }
}

#[test]
fn a_source_needs_something_to_read_or_hear() {
    let study = TestStudy::file();
    let refuse = |add: SourceAdd| study.session().perform(add).expect_err("refused").kind();
    let base =
        || SourceAdd { name: "X".into(), stream: "interview".into(), ..SourceAdd::default() };
    assert_eq!(refuse(base()), Kind::Invalid);
    assert_eq!(refuse(SourceAdd { text: Some(" \n ".into()), ..base() }), Kind::Invalid);
    let words = || Some("words".to_owned());
    assert_eq!(
        refuse(SourceAdd { text: words(), stream: "diary".into(), ..base() }),
        Kind::Invalid
    );
    assert_eq!(refuse(SourceAdd { text: words(), name: " ".into(), ..base() }), Kind::Invalid);
    let date = Some("31/01/2026".into());
    assert_eq!(refuse(SourceAdd { text: words(), date, ..base() }), Kind::Invalid);
    let add = SourceAdd { text: Some("\u{feff}one\r\ntwo\rthree".into()), ..base() };
    let done = study.session().perform(add).expect("adds");
    assert_eq!(done.notices.len(), 1, "what was changed is told");
    let id = done.outcome;
    let text = study.study().read(move |reader| source::text(reader, id)).expect("reads");
    assert_eq!(text.expect("has a text").text, "one\ntwo\nthree");
}

#[test]
fn streams_people_and_the_study_itself_can_be_called_otherwise() {
    for study in TestStudy::both() {
        let ada = study.session();
        let set = StreamSet { stream: "field_note".into(), label: "Walk the frontline".into() };
        ada.perform(set).expect("renames");
        let twice = StreamSet { stream: "interview".into(), label: "Walk the frontline".into() };
        assert_eq!(ada.perform(twice).expect_err("taken").kind(), Kind::Conflict);
        let set = StudySet {
            title: Some("Finding my feet".into()),
            question: Some("What is it like?".into()),
            minimum_group: Some(3),
            ..StudySet::default()
        };
        ada.perform(set).expect("changes");
        let about = study.study().about().expect("reads");
        assert_eq!((&about.title[..], about.minimum_group), ("Finding my feet", 3));
        let nameless = StudySet { title: Some(" ".into()), ..StudySet::default() };
        assert_eq!(ada.perform(nameless).expect_err("no title").kind(), Kind::Invalid);
        let people = study
            .study()
            .read(|reader| reader.list::<trefoil_core::study::Person>("", &[]))
            .expect("lists");
        let set = PersonSet {
            person: people[0].id,
            name: Some("Ada L.".into()),
            role: Some(Role::CoResearcher),
        };
        ada.perform(set).expect("changes");
    }
}
