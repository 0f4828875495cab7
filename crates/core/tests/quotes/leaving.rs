//! What exports hand out for a use, and what is written down of everything that leaves.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::json;
use trefoil_core::care::Use;
use trefoil_core::care::output::{self, Asked, Holds, Kind, Listed, Release, usual_level};
use trefoil_core::care::pseudonym::Level;
use trefoil_core::care::redaction::{Decision, Redaction};
use trefoil_core::error::{Error, Kind as Failure};
use trefoil_core::exchange::csv::{Options, extracts};
use trefoil_core::id::Id;
use trefoil_core::study::{Change, Operation, Session, history};
use trefoil_testkit::TestStudy;

use super::{Town, attempt, done};

/// Somewhere to write to that can be looked at afterwards.
#[derive(Clone, Default)]
struct Sheet(Arc<Mutex<Vec<u8>>>);

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn release(session: &Session, purpose: Use, level: Level) -> Result<Arc<Release>, Error> {
    let (format, file_name) = ("csv".to_owned(), "/home/p4/extracts.csv".to_owned());
    Release::make(session, Asked { format, file_name, purpose, level, holds: Holds::Passages })
}

fn extracted(study: &TestStudy, purpose: Use, level: Level) -> (String, Arc<Release>) {
    let release = release(study.session(), purpose, level).expect("it can be asked for");
    let sheet = Sheet::default();
    let (plain, out) = (Options { mark: false, guard: false }, Box::new(sheet.clone()));
    extracts(study.study(), release.clone(), plain, out).expect("is written");
    let bytes = sheet.0.lock().expect("nobody panicked").clone();
    (String::from_utf8(bytes).expect("tables are UTF-8"), release)
}

fn outputs(study: &TestStudy) -> Vec<Listed> {
    study.study().read(output::list).expect("reads")
}

/// Writes a standing redaction down.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct Stands {
    source: Id,
    start: i64,
    end: i64,
    level: Level,
    replacement: String,
}

impl Operation for Stands {
    const NAME: &'static str = "test.stands";
    const SUMMARY: &'static str = "Writes a standing redaction down";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<(), Error> {
        let source: trefoil_core::corpus::source::Source = change.get(self.source)?;
        change.insert(&Redaction {
            id: change.new_id(),
            source: self.source,
            revision: source.revision.expect("it has words"),
            start: self.start,
            end: self.end,
            rule: "test".to_owned(),
            level: self.level,
            replacement: self.replacement,
            state: Decision::Standing,
            keyed_hash: None,
            sealed: None,
            at: change.now(),
            person: change.person(),
        })
    }
}

#[test]
fn researchers_take_everything_along_but_what_is_closed() {
    for town in Town::unasked() {
        let (table, release) = extracted(&town.study, Use::Analysis, Level::Raw);
        assert_eq!((table.lines().count(), release.notices().len()), (5, 0), "{table}");
        town.five_says("withdrawn", "voice_note_transcript", "analysis");
        let (table, release) = extracted(&town.study, Use::Analysis, Level::Raw);
        assert!(!table.contains("Which hat is it today?"), "{table}");
        let why = "P5 withdrew analysis of voice-note transcripts (form v2, 2025-09-01)";
        assert_eq!(
            release.notices(),
            [
                "1 source was left out for analysis.".to_owned(),
                format!("Left out: “P5, week 3”: {why}."),
            ]
        );
    }
}

#[test]
fn an_archive_gets_what_everybody_in_it_agreed_to() {
    for town in Town::unasked() {
        let (table, release) = extracted(&town.study, Use::ArchiveOpen, Level::Public);
        assert_eq!((table.lines().count(), release.left_out().len()), (1, 3), "{table}");
        town.study.agree_to(Use::ArchiveOpen);
        town.five_says("refused", "interview_transcript", "archive_open");
        let (table, release) = extracted(&town.study, Use::ArchiveOpen, Level::Public);
        assert!(table.contains("The kettle was on.") && table.contains("Which hat"), "{table}");
        assert!(!table.contains("I wear it so."), "one of three refused: {table}");
        assert_eq!(release.left_out()[0].name, "A talk");
        let refused = release_refused(&town);
        assert!(refused.to_string().contains("Nothing is exported for quotation"), "{refused}");
    }
}

fn release_refused(town: &Town) -> Error {
    let before = outputs(&town.study).len();
    let refused = release(town.study.session(), Use::Quotation, Level::Public);
    let refused = refused.expect_err("quotes go into a report");
    assert_eq!(refused.kind(), Failure::Invalid);
    assert_eq!(outputs(&town.study).len(), before, "what was refused has not left");
    refused
}

