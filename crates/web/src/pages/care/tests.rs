//! Care, asked as a browser asks.

use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trefoil_core::care::erasure::Duty;
use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::study::{Change, Operation};
use trefoil_core::theme::{ThemeAdd, ThemeGather};

use crate::testing::{TestPages, Told};

/// Leaves a duty behind, as a withdrawal does.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct Owe {}

impl Operation for Owe {
    const NAME: &'static str = "test.owe";
    const SUMMARY: &'static str = "Leaves a duty behind";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        change.say("Left a duty behind");
        change.insert(&Duty {
            id: change.new_id(),
            withdrawal: None,
            kind: "repository".into(),
            text: "Tell the repository.".into(),
            due_on: Some("2020-01-01".into()),
            done_on: None,
            done_by: None,
        })
    }
}

fn participant(pages: &TestPages, name: &str) -> Id {
    let add = ParticipantAdd { name: name.into(), note: String::new(), started_on: None };
    pages.study.session().perform(add).expect("a participant can be added").outcome
}

fn interview(pages: &TestPages, of: Id) -> Id {
    let add = SourceAdd {
        name: "First interview".into(),
        stream: "interview".into(),
        date: Some("2025-09-10".into()),
        participants: vec![of],
        text: Some("It was a long week.".into()),
        ..SourceAdd::default()
    };
    pages.study.session().perform(add).expect("a source can be added").outcome
}

fn write(pages: &TestPages, who: Id, about: (&str, &str), answer: &str) -> Told {
    let who = who.to_string();
    let fields = [
        ("participants", who.as_str()),
        ("data_types", about.0),
        ("purposes", about.1),
        ("answer", answer),
        ("version", "v2"),
        ("given_on", "2025-09-01"),
        ("route", "on paper"),
        ("witness", "project lead"),
        ("_back", "/"),
    ];
    pages.post("care/write/consent.set", &fields)
}

#[test]
fn an_empty_study_has_calm_pages_of_care() {
    let pages = TestPages::new();
    assert!(pages.page("care").words().contains("Say who is answerable for the data"));
    assert!(pages.page("care/consent").words().contains("Nobody is in the study yet"));
    assert!(pages.page("care/defaults").words().contains("No default is set"));
    assert!(pages.page("care/waves").words().contains("No wave yet"));
    let words = pages.page("care/policy").words();
    assert!(words.contains("It is not legal advice") && words.contains("Article 84C"), "{words}");
}

#[test]
fn the_ledger_tells_answers_by_word_and_who_gave_them() {
    let pages = TestPages::new();
    let p5 = participant(&pages, "P5");
    interview(&pages, p5);
    let told = write(&pages, p5, ("interview_transcript", "quotation"), "refused");
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
    let fields = [
        ("data_types", "interview_transcript"),
        ("purposes", "analysis"),
        ("answer", "given"),
        ("version", "v2"),
        ("note", "All signed it."),
    ];
    let told = pages.post("care/write/consent.default", &fields);
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
    let body = pages.page("care/consent").body;
    for says in [
        "P5, quotation of interview transcripts: refused",
        "P5, analysis of interview transcripts: given by default",
        "P5, an open archive of interview transcripts: not asked",
        "Study default, analysis of interview transcripts: given",
    ] {
        assert!(body.contains(says), "{says}: {body}");
    }
    let only = pages.page("care/consent?type=voice_note_audio").body;
    assert!(!only.contains("quotation of interview transcripts: refused"), "the choice holds");
    let words = pages.page("care").words();
    assert!(words.contains("refused quotation of interview transcripts"), "{words}");
}

#[test]
fn somebodys_answers_are_told_with_how_they_came_about() {
    let pages = TestPages::new();
    let p5 = participant(&pages, "P5");
    write(&pages, p5, ("interview_transcript", "quotation"), "given");
    write(&pages, p5, ("interview_transcript", "quotation"), "withdrawn");
    let words = pages.page(&format!("care/consent/{p5}")).words();
    assert!(words.contains("1 September 2025, form v2, on paper, witness project lead"), "{words}");
    let (withdrawn, given) = (words.rfind("withdrawn"), words.find("How it came about"));
    assert!(withdrawn > given, "{words}");
    assert!(words.contains("written down by Ada"), "{words}");
    let asked = pages.page(&format!("care/consent/{p5}?type=interview_transcript&use=quotation"));
    assert!(asked.body.contains("value=\"quotation\" checked"), "{}", asked.body);
    pages.post("undo", &[]);
    let words = pages.page(&format!("care/consent/{p5}")).words();
    assert!(!words.contains("Quotation withdrawn"), "{words}");
}

