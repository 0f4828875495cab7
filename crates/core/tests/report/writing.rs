//! The report gets its file whole, and nothing else is touched.

use std::fs;

use trefoil_core::error::Kind;
use trefoil_core::report::write_html;
use trefoil_core::sentence::{Cites, Section};

use super::{Story, options, page, sentence};

#[test]
fn the_file_holds_the_report_and_the_summary_says_what_is_in_it() {
    for Story { study, opens, .. } in Story::both() {
        sentence(&study, Section::Findings, "Always.", Cites::default());
        sentence(&study, Section::Findings, "Often.", super::citing(&[opens], &[], &[]));
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("report.html");
        fs::write(&path, "an older report").expect("the file can be written");
        let summary = write_html(study.study(), &path, &options()).expect("it can be written");
        assert_eq!(fs::read_to_string(&path).expect("it can be read"), page(&study));
        let counts = (summary.themes, summary.quotes, summary.conditions, summary.sentences);
        assert_eq!(counts, (2, 2, 3, 2));
        assert_eq!(summary.unsupported[0].text, "Always.");
        let left = fs::read_dir(folder.path()).expect("the folder can be listed").count();
        assert_eq!(left, 1, "nothing is left beside it");
    }
}

#[test]
fn a_report_that_cannot_be_written_says_so_and_leaves_nothing() {
    let Story { study, .. } = Story::file();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let missing = folder.path().join("no/such/report.html");
    let error = write_html(study.study(), &missing, &options()).expect_err("there is no folder");
    assert_eq!(error.kind(), Kind::Io);
    assert!(error.to_string().contains("report.html cannot be written"), "{error}");
    assert!(error.hint_text().is_some());
    let taken = folder.path().join("a folder.html");
    fs::create_dir(&taken).expect("a folder can be made");
    write_html(study.study(), &taken, &options()).expect_err("a folder is in the way");
    assert_eq!(fs::read_dir(folder.path()).expect("the folder can be listed").count(), 1);
}

#[test]
fn a_study_is_never_overwritten_by_its_report() {
    let Story { study, .. } = Story::file();
    let path = study.path();
    let before = study.dump();
    let error = write_html(study.study(), &path, &options()).expect_err("it is the study");
    assert_eq!(error.kind(), Kind::Invalid);
    let other = path.with_file_name("other.TREFOIL");
    write_html(study.study(), &other, &options()).expect_err("it is called like a study");
    assert!(!other.exists());
    assert_eq!(study.dump(), before);
}
