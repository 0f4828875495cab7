//! A name that slipped into a voice note is found, replaced by keyboard, and undo brings it back.

use trefoil_core::study::status;
use trefoil_e2e::Journey;

use super::{Beside, follows_by_key};
use crate::support::{DEMO, demo};

const SOURCE: &str = "P3 voice note week 6 (2)";

/// How many passages and codings there are.
fn marked(beside: &Beside) -> (i64, i64) {
    let now = beside.0.read(|reader| status(reader, "2026-02-01")).expect("the study is read");
    (now.passages, now.codings)
}

/// Whether the text of the source in the reading room says a word.
async fn says(journey: &Journey, word: &str) -> bool {
    let text =
        "[...document.querySelectorAll('.segment__text')].map((one) => one.textContent).join(' ')";
    let text = journey.value(text).await;
    let text = text.as_str().unwrap_or_default();
    assert!(!text.is_empty(), "the reading room shows the text");
    text.contains(word)
}

#[test]
fn a_third_person_is_taken_out_of_a_text_by_keyboard() {
    demo("a_third_person_is_taken_out_of_a_text_by_keyboard", async |running, chromium| {
        let beside = Beside::of(&running, DEMO);
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        let before = marked(&beside);
        journey.goes_to("").await;
        journey.goes_by_key("a", "The parts of care").await;
        follows_by_key(&journey, "main a[href$='/care/review']").await;
        journey.is_accessible("what may point at people").await;
        journey.keeps_picture("care-review-list").await;
        let mark = format!(
            "[...document.querySelectorAll('main a')].find((one) => one.innerText.includes({SOURCE:?})).setAttribute('data-here', '')"
        );
        journey.value(&mark).await;
        follows_by_key(&journey, "[data-here]").await;
        journey.finds("#now").await;
        let review = journey.value("location.pathname").await;
        let review = review.as_str().unwrap_or_default().to_owned();
        let room = review.replace("/care/review/", "/sources/");
        journey.is_accessible("a find beside its text").await;

        // Step by step to the name; the card keeps the keyboard.
        let card = "document.querySelector('.find-card__mark')?.innerText ?? ''";
        for _ in 0..60 {
            if journey.value(card).await.as_str().unwrap_or_default().contains("Danny") {
                break;
            }
            let was = journey.value("document.querySelector('#now-h').innerText").await;
            journey.presses("j").await;
            let moved = format!("document.querySelector('#now-h').innerText !== {was}");
            journey.until("the next find", &moved).await;
        }
        let found = journey.value(card).await;
        assert!(found.as_str().unwrap_or_default().contains("Danny"), "found is {found}");
        journey.keeps_picture("care-review").await;
        let replacement =
            journey.value("document.querySelector('#now [name=replacement]').value").await;
        let replacement = format!("[{}]", replacement.as_str().unwrap_or_default());
        journey.presses("e").await;
        journey.finds("#flash").await;
        journey
            .until(
                "the replacement in the text",
                &format!(
                    "document.querySelector('.review__text').innerText.includes({replacement:?})"
                ),
            )
            .await;
        journey
            .until("the card having the keyboard", "document.activeElement.matches('#now')")
            .await;
        journey.is_accessible("after a decision").await;
        journey.keeps_picture("care-review-after").await;

        journey.goes_to(&room).await;
        journey.finds("[data-ready]").await;
        assert!(!says(&journey, "Danny").await, "the name is out of the text");
        assert!(says(&journey, &replacement).await, "{replacement} stands in its place");
        assert_eq!(marked(&beside), before, "passages and codings stay");
        journey.goes_to("search?q=Danny").await;
        journey.sees("No text holds this").await;

        journey.presses("u").await;
        journey.sees("Undid").await;
        journey.goes_to(&room).await;
        journey.finds("[data-ready]").await;
        assert!(says(&journey, "Danny").await, "undo brings the name back");
        assert_eq!(marked(&beside), before);
        journey.goes_to(&review).await;
        journey.sees("Danny").await;
        journey.end().await;
    });
}
