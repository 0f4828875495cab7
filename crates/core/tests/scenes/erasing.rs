//! Erasing: each step erases one source for good, and the study is settled after it.

use trefoil_core::care::erasure::ErasureSource;
use trefoil_core::corpus::source::{Source, SourceAdd};
use trefoil_core::study::{NewStudy, Study};
use trefoil_testkit::victim;

use super::{Home, Scene, changes, is_whole, number};

pub(crate) struct Erasing;

/// More than all victims of a test live to see.
const SOURCES: usize = 240;

/// Words that stand in one source only.
fn words(step: usize) -> String {
    format!("Bicycle number {step:04} leaned on the yellow gate all night")
}

impl Scene for Erasing {
    fn name(&self) -> &'static str {
        "erasing"
    }

    fn prepare(&self, home: &Home) {
        let study = Study::create(&home.place(), &NewStudy::titled("Erasing"))
            .expect("a study can be begun")
            .without_daily_backups();
        let ada = study.session("Ada");
        for step in 0..SOURCES {
            let add = SourceAdd {
                name: format!("{step:04}"),
                stream: "interview".into(),
                text: Some(words(step)),
                ..SourceAdd::default()
            };
            ada.perform(add).expect("a source can be added");
        }
    }

    fn play(&self, home: &Home, from: usize, steps: usize) {
        let study = home.open();
        let sources = study
            .read(|reader| reader.list::<Source>("ORDER BY name", &[]))
            .expect("the study can be read");
        let ada = study.session("Ada");
        victim::ready();
        for (step, source) in (from..from + steps).zip(sources) {
            let erase = ErasureSource {
                sources: vec![source.id],
                asked_on: None,
                route: String::new(),
                digest: None,
            };
            ada.perform(erase).expect("a source can be erased");
            victim::acknowledge(step + 1);
        }
    }

    fn verify(&self, home: &Home, acknowledged: usize) -> Option<usize> {
        let study = home.open();
        is_whole(&study);
        let made = number(&study, "SELECT COUNT(*) FROM withdrawal");
        assert!(made == acknowledged || made == acknowledged + 1, "{made} of {acknowledged}");
        assert_eq!(number(&study, "SELECT COUNT(*) FROM source"), SOURCES - made);
        assert!(changes(&study) >= SOURCES + made);
        study.settle_if_due().expect("what was left in the middle is finished");
        assert!(!study.settling_is_due().expect("it can be read"));
        drop(study);
        let backups = home.folder.join("study.trefoil-backups").exists();
        home.is_tidy(if backups {
            &["study.trefoil", "study.trefoil-backups"]
        } else {
            &["study.trefoil"]
        });
        if home.server.is_none() {
            let bytes = std::fs::read(home.folder.join("study.trefoil")).expect("it can be read");
            let there = |step: usize| {
                let words = words(step);
                bytes.windows(words.len()).any(|window| window == words.as_bytes())
            };
            assert!((0..made).all(|step| !there(step)), "what was erased is in no page");
            assert!(there(made), "what was not is there");
        }
        Some(made)
    }
}