#[test]
fn a_member_check_asks_whether_people_may_be_come_back_to() {
    for town in Town::unasked() {
        town.five_says("given", "contact_details", "member_check");
        let (table, release) = extracted(&town.study, Use::MemberCheck, Level::Indirect);
        assert!(table.contains("Which hat is it today?") && table.lines().count() == 2, "{table}");
        assert_eq!(release.left_out().len(), 2);
    }
}

#[test]
fn words_are_shown_at_a_level_and_positions_stay_true() {
    for town in Town::all() {
        let stands = |start, end, level, replacement: &str| Stands {
            source: town.note,
            start,
            end,
            level,
            replacement: replacement.to_owned(),
        };
        let ada = town.study.session();
        ada.perform(stands(6, 9, Level::Indirect, "piece of clothing")).expect("is written");
        ada.perform(stands(16, 21, Level::Public, "on a day")).expect("is written");
        let (raw, _) = extracted(&town.study, Use::Analysis, Level::Raw);
        assert!(raw.contains(",0,22,Which hat is it today?,"), "{raw}");
        let (indirect, release) = extracted(&town.study, Use::Analysis, Level::Indirect);
        let shown = ",0,22,Which [piece of clothing] is it today?,";
        assert!(indirect.contains(shown), "{indirect}");
        assert!(release.notices()[0].contains("positions still count in the study's own text"));
        town.quote(town.theirs).expect("P5 agreed");
        let quoted = |level| {
            let options = trefoil_core::report::Options { level, ..super::options() };
            let report = super::report(&town.study, options).expect("everybody agreed");
            report.quotes()[0].words.to_string()
        };
        assert_eq!(quoted(Level::Public), "Which [piece of clothing] is it [on a day]?");
        assert_eq!(quoted(Level::Indirect), "Which [piece of clothing] is it today?");
        assert_eq!(quoted(Level::Raw), "Which hat is it today?");
    }
}

#[test]
fn levels_are_careful_by_themselves() {
    let usual = Use::ALL.iter().map(|purpose| (*purpose, usual_level(*purpose)));
    for (purpose, level) in usual.filter(|(purpose, _)| purpose.needs_a_yes()) {
        let inside = purpose == Use::MachineTranscription;
        assert!(inside || level >= Level::Indirect, "{purpose}: {level}");
    }
    assert_eq!(usual_level(Use::ArchiveOpen), Level::Public);
}

#[test]
fn what_leaves_is_written_down_first_and_undo_passes_over_it() {
    for town in Town::all() {
        let study = &town.study;
        done(study, "code.add", json!({ "name": "To be undone" }));
        done(study, "code.add", json!({ "name": "To be redone" }));
        study.session().undo().expect("undoes");
        release(study.session(), Use::Analysis, Level::Raw).expect("researchers may");
        let all = outputs(study);
        assert_eq!(all.len(), 1);
        let one = &all[0];
        assert_eq!((one.output.kind, one.output.purpose), (Kind::Export, Use::Analysis));
        assert_eq!((one.output.file_name.as_str(), one.made_by.as_str()), ("extracts.csv", "Ada"));
        assert_eq!(one.sources.len(), 3);
        let redone = study.session().redo().expect("redoes").expect("an export ends no redo");
        assert_eq!(redone.summaries, ["Added the code “To be redone”"]);
        for _ in 0..2 {
            study.session().undo().expect("undoes");
        }
        assert_eq!(outputs(study), all, "undo goes past what was exported");
        let told = study.study().read(|reader| history::list(reader, 100)).expect("reads");
        let told = told.into_iter().find(|entry| entry.operation == "output.note").expect("told");
        assert_eq!(told.state, history::State::Fixed);
        assert_eq!(told.summary, "Made an export (csv), with words of 3 sources");
        assert!(!told.description.to_string().contains("extracts.csv"), "{told:?}");
        assert!(study.study().check().expect("checks").findings.is_empty());
    }
}

#[test]
fn an_output_remembers_a_source_that_was_removed() {
    for town in Town::all() {
        release(town.study.session(), Use::Analysis, Level::Raw).expect("researchers may");
        let note = town.note;
        let of = || {
            let of = town.study.study().read(move |reader| output::of_source(reader, note));
            of.expect("reads").len()
        };
        assert_eq!(of(), 1);
        done(&town.study, "source.remove", json!({ "source": note }));
        assert_eq!(of(), 1);
        assert!(town.study.study().check().expect("checks").findings.is_empty());
        town.study.session().undo().expect("undoes");
        assert_eq!(of(), 1);
    }
}

#[test]
fn only_what_is_in_the_study_is_written_down() {
    for town in Town::all() {
        let arguments = json!({ "kind": "report", "format": "html", "purpose": "quotation",
            "level": "public", "sources": [Id::new(1)] });
        let refused = attempt(&town.study, "output.note", arguments).expect_err("no such source");
        assert_eq!(refused.kind(), Failure::NotFound);
        assert_eq!(outputs(&town.study), []);
    }
}
