//! Names that only a sealed key knows: replaced while this browser has it unlocked, and looked for again
//! where it is unlocked in the middle.

use serde_json::json;
use trefoil_core::care::pseudonym::{KeyAccess, KeySeal};
use trefoil_core::study::{Secret, operations};

use super::*;

const PASSPHRASE: &str = "quiet-heather";
const TALK: &str = "Quimby made the tea, and then I asked Quimby what came next.";

fn sealed() -> TestPages {
    let pages = TestPages::new();
    let unlocked = pages.study.session().with_key(KeyAccess::new(Secret::new(PASSPHRASE)));
    unlocked.perform(KeySeal {}).expect("the key is sealed");
    let name = json!({ "names": ["Quimby"], "replacement": "colleague" });
    let add = operations::by_name("pseudonym.add").expect("the operation is there");
    add.perform(&unlocked, name).expect("a name is known");
    pages
}

fn unlock(pages: &TestPages) {
    let told = pages.post("care/key/unlock", &[("passphrase", PASSPHRASE)]);
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
}

fn text(pages: &TestPages) -> String {
    let id = sources(pages)[0].source.id;
    let text = pages.study.study().read(move |reader| source::text(reader, id)).unwrap();
    text.expect("it has words").text
}

#[test]
fn names_are_replaced_while_the_key_is_unlocked() {
    let pages = sealed();
    unlock(&pages);
    let path = begin(&pages, &files(&[("talk.txt", TALK)]));
    let words = pages.page(&path).words();
    assert!(!words.contains("The key to the pseudonyms is closed"), "{words}");
    run(&pages, &path);
    let text = text(&pages);
    assert!(text.starts_with("[colleague] made the tea") && !text.contains("Quimby"), "{text}");
}

#[test]
fn files_are_looked_at_again_when_the_key_was_unlocked_since() {
    let pages = sealed();
    let path = begin(&pages, &files(&[("talk.txt", TALK)]));
    let words = pages.page(&path).words();
    assert!(words.contains("no name that it knows is replaced"), "{words}");
    unlock(&pages);
    let words = run(&pages, &path).words();
    assert!(words.contains("the files were looked at once more with it"), "{words}");
    assert!(sources(&pages).is_empty(), "nothing is stored before it was seen");
    run(&pages, &path);
    let text = text(&pages);
    assert!(text.starts_with("[colleague] made the tea") && !text.contains("Quimby"), "{text}");
}

#[test]
fn a_key_that_was_locked_again_is_not_used_for_what_was_not_looked_at() {
    let pages = sealed();
    unlock(&pages);
    pages.post("care/key/lock", &[]);
    let path = begin(&pages, &files(&[("talk.txt", TALK)]));
    assert!(pages.page(&path).words().contains("no name that it knows is replaced"));
    run(&pages, &path);
    assert!(text(&pages).contains("Quimby"), "as the page said");
}
