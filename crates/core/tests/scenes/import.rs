//! Importing a folder of forty texts; each file is a step.

use std::fs;
use std::ops::ControlFlow;

use trefoil_core::corpus::import::store::{Progress, Wishes, plan, run};
use trefoil_core::corpus::source;
use trefoil_core::study::{NewStudy, Study};
use trefoil_testkit::victim;

use super::{Home, Scene, is_whole, number};

pub(crate) struct Import;

/// The folder of files that are imported.
pub(crate) const FILES: &str = "files";

const COUNT: usize = 40;

fn text(n: usize) -> String {
    format!("Note {n}\n{}\n", format!("On day {n} they asked me in. ").repeat(20))
}

/// Imports everything and tells how many files are done; answers how many were new and known.
fn import(home: &Home, study: &Study, mut told: impl FnMut(usize)) -> (usize, usize) {
    let files = home.folder.join(FILES);
    let plan = plan(study, &[files], &Wishes::default()).expect("files can be surveyed");
    assert_eq!(plan.items.len(), COUNT);
    let mut step = |progress: &Progress| {
        told(progress.done);
        ControlFlow::Continue(())
    };
    let summary = run(&study.session("Ada"), plan, &mut step).expect("files can be imported");
    assert!(summary.refused.is_empty(), "{:?}", summary.refused);
    (summary.imported.len(), summary.known.len())
}

impl Scene for Import {
    fn name(&self) -> &'static str {
        "import"
    }

    fn prepare(&self, home: &Home) {
        let files = home.folder.join(FILES);
        fs::create_dir_all(&files).expect("a folder can be made");
        for n in 0..COUNT {
            fs::write(files.join(format!("note {n:02}.txt")), text(n)).expect("can be written");
        }
        Study::create(&home.place(), &NewStudy::titled("Import")).expect("a study can be begun");
    }

    fn play(&self, home: &Home, _: usize, _: usize) {
        let study = home.open();
        victim::ready();
        import(home, &study, |done| {
            if done > 0 {
                victim::acknowledge(done);
            }
        });
    }

    fn verify(&self, home: &Home, acknowledged: usize) -> Option<usize> {
        let study = home.open();
        is_whole(&study);
        let made = number(&study, "SELECT COUNT(*) FROM source");
        assert!(made == acknowledged || made == acknowledged + 1, "{made} of {acknowledged}");
        let again = import(home, &study, |_| ());
        assert_eq!(again, (COUNT - made, made), "importing again goes on where it stopped");
        is_whole(&study);
        let texts: Vec<_> = study
            .read(|reader| {
                let sources = source::list(reader)?;
                sources.iter().map(|one| source::text(reader, one.source.id)).collect()
            })
            .expect("the study can be read");
        let mut texts: Vec<String> = texts.into_iter().flatten().map(|one| one.text).collect();
        let mut expected: Vec<String> = (0..COUNT).map(text).collect();
        texts.sort();
        expected.sort();
        assert_eq!(texts, expected, "each of them is there once");
        drop(study);
        home.is_tidy(&["study.trefoil"]);
        None
    }
}
