//! Coding: each step puts one code on one passage.

use std::collections::BTreeSet;

use trefoil_core::codebook::{Code, CodeAdd};
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::source::{Source, SourceAdd};
use trefoil_core::study::{NewStudy, Study};
use trefoil_testkit::victim;

use super::{Home, Scene, changes, is_whole, number};

pub(crate) struct Coding;

/// So long that no two passages begin alike in any test.
const LENGTH: usize = 60_000;

const CODES: usize = 10;

/// Where a step's passage begins and ends, and which code it gets.
fn passage(step: usize) -> (i64, i64, usize) {
    let start = step * 7 % (LENGTH - 10);
    (start as i64, (start + 3 + step % 5) as i64, step % CODES)
}

impl Scene for Coding {
    fn name(&self) -> &'static str {
        "coding"
    }

    fn prepare(&self, home: &Home) {
        let study = Study::create(&home.place(), &NewStudy::titled("Coding"))
            .expect("a study can be begun")
            .without_daily_backups();
        let ada = study.session("Ada");
        let add = SourceAdd {
            name: "Interview".into(),
            stream: "interview".into(),
            text: Some("They asked me in. ".repeat(LENGTH / 18 + 1)),
            ..SourceAdd::default()
        };
        ada.perform(add).expect("a source can be added");
        for code in 0..CODES {
            ada.perform(CodeAdd { name: format!("Code {code}"), ..CodeAdd::default() })
                .expect("a code can be added");
        }
    }

    fn play(&self, home: &Home, from: usize, steps: usize) {
        let study = home.open();
        let (source, codes) = study
            .read(|reader| {
                let source = reader.list::<Source>("", &[])?.remove(0);
                Ok((source.id, reader.list::<Code>("ORDER BY position", &[])?))
            })
            .expect("the study can be read");
        let ada = study.session("Ada");
        victim::ready();
        for step in from..from + steps {
            let (start, end, code) = passage(step);
            let add = CodingAdd {
                source: Some(source),
                start: Some(start),
                end: Some(end),
                codes: vec![codes[code].id],
                ..CodingAdd::default()
            };
            ada.perform(add).expect("a passage can be coded");
            victim::acknowledge(step + 1);
        }
    }

    fn verify(&self, home: &Home, acknowledged: usize) -> Option<usize> {
        let study = home.open();
        is_whole(&study);
        let rows = study
            .read(|reader| {
                reader.query(
                    "SELECT p.\"start\", p.\"end\", c.name FROM coding k \
                     JOIN passage p ON p.id = k.passage JOIN code c ON c.id = k.code",
                    &[],
                )
            })
            .expect("the study can be read");
        let found: BTreeSet<(i64, i64, String)> = rows
            .iter()
            .map(|row| {
                let cell = |at| row.get(at).expect("a number");
                (cell(0), cell(1), row.get(2).expect("a name"))
            })
            .collect();
        let made = found.len();
        assert!(made == acknowledged || made == acknowledged + 1, "{made} of {acknowledged}");
        let expected = (0..made).map(|step| {
            let (start, end, code) = passage(step);
            (start, end, format!("Code {code}"))
        });
        assert_eq!(found, expected.collect(), "each coding is the one that was acknowledged");
        assert_eq!(changes(&study), CODES + 1 + made);
        assert_eq!(number(&study, "SELECT COUNT(*) FROM history"), CODES + 1 + made);
        assert_eq!(number(&study, "SELECT COUNT(*) FROM passage"), made);
        drop(study);
        home.is_tidy(&["study.trefoil"]);
        Some(made)
    }
}
