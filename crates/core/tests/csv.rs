//! Tables of codings and extracts: what stands in them, in which order, and how cells are written.

use std::io::Write;
use std::sync::{Arc, Mutex};

use trefoil_core::care::Use;
use trefoil_core::care::output::{Asked, Holds, Release};
use trefoil_core::care::pseudonym::Level;
use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::error::Result;
use trefoil_core::exchange::csv::{Options, codings, extracts};
use trefoil_core::id::Id;
use trefoil_core::study::{Operation, Session, Study, StudySet};
use trefoil_core::theme::{ThemeAdd, ThemeGather};
use trefoil_testkit::TestStudy;

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

type Export = fn(&Study, Arc<Release>, Options, Box<dyn Write + Send>) -> Result<u64>;

/// What researchers may take along for themselves.
fn release(study: &TestStudy) -> Arc<Release> {
    let (format, file_name) = ("csv".to_owned(), "table.csv".to_owned());
    let (purpose, level, holds) = (Use::Analysis, Level::Raw, Holds::Passages);
    let asked = Asked { format, file_name, purpose, level, holds };
    Release::make(study.session(), asked).expect("researchers may")
}

/// A table as text, with how many rows it is said to have.
fn written(study: &TestStudy, export: Export, options: Options) -> (String, u64) {
    let sheet = Sheet::default();
    let rows = export(study.study(), release(study), options, Box::new(sheet.clone()))
        .expect("a table can be written");
    let bytes = sheet.0.lock().expect("nobody panicked").clone();
    (String::from_utf8(bytes).expect("tables are UTF-8"), rows)
}

/// The rows of a table as another program reads them.
fn rows(study: &TestStudy, export: Export, options: Options) -> Vec<Vec<String>> {
    let (text, count) = written(study, export, options);
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a row").iter().map(Into::into).collect()).collect();
    assert_eq!(rows.len() as u64, count + 1);
    rows
}

/// One column of a table, without its name.
fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let at = rows[0].iter().position(|column| column == name).expect("the column is there");
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

fn does<O: Operation>(session: &Session, operation: O) -> O::Outcome {
    session.perform(operation).expect("the operation is accepted").outcome
}

fn code(session: &Session, name: &str, parent: Option<Id>) -> Id {
    does(session, CodeAdd { name: name.into(), parent, ..CodeAdd::default() })
}

fn source(session: &Session, name: &str, date: Option<&str>, who: &[Id], text: &str) -> Id {
    does(
        session,
        SourceAdd {
            name: name.into(),
            stream: "interview".into(),
            date: date.map(Into::into),
            participants: who.to_vec(),
            text: Some(text.into()),
            ..SourceAdd::default()
        },
    )
}

fn coded(session: &Session, source: Id, text: &str, codes: &[Id]) -> Id {
    let coding = CodingAdd {
        source: Some(source),
        text: Some(text.into()),
        codes: codes.to_vec(),
        ..CodingAdd::default()
    };
    does(session, coding).passage
}

/// Two sources with one, two and no participants, codes in a tree, two coders, two themes.
fn fill(study: &TestStudy) {
    let (ada, ben) = (study.session(), study.session_of("Ben"));
    let participant = |name: &str, started_on: Option<&str>| ParticipantAdd {
        name: name.into(),
        note: String::new(),
        started_on: started_on.map(Into::into),
    };
    let two = does(ada, participant("P2", Some("2026-01-12")));
    let ten = does(ada, participant("P10", Some("2026-01-05")));
    let feeling = code(ada, "Feeling", None);
    let tired = code(ada, "Tired", Some(feeling));
    let busy = code(ada, "Busy", None);
    let later =
        source(ada, "Later", Some("2026-02-02"), &[ten, two], "a 🙂 tired day\nand \"busy\", too");
    let first = source(ada, "First", Some("2026-01-04"), &[two], "nothing marked but this");
    let undated = source(ada, "Undated", None, &[], "busy as ever");
    coded(&ben, later, "tired", &[tired]);
    coded(ada, later, "tired", &[busy, tired, feeling]);
    coded(ada, later, "day\nand \"busy\",", &[busy]);
    coded(ada, first, "this", &[]);
    let alone = coded(ada, undated, "ever", &[busy]);
    let theme = |name: &str| ThemeAdd {
        name: name.into(),
        ..serde_json::from_str("{\"name\":\"\"}").expect("a theme")
    };
    let worn = does(ada, theme("Worn out"));
    let second = does(ada, theme("Second"));
    does(ada, ThemeGather { theme: worn, codes: vec![feeling], passages: vec![alone] });
    does(ada, ThemeGather { theme: second, codes: vec![busy], passages: Vec::new() });
}