#[test]
fn nothing_is_written_down_for_whoever_ticked_nothing() {
    let pages = TestPages::new();
    let p5 = participant(&pages, "P5").to_string();
    let before = pages.study.dump();
    let told = pages.post(
        "care/write/consent.set",
        &[("participants", p5.as_str()), ("data_types", "document"), ("answer", "given")],
    );
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.words().contains("No use is ticked"), "{}", told.words());
    let told = pages.post("care/write/consent.default", &[("answer", "given")]);
    assert!(told.words().contains("No type of data is ticked"), "{}", told.words());
    let told = pages.post("care/write/source.remove", &[("source", p5.as_str())]);
    assert_eq!(told.status, StatusCode::NOT_FOUND);
    assert_eq!(pages.study.dump(), before);
}

#[test]
fn a_closed_source_says_who_refused_what_and_when() {
    let pages = TestPages::new();
    let p5 = participant(&pages, "P5");
    let source = interview(&pages, p5);
    write(&pages, p5, ("interview_transcript", "analysis"), "withdrawn");
    let told = pages.page(&format!("sources/{source}"));
    let words = told.words();
    assert!(words.contains("This source is closed"), "{words}");
    let why = "P5 withdrew analysis of interview transcripts (on 1 September 2025, form v2)";
    assert!(words.contains(why), "{words}");
    assert!(!told.body.contains("long week"), "{words}");
    let facts = pages.page(&format!("sources/{source}/facts"));
    assert!(facts.words().contains("See why it is closed"), "{}", facts.words());
    assert!(!facts.body.contains("name=\"note\""), "its note is closed with it");
    let coding = pages.get(&format!("sources/{source}/coding"));
    assert!(!coding.body.contains("long week"), "{}", coding.body);
    let words = pages.page(&format!("care/consent/{p5}")).words();
    assert!(words.contains("1 of 1 source") && words.contains("First interview closed"), "{words}");
    pages.post("undo", &[]);
    assert!(pages.page(&format!("sources/{source}")).words().contains("It was a long week"));
}

#[test]
fn a_wave_names_who_was_not_asked_again() {
    let pages = TestPages::new();
    let p5 = participant(&pages, "P5");
    participant(&pages, "P6");
    let fields = [("name", "Wave 2"), ("begins_on", "2020-01-01"), ("note", "")];
    assert_eq!(pages.post("do/wave.add", &fields).status, StatusCode::SEE_OTHER);
    let who = p5.to_string();
    let fields = [
        ("participants", who.as_str()),
        ("data_types", "interview_transcript"),
        ("purposes", "analysis"),
        ("answer", "given"),
        ("wave", "Wave 2"),
    ];
    pages.post("care/write/consent.set", &fields);
    let words = pages.page("care/waves").words();
    assert!(words.contains("Not asked at this wave yet: P6 ."), "{words}");
    assert!(pages.page("care").words().contains("Ask again, at Wave 2: P6"));
}

#[test]
fn the_policy_is_kept_and_says_what_a_withdrawal_does() {
    let pages = TestPages::new();
    assert!(pages.page("care/policy").words().contains("not locked yet"));
    let fields = [
        ("controller", "Lanternfield"),
        ("contact", "The project lead"),
        ("lawful_basis", "Public task"),
        ("art9_condition", ""),
        ("notice_version", "v1"),
        ("lock_on", "2020-01-01"),
        ("deposited_on", ""),
        ("repository", ""),
    ];
    assert_eq!(pages.post("do/policy.set", &fields).status, StatusCode::SEE_OTHER);
    let told = pages.page("care/policy");
    assert!(told.body.contains("value=\"Lanternfield\""), "{}", told.body);
    assert!(told.words().contains("The analysis is locked."), "{}", told.words());
}

