//! What of care is printed: answers and what they mean, without the forms that write them down.

use trefoil_e2e::Journey;

use crate::support::{DEMO, demo};

/// Pages with words that must stand on paper, and words of forms that must not.
const PAGES: [(&str, &str, &str); 5] = [
    ("care/consent", "Study default", "Write down what people answered"),
    ("care/defaults", "What holds by default", "Set it"),
    ("care/waves", "Last interviews", "Add the wave"),
    ("care/retention", "Consent forms", "Write down what was done"),
    ("care/withdraw", "What was removed before", "Show what would go"),
];

#[test]
fn care_is_printed_without_its_forms() {
    demo("care_is_printed_without_its_forms", async |running, chromium| {
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        for (page, stays, goes) in PAGES {
            journey.goes_to(page).await;
            let printed = journey.prints().await;
            assert!((1..=7).contains(&printed.pages), "{page} fills {} sheets", printed.pages);
            assert!(printed.words.contains(stays), "{page} is printed without “{stays}”");
            assert!(!printed.words.contains(goes), "{page} is printed with “{goes}”");
            // A way through the study is of no use on paper.
            assert!(!printed.words.contains("Help and keys"), "{page} is printed with its way");
        }
        // All of it is read: every answer of somebody, told by its word.
        journey.goes_to("care/consent").await;
        journey.follows_words("P5").await;
        let printed = journey.prints().await;
        for words in ["What P5 agreed to", "refused", "given", "How it came about"] {
            assert!(printed.words.contains(words), "{words}: {}", printed.words);
        }
        journey.end().await;
    });
}
