//! Setting, changing and removing a passphrase, round and round.

use std::fs;
use std::path::Path;

use trefoil_core::codebook::CodeAdd;
use trefoil_core::study::{NewStudy, Secret, Study, set_passphrase};
use trefoil_testkit::victim;

use super::{Home, Scene, codes, is_whole, open};

pub(crate) struct Passphrase;

const WORDS: &str = "Zwetschgenkuchen am Bahnhof";

/// What it is after so many steps.
fn after(steps: usize) -> Option<&'static str> {
    [None, Some("lanternfield"), Some("correct horse")][steps % 3]
}

impl Scene for Passphrase {
    fn name(&self) -> &'static str {
        "passphrase"
    }

    fn prepare(&self, home: &Home) {
        let study = Study::create(&home.place(), &NewStudy::titled("Passphrase"))
            .expect("a study can be begun");
        let add = CodeAdd { name: WORDS.into(), ..CodeAdd::default() };
        study.session("Ada").perform(add).expect("a code can be added");
    }

    fn play(&self, home: &Home, from: usize, steps: usize) {
        let path = home.folder.join("study.trefoil");
        victim::ready();
        for step in from..from + steps {
            let (present, new) = (after(step).map(Secret::new), after(step + 1).map(Secret::new));
            set_passphrase(&path, present.as_ref(), new.as_ref())
                .expect("a passphrase can be changed");
            victim::acknowledge(step + 1);
        }
    }

    fn verify(&self, home: &Home, acknowledged: usize) -> Option<usize> {
        let secret = after(acknowledged).map(Secret::new);
        let encrypted = Study::needs_passphrase(&home.place()).expect("it can be asked");
        let as_acknowledged =
            encrypted == secret.is_some() && Study::open(&home.place(), secret.as_ref()).is_ok();
        let made = if as_acknowledged { acknowledged } else { acknowledged + 1 };
        let study = open(&home.place(), after(made));
        is_whole(&study);
        assert_eq!(codes(&study), [WORDS]);
        drop(study);
        home.is_tidy(&["study.trefoil"]);
        let readable = stands_in(&home.folder.join("study.trefoil"));
        assert_eq!(readable, after(made).is_none(), "words stand readable only without one");
        Some(made)
    }
}

fn stands_in(file: &Path) -> bool {
    let bytes = fs::read(file).expect("the file can be read");
    bytes.windows(WORDS.len()).any(|window| window == WORDS.as_bytes())
}
