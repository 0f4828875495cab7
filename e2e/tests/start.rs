//! The first start: a name, a new study, the demo, and several studies from one page.

use crate::support::options;
use trefoil_e2e::Journey;

#[test]
fn a_first_start_leads_to_a_name_a_study_and_the_demo() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let name = "a_first_start_leads_to_a_name_a_study_and_the_demo";
    Journey::run(name, options(folder.path(), None), async |running, chromium| {
        let mut journey = Journey::begin(running, chromium, "/", (1280, 800)).await;
        journey.until("the question for the name", "location.pathname === '/name'").await;
        journey.is_accessible("the question for the name").await;
        journey.fills("[name=name]", "Ada").await;
        journey.presses("Enter").await;
        journey.until("the first page", "location.pathname === '/'").await;
        journey.settled().await;
        journey.is_accessible("the first page of all").await;
        journey.keeps_picture("first-page").await;

        // A new study, refused without a title and made with one.
        journey.goes_to("/new").await;
        journey.is_accessible("beginning a study").await;
        journey.fills("[name=title]", "Ward in-reach").await;
        journey.clicks("main form[method=post] button.button--main").await;
        journey.until("the new study", "location.pathname === '/study/ward-in-reach'").await;
        journey.settled().await;
        journey.in_study("ward-in-reach");
        journey.sees("Ward in-reach").await;
        assert!(folder.path().join("ward-in-reach.trefoil").is_file());

        // The demo, made while one waits.
        journey.goes_to("/").await;
        journey.clicks("form[action='/demo'] button").await;
        journey.until("the demo", "location.pathname === '/study/demo'").await;
        journey.settled().await;
        journey.sees("Finding my feet").await;

        // Both are open on one page.
        journey.goes_to("/").await;
        journey.sees("Ward in-reach").await;
        journey.sees("Finding my feet").await;
        journey.is_accessible("the list of studies").await;
        journey.end().await;
    });
}

#[test]
fn an_encrypted_study_asks_for_its_passphrase_and_never_shows_it() {
    use trefoil_core::storage::Place;
    use trefoil_core::study::{NewStudy, Secret, Study};

    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("private.trefoil");
    let new = NewStudy {
        passphrase: Some(Secret::new("seven small stones")),
        ..NewStudy::titled("A private study")
    };
    drop(Study::create(&Place::File(file.clone()), &new).expect("a study can be made"));
    let name = "an_encrypted_study_asks_for_its_passphrase_and_never_shows_it";
    Journey::run(name, options(folder.path(), Some("Ada")), async |running, chromium| {
        let journey = Journey::begin(running, chromium, "/open", (1280, 800)).await;
        journey.is_accessible("opening a study").await;
        journey.fills("[name=place]:not([type=hidden])", &file.display().to_string()).await;
        journey.presses("Enter").await;
        journey.finds("[type=password]").await;
        journey.settled().await;
        journey.is_accessible("the question for the passphrase").await;
        journey.fills("[type=password]", "a wrong one").await;
        journey.presses("Enter").await;
        journey.sees("does not open with this passphrase").await;
        journey.fills("[type=password]", "seven small stones").await;
        journey.presses("Enter").await;
        journey.until("the study", "location.pathname === '/study/private'").await;
        journey.sees("A private study").await;
        let told = journey.value("location.href + document.documentElement.outerHTML").await;
        assert!(!told.as_str().unwrap_or_default().contains("seven small stones"));
        journey.end().await;
    });
}
