//! How long what is kept: a date is set, something is held, what is due is done.

use trefoil_e2e::Journey;

use crate::support::{DEMO, demo, empty};

/// The state of a class of data, in its word.
async fn stands(journey: &Journey, class: &str, word: &str) {
    let state =
        format!("document.querySelector('#class-{class} .kept__state')?.innerText === '{word}'");
    journey.until(&format!("{class} being {word}"), &state).await;
}

/// Unfolds a form of a class, and answers how the form is found.
async fn unfolds(journey: &Journey, class: &str, operation: &str) -> String {
    let form = format!("#class-{class} form[action$='retention.{operation}']");
    journey
        .clicks(&format!(
            "#class-{class} details:has(form[action$='retention.{operation}']) > summary"
        ))
        .await;
    form
}

/// Writes a date into a field, as its picker does.
async fn dates(journey: &Journey, field: &str, date: &str) {
    journey.finds(field).await;
    journey.value(&format!("document.querySelector({field:?}).value = '{date}'")).await;
}

#[test]
fn what_is_kept_is_dated_held_and_done() {
    demo("what_is_kept_is_dated_held_and_done", async |running, chromium| {
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        journey.goes_to("care/retention").await;
        journey.sees("not legal advice").await;

        // A date that has passed makes it due, here and on the page of care.
        let form = unfolds(&journey, "contacts", "set").await;
        dates(&journey, &format!("{form} [name=review_on]"), "2026-01-31").await;
        journey.submits(&form).await;
        journey.holds_the_keyboard("setting a date").await;
        stands(&journey, "contacts", "Due now").await;
        journey.is_accessible("what is due").await;
        journey.keeps_picture("care-retention").await;
        journey.goes_to("care").await;
        let waits = "document.querySelector('#waits').innerText.includes('due to be looked at')";
        journey.until("what is due among what waits", waits).await;

        // Recordings are held: nothing can be written down as done before they are released.
        journey.goes_to("care/retention").await;
        let form = unfolds(&journey, "recordings", "hold").await;
        journey.fills(&format!("{form} [name=reason]"), "A complaint is being looked into").await;
        journey.submits(&form).await;
        stands(&journey, "recordings", "Held").await;
        journey.sees("A complaint is being looked into").await;
        let done = "document.querySelector(\"#class-recordings form[action$='retention.done']\")";
        assert!(journey.value(done).await.is_null(), "what is held cannot be done");
        let form = unfolds(&journey, "recordings", "release").await;
        journey.fills(&format!("{form} [name=reason]"), "It was settled").await;
        journey.submits(&form).await;
        let held = "document.querySelector('#class-recordings .kept__state').innerText === 'Held'";
        assert_eq!(journey.value(held).await, false, "what was released is not held");

        // What was due is done, and how that is known stays.
        let form = unfolds(&journey, "contacts", "done").await;
        let note = "The list was shredded; two people watched";
        journey.fills(&format!("{form} [name=note]"), note).await;
        journey.submits(&form).await;
        journey.holds_the_keyboard("writing down what was done").await;
        stands(&journey, "contacts", "Done").await;
        journey.sees(note).await;
        let printed = journey.prints().await;
        assert!(printed.pages >= 1 && printed.words.contains(note), "{printed:?}");
        assert!(!printed.words.contains("Write down what was done"), "forms are not printed");
        journey.end().await;
    });
}

#[test]
fn retention_begins_by_keyboard() {
    empty("retention_begins_by_keyboard", async |running, chromium, _| {
        let mut journey = Journey::begin(running, chromium, "/study/housing", (1440, 900)).await;
        journey.in_study("housing");
        journey.goes_by_key("a", "The parts of care").await;
        super::follows_by_key(&journey, "main a[href$='/care/retention']").await;
        journey.sees("Nothing is written down yet").await;
        journey.is_accessible("retention before anything is written down").await;
        journey.sends_by_key("form[action$='retention.begin'] button").await;
        stands(&journey, "key", "No date yet").await;

        journey.tabs_to("#class-key details:has(form[action$='retention.hold']) > summary").await;
        journey.presses("Enter").await;
        journey.tabs_to("#class-key form[action$='retention.hold'] [name=reason]").await;
        journey.types("Somebody may still withdraw").await;
        journey.sends_by_key("#class-key form[action$='retention.hold'] button").await;
        stands(&journey, "key", "Held").await;
        journey.presses("u").await;
        journey.sees("Undid").await;
        stands(&journey, "key", "No date yet").await;
        journey.end().await;
    });
}
