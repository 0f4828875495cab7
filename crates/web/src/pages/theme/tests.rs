//! What the pages of themes show, and what happens when their forms are sent.

use axum::http::StatusCode;
use trefoil_core::care::Use;
use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::condition::{Beginning, ModelBegin};
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::study::Operation;
use trefoil_core::theme::{Area, RoundAdd, ThemeAdd, ThemeGather, ThemePlace, ThemeQuote};
use trefoil_core::transcript::NewSegment;
use trefoil_testkit::{TestStudy, reads};

use super::find;
use super::gathered::gathered;
use super::places::Places;
use crate::testing::TestPages;

fn act<O: Operation>(study: &TestStudy, operation: O) -> O::Outcome {
    study.session().perform(operation).expect("the operation is accepted").outcome
}

fn theme(study: &TestStudy, name: &str, idea: &str) -> Id {
    act(study, ThemeAdd { name: name.into(), idea: idea.into(), ..ThemeAdd::default() })
}

fn round(study: &TestStudy, name: &str) -> Id {
    act(study, RoundAdd { name: name.into(), ..RoundAdd::default() })
}

fn place(study: &TestStudy, theme: Id, area: Area, reason: &str, round: Id) {
    act(study, ThemePlace { theme, area, reason: reason.into(), round: Some(round) });
}

fn person(study: &TestStudy, name: &str) -> Id {
    let started_on = Some("2026-01-05".to_owned());
    act(study, ParticipantAdd { name: name.into(), note: String::new(), started_on })
}

/// A voice note of one participant, heard from its third second on.
fn voice_note(study: &TestStudy, name: &str, of: Id, date: &str, text: &str) -> Id {
    let end = text.chars().count() as i64;
    let segment = NewSegment {
        start: 0,
        end,
        speaker: None,
        begin_ms: Some(3000),
        end_ms: Some(3000 + end * 100),
    };
    act(
        study,
        SourceAdd {
            name: name.into(),
            stream: "voice_note".into(),
            date: Some(date.into()),
            participants: vec![of],
            text: Some(text.into()),
            segments: vec![segment],
            ..SourceAdd::default()
        },
    )
}

fn coded(study: &TestStudy, source: Id, words: &str, codes: &[Id]) -> Id {
    let add = CodingAdd {
        source: Some(source),
        text: Some(words.into()),
        codes: codes.to_vec(),
        ..CodingAdd::default()
    };
    act(study, add).passage
}

/// Two participants, two voice notes, one code, and a theme that gathers it.
fn small(study: &TestStudy) -> (Id, Id, Id) {
    study.agree_to(Use::Quotation);
    let (p1, p2) = (person(study, "P1"), person(study, "P2"));
    let first = voice_note(study, "A note", p1, "2026-01-13", "They asked me in. It moved again.");
    voice_note(study, "Another", p2, "2026-02-03", "Weekly, like clockwork.");
    act(
        study,
        SourceAdd {
            name: "Watching".into(),
            stream: "field_note".into(),
            text: Some("The room was given away.".into()),
            ..SourceAdd::default()
        },
    );
    let code = act(study, CodeAdd { name: "Moved".into(), ..CodeAdd::default() });
    let passage = coded(study, first, "It moved again.", &[code]);
    let theme = theme(study, "Supervision fits around everything else", "It is the first to move.");
    act(study, ThemeGather { theme, codes: vec![code], passages: vec![] });
    (theme, passage, first)
}

#[test]
fn an_empty_board_says_what_a_theme_is_and_begins_one() {
    let pages = TestPages::new();
    let words = pages.page("themes").words();
    assert!(words.contains("a claim with a central organising idea, not a topic"), "{words}");
    assert!(words.contains("No rounds yet"), "{words}");
    let back = format!("{}/{{id}}", pages.path("themes"));
    let told = pages.post("do/theme.add", &[("name", "Transport"), ("idea", ""), ("_back", &back)]);
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    let words = pages.get_at(told.location()).words();
    assert!(
        words.contains("T1, Not yet placed") && words.contains("No central idea yet"),
        "{words}"
    );
    let words = pages.page("themes").words();
    assert!(words.contains("gathers nothing yet; not placed yet"), "{words}");
    assert!(pages.page("themes?view=compare").words().contains("No rounds yet"));
}

