//! The same commands on a PostgreSQL server, where there is one.

use crate::support::{Bench, STUDY};
use trefoil_core::storage::Place;
use trefoil_testkit::TestStudy;

/// The address of a test study, as somebody would type it.
fn typed(place: &Place) -> Option<String> {
    let Place::Server { address, study } = place else { return None };
    let joint = if address.contains('?') { '&' } else { '?' };
    Some(format!("{address}{joint}study={study}"))
}

#[test]
fn a_study_on_a_server_is_worked_on_and_copied_to_a_file() {
    let Some(study) = TestStudy::server() else { return };
    let url = typed(study.study().place()).expect("is on a server");
    let bench = Bench::empty();
    bench.run(["code", &url, "add", "Belonging"]).done();
    bench.run(["code", &url, "add", "Trust"]).done();
    bench.run(["undo", &url]).done();
    assert_eq!(bench.run(["status", &url, "--json"]).done().json()["codes"], 1);
    bench.run(["check", &url]).done();
    bench.run(["copy", &url, "copy.trefoil"]).done().saying("will not be encrypted");
    assert_eq!(bench.run(["status", "copy.trefoil", "--json"]).done().json()["codes"], 1);
    bench.run(["backup", &url, "list"]).ended(1).saying("its administrator");
    bench.run(["passphrase", &url, "set"]).ended(2).saying("no passphrase of its own");
    bench.run(["new", &url, "--title", "Again"]).ended(1).saying("already a study");
}

#[test]
fn encryption_is_refused_where_it_would_not_happen() {
    let mut bench = Bench::with_study();
    bench.set("TREFOIL_PASSPHRASE", "first words");
    let url = "postgres://localhost/x?study=y";
    bench.run(["new", url, "--title", "X", "--encrypt"]).ended(2).saying("does not encrypt");
    bench.run(["copy", STUDY, url, "--encrypt"]).ended(2).saying("does not encrypt");
}
