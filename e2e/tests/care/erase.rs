//! Single words and a single source are erased for good: nothing brings them back.

use trefoil_core::study::status;
use trefoil_e2e::Journey;

use super::Beside;
use crate::support::{DEMO, demo};

/// How many sources and passages there are.
fn counted(beside: &Beside) -> (i64, i64) {
    let now = beside.0.read(|reader| status(reader, "2026-02-01")).expect("the study is read");
    (now.sources, now.passages)
}

/// Confirms a dry run by keyboard, and waits until it is done.
async fn erases(journey: &Journey) {
    journey.sees("A dry run").await;
    journey.settled().await;
    journey.is_accessible("the dry run of an erasure").await;
    journey.ticks_by_key("#carry-out [name=confirm]").await;
    journey.tabs_to("#carry-out button").await;
    journey.presses("Enter").await;
    let done = "/care.withdraw(.[0-9a-f-]{36})?$/.test(location.pathname)";
    journey.until("the end of the erasure", done).await;
    journey.settled().await;
    journey.sees("can no longer be undone").await;
    journey.is_accessible("what was erased").await;
}

#[test]
fn a_source_is_erased_from_its_facts() {
    demo("a_source_is_erased_from_its_facts", async |running, chromium| {
        let beside = Beside::of(&running, DEMO);
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        let (sources, _) = counted(&beside);
        journey.goes_to("corpus?view=list&stream=voice_note").await;
        journey.follows_words("P1 voice note week 2").await;
        let page = journey.value("location.pathname").await;
        let page = page.as_str().unwrap_or_default().to_owned();
        journey.follows("/facts").await;
        journey.unfolds_all().await;
        journey.follows("care/withdraw/plan?scope=source").await;
        erases(&journey).await;
        assert_eq!(counted(&beside).0, sources - 1);
        let gone = journey.hands_out(&page).await;
        assert!(gone.starts_with("404"), "{}", &gone[..gone.len().min(200)]);
        let undo = journey.value("document.querySelector('#masthead-tools').innerText").await;
        assert!(!undo.as_str().unwrap_or_default().contains("rase"), "undo offers {undo}");
        journey.end().await;
    });
}

#[test]
fn words_of_a_passage_are_erased_from_their_card() {
    demo("words_of_a_passage_are_erased_from_their_card", async |running, chromium| {
        let beside = Beside::of(&running, DEMO);
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        let (sources, passages) = counted(&beside);
        journey.goes_to("themes").await;
        journey.follows_words("Supervision that fits around everything else").await;
        let words =
            journey.value("document.querySelector('#passages .quote__words').innerText").await;
        let words = words.as_str().unwrap_or_default().replace(['“', '”'], "");
        let words: Vec<&str> = words.split_whitespace().take(6).collect();
        let words = words.join(" ");
        let place = journey
            .value("document.querySelector('#passages .quote__acts a').getAttribute('href')")
            .await;
        journey.goes_to(place.as_str().unwrap_or_default()).await;
        journey.finds("[data-ready]").await;
        // A coding of the passage opens its card.
        journey.finds("[data-card-erase]").await;
        let passage = "new URLSearchParams(location.search).get('passage')";
        let shown = "document.querySelector('[data-card-erase]').checkVisibility()";
        if journey.value(shown).await != true {
            let coding =
                format!("document.querySelector(`button[data-passage=\"${{{passage}}}\"]`)");
            journey.until("a coding of the passage", &coding).await;
            journey.value(&format!("{coding}.focus()")).await;
            journey.presses("Enter").await;
        }
        journey.until("the passage's card", shown).await;
        let link =
            "new URL(document.querySelector('[data-card-erase]').href).searchParams.get('passage')";
        assert_eq!(
            journey.value(link).await,
            journey.value(passage).await,
            "the card is the passage's"
        );
        journey.clicks("[data-card-erase]").await;
        erases(&journey).await;
        let now = counted(&beside);
        assert_eq!(now.0, sources, "the source stays");
        assert!(now.1 < passages, "the passage is gone");
        journey.goes_to(&format!("search?q={}", words.replace(' ', "+"))).await;
        journey.sees("No text holds this").await;
        journey.end().await;
    });
}