#[test]
fn a_topic_is_told_gently_and_a_claim_is_not() {
    let pages = TestPages::new();
    theme(&pages.study, "Belonging", "Something about it");
    assert!(pages.page("themes").words().contains("One word names a topic."));
    act(
        &pages.study,
        trefoil_core::theme::ThemeSet {
            theme: reads(&pages.study, trefoil_core::theme::board)[0].theme,
            name: Some("In the room, not yet of it".into()),
            idea: None,
            rivals: None,
        },
    );
    assert!(!pages.page("themes").words().contains("One word names a topic."));
}

#[test]
fn placing_needs_a_reason_and_keeps_it() {
    let pages = TestPages::new();
    let id = theme(&pages.study, "The drop after the lift", "The height goes.").to_string();
    round(&pages.study, "Month 1");
    let back = pages.path("themes");
    let mut fields =
        vec![("theme", id.as_str()), ("area", "focus"), ("reason", " "), ("_back", &back)];
    let told = pages.post("do/theme.place", &fields);
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.words().contains("a placement needs a written reason"), "{}", told.words());
    fields[2].1 = "Week six is when it goes.";
    assert_eq!(pages.post("do/theme.place", &fields).status, StatusCode::SEE_OTHER);
    let words = pages.page("themes").words();
    assert!(words.contains("Placed the theme “The drop after the lift” in Focus"), "{words}");
    let words = pages.page(&format!("themes/{id}")).words();
    assert!(words.contains("Week six is when it goes."), "{words}");
    pages.post("undo", &[]);
    assert!(pages.page("themes").words().contains("not placed yet"));
}

