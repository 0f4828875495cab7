//! What a victim does while it is killed or its power fails, and what must hold afterwards.
//!
//! A [`Scene`] is a script: its steps are the same in every process, and each is acknowledged.
//! After a loss the study must show every acknowledged step and at most one more, whole; nothing
//! that `docs/file-format.md` does not know may lie beside it. `kill.rs` kills real processes,
//! `sync.rs` asks the same of every moment of a recorded one.
#![expect(clippy::panic, reason = "what does not hold fails the test")]

mod backup;
mod coding;
mod creation;
pub(crate) mod erasing;
mod import;
mod passphrase;
mod upgrade;
mod walking;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use trefoil_core::storage::Place;
use trefoil_core::study::{Secret, Study};
use trefoil_testkit::victim;

pub(crate) use backup::Backup;
pub(crate) use coding::Coding;
pub(crate) use creation::Creation;
pub(crate) use import::Import;
pub(crate) use passphrase::Passphrase;
pub(crate) use upgrade::Upgrade;
pub(crate) use walking::Walking;

/// Where a scene plays: a folder and, for a study on a server, its address.
pub(crate) struct Home {
    pub(crate) folder: PathBuf,
    pub(crate) server: Option<String>,
}

impl Home {
    /// The one study of most scenes.
    pub(crate) fn place(&self) -> Place {
        match &self.server {
            Some(address) => Place::parse(address).expect("the address is well formed"),
            None => Place::File(self.folder.join("study.trefoil")),
        }
    }

    /// Opens the study at once, as it must be possible after whatever happened.
    pub(crate) fn open(&self) -> Study {
        open(&self.place(), None)
    }

    /// Asserts that in the folder lies what is expected and nothing else.
    pub(crate) fn is_tidy(&self, expected: &[&str]) {
        let mut found = names(&self.folder);
        found.retain(|name| name != import::FILES);
        let mut expected: Vec<&str> =
            if self.server.is_some() { Vec::new() } else { expected.to_vec() };
        expected.sort_unstable();
        assert_eq!(found, expected, "nothing else lies in the folder");
        for name in found.iter().filter(|name| name.ends_with("-backups")) {
            for backup in names(&self.folder.join(name)) {
                assert!(backup.ends_with(".trefoil"), "{backup} is not a backup");
            }
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn open(place: &Place, passphrase: Option<&str>) -> Study {
    let began = Instant::now();
    let study = Study::open(place, passphrase.map(Secret::new).as_ref())
        .unwrap_or_else(|error| panic!("{place} does not open: {error}"))
        .without_daily_backups();
    // Opening may have to finish an erasure first.
    assert!(began.elapsed() < Duration::from_secs(20), "what a dead process held blocks nobody");
    study
}

/// Asserts that nothing is wrong with a study.
fn is_whole(study: &Study) {
    let checked = study.check().expect("the study can be checked");
    assert!(checked.findings.is_empty(), "{:#?}", checked.findings);
}

/// The number that a question answers with.
fn number(study: &Study, sql: &'static str) -> usize {
    let number = study.read(move |reader| reader.number(sql, &[])).expect("it can be read");
    usize::try_from(number).expect("it is a count")
}

/// How many changes the study has seen.
fn changes(study: &Study) -> usize {
    number(study, "SELECT number FROM change_number")
}

/// The names of its codes, in order.
fn codes(study: &Study) -> Vec<String> {
    let rows = study
        .read(|reader| reader.query("SELECT name FROM code ORDER BY name", &[]))
        .expect("the study can be read");
    rows.iter().map(|row| row.get(0).expect("a name")).collect()
}

/// A script whose steps are acknowledged one by one.
pub(crate) trait Scene: Sync {
    /// The name by which the victim is told of it.
    fn name(&self) -> &'static str;

    /// Makes what is there before the first step.
    fn prepare(&self, home: &Home);

    /// In the victim: plays so many steps from the one with this number, which counts from 0.
    fn play(&self, home: &Home, from: usize, steps: usize);

    /// Asserts what must hold when so many steps were acknowledged. Answers how many were made, as
    /// many or one more, for the next victim to go on from; `None` where it has to begin anew.
    fn verify(&self, home: &Home, acknowledged: usize) -> Option<usize>;
}

const ALL: &[&dyn Scene] =
    &[&Coding, &Walking, &Creation, &Passphrase, &Backup, &Upgrade, &Import, &erasing::Erasing];

/// The test that plays a scene for those who kill it or record what it does.
pub(crate) const VICTIM: &str = "scenes::victim";

/// Plays the scene that this process was started for; does nothing in an ordinary run.
#[test]
fn victim() {
    let Some(arguments) = victim::scene() else { return };
    let [name, folder, server, from, steps] = &arguments[..] else {
        panic!("the victim was told too little: {arguments:?}");
    };
    let home = Home {
        folder: PathBuf::from(folder),
        server: Some(server.clone()).filter(|server| !server.is_empty()),
    };
    let (from, steps) = (from.parse().expect("a number"), steps.parse().expect("a number"));
    if name == upgrade::EXAMINE {
        return upgrade::examine(&home, from, steps);
    }
    let scene = ALL.iter().find(|scene| scene.name() == name).expect("the scene is known");
    scene.play(&home, from, steps);
}

/// What the victim is to be told.
pub(crate) fn arguments(scene: &str, home: &Home, from: usize, steps: usize) -> [String; 5] {
    [
        scene.to_owned(),
        home.folder.to_str().expect("the test's own paths are UTF-8").to_owned(),
        home.server.clone().unwrap_or_default(),
        from.to_string(),
        steps.to_string(),
    ]
}
