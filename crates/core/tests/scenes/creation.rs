//! Beginning one study after the other, every third encrypted.

use trefoil_core::error::Kind;
use trefoil_core::storage::Place;
use trefoil_core::study::{NewStudy, Secret, Study};
use trefoil_testkit::victim;

use super::{Home, Scene, changes, is_whole, number, open};

pub(crate) struct Creation;

/// How many of the last ones are looked at closely.
const LATEST: usize = 2;

fn place(home: &Home, step: usize) -> Place {
    match &home.server {
        Some(address) => Place::parse(&format!("{address}_{step}")).expect("is well formed"),
        None => Place::File(home.folder.join(format!("{step}.trefoil"))),
    }
}

fn passphrase(home: &Home, step: usize) -> Option<&'static str> {
    (home.server.is_none() && step % 3 == 2).then_some("lanternfield")
}

fn create(home: &Home, step: usize) {
    let new = NewStudy {
        passphrase: passphrase(home, step).map(Secret::new),
        ..NewStudy::titled(format!("Study {step}"))
    };
    Study::create(&place(home, step), &new).expect("a study can be begun");
}

fn is_there(home: &Home, step: usize) -> bool {
    let secret = passphrase(home, step).map(Secret::new);
    match Study::open(&place(home, step), secret.as_ref()) {
        Ok(_) => true,
        Err(error) if error.kind() == Kind::NotFound => false,
        Err(error) => panic!("study {step} is neither there nor not: {error}"),
    }
}

impl Scene for Creation {
    fn name(&self) -> &'static str {
        "creation"
    }

    fn prepare(&self, _: &Home) {}

    fn play(&self, home: &Home, from: usize, steps: usize) {
        victim::ready();
        for step in from..from + steps {
            create(home, step);
            victim::acknowledge(step + 1);
        }
    }

    fn verify(&self, home: &Home, acknowledged: usize) -> Option<usize> {
        // The one under way is there whole or not at all, and then nothing is in its way.
        if !is_there(home, acknowledged) {
            create(home, acknowledged);
        }
        let made = acknowledged + 1;
        for step in made.saturating_sub(LATEST)..made {
            let study = open(&place(home, step), passphrase(home, step));
            is_whole(&study);
            assert_eq!(study.about().expect("it can be read").title, format!("Study {step}"));
            assert_eq!(changes(&study), 0);
            assert_eq!(number(&study, "SELECT COUNT(*) FROM stream"), 5);
        }
        let names: Vec<String> = (0..made).map(|step| format!("{step}.trefoil")).collect();
        home.is_tidy(&names.iter().map(String::as_str).collect::<Vec<_>>());
        Some(made)
    }
}
