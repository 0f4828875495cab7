//! Learning from one name what the names of all files say.

use trefoil_core::corpus::name_rule;

use super::*;

fn three(pages: &TestPages) -> String {
    begin(
        pages,
        &files(&[
            ("notes.txt", "One"),
            ("P3_wk06_interview.txt", "Two"),
            ("P4_wk12_interview.txt", "Three"),
        ]),
    )
}

#[test]
fn a_rule_is_learnt_shown_taken_and_kept() {
    let pages = TestPages::new();
    let path = three(&pages);
    assert!(pages.page(&path).body.contains(&format!("{path}/names")));
    let page = pages.page(&format!("{path}/names"));
    let words = page.words();
    assert!(words.contains("{participant}_wk{week}_{stream}"), "{words}");
    assert!(words.contains("2 of 3 names"), "{words}");
    assert!(words.contains("P4_wk12_interview.txt P4, new 12"), "{words}");
    assert!(words.contains("notes.txt The rule does not fit"), "{words}");
    let taken = [("pattern", "{participant}_wk{week}_{stream}"), ("keep", "1")];
    let told = pages.post(&format!("{path}/names"), &taken);
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
    let page = settled(&pages, &path);
    for (name, value) in [("participants-1", "P3"), ("participants-2", "P4")] {
        assert!(page.body.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{}", page.body);
    }
    let rules = pages.study.study().read(name_rule::list).unwrap();
    assert_eq!(rules.len(), 1);
    // Once more it is there already, and only the names are read by it.
    let told = pages.post(&format!("{path}/names"), &taken);
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
    settled(&pages, &path);
    assert_eq!(pages.study.study().read(name_rule::list).unwrap().len(), 1);
}

#[test]
fn what_is_said_of_the_parts_changes_the_rule() {
    let pages = TestPages::new();
    let path = three(&pages);
    let ask = |query: &str| pages.page(&format!("{path}/names?{query}")).words();
    let said = ask("file=1&part=participant&part=&part=&part=any");
    assert!(said.contains("{participant}_wk{number}_{any}"), "{said}");
    let none = ask("file=1&part=&part=&part=&part=");
    assert!(none.contains("This is no rule yet"), "{none}");
    let fine = ask("file=1&fine=1");
    assert!(fine.contains("{participant}_wk{week}_{stream}"), "neighbours are one: {fine}");
    let other = ask("file=2&part=participant");
    assert!(other.contains("{week}"), "what was said of another name says nothing: {other}");
    let wrong = pages.post(&format!("{path}/names"), &[("pattern", "{whoever}")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn chats_have_no_names_to_learn_from() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("chat.txt", CHAT)]));
    assert!(!pages.page(&path).words().contains("Learn from a file name"));
    assert_eq!(pages.get(&format!("{path}/names")).status, StatusCode::NOT_FOUND);
}