#[test]
fn the_menu_leads_to_the_same_dialog_without_scripts() {
    let pages = TestPages::new();
    let id = theme(&pages.study, "The drop <after> the lift", "The height goes.");
    let closed = pages.page("themes").body;
    assert!(
        closed.contains(&format!("themes?place={id}&#38;area=focus"))
            || closed.contains(&format!("themes?place={id}&amp;area=focus"))
    );
    assert!(closed.contains(r#"aria-labelledby="place-h">"#), "the dialog is closed");
    let open = pages.page(&format!("themes?place={id}&area=focus"));
    assert!(open.body.contains(r#"aria-labelledby="place-h" open>"#));
    assert!(open.body.contains(r#"value="focus" data-digit="3" checked"#));
    assert!(open.words().contains("The drop <after> the lift"));
    let own = pages.page(&format!("themes/{id}?area=firm_up")).body;
    assert!(own.contains(r#"value="firm_up" data-digit="1" checked"#));
}

#[test]
fn the_board_is_shown_as_it_stood_at_the_end_of_a_round() {
    let pages = TestPages::new();
    let study = &pages.study;
    let (first, second) = (round(study, "Month 1"), round(study, "Month 2"));
    let id = theme(study, "Supervision that fits around everything else", "It moves.");
    place(study, id, Area::FirmUp, "Everyone can recite it.", first);
    place(study, id, Area::Focus, "It moved three weeks running.", second);
    let now = pages.page("themes");
    assert!(now.words().contains("from Firm up, Month 2"), "{}", now.words());
    let then = pages.page(&format!("themes?round={first}"));
    assert!(then.words().contains("The board at the end of Month 1"));
    assert!(then.words().contains("first placed here"), "{}", then.words());
    assert!(now.body.contains("draggable=\"true\"") && !then.body.contains("draggable=\"true\""));
    let compared = pages.page("themes?view=compare").words();
    assert!(compared.contains("From Month 1 to Month 2, 1 of 1 theme moved: T1."), "{compared}");
    assert!(compared.contains("moved from Firm up It moved three weeks running."), "{compared}");
    let shown = pages.page(&format!("themes/{id}")).body;
    assert!(shown.contains(r#"aria-label="Month 1: Firm up, Month 2: Focus""#));
}

#[test]
fn a_theme_shows_whose_words_it_gathers_and_where_it_is_silent() {
    let pages = TestPages::new();
    let (id, passage, source) = small(&pages.study);
    let shown = pages.page(&format!("themes/{id}"));
    let words = shown.words();
    assert!(
        words.contains("“It moved again.” P1, voice note, week 1 0:04 to 0:06 A note Moved"),
        "{words}"
    );
    assert!(words.contains("Field notes, 0") || words.contains("field notes, 0"), "{words}");
    assert!(words.contains("P2 silent silent"), "{words}");
    assert!(shown.body.contains(&format!("sources/{source}?passage={passage}#passage-{passage}")));
    assert!(words.contains("0 of 1 passage, chosen for the report"), "{words}");
    let choose =
        [("theme", &*id.to_string()), ("passage", &*passage.to_string()), ("quoted", "yes")];
    assert_eq!(pages.post("do/theme.quote", &choose).status, StatusCode::SEE_OTHER);
    let words = pages.page(&format!("themes/{id}")).words();
    assert!(
        words.contains("1 of 1 passage, chosen for the report")
            && words.contains("No longer quote"),
        "{words}"
    );
    let board = pages.page("themes").words();
    assert!(board.contains("1 passage, silent in field notes; not placed yet"), "{board}");
}

#[test]
fn passages_of_one_participant_are_shown_and_others_are_found_and_gathered() {
    let pages = TestPages::new();
    let (id, _, source) = small(&pages.study);
    let other = coded(&pages.study, source, "They asked me in.", &[]);
    let none = pages.page(&format!("themes/{id}?participant=P2&stream=voice_note")).words();
    assert!(
        none.contains("Passages: P2, voice note") && none.contains("None of this choice."),
        "{none}"
    );
    let found = pages.page(&format!("themes/{id}?find=ASKED")).words();
    assert!(found.contains("“They asked me in.” A note Gather"), "{found}");
    let fields = [("theme", &*id.to_string()), ("passages", &*other.to_string())];
    pages.post("do/theme.gather", &fields);
    let words = pages.page(&format!("themes/{id}")).words();
    assert!(words.contains("“They asked me in.”") && words.contains("Release"), "{words}");
    pages.post("do/theme.release", &fields);
    assert!(!pages.page(&format!("themes/{id}")).words().contains("“They asked me in.”"));
}

#[test]
fn many_passages_come_page_by_page() {
    let pages = TestPages::new();
    let study = &pages.study;
    let p1 = person(study, "P1");
    let lines: Vec<String> = (1..=90).map(|at| format!("Line {at} of it.")).collect();
    let source = voice_note(study, "A long one", p1, "2026-01-13", &lines.join(" "));
    let passages = lines.iter().map(|line| coded(study, source, line, &[])).collect();
    let id = theme(study, "It goes on and on", "There is much of it.");
    act(study, ThemeGather { theme: id, codes: vec![], passages });
    let words = pages.page(&format!("themes/{id}")).words();
    assert!(words.contains("Line 40 of it.") && !words.contains("Line 41 of it."));
    assert!(words.contains("page 1 of 3"), "{words}");
    let words = pages.page(&format!("themes/{id}?page=3")).words();
    assert!(words.contains("Line 90 of it.") && !words.contains("Line 80 of it."));
    let board = pages.page("themes").words();
    assert!(board.contains("one mark is up to 10 passages"), "{board}");
}

#[test]
fn a_theme_is_said_to_bear_on_a_condition() {
    let pages = TestPages::new();
    let (id, ..) = small(&pages.study);
    let model = act(&pages.study, ModelBegin { template: Beginning::TenConditions });
    let fields = [
        ("theme", &*id.to_string()),
        ("condition", &*model[6].to_string()),
        ("bearing", "strains"),
        ("note", "Planned 13, held 8."),
    ];
    pages.post("do/condition.bear", &fields);
    let words = pages.page(&format!("themes/{id}")).words();
    assert!(words.contains("strains it; not started Planned 13, held 8."), "{words}");
}

#[test]
fn what_is_gone_or_badly_asked_for_is_told() {
    let pages = TestPages::new();
    let told = pages.get(&format!("themes/{}", Id::new(1)));
    assert_eq!(told.status, StatusCode::NOT_FOUND);
    assert!(told.words().contains("This theme is no longer in the study."), "{}", told.words());
    pages.page("themes?round=nonsense&place=nonsense&area=nonsense");
}

#[test]
fn counting_and_finding_answer_alike_on_both_engines() {
    for study in TestStudy::both() {
        let (theme, passage, _) = small(&study);
        act(&study, ThemeQuote { theme, passage, quoted: true });
        let (counts, places) = reads(&study, |reader| {
            let places = Places::read(reader)?;
            Ok((gathered(reader, &places)?, places))
        });
        let counts = &counts[&theme];
        assert_eq!(counts.says(&places), "1 passage: none from field notes, 1 from voice notes");
        assert_eq!(counts.weeks.iter().next(), Some((&(1, 1), &1)));
        let found = reads(&study, |reader| find::find(reader, "MOVED"));
        assert_eq!(found.len(), 1);
        assert!(reads(&study, |reader| find::find(reader, "100%")).is_empty());
        assert!(reads(&study, |reader| find::find(reader, " ")).is_empty());
    }
}
