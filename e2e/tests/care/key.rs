//! The key to the pseudonyms: sealed, locked, unlocked, given a name, and destroyed at the end.

use trefoil_e2e::Journey;

use super::follows_by_key;
use crate::support::empty;

/// A name and passphrases that may stand on no page where they do not belong.
const NAME: &str = "Marisa Penhallow";
const PASSPHRASE: &str = "nine grey pebbles";

async fn says_no_passphrase(journey: &Journey) {
    let told = journey.value("location.href + document.documentElement.outerHTML").await;
    assert!(!told.as_str().unwrap_or_default().contains(PASSPHRASE), "a passphrase is told");
}

async fn says_no_name(journey: &Journey) {
    let told = journey.value("document.documentElement.outerHTML").await;
    assert!(!told.as_str().unwrap_or_default().contains("Penhallow"), "a name is told");
}

#[test]
fn the_key_is_sealed_locked_unlocked_and_destroyed() {
    let name = "the_key_is_sealed_locked_unlocked_and_destroyed";
    empty(name, async |running, chromium, _| {
        let mut journey = Journey::begin(running, chromium, "/study/housing", (1440, 900)).await;
        journey.in_study("housing");
        journey.goes_to("care/key").await;
        journey.sees("No name was given to the key yet").await;
        journey.is_accessible("the key of a new study").await;

        // Sealing asks twice for the passphrase, and says what is not recovered.
        journey.clicks_words("Seal the key").await;
        journey.sees("A lost passphrase cannot be recovered by anybody.").await;
        journey.settled().await;
        journey.is_accessible("sealing the key").await;
        journey.fills("[name=new]", PASSPHRASE).await;
        journey.fills("[name=again]", "another one").await;
        journey.ticks("[name=sure]").await;
        journey.clicks("form[action$='/care/key/seal'] button").await;
        journey.sees("The two passphrases differ").await;
        journey.fills("[name=again]", PASSPHRASE).await;
        journey.submits("form[action$='/care/key/seal']").await;
        journey.holds_the_keyboard("sealing the key").await;
        journey.sees("It is unlocked in this browser.").await;
        says_no_passphrase(&journey).await;

        gives_a_name(&journey).await;
        locks_and_unlocks(&journey).await;

        // Destroying asks first, and can be left.
        journey.clicks_words("Destroy the key").await;
        journey.sees("nobody can tell from this study who is who").await;
        journey.settled().await;
        journey.is_accessible("destroying the key").await;
        journey.keeps_picture("care-key-destroy").await;
        journey.clicks_words("Leave it as it is").await;
        journey.sees(NAME).await;
        journey.clicks_words("Destroy the key").await;
        journey.sees("nobody can tell from this study who is who").await;
        journey.settled().await;
        journey.ticks("[name=sure]").await;
        journey.submits("form[action$='/care/key/destroy']").await;
        journey.holds_the_keyboard("destroying the key").await;
        journey.sees("A key that was destroyed does not come back.").await;
        says_no_name(&journey).await;
        journey.is_accessible("a key that was destroyed").await;
        let undo =
            "document.querySelector('.masthead__last')?.innerText.includes('Destroyed') ?? false";
        assert_eq!(journey.value(undo).await, false, "a key does not come back by undo");
        journey.end().await;
    });
}

async fn gives_a_name(journey: &Journey) {
    let form = "form[action$='do/pseudonym.add']";
    journey.fills("#give-name", NAME).await;
    journey.fills(&format!("{form} [name=replacement]"), "colleague, team lead").await;
    journey.submits(form).await;
    journey.holds_the_keyboard("giving a name").await;
    journey.sees("[colleague, team lead]").await;
    journey.sees(NAME).await;
    journey.sees("names are shown").await;
    journey.is_accessible("an unlocked key").await;
    journey.keeps_picture("care-key").await;
}

/// By keyboard: locked, no name is told; a wrong passphrase opens nothing.
async fn locks_and_unlocks(journey: &Journey) {
    journey
        .value("document.activeElement?.blur(); document.documentElement.dataset.e2eBefore = '1'")
        .await;
    journey.presses("l").await;
    journey.answered("locking the key").await;
    journey.holds_the_keyboard("locking the key").await;
    journey.sees("Unlock for a while").await;
    says_no_name(journey).await;
    journey.is_accessible("a locked key").await;
    for page in ["history", "care", "participants"] {
        journey.goes_to(page).await;
        says_no_name(journey).await;
    }
    journey.goes_to("care/key").await;
    journey.tabs_to("[name=passphrase]").await;
    journey.types("a wrong one").await;
    journey.presses("Enter").await;
    journey.finds(".trouble:not([hidden])").await;
    journey.is_accessible("a wrong passphrase of the key").await;
    says_no_name(journey).await;
    journey.fills("[name=passphrase]", PASSPHRASE).await;
    journey.value("document.documentElement.dataset.e2eBefore = '1'").await;
    journey.presses("Enter").await;
    journey.answered("unlocking the key").await;
    journey.holds_the_keyboard("unlocking the key").await;
    journey.sees(NAME).await;
    says_no_passphrase(journey).await;
}

#[test]
fn the_key_is_sealed_by_keyboard() {
    empty("the_key_is_sealed_by_keyboard", async |running, chromium, _| {
        let mut journey = Journey::begin(running, chromium, "/study/housing", (1440, 900)).await;
        journey.in_study("housing");
        journey.goes_by_key("a", "The parts of care").await;
        follows_by_key(&journey, "main a[href$='/care/key']").await;
        follows_by_key(&journey, "main a[href$='/care/key/seal']").await;
        journey.tabs_to("[name=new]").await;
        journey.types(PASSPHRASE).await;
        journey.tabs_to("[name=again]").await;
        journey.types(PASSPHRASE).await;
        journey.ticks_by_key("[name=sure]").await;
        journey.sends_by_key("form[action$='/care/key/seal'] button").await;
        journey.sees("It is unlocked in this browser.").await;
        journey.end().await;
    });
}
