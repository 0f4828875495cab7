//! Working, undoing and redoing in turns; some operations write one row, some write hundreds.

use trefoil_core::codebook::CodeAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::study::{NewStudy, Study};
use trefoil_core::transcript::NewSegment;
use trefoil_testkit::{Random, victim};

use super::{Home, Scene, changes, is_whole, number};

pub(crate) struct Walking;

#[derive(Debug, Clone, Copy)]
enum Step {
    Code,
    Source,
    Undo,
    Redo,
}

/// How many segments a source has.
const SEGMENTS: usize = 100;

/// The script: each step, and the names that stand in the study after it.
fn script(steps: usize) -> Vec<(Step, Vec<String>)> {
    let mut random = Random::seeded(5);
    let (mut done, mut undone): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    (0..steps)
        .map(|at| {
            let step = match random.below(10) {
                0..=2 if !done.is_empty() => Step::Undo,
                3..=4 if !undone.is_empty() => Step::Redo,
                5 => Step::Source,
                // Once there is much, it is undone more often, so that the study stays small.
                6.. if done.len() > 30 => Step::Undo,
                _ => Step::Code,
            };
            match step {
                Step::Undo => undone.extend(done.pop()),
                Step::Redo => done.extend(undone.pop()),
                Step::Code | Step::Source => {
                    undone.clear();
                    done.push(format!("{at:05}"));
                }
            }
            let mut names = done.clone();
            names.sort();
            (step, names)
        })
        .collect()
}

fn transcript(name: String) -> SourceAdd {
    let segments = (0..).take(SEGMENTS).map(|n| NewSegment {
        start: n * 32,
        end: n * 32 + 31,
        speaker: Some(if n % 2 == 0 { "Ada" } else { "P1" }.to_owned()),
        begin_ms: Some(n * 1000),
        end_ms: Some(n * 1000 + 900),
    });
    SourceAdd {
        name,
        stream: "interview".into(),
        text: Some("Honestly? I was the tea person. ".repeat(400)),
        segments: segments.collect(),
        ..SourceAdd::default()
    }
}

impl Scene for Walking {
    fn name(&self) -> &'static str {
        "walking"
    }

    fn prepare(&self, home: &Home) {
        Study::create(&home.place(), &NewStudy::titled("Walking")).expect("a study can be begun");
    }

    fn play(&self, home: &Home, from: usize, steps: usize) {
        let study = home.open();
        let ada = study.session("Ada");
        let script = script(from + steps);
        victim::ready();
        for (at, (step, _)) in script.iter().enumerate().skip(from) {
            let name = format!("{at:05}");
            match *step {
                Step::Code => {
                    let add = CodeAdd { name, ..CodeAdd::default() };
                    ada.perform(add).map(|_| ()).expect("a code can be added");
                }
                Step::Source => {
                    ada.perform(transcript(name)).map(|_| ()).expect("a source can be added");
                }
                Step::Undo => assert!(ada.undo().expect("undo works").is_some()),
                Step::Redo => assert!(ada.redo().expect("redo works").is_some()),
            }
            victim::acknowledge(at + 1);
        }
    }

    fn verify(&self, home: &Home, acknowledged: usize) -> Option<usize> {
        let study = home.open();
        is_whole(&study);
        let made = changes(&study);
        assert!(made == acknowledged || made == acknowledged + 1, "{made} of {acknowledged}");
        let rows = study
            .read(|reader| {
                let both = "SELECT name FROM code UNION ALL SELECT name FROM source ORDER BY name";
                reader.query(both, &[])
            })
            .expect("the study can be read");
        let names: Vec<String> = rows.iter().map(|row| row.get(0).expect("a name")).collect();
        let expected = script(made).pop().map(|(_, names)| names).unwrap_or_default();
        assert_eq!(names, expected, "the study says what it said after {made} steps");
        assert_eq!(number(&study, "SELECT COUNT(*) FROM history"), made);
        let sources = number(&study, "SELECT COUNT(*) FROM source");
        assert_eq!(number(&study, "SELECT COUNT(*) FROM segment"), sources * SEGMENTS);
        drop(study);
        home.is_tidy(&["study.trefoil"]);
        Some(made)
    }
}
