//! Tables: what their columns are is guessed, changed, kept and stored.

use trefoil_core::corpus::participant;

use super::*;

const PEOPLE: &str = "Pseudonym,Age,Joined,Role\nP1,34,2026-01-05,nurse\nP2,51,2026-01-12,porter\nP3,29,2026-01-19,nurse\n";
const ANSWERS: &str = "Who,When,What was hard in your first week?\n\
    P1,2026-02-01,I did not know whom to ask and nobody told me where things are kept.\n\
    P2,2026-02-02,The lifts mostly and that every ward does it in another way.\n";

#[test]
fn a_list_of_participants_is_shown_column_by_column_and_comes_in() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("people.csv", PEOPLE)]));
    let page = pages.page(&path);
    let words = page.words();
    assert!(words.contains("What this table becomes"), "{words}");
    assert!(words.contains("table · 3 rows"), "{words}");
    assert!(page.body.contains("value=\"participants\" selected"), "{}", page.body);
    assert!(page.body.contains("aria-label=\"What Age is\""), "{}", page.body);
    let done = run(&pages, &path);
    let words = done.words();
    assert!(words.contains("3 rows of tables came in."), "{words}");
    assert!(words.contains("people.csv 3 rows what is known of participants"), "{words}");
    let people = pages.study.study().read(participant::list).unwrap();
    assert_eq!(people.len(), 3);
    let link = format!("participants/{}", people[0].id);
    assert!(done.body.contains(&link), "{}", done.body);
    assert!(words.contains("Take all of it back"), "{words}");
    pages.post("undo", &[]);
    assert!(pages.page(&path).words().contains("This import was taken back."));
    assert!(pages.study.study().read(participant::list).unwrap().is_empty());
}

#[test]
fn what_is_said_of_columns_is_kept_and_followed() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("answers.csv", ANSWERS)]));
    let before = fields(&pages.page(&path).body);
    let changes = [("rows-are-0-0", "participants"), ("role-0-0-2", "text"), ("_do", "page:1")];
    let told = pages.post(&format!("{path}/items"), &with(&before, &changes));
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
    let again = fields(&pages.page(&path).body);
    for (name, value) in &changes[..2] {
        assert!(again.contains(&((*name).to_owned(), (*value).to_owned())), "{again:?}");
    }
    // Said the other way round, the sheet has nothing that could become a source.
    let changes = [("rows-are-0-0", "sources"), ("role-0-0-2", "skip"), ("_do", "page:1")];
    pages.post(&format!("{path}/items"), &with(&again, &changes));
    let words = pages.page(&path).words();
    assert!(words.contains("No column holds answers in people’s own words"), "{words}");
    let last = fields(&pages.page(&path).body);
    let wrong = pages.post(&format!("{path}/items"), &with(&last, &[("role-0-0-2", "rumour")]));
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    pages
        .post(&format!("{path}/items"), &with(&last, &[("role-0-0-2", "open"), ("_do", "page:1")]));
    let words = run(&pages, &path).words();
    assert!(words.contains("answers.csv 2 rows sources, one for each answer"), "{words}");
    assert_eq!(sources(&pages).len(), 2);
}

#[test]
fn a_sheet_can_be_left_out() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("answers.csv", ANSWERS), ("a.txt", "Words")]));
    let before = fields(&pages.page(&path).body);
    let left: Vec<_> =
        before.iter().filter(|(name, _)| !name.starts_with("rows-come-")).cloned().collect();
    pages.post(&format!("{path}/items"), &with(&left, &[("_do", "page:1")]));
    assert!(pages.page(&path).words().contains("table · 0 rows"));
    run(&pages, &path);
    assert_eq!(names(&pages), ["a"]);
}

#[test]
fn whom_a_table_would_add_is_told_before_it_comes_in() {
    let pages = TestPages::new();
    let rows: Vec<String> = (1..=11).map(|number| format!("P{number},{number}")).collect();
    let table = format!("Participant,Hours\n{}\n", rows.join("\n"));
    let path = begin(&pages, &files(&[("people.csv", &table)]));
    let words = pages.page(&path).words();
    let told = "11 new participants are added: P1, P2, P3, P4, P5, P6, P7, P8 and 3 more.";
    assert!(words.contains(told), "{words}");
}
