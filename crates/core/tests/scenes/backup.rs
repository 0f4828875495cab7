//! Working, making backups and restoring them, in cycles of five steps.

use std::path::Path;

use trefoil_core::codebook::CodeAdd;
use trefoil_core::storage::Place;
use trefoil_core::study::backup::{self, Reason};
use trefoil_core::study::{NewStudy, Study};
use trefoil_testkit::victim;

use super::{Home, Scene, codes, is_whole, open};

pub(crate) struct Backup;

/// A code, a code, a backup, a code that will be lost, the backup restored.
const CYCLE: usize = 5;

/// The codes that are there after so many steps.
fn after(steps: usize) -> Vec<String> {
    let (cycles, rest) = (steps / CYCLE, steps % CYCLE);
    let mut names: Vec<String> =
        (0..cycles).flat_map(|cycle| [name(cycle, 0), name(cycle, 1)]).collect();
    names.extend((0..rest.min(2)).map(|n| name(cycles, n)));
    if rest == 4 {
        names.push(name(cycles, 2));
    }
    names
}

fn name(cycle: usize, n: usize) -> String {
    format!("{cycle:04}-{n}")
}

fn newest_asked_for(study: &Path) -> backup::Backup {
    let backups = backup::list(study).expect("backups can be listed");
    backups.into_iter().find(|one| one.reason == Reason::Asked).expect("one was asked for")
}

impl Scene for Backup {
    fn name(&self) -> &'static str {
        "backup"
    }

    fn prepare(&self, home: &Home) {
        Study::create(&home.place(), &NewStudy::titled("Backup")).expect("a study can be begun");
    }

    fn play(&self, home: &Home, from: usize, steps: usize) {
        let path = home.folder.join("study.trefoil");
        let mut study = Some(home.open());
        victim::ready();
        for step in from..from + steps {
            let (cycle, at) = (step / CYCLE, step % CYCLE);
            if at == CYCLE - 1 {
                drop(study.take());
                let number = newest_asked_for(&path).number;
                backup::restore(&path, number, None).expect("a backup can be restored");
            } else {
                let study = study.get_or_insert_with(|| home.open());
                if at == 2 {
                    study.back_up().map(|_| ()).expect("a backup can be made");
                } else {
                    let name = name(cycle, at.min(2));
                    let add = CodeAdd { name, ..CodeAdd::default() };
                    study.session("Ada").perform(add).map(|_| ()).expect("a code can be added");
                }
            }
            victim::acknowledge(step + 1);
        }
    }

    fn verify(&self, home: &Home, acknowledged: usize) -> Option<usize> {
        let study = home.open();
        is_whole(&study);
        let found = codes(&study);
        drop(study);
        // A step that changes nothing in the study, as a backup does, is made again.
        let made = if found == after(acknowledged) { acknowledged } else { acknowledged + 1 };
        assert_eq!(found, after(made), "the study says what it said after {made} steps");
        let path = home.folder.join("study.trefoil");
        let backups = backup::list(&path).expect("backups can be listed");
        // Every backup that has its name is whole; only the newest can have been under way.
        for one in backups.iter().take(2) {
            is_whole(&open(&Place::File(one.path.clone()), None));
        }
        if acknowledged % CYCLE >= 3 {
            let newest = open(&Place::File(newest_asked_for(&path).path), None);
            assert_eq!(codes(&newest), after(acknowledged / CYCLE * CYCLE + 2));
        }
        let folder: &[&str] = if backup::folder(&path).exists() {
            &["study.trefoil", "study.trefoil-backups"]
        } else {
            assert!(acknowledged < 3, "an acknowledged backup is there");
            &["study.trefoil"]
        };
        home.is_tidy(folder);
        Some(made)
    }
}