#[test]
fn one_row_for_each_coding_in_the_order_of_corpus_and_text() {
    for study in TestStudy::both() {
        fill(&study);
        let rows = rows(&study, codings, Options::default());
        assert_eq!(rows.len(), 7);
        assert_eq!(
            column(&rows, "source"),
            ["Later", "Later", "Later", "Later", "Later", "Undated"]
        );
        assert_eq!(
            column(&rows, "code_path"),
            ["Feeling › Tired", "Busy", "Feeling › Tired", "Feeling", "Busy", "Busy"]
        );
        assert_eq!(column(&rows, "code")[0], "Tired");
        assert_eq!(column(&rows, "coder"), ["Ben", "Ada", "Ada", "Ada", "Ada", "Ada"]);
        assert_eq!(column(&rows, "participant")[0], "P2; P10");
        assert_eq!(column(&rows, "week"), ["3; 4", "3; 4", "3; 4", "3; 4", "3; 4", ""]);
        assert_eq!(column(&rows, "start")[4], "10");
        assert_eq!(column(&rows, "end")[4], "25");
        assert_eq!(column(&rows, "text")[4], "day\nand \"busy\",");
        assert_eq!(column(&rows, "date")[5], "");
        assert_eq!(column(&rows, "synthetic")[0], "no");
        let at = &column(&rows, "at")[0];
        assert!(at.starts_with("2026-01-05T09:00:") && at.ends_with('Z'), "{at}");
        for id in ["passage_id", "coding_id", "code_id", "source_id"] {
            assert!(column(&rows, id).iter().all(|id| id.parse::<Id>().is_ok()));
        }
        let ids: std::collections::BTreeSet<_> = column(&rows, "coding_id").into_iter().collect();
        assert_eq!(ids.len(), 6);
    }
}

#[test]
fn one_row_for_each_passage_with_its_codes_and_themes() {
    for study in TestStudy::both() {
        fill(&study);
        let rows = rows(&study, extracts, Options::default());
        assert_eq!(column(&rows, "text"), ["this", "tired", "day\nand \"busy\",", "ever"]);
        assert_eq!(column(&rows, "codes"), ["", "Feeling; Tired; Busy", "Busy", "Busy"]);
        assert_eq!(column(&rows, "code_paths")[1], "Feeling; Feeling › Tired; Busy");
        assert_eq!(column(&rows, "themes"), ["", "Worn out; Second", "Second", "Worn out; Second"]);
        assert_eq!(column(&rows, "week")[0], "-2");
    }
}

#[test]
fn cells_that_look_like_formulas_are_guarded_unless_told_otherwise() {
    let study = TestStudy::file();
    let ada = study.session();
    let text = "=SUM(A1)\n+1 -2 @me \ttab plain";
    let source = source(ada, "-1+cmd", None, &[], text);
    let busy = code(ada, "@busy", None);
    for words in ["=SUM(A1)", "+1", "-2", "@me", "\ttab", "plain"] {
        coded(ada, source, words, &[busy]);
    }
    let guarded = rows(&study, codings, Options::default());
    assert_eq!(column(&guarded, "text"), ["'=SUM(A1)", "'+1", "'-2", "'@me", "'\ttab", "plain"]);
    assert_eq!(column(&guarded, "source")[0], "'-1+cmd");
    assert_eq!(column(&guarded, "code_path")[0], "'@busy");
    let plain = rows(&study, codings, Options { guard: false, ..Options::default() });
    assert_eq!(column(&plain, "text")[0], "=SUM(A1)");
    assert_eq!(column(&plain, "source")[0], "-1+cmd");
    let extracts = rows(&study, extracts, Options::default());
    assert_eq!(column(&extracts, "codes")[0], "'@busy");
}

#[test]
fn the_mark_is_an_option_and_rows_end_as_the_standard_says() {
    let study = TestStudy::file();
    fill(&study);
    let (marked, _) = written(&study, codings, Options::default());
    let (plain, _) = written(&study, codings, Options { mark: false, ..Options::default() });
    assert_eq!(marked, format!("\u{feff}{plain}"));
    assert!(plain.starts_with("source,stream,date,week,participant,start,end,text,code,"));
    assert_eq!(plain.matches("\r\n").count(), 7);
    assert!(plain.contains("\"day\nand \"\"busy\"\",\""));
}

#[test]
fn a_synthetic_study_says_so_in_every_row() {
    let study = TestStudy::file();
    fill(&study);
    let set = StudySet { synthetic: Some(true), ..StudySet::default() };
    does(study.session(), set);
    for export in [codings as Export, extracts as Export] {
        let rows = rows(&study, export, Options::default());
        assert!(column(&rows, "synthetic").iter().all(|cell| cell == "yes"));
    }
}

#[test]
fn an_empty_study_has_the_names_of_the_columns() {
    for study in TestStudy::both() {
        assert_eq!(rows(&study, codings, Options::default()).len(), 1);
        assert_eq!(rows(&study, extracts, Options::default()).len(), 1);
    }
}

#[test]
fn what_cannot_be_written_is_said() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is full"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let study = TestStudy::file();
    fill(&study);
    let options = Options { mark: false, ..Options::default() };
    let error = codings(study.study(), release(&study), options, Box::new(Full))
        .expect_err("the disk is full");
    assert_eq!(error.kind(), trefoil_core::error::Kind::Io);
    insta::assert_snapshot!(error, @"The table cannot be written: the disk is full.");
}

#[test]
fn the_columns_are_those_of_the_document() {
    let path = trefoil_testkit::repository_root().join("docs/csv.md");
    let text = std::fs::read_to_string(path).expect("the document is there");
    let study = TestStudy::file();
    for (export, place) in [(codings as Export, 2), (extracts as Export, 3)] {
        let told: Vec<String> = text
            .lines()
            .filter_map(|line| line.strip_prefix("| `").map(|_| line))
            .map(|line| line.split('|').map(str::trim).collect::<Vec<_>>())
            .filter(|cells| cells[place] == "✓")
            .map(|cells| cells[1].trim_matches('`').to_owned())
            .collect();
        assert_eq!(rows(&study, export, Options::default())[0], told);
    }
}