#[test]
fn words_that_may_not_be_quoted_are_read_and_not_offered() {
    let pages = TestPages::new();
    let p5 = participant(&pages, "P5");
    let source = interview(&pages, p5);
    let ada = pages.study.session();
    let code = CodeAdd { name: "Weeks".into(), ..CodeAdd::default() };
    let code = ada.perform(code).expect("a code is added").outcome;
    let coding = CodingAdd {
        source: Some(source),
        text: Some("a long week".into()),
        codes: vec![code],
        ..CodingAdd::default()
    };
    let passage = ada.perform(coding).expect("a passage is coded").outcome.passage;
    let theme = ThemeAdd { name: "Time".into(), idea: String::new(), rivals: String::new() };
    let theme = ada.perform(theme).expect("a theme is made").outcome;
    ada.perform(ThemeGather { theme, codes: vec![code], passages: Vec::new() }).expect("gathers");
    write(&pages, p5, ("interview_transcript", "quotation"), "given");
    let page = format!("themes/{theme}");
    assert!(pages.page(&page).words().contains("Choose as a quote"));
    let (theme, passage) = (theme.to_string(), passage.to_string());
    let choose = [("theme", theme.as_str()), ("passage", passage.as_str()), ("quoted", "yes")];
    assert_eq!(pages.post("do/theme.quote", &choose).status, StatusCode::SEE_OTHER);
    assert!(pages.get("report/preview").body.contains("a long week"));

    write(&pages, p5, ("interview_transcript", "quotation"), "withdrawn");
    let words = pages.page(&page).words();
    assert!(words.contains("not for quotation P5 withdrew quotation"), "{words}");
    assert!(words.contains("No longer quote") && !words.contains("Choose as a quote"), "{words}");
    let words = pages.page("report").words();
    assert!(words.contains("No report can be made like this"), "{words}");
    assert!(
        words.contains("Theme T1 “Time”, quote from “First interview”: P5 withdrew"),
        "{words}"
    );
    let preview = pages.get("report/preview");
    assert_eq!(preview.status, StatusCode::FORBIDDEN);
    assert!(!preview.body.contains("a long week"), "{}", preview.body);
    let told = pages.page("report?leave_out=yes");
    assert!(told.words().contains("Left out: Theme T1 “Time”"), "{}", told.words());
    let file = pages.get("report/file.html?leave_out=yes");
    assert_eq!(file.status, StatusCode::OK);
    assert!(!file.body.contains("a long week"), "{}", file.body);

    let fields = [("theme", theme.as_str()), ("passage", passage.as_str()), ("quoted", "no")];
    pages.post("do/theme.quote", &fields);
    assert!(!pages.page(&page).words().contains("Choose as a quote"), "it is hidden now");
    let told = pages.post("do/theme.quote", &choose);
    assert_eq!(told.status, StatusCode::FORBIDDEN);
    assert!(told.words().contains("P5 withdrew quotation"), "{}", told.words());
}

#[test]
fn what_is_kept_is_planned_held_done_and_ticked_off() {
    let pages = TestPages::new();
    let words = pages.page("care/retention").words();
    assert!(words.contains("Nothing is written down yet"), "{words}");
    assert_eq!(pages.post("do/retention.begin", &[]).status, StatusCode::SEE_OTHER);
    let words = pages.page("care/retention").words();
    assert!(words.contains("No date yet Recordings To be deleted"), "{words}");
    let fields = [
        ("class", "consent_forms"),
        ("period", "10 years"),
        ("basis", "policy of the university"),
        ("review_on", "2020-01-01"),
        ("action", "review"),
        ("note", ""),
    ];
    assert_eq!(pages.post("do/retention.set", &fields).status, StatusCode::SEE_OTHER);
    let words = pages.page("care/retention").words();
    assert!(
        words
            .contains("Due now 1 January 2020 Consent forms 10 years; then to be looked at again."),
        "{words}"
    );
    assert!(words.contains("1 thing is due."), "{words}");
    assert!(pages.page("care").words().contains("A class of data is due to be looked at"));
    let hold = [("class", "consent_forms"), ("reason", "a complaint")];
    pages.post("do/retention.hold", &hold);
    let words = pages.page("care/retention").words();
    assert!(words.contains("held a complaint") && words.contains("Nothing is due."), "{words}");
    pages.post("do/retention.release", &[("class", "consent_forms"), ("reason", "settled")]);
    let done = [
        ("class", "consent_forms"),
        ("note", "Shredded by the office."),
        ("done_on", "2026-01-02"),
        ("next_review_on", ""),
    ];
    assert_eq!(pages.post("do/retention.done", &done).status, StatusCode::SEE_OTHER);
    let words = pages.page("care/retention").words();
    assert!(words.contains("2 January 2026: Shredded by the office."), "{words}");

    pages.study.session().perform(Owe {}).expect("a duty is left behind");
    let told = pages.page("care/retention");
    assert!(
        told.words().contains("Tell the repository. Due now, 1 January 2020"),
        "{}",
        told.words()
    );
    assert!(pages.page("care").words().contains("Something is still to be done outside the study"));
    let duty =
        told.body.split("name=\"duty\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    pages.post("do/duty.done", &[("duty", duty.expect("it can be ticked off"))]);
    let words = pages.page("care/retention").words();
    assert!(words.contains("Tell the repository. Done") && words.contains("Open again"), "{words}");
}
