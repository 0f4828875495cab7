//! The report of a study: what it tells, what it leaves out, and how it gets its file.
//!
//! `told` asks for each thing of a study, `model` for its conditions, `prose` for sentences and
//! their support, `quotes` for whose words stand where, `outline` for the whole as text, `writing`
//! for the file. [`Story`] is the small study they share.

mod model;
mod outline;
mod prose;
mod quotes;
mod told;
mod writing;

use trefoil_core::care::Use;
use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::condition::{
    Bearing, ConditionAdd, ConditionBear, ConditionMark, ConditionSet, IndicatorAdd, IndicatorSet,
    Standing,
};
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::report::{Options, Report, build, to_html};
use trefoil_core::sentence::{Cites, Section, SentenceAdd};
use trefoil_core::study::{Operation, StudySet};
use trefoil_core::theme::{Area, RoundAdd, ThemeAdd, ThemeGather, ThemePlace, ThemeQuote};
use trefoil_core::transcript::NewSegment;
use trefoil_testkit::TestStudy;
use trefoil_testkit::study::BEGINNING;

/// Performs an operation as Ada.
fn done<O: Operation>(study: &TestStudy, operation: O) -> O::Outcome {
    study.session().perform(operation).expect("the operation is accepted").outcome
}

/// The usual report of a study, as it stands on 20 April 2026.
fn report(study: &TestStudy) -> Report {
    report_with(study, &options())
}

fn options() -> Options {
    Options { today: "2026-04-20".to_owned(), ..Options::at(BEGINNING) }
}

fn report_with(study: &TestStudy, options: &Options) -> Report {
    let options = options.clone();
    study.study().read(move |reader| build(reader, &options)).expect("the report can be built")
}

fn page(study: &TestStudy) -> String {
    to_html(&report(study))
}

fn participant(study: &TestStudy, name: &str, started_on: &str) -> Id {
    let started_on = Some(started_on.to_owned());
    done(study, ParticipantAdd { name: name.into(), note: String::new(), started_on })
}

/// A text and its segments from lines that each have a speaker, a second and words.
fn spoken(lines: &[(&str, i64, &str)]) -> (String, Vec<NewSegment>) {
    let (mut text, mut segments) = (String::new(), Vec::new());
    for (speaker, second, words) in lines {
        let start = text.chars().count() as i64;
        text.push_str(words);
        segments.push(NewSegment {
            start,
            end: start + words.chars().count() as i64,
            speaker: Some((*speaker).to_owned()),
            begin_ms: Some(second * 1000),
            end_ms: Some(second * 1000 + 10_000),
        });
        text.push('\n');
    }
    (text, segments)
}

fn source(
    study: &TestStudy,
    (name, stream, date): (&str, &str, &str),
    participants: &[Id],
    lines: &[(&str, i64, &str)],
) -> Id {
    let (text, segments) = spoken(lines);
    let timed = stream != "field_note";
    let add = SourceAdd {
        name: name.into(),
        stream: stream.into(),
        date: Some(date.into()),
        participants: participants.to_vec(),
        text: Some(text),
        segments: if timed { segments } else { Vec::new() },
        ..SourceAdd::default()
    };
    done(study, add)
}

fn code(study: &TestStudy, name: &str, parent: Option<Id>) -> Id {
    done(study, CodeAdd { name: name.into(), parent, ..CodeAdd::default() })
}

/// Marks exact words with codes.
fn passage(study: &TestStudy, source: Id, words: &str, codes: &[Id]) -> Id {
    let (source, text) = (Some(source), Some(words.to_owned()));
    done(study, CodingAdd { source, text, codes: codes.to_vec(), ..CodingAdd::default() }).passage
}

fn theme(study: &TestStudy, name: &str, idea: &str, codes: &[Id]) -> Id {
    let add = ThemeAdd { name: name.into(), idea: idea.into(), ..ThemeAdd::default() };
    let theme = done(study, add);
    if !codes.is_empty() {
        done(study, ThemeGather { theme, codes: codes.to_vec(), passages: Vec::new() });
    }
    theme
}

fn place(study: &TestStudy, theme: Id, area: Area, reason: &str, round: Option<Id>) {
    done(study, ThemePlace { theme, area, reason: reason.into(), round });
}

fn quote(study: &TestStudy, theme: Id, passage: Id) {
    done(study, ThemeQuote { theme, passage, quoted: true });
}

fn sentence(study: &TestStudy, section: Section, text: &str, cites: Cites) -> Id {
    done(study, SentenceAdd { section, text: text.into(), cites })
}

fn citing(themes: &[Id], passages: &[Id], conditions: &[Id]) -> Cites {
    Cites { themes: themes.to_vec(), passages: passages.to_vec(), conditions: conditions.to_vec() }
}

fn mark(study: &TestStudy, condition: Id, state: Standing, reason: &str) {
    done(study, ConditionMark { condition, state, reason: reason.into() });
}

