//! Where a query looks: streams, participants, weeks, sources and codes; and in which order.

use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::explore::search::{Mode, Query};
use trefoil_core::id::Id;
use trefoil_core::transcript::SourceCorrect;
use trefoil_testkit::TestStudy;

use super::{found, names, source, source_with};

fn participant(study: &TestStudy, name: &str, started: &str) -> Id {
    let add =
        ParticipantAdd { name: name.into(), note: String::new(), started_on: Some(started.into()) };
    study.session().perform(add).expect("a participant can be added").outcome
}

fn code(study: &TestStudy, name: &str, parent: Option<Id>) -> Id {
    let add = CodeAdd { name: name.into(), parent, ..CodeAdd::default() };
    study.session().perform(add).expect("a code can be added").outcome
}

fn coded(study: &TestStudy, source: Id, words: &str, code: Id) {
    let add = CodingAdd {
        source: Some(source),
        text: Some(words.into()),
        codes: vec![code],
        ..CodingAdd::default()
    };
    study.session().perform(add).expect("words can be coded");
}

/// Ten comes before Two by the alphabet and behind it by number.
fn people(study: &TestStudy) -> (Id, Id) {
    let [ten, two] = [("P10", "2026-01-05"), ("P2", "2026-02-02")]
        .map(|(name, started)| participant(study, name, started));
    let add = |name: &str, date: &str, stream: &str, who: &[Id]| {
        source_with(study, name, "so tired", |add| {
            add.date = (!date.is_empty()).then(|| date.into());
            add.stream = stream.into();
            add.participants = who.to_vec();
        });
    };
    add("nobody", "2026-01-01", "document", &[]);
    add("ten late", "2026-02-10", "voice_note", &[ten]);
    add("two", "2026-02-09", "voice_note", &[two]);
    add("ten early", "2026-01-06", "interview", &[ten]);
    add("ten undated", "", "interview", &[ten]);
    add("both", "2026-02-16", "conversation", &[ten, two]);
    (ten, two)
}

#[test]
fn hits_come_by_participant_then_by_date() {
    for study in TestStudy::both() {
        people(&study);
        let found = found(&study, &Query::of("tired"));
        let expected = ["two", "both", "ten early", "ten late", "ten undated", "nobody"];
        assert_eq!(names(&found), expected, "{study:?}");
    }
}

#[test]
fn streams_participants_weeks_and_sources_restrict_a_search() {
    for study in TestStudy::both() {
        let (ten, two) = people(&study);
        let search = |restrict: &dyn Fn(&mut Query)| {
            let mut query = Query::of("tired");
            restrict(&mut query);
            let found = found(&study, &query);
            names(&found).join(", ")
        };
        assert_eq!(search(&|query| query.streams = vec!["voice_note".into()]), "two, ten late");
        assert_eq!(search(&|query| query.participants = vec![two]), "two, both");
        assert_eq!(search(&|query| query.weeks = vec![0, 1]), "two, ten early");
        assert_eq!(search(&|query| query.weeks = vec![2, 6]), "both");
        let of_ten = |query: &mut Query| {
            (query.participants, query.weeks) = (vec![ten], vec![2, 5]);
        };
        assert_eq!(search(&of_ten), "ten late");
        let of_both = |query: &mut Query| {
            (query.participants, query.streams) = (vec![ten, two], vec!["conversation".into()]);
        };
        assert_eq!(search(&of_both), "both");
        let everything = found(&study, &Query::of("tired"));
        let wanted = vec![everything.hits[0].source, everything.hits[3].source];
        assert_eq!(search(&|query| query.sources.clone_from(&wanted)), "two, ten late");
        assert_eq!(search(&|query| query.streams = vec!["field_note".into()]), "");
    }
}

#[test]
fn within_a_code_every_character_of_a_hit_is_coded_with_it() {
    for study in TestStudy::both() {
        let (trust, team) = (code(&study, "Trust", None), code(&study, "Team", None));
        let below = code(&study, "In the team", Some(team));
        let text = "🙂 aa they asked me in, they forgot me, they left";
        let first = source(&study, "First", text);
        source(&study, "Uncoded", text);
        coded(&study, first, "they asked me", trust);
        coded(&study, first, "me in, they", trust);
        coded(&study, first, "forgot me", below);
        let search = |words: &str, codes: &[Id], below: bool| {
            let query = Query { codes: codes.to_vec(), below, ..Query::of(words) };
            let found = found(&study, &query);
            assert!(found.hits.iter().all(|hit| hit.source == first));
            found.hits.iter().map(|hit| (hit.span.start, hit.span.end)).collect::<Vec<_>>()
        };
        assert_eq!(search("they", &[trust], false), [(5, 9), (23, 27)], "{study:?}");
        assert_eq!(search("me", &[trust], false), [(16, 18)], "once, though two passages hold it");
        assert_eq!(search("asked me in", &[trust], false), [(10, 21)]);
        assert_eq!(search("in, they forgot", &[trust, below], false), []);
        assert_eq!(search("me", &[trust, below], false), [(16, 18), (35, 37)]);
        assert_eq!(search("me", &[team], false), []);
        assert_eq!(search("me", &[team], true), [(35, 37)]);
        let correct = SourceCorrect {
            source: first,
            edits: Vec::new(),
            text: Some(text.replace("aa", "a much longer beginning")),
            revision: None,
            reason: String::new(),
        };
        study.session().perform(correct).expect("corrects");
        assert_eq!(search("me", &[trust], false), [(37, 39)], "passages are carried along");
    }
}

#[test]
fn within_a_code_expressions_see_what_stands_around() {
    let study = TestStudy::file();
    let trust = code(&study, "Trust", None);
    let text = source(&study, "Talk", "start tired\nends aaa");
    coded(&study, text, "art tired", trust);
    let end = CodingAdd {
        source: Some(text),
        start: Some(18),
        end: Some(20),
        codes: vec![trust],
        ..CodingAdd::default()
    };
    study.session().perform(end).expect("words can be coded");
    let search = |words: &str, mode| {
        let query = Query { codes: vec![trust], mode, ..Query::of(words) };
        found(&study, &query).hits.iter().map(|hit| hit.span.start).collect::<Vec<_>>()
    };
    assert_eq!(search("art", Mode::Literal), [2]);
    assert_eq!(search("art", Mode::WholeWord), [0_i64; 0]);
    assert_eq!(search(r"\bart", Mode::Regex), [0_i64; 0]);
    assert_eq!(search(r"(?s)tired.+", Mode::Regex), [0_i64; 0]);
    assert_eq!(search(r"tired$", Mode::Regex), [6]);
    assert_eq!(search("aa", Mode::Literal), [18], "from where the passage begins");
}
