//! What the grid shows, asked of real studies.

use trefoil_core::corpus::participant::{ParticipantAdd, ParticipantSet};
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_testkit::TestStudy;

use super::*;
use crate::testing::TestPages;

fn person(study: &TestStudy, name: &str, started: Option<&str>) -> Id {
    let add = ParticipantAdd {
        name: name.into(),
        note: String::new(),
        started_on: started.map(Into::into),
    };
    study.session().perform(add).unwrap().outcome
}

fn source(study: &TestStudy, stream: &str, date: &str, who: &[Id], seconds: Option<i64>) -> Id {
    let add = SourceAdd {
        name: format!("{stream} {date}"),
        stream: stream.into(),
        date: Some(date.into()).filter(|date: &String| !date.is_empty()),
        participants: who.to_vec(),
        text: Some(format!("words of {stream} {date}")),
        duration_ms: seconds.map(|seconds| seconds * 1000),
        ..SourceAdd::default()
    };
    study.session().perform(add).unwrap().outcome
}

fn grid(study: &TestStudy) -> Grid {
    study.study().read(|reader| read_from(reader, "2026-06-01", 0)).unwrap()
}

#[test]
fn marks_are_to_scale_and_lie_in_their_week() {
    let study = TestStudy::file();
    let p1 = person(&study, "P1", Some("2025-09-01"));
    source(&study, "interview", "2025-09-02", &[p1], Some(3000));
    source(&study, "interview", "2025-10-07", &[p1], Some(1500));
    source(&study, "voice_note", "2025-09-09", &[p1], Some(60));
    source(&study, "voice_note", "2025-09-10", &[p1], Some(120));
    source(&study, "field_note", "2025-09-09", &[p1], None);
    let grid = grid(&study);
    assert_eq!((grid.weeks.len(), grid.span), (8, 1), "few weeks are drawn wider");
    let row = &grid.rows[0];
    let widths: Vec<&str> = row
        .cells
        .iter()
        .flat_map(|cell| &cell.marks)
        .filter_map(|mark| match &mark.shape {
            Shape::Bar { width, is_hollow: false, .. } => Some(width.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(widths, ["84%", "42%"]);
    let tops: Vec<i32> = row.cells[1]
        .marks
        .iter()
        .filter_map(|mark| match mark.shape {
            Shape::Stroke { top, .. } => Some(top),
            _ => None,
        })
        .collect();
    assert_eq!(tops, [33, 16], "half as long is half as high");
    assert_eq!(row.cells[1].edge, "12.5%");
    assert_eq!(row.notes, "2 notes");
    assert_eq!(row.told.interviews.first[1].1, "week 5, 25:00");
}

#[test]
fn a_week_is_quiet_only_between_two_voice_notes() {
    let study = TestStudy::file();
    let p1 = person(&study, "P1", Some("2025-09-01"));
    for date in ["2025-09-09", "2025-10-07"] {
        source(&study, "voice_note", date, &[p1], Some(60));
    }
    source(&study, "interview", "2025-09-16", &[p1], None);
    source(&study, "field_note", "2025-09-23", &[p1], None);
    let told = &grid(&study).rows[0].told;
    assert_eq!(told.quiet, "3, 4", "an interview is heard, a field note is not");
    let p2 = person(&study, "P2", Some("2025-09-01"));
    source(&study, "interview", "2025-09-02", &[p2], None);
    source(&study, "interview", "2025-12-02", &[p2], None);
    assert_eq!(grid(&study).rows[1].told.quiet, "", "who sends no notes is not missed");
}

#[test]
fn what_has_no_place_is_named_beneath() {
    let study = TestStudy::file();
    let p1 = person(&study, "P1", Some("2025-09-01"));
    let p2 = person(&study, "P2", None);
    source(&study, "interview", "", &[p1], None);
    source(&study, "field_note", "2025-09-09", &[], None);
    source(&study, "interview", "2025-09-09", &[p2], None);
    source(&study, "document", "2035-09-09", &[p1], None);
    let grid = grid(&study);
    let names =
        |names: &Names| names.first.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&grid.beneath.unstarted), ["P2"]);
    assert_eq!(names(&grid.beneath.undated), ["interview"]);
    assert_eq!(names(&grid.beneath.nobodys), ["field_note 2025-09-09"]);
    assert_eq!(grid.beneath.outside, 1, "ten years later is outside");
    assert_eq!((grid.rows.len(), grid.weeks.len()), (1, 8), "and does not stretch the drawing");
}

#[test]
fn who_left_and_what_came_before_the_start_are_drawn() {
    let study = TestStudy::file();
    let p1 = person(&study, "P1", Some("2025-09-15"));
    source(&study, "interview", "2025-09-02", &[p1], None);
    source(&study, "voice_note", "2025-11-03", &[p1], Some(30));
    let set = serde_json::json!({ "participant": p1, "ended_on": "2025-10-20" });
    let set: ParticipantSet = serde_json::from_value(set).unwrap();
    study.session().perform(set).unwrap();
    let grid = grid(&study);
    assert_eq!(grid.weeks[0].number, -2);
    assert_eq!(grid.rows[0].ended.as_deref(), Some("80%"), "week 5 of -2 to 7 ends there");
    assert!(grid.has_unmeasured, "nobody knows how long that interview was");
}

#[test]
fn a_transcript_with_times_says_how_long_an_interview_was() {
    use trefoil_core::transcript::NewSegment;
    let study = TestStudy::file();
    let p1 = person(&study, "P1", Some("2025-09-01"));
    let segment = NewSegment {
        start: 0,
        end: 5,
        speaker: Some("P1".into()),
        begin_ms: Some(0),
        end_ms: Some(1_800_000),
    };
    let add = SourceAdd {
        name: "Interview".into(),
        stream: "interview".into(),
        date: Some("2025-09-02".into()),
        participants: vec![p1],
        text: Some("words".into()),
        segments: vec![segment],
        ..SourceAdd::default()
    };
    study.session().perform(add).unwrap();
    let grid = grid(&study);
    assert!(!grid.has_unmeasured);
    assert_eq!(grid.rows[0].told.interviews.first[0].1, "week 0, 30:00");
}

#[test]
fn the_page_draws_every_source_and_says_it_again_in_a_table() {
    let pages = TestPages::new();
    let p1 = person(&pages.study, "P1", Some("2025-09-01"));
    let interview = source(&pages.study, "interview", "2025-09-02", &[p1], Some(600));
    let note = source(&pages.study, "voice_note", "2025-09-09", &[p1], Some(60));
    let told = pages.page("corpus");
    for id in [interview, note] {
        let link = format!("href=\"{}/{id}\"", pages.path("sources"));
        assert_eq!(told.body.matches(&link).count(), 2, "once drawn, once in the table");
    }
    assert!(told.words().contains("1 interview and 1 voice note"), "{}", told.words());
}

#[test]
fn how_far_a_source_has_come_is_drawn_and_told() {
    use trefoil_core::codebook::CodeAdd;
    use trefoil_core::coding::CodingAdd;
    let study = TestStudy::file();
    let p1 = person(&study, "P1", Some("2025-09-01"));
    let note = source(&study, "voice_note", "2025-09-02", &[p1], Some(60));
    source(&study, "interview", "2025-09-03", &[p1], Some(600));
    let code = CodeAdd { name: "Tea".into(), ..CodeAdd::default() };
    let codes = vec![study.session().perform(code).unwrap().outcome];
    let (source, text) = (Some(note), Some("words".into()));
    study.session().perform(CodingAdd { source, text, codes, ..CodingAdd::default() }).unwrap();
    let grid = grid(&study);
    assert!(grid.has.coded && !grid.has.textless && !grid.has.late, "{:?}", grid.has);
    assert_eq!(grid.rows[0].told.voice_notes.first[0].1, "week 0, 1:00, coded");
    assert_eq!(grid.rows[0].told.interviews.first[0].1, "week 0, 10:00");
}

#[test]
fn what_is_expected_and_not_there_is_late_or_may_still_come() {
    use trefoil_core::corpus::expectation::ExpectationAdd;
    let study = TestStudy::file();
    let p1 = person(&study, "P1", Some("2025-09-01"));
    source(&study, "voice_note", "2025-09-02", &[p1], Some(60));
    let add = ExpectationAdd {
        stream: "voice_note".into(),
        participant: None,
        first_week: 0,
        last_week: 3,
        count: 2,
    };
    study.session().perform(add).unwrap();
    let grid = study.study().read(|reader| read_from(reader, "2025-09-17", 0)).unwrap();
    let told = &grid.rows[0].told;
    assert_eq!(told.late, "week 0: voice note, 1 of 2 came; week 1: voice note, none of 2");
    assert_eq!(told.awaited, "week 2: voice note, none of 2; week 3: voice note, none of 2");
    assert!(grid.rows[0].cells[0].missing[0].query.contains("&from=0&to=0"));
}

#[test]
fn expectations_are_made_on_the_corpus_page() {
    let pages = TestPages::new();
    let p1 = person(&pages.study, "P1", Some("2025-09-01"));
    source(&pages.study, "voice_note", "2025-09-02", &[p1], Some(60));
    assert!(pages.page("corpus").words().contains("Expect something"));
    let fields = [
        ("stream", "voice_note"),
        ("participant", ""),
        ("count", "1"),
        ("first_week", "0"),
        ("last_week", "2"),
        ("_back", "/"),
    ];
    pages.post("do/expectation.add", &fields);
    let words = pages.page("corpus").words();
    assert!(words.contains("1 voice note from everybody in each of the weeks 0 to 2"), "{words}");
    assert!(words.contains("Expected, not there"), "{words}");
}

#[test]
fn voice_notes_that_stand_close_have_small_signs() {
    let study = TestStudy::file();
    let p1 = person(&study, "P1", Some("2025-09-01"));
    for minute in 0..12 {
        source(&study, "voice_note", &format!("2025-09-02T10:{minute:02}:00"), &[p1], Some(30));
    }
    source(&study, "voice_note", "2025-09-09", &[p1], Some(30));
    let grid = grid(&study);
    let close = |cell: &Cell| cell.marks.iter().filter(|mark| mark.is_close()).count();
    assert_eq!(grid.rows[0].cells.iter().map(close).collect::<Vec<_>>(), [12, 0]);
}