fn set_review(study: &TestStudy, condition: Id, owner: &str, day: &str) {
    let (owner, review_due) = (Some(owner.to_owned()), Some(day.to_owned()));
    let set = ConditionSet { condition, name: None, statement: None, why: None, owner, review_due };
    done(study, set);
}

fn indicator(study: &TestStudy, condition: Id, text: &str, seen_on: Option<&str>) {
    let (level, domain) = (None, None);
    let indicator = done(study, IndicatorAdd { condition, text: text.into(), level, domain });
    if let Some(day) = seen_on {
        let seen_on = Some(day.to_owned());
        let (text, seen, level, domain) = (None, None, None, None);
        done(study, IndicatorSet { indicator, text, seen, seen_on, level, domain });
    }
}

/// A small study with one of each: two participants, three sources, two themes, three conditions.
struct Story {
    study: TestStudy,
    interview: Id,
    note: Id,
    walk: Id,
    kettle: Id,
    stairs: Id,
    walked: Id,
    opens: Id,
    drop: Id,
    teams: Id,
    supervision: Id,
    voice: Id,
}

impl Story {
    /// The story on each engine.
    fn both() -> Vec<Self> {
        TestStudy::both().into_iter().map(Self::tell).collect()
    }

    fn file() -> Self {
        Self::tell(TestStudy::file())
    }

    fn tell(study: TestStudy) -> Self {
        study.agree_to(Use::Quotation);
        let set = StudySet {
            title: Some("Finding my feet".into()),
            question: Some("What do people meet in their first months?".into()),
            setting: Some("One invented charity".into()),
            approach: Some("One researcher listened to all of it.\n\nThen again.".into()),
            ..StudySet::default()
        };
        done(&study, set);
        let (one, two) =
            (participant(&study, "P1", "2026-01-05"), participant(&study, "P2", "2026-01-12"));
        let lines = [
            ("Interviewer", 0, "What was the first week like?"),
            ("P1", 40, "I said, I’ve been on that ward too. And he put the kettle on."),
        ];
        let interview =
            source(&study, ("P1 first interview", "interview", "2026-01-06"), &[one], &lines);
        let lines = [("P2", 311, "You’re flying, and then you’re sat on the stairs.")];
        let note =
            source(&study, ("P2 note 4", "voice_note", "2026-02-02T18:03:00"), &[two], &lines);
        let lines = [("", 0, "Cheerful on the way down. In the car they say nothing.")];
        let walk = source(&study, ("A walk", "field_note", "2026-02-10"), &[one, two], &lines);

        let (meeting, fall) = (code(&study, "meeting", None), code(&study, "the fall", None));
        let evening = code(&study, "evening", Some(fall));
        let kettle = passage(&study, interview, "And he put the kettle on.", &[meeting]);
        let stairs = passage(&study, note, "you’re sat on the stairs", &[evening]);
        let walked = passage(&study, walk, "In the car they say nothing.", &[fall]);

        let opens = theme(&study, "It opens the door", "One plain sentence is enough.", &[meeting]);
        let drop = theme(&study, "The drop after the lift", "A good day has a price.", &[fall]);
        let (name, held_on) = ("Month 1".to_owned(), Some("2026-02-05".to_owned()));
        let first = done(&study, RoundAdd { name, held_on, note: String::new() });
        let (name, held_on) = ("Month 2".to_owned(), Some("2026-03-05".to_owned()));
        let second = done(&study, RoundAdd { name, held_on, note: String::new() });
        place(&study, drop, Area::FineTune, "It comes and goes.", Some(first));
        place(&study, drop, Area::Focus, "It came back for all.", Some(second));
        place(&study, opens, Area::FirmUp, "Everybody tells of it.", None);
        quote(&study, opens, kettle);
        quote(&study, drop, stairs);

        let condition = |name: &str, statement: &str, needs: &[Id]| {
            let (name, statement) = (name.to_owned(), statement.to_owned());
            let needs = needs.to_vec();
            done(&study, ConditionAdd { name, statement, needs, why: String::new() })
        };
        let teams = condition("Ready teams", "Teams have made room.", &[]);
        let supervision = condition("Supervision", "Someone is there from day one.", &[teams]);
        let voice = condition("Belonging and voice", "Nobody is alone.", &[supervision]);
        mark(&study, teams, Standing::InPlace, "All three teams were asked.");
        mark(&study, voice, Standing::Partly, "");
        set_review(&study, teams, "programme lead", "2026-06-01");
        indicator(&study, teams, "The team has talked about it", Some("2026-01-20"));
        indicator(&study, teams, "The team would notice an absence", None);
        for (condition, theme, bearing) in
            [(teams, opens, Bearing::Supports), (supervision, drop, Bearing::Strains)]
        {
            done(&study, ConditionBear { condition, theme, bearing, note: None });
        }
        Self {
            study,
            interview,
            note,
            walk,
            kettle,
            stairs,
            walked,
            opens,
            drop,
            teams,
            supervision,
            voice,
        }
    }
}
