//! Asks the house rules of the whole tree. Each rule lives in `trefoil_testkit::tidy`, where it
//! is tried on invented trees first.

use trefoil_testkit::repository_root;
use trefoil_testkit::tidy::{Finding, Tree, documents, message, outgoing, source_files, words};

fn none_found(rule: impl Fn(&Tree) -> Vec<Finding>) {
    let tree = Tree::read(&repository_root()).expect("the tests' own sources can be read");
    assert!(
        tree.files().count() > 20,
        "found hardly any files: this test looks at the wrong place"
    );
    let found = rule(&tree);
    assert!(found.is_empty(), "{} to mend:{}", found.len(), message(&found));
}

#[test]
fn every_module_opens_with_its_docs() {
    none_found(source_files::modules_without_docs);
}

#[test]
fn every_query_says_what_it_answers() {
    none_found(source_files::queries_without_question);
}

#[test]
fn no_source_file_is_over_five_hundred_lines() {
    none_found(source_files::files_too_long);
}

#[test]
fn every_file_of_tests_is_run() {
    none_found(source_files::tests_that_never_run);
}

#[test]
fn nothing_goes_out_beside_the_door() {
    none_found(outgoing::ways_out);
}

#[test]
fn every_house_file_is_there() {
    none_found(documents::missing_house_files);
}

#[test]
fn paths_named_in_documents_exist() {
    none_found(documents::named_paths_that_do_not_exist);
}

#[test]
fn links_in_documents_lead_somewhere() {
    none_found(documents::links_that_lead_nowhere);
}

#[test]
fn howtos_are_short() {
    none_found(documents::howtos_too_long);
}

#[test]
fn the_change_log_knows_the_current_version() {
    none_found(documents::changelog_behind);
}

#[test]
fn no_file_names_a_path_of_one_machine() {
    none_found(words::machine_paths);
}

#[test]
fn nothing_is_marked_as_unfinished() {
    none_found(words::leftover_markers);
}

#[test]
fn public_names_use_the_words_of_the_glossary() {
    none_found(words::names_beside_the_glossary);
}

#[cfg(unix)]
#[test]
fn the_check_script_can_be_run() {
    use std::os::unix::fs::PermissionsExt;
    let script =
        std::fs::metadata(repository_root().join(".ci/run")).expect("house files are there");
    assert_ne!(
        script.permissions().mode() & 0o111,
        0,
        ".ci/run is not executable: chmod +x .ci/run"
    );
}
